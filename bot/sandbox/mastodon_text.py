"""Text as Mastodon shows it: HTML in which the ends of long links are hidden."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape

from bot.sandbox.ledger import Mark
from bot.sandbox.plain_text import marks_of

MAX_SHOWN = 30
"""Characters of a link that readers see."""

_FRONT = re.compile(r"https?://(?:www\.)?")


def content(text: str, domain: str) -> str:
    """Write a text as the API answers it."""
    paragraphs = re.split(r"\n{2,}", text)
    return "".join(f"<p>{''.join(_pieces(p, domain))}</p>" for p in paragraphs if p)


def shortened(text: str, marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Give marks with what readers see of long links."""
    parts = {mark: _parts(text[mark.start : mark.end]) for mark in marks if mark.url}
    return tuple(
        replace(mark, shown=parts[mark][1] + "…" * bool(parts[mark][2])) if mark.url else mark
        for mark in marks
    )


def _pieces(text: str, domain: str) -> Iterator[str]:
    at = 0
    for mark in marks_of(text):
        yield _plain(text[at : mark.start])
        yield _link(text[mark.start : mark.end], mark, domain)
        at = mark.end
    yield _plain(text[at:])


def _link(shown: str, mark: Mark, domain: str) -> str:
    if mark.kind == "hashtag":
        tag = escape(shown[1:])
        place = f"https://{domain}/tags/{tag}"
        return f'<a href="{place}" class="mention hashtag" rel="tag">#<span>{tag}</span></a>'
    if mark.kind == "mention":
        return _plain(shown)  # nobody else is here
    hidden, seen, rest = map(escape, _parts(shown))
    return (
        f'<a href="{escape(mark.url)}" target="_blank" rel="nofollow noopener" translate="no">'
        f'<span class="invisible">{hidden}</span><span class="{"ellipsis" if rest else ""}">{seen}</span>'
        f'<span class="invisible">{rest}</span></a>'
    )


def _parts(link: str) -> tuple[str, str, str]:
    """Cut a link into what is hidden, what readers see, and the rest."""
    front = _FRONT.match(link)
    start = front.end() if front else 0
    return link[:start], link[start : start + MAX_SHOWN], link[start + MAX_SHOWN :]


def _plain(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br />")
