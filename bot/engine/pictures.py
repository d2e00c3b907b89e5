"""Images of posts, each fetched once for all destinations and made fit for each kind of them."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import replace
from functools import partial

from bot.engine.setup import Setup, host_of
from bot.errors import FetchError
from bot.model import Image, Picture, Post
from bot.page.picture import Unusable
from bot.ports import Capabilities, Platform
from bot.steps.deliver import Gallery

KEPT = 32
"""How many stay in memory, as fetched and as made fit: those of a few articles' destinations."""
MEMORY = 64 * 1024 * 1024
"""How many bytes they may have together."""
LARGEST = 20 * 1024 * 1024
SECONDS = 10.0
"""How long a post waits for its pictures: less than an attempt may take."""
SOON = 5.0
"""How long planning waits for them: all that is planned at once waits as long."""

Found = bytes | Picture | Unusable
"""As fetched, as made fit, or what is wrong."""

_log = logging.getLogger("herald.pictures")


class Pictures:
    """Gives the pictures of a post as `steps.deliver` wants them, and says what is wrong with one."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self._kept: OrderedDict[Hashable, asyncio.Task[Found]] = OrderedDict()
        self._one_at_a_time = asyncio.Semaphore()

    async def __call__(self, post: Post, platform: Platform) -> Gallery:
        can = self._limits(platform)
        made = [asyncio.ensure_future(self.made(image, can)) for image in post.images]
        done, late = await asyncio.wait(made, timeout=SECONDS) if made else (set(), set())
        for task in late:
            task.cancel()
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

        try:
            async with asyncio.timeout(SOON):
                found = await self._once((image.url, "check"), self._worked(image.url, check))
        except TimeoutError:
            return f"{image.url}: took too long"
        return str(found) if isinstance(found, Unusable) else ""

    async def made(self, image: Image, can: Capabilities) -> Picture | Unusable:
        """Give an image as a platform takes it, or what is wrong with it."""
        from bot.engine.imaging import developed

        limits = (can.image_bytes, can.image_pixels, can.image_types)
        found = await self._once(
            (image.url, limits), self._worked(image.url, partial(developed, can=can))
        )
        if isinstance(found, Picture):
            return replace(found, alt=image.alt, url=image.url)
        return found if isinstance(found, Unusable) else Unusable(image.url)

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

    async def _worked(self, url: str, work: Callable[[bytes], Found]) -> Found:
        """Fetch an image and do the work of the processor on it."""
        key = (url, "fetched")
        data = await self._once(key, self._fetched(url))
        if not isinstance(data, bytes):
            return data
        try:
            # why one at a time: each may need some hundred megabytes, and all of a processor.
            async with self._one_at_a_time:
                return await asyncio.to_thread(work, data)
        except Unusable as fault:
            self._kept.pop(key, None)
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


def _weight(task: asyncio.Task[Found]) -> int | None:
    """Give the bytes of what was found; None where nothing was."""
    if task.cancelled() or task.exception():
        return None
    found = task.result()
    if isinstance(found, Unusable):
        return None
    return len(found.data if isinstance(found, Picture) else found)
