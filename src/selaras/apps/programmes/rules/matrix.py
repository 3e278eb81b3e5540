"""Families and programmes side by side: who has two things, who is eligible and has nothing, who has what excludes one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from selaras.kernel import angka

Yes = npt.NDArray[np.bool_]
MOST_DECILE = 10


class View(StrEnum):
    """What of the matrix is looked at."""

    GAP = "belum_terjangkau"
    OVERLAP = "tumpang_tindih"
    CONFLICT = "berbenturan"
    MISPLACED = "tidak_sesuai"


class Verdict(StrEnum):
    """Outcomes as they stand in addresses, in the order of verdicts.LAYAK, BELUM_TAHU, TIDAK_LAYAK."""

    LAYAK = "layak"
    BELUM_TAHU = "belum_tahu"
    TIDAK_LAYAK = "tidak_layak"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which families of the matrix are meant. Empty: any."""

    wilayah: str = ""
    tampil: str = View.GAP
    program: str = ""

    def asked(self) -> dict[str, str]:
        """What was chosen, as it stands in an address."""
        named = {"wilayah": self.wilayah, "tampil": self.tampil, "program": self.program}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which families of one programme are meant. `menerima`: "ya" or "tidak", "" for both."""

    wilayah: str = ""
    hasil: str = ""
    menerima: str = ""
    desil: int = 0

    def asked(self) -> dict[str, str]:
        """What was chosen, as it stands in an address."""
        named = {
            "wilayah": self.wilayah,
            "hasil": self.hasil,
            "menerima": self.menerima,
            "desil": str(self.desil or ""),
        }
        return {name: value for name, value in named.items() if value}


def chosen(given: Mapping[str, str], home: str, codes: Sequence[str]) -> Filter:
    """The filter in an address. What is unknown chooses nothing."""
    view, programme = given.get("tampil", ""), given.get("program", "")
    return Filter(
        given.get("wilayah", "") or home,
        view if view in set(View) else View.GAP,
        programme if programme in codes else "",
    )


def wanted(given: Mapping[str, str], home: str) -> Wanted:
    """The same of the list of one programme."""
    verdict, receives, decile = (given.get(name, "") for name in ("hasil", "menerima", "desil"))
    number = angka.whole(decile, 2) or 0
    return Wanted(
        given.get("wilayah", "") or home, verdict if verdict in set(Verdict) else "",
        receives if receives in ("ya", "tidak") else "", number if 1 <= number <= MOST_DECILE else 0,
    )  # fmt: skip


def anything(has: Mapping[str, Yes | None], rows: int) -> Yes:
    """Who has anything at all."""
    found = np.zeros(rows, np.bool_)
    for each in has.values():
        if each is not None:
            found |= each
    return found


def owners(has: Mapping[str, Yes | None], owner: Mapping[str, str], rows: int) -> npt.NDArray[np.uint8]:
    """From how many owners each has something. `owner`: by code of a programme who answers for it."""
    by_owner: dict[str, Yes] = {}
    for code, each in has.items():
        if each is not None:
            before = by_owner.get(owner[code])
            by_owner[owner[code]] = each if before is None else before | each
    found = np.zeros(rows, np.uint8)
    for held in by_owner.values():
        found += held
    return found


def overlap(has: Mapping[str, Yes | None], owner: Mapping[str, str], rows: int, code: str = "") -> Yes:
    """Who has something from two owners or more; with `code` one of them being this programme's."""
    several: Yes = owners(has, owner, rows) > 1
    if not code:
        return several
    mine = has.get(code)
    return several & mine if mine is not None else np.zeros(rows, np.bool_)


def conflict(
    has: Mapping[str, Yes | None], pairs: Sequence[tuple[str, str]], rows: int, code: str = ""
) -> Yes:
    """Who has both of two programmes that exclude each other; with `code` one of them being this programme."""
    found = np.zeros(rows, np.bool_)
    for one, other in pairs:
        first, second = has.get(one), has.get(other)
        if first is not None and second is not None and (not code or code in (one, other)):
            found |= first & second
    return found
