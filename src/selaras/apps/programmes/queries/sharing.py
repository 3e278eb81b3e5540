"""Reads of lists agencies brought and of agreements: each side its own, and of the other only what the agreement lets it see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import polars as pl
from django.db.models import Q, QuerySet

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.allocation import Receives
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.models.sharing import Agreement, Brought
from selaras.apps.programmes.queries import facts, rules, verdicts
from selaras.apps.programmes.rules import sharing, veil
from selaras.apps.registry.loading import sealing
from selaras.apps.registry.models import Keluarga, Number, Person

AT_ONCE = 5000
_Each = TypeVar("_Each")
PLAN, SEE = access.Ability.PLAN, access.Ability.SEE


@dataclass(frozen=True, slots=True)
class Side:
    """A family in both lists as one side knows it: by the row of its own file, or, where it may name families, by reference."""

    reference: str
    file: str
    row: int | None


def own(actor: access.Actor) -> QuerySet[Programme]:
    """Programmes of the actor's agency that are not closed, for who manages them; none for who does not."""
    if not actor.agency or not access.may(actor, PLAN):
        return Programme.objects.none()
    return Programme.objects.filter(agency=actor.agency, closed_at=None)


def others(actor: access.Actor) -> QuerySet[Programme]:
    """Programmes of other agencies, with which an agreement can be made."""
    return Programme.objects.filter(closed_at=None).exclude(agency__in=["", actor.agency])


def lists(actor: access.Actor) -> QuerySet[Brought]:
    """Lists the actor's agency brought, newest first."""
    return Brought.objects.filter(agency=actor.agency, programme__in=own(actor)).select_related("programme")


def agreements(actor: access.Actor) -> QuerySet[Agreement]:
    """Agreements of the actor's agency, asked by it or asked of it, newest first."""
    mine = own(actor)
    return Agreement.objects.filter(Q(one__in=mine) | Q(other__in=mine)).select_related("one", "other")


def waiting(actor: access.Actor, on: dt.date) -> QuerySet[Agreement]:
    """Agreements another agency asked for and the actor may still answer."""
    asked = Agreement.objects.filter(other__in=own(actor), state=sharing.State.ASKED, until__gte=on)
    return asked.exclude(asked_by=actor.user_id)


def agreement(reference: str, actor: access.Actor) -> Agreement | None:
    """One of them."""
    return agreements(actor).filter(reference=reference).first()


def sides(row: Agreement, actor: access.Actor) -> tuple[Programme, Programme]:
    """The actor's own programme, and the other's."""
    return (row.one, row.other) if row.one.agency == actor.agency else (row.other, row.one)


def recipients(programme: Programme, actor: access.Actor, on: dt.date) -> frozenset[str]:
    """References of the families that have a programme on a day according to lists, in the regions of the actor."""
    rows = Receives.objects.filter(verdicts.standing(on), programme=programme)
    found = set(rows.values_list("keluarga", flat=True))
    snapshot = facts.registry()
    here = veil.inside(snapshot.kode_desa, access.scopes(actor, SEE))
    if programme.receives in snapshot.families.columns:
        told = snapshot.families[programme.receives].fill_null(value=False)
        found |= set(snapshot.references.filter(told & here).to_list())
    return frozenset(found & set(snapshot.references.filter(here).to_list()))


def compared(row: Agreement, actor: access.Actor, on: dt.date) -> sharing.Compared | None:
    """Two lists side by side for one of the two; None unless both agreed and it is not over, and where either rule asks about health
    by now: who is in its list is told to nobody else."""
    if not sharing.holds(row.state, row.until, on) or any(
        rules.secret(each, on) for each in (row.one, row.other)
    ):
        return None
    mine, theirs = sides(row, actor)
    return sharing.compared(recipients(mine, actor, on), recipients(theirs, actor, on))


def known_by(programme: Programme, common: frozenset[str], on: dt.date) -> list[Side]:
    """The common families as the own side knows them, by file and row, then by reference."""
    rows = Receives.objects.filter(
        verdicts.standing(on), programme=programme, keluarga__in=common
    ).select_related("brought")
    at = {each.keluarga: (each.brought.file, each.row) for each in rows if each.brought is not None}
    found = [Side(each, *at.get(each, ("", None))) for each in common]
    return sorted(found, key=lambda side: (side.file, side.row or 0, side.reference))


def by_kecamatan(common: frozenset[str]) -> list[tuple[str, int]]:
    """How many of these families live in each kecamatan."""
    snapshot = facts.registry()
    table = snapshot.families.select("reference", pl.col("kode_desa").str.head(8).alias("code"))
    sums = (
        table.filter(pl.col("reference").is_in(list(common)) & pl.col("code").is_not_null())
        .group_by("code")
        .len()
    )
    return [(code, int(count)) for code, count in sums.sort("code").iter_rows()]


@dataclass(frozen=True, slots=True)
class Match:
    """A row of a list and the family it means; "" where none is known by its numbers, with its village."""

    entry: sharing.Entry
    keluarga: str = ""
    kode_desa: str | None = None


def matched(entries: Sequence[sharing.Entry]) -> list[Match]:
    """The family of each row: by NIK, else by KK where all who bear it are of one keluarga. Row security stands below: who lives where
    the actor may not look is not known."""
    texts = sorted({text for each in entries for text in (each.nik, each.kk) if text})
    numbers: dict[str, int] = {}
    for piece in _pieces(texts):
        told = dict(zip(sealing.blinds(piece), piece, strict=True))
        rows = Number.objects.filter(blind__in=list(told)).values_list("pk", "blind")
        numbers |= {told[bytes(blind)]: int(pk) for pk, blind in rows}
    known = list(numbers.values())
    by_nik, by_kk = _holders("nik", known), _holders("kk", known)
    meant = []
    for each in entries:
        found = by_nik.get(numbers.get(each.nik, 0)) or by_kk.get(numbers.get(each.kk, 0)) or set()
        meant.append(next(iter(found)) if len(found) == 1 else "")
    villages: dict[str, str | None] = {}
    for piece in _pieces(sorted({each for each in meant if each})):
        families = Keluarga.objects.filter(build_to=None, reference__in=piece)
        villages |= dict(families.values_list("reference", "kode_desa"))
    return [
        Match(entry, reference, villages[reference]) if reference in villages else Match(entry)
        for entry, reference in zip(entries, meant, strict=True)
    ]


def _pieces(found: Sequence[_Each]) -> Iterator[Sequence[_Each]]:
    for start in range(0, len(found), AT_ONCE):
        yield found[start : start + AT_ONCE]


def _holders(column: str, numbers: Sequence[int]) -> dict[int, set[str]]:
    """By number the keluarga of the persons who bear it now."""
    found: dict[int, set[str]] = {}
    for piece in _pieces(numbers):
        held = Person.objects.filter(build_to=None, **{f"{column}__in": piece}).exclude(keluarga=None)
        for number, reference in held.values_list(column, "keluarga"):
            found.setdefault(int(number), set()).add(str(reference))
    return found
