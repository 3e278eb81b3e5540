"""Scenarios side by side, of the families somebody may see."""

from __future__ import annotations

import polars as pl
from django.db.models import F

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.allocation import Plan
from selaras.apps.programmes.queries import plans
from selaras.apps.programmes.rules import plan_compare as rules


def moved(before: Plan, after: Plan, actor: access.Actor) -> pl.DataFrame:
    """As `rules.moved`, of the families both plans let this reader see."""
    return rules.moved(recipients(before, actor), recipients(after, actor))


def recipients(found: Plan, actor: access.Actor) -> list[rules.Row]:
    """What a comparison takes of a plan: families, and what their persons get; villages are compared in the list itself."""
    rows = plans.awards(found, actor).filter(given=True).exclude(keluarga=F("kode_desa"))
    return list(rows.order_by().values_list("keluarga", "kode_desa", "desil", "value"))
