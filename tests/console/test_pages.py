"""What the operator sees on each page."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.errors import InDoubt, Locked, Refused
from bot.lifecycle import after_lookup
from bot.manner import Budget
from bot.model import Article, Image, Receipt, Rich, Span, Style
from bot.ports import Lane, Look, Poll, Settled

NOW = 1_800_000_000.0
Read = Callable[[str], Awaitable[Any]]


def article(slug: str = "a", **more: Any) -> Article:
    return Article(**{"canonical_url": f"https://e.org/{slug}", "headline": "Bridge"} | more)


async def test_the_timeline_tells_what_went_where(newsroom: Any, read: Read) -> None:
    published = datetime(2027, 1, 15, 9, 30, tzinfo=UTC)
    await newsroom.publish("a", article(published=published))
    await newsroom.send(Receipt(id="7", permalink="https://t.me/tick/7"), NOW + 2)
    await newsroom.publish("b", article("b", headline="Tunnel"), at=NOW + 60, to=["x"])
    page = await read("/")
    assert page.within("h2") == ["Tunnel", "Bridge"]
    tunnel, bridge = (" ".join(text.split()) for text in page.within("article"))
    assert "due x not before 2027-01-15 08:01:00 UTC" in tunnel
    assert "Published 2027-01-15 09:30:00 UTC · read 2027-01-15 08:00:00 UTC · e.org" in bridge
    assert "sent telegram 2027-01-15 08:00:02 UTC at t.me" in bridge
    assert ("time", {"datetime": "2027-01-15T08:00:02Z"}) in page.tags
    links = [values["href"] for tag, values in page.tags if tag == "a"]
    assert links.count("https://t.me/tick/7") == 2
    assert {"/articles/1", "/articles/2"} < set(links)


async def test_older_articles_are_a_link_away(newsroom: Any, read: Read) -> None:
    for n in range(51):
        await newsroom.publish(f"a{n}", article(f"a{n}", headline=f"Story {n}"), to=["x"])
    page = await read("/")
    assert page.within("h2") == [f"Story {n}" for n in range(50, 0, -1)]
    (older,) = [values["href"] for _, values in page.tags if values.get("rel") == "next"]
    last = await read(older)
    assert last.within("h2") == ["Story 0"]
    assert "Older articles" not in last.text
    assert (await read("/?before=nonsense")).within("h2") == page.within("h2")


async def test_an_article_without_deliveries_says_why(newsroom: Any, read: Read) -> None:
    await newsroom.read("a", article())
    assert "Not composed yet." in (await read("/")).text
    (revision,) = await newsroom.store.planning.new_revisions(NOW, 10)
    await newsroom.store.planning.plan_failed(revision, "KeyError('x')", NOW)
    assert "could not be composed: KeyError('x')" in (await read("/articles/1")).text
    problem = await read("/problems")
    assert problem.within("code") == ["herald post https://e.org/a"]
    await newsroom.publish("b", article("b"), to=[])
    assert "No route leads anywhere." in (await read("/articles/2")).text


async def test_an_article_shows_exactly_what_readers_see(newsroom: Any, read: Read) -> None:
    text = "Bridge opens\n\n  Two  spaces \U0001f44d\nMorning Tick"
    spans = (
        Span(start=0, end=12, style=Style.BOLD),
        Span(start=len(text) - 12, end=len(text), style=Style.LINK, url="https://e.org/a"),
    )
    await newsroom.publish(
        "a",
        article(byline="Ana Lopes", section="City", summary="It opens."),
        text=Rich(text=text, spans=spans),
        image=Image(url="https://e.org/a.jpg", alt="A tram"),
    )
    page = await read("/articles/1")
    assert page.within("h1") == ["Bridge"]
    assert page.within("p", kind="text") == [text, text]
    assert page.within("span", kind="bold") == ["Bridge opens"] * 2
    assert page.within("a", kind="link", href="https://e.org/a") == ["Morning Tick"] * 2
    length = len(text)
    assert f"Length {length + 1} of 1024 (utf16)" in page.text
    assert f"Length {length + 1} of 1024 (weighted)" in page.text
    for shown in ("By Ana Lopes", "Section City", "It opens.", "Alt text A tram", "0.200 USD"):
        assert shown in page.text


async def test_an_article_tells_its_history(newsroom: Any, read: Read) -> None:
    await newsroom.publish("a", article(), to=["telegram"])
    await newsroom.send(Refused("400: too long"), NOW + 5)
    page = await read("/articles/1")
    rows = [" ".join(row.split()) for row in page.within("tr")]
    assert rows == [
        "When What Why",
        "2027-01-15 08:00:00 UTC made due a route leads there",
        "2027-01-15 08:00:05 UTC due → sending claimed",
        "2027-01-15 08:00:05 UTC sending → failed 400: too long",
    ]
    assert "herald retry 1" in page.within("code")[0]


async def test_a_destination_that_left_keeps_its_deliveries(newsroom: Any, read: Read) -> None:
    await newsroom.publish("a", article(), to=["old place"])
    assert "Length 9 (characters)" in (await read("/articles/1")).text
    page = await read("/destinations")
    assert "old place no longer in the configuration 1 due" in page.text


async def test_the_queue_is_in_the_order_of_posting(newsroom: Any, read: Read) -> None:
    assert "Nothing waits." in (await read("/queue")).text
    await newsroom.publish("young", article("young", headline="Young"), at=NOW + 20, to=["x"])
    await newsroom.publish("asked", article("asked", headline="Asked"), at=NOW + 30, hold="burst")
    await newsroom.publish("old", article("old", headline="Old"), at=NOW + 10, to=["x"])
    await newsroom.publish("first", article("first", headline="First"), at=NOW, to=["telegram"])
    (claimed,) = [d for d in await newsroom.claim(NOW + 5) if d.destination == "telegram"]
    await newsroom.store.deciding.pause("x", "holiday")
    page = await read("/queue")
    assert page.within("h2") == ["Being sent", "Due", "Held until a person approves"]
    rows = [" ".join(row.split()) for row in page.within("tr") if "Delivery" not in row]
    assert rows == [
        f"{claimed.id} telegram First since 2027-01-15 08:00:05 UTC",
        "4 x Old paused holiday",
        "1 x Young paused holiday",
        "2 telegram Asked held since 2027-01-15 08:00:30 UTC burst",
        "3 x Asked held since 2027-01-15 08:00:30 UTC burst",
    ]
    await newsroom.store.deciding.resume("x", NOW)
    assert "Old not before 2027-01-15 08:00:10 UTC" in (await read("/queue")).text


async def test_problems_come_with_the_command_that_ends_them(newsroom: Any, read: Read) -> None:
    assert "Nobody is needed." in (await read("/problems")).text
    await newsroom.publish("a", article())
    telegram, x = await newsroom.claim()
    await newsroom.settle(x, Refused("400: too long"))
    await newsroom.settle(telegram, InDoubt("connection reset"))
    await newsroom.publish("b", article("b"), at=NOW + 60, to=["x"], hold="burst")
    page = await read("/problems")
    headings = ["In doubt: may have been posted", "Failed", "Held until a person approves"]
    assert page.within("h2") == headings
    assert page.within("code") == [
        "herald resolve 1 --posted REMOTE_ID | --not-posted",
        "herald retry 2   (or: herald cancel 2)",
        "herald approve 3   (or: herald reject 3)",
    ]
    assert (
        "connection reset Herald looks it up by itself, next at 2027-01-15 08:01:00" in page.text
    )
    (badge,) = page.within("a", href="/problems")
    assert badge.split() == ["Problems", "3"]


async def test_once_a_person_is_asked_no_look_up_is_promised(newsroom: Any, read: Read) -> None:
    await newsroom.publish("a", article(), to=["telegram"])
    await newsroom.send(InDoubt("connection reset"))
    work = await newsroom.store.delivering.step([], {"telegram": Lane()}, NOW + 100, 0)
    (doubt,) = work.doubtful
    asked = Settled(delivery=doubt, settlement=after_lookup(InDoubt("?"), doubt, 20, NOW + 100))
    await newsroom.store.delivering.step([asked], {}, NOW + 100, 0)
    page = await read("/problems")
    assert "look at the channel, then: herald resolve 1" in page.text
    assert "by itself" not in page.text


async def test_a_long_list_says_what_it_leaves_out(newsroom: Any, read: Read) -> None:
    await newsroom.publish("a", article(), to=[f"x{n}" for n in range(101)], hold="burst")
    page = await read("/problems")
    assert len(page.within("code")) == 101
    assert "The first 100 of 101; herald deliveries lists all." in page.text


async def test_an_entry_that_cannot_be_read_is_a_problem(newsroom: Any, read: Read) -> None:
    await newsroom.read("a", article())
    async with newsroom.store.db.tx() as q:
        await q("update entry set fate = 'new'")
    (pending,) = await newsroom.store.reading.due_entries(NOW, 120, 10)
    await newsroom.store.reading.read_failed(pending, "502 from e.org", NOW + 60, NOW)
    page = await read("/problems")
    assert page.within("h2") == ["Could not be read"]
    assert "502 from e.org Tried 1 times; Herald tries again at 2027-01-15 08:01:00" in page.text
    async with newsroom.store.db.tx() as q:
        await q("delete from article_address")
        await q("update article set url_key = 'elsewhere'")
    await newsroom.store.reading.give_up(pending, "404 from e.org", NOW)
    page = await read("/problems")
    assert "404 from e.org Given up after 2 tries; herald post https://" in page.text


async def test_sources_tell_how_they_are(newsroom: Any, read: Read) -> None:
    fresh = await read("/sources")
    assert "Last answer never Next look now Entries known 0" in fresh.text
    await newsroom.publish("a", article())
    await newsroom.store.watching.source_failed("main", "502 from e.org", NOW + 900, NOW + 60)
    page = await read("/sources")
    assert page.within("h2") == ["main failing"]
    assert "Last answer 2027-01-15 08:00:00 UTC Next look 2027-01-15 08:15:00 UTC" in page.text
    assert "Last error 502 from e.org, 2027-01-15 08:01:00 UTC, 1 in a row" in page.text
    for poll, shown in {
        Poll(
            entries=(), listed=30, size=9000
        ): "It showed 30 entries, 0 of them new, in 9000 bytes",
        Poll(entries=None, size=9000): "It showed the same document as before",
        Poll(entries=None, moved_to="https://new.example/"): "Has moved for good, to https://new",
    }.items():
        await newsroom.store.watching.save_poll("main", poll, [], {}, NOW + 900, NOW)
        assert shown in (await read("/sources")).text
    await newsroom.store.deciding.pause("main", "")
    assert "Next look when resumed: herald resume main" in (await read("/sources")).text


async def test_destinations_tell_how_they_are(newsroom: Any, read: Read) -> None:
    await newsroom.publish("a", article())
    await newsroom.send(Receipt(id="7"))
    await newsroom.publish("b", article("b"), at=NOW + 60)
    await newsroom.store.deciding.pause("x", "holiday")
    page = await read("/destinations")
    assert page.within("h2") == ["telegram", "x paused"]
    assert "telegram @telegramnews Deliveries 1 due 1 sent Next post not before" in page.text
    assert "Paused holiday herald resume x Posts hold 280 weighted" in page.text
    assert "4096 utf16 Lost answers blind: only a person can tell" in page.text
    assert page.text.count("blind") == 1


async def test_the_configuration_is_shown_as_it_is(newsroom: Any, read: Read) -> None:
    assert (await read("/config")).within("pre") == ["version: 1\ntoken: env:TELEGRAM_TOKEN\n"]
    newsroom.about.config.unlink()
    assert "cannot be read now: No such file" in (await read("/config")).within("pre")[0]


async def test_an_article_tells_how_it_is_followed(newsroom: Any, read: Read) -> None:
    await newsroom.publish("a", article())
    await newsroom.send(Receipt(id="7"))
    assert "Looked at again 2027-01-15 08:10:00 UTC" in (await read("/articles/1")).text

    async def look(at: float, **found: Any) -> None:
        (due,) = await newsroom.store.looking.due_looks(at, 120, 10)
        await newsroom.store.looking.save_look(due, Look(next_at=at + 600, **found), at)

    await look(NOW + 600, gone="404")
    assert "Seems gone since 2027-01-15 08:10:00 UTC 404" in (await read("/articles/1")).text
    await look(NOW + 1200, gone="404", retract="404, twice")
    assert "Withdrawn 2027-01-15 08:20:00 UTC 404, twice" in (await read("/articles/1")).text
    await look(NOW + 1800, is_there=True)
    back = await read("/articles/1")
    assert "There again since 2027-01-15 08:30:00 UTC; what was withdrawn is not" in back.text
    newsroom.now = NOW + 1800
    problems = await read("/problems")
    assert problems.within("h2") == ["To know"]
    assert "came back: https://e.org/a" in problems.text
    newsroom.now = NOW + 30 * 86_400
    assert "To know" not in (await read("/problems")).text


async def test_destinations_tell_what_they_cost_and_may_cost(newsroom: Any, read: Read) -> None:
    outlet = newsroom.desk.outlets["x"]
    dear = replace(outlet.destination, budget=Budget(usd_per_day=3))
    outlets = {**newsroom.desk.outlets, "x": replace(outlet, destination=dear)}
    newsroom.desk = replace(newsroom.desk, outlets=outlets)
    await newsroom.publish("a", article(), to=["x"])
    await newsroom.send(Receipt(id="1"))
    text = (await read("/destinations")).text
    assert "Cost 0.200 of 3.00 USD today, 0.200 USD this month" in text
    assert text.count("USD") == 2


async def test_alerts_stand_first_among_the_problems(newsroom: Any, read: Read) -> None:
    await newsroom.publish("a", article(), to=["x"])
    await newsroom.send(Locked("X: 401 Unauthorized"))
    page = await read("/problems")
    assert page.within("h2") == ["Alerts"]
    assert "locked: x since 2027-01-15 08:00:00 UTC X: 401 Unauthorized" in page.text
    assert page.within("code") == ["herald resume x"]
    assert "Problems 1" in page.text


async def test_the_queue_says_why_a_post_waits(newsroom: Any, read: Read) -> None:
    await newsroom.publish("a", article(), to=["x"])
    lane = {"x": Lane(quiet_until=NOW + 3600)}
    await newsroom.store.delivering.step([], lane, NOW, 10)
    assert "quiet hours, until 2027-01-15 09:00 UTC" in (await read("/queue")).text
    assert "quiet hours, until" in (await read("/articles/1")).text
