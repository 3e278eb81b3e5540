"""What pages of all families begin with: who asks, about which region, and what the rules say to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from selaras.apps.accounts import rules as access
from selaras.apps.discrepancies import queries as discrepancies
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.queries import rules as current
from selaras.apps.programmes.queries import verdicts
from selaras.apps.programmes.queries.rules import Current
from selaras.apps.programmes.rules import scope
from selaras.apps.wilayah import queries as wilayah
from selaras.apps.wilayah import rules as regions

SEE, IDENTITY = access.Ability.SEE, access.FieldClass.IDENTITY


@dataclass(frozen=True)
class Asked:
    """Every rule that can be asked on a day, and what it says of the families the reader may know of."""

    on: dt.date
    current: list[Current]
    seen: verdicts.Seen

    @property
    def names(self) -> Mapping[str, str]:
        """Of programmes by code."""
        return {each.code: each.programme.name for each in self.current}


def home(actor: access.Actor) -> str:
    """The region a page shows when none was chosen: the deepest that holds all that is the actor's."""
    found = regions.home(wilayah.scopes(actor))
    build = None if found else discrepancies.current()
    return discrepancies.common_place(actor, build.number) if build else found


def everything(actor: access.Actor, on: dt.date, field_class: access.FieldClass) -> Asked:
    """All programmes. With IDENTITY for who may name the families; with PROGRAMME for who may count them."""
    found = current.programmes(on)
    return Asked(on, found, verdicts.seen(actor, found, on, field_class))


def named(actor: access.Actor, on: dt.date, agency: str = "") -> Asked:
    """All programmes, for who may name families: an owner of programmes those of the own `agency`'s only."""
    return everything(scope.narrowed(actor, agency or "-"), on, IDENTITY)


def may_name(actor: access.Actor, agency: str = "") -> bool:
    """Whether there are families this actor may name in a list of a programme of `agency` ("": of any)."""
    return access.may(scope.narrowed(actor, agency or "-"), SEE, field_class=IDENTITY)


def agency_of(code: str) -> str:
    """Whose a programme is; "" where there is none of that code or nobody was named for it."""
    return Programme.objects.filter(code=code).values_list("agency", flat=True).first() or ""
