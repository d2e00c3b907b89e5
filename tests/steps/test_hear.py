"""What pings and hubs may do, and what they may not."""

import hashlib
import hmac
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from bot.ports import Poll, Subscription
from bot.rules import Hub
from bot.steps.hear import SHORTEST, UNSAID, Hearing, is_signed, lease_of
from bot.steps.subscribe import DAY, LEASE
from bot.store import Store, open_store

NOW = 1_800_000_000.0
HUB = Hub(url="https://hub.example/", topic="https://e.org/feed?a=1&b=2")
SECRET, BODY = "the secret", "<rss>ä</rss>".encode()


async def in_pieces(body: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(body), 3):
        yield body[at : at + 3]


def sign(method: str, secret: str = SECRET, body: bytes = BODY) -> str:
    return f"{method}={hmac.new(secret.encode(), body, method).hexdigest()}"


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
async def test_every_method_of_the_standard_is_understood(method: str) -> None:
    assert await is_signed(in_pieces(BODY), sign(method), SECRET)
    assert await is_signed(
        in_pieces(BODY), f"{method}={sign(method)[len(method) + 1 :].upper()}", SECRET
    )


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "=",
        "sha256=",
        "sha256",
        sign("sha256", secret="another"),
        sign("sha256", body=b"<rss/>"),
        sign("sha256")[:-1],
        sign("sha256").replace("sha256", "sha1"),
        sign("md5"),
        f"none={SECRET}",
        "sha256=ä\udcff",
        f"sha256={hashlib.sha256(BODY).hexdigest()}",
        f"SHA256 = {sign('sha256')[7:]}",
    ],
)
async def test_what_is_not_signed_as_agreed_is_not_heard(signature: str) -> None:
    assert not await is_signed(in_pieces(BODY), signature, SECRET)


@pytest.mark.parametrize(
    ("written", "lease"),
    [
        ("86400", 86_400),
        ("864000", 864_000),
        ("99999999", LEASE),
        ("999999999999999999999", UNSAID),
        ("0", SHORTEST),
        ("1", SHORTEST),
        ("-1", UNSAID),
        ("1e9", UNSAID),
        ("٣٠٠", UNSAID),
        ("", UNSAID),
    ],
)
def test_a_lease_is_believed_within_reason(written: str, lease: int) -> None:
    assert lease_of(written) == lease


class Ear:
    """Hears at a time of our choosing, with a store behind it, and counts its rings."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = NOW
        self.rings = 0
        self.hearing = Hearing(store.hubs, lambda: self.now, self._ring)

    def _ring(self) -> None:
        self.rings += 1

    async def subscription(self) -> Subscription:
        return (await self.store.hubs.subscriptions())["main"]

    async def verify(self, **asked: str) -> str | None:
        """Ask as a hub does; what is not given is as we asked."""
        fields = {"mode": "subscribe", "topic": HUB.topic, "challenge": "c", **asked}
        query = {f"hub.{name}": value for name, value in fields.items()}
        return await self.hearing.verify((await self.subscription()).id, query)


@pytest.fixture
async def ear(tmp_path: Path) -> AsyncIterator[Ear]:
    """Give an ear whose subscription was just asked for."""
    store = await open_store(f"sqlite:///{tmp_path}/herald.db")
    await store.beginning.sync({"main": "https://e.org/feed"}, [])
    poll = Poll(entries=(), hub=HUB)
    await store.watching.save_poll("main", poll, [], {}, NOW + DAY, NOW)
    await store.hubs.due_subscriptions(["main"], "https://herald.example", NOW, 1)
    yield Ear(store)
    await store.close()


async def test_a_hub_that_does_what_we_asked_is_confirmed(ear: Ear) -> None:
    assert await ear.verify(challenge="x" * 100, lease_seconds="1000") == "x" * 100
    found = await ear.subscription()
    assert (found.state, found.lease_until, found.tries) == ("subscribed", NOW + 1000, 0)
    due = ear.store.hubs.due_subscriptions
    assert await due(["main"], "https://herald.example", NOW + 799, 1) == []
    assert len(await due(["main"], "https://herald.example", NOW + 800, 1)) == 1


@pytest.mark.parametrize(
    "asked",
    [
        {"topic": "https://e.org/other"},
        {"topic": ""},
        {"mode": "unsubscribe"},
        {"mode": ""},
        {"mode": "Subscribe"},
        {"challenge": ""},
        {"mode": "denied", "topic": "https://e.org/other"},
    ],
)
async def test_a_hub_that_asks_for_anything_else_is_not(
    ear: Ear, asked: Mapping[str, str]
) -> None:
    assert await ear.verify(**asked) is None
    assert (await ear.subscription()).state == "pending"


async def test_consent_comes_in_time_or_not_at_all(ear: Ear) -> None:
    ear.now = (await ear.subscription()).open_until
    assert await ear.verify() == "c"
    ear.now += 1
    assert await ear.verify() is None


async def test_nothing_is_confirmed_that_we_never_asked_for(ear: Ear) -> None:
    async with ear.store.db.tx() as q:
        await q("update subscription set state = 'offered', open_until = 0")
    assert await ear.verify() is None
    assert await ear.hearing.verify("unknown", {"hub.topic": HUB.topic}) is None


async def test_a_hub_may_deny_at_any_time(ear: Ear) -> None:
    assert await ear.verify() == "c"
    assert await ear.verify(mode="denied", reason="closed") == ""
    assert (await ear.subscription()).state == "denied"
    assert await ear.verify() is None


async def test_a_push_is_only_a_reason_to_look(ear: Ear) -> None:
    found = await ear.subscription()
    assert await ear.hearing.push(found.id, sign("sha256", found.secret), in_pieces(BODY))
    assert ear.rings == 1
    assert [one.name for one in await ear.store.watching.due_sources(NOW, 120, 9)] == ["main"]


async def test_a_forged_push_is_taken_and_ignored(ear: Ear) -> None:
    found = await ear.subscription()
    assert await ear.hearing.push(found.id, sign("sha256", "guess"), in_pieces(BODY))
    assert ear.rings == 0
    assert await ear.store.watching.due_sources(NOW, 120, 9) == []


async def test_a_push_to_nobody_is_said(ear: Ear) -> None:
    assert not await ear.hearing.push("unknown", sign("sha256"), in_pieces(BODY))


async def test_a_ping_of_nobody_rings_no_bell(ear: Ear) -> None:
    assert not await ear.hearing.ping("other")
    assert ear.rings == 0
    assert await ear.hearing.ping()
    assert ear.rings == 1
