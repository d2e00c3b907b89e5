"""Threads, by Meta's API: a container that nobody sees first, then it is published."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from pydantic import Field

from bot.errors import Gone, HeraldError, Refused, Throttled, Unsent
from bot.graph import Graph
from bot.model import Picture, Post, Receipt, Unit
from bot.ports import Capabilities, Options, Platform, Secret
from bot.rules import Pace
from bot.text.alike import is_alike
from bot.text.topics import untagged

ME, LONGEST_ALT = "/v1.0/me", 1000
READY = (2, 5, 10, 20, 30, 60, 60)
"""Seconds from look to look at a container in work; then its post goes without the picture."""


class ThreadsOptions(Options):
    """Whose account it is."""

    told = (r"/(?P<name>@[\w.]+)", {"account": "{name}"})
    token: Secret = Field(description="The account's access token: env:NAME or file:PATH.")
    account: str = Field("", pattern=r"^(@?[\w.]{1,30})?$", description="The account's handle.")

    def address(self) -> str:
        return f"@{self.account.removeprefix('@')}" if self.account else ""


class Threads(Platform):
    """One account; what it posts cannot be changed, but answered and deleted."""

    name = "threads"
    options = ThreadsOptions
    settings: ThreadsOptions
    capabilities = Capabilities(
        text=500,
        unit=Unit.EMOJI_BYTES,
        written=untagged,
        link_preview=True,
        most_links=5,
        most_images=20,
        image_bytes=8_000_000,
        image_types=frozenset({"image/jpeg", "image/png"}),
        fetches_images=True,
        alt_text=True,
        reply=True,
        delete=True,
        find=True,
        pace=(Pace(count=250, seconds=86_400),),
    )
    _looks: Mapping[str, int] = MappingProxyType({})

    async def send(
        self, post: Post, pictures: Sequence[Picture], under: str = "", note: str = ""
    ) -> Receipt:
        """Publish the container of the post when it is ready; until then it is looked at later."""
        container = await self.drafts.draft(post.key)
        container = container or await self._contain(post, pictures, under)
        try:
            state = await self._state(container)
        except Gone:
            state = {"status": "EXPIRED"}
        status = state["status"]
        if status == "FINISHED":
            return replace(await self._publish(container), note=note)
        if status == "PUBLISHED":
            return await self._standing(post)
        if status == "IN_PROGRESS" and (looks := self._looks.get(container, 0)) < len(READY):
            self._looks = {container: looks + 1}
            raise Throttled("Threads still works on the post", retry_after=READY[looks])
        await self.drafts.keep_draft(post.key, "")
        if status == "EXPIRED" or (status == "IN_PROGRESS" and not pictures):
            raise Unsent(f"Threads: the container is {status}; a new one is made")
        why = f"Threads: {state.get('error_message') or status}"
        if not pictures:
            raise Refused(why)
        return await self.send(post, (), under, f"{pictures[0].url}: {why}")

    async def reply(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        """Publish under what stands at `receipt`."""
        return await self.send(post, pictures, receipt.id)

    async def delete(self, receipt: Receipt) -> None:
        """Take the post down; one that is gone already is as good, as long as we are let in."""
        try:
            await self._api.call("DELETE", f"/v1.0/{receipt.id}", "success")
        except Gone:
            await self._api.call("GET", ME, fields="id")

    async def find(self, post: Post, _: str) -> Receipt | None:
        """Ask the container whether it was published; else look for the words."""
        with suppress(Gone):
            if container := await self.drafts.draft(post.key):
                is_published = (await self._state(container))["status"] == "PUBLISHED"
                return await self._standing(post) if is_published else None
        return await self._listed(post)

    async def _standing(self, post: Post) -> Receipt:
        """Find what was surely published; lists may lag behind."""
        if standing := await self._listed(post):
            return standing
        raise Unsent("Threads: it was published, but is not listed yet")

    async def _listed(self, post: Post) -> Receipt | None:
        """Look for the words of a post among what is new since it was made."""
        for edge in ("threads", "replies"):
            posts = self._api.listed(f"{ME}/{edge}", "id,text,permalink", post.made_at)
            async for shown in posts:
                if is_alike(shown.get("text", ""), post.text.text):
                    return Receipt(id=shown["id"], permalink=shown.get("permalink", ""))
        return None

    async def examine(self) -> str:
        """Ask whose token it is and how much of the day's quota is used."""
        me = await self._api.call("GET", ME, "username", fields="id,username")
        wanted = self.settings.account.removeprefix("@") or me["username"]
        if me["username"].lower() != wanted.lower():
            raise Refused(f"Threads: the token is @{me['username']}'s, not @{wanted}'s")
        fields = "quota_usage,config"
        quota = await self._api.call(
            "GET", f"{ME}/threads_publishing_limit", "data", fields=fields
        )
        used = quota["data"][0]
        total = used["config"]["quota_total"]
        return f"the token is @{wanted}'s, who posted {used['quota_usage']} of {total} in a day"

    async def _contain(self, post: Post, pictures: Sequence[Picture], under: str) -> str:
        """Make a container; Threads fetches pictures by itself, from where the page has them."""
        fields: dict[str, str] = {"media_type": "TEXT"}
        if len(pictures) > 1:
            children = [
                await self._made({"is_carousel_item": "true", **_image(picture)})
                for picture in pictures
            ]
            fields = {"media_type": "CAROUSEL", "children": ",".join(children)}
        elif pictures:
            fields = _image(pictures[0])
        elif post.link and post.preview:
            fields |= {"link_attachment": post.link}
        fields |= {"reply_to_id": under} if under else {}
        made = await self._made({"text": untagged(post.text), **fields})
        await self.drafts.keep_draft(post.key, made)
        return made

    async def _made(self, fields: Mapping[str, Any]) -> str:
        return str((await self._api.call("POST", f"{ME}/threads", **fields))["id"])

    async def _state(self, container: str) -> dict[str, Any]:
        state: dict[str, Any] = await self._api.call(
            "GET", f"/v1.0/{container}", "status", fields="status,error_message"
        )
        return state

    async def _publish(self, container: str) -> Receipt:
        """Publish, then ask where it stands; the answer to that is not worth a doubt."""
        sent = await self._api.call(
            "POST", f"{ME}/threads_publish", publishes=True, creation_id=container
        )
        place: dict[str, str] = {}
        with suppress(HeraldError):
            place = await self._api.call("GET", f"/v1.0/{sent['id']}", fields="permalink")
        return Receipt(id=sent["id"], permalink=place.get("permalink", ""))

    @cached_property
    def _api(self) -> Graph:
        base = self.destination.api_base or "https://graph.threads.net"
        share = 0.25 * self.destination.timeout  # why: making, looking, publishing, asking where
        return Graph("Threads", base, share, self.reveal(self.settings.token))


def _image(picture: Picture) -> dict[str, str]:
    alt = {"alt_text": picture.alt[:LONGEST_ALT]} if picture.alt else {}
    return {"media_type": "IMAGE", "image_url": picture.url, **alt}
