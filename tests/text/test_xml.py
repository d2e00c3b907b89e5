import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.xml import decode, inner, mend, read_xml

TEXT = "Größe, naïve, Ћирилица, 新聞"


def declared(name: str) -> str:
    return f'<?xml version="1.0" encoding="{name}"?>'


DECODED = {
    "utf-8": (TEXT.encode(), "", TEXT),
    "utf-8 with a mark": (codecs.BOM_UTF8 + TEXT.encode(), "iso-8859-1", TEXT),
    "utf-16 with a mark": (("<a>" + TEXT).encode("utf-16"), "utf-8", "<a>" + TEXT),
    "utf-32 with a mark": (("<a>" + TEXT).encode("utf-32"), "", "<a>" + TEXT),
    "utf-16 without": (("<a>" + TEXT).encode("utf-16-be"), "", "<a>" + TEXT),
    "utf-32 without": (("<a>" + TEXT).encode("utf-32-le"), "", "<a>" + TEXT),
    "the server's word": ("Größe".encode("latin-1"), "ISO-8859-1", "Größe"),
    "the server's word goes first": (
        (declared("shift_jis") + "Ћ").encode("windows-1251"),
        "windows-1251",
        declared("shift_jis") + "Ћ",
    ),
    "the document's word": (
        (declared("windows-1251") + "Ћ").encode("windows-1251"),
        "",
        declared("windows-1251") + "Ћ",
    ),
    "the document's word in single quotes": (
        "<?xml version='1.0' encoding='big5'?>新聞".encode("big5"),
        "",
        "<?xml version='1.0' encoding='big5'?>新聞",
    ),
    "mainframe": (
        (declared("cp500") + "Größe").encode("cp500"),
        "",
        declared("cp500") + "Größe",
    ),
    "utf-8 said to be Latin-1": ("Größe".encode(), "iso-8859-1", "Größe"),
    "Windows said to be Latin-1": (b"\x93quote\x94 \x80", "iso-8859-1", "“quote” €"),
    "Windows said to be UTF-8": ("Größe".encode("cp1252"), "utf-8", "Größe"),
    "one broken character in UTF-8": ("Größe".encode() + b"\xe4" + "ß".encode(), "", "Größeäß"),
    "ASCII said to be UTF-16": ((declared("utf-16") + "x").encode(), "", declared("utf-16") + "x"),
    "an unheard-of charset": (TEXT.encode(), "x-nonsense", TEXT),
    "a codec that is no charset": (b"abc", "base64", "abc"),
    "a codec that takes for ever": (b"a-" * 10, "punycode", "a-" * 10),
}


@pytest.mark.parametrize("name", DECODED)
def test_the_right_charset_is_found(name: str) -> None:
    body, charset, text = DECODED[name]
    assert decode(body, charset) == text


MENDED = {
    "AT&T": "AT&amp;T",
    "a &amp; b &#38; c &#x26; d": "a &amp; b &amp; c &amp; d",
    "&nbsp;&eacute;&hearts;&bogus;": "\xa0é♥&amp;bogus;",
    "&#128;&#8364;&#0;&#xD800;&#1;": "€€\ufffd\ufffd",
    "?a=1&b=2&copy=3": "?a=1&amp;b=2&amp;copy=3",
    "&#60;b&#62; &lt;i&gt;": "&lt;b&gt; &lt;i&gt;",
    "1 < 2 <b>x</b>": "1 &lt; 2 <b>x</b>",
    'a="&#34;&quot;"': 'a="&quot;&quot;"',
    "\x00\x08\x0b\x1f\ufffe\ud800tab\tline\n": "tab\tline\n",
    "&<![CDATA[ & < &nbsp; ]]>&": "&amp;<![CDATA[ & < &nbsp; ]]>&amp;",
    "<![CDATA[ <![CDATA[ & ]]>&": "<![CDATA[ <![CDATA[ & ]]>&amp;",
    "<![CDATA[ & never closed": "<![CDATA[ & never closed",
}


@pytest.mark.parametrize(("broken", "mended"), MENDED.items())
def test_mending_keeps_every_word(broken: str, mended: str) -> None:
    assert mend("<a>" + broken) == "<a>" + mended


PROLOGUES = [
    "\n\n ",
    declared("utf-8"),
    "\n" + declared("utf-8") + "\n<?xml-stylesheet href='x'?>\n<!-- <not> this & -->\n",
    '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss.dtd">\n',
    '<!DOCTYPE rss [<!ENTITY a "b"> <!ENTITY % c SYSTEM "file:///etc/passwd"> %c;]>',
    "<br />\n<b>Warning</b>: mysql_connect() & co in <b>/var/www</b>\n" + declared("utf-8"),
    "Notice: undefined index\n",
]


@pytest.mark.parametrize("before", PROLOGUES)
def test_only_the_root_is_read(before: str) -> None:
    root = read_xml(before + "<rss><a>b</a></rss>")
    assert root is not None
    assert (root.tag, root[0].text) == ("rss", "b")


@pytest.mark.parametrize("text", ["", "   ", "no markup", "<", "\x00", "&amp;"])
def test_no_document_is_no_tree(text: str) -> None:
    assert read_xml(text) is None


def test_entities_of_the_document_are_never_resolved() -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    file = '<!ENTITY f SYSTEM "file:///etc/hostname">'
    root = read_xml(f'<!DOCTYPE rss [<!ENTITY l0 "lol">{lol}{file}]><rss>&l9;&f;</rss>')
    assert root is not None
    assert root.text == "&l9;&f;"


def test_addresses_are_completed_from_where_the_document_says() -> None:
    root = read_xml('<rss><a xml:base="news/"><b/></a></rss>', "https://example.com/feeds/all.xml")
    assert root is not None
    assert root[0][0].base == "https://example.com/feeds/news/"


def test_the_inside_of_an_element_is_its_text_or_its_markup() -> None:
    root = read_xml("<rss><a>x &lt;b&gt;</a><a>x &lt; <b>y</b> &amp; z</a></rss>")
    assert root is not None
    assert [inner(element) for element in root] == ["x <b>", "x &lt; <b>y</b> &amp; z"]


BOMBS = {
    "attributes": "<rss " + " ".join(f"a{n}=''" for n in range(32_000)) + "/>",
    "depth": "<rss>" + "<a>" * 100_000,
    "unclosed sections": "<rss>" + "<![CDATA[" * 100_000,
    "document types": "<rss>" + "<!DOCTYPE [" * 100_000,
    "comments": "<rss>" + "<!--" * 100_000,
    "ampersands": "<rss>" + "&" * 200_000,
    "brackets": "<!DOCTYPE rss [" + "] " * 200_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_does_not_go_off(name: str) -> None:
    root = read_xml(BOMBS[name])
    assert root is None or root.tag == "rss"


@given(st.binary(max_size=60), st.sampled_from(["", "utf-8", "utf-16", "big5", "x", "cp037"]))
def test_no_bytes_ever_raise(body: bytes, charset: str) -> None:
    root = read_xml(decode(b"<a>" + body, charset) + decode(body, charset))
    assert root is None or isinstance(root.tag, str)
