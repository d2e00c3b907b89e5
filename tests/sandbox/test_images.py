import struct
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.images import Sniffed, sniff


def jpeg(width: int, height: int, marker: int = 0xC0) -> bytes:
    app = b"\xff\xe0" + struct.pack(">H", 16) + bytes(14)
    frame = b"\xff" + bytes([marker]) + struct.pack(">HBHH", 11, 8, height, width) + bytes(4)
    return b"\xff\xd8" + app + b"\xff" + frame + b"\xff\xd9"


def webp(chunk: bytes, body: bytes) -> bytes:
    return b"RIFF" + bytes(4) + b"WEBP" + chunk + bytes(4) + body


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (jpeg(640, 480), Sniffed("image/jpeg", 640, 480)),
        (jpeg(3, 2, 0xC2), Sniffed("image/jpeg", 3, 2)),
        (b"GIF89a" + struct.pack("<HH", 7, 9), Sniffed("image/gif", 7, 9)),
        (
            webp(b"VP8X", bytes(4) + b"\x7f\x02\x00" + b"\xdf\x01\x00"),
            Sniffed("image/webp", 640, 480),
        ),
        (
            webp(b"VP8L", b"\x2f" + struct.pack("<I", 639 | 479 << 14) + bytes(5)),
            Sniffed("image/webp", 640, 480),
        ),
        (webp(b"VP8 ", bytes(6) + struct.pack("<HH", 640, 480)), Sniffed("image/webp", 640, 480)),
        (b"", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"GIF89a" + struct.pack("<HH", 0, 9), None),
        (jpeg(640, 480)[:20], None),
        (b"\xff\xd8\xff\xd9", None),
    ],
)
def test_a_picture_is_known_by_its_first_bytes(data: bytes, expected: Sniffed | None) -> None:
    assert sniff(data) == expected


def test_a_png_tells_its_size(png: Callable[[int, int], bytes]) -> None:
    assert sniff(png(5, 4)) == Sniffed("image/png", 5, 4)


@given(
    st.sampled_from([b"", b"\xff\xd8\xff", b"RIFF1234WEBPVP8X", b"GIF89a", b"\x89PNG\r\n\x1a\n"]),
    st.binary(max_size=64),
)
def test_no_bytes_make_it_fail(head: bytes, rest: bytes) -> None:
    seen = sniff(head + rest)
    assert seen is None or seen.width > 0 < seen.height
