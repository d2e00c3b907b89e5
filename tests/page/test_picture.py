import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.page.picture import picture_of


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def webp(chunk: bytes, body: bytes) -> bytes:
    return b"RIFF" + struct.pack("<I", len(body) + 12) + b"WEBP" + chunk + b"\0\0\0\0" + body


FRAME = struct.pack(">BHHB", 8, 480, 640, 3)
JFIF = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
# A frame header inside a thumbnail inside a metadata segment must not be taken for the picture's.
EXIF = segment(0xE1, b"Exif\0\0" + segment(0xC0, struct.pack(">BHHB", 8, 1, 1, 3)))
IHDR = b"IHDR" + struct.pack(">IIBBBBB", 640, 480, 8, 2, 0, 0, 0)
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + IHDR + struct.pack(">I", zlib.crc32(IHDR))

PICTURES = {
    "jpeg": (b"\xff\xd8" + JFIF + segment(0xC0, FRAME), "image/jpeg"),
    "jpeg with thumbnail": (b"\xff\xd8" + EXIF + segment(0xC0, FRAME), "image/jpeg"),
    "progressive jpeg": (b"\xff\xd8" + segment(0xC4, b"x") + segment(0xC2, FRAME), "image/jpeg"),
    "jpeg with fill bytes": (b"\xff\xd8\xff\xff" + segment(0xC0, FRAME), "image/jpeg"),
    "png": (PNG, "image/png"),
    "gif 87": (b"GIF87a" + struct.pack("<HH", 640, 480), "image/gif"),
    "gif 89": (b"GIF89a" + struct.pack("<HH", 640, 480) + b"\0\0\0", "image/gif"),
    "lossy webp": (webp(b"VP8 ", b"\0\0\0\x9d\x01\x2a\x80\x02\xe0\x01"), "image/webp"),
    "lossless webp": (webp(b"VP8L", b"\x2f" + struct.pack("<I", 639 | 479 << 14)), "image/webp"),
    "avif": (
        b"\0\0\0\x1cftypavif" + bytes(16) + b"ispe" + struct.pack(">III", 0, 640, 480),
        "image/avif",
    ),
    "extended webp": (webp(b"VP8X", b"\0\0\0\0\x7f\x02\0\xdf\x01\0"), "image/webp"),
}

NOT_PICTURES = {
    "nothing": b"",
    "html with a picture's name": b"<!doctype html><title>404</title>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"/>',
    "png of no size": PNG[:16] + bytes(8),
    "gif of no height": b"GIF89a" + struct.pack("<HH", 640, 0),
    "jpeg without frame": b"\xff\xd8" + JFIF,
    "jpeg of garbage": b"\xff\xd8\xff\xe0\0\x04\0\0garbage",
    "sound in the same box as webp": b"RIFF\0\0\0\0WAVEfmt ",
    "avif without size": b"\0\0\0\x1cftypavif" + bytes(16),
    "webp of an unknown kind": webp(b"VP9 ", bytes(20)),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_known_by_its_bytes(name: str) -> None:
    data, mime = PICTURES[name]
    picture = picture_of(data)
    assert picture is not None
    assert (picture.mime, picture.width, picture.height) == (mime, 640, 480)
    assert picture.data == data


@pytest.mark.parametrize("name", NOT_PICTURES)
def test_what_is_no_picture_is_refused(name: str) -> None:
    assert picture_of(NOT_PICTURES[name]) is None


@given(st.sampled_from([data for data, _ in PICTURES.values()]), st.data())
def test_damage_never_raises(data: bytes, draw: st.DataObject) -> None:
    cut = draw.draw(st.integers(0, len(data)))
    flipped = bytearray(data[:cut])
    if flipped:
        flipped[draw.draw(st.integers(0, cut - 1))] = draw.draw(st.integers(0, 255))
    picture = picture_of(bytes(flipped))
    assert picture is None or (picture.width > 0 and picture.height > 0)
