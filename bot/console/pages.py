"""The operator's pages: what is, and what waits for somebody."""

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from sys import maxsize

from aiohttp import web

from bot.console.about import About
from bot.console.decisions import Decisions
from bot.console.frame import Frame
from bot.console.rendering import HERE, length_of
from bot.lifecycle import PROBLEMS
from bot.model import State
from bot.redact import redact
from bot.steps.hours import calendar
from bot.store import Store
from bot.store.showing import ShownDelivery

ARTICLES, DELIVERIES, EVENTS = 50, 100, 500
"""The most that one page lists: the engine waits while the database answers."""
REPORTED_FOR = 7 * 86_400
"""Seconds for which is shown what a person should know of an article."""
_ID = r"[0-9]{1,18}"


class Pages:
    """One method a page."""

    def __init__(self, store: Store, about: About, frame: Frame) -> None:
        self._store = store
        self._about = about
        self._page = frame.page
        self._decisions = Decisions(store, about, frame)
        self._now = frame.now
        self._style = (HERE / "style.css").read_text(encoding="utf-8")

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self._timeline),
            web.get(f"/articles/{{id:{_ID}}}", self._article),
            web.get("/queue", self._queue),
            web.get("/problems", self._problems),
            web.get("/sources", self._sources),
            web.get("/destinations", self._destinations),
            web.get("/config", self._config),
            web.get("/style.css", self._css),
            *self._decisions.routes(),
        ]

    async def _timeline(self, request: web.Request) -> web.Response:
        before = request.query.get("before", "")
        last = int(before) if re.fullmatch(_ID, before) else maxsize
        stories = await self._store.showing.articles(ARTICLES, last)
        places: dict[int, list[ShownDelivery]] = defaultdict(list)
        for shown in await self._store.showing.deliveries([story.id for story in stories]):
            places[shown.ledger.article_id].append(shown)
        older = stories[-1].id if len(stories) == ARTICLES else 0
        return await self._page("/", stories=stories, places=places, older=older)

    async def _article(self, request: web.Request) -> web.Response:
        showing = self._store.showing
        story = await showing.article(int(request.match_info["id"]))
        if story is None:
            raise web.HTTPNotFound
        deliveries = await showing.deliveries([story.id])
        events = defaultdict(list)
        for event in await showing.history(story.id, EVENTS):
            events[event.delivery].append(event)
        outlets = self._about.desk().outlets
        lengths = {}
        for shown in deliveries:
            outlet = outlets.get(shown.ledger.destination)
            capabilities = outlet.capabilities if outlet else None
            lengths[shown.ledger.id] = length_of(shown.post, capabilities)
        return await self._page(
            "/articles", story=story, deliveries=deliveries, events=events, lengths=lengths
        )

    async def _queue(self, _: web.Request) -> web.Response:
        lanes = {lane.name: lane for lane in await self._store.asking.lanes()}
        states = (State.SENDING, State.DUE, State.HELD)
        return await self._page("/queue", lanes=lanes, groups=await self._groups(states))

    async def _problems(self, _: web.Request) -> web.Response:
        return await self._page(
            "/problems",
            alerts=await self._store.alerts.now(self._now()),
            groups=await self._groups(PROBLEMS),
            reports=await self._store.asking.reports(self._now() - REPORTED_FOR),
            set_aside=await self._store.showing.set_aside(DELIVERIES),
            unread=await self._store.asking.unread(self._now() - REPORTED_FOR, DELIVERIES),
        )

    async def _sources(self, _: web.Request) -> web.Response:
        return await self._page("/sources", sources=await self._store.asking.sources())

    async def _destinations(self, _: web.Request) -> web.Response:
        lanes = {lane.name: lane for lane in await self._store.asking.lanes()}
        outlets = self._about.desk().outlets
        today = calendar(self._about.zone(), self._now())
        spent = [await self._store.spending.since(at) for at in (today.day, today.month)]
        gone = sorted(lanes.keys() - outlets)
        return await self._page(
            "/destinations", lanes=lanes, outlets=outlets, gone=gone, spent=spent
        )

    async def _config(self, _: web.Request) -> web.Response:
        path = self._about.config
        return await self._page("/config", path=path, text=_read(path))

    async def _css(self, _: web.Request) -> web.Response:
        return web.Response(text=self._style, content_type="text/css")

    async def _groups(self, states: Iterable[State]) -> dict[State, list[ShownDelivery]]:
        return {state: await self._store.showing.in_state(state, DELIVERIES) for state in states}


def _read(path: Path) -> str:
    try:
        return redact(path.read_text(encoding="utf-8", errors="replace"))
    except OSError as error:
        return f"The file cannot be read now: {error.strerror}."
