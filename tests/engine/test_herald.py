"""The main job takes up what changes."""

import asyncio

from bot.engine.herald import Herald
from bot.store import Store
from tests.engine.conftest import START, Channel, publish, setup, until


async def test_a_destination_that_changes_is_closed_when_its_post_is_through(store: Store) -> None:
    before, after = Channel("one"), Channel("one")
    before.gate.clear()
    await publish(store, ["a", "b"], ["one"])
    herald = Herald(store, setup(before), lambda: START + 200)
    delivering = asyncio.create_task(herald.worker.run())
    await until(lambda: bool(herald.worker._tasks))
    changing = asyncio.create_task(herald.use(setup(after)))
    await until(lambda: herald.setup.platforms["one"] is after)
    assert not before.is_closed
    before.gate.set()
    await changing
    assert before.is_closed
    await until(lambda: after.posts == ["b"])
    herald.worker.stop()
    await delivering
    assert (before.posts, after.is_closed) == (["a"], False)
