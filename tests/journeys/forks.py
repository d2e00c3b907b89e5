"""Runs the real command in forks of one warm process, so that hundreds of runs are cheap.

A line of JSON on stdin asks for a run: its id, the arguments, the working folder, and the call at
which to die (0: live). A line on stdout tells how it ended: the exit code, or minus the signal.
"""

import ctypes
import json
import os
import select
import sys
from typing import Any

import aiohttp.web  # noqa: F401 - warm
import telegram.request  # noqa: F401 - warm
import tweepy.asynchronous  # noqa: F401 - warm

import bot.app
import bot.catalogue
from bot.cli import main, running  # noqa: F401 - warm


def run(order: dict[str, Any]) -> None:
    os.chdir(order["folder"])
    log = os.open("log", os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(log, stream)
    shim = ctypes.CDLL(None)
    shim.herald_arm(order["die_at"])
    code = main(order["arguments"])
    with open("calls", "w") as file:  # noqa: PTH123 - the shortest of programs
        file.write(str(shim.herald_calls()))
    os._exit(code)


def serve() -> None:
    bot.catalogue.known_platforms()
    bot.catalogue.known_sources()
    children: dict[int, int] = {}
    is_open = True
    while is_open or children:
        ready, _, _ = select.select([sys.stdin] if is_open else [], [], [], 0.01)
        line = sys.stdin.readline() if ready else ""
        if ready and not line:
            is_open = False
        if line:
            order = json.loads(line)
            child = os.fork()
            if not child:
                run(order)
            children[child] = order["id"]
        while children:
            child, status = os.waitpid(-1, os.WNOHANG)
            if not child:
                break
            ended = {"id": children.pop(child), "code": os.waitstatus_to_exitcode(status)}
            print(json.dumps(ended), flush=True)  # noqa: T201 - the answer


serve()
