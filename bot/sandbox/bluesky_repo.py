"""One account's part of a Personal Data Server: its sessions, its blobs, its records."""

import json
from base64 import b32encode
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

from bot.sandbox.bluesky_records import POST, Json, Problem, check_key, invalid, read
from bot.sandbox.images import sniff
from bot.sandbox.ledger import Channel, Ledger, Photo

HANDLE, DID = "morningtick.example", "did:plc:morningtickexample234567"
PASSWORD = "sand-boxb-lues-kypw"  # noqa: S105 - opens only the sandbox
SESSION_LASTS, RENEWABLE_FOR, LARGEST_BLOB = 7200.0, 90 * 86_400.0, 5_242_880
WHO: Json = {"handle": HANDLE, "did": DID, "active": True}


class Sessions:
    """Who is signed in, and until when."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._ends: dict[str, float] = {}

    def clear(self) -> None:
        self._ends.clear()

    def sign_in(self, asked: Json) -> Json:
        if asked["identifier"].lower() not in {HANDLE, DID} or asked["password"] != PASSWORD:
            raise Problem(401, "AuthenticationRequired", "Invalid identifier or password")
        return self.open()

    def open(self) -> Json:
        """Begin a session: it lasts two hours, and may be renewed for ninety days."""
        now, number = self._clock(), len(self._ends)
        access, refresh = f"sandbox-access-{number}", f"sandbox-refresh-{number}"
        self._ends |= {access: now + SESSION_LASTS, refresh: now + RENEWABLE_FOR}
        return WHO | {"accessJwt": access, "refreshJwt": refresh}

    def check(self, authorization: str, kind: str = "access") -> None:
        """Raise Problem where that is no token of this kind that still holds."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise Problem(401, "AuthMissing", "Authentication Required")
        ends = self._ends.get(token)
        if ends is None or f"-{kind}-" not in token:
            raise Problem(400, "InvalidToken", "Token could not be verified")
        if ends <= self._clock():
            raise Problem(400, "ExpiredToken", "Token has expired")


class Repo:
    """What the account holds; readers see it in the ledger."""

    def __init__(self, ledger: Ledger, clock: Callable[[], float]) -> None:
        self._ledger = ledger
        self._clock = clock
        self._records: dict[str, Json] = {}
        self._blobs: dict[str, Photo] = {}

    def clear(self) -> None:
        self._records.clear()
        self._blobs.clear()

    def upload(self, data: bytes, mime: str) -> Json:
        if len(data) > LARGEST_BLOB:
            raise Problem(413, "PayloadTooLarge", "request entity too large")
        seen = sniff(data)
        mime = seen.mime if seen else mime  # a server believes the bytes where it knows them
        width, height = (seen.width, seen.height) if seen else (0, 0)
        cid, key, size = _cid(data, "bafkrei"), self._ledger.keep(data, mime), len(data)
        self._blobs[cid] = Photo(key=key, mime=mime, size=size, width=width, height=height)
        blob = {"$type": "blob", "ref": {"$link": cid}, "mimeType": mime, "size": size}
        return {"blob": blob}

    def create(self, asked: Json) -> Json:
        if _rkey(asked) in self._records:
            raise Problem(500, "InternalServerError", "Internal Server Error")
        return self._write(asked)

    def put(self, asked: Json) -> Json:
        """Write where `swapRecord` says what stands there (None: nothing), or in any case."""
        there = self._records.get(_rkey(asked))
        if there and there["value"] == asked["record"]:
            return {name: there[name] for name in ("uri", "cid")}
        cid = there["cid"] if there else None
        if "swapRecord" in asked and asked["swapRecord"] != cid:
            raise Problem(400, "InvalidSwap", f"Record was at {cid or 'null'}")
        return self._write(asked)

    def get(self, asked: Json) -> Json:
        uri = "at://" + "/".join(asked[name] for name in ("repo", "collection", "rkey"))
        there = self._records.get(asked["rkey"])
        if not there or asked["collection"] != POST:
            raise Problem(400, "RecordNotFound", f"Could not locate record: {uri}")
        return there

    def delete(self, asked: Json) -> Json:
        rkey = _rkey(asked)
        if self._records.pop(rkey, None):
            self._channel().remove(rkey)
        return {}

    def _write(self, asked: Json) -> Json:
        rkey, record, channel = asked["rkey"], asked["record"], self._channel()
        standing = replace(read(record, self._blob), id=rkey, author=HANDLE, wire=record)
        if rkey in channel.posts:
            channel.replace(replace(standing, edited_at=self._clock()))
        else:
            channel.add(standing)
        cid = _cid(json.dumps(record, sort_keys=True).encode(), "bafyrei")
        there = {"uri": f"at://{DID}/{POST}/{rkey}", "cid": cid, "value": record}
        self._records[rkey] = there
        return {"uri": there["uri"], "cid": cid, "validationStatus": "valid"}

    def _blob(self, blob: Json) -> Photo:
        cid = blob["ref"]["$link"]
        if cid not in self._blobs:
            raise Problem(400, "BlobNotFound", f"Could not find blob: {cid}")
        return self._blobs[cid]

    def _channel(self) -> Channel:
        return self._ledger.channel("bluesky", HANDLE, "Morning Tick")


def _rkey(asked: Json) -> str:
    """Say which record a call writes; raise Problem where that cannot be."""
    if asked["repo"] not in {HANDLE, DID}:
        raise Problem(403, "AccountNotFound", "Account not found")
    if asked["collection"] != POST:
        raise invalid(f"Unknown lexicon type: {asked['collection']}")
    check_key(asked["rkey"])
    return str(asked["rkey"])


def _cid(data: bytes, kind: str) -> str:
    return kind + b32encode(sha256(data).digest()).decode().lower().rstrip("=")
