"""Money, numbers, dates, editions and codes: written and read again they are the same."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from selaras.kernel import angka, dates, periods, rupiah
from selaras.kernel.rupiah import Rupiah
from selaras.kernel.wilayah import codes, find, placenames, tables

AMOUNTS = st.integers(-(10**15), 10**15).map(Rupiah)
DAYS = st.dates(date(1911, 1, 1), date(2090, 12, 31))
CODES = st.sampled_from(list(tables.names()))


@given(AMOUNTS)
def test_rupiah_round_trip(amount: Rupiah) -> None:
    assert rupiah.parse(str(amount)) == amount


@given(AMOUNTS, st.integers(1, 120))
def test_split_adds_up_and_is_even(amount: Rupiah, parts: int) -> None:
    found = amount.split(parts)
    assert len(found) == parts
    assert sum(found, Rupiah(0)) == amount
    assert len(set(found[:-1])) <= 1
    assert abs(found[-1].value - found[0].value) < parts


@given(st.decimals(-(10**12), 10**12, places=2))
def test_number_round_trip(number: Decimal) -> None:
    assert angka.parse(angka.text(number, 2)) == number


@given(st.text(max_size=25))
def test_reading_numbers_and_dates_never_fails(text: str) -> None:
    angka.parse(text)
    rupiah.parse(text)
    periods.parse(text)
    reading = dates.parse(text)
    assert reading.value is not None or reading.notes


@given(DAYS)
def test_date_round_trips(day: date) -> None:
    assert dates.parse(dates.long(day)).value == day
    assert dates.parse(day.isoformat()) == dates.Reading(day)
    assert dates.parse(f"{day:%d/%m/%Y}").value == day
    assert dates.parse(f"{day:%d%m%Y}").value == day
    assert dates.parse(f"{day:%Y%m%d}").value == day
    assert dates.parse(str((day - date(1899, 12, 30)) // timedelta(days=1))).value == day


@given(DAYS)
def test_two_digit_years_are_one_of_two_centuries_and_not_later_than_known(day: date) -> None:
    reading = dates.parse(f"{day:%d-%m-%y}", as_known_on=date(2026, 11, 22))
    if reading.value:
        assert (reading.value.day, reading.value.month, reading.value.year % 100) == (
            day.day,
            day.month,
            day.year % 100,
        )
        assert reading.value <= date(2026, 11, 22)


@given(DAYS.filter(lambda day: 1970 <= day.year < 2050), st.sampled_from(["%Y-%m", "%Y-%m-%d", "%Y", "%Y%m"]))
def test_edition_round_trip(day: date, shape: str) -> None:
    period = periods.parse(day.strftime(shape))
    assert period is not None
    assert period.start <= day <= period.end or shape != "%Y-%m-%d"
    assert periods.from_label(period.label) == period
    assert periods.parse(period.title) == period


@given(CODES)
def test_code_round_trip(text: str) -> None:
    code = codes.KodeKemendagri(text)
    assert codes.parse_kemendagri(code.digits) == code
    assert codes.parse_kemendagri(str(code)) == code
    assert code.parent is None or code in tables.children(code.parent)
    assert len(tables.path(code)) == text.count(".") + 1


@given(st.text(max_size=20), st.text(max_size=20))
def test_likeness_is_fair(one: str, other: str) -> None:
    score = find.likeness(one, other)
    assert 0 <= score <= 1
    assert find.likeness(one, one) == 1
    if placenames.read(one).numbers != placenames.read(other).numbers:
        assert score == 0
