"""What Herald is doing when it is struck, and how often what it was doing is there afterwards."""

import asyncio
import os
import re
import signal
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import psutil

from bot.sandbox.ledger import Standing
from bot.steps.watch import LEASE
from tests.journeys.conftest import Herald, Running, until
from tests.sweep.outlets import is_blind, outlets, standing
from tests.sweep.strikes import HALT, Blow

NO_LONGER_ON_ITS_WAY = 25.0
"""Seconds after which an attempt can no longer arrive: the clock goes on by so many at a restart."""
MOST_RESTARTS = 6
LOCKED_FOR = 60.0
PATIENCE = 60.0
"""Seconds within which a call is struck, or the run ends."""

Prepare = Callable[[Herald, str], Awaitable[None]]


def posts_of(herald: Herald, outlet: str, slug: str) -> list[Standing]:
    """Give what stands of a story, without what was said under it."""
    url = f"{herald.site.url}/{slug}"
    return [p for p in standing(herald, outlet) if url in p.links and not p.reply_to]


def stories(herald: Herald, outlet: str) -> list[str]:
    """Give the slugs of what stands, in order, without what was said under it."""
    links = [post.links for post in standing(herald, outlet) if not post.reply_to]
    ours = [link.removeprefix(f"{herald.site.url}/") for each in links for link in each]
    return [re.sub(r"(?<=\d)-\d+$", "", slug) for slug in ours if "/" not in slug]


def published(herald: Herald, outlet: str, slug: str) -> int:
    return len(posts_of(herald, outlet, slug))


def in_a_digest(herald: Herald, outlet: str, slug: str) -> int:
    """Count the digests, if each names all its stories."""
    numbers = {published(herald, outlet, f"{slug}-{n}") for n in range(DIGEST)}
    return max(numbers) if 0 not in numbers else 0


def corrected(herald: Herald, outlet: str, slug: str) -> int:
    posts = posts_of(herald, outlet, slug)
    if len(posts) != 1:
        return len(posts)
    (post,) = posts
    answers = [p for p in standing(herald, outlet) if p.reply_to == post.id]
    is_edited = post.text.startswith(changed(slug))
    return len(answers) if answers else int(is_edited)


def taken_down(herald: Herald, outlet: str, slug: str) -> int:
    url = f"{herald.site.url}/{slug}"
    return int(not any(url in post.links for post in standing(herald, outlet)))


def changed(slug: str) -> str:
    return f"Other news of {slug}"


def list_only(herald: Herald, *slugs: str) -> None:
    for story in herald.site.stories:
        story.is_listed = False
    herald.site.add(*slugs)


async def nothing(herald: Herald, slug: str) -> None:
    """List this story alone, so that the feed does not grow from point to point."""
    list_only(herald, slug)


async def stands(herald: Herald, slug: str) -> None:
    await nothing(herald, slug)
    await finish(herald, lambda: everywhere(herald, published, slug))


async def to_correct(herald: Herald, slug: str) -> None:
    await stands(herald, slug)
    herald.site.story(slug).headline = changed(slug)
    assert (await herald("correct", f"{herald.site.url}/{slug}")).code == 0


async def to_retract(herald: Herald, slug: str) -> None:
    await stands(herald, slug)
    assert (await herald("retract", f"{herald.site.url}/{slug}")).code == 0


DIGEST = 3


async def to_fold(herald: Herald, slug: str) -> None:
    list_only(herald, *(f"{slug}-{n}" for n in range(DIGEST)))


async def to_approve(herald: Herald, slug: str) -> None:
    await nothing(herald, slug)
    await herald.once()


async def one_pass(herald: Herald, strike: Blow, patience: float) -> None:
    await _struck(herald, ("run", "--once"), strike, patience)


async def approving(herald: Herald, strike: Blow, patience: float) -> None:
    held = await herald.deliveries("--state", "held")
    await _struck(herald, ("approve", *(str(row["id"]) for row in held)), strike, patience)
    # why: what was killed approves nothing, and its person does it again.
    if rest := await herald.deliveries("--state", "held"):
        await herald("approve", *(str(row["id"]) for row in rest))


async def reloading(herald: Herald, strike: Blow, patience: float) -> None:
    """Strike from the moment on when another configuration is there."""
    slug = herald.site.stories[-1].slug
    herald.ahead += (
        LEASE  # why: on PostgreSQL what a dead node was looking at is its own for so long
    )
    herald.site.stories[-1].is_listed = False
    running = await herald.begin("run", strike=strike, armed_later=True)
    looks = herald.site.asked["/feed"]
    await until(lambda: herald.site.asked["/feed"] > looks)
    changed_part = herald.config["destinations"][0]
    changed_part["timeout"] = "3s" if changed_part["timeout"] == "2s" else "2s"
    herald.write()
    herald.site.story(slug).is_listed = True
    os.kill(running.pid, signal.SIGUSR2)

    def is_over() -> bool:
        all_there = everywhere(herald, published, slug)
        return (all_there and "configuration: " in running.log) or not psutil.pid_exists(
            running.pid
        )

    await until(is_over)
    await running.stop()


async def _struck(herald: Herald, words: tuple[str, ...], strike: Blow, patience: float) -> None:
    running = await herald.begin(*words, strike=strike, horizon=1.0)
    mark = herald.folder / "struck"
    await until(lambda: mark.exists() or not psutil.pid_exists(running.pid), PATIENCE)
    if strike[2] == HALT and mark.exists():
        await _locked_out(herald, running)
    try:
        async with asyncio.timeout(patience):
            await running.ended()
    except TimeoutError:
        # why: who cannot remember waits until it can, and would for ever; it may die meanwhile.
        await running.stop(signal.SIGKILL)


async def _locked_out(herald: Herald, running: Running) -> None:
    """Hold the database's lock for a minute, while the process would write."""
    process = psutil.Process(running.pid)
    await until(lambda: process.status() == psutil.STATUS_STOPPED)
    db = sqlite3.connect(herald.folder / "herald.db", isolation_level=None, timeout=0)
    with closing(db):
        try:
            db.execute("begin exclusive")
        except sqlite3.OperationalError:
            # why: it was halted within a transaction of its own, which it may end first.
            os.kill(running.pid, signal.SIGCONT)
            db.execute("pragma busy_timeout = 5000")
            db.execute("begin exclusive")
        os.kill(running.pid, signal.SIGCONT)
        await asyncio.sleep(LOCKED_FOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """`manner` is what its destinations are told, `posting` their common rules.

    `seen` counts how often what was done is there: once is right, none is lost, more are doubled.
    """

    name: str
    prepare: Prepare
    seen: Callable[[Herald, str, str], int]
    strike: Callable[[Herald, Blow, float], Awaitable[None]] = one_pass
    manner: Mapping[str, Any] = field(default_factory=dict)
    posting: Mapping[str, Any] = field(default_factory=dict)


WAYS = (
    Way(name="publish a text", prepare=nothing, seen=published, manner={"image": False}),
    Way(name="publish a picture", prepare=nothing, seen=published),
    Way(name="correct", prepare=to_correct, seen=corrected),
    Way(name="retract", prepare=to_retract, seen=taken_down),
    Way(name="digest", prepare=to_fold, seen=in_a_digest, posting={"digest": 2}),
    Way(
        name="approve",
        prepare=to_approve,
        seen=published,
        strike=approving,
        posting={"approval": "all"},
    ),
    Way(name="reload", prepare=nothing, seen=published, strike=reloading),
)


async def finish(herald: Herald, is_done: Callable[[], bool]) -> int:
    """Restart until all is done, or not again; gives how often a person was asked what stands."""
    asked = 0
    for _ in range(MOST_RESTARTS):
        await herald.heard_out()
        done = await herald("run", "--once", horizon=1.0)
        told = await _told(herald) if any(map(is_blind, outlets(herald))) else 0
        if done.code == 0 and is_done() and not told:
            break
        asked += told
        herald.ahead += NO_LONGER_ON_ITS_WAY
    return asked


async def _told(herald: Herald) -> int:
    """Be the person who looks at a channel that Herald cannot ask; gives how often."""
    rows = await herald.deliveries("--state", "in_doubt")
    blind = [row for row in rows if is_blind(row["destination"])]
    for row in blind:
        there = [p for p in standing(herald, row["destination"]) if row["article"] in p.links]
        says = ("--posted", there[0].id) if there else ("--not-posted",)
        assert (await herald("resolve", str(row["id"]), *says)).code == 0
    return len(blind)


def everywhere(herald: Herald, seen: Callable[[Herald, str, str], int], slug: str) -> bool:
    """Say whether it is there wherever Herald posts to."""
    return all(seen(herald, outlet, slug) for outlet in outlets(herald))
