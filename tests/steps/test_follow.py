"""What becomes of a post when its article changes or ends."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.errors import StoreUnavailable
from bot.manner import Act, Follows
from bot.model import Article, Image, Post, Rich, State
from bot.ports import Behind, Capabilities, Digest, FollowUp, Planned, Story
from bot.rules import Destination, Publisher
from bot.steps.compose import compose
from bot.steps.follow import MOST, SILENT, Stay, follow, next_step
from bot.steps.plan import Desk, Outlet
from bot.wording import Wording

NOW = datetime(2026, 5, 20, 13, 5, tzinfo=UTC).timestamp()
HOUR = 3600.0
PUBLISHER = Publisher(name="Morning Tick", url="https://e.org/", language="en", community={})
LONG = " ".join(["The council of the town opened the bridge over the river."] * 30)
OLD = Article(
    canonical_url="https://e.org/a",
    headline="Nine die in fire",
    body="A fire broke out in Leeds on Monday and nine people died, the police said.",
    language="en",
)
NEW = replace(OLD, headline="Ten die in fire")
TYPO = replace(OLD, headline="Nine die in a fire")
PICTURE = Image(url="https://e.org/a.jpg", alt="Smoke", credit="Ann Able")
EDITS = Capabilities(
    text=400, caption=200, hidden_links=True, most_images=1, edit=True, delete=True, reply=True
)
ANSWERS = Capabilities(text=100, reply=True, price=0.015, price_with_link=0.2)


def outlet(
    can: Capabilities, correction: Act, retraction: Act = Act.DELETE, **more: Any
) -> Outlet:
    follows = Follows(correction=correction, retraction=retraction)
    here = Destination(name="main", platform="fake", address="@news", follows=follows, **more)
    return Outlet(destination=here, capabilities=can)


EDITED, ANSWERED = outlet(EDITS, Act.EDIT), outlet(ANSWERS, Act.REPLY)


def desk(there: Outlet) -> Desk:
    return Desk(publisher=PUBLISHER, outlets={"main": there}, zone=ZoneInfo("Europe/London"))


def behind(there: Outlet, article: Article = NEW, old: Article = OLD, **more: Any) -> Behind:
    summary = (old.body,)
    stands = compose(old, summary, there.destination, there.capabilities, PUBLISHER, 1)
    one = Behind(
        delivery=1,
        article_id=1,
        destination="main",
        state=State.SENT,
        stands=replace(stands, made_at=NOW - HOUR),
        posted_at=NOW - HOUR,
        revision=2,
        article=article,
        read_at=NOW,
        before=NOW - HOUR,
        order_at=NOW - 2 * HOUR,
    )
    return replace(one, **more)


def step(there: Outlet, one: Behind) -> Any:
    return next_step(one, desk(there), NOW)


def made(there: Outlet, one: Behind) -> FollowUp:
    found = step(there, one)
    assert isinstance(found, FollowUp)
    return found


def test_another_fact_is_edited_in_with_a_mark_in_the_publishers_time() -> None:
    found = made(EDITED, behind(EDITED))
    assert (found.act, found.why) == (Act.EDIT, "Corrected 14:05: “Nine” → “Ten”")
    assert found.post.text.text.startswith("Ten die in fire\n\n")
    assert found.post.text.text.endswith(f"\n\n{found.why}")
    assert (found.post.made_at, found.post.silent, found.cost_usd) == (NOW - HOUR, True, 0.0)


@pytest.mark.parametrize(("ago", "clock"), [(600, "13:55"), (HOUR + 1, "14:05"), (-600, "14:05")])
def test_the_page_says_when_it_was_corrected_where_that_can_be(ago: float, clock: str) -> None:
    modified = datetime.fromtimestamp(NOW - ago, UTC)
    found = made(EDITED, behind(EDITED, replace(NEW, modified=modified)))
    assert f"Corrected {clock}: " in found.post.note


def test_the_mark_of_an_earlier_correction_stays() -> None:
    first = made(EDITED, behind(EDITED)).post
    again = made(EDITED, behind(EDITED, replace(NEW, headline="Ten die in a fire"), stands=first))
    assert again.post.note == first.note
    assert again.post.text.text.endswith(first.note)
    assert step(EDITED, behind(EDITED, NEW, stands=first)) == Stay(
        why="nothing that its readers see has changed"
    )


def test_a_slip_is_edited_in_without_a_mark_and_left_where_it_cannot_be() -> None:
    assert made(EDITED, behind(EDITED, TYPO)).post.note == ""
    assert step(ANSWERED, behind(ANSWERED, TYPO)) == Stay(why=SILENT)


def test_an_answer_says_what_was_wrong_without_the_dear_link() -> None:
    found = made(ANSWERED, behind(ANSWERED))
    assert found.post.text.text == "Corrected 14:05: “Nine” → “Ten”\n\nTen die in fire"
    assert (found.act, found.post.link, found.cost_usd) == (Act.REPLY, "", 0.015)
    assert found.post.made_at == NOW


def test_what_was_told_in_an_answer_is_not_told_again() -> None:
    told = made(ANSWERED, behind(ANSWERED)).post
    assert isinstance(step(ANSWERED, behind(ANSWERED, NEW, stands=told)), Stay)
    back = made(ANSWERED, behind(ANSWERED, OLD, stands=told))
    assert "“Ten” → “Nine”" in back.post.text.text


@pytest.mark.parametrize("headline", [f"Ten {LONG}", "Ten 👩‍🚒 die"])
@pytest.mark.parametrize("there", [EDITED, ANSWERED])
@pytest.mark.parametrize("image", [None, PICTURE])
def test_a_correction_fits_as_it_stands(there: Outlet, headline: str, image: Image | None) -> None:
    old = replace(OLD, image=image)
    found = made(there, behind(there, replace(NEW, headline=headline, body=LONG), old))
    can = there.capabilities
    limit = can.caption if found.post.images and can.caption else can.text
    assert can.length(found.post.text.text) <= limit
    assert bool(found.post.images) == (bool(image) and there is EDITED)


def test_a_picture_that_the_page_lost_stays_as_do_posts_without_one() -> None:
    with_one = replace(OLD, image=PICTURE)
    assert made(EDITED, behind(EDITED, NEW, with_one)).post.images[0].url == PICTURE.url
    assert made(EDITED, behind(EDITED, replace(NEW, image=PICTURE))).post.images == ()


QUIET: list[tuple[dict[str, Any], Outlet, Article]] = [
    ({"is_completed": True}, EDITED, NEW),
    ({}, EDITED, replace(NEW, live=True)),
]


@pytest.mark.parametrize(("more", "there", "article"), QUIET, ids=["first read", "live blog"])
def test_what_corrects_nobody_makes_no_mark(
    more: dict[str, Any], there: Outlet, article: Article
) -> None:
    assert made(there, behind(there, article, **more)).post.note == ""


@pytest.mark.parametrize("state", [State.DUE, State.HELD, State.FAILED])
def test_what_was_not_sent_shows_the_newest_revision(state: State) -> None:
    found = step(EDITED, behind(EDITED, state=state))
    assert isinstance(found, Planned)
    assert found.post.text.text.startswith("Ten die in fire")
    assert found.post.note == ""


STAYS: list[tuple[Outlet, dict[str, Any], str, bool]] = [
    (outlet(EDITS, Act.OFF), {}, "corrections are off here", False),
    (EDITED, {"corrections": MOST}, "corrected 20 times before", True),
    (EDITED, {"state": State.DUE, "hold": "another story"}, "another story", True),
    (EDITED, {"article": OLD}, "nothing that its readers see has changed", False),
    (outlet(EDITS, Act.EDIT, Act.OFF), {"retracted": "gone"}, "retractions are off", False),
]


@pytest.mark.parametrize(("there", "more", "why", "is_reported"), STAYS)
def test_what_stands_stays_for_a_reason(
    there: Outlet,
    more: dict[str, Any],
    why: str,
    is_reported: bool,  # noqa: FBT001 - a column
) -> None:
    found = step(there, behind(there, **more))
    assert isinstance(found, Stay)
    assert why in found.why
    assert found.is_reported == is_reported


def test_a_person_who_approves_posts_approves_corrections() -> None:
    there = replace(EDITED, hold="approve first")
    assert made(there, behind(there)).hold == "approve first"
    assert made(EDITED, behind(EDITED, hold="another story")).hold == "another story"
    assert made(there, behind(there, retracted="gone")).hold == ""


def test_what_stands_is_kept_while_the_article_says_it() -> None:
    more = f"Rain is expected in the whole of the north until the weekend.\n\n{OLD.body}"
    article = replace(OLD, body=more, summary="The fire broke out in a house near the old port.")
    model = Wording(sentences=("Rain is expected in the whole of the north.",), origin="rewrite")
    for wording in (None, model):
        found = step(EDITED, behind(EDITED, article, wording=wording))
        assert isinstance(found, Stay), "nobody said anything wrong"
    live = made(EDITED, behind(EDITED, replace(article, live=True)))
    assert "near the old port" in live.post.text.text


def test_a_person_approves_what_a_model_writes_in_a_correction() -> None:
    there = replace(EDITED, holds_words={"rewrite": "a model wrote it"})
    article = replace(OLD, body="A fire broke out in Leeds on Monday and ten people died there.")
    wrote = Wording(sentences=("Ten people died in a fire in Leeds.",), origin="rewrite")
    found = made(there, behind(there, article, wording=wrote))
    assert found.hold == "a model wrote it"
    assert wrote.sentences[0] in found.post.text.text
    assert made(there, behind(there, article)).hold == "", "its own sentences"
    stands = replace(behind(there, OLD).stands, summary=wrote.sentences[0])
    kept = made(
        there, behind(there, replace(article, headline="Ten die"), stands=stands, wording=wrote)
    )
    assert kept.hold == "", "it was approved before"


ENDS = [
    (Act.DELETE, 0.0, ""),
    (Act.NOTICE, 0.0, ""),
    (Act.REPLY, 0.015, ""),
    (
        Act.BY_HAND,
        0.0,
        "it stands on fake and cannot be taken down from here: do it there by hand",
    ),
]


@pytest.mark.parametrize(("act", "price", "hold"), ENDS)
def test_a_withdrawn_article_is_taken_down_or_marked(act: Act, price: float, hold: str) -> None:
    there = outlet(ANSWERS, Act.REPLY, act)
    more: dict[str, Any] = {"retracted_at": NOW, "reason": "It was a hoax."}
    more["retracted"] = "by a person"
    found = made(there, behind(there, **more))
    assert (found.act, found.cost_usd, found.hold) == (act, price, hold)
    said = "2026-05-20 14:05: The publisher has withdrawn this article. It was a hoax."
    assert found.post.text.text == said
    assert found.post.link == ""
    assert found.post.key != behind(there).stands.key


OTHER = Article(canonical_url="https://e.org/b", headline="Bridge opens")
DIGEST = Digest(
    post=Post(key="d", text=Rich(text="…"), link="https://e.org/", note="Rain: said before."),
    stories=(Story(delivery=1, article=OLD), Story(delivery=2, article=OTHER)),
)


def test_a_digest_is_changed_where_what_stands_can_be() -> None:
    found = made(EDITED, behind(EDITED, digest=DIGEST))
    assert found.act is Act.EDIT
    assert found.post.text.text == (
        "Morning Tick\n\n• Ten die in fire\n• Bridge opens\n\n"
        "Rain: said before.\nCorrected 14:05: “Nine” → “Ten”"
    )
    assert found.post.headline == "Ten die in fire"
    typo = made(EDITED, behind(EDITED, TYPO, digest=DIGEST))
    assert typo.post.text.text.endswith(
        "• Nine die in a fire\n• Bridge opens\n\nRain: said before."
    )
    next_ = replace(DIGEST, post=found.post)
    assert made(EDITED, behind(EDITED, digest=next_)).post.key not in {"d", found.post.key}
    body = replace(OLD, body="Another text altogether, with other facts and people in it.")
    assert step(EDITED, behind(EDITED, body, digest=DIGEST)) == Stay(
        why="nothing that its readers see has changed"
    )
    far = replace(NEW, headline="Ten die near fire " * 30)
    many = replace(DIGEST, stories=DIGEST.stories * 5)
    full = step(EDITED, behind(EDITED, far, digest=many))
    assert full == Stay(why="it has no room in its digest any more", is_reported=True)


def test_a_digest_is_answered_where_it_cannot_be_changed() -> None:
    found = made(ANSWERED, behind(ANSWERED, digest=DIGEST))
    assert (found.act, found.cost_usd) == (Act.REPLY, 0.015)
    assert found.post.text.text == "Corrected 14:05: “Nine” → “Ten”\n\nTen die in fire"
    ended = made(
        ANSWERED, behind(ANSWERED, OLD, digest=DIGEST, retracted="gone", retracted_at=NOW)
    )
    assert ended.act is Act.REPLY
    assert ended.post.text.text.startswith("Nine die in fire: 2026-05-20 14:05: The publisher has")


@pytest.mark.parametrize(
    ("policy", "note"),
    [
        (Act.DELETE, "Rain: said before."),
        (
            Act.NOTICE,
            "Rain: said before.\nNine die in fire: 2026-05-20 14:05: {}",
        ),
    ],
)
def test_a_story_that_was_withdrawn_is_taken_out_of_its_digest(policy: Act, note: str) -> None:
    there = outlet(EDITS, Act.EDIT, policy)
    ended: dict[str, Any] = {"retracted": "gone", "retracted_at": NOW}
    found = made(there, behind(there, OLD, digest=DIGEST, **ended))
    assert found.act is Act.EDIT
    said = note.format("The publisher has withdrawn this article.")
    assert found.post.text.text == f"Morning Tick\n\n• Bridge opens\n\n{said}"
    alone = replace(DIGEST, stories=DIGEST.stories[:1])
    assert made(there, behind(there, OLD, digest=alone, **ended)).act is Act.REPLY
    mute = outlet(replace(EDITS, reply=False, edit=False), Act.OFF, policy)
    by_hand = made(mute, behind(mute, OLD, digest=DIGEST, **ended))
    assert by_hand.act is Act.BY_HAND
    assert "it stands in a digest" in by_hand.hold


def test_a_notice_under_a_picture_fits_there() -> None:
    there = outlet(EDITS, Act.EDIT, Act.NOTICE)
    more: dict[str, Any] = {"retracted_at": NOW, "reason": "It was a hoax. " * 30}
    more["retracted"] = "by a person"
    found = made(there, behind(there, old=replace(OLD, image=PICTURE), **more))
    assert found.post.images[0].url == PICTURE.url
    assert len(found.post.text.text) <= 200


class Store:
    """Remembers what was decided; `fails` to remember."""

    def __init__(self, *found: Behind, fails: bool = False) -> None:
        self.found = list(found)
        self.done: list[tuple[str, int]] = []
        self.fails = fails

    async def behind(
        self, destinations: Collection[str], limit: int, asked_of: str = ""
    ) -> list[Behind]:
        assert list(destinations) == ["main"]
        return self.found

    async def replace(self, behind: Behind, planned: Planned, now: float) -> None:
        self._keep("replace", behind)

    async def correct(self, behind: Behind, made: FollowUp, now: float) -> None:
        self._keep("correct", behind)

    async def retract(self, behind: Behind, made: FollowUp, now: float) -> None:
        self._keep("retract", behind)

    async def leave(
        self, behind: Behind, why: str, now: float, *, is_reported: bool = False
    ) -> None:
        self._keep("leave, reported" if is_reported else "leave", behind)

    def _keep(self, what: str, behind: Behind) -> None:
        if self.fails:
            raise StoreUnavailable("disk full")
        self.done.append((what, behind.delivery))


async def test_each_decision_is_carried_out_and_one_bad_article_stops_no_other() -> None:
    store = Store(
        behind(EDITED),
        behind(EDITED, delivery=2, stands=None),
        behind(EDITED, delivery=3, state=State.DUE),
        behind(EDITED, delivery=4, retracted="gone"),
        behind(EDITED, OLD, delivery=5),
    )
    assert await follow(store, desk(EDITED), NOW) == 5
    assert store.done == [
        ("correct", 1),
        ("leave, reported", 2),
        ("replace", 3),
        ("retract", 4),
        ("leave", 5),
    ]


async def test_a_store_that_cannot_remember_is_not_a_bad_article() -> None:
    with pytest.raises(StoreUnavailable):
        await follow(Store(behind(EDITED), fails=True), desk(EDITED), NOW)
