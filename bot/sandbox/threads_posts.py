"""What stands on Threads, containers too, and what may be posted.

What Meta answers is not always documented; where it is not, this was chosen: the codes of refusals
for a text that is too long (100) and for too many links (100), and that large pictures take time.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.model import Unit
from bot.sandbox.elsewhere import fetch_photo
from bot.sandbox.graph_answers import Fields, Problem, gone
from bot.sandbox.ledger import Card, Channel, Ledger, Photo, Standing
from bot.sandbox.plain_text import marks_of
from bot.text.length import measure

USERNAME, USER = "morningtick", "17841400000000001"
MAX_TEXT, MAX_LINKS, MAX_ALT, MAX_BYTES = 500, 5, 1000, 8_000_000
KEPT_FOR = 86_400
FEWEST, MOST = 2, 20  # things in a carousel
LARGE, IN_WORK = 1_000_000, 3
"""Bytes from which on a picture takes so many seconds."""


@dataclass(slots=True, kw_only=True)
class Container:
    """A post to be; `error` says why it never will be, `post_id` as what it was published.

    `is_item`: a part of a carousel, which is published with the whole.
    """

    id: str
    text: str
    made_at: float
    ready_at: float
    photos: tuple[Photo, ...] = ()
    link: str = ""
    under: str = ""
    error: str = ""
    post_id: str = ""
    is_item: bool = False

    def status(self, now: float) -> str:
        if self.post_id:
            return "PUBLISHED"
        if now >= self.made_at + KEPT_FOR:
            return "EXPIRED"
        if now < self.ready_at:
            return "IN_PROGRESS"
        return "ERROR" if self.error else "FINISHED"


class Posts:
    """The posts of one account; containers are seen by nobody until they are published."""

    def __init__(self, ledger: Ledger, clock: Callable[[], float]) -> None:
        self._ledger = ledger
        self._clock = clock
        self._last_id = 0
        self._containers: dict[str, Container] = {}

    def clear(self) -> None:
        self._containers.clear()

    @property
    def channel(self) -> Channel:
        return self._ledger.channel("threads", USERNAME, "Morning Tick")

    async def contain(self, form: Fields) -> str:
        """Make a container; a picture is fetched from where it stands."""
        _check(form)
        text, now = str(form.get("text", "")), self._clock()
        kind, link = form.get("media_type"), str(form.get("link_attachment", ""))
        under = str(form.get("reply_to_id", ""))
        if under and under not in self.channel.posts:
            raise gone(under)
        made = Container(
            id=self._next_id(), text=text, made_at=now, ready_at=now, link=link, under=under
        )
        made.is_item = form.get("is_carousel_item") == "true"
        if kind == "IMAGE":
            photo = await self._fetch(
                str(form.get("image_url", "")), str(form.get("alt_text", ""))
            )
            made.photos = (photo,) if photo else ()
            made.ready_at += IN_WORK if photo and photo.size >= LARGE else 0
            made.error = "" if photo else "FAILED_DOWNLOADING_IMAGE"
        if kind == "CAROUSEL":
            self._gather(made, str(form.get("children", "")))
        self._containers[made.id] = made
        return made.id

    def _gather(self, whole: Container, children: str) -> None:
        """Make a carousel of its items; it is as ready as the last of them."""
        items = self._items(children)
        whole.photos = tuple(photo for item in items for photo in item.photos)
        whole.ready_at = max(item.ready_at for item in items)
        whole.error = next((item.error for item in items if item.error), "")

    def _items(self, children: str) -> list[Container]:
        """Find what a carousel is made of."""
        items = [self._containers.get(child) for child in children.split(",")]
        found = [item for item in items if item and item.is_item]
        if len(found) < len(items) or not FEWEST <= len(items) <= MOST:
            why = f"(#100) Param children must be {FEWEST} to {MOST} ids of carousel items"
            raise Problem(400, 100, why)
        return found

    def publish(self, container_id: str) -> str:
        """Publish a container that is ready, once."""
        container, now = self._containers.get(container_id), self._clock()
        if container is None or container.is_item:
            raise Problem(400, 24, "The requested resource does not exist", 4279009)
        if container.status(now) != "FINISHED":
            raise Problem(400, 100, f"(#100) the container is {container.status(now)}")
        marks = marks_of(container.text)
        links = [container.link, *(mark.url for mark in marks if mark.url)]
        post_id, photos = self._next_id(), container.photos
        tags = (mark for mark in marks if mark.kind == "hashtag")
        topic = next((container.text[mark.start + 1 : mark.end] for mark in tags), "")
        self.channel.add(
            Standing(
                id=post_id,
                at=now,
                author=USERNAME,
                text=container.text,
                marks=marks,
                photos=photos,
                card=Card(url=next(filter(None, links))) if any(links) and not photos else None,
                reply_to=container.under,
                wire={"topic_tag": topic} if topic else {},
            )
        )
        container.post_id = post_id
        return post_id

    def state(self, container_id: str) -> dict[str, object] | None:
        """Say how a container is; None: there is none."""
        container = self._containers.get(container_id)
        if container is None:
            return None
        status = container.status(self._clock())
        why = {"error_message": container.error} if status == "ERROR" else {}
        return {"id": container.id, "status": status, **why}

    def find(self, post_id: str) -> Standing:
        if post_id not in self.channel.posts:
            raise gone(post_id)
        return self.channel.posts[post_id]

    def shown(self, post: Standing, place: str) -> dict[str, object]:
        """Say a post as the API does."""
        return {
            "id": post.id,
            "text": post.text,
            "permalink": f"{place}/threads/{USERNAME}/{post.id}",
            "timestamp": datetime.fromtimestamp(post.at, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000"),
            **post.wire,
        }

    async def _fetch(self, url: str, alt: str) -> Photo | None:
        if not re.match(r"https?://", url):
            raise Problem(400, 100, "(#100) Param image_url is not a valid URI")
        photo = await fetch_photo(self._ledger, url, alt)
        is_taken = photo and photo.mime in {"image/jpeg", "image/png"} and photo.size <= MAX_BYTES
        return photo if is_taken else None

    def _next_id(self) -> str:
        self._last_id = max(self._last_id + 1, round(self._clock() * 1000))
        return str(self._last_id)


def _check(form: Fields) -> None:
    """Raise Problem where a container may not be so."""
    text, link = str(form.get("text", "")), str(form.get("link_attachment", ""))
    kind = form.get("media_type")
    if kind not in {"TEXT", "IMAGE", "CAROUSEL"} or (kind == "TEXT" and not text):
        raise Problem(400, 100, "(#100) Param media_type or text is missing or unknown")
    if measure(text, Unit.EMOJI_BYTES) > MAX_TEXT:
        raise Problem(400, 100, f"(#100) Param text must be at most {MAX_TEXT} characters long.")
    if len({mark.url for mark in marks_of(text) if mark.url} | {link} - {""}) > MAX_LINKS:
        raise Problem(400, 100, "THREADS_API__LINK_LIMIT_EXCEEDED")
    if len(str(form.get("alt_text", ""))) > MAX_ALT:
        raise Problem(400, 100, f"(#100) Param alt_text must be at most {MAX_ALT} characters.")
    if link and kind != "TEXT":
        raise Problem(400, 100, "(#100) link_attachment is for text posts only")
