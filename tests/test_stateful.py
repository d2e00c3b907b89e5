"""Whatever comes in whatever order: each article stands once, as it is now, and in its order.

A machine that publishes, changes and withdraws articles, has platforms take, lose, refuse and put off
what they are sent, kills the process and sets the clock, on a real SQLite file and a real PostgreSQL.
"""

import asyncio
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.errors import InDoubt, Throttled, Unsent
from bot.model import Article, Entry, Image, Picture, Post, Receipt, State
from bot.ports import (
    Capabilities,
    FoundEntry,
    Lane,
    Look,
    Options,
    Platform,
    Poll,
    Settled,
    Work,
    ways,
)
from bot.rules import Destination, Publisher
from bot.steps.deliver import Gallery, attempt, look_up
from bot.steps.follow import follow
from bot.steps.plan import Desk, Outlet, plan
from bot.store import Store, open_store
from tests.postgres import emptied

START = 1_800_000_000.0
TIMEOUT = 20.0
WORDS = ("Nine", "Ten", "Eleven", "Twelve")
OUTCOMES = ("taken", "answer lost", "never arrived", "refused connection", "too many", "bug")


async def no_fault(image: Image) -> str:
    return f"{image.url}: there are no pictures here"


class Place(Platform):
    """A platform that can always be asked; it does with the next call what it is told."""

    options = Options

    def __init__(self, name: str, capabilities: Capabilities) -> None:
        self.capabilities = capabilities  # type: ignore[misc] # two kinds from one class
        follows = ways(capabilities, None, None)
        where = Destination(
            name=name, platform=name, address=name, timeout=TIMEOUT, follows=follows
        )
        super().__init__(where, Options(), str)
        self.name = name  # type: ignore[misc]
        self.stands: dict[str, tuple[str, str]] = {}
        self.sent = Counter[str]()
        self.next = "taken"

    async def send(self, post: Post, pictures: Sequence[Picture]) -> Receipt:
        def take() -> Receipt:
            self.sent[post.key] += 1
            receipt = Receipt(id=str(self.sent.total()))
            self.stands[receipt.id] = (post.key, post.text.text)
            return receipt

        return self._answer(take)

    async def reply(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        return await self.send(post, pictures)

    async def edit(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        def change() -> Receipt:
            if receipt.id in self.stands:
                self.stands[receipt.id] = (self.stands[receipt.id][0], post.text.text)
            return receipt

        return self._answer(change)

    async def delete(self, receipt: Receipt) -> None:
        def remove() -> Receipt:
            self.stands.pop(receipt.id, None)
            return receipt

        self._answer(remove)

    async def find(self, post: Post, after: str) -> Receipt | None:
        of_it = [number for number, (key, _) in self.stands.items() if key == post.key]
        return Receipt(id=of_it[0]) if of_it else None

    def _answer(self, act: Callable[[], Receipt]) -> Receipt:
        befalls, self.next = self.next, "taken"
        if befalls in {"never arrived", "refused connection", "too many"}:
            errors = {"never arrived": InDoubt("?"), "refused connection": Unsent("no")}
            raise errors.get(befalls, Throttled("later", retry_after=60))
        receipt = act()
        if befalls == "answer lost":
            raise InDoubt("?")
        if befalls == "bug":
            raise KeyError("a bug in the adapter")
        return receipt


class News(RuleBasedStateMachine):
    """One publisher, two places: one whose posts can be edited, one where one can only answer."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        can = Capabilities(text=500, delete=True, find=True)
        self.places = {
            "edits": Place("edits", replace(can, edit=True)),
            "answers": Place("answers", replace(can, reply=True)),
        }
        self.now = START
        self.articles: dict[str, Article] = {}
        self.withdrawn: set[str] = set()
        self.in_hand: list[Settled] = []
        self.desk = Desk(
            publisher=Publisher(name="News", url="https://e.org/"),
            outlets={
                name: Outlet(destination=place.destination, capabilities=place.capabilities)
                for name, place in self.places.items()
            },
        )

    def address(self) -> str:
        return f"sqlite:///{self.folder.name}/herald.db"

    def run(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(coroutine)

    def teardown(self) -> None:
        try:
            if hasattr(self, "store"):
                self.come_to_rest()
                self.run(self.store.close())
        finally:
            self.loop.close()
            self.folder.cleanup()

    @initialize()
    def begin(self) -> None:
        self.run(self.open())
        self.run(self.store.beginning.sync({"main": "https://e.org/feed"}, list(self.places)))

    async def open(self) -> None:
        self.store: Store = await open_store(self.address())
        await self.store.db.hold()

    @rule()
    def publish(self) -> None:
        slug = f"story-{len(self.articles)}"
        self.articles[slug] = Article(
            canonical_url=f"https://e.org/{slug}", headline=f"{WORDS[0]} people saw {slug}"
        )
        entry = Entry(source="main", guid=slug, url=f"https://e.org/{slug}")
        found = FoundEntry(
            keys=(f"guid:{slug}",),
            entry=entry,
            fate="new",
            why="new",
            not_before=self.now,
            order_at=START + len(self.articles),  # by the publisher's clock, which nobody sets
        )

        async def learn() -> None:
            poll = Poll(entries=())
            await self.store.watching.save_poll("main", poll, [found], {}, self.now, self.now)
            for pending in await self.store.reading.due_entries(self.now, 120, 10):
                article = self.articles[pending.entry.guid]
                await self.store.reading.save_article(pending, article, self.now)

        self.run(learn())
        self.now += 1

    @precondition(lambda self: self.articles.keys() - self.withdrawn)
    @rule(data=st.data(), word=st.sampled_from(WORDS))
    def change(self, data: st.DataObject, word: str) -> None:
        slug = data.draw(st.sampled_from(sorted(self.articles.keys() - self.withdrawn)))
        self.now += 1
        new = replace(self.articles[slug], headline=f"{word} people saw {slug}")

        async def look() -> None:
            await self.store.looking.ask(new.canonical_url, self.now)
            for due in await self.store.looking.due_looks(self.now, 0, 50):
                is_it = due.article.canonical_url == new.canonical_url
                is_new = is_it and due.article.headline != new.headline
                seen = Look(next_at=self.now + 9e6, is_there=True, revised=new if is_new else None)
                await self.store.looking.save_look(due, seen, self.now)

        self.run(look())
        self.articles[slug] = new

    @precondition(lambda self: self.articles.keys() - self.withdrawn)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        slug = data.draw(st.sampled_from(sorted(self.articles.keys() - self.withdrawn)))
        self.run(self.store.looking.retract(f"https://e.org/{slug}", "", self.now))
        self.withdrawn.add(slug)

    @rule()
    def decide(self) -> None:
        self.run(plan(self.store.planning, self.desk, self.now, no_fault))
        self.run(follow(self.store.following, self.desk, self.now))

    @rule(befalls=st.sampled_from(OUTCOMES), place=st.sampled_from(["edits", "answers"]))
    def deliver(self, befalls: str, place: str) -> None:
        """Claim and attempt; what came of it is settled at the next step, if there is one."""
        work = self.step()
        self.places[place].next = befalls
        self.attempt(work)
        for each in self.places.values():
            each.next = "taken"

    @rule(is_sent=st.booleans())
    def kill(self, is_sent: bool) -> None:  # noqa: FBT001 - drawn
        """Die with what was claimed: after it was sent, or before."""
        work = self.step()
        if is_sent:
            self.attempt(work)
        self.in_hand.clear()
        self.run(self.store.close())
        self.run(self.open())
        self.run(self.store.delivering.recover(self.now))

    @rule(seconds=st.sampled_from([1.0, 30.0, 3600.0]))
    def pass_time(self, seconds: float) -> None:
        self.now += seconds

    @rule(seconds=st.sampled_from([-86_400.0, -3600.0, -10.0, 3600.0]))
    def set_the_clock(self, seconds: float) -> None:
        self.step(limit=0)  # what is done is settled within milliseconds
        self.run(self.store.timing.shift(self.now, seconds))
        self.now += seconds

    def step(self, limit: int = 10) -> Work:
        done, self.in_hand = self.in_hand, []
        lanes = {name: Lane() for name in self.places}
        work: Work = self.run(self.store.delivering.step(done, lanes, self.now, limit))
        return work

    def attempt(self, work: Work) -> None:
        async def no_pictures(post: Post, platform: Platform) -> Gallery:
            del post, platform
            return Gallery()

        def clock() -> float:
            return self.now

        for one in work.claimed:
            platform = self.places[one.destination]
            self.in_hand.append(self.run(attempt(one, platform, no_pictures, clock)))
        for one in work.doubtful:
            platform = self.places[one.destination]
            self.in_hand.append(self.run(look_up(one, platform, clock)))

    @invariant()
    def nothing_was_ever_sent_twice(self) -> None:
        for place in self.places.values():
            assert all(count == 1 for count in place.sent.values()), place.sent

    def come_to_rest(self) -> None:
        """Let everything go its way, then hold what stands against what is so."""
        idle = 0
        while idle < 3:
            self.decide()
            self.attempt(self.step())
            idle = 0 if self.in_hand else idle + 1
            self.now += 1000
        self.nothing_was_ever_sent_twice()
        left = self.run(self.store.asking.deliveries())
        over = {State.SENT, State.CANCELLED}
        assert [row for row in left if row.state not in over] == []
        alive = [slug for slug in self.articles if slug not in self.withdrawn]
        for name, place in self.places.items():
            posts = {
                slug: [text for _, text in place.stands.values() if slug in text.split()]
                for slug in self.articles
            }
            assert [slug for slug in posts if posts[slug]] == alive
            for slug in alive:
                newest = self.articles[slug].headline
                assert newest in posts[slug][-1] or name == "answers", posts
                assert len(posts[slug]) == 1 or name == "answers", posts
            numbers = [
                int(re.findall(r"story-(\d+)", text)[0]) for _, text in place.stands.values()
            ]
            assert list(dict.fromkeys(numbers)) == sorted(set(numbers))


def test_news_on_sqlite() -> None:
    sizes = settings(max_examples=25, stateful_step_count=25, derandomize=True)
    run_state_machine_as_test(News, settings=sizes)


def test_news_on_postgresql(postgres_url: str) -> None:
    class OnPostgres(News):
        def address(self) -> str:
            return postgres_url

        @initialize()
        def begin(self) -> None:
            self.run(emptied(postgres_url))
            super().begin()

    sizes = settings(max_examples=8, stateful_step_count=20, derandomize=True)
    run_state_machine_as_test(OnPostgres, settings=sizes)
