"""A person and a keluarga as a page tells them: every field with where it came from, what other rows say, why the rows
are one person, and what changed."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from selaras.apps.accounts import rules as accounts
from selaras.apps.registry import clues, layout, queries, rules
from selaras.apps.registry.models import Keluarga, Mention, Person
from selaras.pipeline import run
from selaras.shell import words as shell

_DAYS = frozenset({"tanggal_lahir", "status_date"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list. `values` as they are read; `at` says where one would look for it."""

    place: int
    source: str
    edition: str
    file: str
    sheet: str
    row: int
    part: str
    person: str
    method: str
    values: dict[str, str]

    @property
    def title(self) -> str:
        return f"{self.source} {self.edition}"

    @property
    def at(self) -> str:
        said = {"file": self.file, "sheet": self.sheet, "row": self.row}
        return _("%(file)s, lembar %(sheet)s, baris %(row)s") % said


@dataclass(frozen=True, slots=True)
class Field:
    """A merged value, the row it stands in, and what other rows say: same, or another value."""

    name: str
    label: str
    value: str
    origin: Row | None
    others: tuple[tuple[Row, str, bool], ...]

    @property
    def disputed(self) -> bool:
        return any(not same for _, _, same in self.others)


@dataclass(frozen=True, slots=True)
class Link:
    """Why two rows are one person: contributions in bits that add up to `weight`."""

    a: Row
    b: Row
    weight: float
    contributions: tuple[dict[str, object], ...]


@dataclass(slots=True)
class PersonPicture:
    """Everything a person's page shows."""

    person: Person
    rows: list[Row]
    fields: list[Field]
    programmes: list[Field]
    sensitive: list[Field]
    links: list[Link]
    unlinked: list[Row] = field(default_factory=list)
    hidden: bool = False


def rows_of(found: Sequence[Mention], *, sensitive: bool) -> list[Row]:
    """Mentions as rows one can read. Numbers are masked; sensitive values are left out unless `sensitive`."""
    sheets = queries.sheets([mention.sheet for mention in found])
    tails = queries.tails([number for mention in found for number in (mention.nik, mention.kk)])
    made = []
    for mention in found:
        of_keluarga = mention.part == "keluarga"
        names = layout.MENTION_KELUARGA if of_keluarga else layout.MENTION_PERSON
        values = layout.unpack(mention.isi, names)
        if sensitive:
            own = layout.SENSITIVE_OF_KELUARGA if of_keluarga else layout.SENSITIVE_OF_PERSON
            values |= layout.unpack(mention.sensitif, own)
        said = {name: _said(name, value) for name, value in values.items()}
        for name, number in (("nik", mention.nik), ("kk", mention.kk)):
            if number:
                said[name] = shell.masked(tails.get(number))
        sheet = sheets[mention.sheet]
        made.append(
            Row(
                mention.place, run.title(sheet.source), shell.edition(sheet.edition), sheet.file, sheet.sheet,
                mention.row, mention.part, mention.person or "", str(rules.METHODS.get(mention.method or "", "")), said,
            )
        )  # fmt: skip
    return made


def _said(name: str, value: str) -> str:
    """A packed value as a page says it: days in words. A day that is not whole stays as the list has it."""
    if name in _DAYS and _DAY.fullmatch(value):
        with contextlib.suppress(ValueError):
            return shell.long_date(dt.date.fromisoformat(value))
    return rules.said(name, value)


def of_person(person: Person, *, actor: accounts.Actor, on: dt.date | None = None) -> PersonPicture:
    """The picture of a person as known on a day."""
    build = queries.build_on(on)
    sensitive = rules.may_see_sensitive(actor, person.kode_desa)
    rows = rows_of(queries.mentions(person.reference, build), sensitive=sensitive)
    values = {name: _said(name, value) for name, value in layout.unpack(person.isi, layout.PERSON).items()}
    for name in ("nama", "jenis_kelamin", "hubungan", "status", "kode_desa", "kode_kecamatan"):
        values[name] = rules.said(name, getattr(person, name) or "")
    values["tanggal_lahir"] = shell.long_date(person.tanggal_lahir) if person.tanggal_lahir else ""
    values["nik"], values["kk"] = shell.masked(person.nik_tail), shell.masked(person.kk_tail)
    origin = layout.unpack(person.asal, layout.PERSON_ORIGIN)
    by_place = {str(row.place): row for row in rows}

    def told(name: str) -> Row | None:
        return by_place.get(origin.get(name, ""))

    shown = [
        n
        for n in ("nik", "kk", *layout.PERSON_ORIGIN)
        if n not in layout.PROGRAMMES and n not in layout.SENSITIVE_OF_PERSON
    ]
    shown = [name for name in dict.fromkeys(shown) if name not in ("kode_desa", "kode_kecamatan", "desil")]
    picture = PersonPicture(
        person, rows, _fields(shown, values, rows, told),
        _fields(layout.PROGRAMMES, values, rows, told), [], [], hidden=not sensitive,
    )  # fmt: skip
    if sensitive:
        own = layout.unpack(person.sensitif, layout.SENSITIVE_OF_PERSON)
        own = {name: rules.said(name, value) for name, value in own.items()}
        picture.sensitive = _fields(layout.SENSITIVE_OF_PERSON, own, rows, told)
    picture.links = _links(person.reference, build, rows)
    held = {row.place for link in picture.links for row in (link.a, link.b)}
    picture.unlinked = [row for row in rows if row.place not in held] if len(rows) > 1 else []
    return picture


def _fields(
    names: Sequence[str], values: dict[str, str], rows: Sequence[Row], told: Callable[[str], Row | None]
) -> list[Field]:
    made = []
    for name in names:
        origin, value = told(name), values.get(name, "")
        others = tuple(
            (row, row.values[name], row.values[name] == value)
            for row in rows
            if row is not origin and row.values.get(name)
        )
        if value or others:
            made.append(Field(name, rules.label(name), value, origin, others))
    return made


def _links(reference: str, build: int | None, rows: Sequence[Row]) -> list[Link]:
    tie = queries.tie(reference, build)
    if tie is None:
        return []
    parsed = [edge.split(",") for edge in tie.edges.split(";")]
    known = queries.patterns([int(edge[3]) for edge in parsed])
    by_place = {row.place: row for row in rows}
    return [
        Link(by_place[int(a)], by_place[int(b)], float(weight), contributions(known.get(int(key), [])))
        for a, b, weight, key in parsed
        if int(a) in by_place and int(b) in by_place
    ]


def contributions(parts: Sequence[Sequence[object]]) -> tuple[dict[str, object], ...]:
    """What was compared, what was found, bits; the strongest first."""
    made = [
        {"label": compared(str(part[0])), "level": clues.found(str(part[1])), "bits": float(str(part[2]))}
        for part in parts
    ]
    return tuple(sorted(made, key=lambda part: -abs(float(str(part["bits"])))))


def compared(comparison: str) -> str:
    """What was compared, in words."""
    name = re.sub(r"^(veto|batas):", "", comparison)
    return str(rules.LABELS.get(name) or clues.COMPARED.get(name) or "") or re.sub(
        r"\bnik\b", "NIK", name.replace("_", " ").capitalize(), flags=re.IGNORECASE
    )


@dataclass(slots=True)
class KeluargaPicture:
    """Everything a keluarga's page shows."""

    keluarga: Keluarga
    rows: list[Row]
    fields: list[Field]
    programmes: list[Field]
    sensitive: list[Field]
    members: list[Person]


def of_keluarga(keluarga: Keluarga, *, actor: accounts.Actor, on: dt.date | None = None) -> KeluargaPicture:
    """The picture of a keluarga as known on a day."""
    build = queries.build_on(on)
    sensitive = rules.may_see_sensitive(actor, keluarga.kode_desa)
    found = queries.family_mentions(keluarga.reference, build)
    rows = rows_of(found, sensitive=sensitive)
    by_key = {f"{mention.sheet}:{mention.row}": row for mention, row in zip(found, rows, strict=True)}
    origin = layout.unpack(keluarga.asal, layout.KELUARGA_ORIGIN)
    members = list(queries.members(keluarga.reference, actor=actor, on=on))
    # What no family sheet says is told by the rows of members.
    of_members = queries.rows_at(set(origin.values()) - set(by_key), [m.reference for m in members], build)
    told_by = rows_of(of_members, sensitive=False)
    by_key |= {
        f"{mention.sheet}:{mention.row}": row for mention, row in zip(of_members, told_by, strict=True)
    }
    values = {n: rules.said(n, v) for n, v in layout.unpack(keluarga.isi, layout.KELUARGA).items()}
    values["kk"] = shell.masked(keluarga.kk_tail)
    if sensitive:
        own = layout.unpack(keluarga.sensitif, layout.SENSITIVE_OF_KELUARGA)
        values |= {name: rules.said(name, value) for name, value in own.items()}

    def told(name: str) -> Row | None:
        return by_key.get(origin.get(name, ""))

    plain = [n for n in ("kk", *layout.KELUARGA) if not n.startswith("terima_")]
    members.sort(
        key=lambda person: (person.reference != keluarga.kepala, person.tanggal_lahir or dt.date.max)
    )
    return KeluargaPicture(
        keluarga, rows, _fields(plain, values, rows, told), _fields(layout.PROGRAMMES, values, rows, told),
        _fields(layout.SENSITIVE_OF_KELUARGA, values, rows, told) if sensitive else [], members,
    )  # fmt: skip
