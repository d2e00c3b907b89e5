"""What an instance does before it works."""

from collections.abc import Collection, Mapping

from bot.store.lanes import refresh
from bot.store.sql import Database

_LEASES = (
    "update entry set leased_until = 0 where fate = 'new' and leased_by in (:gone...)",
    "update source set leased_until = 0 where leased_by in (:gone...)",
    "update article set look_leased_until = 0 where look_leased_by in (:gone...)",
    "update wording set leased_until = 0 where decided_at is null and leased_by in (:gone...)",
    "update delivery set due_at = :now where state = 'in_doubt' and owner in (:gone...)",
)
"""How what somebody had taken is given back."""


class Beginning:
    """Rows for what the configuration names, and leases that nobody holds any more."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def sync(self, sources: Mapping[str, str], destinations: Collection[str]) -> None:
        """Make rows for what the configuration names (source → URL); others rest untouched.

        A source whose URL changed is asked afresh: its validators belong to the old address.
        """
        async with self.db.tx() as q:
            await q(
                "update source set active = 0 where not name in (:names...)", names=list(sources)
            )
            for name, url in sources.items():
                await q(
                    "insert into source (name, url) values (:name, :url)"
                    " on conflict (name) do update set active = 1, url = :url,"
                    " etag = case when source.url = :url then source.etag else '' end,"
                    " last_modified = case when source.url = :url"
                    "  then source.last_modified else '' end,"
                    " moved_to = case when source.url = :url then source.moved_to else '' end,"
                    " next_at = case when source.url = :url then source.next_at else 0 end",
                    name=name,
                    url=url,
                )
            for destination in destinations:
                await q(
                    "insert into lane (destination) values (:name) on conflict do nothing",
                    name=destination,
                )

    async def register(self) -> None:
        """Write down that this node takes work, so that others see when it does no more."""
        async with self.db.tx() as q:
            await q(
                "insert into node (name) values (:node) on conflict do nothing", node=self.db.node
            )

    async def free_leases(self, now: float) -> None:
        """Give back what nodes that are gone had taken: nobody waits until their time is over."""
        async with self.db.tx(write=False) as q:
            rows = await q("select name from node where name <> :node", node=self.db.node)
        gone = await self.db.dead_nodes([row["name"] for row in rows])
        if not gone:
            return
        async with self.db.tx() as q:
            for lease in _LEASES:
                await q(lease, gone=gone, now=now)
            await q("delete from node where name in (:gone...)", gone=gone)

    async def review(self, now: float) -> None:
        """Let what was put off be judged anew: by another configuration it may go at once."""
        async with self.db.tx() as q:
            rows = await q(
                "update delivery set due_at = :now where state = 'due' and waits <> ''"
                " and due_at > :now returning destination",
                now=now,
            )
            for name in sorted({row["destination"] for row in rows}):
                await refresh(q, name)

    async def poll_now(self) -> None:
        """Make every source due."""
        async with self.db.tx() as q:
            await q("update source set next_at = 0")
