"""A post's image, fetched once for all its destinations and checked by content."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace

from bot.engine.setup import Setup, host_of
from bot.errors import FetchError
from bot.model import Image, Picture, Post
from bot.page.picture import picture_of
from bot.ports import Platform

KEPT = 16
"""How many pictures stay in memory: more than the destinations of a few articles need."""
LARGEST = 20 * 1024 * 1024
SECONDS = 10.0

_log = logging.getLogger("herald.pictures")


class Pictures:
    """Gives the pictures of a post as `steps.deliver` wants them, without those of no use."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self._tasks: OrderedDict[str, asyncio.Task[Picture | None]] = OrderedDict()

    async def __call__(self, post: Post, platform: Platform) -> Sequence[Picture]:
        found = [await self._one(image, platform) for image in post.images]
        return [picture for picture in found if picture]

    async def _one(self, image: Image, platform: Platform) -> Picture | None:
        url = image.url
        task = self._tasks.get(url)
        if task is None:
            task = self._tasks[url] = asyncio.create_task(self._get(url))
            while len(self._tasks) > KEPT:
                self._tasks.popitem(last=False)
        picture = await asyncio.shield(task)
        can = platform.capabilities
        if picture is None:
            self._tasks.pop(url, None)  # why: what failed once may be there for the next one
        elif picture.mime not in can.image_types or len(picture.data) > can.image_bytes:
            _log.warning(
                "%s: %s of %d bytes does not fit %s; posted without it",
                *(url, picture.mime, len(picture.data), platform.name),
            )
            return None
        return picture and replace(picture, alt=image.alt)

    async def _get(self, url: str) -> Picture | None:
        try:
            async with asyncio.timeout(SECONDS):
                answer = await self.setup.fetch(
                    url,
                    allow_private=host_of(url) in self.setup.private_hosts,
                    proxy=self.setup.proxy_for(url),
                    limit=LARGEST,
                )
        except (FetchError, TimeoutError) as error:
            _log.warning("posted without its picture: %s", str(error) or f"{url}: took too long")
            return None
        picture = picture_of(answer.body)
        if picture is None:
            _log.warning("posted without its picture: %s is no image that can be used", url)
        return picture
