"""Where a source is asked that says it has moved for good. Pure."""

from urllib.parse import urlsplit

from bot.ports import DueSource, Poll
from bot.steps.rhythm import DAY

SETTLED = 7 * DAY
"""Seconds for which every look must be led there: an outage or a hotel's portal does not last so."""


def asked_at(url: str, due: DueSource, now: float) -> str:
    """Say where to ask for what is configured at `url`.

    Where only the scheme becomes https, that is the new address from the next look on, else after
    `SETTLED`. While looks fail both are asked by turns, so that neither a new address that was a
    mistake nor an old one that is no more ends the news.
    """
    old, new = urlsplit(url), urlsplit(due.moved_to)
    is_safer = (old.scheme, new.scheme) == ("http", "https") and old[1:] == new[1:]
    is_settled = is_safer or now - due.moved_since >= SETTLED
    return due.moved_to if due.moved_to and is_settled and due.errors % 2 == 0 else url


def moved_to(poll: Poll, asked: str, *, is_familiar: bool) -> str:
    """Say where a source is for good now; `asked`: where it was said to be before ("": nowhere).

    What has nothing that we know is no move, whatever the server says: portals have redirects too.
    """
    is_same = poll.entries is None or poll.whole is not None or is_familiar
    return (poll.moved_to or asked) if is_same else ""
