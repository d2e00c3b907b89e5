"""What operators are told in their chat: each thing once, whoever of us tells it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.manner import Act
from bot.model import Post, State
from bot.store.alerts import Alert, alert_of
from bot.store.asking import LedgerRow, ledger_row
from bot.store.codec import post_of
from bot.store.sql import Database, Query, Row

MOST = 1000
"""Deliveries in one message; what is more is told in the next."""
CARDS = 3
"""Deliveries that wait for approval at once up to which each is told with what it would show."""
_SUBJECT = (
    "'event:' || (select max(u.id) from audit u where u.delivery_id = d.id and (u.what like"
    " '%' || d.state or (d.state = 'held' and u.what = 'replaced')))"
)
"""What people are told: that a delivery came into its state, or that it waits with another text."""
_WAITING = (
    f"select * from (select d.*, a.canonical_url, {_SUBJECT} as subject"  # noqa: S608 - our own words
    " from delivery d join article a on a.id = d.article_id"
    " where d.state = :state and (d.state <> 'in_doubt' or d.asked = 1)) w"
    " where subject is not null and subject not in (select subject from told)"
    " order by order_at, id limit :limit"
)
"""Those of which nobody was told: an audit row names what of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One alert, or deliveries of one state that wait for a person; `subjects` name it for ever.

    `post` and `act` are what a single one would show, and do.
    """

    subjects: tuple[str, ...]
    alert: Alert | None = None
    rows: tuple[LedgerRow, ...] = ()
    post: Post | None = None
    act: Act = Act.SEND


class Telling:
    """What is to be told next, and what was."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def next(self, now: float) -> News | None:
        """Give what is to be told next; from now on it counts as told, whatever happens to us."""
        async with self.db.tx(write=False) as q:
            news = await _untold(q)
        if news is None:
            return None
        async with self.db.tx() as q:
            return await _claimed(q, news, now)

    async def take_back(self, news: News) -> None:
        """Let it be told again: it surely was not."""
        async with self.db.tx() as q:
            await q("delete from told where subject in (:subjects...)", subjects=[*news.subjects])

    async def is_asking(self) -> bool:
        """Say whether anything waits for people to decide it."""
        async with self.db.tx(write=False) as q:
            rows = await q(
                "select 1 as one from delivery where state = 'held'"
                " or (state = 'in_doubt' and asked = 1) limit 1"
            )
        return bool(rows)

    async def is_asked(self, delivery: int, subject: str) -> bool:
        """Say whether people are still asked this about a delivery, and nothing later."""
        async with self.db.tx(write=False) as q:
            rows = await q(
                f"select {_SUBJECT} as subject from delivery d where d.id = :id"  # noqa: S608 - our own words
                " and (d.state = 'held' or (d.state = 'in_doubt' and d.asked = 1))",
                id=delivery,
            )
        return bool(rows) and rows[0]["subject"] == subject


async def _untold(q: Query) -> News | None:
    """Find an alert, else one doubt (it asks a question of its own), else all that failed, or waits.

    What waits is told one by one, unless it is too much for that.
    """
    rows = await q(
        "select * from alert where ended_at is null"
        " and 'alert:' || id not in (select subject from told) order by id limit 1"
    )
    if rows:
        return News(subjects=(f"alert:{rows[0]['id']}",), alert=alert_of(rows[0]))
    for state, limit in ((State.IN_DOUBT, 1), (State.FAILED, MOST), (State.HELD, MOST)):
        waiting = await q(_WAITING, state=state.value, limit=limit)
        if state is State.HELD and len(waiting) <= CARDS:
            waiting = waiting[:1]
        if waiting:
            return _news(waiting)
    return None


async def _claimed(q: Query, news: News, now: float) -> News | None:
    """Take what nobody else tells meanwhile; None where nothing is left of it."""
    ours = set[str]()
    for subject in news.subjects:
        rows = await q(
            "insert into told (subject, at) values (:subject, :now)"
            " on conflict do nothing returning subject",
            subject=subject,
            now=now,
        )
        ours.update(row["subject"] for row in rows)
    if not ours:
        return None
    kept = [at for at, subject in enumerate(news.subjects) if subject in ours]
    return News(
        subjects=tuple(news.subjects[at] for at in kept),
        alert=news.alert,
        rows=tuple(news.rows[at] for at in kept) if news.rows else (),
        post=news.post,
        act=news.act,
    )


def _news(rows: Sequence[Row]) -> News:
    return News(
        subjects=tuple(row["subject"] for row in rows),
        rows=tuple(map(ledger_row, rows)),
        post=post_of(rows[0]["post"]) if len(rows) == 1 else None,
        act=Act(rows[0]["act"]),
    )
