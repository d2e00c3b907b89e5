"""Many headlines and their links in, one post out. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from bot.model import Article, Post, Rich
from bot.ports import Behind, Capabilities, Story
from bot.rules import Destination, Publisher
from bot.steps.draft import address_of
from bot.steps.layout import bare_link
from bot.text.casing import calmed
from bot.text.fit import fit
from bot.text.length import graphemes
from bot.text.rich import bold, clean, disarm, italic, join, link, plain, unlinked

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
        for headlines in _headlines(stories[:count], destination):
            text = lay_out(headlines, publisher)
            if capabilities.size(text) <= capabilities.text:
                return _post(text, stories[:count], destination, capabilities, publisher), count
    return None


def in_digest(
    one: Behind,
    note: str,
    destination: Destination,
    capabilities: Capabilities,
    publisher: Publisher,
) -> Post | None:
    """Say the digest that a story stands in with it as it is now, or without it if it was withdrawn.

    It keeps what was said of other stories as long as there is room for that. None: it cannot say so.
    """
    if one.digest is None:
        return None
    stories = [
        replace(story, article=one.article) if story.delivery == one.delivery else story
        for story in one.digest.stories
        if not (one.retracted and story.delivery == one.delivery)
    ]
    # why: a change is one transaction to some platforms, and the next one another.
    change = f"{one.digest.post.key}\n{one.article.canonical_url}\n{one.revision}\n{one.retracted}"
    lay_out = _list if capabilities.hidden_links else _bare
    for notes in ((one.digest.post.note, note), (note,)):
        said = "\n".join(filter(None, notes))
        for headlines in _headlines(stories, destination) if stories else ():
            text = join([lay_out(headlines, publisher), italic(said)], "\n\n")
            if capabilities.size(text) <= capabilities.text:
                return replace(
                    one.digest.post, key=_key(change), text=text, note=said, silent=True
                )
    return None


def headline_of(article: Article) -> str:
    """Give the headline as posts say it."""
    story = article.body or article.summary
    return disarm(clean(calmed(article.headline, story, article.language)))


def _headlines(
    stories: Sequence[Story], destination: Destination
) -> Iterator[list[tuple[str, str]]]:
    whole = [
        (headline_of(story.article) or address, address)
        for story in stories
        for address in [address_of(story.article, destination)]
    ]
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
    pairs = [
        join([plain(unlinked(headline)), bare_link(address)], "\n")
        for headline, address in headlines
    ]
    return join(pairs, "\n\n")


def _post(
    text: Rich,
    stories: Sequence[Story],
    destination: Destination,
    capabilities: Capabilities,
    publisher: Publisher,
) -> Post:
    whole = "\n".join(
        ["digest", destination.name, *(story.article.canonical_url for story in stories)]
    )
    name = fit(clean(publisher.name), HEADLINE, lambda words: len(graphemes(words)))
    return Post(
        key=_key(whole),
        text=text,
        link=publisher.url,
        link_label=name if capabilities.buttons else "",
        preview=False,
    )


def _key(whole: str) -> str:
    return sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:32]
