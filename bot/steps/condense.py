"""Have a language model choose or write what posts say of new articles, where one is configured.

Whatever goes wrong, and whatever is late, the article's own sentences serve instead, and why is kept.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.errors import FetchError
from bot.model import Article
from bot.ports import Ask, Consulted, Model, Wordless, WordStore
from bot.redact import redact
from bot.steps.keep import holds, source_of
from bot.steps.prompt import asked_of, chosen, content_of, paid, question, written
from bot.steps.summarise import choices, repeats, word
from bot.text.sentences import sentences
from bot.wording import Wording

AT_ONCE = 2
"""Questions side by side: as many as `http` has connections to one host, and few for one machine."""
TRIES = 2
"""Times that a revision is taken up: whose asker died over it, or who was told to come back."""
LATE = 2
"""Times its patience after which nobody asks any more for an article that waits in a queue."""
SPARE = 15.0
"""Seconds beyond the model's own after which somebody else takes a revision up."""
BREATH = 2.0
"""Seconds that a model which has too much to do is left alone where it does not say how many."""
FAILURES, REST = 3, 60.0
"""After so many failures in a row nobody is asked for so many seconds."""
_SERVER_ERRORS = 500
_BUSY = frozenset({429, 503})
_UNKNOWN_WISHES = frozenset({400, 422})

_log = logging.getLogger("herald.condense")


async def condense(
    store: WordStore,
    ask: Ask,
    model: Model,
    clock: Callable[[], float],
    *,
    comes_back: bool = True,
) -> int:
    """Word the new revisions, side by side; gives how many. Raises StoreUnavailable.

    `comes_back`: this is called again soon, so that a model that has too much to do gets a breath.
    """
    name, now = asked_of(model), clock()
    taken = await store.wordless(name, now, model.patience + SPARE, AT_ONCE)
    if not taken:
        return 0
    failed_at = await store.failing_since(name, FAILURES)
    rests = failed_at is not None and now < failed_at + REST

    async def settle(one: Wordless) -> None:
        last = TRIES if comes_back else 0
        try:
            if why := _not_to_be_asked(one, model, now, rests=rests):
                consulted = _kept(one, model) or _without(one.article, model, why)
            else:
                consulted = _kept(one, model) or await _consulted(one, model, ask, last)
        except _Busy as busy:
            await store.put_off(one, name, clock() + busy.seconds)
            return
        if consulted.wording.why:
            _log.warning("%s: %s", one.article.canonical_url, consulted.wording.why)
        await store.save_wording(one, name, consulted, clock())

    outcomes = await asyncio.gather(*map(settle, taken), return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
    return len(taken)


class _Busy(Exception):
    """The model has too much to do, and is to be asked once more in so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def _not_to_be_asked(one: Wordless, model: Model, now: float, *, rests: bool) -> str:
    """Say why a model is done without; "" where it may be asked."""
    if rests:
        return "it failed several times in a row and rests"
    if one.tries > TRIES:
        return "whoever asked it ended before the answer"
    return (
        "the article has waited long enough" if now - one.read_at > LATE * model.patience else ""
    )


def _said(one: Wordless, model: Model) -> Wording | None:
    """Give what was said of the revision before; where no model was asked: by itself."""
    return one.said or (word(one.before, model.max_sentences) if one.before else None)


def _kept(one: Wordless, model: Model) -> Consulted | None:
    """Say again what was said before, where that holds."""
    said = _said(one, model)
    if one.before and said and holds(said, one.before, one.article):
        return Consulted(wording=replace(said, why=""))
    return None


async def _consulted(one: Wordless, model: Model, ask: Ask, last: int) -> Consulted:
    """Ask for the words of a revision; a busy model is asked again but for the `last` time."""
    said = _said(one, model)
    spoke = " ".join(said.sentences) if said and said.origin == "rewrite" else ""
    found = await _consult(one.article, model, ask, spoke)
    if isinstance(found, FetchError):
        if one.tries < last and found.status in _BUSY:
            raise _Busy(min(found.retry_after or BREATH, model.patience))
        return _without(one.article, model, str(found), has_failed=True)
    return found


async def consult(article: Article, model: Model, ask: Ask) -> Consulted:
    """Ask a model for the words of an article; whatever it does, there are words."""
    found = await _consult(article, model, ask, "")
    if isinstance(found, FetchError):
        return _without(article, model, str(found), has_failed=True)
    return found


async def _consult(article: Article, model: Model, ask: Ask, spoke: str) -> Consulted | FetchError:
    """Ask a model; gives the error where there was no answer."""
    given = choices(article)
    if model.max_sentences == 0 or not given:
        return Consulted(wording=word(article, model.max_sentences))
    asked = question(article, given, model, spoke)
    so_far = Consulted(wording=Wording(), question=json.dumps(asked, ensure_ascii=False))
    try:
        async with asyncio.timeout(model.patience):
            body = await _answer(asked, model, ask)
    except FetchError as error:
        return error
    except TimeoutError:
        return FetchError(model.base_url, f"no answer within {model.patience:g} seconds")
    try:
        completion = _parsed(body)
        so_far = replace(so_far, **paid(completion, model))
        so_far = replace(so_far, answer=redact(content_of(completion)))
        return replace(so_far, wording=_used(so_far.answer, article, given, model))
    except ValueError as error:
        return _without(article, model, str(error), so_far)
    except Exception as error:  # noqa: BLE001 - an odd answer stops no article
        _log.exception("%s could not be condensed", article.canonical_url)
        return _without(article, model, repr(error), so_far)


async def _answer(asked: dict[str, Any], model: Model, ask: Ask) -> bytes:
    """Ask, once more where a server stumbles or does not know one of our wishes."""
    url = f"{model.base_url}/chat/completions"
    try:
        return await ask(url, asked, key=model.key, patience=model.patience)
    except FetchError as error:
        again = _adapted(asked, error)
        if again is None:
            raise
    return await ask(url, again, key=model.key, patience=model.patience)


def _adapted(asked: dict[str, Any], error: FetchError) -> dict[str, Any] | None:
    """Say what to ask instead; None where it makes no sense to ask again.

    Models that think first take `max_completion_tokens` and no `temperature`; they say so.
    """
    if error.status in _BUSY:
        return None
    if error.status is None or error.status >= _SERVER_ERRORS:
        return asked if error.is_reached else None
    is_refused = "max_tokens" in str(error) or "temperature" in str(error)
    if error.status in _UNKNOWN_WISHES and is_refused:
        kept = {k: v for k, v in asked.items() if k not in {"max_tokens", "temperature"}}
        return kept | {"max_completion_tokens": asked["max_tokens"]}
    return None


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise ValueError("the answer is no JSON") from None


def _used(content: str, article: Article, given: tuple[str, ...], model: Model) -> Wording:
    """Make words of an answer; ValueError says why it cannot be used."""
    if model.mode == "select":
        said = chosen(content, given, model.max_sentences)
        return Wording(sentences=said, origin=model.mode, model=model.name)
    from bot.text.faithful import objection

    text = written(content)
    if why := objection(text, source_of(article), article.language):
        raise ValueError(why)
    lines = (" ".join(line.split()) for line in sentences(text, article.language))
    told = [line for line in dict.fromkeys(lines) if not repeats(line, article.headline)]
    if not told:
        raise ValueError("it only says the headline again")
    kept = tuple(told[: model.max_sentences])
    return Wording(sentences=kept, origin=model.mode, model=model.name)


def _without(
    article: Article,
    model: Model,
    why: str,
    asked: Consulted | None = None,
    *,
    has_failed: bool = False,
) -> Consulted:
    """Take the article's own sentences, and say why."""
    why = redact(f"{model.name} was not used: {why}")
    wording = replace(word(article, model.max_sentences), model=model.name, why=why)
    return replace(asked or Consulted(wording=wording), wording=wording, has_failed=has_failed)
