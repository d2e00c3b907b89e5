"""What the store must keep, on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.errors import InDoubt, Locked, NotPossible, Refused, Throttled, Unsent
from bot.lifecycle import JITTER, after_attempt, after_lookup
from bot.model import Article, Delivery, Entry, Post, Receipt, Rich, State
from bot.ports import (
    Failure,
    FoundEntry,
    Lane,
    NewRevision,
    Planned,
    Poll,
    Settled,
    Validators,
    Work,
)
from bot.rules import Pace
from bot.store import Store, open_store
from bot.store.alerts import Topic
from tests.postgres import emptied
from tests.store.conftest import by_another

NOW = 1_800_000_000.0
LANES = {"telegram": Lane(), "x": Lane()}


def post(key: str) -> Post:
    return Post(key=key, text=Rich(text=f"Text of {key}"), link=f"https://e.org/{key}")


def found(slug: str, order_at: float = NOW, fate: str = "new") -> FoundEntry:
    return FoundEntry(
        keys=(f"guid:{slug}", f"url:{slug}"),
        entry=Entry(source="main", guid=slug, url=f"https://e.org/{slug}", headline=slug),
        fate=fate,
        why="first seen",
        not_before=order_at,
        order_at=order_at,
    )


async def add_sources(store: Store) -> None:
    await store.beginning.sync({"main": "https://e.org/feed"}, ["telegram", "x"])


async def poll(store: Store, *entries: FoundEntry, now: float = NOW) -> None:
    await store.watching.save_poll("main", Poll(entries=()), entries, {}, now + 300, now)


async def revisions(store: Store, slug: str, now: float) -> list[NewRevision]:
    """Take one article through watch and read."""
    await poll(store, found(slug, now), now=now)
    for pending in await store.reading.due_entries(now, 120, 10):
        article = Article(canonical_url=pending.entry.url, headline=pending.entry.headline)
        await store.reading.save_article(pending, article, now)
    return await store.planning.new_revisions(now, 10)


async def publish(
    store: Store,
    slug: str,
    now: float = NOW,
    to: Sequence[str] = ("telegram", "x"),
    hold: str = "",
) -> None:
    """Take one article through watch, read and plan."""
    for revision in await revisions(store, slug, now):
        planned = [
            Planned(destination=d, platform=d, post=post(slug), cost_usd=0.2, hold=hold)
            for d in to
        ]
        await store.planning.save_plan(revision, planned, now)


async def step(store: Store, *settled: Settled, now: float = NOW, limit: int = 10) -> Work:
    return await store.delivering.step(settled, LANES, now, limit)


def settled(delivery: Delivery, outcome: Receipt | Exception, now: float = NOW) -> Settled:
    return Settled(delivery=delivery, settlement=after_attempt(outcome, delivery, now))


async def states(store: Store) -> list[str]:
    rows = await store.asking.deliveries()
    return [f"{row.article[14:]}@{row.destination} {row.state}" for row in reversed(rows)]


async def test_an_article_goes_its_way_to_every_destination(store: Store) -> None:
    await add_sources(store)
    await publish(store, "a")
    work = await step(store)
    assert [d.destination for d in work.claimed] == ["telegram", "x"]
    assert work.claimed[0].post == replace(post("a"), made_at=NOW)
    receipts = [settled(d, Receipt(id="7", permalink="https://p/7")) for d in work.claimed]
    assert (await step(store, *receipts)).claimed == ()
    rows = await store.asking.deliveries()
    assert {(r.state, r.remote_id, r.permalink, r.attempts) for r in rows} == {
        ("sent", "7", "https://p/7", 1)
    }


async def test_a_second_publish_of_one_article_is_impossible(store: Store) -> None:
    await add_sources(store)
    await publish(store, "a")
    await store.watching.add_by_hand("https://e.org/a?utm_source=x", [], NOW)
    await publish(store, "b")
    assert await states(store) == ["a@telegram due", "a@x due", "b@telegram due", "b@x due"]


async def test_a_known_identity_is_never_new_again(store: Store) -> None:
    await add_sources(store)
    await publish(store, "a")
    again = FoundEntry(
        keys=("guid:other", "url:a"),
        entry=Entry(source="main", guid="other", url="https://e.org/a"),
        fate="new",
        why="",
        not_before=NOW,
        order_at=NOW,
    )
    await poll(store, again)
    assert await store.reading.due_entries(NOW, 120, 10) == []
    known = await store.watching.known_entries("main", ["guid:a", "url:a", "url:b"])
    assert set(known) == {"guid:a", "url:a"}


async def test_an_alias_names_the_same_entry(store: Store) -> None:
    await add_sources(store)
    await publish(store, "a")
    await store.watching.save_poll(
        "main", Poll(entries=()), [], {"guid:new": "guid:a"}, NOW + 1, NOW
    )
    assert list(await store.watching.known_entries("main", ["guid:new"])) == ["guid:new"]


async def test_one_destination_sends_one_at_a_time_and_oldest_first(store: Store) -> None:
    await add_sources(store)
    await publish(store, "young", NOW + 5)
    await publish(store, "old", NOW)
    first = await step(store, now=NOW + 10)
    assert [d.post.key for d in first.claimed] == ["old", "old"]
    assert (await step(store, now=NOW + 10)).claimed == ()
    second = await step(store, settled(first.claimed[0], Receipt(id="1")), now=NOW + 10)
    assert [(d.destination, d.post.key) for d in second.claimed] == [("telegram", "young")]


@pytest.mark.parametrize(
    ("outcome", "state", "attempts", "next_at"),
    [
        (Throttled("429", NOW + 30), "due", 0, NOW + 30),
        (Unsent("refused"), "due", 1, NOW + 15),
        (Refused("400"), "failed", 1, None),
        (InDoubt("reset"), "in_doubt", 1, NOW),
        (KeyError("a bug"), "in_doubt", 1, NOW),
    ],
)
async def test_an_outcome_is_settled(
    store: Store, outcome: Exception, state: str, attempts: int, next_at: float | None
) -> None:
    await add_sources(store)
    await publish(store, "a", to=["telegram"])
    claimed = (await step(store)).claimed[0]
    work = await step(store, settled(claimed, outcome), limit=0)
    row = (await store.asking.deliveries())[0]
    assert (row.state, row.attempts) == (state, attempts)
    assert row.error
    # A delivery in doubt is handed out to be looked up, and leased meanwhile.
    assert [d.id for d in work.doubtful] == ([row.id] if state == "in_doubt" else [])
    jitter = 15 * JITTER if isinstance(outcome, Unsent) else 0
    assert work.next_at == (
        NOW + 60 if state == "in_doubt" else next_at and pytest.approx(next_at, abs=jitter)
    )


async def test_what_is_in_doubt_blocks_its_destination_until_looked_up(store: Store) -> None:
    await add_sources(store)
    await publish(store, "a", to=["telegram"])
    await publish(store, "b", NOW + 1, to=["telegram"])
    claimed = (await step(store, now=NOW + 1)).claimed[0]
    work = await step(store, settled(claimed, InDoubt("reset")), now=NOW + 2)
    assert work.claimed == ()
    (doubtful,) = work.doubtful
    absent = Settled(delivery=doubtful, settlement=after_lookup(None, doubtful, 20, NOW + 30))
    again = await step(store, absent, now=NOW + 30)
    assert [d.post.key for d in again.claimed] == ["a"]


async def test_what_a_look_up_costs_is_added_to_its_post(store: Store) -> None:
    await add_sources(store)
    await publish(store, "a", to=["telegram"])
    claimed = (await step(store)).claimed[0]
    work = await step(store, settled(claimed, InDoubt("reset")))
    found = after_lookup(Receipt(id="7"), work.doubtful[0], 20, NOW + 3)
    await step(store, Settled(delivery=work.doubtful[0], settlement=found, usd=0.05))
    (row,) = await store.asking.deliveries()
    assert (row.state, row.cost_usd, row.charged_usd) == ("sent", 0.2, 0.05)
    assert await store.spending.since(NOW) == {"telegram": 0.25}


async def test_once_a_person_is_asked_the_destination_goes_on(store: Store) -> None:
    await add_sources(store)
    await publish(store, "a", to=["telegram"])
    await publish(store, "b", NOW + 1, to=["telegram"])
    claimed = (await step(store, now=NOW + 1)).claimed[0]
    work = await step(store, settled(claimed, InDoubt("reset")), now=NOW + 2)
    asked = after_lookup(InDoubt("cannot tell"), work.doubtful[0], 20, NOW + 3)
    on = await step(store, Settled(delivery=work.doubtful[0], settlement=asked), now=NOW + 3)
    assert [d.post.key for d in on.claimed] == ["b"]
    assert [r.asked for r in await store.asking.deliveries(in_state="in_doubt")] == [True]


async def test_a_doubt_at_a_destination_that_left_the_configuration_waits_quietly(
    store: Store,
) -> None:
    await add_sources(store)
    await publish(store, "a", to=["x"])
    claimed = (await step(store)).claimed[0]
    await step(store, settled(claimed, InDoubt("reset")))
    work = await store.delivering.step([], {"telegram": Lane()}, NOW + 99, 10)
    assert (work.doubtful, work.next_at) == ((), None)


async def test_a_pace_holds_over_restarts(store: Store) -> None:
    await add_sources(store)
    for n in range(4):
        await publish(store, f"a{n}", NOW + n / 10, to=["telegram"])
    lanes = {"telegram": Lane(paces=(Pace(count=1, seconds=1), Pace(count=2, seconds=60)))}
    sent: list[float] = []
    now = NOW + 1
    done: list[Settled] = []
    for _ in range(12):
        work = await store.delivering.step(done, lanes, now, 10)
        done = [settled(d, Receipt(id="1"), now) for d in work.claimed]
        sent += [now] * len(work.claimed)
        now = now if done else work.next_at or now
    assert [at - sent[0] for at in sent] == [0, 1, 60, 61]


async def test_a_newer_article_waits_for_an_older_one_that_is_being_read(store: Store) -> None:
    await add_sources(store)
    await poll(store, found("old", NOW), found("young", NOW + 1))
    old, young = await store.reading.due_entries(NOW + 2, 120, 10)
    article = Article(canonical_url=young.entry.url, headline="young")
    await store.reading.save_article(young, article, NOW + 2)
    assert await store.planning.new_revisions(NOW + 2, 10) == []
    await store.reading.read_failed(old, "502", NOW + 60, NOW + 2)
    assert [r.article.headline for r in await store.planning.new_revisions(NOW + 2, 10)] == [
        "young"
    ]


async def test_a_newer_article_waits_some_seconds_for_an_older_one_that_hangs(
    store: Store,
) -> None:
    await add_sources(store)
    await poll(store, found("old", NOW), found("young", NOW + 1))
    _, young = await store.reading.due_entries(NOW + 60, 120, 10)
    article = Article(canonical_url=young.entry.url, headline="young")
    await store.reading.save_article(young, article, NOW + 60)
    for later, ready in ((-1, 0), (4, 0), (6, 1)):
        assert len(await store.planning.new_revisions(NOW + 60 + later, 10)) == ready


async def test_a_source_whose_pages_hang_leaves_the_turn_to_others(store: Store) -> None:
    await add_sources(store)
    await poll(store, found("old", NOW), found("young", NOW + 1))
    assert await store.reading.due_entries(NOW + 2, 120, 10, ["main"]) == []
    assert len(await store.reading.due_entries(NOW + 2, 120, 10, ["other"])) == 2


async def test_a_leased_entry_is_taken_once_and_comes_back(store: Store) -> None:
    await add_sources(store)
    await poll(store, found("a"))
    assert len(await store.reading.due_entries(NOW, 120, 10)) == 1
    assert await store.reading.due_entries(NOW + 119, 120, 10) == []
    assert len(await store.reading.due_entries(NOW + 121, 120, 10)) == 1


async def test_what_a_gone_node_was_reading_watching_and_looking_up_waits_for_nobody(
    store: Store,
) -> None:
    await add_sources(store)
    await publish(store, "a", to=["telegram"])
    async with by_another(store):
        await poll(store, found("b"))
        (entry,) = await store.reading.due_entries(NOW, 120, 10)
        (source,) = await store.watching.due_sources(NOW + 300, 120, 10)
        (delivery,) = (await step(store)).claimed
        doubt = after_attempt(InDoubt("?"), delivery, NOW)
        (doubtful,) = (await step(store, Settled(delivery=delivery, settlement=doubt))).doubtful
    assert (await step(store, now=NOW + 1)).doubtful == ()
    for _ in range(2):
        await store.beginning.free_leases(NOW + 1)
    assert await store.reading.due_entries(NOW + 1, 120, 10) == [entry]
    assert [each.name for each in await store.watching.due_sources(NOW + 300, 120, 10)] == [
        source.name
    ]
    assert [each.id for each in (await step(store, now=NOW + 1)).doubtful] == [doubtful.id]
    for _ in range(2):
        await store.beginning.free_leases(NOW + 1)
    assert await store.reading.due_entries(NOW + 1, 120, 10) == [], "this node is there"


async def test_a_look_up_that_told_nothing_is_not_repeated_sooner_by_a_restart(
    store: Store,
) -> None:
    await add_sources(store)
    await publish(store, "a", to=["telegram"])
    async with by_another(store):
        (delivery,) = (await step(store)).claimed
        doubt = after_attempt(InDoubt("?"), delivery, NOW)
        (doubtful,) = (await step(store, Settled(delivery=delivery, settlement=doubt))).doubtful
        again = after_lookup(Unsent("502"), doubtful, 20, NOW + 1)
        await step(store, Settled(delivery=doubtful, settlement=again), now=NOW + 1)
    await store.beginning.free_leases(NOW + 2)
    assert (await step(store, now=NOW + 3)).doubtful == ()
    assert len((await step(store, now=NOW + 60)).doubtful) == 1


async def doubted(store: Store, claimed: Delivery, now: float) -> Work:
    """Lose an answer, and find that nobody can say what became of the post."""
    done = settled(claimed, InDoubt("502"))
    (doubtful,) = (await store.delivering.step([done], LANES, now, 0)).doubtful
    asked = after_lookup(InDoubt("blind"), doubtful, 20, now)
    return await step(store, Settled(delivery=doubtful, settlement=asked), now=now)


async def test_a_lane_rests_where_nobody_can_tell_of_one_post_after_another(store: Store) -> None:
    await add_sources(store)
    for slug in "abcd":
        await publish(store, slug, to=["telegram"])
    (first,) = (await step(store)).claimed
    (second,) = (await doubted(store, first, NOW)).claimed
    work = await doubted(store, second, NOW + 1)
    assert (work.claimed, work.next_at) == ((), NOW + 1 + 15)
    (third,) = (await step(store, now=NOW + 16)).claimed
    work = await doubted(store, third, NOW + 17)
    assert (work.claimed, work.next_at) == ((), NOW + 17 + 60)
    (fourth,) = (await step(store, now=NOW + 77)).claimed
    await step(store, settled(fourth, Receipt(id="9"), NOW + 78), now=NOW + 78)
    for slug in "ef":
        await publish(store, slug, to=["telegram"])
    (fifth,) = (await step(store, now=NOW + 80)).claimed
    assert len((await doubted(store, fifth, NOW + 81)).claimed) == 1


async def test_a_source_is_leased_backs_off_and_recovers(store: Store) -> None:
    await add_sources(store)
    (first,) = await store.watching.due_sources(NOW, 120, 10)
    assert first.first
    assert await store.watching.due_sources(NOW + 1, 120, 10) == []
    await store.watching.source_failed("main", "https://e.org/feed: 502", NOW + 600, NOW)
    (state,) = await store.asking.sources()
    assert (state.errors, state.last_error) == (1, "https://e.org/feed: 502")
    (again,) = await store.watching.due_sources(NOW + 600, 120, 10)
    assert again.errors == 1
    validators = Validators(etag='"x"', last_modified="Mon")
    await store.watching.save_poll(
        "main", Poll(entries=None, validators=validators), [], {}, NOW + 900, NOW + 600
    )
    (later,) = await store.watching.due_sources(NOW + 900, 120, 10)
    assert (later.errors, later.first, later.validators) == (0, False, validators)


async def test_since_when_a_source_is_moved_or_missing_is_kept(store: Store) -> None:
    await add_sources(store)
    new = "https://new.example/feed"

    async def looked(at: float, moved_to: str) -> tuple[str, float]:
        await store.watching.save_poll("main", Poll(entries=(), moved_to=moved_to), [], {}, 0, at)
        (due,) = await store.watching.due_sources(at, 0, 10)
        return due.moved_to, due.moved_since

    assert await looked(NOW, new) == (new, NOW)
    assert await looked(NOW + 10, new) == (new, NOW)
    assert (await looked(NOW + 20, ""))[0] == ""
    assert await looked(NOW + 30, new) == (new, NOW + 30)
    for number, kind in enumerate([Failure.MISSING, Failure.UNREACHED, Failure.MISSING]):
        await store.watching.source_failed("main", "404", 0, NOW + 40 + number, 0, kind)
    (due,) = await store.watching.due_sources(NOW + 50, 0, 10)
    assert (due.missing, due.missing_since) == (2, NOW + 40)
    assert (due.moved_to, due.moved_since) == (new, NOW + 30)
    await store.watching.source_failed("main", "502", 0, NOW + 60)
    await store.watching.source_failed("main", "404", 0, NOW + 61, 0, Failure.MISSING)
    (due,) = await store.watching.due_sources(NOW + 70, 0, 10)
    assert (due.missing, due.missing_since) == (1, NOW + 61)
    await looked(NOW + 80, new)
    (due,) = await store.watching.due_sources(NOW + 80, 0, 10)
    assert due.missing == 0
    await store.beginning.sync({"main": "https://elsewhere.example/"}, [])
    (due,) = await store.watching.due_sources(NOW + 90, 0, 10)
    assert due.moved_to == ""


async def test_what_the_last_look_saw_is_told(store: Store) -> None:
    await add_sources(store)

    async def saw(poll: Poll, *entries: FoundEntry) -> tuple[str, int, int, int]:
        await store.watching.save_poll("main", poll, entries, {}, NOW, NOW)
        (it,) = await store.asking.sources()
        return it.saw, it.listed, it.added, it.size

    (state,) = await store.asking.sources()
    assert state.saw == ""
    news = Poll(entries=(), listed=30, size=90_000)
    assert await saw(news, found("a"), found("b")) == ("changed", 30, 2, 90_000)
    again = Poll(entries=None, size=90_000)
    assert await saw(again) == ("unchanged", 30, 0, 90_000)
    assert await saw(Poll(entries=None)) == ("not modified", 30, 0, 0)


async def test_an_entry_that_was_renamed_is_known_by_both_names_and_says_why(store: Store) -> None:
    await add_sources(store)
    await publish(store, "a")
    known = await store.watching.known_entries("main", ["guid:a", "url:a", "guid:new"])
    assert {key: (it.entry.guid, it.keys) for key, it in known.items()} == {
        "guid:a": ("a", 2),
        "url:a": ("a", 2),
    }
    entry = Entry(source="main", guid="new", url="https://e.org/a")
    why = "renamed: link and text agree"
    same = FoundEntry(
        keys=("url:a", "guid:new"), entry=entry, fate="same", why=why, not_before=NOW, order_at=NOW
    )
    await poll(store, same)
    known = await store.watching.known_entries("main", ["guid:a", "guid:new"])
    assert {key: (it.entry.guid, it.keys) for key, it in known.items()} == {
        "guid:a": ("a", 3),
        "guid:new": ("a", 3),
    }
    assert await store.reading.due_entries(NOW + 500, 120, 10) == []
    async with store.db.tx(write=False) as q:
        (row,) = await q(
            "select what, why from audit where article_id is not null order by id desc limit 1"
        )
        (said,) = await q("select why from entry")
    assert (row["what"], row["why"], said["why"]) == ("renamed", why, why)


async def test_what_is_renamed_keeps_the_reason_why_it_was_not_posted(store: Store) -> None:
    await add_sources(store)
    await poll(store, replace(found("a"), fate="known", why="too old"))
    for name in ("b", "c"):
        again = replace(found("a"), fate="same", keys=("guid:a", name), why=f"renamed: {name}")
        await poll(store, again)
    async with store.db.tx(write=False) as q:
        (said,) = await q("select why from entry")
    assert said["why"] == "too old; renamed: c"


async def test_what_the_last_document_held_is_kept_with_what_was_found(store: Store) -> None:
    await add_sources(store)
    seen = Poll(entries=(), validators=Validators(etag='"1"', seen="0123456789abcdef"))
    news = [found(str(n), NOW - 100 + n) for n in range(12)] + [found("undated", NOW)]
    await store.watching.save_poll("main", seen, news, {}, NOW + 1, NOW)
    (due,) = await store.watching.due_sources(NOW + 1, 120, 10)
    assert due.validators == seen.validators
    assert (due.moments, due.since) == (tuple(NOW - 100 + n for n in range(2, 12)), NOW)
    later = [found("later", NOW + 1)]
    await store.watching.save_poll("main", seen, later, {}, NOW + 1, NOW + 1)
    (due,) = await store.watching.due_sources(NOW + 1, 120, 10)
    assert due.since == NOW
    await store.watching.source_failed("main", "502", NOW + 2, NOW + 1)
    (due,) = await store.watching.due_sources(NOW + 2, 120, 10)
    assert (due.validators, len(due.moments)) == (seen.validators, 10)


async def test_what_failed_before_the_network_was_known_to_be_down_counts_no_error_either(
    store: Store,
) -> None:
    await store.beginning.sync({name: f"https://{name}.org" for name in "abcd"}, [])
    for name, kind, ago in (
        ("a", Failure.UNREACHED, 30),
        ("b", Failure.UNREACHED, 300),
        ("c", Failure.OTHER, 30),
        ("d", Failure.NETWORK, 0),
    ):
        await store.watching.source_failed(name, "why", NOW + 60, NOW - ago, 0, kind)
    errors = {source.name: source.errors for source in await store.asking.sources()}
    assert errors == {"a": 0, "b": 1, "c": 1, "d": 0}


async def test_failures_count_pause_and_tell_of_the_network(store: Store) -> None:
    names = {name: f"https://{name}.org" for name in ("main", "b", "c")}
    await store.beginning.sync(names, [])
    failed = store.watching.source_failed
    await failed("main", "no network", NOW + 60, NOW, 0, Failure.NETWORK)
    await failed("b", "nobody there", NOW + 60, NOW - 100, 0, Failure.UNREACHED)
    await failed("c", "502", NOW + 60, NOW)
    assert await store.watching.reach(NOW - 60) == (1, 2)
    assert await store.watching.reach(NOW - 200) == (2, 3)
    assert {s.name: s.errors for s in await store.asking.sources()} == {"main": 0, "b": 1, "c": 1}
    await store.watching.postpone(["b", "c"], NOW + 900)
    (left,) = await store.watching.due_sources(NOW + 899, 120, 10)
    assert (left.name, left.last_failure) == ("main", "network")
    await poll(store, now=NOW + 899)
    assert await store.watching.reach(NOW + 800) == (0, 1)
    await failed("b", "410, again", NOW + 900, NOW + 899, 0, Failure.OVER)
    paused = {s.name: (s.paused, s.last_error) for s in await store.asking.sources()}
    assert paused["b"] == (True, "410, again")
    assert {d.name for d in await store.watching.due_sources(NOW + 5000, 120, 10)} == {"main", "c"}


async def test_once_a_day_everything_is_asked_for(store: Store) -> None:
    await add_sources(store)
    full = []
    for hour in range(100):
        (due,) = await store.watching.due_sources(NOW + hour * 3600, 120, 10)
        if hour == 50:
            await store.watching.source_failed("main", "502", 0, NOW + hour * 3600)
        else:
            await poll(store, now=NOW + hour * 3600 - 300)
        full += [hour] if due.is_full else []
        async with store.db.tx() as q:
            await q("update source set next_at = 0")
    assert full == [0, 24, 48, 72, 96]


async def test_what_a_gone_process_was_sending_is_in_doubt(store: Store) -> None:
    await add_sources(store)
    await publish(store, "a", to=["telegram"])
    await step(store)
    async with store.db.tx() as q:
        await q("update delivery set owner = 'elsewhere:1:77'")
    assert await store.delivering.recover(NOW + 1) == 1
    work = await step(store, now=NOW + 1)
    assert [d.state for d in work.doubtful] == [State.IN_DOUBT]


async def test_nodes_that_find_the_same_one_gone_recover_once(postgres_url: str) -> None:
    await emptied(postgres_url)
    nodes = [await open_store(postgres_url) for _ in range(2)]
    await add_sources(nodes[0])
    await publish(nodes[0], "a", to=["telegram"])
    await step(nodes[0])
    async with nodes[0].db.tx() as q:
        await q("update delivery set owner = 'elsewhere:1:77'")
    found = await asyncio.gather(*(node.delivering.recover(NOW + 1) for node in nodes))
    assert sum(found) == 1
    assert await states(nodes[0]) == ["a@telegram in_doubt"]
    for node in nodes:
        await node.close()


async def test_what_this_process_is_sending_is_left_alone(store: Store) -> None:
    await add_sources(store)
    await publish(store, "a", to=["telegram"])
    await step(store)
    assert await store.delivering.recover(NOW + 1) == 0
    assert await states(store) == ["a@telegram sending"]


async def test_held_waits_for_a_person(store: Store) -> None:
    await add_sources(store)
    await publish(store, "a", to=["telegram", "x"], hold="more new entries than usual")
    assert (await step(store)).claimed == ()
    first, second = sorted(row.id for row in await store.asking.deliveries())
    await store.deciding.approve(first, NOW)
    await store.deciding.reject(second, NOW)
    assert [d.id for d in (await step(store)).claimed] == [first]
    assert await states(store) == ["a@telegram sending", "a@x cancelled"]


async def test_a_person_resolves_a_doubt(store: Store) -> None:
    await add_sources(store)
    await publish(store, "a")
    work = await step(store)
    await step(store, *(settled(d, InDoubt("reset")) for d in work.claimed))
    there, absent = (d.id for d in work.claimed)
    await store.deciding.resolve(there, "42", NOW)
    await store.deciding.resolve(absent, None, NOW)
    rows = {r.id: r for r in await store.asking.deliveries()}
    assert (rows[there].state, rows[there].remote_id) == ("sent", "42")
    assert [d.id for d in (await step(store)).claimed] == [absent]


async def test_a_decision_beats_a_look_up_that_comes_late(store: Store) -> None:
    await add_sources(store)
    await publish(store, "a", to=["telegram"])
    claimed = (await step(store)).claimed[0]
    (doubtful,) = (await step(store, settled(claimed, InDoubt("reset")))).doubtful
    await store.deciding.resolve(doubtful.id, "42", NOW)
    late = Settled(delivery=doubtful, settlement=after_lookup(None, doubtful, 0, NOW + 1))
    assert (await step(store, late)).claimed == ()
    assert (await store.asking.deliveries())[0].remote_id == "42"


@pytest.mark.parametrize("verb", ["approve", "reject", "retry"])
async def test_a_move_that_is_not_allowed_says_so(store: Store, verb: str) -> None:
    await add_sources(store)
    await publish(store, "a", to=["telegram"])
    (row,) = await store.asking.deliveries()
    with pytest.raises(NotPossible, match=f"delivery {row.id} is due"):
        await getattr(store.deciding, verb)(row.id, NOW)
    with pytest.raises(NotPossible, match="no delivery 999"):
        await getattr(store.deciding, verb)(999, NOW)


async def test_a_paused_destination_keeps_its_queue(store: Store) -> None:
    await add_sources(store)
    await publish(store, "a", to=["telegram"])
    await store.deciding.pause("telegram", "holiday")
    assert (await step(store)).claimed == ()
    await store.deciding.resume("telegram", NOW)
    assert len((await step(store)).claimed) == 1


async def test_a_destination_that_is_refused_rests_with_its_queue_and_one_alert(
    store: Store,
) -> None:
    await add_sources(store)
    for n in range(3):
        await publish(store, f"a{n}", NOW + n, to=["telegram", "x"])
    lanes = {"telegram": Lane(mark="one"), "x": Lane(mark="one")}
    telegram, x = (await store.delivering.step([], lanes, NOW + 9, 10)).claimed
    refused, sent = settled(telegram, Locked("401: revoked")), settled(x, Receipt(id="1"))
    work = await store.delivering.step([refused, sent], lanes, NOW + 9, 10)
    assert [d.destination for d in work.claimed] == ["x"]
    assert (await states(store))[:1] == ["a0@telegram due"]
    (alert,) = await store.alerts.standing()
    assert (alert.topic, alert.name, alert.why) == ("locked", "telegram", "401: revoked")
    assert "herald resume telegram" in alert.to_do
    assert {lane.name: lane.is_locked for lane in await store.asking.lanes()} == {
        "telegram": True,
        "x": False,
    }
    assert await store.locks.open({"telegram": "one", "x": "two"}, NOW + 10) == []
    assert await store.locks.open({"telegram": "two"}, NOW + 10) == ["telegram"]
    assert await store.alerts.standing() == []
    (again,) = (await store.delivering.step([], lanes, NOW + 11, 10)).claimed
    assert (again.id, again.attempts) == (telegram.id, 1)


async def test_a_person_opens_what_was_locked_and_nothing_opens_what_a_person_paused(
    store: Store,
) -> None:
    await add_sources(store)
    await publish(store, "a", to=["telegram"])
    (claimed,) = (await step(store)).claimed
    await step(store, settled(claimed, Locked("402: no credit")))
    await store.deciding.resume("telegram", NOW + 1)
    assert await store.alerts.standing() == []
    (claimed,) = (await step(store, now=NOW + 1)).claimed
    await store.deciding.pause("telegram", "holiday")
    await step(store, settled(claimed, Locked("402: no credit")))
    assert await store.locks.open({"telegram": "another"}, NOW + 2) == []
    assert (await step(store, now=NOW + 2)).claimed == ()


async def test_a_doubt_at_a_locked_destination_is_looked_up_when_that_goes_on(
    store: Store,
) -> None:
    await add_sources(store)
    await publish(store, "a", to=["telegram"])
    (claimed,) = (await step(store)).claimed
    (doubtful,) = (await step(store, settled(claimed, InDoubt("reset")))).doubtful
    locked = after_lookup(Locked("401"), doubtful, 20, NOW + 1)
    work = await step(
        store, Settled(delivery=doubtful, settlement=locked), now=NOW + 900, limit=10
    )
    assert (work.claimed, work.doubtful, work.next_at) == ((), (), None)
    await store.deciding.resume("telegram", NOW + 901)
    assert len((await step(store, now=NOW + 901)).doubtful) == 1


async def test_a_destination_is_proven_by_what_the_same_source_posted_there(
    store: Store,
) -> None:
    await store.beginning.sync(dict.fromkeys(("main", "b"), "https://e.org"), LANES)
    await publish(store, "a", to=["telegram"])
    ask = store.planning.proven
    assert await ask(1, ["telegram", "x"]) == frozenset()
    (claimed,) = (await step(store)).claimed
    await step(store, settled(claimed, Receipt(id="1")))
    (second,) = await revisions(store, "b", NOW + 1)
    assert await ask(second.article_id, ["telegram", "x"]) == {"telegram"}
    async with store.db.tx() as q:
        await q("update entry set source = 'b' where article_id = :id", id=second.article_id)
    assert await ask(second.article_id, ["telegram", "x"]) == frozenset()


async def test_costs_count_when_their_attempt_began_and_what_surely_was_not_taken_is_free(
    store: Store,
) -> None:
    await add_sources(store)
    for slug, outcome in (("a", Receipt(id="1")), ("b", Refused("400")), ("c", KeyError("bug"))):
        await publish(store, slug, to=["x"])
        (claimed,) = (await step(store)).claimed
        await step(store, settled(claimed, outcome), limit=0)
    assert await store.spending.since(NOW) == {"x": pytest.approx(0.4)}
    assert await store.spending.since(NOW + 1) == {}
    assert [(cost.destination, cost.at, cost.usd) for cost in await store.spending.costs()] == [
        ("x", NOW, 0.2),
        ("x", NOW, 0.2),
    ]


async def test_an_alert_is_raised_once_until_it_is_over(store: Store) -> None:
    sound, end = store.alerts.sound, store.alerts.end
    assert await sound(Topic.CONFIGURATION, "", "line 3", "mend it", NOW)
    assert not await sound(Topic.CONFIGURATION, "", "line 4", "mend it", NOW + 1)
    (alert,) = await store.alerts.standing()
    assert (alert.why, alert.raised_at) == ("line 4", NOW)
    assert await end(Topic.CONFIGURATION, "", NOW + 2)
    assert not await end(Topic.CONFIGURATION, "", NOW + 3)
    assert await sound(Topic.CONFIGURATION, "", "line 5", "mend it", NOW + 4)
    assert [one.why for one in await store.alerts.standing()] == ["line 5"]


async def test_an_error_in_a_transaction_changes_nothing(store: Store) -> None:
    await add_sources(store)

    async def fail_half_way() -> None:
        async with store.db.tx() as q:
            await q("update source set errors = 99")
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        await fail_half_way()
    assert (await store.asking.sources())[0].errors == 0


async def test_an_article_that_cannot_be_composed_is_set_aside(store: Store) -> None:
    await add_sources(store)
    await poll(store, found("a"))
    (pending,) = await store.reading.due_entries(NOW, 120, 10)
    article = Article(canonical_url=pending.entry.url, headline="a")
    await store.reading.save_article(pending, article, NOW)
    (revision,) = await store.planning.new_revisions(NOW, 10)
    await store.planning.plan_failed(revision, "a bug", NOW)
    assert await store.planning.new_revisions(NOW, 10) == []


async def test_an_entry_that_was_given_up_is_shown_for_a_time_or_until_it_is_read(
    store: Store,
) -> None:
    await add_sources(store)
    await poll(store, found("a"), found("b"), found("c"))
    a, b, c = await store.reading.due_entries(NOW, 120, 10)
    await store.reading.give_up(a, "404", NOW)
    await store.reading.set_aside(b, "too old", NOW)
    await store.reading.read_failed(c, "503", NOW + 60, NOW)
    failed = [(c.entry.url, "503", 1, NOW + 60)]
    for since, expected in ((NOW, [*failed, (a.entry.url, "404", 1, None)]), (NOW + 1, failed)):
        shown = await store.asking.unread(since)
        assert [(e.url, e.why, e.tries, e.next_try) for e in shown] == expected
    await store.watching.add_by_hand(a.entry.url, [], NOW + 2)
    (again,) = await store.reading.due_entries(NOW + 2, 120, 10)
    article = Article(canonical_url=a.entry.url, headline="a")
    await store.reading.save_article(again, article, NOW + 2)
    assert [e.url for e in await store.asking.unread(NOW)] == [c.entry.url]


async def test_a_draft_is_remembered_until_its_post_stands(store: Store) -> None:
    await add_sources(store)
    await publish(store, "a", to=["telegram"])
    (claimed,) = (await step(store)).claimed
    drafts, key = store.delivering, claimed.post.key
    assert await drafts.draft(key) == ""
    for name in ("1", "2"):
        await drafts.keep_draft(key, name)
    assert await drafts.draft(key) == "2"
    await step(store, settled(claimed, Throttled("429")))
    assert await drafts.draft(key) == "2"
    (again,) = (await step(store, now=NOW + 100)).claimed
    await step(store, settled(again, Receipt(id="7"), NOW + 100), now=NOW + 100)
    assert await drafts.draft(key) == ""


async def test_where_posts_of_other_articles_stand_is_known_by_their_ids(store: Store) -> None:
    await add_sources(store)
    await publish(store, "a", NOW - 3, to=["telegram", "x"])
    for claimed in (await store.delivering.step([], LANES, NOW, 9)).claimed:
        receipt = Receipt(id=f"{claimed.destination} a")
        await store.delivering.step([settled(claimed, receipt)], LANES, NOW, 0)
    assert await store.delivering.others(claimed.id) == []
    await publish(store, "b", NOW - 2, to=["x"])
    (claimed,) = (await store.delivering.step([], LANES, NOW, 9)).claimed
    assert await store.delivering.others(claimed.id) == ["x a"]
