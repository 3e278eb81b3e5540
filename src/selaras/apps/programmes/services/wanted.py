"""A campaign of verval for the answers programmes wait for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from selaras.apps.accounts import rules as access
from selaras.apps.audit import services as audit
from selaras.apps.programmes.queries import wanted
from selaras.apps.verval.rules import choosing
from selaras.apps.verval.rules.words import Purpose
from selaras.apps.verval.services import campaigns

MOST = 2_000


def asks(found: wanted.Asked, most: int) -> tuple[choosing.Ask, ...]:
    """The families whose answers settle most, as verval takes them."""
    rows: Sequence[tuple[int, int, list[str]]] = (
        found.families.select("row", "settles", "fields").head(most).rows()
    )
    return tuple(
        choosing.Ask(found.references[row], settles, tuple(wanted.label(name) for name in names))
        for row, settles, names in rows
    )


def plan(*, plan: choosing.Plan, found: wanted.Asked, most: int, by: access.Actor) -> str:
    """A draft of a campaign that asks these families; returns its reference. Raises as verval's `campaigns.plan`."""
    families = asks(found, min(most, MOST))
    meant = choosing.Wanted(Purpose.ANSWERS, plan.wanted.wilayah, asks=families)
    reference = campaigns.plan(plan=replace(plan, wanted=meant), by=by)
    audit.record(
        actor=by, action="program_tanya", object_kind="kampanye", object_id=reference, region=plan.wanted.wilayah,
        detail={"keluarga": len(families), "putusan": sum(each.settles for each in families)},
    )  # fmt: skip
    return reference
