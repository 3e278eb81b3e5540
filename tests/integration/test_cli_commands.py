"""The commands an operator uses, from outside: synth, sync, explain, check, demo."""

import json
import re
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import sync_material as material

from selaras.cli import main
from selaras.pipeline import explain


def _say(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main.run(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("perintah")
    assert main.run(["synth", "--persons", "900", "--seed", "11", "--out", str(folder / "sumber")]) == 0
    assert (
        main.run(["sync", str(folder / "sumber"), "--out", str(folder / "hasil"), "--as-of", "2026-11-22"])
        == 0
    )
    return folder


@pytest.fixture(scope="module")
def somebody(made: Path) -> str:
    """A person with at least three mentions."""
    links = pl.read_parquet(made / "hasil" / "links.parquet")
    counted = links.group_by("person_id").len().filter(pl.col("len") >= 3).sort("person_id")
    return str(counted["person_id"][0])


def test_synth_keeps_the_truth_beside_the_lists(made: Path) -> None:
    truth = pl.read_parquet(made / "sumber" / "truth" / "links.parquet")
    assert {"source", "edition", "sheet", "row", "true_person", "true_keluarga"} <= set(truth.columns)
    assert len([path for path in (made / "sumber").iterdir() if path.is_file()]) >= 5


def test_synth_gives_the_same_files_for_the_same_seed(made: Path, tmp_path: Path) -> None:
    assert main.run(["synth", "--persons", "900", "--seed", "11", "--out", str(tmp_path / "lagi")]) == 0
    for path in (made / "sumber").glob("*.csv"):
        assert path.read_bytes() == (tmp_path / "lagi" / path.name).read_bytes()


@pytest.mark.parametrize(
    "wish", [["--persons", "1", "--seed", "1"], ["--persons", "900", "--seed", "1", "--kabupaten", "99.99"]]
)
def test_synth_refuses_what_it_cannot_make(
    wish: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = _say(["synth", *wish, "--out", str(tmp_path / "x")], capsys)
    assert code == 2
    assert err.count("\n") >= 2
    assert list(tmp_path.iterdir()) == []


def test_synth_does_not_touch_a_folder_in_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "surat.txt").write_text("penting", encoding="utf-8")
    assert _say(["synth", "--persons", "900", "--seed", "1", "--out", str(tmp_path / "x")], capsys)[0] == 2
    assert [path.name for path in (tmp_path / "x").iterdir()] == ["surat.txt"]


def test_explain_tells_every_mention_and_why_they_are_one(
    made: Path, somebody: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = _say(["explain", somebody, "--in", str(made / "hasil")], capsys)
    links = pl.read_parquet(made / "hasil" / "links.parquet").filter(pl.col("person_id") == somebody)
    assert code == 0
    for row in links.iter_rows(named=True):
        assert str(row["row"]) in out
    assert "Mengapa" in out
    assert "jumlah" in out


def test_explain_masks_names_and_niks(made: Path, somebody: str, capsys: pytest.CaptureFixture[str]) -> None:
    records = pl.read_parquet(made / "hasil" / "records.parquet")
    links = pl.read_parquet(made / "hasil" / "links.parquet").filter(pl.col("person_id") == somebody)
    mine = records.join(links.select("rid"), on="rid", how="semi")
    _, hidden, _ = _say(["explain", somebody, "--in", str(made / "hasil")], capsys)
    _, shown, _ = _say(["explain", somebody, "--in", str(made / "hasil"), "--tampilkan-nama"], capsys)
    longest = max(mine["nama"][0].split(), key=len)
    assert longest not in hidden
    assert longest in shown
    for text in (hidden, shown):
        assert not re.search(r"(?<!\d)\d{16}(?!\d)", text)


def test_what_is_sensitive_is_hidden_too(made: Path) -> None:
    persons = pl.read_parquet(made / "hasil" / "persons.parquet").filter(pl.col("disabilitas").is_not_null())
    found = explain.explain(made / "hasil", persons["person_id"].sort()[0])
    assert {value.text for value in found.values if value.field in ("disabilitas", "alamat")} == {"••••"}


def test_contributions_add_up_to_the_weight(made: Path) -> None:
    links = pl.read_parquet(made / "hasil" / "links.parquet")
    several = (
        links.group_by("person_id").len().filter(pl.col("len") >= 2).sort("person_id")["person_id"].head(25)
    )
    reasons = [link for person in several for link in explain.explain(made / "hasil", person).links]
    assert len(reasons) > 20
    for link in reasons:
        assert sum(bits for _, _, bits in link.contributions) == pytest.approx(link.weight, abs=1e-6)


def test_every_merged_value_stands_in_the_mention_it_names(made: Path, somebody: str) -> None:
    found = explain.explain(made / "hasil", somebody, names=True)
    records = pl.read_parquet(made / "hasil" / "records.parquet")
    rids = {mention.rid for mention in found.mentions}
    checked = 0
    for value in found.values:
        if value.rid is not None and value.field in ("nama", "jenis_kelamin", "tempat_lahir", "kode_desa"):
            assert str(records[value.field][value.rid]) == value.text
            assert value.rid in rids
            checked += 1
    assert checked >= 2


@pytest.mark.parametrize("folder", ["hasil", "sumber", "tidak_ada"])
def test_explain_refuses_what_is_not_there(
    made: Path, folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = _say(["explain", "PTIDAKADA00001", "--in", str(made / folder)], capsys)
    assert code == 2
    assert err


def test_a_result_of_another_shape_is_not_guessed_at(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"bentuk": 999, "keluaran": {}}), encoding="utf-8")
    code, _, err = _say(["explain", "P1", "--in", str(tmp_path)], capsys)
    assert code == 2
    assert "versi Selaras" in err


def test_check_says_what_a_file_is_and_writes_a_copy_with_remarks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = material.people(40)
    rows = material.changed(people, NIK=lambda i: "" if i == 3 else people[i]["NIK"])
    file = material.as_csv(tmp_path / "dinsos_2025-01.csv", rows)
    before = file.read_bytes()
    code, out, _ = _say(["check", str(file), "--out", str(tmp_path / "salinan.xlsx")], capsys)
    assert code == 0
    assert "Januari 2025" in out
    assert "perlu ditinjau" in out
    assert file.read_bytes() == before
    book = openpyxl.load_workbook(tmp_path / "salinan.xlsx")
    heads = [
        str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows(max_row=3) for cell in row
    ]
    assert any(head.startswith("Selaras:") for head in heads)
    again, _, err = _say(["check", str(file), "--out", str(tmp_path / "salinan.xlsx")], capsys)
    assert again == 2
    assert "sudah ada" in err


def test_check_of_a_folder_says_what_to_do_with_folders(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = _say(["check", str(tmp_path)], capsys)
    assert code == 2
    assert f"{tmp_path.name} adalah folder" in err
    assert "selaras sync" in err


def test_demo_goes_from_nothing_to_a_report_and_can_be_run_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    order = ["demo", "--tanpa-portal", "--persons", "600", "--seed", "3", "--out", str(tmp_path / "demo")]
    code, out, _ = _say(order, capsys)
    report = tmp_path / "demo" / "hasil" / "laporan.html"
    assert code == 0
    assert str(report) in out
    assert report.stat().st_size > 100_000
    sources = {path.name: path.read_bytes() for path in (tmp_path / "demo" / "sumber").glob("*.csv")}
    (tmp_path / "demo" / "sumber" / "keputusan.csv").write_text(
        ",".join(f"{name}_{side}" for side in "ab" for name in ("source", "edition", "file", "sheet", "row")) + ",decision\n",
        encoding="utf-8",
    )  # fmt: skip
    code, out, _ = _say(order, capsys)
    assert code == 0
    assert "dipakai lagi" in out
    assert _say([*order[:-3], "4", *order[-2:]], capsys)[0] == 0
    assert {path.name: path.read_bytes() for path in (tmp_path / "demo" / "sumber").glob("*.csv")} != sources
    assert (tmp_path / "demo" / "sumber" / "keputusan.csv").exists()


def test_demo_leaves_other_peoples_folders_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "surat.txt").write_text("penting", encoding="utf-8")
    code, _, err = _say(["demo", "--persons", "600", "--out", str(tmp_path)], capsys)
    assert code == 2
    assert "bukan buatan selaras demo" in err
    assert [path.name for path in tmp_path.iterdir()] == ["surat.txt"]
