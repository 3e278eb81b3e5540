"""What a plan is reckoned from: rules in force, who has what already, what excludes what. Runs in the context of who plans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from selaras.apps.programmes.models.allocation import Receives
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.queries import costs, facts, plans, rules, verdicts
from selaras.apps.programmes.rules import components, fields, plan_ground
from selaras.apps.programmes.rules.plan_settings import Settings
from selaras.apps.programmes.rules.snapshot import Snapshot
from selaras.engine.eligibility import syntax
from selaras.engine.eligibility.programme import Unit
from selaras.kernel import errors


@dataclass(frozen=True)
class Material:
    """A ground, and what it came of. `rules`: code -> {rule, number, digest, sensitive}; `numbers`: code -> id of the programme."""

    ground: plan_ground.Ground
    build: int
    rules: Mapping[str, Mapping[str, Any]]
    against: Mapping[str, frozenset[str]]
    numbers: Mapping[str, int]


def current(codes: Sequence[str], on: dt.date) -> dict[str, rules.Current]:
    """The rules in force of these programmes. Raises SelarasError rencana_tanpa_aturan for one without."""
    known = rules.by_code(rules.everything(on))
    names = dict(Programme.objects.filter(code__in=codes).values_list("code", "name"))
    for code in codes:
        if code not in known:
            raise errors.SelarasError("rencana_tanpa_aturan", program=names.get(code, code))
    return {code: known[code] for code in codes}


def material(settings: Settings, region: str, on: dt.date, year: int | None = None) -> Material:
    """The ground of a plan of a year (that of the day) from the facts of the active build.

    Raises SelarasError rencana_tanpa_registri, rencana_tanpa_aturan, rencana_tanpa_layak, and as `facts.registry`.
    """
    found = facts.registry()
    if not found.families.height:
        raise errors.SelarasError("rencana_tanpa_registri")
    known = current([each.code for each in settings.shares], on)
    against = plans.against([each.programme for each in known.values()])
    asked = [plan_ground.Rule(code, each.asked, against[code]) for code, each in known.items()]
    wanted = {*known, *(code for others in against.values() for code in others)}
    ground = plan_ground.laid(found, region, asked, _holders(sorted(wanted), on), settings, on)
    tables = _tables(known, on, year or on.year)
    ground = plan_ground.costed(ground, _costs(found, tables, known, ground, on))
    if not ground.free.any() and (ground.places is None or not ground.places.fits.any()):
        raise errors.SelarasError("rencana_tanpa_layak", wilayah=plan_ground.place(region))
    told = {code: _told(each, on) for code, each in known.items()}
    for code, table in tables.items():
        told[code]["sensitive"] |= any(each.sensitive for each in table.components)
    return Material(
        ground, found.build, told, against, {code: each.programme.pk for code, each in known.items()}
    )


def _tables(known: Mapping[str, rules.Current], on: dt.date, year: int) -> dict[str, components.Table]:
    """The components of each programme about families whose share differs, by code."""
    found = {
        code: costs.table(each.programme, year, on)
        for code, each in known.items()
        if each.asked.unit is Unit.KELUARGA
    }
    return {code: table for code, table in found.items() if table is not None}


def _costs(
    found: Snapshot, tables: Mapping[str, components.Table], known: Mapping[str, rules.Current], ground: plan_ground.Ground,
    on: dt.date,
) -> dict[int, npt.NDArray[np.int64]]:  # fmt: skip
    """Whole rupiah a year by family of the ground, by number of each programme whose share differs."""
    made = {}
    for number, (code, each) in enumerate(known.items()):
        if code in tables:
            told = costs.reckoned(found, tables[code], on)
            rows = pl.DataFrame({"reference": told.references, "rupiah": told.rupiah})
            mine = pl.DataFrame({"reference": ground.reference})
            mine = mine.join(rows, on="reference", how="left", maintain_order="left")
            made[number] = mine["rupiah"].fill_null(0).to_numpy() * max(1, each.programme.cycles)
    return made


def _told(found: rules.Current, on: dt.date) -> dict[str, Any]:
    clauses = rules.ready(found.asked, on)
    asked = {name for each in clauses for _, name in syntax.names(each.node)}
    return {
        "rule": found.rule.pk, "number": found.rule.number, "digest": found.rule.digest,
        "sensitive": bool(asked & fields.SENSITIVE),
    }  # fmt: skip


def _holders(codes: Sequence[str], on: dt.date) -> list[plan_ground.Holder]:
    rows = Receives.objects.filter(verdicts.promised(on), programme__code__in=codes)
    listed: dict[str, list[str]] = {}
    for code, keluarga in rows.values_list("programme__code", "keluarga"):
        listed.setdefault(code, []).append(keluarga)
    found = Programme.objects.filter(code__in=codes).order_by("code")
    return [plan_ground.Holder(each.code, each.receives, listed.get(each.code, ())) for each in found]
