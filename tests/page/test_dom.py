import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.page.bounds import DEPTH, bounded
from bot.page.dom import Node, parse, squeeze, walk
from tests.runaway import no_runaway

SKIP = frozenset({"script"})


def steps(root: Node) -> list[str]:
    """Give texts and tags; an element in a heading is not to be left."""
    taken: list[str] = []

    def enter(node: Node, tag: str) -> bool:
        taken.append(f"<{tag}>")
        return node.parent is None or node.parent.tag != "h1"

    walk(root, SKIP, taken.append, enter, lambda _, tag: taken.append(f"</{tag}>"))
    return taken


def test_a_walk_goes_in_reading_order_and_closes_what_it_opens() -> None:
    html = "<p>a<b>c</b>\n </p><!-- x --><script>d</script>e<br><h1><i>f</i></h1>"
    body = parse(f"<body>{html}").css_first("body")
    assert body is not None
    assert steps(body) == [
        *("<p>", "a", "<b>", "c", "</b>", " ", "</p>", "e", "<br>", "</br>"),
        *("<h1>", "<i>", "f", "</h1>"),
    ]


@pytest.mark.parametrize("html", ["", "<", "<!doctype", "\0", "\ud800", "<body><body>", "</p>"])
def test_anything_is_a_page(html: str) -> None:
    assert steps(parse(html))


def test_what_no_database_takes_is_replaced() -> None:
    root = parse("<p>a\0b\ud800c\ud83d\ude00</p>")
    text = root.text()
    assert "\0" not in text
    assert text.encode().decode() == text


@settings(max_examples=100)
@given(st.text(alphabet=" \t\n\u00a0\u200bab", max_size=30))
def test_squeezed_text_has_single_spaces_only(text: str) -> None:
    assert squeeze(text).split(" ") == (squeeze(text).split() or [""])


HOSTILE = {
    "nested 20,000 deep": "<div>" * 20_000 + "x",
    "nested and closed": "<div>" * 9_000 + "</div>" * 9_000,
    "200,000 links": "<a href=/x>words</a>" * 200_000,
    "100,000 attributes": "<div " + " ".join(f"a{i}=1" for i in range(100_000)) + ">",
    "glued attributes": "<div " + "".join(f'a{i}="1"' for i in range(100_000)) + ">",
    "attributes set off by slashes": "<div " + "/".join(f"a{i}" for i in range(100_000)) + ">",
    "attributes with brackets": "<div " + " ".join(f"a{i}='>'" for i in range(100_000)) + ">",
    "attributes with quotes": "<a.b " + " ".join(f"=a\"{i}'" for i in range(100_000)) + ">",
    "attributes in a script's end": "<p a='</script"
    + " ".join(f"a{i}" for i in range(100_000))
    + ">",
    "tags in a value without end": '<p a="' + "words<" * 29_000,
    "signs in a name": "<p a" + "<a" * 29_000,
    "formatting left open": "".join(f"<p><font a={i}>" for i in range(2_500)) + "<p>x" * 4_000,
    "options without end": "<select>" + "<option>" * 100_000,
    "wrong end tags": "<span>" * 512 + "</y>" * 100_000,
    "only brackets": "<" * 5_000_000,
    "5 MB of words": "<p>" + "word " * 1_000_000,
    "5 MB of comments": "<!-- -->" * 700_000,
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_page_takes_long_to_walk(html: str) -> None:
    with no_runaway():
        assert len(steps(parse(html))) < 1_000_000


@pytest.mark.parametrize(
    "attribute", ["a<{}", "<a{}", "a{}=<", "a{}=x<", "a{}='<'", "a</script{}", "a{}='</script'"]
)
def test_attributes_are_bounded_whatever_they_hold(attribute: str) -> None:
    tag = "<div " + " ".join(map(attribute.format, range(29_000))) + ">"
    root = parse(f"{tag}<!-- <b>not</b> --><p>The story.</p>")
    assert max(len(node.attributes) for node in root.css("*")) < 200
    assert [node.text() for node in root.css("p, b")] == ["The story."]


@pytest.mark.parametrize(
    "html",
    [
        '<p class="a b" id=c>One <i class="icon"></i>two</p>' * 50,
        "<ul>" + "<li>item" * 3_000 + "</ul>",
        "<p>never closed" * 9_000,
        "<script>" + "for (i=0; i<n; i++) { a = b; }\n" * 9 + "</script><p class=a>One</p>",
        '<img alt="' + "many words, a = b, " * 400 + '">',
    ],
)
def test_an_ordinary_page_is_not_touched(html: str) -> None:
    assert bounded(html) == html


def test_a_busy_page_keeps_its_words() -> None:
    row = "<tr><td>One <b>bold</b> cell<td>" + "<div>" * 3 + "deep" + "</div>" * 3
    html = "<table>" + row * 2_000
    assert bounded(html).count("One bold cell") == 2_000


def test_what_stands_before_the_abyss_is_read() -> None:
    html = "<p>The story.</p>" * 5_000 + "<div>" * (DEPTH + 1) + "<p>Hidden"
    assert bounded(html).startswith("<p>The story.</p>")
    assert "Hidden" not in bounded(html)
