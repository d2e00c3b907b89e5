"""Where a page shows the picture that its head names, whatever sizes, services and share cards call it."""

import pytest

from bot.model import Image
from bot.page.article import read_page

URL = "https://www.tick.example/town/lamps"
CARD = "https://www.tick.example/share/cards/lamps-lit-again.png"
H1 = "<h1>Lamps of the town are lit again</h1>"
PARAGRAPH = "<p>The council met on the quay this week and told the people that the lamps would be lit again.</p>"
STORY = PARAGRAPH * 5
FIGURE = '<figure><img src="{}" alt="A quay"><figcaption>The quay.</figcaption></figure>'
QUAY = FIGURE.format("/p/x1.jpg")
OTHER = FIGURE.format("/p/moon-over-town.jpg").replace("quay", "moon")


def image_on(body: str, named: str = CARD, around: str = "<main>{}</main>") -> Image | None:
    head = f'<meta property="og:image" content="{named}">' if named else ""
    return read_page(f"{head}<body>{around.format(body)}</body>", URL).image


@pytest.mark.parametrize(
    ("named", "shown"),
    [
        # a short name, and folders that all pictures are in
        ("/wp-content/uploads/2026/06/ijede.jpg", "/wp-content/uploads/2026/06/ijede.jpg"),
        ("/wp-content/uploads/2026/06/ijede.jpg", "/wp-content/uploads/2026/06/ijede-1024x683.jpg"),
        ("/uploads/2026/06/18/assen/1200x675a.jpg", "/uploads/2026/06/18/assen/1024x576a.jpg"),
        # another cut of one picture
        ("/m/0a1b2c3d4e5f/0_0_5000_3000/5000.jpg", "/m/0a1b2c3d4e5f/9_0_4000_2400/4000.jpg"),
        ("/i/03quay-1-ab/03quay-1-ab-facebookJumbo.jpg", "/i/03quay-1-ab-articleLarge.jpg"),
        ("/i/old-quay-16x9.jpg", "/i/old-quay_4-3.jpg"),
        ("/i/0/0/5000/2500/1440/720/60/0/a1b2_quay.jpg", "/i/0/0/5000/3333/664/0/75/0/a1b2_quay.jpg"),
        # within the address of a service that makes sizes
        ("/wp-apps/imrs.php?src=https://s3.example/pub/QUAY77.jpg&w=1440", "/wp-apps/imrs.php?src=https://s3.example/pub/QUAY77.jpg&w=691"),
        ("https://s3.example/pub/quay.jpg", "/_next/image?url=https%3A%2F%2Fs3.example%2Fpub%2Fquay.jpg&w=640&q=75"),
        ("/p/quay.jpg", "/_next/image?url=%2Fp%2Fquay.jpg&w=640"),
        ("/dims4/ab/resize/1440x810!/quality/90/?url=https%3A%2F%2Fs3.example%2Fx%2Fquay-7.jpg", "/dims4/cd/resize/599x399!/quality/90/?url=https%3A%2F%2Fs3.example%2Fx%2Fquay-7.jpg"),
        ("https://i0.wp.com/www.tick.example/up/quay.jpg?fit=1", "https://i0.wp.com/www.tick.example/up/quay.jpg?resize=780%2C520"),
        ("/c_fill,w_1200,h_630/v17/quay-77.jpg", "/c_fill,w_640/v17/quay-77.jpg"),
    ],
)  # fmt: skip
def test_a_picture_is_known_whatever_its_address_says_of_its_size(named: str, shown: str) -> None:
    start = "https://www.tick.example"
    named, shown = (one if one.startswith("http") else start + one for one in (named, shown))
    other = shown.replace("quay", "moon").replace("QUAY77", "MOON77").replace("ijede", "epe")
    other = other.replace("0a1b2c3d4e5f", "f5e4d3c2b1a0").replace("assen", "epe")
    image = image_on(STORY + FIGURE.format(other).replace(">The quay", ">The moon") + FIGURE.format(shown), named)  # fmt: skip
    assert image is not None
    assert image.caption == "The quay."


@pytest.mark.parametrize(
    "body",
    [
        H1 + QUAY + STORY,
        f"<article><header>{H1}{QUAY}</header>{STORY}{OTHER}</article>",
        f"{QUAY}{H1}{STORY}{OTHER}",
        f"{H1}<p class=standfirst>{'The lamps are lit. ' * 6}</p>{QUAY}{STORY}",
        f"{H1}{PARAGRAPH}{QUAY}{STORY}",
        f'{H1}<div class="byline-box"><figure><img src="/p/ann.jpg"></figure></div>{QUAY}{STORY}',
        f'{H1}<a href="/moon">{OTHER}</a>{QUAY}{STORY}',
        f'{H1}<div class="lead-media"><img src="/p/x1.jpg"><div class="lead-media__caption">The quay.</div></div>{STORY}',
        f'{H1}<figure><div class="late"></div><figcaption>The quay.</figcaption></figure>{STORY}',
        f'{H1}<figure><picture><source srcset="/p/x1.jpg"></picture><figcaption>The quay.</figcaption></figure>{STORY}',
        f"<h1>灯火が戻った港町の夜</h1>{QUAY}{STORY}",
        f'{H1}<figure><a href="#zoom"><img src="/p/x1.jpg"></a><figcaption>The quay.</figcaption></figure>{STORY}',
        f'{H1}<div class="video"><video-js data-poster="/p/x1.jpg"></video-js><div class="video__caption">The quay.</div></div>{STORY}',
        f'{H1}<a href="/lamps"><img src="{CARD}"></a>{QUAY}{STORY}',
        f'{H1}<div class="player"><video poster="/p/x1.jpg" src="/p/film.mp4"></video></div><div class="video-caption">The quay.</div>{STORY}',
    ],
)
def test_the_picture_over_the_story_stands_for_a_card_that_the_page_does_not_show(body: str) -> None:  # fmt: skip
    image = image_on(body)
    assert image is not None
    assert (image.url, image.caption, image.others) == (CARD, "The quay.", ())


@pytest.mark.parametrize(
    "body",
    [
        H1 + STORY + OTHER,
        f"{H1}{STORY}<aside>{OTHER}</aside>",
        f"{H1}<aside>{OTHER}</aside>{STORY}",
        f'{H1}<figure><img src="/p/plain.jpg"></figure>{OTHER}{STORY}',
        f"{H1}<a href='/moon'>{OTHER}</a>{STORY}",
        f"<nav>{OTHER}</nav>{H1}{STORY}",
        f'{H1}<div class="box"><img src="/p/app.jpg"><p>The paper of the town on your telephone every day</p></div>{STORY}',
        f'{H1}<div class="site-footer"><span class="copyright">© Tick <img src="/p/maker.jpg"></span></div>',
        f'{H1}<div class="related-stories">{OTHER}</div>{STORY}',
        f"{H1}<a href='/moon'><figure><div></div><figcaption>The moon.</figcaption></figure></a>{STORY}",
        f"{H1}<figure><table><tr><td>9</table><figcaption>The lamps in numbers.</figcaption></figure>{STORY}",
        f"{H1}<figure><blockquote>We see.</blockquote><figcaption>Ann Able</figcaption></figure>{STORY}",
        f"{OTHER}{STORY}",
        f"{H1}<img src='{CARD}'>{OTHER}{STORY}",
    ],
)
def test_the_words_of_another_picture_are_not_taken(body: str) -> None:
    image = image_on(body)
    assert image is not None
    assert (image.caption, image.credit) == ("", "")


def test_what_the_head_tells_of_its_picture_is_not_mixed_with_words_of_another() -> None:
    told = (
        '{"@type": "ImageObject", "url": "%s", "caption": "The quay.", "creditText": "Jane Roe"}'
    )
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "image": %s}</script>'
    image = image_on(f"{head % told % CARD}{H1}{OTHER}{STORY}")
    assert image is not None
    assert (image.caption, image.credit, image.alt) == ("The quay.", "Jane Roe", "")
    same = image_on(f"{head % told.replace('Jane Roe', '') % CARD}{H1}{QUAY}{STORY}")
    assert same is not None
    assert (same.caption, same.alt) == ("The quay.", "A quay")


def test_of_several_places_of_a_picture_that_with_words_tells_of_it() -> None:
    twice = f'<div class="m"><img src="{CARD}"></div>' + FIGURE.format(CARD)
    image = image_on(f"{H1}{twice}{STORY}")
    assert image is not None
    assert (image.caption, image.alt) == ("The quay.", "A quay")


def test_scripts_that_serve_all_pictures_are_told_apart_by_what_they_are_asked() -> None:
    named = "https://www.tick.example/getimage.aspx?id=42"
    body = STORY + OTHER.replace("/p/moon-over-town.jpg", "/getimage.aspx?id=41")
    image = image_on(body + FIGURE.format(named), named)
    assert image is not None
    assert image.caption == "The quay."


def test_for_a_sites_own_card_the_picture_over_the_story_stands_in() -> None:
    body = f'<figure class="author-box"><img src="/p/ann.jpg"></figure>{QUAY}{H1}{STORY}'
    image = image_on(body, "https://www.tick.example/tick-logo.png")
    assert image is not None
    assert (image.url, image.caption) == ("https://www.tick.example/p/x1.jpg", "The quay.")


@pytest.mark.parametrize("box", ["figure", "div class=hero", "div class=article-image"])
def test_the_only_text_in_the_box_of_a_leading_picture_is_its_caption(box: str) -> None:
    words = "The quay of Port Ellery and its lamps at dusk"
    shown = (
        f'<{box}><img src="/p/x1.jpg"><div class="x1">{words}</div></{box.split(maxsplit=1)[0]}>'
    )
    image = image_on(f"{H1}{shown}{STORY}")
    assert image is not None
    assert image.caption == words
