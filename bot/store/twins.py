"""The same story in several sources of one publisher, though each gives it an address of its own."""

from collections.abc import Sequence

from bot.model import Article
from bot.store.codec import article_of, entry_of
from bot.store.sql import Query, Row
from bot.text.identity import agreements, identify, mark


async def join_twin(q: Query, entry: int, article: Article, now: float) -> bool:
    """Join an entry to the article that another source showed; False: there is none.

    It is the same where two of id, link, moment and text agree, and the address is no other
    article's. What is in another language is another article.
    """
    (mine,) = await q("select source, content from entry where id = :id", id=entry)
    (identity,) = identify([entry_of(mine["content"])])
    names = [name for name in (*identity.names, identity.second) if name]
    marks = {mark(name): name for name in names}
    shared = await q("select distinct key from entry_key where key in (:marks...)", marks=[*marks])
    believed = set(names) - {marks[row["key"]] for row in shared}
    for row in await _candidates(q, mine["source"], sorted(believed)):
        votes = agreements(identity, entry_of(row["content"]), believed)
        if votes and not _is_translated(article, article_of(row["article"])):
            why = f"the same article as in {row['source']}, since {' and '.join(votes)} agree"
            await _join(q, entry, row["article_id"], why, now)
            return True
    return False


async def _candidates(q: Query, source: str, keys: Sequence[str]) -> Sequence[Row]:
    return await q(
        "select distinct e.source, e.content, e.article_id, r.content as article"
        " from entry_key k join entry e on e.id = k.entry_id"
        " join revision r on r.article_id = e.article_id and r.number ="
        "  (select max(number) from revision where article_id = e.article_id)"
        " where k.key in (:keys...) and k.source <> :source order by e.article_id limit 20",
        keys=list(keys),
        source=source,
    )


def _is_translated(one: Article, other: Article) -> bool:
    return bool(one.language and other.language) and one.language != other.language


async def _join(q: Query, entry: int, article: int, why: str, now: float) -> None:
    await q(
        "update entry set fate = 'read', article_id = :article, why = :why, leased_until = 0,"
        " decided_at = :now where id = :id",
        id=entry,
        article=article,
        why=why,
        now=now,
    )
    await q(
        "insert into audit (at, article_id, what, why) values (:now, :article, 'joined', :why)",
        now=now,
        article=article,
        why=why,
    )
