"""The events of a Matrix room: sent once a transaction, replaced, redacted, read backwards."""

import json
import math
from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.sandbox.images import sniff
from bot.sandbox.ledger import Card, Channel, Ledger, Photo, Standing
from bot.sandbox.matrix_text import read
from bot.sandbox.setup import Setup

USER, ROOM = "@herald:news.sandbox", "!morningtick:news.sandbox"
LARGEST_EVENT = 65_536
BURST, SECONDS = 10, 50.0
"""Messages that may be sent at once, and within which time so many may be sent again."""
_CODES = {400: "M_UNKNOWN", 401: "M_UNKNOWN_TOKEN", 403: "M_FORBIDDEN", 404: "M_NOT_FOUND"} | {
    413: "M_TOO_LARGE",
    429: "M_LIMIT_EXCEEDED",
    500: "M_UNKNOWN",
}


class Refused(Exception):
    """An answer with an errcode; `seconds` is how long to wait."""

    def __init__(self, status: int, why: str, seconds: float = 0) -> None:
        self.status = status
        self.body: dict[str, object] = {"errcode": _CODES[status], "error": why}
        self.headers = {}
        if status == 429:  # noqa: PLR2004 - Too Many Requests
            self.body["retry_after_ms"] = round(seconds * 1000)
            self.headers["Retry-After"] = str(math.ceil(seconds))


class Room:
    """One room of one account; the ledger shows what its readers see."""

    def __init__(self, setup: Setup, ledger: Ledger) -> None:
        self._setup, self._ledger = setup, ledger
        self._events: dict[str, dict[str, Any]] = {}
        self._done: dict[str, dict[str, str]] = {}
        self._sent: deque[float] = deque(maxlen=BURST)

    @property
    def _channel(self) -> Channel:
        return self._ledger.channel("matrix", "morningtick", "Morning Tick")

    def send(self, transaction: str, body: bytes) -> dict[str, str]:
        """Take a message; the same transaction again is the same event."""
        if done := self._done.get(transaction):
            return done
        content = _content(body)
        self._photos(content)
        self._hold_pace()
        event_id = self._add("m.room.message", content)
        relation, now = content.get("m.relates_to", {}), self._setup.clock()
        if relation.get("rel_type") == "m.replace":
            standing = self._channel.posts.get(relation["event_id"])
            if standing is not None:
                shown = self._shown(standing, content["m.new_content"])
                self._channel.replace(replace(shown, edited_at=now))
        else:
            reply = relation.get("m.in_reply_to", {}).get("event_id", "")
            new = Standing(id=event_id, at=now, author=USER, reply_to=reply)
            self._channel.add(self._shown(new, content))
        return self._done.setdefault(transaction, {"event_id": event_id})

    def redact(self, transaction: str, event_id: str) -> dict[str, str]:
        """Empty an event for good."""
        if done := self._done.get(transaction):
            return done
        self.event(event_id)["content"] = {}
        if event_id in self._channel.posts:
            self._channel.remove(event_id)
        redaction = self._add("m.room.redaction", {"redacts": event_id})
        return self._done.setdefault(transaction, {"event_id": redaction})

    def event(self, event_id: str) -> dict[str, Any]:
        """Give an event, with what replaced it last."""
        if event_id not in self._events:
            raise Refused(404, "Event not found.")
        event = self._events[event_id]
        replacing = self.replacing(event_id)
        event["unsigned"] = {"m.relations": {"m.replace": replacing[-1]}} if replacing else {}
        return event

    def replacing(self, event_id: str) -> list[dict[str, Any]]:
        """Give the events that replace one, oldest first."""
        return [
            event
            for event in self._events.values()
            if event["content"].get("m.relates_to", {}).get("event_id") == event_id
        ]

    def relations(self, event_id: str) -> list[dict[str, Any]]:
        """Give what replaced an event, newest first."""
        if event_id not in self._events:
            raise Refused(404, "Unknown parent event.")
        return self.replacing(event_id)[::-1]

    def messages(self, query: Mapping[str, str]) -> dict[str, object]:
        """Give a page of events, newest first."""
        wanted = json.loads(query.get("filter", "{}"))
        fits = [
            event
            for event in reversed(self._events.values())
            if event["type"] in wanted.get("types", [event["type"]])
            and event["sender"] in wanted.get("senders", [event["sender"]])
        ]
        start, limit = int(query.get("from", "t0")[1:]), int(query.get("limit", "10"))
        page: dict[str, object] = {"start": f"t{start}", "chunk": fits[start : start + limit]}
        return page | ({"end": f"t{start + limit}"} if len(fits) > start + limit else {})

    def _add(self, kind: str, content: dict[str, Any]) -> str:
        event_id = f"${len(self._events):043d}"
        self._events[event_id] = {
            "event_id": event_id,
            "type": kind,
            "sender": USER,
            "room_id": ROOM,
            "origin_server_ts": round(self._setup.clock() * 1000),
            "content": content,
        }
        return event_id

    def _shown(self, before: Standing, content: Mapping[str, Any]) -> Standing:
        text, marks = read(content.get("formatted_body", "")) if "format" in content else ("", ())
        photos, links = self._photos(content), [mark.url for mark in marks if mark.url]
        return replace(
            before,
            text=text or content["body"],
            marks=marks,
            photos=photos,
            card=Card(url=links[0]) if links and not photos else None,
            silent=content["msgtype"] == "m.notice",
            wire=dict(content),
        )

    def _photos(self, content: Mapping[str, Any]) -> tuple[Photo, ...]:
        if content["msgtype"] != "m.image":
            return ()
        key = str(content["url"]).rpartition("/")[2]
        found = self._ledger.picture(key)
        seen = sniff(found[1]) if found else None
        if not found or not seen:
            raise Refused(400, "the file of an image must be one that was uploaded")
        photo = Photo(
            key=key,
            mime=seen.mime,
            size=len(found[1]),
            width=seen.width,
            height=seen.height,
            alt=str(content.get("filename", "")).rpartition(".")[0],
        )
        return (photo,)

    def _hold_pace(self) -> None:
        now = self._setup.clock()
        is_full = len(self._sent) == BURST and now < self._sent[0] + SECONDS
        if is_full and self._setup.enforce_limits:
            raise Refused(429, "Too Many Requests", self._sent[0] + SECONDS - now)
        self._sent.append(now)


def _content(body: bytes) -> dict[str, Any]:
    """Read a message's content, with all that its type must have."""
    try:
        content: dict[str, Any] = json.loads(body)
    except ValueError:
        raise Refused(400, "Content not JSON.") from None
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    if len(written.encode("utf-8", "surrogatepass")) > LARGEST_EVENT:
        raise Refused(413, "event too large")
    if content.get("msgtype") not in {"m.text", "m.notice", "m.image"} or not content.get("body"):
        raise Refused(400, "a message needs a msgtype that is shown here, and a body")
    return content
