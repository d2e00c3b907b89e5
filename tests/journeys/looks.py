"""Looks at many sources that each have news, in forks of one warm process, and kills them.

The arguments: a database, how many sources, and at most how many writes a look may make before it
is killed. The first look is made in peace; then every source publishes, and look after look is
killed, until one gets through. Prints how many were killed.
"""

import asyncio
import ctypes
import os
import random
import signal
import sys

from bot.model import SourceRules
from bot.ports import Answer, Validators
from bot.sources.feed import Feed
from bot.steps.watch import watch
from bot.store import open_store

SHIM = ctypes.CDLL(None)
NOW = 1_800_000_000.0
ITEM = "<item><guid>{0}</guid><link>https://{1}.example/{0}</link><title>{1} {0}</title></item>"


async def look(database: str, sources: int, published: int, die_at: int) -> None:
    """Look at all sources that are due, each of which has published so many stories."""

    async def fetch(
        url: str,
        *,
        validators: Validators = Validators(),  # noqa: B008 - frozen
        allow_private: bool = False,
        user_agent: str = "",
        proxy: str = "",
        limit: int = 0,
    ) -> Answer:
        name = url.removeprefix("https://").partition(".")[0]
        items = "".join(ITEM.format(n, name) for n in range(published, 0, -1))
        body = f"<rss><channel>{items}</channel></rss>".encode()
        return Answer(url=url, status=200, body=body)

    rules = [
        SourceRules(name=f"s{n}", kind="feed", url=f"https://s{n}.example/feed", first_run=None)
        for n in range(sources)
    ]
    store = await open_store(f"sqlite:///{database}")
    await store.db.hold()
    await store.beginning.free_leases()
    if not die_at:
        await store.beginning.sync({rule.name: rule.url for rule in rules}, [])
    feeds = {rule.name: Feed(rule, fetch) for rule in rules}
    SHIM.herald_arm(die_at)
    await watch(store.watching, feeds, NOW, random.Random(1))  # noqa: S311 - jitter
    if not die_at:
        await store.beginning.poll_now()
    await store.close()


def outcome(database: str, sources: int, published: int, die_at: int) -> int:
    """Look in a process of its own; gives its exit code, or minus the signal that ended it."""
    child = os.fork()
    if not child:
        asyncio.run(look(database, sources, published, die_at))
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(database: str, sources: int, most: int) -> None:
    dice = random.Random(2026)  # noqa: S311 - when to kill
    if outcome(database, sources, 1, 0):
        sys.exit("the look in peace failed")
    killed = 0
    # Most die within their first commit; every tenth gets some of them through.
    while code := outcome(
        database, sources, 2, dice.randint(1, most) if (killed + 1) % 10 else 6 * most
    ):
        if code != -signal.SIGKILL:
            sys.exit(f"a look ended with {code}")
        killed += 1
    sys.stdout.write(f"{killed}\n")


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
