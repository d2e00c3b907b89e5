"""What continues a post in further ones under it. Pure."""

from collections.abc import Sequence

from bot.manner import Craft
from bot.model import Rich
from bot.ports import Capabilities
from bot.rules import Destination
from bot.steps.draft import Draft, in_a_row
from bot.steps.layout import bare_link
from bot.text.fit import fit
from bot.text.rich import plain


def thread_of(
    whole: Draft, shown: Draft, destination: Destination, capabilities: Capabilities
) -> tuple[Rich, ...]:
    """Give the sentences that are not shown in further posts, and the link where it goes last.

    Nothing where a platform has no threads or nobody wants one.
    """
    craft = destination.craft
    if not capabilities.threads:
        return ()
    rest = whole.sentences[len(shown.sentences) :] if craft.thread else ()
    said = [plain(text) for text in _packed(rest, capabilities)[: craft.thread]]
    if link_goes_last(craft, capabilities) and whole.address:
        said.append(bare_link(whole.address))
    return tuple(said)


def link_goes_last(craft: Craft, capabilities: Capabilities) -> bool:
    """Say whether the link stands in a post of its own: not where the first one shows it as a card."""
    return craft.link_in_reply and not capabilities.cards


def _packed(sentences: Sequence[str], capabilities: Capabilities) -> list[str]:
    """Set as many sentences into each post as it holds."""
    packed: list[list[str]] = []
    for sentence in sentences:
        if packed and capabilities.length(in_a_row([*packed[-1], sentence])) <= capabilities.text:
            packed[-1].append(sentence)
        else:
            packed.append([sentence])
    posts = (fit(in_a_row(post), capabilities.text, capabilities.length) for post in packed)
    return [post for post in posts if post]
