"""Reads one file in a process of its own: `python -m selaras.apps.intake.reader ORDER`.

This process opens what strangers made, so it holds nothing worth stealing: no keys, no database, an empty environment, and
limits of memory, time and size. It finds the plain file and the order in a private folder, writes what it read beside them,
and says on standard output, one JSON text per line, which stage it is in. The last line is the result.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from selaras.apps.intake import rules
from selaras.engine import tables
from selaras.engine.check import masking
from selaras.engine.read import headings, workbook
from selaras.engine.read.deliver import fields as common
from selaras.engine.read.sheet import Header, Sheet
from selaras.kernel import errors, periods
from selaras.pipeline import checking, editions, intake, versions
from selaras.shell import disk, tether

FRAMES = ("persons", "keluarga", "aggregates", "lineage")
COPY = "salinan.xlsx"
EAGER_COPY = 20_000  # rows up to which the annotated copy is written at once
_PREVIEW = 20
_UNSURE = ("kenali_gagal", "kenali_ragu", "berkas_tidak_dikenali")
_SAMPLES, _SAMPLE_LENGTH = 3, 24
_MOST_SHEETS, _MOST_COLUMNS, _MOST_TITLES = 5, 150, 40
_TABLES = {
    "persons": tables.PERSON_RECORDS,
    "keluarga": tables.KELUARGA_RECORDS,
    "aggregates": tables.AGGREGATES,
}
_NOT_SHOWN = frozenset({*tables.KEY_NAMES, "part", "nik_status", "kk_status", "kode_kecamatan", "column"})


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked. `mappings`: TOML texts by fingerprint of the layout they were made for; `forced`: the one to use.

    `parent`: the process that asks. This one ends with it, so that plain files are held by nobody whom nobody waits for.
    """

    name: str
    folder: str
    memory: int
    seconds: int
    mappings: dict[str, str]
    forced: str = ""
    edition: str = ""
    source: str = ""
    copy_only: bool = False
    parent: int = 0


def limit(memory: int, seconds: int) -> None:
    """Limits of this process: address space, processor seconds, size of a file it writes, no core dump."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    biggest = 4_000_000_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (biggest, biggest))


def say(**words: Any) -> None:
    """One line for the one who waits."""
    sys.stdout.write(json.dumps(words, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Reads by the order in the file named; every outcome, a refusal too, is the last line. Exit code 0 then."""
    order = Order(**json.loads(Path(arguments[1]).read_text(encoding="utf-8")))
    if order.parent:
        tether.tie(order.parent, signal.SIGKILL)
    limit(order.memory, order.seconds)
    try:
        say(hasil=_read(order))
    except errors.SelarasError as error:
        say(tolak={"code": error.code, "message": error.message, "hint": error.hint})
    except MemoryError:
        raise
    except (OSError, pl.exceptions.PolarsError) as error:
        if not disk.full(error):
            raise
        full = errors.SelarasError("kiriman_disk_penuh")
        say(tolak={"code": full.code, "message": full.message, "hint": full.hint})
    return 0


def _read(order: Order) -> dict[str, Any]:
    folder = Path(order.folder)
    path = folder / "masuk" / order.name
    say(tahap="buka", jumlah=path.stat().st_size)
    mapping = order.forced or _known_layout(path, order.mappings)
    said = editions.Declaration(
        "*",
        order.source or None,
        order.edition or None,
        _mapping_file(folder, order.mappings.get(mapping, "")),
    )
    say(tahap="kenali")
    try:
        piece = intake.one(path, path.parent, (said,))
    except errors.SelarasError as error:
        if error.code not in _UNSURE:
            raise
        refusal = {"code": error.code, "message": error.message, "hint": error.hint}
        return {"perlu_pemetaan": refusal, "lembar": _layouts(workbook.read(path))}
    rows = piece.file.rows_persons + piece.file.rows_keluarga
    say(tahap="periksa", jumlah=rows)
    checked = checking.of(piece)
    if order.copy_only or (rows <= EAGER_COPY and not checked.findings.is_empty()):
        say(tahap="salinan", jumlah=rows)
        checking.annotate(path, checked, folder / COPY)
    if order.copy_only:
        return {"salinan": True}
    say(tahap="simpan", jumlah=rows)
    _write(folder, checked)
    return _told(checked, mapping)


def _known_layout(path: Path, mappings: dict[str, str]) -> str:
    """The fingerprint of a layout somebody mapped before; "" where there is none. Reads only where there are any."""
    if not mappings:
        return ""
    sheets = sorted(workbook.read(path), key=lambda sheet: -sheet.data.height)
    return next((found for sheet in sheets if (found := _fingerprint(sheet)) in mappings), "")


def _mapping_file(folder: Path, text: str) -> Path | None:
    if not text:
        return None
    path = folder / "pemetaan.toml"
    path.write_text(text, encoding="utf-8")
    return path


def _fingerprint(sheet: Sheet) -> str:
    return rules.fingerprint(header.text for header in sheet.headers)


def _layouts(sheets: Sequence[Sheet]) -> list[dict[str, Any]]:
    """The columns of the largest sheets: what a person needs who says which is which."""
    largest = sorted(sheets, key=lambda sheet: -sheet.data.height)[:_MOST_SHEETS]
    return [
        {
            "lembar": sheet.sheet,
            "baris": sheet.data.height,
            "sidik": _fingerprint(sheet),
            "kolom": _columns(sheet),
        }
        for sheet in largest
    ]


def _columns(sheet: Sheet) -> list[dict[str, Any]]:
    named = [header for header in sheet.headers if header.text][:_MOST_COLUMNS]
    return [
        {
            "huruf": h.letter,
            "judul": h.text,
            "saran": _suggestion(h),
            "contoh": _samples(sheet.texts(h.index)),
        }
        for h in named
    ]


def _suggestion(header: Header) -> str:
    """The common field whose usual headers are this one or come nearest; "" where none is near."""
    best, score = "", headings.ALIKE
    for name, field in common.BY_NAME.items():
        for alias in field.aliases:
            wanted = headings.normalise(alias)
            near = max(headings.likeness(wanted, text) for text in headings.names_of(header))
            if near > score or (near == score == 1.0 and not best):
                best, score = name, near
    return best


def _samples(texts: pl.Series) -> list[str]:
    """A few values of a column, hidden except for their shape: digits as 9, letters as x after the first."""
    found = texts.drop_nulls().unique(maintain_order=True).head(_SAMPLES).to_list()
    return [_shape(str(text)[:_SAMPLE_LENGTH]) for text in found]


def _shape(text: str) -> str:
    digits = sum(character.isdigit() for character in text)
    if digits > 4:
        return "".join("9" if c.isdigit() else c if not c.isalpha() else "x" for c in text)
    return "".join(c if i == 0 or not c.isalnum() else "x" if c.isalpha() else c for i, c in enumerate(text))


def _write(folder: Path, checked: checking.Checked) -> None:
    frames = {name: getattr(checked.piece.converted, name) for name in FRAMES}
    for name, frame in {**frames, "findings": checked.findings}.items():
        if frame is not None and frame.height:
            frame.write_parquet(folder / f"{name}.parquet", compression="zstd", compression_level=1)


def _told(checked: checking.Checked, mapping: str) -> dict[str, Any]:
    piece, unfit = checked.piece, checked.unfit
    sheets = [mapped.sheet for mapped in piece.recognition.sheets]
    period = periods.from_label(piece.file.edition)
    return {
        "berkas": asdict(piece.file),
        "bertanggal": period is not None,
        "mengapa": piece.recognition.why,
        "dilewati": piece.recognition.skipped,
        "pergeseran": [asdict(drift) for drift in piece.recognition.drift],
        "pemetaan": mapping,
        "lembar": _layouts(sheets),
        "kenal": _recognised(piece),
        "judul": [title for sheet in sheets for title in (*sheet.titles, sheet.sheet)][:_MOST_TITLES],
        "tempat": _places(piece),
        "temuan": _counts(checked.findings),
        "perlu_diperbaiki": checked.rows_to_fix,
        "tidak_layak": {"code": unfit.code, "message": unfit.message, "hint": unfit.hint} if unfit else None,
        "contoh": _preview(piece),
        "versi": versions.rules(),
    }


def _recognised(piece: intake.Piece) -> dict[str, str]:
    """Field by letter of the column it was read from, for the mapping screen to begin with."""
    return {
        f"{mapped.sheet.sheet}|{mapped.sheet.header(index).letter}": name
        for mapped in piece.recognition.sheets
        for name, index in mapped.columns.items()
    }


def _places(piece: intake.Piece) -> dict[str, int]:
    """Rows by kode desa; "" for rows whose village is not known. Of persons, else of keluarga."""
    frame = piece.converted.persons if piece.converted.persons is not None else piece.converted.keluarga
    if frame is None:
        return {}
    counted = frame.group_by(pl.col("kode_desa").fill_null("")).len().sort("kode_desa")
    return dict(counted.iter_rows())


def _counts(found: pl.DataFrame) -> list[dict[str, Any]]:
    counted = found.group_by("code", "severity").len("n").sort("n", "code", descending=[True, False])
    return counted.to_dicts()


def _preview(piece: intake.Piece) -> dict[str, Any]:
    """The first rows as they were understood, masked as in findings. Columns without any value are left out."""
    for name, table in _TABLES.items():
        frame = getattr(piece.converted, name)
        if frame is None or frame.is_empty():
            continue
        head = table.conform(frame.head(_PREVIEW))
        columns = [
            c for c in table.columns if c.name not in _NOT_SHOWN and head[c.name].null_count() < head.height
        ]
        shown = head.select("row", *(masking.value(column).alias(column.name) for column in columns))
        return {"isi": name, "kolom": shown.columns, "baris": [list(row) for row in shown.iter_rows()]}
    return {}


if __name__ == "__main__":
    sys.exit(main(sys.argv))
