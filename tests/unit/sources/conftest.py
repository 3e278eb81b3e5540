"""Files in the real layouts, written, read and recognised the way the conveyor does it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from selaras.engine.read import profile, workbook
from selaras.sources.bps import profile as bps
from selaras.sources.dtks import profile as dtks
from selaras.sources.dtsen import profile as dtsen
from selaras.sources.dukcapil import profile as dukcapil
from selaras.sources.generic import profile as generic
from selaras.sources.p3ke import profile as p3ke
from selaras.sources.regsosek import profile as regsosek

LAYOUTS = Path(__file__).parents[2] / "fixtures" / "layouts" / "headers.json"
ALL = (
    *dtks.PROFILES,
    *p3ke.PROFILES,
    *dtsen.PROFILES,
    *regsosek.PROFILES,
    *dukcapil.PROFILES,
    *bps.PROFILES,
    *generic.PROFILES,
)
Row = Mapping[str, str | None]


@pytest.fixture(scope="session")
def layouts() -> dict[str, Any]:
    return json.loads(LAYOUTS.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def profiles() -> tuple[profile.Profile, ...]:
    return ALL


@pytest.fixture
def write_xlsx(tmp_path: Path) -> Callable[..., Path]:
    """write_xlsx(name, {sheet: (headers, rows)}, above=[[...], ...]): rows are dicts by header or plain lists."""

    def write(
        name: str,
        sheets: Mapping[str, tuple[Sequence[str], Sequence[Any]]],
        above: Sequence[Sequence[str]] = (),
    ) -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(str(path)) as book:
            for title, (headers, rows) in sheets.items():
                page = book.add_worksheet(title)
                lines = [*above, headers, *(_line(headers, row) for row in rows)]
                for at, line in enumerate(lines):
                    for column, text in enumerate(line):
                        if text not in (None, ""):
                            page.write_string(at, column, str(text))
        return path

    return write


@pytest.fixture
def write_csv(tmp_path: Path) -> Callable[..., Path]:
    def write(name: str, headers: Sequence[str], rows: Sequence[Any], delimiter: str = ";") -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=delimiter)
            writer.writerow(headers)
            writer.writerows([text or "" for text in _line(headers, row)] for row in rows)
        return path

    return write


def _line(headers: Sequence[str], row: Any) -> list[str | None]:
    return [row.get(header) for header in headers] if isinstance(row, Mapping) else list(row)


@pytest.fixture
def recognised() -> Callable[..., profile.Recognition]:
    """recognised(path, profiles=all): what the file is."""

    def run(path: Path, profiles: Sequence[profile.Profile] = ALL) -> profile.Recognition:
        return profile.recognise(workbook.read(path), profiles)

    return run


@pytest.fixture
def delivered(recognised: Callable[..., profile.Recognition]) -> Callable[..., profile.Converted]:
    """delivered(path, edition="2024-10"): the tables the file gives."""

    def run(
        path: Path, edition: str = "2024-10", profiles: Sequence[profile.Profile] = ALL
    ) -> profile.Converted:
        recognition = recognised(path, profiles)
        return recognition.profile.convert(recognition, edition)

    return run


@pytest.fixture
def codes_of() -> Callable[[profile.Converted], list[tuple[int | None, str | None, str]]]:
    """(row, field, code) of every finding."""

    def run(converted: profile.Converted) -> list[tuple[int | None, str | None, str]]:
        assert converted.findings is not None
        return converted.findings.select("row", "field", "code").rows()

    return run
