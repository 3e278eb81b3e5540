"""The whole conveyor on a made-up kabupaten: the promises of ARCHITECTURE.md, held."""

import hashlib
import json
import shutil
import stat
from pathlib import Path

import polars as pl
import pytest
import sync_material as material

from selaras.cli import main
from selaras.engine import tables
from selaras.pipeline import outputs
from selaras.synthetic import make


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kabupaten of 1,500 in `sumber`, its registry in `hasil`."""
    folder = tmp_path_factory.mktemp("sync")
    make.make(1500, 5, folder / "sumber")
    assert _sync(folder / "sumber", folder / "hasil") == 0
    return folder


def _sync(source: Path, out: Path, *more: str) -> int:
    return main.run(["sync", str(source), "--out", str(out), "--as-of", "2026-11-22", *more])


def _hashes(folder: Path) -> dict[str, str]:
    files = [path for path in folder.iterdir() if path.name != outputs.MANIFEST]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _table(folder: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(folder / "hasil" / f"{name}.parquet")


def test_the_result_has_the_files_of_the_contract(made: Path) -> None:
    assert {path.name for path in (made / "hasil").iterdir()} == set(outputs.NAMES)
    assert stat.S_IMODE((made / "hasil").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (made / "hasil").iterdir()} == {0o600}


def test_every_record_has_one_place_and_one_person(made: Path) -> None:
    records, links, persons = (_table(made, name) for name in ("records", "links", "persons"))
    assert records["rid"].to_list() == list(range(records.height))
    key = records.select(*tables.KEY_NAMES, "part")
    assert key.is_duplicated().sum() == 0
    assert key.equals(key.sort(key.columns))
    assert links.select(*tables.KEY_NAMES).equals(records.select(tables.KEY_NAMES))
    assert set(links["person_id"]) == set(persons["person_id"])
    assert links["keluarga_id"].null_count() == 0


def test_the_lists_of_the_other_offices_meet_in_the_same_persons(made: Path) -> None:
    truth = pl.read_parquet(made / "sumber" / "truth" / "links.parquet")
    links = _table(made, "links")
    on = ["source", "edition", "sheet", "row"]
    assert truth.select(on).unique().height == links.join(truth, on=on, how="semi").select(on).unique().height


def test_the_manifest_says_what_went_in_and_out(made: Path) -> None:
    manifest = json.loads((made / "hasil" / "manifest.json").read_text(encoding="utf-8"))
    for entry in manifest["masukan"]:
        content = (made / "sumber" / entry["path"]).read_bytes()
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
    assert [stage["name"] for stage in manifest["tahap"]] == [
        "baca",
        "periksa",
        "padankan",
        "gabung",
        "bandingkan",
        "tulis",
    ]
    assert manifest["as_known_on"] == "2026-11-22"
    for name, entry in manifest["keluaran"].items():
        assert entry["sha256"] == hashlib.sha256((made / "hasil" / name).read_bytes()).hexdigest()
        if name.endswith(".parquet"):
            assert entry["rows"] == pl.scan_parquet(made / "hasil" / name).select(pl.len()).collect().item()


def test_a_second_run_gives_the_same_ids_and_the_same_files(made: Path) -> None:
    before = _hashes(made / "hasil")
    assert _sync(made / "sumber", made / "hasil") == 0
    assert _hashes(made / "hasil") == before


def test_neither_the_truth_nor_a_result_inside_the_sources_is_read(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made / "sumber", tmp_path / "sumber")
    for path in (tmp_path / "sumber" / "truth").iterdir():
        path.unlink()
    (tmp_path / "sumber" / "truth" / "jebakan.csv").write_text("bukan;daftar\n", encoding="utf-8")
    assert _sync(tmp_path / "sumber", tmp_path / "sumber" / "hasil") == 0
    assert _sync(tmp_path / "sumber", tmp_path / "sumber" / "hasil") == 0
    assert _hashes(tmp_path / "sumber" / "hasil") == _hashes(made / "hasil")


def test_only_what_was_known_on_the_day_takes_part(made: Path, tmp_path: Path) -> None:
    assert (
        main.run(["sync", str(made / "sumber"), "--out", str(tmp_path / "h"), "--as-of", "2025-01-31"]) == 0
    )
    editions = set(pl.read_parquet(tmp_path / "h" / "records.parquet")["edition"])
    assert editions
    assert max(editions) < "2025-02"


def test_an_added_list_changes_no_id(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made / "sumber", tmp_path / "sumber")
    shutil.copytree(made / "hasil", tmp_path / "hasil")
    material.as_csv(tmp_path / "sumber" / "perkim_2026-09.csv", material.people(60, seed=4))
    assert _sync(tmp_path / "sumber", tmp_path / "hasil") == 0
    key = [*tables.KEY_NAMES, "part"]
    old, new = _table(made, "links"), pl.read_parquet(tmp_path / "hasil" / "links.parquet")
    both = old.join(new, on=key, suffix="_new")
    assert both.height == old.height
    assert new.height == old.height + 60
    assert (both["person_id"] == both["person_id_new"]).all()


def test_decisions_of_people_hold(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made / "sumber", tmp_path / "sumber")
    links, pairs = _table(made, "links"), _table(made, "pairs")
    apart = pairs.filter(pl.col("linked")).sort("weight", "rid_a", "rid_b").row(0, named=True)
    held = links["person_id"][apart["rid_a"]]
    stranger = next(
        rid for rid, person in zip(links["rid"], links["person_id"], strict=True) if person != held
    )
    said = [(apart["rid_a"], apart["rid_b"], "beda"), (apart["rid_a"], stranger, "sama")]
    rows = [
        {
            f"{name}_{side}": links[name][rid]
            for side, rid in (("a", a), ("b", b))
            for name in tables.KEY_NAMES
        }
        | {"decision": word}
        for a, b, word in said
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "sumber" / "keputusan.csv", separator=";")
    assert _sync(tmp_path / "sumber", tmp_path / "hasil") == 0
    new = pl.read_parquet(tmp_path / "hasil" / "links.parquet")["person_id"]
    assert new[apart["rid_a"]] != new[apart["rid_b"]]
    assert new[apart["rid_a"]] == new[stranger]


def test_the_terminal_shows_no_name_and_no_nik(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _sync(made / "sumber", made / "hasil")
    captured = capsys.readouterr()
    names = set(_table(made, "records")["nama"].drop_nulls().head(200))
    assert "Laporan:" in captured.out
    for text in (captured.out, captured.err):
        assert not [name for name in names if len(name) > 8 and name in text.upper()]
        assert not any(word.isdigit() and len(word) == 16 for word in text.split())


def test_the_report_of_a_whole_run_holds_no_name_and_no_nik(made: Path) -> None:
    html = (made / "hasil" / "laporan.html").read_text(encoding="utf-8")
    records = _table(made, "records")
    assert "Kabupaten Kutai Kartanegara" in html
    assert not [nik for nik in records["nik"].drop_nulls() if nik in html]
    assert not [
        name for name in records["nama"].drop_nulls().unique() if len(name) > 8 and name in html.upper()
    ]
