"""What models said of articles, kept for ever: the queries behind `condense`."""

from operator import itemgetter

from bot.ports import Consulted, Wordless
from bot.store.codec import article_of, wording_json, wording_of
from bot.store.sql import Database, Query, Row

_TAKE = (
    "insert into wording (article_id, revision, asked_of, leased_until, leased_by, tries)"
    " select r.article_id, r.number, :asked_of, :until, :node, 1 from revision r"
    " join article a on a.id = r.article_id and a.retracted_at is null"
    " where (r.planned = 0 or (r.planned = 1 and r.article_id in"
    "   (select article_id from delivery where behind = 1) and r.number ="
    "   (select max(number) from revision where article_id = r.article_id)))"
    " and not exists (select 1 from wording w where w.article_id = r.article_id"
    "   and w.revision = r.number and w.asked_of = :asked_of"
    "   and (w.decided_at is not null or w.leased_until > :now))"
    " order by r.order_at, r.article_id limit :limit"
    " on conflict (article_id, revision, asked_of) do update"
    "  set leased_until = :until, leased_by = :node, tries = wording.tries + 1"
    "  where wording.decided_at is null and wording.leased_until <= :now"
    " returning article_id, revision, tries"
)
"""Takes revisions that are to be planned, or to correct by, and have no words."""


class Words:
    """The store as `condense` sees it (`ports.WordStore`)."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def wordless(
        self, asked_of: str, now: float, lease: float, limit: int
    ) -> list[Wordless]:
        async with self.db.tx() as q:
            given = {"asked_of": asked_of, "node": self.db.node, "now": now}
            taken = await q(_TAKE, until=now + lease, limit=limit, **given)
            found = [await _wordless(q, row, asked_of) for row in taken]
        return [one for _, one in sorted(found, key=itemgetter(0))]

    async def put_off(self, one: Wordless, asked_of: str, until: float) -> None:
        async with self.db.tx() as q:
            await q(
                "update wording set leased_until = :until where article_id = :id"
                " and revision = :revision and asked_of = :asked_of and decided_at is null",
                until=until,
                id=one.article_id,
                revision=one.revision,
                asked_of=asked_of,
            )

    async def save_wording(
        self, one: Wordless, asked_of: str, consulted: Consulted, now: float
    ) -> None:
        wording = consulted.wording
        async with self.db.tx() as q:
            saved = await q(
                "update wording set decided_at = :now, is_asked = :is_asked,"
                " has_failed = :has_failed, content = :content, question = :question,"
                " answer = :answer, tokens_in = :tokens_in, tokens_out = :tokens_out,"
                " cost_usd = :cost where article_id = :id and revision = :revision"
                " and asked_of = :asked_of and decided_at is null returning article_id",
                now=now,
                is_asked=int(consulted.has_failed or bool(consulted.question)),
                has_failed=int(consulted.has_failed),
                content=wording_json(wording),
                question=consulted.question,
                answer=consulted.answer,
                tokens_in=consulted.tokens_in,
                tokens_out=consulted.tokens_out,
                cost=consulted.cost_usd,
                id=one.article_id,
                revision=one.revision,
                asked_of=asked_of,
            )
            if saved:
                await q(
                    "insert into audit (at, article_id, what, why) values (:now, :id, :what, :why)",
                    now=now,
                    id=one.article_id,
                    what=f"worded ({wording.origin or 'nothing to say'})",
                    why=_how(consulted),
                )

    async def failing_since(self, asked_of: str, times: int) -> float | None:
        async with self.db.tx(write=False) as q:
            rows = await q(
                "select decided_at, has_failed from wording"
                " where asked_of = :asked_of and is_asked = 1"
                " order by decided_at desc limit :times",
                asked_of=asked_of,
                times=times,
            )
        failed = len(rows) == times and all(row["has_failed"] for row in rows)
        return float(rows[0]["decided_at"]) if failed else None


async def _wordless(q: Query, row: Row, asked_of: str) -> tuple[tuple[float, int], Wordless]:
    """Give a revision with the one before it, and what was said of that; first its place in order."""
    revisions = await q(
        "select r.number, r.content, r.order_at, r.read_at, w.content as wording from revision r"
        " left join wording w on w.article_id = r.article_id and w.revision = r.number"
        "  and w.asked_of = :asked_of and w.decided_at is not null"
        " where r.article_id = :id and r.number <= :number order by r.number desc limit 2",
        id=row["article_id"],
        number=row["revision"],
        asked_of=asked_of,
    )
    newest, *earlier = revisions
    before = earlier[0] if earlier else None
    one = Wordless(
        article_id=row["article_id"],
        revision=row["revision"],
        article=article_of(newest["content"]),
        read_at=newest["read_at"],
        tries=row["tries"],
        before=article_of(before["content"]) if before else None,
        said=wording_of(before["wording"]) if before and before["wording"] else None,
    )
    return (newest["order_at"], row["article_id"]), one


def _how(found: Consulted) -> str:
    """Say in a few words how it came about."""
    wording = found.wording
    if wording.why:
        return wording.why
    if not found.question:
        return "it was said before and still holds" if wording.sentences else ""
    tokens = f"{found.tokens_in} + {found.tokens_out} tokens"
    return f"{wording.model}, {tokens}, ${found.cost_usd:.6f}"
