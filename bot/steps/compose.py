"""Article, summary and destination in, post out. Pure."""

import re
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import dropwhile
from urllib.parse import quote

import regex

from bot.model import Article, Destination, Image, Post, Publisher, Rich, Style
from bot.ports import Capabilities
from bot.text.fit import DENSE, fit
from bot.text.hashtags import hashtags
from bot.text.kickers import LOCK, kicked
from bot.text.labels import join_us, photo_credit, platform_name
from bot.text.length import graphemes, urls
from bot.text.rich import bold, clean, disarm, hashtag, is_rtl, isolated, join, link, plain

MOST_HASHTAGS = 2
LONGEST_BUTTON = 30
REPEATS = 0.6
"""A sentence with this share of its content words in the headline tells nothing new."""
WORTH_CUTTING = 80
"""A first sentence too long to fit is shown in part where so much of it can be, in the platform's unit."""
STEM, SHORT = 6, 3
"""Letters by which words are the same; letters up to which a word carries no meaning."""

_WORD = regex.compile(rf"(?P<dense>{DENSE}+)|(?:(?!{DENSE})\w)+")
_HOST = re.compile(r"\w+://[^/?#]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a post could say, each part as readers would see it; empty parts leave no trace."""

    headline: str
    sentences: tuple[str, ...]
    credit: str
    source: str
    address: str
    community: Rich
    hashtags: tuple[Rich, ...]


def compose(
    article: Article,
    summary: tuple[str, ...],
    destination: Destination,
    capabilities: Capabilities,
    publisher: Publisher,
    revision: int,
) -> Post:
    """Say what readers of `destination` will see; the same input gives the same post for ever.

    `summary` is whole sentences in reading order; as many leading ones as fit are taken. What is
    too long loses parts, then the end of its headline, never its link. A picture goes where all
    that there is to say fits under it.
    """
    lay_out, ever_shorter = _layout(capabilities)

    def length(draft: Draft) -> int:
        return capabilities.size(lay_out(draft))

    image = article.image if destination.image and capabilities.images else None
    draft = _draft(article, summary, destination, publisher, image)
    if image and capabilities.caption is not None and length(draft) > capabilities.caption:
        image, draft = None, replace(draft, credit="")
    draft = _fitted(list(ever_shorter(draft)), capabilities.text, length)
    return Post(
        key=_key(article, destination, revision),
        text=lay_out(draft),
        link=draft.address,
        link_label=_button(publisher) if capabilities.buttons and draft.address else "",
        images=(replace(image, alt=clean(image.alt) or clean(image.caption)),) if image else (),
        headline=draft.headline,
        summary=_prose(draft),
        language=article.language or publisher.language,
        preview=bool(draft.address),
    )


def cost(post: Post, capabilities: Capabilities) -> float:
    """Say what a post costs in US dollars: anything that the platform links makes it dearer."""
    linked = urls(post.text.text) or any(s.style is Style.LINK for s in post.text.spans)
    return capabilities.price_with_link if linked else capabilities.price


def _layout(
    capabilities: Capabilities,
) -> tuple[Callable[[Draft], Rich], Callable[[Draft], Iterator[Draft]]]:
    """Choose how a post is laid out, and what goes first where room is short."""
    if capabilities.hidden_links:
        return _with_links, _summary_first
    return (_beside_card if capabilities.cards else _bare), _extras_first


def _draft(
    article: Article,
    summary: tuple[str, ...],
    destination: Destination,
    publisher: Publisher,
    image: Image | None,
) -> Draft:
    language = destination.language or article.language or publisher.language
    community = article.community if publisher.community is None else publisher.community
    places = [(platform_name(p), u) for p, u in community.items() if p != destination.platform]
    tags = hashtags(article.keywords, min(destination.hashtags, MOST_HASHTAGS))
    headline = _words(article.headline)
    kind = article.label or ("live" if article.live else "")
    lock = f" {LOCK}" if article.paywalled and destination.craft.lock and headline else ""
    sentences = (words for sentence in summary if (words := _words(sentence)))
    return Draft(
        headline=kicked(headline, kind, language) + lock,
        sentences=tuple(dropwhile(lambda sentence: _repeats(sentence, headline), sentences)),
        credit=_credit(image, language) if image else "",
        source=_words(publisher.name) or article.canonical_url,
        address=article.canonical_url if destination.link else "",
        community=_invitation(places, language),
        hashtags=tuple(hashtag(tag) for tag in tags),
    )


def _fitted(drafts: list[Draft], limit: int, length: Callable[[Draft], int]) -> Draft:
    """Take the first draft that fits; the last one fits with a shorter headline."""
    draft = next((draft for draft in drafts if length(draft) <= limit), drafts[-1])
    if drafts[0].sentences and not draft.sentences:
        for less in _without_extras(draft):
            if part := _beginning(drafts[0].sentences[0], less, limit, length):
                return replace(less, sentences=(part,))
    headline = fit(draft.headline, limit, lambda words: length(replace(draft, headline=words)))
    return replace(draft, headline=headline)


def _beginning(sentence: str, draft: Draft, limit: int, length: Callable[[Draft], int]) -> str:
    """Give the part of a sentence that fits into a draft; "" where that is too little to read."""

    def longer(words: str) -> int:
        return length(replace(draft, sentences=(words,)))

    part = fit(sentence, limit, longer)
    return part if longer(part) - longer("") >= WORTH_CUTTING else ""


def _summary_first(draft: Draft) -> Iterator[Draft]:
    """Where there is much room: what is constant stays as long as it can."""
    for count in range(len(draft.sentences), 0, -1):
        yield replace(draft, sentences=draft.sentences[:count])
    yield from _without_extras(replace(draft, sentences=()))


def _extras_first(draft: Draft) -> Iterator[Draft]:
    """Where there is little room: the news before all else."""
    for count in range(len(draft.sentences), -1, -1):
        yield from _without_extras(replace(draft, sentences=draft.sentences[:count]))


def _without_extras(draft: Draft) -> Iterator[Draft]:
    for count in range(len(draft.hashtags), -1, -1):
        yield replace(draft, hashtags=draft.hashtags[:count])
    yield replace(draft, hashtags=(), community=Rich())
    yield replace(draft, hashtags=(), community=Rich(), credit="")


def _with_links(draft: Draft) -> Rich:
    """Lay a post out where links stand behind words."""
    page = link(draft.source if draft.address else "", draft.address)
    source = join([plain(draft.credit), page], "\n")
    onward = join([draft.community, join(draft.hashtags, " ")], "\n")
    return join([bold(draft.headline), plain(_prose(draft)), source, onward], "\n\n")


def _bare(draft: Draft) -> Rich:
    """Lay a post out where a link is its address, alone at the end; in ASCII, to be linked whole."""
    page = bare_link(draft.address)
    last = join([plain(draft.credit), join(draft.hashtags, " "), page], "\n")
    return join([plain(draft.headline), plain(_prose(draft)), last], "\n\n")


def bare_link(address: str) -> Rich:
    """Show an address as itself, in ASCII, so that it is linked whole."""
    host = _HOST.match(address)
    end = host.end() if host else 0
    return link(address[:end] + quote(address[end:], safe=string.punctuation), address)


def _beside_card(draft: Draft) -> Rich:
    """Lay a post out where a card of its own carries the link."""
    return _bare(replace(draft, address=""))


def _prose(draft: Draft) -> str:
    """Set sentences after one another; after a full-width mark there is no space."""
    return re.sub(r"(?<=[。！？」』]) ", "", " ".join(draft.sentences))


def _words(text: str) -> str:
    return disarm(clean(text))


def _credit(image: Image, language: str) -> str:
    name = _words(image.credit)
    if not name:
        return ""
    line = photo_credit(name, language)
    return line.replace(name, isolated(plain(name), rtl=is_rtl(line)).text)


def _invitation(places: list[tuple[str, str]], language: str) -> Rich:
    """Name the other places where readers can follow, each a link."""
    words = join_us(language)
    rtl = is_rtl(words)
    names = [isolated(link(name, address), rtl=rtl) for name, address in places]
    return join([plain(words), join(names, " · ")], ": ") if names else Rich()


def _button(publisher: Publisher) -> str:
    return fit(clean(publisher.name), LONGEST_BUTTON, lambda words: len(graphemes(words)))


def _repeats(sentence: str, headline: str) -> bool:
    words = _content(sentence)
    return bool(words) and len(words & _content(headline)) >= REPEATS * len(words)


def _content(text: str) -> set[str]:
    """Give the words that carry meaning, without their endings; pairs of letters in dense scripts."""
    content: set[str] = set()
    for match in _WORD.finditer(text.casefold()):
        word = match[0]
        if match["dense"]:
            content |= {word[i : i + 2] for i in range(len(word) - 1)}
        elif len(word) > SHORT or word.isdigit():
            content.add(word[:STEM])
    return content


def _key(article: Article, destination: Destination, revision: int) -> str:
    whole = f"{article.canonical_url}\n{revision}\n{destination.name}"
    return sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:32]
