"""What a template may be, what it gives, and that it cannot run away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Rich, Style
from bot.text.fit import Unfit
from bot.text.markup import Value
from bot.text.rich import hashtag, link, plain
from bot.text.template import MOST, faults, render
from tests.runaway import no_runaway

URL = "https://e.org/a_(b)"
VALUES: dict[str, Value] = {
    "headline": "Harbour *closed* [again](https://evil.example)",
    "summary": "Water rose.",
    "sentences": ["Water rose.", "Ferries wait."],
    "keywords": ["ports", "ships"],
    "community": [{"name": "X", "url": "https://x.com/a_b(c)"}, {"name": "Facebook", "url": URL}],
    "publisher": "Morning_Tick",
    "byline": "",
    "section": "Sport",
    "live": False,
    "paywalled": True,
}
PIECES = {"link": link(URL, URL), "hashtags": hashtag("Ports"), "invitation": Rich()}


def given_by(source: str, **values: Value) -> Rich:
    assert faults(source) == []
    return render(source, {**VALUES, **values}, PIECES, link)


def styled(rich: Rich) -> list[tuple[str, str, str]]:
    return [(span.style.value, rich.text[span.start : span.end], span.url) for span in rich.spans]


def test_a_template_makes_text_with_styles() -> None:
    rich = given_by(
        "**{{ headline }}**\n\n\n\n{{ byline }}\n\n_{{ section|upper }}_ 2 \\* 2 _ a*b\n"
        "[{{ publisher }}]({{ link }}) {{ link }}\n{{ hashtags }}{{ invitation }}\n"
    )
    assert rich.text == (
        "Harbour *closed* [again](https://evil.example)\n\nSPORT 2 * 2 _ a*b\n"
        f"Morning_Tick {URL}\n#Ports"
    )
    assert styled(rich) == [
        ("bold", "Harbour *closed* [again](https://evil.example)", ""),
        ("italic", "SPORT", ""),
        ("link", "Morning_Tick", URL),
        ("link", URL, URL),
        ("hashtag", "#Ports", ""),
    ]


def test_lists_conditions_and_filters_do_what_they_say() -> None:
    rich = given_by(
        "{% for one in sentences %}{{ loop.index }}. {{ one }} {% endfor %}"
        "{% for place in community %}[{{ place.name }}]({{ place.url }})"
        "{% if not loop.last %} · {% endif %}{% endfor %}"
        "{% if paywalled and not live %} 🔒{% endif %} {{ keywords|join('; ') }}"
        " {{ byline or 'Staff' }} {{ headline|replace('Harbour', 'Port')|truncate(14) }}"
    )
    assert rich.text == (
        "1. Water rose. 2. Ferries wait. X · Facebook 🔒 ports; ships Staff Port *closed*…"
    )
    assert [url for _, _, url in styled(rich)] == ["https://x.com/a_b(c)", URL]


def test_only_web_addresses_become_links() -> None:
    rich = given_by("[a](javascript:alert(1)) [b]() [c](https://e.org/)")
    assert styled(rich) == [("link", "c", "https://e.org/")]


def test_no_word_of_an_article_is_markup_or_calls_anybody() -> None:
    rich = given_by("{{ headline }}{{ byline }}", headline="**b** @anna \\* #", byline="carl")
    assert rich.spans == ()
    assert "@anna" not in rich.text
    assert "#carl" not in rich.text
    assert rich.text.replace("\u2060", "") == "**b** @anna \\* #carl"


FAULTY = {
    "{% if %}": (1, "Expected an expression"),
    "a\nb {{ headlin }}": (2, "there is no value headlin; there are: byline"),
    "{{ headline|foo }}": (1, "there is no filter foo"),
    "\n\n{{ headline.__class__ }}": (3, "nothing here has a part called __class__"),
    "{{ range(9) }}": (1, "call is not allowed in templates"),
    "{{ 'a' * 10**9 }}": (1, "is not allowed in templates"),
    "{% set x = 1 %}": (1, "assign is not allowed"),
    "{% macro a() %}{% endmacro %}": (1, "macro is not allowed"),
    "{% include 'x' %}": (1, "include is not allowed"),
    "{% for a in headline %}{% endfor %}": (1, "a loop goes over one of: sentences"),
    "{% for headline in keywords %}{% endfor %}": (1, "has a meaning of its own"),
    "{{ headline|replace('a', headline) }}": (1, "as they are written"),
    "{% for a in keywords %}" * 3 + "{% endfor %}" * 3: (1, "more than 2 loops"),
    f"{{{{ headline|replace('a', '{'b' * 51}') }}}}": (1, "no more than 50 characters"),
    "x" * 4001: (1, "longer than 4000"),
    "{{" + "(" * 1500 + "1" + ")" * 1500 + "}}": (1, "within one another"),
}


@pytest.mark.parametrize("source", FAULTY, ids=lambda source: source[:30])
def test_what_cannot_be_used_is_told_with_its_line(source: str) -> None:
    line, message = FAULTY[source]
    assert any(fault.line == line and message in fault.message for fault in faults(source))


@pytest.mark.parametrize(
    "source",
    [
        "{% for a in keywords %}{% for b in keywords %}{{ headline }}{% endfor %}{% endfor %}",
        "{{ headline|replace('e', 'eeeeeeeeeeeeeeeeeeee')"
        + "|replace('e', 'eeeeee')" * 60
        + " }}x",
        "{{ " + " ~ ".join(["headline"] * 300) + " }}",
    ],
)
def test_nothing_runs_away(source: str) -> None:
    assert faults(source) == []
    many = ["k" * 5000] * 10_000
    with no_runaway(), pytest.raises(Unfit, match="gives more than"):
        render(source, {**VALUES, "headline": "e" * 10**6, "keywords": many}, PIECES, link)


def test_a_template_that_fails_says_why() -> None:
    with pytest.raises(Unfit, match="fails: "):
        given_by("{% if headline > 3 %}{% endif %}")


SCRAPS = (
    *(
        "{{",
        "}}",
        "{%",
        "%}",
        "for a in keywords",
        "if headline",
        "endfor",
        "endif",
        "else",
        "a.b",
    ),
    *("headline", "|upper", "|join", "**", "_", "[a](", ")", "\\", " ", "\n", "~", "'"),
)
SOURCES = st.lists(st.sampled_from(SCRAPS), max_size=25).map("".join)


@given(SOURCES, st.text(max_size=60))
def test_anything_is_a_fault_or_a_text(source: str, headline: str) -> None:
    if faults(source):
        return
    try:
        rich = render(source, {**VALUES, "headline": headline}, PIECES, link)
    except Unfit:
        return
    assert len(rich.text) <= MOST
    assert all(0 <= s.start < s.end <= len(rich.text) for s in rich.spans)
    assert all(s.url.startswith("http") for s in rich.spans if s.style is Style.LINK)


@given(st.text())
def test_a_value_comes_out_as_it_went_in(headline: str) -> None:
    said = given_by("x{{ headline }}x", headline=headline.replace("\r", "")).text
    assert said.replace("\u2060", "").split() == f"x{headline.replace(chr(13), '')}x".replace(
        "\u2060", ""
    ).split() or any("\ufdd0" <= sign <= "\ufdef" for sign in headline)


def test_a_piece_without_text_is_nothing() -> None:
    assert given_by("{% if invitation %}Join{% else %}Alone{% endif %}").text == "Alone"
    assert plain("Alone") == given_by("Alone")
