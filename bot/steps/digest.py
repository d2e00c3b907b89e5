"""Many headlines and their links in, one post out. Pure."""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from bot.model import Destination, Post, Publisher, Rich
from bot.ports import Capabilities, Story
from bot.steps.layout import bare_link
from bot.text.fit import fit
from bot.text.length import graphemes
from bot.text.rich import bold, clean, disarm, join, link, plain

MOST = 30
"""Stories that readers take in at once; Telegram styles at most 100 stretches of a text."""
FEWEST = 2
HEADLINE = 60
"""Characters of a headline that say what a story is about; shorter ones are not made for space."""


def compose_digest(
    stories: Sequence[Story],
    destination: Destination,
    capabilities: Capabilities,
    publisher: Publisher,
) -> tuple[Post, int] | None:
    """Say in one post what the first of `stories` are, and how many it holds.

    As many as fit are taken, with whole headlines if so many fit with them. None: not even two fit.
    """
    lay_out = _list if capabilities.hidden_links else _bare
    most = min(len(stories), MOST, capabilities.text // (capabilities.link_length or 1))
    most = min(most, capabilities.most_links or most)
    for count in range(most, FEWEST - 1, -1):
        for headlines in _headlines(stories[:count]):
            text = lay_out(headlines, publisher)
            if capabilities.size(text) <= capabilities.text:
                return _post(text, stories[:count], destination, capabilities, publisher), count
    return None


def _headlines(stories: Sequence[Story]) -> Iterator[list[tuple[str, str]]]:
    whole = [(disarm(clean(s.headline)) or s.address, s.address) for s in stories]
    yield whole
    yield [
        (fit(headline, HEADLINE, lambda words: len(graphemes(words))), address)
        for headline, address in whole
    ]


def _list(headlines: Sequence[tuple[str, str]], publisher: Publisher) -> Rich:
    """Set headlines that are links below the publisher's name."""
    lines = [join([plain("• "), link(headline, address)]) for headline, address in headlines]
    return join([bold(disarm(clean(publisher.name))), join(lines, "\n")], "\n\n")


def _bare(headlines: Sequence[tuple[str, str]], _: Publisher) -> Rich:
    """Set each address below its headline."""
    pairs = [join([plain(headline), bare_link(address)], "\n") for headline, address in headlines]
    return join(pairs, "\n\n")


def _post(
    text: Rich,
    stories: Sequence[Story],
    destination: Destination,
    capabilities: Capabilities,
    publisher: Publisher,
) -> Post:
    whole = "\n".join(["digest", destination.name, *(story.address for story in stories)])
    name = fit(clean(publisher.name), HEADLINE, lambda words: len(graphemes(words)))
    return Post(
        key=sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:32],
        text=text,
        link=publisher.url,
        link_label=name if capabilities.buttons else "",
        preview=False,
    )
