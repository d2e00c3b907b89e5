"""Additions to a file that somebody wrote by hand: every other byte stays as it is."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from bot.errors import ConfigError, NotPossible
from bot.ports import Platform, Source
from bot.settings.document import Document
from bot.settings.loader import parse, understand
from bot.settings.settings import Settings

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")


def feed_entry(name: str, url: str, indent: str = "  ", end: str = "\n") -> str:
    """Write one source as it stands in the file."""
    return f"{indent}- name: {_quoted(name)}{end}{indent}  feed: {_quoted(url)}{end}"


def add_feeds(
    content: bytes,
    path: Path,
    feeds: Mapping[str, str],
    platforms: Mapping[str, type[Platform]],
    kinds: Mapping[str, type[Source]],
) -> bytes:
    """Add sources (name → address) after the last one of the file with this `content`.

    Raises ConfigError where the file, before or after, is not in order, and NotPossible where it
    is written in a way that cannot be added to without touching anything else.
    """
    before = understand(content, path, platforms, kinds)
    document, _ = parse(content, path)
    added = _insert(content.decode(), document, feeds).encode()
    try:
        after = understand(added, path, platforms, kinds)
    except ConfigError as error:
        raise _by_hand(path, feeds) from error
    known = tuple((rules.name, rules.url) for rules in before.sources)
    if tuple((rules.name, rules.url) for rules in after.sources) != (*known, *feeds.items()):
        raise _by_hand(path, feeds)
    if _others(after) != _others(before):
        raise _by_hand(path, feeds)
    return added


def _insert(text: str, document: Document, feeds: Mapping[str, str]) -> str:
    """Put the entries below the last source and the comments that are set in like it."""
    lines = [line for line in _LINE.findall(text) if line]
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    first, column = document.place(("sources", 0))
    dash = lines[first - 1][: column - 1].rstrip()
    if not re.fullmatch(r"\s*-", dash):
        raise _by_hand(Path(document.name), feeds)
    row = max(line for loc, (line, _) in document.values.items() if loc[:1] == ("sources",))
    while row < len(lines) and _is_comment_within(lines[row], column):
        row += 1
    if not lines[row - 1].endswith(("\r", "\n")):
        lines[row - 1] += end
    entries = [feed_entry(name, url, dash[:-1], end) for name, url in feeds.items()]
    return "".join((*lines[:row], *entries, *lines[row:]))


def _is_comment_within(line: str, column: int) -> bool:
    comment = line.lstrip(" ")
    return comment.startswith("#") and len(line) - len(comment) >= column - 1


def _others(settings: Settings) -> Settings:
    """Give all that the sources do not touch; places in the file move."""
    return replace(settings, sources=(), secrets={}, seals={}, warnings=(), digest="")


def _by_hand(path: Path, feeds: Mapping[str, str]) -> NotPossible:
    entries = "".join(feed_entry(name, url) for name, url in feeds.items())
    return NotPossible(
        f"{path} is written in a way that cannot be added to; under sources, put:\n{entries}"
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # why: what JSON quotes, YAML reads
