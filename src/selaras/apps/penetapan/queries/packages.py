"""Reads of packages: which ones somebody may see, which wait for them, and what stands in one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.penetapan.models import Decree, Package, PackageItem, Proposal, Step
from selaras.apps.penetapan.rules import packages as rules
from selaras.apps.registry import queries as registry

SEE, IDENTITY = access.Ability.SEE, access.FieldClass.IDENTITY


@dataclass(frozen=True, slots=True)
class Family:
    """Who a row is about, as the registry knows them now. Numbers by their last four digits."""

    reference: str
    head: str = ""
    person: str = ""
    nik_tail: str = ""
    kk_tail: str = ""
    members: int = 0
    desil: int | None = None
    desil_source: str = ""
    desil_edition: str = ""


def visible(actor: access.Actor) -> QuerySet[Package]:
    """Packages of places whose families `actor` may see."""
    return Package.objects.filter(people.within(access.scopes(actor, SEE, IDENTITY)))


def package(reference: str, actor: access.Actor) -> Package | None:
    """One package by reference."""
    return visible(actor).filter(reference=reference).first()


def steps(found: Package) -> list[Step]:
    """Everything that was done with a package, oldest first."""
    return list(Step.objects.filter(package=found))


def moves(told: Iterable[Step]) -> list[rules.Made]:
    """The steps of the way among them."""
    known = set(rules.Act)
    return [
        rules.Made(step.act, step.came_from, step.went_to, step.by, step.digest)
        for step in told
        if step.act in known
    ]


def authors(found: Package, told: Iterable[Step]) -> set[int]:
    """Who made or changed what stands in it."""
    known = set(rules.Act)
    return {found.made_by, *(step.by for step in told if step.act not in known)}


def items(found: Package) -> list[PackageItem]:
    """Its rows, in the order in which they were put in."""
    return list(PackageItem.objects.select_related("appeal").filter(package=found))


def rows(told: Iterable[PackageItem]) -> list[rules.Row]:
    """Rows as they are signed."""
    return [
        rules.Row(
            item.pk,
            item.keluarga or (f"usul:{item.appeal.reference}" if item.appeal else ""),
            item.outcome,
            item.reason,
            item.returned,
        )
        for item in told
    ]


def waiting(actor: access.Actor) -> list[Package]:
    """Packages whose next signature is this person's, oldest first."""
    found = []
    for each in visible(actor).exclude(state=rules.State.SK).order_by("id"):
        if not rules.turn_of(actor, rules.State(each.state), each.kode_desa):
            continue
        told = steps(each)
        if not rules.obstacle(actor.user_id, authors=authors(each, told), steps=moves(told)):
            found.append(each)
    return found


def families(references: Iterable[str], actor: access.Actor) -> dict[str, Family]:
    """The keluarga of these references that `actor` may see, with their heads."""
    wanted = {reference for reference in references if reference}
    keluarga = {k.reference: k for k in registry.visible_keluarga(actor=actor).filter(reference__in=wanted)}
    members: dict[str, list[tuple[str, str, str, str]]] = {}
    people = registry.visible_persons(actor=actor).filter(keluarga__in=wanted).order_by("tanggal_lahir")
    for person in people:
        told = (person.reference, person.nama or "", person.nik_tail or "", person.hubungan or "")
        members.setdefault(person.keluarga or "", []).append(told)
    found = {}
    for reference, each in keluarga.items():
        people_of = members.get(reference, [])
        head = next((p for p in people_of if p[0] == each.kepala), None)
        head = head or next((p for p in people_of if p[3] == "kepala"), people_of[0] if people_of else None)
        found[reference] = Family(
            reference, head[1] if head else "", head[0] if head else "", head[2] if head else "",
            each.kk_tail or "", len(people_of), each.desil, each.desil_source or "", each.desil_edition or "",
        )  # fmt: skip
    return found


def villages(references: Iterable[str], actor: access.Actor) -> dict[str, str]:
    """Where these keluarga live, of those `actor` may see."""
    found = registry.visible_keluarga(actor=actor).filter(reference__in=list(references))
    return {reference: code or "" for reference, code in found.values_list("reference", "kode_desa")}


def decree(found: Package) -> Decree | None:
    """The SK of a package."""
    return Decree.objects.filter(package=found).first()


def proposals(found: Package) -> list[Proposal]:
    """Files that left for SIKS-NG or DTSEN, newest first."""
    return list(Proposal.objects.filter(package=found))


def open_package(campaign: str, kode_desa: str) -> Package | None:
    """The package of a campaign and village that is still on its way."""
    found = Package.objects.filter(campaign=campaign, kode_desa=kode_desa)
    return found.exclude(state=rules.State.SK).first()
