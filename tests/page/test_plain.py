import pytest

from bot.page.plain import looks_like_html, plain

WORDS = {
    "": "",
    "plain  words\n": "plain words",
    "<p>One <b>bo</b>ld</p><p>Two</p>": "One bold Two",
    "a<br>b<hr/>c": "a b c",
    "Fish &amp; chips &#8217;til &nbsp;late": "Fish & chips ’til late",
    "<script>alert(1)</script><style>p{}</style>seen<!-- not -->": "seen",
    "1 < 2 and 3 > 2": "1 < 2 and 3 > 2",
    "<p>never closed": "never closed",
    "&lt;b&gt;": "<b>",
    '<img src="x" alt="y">after': "after",
    "<svg><title>A map</title><desc>of the city</desc></svg>": "A map of the city",
    "<svg><title>A map</title></svg>Here": "Here",
    "zero\u200bwidth": "zero width",
}


@pytest.mark.parametrize(("html", "words"), WORDS.items())
def test_only_what_a_reader_sees_stays(html: str, words: str) -> None:
    assert plain(html) == words


@pytest.mark.parametrize(
    ("text", "is_html"),
    [
        ("<b>bold</b>", True),
        ("line<br>break", True),
        ("Fish &amp; chips", True),
        ("it&#8217;s", True),
        ("How to use the <b> tag", False),
        ("1 < 2 & 3 > 2", False),
        ("AT&T", False),
    ],
)
def test_a_guess_at_html_wants_proof(text: str, *, is_html: bool) -> None:
    assert looks_like_html(text) == is_html
