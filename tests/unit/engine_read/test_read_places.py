"""Village codes out of codes of either system, names, or both; conflicts are refused."""

from __future__ import annotations

import polars as pl
import pytest

from selaras.engine.read import places
from selaras.kernel.errors import SelarasError


def series(*texts: str | None) -> pl.Series:
    return pl.Series(texts, dtype=pl.String)


DESA = series("Jembayan", "Loh Sumber", "Timbau", "Jahab")
KECAMATAN = series("Loa Kulu", "LOA KULU", "Tenggarong", "Kec. Tenggarong")
DOTTED = series("64.02.02.2003", "64.02.02.2005", "64.02.06.1004", "64.02.06.1001")
BPS = series("6403050003", "6403050005", "6403090003", "6403090004")
CODES = DOTTED.to_list()


@pytest.mark.parametrize("code", [DOTTED, DOTTED.str.replace_all(".", "", literal=True)])
def test_codes_of_kemendagri(code: pl.Series) -> None:
    found = places.resolve(
        places.Columns(desa=DESA, kecamatan=KECAMATAN, code=code), file="a.xlsx", expected="kemendagri"
    )
    assert found.system == "kemendagri"
    assert found.kode_desa.to_list() == CODES
    assert found.kode_kecamatan.to_list() == [code[:8] for code in CODES]
    assert found.fault.null_count() == 4


def test_codes_of_bps_are_bridged() -> None:
    found = places.resolve(places.Columns(desa=DESA, kecamatan=KECAMATAN, code=BPS), file="a.xlsx")
    assert found.system == "bps"
    assert found.kode_desa.to_list()[:3] == CODES[:3]


def test_codes_of_the_other_system_than_promised_are_refused() -> None:
    with pytest.raises(SelarasError) as caught:
        places.resolve(
            places.Columns(desa=DESA, kecamatan=KECAMATAN, code=BPS), file="a.xlsx", expected="kemendagri"
        )
    assert caught.value.code == "kode_wilayah_sistem_lain"
    assert "BPS" in caught.value.message


def test_codes_of_both_systems_in_one_column_are_refused() -> None:
    mixed = pl.concat([DOTTED.str.replace_all(".", "", literal=True)[:2], BPS[2:]])
    with pytest.raises(SelarasError) as caught:
        places.resolve(places.Columns(desa=DESA, kecamatan=KECAMATAN, code=mixed), file="a.xlsx")
    assert caught.value.code == "kode_wilayah_bertentangan"


def test_names_that_contradict_most_codes_are_refused() -> None:
    shifted = pl.Series([*CODES[1:], CODES[0]])
    columns = places.Columns(desa=DESA, kecamatan=KECAMATAN, code=shifted, kabkota="64.02")
    with pytest.raises(SelarasError) as caught:
        places.resolve(columns, file="a.xlsx")
    assert caught.value.code == "kode_wilayah_bertentangan"


def test_one_wrong_code_is_a_finding_of_its_rows() -> None:
    desa = series("Jembayan", "Loh Sumber", "Timbau", "Timbau")
    found = places.resolve(
        places.Columns(desa=desa, kecamatan=KECAMATAN, code=DOTTED, kabkota="64.02"), file="a.xlsx"
    )
    assert found.fault.to_list() == [None, None, None, places.CLASH]
    assert found.kode_desa[3] == "64.02.06.1001"
    assert "Timbau" in (found.detail[3] or "")


def test_names_alone() -> None:
    kabupaten = series(*["KAB. KUTAI KARTANEGARA"] * 4)
    found = places.resolve(places.Columns(DESA, KECAMATAN, kabupaten), file="a.xlsx")
    assert found.kode_desa.to_list() == CODES
    assert found.system is None


def test_the_kabupaten_is_known_by_its_kecamatan() -> None:
    assert places.resolve(places.Columns(DESA, KECAMATAN), file="a.xlsx").kode_desa.to_list() == CODES
    given = places.resolve(places.Columns(DESA[:1], KECAMATAN[:1], kabkota="64.02"), file="a.xlsx")
    assert given.kode_desa[0] == CODES[0]


@pytest.mark.parametrize(
    ("kecamatan", "desa", "found"),
    [
        ("Loa Kulu", ["Jembayan", "Jembayan"], ["64.02.02.2003"] * 2),
        ("Loa Kulu", ["Jembayan", "Antah Berantah"], ["64.02.02.2003", None]),
        ("Loa Kulu", ["Antah Berantah"], [None]),
        ("Purwodadi", ["Purwodadi"], [None]),  # in four kabupaten
        ("Antah", ["Berantah"], [None]),
    ],
)
def test_one_kecamatan_tells_the_kabupaten_only_where_no_other_has_its_villages(
    kecamatan: str, desa: list[str], found: list[str | None]
) -> None:
    columns = places.Columns(series(*desa), series(*[kecamatan] * len(desa)))
    answer = places.resolve(columns, file="a.xlsx")
    assert answer.kode_desa.to_list() == found
    assert answer.fault.is_null().to_list() == [code is not None for code in found]


def test_unknown_and_alike_names_stay_open() -> None:
    desa = series("Jembayam Tengah", "Desa Antah Berantah", None)
    found = places.resolve(places.Columns(desa, series(*["Loa Kulu"] * 3), kabkota="64.02"), file="a.xlsx")
    assert found.kode_desa.to_list() == [None, None, None]
    assert found.kode_kecamatan.to_list() == ["64.02.02"] * 3
    assert found.fault.to_list() == [places.AMBIGUOUS, places.NOT_FOUND, None]
    assert "Jembayan Tengah" in (found.detail[0] or "")


def test_unknown_codes_fall_back_to_names_with_a_finding() -> None:
    code = series(*CODES[:3], "64.02.02.2999")
    desa = series("Jembayan", "Loh Sumber", "Timbau", "Jonggon Jaya")
    kecamatan = series("Loa Kulu", "Loa Kulu", "Tenggarong", "Loa Kulu")
    found = places.resolve(places.Columns(desa, kecamatan, code=code, kabkota="64.02"), file="a.xlsx")
    assert found.kode_desa[3] == "64.02.02.2009"
    assert found.fault.to_list() == [None, None, None, places.UNKNOWN_CODE]


def test_nothing_given() -> None:
    found = places.resolve(places.Columns(desa=series(None, "-")), file="a.xlsx")
    assert found.kode_desa.null_count() == 2
    assert found.fault.null_count() == 2
