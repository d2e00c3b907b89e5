"""What every platform does about whatever may happen to a call: one table each, tested alike."""

import asyncio
import logging
import re
import traceback
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import unquote

import pytest

from bot.errors import ConfigError, HeraldError, InDoubt, Locked, Unsent
from bot.model import Post, Receipt
from bot.ports import Platform
from bot.rules import Destination
from bot.sandbox.server import Sandbox
from bot.sandbox.standin import StandIn
from tests.platforms.conftest import Server, Step

Row = tuple[str, Step, type[HeraldError]]
"""What happens, to a reader and to the call, and what it means for the post."""

LINE: list[Row] = [
    ("an answer cut short", "cut", InDoubt),
    ("silence after sending", "stall", InDoubt),
    ("a reset", "reset", InDoubt),
    ("a connection closed early", "hang up", InDoubt),
    ("half an answer", "half", InDoubt),
    ("nobody there", "nobody", Unsent),
    ("no connection in time", "deaf", Unsent),
]
"""What the line to a platform does to a post, whatever the platform: rows for its table."""


def making(kind: type[Platform], own: Mapping[str, Any]) -> Any:
    """Give the fixture that makes such platforms for the scripted server, and closes them.

    They have the options `own`, and more where a test says so.
    """

    @pytest.fixture
    async def made(
        server: Server, destination: Callable[..., Destination], reveal: Callable[[str], str]
    ) -> AsyncIterator[Callable[..., Platform]]:
        platforms: list[Platform] = []

        def make(api_base: str = "", timeout: float = 20, **more: Any) -> Platform:
            there = destination(kind.name, api_base or server.url, timeout)
            options = kind.options.model_validate({**own, **more})
            platforms.append(kind(there, options, reveal))
            return platforms[-1]

        yield make
        for platform in platforms:
            await platform.close()

    return made


def standing(kind: type[Platform], stand_in: type[StandIn], own: Mapping[str, Any]) -> Any:
    """Give the fixture of such a platform that posts to its stand-in in the sandbox."""

    @pytest.fixture
    async def there(
        sandbox: Sandbox, destination: Callable[..., Destination]
    ) -> AsyncIterator[Platform]:
        (secret,) = stand_in.secrets.values()
        options = kind.options.model_validate(own)
        platform = kind(destination(kind.name, sandbox.url), options, lambda _: secret)
        yield platform
        await platform.close()

    return there


def asked(server: Server) -> list[str]:
    """Give the calls so far: method and path."""
    return [f"{request.method} {unquote(request.path)}" for request in server.requests]


class Sending:
    """A table of what may happen to a post, and what else is so for every platform.

    A fixture of the platform's name makes it. `before` comes ahead of every call, `prepared` also
    ahead of the one that publishes, which `posted` begins to answer; where the same post is sent again,
    `prepared_again` is left of it. `says` is what errors sound like; `patience`,
    in seconds, is how long a silent platform is waited for.
    """

    platform: ClassVar[type[Platform]]
    own: ClassVar[Mapping[str, Any]]
    rows: ClassVar[Sequence[Row]]
    post: ClassVar[Post]
    posted: ClassVar[Sequence[Step]]
    receipt: ClassVar[Receipt]
    says: ClassVar[str]
    before: ClassVar[Sequence[Step]] = ()
    prepared: ClassVar[Sequence[Step]] = ()
    prepared_again: ClassVar[Sequence[Step]] = ()
    patience: ClassVar[float] = 2
    repeated: ClassVar[frozenset[str]] = frozenset()
    """Verbs whose calls aiohttp itself repeats, once, where the connection ends."""

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        if {"step", "verb"} & set(metafunc.fixturenames) == {"step"}:
            cases = [pytest.param(step, error, id=what) for what, step, error in self.rows]
            metafunc.parametrize(("step", "expected"), cases)

    @pytest.fixture
    def make(self, request: pytest.FixtureRequest) -> Callable[..., Platform]:
        made: Callable[..., Platform] = request.getfixturevalue(self.platform.name)
        return made

    @pytest.fixture
    def meeting(
        self, make: Callable[..., Platform], server: Server, request: pytest.FixtureRequest
    ) -> Callable[..., Platform]:
        """Make a platform whose call, to do `verb` or to publish, meets with one step."""

        def meet(step: Step, verb: str = "") -> Platform:
            if step in ("nobody", "deaf"):
                return make(request.getfixturevalue(str(step)), timeout=1)
            prepared = () if verb else self.prepared
            again = (verb or "send") in self.repeated and step in ("reset", "hang up")
            server.does(*self.before, *prepared, *[step] * (1 + again))
            patience = max(self.patience, 4 if prepared else 0)
            return make(timeout=patience if step == "stall" else 20)

        return meet

    async def test_what_happens_to_a_post_decides_what_is_done_next(
        self, meeting: Callable[..., Platform], step: Step, expected: type[HeraldError]
    ) -> None:
        with pytest.raises(HeraldError) as raised:
            await meeting(step).send(self.post, [])
        assert type(raised.value) is expected
        assert re.fullmatch(self.says, str(raised.value))

    async def test_no_secret_leaves_in_an_error_or_a_log(
        self,
        meeting: Callable[..., Platform],
        caplog: pytest.LogCaptureFixture,
        step: Step,
        expected: type[HeraldError],
    ) -> None:
        caplog.set_level(logging.DEBUG)
        with pytest.raises(expected) as raised:
            await meeting(step).send(self.post, [])
        assert "CANARY" not in "".join(traceback.format_exception(raised.value)) + caplog.text

    async def test_a_missing_secret_is_a_persons_business(
        self, destination: Callable[..., Destination], nobody: str
    ) -> None:
        def reveal(reference: str) -> str:
            raise ConfigError((f"{reference} is empty",))

        options = self.platform.options.model_validate(self.own)
        platform = self.platform(destination(self.platform.name, nobody), options, reveal)
        with pytest.raises(Locked, match=r"env:\w+ is empty"):
            await platform.send(self.post, [])

    async def test_a_stopped_attempt_stops(
        self, make: Callable[..., Platform], server: Server
    ) -> None:
        server.does(*self.before, *self.prepared, "stall")
        expected = len(server.script)
        sending = asyncio.create_task(make().send(self.post, []))
        while len(server.requests) < expected:
            await asyncio.wait([sending], timeout=0.01)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending

    async def test_a_closed_platform_opens_again_when_it_is_used(
        self, make: Callable[..., Platform], server: Server
    ) -> None:
        server.does(*self.before, *self.prepared, *self.posted)
        server.does(*self.prepared_again, *self.posted)
        platform = make()
        for _ in range(2):
            await platform.close()
            assert await platform.send(self.post, []) == self.receipt


class Outcomes(Sending):
    """The same, and what may happen to what may be repeated.

    `repeatable` gives the arguments of each such verb, `answers` the rows (verb and what happens)
    that are no error there.
    """

    repeatable: ClassVar[Mapping[str, tuple[Any, ...]]]
    answers: ClassVar[frozenset[tuple[str, str]]] = frozenset()

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        super().pytest_generate_tests(metafunc)
        if "verb" in metafunc.fixturenames:
            cases = [
                pytest.param(verb, step, expected, id=f"{verb}: {what}")
                for verb in self.repeatable
                for what, step, expected in self.rows
                if (verb, what) not in self.answers
            ]
            metafunc.parametrize(("verb", "step", "expected"), cases)

    async def test_what_may_be_repeated_is_never_in_doubt(
        self,
        meeting: Callable[..., Platform],
        verb: str,
        step: Step,
        expected: type[HeraldError],
    ) -> None:
        with pytest.raises(HeraldError) as raised:
            await getattr(meeting(step, verb), verb)(*self.repeatable[verb])
        assert type(raised.value) is (Unsent if expected is InDoubt else expected)
