from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.moments import read_moment

WRITTEN = {
    # RFC 822 and its kin
    "Thu, 05 Nov 2026 19:48:21 GMT": "2026-11-05T19:48:21+00:00",
    "Thu, 05 Nov 2026 19:48:21 +0530": "2026-11-05T19:48:21+05:30",
    "Thu, 05 Nov 2026 19:48:21 -0000": "2026-11-05T19:48:21+00:00",
    "5 Nov 26 19:48 EST": "2026-11-05T19:48:00-05:00",
    "Thu,05 Nov 2026 19:48:21GMT": "2026-11-05T19:48:21+00:00",
    "Thu, 5 November 2026 19:48:21 Z": "2026-11-05T19:48:21+00:00",
    "Thursday, 05-Nov-26 19:48:21 UTC": "2026-11-05T19:48:21+00:00",
    "Thu, 05 Nov 2026 19:48:21 GMT+2": "2026-11-05T19:48:21+02:00",
    "Thu, 05 Nov 2026 19:48:21 +02:00": "2026-11-05T19:48:21+02:00",
    "Thu, 05 Nov 2026 19:48:21 CEST": "2026-11-05T19:48:21+02:00",
    "Thu, 05 Nov 2026 19:48:21 NOWHERE": "2026-11-05T19:48:21+00:00",
    "Thu, 05 Nov 2026 19:48:60 GMT": "2026-11-05T19:48:59+00:00",
    "Thu, 05 Nov 2026 24:00:00 GMT": "2026-11-06T00:00:00+00:00",
    "Thu, 05 Nov 2026": "2026-11-05T00:00:00+00:00",
    "  Thu,\n05 Nov\t2026 19:48:21  GMT ": "2026-11-05T19:48:21+00:00",
    "Xyz, 05 Nov 2026 19:48:21 GMT": "2026-11-05T19:48:21+00:00",
    # W3C-DTF, ISO 8601
    "2026-11-05T19:48:21Z": "2026-11-05T19:48:21+00:00",
    "2026-11-05T19:48:21.123456+01:00": "2026-11-05T19:48:21+01:00",
    "2026-11-05T19:48:21,5+0100": "2026-11-05T19:48:21+01:00",
    "2026-11-05T19:48-08": "2026-11-05T19:48:00-08:00",
    "2026-11-05t19:48:21z": "2026-11-05T19:48:21+00:00",
    "20261105T194821Z": "2026-11-05T19:48:21+00:00",
    "20261105T1948+0100": "2026-11-05T19:48:00+01:00",
    "2026-11-05 19:48:21": "2026-11-05T19:48:21+00:00",
    "2026-11-05": "2026-11-05T00:00:00+00:00",
    "2026-11-05Z": "2026-11-05T00:00:00+00:00",
    "2026/11/5 19:48": "2026-11-05T19:48:00+00:00",
    # what people write
    "Thu Nov  5 19:48:21 2026": "2026-11-05T19:48:21+00:00",
    "Thu Nov 05 19:48:21 PST 2026": "2026-11-05T19:48:21-08:00",
    "Nov 5, 2026 7:48 PM": "2026-11-05T19:48:00+00:00",
    "November 5th, 2026 at 12:05 a.m.": "2026-11-05T00:05:00+00:00",
    "2026 Nov 5": "2026-11-05T00:00:00+00:00",
    "05.11.2026 19:48": "2026-11-05T19:48:00+00:00",
    "1 Jan 99 00:00 GMT": "1999-01-01T00:00:00+00:00",
    "5 Sept 2026 10:00:00 +99:00": "2026-09-05T10:00:00+00:00",
}

NOT_A_DATE = [
    "",
    "soon",
    "42",
    "2026",
    "12/11/2026",
    "30 Feb 2026 10:00:00 GMT",
    "2026-13-01",
    "0000-00-00 00:00:00",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "1 Jan 9999",
    "٣ Nov 99999999999999999999",
    "1111111111111111111111111111111 Nov 2026",
]


@pytest.mark.parametrize(("text", "moment"), WRITTEN.items())
def test_a_date_is_read_however_it_is_written(text: str, moment: str) -> None:
    read = read_moment(text)
    assert read is not None
    assert read.isoformat() == moment


@pytest.mark.parametrize("text", NOT_A_DATE)
def test_what_no_article_can_have_is_no_date(text: str) -> None:
    assert read_moment(text) is None


@given(st.text() | st.text(alphabet="0123456789:-+/., TZNovaugpmGMT"))
def test_no_text_ever_raises(text: str) -> None:
    read = read_moment(text)
    assert read is None or read.tzinfo is not None


@given(
    st.integers(700_000_000, 4_000_000_000),
    st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
def test_what_software_writes_comes_back(seconds: int, zone: timezone) -> None:
    moment = datetime.fromtimestamp(seconds, zone)
    assert read_moment(moment.isoformat()) == moment
    assert read_moment(format_datetime(moment)) == moment
    assert read_moment(moment.strftime("%A, %B %d %Y %I:%M:%S %p %z")) == moment


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2199, 1, 1)),  # noqa: DTZ001 - the zone comes below
    st.sampled_from(["+0000", "-0730", "+1400", "+9900", "GMT", "UTC", "Z"]),
    st.sampled_from(["Thu, ", ""]),
)
def test_the_short_way_through_common_dates_leads_to_the_same(
    moment: datetime, zone: str, day: str
) -> None:
    text = f"{day}{moment:%d %b %Y %H:%M:%S} {zone}"
    assert read_moment(text) == read_moment(f"{text.lower()}")
    assert read_moment(text) is not None
