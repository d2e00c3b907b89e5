"""What each platform can: platforms."""

import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from bot.cli.console import answer, say, session
from bot.manner import Act
from bot.model import Unit
from bot.ports import Capabilities, Platform, ways

UNITS = {
    Unit.UTF16: "UTF-16 units",
    Unit.WEIGHTED: "weighted",
    Unit.CODEPOINTS: "characters",
    Unit.GRAPHEMES: "characters as readers see them",
    Unit.EMOJI_BYTES: "characters, of an emoji its bytes",
}
SECONDS = {1: "second", 60: "minute", 3600: "hour", 86_400: "day"}
FOLLOWS = {
    Act.EDIT: "changes the post",
    Act.REPLY: "is an answer under it",
    Act.DELETE: "deletes the post",
    Act.NOTICE: "makes it a notice",
    Act.BY_HAND: "by hand",
    Act.OFF: "–",
}
HEADS = (
    *("text", "under a picture", "a link", "pictures", "alt text", "card", "thread"),
    *("a correction", "a retraction", "found again", "pace", "price, US dollars"),
)

commands = typer.Typer()


@commands.command(epilog="Example:  herald platforms --markdown > docs/reference/platforms.md")
def platforms(
    context: typer.Context,
    *,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="As a table for documents.")
    ] = False,
) -> None:
    """Print what each platform can, as its adapter declares it."""
    from bot.catalogue import known_platforms

    known = known_platforms()
    if session(context).json:
        answer({name: _plain(platform.capabilities) for name, platform in known.items()})
    elif markdown:
        say(page(known))
    else:
        for name, platform in known.items():
            say(f"{name}\n" + "".join(f"  {k}: {v}\n" for k, v in told(platform).items()))


def page(known: Mapping[str, type[Platform]]) -> str:
    """Give the table as a page of the reference."""
    rows = [["", *HEADS], ["---"] * (len(HEADS) + 1)]
    rows += [[name, *told(platform).values()] for name, platform in known.items()]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"{INTRODUCTION}\n{table}"


INTRODUCTION = """# What each platform can

Printed from what the adapters declare: `herald platforms --markdown`. Lengths are counted as the platform
counts them, and those of servers that may choose are asked of them. A destination's `rate` replaces the
pace, its `prices` the prices, which are those of the day beside them. What is never *found again* is in
doubt when an answer is lost, until a person looks.
"""


def told(platform: type[Platform]) -> dict[str, str]:
    """Say in words what a platform can, under each of the HEADS."""
    can = platform.capabilities
    follows = ways(can, None, None)
    words = (
        f"{can.text} {UNITS[can.unit]}" + (", or as its server says" if can.varies else ""),
        str(can.caption or can.text) if can.images else "–",
        _link(can),
        pictures(can),
        _yes(is_so=can.alt_text),
        _yes(is_so=can.cards or can.link_preview),
        _yes(is_so=can.threads),
        FOLLOWS[follows.correction],
        FOLLOWS[follows.retraction],
        _yes(is_so=can.find),
        ", ".join(f"{pace.count} {_every(pace.seconds)}" for pace in can.pace),
        _price(can),
    )
    return dict(zip(HEADS, words, strict=True))


def limits(can: Capabilities) -> str:
    """Say in a line what a post may be."""
    link = f"a link counts {can.link_length}" if can.link_length else "links count in full"
    return f"{can.text} {UNITS[can.unit]}, {link}; pictures: {pictures(can)}"


def _link(can: Capabilities) -> str:
    behind = "behind words" if can.hidden_links else "shown"
    return behind if can.link_length is None else f"{behind}, counts {can.link_length}"


def pictures(can: Capabilities) -> str:
    """Say how many pictures, how large and of which kinds."""
    if not can.images:
        return "–"
    kinds = ", ".join(_kinds(can))
    edge = f", {can.image_pixels} pixels" if can.image_pixels else ""
    return f"{can.most_images}; {can.image_bytes / 1_000_000:.3g} MB{edge}; {kinds}"


def _kinds(can: Capabilities) -> Iterator[str]:
    for kind, name in (("jpeg", "JPEG"), ("png", "PNG"), ("gif", "GIF"), ("webp", "WebP")):
        if f"image/{kind}" in can.image_types:
            yield name


def _every(seconds: float) -> str:
    if int(seconds) in SECONDS:
        return f"a {SECONDS[int(seconds)]}".replace("a hour", "an hour")
    unit = 60 if seconds % 60 == 0 else 1
    return f"in {seconds / unit:g} {SECONDS[unit]}s"


def _price(can: Capabilities) -> str:
    if not can.price:
        return "free"
    return f"{can.price:g}; with a link {can.price_with_link:.3f} ({can.priced_on})"


def _yes(*, is_so: bool) -> str:
    return "yes" if is_so else "–"


def _plain(can: Capabilities) -> dict[str, Any]:
    """Give everything that JSON can say."""
    named = {name: getattr(can, name) for name in can.__dataclass_fields__ if name != "written"}
    plain: dict[str, Any] = json.loads(json.dumps(named, default=_listed))
    return plain


def _listed(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    return {name: getattr(value, name) for name in value.__dataclass_fields__}
