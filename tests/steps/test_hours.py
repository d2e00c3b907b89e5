"""Quiet hours and the publisher's days, over changes of the clock too."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.manner import Quiet
from bot.steps.hours import calendar, quiet_until

LONDON, SYDNEY, BEIRUT = (
    ZoneInfo(name) for name in ("Europe/London", "Australia/Sydney", "Asia/Beirut")
)
ZONES = (LONDON, SYDNEY, BEIRUT, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu"))


def at(written: str) -> float:
    """Read a moment in UTC."""
    return datetime.fromisoformat(written).replace(tzinfo=UTC).timestamp()


def hours(written: str) -> Quiet:
    start, end = (int(part[:2]) * 60 + int(part[3:]) for part in written.split("-"))
    return Quiet(start=start, end=end)


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        ("23:00-07:00", "2027-01-15 22:59:59", ""),
        ("23:00-07:00", "2027-01-15 23:00", "2027-01-16 07:00"),
        ("23:00-07:00", "2027-01-16 06:59:59", "2027-01-16 07:00"),
        ("23:00-07:00", "2027-01-16 07:00", ""),
        ("12:30-13:15", "2027-01-16 13:00", "2027-01-16 13:15"),
        ("12:30-13:15", "2027-01-16 12:29", ""),
        ("23:00-07:00", "2027-07-15 22:30", "2027-07-16 06:00"),
        # The clock goes forward from 01:00 to 02:00 UTC+1 on 28 March 2027.
        ("23:00-07:00", "2027-03-27 23:30", "2027-03-28 06:00"),
        ("00:30-01:30", "2027-03-28 00:45", "2027-03-28 01:30"),
        # And back from 02:00 to 01:00 at 01:00 UTC on 31 October 2027.
        ("23:00-07:00", "2027-10-30 22:30", "2027-10-31 07:00"),
        ("23:00-01:30", "2027-10-31 00:10", "2027-10-31 00:30"),
        ("23:00-01:30", "2027-10-31 00:40", ""),
        ("23:00-01:30", "2027-10-31 01:10", "2027-10-31 01:30"),
    ],
)  # fmt: skip
def test_quiet_hours_are_those_of_the_publisher(quiet: str, now: str, until: str) -> None:
    assert quiet_until(hours(quiet), LONDON, at(now)) == (at(until) if until else 0.0)


def test_without_quiet_hours_it_is_never_quiet() -> None:
    assert quiet_until(None, LONDON, at("2027-01-15 03:00")) == 0.0


@settings(deadline=None)  # the first moment reads the zone
@example(1, 0, ZoneInfo("Asia/Beirut"), datetime(2026, 3, 28))  # noqa: DTZ001 - its free minute is jumped over
@given(
    st.integers(0, 1439),
    st.integers(0, 1439),
    st.sampled_from(ZONES),
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)),  # noqa: DTZ001 - made aware below
)
def test_quiet_hours_end_and_end_in_time(
    start: int, end: int, zone: ZoneInfo, moment: datetime
) -> None:
    quiet = Quiet(start=start, end=end if end != start else (start + 1) % 1440)
    now = moment.replace(tzinfo=UTC).timestamp()
    until = quiet_until(quiet, zone, now)
    if until:
        assert now < until <= now + timedelta(hours=50).total_seconds()
        assert quiet_until(quiet, zone, until) == 0.0


@pytest.mark.parametrize(
    ("zone", "now", "day", "next_day", "month", "next_month"),
    [
        (LONDON, "2027-01-15 12:00", "2027-01-15 00:00", "2027-01-16 00:00", "2027-01-01 00:00", "2027-02-01 00:00"),
        (LONDON, "2027-03-28 12:00", "2027-03-28 00:00", "2027-03-28 23:00", "2027-03-01 00:00", "2027-03-31 23:00"),
        (SYDNEY, "2027-12-31 13:00", "2027-12-31 13:00", "2028-01-01 13:00", "2027-12-31 13:00", "2028-01-31 13:00"),
        # In Beirut midnight does not exist on 28 March 2027: the clock shows 01:00 instead.
        (BEIRUT, "2027-03-28 12:00", "2027-03-27 22:00", "2027-03-28 21:00", "2027-02-28 22:00", "2027-03-31 21:00"),
    ],
)  # fmt: skip
def test_days_and_months_are_those_of_the_publisher(
    zone: ZoneInfo, now: str, day: str, next_day: str, month: str, next_month: str
) -> None:
    found = calendar(zone, at(now))
    assert (found.day, found.next_day) == (at(day), at(next_day))
    assert (found.month, found.next_month) == (at(month), at(next_month))
