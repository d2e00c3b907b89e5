"""`why` over a real database that the real steps filled."""

import asyncio
import json
import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import desk_of, load_settings, opened_store
from bot.errors import FetchError
from bot.lifecycle import Settlement
from bot.model import Entry, Image, Receipt, State
from bot.ports import Answer, Lane, Poll, Settled, Source, Validators
from bot.rules import SourceRules
from bot.steps.plan import plan
from bot.steps.read import Reader
from bot.steps.watch import watch
from bot.store import Store

Herald = Callable[..., Any]
NOW = 1_800_000_000.0
SITE = "https://www.morningtick.example"
STORY = f"{SITE}/harbour"
LANES = {"telegram": Lane(), "x": Lane()}


class Listing(Source):
    """A source that lists what it is told to, all published an hour before NOW unless dated."""

    kind = "feed"
    entries: Sequence[Entry] = ()

    async def poll(self, validators: Validators) -> Poll:
        return Poll(entries=tuple(self.entries))


class Newsroom:
    """The engine's steps, one at a time, over the database of a configuration."""

    def __init__(self, config: Path) -> None:
        self.settings = load_settings(config)
        self.rules = SourceRules(name="main", kind="feed", url=f"{SITE}/feed/", burst=2)
        self.source = Listing(self.rules, self.fetch)
        self.pages: dict[str, str] = {}

    async def fetch(self, url: str, **_: object) -> Answer:
        if url not in self.pages:
            raise FetchError(url, "the server answers 503 Service Unavailable", status=503)
        return Answer(url=url, status=200, body=self.pages[url].encode(), content_type="text/html")

    def do(self, work: Callable[[Store], Any]) -> None:
        async def doing() -> None:
            async with opened_store(self.settings) as store:
                await store.beginning.sync({"main": self.rules.url}, ["telegram", "x"])
                await work(store)

        asyncio.run(doing())

    def look(self, *entries: Entry, now: float = NOW) -> None:
        self.source.entries = entries
        self.do(lambda store: self._watch(store, now))

    async def _watch(self, store: Store, now: float) -> None:
        await store.beginning.poll_now()
        await watch(store.watching, {"main": self.source}, now, random.Random(1))  # noqa: S311 - a seed

    def read(self, now: float = NOW + 60) -> None:
        self.do(lambda store: Reader().read(store.reading, self.fetch, {"main": self.rules}, now))

    def plan(self, now: float = NOW + 61) -> None:
        async def fine(image: Image) -> str:
            return ""

        self.do(lambda store: plan(store.planning, desk_of(self.settings), now, fine))

    def settle(self, settlement: Settlement, now: float = NOW + 62) -> None:
        """Claim what is due and end each attempt alike."""

        async def work(store: Store) -> None:
            claimed = (await store.delivering.step((), LANES, now, 9)).claimed
            ended = [Settled(delivery=one, settlement=settlement) for one in claimed]
            await store.delivering.step(ended, LANES, now + 1, 0)

        self.do(work)


def entry(url: str = STORY, hours: float = 1, guid: str = "") -> Entry:
    published = datetime.fromtimestamp(NOW, UTC) - timedelta(hours=hours)
    return Entry(source="main", guid=guid or url, url=url, published=published)


def page(url: str = STORY, section: str = "Local") -> str:
    return (
        f'<html lang="en"><head><title>Harbour lamps are lit</title>'
        f'<link rel="canonical" href="{url}">'
        f'<meta property="article:section" content="{section}"></head>'
        "<body><article><h1>Harbour lamps are lit</h1><p>They are.</p></article></body></html>"
    )


@pytest.fixture
def newsroom(example: Path, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """Give a newsroom whose source was looked at before, on a day when NOW is now."""
    monkeypatch.setattr("bot.cli.explaining.time.time", lambda: NOW + 100)
    (example.parent / "var").mkdir()
    newsroom = Newsroom(example)
    newsroom.look(entry(f"{SITE}/first"), now=NOW - 600)
    return newsroom


Ask = Callable[..., Any]


@pytest.fixture
def ask(herald: Herald, example: Path) -> Ask:
    """Ask why, as a program."""

    def asking(url: str = STORY, code: int = 0) -> Any:
        done = herald("-c", example, "why", url, "--json")
        assert (done.code, done.err) == (code, "")
        return json.loads(done.out)

    return asking


def verdicts(found: Any) -> dict[str, tuple[str, str]]:
    return {s["destination"] or s["stage"]: (s["verdict"], s["why"]) for s in found["stages"]}


def test_an_unknown_article_is_a_no_that_says_what_would_make_it_known(
    newsroom: Newsroom, ask: Ask, herald: Herald, example: Path
) -> None:
    found = ask(code=1)
    assert verdicts(found) == {"known": ("stop", "no source has shown this address")}
    (source,) = found["sources"]
    assert (source["name"], source["entries_known"]) == ("main", 1)
    assert source["next_poll"]
    done = herald("-c", example, "why", STORY)
    assert done.code == 1
    assert f"herald post {STORY}" in done.out


def test_what_watching_left_out_says_why(newsroom: Newsroom, ask: Ask) -> None:
    newsroom.look(entry(hours=72))
    found = ask()
    assert verdicts(found)["watch"] == ("stop", "published 3.0 days ago, too old to post")
    assert "read" not in verdicts(found)
    first = verdicts(ask(f"{SITE}/first"))
    assert first["watch"] == ("stop", "already there at the first look at the source (first_run)")


def test_an_article_that_settles_says_until_when(newsroom: Newsroom, ask: Ask) -> None:
    newsroom.look(entry(), now=NOW + 99)
    (stage,) = [s for s in ask()["stages"] if s["stage"] == "read"]
    assert (stage["verdict"], stage["at"]) == ("wait", "2027-01-15T08:02:39.000Z")
    assert "second thoughts" in stage["why"]


def test_a_page_that_cannot_be_read_says_the_error_and_the_next_try(
    newsroom: Newsroom, ask: Ask
) -> None:
    newsroom.look(entry())
    newsroom.read()
    (stage,) = [s for s in ask()["stages"] if s["stage"] == "read"]
    assert stage["verdict"] == "wait"
    assert "failed tries: 1, the last: " in stage["why"]
    assert "503" in stage["why"]
    newsroom.read(NOW + 1000)
    newsroom.read(NOW + 2000)
    verdict, why = verdicts(ask())["read"]
    assert verdict == "stop"
    assert "the feed gives no headline" in why


@pytest.mark.parametrize(
    "spelling",
    [
        f"{STORY}/?utm_source=x",
        "http://morningtick.example/harbour",
        "morningtick.example/harbour",
        f"{SITE}/from-the-feed",
    ],
)
def test_any_spelling_of_the_address_will_do(newsroom: Newsroom, ask: Ask, spelling: str) -> None:
    newsroom.pages[f"{SITE}/from-the-feed"] = page()
    newsroom.look(entry(f"{SITE}/from-the-feed"))
    newsroom.read()
    newsroom.plan()
    found = ask(spelling)
    assert found["url"].endswith(spelling)
    assert "Harbour lamps are lit" in verdicts(found)["article"][1]
    everywhere = "without routes every article goes everywhere"
    assert verdicts(found)["telegram"] == ("pass", everywhere)
    assert [row["article"] for row in found["deliveries"]] == [STORY, STORY]


def test_a_burst_is_held_and_says_how_to_let_it_go(newsroom: Newsroom, ask: Ask) -> None:
    newsroom.pages |= {f"{SITE}/{n}": page(f"{SITE}/{n}") for n in range(3)}
    newsroom.look(*(entry(f"{SITE}/{n}", hours=n + 1) for n in range(3)))
    newsroom.read()
    newsroom.plan()
    found = ask(f"{SITE}/1")
    assert verdicts(found)["watch"] == ("hold", "3 new entries in one look, more than 2")
    row = found["deliveries"][0]
    assert (row["state"], row["verdict"]) == ("held", "hold")
    assert row["to_do"].startswith(f"herald approve {row['id']}")


def posted(newsroom: Newsroom) -> None:
    newsroom.pages[STORY] = page()
    newsroom.look(entry())
    newsroom.read()
    newsroom.plan()


def test_a_route_that_leads_elsewhere_says_what_it_wants(
    newsroom: Newsroom, ask: Ask, example: Path
) -> None:
    text = example.read_text() + "routes:\n  - {when: {section: Sport}, to: [x]}\n"
    example.write_text(f"{text}  - {{to: community}}\n  - {{to: [telegram]}}\n")
    newsroom.settings = load_settings(example)
    posted(newsroom)
    found = verdicts(ask())
    assert found["telegram"][0] == "pass"
    verdict, why = found["x"]
    assert verdict == "stop"
    assert why.split("; ") == [
        "route 1 is for Sport and the article has section Local, language en",
        "route 2 goes where readers are invited: nowhere",
        "route 3 leads elsewhere",
    ]


def test_a_destination_that_came_later_says_how_to_post_there(
    newsroom: Newsroom, ask: Ask, example: Path
) -> None:
    posted(newsroom)
    with example.open("a") as file:
        file.write("routes:\n  - to: [telegram, late]\n")
    text = example.read_text().replace("destinations:\n", f"destinations:\n{LATE}")
    example.write_text(text)
    verdict, why = verdicts(ask())["late"]
    assert verdict == "stop"
    assert why.endswith(f"herald post {STORY} --to late")


LATE = """\
  - name: late
    platform: telegram
    chat: "@late"
    token: env:TELEGRAM_TOKEN
"""


def test_what_was_sent_tells_its_history(newsroom: Newsroom, ask: Ask) -> None:
    posted(newsroom)
    receipt = Receipt(id="7", permalink="https://t.me/morningtick/7")
    newsroom.settle(Settlement(to=State.SENT, why="sent", receipt=receipt))
    row = ask()["deliveries"][0]
    assert (row["verdict"], row["attempts"], row["to_do"]) == ("pass", 1, None)
    assert [event["what"] for event in row["history"]] == [
        "made due",
        "due → sending",
        "sending → sent",
    ]
    assert row["history"][0]["at"] == "2027-01-15T08:01:01.000Z"


DUE = Settlement(to=State.DUE, why="429", counts=False, lane_until=NOW + 500)
DOUBT = Settlement(to=State.IN_DOUBT, why="no answer", retry_at=NOW + 300)


@pytest.mark.parametrize(
    ("settlement", "expected"),
    [
        (DUE, ("wait", "the last attempt: 429; telegram keeps its pace until", "08:08:20", "")),
        (DOUBT, ("wait", "no answer; the platform is asked", "08:05:00", "")),
        (Settlement(to=State.IN_DOUBT, why="?", ask=True), ("hold", "?", "", "herald resolve")),
        (Settlement(to=State.FAILED, why="no chat"), ("stop", "no chat", "", "herald retry")),
    ],
    ids=["throttled", "in doubt", "asked", "failed"],
)
def test_a_setback_says_what_happens_next(
    newsroom: Newsroom, ask: Ask, settlement: Settlement, expected: tuple[str, str, str, str]
) -> None:
    posted(newsroom)
    newsroom.settle(settlement)
    row = ask()["deliveries"][0]
    verdict, why, next_at, to_do = expected
    assert (row["destination"], row["verdict"]) == ("telegram", verdict)
    assert why in row["why"]
    assert (next_at in row["next_at"]) if next_at else row["next_at"] is None
    assert (to_do in row["to_do"]) if to_do else row["to_do"] is None


def test_the_source_says_what_its_last_look_saw(
    newsroom: Newsroom, ask: Ask, herald: Herald, example: Path
) -> None:
    posted(newsroom)
    (source,) = ask()["sources"]
    assert (source["name"], source["moved_to"]) == ("main", None)
    saw = {"saw": "changed", "entries": 0, "new": 1, "bytes": 0}
    assert source["last_poll"] == saw | {"at": source["last_success"]}
    assert source["next_poll"] > source["last_success"]
    done = herald("-c", example, "why", STORY)
    assert "1 new of 0, 0 kB" in done.out

    async def move(store: Store) -> None:
        poll = Poll(entries=None, listed=30, size=90_000, moved_to="https://e.org/rss")
        await store.watching.save_poll("main", poll, [], {}, NOW + 300, NOW)

    newsroom.do(move)
    (source,) = ask()["sources"]
    assert source["last_poll"]["entries"] == 30
    for command in ("why", "status"):
        done = herald("-c", example, command, *([STORY] if command == "why" else []))
        assert "unchanged" in done.out
        assert "main: has moved for good to https://e.org/rss; write that instead" in done.out


def test_a_delivery_waits_its_turn_or_for_a_paused_lane(newsroom: Newsroom, ask: Ask) -> None:
    posted(newsroom)
    newsroom.pages[f"{SITE}/next"] = page(f"{SITE}/next")
    newsroom.look(entry(f"{SITE}/next", hours=0.5))
    newsroom.read()
    newsroom.plan()
    newsroom.do(lambda store: store.deciding.pause("x", "the price went up"))
    assert "is `herald run` running?" in ask()["deliveries"][0]["why"]
    telegram, x = ask(f"{SITE}/next")["deliveries"]
    assert telegram["why"] == "older posts before it: 1"
    assert (x["verdict"], x["why"]) == ("hold", "x is paused: the price went up")
    assert x["to_do"] == "herald resume x"
    newsroom.settle(Settlement(to=State.IN_DOUBT, why="no answer", retry_at=NOW + 300))
    assert "not yet settled" in ask(f"{SITE}/next")["deliveries"][0]["why"]


def test_a_rejected_delivery_says_who_did_it(newsroom: Newsroom, ask: Ask) -> None:
    posted(newsroom)
    newsroom.do(lambda store: store.deciding.cancel(1, NOW))
    row = ask()["deliveries"][0]
    assert (row["verdict"], row["why"]) == ("stop", "cancelled by a person")


def test_people_are_told_the_same(newsroom: Newsroom, herald: Herald, example: Path) -> None:
    posted(newsroom)
    newsroom.settle(Settlement(to=State.FAILED, why="chat not found"))
    done = herald("-c", example, "why", STORY)
    assert (done.code, done.err) == (0, "")
    assert "publish → telegram (delivery 1): failed" in done.out
    assert "to do: mend the cause, then: herald retry 1" in done.out
    assert "sending → failed: chat not found" in done.out


def test_what_was_posted_by_hand_is_known_too(newsroom: Newsroom, ask: Ask) -> None:
    newsroom.do(lambda store: store.watching.add_by_hand(f"{STORY}?utm_source=a", ["x"], NOW))
    newsroom.do(lambda store: store.watching.add_by_hand(f"{SITE}/other", [], NOW))
    assert verdicts(ask())["known"] == ("pass", f"posted by hand: {STORY}?utm_source=a")
    newsroom.pages[f"{STORY}?utm_source=a"] = page()
    newsroom.pages[f"{SITE}/other"] = page(f"{SITE}/other")
    newsroom.read()
    newsroom.plan()
    found = ask()
    assert [s["stage"] for s in found["stages"]].count("known") == 1
    assert verdicts(found)["telegram"] == ("stop", "a person chose x")
    assert [row["destination"] for row in found["deliveries"]] == ["x"]
