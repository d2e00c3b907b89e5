"""A stand-in of a service that takes Apprise's JSON notifications (its `json://` addresses)."""

from typing import ClassVar, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.sandbox.ledger import Standing
from bot.sandbox.standin import StandIn

_STATUS = {"400": 400, "401": 401, "403": 403, "429": 429, "500": 500, "migrate": 404}


class _Notification(BaseModel):
    """Version 1.0 of what Apprise posts."""

    model_config = ConfigDict(extra="forbid", strict=True)
    version: Literal["1.0"]
    title: str
    message: str
    attachments: list[object]
    type: Literal["info", "success", "warning", "failure"]


class Apprise(StandIn):
    """One inbox; it answers with nothing that would tell one notification from another."""

    name = "apprise"
    secrets: ClassVar = {"DEMO_APPRISE_URL": "json://127.0.0.1/sandbox"}

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/apprise", self._take)]

    def refuse(self, what: str, seconds: int) -> web.Response:
        """Answer with the status alone: that is all that Apprise looks at."""
        headers = {"Retry-After": str(seconds)} if what == "429" else {}
        return web.json_response({}, status=_STATUS[what], headers=headers)

    def reset(self) -> None:
        """Nothing is kept but what the ledger has."""

    async def _take(self, request: web.Request) -> web.Response:
        try:
            told = _Notification.model_validate_json(await request.read())
        except ValidationError as error:
            return web.json_response(error.errors(include_url=False), status=400)
        channel = self._ledger.channel(self.name, "inbox", "Notifications")
        text = f"{told.title}\n\n{told.message}" if told.title else told.message
        number = str(channel.posted + 1)
        channel.add(Standing(id=number, at=self._setup.clock(), author="Herald", text=text))
        self._ledger.count(self.name, "notify")
        return web.json_response({})
