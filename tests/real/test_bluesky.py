"""Bluesky's own server."""

import json
import os
import random
import re
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from signal import SIGKILL
from typing import Any

import aiohttp
import httpx
import pytest
from hypothesis import given, settings

from bot.model import Article, Image, Picture, Post, Rich, Unit
from bot.platforms import bluesky as platforms
from bot.rules import Destination
from bot.sandbox.bluesky_records import LARGEST_IMAGE, LARGEST_THUMB
from bot.text.atproto import POST as COLLECTION
from bot.text.atproto import embed, said, tid
from bot.text.length import measure
from tests.journeys.conftest import Herald
from tests.platforms.articles import ARTICLES, SUMMARIES, composed
from tests.real.between import Between, between
from tests.real.conftest import Installed
from tests.sandbox.rules_of_bluesky import ANSWERS, PIXEL, REFUSED, TAKEN, answers, calling, put
from tests.sweep.ways import NO_LONGER_ON_ITS_WAY

SIZES = re.compile(r"maxSize: (\d+)")
KEY, NUMBERS = "3n3csjzae43kz", count(1)


@pytest.fixture(scope="module")
def pds(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a server with one account and say where it listens; it ends with its stdin."""
    there, log = installed("pds"), tmp_path_factory.mktemp("pds") / "log"
    command: list[str | Path] = [there / "venv/bin/node", "server.mjs", log.with_name("data")]
    with (
        log.open("w") as stderr,
        subprocess.Popen(
            command,
            cwd=there,
            env={**os.environ, "LOG_ENABLED": "false"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as process,
    ):
        assert process.stdout
        line = process.stdout.readline()
        assert line, log.read_text()
        yield json.loads(line)["url"]
        process.communicate()


SCRIPTS = [
    "क्षत्रिय नमस्ते हिन्दी",
    "বাংলা ক্ষ জ্ঞ",
    "ગુજરાતી ક્ષ",
    "తెలుగు క్ష",
    "ആഗോള ക്ഷ",
    "தமிழ் ஸ்ரீ",
    "ಕನ್ನಡ ಕ್ಷ",
    "සිංහල ශ්\u200dරී",
    "ไทยกำลัง",
    "မြန်မာဘာသာ အင်္ဂလိပ်",
    "ខ្មែរ ភាសាខ្មែរ ស្រី",
    "ꦧꦱꦗꦮ ꦏ꧀ꦏ",
    "한국어 각",
    "עִבְרִית العَرَبِيَّة",
    "é̂ạ\r\n1️⃣",
    "👨\u200d👩\u200d👧👍🏽🇩🇪🏳️\u200d🌈❤️\u200d🔥",
]
COUNT = """
const texts = JSON.parse(require('fs').readFileSync(0))
console.log(JSON.stringify(texts.map(text => [...new Intl.Segmenter().segment(text)].length)))
"""


def test_graphemes_are_counted_as_its_servers_count_them(installed: Installed) -> None:
    """In whatever order letters come, a text is never longer there than here."""
    seeded = random.Random(7)  # noqa: S311 - the same texts every time
    mixed = ["".join(seeded.choices("".join(SCRIPTS), k=30)) for _ in range(3000)]
    node = installed("pds") / "venv/bin/node"
    texts = json.dumps([*SCRIPTS, *mixed])
    told = subprocess.run([node, "-e", COUNT], input=texts, stdout=-1, text=True, check=True)
    there = json.loads(told.stdout)
    here = [measure(text, Unit.GRAPHEMES) for text in [*SCRIPTS, *mixed]]
    assert here[: len(SCRIPTS)] == there[: len(SCRIPTS)]
    assert [
        n for n, (ours, theirs) in enumerate(zip(here, there, strict=True)) if ours < theirs
    ] == []


@dataclass(frozen=True, kw_only=True)
class Account:
    """An account and an app password of it; `token` is that of its owner's session."""

    handle: str
    did: str
    password: str
    token: str


def opened(pds: str) -> Account:
    """Open an account and make an app password."""
    server, handle = f"{pds}/xrpc/com.atproto.server", f"tick-{next(NUMBERS)}.test"
    body = {"handle": handle, "email": f"news@{handle}", "password": "hunter22-hunter22"}
    made = httpx.post(f"{server}.createAccount", json=body).raise_for_status().json()
    owner = {"Authorization": f"Bearer {made['accessJwt']}"}
    app = httpx.post(f"{server}.createAppPassword", json={"name": "herald"}, headers=owner)
    password = app.raise_for_status().json()["password"]
    return Account(handle=handle, did=made["did"], password=password, token=made["accessJwt"])


@dataclass(kw_only=True)
class Bluesky:
    """What stands in the account, as the server itself tells; Herald reaches it by `way`."""

    url: str
    account: Account
    way: Between

    def standing(self) -> list[dict[str, Any]]:
        """Give the records, oldest first."""
        where = {"repo": self.account.did, "collection": "app.bsky.feed.post", "reverse": "true"}
        answer = httpx.get(f"{self.url}/xrpc/com.atproto.repo.listRecords", params=where)
        records: list[dict[str, Any]] = answer.raise_for_status().json()["records"]
        return records

    def blob(self, blob: dict[str, Any]) -> bytes:
        where = {"did": self.account.did, "cid": blob["ref"]["$link"]}
        answer = httpx.get(f"{self.url}/xrpc/com.atproto.sync.getBlob", params=where)
        return answer.raise_for_status().content


@pytest.fixture
def account(pds: str) -> Account:
    return opened(pds)


@pytest.fixture
async def bluesky(pds: str, account: Account, herald: Herald) -> AsyncIterator[Bluesky]:
    """Have Herald post there."""
    async with between(pds) as way:
        (herald.folder / "password").write_text(account.password)
        herald.config["destinations"] = [
            {
                "name": "bluesky",
                "platform": "bluesky",
                "handle": account.handle,
                "app_password": "file:password",
                "api_base": way.url,
                "rate": "1000/1s",
            }
        ]
        herald.write()
        yield Bluesky(url=pds, account=account, way=way)


async def test_it_answers_as_the_stand_in_does(pds: str, account: Account) -> None:
    async with aiohttp.ClientSession() as http:
        assert await answers(calling(http, pds), account.handle, account.password) == ANSWERS


async def test_it_refuses_in_the_stand_ins_words(pds: str, account: Account) -> None:
    async with aiohttp.ClientSession() as http:
        call = calling(http, pds)
        who = {"identifier": account.handle, "password": account.password}
        _, session = await call("server.createSession", json=who)
        refused = [await put(call, session, KEY, change) for _, change, _ in REFUSED]
        taken = [await put(call, session, KEY, change) for _, change in TAKEN]
    for (_, body), (what, _, why) in zip(refused, REFUSED, strict=True):
        assert why in body["message"], what
    for (status, body), (what, _) in zip(taken, TAKEN, strict=True):
        assert status == 200, (what, body)


@pytest.fixture(scope="module")
def writer(pds: str) -> Iterator[Callable[[str, dict[str, Any]], httpx.Response]]:
    """Write records into an account of the module's own."""
    account, client = opened(pds), httpx.Client()

    def write(rkey: str, record: dict[str, Any]) -> httpx.Response:
        there = {"repo": account.did, "collection": COLLECTION, "rkey": rkey, "record": record}
        owner = {"Authorization": f"Bearer {account.token}"}
        return client.post(f"{pds}/xrpc/com.atproto.repo.putRecord", json=there, headers=owner)

    yield write
    client.close()


@settings(max_examples=40, derandomize=True, deadline=None)
@given(article=ARTICLES, summary=SUMMARIES)
def test_any_article_is_taken(
    writer: Callable[[str, dict[str, Any]], httpx.Response],
    article: Article,
    summary: tuple[str, ...],
) -> None:
    post = replace(composed(platforms.Bluesky, article, summary), made_at=1_795_800_000.0)
    answer = writer(tid(post.made_at, post.key), said(post, post.made_at, embed(post, [], {})))
    assert answer.is_success, answer.text


async def test_pictures_stand_there_and_an_answer_under_them(pds: str, account: Account) -> None:
    there = Destination(name="b", platform="bluesky", address="", api_base=pds)
    own = platforms.BlueskyOptions(handle=account.handle, app_password="env:P")
    platform = platforms.Bluesky(there, own, lambda _: account.password)
    assert account.did in await platform.examine()
    image = Image(url="https://n.example/a.png", alt="A bridge")
    pixel = Picture(data=PIXEL, mime="image/png", width=1, height=1, alt=image.alt)
    post = Post(key="k", text=Rich(text="Tide"), link="", images=(image,) * 2, made_at=1.0)
    receipt = await platform.send(post, [pixel] * 2)
    assert await platform.send(replace(post, sent_at=2.0), [pixel]) == receipt
    await platform.edit(receipt, replace(post, text=Rich(text="Ebb")), [])
    answer = await platform.reply(receipt, Post(key="l", text=Rich(text="Neap"), link=""), [])
    deeper = await platform.reply(answer, Post(key="m", text=Rich(text="Spring"), link=""), [])
    assert await platform.find(Post(key="n", text=post.text, link=""), "") is None
    standing = {r["uri"]: r for r in Bluesky(url=pds, account=account, way=Between("")).standing()}
    await platform.close()
    first = standing[receipt.id]
    assert first["value"]["text"] == "Ebb"
    shown = first["value"]["embed"]["images"]
    assert [one["alt"] for one in shown] == ["A bridge"] * 2
    assert shown[0]["aspectRatio"] == {"width": 1, "height": 1}
    assert standing[deeper.id]["value"]["reply"]["root"]["uri"] == receipt.id
    assert standing[deeper.id]["value"]["reply"]["parent"]["uri"] == answer.id


async def test_a_thread_stands_there_once_however_often_it_is_sent(
    pds: str, account: Account
) -> None:
    there = Destination(name="b", platform="bluesky", address="", api_base=pds)
    own = platforms.BlueskyOptions(handle=account.handle, app_password="env:P")
    platform = platforms.Bluesky(there, own, lambda _: account.password)
    parts = (Rich(text="It was high."), Rich(text="It will be low."))
    post = Post(key="thread", text=Rich(text="Tide"), link="", thread=parts, made_at=2.0)
    receipt = await platform.send(post, [])
    assert await platform.send(replace(post, sent_at=3.0), []) == receipt
    assert await platform.find(post, "") == receipt
    records = Bluesky(url=pds, account=account, way=Between("")).standing()
    said_there = [r for r in records if r["value"]["text"] in {"Tide", *(p.text for p in parts)}]
    assert len(said_there) == 3
    await platform.delete(receipt)
    assert await platform.find(post, "") is None
    await platform.close()


def test_pictures_may_be_as_large_as_its_lexicon_says(installed: Installed) -> None:
    lexicons = installed("pds") / "node_modules/@atproto/pds/dist/lexicons/app/bsky/embed"
    largest = {
        name: [int(size) for size in SIZES.findall((lexicons / f"{name}.defs.js").read_text())]
        for name in ("images", "external")
    }
    assert largest == {"images": [LARGEST_IMAGE], "external": [LARGEST_THUMB]}
    assert platforms.Bluesky.capabilities.image_bytes == LARGEST_THUMB, (
        "any picture may be a card's"
    )


async def posted(herald: Herald, bluesky: Bluesky, slug: str) -> dict[str, Any]:
    """Publish a story and give its record."""
    herald.site.add(slug)
    await herald.once()
    (record,) = bluesky.standing()
    return record


async def test_a_post_stands_there_with_its_card(herald: Herald, bluesky: Bluesky) -> None:
    record = await posted(herald, bluesky, "bridge")
    (row,) = await herald.deliveries()
    assert row["remote_id"] == record["uri"]
    assert row["permalink"].endswith(record["uri"].rpartition("/")[2])
    value = record["value"]
    assert value["text"].startswith("News of bridge")
    assert value["langs"] == ["en"]
    card = value["embed"]["external"]
    assert (card["uri"], card["title"]) == (f"{herald.site.url}/bridge", "News of bridge")
    assert card["thumb"]["mimeType"] == "image/png"
    assert bluesky.blob(card["thumb"])


@pytest.mark.parametrize("is_done", [False, True], ids=["before", "after"])
async def test_a_kill_beside_the_servers_commit_neither_loses_nor_doubles(
    herald: Herald,
    bluesky: Bluesky,
    is_done: bool,  # noqa: FBT001 - a column
) -> None:
    bluesky.way.match, bluesky.way.is_done = "putRecord", is_done
    herald.site.add("bridge")
    run = await herald.begin("run", "--once")
    bluesky.way.victim.set_result(run.pid)
    assert (await run.ended()).code == -SIGKILL
    assert len(bluesky.standing()) == is_done
    herald.ahead += NO_LONGER_ON_ITS_WAY
    await herald.once()
    (record,) = bluesky.standing()
    assert [row["state"] for row in await herald.deliveries()] == ["sent"]
    assert sum("putRecord" in call for call in bluesky.way.passed) == 1

    url = f"{herald.site.url}/bridge"
    herald.site.story("bridge").headline = "Nine bridges"
    assert (await herald("correct", url)).code == 0
    await herald.once()
    first, answer = bluesky.standing()
    assert first == record
    parent = {name: record[name] for name in ("uri", "cid")}
    assert answer["value"]["reply"] == {"root": parent, "parent": parent}
    assert "Nine bridges" in answer["value"]["text"]

    assert (await herald("retract", url)).code == 0
    await herald.once()
    assert bluesky.standing() == []


async def test_a_correction_may_change_the_record(herald: Herald, bluesky: Bluesky) -> None:
    herald.config["posting"] = {"correction": {"bluesky": "edit"}}
    herald.write()
    before = await posted(herald, bluesky, "bridge")
    herald.site.story("bridge").headline = "Nine bridges"
    assert (await herald("correct", f"{herald.site.url}/bridge")).code == 0
    await herald.once()
    (after,) = bluesky.standing()
    assert after["uri"] == before["uri"]
    assert after["value"]["text"].startswith("Nine bridges")
    assert after["value"]["createdAt"] == before["value"]["createdAt"]
    card, thumb = (record["value"]["embed"]["external"] for record in (after, before))
    assert (card["title"], card["thumb"]) == ("Nine bridges", thumb["thumb"])
