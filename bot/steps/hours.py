"""The publisher's day: quiet hours, and when a day and a month begin. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from bot.manner import Quiet


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The day and the month that `now` falls into, each up to the next; seconds since the epoch."""

    day: float
    next_day: float
    month: float
    next_month: float


def quiet_until(quiet: Quiet | None, zone: tzinfo, now: float) -> float:
    """Say when the quiet hours that `now` falls into end (0.0: it is not quiet).

    What counts is what the clock on the wall shows: an hour that comes twice is quiet twice, and an
    end that the clock jumps over is as good as the next moment that it shows. Where that is quiet again,
    it is the end of the next day.
    """
    local = datetime.fromtimestamp(now, zone)
    if quiet is None or not _is_within(quiet, local):
        return 0.0
    ends = [
        _moment(day, zone, quiet.end, fold)
        for day in (local.date() + timedelta(days) for days in range(3))
        for fold in (0, 1)
    ]
    return min(
        end
        for end in ends
        if end > now and not _is_within(quiet, datetime.fromtimestamp(end, zone))
    )


def calendar(zone: tzinfo, now: float) -> Calendar:
    """Say which day and which month it is where the publisher is."""
    today = datetime.fromtimestamp(now, zone).date()
    first = today.replace(day=1)
    return Calendar(
        day=_moment(today, zone),
        next_day=_moment(today + timedelta(1), zone),
        month=_moment(first, zone),
        next_month=_moment((first + timedelta(31)).replace(day=1), zone),
    )


def _is_within(quiet: Quiet, local: datetime) -> bool:
    minute = local.hour * 60 + local.minute
    if quiet.start < quiet.end:
        return quiet.start <= minute < quiet.end
    return minute >= quiet.start or minute < quiet.end


def _moment(day: date, zone: tzinfo, minute: int = 0, fold: int = 0) -> float:
    hour, minute = divmod(minute, 60)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone, fold=fold).timestamp()
