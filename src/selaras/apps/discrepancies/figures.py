"""Sums of discrepancies for the dashboard, each beside what it is a part of."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.db.models.functions import Left

from selaras.apps.accounts import rules as access
from selaras.apps.discrepancies import queries, rules
from selaras.apps.discrepancies.models import Count, Held

SEE = access.Ability.SEE
# What is summed, in this order: cases, persons, keluarga.
Sums = Sequence[int]
SUMMED, NOTHING = ("cases", "persons", "keluarga"), (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Figure:
    """How many, and of how many keluarga. `code` is a place, a kind, or two lists "a~b". None: not to be told."""

    code: str
    cases: int | None
    persons: int | None
    keluarga: int | None
    of: int | None
    share: float | None

    @property
    def weak(self) -> bool:
        return self.of is not None and self.of < rules.WEAK


class Dashboard:
    """The sums of one build for one person, one region and one choice of kind and lists.

    Three questions to the database, however many figures are drawn from the answers.
    """

    def __init__(self, actor: access.Actor, build: int, wanted: rules.Filter) -> None:
        self.wanted = wanted
        self.public_only = not access.scopes(actor, SEE, access.FieldClass.PROGRAMME)
        scopes = access.scopes(actor, SEE)
        self._build, self._scopes = build, scopes
        self.counts = self._state(closed=wanted.closed)
        self.held = queries.inside(Held.objects.filter(build=build), wanted.wilayah, scopes)
        self._places: dict[int, tuple[dict[str, Sums], dict[str, int]]] = {}

    def _state(self, *, closed: bool) -> QuerySet[Count]:
        return queries.inside(
            Count.objects.filter(build=self._build, closed=closed), self.wanted.wilayah, self._scopes
        )

    @functools.cached_property
    def _counted(self) -> dict[tuple[str, str, str], Sums]:
        """Sums by kind and pair of lists: any kind, those one list holds alone, and every kind of the choice."""
        parts = [
            self.counts.filter(kind=""),
            self.counts.filter(kind=rules.ALONE[1]),
            self.counts.filter(pair_a=self.wanted.a, pair_b=self.wanted.b),
        ]
        # Apart and put together: each part is read from the index alone, an OR would read the table.
        first, *others = [
            part.values_list("kind", "pair_a", "pair_b").annotate(*map(Sum, SUMMED)).order_by()
            for part in parts
        ]
        return {(kind, a, b): sums for kind, a, b, *sums in first.union(*others, all=True)}

    @functools.cached_property
    def _holding(self) -> dict[tuple[str, str], int]:
        """Keluarga by pair of lists: the denominators."""
        rows = self.held.order_by().values_list("pair_a", "pair_b").annotate(Sum("keluarga"))
        return {(a, b): number for a, b, number in rows}

    def _figure(self, code: str, counted: Sums | None, of: int | None) -> Figure:
        numbers = [number or 0 for number in counted or NOTHING]
        if self.public_only:
            told = [rules.published(number) for number in numbers]
            of = rules.published(of)
            return Figure(code, told[0], told[1], told[2], of, rules.publishable(told[2], of))
        return Figure(code, numbers[0], numbers[1], numbers[2], of, rules.share(numbers[2], of))

    def total(self) -> Figure:
        """Keluarga about which lists that both hold them disagree, of all in the registry."""
        return self._figure("", self._counted.get(("", "", "")), self._holding.get(("", "")))

    def choice(self) -> Figure:
        """The same of the kind and lists that are chosen."""
        key = (self.wanted.jenis, self.wanted.a, self.wanted.b)
        return self._figure("", self._counted.get(key), self._of_choice())

    def _by_size(self, kind: str) -> list[tuple[str, str, Sums]]:
        rows = [(a, b, sums) for (each, a, b), sums in self._counted.items() if each == kind and a]
        return sorted(rows, key=lambda row: (-row[2][2], row[:2]))

    def other(self) -> Figure:
        """Of the same choice what it does not show: closed ones beside the open, open ones beside the closed."""
        wanted, rows = self.wanted, self._state(closed=not self.wanted.closed)
        rows = rows.filter(kind=wanted.jenis, pair_a=wanted.a, pair_b=wanted.b)
        counted = list(rows.aggregate(*map(Sum, SUMMED)).values())
        return self._figure("", counted, self._of_choice())

    def pairs(self) -> list[Figure]:
        """By pair of lists, of what both hold."""
        return [
            self._figure(f"{a}~{b}", sums, self._holding.get((a, b), 0)) for a, b, sums in self._by_size("")
        ]

    def alone(self) -> list[Figure]:
        """Keluarga one list holds and the other does not, of what the one holds."""
        rows = self._by_size(rules.ALONE[1])
        return [self._figure(f"{a}~{b}", sums, self._holding.get((a, a), 0)) for a, b, sums in rows]

    def kinds(self) -> list[Figure]:
        """By kind, of the two lists that are chosen or of any."""
        chosen, of = (self.wanted.a, self.wanted.b), self._of_choice()
        rows = [
            (kind, sums)
            for (kind, *pair), sums in self._counted.items()
            if kind and kind not in rules.ALONE and tuple(pair) == chosen
        ]
        return [self._figure(kind, sums, of) for kind, sums in sorted(rows, key=lambda r: (-r[1][2], r[0]))]

    def _of_choice(self) -> int:
        return self._holding.get(self._pair(), 0)

    def _pair(self) -> tuple[str, str]:
        """The denominator of the choice: lists in order, or the one list for those it holds alone."""
        a, b = self.wanted.a, self.wanted.b
        return (a, a) if self.wanted.jenis in rules.ALONE else (min(a, b), max(a, b))

    def places(self, depth: int | None = None) -> list[Figure]:
        """By the places directly below the region (depth: 2 kecamatan, 3 desa), of the choice."""
        if depth is None:
            depth = self.wanted.wilayah.count(".") + 1 if self.wanted.wilayah else 0
        sums, of = self._by_place((2, 5, 8, 13)[min(depth, 3)])
        return [self._figure(code, sums.get(code), of[code]) for code in sorted(c for c in of if c)]

    def _by_place(self, length: int) -> tuple[dict[str, Sums], dict[str, int]]:
        """Sums and denominators by the first `length` signs of the code; from finer ones where they were asked for."""
        finer = next((kept for at, kept in self._places.items() if at >= length), None)
        if finer is None:
            wanted, (a, b), place = self.wanted, self._pair(), Left("kode_desa", length)
            counts = self.counts.filter(kind=wanted.jenis, pair_a=wanted.a, pair_b=wanted.b).order_by()
            held = self.held.filter(pair_a=a, pair_b=b).order_by()
            finer = self._places[length] = (
                {code: sums for code, *sums in counts.values_list(place).annotate(*map(Sum, SUMMED))},
                dict(held.values_list(place).annotate(Sum("keluarga"))),
            )
        sums: dict[str, Sums] = {}
        for code, row in finer[0].items():
            known = sums.get((code or "")[:length], NOTHING)
            sums[(code or "")[:length]] = [one + other for one, other in zip(known, row, strict=True)]
        of: dict[str, int] = {}
        for code, number in finer[1].items():
            of[(code or "")[:length]] = of.get((code or "")[:length], 0) + number
        return sums, of

    def sources(self) -> list[tuple[str, str]]:
        """Pairs of lists that stand in this build."""
        return sorted((a, b) for kind, a, b in self._counted if not kind and a)


def expected(*, actor: access.Actor, build: int, wanted: rules.Filter) -> Figure:
    """How many cases and keluarga a filter means, from the counts: never a scan."""
    return Dashboard(actor, build, wanted).choice()
