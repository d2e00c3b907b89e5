"""Pictures on their way from a publisher's server into a post."""

import asyncio
import struct
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image as Pillow

from bot.engine import imaging
from bot.engine import pictures as room
from bot.engine.pictures import Pictures
from bot.engine.setup import Setup
from bot.errors import FetchError, Throttled
from bot.model import Article, Image, Picture, Post, Rich
from bot.ports import Answer, Capabilities, NewRevision, Planned
from bot.rules import Destination, Publisher
from bot.steps.plan import Desk, Outlet, plan
from tests.engine.conftest import Channel

URL = "https://e.org/a.png"
WIDE = frozenset({"image/jpeg", "image/png"})
CAN = Capabilities(text=100, most_images=1, image_bytes=100_000, image_types=WIDE)


def painted(width: int = 300, height: int = 200) -> bytes:
    written = BytesIO()
    Pillow.new("RGB", (width, height), "teal").save(written, "PNG")
    return written.getvalue()


class Server:
    """Gives what a test says, and counts who asks."""

    def __init__(self, **bodies: bytes | Callable[[], Awaitable[bytes]]) -> None:
        self.bodies = {f"https://e.org/{name}.png": body for name, body in bodies.items()}
        self.asked: Counter[str] = Counter()

    async def __call__(self, url: str, **how: object) -> Answer:
        self.asked[url] += 1
        body = self.bodies.get(url)
        if body is None:
            raise FetchError(url, "404")
        return Answer(status=200, url=url, body=body if isinstance(body, bytes) else await body())


def pictures_of(server: Server, *outlets: Outlet) -> Pictures:
    named = {outlet.destination.name: outlet for outlet in outlets}
    desk = Desk(publisher=Publisher(name="P", url="https://e.org"), outlets=named)
    return Pictures(Setup(sources={}, platforms={}, desk=desk, fetch=server))


def outlet(name: str, can: Capabilities = CAN) -> Outlet:
    where = Destination(name=name, platform="channel", address=name)
    return Outlet(destination=where, capabilities=can)


def post(*names: str) -> Post:
    images = tuple(Image(url=f"https://e.org/{name}.png", alt=f"alt of {name}") for name in names)
    return Post(key="k", text=Rich(text="t"), link="", images=images)


async def test_a_picture_is_fetched_once_for_all_who_want_it() -> None:
    server = Server(a=painted())
    small = outlet("small", replace(CAN, image_pixels=100))
    pictures = pictures_of(server, outlet("one"), outlet("two"), small)
    channels = [Channel("one"), Channel("two"), Channel("small")]
    galleries = await asyncio.gather(*(pictures(post("a"), channel) for channel in channels))
    assert server.asked == {URL: 1}
    assert [g.pictures[0].width for g in galleries] == [300, 300, 100]
    assert {g.pictures[0].alt for g in galleries} == {"alt of a"}
    assert await pictures.fault(Image(url=URL)) == ""
    assert server.asked == {URL: 1}


async def test_the_others_of_an_album_are_shown_where_one_is_missing() -> None:
    pictures = pictures_of(Server(a=painted(), c=painted(90, 60)), outlet("one"))
    gallery = await pictures(post("a", "b", "c"), Channel("one"))
    assert [picture.alt for picture in gallery.pictures] == ["alt of a", "alt of c"]
    assert gallery.faults == ("https://e.org/b.png: 404",)


async def test_what_failed_once_is_asked_for_again() -> None:
    server = Server(a=b"<html>later</html>")
    pictures = pictures_of(server, outlet("one"))
    assert "is no JPEG" in await pictures.fault(Image(url=URL))
    server.bodies[URL] = painted()
    assert await pictures.fault(Image(url=URL)) == ""
    assert (await pictures(post("a"), Channel("one"))).pictures


async def test_a_server_that_hangs_holds_no_post_up(monkeypatch: pytest.MonkeyPatch) -> None:
    never = asyncio.Event()

    async def hang() -> bytes:
        await never.wait()
        return painted()

    server = Server(a=hang, b=painted())
    pictures = pictures_of(server, outlet("one"))
    monkeypatch.setattr(room, "SECONDS", 0.3)
    monkeypatch.setattr(room, "SOON", 0.01)
    assert await pictures.fault(Image(url=URL)) == f"{URL}: took too long"
    gallery = await pictures(post("a", "b"), Channel("one"))
    assert f"{URL}: took too long" in gallery.faults
    never.set()


class Gate:
    """Holds the processor's work on large pictures until it is opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opens = threading.Event()
        decode = imaging.opened

        def held(data: bytes) -> imaging.Opened:
            if data[16:24] == LARGE:
                assert self.opens.wait(20)
            return decode(data)

        monkeypatch.setattr(imaging, "opened", held)


LARGE = struct.pack(">II", 3000, 2000)  # a PNG's width and height, where they stand in the file


async def test_a_heavy_picture_costs_no_other_article_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = Gate(monkeypatch)
    monkeypatch.setattr(room, "SECONDS", 3)
    pictures = pictures_of(Server(a=painted(3000, 2000), b=painted()), outlet("one"))
    heavy = asyncio.create_task(pictures.made(Image(url=URL), CAN))
    light = await pictures(post("b"), Channel("one"))
    gate.opens.set()
    assert [picture.width for picture in light.pictures] == [300]
    assert isinstance(await heavy, Picture)


async def test_a_heavy_picture_waits_for_another_and_is_not_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = Gate(monkeypatch)
    monkeypatch.setattr(room, "SECONDS", 0.3)
    monkeypatch.setattr(room, "SOON", 0.2)
    heavy = painted(3000, 2000)
    pictures = pictures_of(Server(a=heavy, b=heavy), outlet("one"))
    slow = await pictures(post("a"), Channel("one"))
    assert slow.faults == (f"{URL}: took too long",)
    with pytest.raises(Throttled, match="waits for heavy ones"):
        await pictures(post("b"), Channel("one"))
    assert await pictures.fault(Image(url="https://e.org/b.png")) == ""
    gate.opens.set()
    monkeypatch.setattr(room, "SECONDS", 20)
    assert (await pictures(post("b"), Channel("one"))).faults == ()


async def test_a_heavy_picture_is_decoded_once_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded, decode = Counter[bytes](), imaging.opened

    def counted(data: bytes) -> imaging.Opened:
        decoded[data[16:24]] += 1
        return decode(data)

    monkeypatch.setattr(imaging, "opened", counted)
    small = replace(CAN, image_pixels=100)
    pictures = pictures_of(Server(a=painted(3000, 2000)), outlet("one"), outlet("small", small))
    for name, width in (("one", imaging.LONGEST_EDGE), ("small", 100)):
        gallery = await pictures(post("a"), Channel(name))
        assert gallery.pictures[0].width == width
    assert decoded == {LARGE: 1}


THERE = replace(CAN, fetches_images=True, image_bytes=2_000)
SIZES = Image(url=URL, alt="Tide", others=("https://e.org/b.png", "https://e.org/c.png"))
HEAVY = painted() + bytes(3_000)


@pytest.mark.parametrize(
    ("bodies", "can", "name"),
    [
        ({"a": painted(), "b": painted()}, THERE, "a"),
        ({"a": HEAVY, "b": HEAVY, "c": painted()}, THERE, "c"),
        ({"a": b"<html>", "b": painted()}, THERE, "b"),
        ({"a": HEAVY, "b": painted()}, CAN, "a"),
        ({"b": painted()}, CAN, "b"),
    ],
)
async def test_another_size_that_the_page_offers_is_taken_where_the_first_cannot_be(
    bodies: dict[str, bytes], can: Capabilities, name: str
) -> None:
    """Also by a platform that fetches pictures itself, and to which nothing can be made smaller."""
    pictures = pictures_of(Server(**bodies), outlet("one", can))
    (picture,) = (await pictures(replace(post(), images=(SIZES,)), Channel("one"))).pictures
    assert (picture.url, picture.alt) == (f"https://e.org/{name}.png", "Tide")
    assert await pictures.fault(SIZES) == ""


async def test_what_no_platform_would_fetch_is_left_out_and_said() -> None:
    pictures = pictures_of(Server(a=HEAVY, b=b"<html>"), outlet("one", THERE))
    gallery = await pictures(replace(post(), images=(SIZES,)), Channel("one"))
    assert gallery.pictures == ()
    assert gallery.faults == (
        f"{URL} is image/png, {len(HEAVY)} bytes: the platform would not fetch it",
    )


async def test_only_so_much_stays_in_memory() -> None:
    names = [f"n{n}" for n in range(2 * room.KEPT)]
    server = Server(**{name: painted() for name in names})
    pictures = pictures_of(server, outlet("one"))
    for name in names:
        assert (await pictures(post(name), Channel("one"))).pictures
    assert len(pictures._kept) <= room.KEPT


class Planning:
    """One new revision, and what is planned of it."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.planned: list[Planned] = []

    async def new_revisions(self, now: float, limit: int, asked_of: str = "") -> list[NewRevision]:
        return [NewRevision(article_id=1, revision=1, article=self.article, order_at=now)]

    async def proven(self, article: int, destinations: object) -> frozenset[str]:
        return frozenset()

    async def save_plan(self, revision: NewRevision, planned: object, now: float) -> None:
        assert isinstance(planned, list)
        self.planned = planned

    async def plan_failed(self, revision: NewRevision, why: str, now: float) -> None:
        raise AssertionError(why)


async def test_nothing_is_composed_around_a_picture_that_cannot_be_had() -> None:
    picture = Image(url=URL, alt="A bridge", credit="A. Berg")
    store = Planning(Article(canonical_url="https://e.org/a", headline="Bridge", image=picture))
    server = Server(a=b"")
    bare = outlet("bare", Capabilities(text=100))
    pictures = pictures_of(server, outlet("one"), bare)
    assert await plan(store, pictures.setup.desk, 0.0, pictures.fault) == 1
    one, other = store.planned
    assert (one.post.images, "Berg" in one.post.text.text) == ((), False)
    assert one.note.startswith(f"without its picture: {URL} is no JPEG")
    assert other.note == ""
    server.bodies[URL] = painted()
    await plan(store, pictures.setup.desk, 0.0, pictures.fault)
    one, _ = store.planned
    assert one.post.images == (picture,)
    assert one.note == ""
