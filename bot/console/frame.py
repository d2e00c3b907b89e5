"""What stands around every page: where one can go, where work waits, and the time."""

from collections import Counter
from collections.abc import Mapping

from aiohttp import web

from bot.console.about import About
from bot.console.rendering import environment
from bot.lifecycle import PROBLEMS
from bot.model import State
from bot.steps.deliver import Clock
from bot.store import Store

NAV = {
    "/": "Timeline",
    "/queue": "Queue",
    "/problems": "Problems",
    "/sources": "Sources",
    "/destinations": "Destinations",
    "/config": "Configuration",
}


class Frame:
    """Makes whole pages out of templates."""

    def __init__(self, store: Store, about: About, now: Clock) -> None:
        self._store = store
        self._about = about
        self.now = now
        self._templates = environment()

    async def page(self, here: str, **values: object) -> web.Response:
        """Make the page at `here`; its template has the same name."""
        totals = Counter[str]()
        for tally in await self._store.vitals.standing():
            totals[tally.outcome] += tally.count
        badges = {
            "/queue": totals[State.SENDING] + totals[State.DUE],
            "/problems": sum(totals[state] for state in PROBLEMS)
            + len(await self._store.alerts.standing()),
        }
        template = f"{here.strip('/') or 'timeline'}.html"
        return self._render(template, values | {"totals": totals, "badges": badges, "here": here})

    def sorry(self, status: int, title: str, why: str) -> web.Response:
        """Make a page about what is not possible; asks nothing of the database."""
        said = {"title": title, "why": why, "here": "", "badges": {}}
        return self._render("error.html", said, status)

    def _render(
        self, template: str, values: Mapping[str, object], status: int = 200
    ) -> web.Response:
        text = self._templates.get_template(template).render(
            values,
            nav=NAV,
            now=self.now(),
            publisher=self._about.desk().publisher,
            decides=bool(self._about.password()),
        )
        return web.Response(text=text, status=status, content_type="text/html")
