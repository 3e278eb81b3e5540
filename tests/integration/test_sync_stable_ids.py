"""Who is in the registry stays who they are when a list comes in that has nothing to do with them."""

import shutil
from pathlib import Path

import polars as pl

from selaras.cli import main
from selaras.engine import tables
from selaras.synthetic import make


def _sync(source: Path, out: Path) -> pl.DataFrame:
    assert main.run(["sync", str(source), "--out", str(out), "--as-of", "2026-11-22"]) == 0
    return pl.read_parquet(out / "links.parquet")


def test_a_list_of_another_region_changes_no_id_of_a_faulty_registry(tmp_path: Path) -> None:
    make.make(1500, 5, tmp_path / "kukar")
    make.make(200, 6, tmp_path / "kupang", kabupaten="53.71")
    before = _sync(tmp_path / "kukar", tmp_path / "hasil")
    shutil.copy(
        tmp_path / "kupang" / "dukcapil_2026-06.csv", tmp_path / "kukar" / "kupang_dukcapil_2026-06.csv"
    )
    after = _sync(tmp_path / "kukar", tmp_path / "hasil")
    assert after.height > before.height
    met = before.join(after, on=tables.KEY_NAMES, suffix="_now")
    assert met.height == before.height
    assert met.filter(pl.col("person_id") != pl.col("person_id_now")).is_empty()
    assert met.filter(pl.col("keluarga_id") != pl.col("keluarga_id_now")).is_empty()


def test_a_list_taken_away_again_leaves_the_registry_as_it_was(tmp_path: Path) -> None:
    make.make(1200, 7, tmp_path / "kukar")
    before = _sync(tmp_path / "kukar", tmp_path / "hasil")
    extra = tmp_path / "kukar" / "kupang_dukcapil_2026-06.csv"
    make.make(200, 8, tmp_path / "kupang", kabupaten="53.71")
    shutil.copy(tmp_path / "kupang" / "dukcapil_2026-06.csv", extra)
    _sync(tmp_path / "kukar", tmp_path / "hasil")
    extra.unlink()
    after = _sync(tmp_path / "kukar", tmp_path / "hasil")
    columns = [*tables.KEY_NAMES, "person_id", "keluarga_id"]
    assert after.select(columns).equals(before.select(columns))
