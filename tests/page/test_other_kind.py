from io import BytesIO
from os import urandom

import pytest
from PIL import Image

from bot.page.charset import other_kind

PAGE = "<!doctype html><title>Káva — 雨</title><h1>It rains</h1><p>The rain began on Monday.</p>"


def picture(kind: str) -> bytes:
    written = BytesIO()
    Image.new("RGB", (40, 30)).save(written, kind)
    return written.getvalue()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF"),
        (picture("PNG"), "a PNG picture"),
        (picture("JPEG"), "a JPEG picture"),
        (picture("GIF"), "a GIF picture"),
        (picture("WEBP"), "binary data"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)), "binary data"),
        (b"\x7fELF" + bytes(500), "binary data"),
        (b"PK\x03\x04" + bytes(range(256)), "a ZIP archive"),
        (b"\x1f\x8b\x08" + urandom(99), "compressed (gzip)"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- x --><rss version="2.0">', "a feed"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "a feed"),
        (b"<urlset>", "a feed"),
    ],
)
@pytest.mark.parametrize("said", ["", "text/html; charset=utf-8"])
def test_what_is_no_page_is_told_by_its_beginning(body: bytes, kind: str, said: str) -> None:
    assert other_kind(body, said) == kind


@pytest.mark.parametrize(
    "body",
    [
        PAGE.encode(),
        PAGE.encode("utf-8-sig"),
        PAGE.encode("utf-16"),
        PAGE.encode("utf-16-le"),
        PAGE.encode("utf-16-be"),
        PAGE.encode("shift_jis", "replace"),
        PAGE.encode("cp1251", "replace"),
        PAGE.encode()[:-3] + b"\xff\xc3\0",
        b"",
        b"Just a text.",
        b'<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml">',
        b"<article><h1>RSS is not dead</h1></article>",
        b"<rssfeed>",
    ],
)
def test_a_page_stays_one_in_any_encoding(body: bytes) -> None:
    assert not other_kind(body, "application/octet-stream")


@pytest.mark.parametrize("said", ["image/jpeg", "Video/MP4; x=y", "application/pdf"])
def test_a_server_that_says_it_is_a_file_is_believed(said: str) -> None:
    assert other_kind(PAGE.encode(), said) == said.lower().partition(";")[0]
