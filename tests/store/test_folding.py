"""Many publishes as one digest, on SQLite and on PostgreSQL."""

from dataclasses import replace

import pytest

from bot.errors import InDoubt, NotPossible, Refused
from bot.lifecycle import Settlement
from bot.manner import Act
from bot.model import Kind, Post, Receipt, Rich, State
from bot.ports import Crowd, FollowUp, Lane, Planned, Settled, Work
from bot.store import Store
from bot.store.codec import article_of
from bot.store.revising import add_revision
from tests.store.test_contract import NOW, add_sources, publish, settled

LANE = Lane(digest=2)
DIGEST = Planned(
    destination="x",
    platform="x",
    post=Post(key="digest", text=Rich(text="a, b, c"), link="https://e.org/"),
    cost_usd=0.2,
)


async def crowd(store: Store, *slugs: str) -> Crowd:
    """Publish these, a second apart, and have them found to be too many."""
    await add_sources(store)
    for n, slug in enumerate(slugs):
        await publish(store, slug, NOW + n, to=["x"])
    (found,) = await store.folding.crowds({"x": LANE}, NOW + 10)
    return found


async def step(store: Store, *done: Settled) -> Work:
    return await store.delivering.step(done, {"x": LANE}, NOW + 10, 10)


async def states(store: Store) -> dict[int, str]:
    return {row.id: row.state for row in await store.asking.deliveries()}


async def test_more_than_may_be_due_at_once_are_found_in_their_order(store: Store) -> None:
    found = await crowd(store, "a", "b", "c")
    assert found.destination == "x"
    assert [(s.delivery, s.article.headline, s.article.canonical_url) for s in found.stories] == [
        (1, "a", "https://e.org/a"),
        (2, "b", "https://e.org/b"),
        (3, "c", "https://e.org/c"),
    ]
    assert await store.folding.crowds({"x": replace(LANE, digest=3)}, NOW + 10) == []
    assert await store.folding.crowds({"x": replace(LANE, digest=0)}, NOW + 10) == []
    quiet = replace(LANE, quiet_until=NOW + 99)
    assert await store.folding.crowds({"x": quiet}, NOW + 10) == []
    assert await store.folding.crowds({"x": replace(quiet, is_silent=True)}, NOW + 10) == [found]
    await store.deciding.pause("x", "holiday")
    assert await store.folding.crowds({"x": LANE}, NOW + 10) == []


async def test_a_digest_goes_in_place_of_its_publishes_and_they_end_with_it(store: Store) -> None:
    found = await crowd(store, "a", "b", "c")
    assert await store.folding.fold(found.stories, DIGEST, NOW + 10)
    assert not await store.folding.fold(found.stories, DIGEST, NOW + 10)
    assert await store.folding.crowds({"x": LANE}, NOW + 10) == []
    (digest,) = (await step(store)).claimed
    assert (digest.kind, digest.post) == (Kind.DIGEST, DIGEST.post)
    work = await step(store, settled(digest, Receipt(id="7", permalink="https://p/7")))
    assert (work.claimed, work.next_at) == ((), None)
    rows = await store.asking.deliveries()
    assert {(row.kind, row.state, row.permalink) for row in rows} == {
        ("digest", "sent", "https://p/7"),
        ("publish", "sent", "https://p/7"),
    }
    assert [row.digest_id for row in rows] == [0, 4, 4, 4]
    assert await store.spending.since(NOW) == {"x": 0.2}


async def test_a_digest_in_doubt_keeps_its_publishes_until_it_is_settled(store: Store) -> None:
    found = await crowd(store, "a", "b", "c")
    await store.folding.fold(found.stories, DIGEST, NOW + 10)
    (digest,) = (await step(store)).claimed
    await step(store, settled(digest, InDoubt("reset")))
    assert set((await states(store)).values()) == {"due", "in_doubt"}
    await store.deciding.resolve(digest.id, "7", NOW + 20)
    assert set((await states(store)).values()) == {"sent"}


async def test_a_digest_that_is_refused_waits_for_a_person_who_may_give_it_up(
    store: Store,
) -> None:
    found = await crowd(store, "a", "b", "c")
    await store.folding.fold(found.stories, DIGEST, NOW + 10)
    (digest,) = (await step(store)).claimed
    assert (await step(store, settled(digest, Refused("400")))).claimed == ()
    await store.deciding.cancel(digest.id, NOW + 10)
    assert await store.folding.crowds({"x": LANE}, NOW + 10) == []
    (alone,) = (await step(store)).claimed
    assert (alone.id, alone.kind) == (1, Kind.PUBLISH)


async def test_a_publish_that_is_cancelled_takes_its_digest_with_it_but_not_the_others(
    store: Store,
) -> None:
    found = await crowd(store, "a", "b", "c")
    await store.folding.fold(found.stories, DIGEST, NOW + 10)
    await store.deciding.cancel(2, NOW + 10)
    assert await states(store) == {1: "due", 2: "cancelled", 3: "due", 4: "cancelled"}
    assert [one.id for one in (await step(store)).claimed] == [1]


async def test_nothing_is_taken_out_of_a_digest_that_is_on_its_way(store: Store) -> None:
    found = await crowd(store, "a", "b", "c")
    await store.folding.fold(found.stories, DIGEST, NOW + 10)
    await step(store)
    with pytest.raises(NotPossible, match="goes in digest 4, which is sending"):
        await store.deciding.cancel(2, NOW + 10)
    assert (await states(store))[2] == "due"


async def test_a_publish_that_went_meanwhile_is_in_no_digest(store: Store) -> None:
    found = await crowd(store, "a", "b", "c")
    (first,) = (await step(store)).claimed
    assert not await store.folding.fold(found.stories, DIGEST, NOW + 10)
    assert await states(store) == {1: "sending", 2: "due", 3: "due"}
    assert await store.folding.crowds({"x": LANE}, NOW + 10) == []
    await step(store, settled(first, Receipt(id="1")))
    assert await store.folding.crowds({"x": replace(LANE, digest=1)}, NOW + 10) == []


async def revised(store: Store, number: int, headline: str) -> None:
    """Let an article change, whose slug was its headline before."""
    async with store.db.tx() as q:
        (row,) = await q(
            "select article_id, r.content from delivery d join revision r using (article_id)"
            " where d.id = :id order by r.number desc limit 1",
            id=number,
        )
        article = replace(article_of(row["content"]), headline=headline)
        await add_revision(q, row["article_id"], article, NOW, NOW + 20, planned=1)


async def test_changes_to_one_digest_are_made_one_after_the_other(store: Store) -> None:
    found = await crowd(store, "a", "b", "c")
    await store.folding.fold(found.stories, DIGEST, NOW + 10)
    (digest,) = (await step(store)).claimed
    await step(store, settled(digest, Receipt(id="7", permalink="https://p/7")))
    await revised(store, 3, "C")
    await revised(store, 1, "A")
    told = []
    for now in (NOW + 30, NOW + 31):
        (one,) = await store.following.behind(["x"], 10)
        assert one.digest
        told.append([story.article.headline for story in one.digest.stories])
        post = replace(one.digest.post, key=f"{now}", note=f"{one.digest.post.note}!")
        await store.following.correct(one, FollowUp(act=Act.EDIT, post=post, why="w"), now)
    # the one whose turn it is is told by `behind` itself; the other as it stands by now
    assert told == [["a", "b", "c"], ["A", "b", "c"]]
    assert await store.following.behind(["x"], 10) == []
    notes = []
    for now in (NOW + 40, NOW + 50):
        (claimed,) = (await store.delivering.step([], {"x": Lane()}, now, 10)).claimed
        assert [receipt.id for receipt in claimed.stands] == ["7"]
        done = settled(claimed, Receipt(id="7"), now)
        await store.delivering.step([done], {"x": Lane()}, now, 0)
        notes.append(claimed.post.note)
    assert notes == ["!", "!!"]


async def stands(store: Store) -> None:
    """Have the stories a, b and c stand in one digest."""
    found = await crowd(store, "a", "b", "c")
    await store.folding.fold(found.stories, DIGEST, NOW + 10)
    (digest,) = (await step(store)).claimed
    await step(store, settled(digest, Receipt(id="7", permalink="https://p/7")))


async def followed(store: Store, now: float, *held: str) -> list[str]:
    """Compose every change to the digest whose turn it is; those of stories in `held` are held."""
    said = []
    while found := await store.following.behind(["x"], 10):
        (one,) = found
        assert one.digest
        headlines = [
            one.article.headline if story.delivery == one.delivery else story.article.headline
            for story in one.digest.stories
        ]
        said.append(" ".join(headlines))
        post = replace(one.digest.post, key=said[-1], text=Rich(text=said[-1]))
        hold = "look at it" if one.article.headline in held else ""
        made = FollowUp(act=Act.EDIT, post=post, why="w", hold=hold)
        await store.following.correct(one, made, now)
    return said


async def waiting(store: Store) -> int:
    """Give the number of the one change that waits for a person."""
    (row,) = await store.asking.deliveries(in_state="held")
    return row.id


async def sent_in_turn(store: Store, now: float) -> list[str]:
    """Send every change that is due; gives what readers saw, one after the other."""
    seen: list[str] = []
    while claimed := (await store.delivering.step([], {"x": Lane()}, now, 10)).claimed:
        await store.delivering.step([settled(claimed[0], Receipt(id="7"), now)], {}, now, 0)
        seen.append(claimed[0].post.text.text)
    return seen


async def test_a_held_change_to_a_digest_says_what_came_to_stand_there_meanwhile(
    store: Store,
) -> None:
    await stands(store)
    await revised(store, 1, "A")
    assert await followed(store, NOW + 30, "A") == ["A b c"]
    await revised(store, 2, "B")
    assert await followed(store, NOW + 31, "A") == ["a B c", "A B c"]
    assert await sent_in_turn(store, NOW + 40) == ["a B c"]
    await store.deciding.approve(await waiting(store), NOW + 50)
    await revised(store, 3, "C")
    assert await followed(store, NOW + 51, "A") == ["A B C"]
    assert await sent_in_turn(store, NOW + 60) == ["A B c", "A B C"]
    await revised(store, 2, "b")
    assert await followed(store, NOW + 70) == ["A b C"]


async def test_nobody_approves_a_change_to_a_digest_that_is_about_to_be_made_anew(
    store: Store,
) -> None:
    await stands(store)
    for number, headline in ((1, "A"), (2, "B")):
        await revised(store, number, headline)
    assert await followed(store, NOW + 30, "A", "B") == ["A b c", "a B c"]
    second, first = [row.id for row in await store.asking.deliveries(in_state="held")]
    await store.deciding.approve(first, NOW + 40)
    with pytest.raises(NotPossible, match="look at it again"):
        await store.deciding.approve(second, NOW + 41)
    assert await followed(store, NOW + 42, "B") == ["A B c"]
    await store.deciding.approve(second, NOW + 43)
    assert await sent_in_turn(store, NOW + 50) == ["A b c", "A B c"]


async def test_a_change_to_a_digest_that_failed_is_tried_again_as_the_digest_is_by_then(
    store: Store,
) -> None:
    await stands(store)
    await revised(store, 1, "A")
    await followed(store, NOW + 30)
    (change,) = (await store.delivering.step([], {"x": Lane()}, NOW + 31, 10)).claimed
    await store.delivering.step([settled(change, Refused("400"), NOW + 31)], {}, NOW + 31, 0)
    await revised(store, 2, "B")
    await followed(store, NOW + 32)
    await store.deciding.retry(change.id, NOW + 40)
    assert await sent_in_turn(store, NOW + 50) == ["a B c", "A B c"]


async def test_a_digest_that_was_taken_for_sent_is_to_be_found_before_it_is_changed(
    store: Store,
) -> None:
    found = await crowd(store, "a", "b", "c")
    await store.folding.fold(found.stories, DIGEST, NOW + 10)
    (digest,) = (await step(store)).claimed
    unseen = Settlement(to=State.SENT, why="taken for sent")
    await step(store, Settled(delivery=digest, settlement=unseen))
    await revised(store, 1, "A")
    await followed(store, NOW + 30)
    (change,) = (await store.delivering.step([], {"x": Lane()}, NOW + 40, 10)).claimed
    assert change.stands == ()
    assert change.assumed == replace(DIGEST.post, sent_at=digest.claimed_at)
    receipt = Receipt(id="7", permalink="https://p/7")
    done = replace(settled(change, receipt), found=receipt)
    await store.delivering.step([done], {"x": Lane()}, NOW + 41, 0)
    rows = {row.id: row for row in await store.asking.deliveries()}
    assert (rows[digest.id].remote_id, rows[digest.id].permalink) == ("7", "https://p/7")
