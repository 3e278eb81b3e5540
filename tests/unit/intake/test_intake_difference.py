"""New, changed, unchanged, gone, conflicting: laid side by side."""

import polars as pl

from selaras.apps.intake import difference
from selaras.engine import tables


def people(edition: str, *rows: dict) -> pl.DataFrame:
    base = {
        "source": "dtks",
        "edition": edition,
        "file": f"{edition}.csv",
        "sheet": "Data",
        "part": "anggota",
    }
    filled = [{**base, "row": i + 2, "kode_desa": "64.02.06.2001", **row} for i, row in enumerate(rows)]
    return tables.PERSON_RECORDS.conform(pl.DataFrame(filled, infer_schema_length=None))


def test_each_row_falls_into_one_kind():
    old = people(
        "2024-04",
        {"person_ref": "1", "nama": "SITI", "rt": 1},
        {"person_ref": "2", "nama": "BUDI", "rt": 1},
        {"person_ref": "3", "nama": "TONO", "rt": 2},
    )
    new = people(
        "2024-10",
        {"person_ref": "1", "nama": "SITI", "rt": 1},
        {"person_ref": "2", "nama": "BUDI", "rt": 5},
        {"person_ref": "4", "nama": "ANI", "rt": 2},
        {"person_ref": "4", "nama": "ANI", "rt": 2},
        {"person_ref": "5", "nama": "DODI", "rt": 2},
        {"person_ref": "5", "nama": "DEDI", "rt": 2},
    )
    found = difference.between("persons", new, old)
    assert found.counts == {"baru": 1, "berubah": 1, "tetap": 1, "hilang": 1, "bertentangan": 2, "kembar": 1}
    assert found.fields == {"rt": 1}
    changed = found.rows.filter(pl.col("jenis") == "berubah").row(0, named=True)
    assert (changed["row"], changed["row_lama"], changed["kolom"]) == (3, 3, "rt")
    gone = found.rows.filter(pl.col("jenis") == "hilang").row(0, named=True)
    assert (gone["row"], gone["row_lama"]) == (None, 4)


def test_a_row_without_the_lists_own_id_is_met_by_nik_then_by_family_and_name():
    nik = "6402061708809001"
    old = people(
        "2024-04",
        {"person_ref": "1", "nik": nik, "nama": "SITI"},
        {"family_ref": "F1", "nama": "BUDI", "rt": 1},
    )
    new = people(
        "2024-10",
        {"person_ref": None, "nik": nik, "nama": "SITI"},
        {"family_ref": "F1", "nama": "BUDI", "rt": 1},
    )
    found = difference.between("persons", new, old)
    assert found.counts["berubah"] == 1  # the id of the list is gone
    assert found.counts["tetap"] == 1
    assert found.counts["hilang"] == found.counts["baru"] == 0


def test_rows_of_villages_the_file_does_not_cover_are_not_gone():
    old = people(
        "2024-04",
        {"person_ref": "1", "nama": "A"},
        {"person_ref": "2", "nama": "B", "kode_desa": "64.02.07.2001"},
    )
    new = people("2024-10", {"person_ref": "9", "nama": "C"})
    assert difference.between("persons", new, old).counts["hilang"] == 1


def test_without_an_earlier_edition_everything_is_new_and_contradictions_still_show():
    new = people(
        "2024-10",
        {"nik": "6402061708809001", "nama": "A"},
        {"nik": "6402061708809001", "nama": "B"},
        {"nama": "C"},
    )
    counts = difference.between("persons", new, tables.PERSON_RECORDS.empty()).counts
    assert (counts["baru"], counts["bertentangan"]) == (1, 2)


def test_the_order_of_rows_does_not_matter_and_every_row_is_counted_once():
    old = people("2024-04", *({"person_ref": str(i), "nama": "N", "rt": i % 3} for i in range(0, 60)))
    new = people("2024-10", *({"person_ref": str(i % 70), "nama": "N", "rt": i % 4} for i in range(30, 110)))
    one = difference.between("persons", new, old)
    two = difference.between("persons", new.sample(fraction=1, shuffle=True, seed=1), old.reverse())
    assert one.counts == two.counts
    assert one.rows.equals(two.rows)
    assert sum(n for kind, n in one.counts.items() if kind != "hilang") == new.height


def test_nothing_of_a_person_is_written_in_full():
    new = people("2024-10", {"nik": "6402061708809001", "nama": "SITI AMINAH"})
    text = str(difference.between("persons", new, tables.PERSON_RECORDS.empty()).rows.to_dicts())
    assert "6402061708809001" not in text
    assert "SITI" not in text
    assert "9001" in text


def test_figures_meet_by_place_time_and_measure():
    def figures(value: float) -> pl.DataFrame:
        row = {"source": "bps", "edition": "2025", "file": "a", "sheet": "P0", "row": 5, "column": "B",
               "wilayah": "Kutai Kartanegara", "kode": "64.02", "periode": "2024", "ukuran": "P0", "nilai": value}  # fmt: skip
        return tables.AGGREGATES.conform(pl.DataFrame([row]))

    found = difference.between("aggregates", figures(7.9), figures(7.6))
    assert (found.counts["berubah"], found.fields) == (1, {"nilai": 1})
