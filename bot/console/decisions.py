"""The only door of the console that changes anything: what people decide about what waits for them.

Open only where a password says who they are; a page elsewhere cannot press its buttons.
"""

import logging
from urllib.parse import urlsplit

from aiohttp import web

from bot.console.about import About
from bot.console.frame import Frame
from bot.errors import NotPossible
from bot.lifecycle import ANSWERS
from bot.model import State
from bot.store import Store
from bot.text.links import remote_id

DOOR = "/articles/{article:[0-9]{1,18}}/deliveries/{id:[0-9]{1,18}}"
_ONLY_SHOWS = "Without a password anybody at this machine could decide: the console only shows."
_FOREIGN = "This came from no page of this console. A proxy in front must hand on the name that it was asked by (Host)."
_STALE = "This is decided already, or asked anew: look at it again."
_NO_ID = "Say the post's link with its number, or its id, so that corrections find it."

_log = logging.getLogger("herald.console")


class Decisions:
    """Takes answers to what is in doubt or held."""

    def __init__(self, store: Store, about: About, frame: Frame) -> None:
        self._store = store
        self._about = about
        self._frame = frame

    def routes(self) -> list[web.RouteDef]:
        return [web.post(DOOR, self._answer)]

    async def _answer(self, request: web.Request) -> web.Response:
        if not self._about.password():
            return self._sorry(403, _ONLY_SHOWS)
        if not is_own(request):
            return self._sorry(403, _FOREIGN)
        form = await request.post()
        answer, posted = (str(form.get(name, "")) for name in ("answer", "posted"))
        article, delivery = (int(request.match_info[name]) for name in ("article", "id"))
        rows = [shown.ledger for shown in await self._store.showing.deliveries([article])]
        row = next((row for row in rows if row.id == delivery), None)
        if row is None:
            raise web.HTTPNotFound
        # why the attempts: what was seen at the channel before another one says nothing of that
        is_of_now = form.get("attempts") == str(row.attempts)
        if not is_of_now or answer not in ANSWERS.get(State(row.state), {}):
            return self._sorry(409, _STALE)
        if answer == "there" and not (posted := remote_id(posted)):
            return self._sorry(422, _NO_ID)
        try:
            now, options = self._frame.now(), self._about.options()
            await self._store.deciding.answer(delivery, answer, posted, now, options)
        except NotPossible as error:
            return self._sorry(409, str(error))
        _log.info("delivery %d: at the console %s says: %s", delivery, request.remote, answer)
        self._about.go_on()
        return web.Response(status=303, headers={"Location": "/problems"})

    def _sorry(self, status: int, why: str) -> web.Response:
        return self._frame.sorry(status, "Nothing was changed", why)


def is_own(request: web.Request) -> bool:
    """Whether a form was sent from a page of ours, as browsers say and pages elsewhere cannot.

    By Fetch Metadata (https://www.w3.org/TR/fetch-metadata/) where a browser tells it, else by Origin.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host
