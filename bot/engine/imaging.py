"""Pictures made fit to be posted, by Pillow: upright, in limits, without what cameras write into them."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageCms

from bot.model import Picture
from bot.page.picture import Unusable, picture_of
from bot.ports import Capabilities

MOST_PIXELS = 40_000_000
"""More than newsrooms' sites show; decoding so many takes up to 610 MB for a moment (WebP; JPEG 270)."""
LONGEST_EDGE = 2560
"""Pixels; more is shown by no timeline, and each further one costs its upload."""
SMALLEST_EDGE = 10
"""Pixels; what is smaller counts visits or keeps a place free."""
NARROWEST = 20
"""Times as long as wide: Telegram's limit, and nobody sees more than a line."""
QUALITIES = (88, 78, 65)
"""Of JPEG, tried in turn; below these a smaller picture looks better."""
SMALLER = 0.75
"""What a picture that is too heavy is scaled by, as often as needed."""
STEPS = 8

JPEG, PNG = "image/jpeg", "image/png"
_DRAWN = frozenset({PNG, "image/gif"})
"""Types of drawings and letters, to which JPEG is not kind."""
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
_DEEP = {"I;16": 256.0, "I;16L": 256.0, "I;16B": 256.0, "I;16N": 256.0, "I": 256.0, "F": 1.0}
"""Modes of more than 8 bits, and what their values are divided by."""
_SCALED = frozenset({"RGB", "RGBA", "L", "LA", "CMYK"})
"""Modes whose pixels can be mixed."""
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

Image.MAX_IMAGE_PIXELS = None  # why: MOST_PIXELS says it before anything is decoded


@dataclass(frozen=True, slots=True)
class Opened:
    """A picture decoded once for all who want it: upright sRGB without metadata.

    `mime` and `size` (bytes) are those of the file that it came in.
    """

    image: Image.Image
    mime: str
    size: int

    @property
    def pixels(self) -> int:
        return self.image.width * self.image.height


def opened(data: bytes) -> Opened:
    """Decode a picture, no larger than any platform shows it; raises Unusable."""
    mime, image = _opened(data, LONGEST_EDGE)
    return Opened(image, mime, len(data))


def developed(found: Opened, can: Capabilities) -> Picture:
    """Make of a picture one that a platform takes; raises Unusable.

    It is turned as its camera says, in sRGB, on white where it was transparent, still where it
    moved, no larger than allowed, and says nothing of the place and the camera it was taken with.
    """
    # why: what was too heavy as a drawing stays so, and takes seconds to be written as one.
    is_drawn = found.mime in _DRAWN and found.size <= can.image_bytes
    image, edge = found.image, can.image_pixels or LONGEST_EDGE
    if max(image.size) > edge:
        image = image.copy()
        image.thumbnail((edge, edge))
    try:
        for kind, made in _forms(image, can, is_drawn=is_drawn):
            picture = picture_of(made) if len(made) <= can.image_bytes else None
            if picture and picture.mime == kind:
                return picture
    except Exception as error:
        raise Unusable(f"cannot be written: {error}") from error
    raise Unusable(f"cannot be made small enough for {can.image_bytes} bytes")


def check(data: bytes) -> bytes:
    """Raise Unusable where these bytes are no picture that could be posted anywhere; gives none."""
    _opened(data, SMALLEST_EDGE * NARROWEST)
    return b""


def _opened(data: bytes, edge: int) -> tuple[str, Image.Image]:
    """Decode a picture, no edge longer than `edge`, to plain upright sRGB without metadata."""
    told = picture_of(data)
    if told is None:
        raise Unusable("is no JPEG, PNG, GIF, WebP or AVIF picture")
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as image:
            _sized(max(image.size, (told.width, told.height)))
            profile = image.info.get("icc_profile")
            image.draft("RGB", (edge, edge))
            image.load()
            if image.mode in _SCALED:  # why first: each further copy is as large as the picture
                image.thumbnail((edge, edge))
            upright = _turned(_flat(image), image)
            upright.thumbnail((edge, edge))
            plain = _in_srgb(upright, profile)
    except Unusable:
        raise
    except Exception as error:
        raise Unusable(f"is broken: {error}") from error
    plain.info = {}
    return told.mime, plain


def _sized(size: tuple[int, int]) -> None:
    width, height = size
    said = f"{width}×{height} pixels"
    if width * height > MOST_PIXELS:
        raise Unusable(f"has {said}, which is more than {MOST_PIXELS // 10**6} million")
    if min(size) < SMALLEST_EDGE:
        raise Unusable(f"has only {said}")
    if max(size) > NARROWEST * min(size):
        raise Unusable(f"has {said}, which is no more than a line")


def _flat(image: Image.Image) -> Image.Image:
    """Give 8 bits a channel and no transparency."""
    if image.has_transparency_data:
        seen = image.convert("RGBA")
        flat = Image.new("RGB", image.size, "white")
        flat.paste(seen, mask=seen.getchannel("A"))
        return flat
    if image.mode in _DEEP:
        divisor = _DEEP[image.mode]
        return image.convert("F").point(lambda value: value / divisor).convert("L")
    return image if image.mode in {"RGB", "L", "CMYK"} else image.convert("RGB")


def _turned(image: Image.Image, opened: Image.Image) -> Image.Image:
    """Turn a picture as the camera was held that `opened` tells of (EXIF, tag 274)."""
    try:
        way = _TURNS.get(opened.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - what is broken beside the picture does it no harm
        way = None
    return image if way is None else image.transpose(way)


def _in_srgb(image: Image.Image, profile: object) -> Image.Image:
    """Bring colours to what every screen takes them for; without a profile they are that already."""
    if isinstance(profile, bytes):
        try:
            given = ImageCms.ImageCmsProfile(BytesIO(profile))
            if "sRGB" not in ImageCms.getProfileDescription(given):
                srgb = ImageCms.createProfile("sRGB")
                turned = ImageCms.profileToProfile(image, given, srgb, outputMode="RGB")
                image = turned or image
        except (ImageCms.PyCMSError, OSError, ValueError):  # a profile that fits nothing
            pass
    return image if image.mode in {"RGB", "L"} else image.convert("RGB")


def _forms(
    image: Image.Image, can: Capabilities, *, is_drawn: bool
) -> Iterator[tuple[str, bytes]]:
    """Give the picture ever smaller, the best form first."""
    for step in range(STEPS):
        if step:
            image = image.copy()
            image.thumbnail((int(image.width * SMALLER), int(image.height * SMALLER)))
        if PNG in can.image_types and (is_drawn or JPEG not in can.image_types):
            yield PNG, _encoded(image, "PNG", optimize=False)
        if JPEG in can.image_types:
            # why: what was not changed loses nothing by being written as it was.
            for quality in ("keep", *QUALITIES) if image.format == "JPEG" else QUALITIES:
                yield JPEG, _encoded(image, "JPEG", quality=quality, comment=b"")


def _encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    written = BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()
