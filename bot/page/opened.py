"""A page taken apart, with what an operator's profile says of its site."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.page.dom import Node, parse
from bot.page.head import Head, read_head
from bot.page.outline import Outline
from bot.page.profile import Profile, drop, marked, profile_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page taken apart, without what `profile` drops."""

    url: str
    root: Node
    head: Head
    outline: Outline
    profile: Profile


def open_page(html: str, url: str, profiles: Sequence[Profile] = ()) -> Page:
    """Take the page at `url` apart, with the profile of its site; a saved one names its site itself."""
    root = parse(html)
    head = read_head(root)
    profile = profile_for(profiles, url, head.canonical, head.first("og:url"))
    if profile.drop:
        drop(root, profile)
        head = read_head(root)
    outline = Outline(root, marked(root, profile))
    return Page(url=url, root=root, head=head, outline=outline, profile=profile)
