"""What is special about a file: one sender, a lock, a disk that can fill up."""

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from bot.errors import AnotherInstance, StoreRefused, StoreUnavailable
from bot.store import open_store
from bot.store.migrate import steps
from bot.store.sqlite import Sqlite


async def test_a_second_instance_is_refused_and_names_the_first(tmp_path: Path) -> None:
    first, second = Sqlite(tmp_path / "h.db"), Sqlite(tmp_path / "h.db")
    await first.hold()
    with pytest.raises(AnotherInstance, match=r"in use by .*, process \d+"):
        await second.hold()
    await first.close()
    await second.hold()
    await second.close()


async def test_a_newer_schema_is_refused_with_a_sentence(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/h.db"
    store = await open_store(url)
    async with store.db.tx() as q:
        await q("insert into schema_version (number) values (:n)", n=steps()[-1][0] + 1)
    await store.close()
    with pytest.raises(StoreRefused, match="written by a newer version"):
        await open_store(url)


async def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/h.db"
    await (await open_store(url)).close()
    store = await open_store(url)
    async with store.db.tx() as q:
        rows = await q("select count(*) as n from schema_version")
    assert rows[0]["n"] == len(steps())
    await store.close()


async def test_commits_are_durable_and_readers_do_not_block(tmp_path: Path) -> None:
    db = Sqlite(tmp_path / "h.db")
    assert (await db("pragma journal_mode"))[0][0] == "wal"  # type: ignore[index]  # a bare pragma row
    assert (await db("pragma synchronous"))[0][0] == 2  # type: ignore[index]  # 2 is FULL
    await db.close()


async def test_a_locked_database_is_unavailable_and_comes_back(tmp_path: Path) -> None:
    db = Sqlite(tmp_path / "h.db")
    await db("create table t (a)")
    await db("pragma busy_timeout = 1")
    other = sqlite3.connect(tmp_path / "h.db", isolation_level=None)
    other.execute("begin immediate")
    with pytest.raises(StoreUnavailable, match="locked"):
        async with db.tx():
            pass
    other.execute("rollback")
    async with db.tx() as q:
        await q("insert into t values (1)")
    other.close()
    await db.close()


async def test_a_full_disk_is_unavailable_and_comes_back(tmp_path: Path) -> None:
    db = Sqlite(tmp_path / "h.db")
    await db("create table t (a)")
    await db("pragma max_page_count = 3")
    with pytest.raises(StoreUnavailable, match="full"):
        async with db.tx() as q:
            await q("insert into t values (:blob)", blob="x" * 100_000)
    await db("pragma max_page_count = 3000")
    async with db.tx() as q:
        await q("insert into t values (:blob)", blob="x" * 100_000)
    await db.close()


async def test_a_disk_that_is_full_from_the_start_is_unavailable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = Sqlite(tmp_path / "h.db")

    def write(_handle: int, _text: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(StoreUnavailable, match="No space left on device"):
        await db.hold()
    monkeypatch.undo()
    await db.hold()
    await db.close()


async def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "h.db").write_text("this is no database, it is a text of some length\n" * 30)
    with pytest.raises(StoreRefused, match=r"h\.db"):
        Sqlite(tmp_path / "h.db")


async def test_a_database_that_broke_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    db = Sqlite(path)
    await db("create table t (a)")
    await db("insert into t values (1)")
    await db.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xaa" * (len(whole) - 4096))
    db = Sqlite(path)
    with pytest.raises(StoreRefused, match=r"h\.db: the file is damaged"):
        await db("select * from t")
    await db.close()


async def test_somebody_else_s_database_is_left_alone(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "h.db")
    other.execute("create table article (theirs)")
    other.close()
    with pytest.raises(StoreRefused, match="tables that are not Herald's"):
        await open_store(f"sqlite:///{tmp_path}/h.db")
    other = sqlite3.connect(tmp_path / "h.db")
    assert other.execute("select name from sqlite_master").fetchall() == [("article",)]
    other.close()


async def test_a_folder_that_may_not_be_written_is_refused_and_says_what_to_do(
    tmp_path: Path,
) -> None:
    (tmp_path / "h.db").mkdir()
    with pytest.raises(StoreRefused, match="must be a file, in a folder that this user may write"):
        Sqlite(tmp_path / "h.db")


async def test_another_process_s_write_is_noticed(tmp_path: Path) -> None:
    ours, theirs = Sqlite(tmp_path / "h.db"), Sqlite(tmp_path / "h.db")
    await ours.has_changed()
    assert not await ours.has_changed()
    await theirs("create table t (a)")
    assert await ours.has_changed()
    await ours.close()
    await theirs.close()


def test_each_migration_has_a_number_of_its_own() -> None:
    numbers = [number for number, _ in steps()]
    assert numbers == list(range(1, len(numbers) + 1))


async def test_a_restart_under_the_same_number_is_not_who_was_sending(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/herald.db"
    nodes: list[str] = []
    for _ in range(2):  # in one process here, as each has the number 1 in a container
        store = await open_store(url)
        await store.db.hold()
        assert await store.db.dead_nodes(nodes) == nodes
        nodes.append(store.db.node)
        assert await store.db.dead_nodes(nodes) == nodes[:-1]
        await store.close()
