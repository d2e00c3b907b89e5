import pytest

from bot.page.charset import decode

WORDS = "Seagrass «naïve» – маяк"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (WORDS.encode(), ""),
        (WORDS.encode(), "text/html; charset=UTF-8"),
        (WORDS.encode(), 'text/html; charset="utf-8"'),
        (WORDS.encode("utf-8-sig"), "text/html; charset=iso-8859-1"),
        (WORDS.encode("utf-16"), ""),
        (WORDS.encode("utf-16-le"), "text/html; charset=utf-16le"),
    ],
)
def test_the_server_and_the_mark_are_believed(body: bytes, content_type: str) -> None:
    assert decode(body, content_type) == WORDS


@pytest.mark.parametrize(
    "meta",
    [
        '<meta charset="windows-1251">',
        "<META CHARSET=windows-1251>",
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
    ],
)
def test_the_page_may_name_its_charset(meta: str) -> None:
    page = f"<html><head>{meta}<title>маяк</title>"
    assert decode(page.encode("cp1251"), "text/html") == page


@pytest.mark.parametrize("content_type", ["", "text/html; charset=nonsense", "charset=", "\ud800"])
def test_any_bytes_can_be_read(content_type: str) -> None:
    assert "ok" in decode(b"\x80\xffok", content_type)
