"""What a picture is, told by its first bytes and not by what the server says."""

import struct

from bot.model import Picture

_JPEG_MARK = 0xFF
_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_ALONE = frozenset(range(0xD0, 0xD8)) | {0x01}


class Unusable(Exception):
    """Why something cannot be posted as a picture."""


def picture_of(data: bytes) -> Picture | None:
    """Recognise a JPEG, PNG, GIF, WebP or AVIF with its size in pixels; None: none of these, or broken.

    Only headers are read: nothing is decoded, so a picture cannot be a bomb here.
    """
    try:
        mime, width, height = _look(data)
    except (struct.error, IndexError, ValueError):
        return None
    if not (mime and width and height):
        return None
    return Picture(data=data, mime=mime, width=width, height=height)


def _look(data: bytes) -> tuple[str, int, int]:
    if data[:3] == b"\xff\xd8\xff":
        return "image/jpeg", *_jpeg_size(data)
    if data[:8] == b"\x89PNG\r\n\x1a\n" and data[12:16] == b"IHDR":
        return "image/png", *struct.unpack_from(">II", data, 16)
    if data[:6] in {b"GIF87a", b"GIF89a"}:
        return "image/gif", *struct.unpack_from("<HH", data, 6)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp", *_webp_size(data)
    if data[4:12] in {b"ftypavif", b"ftypavis"}:
        return "image/avif", *_avif_size(data)
    return "", 0, 0


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Walk the segments to the frame header (ITU T.81, B.1.1.4 and B.2.2)."""
    at = 2
    while True:
        if data[at] != _JPEG_MARK:
            return 0, 0
        marker = data[at + 1]
        if marker in _JPEG_SIZES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        if marker == _JPEG_MARK:
            at += 1
        elif marker in _JPEG_ALONE:
            at += 2
        else:
            at += 2 + max(2, struct.unpack_from(">H", data, at + 2)[0])


def _webp_size(data: bytes) -> tuple[int, int]:
    """Read the first chunk's size: extended, lossless or lossy (RFC 9649, 2.5 to 2.7)."""
    chunk = data[12:16]
    if chunk == b"VP8X":
        low_w, high_w, low_h, high_h = struct.unpack_from("<HBHB", data, 24)
        return (low_w | high_w << 16) + 1, (low_h | high_h << 16) + 1
    if chunk == b"VP8L" and data[20:21] == b"\x2f":
        (bits,) = struct.unpack_from("<I", data, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0


def _avif_size(data: bytes) -> tuple[int, int]:
    """Read the first item's spatial extents (ISO/IEC 23008-12, 6.5.3)."""
    width, height = struct.unpack_from(">II", data, data.index(b"ispe", 0, 4096) + 8)
    return width, height
