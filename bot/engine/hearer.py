"""Hears what operators answer in their chat about what waits for them, while anything does."""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.engine.opschat import Line, OpsChat, Person
from bot.errors import HeraldError, NotPossible
from bot.ports import Options
from bot.steps.deliver import Clock as Now
from bot.store import Store
from bot.store.clock import steady
from bot.text.links import remote_id

REST = 60.0
"""Seconds for which a chat that cannot be heard is left alone."""
STALE = "This is decided already, or asked anew: see the latest message."
WANTS_ID = "Answer that message with the post's link or id, so that corrections find it."
_DONE = {"gone": "It is sent again.", "yes": "It goes out.", "no": "It is not posted."}
_SAID = {"gone": "it is not there", "yes": "approve", "no": "reject"}
_DATA = re.compile(r"(there|gone|yes|no):(\d{1,18}):(event:\d{1,18})")
_ASKED = re.compile(r"in doubt: delivery (\d{1,18}) ")

_log = logging.getLogger("herald.chat")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A button that was pressed (`tap` names the press, `subject` the doubt), or an answer in words."""

    who: Person
    delivery: int
    message: int
    words: str = ""
    tap: str = ""
    subject: str = ""


class Hearer:
    """Listens only while people are asked, and only to the chat that is configured."""

    def __init__(
        self,
        store: Store,
        chat: Callable[[], OpsChat | None],
        now: Now,
        options: Callable[[], Mapping[str, Options]],
        steady: Callable[[], float] = steady,
    ) -> None:
        self._store = store
        self._chat = chat
        self._now = now
        self._options = options
        self._steady = steady
        self._rests_until = 0.0
        self._failed = ""

    async def hear(self, go_on: Callable[[], object]) -> None:
        """Wait for answers and act by them; `go_on` is called where something may be sent now."""
        chat = self._chat()
        if chat is None or not chat.hears or self._steady() < self._rests_until:
            return
        if not await self._store.telling.is_asking():
            return
        try:
            where = await chat.chat.where()
            updates = await chat.listen()
        except HeraldError as error:
            self._rests_until = self._steady() + REST
            if str(error) != self._failed:
                self._failed = str(error)
                _log.warning("the operators' chat cannot be heard, trying again: %s", error)
            return
        self._failed = ""
        answers = filter(None, [heard(update, where) for update in updates])
        if any([await self._act(chat, answer) for answer in answers]):
            go_on()

    async def _act(self, chat: OpsChat, answer: Heard) -> bool:
        if objection := await chat.objection(answer.who):
            _log.warning("%s may not decide in the chat: %s", answer.who, objection)
            await (chat.answer(answer.tap, objection) if answer.tap else _say(chat, objection))
            return False
        if not answer.tap:
            return await self._stands(chat, answer)
        if not await self._store.telling.is_asked(answer.delivery, answer.subject):
            await chat.answer(answer.tap, STALE)
            await chat.close_question(answer.message)
            return False
        if answer.words == "there":
            await chat.answer(answer.tap, WANTS_ID)
            return False
        done = await self._decide(answer)
        await chat.answer(answer.tap, _DONE[answer.words] if done else STALE)
        await chat.close_question(answer.message)
        return done

    async def _stands(self, chat: OpsChat, answer: Heard) -> bool:
        """Take a link or an id for the post that is there."""
        posted = remote_id(answer.words)
        if not posted:
            said, done = f"That is no link with a number and no id. {WANTS_ID}", False
        elif done := await self._decide(answer, posted):
            said = f"delivery {answer.delivery}: sent as {posted}"
            await chat.close_question(answer.message)
        else:
            said = STALE
        await _say(chat, said)
        return done

    async def _decide(self, answer: Heard, posted: str = "") -> bool:
        """Do what somebody decided; False where it is too late for that."""
        said, now = answer.words if answer.tap else "there", self._now()
        deciding, options = self._store.deciding, self._options()
        try:
            await deciding.answer(answer.delivery, said, posted, now, options)
        except NotPossible:
            return False
        what = f"it is there as {posted}" if posted else _SAID[answer.words]
        _log.info("delivery %d: %s says in the chat: %s", answer.delivery, answer.who, what)
        return True


async def _say(chat: OpsChat, said: str) -> None:
    try:
        await chat.say([Line(text=said)])
    except HeraldError as error:
        _log.warning("the operators' chat cannot be told: %s", error)


def heard(update: Mapping[str, Any], chat: str) -> Heard | None:
    """Read what concerns us of an update, as the Bot API words it; None: nothing."""
    tap, said = update.get("callback_query"), update.get("message")
    message = (tap or said or {}).get("message" if tap else "reply_to_message") or {}
    if not message or str((said or message).get("chat", {}).get("id")) != chat:
        return None
    by = (tap or said or {}).get("from", {})
    who = Person(id=by.get("id", 0), name=by.get("username") or by.get("first_name", "somebody"))
    if tap:
        data = _DATA.fullmatch(str(tap.get("data")))
        return data and Heard(
            who=who,
            delivery=int(data[2]),
            message=message["message_id"],
            words=data[1],
            tap=tap["id"],
            subject=data[3],
        )
    asked = _ASKED.match(str(message.get("text", "")))
    if not asked or not message.get("from", {}).get("is_bot"):
        return None
    words = str((said or {}).get("text", ""))
    return Heard(who=who, delivery=int(asked[1]), message=message["message_id"], words=words)
