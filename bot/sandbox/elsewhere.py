"""What stand-ins fetch from publishers, as the platforms do: pictures, and what a page says of itself."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urljoin

import aiohttp

from bot.page.charset import decode
from bot.page.dom import parse
from bot.page.head import read_head
from bot.sandbox.images import sniff
from bot.sandbox.ledger import Card, Ledger, Photo

LARGEST = 10_000_000
"""Bytes; what is larger counts as not there."""
TIMEOUT = aiohttp.ClientTimeout(total=5)


async def fetch_photo(ledger: Ledger, url: str, alt: str = "") -> Photo | None:
    """Get a picture from its own address and keep it; None: that gives none."""
    data, _ = await fetch(url)
    seen = sniff(data)
    if seen is None:
        return None
    key = ledger.keep(data, seen.mime)
    return Photo(
        key=key, mime=seen.mime, size=len(data), width=seen.width, height=seen.height, alt=alt
    )


class Previews:
    """Cards filled with what their pages say in Open Graph (ogp.me), each page asked once."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._known: dict[str, Card] = {}

    def clear(self) -> None:
        self._known.clear()

    def filled(self, card: Card) -> Card:
        """Give a card as readers see it; one that nothing is known of stays as it is."""
        known = self._known.get(card.url, card)
        return replace(known, large=card.large, above=card.above)

    async def look(self, cards: Iterable[Card]) -> None:
        """Ask the pages of cards that do not bring their own words."""
        new = {card.url: card for card in cards if not card.title}
        looks = [self._read(card) for url, card in new.items() if url not in self._known]
        for card in await asyncio.gather(*looks):
            self._known[card.url] = card

    async def _read(self, card: Card) -> Card:
        body, kind = await fetch(card.url)
        head = read_head(parse(decode(body, kind)))
        image = head.first("og:image", "twitter:image")
        photo = await fetch_photo(self._ledger, urljoin(card.url, image)) if image else None
        return replace(
            card,
            title=head.first("og:title") or head.title,
            description=head.first("og:description", "description"),
            site=head.first("og:site_name"),
            picture=photo.key if photo else "",
        )


async def fetch(url: str, largest: int = LARGEST) -> tuple[bytes, str]:
    """Get the bytes at an address and what kind they are said to be; nothing where it gives none."""
    try:
        async with (
            aiohttp.ClientSession(timeout=TIMEOUT, raise_for_status=True) as session,
            session.get(url) as answer,
        ):
            data = b""
            async for chunk in answer.content.iter_any():
                data += chunk
                if len(data) > largest:
                    return b"", ""
            return data, answer.headers.get("Content-Type", "")
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return b"", ""
