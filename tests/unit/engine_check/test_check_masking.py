"""Findings may be read by many: what is sensitive in them is masked."""

import datetime as dt

import check_builders as build
import polars as pl
import pytest

from selaras.engine import tables
from selaras.engine.check import masking
from selaras.kernel import nomor


def shown(name: str, value: object, table: tables.Table = tables.PERSON_RECORDS) -> str | None:
    column = table.column(name)
    frame = pl.DataFrame({name: pl.Series([value], dtype=column.dtype)})
    text: str | None = frame.select(masking.value(column)).item()
    return text


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("nik", "6402021708809001", "•••• •••• •••• 9001"),
        ("kk", None, None),
        ("family_ref", "KEL-1", "•••• •••• •••• ••••"),
        ("nama", "SAMAD RUKMANA", "S•••"),
        ("nama", "", None),
        ("alamat", "JL. POROS 3", "•••"),
        ("hamil", True, "•••"),
        ("tanggal_lahir", dt.date(1980, 8, 17), "17-08-1980"),
        ("tanggal_lahir", dt.date(202, 8, 17), "17-08-0202"),
        ("terima_pkh", True, "ya"),
        ("terima_pkh", False, "tidak"),
        ("desil", 11, "11"),
        ("hubungan", "istri", "istri"),
    ],
)
def test_values_of_person_records(name: str, value: object, text: str | None) -> None:
    assert shown(name, value) == text


@pytest.mark.parametrize(("value", "text"), [(36.0, "36"), (36.5, "36,5")])
def test_figures_have_a_decimal_comma(value: float, text: str) -> None:
    assert shown("luas_lantai", value, tables.KELUARGA_RECORDS) == text


@pytest.mark.parametrize("text", ["6402021708809001", "12345678", "1234567", "-", "A1", ""])
def test_numbers_are_masked_as_the_kernel_does(text: str) -> None:
    assert shown("nik", text) == nomor.mask(text)


def test_every_sensitive_column_hides_its_value() -> None:
    secrets = {pl.String: "RAHASIA SEKALI", pl.Boolean: True}
    for table in (tables.PERSON_RECORDS, tables.KELUARGA_RECORDS):
        for column in table.columns:
            if column.sensitive:
                text = shown(column.name, secrets[column.dtype], table)
                assert text is not None
                assert "•••" in text
                assert "AHASIA" not in text


def test_no_finding_of_a_family_full_of_faults_shows_a_number_or_a_name() -> None:
    rows = [
        *build.changed(2, nik="6402021708809001", kk="6402021708809001", nama="SAMAD 2"),
        *(member | {"row": member["row"] + 10, "family_ref": "KEL-2"} for member in build.family()),
    ]
    found = build.check(rows, [build.house(nik_kepala="6402021708809055", jumlah_anggota=9)])
    texts = " ".join(
        found.select(pl.concat_str(["value", "detail"], ignore_nulls=True)).to_series().drop_nulls()
    )
    assert found.height > 10
    assert not [word for word in ("SAMAD", "RUKM", "TAMAM", "640202") if word in texts]
