"""Reads of discrepancies: sums for the dashboard, cases behind a figure, worklists."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Q, QuerySet, Sum
from django.db.models.functions import Left

from selaras.apps.accounts import rules as access
from selaras.apps.accounts.queries import within
from selaras.apps.discrepancies import rules
from selaras.apps.discrepancies.models import Count, Discrepancy, Held, Load, Padan, Worklist
from selaras.apps.registry import queries as registry
from selaras.apps.registry.models import Build, Keluarga, Person
from selaras.apps.wilayah import rules as wilayah

_Row = TypeVar("_Row", bound=Model)
SEE, IDENTITY = access.Ability.SEE, access.FieldClass.IDENTITY
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


def current() -> Build | None:
    """The active build, where its discrepancies are here."""
    build = registry.active()
    return build if build and Load.objects.filter(build=build.number).exists() else None


def _inside(found: QuerySet[_Row], code: str, scopes: Iterable[str]) -> QuerySet[_Row]:
    """Rows at or below `code`, narrowed to the regions of who asks. Row security narrows again underneath."""
    for regions in ([code] if code else [""], list(scopes)):
        if "" in regions:
            continue
        wanted = Q(pk__in=[])
        for region in regions:
            wanted |= Q(kode_desa=region) | Q(kode_desa__gte=region + ".", kode_desa__lt=region + "/")
        found = found.filter(wanted)
    return found


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
        self.held = _inside(Held.objects.filter(build=build), wanted.wilayah, scopes)
        self._places: dict[int, tuple[dict[str, Sums], dict[str, int]]] = {}

    def _state(self, *, closed: bool) -> QuerySet[Count]:
        return _inside(
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


def cases(
    *, actor: access.Actor, build: int, wanted: rules.Filter, ability: access.Ability = SEE
) -> QuerySet[Discrepancy]:
    """The cases behind a figure, as that build knew them, for those who may see identities there."""
    found = Discrepancy.objects.filter(Q(build_to=None) | Q(build_to__gt=build), build_from__lte=build)
    active = registry.active()
    if active and build == active.number:
        found = Discrepancy.objects.filter(build_to=None)  # what the indexes are made for
    found = _inside(found, wanted.wilayah, access.scopes(actor, ability, IDENTITY))
    found = found.filter(closure__isnull=not wanted.closed).select_related("closure__settlement")
    found = found.filter(kind=wanted.jenis) if wanted.jenis else found.exclude(kind__in=rules.ALONE)
    if wanted.a:
        found = found.filter(pair_a=wanted.a, pair_b=wanted.b)
    return found.order_by("id")


def about(
    actor: access.Actor, *, keluarga: str = "", person: str = "", build: int | None = None
) -> list[Discrepancy]:
    """What lists say differently about a keluarga or a person, as a build knew it (None: now); for their pages."""
    if current() is None:
        return []
    known = (
        Q(build_to=None)
        if build is None
        else Q(build_from__lte=build) & (Q(build_to=None) | Q(build_to__gt=build))
    )
    found = _inside(Discrepancy.objects.filter(known), "", access.scopes(actor, SEE, IDENTITY))
    found = found.filter(keluarga=keluarga) if keluarga else found.filter(person=person)
    return list(found.select_related("closure__settlement").order_by("kind", "id")[:200])


def families(actor: access.Actor, references: Iterable[str | None]) -> dict[str, Keluarga]:
    """Keluarga by reference, those the actor may see."""
    wanted = {each for each in references if each}
    return {row.reference: row for row in registry.visible_keluarga(actor=actor).filter(reference__in=wanted)}


def people(
    actor: access.Actor, references: Iterable[str | None], ability: access.Ability = SEE
) -> dict[str, Person]:
    """Persons by reference, those the actor may see (or take out)."""
    wanted = {each for each in references if each}
    found = registry.visible_persons(actor=actor, purpose=actor.purpose, ability=ability)
    return {row.reference: row for row in found.filter(reference__in=wanted)}


def padan_persons(*, actor: access.Actor, build: int, wanted: rules.Filter, most: int) -> QuerySet[Person]:
    """Persons to be matched by Dukcapil: those the cases are about, and the heads of keluarga they are about."""
    found = cases(actor=actor, build=build, wanted=wanted, ability=access.Ability.EXPORT)
    named = found.exclude(person=None).values("person")
    homes = found.filter(person=None).exclude(keluarga=None).values("keluarga")
    visible = registry.visible_persons(actor=actor, purpose=actor.purpose, ability=access.Ability.EXPORT)
    heads = Q(keluarga__in=homes, hubungan="kepala")
    return visible.filter(Q(reference__in=named) | heads).order_by("kode_desa", "keluarga", "reference")[
        :most
    ]


def expected(*, actor: access.Actor, build: int, wanted: rules.Filter) -> Figure:
    """How many cases and keluarga a filter means, from the counts: never a scan."""
    return Dashboard(actor, build, wanted).choice()


def _filed(found: QuerySet[_Row], actor: access.Actor) -> QuerySet[_Row]:
    return found.filter(within(access.scopes(actor, SEE, IDENTITY), "wilayah"))


def worklists(actor: access.Actor) -> QuerySet[Worklist]:
    """Worklists in the regions of the actor, newest first."""
    return _filed(Worklist.objects.all(), actor)


def worklist_families(reference: str, *, actor: access.Actor) -> QuerySet[Keluarga]:
    """The keluarga a worklist means today, those the actor may see, by village; none where it is not theirs.

    A worklist is a filter: who was put right since is no longer in it, who came to differ is. Persons the cases are about
    count by the keluarga they live in now.
    """
    row, build = worklists(actor).filter(reference=reference).first(), current()
    visible = registry.visible_keluarga(actor=actor)
    if row is None or build is None:
        return visible.none()
    found = cases(actor=actor, build=build.number, wanted=rules.kept(row.filter)).order_by()
    persons = registry.visible_persons(actor=actor, purpose=row.purpose)
    homes = persons.filter(reference__in=found.filter(keluarga=None).exclude(person=None).values("person"))
    meant = Q(reference__in=found.exclude(keluarga=None).values("keluarga")) | Q(
        reference__in=homes.values("keluarga")
    )
    return visible.filter(meant).order_by("kode_desa", "reference")


def padan_lists(actor: access.Actor) -> QuerySet[Padan]:
    """Lists that went out to Dukcapil in the regions of the actor, newest first."""
    return _filed(Padan.objects.order_by("-id"), actor)


def common_place(actor: access.Actor, build: int) -> str:
    """The deepest region that holds everything this person may see in a build; "" where that is the country."""
    found = _inside(Held.objects.filter(build=build, pair_a="", pair_b=""), "", access.scopes(actor, SEE))
    kabkota = (
        found.exclude(kode_desa=None)
        .annotate(kab=Left("kode_desa", 5))
        .values_list("kab", flat=True)
        .distinct()
    )
    return wilayah.home(tuple(sorted(set(kabkota))))
