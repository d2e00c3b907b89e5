"""Drafts as platforms keep them: what the database cannot remember now keeps them from publishing."""

from bot.errors import StoreUnavailable, Unsent
from bot.ports import Drafts


class Drafting:
    """The drafts in the store; one that it could not take is known here until it can.

    Raises Unsent where the store cannot now: who asks for drafts has not published yet.
    """

    def __init__(self, store: Drafts) -> None:
        self._store = store
        self._unkept: dict[str, str] = {}

    async def draft(self, key: str) -> str:
        try:
            # why the store's first: another instance may have made, and published, its own since.
            known = await self._store.draft(key)
        except StoreUnavailable as error:
            raise Unsent(f"its draft cannot be looked for: {error}") from error
        if not known and (unkept := self._unkept.get(key)):
            await self.keep_draft(key, unkept)
            return unkept
        return known

    async def keep_draft(self, key: str, name: str) -> None:
        self._unkept[key] = name
        try:
            await self._store.keep_draft(key, name)
        except StoreUnavailable as error:
            raise Unsent(f"its draft could not be remembered: {error}") from error
        del self._unkept[key]
