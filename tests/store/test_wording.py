"""What a model said is kept, on SQLite and PostgreSQL: nobody asks twice, and nothing waits in vain."""

from dataclasses import replace

from bot.ports import Consulted, Wordless
from bot.store import Store
from bot.wording import Wording
from tests.store.conftest import by_another
from tests.store.test_following import (
    ARTICLE,
    CHANGED,
    HOUR,
    LANES,
    NOW,
    audit,
    plan,
    posted,
    read,
    revise,
    send,
)

ASKED = "select small 2 v1"
SAID = Consulted(
    wording=Wording(sentences=("Nine people died.",), origin="select", model="small"),
    question="{}",
    answer="[1]",
    tokens_in=200,
    tokens_out=8,
    cost_usd=0.001,
)
FAILED = Consulted(wording=Wording(origin="extract", why="down"), has_failed=True)


async def begin(store: Store, *names: str) -> None:
    await store.beginning.sync({"main": "https://e.org/feed"}, list(LANES))
    for name in names or ("a",):
        await read(store, replace(ARTICLE, canonical_url=f"https://e.org/{name}"), name)


async def wordless(store: Store, now: float = NOW, limit: int = 10) -> list[Wordless]:
    return await store.words.wordless(ASKED, now, 35, limit)


async def test_an_article_waits_for_its_words_and_has_them_for_ever(store: Store) -> None:
    await begin(store)
    assert await store.planning.new_revisions(NOW, 10, ASKED) == []
    (one,) = await wordless(store)
    assert (one.article, one.revision, one.tries, one.before, one.said) == (
        ARTICLE, 1, 1, None, None,
    )  # fmt: skip
    assert await wordless(store, NOW + 34) == [], "somebody is at it"
    await store.words.save_wording(one, ASKED, SAID, NOW)
    assert await wordless(store, NOW + HOUR) == []
    (revision,) = await store.planning.new_revisions(NOW, 10, ASKED)
    assert revision.wording == SAID.wording
    assert "worded (select): small, 200 + 8 tokens, $0.001000" in await audit(store)
    (plain,) = await store.planning.new_revisions(NOW, 10)
    assert plain.wording is None, "nobody is asked any more"


async def test_who_died_over_it_is_followed_by_another(store: Store) -> None:
    await begin(store)
    await wordless(store)
    async with by_another(store):
        (again,) = await wordless(store, NOW + 35)
    assert again.tries == 2
    await store.beginning.free_leases(NOW + 36)
    (third,) = await wordless(store, NOW + 36)
    assert third.tries == 3
    await store.words.save_wording(third, ASKED, SAID, NOW)
    await store.words.save_wording(again, ASKED, FAILED, NOW + 1)
    (revision,) = await store.planning.new_revisions(NOW, 10, ASKED)
    assert revision.wording == SAID.wording, "the first word counts"


async def test_what_is_put_off_comes_back_then(store: Store) -> None:
    await begin(store)
    (one,) = await wordless(store)
    await store.words.put_off(one, ASKED, NOW + 3)
    assert await wordless(store, NOW + 2) == []
    assert [again.tries for again in await wordless(store, NOW + 3)] == [2]


async def test_an_older_article_goes_first_however_long_its_words_take(store: Store) -> None:
    await begin(store, "a", "b")
    first, second = await wordless(store)
    assert [one.article.canonical_url[-1] for one in (first, second)] == ["a", "b"]
    await store.words.save_wording(second, ASKED, SAID, NOW)
    assert await store.planning.new_revisions(NOW, 10, ASKED) == []
    await store.words.save_wording(first, ASKED, FAILED, NOW)
    found = await store.planning.new_revisions(NOW, 10, ASKED)
    assert [one.wording for one in found] == [FAILED.wording, SAID.wording]


async def test_another_model_is_asked_for_itself(store: Store) -> None:
    await begin(store)
    (one,) = await wordless(store)
    await store.words.save_wording(one, ASKED, SAID, NOW)
    (other,) = await store.words.wordless("rewrite big 2 v1", NOW, 35, 10)
    assert other.article == ARTICLE


async def test_a_model_fails_when_the_last_answers_all_did(store: Store) -> None:
    await begin(store, "a", "b", "c", "d")
    for minutes, (one, outcome) in enumerate(
        zip(await wordless(store), [SAID, FAILED, FAILED, FAILED], strict=True)
    ):
        assert await store.words.failing_since(ASKED, 3) is None
        await store.words.save_wording(one, ASKED, outcome, NOW + minutes)
    assert await store.words.failing_since(ASKED, 3) == NOW + 3
    assert await store.words.failing_since(ASKED, 4) is None


async def test_what_was_not_asked_says_nothing_of_the_model(store: Store) -> None:
    await begin(store, "a", "b")
    first, second = await wordless(store)
    await store.words.save_wording(first, ASKED, FAILED, NOW)
    await store.words.save_wording(second, ASKED, Consulted(wording=FAILED.wording), NOW + 1)
    assert await store.words.failing_since(ASKED, 1) == NOW


async def test_a_correction_waits_for_its_words_too(store: Store) -> None:
    await posted(store)
    await revise(store)
    assert await store.following.behind(LANES, 10, ASKED) == []
    assert {one.wording for one in await store.following.behind(LANES, 10)} == {None}
    (one,) = await wordless(store)
    assert (one.article, one.revision, one.before, one.said) == (CHANGED, 2, ARTICLE, None)
    await store.words.save_wording(one, ASKED, SAID, NOW)
    behind = await store.following.behind(LANES, 10, ASKED)
    assert [each.wording for each in behind] == [SAID.wording] * 2


async def test_what_was_said_of_the_last_revision_is_known(store: Store) -> None:
    await begin(store)
    (one,) = await wordless(store)
    await store.words.save_wording(one, ASKED, SAID, NOW)
    await plan(store)
    await send(store)
    await revise(store)
    found = await wordless(store, NOW + HOUR)
    assert [(each.before, each.said) for each in found] == [(ARTICLE, SAID.wording)]


async def test_a_withdrawn_article_waits_for_no_words(store: Store) -> None:
    await posted(store)
    await revise(store)
    await store.looking.retract("https://e.org/a", "", NOW + HOUR)
    assert await wordless(store, NOW + HOUR) == []
    assert len(await store.following.behind(LANES, 10, ASKED)) == 2


async def test_what_answers_cost_is_told_by_day_and_in_all(store: Store) -> None:
    await begin(store, "a", "b", "c")
    a, b, c = await wordless(store)
    for at, one, said in ((NOW + 2, a, SAID), (NOW + 1, b, SAID), (NOW + 3, c, FAILED)):
        await store.words.save_wording(one, ASKED, said, at)
    costs = [(one.destination, one.at, one.usd) for one in await store.spending.word_costs()]
    assert costs == [("", NOW + 1, 0.001), ("", NOW + 2, 0.001)]
    assert await store.spending.by_model() == {ASKED: 0.002}
