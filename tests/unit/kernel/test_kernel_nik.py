"""A NIK is read kindly, prints masked, and is never refused for what it says about a person."""

import copy
import pickle
from datetime import date

import pytest

from selaras.kernel import findings, nik, nomor

TODAY = date(2026, 11, 22)
WOMAN = "6402065708789001"
MAN = "6402061708789002"


def test_parts_of_a_womans_nik() -> None:
    found = nik.Nik(WOMAN)
    assert (found.region, found.province, found.serial, found.sex) == ("640206", "64", "9001", "P")
    assert found.date_parts == (17, 8, 78)
    assert found.births(TODAY) == (date(1978, 8, 17),)
    assert found.is_synthetic


def test_parts_of_a_mans_nik() -> None:
    assert nik.Nik(MAN).sex == "L"
    assert nik.Nik(MAN).births(TODAY) == (date(1978, 8, 17),)
    assert not nik.Nik("6402061708780002").is_synthetic


@pytest.mark.parametrize(
    "text",
    [
        MAN,
        f"'{MAN}",
        f"  {MAN}\u00a0",
        "6402 0617 0878 9002",
        "64.02.06.170878.9002",
        "640206-170878-9002",
        f"{MAN}.0",
        f"{MAN},00",
        "64O2O617O87890O2",
        "640206l708789002",
        "\uff16402061708789002",
        f"`{MAN}",
    ],
)
def test_tolerated_ways_of_writing(text: str) -> None:
    reading = nik.read(text)
    assert reading.status == "ok"
    assert reading.nik is not None
    assert reading.nik.digits == MAN


@pytest.mark.parametrize("text", [None, "", "   ", "\u00a0", "'"])
def test_empty(text: str | None) -> None:
    assert nik.read(text) == nik.Reading("empty", None)


@pytest.mark.parametrize(
    "text",
    [
        "-",
        "0",
        "0000000000000000",
        "9999999999999999",
        "9999000000000001",
        "1234567890123456",
        "9990000000999000",
        "8888888888888888",
        "6402061708780000",
        "6402060000000000",
        "TIDAK ADA",
        "belum ada",
        "NULL",
        "n/a",
        "xxx",
    ],
)
def test_placeholders(text: str) -> None:
    assert nik.read(text).status == "placeholder"


@pytest.mark.parametrize(
    "text", ["6.40E+15", "6,40205E+15", "6.4020617087890E+15", "6E15", "6.40e15", "################"]
)
def test_damaged_by_a_spreadsheet(text: str) -> None:
    assert nik.read(text).status == "damaged"


def test_a_float_above_its_exact_range_has_lost_its_last_digit() -> None:
    # 2**53 = 9007199254740992: provinces 91 and up do not fit, the others do.
    assert nik.read("9171011708789001.0").status == "damaged"
    assert nik.read("9171011708789001").status == "ok"
    assert nik.read("8271011708789001.0").status == "ok"


@pytest.mark.parametrize(
    "text",
    [
        "640206170878900",
        "64020617087890022",
        "SITI",
        "64O2O6I7OB7B9OO2",
        "0802061708789002",
        "0002061708789002",
        "9902061708789002",
    ],
)
def test_malformed(text: str) -> None:
    assert nik.read(text) == nik.Reading("malformed", None)


@pytest.mark.parametrize("province", ["11", "54", "64", "65", "53", "91", "96"])
def test_every_province_that_is_or_was_is_accepted(province: str) -> None:
    assert nik.read(f"{province}02061708789002").status == "ok"


def test_a_different_birth_date_is_a_flag_and_no_more() -> None:
    # PP 40/2019 art. 30(2): the number stays although the date inside is wrong.
    flags = nik.Nik(MAN).flags(as_known_on=TODAY, tanggal_lahir=date(1978, 8, 18), jenis_kelamin="L")
    assert flags == (nik.LAHIR_BEDA,)
    assert findings.kind(nik.LAHIR_BEDA).severity != findings.TOLAK
    assert nik.read(MAN).status == "ok"


def test_a_different_sex_is_a_flag() -> None:
    assert nik.Nik(MAN).flags(as_known_on=TODAY, jenis_kelamin="P") == (nik.JENIS_KELAMIN_BEDA,)
    assert nik.Nik(WOMAN).flags(as_known_on=TODAY, jenis_kelamin="P") == ()


def test_the_century_is_told_apart_only_by_the_date_of_birth() -> None:
    young = nik.Nik("6402061708209002")
    assert young.births(TODAY) == (date(1920, 8, 17), date(2020, 8, 17))
    assert young.births(date(2019, 1, 1)) == (date(1920, 8, 17),)
    assert young.flags(as_known_on=TODAY) == (nik.ABAD_RANCU,)
    assert young.flags(as_known_on=TODAY, tanggal_lahir=date(1920, 8, 17)) == ()
    assert young.flags(as_known_on=TODAY, tanggal_lahir=date(2020, 8, 17)) == ()


def test_29_february_belongs_to_2000_not_to_1900() -> None:
    assert nik.Nik("6402062902009002").births(TODAY) == (date(2000, 2, 29),)


@pytest.mark.parametrize(
    "parts",
    ["000878", "320878", "400878", "720878", "990878", "171378", "170078", "310278", "290201", "710278"],
)
def test_impossible_date_parts_are_unusual_not_invalid(parts: str) -> None:
    reading = nik.read(f"640206{parts}9002")
    assert reading.status == "ok"
    assert reading.nik is not None
    assert not reading.nik.has_usual_date
    assert reading.nik.births(TODAY) == ()
    flags = reading.nik.flags(as_known_on=TODAY, tanggal_lahir=date(1978, 8, 17))
    assert flags == (nik.TANGGAL_TAK_LAZIM,)


@pytest.mark.parametrize("region", ["640401", "640501", "640699", "641002", "647301", "910101", "540101"])
def test_abolished_regions_are_valid_history(region: str) -> None:
    found = nik.read(f"{region}1708789002").nik
    assert found is not None
    assert found.flags(as_known_on=TODAY) == (nik.WILAYAH_DIHAPUS,)
    assert findings.kind(nik.WILAYAH_DIHAPUS).severity == findings.INFO


def test_an_unknown_kecamatan_is_a_mild_flag() -> None:
    assert nik.Nik("6402991708789002").flags(as_known_on=TODAY) == (nik.WILAYAH_TAK_DIKENAL,)
    assert findings.kind(nik.WILAYAH_TAK_DIKENAL).severity == findings.INFO


def test_a_prefix_from_elsewhere_is_normal() -> None:
    assert nik.Nik("3578011708789002").flags(as_known_on=TODAY) == ()


def test_prints_masked_everywhere() -> None:
    found, reading = nik.Nik(WOMAN), nik.read(WOMAN)
    masked = "•••• •••• •••• 9001"
    assert [str(found), repr(found), f"{found}", f"{found!s:s}", "%s" % found] == [masked] * 5  # noqa: UP031
    assert f"{found:>22}" == f"   {masked}"
    assert WOMAN[:12] not in f"{reading} {[found]} { ({'nik': found}) }"


def test_equality_hash_pickle_copy() -> None:
    found = nik.Nik(WOMAN)
    assert pickle.loads(pickle.dumps(found)) == found
    assert copy.deepcopy(found) == found
    assert len({found, nik.Nik(WOMAN), nik.Nik(MAN)}) == 2
    assert found != WOMAN
    assert found != nomor.Nomor(WOMAN)


def test_cannot_be_changed_or_made_from_something_else() -> None:
    found = nik.Nik(WOMAN)
    with pytest.raises(AttributeError):
        found._digits = MAN  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del found._digits
    for wrong in ("640206570878900", "640206570878900A", "٦402065708789001"):
        with pytest.raises(ValueError, match="16 digits") as caught:
            nik.Nik(wrong)
        assert wrong not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (WOMAN, "•••• •••• •••• 9001"),
        ("6402 0657 0878 9001", "•••• •••• •••• 9001"),
        ("SITI 1234567", "•••• •••• •••• ••••"),
        ("", "•••• •••• •••• ••••"),
        (None, "•••• •••• •••• ••••"),
        ("12345678", "•••• •••• •••• 5678"),
    ],
)
def test_mask(text: str | None, shown: str) -> None:
    assert nik.mask(text) == shown
