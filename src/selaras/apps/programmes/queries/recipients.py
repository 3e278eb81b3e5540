"""Who the lines of a list are about, as the registry knows them now and as far as the reader may see. Numbers by their last digits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.allocation import Award
from selaras.apps.programmes.models.delivery import Line
from selaras.apps.registry import layout
from selaras.apps.registry import queries as registry
from selaras.apps.registry.models import Keluarga, Person
from selaras.shell import words as shell

_MOST = 2000


@dataclass(frozen=True, slots=True)
class Who:
    """The recipient of a line: the person, the head of the keluarga, or the village by its name. `head`: the head, where the recipient is another person."""

    name: str = ""
    head: str = ""
    person: str = ""
    nik_tail: str = ""
    address: str = ""
    rt: str = ""


def of(lines: Sequence[Line] | Sequence[Award], actor: access.Actor) -> dict[int, Who]:
    """By line (or award); those the actor may not see, or who are not known any more, are left out."""
    made: dict[int, Who] = {}
    for begin in range(0, len(lines), _MOST):
        some = lines[begin : begin + _MOST]
        homes = {
            each.reference: each
            for each in registry.visible_keluarga(actor=actor).filter(
                reference__in={x.keluarga for x in some}
            )
        }
        wanted = {x.person for x in some if x.person} | {
            each.kepala for each in homes.values() if each.kepala
        }
        people = {
            each.reference: each
            for each in registry.visible_persons(actor=actor).filter(reference__in=wanted)
        }
        for line in some:
            if line.keluarga == line.kode_desa:
                made[line.pk] = Who(shell.region(line.kode_desa))
                continue
            home = homes.get(line.keluarga)
            head = people.get((home.kepala if home else "") or "")
            person = people.get(line.person) if line.person else head
            if home is not None or person is not None:
                made[line.pk] = _who(home, person, head)
    return made


def persons(lines: Sequence[Line], actor: access.Actor) -> dict[int, Person]:
    """The person of each line as the registry has them, for a list that has to carry their number."""
    known = of(lines, actor)
    wanted = {who.person for who in known.values() if who.person}
    found = {
        each.reference: each for each in registry.visible_persons(actor=actor).filter(reference__in=wanted)
    }
    return {key: found[who.person] for key, who in known.items() if who.person in found}


def _who(home: Keluarga | None, person: Person | None, head: Person | None) -> Who:
    texts = layout.unpack(person.isi, layout.PERSON) if person else {}
    own = layout.unpack(home.isi, layout.KELUARGA) if home else {}
    return Who(
        (person.nama or "") if person else "", (head.nama or "") if head and head is not person else "", person.reference if person else "",
        (person.nik_tail or "") if person else "", own.get("alamat") or texts.get("alamat", ""),
        own.get("rt") or texts.get("rt", ""),
    )  # fmt: skip
