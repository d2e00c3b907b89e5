"""Whole deliveries by the real python-telegram-bot to the sandbox, database included."""

import asyncio
import logging
import os
import tempfile
import time

from benchmarks.engine import fill, no_web
from benchmarks.servers import running
from benchmarks.table import Figure
from bot.engine.setup import Setup
from bot.engine.worker import Worker
from bot.platforms.telegram import Telegram, TelegramOptions
from bot.rules import Destination, Publisher
from bot.sandbox.setup import BOT_TOKEN
from bot.steps.plan import Desk
from bot.store import open_store

ARTICLES, CHANNELS = 50, 10


async def _run(sandbox: str) -> list[Figure]:
    names = [f"news{n}" for n in range(CHANNELS)]

    def channel(name: str) -> Telegram:
        destination = Destination(
            name=name, platform="telegram", address=f"@{name}", api_base=sandbox
        )
        options = TelegramOptions(chat=f"@{name}", token="env:T")  # noqa: S106 - a reference
        return Telegram(destination, options, lambda _: BOT_TOKEN)

    thousands = ARTICLES * CHANNELS / 1000
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(f"sqlite:///{folder}/h.db")
        await store.db.hold()
        await fill(store, names, ARTICLES, time.time())
        platforms = {name: channel(name) for name in names}
        desk = Desk(publisher=Publisher(name="p", url="https://e.org"), outlets={})
        setup = Setup(sources={}, platforms=platforms, desk=desk, fetch=no_web)
        began = time.process_time()
        await Worker(store.delivering, setup, time.time).drain(5)
        spent = time.process_time() - began
        sent = {row.state for row in await store.asking.deliveries()}
        for platform in platforms.values():
            await platform.close()
        await store.close()
    if sent != {"sent"}:
        raise RuntimeError(f"not everything was sent: {sent}")
    return [
        Figure(
            what="telegram: CPU a 1,000 deliveries, real library, SQLite",
            value=spent / thousands,
            unit="s",
            aim="≤ 5",
        )
    ]


def measure() -> list[Figure]:
    """Measure deliveries to the sandbox, which runs in another process."""
    logging.disable(logging.CRITICAL)
    os.environ.setdefault("NO_PROXY", "127.0.0.1")
    with running("sandbox") as url:
        return asyncio.run(_run(url))
