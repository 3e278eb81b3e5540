"""Reads of discrepancies: sums for the dashboard, cases behind a figure, worklists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet, Sum
from django.db.models.functions import Left

from selaras.apps.accounts import rules as access
from selaras.apps.discrepancies import rules
from selaras.apps.discrepancies.models import Count, Discrepancy, Held, Load, Padan, Worklist
from selaras.apps.registry import queries as registry
from selaras.apps.registry.models import Build, Keluarga, Person
from selaras.apps.wilayah import rules as wilayah

_Row = TypeVar("_Row", bound=Model)
SEE, IDENTITY = access.Ability.SEE, access.FieldClass.IDENTITY


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
    """The sums of one build for one person, one region and one choice of kind and lists."""

    def __init__(self, actor: access.Actor, build: int, wanted: rules.Filter) -> None:
        self.wanted = wanted
        self.public_only = not access.scopes(actor, SEE, access.FieldClass.PROGRAMME)
        scopes = access.scopes(actor, SEE)
        self.counts = _inside(Count.objects.filter(build=build), wanted.wilayah, scopes)
        self.held = _inside(Held.objects.filter(build=build), wanted.wilayah, scopes)

    def _figure(self, code: str, counted: dict[str, Any], of: int | None) -> Figure:
        numbers = [counted.get(name, 0) or 0 for name in ("cases", "persons", "keluarga")]
        if self.public_only:
            told = [rules.published(number) for number in numbers]
            of = rules.published(of)
            return Figure(code, told[0], told[1], told[2], of, rules.publishable(told[2], of))
        return Figure(code, numbers[0], numbers[1], numbers[2], of, rules.share(numbers[2], of))

    def _held(self, *, pairs: bool) -> dict[str, int]:
        found = self.held if pairs else self.held.filter(pair_a="", pair_b="")
        rows = found.values("pair_a", "pair_b").annotate(n=Sum("keluarga"))
        return {f"{row['pair_a']}~{row['pair_b']}": row["n"] for row in rows}

    def _sum(self, found: QuerySet[Count], *by: str) -> list[dict[str, Any]]:
        sums = {name: Sum(name) for name in ("cases", "persons", "keluarga")}
        return list(found.values(*by).annotate(**sums).order_by("-keluarga", *by))

    def total(self) -> Figure:
        """Keluarga about which lists that both hold them disagree, of all in the registry."""
        found = self.counts.filter(kind="", pair_a="", pair_b="")
        counted = found.aggregate(cases=Sum("cases"), persons=Sum("persons"), keluarga=Sum("keluarga"))
        return self._figure("", counted, self._held(pairs=False).get("~"))

    def pairs(self) -> list[Figure]:
        """By pair of lists, of what both hold."""
        held = self._held(pairs=True)
        rows = self._sum(self.counts.filter(kind="").exclude(pair_a=""), "pair_a", "pair_b")
        return [
            self._figure(code, row, held.get(code, 0))
            for row in rows
            if (code := f"{row['pair_a']}~{row['pair_b']}")
        ]

    def alone(self) -> list[Figure]:
        """Keluarga one list holds and the other does not, of what the one holds."""
        held = self._held(pairs=True)
        rows = self._sum(self.counts.filter(kind=rules.ALONE[1]).exclude(pair_a=""), "pair_a", "pair_b")
        return [
            self._figure(
                f"{row['pair_a']}~{row['pair_b']}", row, held.get(f"{row['pair_a']}~{row['pair_a']}", 0)
            )
            for row in rows
        ]

    def kinds(self) -> list[Figure]:
        """By kind, of the two lists that are chosen or of any."""
        found = self.counts.exclude(kind="").filter(pair_a=self.wanted.a, pair_b=self.wanted.b)
        of = self._of_choice("")
        return [
            self._figure(str(row["kind"]), row, of)
            for row in self._sum(found, "kind")
            if row["kind"] not in rules.ALONE
        ]

    def _of_choice(self, place: str) -> int:
        found = _inside(self.held, place, ("",)).filter(pair_a=self._pair()[0], pair_b=self._pair()[1])
        return found.aggregate(n=Sum("keluarga"))["n"] or 0

    def _pair(self) -> tuple[str, str]:
        """The denominator of the choice: lists in order, or the one list for those it holds alone."""
        a, b = self.wanted.a, self.wanted.b
        return (a, a) if self.wanted.jenis in rules.ALONE else (min(a, b), max(a, b))

    def places(self, depth: int | None = None) -> list[Figure]:
        """By the places directly below the region (depth: 2 kecamatan, 3 desa), of the choice."""
        if depth is None:
            depth = self.wanted.wilayah.count(".") + 1 if self.wanted.wilayah else 0
        length = (2, 5, 8, 13)[min(depth, 3)]
        found = self.counts.filter(kind=self.wanted.jenis, pair_a=self.wanted.a, pair_b=self.wanted.b)
        place = Left("kode_desa", length)
        held = self.held.filter(pair_a=self._pair()[0], pair_b=self._pair()[1])
        of = {row["place"]: row["n"] for row in held.values(place=place).annotate(n=Sum("keluarga"))}
        sums = {row["place"]: row for row in self._sum(found.annotate(place=place), "place")}
        return [self._figure(code, sums.get(code, {}), of[code]) for code in sorted(c for c in of if c)]

    def sources(self) -> list[tuple[str, str]]:
        """Pairs of lists that stand in this build."""
        rows = self.counts.filter(kind="").exclude(pair_a="").values_list("pair_a", "pair_b").distinct()
        return sorted(rows)


def cases(
    *, actor: access.Actor, build: int, wanted: rules.Filter, ability: access.Ability = SEE
) -> QuerySet[Discrepancy]:
    """The cases behind a figure, as that build knew them, for those who may see identities there."""
    found = Discrepancy.objects.filter(Q(build_to=None) | Q(build_to__gt=build), build_from__lte=build)
    active = registry.active()
    if active and build == active.number:
        found = Discrepancy.objects.filter(build_to=None)  # what the indexes are made for
    found = _inside(found, wanted.wilayah, access.scopes(actor, ability, IDENTITY))
    found = found.filter(kind=wanted.jenis) if wanted.jenis else found.exclude(kind__in=rules.ALONE)
    if wanted.a:
        found = found.filter(pair_a=wanted.a, pair_b=wanted.b)
    return found.order_by("id")


def about(actor: access.Actor, *, keluarga: str = "", person: str = "") -> list[Discrepancy]:
    """What lists say differently about a keluarga or a person; for their pages."""
    if current() is None:
        return []
    found = _inside(Discrepancy.objects.filter(build_to=None), "", access.scopes(actor, SEE, IDENTITY))
    found = found.filter(keluarga=keluarga) if keluarga else found.filter(person=person)
    return list(found.order_by("kind", "id")[:200])


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
    found = Dashboard(actor, build, wanted)
    rows = found.counts.filter(kind=wanted.jenis, pair_a=wanted.a, pair_b=wanted.b)
    counted = rows.aggregate(cases=Sum("cases"), persons=Sum("persons"), keluarga=Sum("keluarga"))
    return found._figure("", counted, found._of_choice(""))


def _filed(found: QuerySet[_Row], actor: access.Actor) -> QuerySet[_Row]:
    regions = access.scopes(actor, SEE, IDENTITY)
    wanted = Q(pk__in=[])
    for region in regions:
        wanted |= Q(wilayah=region) | Q(wilayah__startswith=region + ".")
    return found if "" in regions else found.filter(wanted)


def worklists(actor: access.Actor) -> QuerySet[Worklist]:
    """Worklists in the regions of the actor, newest first."""
    return _filed(Worklist.objects.all(), actor)


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
