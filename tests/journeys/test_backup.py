"""Backups: whole, marked as such, and looked up before anything is sent after one is put back."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.conftest import Herald


async def backed_up(herald: Herald) -> Path:
    """Post one story, make a backup, and post two more that it does not know."""
    herald.site.add("one")
    await herald.once()
    copy = herald.folder / "safe" / "herald.db"
    copy.parent.mkdir()
    done = await herald.ask("backup", str(copy))
    assert done == {"file": str(copy), "bytes": copy.stat().st_size}
    herald.hurry()
    herald.site.add("two", "three")
    await herald.once()
    herald.both("one", "two", "three")
    return copy


def put_back(herald: Herald, copy: Path) -> None:
    for file in herald.folder.glob("herald.db-*"):
        file.unlink()
    shutil.copy(copy, herald.folder / "herald.db")


async def test_a_backup_is_one_whole_file(herald: Herald) -> None:
    copy = await backed_up(herald)
    assert [file.name for file in copy.parent.iterdir()] == ["herald.db"]
    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
        assert database.execute("select count(*) from delivery").fetchone() == (2,)


async def test_a_backup_that_is_put_back_doubles_nothing(herald: Herald) -> None:
    put_back(herald, await backed_up(herald))
    herald.site.add("four")
    done = await herald("run", "--once")
    assert "older than what was here" in done.log
    herald.both("one", "two", "three", "four")
    (alert,) = (await herald.ask("status"))["alerts"]
    assert alert["topic"] == "restored"
    assert "looked up before it is sent" in alert["why"]


async def test_a_copy_of_the_file_that_is_put_back_is_noticed_too(herald: Herald) -> None:
    herald.site.add("one")
    await herald.once()
    copy = herald.folder / "copy.db"
    with closing(sqlite3.connect(herald.folder / "herald.db")) as database:
        database.execute("vacuum into ?", [str(copy)])
    herald.hurry()
    herald.site.add("two")
    await herald.once()
    put_back(herald, copy)
    done = await herald("run", "--once")
    assert "older than what was here" in done.log
    herald.both("one", "two")


async def test_what_goes_on_where_it_was_is_no_backup(herald: Herald) -> None:
    herald.site.add("one")
    await herald.once()
    herald.site.add("two")
    done = await herald.once()
    assert "older than" not in done.log
    assert (await herald.ask("status"))["alerts"] == []


async def test_a_backup_that_cannot_be_made_leaves_the_last_one(herald: Herald) -> None:
    copy = await backed_up(herald)
    before = copy.read_bytes()
    done = await herald("backup", str(copy), most_bytes=8192)
    assert (done.code, done.out) == (75, ""), done.log
    assert "cannot be written" in done.log
    assert copy.read_bytes() == before
    assert [file.name for file in copy.parent.iterdir()] == ["herald.db"]


@pytest.mark.parametrize(
    ("target", "why"),
    [("herald.db", "is the database itself"), ("no/such/place.db", "there is no folder no/such")],
)
async def test_a_backup_says_why_it_cannot_be(herald: Herald, target: str, why: str) -> None:
    assert "there is no database" in (await herald("backup", "x.db")).log
    await herald.once()
    done = await herald("backup", target)
    assert done.code == 1
    assert why in done.log
