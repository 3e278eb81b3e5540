"""What is known of a family, as far as one reader may see it: the case the rules are asked about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from selaras.apps.accounts import rules as accounts
from selaras.apps.programmes.rules import fields
from selaras.apps.registry import layout, queries
from selaras.apps.registry import rules as registry
from selaras.apps.registry.models import Keluarga, Person
from selaras.engine.eligibility.answering import Answer, Case, Origin
from selaras.pipeline import run
from selaras.shell import words


@dataclass(frozen=True)
class Facts:
    """A keluarga as a case. `hidden`: fields this reader may not see, left out of the case. `receives`: field of a programme ->
    names of the lists that say it is received."""

    keluarga: Keluarga
    members: tuple[Person, ...]
    case: Case
    hidden: frozenset[str]
    receives: Mapping[str, tuple[str, ...]]


def case(reference: str, actor: accounts.Actor, on: dt.date) -> Facts | None:
    """The present keluarga of this reference as `actor` may see it, ages reckoned on a day; None where it is not there or not
    theirs to see."""
    keluarga = queries.keluarga(reference, actor=actor)
    if keluarga is None:
        return None
    shown = registry.may_see_sensitive(actor, keluarga.kode_desa)
    hidden = frozenset() if shown else fields.SENSITIVE
    persons = tuple(queries.members(reference, actor=actor))
    living = [each for each in persons if each.status not in fields.AWAY]
    texts = layout.unpack(keluarga.isi, layout.KELUARGA)
    told = Case(
        _own(keluarga, texts, sensitive=shown),
        # Who sees only some of the members does not know who belongs to the keluarga.
        [_member(each, on, sensitive=registry.may_see_sensitive(actor, each.kode_desa)) for each in living]
        if len(persons) == (keluarga.listed or len(persons))
        else None,
        None,
        _origins(keluarga),
    )
    hidden |= (
        fields.SENSITIVE
        if any(not registry.may_see_sensitive(actor, p.kode_desa) for p in living)
        else frozenset()
    )
    return Facts(keluarga, persons, told, hidden, _receives(texts))


def _own(keluarga: Keluarga, texts: Mapping[str, str], *, sensitive: bool) -> dict[str, Answer]:
    if sensitive:
        texts = {**texts, **layout.unpack(keluarga.sensitif, layout.SENSITIVE_OF_KELUARGA)}
    found = fields.values(fields.CATALOGUE.keluarga, texts)
    return {
        **found, **fields.of_place(keluarga.kode_desa), "desil": keluarga.desil, "hadir": keluarga.present,
    }  # fmt: skip


def _member(person: Person, on: dt.date, *, sensitive: bool) -> dict[str, Answer]:
    texts = dict(layout.unpack(person.isi, layout.PERSON))
    texts |= {name: getattr(person, name) or "" for name in ("jenis_kelamin", "hubungan")}
    if sensitive:
        texts |= layout.unpack(person.sensitif, layout.SENSITIVE_OF_PERSON)
    found = fields.values(fields.CATALOGUE.anggota, texts)
    return {**found, "umur": fields.age(person.tanggal_lahir, on)}


def _origins(keluarga: Keluarga) -> dict[tuple[str, str], Origin]:
    """List and edition of each value. `asal` names a sheet and a row of it."""
    kept = layout.unpack(keluarga.asal, layout.KELUARGA_ORIGIN)
    at = {name: int(place.split(":")[0]) for name, place in kept.items() if place.split(":")[0].isdigit()}
    sheets = queries.sheets(list(at.values()))
    found = {
        ("", name): Origin(f"{run.title(sheets[sheet].source)} {words.edition(sheets[sheet].edition)}")
        for name, sheet in at.items()
        if sheet in sheets
    }
    if keluarga.desil_source:
        edition = words.edition(keluarga.desil_edition or "")
        found["", "desil"] = Origin(f"{run.title(keluarga.desil_source)} {edition}".strip())
    return found


def _receives(texts: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(run.title(each) for each in texts.get(f"{name}__sources", "").split(",") if each)
        for name in layout.PROGRAMMES
        if texts.get(name) == "1"
    }
