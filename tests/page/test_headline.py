import pytest

from bot.page.dom import parse
from bot.page.head import read_head
from bot.page.headline import part_shown, read_headline


def in_json(members: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", {members}}}</script>'


def headline(html: str, url: str = "") -> tuple[str, str]:
    return read_headline(read_head(parse(html)), url)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (in_json('"headline": "Lamps lit"') + "<h1>Other</h1>", ("Lamps lit", "json-ld")),
        ('<meta property="og:title" content="Lamps lit"><h1>Other</h1>', ("Lamps lit", "meta")),
        ("<h1>Lamps <b>lit</b></h1><title>x</title>", ("Lamps lit", "page")),
        ("<title>Lamps lit</title>", ("Lamps lit", "page")),
        ("<p>nothing</p>", ("", "")),
    ],
)
def test_the_headline_is_asked_of_each_source_in_turn(
    html: str, expected: tuple[str, str]
) -> None:
    assert headline(html) == expected


def test_a_headline_that_has_to_be_cut_ends_with_a_word() -> None:
    assert headline(f"<title>{'lamp ' * 400}</title>")[0].endswith("lamp")


SITE = '<meta property="og:site_name" content="Morning Tick">'


@pytest.mark.parametrize(
    "html",
    [
        f"{SITE}<title>Lamps lit again in Port Ellery - Morning Tick</title>",
        f"{SITE}<title>Lamps lit again in Port Ellery | Morning Tick</title>",
        f"{SITE}<title>Morning Tick | Lamps lit again in Port Ellery</title>",
        f"{SITE}<title>Lamps lit again in Port Ellery｜Morning Tick</title>",
        f"{SITE}<title>Lamps lit again in Port Ellery：Morning Tick</title>",
        f"{SITE}<title>Lamps lit again in Port Ellery – The Morning Tick News</title>",
        f'{SITE}<meta property="og:title" content="Lamps lit again in Port Ellery | Morning Tick">',
        "<h1>Lamps lit again in Port Ellery</h1><title>Lamps lit again in Port Ellery | Town | Tick",
        "<h1>Morning Tick</h1><h1>Lamps lit again in Port Ellery</h1>" + SITE,
        in_json('"headline": "Lamps lit again in Port Ellery"'),
        in_json('"headline": "Lamps &#108;it again &amp;#105;n Port Ellery"'),
    ],
)
def test_the_sites_name_is_no_part_of_the_headline(html: str) -> None:
    assert headline(html)[0] == "Lamps lit again in Port Ellery"


@pytest.mark.parametrize(
    "title",
    [
        "Lamps lit again | Town | Morning Tick",
        "Lamps lit again - Town hall - Morning Tick",
        "Lamps lit again | Harbour life",
    ],
)
def test_the_section_is_no_part_of_the_headline(title: str) -> None:
    section = '<meta property="article:section" content="Harbour Life">'
    page = f"{SITE}{section}<title>{title}</title>"
    url = "https://www.tick.example/town/town-hall/lamps-lit-again"
    assert headline(page, url)[0] == "Lamps lit again"


def test_where_no_headline_would_be_left_and_before_one_a_section_stays() -> None:
    url = "https://e.org/opinion/town/x"
    for title in ("Rain | Town", "Opinion | Lamps lit again in Port Ellery"):
        assert headline(f"<title>{title}</title>", url)[0] == title


@pytest.mark.parametrize(
    "html", ["<title>{}</title>", "<h1>{}</h1>", "<title>{0}</title><h1>{0}</h1>"]
)
def test_double_encoding_is_mended_wherever_the_headline_stands(html: str) -> None:
    twice = "Lamps &amp;amp; bells &amp;#8217;lit&amp;#8217;"
    assert headline(html.format(twice))[0] == "Lamps & bells ’lit’"


@pytest.mark.parametrize(
    "title", ["A dash - in the middle of a sentence", "Tick: an essay", "AT&T | R&D <b>"]
)
def test_other_marks_in_a_headline_stay(title: str) -> None:
    escaped = title.replace("&", "&amp;").replace("<", "&lt;")
    assert headline(f'{SITE}<meta property="og:title" content="{escaped}">')[0] == title


def test_a_headline_cut_for_search_engines_is_told_whole() -> None:
    whole = "Lamps lit again in Port Ellery after eleven dark years, to the joy of fishermen"
    cut = in_json(f'"headline": "{whole[:60]}..."')
    assert headline(f"{cut}<h1>{whole}</h1>") == (whole, "page")


@pytest.mark.parametrize(
    ("title", "url"),
    [
        ("Lamps lit again - Tick", "https://www.tick.example/lamps"),
        ("Lamps lit again | Morning Tick", "https://morning-tick.co.uk/lamps"),
        ("Lamps lit again | MorningTick", "https://news.morningtick.example/lamps"),
        ("Lamps lit again – Morning Tick Online", "https://morningtick.example/lamps"),
    ],
)
def test_a_site_is_known_by_its_host(title: str, url: str) -> None:
    assert headline(f"<title>{title}</title>", url)[0] == "Lamps lit again"


def test_a_short_heading_that_the_title_does_not_repeat_is_the_sites() -> None:
    html = "<h1>엔터 미디어</h1><title>류화영 진흙탕 싸움, 공적인 사안으로 봐야하는 이유 - Tick</title>"
    assert headline(html, "http://tick.example/1")[0] == (
        "류화영 진흙탕 싸움, 공적인 사안으로 봐야하는 이유"
    )
    assert headline("<h1>Lamps lit</h1>") == ("Lamps lit", "page")


@pytest.mark.parametrize(
    ("title", "lines", "shown"),
    [
        ("Lamps lit again - The Quay", ["Town", "Lamps lit again"], "Lamps lit again"),
        ("The Quay :: Lamps lit again", ["The Quay", "Lamps  lit AGAIN"], "Lamps lit again"),
        ("Lamps lit again | Town | Quay", ["Lamps lit again"], "Lamps lit again"),
        ("Lamps lit - after all - Quay", ["Lamps lit - after all"], "Lamps lit - after all"),
        ("Lamps lit again - after all", ["Lamps lit again - after all", "Lamps lit again"], ""),
        ("Lamps lit again - after all", ["Lamps lit again today"], ""),
        ("Lamps lit - The Quay", ["Lamps lit", "The Quay"], ""),
        ("Lamps lit again", ["Lamps lit again"], ""),
        ("", ["Lamps lit again"], ""),
    ],
)
def test_the_part_of_a_title_that_is_a_line_of_the_page_is_the_headline(
    title: str, lines: list[str], shown: str
) -> None:
    assert part_shown(title, lines) == (shown or title)


OG = '<meta property="og:title" content="{}">'
TITLE = "Lamps lit again in Port Ellery"
WITH_KICKER = in_json(f'"headline": "Harbour: {TITLE}"')


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"{WITH_KICKER}{OG.format(TITLE)}<h1>{TITLE}</h1>", TITLE),
        (
            f"{WITH_KICKER}{OG.format(TITLE)}<title>{TITLE} | Tick</title><h1>Harbour : x</h1>",
            TITLE,
        ),
        (f"{WITH_KICKER}<h1>{TITLE}</h1>", f"Harbour: {TITLE}"),
        (f"{WITH_KICKER}{OG.format('Harbour: ' + TITLE)}<h1>{TITLE}</h1>", f"Harbour: {TITLE}"),
    ],
)
def test_words_before_a_headline_go_where_most_of_the_page_leaves_them_out(
    html: str, expected: str
) -> None:
    assert headline(html)[0] == expected


@pytest.mark.parametrize(
    ("said", "shared", "expected"),
    [
        ("March 17, 2026 - Lamps of Port Ellery", TITLE, TITLE),
        ("17. März 2026 | Lampen in Port Ellery", TITLE, TITLE),
        ("March 17, 2026 - Lamps of Port Ellery", "", "March 17, 2026 - Lamps of Port Ellery"),
        ("2026 - a year of lamps in Port Ellery", TITLE, "2026 - a year of lamps in Port Ellery"),
    ],
)
def test_a_title_that_begins_with_a_day_is_none_where_the_page_has_another(
    said: str, shared: str, expected: str
) -> None:
    assert headline(in_json(f'"headline": "{said}"') + OG.format(shared))[0] == expected


@pytest.mark.parametrize("whole", [f"{TITLE} | News | Ellery Power", f"Ellery Power | {TITLE}"])
def test_what_stands_beside_the_shown_headline_in_the_windows_title_is_none(whole: str) -> None:
    html = f"<title>{whole}</title>{OG.format('Ellery Power')}<h1>{TITLE}</h1>"
    assert headline(html)[0] == TITLE


def test_a_sites_name_as_the_first_heading_is_not_the_headline() -> None:
    html = f"<title>{TITLE} | Ellery Power</title>{OG.format(TITLE)}<h1>Ellery Power</h1>"
    assert headline(html)[0] == TITLE
