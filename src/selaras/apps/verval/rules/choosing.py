"""Which families a campaign is about: what was chosen, as it is kept with the campaign."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from selaras.apps.verval.rules.words import Purpose
from selaras.kernel import errors

MOST_REFERENCES = 5000
LEAST_SHARE, MOST_SHARE = 0.05, 0.10
_REFERENCE = re.compile(r"\bK[0-9A-Z]{12}\b")


@dataclass(frozen=True, slots=True)
class Ask:
    """What is to be asked of one keluarga, and how many decisions that settles."""

    keluarga: str
    settles: int
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A choice of families in a region.

    `cut`: the border of the grey zone lies above this decile. `worklist`: reference of a list kept in discrepancies; or `jenis`,
    `a`, `b` as its filter has them. `references`: keluarga by reference. `checks`, `share`, `seed`: of a back-check. `asks`: of each
    keluarga how many decisions of programmes its answers would settle, and the labels of what is to be asked.
    """

    purpose: str
    wilayah: str
    cut: int = 4
    worklist: str = ""
    jenis: str = ""
    a: str = ""
    b: str = ""
    references: tuple[str, ...] = ()
    checks: str = ""
    share: float = 0.08
    seed: str = ""
    asks: tuple[Ask, ...] = ()

    def kept(self) -> dict[str, Any]:
        """As it is kept with a campaign: what was not chosen is left out."""
        plain = dataclasses.asdict(self)
        defaults = {f.name: f.default for f in dataclasses.fields(self)}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in plain.items()
            if value != defaults[name]
        }


def from_kept(kept: Mapping[str, Any]) -> Wanted:
    """The choice as it was kept."""
    known = {f.name for f in dataclasses.fields(Wanted)}
    given = {name: value for name, value in kept.items() if name in known}
    given["references"] = tuple(given.get("references", ()))
    given["asks"] = tuple(
        Ask(each["keluarga"], each["settles"], tuple(each["labels"])) for each in given.get("asks", ())
    )
    return Wanted(**given)


def references_in(text: str) -> tuple[str, ...]:
    """The references of keluarga in a text, each once, in their order. Raises SelarasError verval_terlalu_banyak."""
    found = tuple(dict.fromkeys(_REFERENCE.findall(text.upper())))
    if len(found) > MOST_REFERENCES:
        raise errors.SelarasError("verval_terlalu_banyak", jumlah=MOST_REFERENCES)
    return found


@dataclass(frozen=True, slots=True)
class Plan:
    """A campaign as it is wanted. `per_day`: families an officer visits a day; `day_rate`: rupiah for an officer's day."""

    title: str
    wanted: Wanted
    begins: dt.date
    ends: dt.date
    per_day: int = 8
    officers: int = 5
    day_rate: int = 150_000

    def check(self) -> None:
        """Raises SelarasError where the plan cannot be meant: verval_isian_kurang, verval_waktu_salah, verval_angka_salah."""
        if not self.title.strip() or self.wanted.purpose not in set(Purpose):
            raise errors.SelarasError("verval_isian_kurang")
        if self.ends < self.begins or (self.ends - self.begins).days > 366:
            raise errors.SelarasError("verval_waktu_salah")
        sizes = (1 <= self.per_day <= 60, 1 <= self.officers <= 2000, 0 <= self.day_rate <= 5_000_000)
        deciles = 1 <= self.wanted.cut <= 9
        shares = LEAST_SHARE <= self.wanted.share <= MOST_SHARE
        if not (all(sizes) and deciles and shares):
            raise errors.SelarasError("verval_angka_salah")


def sample(visited: Iterable[tuple[str, int]], share: float, seed: str, wanted_least: int = 1) -> list[str]:
    """A back-check sample: of each officer's visits the same share, at least one, drawn by a published seed.

    `visited`: (reference of the target, officer). Anybody who knows the seed draws the same: visits are ordered by the SHA-256
    of seed and reference, and the first of them are taken.
    """
    by_officer: dict[int, list[str]] = {}
    for reference, officer in visited:
        by_officer.setdefault(officer, []).append(reference)
    drawn: list[str] = []
    for officer in sorted(by_officer):
        lots = sorted(set(by_officer[officer]), key=lambda each: (_lot(seed, each), each))
        drawn += lots[: max(wanted_least, round(len(lots) * share))]
    return sorted(drawn)


def _lot(seed: str, reference: str) -> str:
    return hashlib.sha256(f"{seed}|{reference}".encode()).hexdigest()


def grey(values: Sequence[str | None], cut: int) -> bool:
    """Whether two lists stand on both sides of the border above decile `cut`."""
    known = [int(value) for value in values if value and value.isdigit()]
    return bool(known) and min(known) <= cut < max(known)
