"""The standard form as tables, and what a campaign may add to it. The tables in `instrument/` are the one source of the form."""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from selaras.kernel import errors

Row = Mapping[str, str]
FOLDER = Path(__file__).parents[1] / "instrument"
MOST_ADDED = 200
# Questions of a campaign are asked where the interview goes on, before the conclusion.
_BEFORE = "g_penutup"
ADDED_GROUP = "g_tambahan"
_ASKED = "${keadaan} = 'ada' and ${persetujuan} = 'ya'"
_KINDS = ("text", "integer", "decimal", "date", "image", "note", "select_one", "select_multiple")
_NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")


@dataclass(frozen=True, slots=True)
class Form:
    """An XLSForm: rows of its three sheets, by the heads of their columns."""

    survey: tuple[Row, ...]
    choices: tuple[Row, ...]
    settings: Row

    @property
    def form_id(self) -> str:
        """Its id, the same for all versions."""
        return self.settings["form_id"]

    @property
    def version(self) -> str:
        """Its version."""
        return self.settings["version"]


@functools.cache
def standard() -> Form:
    """The form of the house."""
    return Form(_table("survey"), _table("choices"), _table("settings")[0])


def _table(name: str) -> tuple[Row, ...]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def with_added(form: Form, added: Sequence[Row], version: str, form_id: str = "") -> Form:
    """The form with a campaign's questions before its conclusion.

    A row has `type`, `name`, `label`, and may have `hint`, `required`, `relevant`; of a select also `choices`, "kode=label" separated
    by "|". Raises SelarasError formulir_tambahan_salah (row, why) where one cannot be taken.
    """
    taken = {row["name"] for row in form.survey if row["name"]}
    lists = {row["list_name"] for row in form.choices}
    rows: list[Row] = []
    choices: list[Row] = []
    if len(added) > MOST_ADDED:
        raise errors.SelarasError(
            "formulir_tambahan_salah", baris=str(len(added)), sebab=f"paling banyak {MOST_ADDED} pertanyaan"
        )
    for row in added:
        name, kind = row.get("name", ""), row.get("type", "")
        _check(row, taken)
        taken.add(name)
        if kind.startswith("select"):
            listed = f"tambahan_{name}"
            choices += [_choice(listed, text, row) for text in row.get("choices", "").split("|")]
            kind = f"{kind} {listed}"
            _distinct(row, [c["name"] for c in choices if c["list_name"] == listed], lists)
        kept = {key: row.get(key, "") for key in ("label", "hint", "required", "relevant")}
        rows.append({"type": kind, "name": name, **kept})
    group = [] if not rows else [
        {"type": "begin_group", "name": ADDED_GROUP, "label": "Pertanyaan tambahan", "relevant": _ASKED},
        *rows,
        {"type": "end_group", "name": ADDED_GROUP},
    ]  # fmt: skip
    place = next(n for n, row in enumerate(form.survey) if row["name"] == _BEFORE)
    survey = (*form.survey[:place], *group, *form.survey[place:])
    settings = {**form.settings, "version": version, "form_id": form_id or form.form_id}
    return Form(survey, (*form.choices, *choices), settings)


def _wrong(row: Row, why: str) -> errors.SelarasError:
    return errors.SelarasError("formulir_tambahan_salah", baris=row.get("name", "")[:40] or "?", sebab=why)


def _check(row: Row, taken: set[str]) -> None:
    name = row.get("name", "")
    if not _NAME.fullmatch(name):
        raise _wrong(row, "nama hanya huruf kecil, angka, dan garis bawah, 2 sampai 40 tanda")
    if name in taken:
        raise _wrong(row, "nama itu sudah dipakai di formulir ini")
    if row.get("type", "") not in _KINDS:
        raise _wrong(row, "jenis pertanyaan itu tidak didukung")
    if not row.get("label", "").strip():
        raise _wrong(row, "pertanyaannya kosong")
    if "${" in row.get("label", "") + row.get("hint", ""):
        raise _wrong(row, "isian lain tidak dapat disisipkan di kalimat pertanyaan")


def _choice(listed: str, text: str, row: Row) -> Row:
    code, found, label = text.partition("=")
    code = code.strip()
    if not found or not label.strip() or not re.fullmatch(r"[a-z0-9_]{1,30}", code):
        raise _wrong(row, "pilihan ditulis kode=label, dipisah tanda |")
    return {"list_name": listed, "name": code, "label": label.strip()}


def _distinct(row: Row, codes: list[str], lists: set[str]) -> None:
    if len(codes) < 2 or len(set(codes)) < len(codes):
        raise _wrong(row, "perlu sekurangnya dua pilihan yang berbeda")
    lists.add(f"tambahan_{row['name']}")


def questions(form: Form) -> list[dict[str, object]]:
    """What the form asks, in order: name, kind, label, hint, group, when it is asked, choices as (code, label)."""
    listed: dict[str, list[tuple[str, str]]] = {}
    for row in form.choices:
        listed.setdefault(row["list_name"], []).append((row["name"], row["label"]))
    found: list[dict[str, object]] = []
    groups: list[tuple[str, str]] = []
    for row in form.survey:
        kind, _, given = row["type"].partition(" ")
        if kind in {"begin_group", "begin_repeat"}:
            groups.append((row["name"], row.get("label", "")))
        elif kind in {"end_group", "end_repeat"}:
            groups.pop()
        else:
            found.append({
                "name": row["name"], "kind": kind, "label": row.get("label", ""), "hint": row.get("hint", ""),
                "group": groups[-1][0] if groups else "", "title": groups[-1][1] if groups else "",
                "relevant": row.get("relevant", ""), "required": row.get("required", "") == "yes",
                "constraint": row.get("constraint", ""), "choices": listed.get(given, []),
            })  # fmt: skip
    return found
