"""What claiming needs to know of a destination, as plain values of the present moment."""

from dataclasses import dataclass

from bot.rules import Pace


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What a destination may cost from `since` up to `until`, in US dollars; `per` is "day" or "month"."""

    since: float
    until: float
    usd: float
    per: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """How one destination may be used now.

    `paces` are the platform's and hold for everything; urgent news passes `spacing` and the quiet
    hours that last until `quiet_until` (0: it is not quiet), in which posts wait or, `is_silent`,
    make no sound. When more than `digest` publishes are due at once (0: however many) they go as
    one post. Where an allowance is spent posts wait or, `drops_link`, go without their link, and
    look-ups, of which each post that they read costs `read_usd`, read no more than is left. An alt
    text costs `alt_text_usd` besides its post. `mark` differs for each configuration of the
    destination: one that was locked under another is tried again.
    """

    paces: tuple[Pace, ...] = ()
    spacing: tuple[Pace, ...] = ()
    quiet_until: float = 0.0
    is_silent: bool = False
    allowances: tuple[Allowance, ...] = ()
    drops_link: bool = False
    read_usd: float = 0.0
    alt_text_usd: float = 0.0
    digest: int = 0
    mark: str = "as ever"
