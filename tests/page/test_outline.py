import pytest

from bot.page.dom import parse
from bot.page.outline import Outline
from tests.runaway import no_runaway


def lines(html: str) -> list[tuple[str, str]]:
    return [(block.tag, block.text) for block in Outline(parse(html)).blocks]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One <b>bo</b>ld</p><p>Two</p>", [("p", "One bold"), ("p", "Two")]),
        ("<div>bare<p>in p</p>again</div>", [("div", "bare"), ("p", "in p"), ("div", "again")]),
        ("<p>a<br>b<br><br>c<br> <br/>d</p>", [("p", "a b"), ("p", "c"), ("p", "d")]),
        ("<ul><li>a<li>b</ul>", [("li", "a"), ("li", "b")]),
        ("<p>seen<script>x</script><style>y</style><!-- z --></p>", [("p", "seen")]),
        ("<figure><img><figcaption>who</figcaption></figure>", []),
        ("<p> \u00a0 </p><p>\n</p>", []),
    ],
)
def test_a_block_is_what_stands_between_two_borders(
    html: str, expected: list[tuple[str, str]]
) -> None:
    assert lines(html) == expected


@pytest.mark.parametrize(
    ("html", "is_linked"),
    [
        ("<p>Read <a href=/x>all about the lamps</a></p>", True),
        ("<p><a href=/x>The council</a> voted for new lamps in March.</p>", False),
        ("<a href=/x><h3>A card</h3></a>", True),
    ],
)
def test_a_block_knows_whether_it_is_a_link(html: str, *, is_linked: bool) -> None:
    assert [block.is_linked for block in Outline(parse(html)).blocks] == [is_linked]


CARD = (
    "<span>"
    + "".join(f"<a href=/{n}>More on the governor, {n}</a> " for n in range(4))
    + "</span>"
)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"Gov. <a href=/n>Ann Noe</a>{CARD} (R) signed.", [("p", "Gov. Ann Noe (R) signed.")]),
        (
            f"<a href=/n>Ann Noe</a> and <a href=/m>Bo Moe</a>{CARD} signed.<p>Gov. Ann Noe{CARD}",
            [
                ("p", "Ann Noe and Bo Moe signed."),
                ("p", f"Gov. Ann Noe{'More on the governor, {} ' * 4}"),
            ],
        ),
        (
            "<a>A</a>, <a>B</a>, <a>C</a>, <a>D</a> and <a>E</a> won.",
            [("p", "A, B, C, D and E won.")],
        ),
        (
            f"{CARD} are the tags.",
            [("p", "{} are the tags.".format("More on the governor, {} " * 4))],
        ),
        ("Up<p><a><img></a><a>B</a><a>C</a><a>D</a> won.", [("p", "Up"), ("p", "BCD won.")]),
    ],
)
def test_what_opens_over_a_name_in_a_sentence_is_no_part_of_it(
    html: str, expected: list[tuple[str, str]]
) -> None:
    found = lines(f"<p>{html}</p>")
    assert found == [(tag, " ".join(text.format(*range(4)).split())) for tag, text in expected]


@pytest.mark.parametrize(
    ("attributes", "aside", "foreign", "standfirst"),
    [
        ('class="article-body"', False, False, False),
        ('class="grid-layout--adrail narrow"', False, False, False),
        ('class="Sidebar_left"', True, False, False),
        ('id="related-posts"', True, False, False),
        ('class="share-buttons"', True, False, False),
        ('class="mostRead"', True, False, False),
        ('class="most_read"', True, False, False),
        ('class="sc-f98b1ad2-0"', False, False, False),
        ('class="ad-f98b1ad2"', True, False, False),
        (
            'class="elementor-element elementor-widget elementor-widget-text-editor"',
            False,
            False,
            False,
        ),
        ('class="elementor-widget elementor-widget-share-buttons"', True, False, False),
        ('class="elementor-widget elementor-widget-wp-widget-recent-posts"', True, False, False),
        ('class="widget"', True, False, False),
        ('class="wp-block-pullquote"', True, False, False),
        ('class="quote--pull"', True, False, False),
        ('class="video-resource__headline"', True, False, False),
        ('class="video-container"', False, False, False),
        ('class="newsletter-subscribe"', True, False, False),
        ('class="subscriber-only"', False, False, False),
        ('id="cookieConsent"', False, True, False),
        ('class="comments"', False, True, False),
        ('class="story__standfirst"', False, False, True),
        ('class="page-dek"', False, False, True),
        ('class="article-underrubrik"', False, False, True),
        ('class="haber-spot"', False, False, True),
        ('class="keyPoints"', False, False, True),
        ("hidden", False, True, False),
        ('style="color:red; Display : NONE"', False, True, False),
        ('aria-hidden="true"', False, True, False),
    ],
)
def test_a_box_is_judged_by_its_names(
    attributes: str, *, aside: bool, foreign: bool, standfirst: bool
) -> None:
    box = Outline(parse(f"<div {attributes}>text</div>")).boxes[-1]
    assert (box.aside, box.foreign, box.standfirst) == (aside, foreign, standfirst)


@pytest.mark.parametrize(
    "name",
    [
        *("infobox", "fact-box", "FactBox", "article__faktaruta", "faktaboks", "infokasten"),
        *("donation-appeal", "contributions__epic", "sign-in-gate", "registration-prompt"),
        *(
            "paywall-notice",
            "promobox",
            "in-article-promotion",
            "affiliate-disclosure",
            "mm-adbox",
        ),
        *("article-read-more", "c-readnext", "most-watched", "other-stories", "relatedArticles"),
        *("c-crosslinks", "linkbox", "similar-posts", "c-suggestNews", "weiterlesen", "teaserbox"),
        *(
            "block-auteur",
            "autor",
            "article-authors",
            "signature",
            "kicker",
            "pubdate",
            "metadata",
        ),
        *("post-date", "article_time", "reading-time", "topics", "wp-block-buttons", "actions"),
        *("layout__aside", "image-carousel", "LightBoxOverlay", "VideoBox", "element-audio"),
        *("poll-block", "commentform", "FAZFooter", "NYTNewsletterBox", "noprint", "c-list-sns"),
    ],
)
def test_what_publishers_put_around_a_story_is_named_a_side_matter(name: str) -> None:
    assert Outline(parse(f'<div class="{name}">text</div>')).boxes[-1].aside


@pytest.mark.parametrize("style", ["{}", "c-{}", "site__{}", "{}--wide", "{}_x7 col-8 text-left"])
@pytest.mark.parametrize(
    "name",
    [
        *(
            "article-body",
            "ArticleBody",
            "article__content",
            "article-text",
            "articleFull",
            "story",
        ),
        *(
            "story-body",
            "story-text",
            "entry-content",
            "post-content",
            "post_content",
            "PostContent",
        ),
        *("main-content", "body-copy", "page-article-body-inner", "article__chunks", "art-text"),
        *(
            "columna_texto",
            "cuerpo_noticia",
            "articulo__body",
            "contenu-principal",
            "materia-letra",
        ),
        *("artikel_text", "textblock", "meldung_wrapper", "rich-text", "transcript", "longform"),
        # why: their names say something of a part as well, and it may be the story's
        *("paywall", "article__list", "text-links", "text-secondary", "live-ticker", "callout"),
        *(
            "twitter-tweet",
            "embed",
            "article-bottom",
            "subscriber-only",
            "source",
            "category-news",
        ),
    ],
)
def test_what_publishers_call_a_story_is_no_side_matter(name: str, style: str) -> None:
    box = Outline(parse(f'<div class="{style.format(name)}">text</div>')).boxes[-1]
    assert (box.aside, box.foreign) == (False, False)


def test_paragraphs_share_the_container_around_them() -> None:
    blocks = Outline(parse("<div>one<p>two</p><p>three</p></div><p>four</p>")).blocks
    assert len({block.container for block in blocks[:3]}) == 1
    assert blocks[3].container != blocks[0].container


def test_an_element_of_the_site_s_own_is_a_part_of_the_line_in_a_paragraph() -> None:
    page = (
        "<p>It rains (<my-source><a href=/1>1</a></my-source>) today.</p><my-part>Sun.</my-part>"
    )
    assert [block.text for block in Outline(parse(page)).blocks] == ["It rains (1) today.", "Sun."]


def test_a_box_without_text_is_none() -> None:
    outline = Outline(parse("<div><div id=a><p> </p><img></div><ul><li>one</ul><hr></div>"))
    assert [box.tag for box in outline.boxes] == ["", "body", "div", "ul", "li"]
    assert [box.parent for box in outline.boxes] == [-1, 0, 1, 2, 3]


def test_moments_side_by_side_take_no_time() -> None:
    page = parse("<p>" + "·<time>-</time>" * 50_000)
    with no_runaway():
        assert all(Outline(page).blocks for _ in range(4))
