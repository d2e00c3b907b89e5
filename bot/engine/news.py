"""What operators are told, in words. Pure."""

from collections.abc import Iterator, Sequence

from bot.engine.opschat import Line, Question
from bot.lifecycle import ANSWERS
from bot.manner import Act
from bot.model import Post, State
from bot.store.alerts import Alert
from bot.store.asking import LedgerRow
from bot.store.telling import News

SHOWN = 8
"""Deliveries of which a message tells one by one."""
NAMED = 50
"""Deliveries that one command is about."""
SHOWN_OF_TEXT = 1200
"""Characters of a post that a message shows: enough to decide, and it fits."""
LONGEST, MIDDLE, SHORT = 1000, 400, 120
"""Characters of a reason or an address: where a message has one, one and a post, or several."""
_HEADS = {State.FAILED: "failed", State.HELD: "waiting for a person"}
_SEEN = {  # why not by hand: no button does that
    Act.SEND: "Readers would see:",
    Act.EDIT: "What stands there would become:",
    Act.NOTICE: "What stands there would become:",
    Act.REPLY: "Under the post would be said:",
    Act.DELETE: "What stands there would be taken down.",
}
_COMMANDS = {State.FAILED: ("retry", "cancel"), State.HELD: ("approve", "reject")}


def lines(news: News) -> list[Line]:
    """Say what it is about, why, and what to type."""
    if news.alert:
        return [*_of_alert(news.alert)]
    if news.rows[0].state == State.IN_DOUBT:
        return [*_of_doubt(news.rows[0])]
    if news.post and news.rows[0].state == State.HELD and news.act in _SEEN:
        return [*_of_several(news.rows, [*_card(news.post, news.act)])]
    return [*_of_several(news.rows)]


def question(news: News) -> Question | None:
    """Give what people may answer by a button, if it is that."""
    if news.alert or len(news.rows) > 1 or news.act not in _SEEN:
        return None
    answers = ANSWERS.get(State(news.rows[0].state))
    if not answers:
        return None
    return Question(delivery=news.rows[0].id, subject=news.subjects[0], answers=answers)


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


def _card(post: Post, act: Act) -> Iterator[Line]:
    """Say what readers would see."""
    yield Line(text=_SEEN[act])
    if act is Act.DELETE:
        return
    said = "\n\n".join(part.text.strip() for part in (post.text, *post.thread))
    shown = said if len(said) <= SHOWN_OF_TEXT else f"{said[: SHOWN_OF_TEXT - 1]}…"
    yield Line(text=shown, is_quote=True)
    if post.images:
        more = f" and {len(post.images) - 1} more" if len(post.images) > 1 else ""
        yield Line(text=f"picture: {_short(post.images[0].url, SHORT)}{more}")
    if post.link and post.link not in said:
        yield Line(text=f"link: {_short(post.link, SHORT)}")


def _of_several(rows: Sequence[LedgerRow], card: Sequence[Line] = ()) -> Iterator[Line]:
    state = State(rows[0].state)
    if len(rows) > 1:
        yield Line(text=f"{len(rows)} deliveries, {_HEADS[state]}:")
    for row in rows[:SHOWN]:
        most = SHORT if len(rows) > 1 else MIDDLE if card else LONGEST
        named = _named(row, most)
        yield Line(text=named if len(rows) > 1 else f"{_HEADS[state]}: {named}")
        yield Line(text=_short(row.error, most))
    if len(rows) > SHOWN:
        yield Line(text=f"and {len(rows) - SHOWN} more:")
        yield Line(text="herald status", is_command=True)
    yield from card
    ids = " ".join(str(row.id) for row in rows[:NAMED])
    for verb in _COMMANDS[state]:
        yield Line(text=f"herald {verb} {ids}", is_command=True)


def _named(row: LedgerRow, most: int = LONGEST) -> str:
    return f"delivery {row.id} ({row.kind}), {_short(row.article, most)} → {row.destination}"


def _short(said: str, most: int = LONGEST) -> str:
    line = " ".join(said.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
