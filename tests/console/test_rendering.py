"""How foreign text, addresses and moments get into a page."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from bot.console.rendering import HERE, environment, length_of, opened, pieces
from bot.model import Image, Post, Rich, Span, Style, Unit
from bot.ports import Capabilities

URL = "https://e.org/"


@st.composite
def rich_texts(draw: st.DrawFn) -> Rich:
    text = draw(st.text())
    place = st.integers(0, len(text))
    spans = [
        Span(start=min(ends), end=max(ends), style=style, url=URL if style is Style.LINK else "")
        for ends, style in draw(
            st.lists(st.tuples(st.tuples(place, place), st.sampled_from(Style)), max_size=5)
        )
    ]
    return Rich(text=text, spans=tuple(spans))


@given(rich_texts())
def test_pieces_make_up_the_text_each_in_one_style(rich: Rich) -> None:
    at = 0
    for piece in pieces(rich):
        end = at + len(piece.text)
        over = {s.style for s in rich.spans if s.start < end and at < s.end}
        assert piece.styles.split() == sorted(over)
        assert bool(piece.url) == (Style.LINK in over)
        at = end
    assert "".join(piece.text for piece in pieces(rich)) == rich.text


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://e.org/a", "https://e.org/a"),
        ("HTTP://e.org/a", "HTTP://e.org/a"),
        ("javascript:alert(1)", ""),
        (" javascript:alert(1)", ""),
        ("java\tscript:alert(1)", ""),
        ("data:text/html,<script>", ""),
        ("//evil.example", ""),
        ("/queue", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_can_be_opened(url: str, shown: str) -> None:
    assert opened(url) == shown


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (1_800_000_000.9, "2027-01-15 08:00:00 UTC 2027-01-15T08:00:00Z"),
        (0, "1970-01-01 00:00:00 UTC 1970-01-01T00:00:00Z"),
        (-1e15, "0001-01-01 00:00:00 UTC 0001-01-01T00:00:00Z"),
        (1e15, "9999-12-31 23:59:59 UTC 9999-12-31T23:59:59Z"),
    ],
)
def test_any_moment_is_shown_in_utc(at: float, shown: str) -> None:
    line = environment().from_string("{{ at | clock }} {{ at | rfc3339 }}")
    assert line.render(at=at) == shown


@pytest.mark.parametrize(
    ("url", "host"),
    [("https://www.e.org/a", "e.org"), ("not one", "not one"), ("https://[::1/", "https://[::1/")],
)
def test_a_link_names_its_host(url: str, host: str) -> None:
    assert environment().from_string("{{ url | host }}").render(url=url) == host


def test_a_name_that_is_not_given_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ nobody }}").render()


@pytest.mark.parametrize(
    ("capabilities", "image", "length"),
    [
        (Capabilities(text=280, unit=Unit.WEIGHTED), None, (26, 280, "weighted")),
        (Capabilities(text=4096, unit=Unit.UTF16, caption=1024), None, (19, 4096, "utf16")),
        (
            Capabilities(text=4096, unit=Unit.UTF16, caption=1024),
            Image(url=URL),
            (19, 1024, "utf16"),
        ),
        (Capabilities(text=300, unit=Unit.GRAPHEMES), Image(url=URL), (16, 300, "graphemes")),
        (None, None, (17, None, "characters")),
    ],
)
def test_a_post_is_measured_as_its_platform_does(
    capabilities: Capabilities | None, image: Image | None, length: tuple[object, ...]
) -> None:
    text = Rich(text="\U0001f44d\U0001f3fd https://e.org/")  # one thumb, two code points
    post = Post(key="a", text=text, link="", images=(image,) if image else ())
    assert tuple(length_of(post, capabilities).values()) == length


def _colours() -> Iterator[tuple[str, str, str]]:
    style = (HERE / "style.css").read_text(encoding="utf-8")
    found = re.findall(r"--(\w+): light-dark\(#(\w+), #(\w+)\)", style)
    for name, light, dark in found:
        for mode, colour in (("light", light), ("dark", dark)):
            yield name, mode, colour if len(colour) == 6 else "".join(c + c for c in colour)


def _luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_all_text_has_the_contrast_of_wcag_aa(mode: str) -> None:
    lights = {name: _luminance(colour) for name, m, colour in _colours() if m == mode}
    grounds = {lights.pop("ground"), lights.pop("paper")}
    lights.pop("line")
    assert set(lights) == {"ink", "quiet", "accent", "good", "bad", "wait"}
    for ground in grounds:
        for light in lights.values():
            assert (max(ground, light) + 0.05) / (min(ground, light) + 0.05) >= 4.5


def test_the_style_is_small() -> None:
    assert (HERE / "style.css").stat().st_size < 4096
