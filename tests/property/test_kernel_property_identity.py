"""What holds for every number, not for the ones we thought of."""

import pickle
import re
from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from selaras.kernel import kk, nik, nomor
from selaras.kernel.wilayah import history

TODAY = date(2026, 11, 22)
PROVINCES = st.sampled_from(sorted(history.provinces()))
BIRTHS = st.dates(date(1927, 1, 1), TODAY)
SEXES = st.sampled_from("LP")


@st.composite
def people(draw: st.DrawFn) -> tuple[str, date, str]:
    """A NIK as the rules make it, with the birth date and sex it was made from. Made-up serials only."""
    birth, sex = draw(BIRTHS), draw(SEXES)
    region = draw(PROVINCES) + draw(st.from_regex(r"[0-9]{4}", fullmatch=True))
    day = birth.day + 40 * (sex == "P")
    serial = draw(st.integers(9000, 9999))
    return f"{region}{day:02}{birth.month:02}{birth.year % 100:02}{serial}", birth, sex


@given(people())
def test_what_was_put_in_comes_out(person: tuple[str, date, str]) -> None:
    digits, birth, sex = person
    found = nik.read(digits).nik
    assert found is not None
    assert found.sex == sex
    assert birth in found.births(TODAY)
    flags = found.flags(as_known_on=TODAY, tanggal_lahir=birth, jenis_kelamin=sex)
    assert set(flags) <= {nik.WILAYAH_DIHAPUS, nik.WILAYAH_TAK_DIKENAL}


@given(
    people(),
    st.sampled_from(["'{}", " {} ", "{}.0", "{}\u00a0", "`{}", "{},00"]),
    st.sampled_from(["", ".", "-", " "]),
)
def test_dressing_does_not_matter(person: tuple[str, date, str], dress: str, between: str) -> None:
    digits = person[0]
    parts = between.join((digits[:6], digits[6:12], digits[12:])) if "0" not in dress else digits
    reading = nik.read(dress.format(parts))
    # A fraction behind a number above 2**53 shows that it went through a float: damaged, never another number.
    lost = "0" in dress and int(digits) > 2**53
    assert reading.status == ("damaged" if lost else "ok")
    assert lost or (reading.nik is not None and reading.nik.digits == digits)


@given(PROVINCES, st.from_regex(r"[0-9]{14}", fullmatch=True))
def test_only_shape_and_province_can_refuse(province: str, rest: str) -> None:
    reading = nik.read(province + rest)
    assert reading.status in {"ok", "placeholder"}
    if reading.nik:
        reading.nik.flags(as_known_on=TODAY, tanggal_lahir=date(1980, 1, 1), jenis_kelamin="L")


@given(st.none() | st.text(max_size=40) | st.from_regex(r"[0-9OolI.,' eE+-]{0,24}", fullmatch=True))
@example("6.40E+15")
def test_reading_never_fails_and_a_value_goes_with_ok_only(text: str | None) -> None:
    for reading, value in ((nik.read(text), nik.read(text).nik), (kk.read(text), kk.read(text).kk)):
        assert reading.status in {"ok", "empty", "placeholder", "malformed", "damaged"}
        assert (value is not None) == (reading.status == "ok")


@given(st.text(max_size=60) | st.from_regex(r"[0-9 .-]{0,40}", fullmatch=True))
def test_masking_never_shows_more_than_four_digits_and_no_letter(text: str) -> None:
    masked = nomor.mask(text)
    assert len(re.findall(r"\d", masked)) <= 4
    assert not re.search(r"[^\W\d_]", masked)
    assert len(masked) == 19


@given(people(), st.sampled_from(["", ">30", "<5", "^25"]))
def test_no_way_of_printing_shows_the_number(person: tuple[str, date, str], spec: str) -> None:
    found = nik.Nik(person[0])
    printed = f"{found:{spec}} {found!r} {found} {[found]} {nik.Reading('ok', found)}"
    assert all(len(run) <= 4 for run in re.findall(r"\d+", printed))
    assert pickle.loads(pickle.dumps(found)) == found
