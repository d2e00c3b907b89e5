"""Tells the operators, in their chat, what needs a person: once, and in the way of nothing else."""

import asyncio
import logging
from collections.abc import Callable

from bot.engine.news import lines, question
from bot.engine.opschat import OpsChat
from bot.errors import HeraldError, InDoubt, Throttled
from bot.steps.deliver import Clock as Now
from bot.store.clock import steady
from bot.store.telling import News, Telling

REST = 60.0
"""Seconds for which a chat that did not take a message is left alone."""

_log = logging.getLogger("herald.chat")


class Teller:
    """Tells one thing at a time; a chat that cannot be reached is tried again later.

    What is told is remembered before it is sent: where we are killed in between, the console alone
    has it, and nobody is told twice.
    """

    def __init__(
        self,
        telling: Telling,
        chat: Callable[[], OpsChat | None],
        now: Now,
        steady: Callable[[], float] = steady,
    ) -> None:
        self._telling = telling
        self._chat = chat
        self._now = now
        self._steady = steady
        self._rests_until = 0.0
        self._failed = ""
        self._task: asyncio.Task[bool] | None = None

    async def tell(self) -> bool:
        """Tell what is next; False: there is nothing, or the chat cannot be told now."""
        chat = self._chat()
        if chat is None or self._steady() < self._rests_until:
            return False
        # why: what is begun is ended, also where the clock that called us is stopped meanwhile.
        self._task = asyncio.create_task(self._tell(chat))
        return await asyncio.shield(self._task)

    async def close(self) -> None:
        """Wait for what is being told, and give back the connection."""
        if self._task:
            await asyncio.wait({self._task})
        if chat := self._chat():
            await chat.close()

    async def _tell(self, chat: OpsChat) -> bool:
        news = await self._telling.next(self._now())
        if news is None:
            return False
        try:
            await chat.say(lines(news), question(news))
        except InDoubt as error:
            _log.warning(
                "the operators' chat may have been told, and is not told again: %s", error
            )
        except HeraldError as error:
            await self._put_off(news, error)
            return False
        self._failed = ""
        return True

    async def _put_off(self, news: News, error: HeraldError) -> None:
        await self._telling.take_back(news)
        asked = error.retry_after if isinstance(error, Throttled) else None
        self._rests_until = self._steady() + (asked or REST)
        if str(error) != self._failed:
            self._failed = str(error)
            _log.warning("the operators' chat cannot be told, trying again: %s", error)
