"""A draft that the database cannot remember: nothing is published, and the draft is used again."""

import pytest

from bot.engine.drafting import Drafting
from bot.errors import StoreUnavailable, Unsent
from bot.ports import Passing


class Full(Passing):
    """Cannot remember while `is_full`, nor be asked while `is_gone`."""

    is_full = is_gone = False

    async def draft(self, key: str) -> str:
        if self.is_gone:
            raise StoreUnavailable("gone")
        return await super().draft(key)

    async def keep_draft(self, key: str, name: str) -> None:
        if self.is_full:
            raise StoreUnavailable("disk full")
        await super().keep_draft(key, name)


async def test_what_cannot_be_kept_is_not_published_and_used_again() -> None:
    store = Full()
    drafts = Drafting(store)
    store.is_full = True
    with pytest.raises(Unsent, match="could not be remembered: disk full"):
        await drafts.keep_draft("k", "12_34")
    with pytest.raises(Unsent):
        await drafts.draft("k")
    store.is_full = False
    assert await drafts.draft("k") == "12_34" == await store.draft("k")


async def test_what_another_instance_kept_since_counts() -> None:
    store = Full()
    ours, theirs = Drafting(store), Drafting(store)
    store.is_full = True
    with pytest.raises(Unsent):
        await ours.keep_draft("k", "12_34")
    store.is_full = False
    await theirs.keep_draft("k", "12_35")
    assert await ours.draft("k") == "12_35"


async def test_a_store_that_cannot_be_asked_is_no_doubt() -> None:
    store = Full()
    store.is_gone = True
    with pytest.raises(Unsent, match="cannot be looked for: gone"):
        await Drafting(store).draft("k")
