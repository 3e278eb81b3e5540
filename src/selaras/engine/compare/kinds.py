"""The kinds of discrepancy and what they say to people (kernel/data/discrepancies.toml)."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from selaras import kernel
from selaras.kernel import findings

_FILE = Path(kernel.__path__[0]) / "data" / "discrepancies.toml"
_KEYS = {"title", "message", "hint", "severity", "about", "sides"}
_ABOUT = ("orang", "keluarga")
_SIDES = ("searah", "setara")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. `about`: orang | keluarga, the usual subject. `sides`: searah (a states it, b does not) | setara."""

    code: str
    title: str
    message: str
    hint: str
    severity: str
    about: str
    sides: str


@functools.cache
def catalogue() -> Mapping[str, Kind]:
    """Every kind by code, in the order of the file. Raises ValueError when the file breaks its own rules."""
    entries = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return MappingProxyType({code: _kind(code, entry) for code, entry in entries.items()})


def kind(code: str) -> Kind:
    """The kind with this code. An unknown code is a mistake of the programmer: LookupError."""
    found = catalogue().get(code)
    if found is None:
        raise LookupError(f"discrepancy code {code!r} is not in kernel/data/discrepancies.toml")
    return found


def _kind(code: str, entry: object) -> Kind:
    if not isinstance(entry, dict) or set(entry) != _KEYS:
        raise ValueError(f"discrepancies.toml: {code} needs exactly {', '.join(sorted(_KEYS))}")
    if not all(isinstance(value, str) and value.strip() for value in entry.values()):
        raise ValueError(f"discrepancies.toml: {code} has an empty text")
    allowed = {"severity": findings.SEVERITIES, "about": _ABOUT, "sides": _SIDES}
    for key, words in allowed.items():
        if entry[key] not in words:
            raise ValueError(f"discrepancies.toml: {code} has {key} {entry[key]!r}")
    return Kind(code, **entry)
