"""Runs the real command in forks of one warm process, so that hundreds of runs are cheap.

Each connection to the socket named on the command line is one run. A line of JSON asks for it: the
folder, the arguments, the files for stdout and stderr, the environment, by how many seconds all
clocks are ahead, by how many the machine's own one is ahead of them, which call is struck and how (`kill.c`; call 0: none), whether only from SIGUSR2 on,
how many seconds one pass waits for what is about to be due, how large a file may grow (0: as it
likes), by how many seconds the clock jumps at SIGUSR1, after how many seconds a PostgreSQL that gives
no answer is given up, and after how many it gives up who says nothing.
The first line of the answer is the process's number, the second its exit code, or minus the signal.
"""

import ctypes
import functools
import json
import os
import resource
import signal
import socket
import ssl
import sys
import time
from pathlib import Path
from typing import Any

import aiohttp.web  # noqa: F401 - warm
import anyio._backends._asyncio  # noqa: F401 - warm
import httpcore  # noqa: F401 - warm
import telegram.request  # noqa: F401 - warm
import tweepy.asynchronous  # noqa: F401 - warm

import bot.app
import bot.catalogue
import bot.engine.herald
import bot.http
import bot.store.postgres
from bot.cli import configuring, console, deciding, looking, main, previewing, running  # noqa: F401 - warm
from bot.model import Unit
from bot.settings.schema import file_model
from bot.text.length import measure

SHIM = ctypes.CDLL(None)


def run(order: dict[str, Any]) -> int:
    """Be the command."""
    os.chdir(order["folder"])
    for stream, name in ((1, order["out"]), (2, order["log"])):
        os.dup2(os.open(name, os.O_CREAT | os.O_APPEND | os.O_WRONLY), stream)
    os.environ.update(order["env"])
    console.PATIENCE = 600  # a slow machine is no reason to say more
    clock = time.time
    time.time = lambda: clock() + order["later"] + order["apart"]
    bot.store.postgres.NOW += f" + {order['later']}"
    # why: a site that hangs is given up after seconds, not after half a minute.
    bot.http.Patience = functools.partial(bot.http.Patience, read=1.0)  # type: ignore[misc, assignment]
    if order["most_bytes"]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["most_bytes"], resource.RLIM_INFINITY))
    bot.engine.herald.HORIZON = order["horizon"]
    bot.store.postgres.PATIENCE = order["store_patience"]
    bot.store.postgres.PULSE = bot.store.postgres.HALT = order["pulse"]
    if can_kill := hasattr(SHIM, "herald_arm"):
        nth, *how = order["strike"]

        def arm(*_: object) -> None:
            SHIM.herald_strike(ctypes.c_long(nth), *how)

        signal.signal(signal.SIGUSR1, lambda *_: SHIM.herald_jump(ctypes.c_long(order["jump"])))
        signal.signal(signal.SIGUSR2, arm)
        if not order["armed_later"]:
            arm()
    code = main(order["arguments"])
    if can_kill:
        Path("calls").write_text(str(SHIM.herald_calls()))
    sys.stdout.flush()
    return code


def answer(asked: socket.socket) -> None:
    """Let one run live in a process of its own and tell how it ends."""
    with asked, asked.makefile("rw") as lines:
        order = json.loads(lines.readline())
        child = os.fork()
        if not child:
            os._exit(run(order))
        print(child, file=lines, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), file=lines, flush=True)


def serve(path: str) -> None:
    """Answer until ended."""
    file_model(bot.catalogue.known_platforms(), bot.catalogue.known_sources())
    for unit in Unit:
        measure("example.com", unit, 1)
    # why: nobody here speaks TLS, and to read all certificates takes half as long as a short run.
    ssl.SSLContext.load_verify_locations = lambda *_, **__: None  # type: ignore[method-assign]
    ssl.SSLContext.set_default_verify_paths = lambda *_: None  # type: ignore[method-assign]
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that answer
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(path)
        door.listen(128)
        while True:
            asked, _ = door.accept()
            if not os.fork():
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                door.close()
                answer(asked)
                os._exit(0)
            asked.close()


serve(sys.argv[1])
