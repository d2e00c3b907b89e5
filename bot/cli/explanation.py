"""Why an article was, was not or will be posted: every place on its way, and what it says. Pure.

A verdict is "pass", "wait" (it goes on by itself), "hold" (a person decides) or "stop".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.cli.aftermath import aftermath
from bot.cli.console import moment
from bot.cli.stage import HOLD, PASS, STOP, WAIT, Stage
from bot.lifecycle import ASSUMED, TO_DO
from bot.model import POSTS, Article, Kind, State
from bot.rules import Route
from bot.steps.plan import COMMUNITY, Desk, choose
from bot.store.asking import UNREAD, LaneState, LedgerRow
from bot.store.showing import Event, ShownArticle, ShownEntry
from bot.store.watching import BY_HAND

RUNNING = "nothing is in its way: is `herald run` running?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is to be said of a delivery; `next_at`: when something happens by itself."""

    verdict: str
    why: str
    next_at: float | None = None
    to_do: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that the database knows of an article; `ahead` as `Showing.before` tells, by delivery."""

    entries: Sequence[ShownEntry] = ()
    article: ShownArticle | None = None
    deliveries: Sequence[LedgerRow] = ()
    history: Sequence[Event] = ()
    lanes: Mapping[str, LaneState] = field(default_factory=dict)
    ahead: Mapping[int, Mapping[str, int]] = field(default_factory=dict)


def stages(facts: Facts, desk: Desk, now: float) -> Iterator[Stage]:
    """Tell an article's way from the sources up to its destinations."""
    for entry in facts.entries:
        yield from _of_entry(entry, now)
    if facts.article:
        yield from _of_article(facts.article, facts.history, desk)
        delivered = {row.destination for row in facts.deliveries}
        if delivered:
            yield from aftermath(facts.article)
        for name in desk.outlets:
            yield _to_destination(facts.article, desk, name, is_there=name in delivered)


def standing(row: LedgerRow, facts: Facts, desk: Desk, now: float) -> Standing:
    """Say how it is with one delivery, when it goes on and what a person can do."""
    to_do = TO_DO.get(State(row.state), "").format(id=row.id)
    match row.state:
        case State.SENT:
            return Standing(verdict=PASS, why=_done(row, facts))
        case State.SENDING:
            return Standing(verdict=WAIT, why="an attempt is on its way")
        case State.IN_DOUBT if not row.asked:
            why = f"{row.error}; the platform is asked whether it stands there"
            return Standing(verdict=WAIT, why=why, next_at=row.due_at)
        case State.DUE:
            return _in_lane(row, facts, desk, now)
        case State.CANCELLED:
            why = next((e.why for e in reversed(facts.history) if e.delivery == row.id), "")
            return Standing(verdict=STOP, why=why)
        case _:
            verdict = STOP if row.state == State.FAILED else HOLD
            return Standing(verdict=verdict, why=row.error, to_do=to_do)


def _done(row: LedgerRow, facts: Facts) -> str:
    """Say what a delivery that was sent has done, and what was done to it since."""
    done = {
        Kind.CORRECT: "what stood there was corrected",
        Kind.RETRACT: "what stood there was taken down, or says that the article was withdrawn",
    }
    others = {(each.destination, each.kind, each.state) for each in facts.deliveries}
    if row.kind == Kind.PUBLISH and (row.destination, Kind.RETRACT, State.SENT) in others:
        return "it stood there until the article was withdrawn"
    if not row.remote_id and row.kind in POSTS:
        told = (e.why for e in facts.history if e.delivery == row.id)
        if assumed := next((why for why in told if why.startswith(ASSUMED)), ""):
            return f"nobody has seen it there: {assumed}"
    later = "; the article has changed or ended since, which is still to be followed"
    where = f"in digest {row.digest_id}" if row.digest_id > 0 else "there"
    return done.get(Kind(row.kind), f"it stands {where}") + (later if row.is_behind else "")


def _of_entry(shown: ShownEntry, now: float) -> Iterator[Stage]:
    source, seen = shown.entry.source, shown.first_seen
    by_hand = source == BY_HAND
    known = f"posted by hand: {shown.entry.url}" if by_hand else f"{source}: {shown.entry.url}"
    yield Stage(stage="known", verdict=PASS, at=seen, why=known)
    if shown.fate == "known" and shown.decided_at is None:
        yield Stage(stage="watch", verdict=STOP, at=seen, why=shown.why)
        return
    verdict = HOLD if shown.hold else PASS
    yield Stage(stage="watch", verdict=verdict, at=seen, why=shown.hold or "new, to be read")
    yield _reading(shown, now)


def _reading(shown: ShownEntry, now: float) -> Stage:
    if shown.fate == "read":
        why = f"its page was read; failed tries before: {shown.tries}"
        why += "" if shown.why in {"new", BY_HAND} else f"; {shown.why}"
        return Stage(stage="read", verdict=PASS, at=shown.decided_at, why=why)
    if shown.fate in {"known", UNREAD}:
        return Stage(stage="read", verdict=STOP, at=shown.decided_at, why=shown.why)
    if shown.tries:
        why = f"failed tries: {shown.tries}, the last: {shown.why}; tried again"
    elif now < shown.not_before:
        why = "not yet read, so that the newsroom can have second thoughts"
    else:
        why = RUNNING
    return Stage(stage="read", verdict=WAIT, at=shown.not_before, why=why)


def _of_article(shown: ShownArticle, history: Sequence[Event], desk: Desk) -> Iterator[Stage]:
    what = f"article {shown.id}, revision {shown.revision}: {shown.article.headline}"
    yield Stage(stage="article", verdict=PASS, at=shown.read_at, why=what)
    worded = [e for e in history if e.what.startswith("worded") and e.at >= shown.read_at]
    for event in worded[-1:]:
        why = f"{event.what}: {event.why}" if event.why else event.what
        yield Stage(stage="words", verdict=PASS, at=event.at, why=why)
    if desk.asked_of and not worded and shown.plan == "waiting":
        yield Stage(stage="words", verdict=WAIT, why="a model is asked for its words")
    match shown.plan:
        case "planned":
            yield Stage(stage="plan", verdict=PASS, why="destinations were chosen")
        case "waiting":
            why = "waits its turn behind older articles that are still to be read"
            yield Stage(stage="plan", verdict=WAIT, why=why)
        case _:
            again = f"herald post {shown.article.canonical_url}"
            why = f"could not be composed: {shown.why}; try again: {again}"
            yield Stage(stage="plan", verdict=STOP, why=why)


def _to_destination(shown: ShownArticle, desk: Desk, name: str, *, is_there: bool) -> Stage:
    """Say whether an article goes to a destination as the configuration now stands, and why."""
    if shown.only_to:
        leads = name in shown.only_to
        why = f"a person chose {', '.join(shown.only_to)}"
    else:
        leads = name in choose(shown.article, desk)
        parts = (_of_route(n, r, name, shown.article, desk) for n, r in enumerate(desk.routes, 1))
        why = "; ".join(filter(None, parts)) or "without routes every article goes everywhere"
    if leads and shown.plan == "planned" and not is_there:
        again = f"herald post {shown.article.canonical_url} --to {name}"
        leads, why = False, f"was not so when destinations were chosen ({why}); post it: {again}"
    return Stage(stage="route", destination=name, verdict=PASS if leads else STOP, why=why)


def _of_route(number: int, route: Route, name: str, article: Article, desk: Desk) -> str:
    def leads(to: tuple[str, ...]) -> bool:
        return name in choose(article, replace(desk, routes=(replace(route, to=to),)))

    if leads(route.to):
        is_only_way = desk.routes == (Route(to=tuple(desk.outlets)),)
        return "" if is_only_way else f"route {number} leads here"
    if not {name, COMMUNITY} & set(route.to):
        return f"route {number} leads elsewhere"
    if leads((name,)):
        community = desk.publisher.community
        links = article.community if community is None else community
        places = ", ".join(links.values()) or "nowhere"
        return f"route {number} goes where readers are invited: {places}"
    wanted = ", ".join((*route.sections, *route.languages))
    has = f"section {article.section or 'unknown'}, language {article.language or 'unknown'}"
    return f"route {number} is for {wanted} and the article has {has}"


def _in_lane(row: LedgerRow, facts: Facts, desk: Desk, now: float) -> Standing:
    if row.digest_id > 0:
        why = f"goes in digest {row.digest_id}: `herald deliveries` says where that stands"
        return Standing(verdict=WAIT, why=why)
    lane = facts.lanes.get(row.destination)
    if row.destination not in desk.outlets:
        why = f"{row.destination} is not in the configuration"
        return Standing(verdict=STOP, why=why, to_do=f"herald cancel {row.id}")
    if lane and lane.paused:
        why = f"{row.destination} is paused: {lane.paused_why}"
        return Standing(verdict=HOLD, why=why, to_do=f"herald resume {row.destination}")
    ahead = facts.ahead.get(row.id, {})
    opens = max(row.due_at, (lane.next_send if lane else None) or 0.0)
    parts = [f"the last attempt: {row.error}"] if row.error else []
    if ahead.get(State.DUE):
        parts.append(f"older posts before it: {ahead[State.DUE]}")
    if ahead.get(State.SENDING) or ahead.get(State.IN_DOUBT):
        parts.append("the one before it is not yet settled")
    if row.waits and row.due_at > now:
        parts.append(f"waits: {row.waits}")
    elif opens > now:
        parts.append(f"{row.destination} keeps its pace until {moment(opens)}")
    return Standing(verdict=WAIT, why="; ".join(parts) or RUNNING, next_at=max(opens, now))
