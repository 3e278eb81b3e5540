"""Reads of discrepancies: the cases behind a figure, those about one family, worklists. `figures` has the sums."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Left

from selaras.apps.accounts import rules as access
from selaras.apps.accounts.queries import within
from selaras.apps.discrepancies import rules
from selaras.apps.discrepancies.models import Discrepancy, Held, Load, Padan, Worklist
from selaras.apps.registry import queries as registry
from selaras.apps.registry.models import Build, Keluarga, Person
from selaras.apps.wilayah import rules as wilayah

_Row = TypeVar("_Row", bound=Model)
SEE, IDENTITY = access.Ability.SEE, access.FieldClass.IDENTITY


def current() -> Build | None:
    """The active build, where its discrepancies are here."""
    build = registry.active()
    return build if build and Load.objects.filter(build=build.number).exists() else None


def inside(found: QuerySet[_Row], code: str, scopes: Iterable[str]) -> QuerySet[_Row]:
    """Rows at or below `code`, narrowed to the regions of who asks. Row security narrows again underneath."""
    for regions in ([code] if code else [""], list(scopes)):
        if "" in regions:
            continue
        wanted = Q(pk__in=[])
        for region in regions:
            wanted |= Q(kode_desa=region) | Q(kode_desa__gte=region + ".", kode_desa__lt=region + "/")
        found = found.filter(wanted)
    return found


def cases(
    *, actor: access.Actor, build: int, wanted: rules.Filter, ability: access.Ability = SEE
) -> QuerySet[Discrepancy]:
    """The cases behind a figure, as that build knew them, for those who may see identities there."""
    found = Discrepancy.objects.filter(Q(build_to=None) | Q(build_to__gt=build), build_from__lte=build)
    active = registry.active()
    if active and build == active.number:
        found = Discrepancy.objects.filter(build_to=None)  # what the indexes are made for
    found = inside(found, wanted.wilayah, access.scopes(actor, ability, IDENTITY))
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
    found = inside(Discrepancy.objects.filter(known), "", access.scopes(actor, SEE, IDENTITY))
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
    found = inside(Held.objects.filter(build=build, pair_a="", pair_b=""), "", access.scopes(actor, SEE))
    kabkota = (
        found.exclude(kode_desa=None)
        .annotate(kab=Left("kode_desa", 5))
        .values_list("kab", flat=True)
        .distinct()
    )
    return wilayah.home(tuple(sorted(set(kabkota))))
