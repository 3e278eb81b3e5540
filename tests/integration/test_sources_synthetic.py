"""Lists of a made-up kabupaten come through their sources whole and unchanged, but for the faults put in."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from selaras.engine import tables
from selaras.engine.read import profile, workbook
from selaras.sources.bps import profile as bps
from selaras.sources.dtks import profile as dtks
from selaras.sources.dtsen import profile as dtsen
from selaras.sources.dukcapil import profile as dukcapil
from selaras.sources.generic import profile as generic
from selaras.sources.p3ke import profile as p3ke
from selaras.sources.regsosek import profile as regsosek
from selaras.synthetic import make

NAMED = (
    *dtks.PROFILES, *p3ke.PROFILES, *dtsen.PROFILES, *regsosek.PROFILES, *dukcapil.PROFILES, *bps.PROFILES, *generic.PROFILES,
)  # fmt: skip
KEY = ["file", "sheet", "row", "part"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("kabupaten") / "daftar"
    make.make(1500, 11, out)
    return out


@pytest.fixture(scope="module")
def found(folder: Path) -> dict[str, tuple[profile.Recognition, profile.Converted]]:
    seen = {}
    for path in sorted(p for p in folder.iterdir() if p.is_file() and p.suffix != ".toml"):
        own = folder / f"{path.stem.split('_')[0]}.toml"
        profiles = (generic.from_file(own),) if own.exists() else NAMED
        recognition = profile.recognise(workbook.read(path), profiles)
        seen[path.name] = (recognition, recognition.profile.convert(recognition, path.stem.split("_")[-1]))
    return seen


@pytest.fixture(scope="module")
def people(found) -> pl.DataFrame:
    return pl.concat([converted.persons for _, converted in found.values() if converted.persons is not None])


def test_every_file_is_known_by_its_source(found) -> None:
    for name, (recognition, _) in found.items():
        assert recognition.profile.source == name.split("_")[0]
        assert recognition.confidence > 0.7, name


def test_nobody_is_lost_and_nobody_is_made_up(folder, people) -> None:
    links = pl.read_parquet(folder / "truth" / "links.parquet")
    assert people.height == links.height
    assert people.join(links, on=KEY, how="anti").height == 0
    assert people.unique(KEY).height == people.height


@pytest.mark.parametrize("field", ["nik", "jenis_kelamin", "tanggal_lahir"])
def test_values_are_those_of_the_truth_but_for_the_faults_put_in(folder, people, field: str) -> None:
    truth = folder / "truth"
    links = pl.read_parquet(truth / "links.parquet").select(*KEY, "true_person")
    persons = pl.read_parquet(truth / "persons.parquet").select("true_person", pl.col(field).alias("true"))
    faults = pl.read_parquet(truth / "faults.parquet")
    read = people.filter(pl.col(field).is_not_null()).join(links, on=KEY).join(persons, on="true_person")
    clean = read.join(faults.select(KEY).unique(), on=KEY, how="anti")
    assert clean.height > 1000
    assert clean.filter(pl.col(field) != pl.col("true")).height == 0


def test_tables_keep_their_contracts(found) -> None:
    for _, converted in found.values():
        for frame, table in (
            (converted.persons, tables.PERSON_RECORDS),
            (converted.keluarga, tables.KELUARGA_RECORDS),
            (converted.aggregates, tables.AGGREGATES),
            (converted.lineage, tables.LINEAGE),
            (converted.findings, tables.FINDINGS),
        ):
            if frame is not None:
                assert frame.schema == table.schema


def test_no_finding_shows_a_whole_number(found) -> None:
    for _, converted in found.values():
        shown = pl.concat([converted.findings["value"], converted.findings["detail"]]).drop_nulls()
        assert not shown.str.contains(r"\d{16}").any()


def test_every_value_of_a_person_can_be_walked_back(found) -> None:
    """The cell that lineage names holds the NIK the record carries."""
    checked = 0
    for recognition, converted in found.values():
        if converted.persons is None:
            continue
        nik = converted.lineage.filter(field="nik")
        for mapped in recognition.sheets:
            column = nik.filter(sheet=mapped.sheet.sheet)["column"]
            if column.is_empty():
                continue
            header = next(h for h in mapped.sheet.headers if h.letter == column[0])
            cells = mapped.sheet.data.select("row", pl.col(header.column).alias("cell"))
            records = converted.persons.filter(pl.col("nik").is_not_null(), sheet=mapped.sheet.sheet)
            beside = records.select("row", "nik").join(cells, on="row")
            assert beside.height == records.height
            assert (beside["cell"].str.replace_all(r"\D", "").str.slice(0, 16) == beside["nik"]).mean() > 0.99
            checked += beside.height
    assert checked > 1000
