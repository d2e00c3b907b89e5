"""What stands by a picture and who made it, as the templates of news sites put it today."""

import pytest

from bot.page.article import read_page

URL = "https://www.tick.example/town/lamps"
PICTURE = "https://www.tick.example/m/harbour-lamps.jpg"
IMG = f'<img src="{PICTURE}" alt="A quay">'
STORY = "<p>The council met on the quay this week and told the people that the lamps would be lit again.</p>"


def words_of(markup: str) -> tuple[str, str]:
    """Read caption and credit of a picture shown by `markup` over a story."""
    page = f'<meta property="og:image" content="{PICTURE}"><main><h1>Lamps are lit</h1>{markup}{STORY * 4}</main>'
    image = read_page(page, URL).image
    assert image is not None
    return image.caption, image.credit


def captioned(words: str) -> str:
    return f"<figure>{IMG}<figcaption>{words}</figcaption></figure>"


BEHIND = {
    # after the last sentence, whatever ends it
    "पुराना तट शाम को दिखा। - Tick Daily": ("पुराना तट शाम को दिखा।", "Tick Daily"),
    "The quay. - J. Roe / SIPA": ("The quay.", "J. Roe / SIPA"),
    "The quay. Beeld Jane Roe": ("The quay.", "Jane Roe"),
    "The quay. Foto T – Tomáš Roe": ("The quay.", "T – Tomáš Roe"),
    "부두에 등불이 켜져 있다. 사진 북산시": ("부두에 등불이 켜져 있다.", "북산시"),
    "부두에 등불이 켜져 있다. /연합뉴스": ("부두에 등불이 켜져 있다.", "연합뉴스"),
    "부두에 등불이 켜져 있다. 김하나 기자 hana@tick.example": ("부두에 등불이 켜져 있다.", "김하나 기자"),
    # a stroke, with no full stop before it
    "The quay | Jane Roe for THE TICK": ("The quay", "Jane Roe for THE TICK"),
    "O cais ao anoitecer - Jane Roe/Divulgação": ("O cais ao anoitecer", "Jane Roe/Divulgação"),
    "O cais - Jane Roe - 3.jun.26/Tique": ("O cais", "Jane Roe - 3.jun.26/Tique"),
    # who took it, in Chinese and Japanese
    "碼頭昨晚亮起燈。（記者王小明攝）": ("碼頭昨晚亮起燈。", "記者王小明"),
    "碼頭昨晚亮起燈。記者王小明／攝影": ("碼頭昨晚亮起燈。", "記者王小明"),
    "码头亮起了灯。新华社记者 王小明 摄": ("码头亮起了灯。", "新华社记者 王小明"),
    # labels of more words than one
    "The quay. (Tick photo by Jane Roe)": ("The quay.", "Jane Roe"),
    "The quay. (Foto: © Jane Roe, Tick)": ("The quay.", "Jane Roe, Tick"),
    "The quay. Sursa foto: Ana Roe": ("The quay.", "Ana Roe"),
    "The quay. - RIPRODUZIONE RISERVATA": ("The quay.", ""),
    "부두에 등불이 켜져 있다. /북산=김하나 기자": ("부두에 등불이 켜져 있다.", "북산=김하나 기자"),
    "부두에 등불이 켜져 있다. 북산시 제공": ("부두에 등불이 켜져 있다.", "북산시 제공"),
    "부두에 등불이 켜져 있다. ⓒ뉴시스": ("부두에 등불이 켜져 있다.", "뉴시스"),
    "夜の埠頭=ロイター": ("夜の埠頭", "ロイター"),
    "夜の埠頭（写真：佐藤花子）": ("夜の埠頭", "佐藤花子"),
    "夜の埠頭（北山市提供）": ("夜の埠頭", "北山市提供"),
    "碼頭昨晚亮起燈。圖／美聯社": ("碼頭昨晚亮起燈。", "美聯社"),
    "El muelle por la noche (Europa Press).": ("El muelle por la noche", "Europa Press"),
    "Il molo di sera - (foto Ansa)": ("Il molo di sera", "Ansa"),
    "O cais à noite • Ana Roe/CNN": ("O cais à noite", "Ana Roe/CNN"),
    "Le quai. Jana Roe pour « La Tic »": ("Le quai.", "Jana Roe pour « La Tic »"),
    "Le quai. (Photo d'illustration) © Jana Roe / AFP": ("Le quai. (Photo d'illustration)", "Jana Roe / AFP"),
    "The quay. Photo courtesy of the Ellery Police": ("The quay.", "the Ellery Police"),
    "The quay. PHOTO | JANE ROE | TMG": ("The quay.", "JANE ROE | TMG"),
    "The quay. Author photo: Jane Roe": ("The quay.", "Jane Roe"),
    # a label before the caption, and a credit before it
    "Foto: Dermaga di sore hari (Andhika Roe/tikcom)": ("Dermaga di sore hari", "Andhika Roe/tikcom"),
    "Foto: Jana Roe | Der Kai am Abend": ("Der Kai am Abend", "Jana Roe"),
    "Photo: Jane Roe | Tick Media Group": ("", "Jane Roe | Tick Media Group"),
    "Foto: Jane Roe | picture alliance / dpa": ("", "Jane Roe | picture alliance / dpa"),
    "Photo: Jane Roe | courtesy of the artist": ("", "Jane Roe | courtesy of the artist"),
    "Photo: Jane Roe | Getty Images via AP": ("", "Jane Roe | Getty Images via AP"),
    # makers alone
    "Jane Roe / Getty Images": ("", "Jane Roe / Getty Images"),
    "Jane Roe/The Tick": ("", "Jane Roe/The Tick"),
    "Shutterstock": ("", "Shutterstock"),
    "Photo-Illustration: Jane Roe/Tick": ("", "Jane Roe/Tick"),
    "The Reuters building": ("The Reuters building", ""),
    "The quay on June 3, 2026. Jane Roe | The Tick": ("The quay on June 3, 2026.", "Jane Roe | The Tick"),
    "The quay. <dl><dt>Credit</dt><dd>Jane Roe</dd></dl>": ("The quay.", "Jane Roe"),
    # no captions
    "<button>Share</button>": ("", ""),
    "Advertisement": ("", ""),
    # no names
    "पुराना तट शाम को। (फाइल फोटो)": ("पुराना तट शाम को। (फाइल फोटो)", ""),
    "Der Kai am Abend. (Archivbild)": ("Der Kai am Abend. (Archivbild)", ""),
    "The quay | the lamps": ("The quay | the lamps", ""),
    "The quay - and Jane Roe": ("The quay - and Jane Roe", ""),
    "The quay of <em>Port Ellery</em>": ("The quay of Port Ellery", ""),
    "3/4 of the lamps are lit": ("3/4 of the lamps are lit", ""),
    "The smith wrote E=mc2": ("The smith wrote E=mc2", ""),
    "Jana Roe (CDU/CSU)": ("Jana Roe (CDU/CSU)", ""),
    "Jana Roe (Bündnis 90/Die Grünen)": ("Jana Roe (Bündnis 90/Die Grünen)", ""),
}  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), BEHIND.items())
def test_a_name_behind_a_caption_is_the_makers(words: str, expected: tuple[str, str]) -> None:
    assert words_of(captioned(words)) == expected


PARTS = {
    '<span class="u-hide-visually">Image:</span><span>The quay. Pic: PA</span>': ("The quay.", "PA"),
    "<p><span>Item 1 of 3 </span>The quay. REUTERS/Jane Roe</p>": ("The quay.", "REUTERS/Jane Roe"),
    "<span>Legende: </span><span>The quay.</span>": ("The quay.", ""),
    "▲ The quay.<span>JANE ROE/LUSA</span>": ("The quay.", "JANE ROE/LUSA"),
    "<div>The quay. <span>(<b>Jane Roe</b>)</span></div>": ("The quay.", "Jane Roe"),
    'The quay of <i>Ellery</i>, lit. <i class="credit">(<b>Jane Roe</b>)</i>': ("The quay of Ellery, lit.", "Jane Roe"),
    "El muelle al anochecer<strong>Jane Roe - LA TIC</strong>": ("El muelle al anochecer", "Jane Roe - LA TIC"),
    '<i class="credit">PHOTO JANE ROE, THE TICK</i><p>The quay.</p>': ("The quay.", "JANE ROE, THE TICK"),
    '<i class="x_credit">Beeld Jane Roe</i> The quay.': ("The quay.", "Jane Roe"),
    '<i class="Caption-module_text__x">The quay. May 2026</i><i class="Caption-module_credit__y">Ana Roe / Tick</i>': ("The quay. May 2026", "Ana Roe / Tick"),
    '<i class="heroCredit">Ana Roe</i><p>The quay</p>': ("The quay", "Ana Roe"),
    '<strong class="tit-cap">The quay</strong><p>The quay of Port Ellery at dusk.</p>': ("The quay of Port Ellery at dusk.", ""),
    '<i class="title">The quay of Port Ellery</i> <i class="author">Jane Roe</i>': ("The quay of Port Ellery", "Jane Roe"),
    '<i class="c">The quay</i><i class="rights-credit">Alamy Stock Photo <b>Alamy Stock Photo</b></i>': ("The quay", "Alamy Stock Photo"),
    "<b>Jan Roe / Tik</b><i>Nabrzeże wieczorem</i>": ("Nabrzeże wieczorem", "Jan Roe / Tik"),
    "<i>Nabrzeże wieczorem</i><i>Jan Roe/Tik</i>": ("Nabrzeże wieczorem", "Jan Roe/Tik"),
    "<i>The old quay of Ellery</i><i>Jane Roe</i>": ("The old quay of Ellery", "Jane Roe"),
    "<i>The quay</i> <i>Port Ellery</i>": ("The quay Port Ellery", ""),
    "<i>The old quay of Ellery</i> <i>at dusk</i>": ("The old quay of Ellery at dusk", ""),
    '<span>1/12</span><i class="x">The quay.</i><i class="y">Jane Roe</i>': ("The quay.", "Jane Roe"),
    '<b>The quay.</b><i>The quay.</i><i class="credit">Jane Roe</i>': ("The quay.", "Jane Roe"),
    '<p>The museum of Getty.</p><i class="credit">Getty</i>': ("The museum of Getty.", "Getty"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), PARTS.items())
def test_the_parts_of_a_caption_are_told_apart(words: str, expected: tuple[str, str]) -> None:
    assert words_of(captioned(words)) == expected


AROUND = {
    f'<figure><div>{IMG}<span class="x">Tick/Jane Roe</span></div><figcaption>The quay.</figcaption></figure>': ("The quay.", "Tick/Jane Roe"),
    f'<figure><div>{IMG}<span class="x">PA Media</span></div><figcaption>The quay.</figcaption></figure>': ("The quay.", "PA Media"),
    f'<figure><div>{IMG}<span class="x">Watch Now</span></div><figcaption>The quay.</figcaption></figure>': ("The quay.", ""),
    f"<p>{IMG}</p><p>码头亮起了灯。新华社记者 王小明 摄</p>": ("码头亮起了灯。", "新华社记者 王小明"),
    f'<aside><div>{IMG}</div><div class="m" data-c-caption="The quay." data-c-credit="Jane Roe, Tick"></div></aside>': ("The quay.", "Jane Roe, Tick"),
    f'<figure><img src="{PICTURE}" data-caption="&lt;p&gt;The quay. (Photo: Jane Roe)&lt;/p&gt;"></figure>': ("The quay.", "Jane Roe"),
    f'<div><div>{IMG}</div><div class="image-legend">The quay</div><div class="image-credit">Ana Roe/CTN</div></div>': ("The quay", "Ana Roe/CTN"),
    f'<div><div>{IMG}</div><div class="x__photo-desc">The quay</div><div class="x__photo-author">Ana Roe</div></div>': ("The quay", "Ana Roe"),
    f'<div><div>{IMG}</div><div data-testid="image-caption">The quay</div><div data-testid="image-credit">Ana Roe</div></div>': ("The quay", "Ana Roe"),
    f'<div><div>{IMG}</div><p class="foto-popis">The quay</p></div>': ("The quay", ""),
    f'<div><div>{IMG}</div><p class="cutline">The quay</p></div>': ("The quay", ""),
    f'<figure>{IMG}<figcaption><i>The quay</i><i class="_byline_2">Ana Roe</i></figcaption></figure>': ("The quay", "Ana Roe"),
    f'<figure>{IMG}<figcaption><span>The quay</span><span class="x-quelle">Ana Roe</span></figcaption></figure>': ("The quay", "Ana Roe"),
    f'<table><tr><td>{IMG}</td></tr><tr><td class="caption">The quay. Ảnh: Ana Roe</td></tr></table>': ("The quay.", "Ana Roe"),
    f'<figure><img src="/p/quay-on-phones.jpg">{IMG}<figcaption>The quay.</figcaption></figure>': ("The quay.", ""),
    f"<figure><figure>{IMG}</figure><figure><img src='/p/moon-shine.jpg'><figcaption>The moon.</figcaption></figure></figure>": ("", ""),
    f'<div>{IMG}</div><div><div class="ad-legend">Advertisement</div></div>': ("", ""),
    f'<div class="hero">{IMG}<p class="dek">The town says that the lamps will be lit again.</p></div>': ("", ""),
    f'<header><div>{IMG}</div><p class="caption">The quay.</p></header>': ("The quay.", ""),
    f'<figure>{IMG}</figure><div class="other" data-caption="The moon."></div>': ("", ""),
}  # fmt: skip


@pytest.mark.parametrize(("markup", "expected"), AROUND.items())
def test_words_around_a_picture_are_its_own(markup: str, expected: tuple[str, str]) -> None:
    assert words_of(markup) == expected


def test_a_thing_of_json_that_tells_of_the_picture_alone_is_heard() -> None:
    told = f'{{"@type": "ImageObject", "contentUrl": "{PICTURE}?w=9", "caption": "The quay.", "creditText": "Jane Roe"}}'
    other = '{"@type": "ImageObject", "url": "https://www.tick.example/m/moon-over-town.jpg", "creditText": "Bo Ray"}'
    markup = f'<script type="application/ld+json">[{other}, {told}]</script>{IMG}'
    assert words_of(markup) == ("The quay.", "Jane Roe")
