"""An operator's sample articles held to what he expects of them."""

from collections.abc import Iterator, Mapping
from itertools import takewhile

from bot.app import desk_of
from bot.model import Article, Entry
from bot.page.charset import decode, other_kind
from bot.page.dom import squeeze
from bot.ports import NewRevision
from bot.settings.reading import Sample
from bot.settings.settings import Settings
from bot.steps.plan import deliveries_of
from bot.steps.read import article_from

_SHOWN = 200
"""Characters of a text that a complaint shows."""
_BEFORE = 40
"""Of them, those before the first that differs, where a text is longer."""


def failures(settings: Settings) -> Iterator[str]:
    """Say where each sample differs from what is expected, with the place in the file."""
    for sample in settings.samples:
        try:
            data = sample.page.read_bytes()
        except OSError as error:
            yield f"{sample.where['page']}: {sample.page} cannot be read: {error.strerror}"
            continue
        if kind := other_kind(data):
            yield f"{sample.where['page']}: {sample.page} is no page but {kind}"
            continue
        article = article_from(
            Entry(source="", guid="", url=sample.url),
            *(decode(data), sample.url, settings.zone, settings.sites),
        )
        yield from _differences(sample, article, _posts(sample, article, settings))


def _differences(sample: Sample, article: Article, posts: Mapping[str, str]) -> Iterator[str]:
    for name, expected in sample.expected.items():
        kind, _, part = name.partition(".")
        where = sample.where[name]
        if kind in {"has", "lacks"}:
            is_there = squeeze(str(expected)) in squeeze(article.body)
            if is_there != (kind == "has"):
                yield f"{where}: the body {'has' if is_there else 'lacks'} {_quoted(str(expected))}"
            continue
        found = posts.get(part, "") if kind == "posts" else _field(article, kind)
        if _lines(str(found)) != _lines(str(expected)):
            pair = str(expected), str(found)
            start = _first_shown(*pair)
            wanted, got = (_quoted(text, start) for text in pair)
            yield f"{where}: expected {wanted}, found {got}"


def _posts(sample: Sample, article: Article, settings: Settings) -> dict[str, str]:
    names = tuple(n.removeprefix("posts.") for n in sample.expected if n.startswith("posts."))
    if not names:
        return {}
    revision = NewRevision(article_id=0, revision=1, article=article, order_at=0, only_to=names)
    planned = deliveries_of(revision, desk_of(settings))
    return {one.destination: one.post.text.text for one in planned}


def _field(article: Article, name: str) -> str | bool:
    if name in {"image", "alt", "caption", "credit"}:
        attribute = "url" if name == "image" else name
        return str(getattr(article.image, attribute)) if article.image else ""
    value: str | bool = getattr(article, name)
    return value


def _lines(text: str) -> list[str]:
    """Give what readers see of a text: trailing spaces and lines at its ends are nothing."""
    return [line.rstrip() for line in text.strip().splitlines()]


def _first_shown(one: str, other: str) -> int:
    """Give the place in two texts from which on they are shown, so that a difference is seen."""
    if max(len(one), len(other)) <= _SHOWN:
        return 0
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return max(0, len(list(alike)) - _BEFORE)


def _quoted(text: str, start: int = 0) -> str:
    shown = text[start : start + _SHOWN]
    return repr(f"{'…' * (start > 0)}{shown}{'…' * (start + _SHOWN < len(text))}")
