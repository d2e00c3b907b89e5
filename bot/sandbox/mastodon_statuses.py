"""What stands on Mastodon: statuses with their ids, keys and former versions."""

from collections.abc import Callable
from dataclasses import replace

from aiohttp import web

from bot.sandbox.ledger import Card, Channel, Ledger, Standing
from bot.sandbox.mastodon_accounts import Account, Problem, Wire, date
from bot.sandbox.mastodon_media import MediaShelf
from bot.sandbox.mastodon_text import content, shortened
from bot.sandbox.plain_text import marks_of

DOMAIN = "news.sandbox"
KEPT_KEYS = 3600
"""Seconds for which Mastodon knows an idempotency key."""
MOST, USUAL = 40, 20
"""Statuses of a page."""


class Statuses:
    """All statuses of all accounts."""

    def __init__(self, ledger: Ledger, clock: Callable[[], float]) -> None:
        self._ledger = ledger
        self._clock = clock
        self._last_id = 0
        self._keys: dict[tuple[str, str], tuple[float, str]] = {}
        self._texts: dict[str, list[str]] = {}
        self.media = MediaShelf(ledger, self._next_id, clock)

    def clear(self) -> None:
        self._keys.clear()
        self._texts.clear()
        self.media.clear()

    async def create(self, request: web.Request, account: Account) -> object:
        """Post, or give what was posted by the same key."""
        body, now, channel = await request.json(), self._clock(), self._channel(account)
        key = account.id, request.headers.get("Idempotency-Key", "")
        known_at, known = self._keys.get(key, (0.0, ""))
        if account.dialect.is_idempotent and known in channel.posts and now < known_at + KEPT_KEYS:
            return channel.posts[known].wire
        if body.get("in_reply_to_id", "") not in {"", *channel.posts}:
            raise Problem(404, "The post you are trying to reply to does not exist.")
        post = self._standing(request, account, self._next_id(), now, body)
        channel.add(post)
        if key[1]:
            self._keys[key] = now, post.id
        self._texts[post.id] = [post.text]
        return post.wire

    async def edit(self, request: web.Request, account: Account) -> object:
        """Change a status; what is not said again, pictures too, is gone."""
        before, body = self._find(request, account), await request.json()
        body |= {name: before.wire[name] for name in ("in_reply_to_id", "visibility")}
        after = self._standing(request, account, before.id, before.at, body)
        now = self._clock()
        after = replace(after, edited_at=now, wire={**after.wire, "edited_at": date(now)})
        self._channel(account).replace(after)
        self._texts[after.id].append(after.text)
        return after.wire

    async def delete(self, request: web.Request, account: Account) -> object:
        post = self._find(request, account)
        self._channel(account).remove(post.id)
        return {**post.wire, "text": post.text}

    async def show(self, request: web.Request, account: Account) -> object:
        return self._find(request, account).wire

    async def history(self, request: web.Request, account: Account) -> object:
        texts = self._texts[self._find(request, account).id]
        return [{"content": content(text, DOMAIN)} for text in texts]

    async def page(self, request: web.Request, account: Account) -> object:
        """Give a page of an account's statuses, newest first."""
        query, posts = request.query, self._channel(account).standing
        since, until = int(query.get("since_id", 0)), int(query.get("max_id", self._last_id + 1))
        page = [post.wire for post in reversed(posts) if since < int(post.id) < until]
        return page[: min(MOST, int(query.get("limit", USUAL)))]

    def _standing(
        self, request: web.Request, account: Account, post_id: str, at: float, body: Wire
    ) -> Standing:
        text, warning = body.get("status", "").strip(), body.get("spoiler_text", "")
        media, marks = body.get("media_ids", []), marks_of(text)
        photos = self.media.take(account, media)
        if not text and not photos:
            raise account.invalid("Text can't be blank")
        if account.dialect.length(text, warning) > account.dialect.text:
            raise account.invalid(f"Text character limit of {account.dialect.text} exceeded")
        place = f"{request.url.origin()}/mastodon/{account.username}/{post_id}"
        wire: Wire = {
            "id": post_id,
            "created_at": date(at),
            "edited_at": None,
            "in_reply_to_id": body.get("in_reply_to_id"),
            "url": place,
            "content": content(text, DOMAIN),
            "spoiler_text": warning,
            "sensitive": bool(body.get("sensitive")),
            "language": body.get("language"),
            "visibility": body.get("visibility", "public"),
            "account": {"id": account.id, "username": account.username},
            "media_attachments": [
                {"id": media_id, "type": "image", "description": photo.alt or None}
                for media_id, photo in zip(media, photos, strict=True)
            ],
        }
        links = [mark.url for mark in marks if mark.url]
        return Standing(
            id=post_id,
            at=at,
            author=account.username,
            text=text,
            marks=shortened(text, marks),
            photos=photos,
            card=Card(url=links[0]) if links and not photos else None,
            reply_to=body.get("in_reply_to_id") or "",
            wire=wire,
        )

    def _find(self, request: web.Request, account: Account) -> Standing:
        found = self._channel(account).posts.get(request.match_info["id"])
        if found is None:
            raise Problem(404, "Record not found")
        return found

    def _channel(self, account: Account) -> Channel:
        return self._ledger.channel("mastodon", account.username, "Morning Tick")

    def _next_id(self) -> str:
        """Give a number that is larger than any before and tells the time, as Mastodon's do."""
        self._last_id = max(self._last_id + 1, round(self._clock() * 1000) << 16)
        return str(self._last_id)
