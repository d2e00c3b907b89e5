"""A stand-in of a Matrix homeserver with one account in one room.

It enforces what the client-server API says of transactions, sizes, relations and redactions, and
the pace that Synapse has by default.
"""

from collections.abc import Callable
from typing import ClassVar

from aiohttp import web

from bot.sandbox.images import sniff
from bot.sandbox.ledger import Ledger
from bot.sandbox.matrix_room import ROOM, USER, Refused, Room
from bot.sandbox.setup import Setup
from bot.sandbox.standin import StandIn

TOKEN = "syt_sandbox_accesstoken"  # noqa: S105 - opens only the sandbox
SERVER, ALIAS = "news.sandbox", "#morningtick:news.sandbox"
LARGEST_FILE = 50_000_000
V1, V3 = "/_matrix/client/v1", "/_matrix/client/v3"
_REFUSALS = {
    "400": (400, "sandbox"),
    "401": (401, "Invalid access token passed."),
    "403": (403, f"User {USER} not in room {ROOM}"),
    "429": (429, "Too Many Requests"),
    "500": (500, "Internal server error"),
    "migrate": (404, "Room not found"),
}

Do = Callable[[web.Request, bytes], object]


class Matrix(StandIn):
    """A homeserver, its files and its room."""

    name = "matrix"
    secrets: ClassVar = {"DEMO_MATRIX_TOKEN": TOKEN}

    def __init__(self, setup: Setup, ledger: Ledger) -> None:
        super().__init__(setup, ledger)
        self.reset()

    def reset(self) -> None:
        """Begin again with an empty room."""
        self._room = Room(self._setup, self._ledger)

    def routes(self) -> list[web.RouteDef]:
        there = f"{V3}/rooms/{{room}}"
        calls: dict[str, Do] = {
            f"GET {V3}/account/whoami": lambda *_: {"user_id": USER, "device_id": "SANDBOX"},
            f"GET {V3}/joined_rooms": lambda *_: {"joined_rooms": [ROOM]},
            f"GET {V3}/directory/room/{{alias}}": self._alias,
            f"GET {V1}/media/config": lambda *_: {"m.upload.size": LARGEST_FILE},
            "POST /_matrix/media/v3/upload": self._upload,
            f"PUT {there}/send/m.room.message/{{txn}}": lambda call, body: self._room.send(
                call.path, body
            ),
            f"PUT {there}/redact/{{event}}/{{txn}}": lambda call, _: self._room.redact(
                call.path, call.match_info["event"]
            ),
            f"GET {there}/event/{{event}}": lambda call, _: self._room.event(
                call.match_info["event"]
            ),
            f"GET {there}/state/{{type}}": lambda *_: _no_state(),
            f"GET {there}/messages": lambda call, _: self._room.messages(call.query),
            f"GET {V1}/rooms/{{room}}/relations/{{event}}/m.replace": lambda call, _: {
                "chunk": self._room.relations(call.match_info["event"])
            },
        }
        return [self._route(call, do) for call, do in calls.items()]

    def refuse(self, what: str, seconds: int) -> web.Response:
        """Give the homeserver's own answer to a call that is to fail."""
        return _refusal(Refused(*_REFUSALS[what], seconds=seconds))

    def _route(self, call: str, do: Do) -> web.RouteDef:
        async def answer(request: web.Request) -> web.Response:
            body = await request.read()
            try:
                _admit(request)
                result = do(request, body)
            except Refused as refused:
                return _refusal(refused)
            self._ledger.count(self.name, call)
            return web.json_response(result)

        method, _, path = call.partition(" ")
        return web.route(method, path, answer)

    def _alias(self, request: web.Request, _: bytes) -> object:
        if request.match_info["alias"] != ALIAS:
            raise Refused(404, f"Room alias {request.match_info['alias']} not found")
        return {"room_id": ROOM, "servers": [SERVER]}

    def _upload(self, _: web.Request, body: bytes) -> object:
        if len(body) > LARGEST_FILE:
            raise Refused(413, "Upload request body is too large")
        seen = sniff(body)
        key = self._ledger.keep(body, seen.mime if seen else "application/octet-stream")
        return {"content_uri": f"mxc://{SERVER}/{key}"}


def _no_state() -> object:
    raise Refused(404, "Event not found.")


def _admit(request: web.Request) -> None:
    if request.headers.get("Authorization") != f"Bearer {TOKEN}":
        raise Refused(*_REFUSALS["401"])
    if request.match_info.get("room", ROOM) != ROOM:
        raise Refused(*_REFUSALS["403"])


def _refusal(refused: Refused) -> web.Response:
    return web.json_response(refused.body, status=refused.status, headers=refused.headers)
