"""What stands on X: posts with their ids, what may be posted, what a timeline shows."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from unicodedata import normalize

from bot.model import Unit
from bot.sandbox.ledger import Card, Channel, Ledger, Photo, Standing
from bot.sandbox.oauth import Account
from bot.sandbox.x_forms import NewPost, TimelineQuery, forbidden, invalid
from bot.sandbox.x_text import write
from bot.text.length import measure

MAX_WEIGHT = 280
DUPLICATE_FOR = 24 * 3600
EPOCH_MS = 1288834974657
"""The moment from which X's ids count milliseconds."""

_ALWAYS = {"id", "text", "edit_history_tweet_ids"}
_CASHTAG = re.compile(r"(?<![\w$])\$[A-Za-z]{1,6}(?!\w)")
_TOO_LONG = (
    "Your Tweet text is too long. For more information on how Twitter determines text length "
    "see https://github.com/twitter/twitter-text."
)

Wire = dict[str, object]


class Posts:
    """All posts of all accounts."""

    def __init__(self, ledger: Ledger, clock: Callable[[], float]) -> None:
        self._ledger = ledger
        self._clock = clock
        self._last_id = 0
        self._said: dict[tuple[str, str], float] = {}

    def clear(self) -> None:
        self._said.clear()

    def next_id(self) -> str:
        """Give a number that is larger than any before and tells the time, as X's do."""
        from_clock = (round(self._clock() * 1000) - EPOCH_MS) << 22
        self._last_id = max(self._last_id + 1, from_clock)
        return str(self._last_id)

    def channel(self, account: Account) -> Channel:
        return self._ledger.channel("x", account.username, account.name)

    def create(self, account: Account, form: NewPost, photos: Sequence[Photo]) -> Standing:
        """Post; raise Problem where X would not take it."""
        text, now = normalize("NFC", form.text).strip(), self._clock()
        self._check(account, text, now, has_photos=bool(photos))
        answered = self._answered(form)
        self._said[account.id, text] = now
        post_id = self.next_id()
        keys = [f"3_{media_id}" for media_id in (form.media.media_ids if form.media else [])]
        address = f"https://x.com/{account.username}/status/{post_id}/photo/"
        written = write(text, post_id, [(k, f"{address}{n}") for n, k in enumerate(keys, 1)])
        wire: Wire = {
            "id": post_id,
            "text": written.text,
            "edit_history_tweet_ids": [post_id],
            "author_id": account.id,
            "conversation_id": answered.wire["conversation_id"] if answered else post_id,
            "created_at": _rfc3339(now),
            "reply_settings": form.reply_settings or "everyone",
            "entities": written.entities,
            "attachments": {"media_keys": keys},
            "possibly_sensitive": False,
        }
        if answered:
            wire["in_reply_to_user_id"] = answered.wire["author_id"]
            wire["referenced_tweets"] = [{"type": "replied_to", "id": answered.id}]
        links = [mark.url for mark in written.marks if mark.url]
        post = Standing(
            id=post_id,
            at=now,
            author=account.username,
            text=text,
            marks=written.marks,
            photos=tuple(photos),
            card=Card(url=links[-1]) if links and not photos else None,
            reply_to=answered.id if answered else "",
            wire={
                name: value
                for name, value in wire.items()
                if value not in ({}, {"media_keys": []})
            },
        )
        self.channel(account).add(post)
        return post

    def _check(self, account: Account, text: str, now: float, *, has_photos: bool) -> None:
        if not text and not has_photos:
            raise invalid(("$.text: text is required unless media is provided", {}))
        if measure(text, Unit.WEIGHTED) > MAX_WEIGHT:
            raise invalid((_TOO_LONG, {"text": [text]}))
        if len(_CASHTAG.findall(text)) > 1:
            raise forbidden("You are not permitted to perform this action.")
        said = self._said.get((account.id, text))
        if text and said is not None and now - said < DUPLICATE_FOR:
            raise forbidden("You are not allowed to create a Tweet with duplicate content.")

    def _answered(self, form: NewPost) -> Standing | None:
        if form.reply is None:
            return None
        answered = self.find(form.reply.in_reply_to_tweet_id)
        if answered is None:
            raise forbidden(
                "You attempted to reply to a Tweet that is deleted or not visible to you."
            )
        return answered

    def find(self, post_id: str) -> Standing | None:
        return next((post for post in self._all() if post.id == post_id), None)

    def _all(self) -> Iterator[Standing]:
        for channel in self._ledger.channels.values():
            if channel.platform == "x":
                yield from channel.standing

    def delete(self, account: Account, post_id: str) -> bool:
        """Take a post down; False: there is none. Raise Problem where it is another's."""
        post = self.find(post_id)
        if post is None:
            return False
        if post.author != account.username:
            raise forbidden("You are not authorized to delete this Tweet.")
        self.channel(account).remove(post_id)
        return True

    def timeline(self, account: Account, query: TimelineQuery) -> Wire:
        """Give a page of an account's posts, newest first."""
        fits = [p for p in reversed(self.channel(account).standing) if _fits(p, query)]
        page = fits[: query.max_results]
        meta: Wire = {"result_count": len(page)}
        if page:
            meta |= {"newest_id": page[0].id, "oldest_id": page[-1].id}
        if len(fits) > len(page):
            meta["next_token"] = page[-1].id
        data = [shown(post, query.fields) for post in page]
        return ({"data": data} if data else {}) | {"meta": meta}


def shown(post: Standing, fields: set[str]) -> Wire:
    """Give a post with the fields that were asked for."""
    return {name: value for name, value in post.wire.items() if name in _ALWAYS | fields}


def _fits(post: Standing, query: TimelineQuery) -> bool:
    number, at = int(post.id), datetime.fromtimestamp(post.at, UTC)
    until = min(int(i) for i in (query.until_id, query.pagination_token, f"{number + 1}") if i)
    return (
        int(query.since_id or 0) < number < until
        and (query.start_time is None or query.start_time <= at)
        and (query.end_time is None or at < query.end_time)
        and not (post.reply_to and "replies" in query.exclude)
    )


def _rfc3339(now: float) -> str:
    return datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds")[:-6] + "Z"
