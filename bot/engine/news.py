"""What operators are told, in words. Pure."""

from collections.abc import Iterator, Sequence

from bot.engine.opschat import Line, Question
from bot.model import State
from bot.store.alerts import Alert
from bot.store.asking import LedgerRow
from bot.store.telling import News

SHOWN = 8
"""Deliveries of which a message tells one by one."""
NAMED = 50
"""Deliveries that one command is about."""
LONGEST, SHORT = 1000, 120
"""Characters of a reason or an address: where a message has one, and where it has several."""
_HEADS = {State.FAILED: "failed", State.HELD: "waiting for a person"}
_COMMANDS = {State.FAILED: ("retry", "cancel"), State.HELD: ("approve", "reject")}


def lines(news: News) -> list[Line]:
    """Say what it is about, why, and what to type."""
    if news.alert:
        return [*_of_alert(news.alert)]
    if news.rows[0].state == State.IN_DOUBT:
        return [*_of_doubt(news.rows[0])]
    return [*_of_several(news.rows)]


def question(news: News) -> Question | None:
    """Give what people may answer by a button, if it is that."""
    if news.alert or news.rows[0].state != State.IN_DOUBT:
        return None
    return Question(delivery=news.rows[0].id, subject=news.subjects[0])


def _of_alert(alert: Alert) -> Iterator[Line]:
    yield Line(text=f"{alert.topic}: {alert.name}" if alert.name else alert.topic)
    yield Line(text=_short(alert.why))
    if alert.to_do:
        said, herald, command = alert.to_do.partition("herald ")
        if said.strip():
            yield Line(text=said.strip())
        if herald:
            yield Line(text=herald + command, is_command=True)


def _of_doubt(row: LedgerRow) -> Iterator[Line]:
    yield Line(text=f"in doubt: {_named(row)}")
    yield Line(text=_short(row.error))
    yield Line(text="Look at the channel. If it is there:")
    yield Line(text=f"herald resolve {row.id} --posted REMOTE_ID", is_command=True)
    yield Line(text="If it is not there:")
    yield Line(text=f"herald resolve {row.id} --not-posted", is_command=True)


def _of_several(rows: Sequence[LedgerRow]) -> Iterator[Line]:
    state = State(rows[0].state)
    if len(rows) > 1:
        yield Line(text=f"{len(rows)} deliveries, {_HEADS[state]}:")
    for row in rows[:SHOWN]:
        most = SHORT if len(rows) > 1 else LONGEST
        named = _named(row, most)
        yield Line(text=named if len(rows) > 1 else f"{_HEADS[state]}: {named}")
        yield Line(text=_short(row.error, most))
    if len(rows) > SHOWN:
        yield Line(text=f"and {len(rows) - SHOWN} more:")
        yield Line(text="herald status", is_command=True)
    ids = " ".join(str(row.id) for row in rows[:NAMED])
    for verb in _COMMANDS[state]:
        yield Line(text=f"herald {verb} {ids}", is_command=True)


def _named(row: LedgerRow, most: int = LONGEST) -> str:
    return f"delivery {row.id} ({row.kind}), {_short(row.article, most)} → {row.destination}"


def _short(said: str, most: int = LONGEST) -> str:
    line = " ".join(said.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
