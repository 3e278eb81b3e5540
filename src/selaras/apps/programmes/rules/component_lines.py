"""A table of components as an official types it: one a line, parts divided by |. And the tables the house brings along."""

from __future__ import annotations

import datetime as dt
import functools
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from selaras.apps.programmes.rules import components, doubting, funding
from selaras.engine.eligibility.programme import Unit
from selaras.kernel import angka, errors

_FILE = Path(__file__).parents[1] / "data" / "components.toml"
# Name, question, rupiah of one payment, persons at most; then what it stands on, first and last day, where there are any.
_LEAST, _PARTS = 4, 7
_NOT_IN_CODE = re.compile(r"[^a-z0-9]+")


@functools.cache
def house(code: str) -> Mapping[str, Any] | None:
    """The table the house brings along for a programme; None for most."""
    told = tomllib.loads(_FILE.read_text(encoding="utf-8")).get(code)
    return (
        None
        if told is None
        else {**told, "of": [{"code": _code(each["name"]), **each} for each in told["of"]]}
    )


def read(text: str, most: int | None, on: dt.date) -> Mapping[str, Any]:
    """The table these lines write; {} for none. Raises SelarasError komponen_baris, what is wrong with a question nobody can meet, and
    as `components.checked`."""
    lines = [each.strip() for each in text.splitlines() if each.strip()]
    if not lines:
        return {}
    some = [_read(number, line) for number, line in enumerate(lines, start=1)]
    told = components.checked({"most": most or 0, "of": some}, on)
    held = components.table(told, on)
    for each in held.components if held else ():
        for asked in components.ready_clauses(each, on):
            if said := doubting.refused(asked, Unit.PERSON):
                raise said.error
    return told


def _read(number: int, line: str) -> dict[str, Any]:
    parts = [each.strip() for each in line.split("|")]
    if not _LEAST <= len(parts) <= _PARTS or not parts[3].isdecimal():
        raise errors.SelarasError("komponen_baris", baris=number)
    told = {
        "code": _code(parts[0]), "name": parts[0][:60], "text": parts[1], "each": funding.amount(parts[2]), "most": int(parts[3]),
    }  # fmt: skip
    more = dict(zip(("basis", "begins", "ends"), parts[_LEAST:], strict=False))
    return told | {name: value[:200] for name, value in more.items() if value}


def _code(name: str) -> str:
    return _NOT_IN_CODE.sub("_", name.casefold()).strip("_")[:20]


def written(told: Mapping[str, Any]) -> str:
    """The lines `read` takes back; what stands on no rule says so."""
    return "\n".join(_written(each) for each in told.get("of", ()))


def _written(each: Mapping[str, Any]) -> str:
    basis = each.get("basis") or (f"asumsi: {each['assumption']}" if each.get("assumption") else "")
    parts = [each["name"], each["text"], angka.text(each["each"]), str(each["most"]), basis]
    parts += [str(each.get("begins") or ""), str(each.get("ends") or "")]
    while len(parts) > _LEAST and not parts[-1]:
        parts.pop()
    return " | ".join(part.replace("|", "/") for part in parts)


def yearly(told: Mapping[str, Any], year: int, cycles: int) -> int:
    """The most one keluarga can cost in a year: of the days on which the table begins anew the dearest. 0 where nothing holds."""
    begins = {str(each["begins"]) for each in told.get("of", ()) if each.get("begins")}
    days = {
        dt.date(year, 1, 1),
        *(day for text in begins if (day := dt.date.fromisoformat(text)).year == year),
    }
    tables = [found for day in days if (found := components.table(told, day)) is not None]
    return max((components.highest(each) for each in tables), default=0) * max(1, cycles)
