"""How a post is laid out, and what goes first where room is short. Pure."""

import re
import string
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import quote

from bot.model import Article, Rich
from bot.ports import Capabilities
from bot.rules import Destination
from bot.steps.conditions import fits
from bot.steps.draft import Draft, as_is, prose
from bot.text.markup import Value
from bot.text.rich import bold, join, link, plain

_HOST = re.compile(r"\w+://[^/?#]*")


LayOut = Callable[[Draft], Rich]
EverShorter = Callable[[Draft], Iterator[Draft]]


def of_the_house(capabilities: Capabilities) -> LayOut:
    """Choose how posts are laid out where nobody says it."""
    if capabilities.cards:
        return _above_card if capabilities.hidden_links else _beside_card
    return _with_links if capabilities.hidden_links else _bare


def order_of_leaving(capabilities: Capabilities) -> EverShorter:
    """Choose what goes first where room is short."""
    has_room = capabilities.hidden_links and not capabilities.cards
    return summary_first if has_room else extras_first


def template_of(article: Article, destination: Destination) -> str:
    """Give the first template that is meant for an article; "" where there is none."""
    for template in destination.craft.templates:
        if fits(article, template.sections, template.languages):
            return template.text
    return ""


def of_template(
    article: Article,
    destination: Destination,
    capabilities: Capabilities,
    places: list[tuple[str, str]],
) -> LayOut | None:
    """Give the layout of the first template that is meant for the article; None: there is none.

    It raises Unfit where the template fails.
    """
    source = template_of(article, destination)
    if not source:
        return None
    from bot.text.template import render

    fixed = _values(article, destination, places)

    def lay_out(draft: Draft) -> Rich:
        values: dict[str, Value] = {
            **fixed,
            "headline": draft.headline,
            "summary": prose(draft),
            "sentences": draft.sentences,
            "credit": draft.credit,
            "publisher": draft.source,
        }
        pieces = {
            "link": Rich() if capabilities.cards else bare_link(draft.address),
            "hashtags": join(draft.hashtags, " "),
            "invitation": draft.community,
        }
        return render(source, values, pieces, link if capabilities.hidden_links else _open_link)

    return lay_out


def _values(
    article: Article, destination: Destination, places: list[tuple[str, str]]
) -> dict[str, Value]:
    """Give what an article tells a template whatever its room is."""
    return {
        "byline": as_is(article.byline),
        "section": as_is(article.section),
        "language": article.language,
        "label": article.label,
        "date": f"{article.published:%Y-%m-%d}" if article.published else "",
        "platform": destination.platform,
        "keywords": [as_is(keyword) for keyword in article.keywords],
        "community": [{"name": name, "url": url} for name, url in places],
        "live": article.live,
        "paywalled": article.paywalled,
        "image": article.image is not None,
    }


def summary_first(draft: Draft) -> Iterator[Draft]:
    """Where there is much room: what is constant stays as long as it can."""
    for count in range(len(draft.sentences), 0, -1):
        yield replace(draft, sentences=draft.sentences[:count])
    yield from without_extras(replace(draft, sentences=()))


def extras_first(draft: Draft) -> Iterator[Draft]:
    """Where there is little room: the news before all else, but who made the picture before details."""
    for count in range(len(draft.sentences), -1, -1):
        *with_credit, without = without_extras(replace(draft, sentences=draft.sentences[:count]))
        yield from with_credit
        if count <= 1:
            yield without


def without_extras(draft: Draft) -> Iterator[Draft]:
    """Take hashtags, invitations and the credit away, one after the other."""
    for count in range(len(draft.hashtags), -1, -1):
        yield replace(draft, hashtags=draft.hashtags[:count])
    yield replace(draft, hashtags=(), community=Rich())
    yield replace(draft, hashtags=(), community=Rich(), credit="")


def bare_link(address: str) -> Rich:
    """Show an address as itself, in ASCII, so that it is linked whole."""
    host = _HOST.match(address)
    end = host.end() if host else 0
    return link(address[:end] + quote(address[end:], safe=string.punctuation), address)


def _with_links(draft: Draft) -> Rich:
    """Lay a post out where links stand behind words."""
    page = link(draft.source if draft.address else "", draft.address)
    source = join([plain(draft.credit), page], "\n")
    onward = join([draft.community, join(draft.hashtags, " ")], "\n")
    return join([bold(draft.headline), plain(prose(draft)), source, onward], "\n\n")


def _bare(draft: Draft) -> Rich:
    """Lay a post out where a link is its address, alone at the end; in ASCII, to be linked whole."""
    page = bare_link(draft.address)
    last = join([plain(draft.credit), join(draft.hashtags, " "), page], "\n")
    return join([plain(draft.headline), plain(prose(draft)), last], "\n\n")


def _beside_card(draft: Draft) -> Rich:
    """Lay a post out where a card of its own carries the link."""
    return _bare(replace(draft, address=""))


def _above_card(draft: Draft) -> Rich:
    """Lay a post out above its card where other links stand behind words."""
    return join([_beside_card(draft), draft.community], "\n\n")


def _open_link(label: str, address: str) -> Rich:
    """Show a link where none can stand behind words."""
    return join([plain(label), bare_link(address)], " ")
