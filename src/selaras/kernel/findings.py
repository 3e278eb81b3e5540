"""Bad data: the list of finding codes with severity and Indonesian text (data/findings.toml).

A finding is a row (file, sheet, row, field, code) made by the engine; what it says to people lives here, once.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

_FILE = Path(__file__).parent / "data" / "findings.toml"

INFO: Final = "info"
PERLU_DITINJAU: Final = "perlu_ditinjau"
TOLAK: Final = "tolak"
SEVERITIES: Final = (INFO, PERLU_DITINJAU, TOLAK)
"""From mild to strong. `tolak` refuses a value or a file, never a person."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of finding: what it means and what to do next."""

    code: str
    severity: str
    message: str
    hint: str


@functools.cache
def catalogue() -> Mapping[str, Kind]:
    """Every known kind by code. Raises ValueError when findings.toml breaks its own rules."""
    entries = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return MappingProxyType({code: _kind(code, entry) for code, entry in entries.items()})


def kind(code: str) -> Kind:
    """The kind with this code. An unknown code is a mistake of the programmer: LookupError."""
    found = catalogue().get(code)
    if found is None:
        raise LookupError(f"finding code {code!r} is not in kernel/data/findings.toml")
    return found


def _kind(code: str, entry: object) -> Kind:
    if not isinstance(entry, dict) or set(entry) != {"severity", "message", "hint"}:
        raise ValueError(f"findings.toml: {code} needs exactly severity, message and hint")
    if not all(isinstance(value, str) and value.strip() for value in entry.values()):
        raise ValueError(f"findings.toml: {code} has an empty text")
    if entry["severity"] not in SEVERITIES:
        raise ValueError(f"findings.toml: {code} has the severity {entry['severity']!r}")
    return Kind(code, entry["severity"], entry["message"], entry["hint"])
