"""A KK number carries the day of registration, without the 40 of a woman's NIK."""

from datetime import date

import pytest

from selaras.kernel import kk, nik

TODAY = date(2026, 11, 22)


def test_parts() -> None:
    found = kk.Kk("6402061204129001")
    assert (found.region, found.province, found.serial) == ("640206", "64", "9001")
    assert found.date_parts == (12, 4, 12)
    assert found.registrations(TODAY) == (date(2012, 4, 12),)
    assert found.flags(as_known_on=TODAY) == ()
    assert str(found) == repr(found) == "•••• •••• •••• 9001"


def test_registration_began_in_1977() -> None:
    assert kk.Kk("6402061204789001").registrations(TODAY) == (date(1978, 4, 12),)
    assert kk.Kk("6402061204769001").registrations(TODAY) == ()
    assert kk.Kk("6402061204769001").flags(as_known_on=TODAY) == (kk.TANGGAL_TAK_LAZIM,)


def test_a_womans_nik_in_the_kk_column() -> None:
    assert kk.Kk("6402065204129001").flags(as_known_on=TODAY) == (kk.SEPERTI_NIK,)


def test_not_yet_issued() -> None:
    assert kk.Kk("6402061204129001").flags(as_known_on=date(2011, 1, 1)) == (kk.TANGGAL_TAK_LAZIM,)


def test_regions() -> None:
    assert kk.Kk("6404011204129001").flags(as_known_on=TODAY) == (kk.WILAYAH_DIHAPUS,)
    assert kk.Kk("6402991204129001").flags(as_known_on=TODAY) == (kk.WILAYAH_TAK_DIKENAL,)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("'6402061204129001", "ok"),
        ("-", "placeholder"),
        ("", "empty"),
        ("6.40E+15", "damaged"),
        ("64020612", "malformed"),
        ("0802061204129001", "malformed"),
    ],
)
def test_reading(text: str, status: str) -> None:
    reading = kk.read(text)
    assert reading.status == status
    assert (reading.kk is not None) == (status == "ok")


def test_a_kk_number_is_not_a_nik() -> None:
    assert kk.Kk("6402061204129001") != nik.Nik("6402061204129001")
    assert len({kk.Kk("6402061204129001"), nik.Nik("6402061204129001")}) == 2
