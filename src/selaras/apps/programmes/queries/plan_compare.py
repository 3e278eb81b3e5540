"""Scenarios side by side, of the families somebody may see."""

from __future__ import annotations

import polars as pl

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.allocation import Plan
from selaras.apps.programmes.queries import plans
from selaras.apps.programmes.rules import plan_compare as rules


def moved(before: Plan, after: Plan, actor: access.Actor) -> pl.DataFrame:
    """As `rules.moved`, of the families both plans let this reader see."""
    return rules.moved(_rows(before, actor), _rows(after, actor))


def _rows(found: Plan, actor: access.Actor) -> list[rules.Row]:
    rows = plans.awards(found, actor).filter(given=True)
    return list(rows.order_by().values_list("keluarga", "kode_desa", "desil", "value"))
