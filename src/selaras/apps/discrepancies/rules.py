"""What the dashboard counts and what may be published of it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass

from selaras.engine.compare import kinds
from selaras.kernel import periods
from selaras.shell import words

# A keluarga or person one of two lists does not hold at all: no disagreement about a family both know, so counted apart.
ALONE = ("hanya_di_satu", "keluarga_hanya_di_satu")
SMALLEST, STEP, WEAK = 10, 5, 30
CLASSES = 5
# What a filter may show instead of what is open.
CLOSED = "ditutup"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which discrepancies are meant. Empty: any. `a`, `b`: two lists, in order of their names (a states it of ALONE).

    `status` CLOSED: those a finding of the field closed, else those that are open.
    """

    wilayah: str = ""
    jenis: str = ""
    a: str = ""
    b: str = ""
    status: str = ""

    @property
    def closed(self) -> bool:
        """Whether it means what was closed."""
        return self.status == CLOSED

    def asked(self) -> dict[str, str]:
        """What was chosen, as it stands in an address or is kept with a worklist."""
        named = {
            "wilayah": self.wilayah,
            "jenis": self.jenis,
            "a": self.a,
            "b": self.b,
            "status": self.status,
        }
        return {name: value for name, value in named.items() if value}


def chosen(given: Mapping[str, str], home: str) -> Filter:
    """The filter in an address. What is unknown chooses nothing."""
    kind = given.get("jenis", "")
    pair = (given.get("pasangan", "") or f"{given.get('a', '')}~{given.get('b', '')}").partition("~")
    a, b = (part if _plain(part) else "" for part in (pair[0], pair[2]))
    return Filter(
        wilayah=given.get("wilayah", "") or home, jenis=kind if kind in kinds.catalogue() else "",
        a=a if b else "", b=b if a else "", status=CLOSED if given.get("status") == CLOSED else "",
    )  # fmt: skip


def kept(asked: Mapping[str, str]) -> Filter:
    """The filter as it was kept with a worklist."""
    return Filter(**{name: asked.get(name, "") for name in ("wilayah", "jenis", "a", "b", "status")})


@dataclass(frozen=True, slots=True)
class Findings:
    """Findings of the field that go back: SHA-256 of their file, the list and edition they become, and of which campaign."""

    file: str
    source: str
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Settled:
    """Kinds of disagreement a finding settles about a person, or (`person` "") about the keluarga itself, and by what visit."""

    evidence: str
    keluarga: str
    kode_desa: str
    on: dt.date
    kinds: frozenset[str]
    person: str = ""


def after(edition: str, day: dt.date) -> bool:
    """Whether an edition speaks of a time that began after a day; one whose label has no date does not."""
    period = periods.from_label(edition) or periods.parse(edition)
    return period is not None and period.start > day


def _plain(name: str) -> bool:
    return 0 < len(name) <= 40 and name.replace("_", "").isalnum()


def title(kind: str) -> str:
    """What an officer calls a kind, in the language of the page; the code itself where it is no longer in the catalogue."""
    found = kinds.catalogue().get(kind)
    return words.said(found.title) if found else kind


def source(name: str) -> str:
    """A list as it is called: DTKS, P3KE, ..."""
    return name.upper() if len(name) <= 5 else name.replace("_", " ").capitalize()


def published(count: int | None) -> int | None:
    """A count anybody may read: none under 10, rounded to 5 (docs TRUST: the 10-5 rule)."""
    return None if count is None or count < SMALLEST else STEP * round(count / STEP)


def share(part: int | None, whole: int | None) -> float | None:
    """A share, where it has a meaning."""
    return None if part is None or not whole else min(part / whole, 1.0)


def publishable(part: int | None, whole: int | None) -> float | None:
    """The share of published counts: none over a small denominator."""
    return None if whole is None or whole < WEAK else share(part, whole)


def cuts(shares: list[float]) -> tuple[float, ...]:
    """Upper ends of the classes of a map: as many places in each, rounded up to whole per cents, none twice."""
    ordered = sorted(shares)
    if not ordered:
        return ()
    ends = (ordered[min(len(ordered) - 1, len(ordered) * (step + 1) // CLASSES)] for step in range(CLASSES))
    return tuple(sorted({math.ceil(round(end * 100, 6)) / 100 for end in ends}))


def level(value: float | None, ends: tuple[float, ...]) -> int:
    """Class on the map, 1 light to 5 dark: 0 where there is no figure."""
    return 0 if value is None else 1 + sum(value > end for end in ends[:-1])
