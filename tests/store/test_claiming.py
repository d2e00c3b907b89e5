"""What goes next and what waits, on SQLite and on PostgreSQL."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import InDoubt, Refused, Throttled, Unsent
from bot.model import Receipt
from bot.ports import Allowance, Lane, Planned, Settled, Work
from bot.rules import Pace
from bot.store import Store, open_store
from bot.store.sqlite import Sqlite
from tests.store.test_contract import NOW, add_sources, post, revisions, settled

HOUR = 3600.0
DAY = Allowance(since=NOW, until=NOW + 24 * HOUR, usd=1.0, per="day")
MONTH = Allowance(since=NOW, until=NOW + 500 * HOUR, usd=1.5, per="month")


async def publish(store: Store, *slugs: str, urgent: float = 0, at: float = NOW) -> None:
    """Plan one dear publish each, with a cheap form, a second apart."""
    for n, slug in enumerate(slugs):
        (revision,) = await revisions(store, slug, at + n)
        planned = Planned(
            destination="x",
            platform="x",
            post=post(slug),
            cost_usd=0.2,
            spare=replace(post(slug), link=""),
            spare_usd=0.015,
            urgent_until=at + urgent if urgent else 0,
        )
        await store.planning.save_plan(revision, [planned], at + n)


async def step(store: Store, lane: Lane, *done: Settled, now: float = NOW + 10) -> Work:
    return await store.delivering.step(done, {"x": lane}, now, 10)


async def sent(store: Store, lane: Lane, now: float = NOW + 10, most: int = 99) -> list[str]:
    """Let everything go out that can at `now`; names it."""
    names: list[str] = []
    done: list[Settled] = []
    while claimed := (await step(store, lane, *done, now=now)).claimed:
        names += [one.post.key for one in claimed]
        if len(names) == most:
            return names
        done = [settled(one, Receipt(id=one.post.key), now) for one in claimed]
    return names


async def waits(store: Store) -> dict[str, str]:
    rows = await store.asking.deliveries(in_state="due")
    return {row.article[14:]: row.waits for row in rows}


async def test_quiet_hours_hold_what_is_new_and_let_breaking_news_pass(store: Store) -> None:
    await add_sources(store)
    await publish(store, "a", "b")
    await publish(store, "breaking", urgent=HOUR, at=NOW + 5)
    quiet = Lane(quiet_until=NOW + 7 * HOUR)
    assert await sent(store, quiet) == ["breaking"]
    said = "quiet hours, until 2027-01-15 15:00 UTC"
    assert await waits(store) == {"a": said, "b": said}
    work = await step(store, quiet, now=NOW + HOUR)
    assert (work.claimed, work.next_at) == ((), NOW + 7 * HOUR)
    assert await sent(store, Lane(), NOW + 7 * HOUR) == ["a", "b"]
    assert [row.waits for row in await store.asking.deliveries()] == ["", "", ""]


async def test_breaking_news_that_is_old_waits_like_all_else(store: Store) -> None:
    await add_sources(store)
    await publish(store, "stale", urgent=HOUR)
    quiet = Lane(quiet_until=NOW + 7 * HOUR)
    assert await sent(store, quiet, NOW + HOUR) == []
    assert await sent(store, Lane(), NOW + 7 * HOUR) == ["stale"]


async def test_silent_quiet_hours_make_no_sound_but_for_breaking_news(store: Store) -> None:
    await add_sources(store)
    await publish(store, "a")
    await publish(store, "breaking", urgent=HOUR, at=NOW + 5)
    silent = Lane(quiet_until=NOW + 7 * HOUR, is_silent=True)
    (first,) = (await step(store, silent)).claimed
    (second,) = (await step(store, silent, settled(first, Receipt(id="1")))).claimed
    quiet, loud = replace(post("a"), silent=True), post("breaking")
    assert [replace(d.post, made_at=0) for d in (first, second)] == [quiet, loud]
    (kept, _) = await store.showing.deliveries([1, 2])
    assert kept.post.silent


async def test_what_waits_is_said_once_a_night_and_judged_anew_by_another_configuration(
    store: Store,
) -> None:
    await add_sources(store)
    await publish(store, "a")
    quiet = Lane(quiet_until=NOW + 7 * HOUR)
    for hour in range(3):
        await step(store, quiet, now=NOW + hour * HOUR + 10)
        await store.beginning.review(NOW + hour * HOUR + 11)
    events = await store.showing.history(1, 99)
    assert [event.what for event in events].count("waits") == 1
    assert await sent(store, Lane(), NOW + 3 * HOUR) == ["a"]


async def test_breaking_news_passes_our_own_spacing_but_not_what_may_go_now(
    store: Store,
) -> None:
    await add_sources(store)
    await publish(store, "a", "b", "c")
    await publish(store, "breaking", urgent=HOUR, at=NOW + 5)
    spaced = Lane(spacing=(Pace(count=1, seconds=180),))
    assert await sent(store, spaced) == ["a", "breaking"]
    assert (await step(store, spaced)).next_at == NOW + 190
    assert await sent(store, spaced, NOW + 190) == ["b"]
    assert await sent(store, spaced, NOW + 300) == []
    assert await sent(store, spaced, NOW + 370) == ["c"]


async def test_breaking_news_keeps_the_platform_s_pace(store: Store) -> None:
    await add_sources(store)
    await publish(store, "a")
    await publish(store, "breaking", urgent=HOUR, at=NOW + 5)
    lane = Lane(paces=(Pace(count=1, seconds=60),), spacing=(Pace(count=1, seconds=180),))
    assert await sent(store, lane) == ["a"]
    assert (await step(store, lane)).next_at == NOW + 70
    assert await sent(store, lane, NOW + 70) == ["breaking"]


async def test_a_cap_of_the_day_holds_over_restarts_and_breaking_news_passes(
    store: Store,
) -> None:
    await add_sources(store)
    await publish(store, "a", "b", "c")
    capped = Lane(spacing=(Pace(count=2, seconds=24 * HOUR),))
    assert await sent(store, capped) == ["a", "b"]
    await publish(store, "breaking", urgent=HOUR, at=NOW + 20)
    assert await sent(store, capped, NOW + 30) == ["breaking"]
    assert await sent(store, capped, NOW + 23 * HOUR) == []
    assert await sent(store, capped, NOW + 24 * HOUR + 31) == ["c"]


@pytest.mark.parametrize(
    "outcome", [Throttled("429", NOW + 15), Unsent("no connection"), Refused("too rude")]
)
async def test_what_was_surely_not_posted_counts_for_no_spacing_and_no_cap_of_the_day(
    store: Store, outcome: Exception
) -> None:
    await add_sources(store)
    await publish(store, "a", "b", "c")
    capped = Lane(spacing=(Pace(count=2, seconds=24 * HOUR),))
    (first,) = (await step(store, capped)).claimed
    (second,) = (await step(store, capped, settled(first, Receipt(id="1"), NOW + 10))).claimed
    at_once = (await step(store, capped, settled(second, outcome, NOW + 10))).claimed
    (third,) = at_once or (await step(store, capped, now=NOW + 60)).claimed
    assert third.post.key == ("c" if isinstance(outcome, Refused) else "b")
    done = settled(third, Receipt(id="2"), NOW + 60)
    assert (await step(store, capped, done, now=NOW + 60)).claimed == ()
    assert await sent(store, capped, NOW + 23 * HOUR) == []


async def test_a_spent_budget_holds_what_is_left_in_order(store: Store) -> None:
    await add_sources(store)
    await publish(store, *"abcdefg")
    lane = Lane(allowances=(DAY, MONTH))
    assert await sent(store, lane) == ["a", "b", "c", "d", "e"]
    said = "the budget of $1.00 a day is spent, until 2027-01-16 08:00 UTC"
    assert await waits(store) == {"f": said, "g": said}
    (alert,) = await store.alerts.standing()
    assert (alert.topic, alert.name) == ("spent", "x")
    tomorrow = replace(DAY, since=DAY.until, until=DAY.until + 24 * HOUR)
    later = Lane(allowances=(tomorrow, MONTH))
    assert await sent(store, later, DAY.until) == ["f", "g"]
    assert await store.alerts.standing() == []
    await publish(store, "h", at=DAY.until + 1)
    assert await sent(store, later, DAY.until + 10) == []
    assert await waits(store) == {
        "h": "the budget of $1.50 a month is spent, until 2027-02-05 04:00 UTC"
    }


async def test_a_spent_budget_lets_posts_go_without_their_link_while_that_is_paid_for(
    store: Store,
) -> None:
    await add_sources(store)
    await publish(store, *"abcdefg")
    tight = replace(DAY, usd=0.43)
    lane = Lane(allowances=(tight,), drops_link=True)
    assert await sent(store, lane) == ["a", "b", "c", "d"]
    shown = {one.post.key: one for one in await store.showing.ledger(99)}
    assert [shown[key].post.link != "" for key in "abcd"] == [True, True, False, False]
    costs = [shown[key].ledger.cost_usd for key in "abcd"]
    assert costs == [0.2, 0.2, 0.015, 0.015]
    assert round(sum(costs), 6) <= tight.usd
    events = await store.showing.history(shown["c"].ledger.article_id, 99)
    assert "goes without its link" in [event.what for event in events]
    # On the next day there is money for links again.
    tomorrow = replace(tight, since=tight.until, until=tight.until + 24 * HOUR)
    assert await sent(store, replace(lane, allowances=(tomorrow,)), tight.until, most=1) == ["e"]
    (sending,) = await store.asking.deliveries(in_state="sending")
    assert sending.cost_usd == 0.2


async def test_a_post_that_went_without_its_link_in_vain_gets_it_back_when_it_is_paid_for(
    store: Store,
) -> None:
    await add_sources(store)
    await publish(store, "a")
    spent = Lane(allowances=(replace(DAY, usd=0.1),), drops_link=True)
    (bare,) = (await step(store, spent)).claimed
    assert bare.post.link == ""
    await step(store, spent, settled(bare, Unsent("nobody there"), NOW + 11), now=NOW + 11)
    (whole,) = (await step(store, Lane(), now=NOW + 99)).claimed
    assert whole.post == replace(post("a"), made_at=NOW)


@pytest.mark.parametrize("outcome", [None, Unsent("nobody there")])
async def test_what_may_have_been_taken_counts_as_spent_and_what_surely_was_not_does_not(
    store: Store, outcome: Exception | None
) -> None:
    await add_sources(store)
    await publish(store, "a", "b")
    lane = Lane(allowances=(replace(DAY, usd=0.3),))
    (first,) = (await step(store, lane)).claimed
    done = settled(first, outcome or KeyError("a bug"), NOW + 11)
    await step(store, lane, done, now=NOW + 11)
    if outcome is None:
        await store.deciding.resolve(first.id, "1", NOW + 12)
    claimed = await sent(store, lane, NOW + 99)
    assert claimed == ([] if outcome is None else ["a"])


async def test_what_costs_nothing_goes_without_a_budget_too(store: Store) -> None:
    await add_sources(store)
    await publish(store, "a")
    async with store.db.tx() as q:
        await q("update delivery set cost_usd = 0, spare_post = ''")
    assert await sent(store, Lane(allowances=(replace(DAY, usd=0.0),))) == ["a"]


async def test_calls_beside_a_post_count_as_spent_whatever_became_of_it(store: Store) -> None:
    await add_sources(store)
    await publish(store, "a", "b")
    lane = Lane(allowances=(replace(DAY, usd=0.3),), read_usd=0.01)
    (first,) = (await step(store, lane)).claimed
    done = replace(settled(first, Refused("400"), NOW + 11), usd=0.11)
    await step(store, lane, done, now=NOW + 11)
    assert await store.spending.since(NOW) == {"x": 0.11}
    assert [cost.usd for cost in await store.spending.costs()] == [0.11]
    (row,) = await store.asking.deliveries(in_state="failed")
    assert (row.cost_usd, row.charged_usd) == (0.2, 0.11)
    assert await sent(store, lane, NOW + 20) == []


@pytest.mark.parametrize(
    ("usd", "read_usd", "reads"), [(0.25, 0.001, 50), (0.25, 0.0, None), (0.2, 0.001, 0)]
)
async def test_a_look_up_is_told_for_how_many_posts_the_budget_pays(
    store: Store, usd: float, read_usd: float, reads: int | None
) -> None:
    await add_sources(store)
    await publish(store, "a")
    lane = Lane(allowances=(replace(DAY, usd=usd), MONTH), read_usd=read_usd)
    (first,) = (await step(store, lane)).claimed
    work = await step(store, lane, settled(first, InDoubt("reset"), NOW + 11), now=NOW + 11)
    assert [each.reads for each in work.doubtful] == [reads]


async def test_a_step_on_sqlite_costs_the_same_however_much_waits(tmp_path: Path) -> None:
    """Counted in steps of SQLite's own machine: a wrong index goes through all that is due."""
    costs = []
    for waiting in (4, 40):
        store = await open_store(f"sqlite:///{tmp_path}/{waiting}.db")
        await store.db.hold()
        await add_sources(store)
        await publish(store, *(f"a{n}" for n in range(waiting)))
        ticks: list[None] = []
        assert isinstance(store.db, Sqlite)
        store.db._connection.set_progress_handler(lambda: ticks.append(None), 1)  # noqa: B023
        await step(store, Lane())
        costs.append(len(ticks))
        await store.close()
    assert costs[1] < 1.1 * costs[0]
