"""Looking again, correcting and retracting, on SQLite and PostgreSQL."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from bot.errors import InDoubt, NotPossible, Refused, Unsent
from bot.lifecycle import after_attempt
from bot.manner import Act
from bot.model import Article, Delivery, Entry, Image, Post, Receipt, Rich
from bot.ports import (
    Behind,
    DueLook,
    FollowUp,
    FoundEntry,
    Lane,
    Look,
    Planned,
    Poll,
    Settled,
    Validators,
    Work,
)
from bot.rules import Pace
from bot.store import Store
from tests.store.conftest import by_another

NOW = 1_800_000_000.0
HOUR = 3600.0
LANES = {"telegram": Lane(), "x": Lane()}
URL = "https://e.org/a"
ARTICLE = Article(canonical_url=URL, headline="Nine die", body="Nine people died.")
CHANGED = replace(ARTICLE, headline="Ten die")


def post(text: str, **more: Any) -> Post:
    return replace(Post(key=text, text=Rich(text=text), link=URL, headline=text), **more)


def entry(name: str = "a", **more: Any) -> Entry:
    return Entry(**{"source": "main", "guid": name, "url": f"https://e.org/{name}", **more})


async def poll(store: Store, one: Entry, fate: str = "new", now: float = NOW) -> None:
    found = FoundEntry(
        keys=(f"guid:{one.guid}",), entry=one, fate=fate, why="w", not_before=now, order_at=now
    )
    await store.watching.save_poll("main", Poll(entries=()), [found], {}, now + 300, now)


async def read(store: Store, article: Article = ARTICLE, name: str = "a") -> None:
    await poll(store, entry(name))
    for pending in await store.reading.due_entries(NOW, 120, 10):
        await store.reading.save_article(pending, article, NOW)


async def plan(store: Store, **more: Any) -> None:
    for revision in await store.planning.new_revisions(NOW, 10):
        planned = [
            Planned(destination=d, platform=d, post=post("Nine die"), cost_usd=0.2, **more)
            for d in LANES
        ]
        await store.planning.save_plan(revision, planned, NOW)


async def step(store: Store, *settled: Settled, now: float = NOW) -> Work:
    return await store.delivering.step(settled, LANES, now, 10)


def settled(delivery: Delivery, outcome: Receipt | Exception, now: float = NOW) -> Settled:
    return Settled(delivery=delivery, settlement=after_attempt(outcome, delivery, now))


async def send(store: Store, receipt: str = "", now: float = NOW) -> list[Delivery]:
    claimed = (await step(store, now=now)).claimed
    receipts = [settled(d, Receipt(id=receipt or f"{d.id}"), now) for d in claimed]
    await step(store, *receipts, now=now)
    return list(claimed)


async def posted(store: Store) -> None:
    """Have the article stand at both destinations."""
    await store.beginning.sync({"main": "https://e.org/feed"}, list(LANES))
    await read(store)
    await plan(store)
    await send(store)


async def due(store: Store, now: float = NOW + HOUR) -> DueLook:
    (one,) = await store.looking.due_looks(now, 120, 10)
    return one


async def revise(store: Store, article: Article = CHANGED, now: float = NOW + HOUR) -> None:
    one = await due(store, now)
    look = Look(next_at=now + HOUR, revised=article, is_there=True)
    await store.looking.save_look(one, look, now)


async def behind(store: Store) -> list[Behind]:
    return await store.following.behind(LANES, 10)


def follow_up(act: Act = Act.EDIT, text: str = "Ten die", hold: str = "", **more: Any) -> FollowUp:
    return FollowUp(act=act, post=post(text, **more), why="corrected", hold=hold)


async def states(store: Store) -> list[str]:
    rows = await store.asking.deliveries()
    return [f"{r.kind} {r.revision} {r.destination} {r.state}" for r in reversed(rows)]


async def audit(store: Store) -> list[str]:
    async with store.db.tx(write=False) as q:
        rows = await q("select what, why from audit order by id")
    return [f"{row['what']}: {row['why']}" for row in rows]


async def test_what_changed_before_it_was_planned_is_behind(store: Store) -> None:
    await store.beginning.sync({"main": "https://e.org/feed"}, list(LANES))
    await read(store)
    await store.looking.ask(URL, NOW)
    await revise(store, now=NOW)
    await plan(store)
    assert {one.article.headline for one in await behind(store)} == {"Ten die"}


# --- looking -----------------------------------------------------------------------------------


async def test_a_planned_article_is_looked_at_after_ten_minutes(store: Store) -> None:
    await posted(store)
    assert await store.looking.due_looks(NOW + 599, 120, 10) == []
    async with by_another(store):
        one = await due(store, NOW + 600)
    assert (one.article, one.revision, one.entry) == (ARTICLE, 1, entry())
    assert (one.first_read, one.idle, one.gone_at, one.asked) == (NOW, 0, None, False)
    assert await store.looking.due_looks(NOW + 700, 120, 10) == []
    await store.beginning.free_leases(NOW + 700)
    assert (await due(store, NOW + 700)).id == one.id


async def test_what_goes_nowhere_is_not_looked_at(store: Store) -> None:
    await store.beginning.sync({"main": "https://e.org/feed"}, list(LANES))
    await read(store)
    (revision,) = await store.planning.new_revisions(NOW, 10)
    await store.planning.save_plan(revision, [], NOW)
    await poll(store, entry(headline="Other"), "changed", NOW + HOUR)
    assert await store.looking.due_looks(NOW + 9 * HOUR, 120, 10) == []


async def test_what_a_look_found_is_kept(store: Store) -> None:
    await posted(store)
    found = Look(next_at=NOW + 2 * HOUR, validators=Validators(etag='"1"', last_modified="Mon"))
    await store.looking.save_look(await due(store), found, NOW + HOUR)
    again = await due(store, NOW + 2 * HOUR)
    assert (again.validators, again.idle) == (found.validators, 1)
    await store.looking.save_look(again, Look(next_at=None), NOW + 2 * HOUR)
    assert await store.looking.due_looks(NOW + 99 * HOUR, 120, 10) == []


async def test_a_changed_entry_has_its_page_looked_at_and_is_kept_as_it_is_now(
    store: Store,
) -> None:
    await posted(store)
    await store.looking.save_look(await due(store), Look(next_at=None), NOW + HOUR)
    changed = entry(headline="Ten die")
    await poll(store, changed, "changed", NOW + HOUR + 30)
    assert await store.looking.due_looks(NOW + HOUR + 119, 120, 10) == []
    assert (await due(store, NOW + HOUR + 120)).entry == changed
    known = await store.watching.known_entries("main", ["guid:a"])
    assert known["guid:a"].entry == changed


async def test_a_feed_that_always_changes_is_believed_less_and_less(store: Store) -> None:
    await posted(store)
    now, looks = NOW, []
    for minute in range(12 * 60):
        now = NOW + minute * 60
        await poll(store, entry(headline=f"Seen by {minute}"), "changed", now)
        for one in await store.looking.due_looks(now, 120, 10):
            looks.append(minute)
            await store.looking.save_look(one, Look(next_at=None), now)
    assert len(looks) < 12
    assert [b - a for a, b in pairwise(looks)][:4] == [2, 4, 8, 16]


async def test_another_source_that_lists_it_changes_nothing_but_looks(store: Store) -> None:
    await posted(store)
    await read(store, replace(ARTICLE, headline="As told elsewhere"), "a?x=1")
    assert await behind(store) == []
    assert (await due(store, NOW)).revision == 1


async def test_a_persons_wish_that_comes_during_a_look_is_not_forgotten(store: Store) -> None:
    await posted(store)
    one = await due(store)
    assert await store.looking.ask(f"{URL}?utm_source=x", NOW + HOUR + 1) == URL
    await store.looking.save_look(one, Look(next_at=NOW + 2 * HOUR), NOW + HOUR + 2)
    again = await due(store, NOW + HOUR + 3)
    assert again.asked
    unread = Look(next_at=NOW + HOUR + 60, is_unread=True, note="503")
    await store.looking.save_look(again, unread, NOW + HOUR + 3)
    third = await due(store, NOW + HOUR + 60)
    assert third.asked
    await store.looking.save_look(third, Look(next_at=NOW + 3 * HOUR), NOW + HOUR + 61)
    assert not (await due(store, NOW + 3 * HOUR)).asked


async def test_an_article_is_known_by_every_address_that_it_had(store: Store) -> None:
    await posted(store)
    await revise(store, replace(CHANGED, canonical_url="https://e.org/b"))
    await read(store, replace(CHANGED, canonical_url="https://e.org/b"), "b")
    assert len(await store.showing.articles(10)) == 1
    assert await store.looking.ask("https://e.org/b", NOW) == URL
    shown = await store.showing.article_at("https://e.org/b")
    assert shown
    assert shown.revision == 2
    with pytest.raises(NotPossible, match=r"no article is known at https://e\.org/c"):
        await store.looking.ask("https://e.org/c", NOW)


# --- revisions ---------------------------------------------------------------------------------


async def test_a_revision_leaves_every_publish_behind_and_is_not_planned(store: Store) -> None:
    await posted(store)
    await revise(store)
    assert await store.planning.new_revisions(NOW + HOUR, 10) == []
    one, other = await behind(store)
    assert (one.destination, other.destination) == ("telegram", "x")
    assert (one.revision, one.article, one.stands.text.text) == (2, CHANGED, "Nine die")
    assert (one.posted_at, one.before, one.read_at) == (NOW, NOW, NOW + HOUR)
    assert await store.looking.revised_lately(NOW + HOUR) == 1
    assert await store.looking.revised_lately(NOW + HOUR + 1) == 0
    await store.following.leave(one, "a typo", NOW + HOUR)
    assert [b.destination for b in await behind(store)] == ["x"]
    assert "not followed: revision 2: a typo" in await audit(store)


async def test_a_publish_that_was_not_sent_shows_the_newest(store: Store) -> None:
    await store.beginning.sync({"main": "https://e.org/feed"}, list(LANES))
    await read(store)
    await plan(store, hold="approve")
    await revise(store)
    for one in await behind(store):
        planned = Planned(destination="", platform="", post=post("Ten die"), cost_usd=0.1)
        await store.following.replace(one, planned, NOW + HOUR)
    rows = await store.asking.deliveries()
    assert {(r.state, r.revision, r.cost_usd) for r in rows} == {("held", 2, 0.1)}
    assert await behind(store) == []
    await store.deciding.approve(rows[0].id, NOW + HOUR)
    ((claimed,), _) = ((await step(store, now=NOW + HOUR)).claimed, 0)
    assert claimed.post.text.text == "Ten die"


async def test_what_is_on_its_way_or_in_doubt_is_followed_when_that_is_over(store: Store) -> None:
    await store.beginning.sync({"main": "https://e.org/feed"}, list(LANES))
    await read(store)
    await plan(store)
    first, second = (await step(store)).claimed
    await revise(store)
    assert await behind(store) == []
    await step(store, settled(first, InDoubt("reset")), settled(second, Unsent("no")))
    assert [b.destination for b in await behind(store)] == ["x"]
    await store.deciding.resolve(first.id, "7", NOW)
    assert [b.destination for b in await behind(store)] == ["telegram", "x"]


async def test_a_publish_claimed_meanwhile_stays_behind(store: Store) -> None:
    await store.beginning.sync({"main": "https://e.org/feed"}, list(LANES))
    await read(store)
    await plan(store)
    await revise(store)
    one, _ = await behind(store)
    claimed, _ = (await step(store, now=NOW + HOUR)).claimed
    planned = Planned(destination="", platform="", post=post("Ten die"), cost_usd=0.1)
    await store.following.replace(one, planned, NOW + HOUR)
    await step(store, settled(claimed, Receipt(id="7")), now=NOW + HOUR)
    (again,) = [b for b in await behind(store) if b.destination == one.destination]
    assert (again.state, again.stands.text.text) == ("sent", "Nine die")


async def test_what_came_while_deciding_is_decided_too(store: Store) -> None:
    await posted(store)
    await revise(store)
    one, _ = await behind(store)
    await revise(store, replace(ARTICLE, headline="Eleven die"), NOW + 3 * HOUR)
    await store.following.correct(one, follow_up(), NOW + HOUR)
    again = (await behind(store))[0]
    assert (again.revision, again.corrections) == (3, 1)
    await store.following.correct(again, follow_up(text="Eleven die"), NOW + HOUR)
    assert (await states(store))[2:] == [
        "correct 2 telegram cancelled",
        "correct 3 telegram due",
    ]


# --- corrections -------------------------------------------------------------------------------


async def correct(store: Store, act: Act = Act.EDIT, hold: str = "", **more: Any) -> None:
    await posted(store)
    await revise(store)
    for one in await behind(store):
        await store.following.correct(one, follow_up(act, hold=hold, **more), NOW + HOUR)


@pytest.mark.parametrize("act", [Act.EDIT, Act.REPLY])
async def test_a_correction_knows_what_stands_there(store: Store, act: Act) -> None:
    await correct(store, act)
    claimed = (await step(store, now=NOW + HOUR)).claimed
    assert [(d.kind, d.revision, d.act) for d in claimed] == [("correct", 2, act)] * 2
    assert [d.stands for d in claimed] == [(Receipt(id="1"),), (Receipt(id="2"),)]
    assert all(d.keeps_pictures for d in claimed)


async def test_another_picture_is_not_kept(store: Store) -> None:
    await correct(store, images=(Image(url="https://e.org/a.jpg"),))
    assert not (await step(store, now=NOW + HOUR)).claimed[0].keeps_pictures


async def test_the_last_that_was_told_is_what_stands(store: Store) -> None:
    await correct(store)
    await send(store, "9", NOW + HOUR)
    await revise(store, now=NOW + 3 * HOUR, article=ARTICLE)
    one, _ = await behind(store)
    assert (one.stands.text.text, one.corrections) == ("Ten die", 1)
    await store.following.correct(one, follow_up(text="Nine die"), NOW + 3 * HOUR)
    (claimed,) = (await step(store, now=NOW + 3 * HOUR)).claimed
    assert claimed.stands == (Receipt(id="9"),)


async def test_a_look_up_never_begins_at_what_was_edited(store: Store) -> None:
    await correct(store)
    await send(store, "0", NOW + HOUR)
    await read(store, replace(ARTICLE, canonical_url="https://e.org/b"), "b")
    await plan(store)
    assert {d.after for d in (await step(store, now=NOW + HOUR)).claimed} == {"1", "2"}


async def test_a_correction_is_made_once(store: Store) -> None:
    await correct(store)
    async with store.db.tx() as q:
        await q("update delivery set behind = 1 where kind = 'publish'")
    for one in await behind(store):
        await store.following.correct(one, follow_up(), NOW + HOUR)
    assert len(await states(store)) == 4


async def test_a_correction_that_is_taken_back_before_it_went_never_goes(store: Store) -> None:
    await posted(store)
    await correct(store, hold="look at it")
    await revise(store, ARTICLE, NOW + 2 * HOUR)
    for one in await behind(store):
        await store.following.leave(one, "nothing has changed", NOW + 2 * HOUR)
    assert [row for row in await states(store) if row.startswith("correct")] == [
        "correct 2 telegram cancelled",
        "correct 2 x cancelled",
    ]


async def test_a_correction_may_wait_for_a_person(store: Store) -> None:
    await correct(store, hold="another story")
    assert (await step(store, now=NOW + HOUR)).claimed == ()
    rows = await store.asking.deliveries(in_state="held")
    assert {row.error for row in rows} == {"another story"}
    await store.deciding.approve(rows[0].id, NOW + HOUR)
    assert len((await step(store, now=NOW + HOUR)).claimed) == 1


@pytest.mark.parametrize("outcome", [InDoubt("reset"), KeyError("a bug"), Unsent("no")])
async def test_an_edit_without_an_answer_is_done_again(store: Store, outcome: Exception) -> None:
    await correct(store)
    first, _ = (await step(store, now=NOW + HOUR)).claimed
    await step(store, settled(first, outcome, NOW + HOUR), now=NOW + HOUR)
    assert "correct 2 telegram due" in await states(store)
    again = (await step(store, now=NOW + 2 * HOUR)).claimed
    assert first.id in {d.id for d in again}


# --- the end -----------------------------------------------------------------------------------


@pytest.mark.parametrize("pace", [Pace(count=1, seconds=180), Pace(count=2, seconds=24 * HOUR)])
async def test_a_correction_waits_for_no_spacing_or_cap_of_posts_and_takes_up_none(
    store: Store, pace: Pace
) -> None:
    lanes = {name: Lane(spacing=(pace,)) for name in LANES}
    later = NOW + HOUR
    await correct(store, hold="look at it")
    for name in "bc":
        await read(store, replace(ARTICLE, canonical_url=f"https://e.org/{name}"), name)
    await plan(store)
    claimed = (await store.delivering.step((), lanes, later, 10)).claimed
    assert [d.article for d in claimed] == ["https://e.org/b"] * 2
    news = [settled(d, Receipt(id=f"{d.id}"), later) for d in claimed]
    paced = await store.delivering.step(news, lanes, later, 10)
    opens = (later if pace.count == 1 else NOW) + pace.seconds
    assert (paced.claimed, paced.next_at) == ((), opens)
    for row in await store.asking.deliveries(in_state="held"):
        await store.deciding.approve(row.id, later)
    corrections = (await store.delivering.step((), lanes, later, 10)).claimed
    assert [d.kind for d in corrections] == ["correct"] * 2
    done = [settled(d, Receipt(id=f"{d.id}"), opens - 1) for d in corrections]
    assert (await store.delivering.step(done, lanes, opens - 1, 10)).claimed == ()
    assert len((await store.delivering.step((), lanes, opens, 10)).claimed) == len(lanes)


async def end(store: Store, hold: str = "", now: float = NOW + HOUR) -> None:
    look = Look(next_at=now + HOUR, gone="404", retract="404, twice", hold=hold)
    await store.looking.save_look(await due(store, now), look, now)


async def retract(store: Store) -> None:
    for one in await behind(store):
        made = follow_up(Act.DELETE, "Withdrawn", hold=one.hold)
        await store.following.retract(one, made, NOW + HOUR)


async def test_a_withdrawn_article_is_retracted_where_it_stands(store: Store) -> None:
    await correct(store, Act.REPLY)
    await send(store, now=NOW + HOUR)
    await end(store, now=NOW + 3 * HOUR)
    assert {(b.retracted, b.retracted_at) for b in await behind(store)} == {
        ("404, twice", NOW + 3 * HOUR)
    }
    await retract(store)
    claimed = (await step(store, now=NOW + 3 * HOUR)).claimed
    assert [d.stands for d in claimed] == [
        (Receipt(id="1"), Receipt(id="3")),
        (Receipt(id="2"), Receipt(id="4")),
    ]
    assert await behind(store) == []


async def test_what_waits_is_cancelled_with_its_article(store: Store) -> None:
    await posted(store)
    await revise(store)
    one, _ = await behind(store)
    await store.following.correct(one, follow_up(), NOW + HOUR)
    await end(store, now=NOW + 3 * HOUR)
    assert "correct 2 telegram cancelled" in await states(store)


async def test_the_end_comes_before_the_plan(store: Store) -> None:
    await store.beginning.sync({"main": "https://e.org/feed"}, list(LANES))
    await read(store)
    assert await store.looking.retract(URL, "", NOW) == URL
    assert await store.planning.new_revisions(NOW, 10) == []


async def test_a_retraction_waits_for_what_is_in_doubt(store: Store) -> None:
    await store.beginning.sync({"main": "https://e.org/feed"}, list(LANES))
    await read(store)
    await plan(store)
    first, second = (await step(store)).claimed
    await step(store, settled(first, InDoubt("reset")), settled(second, Refused("400")))
    await end(store)
    assert await states(store) == ["publish 1 telegram in_doubt", "publish 1 x cancelled"]
    assert await behind(store) == []
    await store.deciding.resolve(first.id, "7", NOW)
    assert [b.destination for b in await behind(store)] == ["telegram"]


async def test_what_was_in_doubt_and_is_not_there_is_never_sent(store: Store) -> None:
    await store.beginning.sync({"main": "https://e.org/feed"}, list(LANES))
    await read(store)
    await plan(store)
    first, second = (await step(store)).claimed
    await step(store, settled(first, InDoubt("reset")), settled(second, InDoubt("reset")))
    await end(store)
    await store.deciding.resolve(first.id, None, NOW)
    assert first.id not in {d.id for d in (await step(store, now=NOW + HOUR)).claimed}
    assert "publish 1 telegram cancelled" in await states(store)


async def test_a_held_end_cancels_nothing_and_is_over_when_the_page_is_back(store: Store) -> None:
    await posted(store)
    await end(store, hold="4 are gone: is the site broken?")
    await retract(store)
    assert (await states(store))[2:] == ["retract 1 telegram held", "retract 1 x held"]
    back = Look(next_at=NOW + 9 * HOUR, is_there=True)
    await store.looking.save_look(await due(store, NOW + 2 * HOUR), back, NOW + 2 * HOUR)
    assert (await states(store))[2:] == ["retract 1 telegram cancelled", "retract 1 x cancelled"]
    assert not (await due(store, NOW + 9 * HOUR)).is_retracted
    assert await store.asking.reports(NOW) == []


async def test_an_end_that_was_called_off_can_come_after_all(store: Store) -> None:
    await posted(store)
    await end(store, hold="4 are gone: is the site broken?")
    await retract(store)
    for row in await store.asking.deliveries(in_state="held"):
        await store.deciding.reject(row.id, NOW + HOUR)
    assert await store.looking.retract(URL, "a hoax", NOW + 2 * HOUR) == URL
    assert {b.reason for b in await behind(store)} == {"a hoax"}
    await retract(store)
    assert (await states(store))[4:] == ["retract 2 telegram due", "retract 2 x due"]


async def test_a_person_lets_held_ends_go_by_withdrawing(store: Store) -> None:
    await posted(store)
    await end(store, hold="4 are gone: is the site broken?")
    await retract(store)
    await store.looking.retract(URL, "", NOW + 2 * HOUR)
    assert (await states(store))[2:] == ["retract 1 telegram due", "retract 1 x due"]
    assert await behind(store) == []
    with pytest.raises(NotPossible, match="was withdrawn before"):
        await store.looking.retract(URL, "", NOW + 3 * HOUR)
    with pytest.raises(NotPossible, match="nothing stands there"):
        await store.looking.ask(URL, NOW + 3 * HOUR)


async def test_a_withdrawn_article_that_comes_back_is_shown(store: Store) -> None:
    await posted(store)
    await end(store)
    await retract(store)
    await send(store, now=NOW + HOUR)
    back = Look(next_at=NOW + 9 * HOUR, is_there=True)
    for _ in range(2):
        one = await due(store, NOW + 9 * HOUR)
        await store.looking.save_look(one, back, NOW + 9 * HOUR)
    (report,) = await store.asking.reports(NOW)
    assert (report.article, report.what) == (URL, "came back")
    shown = await store.showing.article_at(URL)
    assert shown
    assert shown.returned_at == NOW + 9 * HOUR
    assert await behind(store) == []


async def test_the_first_sign_has_neighbours_looked_at(store: Store) -> None:
    await posted(store)
    await read(store, replace(ARTICLE, canonical_url="https://e.org/b"), "b")
    await plan(store)
    ones = await store.looking.due_looks(NOW + HOUR, 120, 10)
    for one in ones:
        await store.looking.save_look(one, Look(next_at=NOW + 20 * HOUR), NOW + HOUR)
    assert await store.looking.due_looks(NOW + 19 * HOUR, 120, 10) == []
    await store.looking.save_look(ones[0], Look(next_at=None, gone="404"), NOW + 2 * HOUR)
    (neighbour,) = await store.looking.due_looks(NOW + 2 * HOUR, 120, 10)
    assert neighbour.id == ones[1].id
    assert await store.looking.gone_lately(neighbour.id, NOW + 2 * HOUR) == (1, 1)
    assert await store.looking.gone_lately(neighbour.id, NOW + 2 * HOUR + 1) == (0, 1)
    assert await store.looking.gone_lately(ones[0].id, NOW) == (0, 0)
