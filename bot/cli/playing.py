"""Herald without the world: the local sandbox, and the demo that uses it."""

import asyncio
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from bot.cli.console import answer, complain, say, session, table
from bot.engine.herald import Herald
from bot.model import Kind
from bot.sandbox.catalogue import all_secrets
from bot.sandbox.faults import Script
from bot.sandbox.publisher import serve_publisher
from bot.sandbox.server import Sandbox, serve
from bot.sandbox.setup import Setup
from bot.settings.settings import Console, Settings

DEMO = Path("config/demo")
SITE, SANDBOX = "http://127.0.0.1:8780", "http://127.0.0.1:8781"
"""Where the demo's configuration expects the publisher and the platforms."""
LAST_PORT = 65_535

commands = typer.Typer()


@commands.command(epilog="Example:  herald sandbox --listen 127.0.0.1:8781 --faults faults.json")
def sandbox(
    context: typer.Context,
    listen: Annotated[str, typer.Option(metavar="HOST:PORT")] = "127.0.0.1:8781",
    faults: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What is to go wrong, as JSON.")
    ] = None,
    seconds: Annotated[float, typer.Option(help="End after so long (0: when told to).")] = 0,
    *,
    limits: Annotated[bool, typer.Option(help="Refuse with 429 what the platforms would.")] = True,
) -> None:
    """Stand in for the platforms on this machine.

    A page shows each channel.
    """
    host, _, port = listen.rpartition(":")
    if not host or not port.isdecimal() or int(port) > LAST_PORT:
        raise typer.BadParameter(f"{listen} is not HOST:PORT")
    script = _script(faults)

    async def work() -> None:
        running = await serve(host, int(port), Setup(enforce_limits=limits), tuple(script.waiting))
        _introduce(running, is_json=session(context).json)
        await _until_told(seconds)
        await running.close()

    asyncio.run(work())


@commands.command(epilog="Example:  herald demo --seconds 20")
def demo(
    context: typer.Context,
    seconds: Annotated[float, typer.Option(help="End after so long (0: when told to).")] = 0,
    site: Annotated[Path, typer.Option(help="The publisher's folder.")] = DEMO,
) -> None:
    """Watch a small publisher's site and post it to the sandbox."""
    if not (site / "herald.yaml").is_file():
        raise typer.BadParameter(f"there is no publisher in {site}; say where with --site")
    os.environ.update(all_secrets())
    missing = asyncio.run(_demo(site, seconds, is_json=session(context).json))
    if missing and seconds:
        complain(f"not exactly once: {', '.join(missing)}")
        raise typer.Exit(1)


def _script(file: Path | None) -> Script:
    script = Script()
    try:
        script.add(file.read_bytes() if file else "[]")
    except OSError as error:
        raise typer.BadParameter(f"{file}: {error.strerror}") from None
    except ValidationError as error:
        wrong = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise typer.BadParameter(f"{file}: {'; '.join(wrong)}") from None
    return script


def _introduce(running: Sandbox, *, is_json: bool) -> None:
    keys = {"url": running.url, **all_secrets()}
    if is_json:
        answer(keys)
    else:
        say(f"channels as readers see them: {running.url}/")
        say(f"api_base for every platform:  {running.url}")
        for name, value in all_secrets().items():
            say(f"  {name}={value}")
    sys.stdout.flush()


async def _demo(folder: Path, seconds: float, *, is_json: bool) -> list[str]:
    from bot.app import Reload, load_settings, opened_herald

    platforms = await serve(setup=Setup(enforce_limits=True))
    publisher = await serve_publisher(folder, "127.0.0.1", 0, time.time)
    with tempfile.TemporaryDirectory(prefix="herald-demo-") as work:
        config = Path(work) / "herald.yaml"
        text = (folder / "herald.yaml").read_text()
        config.write_text(text.replace(SITE, publisher.url).replace(SANDBOX, platforms.url))
        settings = load_settings(config)
        settings = replace(settings, console=Console(host="127.0.0.1", port=0))
        tell = complain if is_json else say
        tell(
            f"the publisher's site:         {publisher.url}/\n"
            f"channels as readers see them: {platforms.url}/"
        )
        try:
            async with opened_herald(settings, time.time) as herald:
                beside = _announced(settings, herald, tell)
                running = asyncio.create_task(herald.run(Reload(settings, herald), beside))
                await asyncio.wait({running}, timeout=seconds or None)
                herald.stop()
                await running
                rows = await herald.store.asking.deliveries()
            names = [target.destination.name for target in settings.destinations]
        finally:
            await publisher.close()
            await platforms.close()
    complain(
        f"corrected at {row.destination} ({row.state}): {row.article}"
        for row in reversed(rows)
        if row.kind == Kind.CORRECT
    )
    posted = [
        (r.destination, r.state, r.permalink or "-", r.article)
        for r in reversed(rows)
        if r.kind == Kind.PUBLISH
    ]
    if is_json:
        answer(
            [
                dict(zip(("destination", "state", "permalink", "article"), p, strict=True))
                for p in posted
            ]
        )
    else:
        say(table(("destination", "state", "permalink", "article"), posted))
    return _not_once(platforms, publisher.articles, names)


@asynccontextmanager
async def _announced(
    settings: Settings, herald: Herald, tell: Callable[[str], None]
) -> AsyncIterator[None]:
    from bot.app import opened_console

    async with opened_console(settings, herald) as url:
        tell(f"the operator's console:       {url}/")
        yield


def _not_once(platforms: Sandbox, wanted: Sequence[str], names: list[str]) -> list[str]:
    """Ask the platforms themselves which story does not stand exactly once at a destination."""
    wrong = []
    for name in names:
        channels = [c for c in platforms.ledger.channels.values() if c.platform == name]
        stands = Counter(
            url
            for channel in channels
            for post in channel.standing
            for url in wanted
            if url in post.links
        )
        wrong += [f"{url} at {name}: {stands[url]}" for url in wanted if stands[url] != 1]
        if not channels:
            wrong.append(f"nothing at {name}")
    return wrong


async def _until_told(seconds: float) -> None:
    """Wait for Ctrl-C or SIGTERM, at most so many seconds (0: for ever)."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, told.set)
    try:
        async with asyncio.timeout(seconds or None):
            await told.wait()
    except TimeoutError:
        return
