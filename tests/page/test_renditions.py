import pytest

from bot.page.dom import parse
from bot.page.head import read_head
from bot.page.illustration import lead_image

URL = "https://www.tick.example/town/lamps"
AT = "https://www.tick.example/m/"
LEAD = f"{AT}harbour-lamps.jpg"
OG = f'<meta property="og:image" content="{LEAD}">'


def others(html: str) -> list[str]:
    root = parse(OG + html)
    image, _ = lead_image(root, read_head(root), (), URL)
    assert image is not None
    assert image.url == LEAD
    return [address.removeprefix(AT) for address in image.others]


@pytest.mark.parametrize(
    ("html", "sizes"),
    [
        ("", []),
        ('<img src="/m/harbour-lamps.jpg">', []),
        (
            (
                '<img src="/m/harbour-lamps.jpg" srcset="/m/harbour-lamps-300x200.jpg 300w,'
                " /m/harbour-lamps-768x512.jpg 768w, /m/harbour-lamps-1536x1024.jpg 1536w,"
                ' /m/harbour-lamps-4000x3000.jpg 4000w">'
            ),
            ["harbour-lamps-1536x1024.jpg", "harbour-lamps-768x512.jpg"],
        ),
        (
            '<img data-src="/m/harbour-lamps.jpg" data-srcset="/m/w_800,c_fit/harbour-lamps.jpg 2x">',
            ["w_800,c_fit/harbour-lamps.jpg"],
        ),
        (
            (
                '<picture><source type="image/webp" srcset="/m/harbour-lamps.webp 800w">'
                '<source srcset="/m/harbour-lamps-900.jpg 900w"><img src="/m/harbour-lamps.jpg"></picture>'
            ),
            ["harbour-lamps-900.jpg"],
        ),
        (
            (
                '<meta name="twitter:image" content="/m/harbour-lamps-large.jpg">'
                '<script type="application/ld+json">{"@type": "NewsArticle", "image":'
                f' ["{LEAD}", "{AT}harbour-lamps-1200x900.jpg", "{AT}another-picture.jpg"]}}</script>'
            ),
            ["harbour-lamps-1200x900.jpg", "harbour-lamps-large.jpg"],
        ),
        ('<img src="/m/harbour-lamps.jpg" srcset="data:image/gif;base64,R0lG 1x, , ,/m/ 9w">', []),
    ],
)
def test_other_sizes_of_the_picture_are_known(html: str, sizes: list[str]) -> None:
    assert others(html) == sizes
