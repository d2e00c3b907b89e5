from typing import Any

import pytest

from bot.page.article import read_page
from bot.page.candidates import Candidate, candidates, selector_of
from bot.page.dom import first, parse
from bot.page.profile import Profile

URL = "https://www.tick.example/lamps"
STORY = "The harbour lamps of Port Ellery were lit again on Friday after eleven dark years."
MORE = "Fishermen had asked for them since a storm broke the last one of the old lamps."
PAGE = f"""<head><title>Lamps | Tick</title><meta property="og:title" content="Lamps lit again">
<meta name="description" content="Tick: news you can trust."><meta name="author" content="Ann Roe">
<meta property="og:image" content="/m/harbour-lamps.jpg">
<meta name="twitter:image" content="/m/other-harbour.jpg"></head>
<body><h1 class="entry-title">In the harbour, lamps are lit</h1><span class="byline">Jo Poe</span>
<figure><img src="/m/harbour-lamps.jpg"><figcaption class="words">The quay</figcaption></figure>
<p class="caption-2">The old quay</p><p class="photo-credit">Jane Roe for Tick</p>
<div id="story" class="text"><p>{STORY}</p><p>{MORE}</p>
<p>Follow us on Telegram and never miss a story</p></div>
<div class="also"><p>Another one, short.</p><p>And one more.</p></div></body>"""


def test_what_was_not_taken_is_shown_with_what_would_choose_it() -> None:
    found = candidates(PAGE, URL, read_page(PAGE, URL))
    h1 = Candidate(value="In the harbour, lamps are lit", origin="page", selector="h1.entry-title")
    assert h1 in found["headline"]
    assert "Lamps lit again" not in [one.value for one in found["headline"]]
    assert found["summary"] == [Candidate(value="Tick: news you can trust.", origin="meta")]
    assert found["byline"] == [Candidate(value="Jo Poe", origin="page")]
    assert [one.value for one in found["image"]] == [
        "https://www.tick.example/m/other-harbour.jpg"
    ]
    assert [one.selector for one in found["caption"]] == ["p.caption-2"]
    assert [one.selector for one in found["credit"]] == ["p.photo-credit"]
    assert [one.selector for one in found["body"]] == ["div#story", "div.also", "body"]
    assert [one.value for one in found["line"]] == ["Follow us on Telegram and never miss a story"]


def test_each_selector_chooses_what_it_stands_with() -> None:
    for field in ("headline", "caption", "credit"):
        for one in candidates(PAGE, URL, read_page(PAGE, URL))[field]:
            key = "title" if field == "headline" else field
            chosen: dict[str, Any] = {key: one.selector}
            profile = Profile(host="tick.example", **chosen)
            article = read_page(PAGE, URL, profiles=[profile])
            taken = article.headline if field == "headline" else getattr(article.image, field)
            assert taken == one.value


@pytest.mark.parametrize(
    ("html", "wanted", "selector"),
    [
        ("<p>a</p><p class='b c d'>b</p>", ".d", "p.b.c"),
        ("<div class=x><p>a</p></div><div class=y><p>b</p></div>", ".y p", "div.y > p"),
        ("<p id='7up' class='sm:flex ok'>a</p>", "p", "p.ok"),
        ("<p>a</p><p>b</p>", "p + p", "body > p"),
    ],
)
def test_a_selector_is_short_and_legal(html: str, wanted: str, selector: str) -> None:
    root = parse(html)
    node = first(root, wanted)
    assert node is not None
    assert selector_of(node, root) == selector


def test_a_page_with_nothing_offers_nothing() -> None:
    assert candidates("", URL, read_page("", URL)) == {}


@pytest.mark.parametrize(
    ("inner", "selector"),
    [
        ("<photo–word id=x>{}</photo–word>", "*#x"),
        ("<b'b class=words>{}</b'b>", "*.words"),
        ("<my-words>{}</my-words>", "my-words"),
    ],
)
def test_what_no_selector_can_say_is_left_out_of_it(inner: str, selector: str) -> None:
    root = parse(f"<body><div>{inner.format('It rains.')}</div></body>")
    node = first(root, "div > *")
    assert node is not None
    assert selector_of(node, root) == selector


def test_a_meta_whose_name_holds_a_quotation_mark_breaks_nothing() -> None:
    root = parse("<head><meta property='a\"b' content=c></head>")
    node = first(root, "meta")
    assert node is not None
    assert selector_of(node, root) == "meta"
