"""What is special about a server: it may refuse us, or not be there."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import asyncpg
import pytest

from bot.errors import StoreLost, StoreRefused, StoreUnavailable
from bot.store import postgres
from bot.store.migrate import migrate, steps
from bot.store.postgres import Postgres
from tests.postgres import emptied, line_to


@pytest.mark.parametrize(
    ("server", "why"),
    [("127.0.0.1:9", "Connection refused"), ("nowhere.invalid", "[^[]*(name|Name)")],
)
async def test_a_server_that_is_not_there_is_named(server: str, why: str) -> None:
    url = f"postgresql://herald@{server}/herald"
    with pytest.raises(StoreLost, match=f"{url}: PostgreSQL cannot be reached: {why}"):
        await Postgres.open(url)


AT_EASE = b"R\0\0\0\x08\0\0\0\0" + b"S\0\0\0\x16server_version\x0016\0" + b"Z\0\0\0\x05I"
"""What a server says that takes a client without a password."""


@pytest.mark.parametrize(
    ("said", "why"),
    [(AT_EASE[:5], "PostgreSQL hung up"), (AT_EASE, "PostgreSQL is gone")],
    ids=["while greeting", "after the greeting"],
)
async def test_a_server_that_hangs_up_is_lost(said: bytes, why: str) -> None:
    has_ended = asyncio.Event()

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.read(100)
            writer.write(b"N")  # no TLS
            await reader.read(1000)
            writer.write(said)
            await (writer.drain() if said != AT_EASE else reader.read(100))
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()
            has_ended.set()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(StoreLost, match=why):
            await (await Postgres.open(f"postgresql://herald@127.0.0.1:{port}/herald")).tables()
        await has_ended.wait()


async def test_a_server_that_refuses_says_why(postgres_url: str) -> None:
    url = postgres_url.replace("/postgres?", "/missing?")
    with pytest.raises(
        StoreRefused, match='PostgreSQL refuses: database "missing" does not exist'
    ):
        await Postgres.open(url)


async def test_a_connection_that_was_ended_is_lost(postgres_url: str) -> None:
    ours, theirs = await Postgres.open(postgres_url), await Postgres.open(postgres_url)
    pid = (await ours("select pg_backend_pid() as pid"))[0]["pid"]
    await theirs("select pg_terminate_backend(cast(:pid as int), 5000)", pid=pid)
    with pytest.raises(StoreUnavailable):  # the server's farewell, or that it is gone already
        await ours("select 1")
    with pytest.raises(StoreLost, match="PostgreSQL is gone"):
        await ours("select 1")
    await ours.close()
    await theirs.close()


async def test_who_comes_first_knows_it(postgres_url: str) -> None:
    ours, theirs = await Postgres.open(postgres_url), await Postgres.open(postgres_url)
    for node in (ours, theirs):
        assert not node.is_first
        await node.hold()
    assert (ours.is_first, theirs.is_first) == (True, False)
    await theirs.close()
    await ours.close()


async def test_a_server_that_does_not_tell_its_copies_apart_is_no_reason_to_stop(
    postgres_url: str,
) -> None:
    await emptied(postgres_url)
    db = await Postgres.open(postgres_url)
    assert await db.mark() == ""
    await migrate(db)
    marks = [await db.mark() for _ in range(2)]
    assert marks[0] == marks[1] != ""
    await db.close()


@pytest.mark.parametrize("at", [b"BEGIN", b"select 1 as one", b"COMMIT"])
async def test_a_server_that_gives_no_answer_is_lost(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, at: bytes
) -> None:
    async with line_to(postgres_url) as line:
        db = await Postgres.open(line.url)
        monkeypatch.setattr(postgres, "PATIENCE", 0.2)
        line.stalls_at = at
        async with asyncio.timeout(20):
            with pytest.raises(StoreLost, match="PostgreSQL gives no answer within"):
                async with db.tx() as q:
                    await q("select 1 as one")
            with pytest.raises(StoreLost):
                await db.tables()
        await db.close()


async def test_a_peer_that_stops_in_a_transaction_holds_up_no_other(postgres_url: str) -> None:
    ours, theirs = await Postgres.open(postgres_url), await Postgres.open(postgres_url)
    await ours("create table shared (n int)")
    await ours("insert into shared (n) values (0)")

    async def stop() -> None:
        async with theirs.tx() as q:
            await q("set idle_in_transaction_session_timeout = '100ms'")
            await q("update shared set n = 1")
            await ours("update shared set n = n + 2")
            await q("select 1")

    with pytest.raises(StoreUnavailable):
        await stop()
    assert [row["n"] for row in await ours("select n from shared")] == [2]
    await ours("drop table shared")
    await ours.close()
    await theirs.close()


async def test_who_says_nothing_for_long_is_given_up_only_once_it_is_at_work(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "PULSE", 0.1)
    idle, busy = await Postgres.open(postgres_url), await Postgres.open(postgres_url)
    await busy.keep_pulse()
    pid = (await busy("select pg_backend_pid() as pid"))[0]["pid"]
    while await idle("select 1 as one from pg_stat_activity where pid = :pid", pid=pid):
        await idle("select pg_sleep(0.05)")
    with pytest.raises(StoreLost):
        await busy.tables()
    await idle.tables()
    await busy.close()
    await idle.close()


@pytest.mark.parametrize("name", ["idle_in_transaction_session_timeout", "statement_timeout"])
async def test_a_session_ends_before_who_waits_for_it_gives_up(
    postgres_url: str, name: str
) -> None:
    db = await Postgres.open(postgres_url)
    async with db.tx() as q:
        (row,) = await q("select setting from pg_settings where name = :name", name=name)
    assert 0 < int(row["setting"]) < postgres.PATIENCE * 1000
    await db.close()


async def test_nodes_that_begin_at_once_make_the_tables_once(postgres_url: str) -> None:
    await emptied(postgres_url)
    nodes = await asyncio.gather(*(Postgres.open(postgres_url) for _ in range(4)))
    applied = await asyncio.gather(*map(migrate, nodes))
    assert sorted(number for each in applied for number in each) == [n for n, _ in steps()]
    for node in nodes:
        await node.close()


async def test_a_node_hears_that_others_wrote_and_else_nothing(postgres_url: str) -> None:
    """Also of one that began before the last look and ends after it."""
    ours, others, late = [await Postgres.open(postgres_url) for _ in range(3)]
    # why several: the server keeps house too, and that is heard as well.
    assert False in [await ours.has_changed() for _ in range(20)]
    async with late.tx() as q:
        await q("create table late (id integer)")
        async with others.tx() as other:
            await other("create table other (id integer)")
        assert await ours.has_changed()
        assert False in [await ours.has_changed() for _ in range(20)]
    assert await ours.has_changed()
    for node in (ours, others, late):
        await node.close()
    await emptied(postgres_url)


@pytest.mark.parametrize(
    ("word", "kept"), [("BEGIN", [2]), ("insert", [2]), ("COMMIT", [1, 2]), ("ROLLBACK", [2])]
)
async def test_who_is_cancelled_leaves_no_transaction_behind(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, word: str, kept: list[int]
) -> None:
    await emptied(postgres_url)
    db = await Postgres.open(postgres_url)
    async with db.tx() as q:
        await q("create table kept (n int)")

    async def write() -> None:
        async with db.tx() as q:
            await q("insert into kept values (1)")
            if word == "ROLLBACK":
                raise LookupError

    def cancelling(call: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def called(connection: Any, query: str, *values: Any) -> Any:
            if query.startswith(word):
                asyncio.get_running_loop().call_soon(work.cancel)
            return await call(connection, query, *values)

        return called

    with monkeypatch.context() as while_cancelled:
        for name in ("execute", "fetch"):
            real = getattr(asyncpg.Connection, name)
            while_cancelled.setattr(asyncpg.Connection, name, cancelling(real))
        work = asyncio.create_task(write())
        with pytest.raises((asyncio.CancelledError, LookupError)):
            await work
    async with db.tx() as q:
        await q("insert into kept values (2)")
    await db.close()
    another = await Postgres.open(postgres_url)
    async with another.tx(write=False) as q:
        assert [row["n"] for row in await q("select n from kept order by n")] == kept
    await another.close()
