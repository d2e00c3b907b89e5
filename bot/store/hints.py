"""What a source says anew of an entry that it listed before: a reason to look at its page."""

from bot.ports import FoundEntry
from bot.store.codec import entry_json
from bot.store.revising import look_soon
from bot.store.sql import Query

REST = 60.0
"""Seconds between looks at one page, for whatever its source says; twice as long after each in vain."""
MOST_RESTS = 360
"""Times of these beyond which no look waits: six hours."""


async def keep_change(q: Query, found: FoundEntry, now: float) -> None:
    """Keep what a source says now of an entry, and have its article's page looked at.

    The more looks found nothing, the longer the next one waits: some feeds count readers.
    """
    rows = await q(
        "update entry set content = :content where id ="
        " (select entry_id from entry_key where source = :source and key = :known)"
        " returning article_id",
        content=entry_json(found.entry),
        source=found.entry.source,
        known=found.keys[0],
    )
    for row in rows:
        articles = await q(
            "select looked_at, idle_looks from article where id = :id", id=row["article_id"]
        )
        for article in articles:
            rest = REST * min(2 ** min(article["idle_looks"], 10), MOST_RESTS)
            at = max(now, found.not_before, article["looked_at"] + rest)
            await look_soon(q, row["article_id"], at)
