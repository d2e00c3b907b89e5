"""What stands in each channel and what was ever accepted: the judge of tests and demos."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A styled stretch of text; `start` and `end` count code points.

    `kind` is Telegram's word for it ("bold", "text_link", "hashtag", …), `url` where it leads.
    `shown` is what readers see instead of the stretch, where a platform shortens links.
    """

    start: int
    end: int
    kind: str
    url: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A picture as it was uploaded; `key` finds its bytes in the ledger, `caption` stands under it."""

    key: str
    mime: str
    size: int
    width: int
    height: int
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button under a post; it opens `url` or calls the bot back."""

    label: str
    url: str = ""
    callback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A preview of a link; words and picture (its key) are the post's own, or read from the page."""

    url: str
    title: str = ""
    description: str = ""
    site: str = ""
    picture: str = ""
    large: bool = True
    above: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One post as its readers see it; `wire` is what the platform's own API answers for it."""

    id: str
    at: float
    author: str
    text: str = ""
    marks: tuple[Mark, ...] = ()
    photos: tuple[Photo, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    card: Card | None = None
    edited_at: float | None = None
    reply_to: str = ""
    album: str = ""
    silent: bool = False
    service: bool = False
    wire: Mapping[str, object] = field(default_factory=dict)

    @property
    def links(self) -> list[str]:
        """Every address that readers can open from here, once: in the text, card and buttons."""
        card = [self.card.url] if self.card else []
        buttons = [button.url for row in self.buttons for button in row]
        return list(dict.fromkeys(filter(None, [*(m.url for m in self.marks), *card, *buttons])))

    def as_json(self) -> dict[str, object]:
        return {
            "id": self.id,
            "at": self.at,
            "edited_at": self.edited_at,
            "author": self.author,
            "text": self.text,
            "links": self.links,
            "card": self.card.url if self.card else None,
            "images": [{"url": f"/_sandbox/pictures/{p.key}", "alt": p.alt} for p in self.photos],
            "buttons": [{"label": b.label, "url": b.url} for row in self.buttons for b in row],
            "reply_to": self.reply_to,
            "silent": self.silent,
        }


@dataclass(slots=True)
class Channel:
    """One channel or account; counts what ever happened, also to posts that are gone.

    `drafts` are seen by nobody yet.
    """

    platform: str
    name: str
    title: str
    posts: dict[str, Standing] = field(default_factory=dict)
    drafts: dict[str, Standing] = field(default_factory=dict)
    posted: int = 0
    edited: int = 0
    deleted: int = 0

    @property
    def handle(self) -> str:
        """How readers know it: a name of word characters takes an @."""
        return f"@{self.name}" if self.name.isidentifier() else self.name

    @property
    def standing(self) -> list[Standing]:
        """What readers see, oldest first; a platform's own service messages are left out."""
        return [post for post in self.posts.values() if not post.service]

    def add(self, post: Standing) -> None:
        self.posts[post.id] = post
        self.posted += not post.service

    def replace(self, post: Standing) -> None:
        self.posts[post.id] = post
        self.edited += 1

    def remove(self, post_id: str) -> None:
        del self.posts[post_id]
        self.deleted += 1

    def as_json(self) -> dict[str, object]:
        return {
            "title": self.title,
            "standing": [post.as_json() for post in self.standing],
            "posted": self.posted,
            "edited": self.edited,
            "deleted": self.deleted,
        }


class Ledger:
    """All channels by platform and name, every picture, and how often each call was accepted."""

    def __init__(self) -> None:
        self.channels: dict[tuple[str, str], Channel] = {}
        self.accepted: dict[str, Counter[str]] = {}
        self._pictures: dict[str, tuple[str, bytes]] = {}

    def channel(self, platform: str, name: str, title: str = "") -> Channel:
        """Find a channel, or open an empty one."""
        key = platform, name
        if key not in self.channels:
            self.channels[key] = Channel(platform, name, title or name)
        return self.channels[key]

    def find(self, platform: str, name: str) -> Channel | None:
        """Find a channel by its name in any case."""
        return next(
            (
                channel
                for channel in self.channels.values()
                if channel.platform == platform and channel.name.lower() == name.lower()
            ),
            None,
        )

    def count(self, platform: str, call: str) -> None:
        """Count a call that took effect, whether or not its answer ever arrived."""
        self.accepted.setdefault(platform, Counter())[call] += 1

    def keep(self, data: bytes, mime: str) -> str:
        """Keep a picture once and give the key that finds it."""
        key = sha256(data).hexdigest()[:32]
        self._pictures[key] = mime, data
        return key

    def picture(self, key: str) -> tuple[str, bytes] | None:
        return self._pictures.get(key)

    def clear(self) -> None:
        self.channels.clear()
        self.accepted.clear()
        self._pictures.clear()

    def as_json(self) -> dict[str, object]:
        platforms = {platform for platform, _ in self.channels} | set(self.accepted)
        return {
            platform: {
                "accepted": dict(self.accepted.get(platform, {})),
                "channels": {
                    c.name: c.as_json() for c in self.channels.values() if c.platform == platform
                },
            }
            for platform in sorted(platforms)
        }
