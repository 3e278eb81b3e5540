"""What a programme costs for one keluarga where its benefit differs: by components, as PKH pays. Whole rupiah. Decides; never fetches.

A component is a question about a person, an amount for each payment, and how many persons of a keluarga it counts at most. A person counts
once. Of a keluarga `Table.most` persons count at most. Who counts by which component is chosen so that the keluarga gets the most that
these bounds allow: components from the highest amount down, each taking another person as long as all that were taken before still
find one. That is the greedy rule of a transversal matroid, and no other choice gives more (Edmonds and Fulkerson 1965).
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from selaras.apps.programmes.rules import catalogue, fields
from selaras.engine.eligibility import programme as rules
from selaras.engine.eligibility.programme import Clause, Programme, Unit
from selaras.kernel import errors, rupiah

MOST_COMPONENTS, MOST_MEMBERS, MOST_EACH = 12, 30, 1_000_000_000
_CODE = re.compile(r"[a-z0-9_]{1,20}")


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a benefit. `text`: whom it is for, a clause about a person; `each`: whole rupiah a payment; `most`: persons of a
    keluarga at most. `basis`: the rule it stands on; `assumption`: what of it stands on none, "" for nothing."""

    code: str
    name: str
    text: str
    each: int
    most: int
    basis: str = ""
    assumption: str = ""
    begins: dt.date | None = None
    ends: dt.date | None = None

    @property
    def sensitive(self) -> bool:
        """Whether counting by it tells of health or disability."""
        return any(re.search(rf"\b{name}\b", self.text) for name in fields.SENSITIVE)

    @property
    def asked(self) -> Programme:
        """As the engine asks about every person."""
        return Programme(
            f"komponen.{self.code}", "1", Unit.PERSON, (Clause(self.code, self.text, self.name),)
        )


@dataclass(frozen=True, slots=True)
class Table:
    """The components of a day, the highest amount first; of a keluarga `most` persons count."""

    most: int
    components: tuple[Component, ...]

    @property
    def sensitive(self) -> bool:
        """Whether what a keluarga gets tells of health or disability."""
        return any(each.sensitive for each in self.components)

    @property
    def digest(self) -> str:
        """Of all that is asked and paid."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Part:
    """Persons of a keluarga that count by a component."""

    name: str
    members: int
    each: int
    sensitive: bool = False

    @property
    def rupiah(self) -> int:
        """Together."""
        return self.members * self.each


def table(told: Mapping[str, Any] | Sequence[Any], on: dt.date) -> Table | None:
    """The table of a line of money as it holds on a day; None where the benefit does not differ, or nothing holds that day."""
    if not isinstance(told, Mapping) or not told.get("of"):
        return None
    held = [_component(each) for each in told["of"]]
    some = [
        each
        for each in held
        if (each.begins is None or each.begins <= on) and (each.ends is None or on <= each.ends)
    ]
    some.sort(key=lambda each: (-each.each, each.code))
    return Table(int(told["most"]), tuple(some)) if some else None


def _component(each: Mapping[str, Any]) -> Component:
    return Component(
        each["code"], each["name"], each["text"], each["each"], each["most"], each.get("basis", ""),
        each.get("assumption", ""), _day(each.get("begins")), _day(each.get("ends")),
    )  # fmt: skip


def _day(text: Any) -> dt.date | None:
    return dt.date.fromisoformat(str(text)) if text else None


def checked(told: Mapping[str, Any], on: dt.date) -> Mapping[str, Any]:
    """A table that can be reckoned with. Raises SelarasError komponen_salah with the place of the first component that cannot, or
    what the engine says of its question."""
    most, some = told.get("most"), told.get("of")
    if (
        type(most) is not int
        or not 1 <= most <= MOST_MEMBERS
        or not isinstance(some, Sequence)
        or isinstance(some, str)
    ):
        raise errors.SelarasError("komponen_salah", nomor=0)
    if not 1 <= len(some) <= MOST_COMPONENTS:
        raise errors.SelarasError("komponen_salah", nomor=0)
    seen: set[tuple[str, str]] = set()
    for number, each in enumerate(some, start=1):
        if not _sound(each) or (each["code"], str(each.get("begins") or "")) in seen:
            raise errors.SelarasError("komponen_salah", nomor=number)
        seen.add((each["code"], str(each.get("begins") or "")))
        ready_clauses(_component(each), on)
    return told


def ready_clauses(component: Component, on: dt.date) -> tuple[rules.Ready, ...]:
    """The question of a component, read and checked. Raises SelarasError as `engine.eligibility.programme.ready`."""
    return tuple(rules.ready(component.asked, catalogue.SUBJECTS[Unit.PERSON], on))


def _sound(each: Any) -> bool:
    if not isinstance(each, Mapping) or not {"code", "name", "text", "each", "most"} <= set(each):
        return False
    texts = all(isinstance(each[name], str) and each[name].strip() for name in ("code", "name", "text"))
    whole = type(each["each"]) is int and 0 < each["each"] <= MOST_EACH
    counted = type(each["most"]) is int and 1 <= each["most"] <= MOST_MEMBERS
    try:
        begins, ends = _day(each.get("begins")), _day(each.get("ends"))
    except ValueError:
        return False
    ordered = begins is None or ends is None or begins <= ends
    return bool(texts and whole and counted and ordered and _CODE.fullmatch(each["code"]))


@functools.lru_cache(maxsize=1 << 16)
def counted(members: tuple[int, ...], held: Table) -> tuple[int, ...]:
    """Persons that count, by component of the table. `members`: for each person the components that fit, as bits of their places;
    the same in whatever order the persons come."""
    owner: dict[int, int] = {}
    counts = [0] * len(held.components)
    for place, component in enumerate(held.components):
        while counts[place] < component.most and len(owner) < held.most:
            if not _found(place, members, owner, set()):
                break
            counts[place] += 1
    return tuple(counts)


def _found(place: int, members: Sequence[int], owner: dict[int, int], tried: set[int]) -> bool:
    """Finds a person for another share of a component, moving persons to other components that fit them where that makes room."""
    for person, fits in enumerate(members):
        if not fits >> place & 1 or person in tried:
            continue
        tried.add(person)
        if person not in owner or _found(owner[person], members, owner, tried):
            owner[person] = place
            return True
    return False


def parts(counts: Sequence[int], held: Table) -> tuple[Part, ...]:
    """What a keluarga gets, by component; those nobody counts by are left out."""
    return tuple(
        Part(each.name, n, each.each, each.sensitive)
        for n, each in zip(counts, held.components, strict=True)
        if n
    )


def cost(members: Iterable[int], held: Table) -> int:
    """What a keluarga of these persons gets in one payment."""
    counts = counted(tuple(sorted(members)), held)
    return sum(n * each.each for n, each in zip(counts, held.components, strict=True))


def highest(held: Table) -> int:
    """The most any keluarga can get in one payment."""
    everybody = (1 << len(held.components)) - 1
    return cost([everybody] * held.most, held)


def said(some: Iterable[Part]) -> str:
    """ "2 anak SD x Rp 225.000 + 1 lansia x Rp 600.000"; "" for nothing."""
    return " + ".join(f"{each.members} {each.name} x {rupiah.Rupiah(each.each)}" for each in some)


def kept(some: Iterable[Part]) -> list[dict[str, Any]]:
    """Parts as a line keeps them."""
    return [
        {
            "name": each.name,
            "members": each.members,
            "each": each.each,
            **({"sensitive": True} if each.sensitive else {}),
        }
        for each in some
    ]


def of_kept(told: Iterable[Mapping[str, Any]]) -> tuple[Part, ...]:
    """The reverse of `kept`."""
    return tuple(
        Part(each["name"], each["members"], each["each"], bool(each.get("sensitive"))) for each in told
    )
