"""What people answer in the operators' chat, and what is none of ours."""

from typing import Any

import pytest

from bot.engine.hearer import Heard, heard
from bot.engine.opschat import Person

CHAT = "-1001234567890"
ASKED = {
    "message_id": 5,
    "chat": {"id": int(CHAT)},
    "from": {"id": 1, "is_bot": True},
    "text": "in doubt: delivery 12 (publish), https://e.org/a → telegram",
}
ANNA = {"id": 7, "username": "anna"}


def tap(data: str = "gone:12:event:99", chat: str = CHAT) -> dict[str, Any]:
    message = ASKED | {"chat": {"id": int(chat)}}
    return {"callback_query": {"id": "3", "from": ANNA, "message": message, "data": data}}


def answer(**more: Any) -> dict[str, Any]:
    said = {"chat": {"id": int(CHAT)}, "from": ANNA, "text": "345", "reply_to_message": ASKED}
    return {"message": said | more}


def test_a_tap_and_an_answer_are_read() -> None:
    known: dict[str, Any] = {"who": Person(id=7, name="anna"), "delivery": 12, "message": 5}
    assert heard(tap(), CHAT) == Heard(words="gone", tap="3", subject="event:99", **known)
    assert heard(answer(), CHAT) == Heard(words="345", **known)


@pytest.mark.parametrize(
    "update",
    [
        {},
        tap(chat="-1009999999999"),
        tap("gone:12:event:99; drop table"),
        tap("approve:12:event:99"),
        tap("yes:12:event:"),
        answer(chat={"id": 7}),
        answer(reply_to_message=None),
        answer(reply_to_message=ASKED | {"from": ANNA}),
        answer(reply_to_message=ASKED | {"text": "News of in doubt: delivery 12 (publish)"}),
    ],
)
def test_nothing_else_is_taken_for_an_answer(update: dict[str, Any]) -> None:
    assert heard(update, CHAT) is None
