"""What is known of a family, as far as one reader may see it: the case the rules are asked about; and of all families of a build,
for what counts and lists them (queries/verdicts narrows that to one reader)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass

from selaras.apps.accounts import rules as accounts
from selaras.apps.programmes import vault
from selaras.apps.programmes.models.facts import SnapshotFile
from selaras.apps.programmes.rules import fields, veil
from selaras.apps.programmes.rules import snapshot as laid
from selaras.apps.programmes.rules.snapshot import Snapshot
from selaras.apps.registry import layout, queries
from selaras.apps.registry import rules as showing
from selaras.apps.registry.models import Keluarga, Person
from selaras.engine.eligibility.answering import Answer, Case, Origin
from selaras.kernel import errors
from selaras.pipeline import run
from selaras.shell import words


@dataclass(frozen=True)
class Facts:
    """A keluarga as a case. `living`: those of its members the case is about, in its order; `hidden`: fields this reader may not see,
    left out of the case. `receives`: field of a programme -> names of the lists that say it is received."""

    keluarga: Keluarga
    members: tuple[Person, ...]
    living: tuple[Person, ...]
    case: Case
    hidden: frozenset[str]
    receives: Mapping[str, tuple[str, ...]]

    @functools.cached_property
    def persons(self) -> list[tuple[Person, Case]]:
        """Each member as a case of their own, for rules about persons; nobody where it is not known who belongs to the keluarga."""
        around = {("keluarga", name): origin for (_, name), origin in self.case.origins.items()}
        return [
            (person, Case(own, None, self.case.own, around))
            for person, own in zip(self.living, self.case.members or (), strict=False)
        ]


def case(reference: str, actor: accounts.Actor, on: dt.date) -> Facts | None:
    """The present keluarga of this reference as `actor` may see it, ages reckoned on a day; None where it is not there or not
    theirs to see."""
    keluarga = queries.keluarga(reference, actor=actor)
    if keluarga is None:
        return None
    shown = showing.may_see_sensitive(actor, keluarga.kode_desa)
    hidden = frozenset() if shown else fields.SENSITIVE
    persons = tuple(queries.members(reference, actor=actor))
    living = [each for each in persons if each.status not in fields.AWAY]
    texts = layout.unpack(keluarga.isi, layout.KELUARGA)
    told = Case(
        _own(keluarga, texts, sensitive=shown),
        # Who sees only some of the members does not know who belongs to the keluarga.
        [_member(each, on, sensitive=showing.may_see_sensitive(actor, each.kode_desa)) for each in living]
        if len(persons) == (keluarga.listed or len(persons))
        else None,
        None,
        _origins(keluarga),
    )
    hidden |= (
        fields.SENSITIVE
        if any(not showing.may_see_sensitive(actor, p.kode_desa) for p in living)
        else frozenset()
    )
    return Facts(keluarga, persons, tuple(living), told, hidden, _receives(texts))


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


def registry(build: int | None = None) -> Snapshot:
    """All families of a build (default: the one readers see), kept in memory from then on. Nobody's names are in it, but everybody's
    answers: what leaves it for a reader goes through queries/verdicts, or is a sum.

    Raises SelarasError fakta_belum_ada where they are not laid out, program_berkas_hilang, rahasia_tidak_terbuka.
    """
    active = queries.active()
    number = build if build is not None else active.number if active else 0
    held = SnapshotFile.objects.filter(build=number).first()
    if held is not None:
        newest = active is not None and active.number == number
        return dataclasses.replace(opened(held.room), build=number, newest=newest)
    known = (
        active
        if active is not None and active.number == number
        else queries.builds().filter(pk=number).first()
    )
    if known is not None and known.keluarga:
        raise errors.SelarasError("fakta_belum_ada")
    return laid.empty()


@functools.lru_cache(maxsize=2)
def opened(room: str) -> Snapshot:
    """The tables that lie in a room of the vault, whichever build they are of; the same room is read once."""
    families, members = (laid.unpacked(vault.read(room, name)) for name in (laid.FAMILIES, laid.MEMBERS))
    return Snapshot(0, newest=False, families=families, members=members, key=room)


@functools.lru_cache(maxsize=2)
def veiled(room: str) -> Snapshot:
    """The same without what is sensitive."""
    return veil.without(opened(room))
