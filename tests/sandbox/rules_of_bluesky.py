"""How a Personal Data Server answers; the stand-in and the real one are held to the same table."""

from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import Any

import aiohttp

Json = dict[str, Any]
Call = Callable[..., Awaitable[tuple[int, Json]]]
"""Calls a method by its short name, with `token` and `json`, `params` or `data`; gives status and body."""

POST = "app.bsky.feed.post"
RECORD: Json = {"$type": POST, "text": "Tide", "createdAt": "2026-11-27T10:00:00.000Z"}
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154"
    "08d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)
FAMILY = "👨\u200d👩\u200d👧"


def linked(uri: str) -> Json:
    external = {"uri": uri, "title": "", "description": ""}
    return {"embed": {"$type": "app.bsky.embed.external", "external": external}}


def tagged(tag: str, start: int = 0) -> Json:
    feature = {"$type": "app.bsky.richtext.facet#tag", "tag": tag}
    return {"facets": [{"index": {"byteStart": start, "byteEnd": 4}, "features": [feature]}]}


TAKEN: list[tuple[str, Json]] = [
    ("300 graphemes", {"text": "a" * 300}),
    ("120 families", {"text": FAMILY * 120}),
    ("300 letters of Khmer", {"text": "ខ្មែរ" * 100}),
    ("300 letters of Hindi", {"text": "क्षत्रिय" * 100}),
    ("300 letters of Burmese", {"text": "မန္တလေး" * 60}),
    ("languages", {"langs": ["en", "zh-Hant-TW", "es-419"]}),
    ("an address in letters of its own", linked("https://пример.рф/ü")),
    ("a tag", tagged("a" * 64)),
]
REFUSED: list[tuple[str, Json, str]] = [
    ("301 graphemes", {"text": "a" * 301}, "grapheme too big (maximum 300, got 301) at $.record.text"),
    ("303 letters of Khmer", {"text": "ខ្មែរ" * 101}, "grapheme too big (maximum 300, got 303)"),
    ("3,060 bytes", {"text": FAMILY * 170}, "string too big (maximum 3000, got 3060) at $.record.text"),
    ("no moment", {"createdAt": "now"}, 'Invalid datetime (got "now") at $.record.createdAt'),
    ("no language", {"langs": ["english!"]}, 'Invalid language (got "english!") at $.record.langs[0]'),
    ("no address", linked("nope"), 'Invalid uri (got "nope") at $.record.embed.external.uri'),
    ("a long tag", tagged("a" * 65), "grapheme too big (maximum 64, got 65) at $.record.facets[0].features[0].tag"),
    ("before the text", tagged("a", -1), "integer too small (minimum 0, got -1) at $.record.facets[0].index.byteStart"),
]  # fmt: skip


async def put(call: Call, session: Json, rkey: str, change: Json, **more: Any) -> tuple[int, Json]:
    there = {"repo": session["did"], "collection": POST, "rkey": rkey, **more}
    body = there | {"record": RECORD | change}
    return await call("repo.putRecord", token=session["accessJwt"], json=body)


def calling(http: aiohttp.ClientSession, url: str) -> Call:
    """Call a server over a real socket, answers as they come."""

    async def call(
        what: str, token: str = "", data: bytes | None = None, **more: Any
    ) -> tuple[int, Json]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if data is not None:
            headers["Content-Type"], more["data"] = "image/png", BytesIO(data)
        method = "GET" if what.partition(".")[2].startswith("get") else "POST"
        async with http.request(
            method, f"{url}/xrpc/com.atproto.{what}", headers=headers, **more
        ) as answer:
            return answer.status, await answer.json()

    return call


class Notes:
    """What came of each call: its status, and the name of its error."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, int, str]] = []

    async def __call__(self, what: str, answer: Awaitable[tuple[int, Json]]) -> Json:
        status, body = await answer
        self.seen.append((what, status, body.get("error", "")))
        return body


async def answers(call: Call, handle: str, password: str) -> list[tuple[str, int, str]]:
    """Do what a client may do, wrongly and rightly."""
    note = Notes()
    session = await sign_in(call, note, {"identifier": handle, "password": password})
    there = {"repo": session["did"], "collection": POST, "rkey": "3n3csjzae43kz"}
    await write(call, note, session, there)
    await embed(call, note, session)
    token = session["accessJwt"]
    await note("delete", call("repo.deleteRecord", token=token, json=there))
    await note("delete again", call("repo.deleteRecord", token=token, json=there))
    return note.seen


async def sign_in(call: Call, note: Notes, who: Json) -> Json:
    await note("wrong password", call("server.createSession", json=who | {"password": "no"}))
    session = await note("sign in", call("server.createSession", json=who))
    access, refresh = session["accessJwt"], session["refreshJwt"]
    await note("no token", call("server.getSession"))
    await note("broken token", call("server.getSession", token="x.y.z"))
    await note("wrong kind", call("server.getSession", token=refresh))
    await note("own session", call("server.getSession", token=access))
    await note("renew by access", call("server.refreshSession", token=access))
    await note("renew", call("server.refreshSession", token=refresh))
    await note("renew again", call("server.refreshSession", token=refresh))
    return session


async def write(call: Call, note: Notes, session: Json, there: Json) -> None:
    key, token = there["rkey"], session["accessJwt"]
    first = await note("create", put(call, session, key, {}, swapRecord=None))
    await note("the same", put(call, session, key, {}, swapRecord=None))
    await note("another", put(call, session, key, {"text": "Ebb"}, swapRecord=None))
    before = {"swapRecord": first["cid"]}
    second = await note("change", put(call, session, key, {"text": "Ebb"}, **before))
    await note("change what was", put(call, session, key, {"text": "Neap"}, **before))
    nothing = {"swapRecord": second["cid"]}
    await note("change nothing", put(call, session, "3n3csjzae43ka", {}, **nothing))
    await note("no such name", put(call, session, "abc", {}))
    record = there | {"record": RECORD}
    await note("create over", call("repo.createRecord", token=token, json=record))
    await note("unsigned", call("repo.putRecord", json=record))
    another = record | {"repo": "nobody.test"}
    await note("another's", call("repo.putRecord", token=token, json=another))
    await note("read", call("repo.getRecord", params=there))
    await note("read nothing", call("repo.getRecord", params=there | {"rkey": "3n3csjzae43kx"}))


async def embed(call: Call, note: Notes, session: Json) -> None:
    async def upload(what: str, more: int) -> Json:
        data = PIXEL + bytes(more)
        return await note(what, call("repo.uploadBlob", token=session["accessJwt"], data=data))

    blob = (await upload("upload", 0))["blob"]
    large = (await upload("upload more", 1_000_001))["blob"]
    await upload("upload too much", 6_000_001)
    for what, thumb in (("thumb", blob), ("large thumb", large)):
        card = linked("https://news.example/")
        card["embed"]["external"]["thumb"] = thumb
        await note(what, put(call, session, "3n3csjzae4322", card))
    for what, count in (("four pictures", 4), ("five pictures", 5)):
        images = [{"image": large, "alt": ""}] * count
        shown = {"embed": {"$type": "app.bsky.embed.images", "images": images}}
        await note(what, put(call, session, "3n3csjzae4323", shown))


ANSWERS = [
    ("wrong password", 401, "AuthenticationRequired"),
    ("sign in", 200, ""),
    ("no token", 401, "AuthMissing"),
    ("broken token", 400, "InvalidToken"),
    ("wrong kind", 400, "InvalidToken"),
    ("own session", 200, ""),
    ("renew by access", 400, "InvalidToken"),
    ("renew", 200, ""),
    ("renew again", 200, ""),
    ("create", 200, ""),
    ("the same", 200, ""),
    ("another", 400, "InvalidSwap"),
    ("change", 200, ""),
    ("change what was", 400, "InvalidSwap"),
    ("change nothing", 400, "InvalidSwap"),
    ("no such name", 400, "InvalidRequest"),
    ("create over", 500, "InternalServerError"),
    ("unsigned", 401, "AuthMissing"),
    ("another's", 403, "AccountNotFound"),
    ("read", 200, ""),
    ("read nothing", 400, "RecordNotFound"),
    ("upload", 200, ""),
    ("upload more", 200, ""),
    ("upload too much", 413, "PayloadTooLarge"),
    ("thumb", 200, ""),
    ("large thumb", 400, "InvalidRequest"),
    ("four pictures", 200, ""),
    ("five pictures", 400, "InvalidRequest"),
    ("delete", 200, ""),
    ("delete again", 200, ""),
]
