"""Images of posts, each fetched once for all destinations and made fit for each kind of them."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from dataclasses import replace
from functools import partial
from typing import Protocol

from bot.engine.setup import Setup, host_of
from bot.errors import FetchError, Throttled
from bot.model import Image, Picture, Post
from bot.page.picture import Unusable, picture_of
from bot.ports import Capabilities, Platform
from bot.steps.deliver import Gallery

KEPT = 200
"""How many stay in memory, as fetched, opened and made fit: those of some articles' destinations."""
MEMORY = 64 * 1024 * 1024
"""How many bytes they may have together."""
LARGEST = 20 * 1024 * 1024
SECONDS = 10.0
"""How long a post waits for its pictures: less than an attempt may take."""
SOON = 5.0
"""How long planning waits for them: all that is planned at once waits as long."""
HEAVY = 4_000_000
"""Pixels from which on a picture takes so long that those of other articles do not wait for it."""


class Decoded(Protocol):
    """A picture decoded once for all: `imaging.Opened`, which loads with the first of them."""

    @property
    def pixels(self) -> int: ...


Found = bytes | Decoded | Picture | Unusable
"""As fetched, decoded, as made fit, or what is wrong."""

_log = logging.getLogger("herald.pictures")


class Pictures:
    """Gives the pictures of a post as `steps.deliver` wants them, and says what is wrong with one."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self._kept: OrderedDict[Hashable, asyncio.Task[Found]] = OrderedDict()
        # why one at a time: each may need some hundred megabytes, and all of a processor.
        self._light, self._heavy = asyncio.Semaphore(), asyncio.Semaphore()
        self._waiting: list[str] = []

    async def __call__(self, post: Post, platform: Platform) -> Gallery:
        """Give the pictures; raises Throttled where heavy ones of other articles come first."""
        can = self._limits(platform)
        made = [asyncio.ensure_future(self.made(image, can)) for image in post.images]
        done, late = await asyncio.wait(made, timeout=SECONDS) if made else (set(), set())
        for task in late:
            task.cancel()
        if late and any(image.url in self._waiting for image in post.images):
            why = "its picture waits for heavy ones of other articles"
            raise Throttled(why, retry_after=SOON)
        found = [
            task.result() if task in done else Unusable(f"{image.url}: took too long")
            for task, image in zip(made, post.images, strict=True)
        ]
        faults = tuple(str(fault) for fault in found if isinstance(fault, Unusable))
        for fault in faults:
            _log.warning("%s: posted without its picture: %s", platform.destination.name, fault)
        pictures = tuple(picture for picture in found if isinstance(picture, Picture))
        return Gallery(pictures=pictures, faults=faults)

    async def fault(self, image: Image) -> str:
        """Say why an image cannot be posted anywhere; "" where it can, as far as is known soon."""
        from bot.engine.imaging import check

        async def checked(url: str) -> Found:
            return await self._once((url, "check"), self._worked(url, check))

        try:
            async with asyncio.timeout(SOON):
                found = await _first_usable(image, checked)
        except TimeoutError:
            return "" if image.url in self._waiting else f"{image.url}: took too long"
        return str(found) if isinstance(found, Unusable) else ""

    async def made(self, image: Image, can: Capabilities) -> Picture | Unusable:
        """Give an image as a platform takes it, or what is wrong with it.

        Where the page's picture cannot be used, another size that the page offers may be.
        """
        limits = (can.image_bytes, can.image_pixels, can.image_types)

        async def looked(url: str) -> Found:
            if can.fetches_images:
                found = await self._original(url, can)
            else:
                found = await self._once((url, limits), self._developed(url, can))
            return replace(found, url=url) if isinstance(found, Picture) else found

        found = await _first_usable(image, looked)
        if isinstance(found, Picture):
            return replace(found, alt=image.alt)
        return found if isinstance(found, Unusable) else Unusable(image.url)

    async def _original(self, url: str, can: Capabilities) -> Found:
        """Give an image as its publisher has it, for a platform that will fetch it there."""
        data = await self._once((url, "fetched"), self._fetched(url))
        if not isinstance(data, bytes):
            return data
        picture = picture_of(data)
        if picture and picture.mime in can.image_types and len(data) <= can.image_bytes:
            return picture
        what = f"{picture.mime}, {len(data)} bytes" if picture else "no picture"
        return Unusable(f"{url} is {what}: the platform would not fetch it")

    async def _once(self, key: Hashable, work: Coroutine[None, None, Found]) -> Found:
        """Do something once for all who want it; what failed is tried again for the next one."""
        task = self._kept.get(key)
        if task is None:
            task = self._kept[key] = asyncio.create_task(work)
        else:
            work.close()
        try:
            return await asyncio.shield(task)
        finally:
            if task.done() and _weight(task) is None:
                self._kept.pop(key, None)
            while len(self._kept) > KEPT or self._size() > MEMORY:
                self._kept.popitem(last=False)

    def _size(self) -> int:
        return sum(_weight(task) or 0 for task in self._kept.values() if task.done())

    def _limits(self, platform: Platform) -> Capabilities:
        """Say what a platform takes, as its own server says where that can tell."""
        outlet = self.setup.desk.outlets.get(platform.destination.name)
        return outlet.capabilities if outlet else platform.capabilities

    async def _developed(self, url: str, can: Capabilities) -> Found:
        """Decode an image once for all, and give it as a platform takes it."""
        from bot.engine.imaging import Opened, developed, opened

        found = await self._once((url, "opened"), self._worked(url, opened))
        if not isinstance(found, Opened):
            return found
        return await self._in_turn(url, found.pixels, partial(developed, found, can))

    async def _worked(self, url: str, work: Callable[[bytes], Found]) -> Found:
        """Fetch an image and do the work of the processor on it."""
        key = (url, "fetched")
        data = await self._once(key, self._fetched(url))
        if not isinstance(data, bytes):
            return data
        told = picture_of(data)
        pixels = told.width * told.height if told else 0
        found = await self._in_turn(url, pixels, partial(work, data))
        if isinstance(found, Unusable):
            self._kept.pop(key, None)
        return found

    async def _in_turn(self, url: str, pixels: int, work: Callable[[], Found]) -> Found:
        """Let the processor work on an image when it is its turn; gives what is wrong with it, too."""
        is_heavy = pixels >= HEAVY
        if is_heavy:
            self._waiting.append(url)
        async with self._heavy if is_heavy else self._light:
            if is_heavy:
                self._waiting.remove(url)
            try:
                return await asyncio.to_thread(work)
            except Unusable as fault:
                return Unusable(f"{url} {fault}")

    async def _fetched(self, url: str) -> Found:
        try:
            answer = await self.setup.fetch(
                url,
                allow_private=host_of(url) in self.setup.private_hosts,
                proxy=self.setup.proxy_for(url),
                limit=LARGEST,
            )
        except FetchError as error:
            return Unusable(str(error))
        except TimeoutError:
            return Unusable(f"{url}: took too long")
        return answer.body


async def _first_usable(image: Image, look: Callable[[str], Awaitable[Found]]) -> Found:
    """Look at one size of an image after the other; what is wrong with the first stands for all."""
    faults = []
    for url in (image.url, *image.others):
        found = await look(url)
        if not isinstance(found, Unusable):
            return found
        faults.append(found)
    return faults[0]


def _weight(task: asyncio.Task[Found]) -> int | None:
    """Give the bytes of what was found; None where nothing was."""
    if task.cancelled() or task.exception():
        return None
    match task.result():
        case Unusable():
            return None
        case bytes() as data:
            return len(data)
        case Picture() as picture:
            return len(picture.data)
        case decoded:
            return 3 * decoded.pixels
