"""Findings of the field come back: to the persons they are about, beside the official decile, with nobody deleted."""

from pathlib import Path

import polars as pl
import pytest

from selaras.cli import main
from selaras.engine.read import profile, workbook
from selaras.pipeline import catalogue
from selaras.sources.verval import book, columns
from selaras.synthetic import make

DAY = "2026-11-20"
OTHER_NIK = "6402064101709876"


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    """A registry, and a copy of the same with findings about six keluarga."""
    root = tmp_path_factory.mktemp("verval")
    make.make(1200, 11, root / "data")
    before = _sync(root)
    chosen = _chosen(before)
    (root / "data" / f"verval_{DAY}.xlsx").write_bytes(_findings(chosen))
    return before, _sync(root), chosen


def _sync(root: Path) -> dict[str, pl.DataFrame]:
    out = root / "hasil"
    assert main.run(["sync", str(root / "data"), "--out", str(out), "--as-of", "2026-11-22"]) == 0
    return {
        name: pl.read_parquet(out / f"{name}.parquet") for name in ("persons", "keluarga", "links", "records")
    }


def _chosen(before) -> dict[str, dict]:
    """Persons without a word from Dukcapil, alive in their lists, of different keluarga."""
    matched = pl.col("padan").fill_null(value=False)
    by_dukcapil = before["records"].filter((pl.col("source") == "dukcapil") | matched)["rid"]
    of_dukcapil = before["links"].filter(pl.col("rid").is_in(by_dukcapil.implode()))["person_id"]
    persons = before["persons"].filter(
        ~pl.col("person_id").is_in(of_dukcapil.implode()), pl.col("nik").is_not_null(), pl.col("desil").is_not_null(),
        pl.col("kode_desa").is_not_null(), pl.col("status").fill_null("aktif") == "aktif",
    )  # fmt: skip
    rows = persons.sort("person_id").unique("keluarga_id", keep="first", maintain_order=True).head(3)
    return dict(zip(("nik", "dead", "house"), rows.to_dicts(), strict=True))


def _findings(chosen) -> bytes:
    keluarga, anggota = [], []
    for what, person in chosen.items():
        keluarga.append(
            {
                "id_keluarga": person["keluarga_id"], "kode_wilayah": person["kode_desa"], "tanggal_kunjungan": DAY,
                "hasil": "layak", "status": "aktif", "lantai": "tanah", "aset_mobil": "tidak",
            }
        )  # fmt: skip
        row = {"id_orang": person["person_id"], "id_keluarga": person["keluarga_id"],
               "kode_wilayah": person["kode_desa"], "status": "aktif", "status_date": DAY}  # fmt: skip
        if what == "nik":
            row |= {"nik": OTHER_NIK, "nama": "SAMSIAH NURJENAH BARU"}
        if what == "dead":
            row |= {"status": "meninggal", "status_date": "2026-10-03"}
        anggota.append(row)
    return book.written([columns.TITLE, "Kampanye uji", f"per {DAY}"], keluarga, anggota)


def _person(result, chosen, what):
    return result["persons"].filter(pl.col("person_id") == chosen[what]["person_id"]).to_dicts()[0]


def test_the_file_is_recognised_and_by_nobody_else(ground, tmp_path):
    _, _, chosen = ground
    path = tmp_path / "temuan.xlsx"
    path.write_bytes(_findings(chosen))
    found = profile.recognise(workbook.read(path), catalogue.known())
    assert (found.profile.name, sorted(sheet.part for sheet in found.sheets)) == (
        "verval",
        ["anggota", "keluarga"],
    )
    assert found.confidence > 0.9


def test_a_corrected_nik_and_name_make_no_new_person(ground):
    before, after, chosen = ground
    found = _person(after, chosen, "nik")
    assert (found["nik"], found["nama"]) == (OTHER_NIK, "SAMSIAH NURJENAH BARU")
    assert "verval" in found["sources"]
    assert after["persons"].height == before["persons"].height
    assert after["keluarga"].height == before["keluarga"].height


def test_every_row_is_held_by_the_person_it_names(ground):
    _, after, chosen = ground
    sent = after["links"].filter(pl.col("source") == "verval")
    assert set(sent["person_id"]) == {person["person_id"] for person in chosen.values()}
    assert set(sent["keluarga_id"]) == {person["keluarga_id"] for person in chosen.values()}


def test_the_dead_stay_with_their_date(ground):
    _, after, chosen = ground
    found = _person(after, chosen, "dead")
    assert (found["status"], str(found["status_date"])) == ("meninggal", "2026-10-03")


def test_the_house_is_as_seen_and_the_decile_as_given(ground):
    before, after, chosen = ground
    for person in chosen.values():
        then, now = (
            frame["keluarga"].filter(pl.col("keluarga_id") == person["keluarga_id"]).to_dicts()[0]
            for frame in (before, after)
        )
        assert (now["lantai"], now["aset_mobil"]) == ("tanah", False)
        names = ["desil", "desil__source", "desil__edition"]
        assert [now[name] for name in names] == [then[name] for name in names]


def test_everybody_else_is_untouched(ground):
    before, after, chosen = ground
    touched = [person["keluarga_id"] for person in chosen.values()]
    names = ["person_id", "keluarga_id", "nik", "nama", "status", "desil", "kode_desa"]
    one, two = (
        frame["persons"].filter(~pl.col("keluarga_id").is_in(touched)).select(names).sort("person_id")
        for frame in (before, after)
    )
    assert one.equals(two)
