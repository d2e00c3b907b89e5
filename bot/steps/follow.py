"""Let what stands at a destination follow its article: corrected when it changes, or taken down."""

import logging
from dataclasses import dataclass, replace

from bot.errors import StoreUnavailable
from bot.manner import Act
from bot.model import Post, Rich, State
from bot.ports import Behind, FollowStore, FollowUp, NewRevision, Planned
from bot.steps.compose import cost
from bot.steps.digest import headline_of, in_digest
from bot.steps.plan import FIRST, Desk, Outlet, planned_for
from bot.steps.restate import answer, note_of, notice, restated, worded
from bot.text.diff import Level, compare

MOST = 20
"""Corrections of one post beyond which a change is only reported: that is no newsroom's work."""
SMALL = "a slip of the pen, or another picture or credit"
SILENT = f"{SMALL}: what stands there cannot be edited"

_log = logging.getLogger("herald.follow")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """Why what stands there stays as it is; `is_reported`: a person should know."""

    why: str
    is_reported: bool = False


Step = Planned | FollowUp | Stay
"""What a publish shows instead that has not been sent, what follows it, or why nothing does."""


async def follow(store: FollowStore, desk: Desk, now: float, limit: int = 50) -> int:
    """Decide about publishes that their article has left behind; gives how many there were.

    Raises StoreUnavailable.
    """
    found = await store.behind(desk.outlets, limit, desk.asked_of)
    for one in found:
        try:
            await _carry_out(store, one, next_step(one, desk, now), now)
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - shown, and the others go on
            _log.exception("%s could not be followed", one.article.canonical_url)
            await store.leave(one, f"could not be composed: {error!r}", now, is_reported=True)
    return len(found)


async def _carry_out(store: FollowStore, one: Behind, step: Step, now: float) -> None:
    match step:
        case Stay():
            await store.leave(one, step.why, now, is_reported=step.is_reported)
        case Planned():
            await store.replace(one, step, now)
        case FollowUp() if one.retracted:
            await store.retract(one, step, now)
        case FollowUp():
            await store.correct(one, step, now)


def next_step(one: Behind, desk: Desk, now: float) -> Step:
    """Say what becomes of a publish."""
    outlet = desk.outlets[one.destination]
    if one.retracted:
        return _retraction(one, outlet, desk, now)
    if one.state is not State.SENT:
        if one.hold:
            return Stay(why=one.hold, is_reported=True)
        newest = NewRevision(
            article_id=one.article_id,
            revision=one.revision,
            article=one.article,
            order_at=one.order_at,
            wording=one.wording,
        )
        return replace(
            planned_for(newest, outlet, desk), first=FIRST if outlet.holds_first else ""
        )
    return _stays(one, outlet) or _correction(one, outlet, desk, now)


def _stays(one: Behind, outlet: Outlet) -> Stay | None:
    """Say why a post is not corrected, whatever has changed."""
    if one.corrections >= MOST:
        why = f"corrected {one.corrections} times before, no further ones are made"
        return Stay(why=why, is_reported=True)
    if outlet.destination.follows.correction is Act.OFF:
        return Stay(why="corrections are off here")
    return None


def _correction(one: Behind, outlet: Outlet, desk: Desk, now: float) -> FollowUp | Stay:
    wording = worded(one, desk)
    post = restated(one, wording, outlet, desk, one.stands.note)
    difference = compare(_seen(one.stands, one), _seen(post, one))
    if one.article.live or one.is_completed:
        difference = replace(difference, level=min(difference.level, Level.TYPO))
    if difference.level is Level.NOTHING:
        return Stay(why="nothing that its readers see has changed")
    note = ""
    if difference.level is Level.SUBSTANCE:
        note = note_of(one, outlet, desk, difference)
        post = restated(one, wording, outlet, desk, note)
    act, can = outlet.destination.follows.correction, outlet.capabilities
    if act is Act.REPLY:
        if difference.level is Level.TYPO:
            return Stay(why=SILENT)
        post = answer(post, outlet, now)
    elif one.digest:
        changed = in_digest(one, note, outlet.destination, can, desk.publisher)
        if changed is None:
            return Stay(why="it has no room in its digest any more", is_reported=True)
        post = replace(changed, headline=post.headline)
    return FollowUp(
        act=act,
        post=post,
        why=note or f"{SMALL}: mended in silence",
        cost_usd=cost(post, outlet.capabilities) if act is Act.REPLY else 0.0,
        hold=one.hold or outlet.hold_of(wording),
    )


def _seen(post: Post, one: Behind) -> Post:
    """Give what readers see of a story: in a digest its headline alone."""
    return Post(key="", text=Rich(), link="", headline=post.headline) if one.digest else post


def _retraction(one: Behind, outlet: Outlet, desk: Desk, now: float) -> FollowUp | Stay:
    act, can = outlet.destination.follows.retraction, outlet.capabilities
    if act is Act.OFF:
        return Stay(why="retractions are off here")
    changed, about = None, headline_of(one.article) if one.digest else ""
    if one.digest and act in {Act.DELETE, Act.NOTICE}:
        said = notice(one, outlet, desk, now, about).note if act is Act.NOTICE else ""
        changed = in_digest(one, said, outlet.destination, can, desk.publisher)
        changed = changed if can.edit and (can.shows_edits or not can.reply) else None
        act = Act.EDIT if changed else Act.REPLY if can.reply else Act.BY_HAND
    made_at = now if act is Act.REPLY else one.stands.made_at
    post = changed or notice(one, outlet, desk, made_at, about)
    where = "in a digest" if one.digest else f"on {outlet.destination.platform}"
    by_hand = f"it stands {where} and cannot be taken down from here: do it there by hand"
    return FollowUp(
        act=act,
        post=post,
        why=one.retracted,
        cost_usd=cost(post, outlet.capabilities) if act is Act.REPLY else 0.0,
        hold=by_hand if act is Act.BY_HAND else one.hold,
    )
