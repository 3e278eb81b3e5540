"""Editions, gates, numbering and decisions, each on its own."""

import dataclasses
import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from selaras.engine import tables
from selaras.engine.read import profile as profiles
from selaras.engine.read import sheet as sheets
from selaras.kernel import errors
from selaras.pipeline import checking, decisions, editions, gates, intake, numbering, run, words


def _sheet(*titles: str, name: str = "Sheet1") -> sheets.Sheet:
    return sheets.Sheet(
        "f.xlsx", name, (), (1,), pl.DataFrame({"row": pl.Series([2], dtype=pl.UInt32)}), (), titles
    )


@pytest.mark.parametrize(
    ("stem", "titles", "wanted"),
    [
        ("DTSEN_KUKAR_2025-06", (), ("2025-06", True)),
        ("dtsen kukar", ("DATA TUNGGAL", "Per Juni 2025"), ("2025-06", True)),
        ("P3KE 2023", ("Keadaan Oktober 2024",), ("2023", True)),
        ("data", (), ("tanpa-tanggal-abcdef01", False)),
    ],
)
def test_a_file_names_its_edition_or_gets_one_of_its_own(
    stem: str, titles: tuple[str, ...], wanted: tuple[str, bool]
) -> None:
    assert editions.edition(stem, [_sheet(*titles)], "abcdef0123") == wanted


def test_sumber_toml_says_what_a_file_does_not(tmp_path: Path) -> None:
    (tmp_path / "petaku.toml").write_text("", encoding="utf-8")
    (tmp_path / "sumber.toml").write_text(
        '[[berkas]]\nberkas = "*.xlsx"\nsumber = "dinsos"\nedisi = "Juni 2025"\n'
        '[[berkas]]\nberkas = "perkim/*"\npemetaan = "petaku.toml"\nedisi = "2024"\n',
        encoding="utf-8",
    )
    found = editions.declared(tmp_path)
    said = editions.about("perkim/a.xlsx", found)
    assert (said.source, said.edition, said.mapping) == ("dinsos", "2025-06", tmp_path / "petaku.toml")
    assert editions.about("b.csv", found).source is None


@pytest.mark.parametrize(
    "text",
    [
        "berkas = [",
        "lain = 1",
        "[[berkas]]\nsumber = 'dinsos'",
        "[[berkas]]\nberkas = 'a'\nsumber = 'Dinas Sosial'",
        "[[berkas]]\nberkas = 'a'\nedisi = 'entah kapan'",
        "[[berkas]]\nberkas = 'a'\nwarna = 'biru'",
        "[[berkas]]\nberkas = 'a'\npemetaan = 'tidak_ada.toml'",
    ],
)
def test_a_sumber_toml_that_makes_no_sense_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "sumber.toml").write_text(text, encoding="utf-8")
    with pytest.raises(errors.SelarasError) as refusal:
        editions.declared(tmp_path)
    assert refusal.value.code == "sumber_toml_salah"


def _persons(source: str, edition: str, file: str, rows: list[int], desa: str | None = None) -> pl.DataFrame:
    frame = pl.DataFrame({"row": rows}).with_columns(
        pl.lit(source).alias("source"), pl.lit(edition).alias("edition"), pl.lit(file).alias("file"),
        pl.lit("s").alias("sheet"), pl.lit("anggota").alias("part"), pl.lit(desa, pl.String).alias("kode_desa"),
    )  # fmt: skip
    return tables.PERSON_RECORDS.conform(frame)


def _piece(
    path: str,
    sha: str,
    part: str = "anggota",
    desa: str | None = "64.02.02.2003",
    edition: str = "2025",
    family: str | None = None,
) -> intake.Piece:
    file = run.SourceFile(
        path=path, sha256=sha, size=1, profile="p", title="P3KE", source="p3ke", edition=edition, confidence=1.0,
        sheets=("s",), rows_persons=2, rows_keluarga=0, parts=(part,),
    )  # fmt: skip
    profile = profiles.Profile("p", "p3ke", "P3KE", (), lambda _r, _e: profiles.Converted())
    recognition = profiles.Recognition(profile, 1.0, ())
    persons = _persons("p3ke", edition, file.name, [3, 2], desa).with_columns(
        pl.lit(family, pl.String).alias("family_ref")
    )
    return intake.Piece(file, recognition, profiles.Converted(persons=persons))


@pytest.mark.parametrize(
    ("other", "code"),
    [
        (_piece("b.csv", "1"), "berkas_kembar"),
        (_piece("b.csv", "2"), "edisi_ganda"),
        (_piece("b.csv", "2", desa=None), "edisi_ganda"),
        (_piece("lain/a.csv", "2", part="keluarga"), "nama_berkas_ganda"),
        (_piece("b.csv", "2", part="keluarga"), None),
        (_piece("b.csv", "2", desa="64.02.02.2004"), None),
        (_piece("b.csv", "2", edition="2024"), None),
        (_piece("b.csv", "2", desa=None, family="F1"), "edisi_ganda"),
        (_piece("b.csv", "2", desa=None, family="F2"), None),
    ],
)
def test_two_files_of_one_edition_must_be_parts_of_it(other: intake.Piece, code: str | None) -> None:
    pieces = [_piece("a.csv", "1", family="F1"), other]
    if code is None:
        gates.editions(pieces)
        return
    with pytest.raises(errors.SelarasError) as refusal:
        gates.editions(pieces)
    assert refusal.value.code == code


def _holding(piece: intake.Piece, persons: pl.DataFrame) -> intake.Piece:
    return dataclasses.replace(piece, converted=profiles.Converted(persons=persons))


def test_a_few_strayed_rows_do_not_make_two_places_one() -> None:
    own, other = (
        _persons("p3ke", "2025", "a.csv", [3, 2], "64.02.02.2003"),
        _persons("p3ke", "2025", "b.csv", [3, 2], "64.02.02.2004"),
    )
    here = _holding(_piece("a.csv", "1"), pl.concat([own] * 30 + [other]))
    there = _holding(_piece("b.csv", "2"), pl.concat([other] * 30 + [own]))
    gates.editions([here, there])
    with pytest.raises(errors.SelarasError):
        gates.editions([here, _holding(there, pl.concat([other] * 5 + [own]))])


def test_many_published_tables_of_one_year_stand_beside_each_other() -> None:
    gates.editions(
        [_piece("a.xlsx", "1", part="tabel", desa=None), _piece("b.xlsx", "2", part="tabel", desa=None)]
    )


def test_rows_are_numbered_by_their_key_whatever_the_order_of_the_files() -> None:
    a, b = _piece("a.csv", "1"), _piece("b.csv", "2", edition="2023")
    day = dt.date(2026, 1, 1)
    one, two = numbering.join([a, b], day), numbering.join([b, a], day)
    assert one.records.equals(two.records)
    assert one.records["rid"].to_list() == [0, 1, 2, 3]
    assert one.records["file"].to_list() == ["b.csv", "b.csv", "a.csv", "a.csv"]
    assert one.records["row"].to_list() == [2, 3, 2, 3]


def test_an_edition_of_a_later_day_takes_no_part() -> None:
    pieces = [_piece("a.csv", "1", edition="2024-05"), _piece("b.csv", "2", edition="2025-03")]
    assert numbering.join(pieces, dt.date(2024, 12, 31)).records["edition"].unique().to_list() == ["2024-05"]


def _links(sizes: list[int], source: str = "a") -> pl.DataFrame:
    people = [f"P{source}{i}" for i, size in enumerate(sizes) for _ in range(size)]
    return pl.DataFrame(
        {"source": [source] * len(people), "edition": ["1"] * len(people), "person_id": people}
    )


def test_a_result_in_which_everybody_is_one_is_refused() -> None:
    with pytest.raises(errors.SelarasError) as refusal:
        gates.result(_links([80, *[1] * 40]))
    assert refusal.value.code == "satu_orang"
    gates.result(_links([30, *[1] * 90]))
    gates.result(_links([3]))


def test_lists_without_anybody_in_common_are_refused_when_they_are_large() -> None:
    apart = pl.concat([_links([1] * 100), _links([1] * 100, "b")])
    with pytest.raises(errors.SelarasError) as refusal:
        gates.result(apart)
    assert refusal.value.code == "tanpa_kecocokan"
    gates.result(pl.concat([_links([1] * 100), _links([1] * 99, "b")]))
    gates.result(_links([1] * 500))


def _finding(code: str, row: int | None, severity: str = "tolak") -> dict[str, object]:
    return {
        "source": "a",
        "edition": "1",
        "file": "f",
        "sheet": "s",
        "row": row,
        "code": code,
        "severity": severity,
    }


@pytest.mark.parametrize(
    ("found", "refused"),
    [
        ([_finding("berkas_semua_nik_sama", None)], True),
        ([_finding("nik_bentuk", None, "perlu_ditinjau")], False),
        ([_finding("nama_satu_huruf", i, "perlu_ditinjau") for i in range(6)], True),
        ([_finding("nama_satu_huruf", i, "perlu_ditinjau") for i in range(5)], False),
    ],
)
def test_a_file_is_refused_for_what_is_wrong_with_all_of_it(
    found: list[dict[str, object]], *, refused: bool
) -> None:
    records = pl.DataFrame({"file": ["f"] * 10, "sheet": ["s"] * 10})
    frame = tables.FINDINGS.conform(pl.DataFrame(found))
    if refused:
        with pytest.raises(errors.SelarasError) as refusal:
            gates.contents(frame, records)
        assert refusal.value.code == "berkas_ditolak"
        assert "f" in refusal.value.message
    else:
        gates.contents(frame, records)


def _decided(*rows: tuple[int, int, str]) -> pl.DataFrame:
    key = {"source": "p3ke", "edition": "2025", "file": "a.csv", "sheet": "s"}
    return pl.DataFrame(
        [
            {
                **{f"{k}_{s}": v for k, v in key.items() for s in "ab"},
                "row_a": a,
                "row_b": b,
                "decision": word,
            }
            for a, b, word in rows
        ]
    )


def test_decisions_are_read_from_either_file_and_become_record_numbers(tmp_path: Path) -> None:
    frame = _decided((3, 2, "sama"), (2, 3, "beda"), (2, 99, "sama"))
    frame.write_parquet(tmp_path / "keputusan.parquet")
    records = numbering.join([_piece("a.csv", "1")], dt.date(2026, 1, 1)).records
    found = decisions.by_number(decisions.read(tmp_path), records)
    assert found.rows() == [(0, 1, "beda")]
    (tmp_path / "keputusan.parquet").unlink()
    frame.write_csv(tmp_path / "keputusan.csv")
    assert decisions.by_number(decisions.read(tmp_path), records).equals(found)


def test_no_decisions_are_no_decisions(tmp_path: Path) -> None:
    assert decisions.read(tmp_path).is_empty()


@pytest.mark.parametrize("word", ["mungkin", "", None])
def test_a_decision_that_decides_nothing_is_refused(tmp_path: Path, word: str | None) -> None:
    frame = _decided((2, 3, "sama")).with_columns(pl.lit(word, pl.String).alias("decision"))
    frame.write_parquet(tmp_path / "keputusan.parquet")
    with pytest.raises(errors.SelarasError) as refusal:
        decisions.read(tmp_path)
    assert refusal.value.code == "keputusan_salah"


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.5, "50,0 %"), (0.0001, "< 0,1 %"), (0.9999, "> 99,9 %"), (0.0, "0,0 %"), (1.0, "100,0 %")],
)
def test_shares_never_round_to_nothing_or_all(value: float, said: str) -> None:
    assert words.share(value) == said


def test_numbers_and_editions_in_indonesian() -> None:
    assert words.count(1234567) == "1.234.567"
    assert words.decimal(1234.56) == "1.234,6"
    assert words.edition("2024-10") == "Oktober 2024"
    assert words.edition("tanpa-tanggal-abcdef01") == "tanpa tanggal"
    assert words.listed(["a", "b", "c"]) == "a, b, dan c"


def test_a_file_is_checked_with_what_sumber_toml_says_about_it(tmp_path: Path) -> None:
    (tmp_path / "isi").mkdir()
    (tmp_path / "petaku.toml").write_text(
        'nama = "dinsos"\nsumber = "dinsos"\njudul = "Penerima"\nbaris = "orang"\n'
        '[kolom]\nnik = "No. Identitas"\nnama = "Yang Menerima"\n',
        encoding="utf-8",
    )
    (tmp_path / "sumber.toml").write_text(
        '[[berkas]]\nberkas = "isi/*.csv"\nsumber = "dinsos"\nedisi = "2024-05"\npemetaan = "petaku.toml"\n',
        encoding="utf-8",
    )
    path = tmp_path / "isi" / "daftar.csv"
    path.write_text("No. Identitas;Yang Menerima\n6402020101809001;BUDI SANTOSO\n", encoding="utf-8")
    file = checking.check(path).piece.file
    assert (file.source, file.title, file.edition) == ("dinsos", "Penerima", "2024-05")
