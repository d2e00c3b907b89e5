"""Looks at many sources that each have news, in forks of one warm process, and kills them.

The arguments: a database and how many sources. The first look is made in peace; then every source
publishes, and look after look is killed, before a write to the disk or in the middle of it, until
one gets through. After each kill nothing may stand there by half: only what is on the disk counts,
so other moments tell no more. Prints how many were killed, and at how many different writes.
"""

import asyncio
import ctypes
import gc
import os
import random
import signal
import sqlite3
import sys
from contextlib import closing

import bot.steps.watch
from bot.ports import Answer
from bot.rules import SourceRules
from bot.sources.feed import Feed
from bot.store import open_store

SHIM = ctypes.CDLL(None)
NOW = 1_800_000_000.0
ITEM = "<item><guid>{0}</guid><link>https://{1}.example/{0}</link><title>{1} {0}</title></item>"
BATCHES = (1, 8, bot.steps.watch.AT_ONCE)
"""Sources whose looks may be one commit."""
LATEST = 350
"""Writes to the disk (`kill.c`) at one of which a look dies, mostly an early one."""
KILL, TEAR = 0, 1
HALVES = """select count(*) from source where (added = 1 and polls = 2 and next_at > 0)
 <> (select count(*) = 2 from entry where entry.source = source.name)"""


def publishing(sources: int, published: int) -> dict[str, Feed]:
    """Give sources of which each has published so many stories."""

    async def fetch(url: str, **_: object) -> Answer:
        name = url.removeprefix("https://").partition(".")[0]
        items = "".join(ITEM.format(n, name) for n in range(published, 0, -1))
        body = f"<rss><channel>{items}</channel></rss>".encode()
        return Answer(url=url, status=200, body=body)

    rules = [
        SourceRules(name=f"s{n}", kind="feed", url=f"https://s{n}.example/feed", first_run=None)
        for n in range(sources)
    ]
    return {rule.name: Feed(rule, fetch) for rule in rules}


async def look(database: str, feeds: dict[str, Feed], strike: tuple[int, int]) -> None:
    """Look at all sources that are due; where nothing strikes, it is the first look."""
    store = await open_store(f"sqlite:///{database}")
    await store.db.hold()
    await store.beginning.register()
    await store.beginning.free_leases(NOW)
    nth, manner = strike
    if not nth:
        await store.beginning.sync({name: feed.rules.url for name, feed in feeds.items()}, [])
    SHIM.herald_strike(ctypes.c_long(nth), 0, manner, 0)
    jitter = random.Random(1)  # noqa: S311 - no secret
    await bot.steps.watch.watch(store.watching, feeds, NOW, jitter)
    if not nth:
        await store.beginning.poll_now()
    await store.close()


def outcome(database: str, feeds: dict[str, Feed], strike: tuple[int, int]) -> int:
    """Look in a process of its own; gives its exit code, or minus the signal that ended it."""
    child = os.fork()
    if not child:
        asyncio.run(look(database, feeds, strike))
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(database: str, sources: int) -> None:
    if outcome(database, publishing(sources, 1), (0, KILL)):
        sys.exit("the look in peace failed")
    feeds = publishing(sources, 2)
    gc.freeze()  # no collection touches what forks share
    dice = random.Random(2026)  # noqa: S311 - when and how to kill
    killed: list[int] = []
    while True:
        bot.steps.watch.AT_ONCE = dice.choice(BATCHES)
        nth, manner = int(LATEST ** dice.random()), dice.choice((KILL, TEAR))
        code = outcome(database, feeds, (nth, manner))
        with closing(sqlite3.connect(database)) as db:
            if halves := db.execute(HALVES).fetchone()[0]:
                sys.exit(f"struck at call {nth}: {halves} sources are written by half")
        if not code:
            break
        if code != -signal.SIGKILL:
            sys.exit(f"a look ended with {code}")
        killed.append(nth)
    sys.stdout.write(f"{len(killed)} {len({*killed})}\n")


main(sys.argv[1], int(sys.argv[2]))
