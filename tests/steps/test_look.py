"""What a second look at an article's page tells."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from bot.errors import FetchError, StoreUnavailable
from bot.model import Entry
from bot.ports import Answer, DueLook, Look, Validators
from bot.steps.look import (
    AT_ONCE,
    CONFIRMED,
    FIRST,
    FOLLOWED,
    HOUR,
    LEASE,
    LONGEST,
    MANY_REVISED,
    look,
)
from bot.steps.read import article_from

NOW = 1_800_000_000.0
HOME, URL = "https://e.org/", "https://e.org/lamps"
OLD, NEW = Validators(etag='"1"'), Validators(etag='"2"')
TEXT = "".join(f"<p>Paragraph {n} tells of the harbour lamps, and the wall.</p>" for n in range(5))
OTHER = "<p>Nothing here is as anybody remembers it, sadly enough for everybody.</p>" * 5


def page(headline: str = "Lamps lit again", text: str = TEXT, robots: str = "index") -> str:
    return (
        f'<meta name="robots" content="{robots}"><link rel="canonical" href="{URL}">'
        f"<h1>{headline}</h1><div>{text}</div>"
    )


ENTRY = Entry(source="main", guid="1", url=URL, headline="Lamps")
BEFORE = article_from(ENTRY, page(), URL)


def due(age: float = 2 * HOUR, **more: Any) -> DueLook:
    one = DueLook(
        id=1,
        article=BEFORE,
        revision=1,
        entry=ENTRY,
        validators=OLD,
        look_at=NOW,
        first_read=NOW - age,
    )
    return replace(one, **more)


@dataclass
class Store:
    """Remembers what looks found."""

    due: list[DueLook]
    gone: tuple[int, int] = (0, 0)
    revised: int = 0
    found: dict[int, Look] = field(default_factory=dict)
    is_down: bool = False

    async def due_looks(self, now: float, lease: float, limit: int) -> list[DueLook]:
        assert (now, lease, limit) == (NOW, LEASE, AT_ONCE)
        return self.due

    async def save_look(self, due: DueLook, look: Look, now: float) -> None:
        if self.is_down:
            raise StoreUnavailable("disk full")
        self.found[due.id] = look

    async def gone_lately(self, but: int, since: float) -> tuple[int, int]:
        assert since == NOW - HOUR
        return self.gone

    async def revised_lately(self, since: float) -> int:
        return self.revised


class Web:
    """Answers from a table: a page, a status, or an error; the front page is well."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self.answers = {HOME: "<h1>Front page</h1>", **answers}
        self.asked: list[tuple[str, str]] = []

    async def __call__(self, url: str, *, validators: Validators = OLD, **_: Any) -> Answer:
        self.asked.append((url, validators.etag))
        answer = self.answers[url]
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Answer):
            return answer
        if isinstance(answer, int):
            raise FetchError(url, f"the server answers {answer}", status=answer)
        return Answer(
            url=url, status=200, body=answer.encode(), content_type="text/html", validators=NEW
        )


async def find(one: DueLook, answer: Any, *, home: Any = "", **store: Any) -> Look:
    memory = Store([one], **store)
    web = Web({URL: answer} | ({HOME: home} if home else {}))
    assert await look(memory, web, {}, HOME, NOW) == 1
    return memory.found[1]


@pytest.mark.parametrize(
    ("age", "wait"),
    [
        (0, FIRST),
        (FIRST, FIRST),
        (HOUR, HOUR),
        (86_400, LONGEST),
        (FOLLOWED - 1, LONGEST),
        (FOLLOWED, None),
    ],
)
async def test_looks_become_fewer_and_end(age: float, wait: float | None) -> None:
    found = await find(due(age), Answer(url=URL, status=304, validators=OLD))
    assert found.next_at == (None if wait is None else NOW + wait)
    assert found.is_there
    assert found.revised is None


async def test_a_page_is_asked_for_conditionally_but_where_a_person_wants_it() -> None:
    for asked, etag in ((False, '"1"'), (True, "")):
        web = Web({URL: page()})
        await look(Store([due(asked=asked)]), web, {}, HOME, NOW)
        assert web.asked == [(URL, etag)]


async def test_a_changed_page_is_a_revision() -> None:
    found = await find(due(), page("Lamps lit for the tenth time"))
    assert found.revised
    assert found.revised.headline == "Lamps lit for the tenth time"
    assert (found.validators, found.is_there, found.hold) == (NEW, True, "")


@pytest.mark.parametrize(
    "same",
    [page(), page(text=TEXT.replace(" ", "\n ")), page() + '<meta name="author" content="Ann">'],
)
async def test_what_readers_do_not_see_is_no_revision(same: str) -> None:
    found = await find(due(), same)
    assert (found.revised, found.is_there, found.validators) == (None, True, NEW)


async def test_what_a_person_asks_for_is_read_even_if_it_is_the_same() -> None:
    assert (await find(due(asked=True), page())).revised == BEFORE


UNREAD = [
    500,
    403,
    429,
    FetchError(URL, "no complete answer in time"),
    page(text=""),
    "<p>Please switch JavaScript on.</p>",
    Answer(url=HOME, status=200, body=page().encode(), content_type="text/html"),
    Answer(url=URL, status=200, body=b"%PDF", content_type="application/pdf"),
    ValueError("a bug"),
]


@pytest.mark.parametrize("answer", UNREAD, ids=str)
async def test_a_page_that_cannot_be_seen_says_nothing(answer: Any) -> None:
    found = await find(due(gone_at=NOW - HOUR), answer)
    assert found == Look(next_at=NOW + 2 * HOUR, validators=OLD)


async def test_a_server_that_wants_rest_gets_it() -> None:
    error = FetchError(URL, "429", status=429, retry_after=3 * HOUR)
    assert (await find(due(), error)).next_at == NOW + 3 * HOUR


async def test_what_a_person_asked_for_is_tried_a_few_times() -> None:
    first = await find(due(asked=True), 503)
    assert (first.next_at, first.is_unread, first.note) == (
        NOW + 60,
        True,
        f"{URL}: the server answers 503",
    )
    last = await find(due(asked=True, idle=2), 503)
    assert (last.next_at, last.is_unread) == (NOW + 2 * HOUR, False)


@pytest.mark.parametrize("status", [404, 410])
async def test_gone_is_believed_when_it_is_so_twice(status: int) -> None:
    first = await find(due(), status)
    assert (first.next_at, first.retract) == (NOW + CONFIRMED, "")
    assert first.gone == f"{URL}: the server answers {status}"
    early = await find(due(gone_at=NOW - CONFIRMED + 1), status)
    assert (early.next_at, early.retract) == (NOW + 1, "")
    sure = await find(due(gone_at=NOW - CONFIRMED), status)
    assert (sure.retract, sure.hold) == (f"{URL}: the server answers {status}, twice", "")


async def test_gone_with_the_front_page_is_a_broken_site() -> None:
    found = await find(due(gone_at=NOW - HOUR), 404, home=503)
    assert (found.gone, found.retract, found.next_at) == ("", "", NOW + CONFIRMED)
    assert "the site is broken" in found.note


async def test_each_front_page_is_asked_once_for_all() -> None:
    elsewhere = replace(ENTRY, url="https://other.org/a")
    ones = [due(), due(id=2), due(id=3, entry=elsewhere)]
    answers = {URL: 404, "https://other.org/a": 404, "https://other.org/": 502}
    memory, web = Store(ones), Web(answers)
    await look(memory, web, {}, HOME, NOW)
    assert {one: bool(found.gone) for one, found in memory.found.items()} == {
        1: True,
        2: True,
        3: False,
    }
    assert [url for url, _ in web.asked].count("https://other.org/") == 1


@pytest.mark.parametrize(
    ("gone", "is_held"), [((2, 2), False), ((3, 3), True), ((0, 8), False), ((0, 9), True)]
)
@pytest.mark.parametrize("answer", [404, page(robots="noindex")], ids=["gone", "noindex"])
async def test_many_gone_at_once_wait_for_a_person(
    answer: Any,
    gone: tuple[int, int],
    is_held: bool,  # noqa: FBT001 - a column
) -> None:
    found = await find(due(gone_at=NOW - HOUR), answer, gone=gone)
    assert found.retract
    assert bool(found.hold) == is_held
    assert found.next_at == NOW + (CONFIRMED if is_held else 2 * HOUR)


@pytest.mark.parametrize("robots", ["noindex", "none", "noindex, nofollow"])
async def test_a_page_that_hides_itself_is_withdrawn(robots: str) -> None:
    assert "noindex" in (await find(due(), page(robots=robots))).retract
    header = Answer(
        url=URL, status=200, body=page().encode(), content_type="text/html", robots=robots
    )
    assert (await find(due(), header)).retract
    always = due(article=replace(BEFORE, noindex=True))
    assert (await find(always, page(robots=robots))).retract == ""


async def test_an_article_known_from_its_feed_alone_was_never_there() -> None:
    never = replace(BEFORE, origins={"canonical_url": "feed"})
    assert (await find(due(article=never, gone_at=NOW - HOUR), 404)).gone == ""


async def test_an_address_that_led_to_the_article_may_go() -> None:
    one = due(entry=replace(ENTRY, url="https://short.org/1"))
    web = Web({"https://short.org/1": 404, URL: page("Lamps lit twice")})
    memory = Store([one])
    await look(memory, web, {}, HOME, NOW)
    assert memory.found[1].revised
    assert memory.found[1].validators == Validators()
    web.answers |= {URL: 503}
    await look(memory, web, {}, HOME, NOW)
    assert memory.found[1].gone == ""
    web.answers |= {URL: 410, "https://short.org/": "well"}
    await look(memory, web, {}, HOME, NOW)
    assert "410" in memory.found[1].gone


@pytest.mark.parametrize("answer", [404, page(robots="noindex")])
async def test_a_withdrawn_article_is_not_withdrawn_again(answer: Any) -> None:
    found = await find(due(is_retracted=True, gone_at=NOW - HOUR), answer)
    assert (found.retract, found.is_there) == ("", False)


async def test_a_withdrawn_article_that_is_there_again_is_no_revision() -> None:
    found = await find(due(is_retracted=True), page("Lamps lit twice"))
    assert (found.is_there, found.revised) == (True, None)


async def test_another_story_and_a_new_layout_wait_for_a_person() -> None:
    other = await find(due(), page("Mayor resigns", OTHER))
    assert "another story" in other.hold
    asked = await find(due(asked=True), page("Mayor resigns", OTHER))
    assert asked.hold == ""
    layout = await find(due(), page("Lamps lit twice"), revised=MANY_REVISED)
    assert "21 articles changed within an hour" in layout.hold
    assert (await find(due(), page("Lamps lit twice"), revised=MANY_REVISED - 1)).hold == ""


async def test_a_store_that_cannot_remember_is_said() -> None:
    with pytest.raises(StoreUnavailable):
        await find(due(), page(), is_down=True)
