"""What t.me shows everybody of a public Telegram channel: unofficial, and some seconds late."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from bot.errors import InDoubt, Unsent
from bot.model import Post, Receipt
from bot.page.dom import Node, first, parse, select, text_of

HOST = "https://t.me"
LONGEST = 2**22
"""Bytes of a page; twenty messages need a tenth of it."""
HOUR = 3600.0
"""Seconds by which our clock and theirs surely differ less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message, or an album by all its `numbers`, in ascending order.

    `at` is 0.0 where it has no time; `letters` are those of its words, as marks and emoji are shown
    in many ways.
    """

    numbers: tuple[int, ...]
    at: float
    links: frozenset[str]
    letters: str


class PublicPage:
    """The newest messages of a channel, about twenty; none where `base` is ""."""

    def __init__(self, base: str, timeout: float) -> None:
        self._base = base.rstrip("/")
        self._timeout = timeout
        self._missed = set[str]()

    async def find(self, post: Post, after: int, chat: str) -> Receipt | None:
        """Look whether a post is there, newer than message `after` (0: unknown).

        None: surely not. Unsent where it is missed for the first time, as the page may be late.
        InDoubt where it cannot tell: there is no page, it does not reach back far enough, or shows
        something that is much like the post.
        """
        if not (self._base and chat.startswith("@")):
            raise InDoubt("it has no public page")
        channel = chat[1:]
        shown = list(messages(await self._read(channel), channel))
        for each in reversed(shown):
            alike = _alike(each, post) if each.numbers[0] > after else ()
            if alike and all(alike):
                ids = "+".join(map(str, each.numbers))
                return Receipt(id=ids, permalink=f"{HOST}/{channel}/{each.numbers[0]}")
            if any(alike):
                raise InDoubt(f"message {each.numbers[0]} on its public page is much like it")
        if not shown or not _reaches_back(shown[0], post, after):
            raise InDoubt("its public page does not reach back to it")
        if post.key not in self._missed:
            self._missed.add(post.key)
            raise Unsent("Telegram: its public page does not show it yet, looking again")
        self._missed.remove(post.key)
        return None

    async def _read(self, channel: str) -> str:
        from httpx import AsyncClient, HTTPError

        where = f"{self._base}/s/{channel}"
        page = b""
        try:
            async with (
                AsyncClient(timeout=self._timeout / 4, trust_env=False) as client,
                client.stream("GET", where) as answer,
            ):
                async for part in answer.aiter_bytes():
                    page += part
                    if len(page) > LONGEST:
                        raise InDoubt("its public page is too long")
        except HTTPError as error:
            raise InDoubt(f"its public page cannot be read: {error!r}") from None
        if answer.status_code != 200:  # noqa: PLR2004 - where previews are off it leads elsewhere
            raise InDoubt(f"it has no public page (status {answer.status_code})")
        return page.decode("utf-8", "replace")


def messages(html: str, channel: str) -> Iterator[Shown]:
    """Read the messages of a page, oldest first."""
    own = re.compile(rf"/{re.escape(channel)}/(\d+)(?:\?single)?$", re.IGNORECASE)
    for node in select(parse(html), ".tgme_widget_message[data-post]"):
        links = [str(a.attributes.get("href") or "") for a in select(node, "a[href]")]
        named = [f"/{node.attributes['data-post']}", *(u for u in links if u.endswith("?single"))]
        numbers = {int(found[1]) for each in named if (found := own.search(each))}
        if numbers:
            text = first(node, ".js-message_text")
            yield Shown(
                numbers=tuple(sorted(numbers)),
                at=_moment(node),
                links=frozenset(links),
                letters=_letters(text_of(text)) if text else "",
            )


def _alike(shown: Shown, post: Post) -> tuple[bool, ...]:
    """Say in what a message is like a post: its link, where it has one, and its words."""
    links = (bool({post.link, post.tracked} & shown.links),) if post.link else ()
    return (*links, shown.letters == _letters(post.text.text))


def _reaches_back(oldest: Shown, post: Post, after: int) -> bool:
    if after:
        return oldest.numbers[0] <= after
    return oldest.numbers[0] == 1 or 0 < oldest.at < post.sent_at - HOUR


def _moment(node: Node) -> float:
    time = first(node, ".tgme_widget_message_date time")
    with suppress(ValueError):
        return (
            datetime.fromisoformat(time.attributes.get("datetime") or "").timestamp()
            if time
            else 0.0
        )
    return 0.0


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w+", text))
