"""Recognising a kind of file by its characteristic columns; drift is told, never guessed away."""

from __future__ import annotations

import polars as pl
import pytest

from selaras.engine import tables
from selaras.engine.read import fitting, headings, lineage, profile, sheet
from selaras.engine.read.part import Field, Part
from selaras.engine.read.profile import Converted, Profile, Recognition
from selaras.kernel.errors import SelarasError


def nothing(_: Recognition, __: str) -> Converted:
    return Converted()


NIK = Field("nik", ("NIK",), required=True)
NAMA = Field("nama", ("Nama", "Nama Lengkap"), required=True)
FAMILY = Part(
    "keluarga",
    (
        Field("id_keluarga", ("ID Keluarga P3KE",), characteristic=True),
        Field("desil", ("Desil Kesejahteraan", "Desil"), characteristic=True),
        NIK,
        Field("nama", ("Kepala Keluarga",), required=True),
        Field("kode", ("Kode Kemendagri",)),
        Field("bpnt", ("Penerima BPNT",)),
        Field("stunting", ("Risiko Stunting",), optional=True),
    ),
    signature=(("id_keluarga", "desil"),),
    ignored=("NO", "Foto"),
)
MEMBER = Part(
    "anggota", (Field("id_dtks", ("ID DTKS",), characteristic=True), NIK, NAMA), signature=(("id_dtks",),)
)
P3KE = Profile("p3ke", "p3ke", "P3KE, data keluarga", (FAMILY,), nothing)
DTKS = Profile("dtks", "dtks", "DTKS", (MEMBER,), nothing)
FULL = [
    "NO",
    "ID Keluarga P3KE",
    "Desil Kesejahteraan",
    "NIK",
    "Kepala Keluarga",
    "Kode Kemdagri",
    "Penerima BNPT",
]


def made(headers: list[str], *, name: str = "Data", rows: int = 3, hidden: bool = False) -> sheet.Sheet:
    heads = tuple(
        sheet.Header(n, sheet.letter(n), text, (text,) if text else ()) for n, text in enumerate(headers)
    )
    data = pl.DataFrame({"row": pl.Series(range(2, rows + 2), dtype=pl.UInt32)}).with_columns(
        pl.lit(f"isi {n}").alias(f"c{n + 1}") for n in range(len(headers))
    )
    kinds = tuple(sheet.Kinds(text=rows) for _ in headers)
    return sheet.Sheet("data.xlsx", name, heads, (1,), data, kinds, hidden=hidden)


def test_typos_and_punctuation_do_not_matter() -> None:
    found = profile.recognise([made(FULL)], [DTKS, P3KE])
    assert found.profile is P3KE
    assert found.confidence == 1.0
    (mapped,) = found.sheets
    assert dict(mapped.columns) == {"id_keluarga": 1, "desil": 2, "nik": 3, "nama": 4, "kode": 5, "bpnt": 6}
    assert found.drift == ()
    assert "ID Keluarga P3KE" in found.why[0]
    texts = mapped.texts("nik")
    assert texts is not None
    assert texts.to_list() == ["isi 3"] * 3
    assert mapped.texts("stunting") is None


@pytest.mark.parametrize(("one", "other"), [
    ("No. KK", "NOMOR KK"), ("3. Nama  Lengkap", "nama_lengkap"), ("N I K", "NIK"), ("Tgl. Lahir", "Tanggal Lahir"), ("Desa/Kelurahan", "DESA - KELURAHAN"),
    ("(5) Alamat", "ALAMAT"), ("Kode Kemdagri", "Kode Kemendagri"), ("Resiko Stunting", "Risiko Stunting"),
])  # fmt: skip
def test_the_same_header(one: str, other: str) -> None:
    assert headings.normalise(one) == headings.normalise(other)


@pytest.mark.parametrize(("one", "other"), [("301a", "301b"), ("NIK", "NIK Kepala Keluarga"), ("Sembako 2023", "Sembako 2024"), ("402 Nama", "Nama")])  # fmt: skip
def test_different_headers(one: str, other: str) -> None:
    assert headings.normalise(one) != headings.normalise(other)


def test_drift_is_reported_and_nothing_is_assumed() -> None:
    headers = [
        "NO",
        "ID Keluarga P3KE",
        "Desil Kesejahteraan",
        "NIK",
        "Kepala Keluarga",
        "Kode Kemendagrii",
        "Hobi",
        "",
        "Desil",
    ]
    found = profile.recognise([made(headers)], [P3KE, DTKS])
    assert "kode" not in found.sheets[0].columns
    drift = {(d.kind, d.field, d.header, d.letter) for d in found.drift}
    assert drift == {
        (fitting.RENAMED, "kode", "Kode Kemendagrii", "F"),
        (fitting.MISSING, "bpnt", None, None),
        (fitting.NEW, None, "Hobi", "G"),
        (fitting.UNNAMED, None, None, "H"),
        (fitting.DOUBLE, "desil", "Desil", "I"),
    }
    assert found.confidence < 1.0


def test_numbers_must_agree_before_likeness_counts() -> None:
    assert headings.likeness("penerima sembako 2023", "penerima sembako 2024") == 0.0
    assert headings.likeness("kode kemendagri", "kode kemendagrii") > headings.ALIKE


def test_characteristic_columns_decide_not_common_ones() -> None:
    with pytest.raises(SelarasError) as caught:
        profile.recognise([made(["NIK", "Nama", "Alamat"])], [P3KE, DTKS])
    assert caught.value.code == "kenali_gagal"
    assert "ID DTKS" in caught.value.message


def test_two_kinds_that_fit_alike_are_not_chosen_between() -> None:
    twin = Profile("dtks_lain", "dtks", "DTKS lain", (MEMBER,), nothing)
    with pytest.raises(SelarasError) as caught:
        profile.recognise([made(["ID DTKS", "NIK", "Nama"])], [DTKS, twin])
    assert caught.value.code == "kenali_ragu"


def test_sheets_of_one_file() -> None:
    sheets = [
        made(["ID DTKS", "NIK", "Nama"], name="Loa Kulu"),
        made(["ID DTKS", "NIK", "Nama"], name="Tenggarong"),
        made(["Kode", "Arti"], name="Kode", rows=2),
        made(["ID DTKS", "NIK", "Nama"], name="Lama", hidden=True),
    ]
    found = profile.recognise(sheets, [P3KE, DTKS])
    assert [mapped.sheet.sheet for mapped in found.sheets] == ["Loa Kulu", "Tenggarong"]
    assert found.skipped == ("Kode", "Lama")


def test_merged_headers_match_whole_or_by_their_lowest_part() -> None:
    head = sheet.Header(0, "A", "Penerima BNPT", ("Penerima", "BNPT"))
    assert headings.Known([head]).first(headings.normalise("Penerima BPNT"), ()) is head
    assert headings.Known([head]).first(headings.normalise("BPNT"), ()) is head
    assert headings.Known([head]).first(headings.normalise("Penerima"), ()) is None
    assert headings.Known([head]).first(headings.normalise("BPNT"), (0,)) is None


def laid_beside(table: sheet.Sheet, part: Part) -> fitting.Fit:
    return fitting.fit(table, headings.Known(table.headers), part)


def test_patterns_after_aliases() -> None:
    part = Part("p", (Field("q", ("301a",), (r"(?:.* )?301a(?: \D.*)?",)),))
    assert laid_beside(made(["Status rumah 301a", "301b"]), part).columns == {"q": 0}
    assert laid_beside(made(["Status rumah 301a", "301a"]), part).columns == {"q": 1}


def test_lineage_and_notes_keep_their_contracts() -> None:
    found = profile.recognise([made([*FULL, "Hobi"])], [P3KE])
    rows = lineage.of(
        found.sheets[0], "p3ke", "2024-10", {"nik": "nik", "desil": "desil", "stunting": "stunting"}
    )
    assert rows.schema == tables.LINEAGE.schema
    assert rows.select("field", "column", "header").rows() == [
        ("nik", "D", "NIK"),
        ("desil", "C", "Desil Kesejahteraan"),
    ]
    assert lineage.of(found.sheets[0], "p3ke", "2024-10").height == 6
    notes = lineage.notes(found, "2024-10")
    assert notes.schema == tables.FINDINGS.schema
    assert notes["code"].to_list() == ["kolom_baru"]
    assert notes["detail"].to_list() == ["kolom H; Hobi"]
