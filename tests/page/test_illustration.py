import pytest

from bot.model import Image
from bot.page.article import read_page
from bot.page.dom import parse
from bot.page.head import read_head
from bot.page.illustration import gallery, lead_image
from bot.page.outline import Outline

URL = "https://www.tick.example/town/lamps"
PICTURE = "https://www.tick.example/m/harbour-lamps.jpg"
OG = f'<meta property="og:image" content="{PICTURE}">'


def image_of(html: str) -> Image | None:
    root = parse(html)
    lines = (block.text for block in Outline(root).blocks)
    return lead_image(root, read_head(root), lines, URL)[0]


def in_json(image: str) -> str:
    return (
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "image": {image}}}</script>'
    )


@pytest.mark.parametrize(
    "html",
    [
        OG,
        '<meta property="og:image" content="/m/harbour-lamps.jpg">',
        in_json(f'"{PICTURE}"'),
        in_json(f'["{PICTURE}", "https://www.tick.example/m/small.jpg"]'),
        in_json(f'{{"@type": "ImageObject", "url": "{PICTURE}"}}'),
        f'<meta name="twitter:image" content="{PICTURE}">',
        '<meta property="og:image" content="https://tick.example/logo.png">'
        + in_json(f'"{PICTURE}"'),
        '<p><img src="/ad.gif"></p><figure><img src="data:image/gif;base64,R0" data-src="/m/harbour-lamps.jpg"></figure>',
    ],
)
def test_the_picture_is_found(html: str) -> None:
    image = image_of(html)
    assert image is not None
    assert image.url == PICTURE


@pytest.mark.parametrize(
    "html",
    ["", "<img src=/a.jpg>", '<meta property="og:image" content="">', OG.replace("https", "x")],
)
def test_no_picture_is_made_up(html: str) -> None:
    assert image_of(html) is None


FIGURES = {
    '<figure><img src="{}"><figcaption><i>The quay.</i><i class=c><b>Credit...</b><b>Jane Roe for The Tick</b></i></figcaption></figure>': (
        ("The quay.", "Jane Roe for The Tick")
    ),
    '<div class=image><img src="{}"><div class=meta><span>The quay of Port Ellery on June 3, 2026.</span></div><figcaption class=image__credit>Jane Roe/AP</figcaption></div>': (
        ("The quay of Port Ellery on June 3, 2026.", "Jane Roe/AP")
    ),
    '<figure><img src="{}"><figcaption>The quay (Tick Photo by Jane Roe)</figcaption></figure>': (
        ("The quay", "Jane Roe")
    ),
    '<figure><img src="{}"><figcaption>The quay - Copyright AP Photo/Jane Roe</figcaption></figure>': (
        ("The quay", "AP Photo/Jane Roe")
    ),
    '<figure><img src="{}"><figcaption><i>The quay</i> - <i>Copyright</i> <small>Jane Roe/The AP</small></figcaption></figure>': (
        ("The quay", "Jane Roe/The AP")
    ),
    '<figure><img src="{}"><figcaption>The quay at dusk.JANE ROE/REUTERS</figcaption></figure>': (
        ("The quay at dusk.", "JANE ROE/REUTERS")
    ),
    '<figure><img src="{}"><figcaption><span>The quay</span><span>JANE ROE</span></figcaption></figure>': (
        ("The quay", "JANE ROE")
    ),
    '<figure><img src="{}"><figcaption>The quay. Courtesy of Jane Roe</figcaption></figure>': (
        ("The quay.", "Jane Roe")
    ),
    '<figure><img src="{}"><figcaption>The quay / Jane Roe / AFP</figcaption></figure>': (
        ("The quay", "Jane Roe / AFP")
    ),
    '<figure><img src="{}"><figcaption><p>Bild: Jane Roe</p><p>The quay.</p></figcaption></figure>': (
        ("The quay.", "Jane Roe")
    ),
    '<figure><img src="{}"><figcaption>The quay. Photo Tick/Jane Roe</figcaption></figure>': (
        ("The quay.", "Tick/Jane Roe")
    ),
    '<figure><img src="{}"><figcaption>The quay. Photo AFP</figcaption></figure>': (
        ("The quay.", "AFP")
    ),
    '<figure><img src="{}"><figcaption>The quay at dusk. LP/Jane Roe</figcaption></figure>': (
        ("The quay at dusk.", "LP/Jane Roe")
    ),
    '<figure><img src="{}"><figcaption>The quay. Zdroj: ČTK</figcaption></figure>': (
        ("The quay.", "ČTK")
    ),
    '<figure><img src="{}"><figcaption>The quay of Port Ellery, a picture of Jane Roe</figcaption></figure>': (
        ("The quay of Port Ellery, a picture of Jane Roe", "")
    ),
    '<div class=slide><figure><img src="{}"></figure><div class=slide-info><p>Ines Calloway lights a lamp on Tuesday, June 3, 2025. (AP Photo/Bo Ray)</p><div>1 of 2</div></div></div>': (
        ("Ines Calloway lights a lamp on Tuesday, June 3, 2025.", "AP Photo/Bo Ray")
    ),
    '<div class=pic><img src="{}"></div><div class=article__image-text>The quay at dusk. Photo: Ines Calloway</div><p>Text</p>': (
        ("The quay at dusk.", "Ines Calloway")
    ),
    '<div class=_l><img src="{}"><div class=_1>Lajos at the rope <span>Fotó: Béla Nagy / Tick</span></div></div>': (
        ("Lajos at the rope", "Béla Nagy / Tick")
    ),
    '<figure><img src="{}"><figcaption>The quay at dusk © Coast pict. / A. Ray</figcaption></figure>': (
        ("The quay at dusk", "Coast pict. / A. Ray")
    ),
    '<figure><img src="{}"><figcaption><span>The quay at dusk, sold twice. Photo by </span><a href=/u><span>Ines Calloway</span></a><span> / </span><a href=/v><span>Unsplash</span></a></figcaption></figure>': (
        ("The quay at dusk, sold twice.", "Ines Calloway / Unsplash")
    ),
    '<figure><img src="{}"><figcaption><div class=caption><span class=caption-text>A tuner: on the way to school</span><span class=caption-credit>Ines Calloway</span></div></figcaption></figure>': (
        ("A tuner: on the way to school", "Ines Calloway")
    ),
    '<figure><div><img src="{}"><p><span class=v>منبع تصویر، </span><span>Getty Images</span></p></div><figcaption><span class=v>توضیح تصویر، </span><p>کارگاه آقای صدری باز ماند</p></figcaption></figure>': (
        ("کارگاه آقای صدری باز ماند", "Getty Images")
    ),
    '<figure><img src="{}"><figcaption>The quay at dusk. <i class="credit">(Photo: Getty Images) Getty</i></figcaption></figure>': (
        ("The quay at dusk.", "Getty Images")
    ),
    '<figure><img src="{}"><figcaption>The quay at dusk. Image credit: Ines Calloway</figcaption></figure>': (
        ("The quay at dusk.", "Ines Calloway")
    ),
    '<figure><img src="{}"><figcaption>The quay at dusk. (Foto: dpa)</figcaption></figure>': (
        ("The quay at dusk.", "dpa")
    ),
    '<figure><img src="{}"><figcaption>The quay at dusk. Фото: Пётр Вяземцев</figcaption></figure>': (
        ("The quay at dusk.", "Пётр Вяземцев")
    ),
    '<figure><img src="{}"><figcaption>The quay at dusk. (AP Photo/Jane Roe)</figcaption></figure>': (
        ("The quay at dusk.", "AP Photo/Jane Roe")
    ),
    '<figure><img src="{}"><figcaption>The quay at dusk. Jane Roe/Reuters</figcaption></figure>': (
        ("The quay at dusk.", "Jane Roe/Reuters")
    ),
    '<figure><img src="{}"><figcaption>The quay at dusk. Jane Roe/The Tick</figcaption></figure>': (
        ("The quay at dusk.", "Jane Roe/The Tick")
    ),
    '<figure><img src="{}"><figcaption>The quay at dusk | Getty Images</figcaption></figure>': (
        ("The quay at dusk", "Getty Images")
    ),
    '<figure><img src="{}"><figcaption>The quay at dusk © Jane Roe</figcaption></figure>': (
        ("The quay at dusk", "Jane Roe")
    ),
    '<figure><img src="{}"><figcaption><span>The quay.</span> <span class="credit">Photo by Jane Roe</span></figcaption></figure>': (
        ("The quay.", "Jane Roe")
    ),
    '<figure><img src="{}"><i class="photographer">Jane Roe</i><figcaption>The quay.</figcaption></figure>': (
        ("The quay.", "Jane Roe")
    ),
    '<div class="wp-caption"><a><img src="{}"></a><p class="wp-caption-text">The quay.</p></div>': (
        ("The quay.", "")
    ),
    '<figure><img src="{}"><figcaption>Credit: Jane Roe</figcaption></figure>': ("", "Jane Roe"),
    '<figure><picture><source srcset="{} 2x"><img alt="x"></picture><figcaption>The quay.</figcaption></figure>': (
        ("The quay.", "")
    ),
    '<figure><img src="{}"><figcaption>A photo of the quay, and/or of dusk.</figcaption></figure>': (
        ("A photo of the quay, and/or of dusk.", "")
    ),
    '<img src="{}"><p>The quay is long.</p>': ("", ""),
    '<img src="{}"><p>Words, many words.</p><p>Image credit: Jane Roe / The Tick</p>': (
        ("", "Jane Roe / The Tick")
    ),
    '<figure><img src="{}"><figcaption>Image via Getty Images</figcaption></figure>': (
        ("", "Getty Images")
    ),
    '<img src="{}"><p>GRAPHIC: Global assets in 2019</p>': ("", ""),
    # as publishers of many countries write it
    '<div><figure><img src="{}"><span>Getty Images</span></figure></div><div><figcaption>The quay.</figcaption></div>': (
        ("The quay.", "Getty Images")
    ),
    '<div><figure><picture><img src="{}"></picture></figure><figcaption>The quay<span class="attribution">ছবি: সৌরভ দাশ</span></figcaption></div>': (
        ("The quay", "সৌরভ দাশ")
    ),
    '<figure><img src="{}"><figcaption><span>The quay.</span><span class="a_m_m">Álex Zea (Europa Press)</span></figcaption></figure>': (
        ("The quay.", "Álex Zea (Europa Press)")
    ),
    '<figure><img src="{}"><figcaption><span>The quay.</span> <span>|</span> <span class="x">LA TIQUE / JEANNE ROE</span></figcaption></figure>': (
        ("The quay.", "LA TIQUE / JEANNE ROE")
    ),
    '<figure><img src="{}"><figcaption><p>The quay.</p><p>It was built in 1900.</p></figcaption></figure>': (
        ("The quay. It was built in 1900.", "")
    ),
    '<figure><img src="{}"><figcaption>The quay <span>(ansa)</span></figcaption></figure>': (
        ("The quay", "ansa")
    ),
    '<figure><img src="{}"><figcaption>الرصيف ليلا (الفرنسية)</figcaption></figure>': (
        ("الرصيف ليلا", "الفرنسية")
    ),
    '<figure><img src="{}"><figcaption>부두의 밤 [연합뉴스 자료사진]</figcaption></figure>': (
        ("부두의 밤", "연합뉴스 자료사진")
    ),
    '<figure><img src="{}"><figcaption>夜の埠頭＝佐藤花子撮影</figcaption></figure>': (
        ("夜の埠頭", "佐藤花子")
    ),
    '<figure><img src="{}"><figcaption>The quay. REUTERS/Jane Roe <a href="#">Purchase Licensing Rights<span>, opens new tab</span></a></figcaption></figure>': (
        ("The quay.", "REUTERS/Jane Roe")
    ),
    '<figure><img src="{}"><div class="credit-caption"><div class="caption"><p>The quay. <b class="credit">Jane Roe</b><b class="hide-caption">hide caption</b></p></div></div></figure>': (
        ("The quay.", "Jane Roe")
    ),
    '<div class="image"><img src="{}"><div class="image__caption attribution">The quay.</div><div class="image__credit">Jane Roe</div></div>': (
        ("The quay.", "Jane Roe")
    ),
    '<figure><amp-img src="{}"></amp-img><p class="wp-caption-text">The quay — Foto: Ana Roe</p></figure>': (
        ("The quay", "Ana Roe")
    ),
    '<figure><img src="{}"><p><span class="visually-hidden">Image source, </span>The Tick</p><figcaption><span class="visually-hidden">Image caption, </span><p>The quay.</p></figcaption></figure>': (
        ("The quay.", "The Tick")
    ),
    '<div class="photo"><img src="{}"><div class="copyright">© Tick News / Jane Roe</div></div>': (
        ("", "Tick News / Jane Roe")
    ),
    '<div class="grid"><img src="{}"><img src="/m/second-scene.jpg"><p class="caption">Another.</p></div>': (
        ("", "")
    ),
    '<div class="post"><img src="{}"><span class="author">Posted by Jane</span></div>': ("", ""),
    '<figure><img src="/other-picture.jpg"><figcaption>Another. Foto: dpa</figcaption></figure>': (
        ("", "")
    ),
    # a name behind the last sentence: after a stroke or a dash, in an element of its own
    '<figure><img src="{}"><figcaption>The quay at dusk. / Ana Roe</figcaption></figure>': (
        ("The quay at dusk.", "Ana Roe")
    ),
    '<figure><img src="{}"><figcaption>The quay at dusk. / Á. Roe</figcaption></figure>': (
        ("The quay at dusk.", "Á. Roe")
    ),
    '<figure><img src="{}"><figcaption>Le quai le soir. - Jeanne de Roe.</figcaption></figure>': (
        ("Le quai le soir.", "Jeanne de Roe")
    ),
    '<figure><img src="{}"><figcaption>The quay at dusk. - And the lamps</figcaption></figure>': (
        ("The quay at dusk. - And the lamps", "")
    ),
    '<figure><img src="{}"><figcaption>El muelle. <span>TIC/ J. Roe</span></figcaption></figure>': (
        ("El muelle.", "TIC/ J. Roe")
    ),
    '<figure><img src="{}"><figcaption>The quay at dusk. <span>Ana Roe</span></figcaption></figure>': (
        ("The quay at dusk.", "Ana Roe")
    ),
    '<figure><img src="{}"><figcaption>The quay at dusk. <b>It is long.</b></figcaption></figure>': (
        ("The quay at dusk. It is long.", "")
    ),
    '<figure><img src="{}"><figcaption>The quay at dusk. <a href="/q">More Lamps</a></figcaption></figure>': (
        ("The quay at dusk. More Lamps", "")
    ),
    '<figure><img src="{}"><figcaption>부두에 등불이 켜져 있다. 김하나 기자</figcaption></figure>': (
        ("부두에 등불이 켜져 있다.", "김하나 기자")
    ),
    '<figure><img src="{}"><figcaption>اسکله در شب؛ عکس: آنا رو</figcaption></figure>': (
        ("اسکله در شب", "آنا رو")
    ),
    '<div><img src="{}"><div class="pic-src">Снимка: Ана Роу</div></div>': ("", "Ана Роу"),
    '<div><img src="{}"><div class="img-credit">The quay at dusk. Photo: Ana Roe</div></div>': (
        ("The quay at dusk.", "Ana Roe")
    ),
    '<main><div><img src="{}"><h1>Lamps</h1></div><div class="legenda">O cais. <b class="autor">Ana Roe</b></div></main>': (
        ("O cais.", "Ana Roe")
    ),
    '<img src="{}"><p>The story is long.</p><p>Kaynak: TICK</p>': ("", ""),
    '<img src="{}"><p>The story is long.</p><p>Source: The Tick</p>': ("", ""),
    # names in brackets, behind labels in any script, in an element for them
    '<figure><img src="{}"><figcaption>The quay. (TU Photo/Jane Roe)</figcaption></figure>': (
        ("The quay.", "TU Photo/Jane Roe")
    ),
    '<figure><img src="{}"><figcaption>The quay at noon (Jane Roe/The Tick)</figcaption></figure>': (
        ("The quay at noon", "Jane Roe/The Tick")
    ),
    '<figure><img src="{}"><figcaption>The quay in 2025. (TICKPIX)</figcaption></figure>': (
        ("The quay in 2025.", "TICKPIX")
    ),
    '<figure><img src="{}"><figcaption>The quay in 2025. (Archive picture)</figcaption></figure>': (
        ("The quay in 2025. (Archive picture)", "")
    ),
    '<figure><img src="{}"><figcaption>Il molo (Fotogramma)</figcaption></figure>': (
        ("Il molo", "Fotogramma")
    ),
    '<figure><img src="{}"><figcaption>Η προβλήτα [ΦΩΤΟΓΡΑΦΙΑ: ΝΙΚΟΣ ΡΟΔΗΣ]</figcaption></figure>': (
        ("Η προβλήτα", "ΝΙΚΟΣ ΡΟΔΗΣ")
    ),
    '<figure><img src="{}"><figcaption>पुराना तट। (फोटो- एएनआई)</figcaption></figure>': (
        ("पुराना तट।", "एएनआई")
    ),
    '<figure><img src="{}"><figcaption><span>The quay at noon</span> <i>JANE ROE-LEE</i></figcaption></figure>': (
        ("The quay at noon", "JANE ROE-LEE")
    ),
    '<article><div><img src="{}"></div><div class="m-caption">The quay</div><div class="m-credit">Jane Roe</div></article>': (
        ("The quay", "Jane Roe")
    ),
    # in a box of the picture's own whose names tell nothing
    '<div class="pic"><figure><img src="{}"></figure><p class="p1">Lamps above the quay of Ellery — Foto: Ana Roe</p></div>': (
        ("Lamps above the quay of Ellery", "Ana Roe")
    ),
    '<div class="c0"><picture><img src="{}"></picture><div class="c1">Lamps above the old quay of Ellery</div></div>': (
        ("Lamps above the old quay of Ellery", "")
    ),
    '<div class="c0"><img src="{}"><p>Lamps above the old quay of Ellery</p><p>Bildquelle: Jane Roe</p></div>': (
        ("Lamps above the old quay of Ellery", "Jane Roe")
    ),
    '<div class="c0"><a href="/m/large.jpg"><img src="{}"></a><p>Lamps above the old quay of Ellery</p></div>': (
        ("Lamps above the old quay of Ellery", "")
    ),
    '<div class="c0"><img src="{}"><p>ABONE OL Haberi Dinle</p></div>': ("", ""),
    '<figure><img src="{}"><figcaption><b>ANP</b><b>The quay at noon</b></figcaption></figure>': (
        ("The quay at noon", "ANP")
    ),
    '<figure><img src="{}"><figcaption>The quay (Fot. Jan Roe / Agencja Tik)</figcaption></figure>': (
        ("The quay", "Jan Roe / Agencja Tik")
    ),
    '<figure><img src="{}"><figcaption>The quay<br><i>Fotó: Rózsa D. András / Tikk</i></figcaption></figure>': (
        ("The quay", "Rózsa D. András / Tikk")
    ),
    '<figure><img src="{}"><figcaption>부두의 밤 [북산시 제공. 재판매 및 DB 금지]</figcaption></figure>': (
        ("부두의 밤", "북산시 제공")
    ),
    '<figure><img src="{}"><figcaption>Lihat Foto <span>The quay</span>(TICK/JANE ROE)</figcaption></figure>': (
        ("The quay", "TICK/JANE ROE")
    ),
    '<figure><img src="{}"><figcaption>The quay - <i class="credit">Jane Roe</i></figcaption></figure>': (
        ("The quay", "Jane Roe")
    ),
    '<div><span><img src="{}"></span><span class="itemImageCaption">The quay</span><span class="itemImageCredits">БТА</span></div>': (
        ("The quay", "БТА")
    ),
    '<div class="c0"><img src="{}"><p>By Jane Roe, 4 May 2026, 10:00</p></div>': ("", ""),
    '<div class="c0"><img src="{}"><p><a href="/x">Why the tower has no clock</a></p></div>': (
        ("", "")
    ),
    '<div class="c0"><img src="{}"><h1>Lamps above the old quay of Ellery</h1></div>': ("", ""),
}


@pytest.mark.parametrize(("figure", "expected"), FIGURES.items())
def test_caption_and_credit_are_told_apart(figure: str, expected: tuple[str, str]) -> None:
    image = image_of(OG + figure.format("/m/harbour-lamps-1024x683.jpg"))
    assert image is not None
    assert (image.caption, image.credit) == expected


@pytest.mark.parametrize(
    ("meant", "shown"),
    [
        ("7f0c1-0004_w1200_r1.77_fpx50.jpg", "7f0c1-0004_w948_r1.33_fpx50.webp"),
        ("20240319-OYT1I50100-T.jpg", "20240319-OYT1I50100-1.jpg"),
        ("quay-kJTG-656x492@Tick-Web.jpg", "quay-kJTG-1312x984@Tick-Web.jpg"),
    ],
)
def test_a_picture_is_known_again_in_another_size_or_cut(meant: str, shown: str) -> None:
    html = f'<figure><img src="/m/{shown}"><figcaption>The quay.</figcaption></figure>'
    image = image_of(OG.replace("harbour-lamps.jpg", meant) + html)
    assert image
    assert image.caption == "The quay."


@pytest.mark.parametrize(
    "html",
    [
        '<figure><img src="data:," data-srcset="/m/dawn-400.jpg 400w, /m/dawn-1600.jpg 1600w"></figure>',
        '<div itemprop="image"><img itemprop="url" src="/m/dawn-1600.jpg"></div>',
    ],
)
def test_a_picture_that_no_head_names_is_found(html: str) -> None:
    image = image_of(html)
    assert image
    assert image.url == "https://www.tick.example/m/dawn-1600.jpg"


def test_an_alt_text_may_name_the_maker() -> None:
    image = image_of(OG + '<img src="/m/harbour-lamps.jpg" alt="Lamps. (AP Photo/Jane Roe)">')
    assert image is not None
    assert image.credit == "AP Photo/Jane Roe"


def test_a_title_may_name_the_maker() -> None:
    image = image_of(OG + '<img src="/m/harbour-lamps.jpg" title="Lamps &copy; Jane Roe">')
    assert image is not None
    assert image.credit == "Jane Roe"


def test_json_tells_what_the_page_does_not_show() -> None:
    said = f'{{"url": "{PICTURE}", "caption": "The quay.", "creditText": "Photo: Jane Roe"}}'
    assert image_of(in_json(said)) == Image(url=PICTURE, caption="The quay.", credit="Jane Roe")


@pytest.mark.parametrize(
    ("html", "alt"),
    [
        ('<img src="/m/harbour-lamps.jpg?w=5" alt=" Lamps at\ndusk ">', "Lamps at dusk"),
        ('<picture><source srcset="/m/harbour-lamps.webp"><img alt="Lamps"></picture>', "Lamps"),
        (
            '<meta property="og:image:alt" content="Lamps"><img src="/m/harbour-lamps.jpg">',
            "Lamps",
        ),
        ('<img src="/m/other.jpg" alt="Whales">', ""),
    ],
)
def test_the_alt_text_is_that_of_this_picture(html: str, alt: str) -> None:
    image = image_of(OG + html)
    assert image is not None
    assert image.alt == alt


def test_a_drawing_that_no_platform_takes_gives_way_to_a_picture() -> None:
    page = (
        '<meta property="og:image" content="https://tick.example/m/harbour-map.svg?v=2">'
        '<meta name="twitter:image" content="https://tick.example/m/harbour.jpg">'
    )
    image = read_page(page, "https://tick.example/lamps").image
    assert image is not None
    assert image.url == "https://tick.example/m/harbour.jpg"


@pytest.mark.parametrize("name", ["/m/1.jpg", "/photos/2026/large.jpg"])
def test_a_picture_whose_name_tells_little_is_known_by_its_whole_address(name: str) -> None:
    shown = (
        f'<figure><img src="{name}"><figcaption>The wall (Photo: Ann Able)</figcaption></figure>'
    )
    other = '<figure><img src="/m/2.jpg"><figcaption>The moon</figcaption></figure>'
    head = f'<meta property="og:image" content="https://www.tick.example{name}">'
    image = image_of(f"{head}<article>{other}{shown}</article>")
    assert image
    assert (image.caption, image.credit) == ("The wall", "Ann Able")


def figure(name: str, caption: str = "A scene", around: str = "{}", **attributes: str) -> str:
    told = " ".join(f'{key}="{value}"' for key, value in attributes.items())
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    img = around.format(f'<img src="/m/{name}" {told}>')
    return f"<figure>{img}{words}</figure>"


@pytest.mark.parametrize(
    ("html", "names"),
    [
        (figure("harbour-lamps-1200x800.jpg"), []),
        (figure("second-scene.jpg") + figure("third-scene.jpg"), ["second-scene", "third-scene"]),
        (figure("second-scene.jpg") + figure("second-scene-300x200.jpg"), ["second-scene"]),
        (figure("second-scene.jpg", caption=""), []),
        (figure("site-logo.png"), []),
        (figure("teaser-scene.jpg", around='<a href="/another-story">{}</a>'), []),
        (figure("large-scene.jpg", around='<a href="/m/large-scene.jpg">{}</a>'), ["large-scene"]),
        (f"<aside>{figure('aside-scene.jpg')}</aside>", []),
        (f"<a href='/x'>{figure('linked-scene.jpg')}</a>", []),
        (
            "".join(figure(f"scene-number-{n}.jpg") for n in range(12)),
            [f"scene-number-{n}" for n in range(9)],
        ),
    ],
)
def test_further_pictures_stand_in_the_text_with_words_of_their_own(
    html: str, names: list[str]
) -> None:
    root = parse(f"{OG}<article><h1>Lamps</h1><p>Text.</p>{html}</article>")
    head = read_head(root)
    lead = lead_image(root, head, (), URL)[0]
    found = gallery(root, head, lead, URL)
    assert [image.url for image in found] == [f"https://www.tick.example/m/{n}.jpg" for n in names]


def test_a_further_picture_brings_its_own_words() -> None:
    html = figure("second-scene.jpg", "The quay (Jane Roe/Reuters)", alt="Boats at a quay")
    article = read_page(f"{OG}<main>{html}</main>", URL)
    assert article.gallery == (
        Image(
            url="https://www.tick.example/m/second-scene.jpg",
            alt="Boats at a quay",
            credit="Jane Roe/Reuters",
            caption="The quay",
        ),
    )


@pytest.mark.parametrize("nothing", ["–", "|", " - ", "– –", "<b>|</b>", "<i>–</i> <b>/</b>"])
def test_a_caption_of_nothing_but_separators_is_none(nothing: str) -> None:
    """A template that has no words for its caption leaves them there; the page is read all the same."""
    figure = f'<figure><img src="{PICTURE}"><figcaption>{nothing}</figcaption></figure>'
    assert image_of(f"<article><h1>Lamps</h1>{figure}</article>") == Image(url=PICTURE)


@pytest.mark.parametrize("own", ["/tick-logo.png", "/common/ogp.png", "/og-image.jpg"])
def test_a_sites_own_picture_gives_way_to_one_of_the_story(own: str) -> None:
    shown = '<div class="wp-caption"><img src="/m/quay.jpg"><p>The quay. Photo: Ines Calloway</p></div>'
    image = image_of(f'<meta property="og:image" content="https://tick.example{own}">{shown}')
    assert image is not None
    assert (image.url, image.caption) == ("https://www.tick.example/m/quay.jpg", "The quay.")
    others = '<aside><figure><img src="/m/other.jpg"></figure></aside><figure><img src="/m/logo.png"></figure>'
    image = image_of(f'<meta property="og:image" content="https://tick.example{own}">{others}')
    assert image is not None
    assert image.url == f"https://tick.example{own}"


def test_a_films_picture_is_not_the_sites_own() -> None:
    shown = '<figure><img src="/m/quay.jpg"></figure>'
    film = "https://tick.example/m/maxresdefault-6.jpg"
    image = image_of(f'<meta property="og:image" content="{film}">{shown}')
    assert image is not None
    assert image.url == film


def test_a_caption_in_the_story_brings_no_writer_of_it() -> None:
    words = '<p class="image-caption">The quay. Photo: Ines Calloway</p>'
    body = f'<div><b class="author">Tom Okafor</b>{words}{"<p>The lamps are lit.</p>" * 50}</div>'
    image = image_of(f'{OG}<div><div><img src="{PICTURE}"></div></div>{body}')
    assert image is not None
    assert (image.caption, image.credit) == ("The quay.", "Ines Calloway")
