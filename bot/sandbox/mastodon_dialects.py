"""The servers that speak Mastodon's API, as far as they differ in what a post may be.

As measured of GoToSocial 0.20: it ignores the idempotency key, says that links count 25 and counts
them in full, and refuses with 400 where Mastodon does with 422. Pleroma tells its limits at v1 alone.
"""

from dataclasses import dataclass

from bot.model import Unit
from bot.text.length import measure

TYPES = ["image/jpeg", "image/png", "image/gif", "image/webp"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """One kind of server; `invalid` is the status of its refusals, `link` what a link counts."""

    version: str
    text: int
    unit: Unit
    most_media: int
    link: int | None = None
    told_link: int | None = None
    invalid: int = 422
    is_idempotent: bool = True
    has_v2: bool = True

    def length(self, text: str, warning: str) -> int:
        return measure(text, self.unit, self.link) + measure(warning, self.unit)

    def instance(self, domain: str, number: int) -> dict[str, object] | None:
        """Answer `/api/v2/instance` or v1; None: there is no such address."""
        if not self.has_v2:
            older = {"uri": domain, "version": self.version, "max_toot_chars": self.text}
            return older if number == 1 else None
        statuses = {
            "max_characters": self.text,
            "max_media_attachments": self.most_media,
            "characters_reserved_per_url": self.told_link,
        }
        media = {"supported_mime_types": [*TYPES, "video/mp4"], "image_size_limit": 16_777_216}
        configuration = {"statuses": statuses, "media_attachments": media}
        name = {"domain": domain} if number > 1 else {"uri": domain}
        return {**name, "version": self.version, "configuration": configuration}


MASTODON = Dialect(
    version="4.5.2", text=500, unit=Unit.GRAPHEMES, most_media=4, link=23, told_link=23
)
GOTOSOCIAL = Dialect(
    version="0.20.0+git-8ddbe5e",
    text=5000,
    unit=Unit.CODEPOINTS,
    most_media=6,
    told_link=25,
    invalid=400,
    is_idempotent=False,
)
PLEROMA = Dialect(
    version="2.7.2 (compatible; Pleroma 2.9.1)",
    text=5000,
    unit=Unit.GRAPHEMES,
    most_media=16,
    has_v2=False,
)
