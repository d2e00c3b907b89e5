"""Which article a person means by an address."""

from bot.model import Entry
from bot.store.sql import Query
from bot.text.identity import identify
from bot.text.links import url_key


async def articles_at(q: Query, url: str) -> list[int]:
    """Find articles by an address that they have or had, else by one that a source gave for them."""
    rows = await q(
        "select id from article where url_key = :key"
        " union select article_id from article_address where url_key = :key",
        key=url_key(url),
    )
    if not rows:
        (asked,) = identify([Entry(source="", guid="", url=url)])
        rows = await q(
            "select distinct article_id as id from entry where article_id is not null and id in"
            " (select k.entry_id from source s"
            "  join entry_key k on k.source = s.name and k.key in (:keys...))",
            keys=list(asked.lookups()),
        )
    return [row["id"] for row in rows]


async def articles_read_at(q: Query, url: str) -> list[int]:
    """Find what readers of an address have before them: it may lead into the middle of a page."""
    return await articles_at(q, url) or await articles_at(q, url.partition("#")[0])
