"""A Facebook page, by the Graph API: an invisible draft first, then it is published."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import Any, Literal

from pydantic import Field

from bot.api import Upload
from bot.errors import Gone, HeraldError, Locked, Refused, Throttled, Unsent
from bot.graph import Duplicate, Graph
from bot.manner import Craft
from bot.model import Picture, Post, Receipt, Rich, Unit
from bot.ports import Capabilities, Options, Platform, Secret
from bot.rules import Pace
from bot.text.alike import is_alike
from bot.text.links import url_key


class FacebookOptions(Options):
    """Which page, by whose token, and how posts look."""

    told = (r"[/=](?P<id>\d+)/*$", {"page": "{id}"})
    page: str = Field(
        pattern=r"^\d+$", coerce_numbers_to_str=True, description="The page's numeric id."
    )
    token: Secret = Field(description="The page's own access token: env:NAME or file:PATH.")
    style: Literal["link", "photo"] = Field(
        "link", description="A preview of the article's page, or its picture with a link above."
    )
    version: str = Field("v25.0", pattern=r"^v\d+\.\d+$", description="Version of the Graph API.")

    def fitted(self, can: Capabilities, craft: Craft) -> Capabilities:
        """Leave the address to the preview, unless it is to count visitors or there is none."""
        return replace(can, cards=self.style == "link" and not craft.utm)

    def address(self) -> str:
        return self.page


class Facebook(Platform):
    """One page; what Facebook takes without a limit in numbers has one of ours."""

    name = "facebook"
    options = FacebookOptions
    settings: FacebookOptions
    capabilities = Capabilities(
        text=63_206,
        unit=Unit.UTF16,
        link_preview=True,
        cards=True,
        most_images=10,
        image_bytes=4_000_000,
        image_types=frozenset({"image/jpeg", "image/png"}),
        alt_text=True,
        edit=True,
        reply=True,
        delete=True,
        find=True,
        pace=(Pace(count=30, seconds=3600),),
    )

    async def send(self, post: Post, pictures: Sequence[Picture]) -> Receipt:
        """Make a draft that nobody sees, then publish it, which may be done twice."""
        known = await self.drafts.draft(post.key)
        try:
            shown = await self._known(known)
            draft = _receipt(shown) if shown else await self._draft(post, pictures)
            if draft.id != known:
                await self.drafts.keep_draft(post.key, draft.id)
            await self._call("POST", draft.id, "success", publishes=True, is_published="true")
        except Duplicate as duplicate:
            await self.drafts.keep_draft(post.key, "")  # why: it is refused as it is
            with suppress(Unsent, Throttled):
                if standing := await self._listed(f"{self.settings.page}/published_posts", post):
                    return standing
                if post.link not in post.text.text:  # why: another article may say the same
                    told = replace(post, text=Rich(text=f"{post.text.text}\n\n{post.link}"))
                    return await self.send(told, pictures)
                raise Refused(f"{duplicate} It is not among the newest posts.") from None
            raise
        return draft

    async def reply(self, receipt: Receipt, post: Post, _: Sequence[Picture]) -> Receipt:
        """Comment on what stands at `receipt`; where that was is kept, for a look-up."""
        place = f"{receipt.id}/comments"
        await self.drafts.keep_draft(post.key, place)
        fields = {"message": post.text.text, "fields": "id,permalink_url"}
        return _receipt(await self._call("POST", place, publishes=True, **fields))

    async def edit(self, receipt: Receipt, post: Post, _: Sequence[Picture]) -> Receipt:
        """Change the words; Facebook lets neither pictures nor the link be changed."""
        await self._call("POST", receipt.id, "success", message=post.text.text)
        if post.is_fresh and post.link:
            with suppress(HeraldError):  # why: what others share from now on should show the news
                await self._call("POST", "", id=post.link, scrape="true")
        return receipt

    async def delete(self, receipt: Receipt) -> None:
        """Take the post down; one that is gone already is as good, as long as we see the page."""
        try:
            await self._call("DELETE", receipt.id, "success")
        except Gone:
            await self._call("GET", self.settings.page, fields="id")

    async def find(self, post: Post, _: str) -> Receipt | None:
        """Ask whether our draft was published; else look for the same words since `post` was made.

        A draft of which we were not told is kept, for the next attempt to publish it.
        """
        known = await self.drafts.draft(post.key)
        if known.endswith("/comments"):
            return await self._listed(known, post)
        if shown := await self._known(known):
            return _receipt(shown) if shown["is_published"] else None
        if standing := await self._listed(f"{self.settings.page}/published_posts", post):
            return standing
        with suppress(Refused):  # why: it takes another right, and a draft is seen by nobody
            if draft := await self._listed(f"{self.settings.page}/ads_posts", post):
                await self.drafts.keep_draft(post.key, draft.id)
        return None

    async def examine(self) -> str:
        """Ask whose token it is: posts need the page's own, not that of a person."""
        me = await self._call("GET", "me", fields="id,name")
        if me["id"] != self.settings.page:
            whose = f"{me.get('name', 'somebody')} ({me['id']})"
            raise Refused(
                f"Facebook: the token is that of {whose}, not of page {self.settings.page}"
            )
        return f"the token is that of the page {me.get('name', me['id'])}"

    async def _draft(self, post: Post, pictures: Sequence[Picture]) -> Receipt:
        missing: list[str] = []
        fields = {"message": post.text.text, "published": "false", "fields": "id,permalink_url"}
        if post.link and post.preview and self.settings.style == "link":
            fields["link"] = post.link
        else:
            for picture in pictures:
                try:
                    photo = json.dumps({"media_fbid": await self._upload(picture)})
                    fields[f"attached_media[{len(fields) - 3}]"] = photo
                except Refused as error:
                    if isinstance(error, Locked):
                        raise
                    missing.append(str(error))
        # why in doubt: one of whose name the answer was lost is looked for, or it stays unseen
        place = f"{self.settings.page}/feed"
        draft = _receipt(await self._call("POST", place, publishes=True, **fields))
        return replace(draft, note="; ".join(missing))

    async def _upload(self, picture: Picture) -> str:
        """Upload a picture that nobody sees yet."""
        file = Upload(data=picture.data, mime=picture.mime, name="picture")
        alt = {"alt_text_custom": picture.alt} if picture.alt else {}
        place = f"{self.settings.page}/photos"
        photo = await self._call("POST", place, source=file, published="false", **alt)
        return str(photo["id"])

    async def _known(self, draft: str) -> Any:
        """Say how a draft is that was made before; None where it is there no longer."""
        if draft:
            with suppress(Gone):
                fields = "id,permalink_url,is_published"
                return await self._call("GET", draft, "is_published", fields=fields)
        return None

    async def _listed(self, path: str, post: Post) -> Receipt | None:
        """Look for the words of a post in a list of the page; about another page they are another's."""
        place, fields = f"/{self.settings.version}/{path}", "id,message,permalink_url"
        is_card = self.settings.style == "link" and post.preview and post.link
        if is_card and not path.endswith("/comments"):
            fields += ",attachments{unshimmed_url}"
        async for shown in self._api.listed(place, fields, post.made_at):
            parts = shown.get("attachments", {}).get("data", ())
            links = {url_key(each["unshimmed_url"]) for each in parts if "unshimmed_url" in each}
            is_about_it = not links or url_key(post.link) in links
            if is_about_it and is_alike(shown.get("message", ""), post.text.text):
                return _receipt(shown)
        return None

    async def _call(self, method: str, path: str, tells: str = "id", **more: Any) -> Any:
        return await self._api.call(method, f"/{self.settings.version}/{path}", tells, **more)

    @cached_property
    def _api(self) -> Graph:
        base = self.destination.api_base or "https://graph.facebook.com"
        share = (
            0.3 * self.destination.timeout
        )  # why: picture, draft and publishing are three calls
        return Graph("Facebook", base, share, self.reveal(self.settings.token))


def _receipt(shown: dict[str, Any]) -> Receipt:
    permalink = shown.get("permalink_url") or f"https://www.facebook.com/{shown['id']}"
    return Receipt(id=shown["id"], permalink=permalink)
