"""Programmes as they are written down: reading the list of the house, and a kept version as the rule the engine knows."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from selaras.apps.programmes.rules import fields, villages
from selaras.engine.eligibility import checking
from selaras.engine.eligibility.programme import Clause, Figure, Missing, Programme, Unit

LIST = Path(__file__).resolve().parents[1] / "data" / "programmes.toml"
# What a rule may speak of, by whom its programme serves.
SUBJECTS = {
    Unit.KELUARGA: checking.Subject(fields.CATALOGUE),
    Unit.PERSON: checking.Subject(fields.CATALOGUE, person=True),
    Unit.DESA: checking.Subject(villages.CATALOGUE),
}
_CLAUSE = ("text", "sentence", "missing", "basis", "source", "assumption")


def listed() -> list[dict[str, Any]]:
    """The programmes of data/programmes.toml, each with the figures its clauses use and its `valid_from`."""
    written = tomllib.loads(LIST.read_text(encoding="utf-8"))
    figures = written["figures"]
    found = []
    for code, entry in written["programme"].items():
        clauses = [
            {"id": f"{code}.{n}", **{k: each[k] for k in _CLAUSE if k in each}}
            for n, each in enumerate(entry["clauses"], 1)
        ]
        used = [{"name": n, **figures[n]} for n in sorted(figures) if _uses(clauses, n)]
        found.append({**entry, "code": code, "clauses": clauses, "figures": _plain(used)})
    return found


def _uses(clauses: Sequence[Mapping[str, Any]], name: str) -> bool:
    words = " ".join(each["text"] for each in clauses)
    return f"p.{name}" in words.replace(")", " ").replace("(", " ").split()


def _plain(figures: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """With dates as texts, as JSON keeps them."""
    return [
        {key: str(each) if isinstance(each, dt.date) else each for key, each in one.items()}
        for one in figures
    ]


def digest(clauses: Sequence[Mapping[str, Any]], figures: Sequence[Mapping[str, Any]]) -> str:
    """Of what a version says: the same text of rule has the same one."""
    text = json.dumps([list(clauses), list(figures)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def rule(
    code: str, version: str, clauses: Sequence[Mapping[str, Any]], figures: Sequence[Mapping[str, Any]],
    unit: str = Unit.KELUARGA,
) -> Programme:  # fmt: skip
    """A version as the engine knows it. `unit`: one of engine.eligibility.programme.Unit."""
    return Programme(
        code, version, Unit(unit),
        tuple(
            Clause(
                each["id"], each["text"], each["sentence"], Missing(each.get("missing", Missing.ASK)),
                _basis(each), _day(each.get("begins")), _day(each.get("ends")),
            )
            for each in clauses
        ),
        tuple(
            Figure(each["name"], _value(each["value"]), _basis(each), _day(each.get("begins")), _day(each.get("ends")))
            for each in figures
        ),
    )  # fmt: skip


def _basis(each: Mapping[str, Any]) -> str:
    """The rule it stands on; where it stands on none, that is said."""
    return str(each.get("basis") or ("asumsi" if each.get("assumption") else ""))


def _value(found: Any) -> Any:
    return tuple(found) if isinstance(found, list) else found


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
