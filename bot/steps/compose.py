"""Article, summary and destination in, post out. Pure."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

from bot.model import Article, Image, Post, Rich, Style
from bot.ports import Capabilities
from bot.rules import Destination, Publisher
from bot.steps.draft import Draft, drafted, in_plain_words, places_of, prose
from bot.steps.layout import (
    LayOut,
    of_template,
    of_the_house,
    order_of_leaving,
    template_of,
    without_extras,
)
from bot.steps.thread import link_goes_last, thread_of
from bot.text.fit import Unfit, fit
from bot.text.length import graphemes, urls
from bot.text.rich import clean
from bot.text.turned import is_turned

LONGEST_BUTTON = 30
WORTH_CUTTING = 80
"""A first sentence too long to fit is shown in part where so much of it can be, in the platform's unit."""


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
    return _composed(article, summary, destination, capabilities, publisher, revision)[0]


def misfit(
    article: Article,
    summary: tuple[str, ...],
    destination: Destination,
    capabilities: Capabilities,
    publisher: Publisher,
) -> str:
    """Say why the template is not used for an article; "" where it is, or there is none."""
    if not template_of(article, destination):
        return ""
    return _composed(article, summary, destination, capabilities, publisher, 0)[1]


def _composed(
    article: Article,
    summary: tuple[str, ...],
    destination: Destination,
    capabilities: Capabilities,
    publisher: Publisher,
    revision: int,
) -> tuple[Post, str]:
    """Compose by the template, or else as the house does, and say why not by the template."""
    wanted = article.image if destination.image and capabilities.images else None
    album = _album(wanted, article, destination, capabilities) if wanted else ()
    names = dict.fromkeys(name for shown in album if (name := clean(shown.credit)))
    credited = replace(wanted, credit=", ".join(names)) if wanted else None
    whole = drafted(article, summary, destination, publisher, credited)
    if not capabilities.hidden_links:
        # why: a second address would take the preview from ours, and on X each is dear.
        whole = in_plain_words(whole)
    first = _first_of(whole, destination, capabilities)
    image, draft, text = _laid_out(of_the_house(capabilities), first, wanted, capabilities)
    why = ""
    places = places_of(article, destination, publisher)
    if own := of_template(article, destination, capabilities, places):
        try:
            image, draft, text = _by_template(own, first, wanted, capabilities)
        except Unfit as error:
            why = str(error)
    canonical = article.canonical_url if destination.link else ""
    post = Post(
        key=_key(article, destination, revision),
        text=text,
        link=canonical,
        tracked=whole.address if whole.address != canonical else "",
        link_label=_button(publisher) if capabilities.buttons and canonical else "",
        images=album if image else (),
        thread=thread_of(whole, draft, destination, capabilities),
        headline=draft.headline,
        summary=prose(draft),
        language=article.language or publisher.language,
        preview=bool(canonical),
    )
    return post, why


def cost(post: Post, capabilities: Capabilities) -> float:
    """Say what a post and its thread cost in US dollars: all that the platform links is dearer."""
    return sum(_price(text, capabilities) for text in (post.text, *post.thread))


def _price(text: Rich, capabilities: Capabilities) -> float:
    linked = urls(text.text) or any(span.style is Style.LINK for span in text.spans)
    return capabilities.price_with_link if linked else capabilities.price


def _first_of(draft: Draft, destination: Destination, capabilities: Capabilities) -> Draft:
    """Say what the first post of a thread could say: its link goes last where that is wanted."""
    if not capabilities.threads:
        return draft
    craft = destination.craft
    address = "" if link_goes_last(craft, capabilities) else draft.address
    return replace(draft, address=address, goes_on=craft.thread > 0)


def _album(
    lead: Image, article: Article, destination: Destination, capabilities: Capabilities
) -> tuple[Image, ...]:
    """Give the lead picture and as many others as are wanted and taken."""
    most = min(destination.craft.pictures, capabilities.most_images)
    return tuple(
        replace(image, alt=clean(image.alt) or clean(image.caption))
        for image in (lead, *article.gallery)[:most]
    )


def _by_template(
    lay_out: LayOut, draft: Draft, image: Image | None, capabilities: Capabilities
) -> tuple[Image | None, Draft, Rich]:
    """Do as `_laid_out`; raises Unfit where the template leaves no room, or nothing to say."""
    done = _laid_out(lay_out, draft, image, capabilities)
    length = capabilities.size(done[2])
    if length > capabilities.text:
        raise Unfit(f"what is left at last takes {length} of {capabilities.text}")
    if draft.headline and not done[1].headline:
        raise Unfit("leaves no room for the headline")
    if not done[2].text:
        raise Unfit("says nothing")
    return done


def _laid_out(
    lay_out: LayOut, draft: Draft, image: Image | None, capabilities: Capabilities
) -> tuple[Image | None, Draft, Rich]:
    """Make a draft fit, under its picture if all that there is to say does."""

    def length(draft: Draft) -> int:
        return capabilities.size(lay_out(draft))

    if image and capabilities.caption is not None and length(draft) > capabilities.caption:
        image, draft = None, replace(draft, credit="")
    ever_shorter = list(order_of_leaving(capabilities)(draft))
    draft = _fitted(ever_shorter, capabilities.text, length)
    return image, draft, lay_out(draft)


def _fitted(drafts: list[Draft], limit: int, length: Callable[[Draft], int]) -> Draft:
    """Take the first draft that fits; the last one fits with a shorter headline."""
    draft = next((draft for draft in drafts if length(draft) <= limit), drafts[-1])
    if drafts[0].sentences and not draft.sentences and not draft.goes_on:
        for less in without_extras(draft):
            if part := _beginning(drafts[0].sentences[0], less, limit, length):
                return replace(less, sentences=(part,))
    headline = fit(draft.headline, limit, lambda words: length(replace(draft, headline=words)))
    return replace(draft, headline=headline)


def _beginning(sentence: str, draft: Draft, limit: int, length: Callable[[Draft], int]) -> str:
    """Give the part of a sentence that fits into a draft; "" where that is too little to read, or says something else."""

    def longer(words: str) -> int:
        return length(replace(draft, sentences=(words,)))

    part = fit(sentence, limit, longer)
    is_told = longer(part) - longer("") >= WORTH_CUTTING
    return part if is_told and not is_turned(sentence, part, draft.language) else ""


def _button(publisher: Publisher) -> str:
    return fit(clean(publisher.name), LONGEST_BUTTON, lambda words: len(graphemes(words)))


def _key(article: Article, destination: Destination, revision: int) -> str:
    whole = f"{article.canonical_url}\n{revision}\n{destination.name}"
    return sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:32]
