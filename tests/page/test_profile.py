import pytest

from bot.model import Image
from bot.page.article import read_page
from bot.page.profile import NONE, Profile, profile_for

URL = "https://www.tick.example/town/lamps"
STORY = "The harbour lamps of Port Ellery were lit again on Friday after eleven dark years."
MORE = "Fishermen had asked for them since a storm broke the last one of the old lamps."
OTHER = "Another story stands on the same page, and it is longer than the one that counts here."
PAGE = f"""<html lang="en"><head><title>Lamps</title>
<meta property="og:title" content="LIVE: Lamps lit | Tick"><meta name="keywords" content="Ports, Ellery">
<meta property="og:image" content="https://cdn.example/lamps-at-dusk.jpg"></head><body>
<h1 class="kicker">Town</h1><h2 class="real-title">Lamps lit again in Port Ellery</h2>
<div class="wall"><p>{OTHER}</p><p>{OTHER} Twice.</p><p>{OTHER} Thrice.</p></div>
<div class="pic"><img src="https://cdn.example/lamps-at-dusk.jpg"></div>
<p class="pic-words">The quay at dusk</p><p class="pic-by">Photo: Jane Roe</p>
<section class="text"><p>{STORY}</p><p class="ask">Give us your opinion today, dear reader, now.</p>
<p>Come to the Tick evening in May!</p><p>{MORE}</p></section></body></html>"""
PROFILE = Profile(
    host="tick.example",
    title="h2.real-title",
    body="section.text",
    caption=".pic-words",
    credit=".pic-by",
    drop=(".ask", ".ask *", ".nothing"),
    furniture=("the tick EVENING",),
    language="en-GB",
    hashtags={"ports": "HarbourNews", "Ellery": ""},
)


def test_a_profile_mends_every_field_that_the_reader_gets_wrong() -> None:
    article = read_page(PAGE, URL, profiles=[PROFILE])
    assert article.headline == "Lamps lit again in Port Ellery"
    assert article.body == f"{STORY}\n\n{MORE}"
    assert article.image == Image(
        url="https://cdn.example/lamps-at-dusk.jpg", caption="The quay at dusk", credit="Jane Roe"
    )
    assert article.language == "en-GB"
    assert article.keywords == ("HarbourNews",)
    assert {article.origins[name] for name in ("headline", "body", "language")} == {"profile"}


def test_the_makers_name_behind_a_caption_is_its_credit() -> None:
    html = (
        '<meta property="og:image" content="https://cdn.example/lamps-at-dusk.jpg">'
        '<p class="pic">The quay at dusk (Photo: Jane Roe/The Tick)</p>'
    )
    image = read_page(
        html, "https://tick.example/a", profiles=[Profile(host="tick.example", caption=".pic")]
    ).image
    assert image
    assert (image.caption, image.credit) == ("The quay at dusk", "Jane Roe/The Tick")


def test_selectors_that_find_nothing_leave_the_reader_to_itself() -> None:
    lost = Profile(host="tick.example", title=".no", body=".no", caption=".no", credit=".no")
    assert read_page(PAGE, URL, profiles=[lost]) == read_page(PAGE, URL)


def test_a_body_that_a_script_has_yet_to_fill_leaves_the_reader_to_itself() -> None:
    page = PAGE.replace("<body>", '<body><div class="room"></div>')
    assert page != PAGE
    profile = Profile(host="tick.example", body=".room")
    assert read_page(page, URL, profiles=[profile]) == read_page(page, URL)


def test_a_title_may_be_that_of_a_meta_tag() -> None:
    profile = Profile(host="tick.example", title='meta[property="og:title"]')
    assert read_page(PAGE, URL, profiles=[profile]).headline == "LIVE: Lamps lit | Tick"


def test_a_title_that_an_operator_chose_is_left_whole() -> None:
    said = "Lamps lit again in Port Ellery | Town"
    html = f'<meta property="og:title" content="{said}"><h1>{said[:30]}</h1><p>{STORY}</p>'
    profile = Profile(host="tick.example", title='meta[property="og:title"]')
    assert read_page(html, URL, profiles=[profile]).headline == said


def test_a_body_may_be_its_paragraphs() -> None:
    profile = Profile(host="tick.example", body="section.text > p:not(.ask)")
    assert STORY in (body := read_page(PAGE, URL, profiles=[profile]).body)
    assert OTHER not in body


def test_phrases_leave_a_text_in_json_out_too_and_spare_paragraphs() -> None:
    long = f"{STORY} {MORE} {STORY} {MORE} It was the Tick evening."
    script = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Lamps lit",'
        f' "articleBody": "{STORY}\\nCome to the Tick evening!\\n{long}"}}</script>'
    )
    assert read_page(script, URL, profiles=[PROFILE]).body == f"{STORY}\n\n{long}"


def test_the_nearest_profile_speaks_for_a_host() -> None:
    wide, narrow = Profile(host="www.tick.example"), Profile(host="sport.tick.example")
    both = (wide, narrow)
    assert profile_for(both, "https://tick.example/a") == wide
    assert profile_for(both, "https://WWW.tick.example./a") == wide
    assert profile_for(both, "https://live.sport.tick.example/a") == narrow
    assert profile_for(both, "https://nottick.example/a") == NONE
    assert profile_for(both, "http://[broken", "") == NONE


def test_a_saved_page_names_its_site_itself() -> None:
    saved = PAGE.replace("<title>", f'<link rel=canonical href="{URL}"><title>')
    article = read_page(saved, "file:///tmp/page.html", profiles=[PROFILE])
    assert article.headline == "Lamps lit again in Port Ellery"
    elsewhere = read_page(saved, "https://other.example/a", profiles=[PROFILE])
    assert elsewhere.headline != article.headline


@pytest.mark.parametrize(
    ("selector", "headline"),
    [("html", "LIVE: Lamps lit"), ("body *", "LIVE: Lamps lit"), ("*", ""), ("body, head", "")],
)
def test_whatever_is_dropped_there_is_a_page_left(selector: str, headline: str) -> None:
    article = read_page(PAGE, URL, profiles=[Profile(host="tick.example", drop=(selector,))])
    assert article.headline == headline
