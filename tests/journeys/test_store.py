"""A database that cannot remember for a while: sending stops, says so, and goes on by itself."""

import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.journeys.conftest import Herald, Running, until

Trouble = Callable[[Path, Running], AbstractContextManager[None]]


@contextmanager
def locked(database: Path, running: Running) -> Iterator[None]:
    """Let somebody else hold the write lock."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("begin immediate")
        yield
        other.execute("rollback")


@contextmanager
def full(database: Path, running: Running) -> Iterator[None]:
    """Let no file of this process grow any more, as on a full disk."""
    size = database.with_name("herald.db-wal").stat().st_size
    assert size > len(running.log) + 8192, "there must be room to say what is wrong"
    endless = resource.RLIM_INFINITY
    resource.prlimit(running.pid, resource.RLIMIT_FSIZE, (size, endless))
    yield
    resource.prlimit(running.pid, resource.RLIMIT_FSIZE, (endless, endless))


async def ready(port: int) -> int:
    """Ask whether Herald is ready to work."""
    async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}/readyz") as it:
        return it.status


async def page(port: int, name: str) -> str:
    """Give a page of the console."""
    async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}/{name}") as it:
        return await it.text()


async def is_told(herald: Herald, port: int, trouble: Trouble) -> None:
    """Status and the console say that nothing can be written."""
    wal = (herald.folder / "herald.db-wal").stat().st_size
    (alert,) = (await herald.ask("status", most_bytes=wal if trouble is full else 0))["alerts"]
    assert alert["topic"] == "database"
    assert "nothing can be remembered, so nothing is sent" in alert["why"]
    assert "nothing can be remembered" in await page(port, "problems")


@pytest.mark.parametrize("trouble", [locked, full])
async def test_nothing_is_sent_that_cannot_be_remembered(
    herald: Herald, trouble: Trouble, unused_tcp_port: int
) -> None:
    herald.config["console"] = {"listen": f"127.0.0.1:{unused_tcp_port}"}
    herald.write()
    herald.site.add("one")
    running = await herald.begin("run")
    await until(lambda: herald.posts("telegram") == herald.posts("x") == ["one"])
    assert await ready(unused_tcp_port) == 200
    herald.fault("/send", "delay", seconds=1, commit=True)
    herald.fault("POST /2/tweets", "delay", seconds=1)
    herald.site.add("two", "three")
    await until(lambda: not herald.sandbox.faults.waiting)
    with trouble(herald.folder / "herald.db", running):
        await until(lambda: "sending stops until the database can remember" in running.log)
        await until(lambda: herald.posts("x") == ["one", "two"])
        herald.site.add("four")
        asked = herald.site.asked["/feed"]
        await until(lambda: "nothing can be remembered now" in running.log)
        assert await ready(unused_tcp_port) == 503
        await is_told(herald, unused_tcp_port, trouble)
        herald.both("one", "two")
        assert running.code is None
    await until(lambda: "the database remembers again; sending goes on" in running.log)
    await until(lambda: len(herald.posts("telegram")) == len(herald.posts("x")) == 4)
    done = await running.stop()
    assert done.code == 0
    assert done.log.count("nothing can be remembered now") == 1
    herald.both("one", "two", "three", "four")
    assert {(d["state"], d["attempts"]) for d in await herald.deliveries()} == {("sent", 1)}
    assert herald.site.asked["/feed"] > asked
    with closing(sqlite3.connect(herald.folder / "herald.db")) as database:
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)


async def test_one_pass_on_a_locked_database_is_to_be_tried_later(herald: Herald) -> None:
    herald.site.add("one")
    await herald.once()
    herald.site.add("two")
    with closing(sqlite3.connect(herald.folder / "herald.db", isolation_level=None)) as other:
        other.execute("begin immediate")
        done = await herald("run", "--once")
        assert (done.code, done.out) == (75, "")
        assert "herald.db: database is locked" in done.log
        assert (await herald("pause", "x")).code == 75
    await herald.once()
    herald.both("one", "two")


async def test_one_pass_on_a_full_disk_posts_nothing_and_is_to_be_tried_later(
    herald: Herald,
) -> None:
    herald.site.add("one")
    await herald.once()
    herald.site.add("two")
    done = await herald("run", "--once", most_bytes=4096)
    assert (done.code, done.out) == (75, ""), done.log
    herald.both("one")
    await herald.once()
    herald.both("one", "two")


async def test_a_database_that_is_none_says_so(herald: Herald) -> None:
    (herald.folder / "herald.db").write_text("This is no database at all, " * 100)
    done = await herald("run", "--once")
    assert done.code == 69
    assert "herald.db: cannot be opened as an SQLite database" in done.log


async def test_a_database_of_a_later_version_is_left_alone(herald: Herald) -> None:
    assert (await herald("migrate")).out.startswith("applied: 1")
    assert await herald.ask("migrate") == {"applied": []}
    with closing(sqlite3.connect(herald.folder / "herald.db")) as database:
        database.execute("insert into schema_version (number) values (9999)")
        database.commit()
    for words in (("run", "--once"), ("status",), ("migrate",)):
        done = await herald(*words)
        assert done.code == 69
        assert "written by a newer version" in done.log
