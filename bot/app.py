"""Knows all rooms and puts them together."""

import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

from bot.catalogue import known_platforms, known_sources
from bot.engine.again import Known, work_again
from bot.engine.herald import Herald
from bot.engine.opschat import chat_of
from bot.engine.pictures import Pictures
from bot.engine.setup import Setup, host_of
from bot.errors import ConfigError, HeraldError
from bot.http import BODY_LIMIT, Web
from bot.model import Article
from bot.ports import Answer, Ask, Consulted, Fetch, Model, Platform, Submit, manners
from bot.settings.changes import changes
from bot.settings.loader import load
from bot.settings.marks import mark_of
from bot.settings.settings import Settings, Target, held_words, missing_secrets
from bot.settings.values import SQLITE
from bot.settings.watcher import Watcher
from bot.steps.condense import consult
from bot.steps.hear import Entrance, Hearing
from bot.steps.plan import Desk, Outlet
from bot.steps.prompt import asked_of
from bot.store import Store, open_store
from bot.store.alerts import Topic
from bot.store.connect import connect

_log = logging.getLogger("herald.settings")


def load_settings(path: Path) -> Settings:
    """Read a configuration for the platforms and sources there are; ConfigError has all errors."""
    return load(path, known_platforms(), known_sources())


def model_of(settings: Settings) -> Model | None:
    """Give the model that words articles, with its key; ConfigError where that is missing."""
    model = settings.model
    return replace(model, key=settings.reveal(model.key)) if model and model.key else model


def desk_of(settings: Settings) -> Desk:
    """Give what planning and previews know."""
    known = known_platforms()
    return Desk(
        publisher=settings.publisher,
        outlets={
            target.destination.name: Outlet(
                destination=target.destination,
                capabilities=target.options.fitted(
                    known[target.destination.platform].capabilities.at(target.destination.prices),
                    target.destination.craft,
                ),
                holds_first=target.holds_first,
                holds_words=held_words(settings.model, target),
                hold="every post is approved by a person first" if target.needs_approval else "",
            )
            for target in settings.destinations
        },
        routes=settings.routes,
        max_sentences=settings.max_sentences,
        zone=settings.zone,
        asked_of=asked_of(settings.model),
    )


def setup_of(
    settings: Settings,
    fetch: Fetch,
    submit: Submit | None,
    before: Setup | None = None,
    ask: Ask | None = None,
) -> Setup:
    """Give what the engine works with; a destination that did not change keeps its connection."""
    platforms, sources = known_platforms(), known_sources()
    marks = {
        target.destination.name: mark_of(target, settings) for target in settings.destinations
    }

    def platform(target: Target) -> Platform:
        name = target.destination.name
        if before and before.marks.get(name) == marks[name]:
            return before.platforms[name]
        build = platforms[target.destination.platform]
        return build(target.destination, target.options, settings.reveal)

    return Setup(
        sources={
            rules.name: sources[rules.kind](settings.reveal_proxy(rules), fetch)
            for rules in settings.sources
        },
        platforms={target.destination.name: platform(target) for target in settings.destinations},
        desk=desk_of(settings),
        fetch=fetch,
        zone=settings.zone,
        sites=settings.sites,
        submit=submit,
        ask=ask,
        model=model_of(settings),
        entrance=_entrance_of(settings, before),
        marks=marks,
        chat=chat_of(
            settings.alerts, settings.reveal, before.chat if before else None, settings.seals
        ),
    )


def _entrance_of(settings: Settings, before: Setup | None) -> Entrance:
    console = settings.console
    if console is None:
        # why: a console that is open already stays so until the end, and as shut as it is.
        return Entrance(password=before.entrance.password if before else "")
    token, password = (
        settings.reveal(reference) if reference else ""
        for reference in (console.ping_token, console.password)
    )
    return Entrance(public_url=console.public_url, ping_token=token, password=password)


@asynccontextmanager
async def _web() -> AsyncIterator[Web]:
    web = Web(time.time)
    try:
        yield web
    finally:
        await web.close()


async def look_at(url: str, settings: Settings | None) -> Answer:
    """Fetch one page as the engine would; raises FetchError."""
    sources = map(settings.reveal_proxy, settings.sources) if settings else ()
    there = next((rules for rules in sources if host_of(rules.url) == host_of(url)), None)
    async with _web() as web:
        return await web(url, limit=BODY_LIMIT, **(manners(there) if there else {}))


@asynccontextmanager
async def opened_pictures(settings: Settings) -> AsyncIterator[Pictures]:
    """Give what makes pictures fit as the engine does, for a look at what would be posted."""
    known = known_sources()
    async with _web() as web:
        sources = {
            rules.name: known[rules.kind](settings.reveal_proxy(rules), web)
            for rules in settings.sources
        }
        yield Pictures(Setup(sources=sources, platforms={}, desk=desk_of(settings), fetch=web))


async def consulted(article: Article, model: Model) -> Consulted:
    """Ask a model for an article's words as the engine would; never fails."""
    async with _web() as web:
        return await consult(article, model, web.ask)


@asynccontextmanager
async def opened_store(settings: Settings) -> AsyncIterator[Store]:
    """Open the database that the settings name, and close it."""
    reference = settings.database_password
    store = await open_store(settings.database, settings.reveal(reference) if reference else None)
    try:
        yield store
    finally:
        await store.close()


def _has_file(settings: Settings) -> bool:
    path = Path(settings.database.removeprefix(SQLITE))
    return settings.database.startswith(SQLITE) and path.exists() and path.stat().st_size > 0


async def history(settings: Settings, limit: int) -> list[Article]:
    """Give what was read last; nothing where that is not in a file that is there already."""
    if not _has_file(settings):
        return []
    with suppress(HeraldError):
        store = Store(await connect(settings.database))
        try:
            return await store.showing.newest(limit)
        finally:
            await store.close()
    return []


@asynccontextmanager
async def opened_herald(
    settings: Settings, now: Callable[[], float], known: Known | None = None
) -> AsyncIterator[Herald]:
    """Build an instance that may send; ConfigError where a secret is missing."""
    if missing := missing_secrets(settings):
        raise ConfigError(missing)
    async with opened_store(settings) as store:
        if store.db.beside is None:
            known = known or Known(settings.path.parent)
            store.db.beside = known.of(settings.database, await store.db.mark())
        web = Web(store.db.clock(now), contact=settings.publisher.url)
        try:
            yield Herald(store, setup_of(settings, web, web.submit, ask=web.ask), now)
        finally:
            await web.close()


async def keep_running(settings: Settings, now: Callable[[], float]) -> None:
    """Do the main job until told to stop; anew where the database was lost."""
    newest, known = settings, Known(settings.path.parent)

    async def work(at_work: Callable[[], None]) -> None:
        nonlocal newest
        async with opened_herald(newest, now, known) as herald:
            at_work()
            reload = Reload(newest, herald)
            try:
                await herald.run(reload, opened_console(newest, herald))
            finally:
                newest = reload.settings

    await work_again(work)


@asynccontextmanager
async def opened_console(settings: Settings, herald: Herald) -> AsyncIterator[str]:
    """Open the operator's pages where the settings want them; gives their address or ""."""
    if settings.console is None:
        yield ""
        return
    from bot.console.about import About
    from bot.console.pushes import Pushes
    from bot.console.server import serve_console

    about = About(
        desk=lambda: herald.setup.desk,
        is_stopping=lambda: herald.is_stopping,
        config=settings.path,
        zone=lambda: herald.setup.zone,
        password=lambda: herald.setup.entrance.password,
        options=lambda: herald.setup.options,
        go_on=herald.worker.wake,
    )
    host, port = settings.console.host, settings.console.port
    hearing = Hearing(herald.store.hubs, herald.now, herald.bell.ring)
    pushes = Pushes(hearing, lambda: herald.setup.entrance)
    console = await serve_console(herald.store, host, port, herald.now, about, pushes)
    logging.getLogger("herald").info("the console is at %s/", console.url)
    try:
        yield console.url
    finally:
        await console.close()


class Reload:
    """Gives the engine a new setup when the configuration changed into another valid one."""

    def __init__(self, settings: Settings, herald: Herald) -> None:
        self.settings = settings
        self._herald = herald
        self._listens = settings.console
        self._watcher = Watcher(settings, known_platforms(), known_sources())

    async def __call__(self) -> Setup | None:
        found = self._watcher.check()
        if found is None:
            return None
        try:
            if isinstance(found, ConfigError):
                raise found
            setup = self._setup(found, self._herald.setup)
        except ConfigError as error:
            _log.error("the changed configuration is not used; going on as before:\n%s", error)
            await self._alert(f"not used, going on as before: {error}")
            return None
        await self._alert("")
        for line in changes(self.settings, found):
            _log.warning("configuration: %s", line)
        self.settings = found
        return setup

    def _setup(self, found: Settings, before: Setup) -> Setup:
        from bot.console.lock import check

        if missing := missing_secrets(found):
            raise ConfigError(missing)
        setup = setup_of(found, before.fetch, before.submit, before, before.ask)
        if self._listens:
            check(setup.entrance.password, self._listens.host, self._listens.port)
        return setup

    async def _alert(self, why: str) -> None:
        """Keep what is wrong with the file in sight until it is in order."""
        alerts, now = self._herald.store.alerts, self._herald.now()
        if why:
            await alerts.sound(Topic.CONFIGURATION, "", why, "mend it; see: herald check", now)
        else:
            await alerts.end(Topic.CONFIGURATION, "", now)
