"""getUpdates and answerCallbackQuery by the Bot API's rules."""

import asyncio

import pytest

from bot.sandbox.telegram_text import Refusal
from bot.sandbox.telegram_updates import Inbox


def inbox(*kinds: str) -> Inbox:
    made = Inbox()
    for kind in kinds:
        made.put(kind, {"data": "x"})
    return made


async def test_an_update_is_given_until_a_later_one_is_asked_for() -> None:
    box = inbox("message", "callback_query", "message")
    for values, expected in (
        ({}, [1, 2, 3]),
        ({"limit": 2}, [1, 2]),
        ({"allowed_updates": ["message"]}, [1, 3]),
        ({"offset": 2}, [2, 3]),
        ({"offset": 0}, [2, 3]),
        ({"offset": -1}, [3]),
        ({"offset": 4}, []),
    ):
        assert [each["update_id"] for each in await box.take(values)] == expected


async def test_who_waits_is_given_what_comes() -> None:
    box = inbox()
    waiting = asyncio.create_task(box.take({"timeout": 50}))
    await asyncio.wait({waiting}, timeout=0)
    box.put("message", {"text": "hello"})
    assert await waiting == [{"update_id": 1, "message": {"text": "hello"}}]


async def test_a_second_listener_ends_the_wait_of_the_first() -> None:
    box = inbox()
    first = asyncio.create_task(box.take({"timeout": 50}))
    await asyncio.wait({first}, timeout=0)
    assert await box.take({}) == []
    with pytest.raises(Refusal, match="terminated by other getUpdates request"):
        await first


def test_a_tap_is_answered_once() -> None:
    box = inbox("callback_query")
    said = {"callback_query_id": "1", "text": "done"}
    with pytest.raises(Refusal, match="MESSAGE_TOO_LONG"):
        box.answer(said | {"text": "x" * 201})
    assert box.answer(said)
    assert box.answers == [said]
    with pytest.raises(Refusal, match="query is too old"):
        box.answer(said)
