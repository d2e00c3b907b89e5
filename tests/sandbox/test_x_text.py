from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.x_text import find_marks, write


def test_a_link_is_shortened_and_told_in_entities() -> None:
    text = "Bridge & trams: https://www.news.com/2026/11/22/a-very-long-address-indeed #City @desk"
    written = write(text, "1")
    (link,), (tag,), (mention,) = (written.entities[k] for k in ("urls", "hashtags", "mentions"))
    assert link["expanded_url"] == "https://www.news.com/2026/11/22/a-very-long-address-indeed"
    assert link["display_url"] == "news.com/2026/11/22/a-very-lon…"
    assert len(str(link["url"])) == 23
    assert (tag["tag"], mention["username"]) == ("City", "desk")
    shown = [written.text[int(str(e["start"])) : int(str(e["end"]))] for e in (link, tag, mention)]
    assert shown == [link["url"], "#City", "@desk"]
    assert written.text.startswith("Bridge &amp; trams: https://t.co/")


def test_pictures_share_one_link_at_the_end() -> None:
    written = write("Two", "1", [("3_1", "https://x.com/n/status/1/photo/1"), ("3_2", "…/2")])
    first, second = written.entities["urls"]
    assert written.text == f"Two {first['url']}"
    assert first["url"] == second["url"]
    assert [first["media_key"], second["media_key"]] == ["3_1", "3_2"]
    alone = write("", "1", [("3_1", "https://x.com/n/status/1/photo/1")])
    assert alone.text == alone.entities["urls"][0]["url"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("news.com and a.zip", [("url", "news.com"), ("url", "a.zip")]),
        ("#1 #a1 a#b &#39;", [("hashtag", "#a1")]),
        ("$TSLA $5 US$BTC", [("cashtag", "$TSLA")]),
        ("desk@news.com @desk.", [("mention", "@desk")]),
        ("https://news.com/#top", [("url", "https://news.com/#top")]),
        ("http://127.0.0.1:8780/a x", [("url", "http://127.0.0.1:8780/a")]),
    ],
)
def test_what_x_makes_links_of(text: str, found: list[tuple[str, str]]) -> None:
    assert [(m.kind, text[m.start : m.end]) for m in find_marks(text)] == found


@given(st.text(st.sampled_from("a &<>#@$.é👉 https://news.com/x"), max_size=60))
def test_nothing_is_lost_but_the_length_of_links(text: str) -> None:
    written = write(text, "1")
    back = written.text
    for url in reversed(written.entities.get("urls", [])):
        start, end = int(str(url["start"])), int(str(url["end"]))
        assert back[start:end] == url["url"]
        source = str(url["expanded_url"])
        bare = source if source in text else source.removeprefix("http://")
        back = back[:start] + bare + back[end:]
    assert unescape(back) == text
