"""Operators are told in words, and a chat that refuses is left alone for a while."""

from collections.abc import Callable, Sequence
from typing import Any, cast

import pytest

from bot.engine.news import lines
from bot.engine.opschat import Line, OpsChat, Question
from bot.engine.teller import Teller
from bot.errors import HeraldError, InDoubt, Locked, Throttled, Unsent
from bot.store import Store
from bot.store.alerts import Alert, Topic
from bot.store.asking import LedgerRow
from bot.store.telling import News

NOW = 1_800_000_000.0


class Chat:
    """Answers as it is told to."""

    def __init__(self, *answers: HeraldError | None) -> None:
        self.answers = list(answers)
        self.said: list[str] = []

    async def say(self, said: Sequence[Line], question: Question | None) -> None:
        assert question is None
        answer = self.answers.pop(0) if self.answers else None
        self.said.append(said[0].text)
        if answer:
            raise answer


def teller(store: Store, chat: Chat, steady: Callable[[], float] = lambda: 0.0) -> Teller:
    return Teller(store.telling, lambda: cast(OpsChat, chat), lambda: NOW, steady)


@pytest.mark.parametrize(
    ("answer", "rest"),
    [
        (Unsent("no route"), 60.0),
        (Locked("chat not found"), 60.0),
        (Throttled("slow down", retry_after=7), 7.0),
    ],
)
async def test_a_chat_that_refuses_is_tried_again_later(
    store: Store, answer: HeraldError, rest: float
) -> None:
    await store.alerts.sound(Topic.LOCKED, "tower", "no", "", NOW)
    at, chat = 0.0, Chat(answer)
    telling = teller(store, chat, lambda: at)
    for at in (0.0, rest - 1):  # noqa: B007 - the clock that the teller asks
        assert not await telling.tell()
    assert len(chat.said) == 1
    at = rest
    assert await telling.tell()
    assert chat.said == ["locked: tower"] * 2
    assert not await telling.tell()


async def test_what_may_have_been_told_is_not_told_again(store: Store) -> None:
    await store.alerts.sound(Topic.LOCKED, "tower", "no", "", NOW)
    chat = Chat(InDoubt("the answer was lost"))
    telling = teller(store, chat)
    assert await telling.tell()
    assert not await telling.tell()
    assert chat.said == ["locked: tower"]


def row(number: int, state: str, **more: Any) -> LedgerRow:
    known: dict[str, Any] = dict.fromkeys(LedgerRow.__dataclass_fields__, 0)
    known |= {"id": number, "state": state, "kind": "publish", "destination": "x", "error": "why"}
    return LedgerRow(**(known | {"article": f"https://e.org/{number}"} | more))


def test_an_alert_says_why_and_what_to_type() -> None:
    alert = Alert(
        id=1,
        topic="locked",
        name="x",
        why="no\nherald rm",
        to_do="or: herald resume x",
        raised_at=0,
    )
    assert lines(News(subjects=("alert:1",), alert=alert)) == [
        Line(text="locked: x"),
        Line(text="no herald rm"),
        Line(text="or:"),
        Line(text="herald resume x", is_command=True),
    ]


def test_a_great_many_are_told_in_one_message_that_fits() -> None:
    rows = tuple(
        row(n, "held", error="e" * 5000, article=f"https://e.org/{'a' * 2000}")
        for n in range(100_000, 100_500)
    )
    said = lines(News(subjects=("e",) * 500, rows=rows))
    assert said[0].text == "500 deliveries, waiting for a person:"
    assert Line(text="and 492 more:") in said
    assert said[-1].text.startswith("herald reject 100000 100001 ")
    assert sum(len(line.text) + 1 for line in said) < 4096
