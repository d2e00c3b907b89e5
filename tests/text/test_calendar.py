from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.calendar import told_moment
from tests.runaway import no_runaway

TOLD = {
    # words, in the languages of the news
    "20 May 2026": "2026-05-20T00:00:00",
    "May 20th, 2026 at 2:05 p.m.": "2026-05-20T14:05:00",
    "Updated 12:05 AM EDT, Wed May 20, 2026": "2026-05-20T00:05:00-04:00",
    "By Maria March, Wednesday 20 May 2026 14.05 BST": "2026-05-20T14:05:00+01:00",
    "Von Anna Beispiel, Berlin | 20. Mai 2026, 14:05 Uhr": "2026-05-20T14:05:00",
    "Stand: 20. Mai 2026, 14 Uhr": "2026-05-20T14:00:00",
    "20. Mai 2026, 14:05 MESZ": "2026-05-20T14:05:00+02:00",
    "Publié le 20 mai 2026 à 14h05": "2026-05-20T14:05:00",
    "Par Jean Mai, le 1er août 2026 à 9 h 05": "2026-08-01T09:05:00",
    "20 de maig de 2026, 14:05 h": "2026-05-20T14:05:00",
    "20 d’agost de 2026, 14.05 h": "2026-08-20T14:05:00",
    "20. mai 2026, 14:05": "2026-05-20T14:05:00",
    "20. maí 2026 kl. 14:05": "2026-05-20T14:05:00",
    "2026 m. gegužės 20 d. 14:05": "2026-05-20T14:05:00",
    "20 مئی 2026": "2026-05-20T00:00:00",
    "20 de mayo de 2026 a las 14:05h": "2026-05-20T14:05:00",
    "miércoles, 20 de mayo del año 2026": "2026-05-20T00:00:00",
    "20 maggio 2026 ore 14.05": "2026-05-20T14:05:00",
    "20 de maio de 2026 às 14h": "2026-05-20T14:00:00",
    "20 mei 2026 om 14.05 uur": "2026-05-20T14:05:00",
    "14:05, 20 мая 2026": "2026-05-20T14:05:00",
    "20 травня 2026, 14:05": "2026-05-20T14:05:00",
    "20 maja 2026, 14:05": "2026-05-20T14:05:00",
    "20. května 2026 14:05": "2026-05-20T14:05:00",
    "2026. május 20. 14:05": "2026-05-20T14:05:00",
    "20 Mayıs 2026 Çarşamba 14:05": "2026-05-20T14:05:00",
    "20 Μαΐου 2026, 14:05": "2026-05-20T14:05:00",
    "Publicerad: 20 maj 2026 kl. 14.05": "2026-05-20T14:05:00",
    "20. desember 2026 klokka 14.05": "2026-12-20T14:05:00",
    "20. toukokuuta 2026 klo 14.05": "2026-05-20T14:05:00",
    "20 noiembrie 2026, ora 14:05": "2026-11-20T14:05:00",
    "20 November 2026, 14:05 WIB": "2026-11-20T14:05:00+07:00",
    "20 مايو 2026": "2026-05-20T00:00:00",
    "20 במאי 2026, 14:05": "2026-05-20T14:05:00",
    "२० मई २०२६, 14:05 IST": "2026-05-20T14:05:00+05:30",
    "20 พฤษภาคม 2569 เวลา 14:05 น.": "2026-05-20T14:05:00",
    "November 20, 2026 - 11:28 AMT": "2026-11-20T11:28:00",
    # figures
    "Thứ Tư, 20/5/2026, 14:05 (GMT+7)": "2026-05-20T14:05:00+07:00",
    "ngày 20 tháng 5 năm 2026": "2026-05-20T00:00:00",
    "2026年5月20日 14:05": "2026-05-20T14:05:00",
    "2026年5月20日 14時05分": "2026-05-20T14:05:00",
    "입력 2026.05.20. 오후 2:05": "2026-05-20T14:05:00",
    "2026년 5월 20일": "2026-05-20T00:00:00",
    "Artikel vom 20.05.26, 14:05 Uhr": "2026-05-20T14:05:00",
    "Politik | 20.5.2026": "2026-05-20T00:00:00",
    "2026-05-20T14:05:07.123+02:00": "2026-05-20T14:05:07+02:00",
    "05/20/2026 2:05 PM": "2026-05-20T14:05:00",
}

NOTHING = [
    "",
    "20 May",
    "Maria, 20, won in 2026",
    "4/5/2026",
    "99/99/2026",
    "31 June 2026",
    "20 May 1926",
    "20 May 20266",
    "version 1.2.3.2026",
    "Sunday in May: the 2026 season, week 20, begins",
    "٣ Nov 99999999999999999999",
]


@pytest.mark.parametrize(("line", "moment"), TOLD.items())
def test_what_a_line_tells_readers_is_read(line: str, moment: str) -> None:
    told = told_moment(line)
    assert told is not None
    assert told.isoformat() == moment


@pytest.mark.parametrize("line", NOTHING)
def test_no_day_is_better_than_a_guessed_one(line: str) -> None:
    assert told_moment(line) is None


def test_an_endless_line_costs_no_more() -> None:
    with no_runaway():
        assert told_moment("May 3 2026 2:05 pm " * 200_000) == datetime(2026, 5, 3, 14, 5)  # noqa: DTZ001


def test_a_day_with_slashes_goes_by_the_custom_of_the_country() -> None:
    told = told_moment("Publicado: 4/5/2026 8:00", day_first=True)
    assert told == datetime(2026, 5, 4, 8)  # noqa: DTZ001 - none is said


@given(st.text() | st.text(alphabet="0123456789:-+/., TZMaypmh年月日"))
def test_no_line_ever_raises(line: str) -> None:
    told_moment(line)


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2199, 12, 31)),  # noqa: DTZ001 - zone below
    st.integers(-14 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters))),
)
def test_what_software_shows_comes_back(moment: datetime, zone: timezone) -> None:
    whole = moment.replace(microsecond=0, tzinfo=zone)
    assert told_moment(f"Updated {whole.isoformat()}") == whole
    assert told_moment(f"by Ann Mai – {whole:%d %B %Y, %I:%M:%S %p}") == whole.replace(tzinfo=None)
