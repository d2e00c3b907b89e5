"""A script of what goes wrong and when, so that "exactly once" can be put to the test."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, TypeAdapter, model_validator

Handle = Callable[[web.Request], Awaitable[web.Response]]
Refuse = Callable[[str, int], web.Response]
"""A platform's own answer for "429", "400", "401", "403", "500" or "migrate", with seconds to wait."""

_TAKES_EFFECT = {"drop_after_commit", "cut_json"}
_GATEWAY_PAGE = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


class Fault(BaseModel):
    """One thing that goes wrong.

    `match` is any part of "METHOD /path"; it strikes the `nth` such call from now on, or `every`.
    `seconds` is how long a delay lasts or how long a 429 asks to wait. `commit` says whether the
    call takes effect first: always for drop_after_commit and cut_json, never for drop_before, by
    default not for the others; a delay always takes effect, after it or (`commit`) before it.
    """

    model_config = ConfigDict(extra="forbid")

    match: str
    do: Literal[
        "drop_before",
        "drop_after_commit",
        "delay",
        "html_502",
        "cut_json",
        "429",
        "400",
        "401",
        "403",
        "500",
        "migrate",
    ]
    nth: int = 1
    every: bool = False
    seconds: float = 1
    commit: bool = False

    @model_validator(mode="after")
    def _settle_commit(self) -> "Fault":
        self.commit = self.do in _TAKES_EFFECT or (self.commit and self.do != "drop_before")
        return self


_FAULTS = TypeAdapter(list[Fault])


class Script:
    """Faults still to come."""

    def __init__(self, faults: Sequence[Fault] = ()) -> None:
        self.waiting = list(faults)

    def add(self, text: str | bytes) -> None:
        """Add faults from a JSON list; raise ValueError (pydantic's) where it is not one."""
        self.waiting += _FAULTS.validate_json(text)

    def strike(self, call: str) -> Fault | None:
        """Say what goes wrong with "METHOD /path" now; every script line that fits counts it."""
        struck = None
        for fault in list(self.waiting):
            if fault.match.lower() not in call.lower():
                continue
            fault.nth -= 1
            if struck is None and (fault.every or fault.nth <= 0):
                struck = fault
                if not fault.every:
                    self.waiting.remove(fault)
        return struck


async def suffer(
    fault: Fault, request: web.Request, handle: Handle, refuse: Refuse
) -> web.Response:
    """Answer a call the way the fault says."""
    answer = await handle(request) if fault.commit else web.Response()
    match fault.do:
        case "drop_before" | "drop_after_commit":
            if request.transport is not None:
                request.transport.abort()
            return answer
        case "delay":
            await asyncio.sleep(fault.seconds)
            return answer if fault.commit else await handle(request)
        case "html_502":
            return web.Response(status=502, text=_GATEWAY_PAGE, content_type="text/html")
        case "cut_json":
            text = answer.text or ""
            return web.Response(text=text[: len(text) // 2], content_type="application/json")
        case _:
            return refuse(fault.do, round(fault.seconds))
