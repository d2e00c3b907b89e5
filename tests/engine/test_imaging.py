"""Pictures as newsrooms, phones and attackers make them, and what becomes of them."""

import tracemalloc
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageChops, ImageCms, ImageDraw

from bot.catalogue import known_platforms
from bot.engine import imaging
from bot.engine.imaging import LONGEST_EDGE, check
from bot.model import Picture
from bot.page.picture import Unusable
from bot.ports import Capabilities

CAN = Capabilities(
    text=1,
    most_images=1,
    image_bytes=1_000_000,
    image_pixels=800,
    image_types=frozenset({"image/jpeg", "image/png"}),
)


def encoded(image: Image.Image, kind: str, **how: Any) -> bytes:
    written = BytesIO()
    image.save(written, kind, **how)
    return written.getvalue()


def scene(width: int = 400, height: int = 300, mode: str = "RGB") -> Image.Image:
    """Draw a white corner, at the top left, on black."""
    image = Image.new("RGB", (width, height))
    ImageDraw.Draw(image).rectangle((0, 0, width // 4, height // 4), fill="white")
    return image.convert(mode)


def noise(width: int, height: int) -> Image.Image:
    return Image.effect_noise((width, height), 90).convert("RGB")


def developed(data: bytes, can: Capabilities) -> Picture:
    return imaging.developed(imaging.opened(data), can)


def seen(picture: Picture) -> Image.Image:
    return Image.open(BytesIO(picture.data))


def exif(**tags: Any) -> bytes:
    written = Image.Exif()
    for name, value in tags.items():
        written[ExifTags.Base[name]] = value
    written.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (52.0, 31.0, 12.0)
    return written.tobytes()


PHOTO = encoded(noise(500, 400), "JPEG", quality=90)
HUGE = encoded(noise(4400, 300), "PNG")
ANIMATED: dict[str, Any] = {"save_all": True, "append_images": [noise(400, 300)]}


@pytest.mark.parametrize("way", range(1, 9))
def test_a_picture_stands_upright_however_the_camera_was_held(way: int) -> None:
    stored = encoded(scene(), "JPEG", exif=exif(Orientation=way))
    picture = developed(stored, CAN)
    assert (picture.width, picture.height) == ((300, 400) if way > 4 else (400, 300))
    corners = [(5, 5), (-6, 5), (-6, -6), (5, -6)]
    lit = [
        sum(seen(picture).crop((x, y, x + 1, y + 1)).convert("L").tobytes())
        for x, y in ((x % picture.width, y % picture.height) for x, y in corners)
    ]
    upright = {1: 0, 2: 1, 3: 2, 4: 3, 5: 0, 6: 1, 7: 2, 8: 3}
    assert max(range(4), key=lambda corner: lit[corner]) == upright[way]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_nothing_tells_where_and_by_whom_it_was_taken(kind: str) -> None:
    told = exif(Make="Nikonoscope", Artist="A. Source", ImageDescription="secret place")
    stored = encoded(scene(), kind, exif=told, xmp=b"<x:xmpmeta>Nikonoscope</x:xmpmeta>")
    assert b"Nikonoscope" in stored
    picture = developed(stored, CAN)
    for word in (b"Nikonoscope", b"Source", b"secret", b"Exif", b"xmp"):
        assert word not in picture.data
    assert not seen(picture).getexif()


def test_a_comment_goes_too() -> None:
    assert b"secret" not in developed(encoded(scene(), "JPEG", comment=b"secret"), CAN).data


def test_a_photo_that_fits_loses_nothing_that_is_seen() -> None:
    picture = developed(PHOTO, CAN)
    changed = ImageChops.difference(Image.open(BytesIO(PHOTO)), seen(picture))
    assert max(most for _, most in changed.getextrema()) <= 16  # type: ignore[misc]  # three channels
    assert abs(len(picture.data) / len(PHOTO) - 1) < 0.02


@pytest.mark.parametrize(
    ("size", "becomes"),
    [((1600, 800), (800, 400)), ((800, 1600), (400, 800)), ((300, 200), (300, 200))],
)
def test_a_large_picture_is_made_smaller_and_never_larger(
    size: tuple[int, int], becomes: tuple[int, int]
) -> None:
    picture = developed(encoded(scene(*size), "JPEG"), CAN)
    assert (picture.width, picture.height) == becomes


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("limit", [400_000, 60_000, 8_000])
def test_a_heavy_picture_is_made_as_light_as_it_must_be(kind: str, limit: int) -> None:
    small = Capabilities(
        text=1, most_images=1, image_bytes=limit, image_types=frozenset({"image/jpeg"})
    )
    picture = developed(encoded(noise(900, 700), kind), small)
    assert len(picture.data) <= limit
    assert picture.mime == "image/jpeg"
    assert abs(picture.width / picture.height - 9 / 7) < 0.05


def test_a_platform_that_takes_no_jpeg_gets_another_kind() -> None:
    only = Capabilities(
        text=1, most_images=1, image_bytes=900_000, image_types=frozenset({"image/png"})
    )
    assert developed(PHOTO, only).mime == "image/png"


def test_a_drawing_stays_one_where_it_may() -> None:
    assert developed(encoded(scene(mode="P"), "PNG"), CAN).mime == "image/png"
    assert developed(encoded(scene(), "WEBP"), CAN).mime == "image/jpeg"


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_is_shown_on_white(mode: str) -> None:
    clear = Image.new("RGBA", (40, 30), (0, 0, 0, 0)).convert(mode)
    how = {"transparency": clear.getpixel((0, 0))} if mode == "P" else {}
    assert seen(developed(encoded(clear, "PNG", **how), CAN)).convert("RGB").getpixel((9, 9)) == (
        255,
        255,
        255,
    )


@pytest.mark.parametrize(
    ("image", "kind"),
    [
        (Image.new("CMYK", (40, 30), (0, 255, 255, 0)), "JPEG"),
        (Image.new("I;16", (40, 30), 40_000), "PNG"),
        (Image.new("1", (40, 30), 1), "PNG"),
        (Image.new("L", (40, 30), 160), "JPEG"),
    ],
    ids=lambda given: getattr(given, "mode", given),
)
def test_odd_colours_come_out_as_seen(image: Image.Image, kind: str) -> None:
    shown = seen(developed(encoded(image, kind), CAN)).convert("RGB").getpixel((9, 9))
    expected = {
        "CMYK": (255, 0, 0),
        "I;16": (156, 156, 156),
        "1": (255, 255, 255),
        "L": (160, 160, 160),
    }
    assert isinstance(shown, tuple)
    assert all(abs(a - b) <= 8 for a, b in zip(shown, expected[image.mode], strict=True))


def test_colours_of_another_space_are_brought_to_srgb() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    broken = encoded(scene(), "PNG", icc_profile=b"no profile at all")
    for stored in (encoded(scene(), "PNG", icc_profile=lab), broken):
        picture = developed(stored, CAN)
        assert "icc_profile" not in seen(picture).info


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_what_moves_the_first_picture_is_shown(kind: str) -> None:
    picture = developed(encoded(scene(), kind, **ANIMATED), CAN)
    shown = seen(picture)
    assert getattr(shown, "n_frames", 1) == 1
    assert shown.convert("L").getpixel((350, 250)) == 0


def bomb(width: int, height: int) -> bytes:
    """Write few bytes that ask for many pixels."""
    return encoded(Image.new("1", (width, height)), "PNG", optimize=False)


UNUSABLE = {
    "empty": (b"", "no JPEG"),
    "words": (b"<!doctype html><title>404</title>", "no JPEG"),
    "drawing in words": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no JPEG"),
    "bomb": (bomb(8000, 8000), "more than 40 million"),
    "counts visits": (encoded(Image.new("RGB", (1, 1)), "GIF"), "only 1×1"),
    "line": (encoded(Image.new("RGB", (2000, 20)), "PNG"), "no more than a line"),
    "cut": (PHOTO[: len(PHOTO) // 2], "broken"),
    "cut drawing": (encoded(noise(200, 200), "PNG")[:9000], "broken"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_what_cannot_be_shown_is_refused_with_the_reason(name: str) -> None:
    data, why = UNUSABLE[name]
    with pytest.raises(Unusable, match=why):
        check(data)
    with pytest.raises(Unusable, match=why):
        developed(data, CAN)


def test_a_bomb_takes_no_memory() -> None:
    data = bomb(9000, 9000)
    tracemalloc.start()
    with pytest.raises(Unusable):
        developed(data, CAN)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2_000_000


@given(st.sampled_from(["JPEG", "PNG", "GIF", "WEBP"]), st.data())
def test_damage_is_unusable_or_harmless(kind: str, draw: st.DataObject) -> None:
    data = bytearray(encoded(scene(60, 40), kind))
    for _ in range(draw.draw(st.integers(1, 4))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    try:
        picture = developed(bytes(data), CAN)
    except Unusable:
        return
    assert max(picture.width, picture.height) <= 800


@pytest.mark.parametrize(
    "name", [n for n, p in known_platforms().items() if p.capabilities.images]
)
def test_every_platform_gets_what_it_takes(name: str) -> None:
    can = known_platforms()[name].capabilities
    for stored in (PHOTO, HUGE, encoded(scene(mode="P"), "GIF")):
        picture = developed(stored, can)
        assert picture.mime in can.image_types
        assert len(picture.data) <= can.image_bytes
        assert max(picture.width, picture.height) <= min(
            can.image_pixels or LONGEST_EDGE, LONGEST_EDGE
        )


def test_what_was_opened_once_serves_every_platform() -> None:
    found = imaging.opened(encoded(noise(900, 700), "JPEG"))
    small = imaging.developed(found, replace(CAN, image_pixels=300))
    large = imaging.developed(found, replace(CAN, image_pixels=0))
    assert (small.width, large.width) == (300, 900)
