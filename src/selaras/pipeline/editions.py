"""Which source and which edition a file is: from sumber.toml, its name, or the titles above its table.

sumber.toml, beside the files, is for what a file does not say itself. Every entry is about the files its `berkas`
pattern matches; all other keys may be left out:

    [[berkas]]
    berkas = "data dinsos*.xlsx"
    sumber = "dinsos"            # word of the office for this list; default: that of the kind of file
    edisi = "2025-06"            # also "Juni 2025", "TW II 2025", "2025"
    pemetaan = "dinsos.toml"     # column mapping of an office's own layout, beside sumber.toml
"""

from __future__ import annotations

import fnmatch
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from selaras.engine.read import sheet as sheets_
from selaras.kernel import errors, periods
from selaras.pipeline import words

NAME = "sumber.toml"
_KEYS = {"berkas", "sumber", "edisi", "pemetaan"}
_WORD = re.compile(r"[a-z][a-z0-9_]{1,30}")


@dataclass(frozen=True, slots=True)
class Declaration:
    """What sumber.toml says about files whose path matches `pattern`."""

    pattern: str
    source: str | None = None
    edition: str | None = None
    mapping: Path | None = None


def declared(folder: Path) -> tuple[Declaration, ...]:
    """The entries of sumber.toml, none where there is no such file. Raises SelarasError sumber_toml_salah."""
    path = folder / NAME
    if not path.exists():
        return ()
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise errors.SelarasError("sumber_toml_salah", sebab="penulisannya bukan TOML") from error
    listed = entries.get("berkas", [])
    if set(entries) - {"berkas"} or not isinstance(listed, list):
        raise errors.SelarasError("sumber_toml_salah", sebab="hanya boleh berisi bagian [[berkas]]")
    return tuple(_declaration(folder, entry) for entry in listed)


def _declaration(folder: Path, entry: object) -> Declaration:
    if not isinstance(entry, dict) or not isinstance(entry.get("berkas"), str):
        raise errors.SelarasError("sumber_toml_salah", sebab="ada bagian tanpa nama berkas")
    unknown = sorted(set(entry) - _KEYS)
    if unknown or not all(isinstance(value, str) for value in entry.values()):
        raise errors.SelarasError(
            "sumber_toml_salah", sebab=f"isian {', '.join(unknown) or 'bukan teks'} tidak dikenal"
        )
    source = entry.get("sumber")
    if source is not None and not _WORD.fullmatch(source):
        raise errors.SelarasError(
            "sumber_toml_salah", sebab="sumber harus satu kata huruf kecil, misalnya dinsos"
        )
    mapping = folder / entry["pemetaan"] if "pemetaan" in entry else None
    if mapping is not None and not mapping.is_file():
        raise errors.SelarasError("sumber_toml_salah", sebab=f"berkas pemetaan {mapping.name} tidak ada")
    return Declaration(entry["berkas"], source, _label(entry.get("edisi")), mapping)


def _label(text: str | None) -> str | None:
    if text is None:
        return None
    period = periods.parse(text)
    if period is None:
        raise errors.SelarasError("sumber_toml_salah", sebab=f"edisi {text} tidak terbaca sebagai waktu")
    return period.label


def about(path: str, declarations: Iterable[Declaration]) -> Declaration:
    """What is declared about a file, by its path inside the folder or its name; later entries fill in, never replace."""
    name = path.rsplit("/", 1)[-1]
    found = [d for d in declarations if fnmatch.fnmatch(path, d.pattern) or fnmatch.fnmatch(name, d.pattern)]
    return Declaration(
        path,
        next((d.source for d in found if d.source), None),
        next((d.edition for d in found if d.edition), None),
        next((d.mapping for d in found if d.mapping), None),
    )


def edition(stem: str, sheets: Iterable[sheets_.Sheet], sha256: str) -> tuple[str, bool]:
    """The edition a file names itself, and whether it names one: its name first, then the titles of its sheets.

    A file without any date gets a label of its own from its contents, so that two undated files are two editions.
    """
    for text in [stem, *(title for sheet in sheets for title in (*sheet.titles, sheet.sheet))]:
        period = periods.parse(text)
        if period is not None:
            return period.label, True
    return f"{words.UNDATED}{sha256[:8]}", False
