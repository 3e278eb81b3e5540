"""The form on paper and as a sheet: which questions stand there, what is wrong with a row, and what is sent for it.

A row that can be sent becomes the same XML a phone would have written, so that all three ways come in by one door. Nothing here
reads or writes files.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from selaras.apps.verval.rules import findings, forms

# A phone takes position and photos; who the family is stands in the locked columns, so a family on no list comes by phone.
_NOT_ON_PAPER = frozenset({
    forms.TARGET, forms.CAMPAIGN, forms.OUTCOME, forms.PLACE, "foto_depan", "foto_dalam", "nama_baru", "alamat_baru",
})  # fmt: skip
_KINDS = frozenset({"text", "integer", "decimal", "date", "select_one", "select_multiple"})
MEMBERS = "anggota"
STATE, CONSENT, WORTHY = "keadaan", "persetujuan", "kelayakan"
TYPED_BY = "diketik_oleh"
BETWEEN = ";"
_NUMBER = re.compile(r"-?\d{1,12}")
_DECIMAL = re.compile(r"-?\d{1,12}(?:[.,]\d{1,6})?")
_RANGE = re.compile(r"\.\s*(>=|<=)\s*(-?\d+)")
_SIXTEEN = re.compile(r"[1-9]\d{15}")
# What XML 1.0 cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_INSERTED = re.compile(r"\$\{\w+\}:?\s*|\*\*")

CHOICE, KIND, DATE, MISSING, LATER = (
    "pilihan_salah",
    "bukan_angka",
    "tanggal_salah",
    "belum_diisi",
    "belum_terjadi",
)
LONG, SIXTEEN, RANGE, TOGETHER = "terlalu_panjang", "bukan_16_angka", "di_luar_batas", "tidak_dapat_bersama"


@dataclass(frozen=True, slots=True)
class Question:
    """A question on paper. `choices`: (code, label); `members`: asked of each member."""

    name: str
    kind: str
    label: str
    choices: tuple[tuple[str, str], ...] = ()
    members: bool = False
    constraint: str = ""
    hint: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a cell: `column` as its head says, `code` one of the above, `value` as it was written."""

    column: str
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What was typed in for one family: texts by question, members by their reference."""

    target: str
    officer: int
    day: dt.date
    values: Mapping[str, str]
    members: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def questions(asked: Iterable[Mapping[str, Any]]) -> list[Question]:
    """The questions of a form that can be filled in on paper, in order."""
    found = []
    for each in asked:
        kind, name = str(each.get("kind", "")), str(each["name"])
        if kind in _KINDS and name not in _NOT_ON_PAPER and not each.get("readonly"):
            label = _INSERTED.sub("", str(each.get("label") or "")).strip() or name
            choices = tuple((str(code), str(text)) for code, text in each.get("choices") or ())
            found.append(
                Question(
                    name, kind, label, choices, each.get("group") == MEMBERS, str(each.get("constraint") or ""),
                    str(each.get("hint") or ""), str(each.get("title") or ""),
                )
            )  # fmt: skip
    return found


def plain(text: object) -> str:
    """A cell as text that XML can hold."""
    return " ".join(_CONTROL.sub("", str(text or "")).split())


def answer(question: Question, text: str) -> tuple[str, str]:
    """(value as the form keeps it, what is wrong or ""). An empty cell is no answer."""
    text = plain(text)
    if not text:
        return "", ""
    if question.kind.startswith("select"):
        return _chosen(question, text)
    if question.kind == "date":
        day = date(text)
        return (day.isoformat(), "") if day else ("", DATE)
    if question.kind in {"integer", "decimal"}:
        return _number(question, text)
    if question.name in {"nik_benar", "kk_benar"}:
        digits = re.sub(r"[\s.'-]", "", text)
        return (digits, "") if _SIXTEEN.fullmatch(digits) else ("", SIXTEEN)
    return (text, "") if len(text) <= 1000 else ("", LONG)


def _number(question: Question, text: str) -> tuple[str, str]:
    pattern = _NUMBER if question.kind == "integer" else _DECIMAL
    # A spreadsheet writes 36 as 36.0.
    text = re.sub(r"\.0+$", "", text)
    if not pattern.fullmatch(text):
        return "", KIND
    value = float(text.replace(",", "."))
    for sign, bound in _RANGE.findall(question.constraint):
        if (sign == ">=" and value < int(bound)) or (sign == "<=" and value > int(bound)):
            return "", RANGE
    return text.replace(",", "."), ""


def _chosen(question: Question, text: str) -> tuple[str, str]:
    known = {code.casefold(): code for code, _ in question.choices}
    known |= {plain(label).casefold(): code for code, label in question.choices}
    parts = [text] if question.kind == "select_one" else [p.strip() for p in text.split(BETWEEN) if p.strip()]
    codes = [known.get(re.sub(r"\.0+$", "", part).casefold(), "") for part in parts]
    if not all(codes):
        return "", CHOICE
    alone = {"tidak_ada", "1"} if question.name == "penyakit" else {"tidak_ada"}
    if len(codes) > 1 and alone & set(codes):
        return "", TOGETHER
    return " ".join(dict.fromkeys(codes)), ""


def date(text: str) -> dt.date | None:
    """A day as 2026-11-20, 20-11-2026 or 20/11/2026."""
    text = plain(text).partition("T")[0].partition(" ")[0]
    for form in ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"):
        try:
            found = dt.datetime.strptime(text, form).date()  # noqa: DTZ007  a day of the calendar has no zone
        except ValueError:
            continue
        return found if 1900 < found.year < 2200 else None
    return None


def read(
    asked: Sequence[Question], cells: Mapping[str, str]
) -> tuple[dict[str, str], list[Problem]]:  # fmt: skip
    """Answers and problems of one row; what must be there for an outcome is asked for."""
    values: dict[str, str] = {}
    problems = []
    labels = {each.name: each.label for each in asked}
    for question in asked:
        value, wrong = answer(question, cells.get(question.name, ""))
        if wrong:
            problems.append(Problem(question.label, wrong, plain(cells.get(question.name, ""))[:60]))
        elif value:
            values[question.name] = value
    if not problems:
        needed = [STATE]
        if values.get(STATE) == "ada":
            needed.append(CONSENT)
            if values.get(CONSENT) == "ya":
                needed.append(WORTHY)
        missing = [name for name in needed if name in labels and name not in values]
        problems = [Problem(labels[name], MISSING) for name in missing[:1]]
    return values, problems


def outcome(values: Mapping[str, str]) -> str:
    """The outcome as the form computes it: from whether they were met, agreed, and what the officer thinks."""
    if values.get(STATE) != "ada":
        return values.get(STATE, "")
    return "menolak" if values.get(CONSENT) == "tidak" else values.get(WORTHY, "")


def instance(file_digest: str, number: int) -> str:
    """The key of a row: the same file gives the same keys, so that sending it twice changes nothing."""
    return f"kertas:{file_digest[:48]}:{number}"


def xml(
    row: Row, form: tuple[str, str], key: str, typed_by: int, replaces: str = "", zone: str = "+08:00"
) -> bytes:
    """The row as a phone would have written it. `form`: id and version; `zone`: of the place, for the day of the visit."""
    answers = {
        "start": f"{row.day.isoformat()}T00:00:00.000{zone}", "today": row.day.isoformat(), forms.TARGET: row.target,
        **row.values, forms.OUTCOME: outcome(row.values), TYPED_BY: str(typed_by),
    }  # fmt: skip
    body = "".join(_element(name, text) for name, text in answers.items())
    for number, (reference, said) in enumerate(row.members.items(), start=1):
        inner = {"urut": str(number), "anggota_ref": reference, **said}
        body += f"<{MEMBERS}>{''.join(_element(name, text) for name, text in inner.items())}</{MEMBERS}>"
    older = _element(f"orx:{findings.REPLACES}", replaces) if replaces else ""
    head = f'xmlns:orx="http://openrosa.org/xforms" id="{escape(form[0])}" version="{escape(form[1])}"'
    return (
        f"<data {head}>{body}<orx:meta>{_element('orx:instanceID', key)}{older}</orx:meta></data>"
    ).encode()


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(_CONTROL.sub('', text))}</{name}>"
