import os

import pytest

from benchmarks.corpora import scrapinghub
from benchmarks.reading import compare, f1
from bot.page.article import read_page
from bot.page.body import body_text
from bot.page.dom import parse
from bot.page.outline import Outline
from tests.runaway import no_runaway

HEADLINE = "Harbour lamps of Port Ellery lit again"
STORY = [
    f"Paragraph {n} of the story says something about the harbour lamps of Port Ellery, and goes on."
    for n in range(8)
]
TEASERS = "".join(
    f'<div><a href="/{n}">Another story about something else, number {n}</a>'
    f"<p>Its first sentence is longer than many a paragraph of the story itself, number {n}.</p></div>"
    for n in range(12)
)


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def read(html: str, headline: str = HEADLINE, description: str = "") -> list[str]:
    text = body_text(Outline(parse(html)), headline, description)
    return text.split("\n\n") if text else []


PAGES = {
    "in an article": "<nav><a href=/>Home</a></nav><article><h1>{h}</h1>{s}</article><footer>©</footer>",
    "in a table": "<table><tr><td><a href=/>Home</a></td><td><h1>{h}</h1>{s}</td></tr></table>",
    "in a form": "<form><div><h1>{h}</h1>{s}</div></form>",
    "in a box called sidebar": '<div class="sidebar-grid"><h1>{h}</h1><div class="teaser">{s}</div></div>',
    "without a heading": "<div>Home | Town</div><div class=text>{s}</div>",
    "in two parts around a sidebar": "<h1>{h}</h1><div>{s1}</div><aside><p>Buy.</p></aside><div>{s2}</div>",
    "above a list of teasers": "<h1>{h}</h1><div>{s}</div><div><h3>More</h3>{t}</div>",
    "below a list of teasers": "<div>{t}</div><h1>{h}</h1><div>{s}</div>",
    "among teasers without a box": "<main><h1>{h}</h1>{s}{t}</main>",
    "above readers' comments": (
        "<h1>{h}</h1><div>{s}</div><div id=comments><h3>Comments</h3>"
        "<p>I have read this twice, and I still think that the old lamps were better.</p></div>"
    ),
    "above a discussion longer than it": (
        "<article><h1>{h}</h1><div>{s}</div></article><section id=discussion>{t}{t}{s1}</section>"
    ),
    "behind a consent banner": "<div class=cookie-consent>{t}</div><h1>{h}</h1><div>{s}</div>",
    "above the next story": "<h1>{h}</h1><article>{s}</article><div class=next-articles>{t}</div>",
    "with hidden copies": "<h1>{h}</h1><div>{s}</div><div style='display:none'>{s1}</div>",
    "with a byline and a date": "<h1>{h}</h1><p>By Ines Calloway</p><p>20 May 2026</p><div>{s}</div>",
}


@pytest.mark.parametrize("template", PAGES.values(), ids=PAGES.keys())
def test_the_story_is_found(template: str) -> None:
    page = template.format(
        h=HEADLINE,
        s=paragraphs(STORY),
        s1=paragraphs(STORY[:4]),
        s2=paragraphs(STORY[4:]),
        t=TEASERS,
    )
    assert read(page) == STORY


@pytest.mark.parametrize(
    "standfirst",
    [
        "<h2>{}</h2>",
        '<header class="entry-header"><p class="standfirst">{}</p></header>',
        '<header><div class="meta">{}</div></header>',
    ],
)
def test_a_standfirst_is_read_with_the_story(standfirst: str) -> None:
    words = "After eleven dark years, fishermen can see the harbour wall again."
    page = f"<h1>{HEADLINE}</h1>{standfirst.format(words)}<div>{paragraphs(STORY)}</div>"
    assert read(page, description=words) == [words, *STORY]


@pytest.mark.parametrize(
    ("standfirst", "words"),
    [
        (
            '<header><h2 class="field--name-field-subtitle">{}</h2></header>',
            "Los pescadores pueden ver de nuevo el muro del puerto",
        ),
        (
            "<header><div data-part=top><p>{}</p></div></header>",
            "דייגים יכולים לראות שוב את קיר הנמל אחרי שנים",
        ),
        (
            "<section class=top><h2><strong>{}</strong></h2></section>",
            "ชาวประมงเห็นกำแพงท่าเรืออีกครั้งหลังมืดมานานสิบเอ็ดปี",
        ),
    ],
)
def test_a_standfirst_without_a_full_stop_is_read_as_well(standfirst: str, words: str) -> None:
    page = (
        f"<article><h1>{HEADLINE}</h1>{standfirst.format(words)}<div class=by>By Ann Lee</div>"
        f"<div>{paragraphs(STORY)}</div></article>"
    )
    description = "" if "subtitle" in standfirst else words
    assert read(page, description=description) == [words, *STORY]


@pytest.mark.parametrize(
    ("description", "words"),
    [
        (
            "Fishermen of Port Ellery can see the harbour wall again after eleven years in the dark, they say",
            "",
        ),
        ("Fishermen of Port Ellery can see the harbour wall", ""),
        ("Lamps are lit in Port Ellery", "subheader"),
    ],
)
def test_a_standfirst_may_be_cut_in_the_description_or_go_on_in_it(
    description: str, words: str
) -> None:
    line = "Fishermen of Port Ellery can see the harbour wall again after eleven years in the dark"
    page = f'<h1>{HEADLINE}</h1><div><p class="{words}">{line}</p></div><div>{paragraphs(STORY)}</div>'
    assert read(page, description=description) == [line, *STORY]


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("The fishermen of the bay can see the harbour wall again", True),
        ("Ines Calloway and Ruth Lindqvist, Associated Press", False),
        ("Foto: Ines Calloway, die Lampen von Port Ellery bei Nacht", False),
    ],
)
def test_a_line_right_below_the_headline_is_a_standfirst(line: str, *, is_told: bool) -> None:
    page = f"<header><h1>{HEADLINE}</h1><h2 class=c1>{line}</h2></header><div>{paragraphs(STORY)}</div>"
    assert read(page) == [*([line] if is_told else []), *STORY]


def test_a_short_line_is_a_standfirst_where_its_place_is_named_so() -> None:
    named = '<div class="Lead-module_root">{}</div>'
    told = f"<div>{paragraphs(STORY)}</div>"
    line = "Fishermen can see the wall again"
    assert read(f"<h1>{HEADLINE}</h1>{named.format(line)}{told}") == [line, *STORY]
    heading = named.format("<h3>What you should know of it</h3>")
    assert read(f"<h1>{HEADLINE}</h1>{heading}{told}") == STORY


def test_a_standfirst_in_the_box_of_the_headline_is_read_whatever_the_box_is_called() -> None:
    line = "Fishermen of Port Ellery see the harbour wall again."
    head = f'<div class="article-header meta"><h1>{HEADLINE}</h1><p class="c1">{line}</p></div>'
    assert read(f"<article>{head}<div>{paragraphs(STORY)}</div></article>") == [line, *STORY]


def test_a_list_over_the_story_says_what_it_tells() -> None:
    points = [
        "Lamps of the harbour lit again",
        "Fishermen asked for them",
        "A storm broke the last",
    ]
    listed = "".join(f"<li>{point}</li>" for point in points)
    page = f'<h1>{HEADLINE}</h1><div class="summary"><h2>Summary</h2><ul>{listed}</ul></div>'
    assert read(f"{page}<div>{paragraphs(STORY)}</div>") == [*points, *STORY]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("article__faktaruta", "The harbour wall was built in 1911 and is 400 metres long."),
        ("c-infobox", "Port Ellery has 9,000 people, and a third of them live off the sea."),
        ("contributions__epic", "Our reporters need you: give what you can, from two pounds on."),
        ("registration-prompt", "You have read three of five free stories of this month."),
        ("block-auteur", "Ines Calloway has written about the sea since she was nineteen."),
        ("inlinePromobox", "The new season of our quiz about the sea begins on Monday."),
        ("NYTFooter", "The story was shown on page nine of the paper of that day."),
    ],
)
def test_a_box_with_another_matter_among_the_paragraphs_is_left_out(name: str, words: str) -> None:
    box = f'<div class="{name}"><p>{words}</p></div>'
    page = f"<h1>{HEADLINE}</h1><div>{paragraphs(STORY[:4])}{box}{paragraphs(STORY[4:])}</div>"
    assert read(page) == STORY


@pytest.mark.parametrize("name", ["paywall", "twitter-tweet", "article__list", "text-secondary"])
def test_a_paragraph_of_the_story_stays_whatever_it_is_called(name: str) -> None:
    story = "".join(f'<p class="{name}">{text}</p>' for text in STORY)
    assert read(f"<h1>{HEADLINE}</h1><div>{story}</div>") == STORY


@pytest.mark.parametrize(
    "line",
    [
        "Nov. 20, 2019, Updated: Nov. 20, 2019 1:35 a.m.",
        "Von Anna Leitner und Bo Ferch, Port Ellery",
    ],
)
def test_a_line_about_the_story_is_no_standfirst_whatever_its_name(line: str) -> None:
    page = f'<h1>{HEADLINE}</h1><div class="intro">{line}</div><div>{paragraphs(STORY)}</div>'
    assert read(page) == STORY


def test_what_stands_over_the_story_is_read_once_and_other_repeats_are_the_story_s() -> None:
    repeated = "Mix the oil with the paint, and stir it for as long as a lamp burns."
    story = [*STORY[:4], repeated, STORY[4], repeated]
    page = f"<h1>{HEADLINE}</h1><h2>{STORY[0]}</h2><div>{paragraphs(story)}</div>"
    assert read(page) == story


def test_a_list_whose_items_say_more_than_their_links_is_the_story() -> None:
    items = [
        f"The railway of town number {n} is mending its lamps. It pays half a million of its own, it says."
        for n in range(6)
    ]
    listed = "".join(
        f"<li><a href=/{n}>{item[: item.index('.')]}</a>{item[item.index('.') :]}</li>"
        for n, item in enumerate(items)
    )
    page = f"<h1>{HEADLINE}</h1><div>{paragraphs(STORY[:2])}<ol>{listed}</ol></div>"
    assert read(page) == [*STORY[:2], *items]


def test_one_long_paragraph_among_short_ones_is_not_the_whole_story() -> None:
    story = [STORY[0], "They had been dark.", "Nobody knew why.", "Now they are lit again."]
    assert read(f"<h1>{HEADLINE}</h1><div>{paragraphs(story)}</div>") == story


def test_chinese_paragraphs_count_though_they_are_short() -> None:
    story = [
        "港口的灯在黑暗了三年之后，于周三晚上再次亮起，上千人到场。",
        "修复工程耗资四百万元，由市民捐款支付。",
        "渔民们三年来一直要求恢复这些灯光，因为冬天出海很危险。",
        "市政府表示，明年春天还将更换另外十二盏旧灯。",
    ]
    page = f"<h1>港口的灯再次亮起</h1><div>{paragraphs(story)}</div><div>{TEASERS[:900]}</div>"
    assert read(page, "港口的灯再次亮起") == story


def test_a_teaser_within_the_story_is_none_of_it() -> None:
    teaser = (
        "<section><span>Read more</span><article><h3><a href=/x>Why the tower has no clock any more</a></h3>"
        "<p>A talk with the last man who wound it up, about time and rust.</p></article></section>"
    )
    page = f"<h1>{HEADLINE}</h1><div>{paragraphs(STORY[:4])}{teaser}{paragraphs(STORY[4:])}</div>"
    assert read(page) == STORY


@pytest.mark.parametrize("html", ["", "<p>Not found</p>", "<a href=/>Home</a>" * 50])
def test_a_page_without_a_story_gives_none(html: str) -> None:
    assert read(html) == []


def test_dense_scripts_are_read_as_well() -> None:
    story = [
        f"港の灯りが十一年ぶりに金曜日の夜に再びともされたと市が発表した。第{n}報である。" * 2
        for n in range(5)
    ]
    assert read(f"<h1>港の灯り</h1><div>{paragraphs(story)}</div>", "港の灯り") == story


WORDS = {
    "join": (
        "Stay close to us and our community: {links}",
        "Wollen Sie mehr? Unsere Kanäle: {links}",
        "Наши каналы: {links}",
        "{links}",
    ),
    "credit": (
        "Picture credits: {name}",
        "Bild: {name}",
        "Crédit image : {name}",
        "Fotografía: {name}",
    ),
    "news": ("Find us on Google News", "Suivez-nous sur Google Actualités", "Мы в Google News"),
    "related": ("Similar posts", "Más noticias", "Articoli correlati", "Weitere Artikel"),
    "also": ("Read also", "Lee también", "Leggi anche", "Lees ook"),
}
LINKS = (
    '<a href="https://x.com/t">X</a>, <a href="https://facebook.com/t">Facebook</a>'
    ' & <a href="https://t.me/t">Telegram</a>'
)


@pytest.mark.parametrize("turn", range(4))
def test_the_publishers_footer_never_leaks_whatever_its_wording(turn: int) -> None:
    said = {name: texts[turn % len(texts)] for name, texts in WORDS.items()}
    others = "".join(
        f"<h4><a href=/{n}>A headline of quite another story {n}</a></h4>"
        f"<p>And its first sentence, which tells what happened elsewhere, number {n}.</p>"
        for n in range(3)
    )
    footer = [
        f"<p>{said['join'].format(links=LINKS)}</p>",
        f"<p>{said['credit'].format(name='Ines Calloway')}</p>",
        f"<p><a href='https://news.google.com/publications/x'>{said['news']}</a></p>",
        f"<h3>{said['related']}</h3>{others}",
    ]
    also = f"<p><b>{said['also']}:</b> <a href=/also>Whales were seen off the coast</a></p>"
    for ending in ("".join(footer), "".join(reversed(footer))):
        story = paragraphs(STORY[:3]) + also + paragraphs(STORY[3:])
        page = f"<h1>{HEADLINE}</h1><div class=entry-content>{story}{ending}</div>"
        assert read(page) == STORY


BESIDE = {
    "facts": "<div class=x><h3>The lamps</h3><p>They were built in 1921 by a smith of Port Ellery.</p></div>",
    "an appeal": "<section><h2>We need you</h2><div><p>The Tick is free, and lives of what its readers give.</p></div></section>",
    "an appeal without a heading": "<div><p>The Tick is free for all. Support us with a gift of your own.</p></div>",
    "facts in a list": "<div><h3>The lamps</h3><ul><li>Fourteen masts</li><li>Eleven rusted</li></ul></div>",
    "a film's title": "<div class=a><div class=b><div class=c>Lamps storm the quay</div></div></div>",
    "a name for sale": "<div><span><div>A word from our sponsor</div></span></div>",
}
WITHIN = {
    "a subheading in a box": "<div><h3>The lamps</h3></div>",
    "a long subheading": "<div><h3>The lamps were built in 1921 by a smith of Ellery</h3></div>",
    "a subheading that is none": "<div>The lamps</div>",
    "a question": "<div><p>Who will pay for all the lamps?</p></div>",
    "a line of code": "<div><pre>lamp --all</pre></div>",
    "a list": "<div><ul><li>A lamp</li><li>A mast</li></ul></div>",
    "a quotation": "<blockquote><p>Light, and more light</p></blockquote>",
    "a paragraph in a box": "<div><p>It said that nobody would have to pay for any of the lamps.</p></div>",
}


@pytest.mark.parametrize("between", BESIDE.values(), ids=BESIDE)
def test_a_box_between_paragraphs_that_stand_side_by_side_interrupts_them(between: str) -> None:
    told = f"{paragraphs(STORY[:4])}{between}{paragraphs(STORY[4:])}"
    assert read(f"<h1>{HEADLINE}</h1><div>{told}</div>") == STORY


@pytest.mark.parametrize("between", WITHIN.values(), ids=WITHIN)
def test_a_story_goes_on_in_boxes(between: str) -> None:
    told = f"{paragraphs(STORY[:4])}{between}{paragraphs(STORY[4:])}"
    words = read(f"<h1>{HEADLINE}</h1><div>{told}</div>")
    assert [line for line in words if line in STORY] == STORY
    assert len(words) > len(STORY)


@pytest.mark.parametrize("name", ["header-anchor", "edTag", "section-nav"])
def test_a_subheading_is_the_story_s_whatever_it_is_called(name: str) -> None:
    heading = f'<h2 class="{name}">The old lamps <a href="#the-old-lamps">#</a></h2>'
    told = f"{paragraphs(STORY[:4])}{heading}{paragraphs(STORY[4:])}"
    found = read(f"<h1>{HEADLINE}</h1><div>{told}</div>")
    assert found == [*STORY[:4], "The old lamps", *STORY[4:]]


def test_a_story_may_be_nothing_but_what_stands_over_it() -> None:
    page = (
        f'<h1>{HEADLINE}</h1><p class="summary">{STORY[0]}</p>'
        "<footer><p>Copyright Tick Ltd. All rights reserved. No part of it may be shown.</p></footer>"
    )
    assert read(page) == [STORY[0]]


@pytest.mark.parametrize(
    "asked",
    [
        *("Already a subscriber? Log in", "This article is for subscribers only."),
        *("Sie haben bereits ein Abo? Hier anmelden.", "Déjà abonné ? Connectez-vous"),
        *(
            "¿Ya eres suscriptor? Inicia sesión",
            "Já é assinante? Entre",
            "Sei già abbonato? Accedi",
        ),
        *(
            "Al abonnee? Log in",
            "Masz już konto? Zaloguj się",
            "Är du redan prenumerant? Logga in",
        ),
        *("You’ve read 3 free articles this month.", "Pozostało 58 proc. tekstu"),
        *("Har du allerede abonnement? Log ind", "Oletko jo tilaaja? Kirjaudu sisään"),
        *(
            "Уже есть подписка? Войдите",
            "כבר מנויים? התחברו",
            "すでに会員の方はログインしてください。",
        ),
    ],
)
@pytest.mark.parametrize("paid", [0, 2])
def test_what_asks_for_money_for_the_rest_is_none_of_the_story(asked: str, paid: int) -> None:
    offer = "<p>Read every story of the bay for one pound a week, and end it when you please.</p>"
    wall = f"<div class=c3><div><h2>Go on for one pound</h2>{offer}<p>{asked}</p><ul><li>Puzzles</li></ul></div></div>"
    story, rest = STORY[:4], STORY[4 : 4 + paid]
    page = f"<h1>{HEADLINE}</h1><div>{paragraphs(story)}{wall}{paragraphs(rest)}</div>"
    assert read(page) == [*story, *rest]
    apart = f"<h1>{HEADLINE}</h1><main><div>{paragraphs(story)}</div>{wall}</main>"
    assert read(apart) == story


@pytest.mark.parametrize("wrap", ["<p>{}</p>", "<div><p>{}</p></div>"])
@pytest.mark.parametrize(
    "box",
    [
        "<h4>Ann Lee</h4><p>She has written of the coast since 2015, and lives in Port Ellery.</p>",
        "<h3>The Morning Lamp</h3><p>All you need to know of the bay, in your inbox.</p><p>No noise.</p>",
        "<h4>And you?</h4><p>Should the harbour pay for it?</p><ul><li>Yes</li><li>No</li></ul>",
    ],
)
def test_a_small_box_with_a_heading_below_the_story_is_none_of_it(box: str, wrap: str) -> None:
    told = "".join(wrap.format(text) for text in STORY)
    assert read(f"<h1>{HEADLINE}</h1><div>{told}<div class=c1>{box}</div></div>") == STORY


def test_a_recipe_below_the_story_is_a_part_of_it() -> None:
    steps = ["Wick", "Oil", "A lamp", "Fill the lamp with oil.", "Light it."]
    listed = "".join(f"<li>{step}</li>" for step in steps)
    recipe = f"<div class=c1><h3>How to light a lamp</h3><ul>{listed}</ul></div>"
    found = read(f"<h1>{HEADLINE}</h1><div>{paragraphs(STORY)}{recipe}</div>")
    assert found == [*STORY, "How to light a lamp", *steps]


def test_a_question_of_the_story_asks_for_no_money() -> None:
    question = "Already a member of the choir? Few of them were, and none could sing."
    told = [f"<div><p>{text}</p></div>" for text in [*STORY[:4], question, *STORY[4:]]]
    assert read(f"<h1>{HEADLINE}</h1><div>{''.join(told)}</div>") == [
        *STORY[:4],
        question,
        *STORY[4:],
    ]


def test_a_story_may_begin_and_end_with_very_short_sentences() -> None:
    story = ["Nobody came.", *STORY, "So it goes."]
    told = "".join(f"<div><p>{text}</p></div>" for text in story)
    more = "<div><p><a href=/b>More</a></p></div>"
    assert read(f"<h1>{HEADLINE}</h1><div><div>Town</div>{told}{more}</div>") == story


@pytest.mark.parametrize(
    ("between", "stays"),
    [
        (
            "<div><h3>The lamps</h3><p>They were built in 1921 by a smith of Port Ellery.</p></div>",
            False,
        ),
        (
            "<div><h3>The lamps</h3><ul><li>Fourteen masts</li><li>Eleven rusted</li></ul></div>",
            False,
        ),
        ("<div><p>Sign up to read of the lamps on every Friday of the year.</p></div>", False),
        ("<div><h3>The lamps were built in 1921 by a smith of Port Ellery</h3></div>", True),
        ("<div><p>– No light</p></div>", True),
    ],
)
def test_a_box_among_paragraphs_that_each_stand_in_their_own_interrupts_them(
    between: str, *, stays: bool
) -> None:
    told = [f"<div><p>{text}</p></div>" for text in STORY]
    found = read(f"<h1>{HEADLINE}</h1><div>{''.join([*told[:4], between, *told[4:]])}</div>")
    assert [line for line in found if line in STORY] == STORY
    assert (len(found) > len(STORY)) == stays


def test_no_box_interrupts_paragraphs_that_stand_in_boxes_of_their_own() -> None:
    parts = [f"<div><h3>Part {n}</h3><p>{text}</p></div>" for n, text in enumerate(STORY)]
    words = read(f"<h1>{HEADLINE}</h1><div>{''.join(parts)}</div>")
    assert [line for line in words if line in STORY] == STORY
    assert "Part 3" in words


@pytest.mark.parametrize("size", [999, 1_000, 1_001, 3_000])
def test_a_story_of_thousands_of_lines_is_whole_and_clean_at_both_ends(size: int) -> None:
    lines = [f"Speaker {n} said that the lamps of the harbour are dear." for n in range(size)]
    page = f"<h1>{HEADLINE}</h1><div><p>Share</p>{paragraphs(lines)}<p>Follow us on Telegram</p></div>"
    assert read(page) == lines


def test_a_page_of_lines_alone_is_looked_through_in_time_that_grows_with_it() -> None:
    line = f"<div>{'- ' * 140}<a href=https://t.me/ab>Telegram</a></div>"
    with no_runaway():
        read(f"<h1>{HEADLINE}</h1>{line * 14_000}")


def test_pages_of_many_publishers_are_read_as_their_readers_would() -> None:
    try:
        corpus = list(scrapinghub())
    except FileNotFoundError as missing:
        reason = f"{missing.filename} is not here; HERALD_DATA says where the articles are"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    assert len(corpus) == 181
    assert f1(compare(read_page(p.html, p.url).body, p.body) for p in corpus) >= 0.962


@pytest.mark.parametrize(
    ("found", "true", "expected"),
    [
        ("a b c d e", "a b c d e", 1.0),
        ("a b c d e f", "a b c d", 1 / 2),
        ("x y z", "a b c d", 0.0),
        ("", "a b c d", 0.0),
    ],
)
def test_the_measure_counts_shared_runs_of_four_words(
    found: str, true: str, expected: float
) -> None:
    precision, recall = compare(found, true)
    both = precision + recall
    assert (2 * precision * recall / both if both else 0.0) == pytest.approx(expected)
