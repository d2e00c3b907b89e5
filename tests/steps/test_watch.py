"""Years of accidents with feeds, in virtual time."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FetchError, StoreUnavailable
from bot.model import Entry
from bot.ports import (
    DueSource,
    Failure,
    FoundEntry,
    KnownEntry,
    Poll,
    Polled,
    Source,
    Validators,
)
from bot.rules import SourceRules
from bot.steps.changes import KNOWN
from bot.steps.decide import NAMES, Decision, decide
from bot.steps.rhythm import DAY, HOUR
from bot.steps.watch import watch
from bot.text.identity import identify

NOW = 1_790_000_000.0
RULES = SourceRules(name="main", kind="fake", url="https://e.org/feed")


def moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def entry(name: str, age: float | None = 0.0, **more: Any) -> Entry:
    published = None if age is None else moment(NOW - age)
    fields = {"guid": name, "url": f"https://e.org/{name}", "headline": name}
    return Entry(source="main", published=published, **{**fields, **more})


def look(
    entries: Iterable[Entry],
    rules: SourceRules = RULES,
    *,
    known: Mapping[str, KnownEntry] | None = None,
    first: bool = False,
    now: float = NOW,
) -> Decision:
    return decide(identify(entries), known or {}, rules, first=first, now=now)


def fates(decision: Decision) -> dict[str, str]:
    return {one.entry.headline: one.fate for one in decision.found}


# --- what becomes of a new entry ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("first_run", "new"),
    [(0, set()), (1, {"a"}), (2, {"a", "b"}), (9, {"a", "b", "c"}), (None, {"a", "b", "c"})],
)
def test_the_first_look_posts_as_many_as_the_settings_say(
    first_run: int | None, new: set[str]
) -> None:
    document = [entry("a", 10), entry("b", 20), entry("c", 30), entry("old", 3 * DAY)]
    found = fates(look(document, replace(RULES, first_run=first_run, burst=1), first=True))
    assert {name for name, fate in found.items() if fate == "new"} == new
    assert {fate for name, fate in found.items() if name not in new} <= {"known"}
    assert len(found) == 4


def test_an_old_latecomer_is_recorded_and_not_posted() -> None:
    rules = replace(RULES, max_age=DAY)
    decision = look([entry("a", DAY), entry("b", DAY + 1), entry("c", None)], rules)
    assert fates(decision) == {"a": "new", "b": "known", "c": "new"}
    assert [one.why for one in decision.found if one.fate == "known"] == [
        "published 1.0 days ago, too old to post"
    ]


@pytest.mark.parametrize(
    ("age", "listed", "fate"),
    [
        (101, [10, 100], "known"),
        (99, [10, 98], "new"),
        (101, [10, 102], "new"),
        (101, [], "new"),
        (None, [10], "new"),
    ],
    ids=["slid in", "after the first look", "between others", "all is new", "undated"],
)
def test_what_was_there_before_us_slides_in_unposted(
    age: float | None, listed: list[float], fate: str
) -> None:
    """When a story is deleted, a feed of the newest ten shows one that it had pushed out."""
    old = [entry(f"known {age}", age) for age in listed]
    known = {
        key: KnownEntry(id=at, entry=old[at], keys=2)
        for at, identity in enumerate(identify(old))
        for key in identity.lookups()
    }
    document = identify([*old, entry("a", age)])
    decision = decide(document, known, RULES, first=False, now=NOW, since=NOW - 100)
    assert fates(decision) == {"a": fate}


def test_a_burst_waits_for_a_person() -> None:
    rules = replace(RULES, burst=3)
    calm = [entry(str(n), n) for n in range(3)]
    assert set(fates(look(calm, rules)).values()) == {"new"}
    decision = look([*calm, entry("4")], rules)
    assert set(fates(decision).values()) == {"held"}
    assert decision.found[0].why == "4 new entries in one look, more than 3"
    too_old = look([*calm, entry("4", 9 * DAY)], rules)
    assert fates(too_old) == {"0": "new", "1": "new", "2": "new", "4": "known"}


def test_new_entries_settle_before_they_are_read() -> None:
    (found,) = look([entry("a", 500)], replace(RULES, settle=60)).found
    assert (found.not_before, found.order_at) == (NOW + 60, NOW - 500)


@pytest.mark.parametrize(("age", "wait"), [(500, 0), (60, 0), (20, 40), (None, 60)])
def test_what_the_first_look_finds_has_settled_since_it_was_published(
    age: float | None, wait: float
) -> None:
    rules = replace(RULES, settle=60, first_run=None)
    (found,) = look([entry("a", age)], rules, first=True).found
    assert found.not_before == NOW + wait


def test_entries_come_in_the_order_of_publication() -> None:
    document = [entry("d", None), entry("future", -DAY), entry("b", 20), entry("c", 10)]
    document += [entry("a2", 30), entry("a1", 30)]
    found = look(document).found
    assert [one.entry.headline for one in found] == ["a1", "a2", "b", "c", "future", "d"]
    assert [one.order_at for one in found] == sorted({one.order_at for one in found})
    assert found[-1].order_at == pytest.approx(NOW)


def test_a_document_that_runs_forward_keeps_its_order() -> None:
    document = [entry("a", 30), entry("b1", 20), entry("b2", 20), entry("c", 10)]
    assert [one.entry.headline for one in look(document).found] == ["a", "b1", "b2", "c"]


def test_a_document_without_dates_is_newest_first() -> None:
    document = [entry("c", None), entry("b", None), entry("a", None)]
    assert [one.entry.headline for one in look(document).found] == ["a", "b", "c"]


# --- what is new -------------------------------------------------------------------------------


class Memory:
    """Remembers keys as a store must."""

    def __init__(self) -> None:
        self.names: dict[str, int] = {}
        self.entries: list[Entry] = []

    @property
    def keys(self) -> dict[str, KnownEntry]:
        borne = Counter(self.names.values())
        known = [
            KnownEntry(id=at, entry=entry, keys=borne[at]) for at, entry in enumerate(self.entries)
        ]
        return {key: known[at] for key, at in self.names.items()}

    def add(self, decision: Decision) -> list[Entry]:
        """Write a decision; gives what is new."""
        fresh = [found for found in decision.found if found.fate not in KNOWN]
        for found in decision.found:
            if found.fate == "same":
                self.names |= dict.fromkeys(found.keys, self.names[found.keys[0]]) | self.names
                continue
            if found.fate == "changed":
                self.entries[self.names[found.keys[0]]] = found.entry
                continue
            assert not set(found.keys) & set(self.names)
            self.names |= dict.fromkeys(found.keys, len(self.entries))
            self.entries.append(found.entry)
        for alias, key in decision.aliases.items():
            self.names.setdefault(alias, self.names[key])
        return [found.entry for found in fresh]

    @classmethod
    def of(cls, *entries: Entry) -> "Memory":
        memory = cls()
        memory.add(look(entries))
        return memory


LONG = replace(RULES, max_age=1e12, burst=10**9)
Document = Callable[[int], Sequence[Entry]]
STORIES, WINDOW = 60, 10


WORDS = [f"{a}{b}" for a in "bdfgklmnprstvz" for b in ("ana", "eno", "ilu", "oru", "uka")]


def story(n: int, poll: int, **more: Any) -> Entry:
    """Story `n`, one an hour; its summary begins with its number, whatever else goes wrong."""
    fields: dict[str, Any] = {
        "guid": f"https://e.org/{n}",
        "url": f"https://e.org/{n}",
        "headline": f"Story {n}",
        "published": moment(NOW + n * HOUR),
        "summary": " ".join([str(n), *random.Random(n).choices(WORDS, k=40)]),  # noqa: S311 - words
    }
    return Entry(source="main", **{**fields, **more})


def moved(n: int, poll: int) -> Entry:
    new = f"https://new.example/{n}"
    return story(n, poll, guid=new, url=new) if poll > 30 else story(n, poll)


def secure(n: int, poll: int) -> Entry:
    address = f"http{'s' if poll > 30 else ''}://e.org/{n}"
    return story(n, poll, guid=address, url=address)


def reslugged(n: int, poll: int) -> Entry:
    slug = f"https://e.org/{n}-{'b' if poll > n + 3 else 'a'}"
    return story(n, poll, guid=slug, url=slug)


def rewritten(n: int, poll: int) -> Entry:
    """Slug, id and headline change at once; the text stays."""
    version = "b" if poll > n + 3 else "a"
    slug = f"https://e.org/{n}-{version}"
    return story(n, poll, guid=slug, url=slug, headline=f"{version}: the news of {n}")


def one_by_one(n: int, poll: int) -> Entry:
    """Id, then address, then headline and date change: in the end nothing is as it was."""
    step = poll - n
    return story(
        n,
        poll,
        guid=f"{n}.{step > 2}",
        url=f"https://e.org/{n}/{step > 4}",
        headline=f"Story {n} {step > 6}",
        published=moment(NOW + n * HOUR + (step > 6)),
    )


ACCIDENTS: dict[str, Callable[[int, int], Entry]] = {
    "nothing": story,
    "http becomes https": secure,
    "the site moves": moved,
    "the slug changes": reslugged,
    "slug and headline change at once": rewritten,
    "ids flap": lambda n, poll: story(n, poll, guid=f"{n}/{(poll + n) % 2}"),
    "an address is used again": lambda n, poll: story(n, poll, url=f"https://e.org/{n % 3}"),
    "everything changes, one after another": one_by_one,
    "a new id at every look": lambda n, poll: story(n, poll, guid=f"{n}/{poll}"),
    "new tracking at every look": lambda n, poll: story(
        n, poll, guid="", url=f"https://e.org/{n}?utm_id={poll}"
    ),
    "the same id for all": lambda n, poll: story(n, poll, guid="https://e.org/"),
    "the same address for all": lambda n, poll: story(n, poll, url="https://e.org/live"),
    "one id and one address for all": lambda n, poll: story(
        n, poll, guid="https://e.org/", url="https://e.org/"
    ),
    "no id, one address, date is the day": lambda n, poll: story(
        n, poll, guid="", url="https://e.org/", published=moment(NOW - NOW % DAY + n // 24 * DAY)
    ),
    "one headline for all": lambda n, poll: story(n, poll, headline="Breaking"),
    "headlines are edited": lambda n, poll: story(n, poll, headline=f"Story {n}, {poll % 3}"),
    "texts are edited": lambda n, poll: story(
        n, poll, summary=f"{story(n, poll).summary} Corrected {poll % 3} times."
    ),
    "dates are bumped": lambda n, poll: story(n, poll, published=moment(NOW + poll * HOUR)),
    "no dates": lambda n, poll: story(n, poll, published=None),
    "no dates and no ids": lambda n, poll: story(n, poll, published=None, guid=""),
}

SHAPES: dict[str, Callable[[int, random.Random], list[int]]] = {
    "newest first": lambda newest, rng: list(range(newest, max(-1, newest - WINDOW), -1)),
    "shuffled": lambda newest, rng: rng.sample(
        range(max(0, newest - WINDOW + 1), newest + 1), min(WINDOW, newest + 1)
    ),
    "with gaps": lambda newest, rng: [
        newest,
        *(n for n in range(newest - 1, max(-1, newest - WINDOW), -1) if rng.random() < 0.7),
    ],
    "old ones come back": lambda newest, rng: [
        newest,
        *rng.sample(range(newest + 1), newest // 4),
    ],
    "listed twice": lambda newest, rng: [
        newest,
        newest,
        *range(newest - 1, max(-1, newest - 5), -1),
    ],
    "only the newest": lambda newest, rng: [newest],
}
NOBODY_CAN_TELL = {  # why: nothing is as it was when such a story is seen again
    ("everything changes, one after another", "with gaps"),
    ("everything changes, one after another", "old ones come back"),
}
CASES = [
    (accident, shape)
    for accident in ACCIDENTS
    for shape in SHAPES
    if (accident, shape) not in NOBODY_CAN_TELL
]


@pytest.mark.parametrize(("accident", "shape"), CASES)
def test_every_story_is_found_exactly_once(accident: str, shape: str) -> None:
    rng = random.Random(7)  # noqa: S311 - a test's own dice
    memory = Memory()
    found: list[str] = []
    for poll in range(STORIES * 2):
        numbers = SHAPES[shape](min(poll, STORIES - 1), rng)
        if poll == 1:
            numbers = [1, 0]  # why: two at once show what they share; one alone cannot
        document = [ACCIDENTS[accident](n, poll) for n in numbers]
        decision = look(document, LONG, known=memory.keys, now=NOW + poll * HOUR)
        found += [one.summary.split()[0] for one in memory.add(decision)]
    assert sorted(found, key=int) == [str(n) for n in range(STORIES)]


EDITS = {
    "id": lambda one, at: replace(one, guid=f"{one.guid}/{at}"),
    "address": lambda one, at: replace(one, url=f"{one.url.partition('?')[0]}-{at}"),
    "tracking": lambda one, at: replace(one, url=f"{one.url.partition('?')[0]}?utm_source={at}"),
    "headline": lambda one, at: replace(one, headline=f"{one.headline} {at}"),
    "moment": lambda one, at: replace(one, published=one.published + timedelta(minutes=at + 1)),
    "text": lambda one, at: replace(one, summary=f"{one.summary} Corrected {at} times."),
}
"""What an editor or a system may change in a story between two looks, one thing at a time."""


@given(st.data())
def test_whatever_is_edited_no_story_is_lost_or_found_again(data: st.DataObject) -> None:
    """A history: at each look some stories come, one thing of each old one may change."""
    memory, stories, found, looked_at = Memory(), [story(0, 0)], Counter[str](), 0
    for at in range(data.draw(st.integers(1, 15), label="looks")):
        looked_at = len(stories)
        found.update(
            one.summary.split()[0]
            for one in memory.add(look(stories[::-1], LONG, known=memory.keys))
        )
        edits = data.draw(
            st.lists(st.sampled_from(["", *EDITS]), min_size=len(stories), max_size=len(stories))
        )
        stories = [
            EDITS[edit](one, at) if edit else one for one, edit in zip(stories, edits, strict=True)
        ]
        new = data.draw(st.integers(0, 2), label="new")
        stories += [story(len(stories) + n, at) for n in range(new)]
    assert found == Counter(str(n) for n in range(looked_at))


class Slices(Source):
    """Gives what the last document did not have, as a source that cuts documents does."""

    def __init__(self) -> None:
        self.rules = LONG
        self.document: Sequence[Entry] = ()
        self.last: Sequence[Entry] = ()

    async def poll(self, validators: Validators) -> Poll:
        async def whole() -> tuple[Entry, ...]:
            return tuple(self.document)

        seen = self.last if validators.seen else ()
        self.last = self.document
        return Poll(
            entries=tuple(one for one in self.document if one not in seen),
            validators=Validators(seen="x"),
            whole=whole if seen else None,
        )


@given(
    st.sampled_from(sorted(ACCIDENTS)),
    st.lists(st.tuples(st.integers(0, 2), st.integers(1, 8), st.randoms()), max_size=12),
)
async def test_what_slices_leave_out_changes_nothing(
    accident: str, looks: list[tuple[int, int, random.Random]]
) -> None:
    """Whatever happens to a source, both ways of looking find the same, at every look."""
    memory, kept, source = Memory(), Memory(), Slices()
    validators, newest = Validators(), 0
    for poll, (more, window, dice) in enumerate(looks):
        newest += more
        numbers = [n for n in range(newest, max(-1, newest - window), -1) if dice.random() < 0.8]
        dice.shuffle(numbers)
        source.document = [ACCIDENTS[accident](n, poll) for n in numbers]
        now = NOW + poll * HOUR
        whole = memory.add(look(source.document, LONG, known=memory.keys, now=now))
        shelf = Shelf([DueSource(name="main", validators=validators, errors=0, first=False)])
        shelf.known = kept.keys
        await watch(shelf, {"main": source}, now, dice)
        saved, found, _ = shelf.saved["main"]
        validators = saved.validators
        assert (
            kept.add(Decision(found=tuple(found), aliases=shelf.aliases, is_complete=True))
            == whole
        )


def test_random_ids_do_not_fill_the_memory() -> None:
    memory = Memory()
    for poll in range(50):
        document = [story(n, poll, guid=f"{n}/{poll}") for n in range(5)]
        memory.add(look(document, LONG, known=memory.keys))
    assert len(memory.keys) <= 5 * (NAMES + 5)


# --- the whole step ----------------------------------------------------------------------------


@dataclass
class Shelf:
    """A store of sources that are due once, and what was written."""

    due: list[DueSource]
    known: Mapping[str, KnownEntry] = field(default_factory=dict)
    saved: dict[str, tuple[Poll, Sequence[FoundEntry], float]] = field(default_factory=dict)
    failed: dict[str, tuple[str, float, float]] = field(default_factory=dict)
    is_down: bool = False
    kinds: dict[str, Failure] = field(default_factory=dict)
    postponed: dict[str, float] = field(default_factory=dict)
    reached: tuple[int, int] = (0, 0)
    aliases: Mapping[str, str] = field(default_factory=dict)
    commits: list[int] = field(default_factory=list)

    async def due_sources(self, now: float, lease: float, limit: int) -> list[DueSource]:
        assert lease == 120
        taken, self.due = self.due[:limit], self.due[limit:]
        return taken

    async def known_entries(self, source: str, keys: Sequence[str]) -> dict[str, KnownEntry]:
        return {key: self.known[key] for key in keys if key in self.known}

    async def save_polls(self, looks: Sequence[Polled], now: float) -> None:
        if self.is_down:
            raise StoreUnavailable("disk full")
        self.commits.append(len(looks))
        for look in looks:
            self.saved[look.source] = (look.poll, look.found, look.next_at)
            self.aliases = look.aliases

    async def source_failed(
        self,
        source: str,
        why: str,
        next_at: float,
        now: float,
        rests_until: float = 0,
        kind: Failure = Failure.OTHER,
    ) -> None:
        self.failed[source] = (why, next_at, rests_until)
        self.kinds[source] = kind

    async def postpone(self, sources: Sequence[str], until: float) -> None:
        self.postponed |= dict.fromkeys(sources, until)

    async def reach(self, since: float) -> tuple[int, int]:
        assert since == NOW - 60
        return self.reached


class Fake(Source):
    """Gives a prepared poll or error; meets the others first when told to."""

    kind = "fake"

    def __init__(
        self, name: str, outcome: Poll | BaseException, meet: asyncio.Barrier | None = None
    ) -> None:
        self.rules = replace(RULES, name=name, url=f"https://{name}.example/feed")
        self.outcome = outcome
        self.meet = meet
        self.asked: list[Validators] = []
        self.places: list[str] = []

    async def poll(self, validators: Validators) -> Poll:
        self.asked.append(validators)
        self.places.append(self.rules.url)
        if self.meet:
            await self.meet.wait()
        if isinstance(self.outcome, BaseException):
            raise self.outcome
        return self.outcome


KEPT = Validators(etag='"1"')
NEWS = Poll(entries=(entry("a"), entry("no link", url="")), validators=KEPT)


def due(*names: str, first: bool = False, errors: int = 0) -> list[DueSource]:
    return [DueSource(name=n, validators=KEPT, errors=errors, first=first) for n in names]


async def run(shelf: Shelf, *sources: Source, seed: int = 1) -> int:
    by_name = {source.rules.name: source for source in sources}
    return await watch(shelf, by_name, NOW, random.Random(seed))  # noqa: S311 - jitter


async def test_what_is_new_is_saved_with_the_next_look() -> None:
    shelf = Shelf(due("main"))
    source = Fake("main", NEWS)
    assert await run(shelf, source) == 1
    poll, found, next_at = shelf.saved["main"]
    assert poll is NEWS
    assert [one.entry.headline for one in found] == ["a"]
    assert NOW + 270 <= next_at <= NOW + 330
    assert source.asked == [KEPT]


async def test_what_is_known_is_not_found_again() -> None:
    shelf = Shelf(due("main", "quiet"), known=Memory.of(entry("a")).keys)
    assert await run(shelf, Fake("main", NEWS), Fake("quiet", Poll(entries=None))) == 0
    assert [list(found) for _, found, _ in shelf.saved.values()] == [[], []]


SECOND = entry("b", 9)


@pytest.mark.parametrize(
    ("new", "known", "names"),
    [
        ([SECOND], [], ["b"]),  # nothing of it was seen
        ([SECOND], [entry("x", 9, url=SECOND.url)], ["a"]),  # it is an entry under another name
        ([entry("c", None), SECOND], [], ["b", "c"]),  # its dates order it
        ([entry("c", 9), SECOND], [], ["a", "b", "c"]),  # they do not
    ],
)
async def test_all_is_looked_at_where_that_could_matter(
    new: list[Entry], known: list[Entry], names: list[str]
) -> None:
    async def whole() -> tuple[Entry, ...]:
        return (*new, entry("a", 10))

    shelf = Shelf(due("main"), known=Memory.of(*known).keys)
    await run(shelf, Fake("main", Poll(entries=tuple(new), whole=whole)))
    fresh = [one.entry.headline for one in shelf.saved["main"][1] if one.fate == "new"]
    assert sorted(fresh) == names


async def test_what_is_not_known_by_all_its_names_is_read_again_next_time() -> None:
    memory = Memory.of(entry("a", guid="0"))
    kept = []
    for n in range(NAMES * 2):
        shelf = Shelf(due("main"), known=memory.keys)
        one = entry("a", guid=str(n))
        await run(shelf, Fake("main", Poll(entries=(one,), validators=Validators(seen="x"))))
        kept.append(shelf.saved["main"][0].validators.seen)
        memory.add(look([one], known=memory.keys))
    assert kept[0] == kept[1] == "x"
    assert kept[-1] == ""


async def test_what_its_source_says_is_no_more_has_its_page_looked_at() -> None:
    known = Memory.of(entry("a"), entry("b")).keys
    shelf = Shelf(due("main"), known=known)
    guid = entry("a").guid
    assert await run(shelf, Fake("main", Poll(entries=None, ended=(guid, "unknown")))) == 0
    _, found, _ = shelf.saved["main"]
    assert [(one.entry.headline, one.fate, one.not_before) for one in found] == [
        ("a", "changed", NOW)
    ]
    assert found[0].keys[0] in known


async def test_nothing_of_a_first_look_waits_to_be_read() -> None:
    shelf = Shelf(due("main", first=True))
    assert await run(shelf, Fake("main", NEWS)) == 0
    assert [one.fate for one in shelf.saved["main"][1]] == ["known"]


async def test_one_broken_source_delays_no_other() -> None:
    shelf = Shelf(due("down", "buggy", "main", errors=1))
    broken = Fake("down", FetchError("https://e.org", "no", status=503, retry_after=1000))
    found = await run(shelf, broken, Fake("buggy", KeyError()), Fake("main", NEWS))
    assert found == 1
    assert list(shelf.saved) == ["main"]
    assert shelf.failed["down"][0] == "https://e.org: no"
    assert NOW + 1000 <= shelf.failed["down"][1] <= NOW + 1100
    assert shelf.failed["down"][2] == shelf.failed["down"][1]
    assert shelf.failed["buggy"][0] == "KeyError"


def at_one_host(*sources: Fake) -> tuple[Fake, ...]:
    for source in sources:
        source.rules = replace(source.rules, url=f"https://Me@e.org/{source.rules.name}")
    return sources


async def test_what_one_source_is_asked_to_wait_its_whole_host_waits() -> None:
    limited = FetchError("u", "w", status=429, retry_after=900)
    shelf = Shelf(due("a", "b", "c", "d", "elsewhere"))
    sources = at_one_host(*(Fake(name, limited) for name in "abcd"))
    assert await run(shelf, *sources, Fake("elsewhere", NEWS)) == 1
    assert [len(source.asked) for source in sources] == [1, 0, 0, 0]
    assert shelf.postponed == dict.fromkeys("abcd", NOW + 900)


async def test_one_host_is_asked_for_two_sources_at_a_time() -> None:
    shelf = Shelf(due("a", "b", "c", "d"))
    sources = at_one_host(*(Fake(name, NEWS, asyncio.Barrier(3)) for name in "abc"))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await run(shelf, *sources)
    assert [len(source.asked) for source in sources] == [1, 1, 0]


DOWN = FetchError("u", "w")
UNREACHED = FetchError("u", "cannot connect", is_reached=False)


@pytest.mark.parametrize(
    ("error", "before", "reached", "kind"),
    [
        (UNREACHED, "", (0, 0), Failure.UNREACHED),
        (UNREACHED, "", (2, 2), Failure.UNREACHED),  # too few to tell
        (UNREACHED, "", (2, 4), Failure.UNREACHED),
        (UNREACHED, "", (3, 5), Failure.NETWORK),
        (DOWN, "", (3, 3), Failure.OTHER),  # somebody was there
        (RuntimeError("ours"), "", (3, 3), Failure.OTHER),
        (FetchError("u", "w", status=410), "", (0, 0), Failure.GONE),
        (FetchError("u", "w", status=410), "other", (0, 0), Failure.GONE),
        (FetchError("u", "w", status=410), "gone", (0, 0), Failure.OVER),
        (FetchError("u", "w", status=410), "over", (0, 0), Failure.GONE),  # a person resumed it
    ],
)
async def test_a_failure_means_what_it_tells(
    error: Exception, before: str, reached: tuple[int, int], kind: Failure
) -> None:
    (one,) = due("main", errors=8)
    shelf = Shelf([replace(one, last_failure=before)], reached=reached)
    await run(shelf, Fake("main", error))
    why, next_at = shelf.failed["main"][:2]
    assert shelf.kinds == {"main": kind}
    assert ("paused" in why) == (kind is Failure.OVER)
    assert (next_at <= NOW + 330) == (kind is Failure.NETWORK)


NOT_FOUND = FetchError("u", "404", status=404)


@pytest.mark.parametrize(
    ("missing", "days", "kind"),
    [
        (0, 0, Failure.MISSING),
        (8, 4, Failure.MISSING),
        (9, 2.9, Failure.MISSING),
        (9, 3, Failure.OVER),
        (50, 9, Failure.OVER),
    ],
)
async def test_what_is_not_found_for_days_is_given_up(
    missing: int, days: float, kind: Failure, caplog: pytest.LogCaptureFixture
) -> None:
    (one,) = due("main", errors=missing)
    since = NOW - days * DAY
    shelf = Shelf([replace(one, missing=missing, missing_since=since)])
    await run(shelf, Fake("main", NOT_FOUND))
    assert shelf.kinds == {"main": kind}
    assert ("source main: u: 404, again: the source is paused" in caplog.text) == (
        kind is Failure.OVER
    )


NEW_HOME = "https://new.example/feed"


@pytest.mark.parametrize(
    ("poll", "known", "moved_to"),
    [
        (Poll(entries=(entry("a"),), moved_to=NEW_HOME), [entry("a")], NEW_HOME),
        (Poll(entries=(entry("a"),), moved_to=NEW_HOME), [], ""),  # a portal has feeds too
        (Poll(entries=None, moved_to=NEW_HOME), [], NEW_HOME),
        (Poll(entries=(entry("a"),)), [entry("a")], ""),
    ],
)
async def test_a_move_is_one_only_where_we_know_what_is_there(
    poll: Poll, known: list[Entry], moved_to: str
) -> None:
    shelf = Shelf(due("main"), known=Memory.of(*known).keys)
    await run(shelf, Fake("main", poll))
    assert shelf.saved["main"][0].moved_to == moved_to


async def test_who_has_moved_is_asked_there_and_stays_moved() -> None:
    (one,) = due("main")
    shelf = Shelf([replace(one, moved_to=NEW_HOME, moved_since=NOW - 8 * DAY)])
    source = Fake("main", Poll(entries=None))
    await run(shelf, source)
    assert source.places == [NEW_HOME]
    assert source.rules.url == "https://main.example/feed"
    assert shelf.saved["main"][0].moved_to == NEW_HOME


async def test_sources_are_asked_at_the_same_time() -> None:
    meet = asyncio.Barrier(3)
    shelf = Shelf(due("a", "b", "c"))
    sources = [Fake(name, NEWS, meet) for name in "abc"]
    async with asyncio.timeout(5):
        assert await run(shelf, *sources) == 3


async def test_what_ends_at_the_same_time_is_one_commit() -> None:
    meet = asyncio.Barrier(3)
    shelf = Shelf(due("a", "b", "c"))
    await run(shelf, *(Fake(name, NEWS, meet) for name in "abc"))
    assert shelf.commits == [3]


async def test_all_that_are_due_are_asked_even_if_they_are_many() -> None:
    names = [f"s{n}" for n in range(150)]
    shelf = Shelf(due(*names, "gone from the settings"))
    assert await run(shelf, *(Fake(name, NEWS) for name in names)) == 150


async def test_a_store_that_cannot_write_is_said_after_all_were_asked() -> None:
    shelf = Shelf(due("a", "b"), is_down=True)
    sources = [Fake("a", NEWS), Fake("b", NEWS)]
    with pytest.raises(StoreUnavailable):
        await run(shelf, *sources)
    assert [len(source.asked) for source in sources] == [1, 1]


async def test_once_a_day_a_source_is_asked_for_everything() -> None:
    source = Fake("main", Poll(entries=None))
    (then,) = due("main")
    await run(Shelf([replace(then, is_full=True)]), source)
    assert source.asked == [Validators()]


@given(
    entries=st.lists(
        st.builds(
            entry,
            st.sampled_from("abcdef"),
            st.none() | st.floats(-DAY, 4 * DAY),
            headline=st.sampled_from(["", "x", "y"]),
        ),
        max_size=8,
    ),
    first=st.booleans(),
    first_run=st.none() | st.integers(0, 4),
)
def test_whatever_a_document_says_every_entry_gets_one_fate(
    entries: list[Entry], *, first: bool, first_run: int | None
) -> None:
    rules = replace(RULES, burst=3, first_run=first_run)
    decision = look(entries, rules, first=first)
    assert {one.fate for one in decision.found} <= {"new", "known", "held"}
    assert len(decision.found) == len(identify(entries))
    orders = [one.order_at for one in decision.found]
    assert orders == sorted(set(orders))
    assert all(order <= NOW + 1 for order in orders)
    memory = Memory()
    memory.add(decision)
    again = look(entries, rules, known=memory.keys)
    assert (again.found, again.aliases, again.is_complete) == ((), {}, True)
