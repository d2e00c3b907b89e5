"""Any article, composed for every platform in the folder, by what that declares and nothing else."""

import re
from dataclasses import replace
from itertools import accumulate, takewhile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.catalogue import known_platforms
from bot.manner import Craft
from bot.model import Article, Image, Post, Rich
from bot.ports import Capabilities
from bot.rules import Destination
from bot.steps.compose import compose
from bot.text.length import graphemes, urls
from tests.platforms.articles import HOSTILE, PUBLISHER
from tests.platforms.articles import NAUGHTY as BIG_LIST

URL = "https://news.example/2026/a_b_(c)?x=1&y=2"
SCRIPTS = (
    *(
        "مرحبا بالعالم",
        "हिन्दी क्षेत्र",
        "ประเทศไทย",
        "日本語の新聞",
        "한국어 신문",
        "Ελληνικά",
        "Кириллица",
    ),
    *("עברית", "தமிழ்", "မြန်မာ", "ქართული", "አማርኛ", "Việt Nam ễ", "Z͑ͫ̓ͪ̂ͫ̽͏"),
)
EMOJI = ("👨‍👩‍👧‍👦", "🏳️‍🌈", "👩🏽‍🚀", "🇺🇦🇩🇪", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "❤️", "👍🏿")
NAUGHTY = (
    *(
        "",
        " ",
        "\0\n\t",
        "\ud83d",
        "\u202eevil\u202c",
        "<b>x</b> & &amp; *_`[",
        "“" * 40,
        "%s {{x}} {% y %}",
    ),
    *(
        "Booking.com",
        "a.zip",
        "https://evil.example/" + "x" * 90,
        "$5 million",
        "@name #tag $AAPL /start",
    ),
    *(
        "RT @anna",
        "@anna.bsky.social",
        "@anna@social.example",
        "＠anna",
        "@",
        "x" * 300,
        "\u2060\ufeff",
    ),
)
PIECES = st.one_of(
    st.sampled_from(SCRIPTS), st.sampled_from(EMOJI), st.sampled_from([*NAUGHTY, *HOSTILE])
)
WORDS = st.one_of(st.lists(PIECES, max_size=9).map(" ".join), st.text(max_size=60))
LONG = st.tuples(PIECES, st.sampled_from(["", " "])).map(
    lambda made: (made[1].join([made[0] or "x"] * 5000))[:5000]
)
ARTICLES = st.builds(
    Article,
    canonical_url=st.sampled_from([URL, "https://münchen.example/straße"]),
    headline=st.one_of(WORDS, LONG),
    language=st.sampled_from(["", "en", "ar", "ja", "xx"]),
    keywords=st.lists(WORDS, max_size=2).map(tuple),
    label=st.sampled_from(["", "opinion", "sponsored"]),
    paywalled=st.booleans(),
    image=st.none() | st.builds(Image, url=st.just(f"{URL}.jpg"), alt=WORDS, credit=WORDS),
)
SUMMARIES = st.lists(st.one_of(WORDS, LONG), max_size=3).map(tuple)
CRAFTS = st.builds(
    Craft,
    thread=st.sampled_from([0, 2]),
    link_in_reply=st.booleans(),
    utm=st.sampled_from([(), (("source", "{platform}"),)]),
)
CALL = re.compile(r"(?<![\w/@.])[@＠](?=\w)")
"""What a platform takes for somebody's name."""


def posted(article: Article, summary: tuple[str, ...], craft: Craft, can: Capabilities) -> Post:
    there = Destination(name="there", platform="p", address="", hashtags=2, craft=craft)
    return compose(article, summary, there, can, PUBLISHER, 1)


def called(text: str) -> list[str]:
    """Give who is called outside addresses."""
    links = urls(text)
    return [
        text[call.start() : call.start() + 20]
        for call in CALL.finditer(text)
        if not any(start <= call.start() < end for start, end in links)
    ]


def addresses(post: Post) -> set[str]:
    texts: tuple[Rich, ...] = (post.text, *post.thread)
    return {span.url for text in texts for span in text.spans}


def boundaries(text: str) -> set[int]:
    return {0, *accumulate(len(cluster) for cluster in graphemes(text))}


@pytest.mark.parametrize("name", sorted(known_platforms()))
@settings(max_examples=12)
@example(Article(canonical_url=URL, headline="👨‍👩‍👧‍👦" * 5000), (), Craft())
@example(Article(canonical_url=URL, headline="日本語" * 1700), ("नमस्ते " * 800,), Craft(thread=2))
@example(Article(canonical_url=URL, headline="@anna " * 800), ("RT @bob: " * 90,), Craft())
@given(ARTICLES, SUMMARIES, CRAFTS)
def test_any_article_fits_keeps_its_link_and_calls_nobody(
    name: str, article: Article, summary: tuple[str, ...], craft: Craft
) -> None:
    held(article, summary, craft, known_platforms()[name].capabilities)


@pytest.mark.parametrize("name", sorted(known_platforms()))
def test_no_naughty_string_breaks_a_post(name: str) -> None:
    can = known_platforms()[name].capabilities
    for naughty in BIG_LIST:
        article = Article(canonical_url=URL, headline=naughty, keywords=(naughty,), language="en")
        held(article, (naughty, f"He said {naughty} and left."), Craft(), can)


def held(article: Article, summary: tuple[str, ...], craft: Craft, can: Capabilities) -> None:
    """Hold a post to what a platform takes, and to what holds on all of them."""
    post = posted(article, summary, craft, can)
    assert post == posted(article, summary, craft, can)
    limit = can.caption if post.images and can.caption else can.text
    assert can.size(post.text) <= limit
    assert all(0 < can.size(part) <= can.text for part in post.thread)
    assert len(post.thread) <= craft.thread + craft.link_in_reply
    assert len(post.images) <= can.most_images

    shown = post.tracked or post.link
    assert post.link == article.canonical_url
    assert can.cards or shown in addresses(post)

    for part in (post.text, *post.thread):
        assert called(part.text) == []
        assert part.text == part.text.strip()
        part.text.encode()
        ends = boundaries(part.text)
        assert all({span.start, span.end} <= ends for span in part.spans)

    endless = replace(can, text=10**7, text_bytes=None, caption=None)
    whole = posted(replace(article, image=None), (), craft, endless).headline
    kept = sum(
        1
        for _ in takewhile(
            lambda pair: pair[0] == pair[1], zip(whole, post.headline, strict=False)
        )
    )
    assert post.headline == whole or kept in boundaries(whole)
