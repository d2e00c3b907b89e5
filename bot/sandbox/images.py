"""What kind of picture some bytes are, by their first bytes, and how large it is."""

from dataclasses import dataclass
from typing import Literal

_SOF = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
"""JPEG markers that start a frame and so tell its size (ITU T.81, table B.1)."""


_MARKER = b"\xff"
_WEBP_SIZED = 10
"""Bytes of a WebP's first chunk that tell its size."""


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A picture's media type and its size in pixels."""

    mime: str
    width: int
    height: int


def sniff(data: bytes) -> Sniffed | None:
    """Recognise JPEG, PNG, GIF and WebP; None: not a picture, or cut before its size."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR":
            return _sized("image/png", data[16:20], data[20:24], "big")
        if data.startswith((b"GIF87a", b"GIF89a")):
            return _sized("image/gif", data[6:8], data[8:10], "little")
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
        return _jpeg(data) if data.startswith(b"\xff\xd8\xff") else None
    except IndexError:
        return None


def _sized(
    mime: str, width: bytes, height: bytes, order: Literal["big", "little"]
) -> Sniffed | None:
    sniffed = Sniffed(mime, int.from_bytes(width, order), int.from_bytes(height, order))
    return sniffed if sniffed.width and sniffed.height else None


def _jpeg(data: bytes) -> Sniffed | None:
    at = 2
    while data[at : at + 1] == _MARKER:
        if data[at + 1] in _SOF:
            return _sized("image/jpeg", data[at + 7 : at + 9], data[at + 5 : at + 7], "big")
        is_padding = data[at + 1 : at + 2] == _MARKER
        at += 1 if is_padding else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


def _webp(data: bytes) -> Sniffed | None:
    kind, body = data[12:16], data[20:]
    if kind == b"VP8X":
        width, height = (1 + int.from_bytes(body[i : i + 3], "little") for i in (4, 7))
    elif kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        width, height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    else:
        width, height = (int.from_bytes(body[i : i + 2], "little") & 0x3FFF for i in (6, 8))
    return Sniffed("image/webp", width, height) if len(body) >= _WEBP_SIZED else None
