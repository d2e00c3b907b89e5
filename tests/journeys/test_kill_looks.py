"""SIGKILL again and again while a thousand sources publish: every entry once, and only once."""

import asyncio
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.conftest import HERE, ROOT

SOURCES = 1000
LEAST_KILLS, LEAST_POINTS = 150, 80


async def test_a_kill_at_any_write_loses_and_doubles_no_entry(
    shim: Path | None, tmp_path: Path
) -> None:
    if shim is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(
            "no C compiler: the kill points cannot be reached"
        )
    database = tmp_path / "h.db"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, HERE / "looks.py", database, str(SOURCES)),
        env={**os.environ, "PYTHONPATH": str(ROOT), "LD_PRELOAD": str(shim)},
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    assert process.returncode == 0
    kills, points = map(int, out.split())
    assert kills >= LEAST_KILLS
    assert points >= LEAST_POINTS
    with closing(sqlite3.connect(database)) as db:
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
        entries = db.execute(
            "select source, json_extract(content, '$.guid') from entry"
        ).fetchall()
        assert len(entries) == len(set(entries)) == SOURCES * 2
        (seen,) = db.execute(
            "select count(*) from source where next_at > 0 and added = 1"
        ).fetchone()
        assert seen == SOURCES
        (orphans,) = db.execute(
            "select count(*) from entry where not id in (select entry_id from entry_key)"
        ).fetchone()
        assert orphans == 0
