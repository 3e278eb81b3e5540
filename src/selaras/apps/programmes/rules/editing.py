"""A rule as a table that is filled in: a clause as field, sign and value where it is as simple as that, else as it is written.

Nothing is guessed: a value of the wrong kind is written down as what it is, and the check of the engine says so at its row.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from selaras.apps.programmes.rules import catalogue
from selaras.engine.eligibility import parsing, syntax
from selaras.engine.eligibility.fields import Field, Kind
from selaras.engine.eligibility.programme import Unit
from selaras.kernel import errors

MEMBER, FAMILY = "anggota.", "keluarga."
YES, NO = "ya", "tidak"
NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_PARAMETER = re.compile(r"p\.[a-z][a-z0-9_]*")
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,6})?")
_THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+")
_AT = re.compile(r"\bat=\d+")
_PLAIN = ("sentence", "missing", "basis", "source", "assumption", "begins", "ends")


@dataclass(frozen=True, slots=True)
class Simple:
    """One comparison. `field`: of what the rule is about, or "anggota.x" for anyone among the members of a keluarga, "keluarga.x" for
    the keluarga of a person; `value`: as it is typed; `unit`: what the rule is about."""

    field: str
    sign: str
    value: str
    unit: str = Unit.KELUARGA


def known(name: str, unit: str) -> Field | None:
    """The field a row names in a rule about this; None for one that is not there."""
    subject = catalogue.SUBJECTS[Unit(unit)]
    if name.startswith(MEMBER) and not subject.person:
        return subject.catalogue.anggota.get(name.removeprefix(MEMBER))
    if name.startswith(FAMILY) and subject.person:
        return subject.catalogue.keluarga.get(name.removeprefix(FAMILY))
    return (subject.catalogue.anggota if subject.person else subject.catalogue.keluarga).get(name)


def composed(given: Simple) -> str:
    """The clause a row stands for. Raises SelarasError klausul_angka_ribuan where a number can be read in two ways."""
    name = given.field
    if name.startswith(MEMBER):
        return f"anggota.exists(o, {_asked('o.' + name.removeprefix(MEMBER), given)})"
    return _asked(name, given)


def _asked(name: str, given: Simple) -> str:
    field = known(given.field, given.unit)
    if field is not None and field.kind is Kind.TRUTH and given.sign in ("==", "!="):
        said = given.value.strip().lower()
        if said in ("", YES, NO):
            return name if (said == NO) == (given.sign == "!=") else f"not {name}"
    if given.sign in ("in", "not in"):
        asked = f"{name} in {_listed(field, given.value)}"
        return asked if given.sign == "in" else f"not {asked}"
    return f"{name} {given.sign} {_value(field, given.value)}"


def _listed(field: Field | None, text: str) -> str:
    if _PARAMETER.fullmatch(text.strip()):
        return text.strip()
    return "[" + ", ".join(_value(field, each) for each in text.split(",") if each.strip()) + "]"


def _value(field: Field | None, text: str) -> str:
    text = text.strip()
    if _PARAMETER.fullmatch(text):
        return text
    number = text.replace(",", ".") if text.count(",") == 1 else text
    if field is not None and field.kind is Kind.NUMBER and _NUMBER.fullmatch(number):
        if _THOUSANDS.fullmatch(text):
            raise errors.SelarasError("klausul_angka_ribuan", angka=text, posisi=1)
        return number
    return f'"{_word(field, text)}"' if text else ""


def _word(field: Field | None, text: str) -> str:
    """A word as the field knows it: "tidak ada" is tidak_ada."""
    joined = "_".join(text.lower().split())
    if field is not None and joined in field.choices:
        return joined
    return text.replace("\\", "").replace('"', '\\"')


def simple(text: str, unit: str = Unit.KELUARGA) -> Simple | None:
    """A clause as a row of field, sign and value; None for one that says more than that, or cannot be read."""
    try:
        node = parsing.parse(text)
        found = _simple(node, unit)
        if found is None or _bare(parsing.parse(composed(found))) != _bare(node):
            return None
    except errors.SelarasError:
        return None
    return found


def _bare(node: syntax.Node) -> str:
    return _AT.sub("", repr(node))


def _simple(node: syntax.Node, unit: str) -> Simple | None:
    turned = isinstance(node, syntax.Not)
    match node.part if isinstance(node, syntax.Not) else node:
        case syntax.Members(what="exists", condition=condition) if not turned:
            return _simple(condition, unit)
        case syntax.Name() as name:
            return Simple(_field(name), "==", NO if turned else YES, unit)
        case syntax.Compare(op=op, left=syntax.Name() as name, right=right) if not turned:
            return _against(Simple(_field(name), op, "", unit), [right])
        case syntax.Among(item=syntax.Name() as name, options=options):
            return _against(Simple(_field(name), "not in" if turned else "in", "", unit), _options(options))
        case _:
            return None


def _options(found: syntax.Options | syntax.Parameter) -> list[syntax.Node]:
    return [syntax.Literal(each) for each in found.values] if isinstance(found, syntax.Options) else [found]


def _field(name: syntax.Name) -> str:
    return f"{name.of}.{name.name}" if name.of else name.name


def _against(asked: Simple, found: list[syntax.Node]) -> Simple | None:
    texts = []
    for each in found:
        match each:
            case syntax.Parameter(name=parameter):
                texts.append(f"p.{parameter}")
            case syntax.Literal(value=bool()):
                return None
            case syntax.Literal(value=value):
                texts.append(str(value))
            case _:
                return None
    alone = len(found) == 1 and isinstance(found[0], syntax.Literal) and isinstance(found[0].value, float)
    return dataclasses.replace(asked, value=texts[0].replace(".", ",") if alone else ", ".join(texts))


def clause(row: Mapping[str, Any], number: str, unit: str = Unit.KELUARGA) -> dict[str, Any]:
    """A clause as a version keeps it, out of a row of the form of a programme for this. Raises as `composed`."""
    chosen = str(row.get("field") or "")
    text = (
        composed(Simple(chosen, str(row.get("sign") or "=="), str(row.get("value") or ""), unit))
        if chosen
        else str(row.get("text") or "")
    )
    return {"id": number, "text": text.strip(), "sentence": str(row.get("sentence") or ""), **_kept(row)}


def _kept(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _written(row[name]) for name in _PLAIN if name != "sentence" and row.get(name)}


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def row(written: Mapping[str, Any], unit: str = Unit.KELUARGA) -> dict[str, Any]:
    """A kept clause as what the form shows."""
    found = simple(written["text"], unit)
    filled = {"field": found.field, "sign": found.sign, "value": found.value} if found else {}
    return {
        "number": written["id"], "text": "" if found else written["text"], **filled,
        **{name: written[name] for name in _PLAIN if name in written},
    }  # fmt: skip


def numbered(code: str, rows: list[Mapping[str, Any]]) -> list[str]:
    """The id of each row: its own where that is free and one of this programme, else the next that nobody has."""
    own = re.compile(re.escape(code) + r"\.\d{1,4}")
    found: list[str] = []
    taken = {str(each.get("number") or "") for each in rows}
    following = max((int(each.rpartition(".")[2]) for each in taken if own.fullmatch(each)), default=0)
    for each in rows:
        wanted = str(each.get("number") or "")
        if not own.fullmatch(wanted) or wanted in found:
            following += 1
            wanted = f"{code}.{following}"
        found.append(wanted)
    return found


def figure(given: Mapping[str, Any]) -> dict[str, Any]:
    """A figure as a version keeps it. Raises SelarasError parameter_nilai, klausul_angka_ribuan."""
    name, kind = str(given["name"]), Kind(given["kind"])
    parts = str(given["value"]).split(",") if kind in (Kind.NUMBERS, Kind.TEXTS) else [str(given["value"])]
    numbers = kind in (Kind.NUMBER, Kind.NUMBERS)
    found = [_number(name, each) if numbers else each.strip() for each in parts if each.strip()]
    if not found:
        raise errors.SelarasError("parameter_nilai", angka=name)
    held = {key: _written(given[key]) for key in ("basis", "assumption", "begins", "ends") if given.get(key)}
    return {"name": name, "value": found if kind in (Kind.NUMBERS, Kind.TEXTS) else found[0], **held}


def _number(name: str, text: str) -> float | int:
    text = text.strip()
    if _THOUSANDS.fullmatch(text):
        raise errors.SelarasError("klausul_angka_ribuan", angka=text, posisi=1)
    text = text.replace(",", ".")
    if not _NUMBER.fullmatch(text):
        raise errors.SelarasError("parameter_nilai", angka=name)
    return float(text) if "." in text else int(text)


def figure_row(written: Mapping[str, Any]) -> dict[str, Any]:
    """A kept figure as what the form shows."""
    value = written["value"]
    values = value if isinstance(value, list) else [value]
    texts = bool(values) and isinstance(values[0], str)
    kinds = (Kind.TEXTS, Kind.NUMBERS) if isinstance(value, list) else (Kind.TEXT, Kind.NUMBER)
    shown = {key: written.get(key, "") for key in ("name", "basis", "assumption", "begins", "ends")}
    said = ", ".join(str(each) for each in values) if len(values) != 1 or texts else _decimal(values[0])
    return {**shown, "kind": kinds[0 if texts else 1].value, "value": said}


def _decimal(number: float) -> str:
    """As it is written here, with a comma; in a list, where a comma divides, a point stays."""
    return str(number).replace(".", ",")
