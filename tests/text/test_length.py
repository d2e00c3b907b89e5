import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Unit
from bot.text.length import graphemes, measure, urls

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("HERALD_DATA", ROOT / "../shared/data")) / "twitter-text"
FAMILY = "👨‍👩‍👧‍👦"


def official(file: str, section: str) -> list[dict[str, Any]]:
    """Read the cases that twitter-text itself is held to."""
    if not DATA.is_dir():
        absent = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        absent(f"no conformance files of twitter-text in {DATA}")
    cases: list[dict[str, Any]] = yaml.safe_load((DATA / file).read_text())["tests"][section]
    return cases


@pytest.mark.parametrize(
    "section",
    ["WeightedTweetsWithDiscountedEmojiCounterTest", "UnicodeDirectionalMarkerCounterTest"],
)
def test_x_counts_as_twitter_text_does(section: str) -> None:
    for case in official("validate.yml", section):
        weight = measure(case["text"], Unit.WEIGHTED)
        assert weight == case["expected"]["weightedLength"], case["description"]


@pytest.mark.parametrize(
    ("file", "section"),
    [
        ("extract.yml", "urls"),
        ("extract.yml", "tco_urls_with_params"),
        ("tlds.yml", "country"),
        ("tlds.yml", "generic"),
    ],
)
def test_x_links_what_twitter_text_finds(file: str, section: str) -> None:
    for case in official(file, section):
        found = [case["text"][start:end] for start, end in urls(case["text"])]
        assert found == case["expected"], case["description"]


@pytest.mark.parametrize("section", ["urls_with_indices", "urls_with_directional_markers"])
def test_links_stand_where_twitter_text_finds_them(section: str) -> None:
    for case in official("extract.yml", section):
        found = [list(link) for link in urls(case["text"])]
        assert found == [link["indices"] for link in case["expected"]], case["description"]


@pytest.mark.parametrize(
    ("text", "codepoints", "utf16", "clusters", "weighted"),
    [
        ("", 0, 0, 0, 0),
        ("Tide", 4, 4, 4, 4),
        ("Прилив…", 7, 7, 7, 8),
        ("潮汐", 2, 2, 2, 4),
        ("e\u0301", 2, 2, 1, 1),
        (FAMILY, 7, 11, 1, 2),
        ("🇮🇸🇮🇸", 4, 8, 2, 4),
        ("👍🏽", 2, 4, 1, 2),
        ("1️⃣", 3, 3, 1, 2),
        ("©", 1, 1, 1, 1),
        ("©️", 2, 2, 1, 2),
        ("🐱\u200d🐱", 3, 5, 1, 5),
        ("क्षत्रिय", 8, 8, 3, 8),
        ("ខ្មែរ", 5, 5, 3, 10),
        ("မန္တလေး", 7, 7, 5, 7),
        ("ម្ក", 3, 3, 2, 6),
        ("\ud83d", 1, 1, 1, 2),
    ],
)
def test_each_unit_counts_its_own_way(
    text: str, codepoints: int, utf16: int, clusters: int, weighted: int
) -> None:
    assert measure(text, Unit.CODEPOINTS) == codepoints
    assert measure(text, Unit.UTF16) == utf16
    assert measure(text, Unit.GRAPHEMES) == clusters
    assert measure(text, Unit.WEIGHTED) == weighted


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("Tide", 4),
        ("Прилив…", 7),
        ("潮汐", 2),
        ("e\u0301", 2),
        ("क्\u200dष", 4),
        ("No. 1 #2 *", 10),
        (FAMILY, len(FAMILY.encode())),
        ("a🇮🇸b", 2 + 8),
        ("👍🏽", 8),
        ("1️⃣", 7),
        ("❤️", 6),
        ("©", 2),
        ("\ud83d", 1),
    ],
)
def test_on_threads_an_emoji_is_as_long_as_its_bytes(text: str, length: int) -> None:
    assert measure(text, Unit.EMOJI_BYTES) == length


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("“Booking.com” fined", ["Booking.com"]),
        ("see news.example.org/a?b=1.", ["news.example.org/a?b=1"]),
        ("ПРИМЕР.РФ https://ПРИМЕР.РФ/", ["https://ПРИМЕР.РФ/"]),
        ("İstanbul.com ve example.com", ["İstanbul.com", "example.com"]),
        ("日本http://example.com/a日本", ["http://example.com/a"]),
        ("No. 5, e.g. 3.5 km", []),
        ("http://127.0.0.1:8080/a", []),
        ("mail anna@example.com", []),
        ("\ufffecom a\ufffecom", []),
        ("a.com,b.com;c.com", ["a.com", "b.com", "c.com"]),
    ],
)
def test_only_known_domains_are_links(text: str, links: list[str]) -> None:
    assert [text[start:end] for start, end in urls(text)] == links


@pytest.mark.parametrize(
    ("unit", "link_length", "length"),
    [
        (Unit.CODEPOINTS, None, len("Tide at example.com: https://example.com/a/long/way")),
        (Unit.CODEPOINTS, 23, len("Tide at example.com: ") + 23),
        (Unit.GRAPHEMES, 23, len("Tide at example.com: ") + 23),
        (Unit.WEIGHTED, None, len("Tide at : ") + 23 + 23),
        (Unit.WEIGHTED, 30, len("Tide at : ") + 30 + 30),
    ],
)
def test_a_link_costs_what_the_platform_says(
    unit: Unit, link_length: int | None, length: int
) -> None:
    text = "Tide at example.com: https://example.com/a/long/way"
    assert measure(text, unit, link_length) == length


@settings(deadline=None)  # the first text compiles the patterns
@given(st.text(st.characters(), max_size=200))
def test_any_text_can_be_measured(text: str) -> None:
    links = urls(text)
    assert links == sorted(links)
    assert all(0 <= start < end <= len(text) for start, end in links)
    assert "".join(graphemes(text)) == text
    assert len(graphemes(text)) <= measure(text, Unit.CODEPOINTS) <= measure(text, Unit.UTF16)
    assert measure(text, Unit.WEIGHTED) >= 0


@pytest.mark.parametrize(
    "text",
    [
        "a." * 2500,
        "日" * 5000 + ".x",
        "_" * 5000 + ".com",
        "http://a.com/" + "(" * 4000,
        "a.com" * 500,
    ],
    ids=lambda text: text[:14],
)
def test_no_text_takes_for_ever(text: str) -> None:
    assert measure(text, Unit.WEIGHTED) > len(text) // 100
