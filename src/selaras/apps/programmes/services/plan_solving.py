"""Reckoning a plan: in the background, in the name of who asked, the result in one transaction. Safe to run again."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from django.db import connection, transaction
from django.utils import timezone

from selaras.apps.accounts import queries as accounts
from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as acting
from selaras.apps.audit import services as audit
from selaras.apps.programmes.models.allocation import Award, Plan, PlanStep
from selaras.apps.programmes.queries import plan_ground as ground
from selaras.apps.programmes.queries import plans as queries
from selaras.apps.programmes.rules import plan_ground, plan_posing, plan_settings, plan_told, plans, words
from selaras.apps.registry.loading import copy
from selaras.engine.allocate import auditing, solving
from selaras.engine.allocate.solving import Proposal
from selaras.kernel import errors
from selaras.shell import trail

TASK, QUEUE, KIND = "programmes.plan", "program", "rencana"
STAGES = ("membaca registri", "menghitung", "menulis daftar")
_COLUMNS = (
    "programme_id", "keluarga", "person", "kode_desa", "desil", "given", "place", "value", "cost", "why", "overridden",
    "override_reason", "override_by",
)  # fmt: skip


def solve(plan_id: int) -> bool:
    """Reckons a plan that waits; whether it came to its end. What went wrong is written where its page shows it."""
    row = Plan.objects.filter(pk=plan_id).first()
    if (
        row is None
        or row.state != words.PlanState.DRAFT
        or row.progress.get("state") not in ("menunggu", "berjalan")
    ):
        return False
    actor = accounts.actor(row.progress.get("by", 0), purpose="perencanaan")
    if actor is None:
        say(plan_id, state="gagal", error="rencana_penyusun", params={})
        return False
    try:
        with acting.acting(actor):
            _solve(row, actor)
    except errors.SelarasError as error:
        say(plan_id, state="gagal", error=error.code, params={k: str(v) for k, v in error.params.items()})
        return False
    except trail.Refused:
        say(plan_id, state="gagal", error="rencana_penyusun", params={})
        return False
    return True


def interrupted(plan_id: int) -> None:
    """Says that reckoning was cut off and will be taken up again."""
    say(plan_id, state="menunggu", done=0)


def say(plan_id: int, **values: Any) -> None:
    """How far it is, in a transaction of its own. The table of plans is open: nobody has to act."""
    with transaction.atomic():
        row = Plan.objects.select_for_update().get(pk=plan_id)
        row.progress = {**row.progress, **values}
        row.save(update_fields=["progress"])


def _solve(row: Plan, by: access.Actor) -> None:
    if not access.may(by, access.Ability.PLAN, row.wilayah, access.FieldClass.IDENTITY):
        raise trail.Refused("rencana_hitung", KIND, row.reference)
    settings = plan_settings.of_kept(row.settings)
    settings.check(row.wilayah)
    found = ground.material(settings, row.wilayah, timezone.localdate(), row.year)
    yes, no, undone = _decided(row, found, settings)
    posed = plan_posing.pose(found.ground, settings, found.against, yes, no)
    proposal = _proposed(row.mode, posed, found.ground)
    result = plan_told.figures(found.ground, posed, proposal, settings.scaled)
    result |= {**_audited(posed, proposal), "undone": undone}
    held = Plan.objects.select_for_update().get(pk=row.pk)
    # Somebody may have given it up or asked again in the meantime; the later word counts.
    if held.state != words.PlanState.DRAFT or held.settings != row.settings:
        return
    rows = plan_told.awards(found.ground, posed, proposal)
    _write(held, found, settings, rows.with_columns(_who(found.ground, posed, rows)))
    held.build, held.rules, held.result = found.build, dict(found.rules), result
    held.progress = {
        **held.progress,
        "state": "selesai",
        "done": len(STAGES),
        "total": len(STAGES),
        "error": "",
    }
    held.save(update_fields=["build", "rules", "result", "progress"])
    digest, count = queries.digest(held)
    PlanStep.objects.create(
        plan=held, act=plans.Act.RECKONED, came_from=held.state, went_to=held.state, count=count, digest=digest,
        by=by.user_id, by_name=by.name,
    )  # fmt: skip
    audit.record(
        actor=by, action="rencana_hitung", object_kind=KIND, object_id=held.reference, region=held.wilayah,
        detail={"jatah": count, "sidik": digest, "susunan": found.build},
    )  # fmt: skip


def _proposed(mode: str, posed: plan_posing.Posed, families: plan_ground.Ground) -> Proposal:
    """The proposal of a mode. The engine's own words for places that make it impossible become names."""
    try:
        if mode == words.Mode.DECILE:
            known = families.tiers[posed.rows["family"].to_numpy()]
            return solving.propose_in_order(posed.problem, known + (known == 0) * (plan_told.DECILES + 1))
        if mode == words.Mode.EQUAL:
            return solving.propose_by_village(posed.problem)
        return solving.propose(posed.problem)
    except errors.SelarasError as error:
        raise named(error, posed, families) from None


def named(
    error: errors.SelarasError, posed: plan_posing.Posed, families: plan_ground.Ground
) -> errors.SelarasError:
    """An error of the engine, which knows villages and regions by number, in names."""
    told = dict(error.params)
    if error.code == "alokasi_lantai_mustahil":
        place = plan_ground.place(posed.villages[int(str(told.pop("desa")))])
        return errors.SelarasError("rencana_lantai_desa", desa=place, **told)
    if error.code == "alokasi_lantai_wilayah":
        code = posed.regions[int(str(told.pop("wilayah")))]
        place = plan_ground.place(code) if code else "wilayah rencana"
        return errors.SelarasError("rencana_lantai_wilayah", wilayah=place, **told)
    if error.code == "alokasi_putusan_bertentangan":
        return errors.SelarasError(
            "rencana_putusan", keluarga=families.owners[posed.rows["family"][int(str(told["baris"])) - 1]]
        )
    return error


def _audited(posed: plan_posing.Posed, proposal: Proposal) -> dict[str, Any]:
    """The bound of linear programming beside a small plan; None where it was not worked out."""
    house = plan_settings.house()
    if proposal.lacking or int(posed.problem.eligible.sum()) > house["audited_pairs"]:
        return {"linear": None}
    return {"linear": auditing.bound(posed.problem, seconds=house["audited_seconds"])}


def _decided(
    row: Plan, found: ground.Material, settings: plan_settings.Settings
) -> tuple[list[plan_posing.Decision], list[plan_posing.Decision], list[plan_posing.Decision]]:
    """What persons decided before, yes and no: it is held when the plan is reckoned again. Last: what can be held no more, because the
    family has left the region or the rule no longer fits it."""
    rows = list(
        Award.objects.filter(plan=row, overridden=True).values_list(
            "keluarga", "person", "programme__code", "given"
        )
    )
    fits = _fitting(found.ground, settings) if rows else set()
    held = [each for each in rows if each[:3] in fits]
    undone = [each[:3] for each in rows if each not in held]
    return [each[:3] for each in held if each[3]], [each[:3] for each in held if not each[3]], undone


def _fitting(families: plan_ground.Ground, settings: plan_settings.Settings) -> set[plan_posing.Decision]:
    """Whom which programme fits now."""
    found: set[plan_posing.Decision] = set()
    for number, share in enumerate(settings.shares):
        claims = families.claims.get(number)
        if families.places is not None and number in families.places.numbers:
            fits = families.places.code.filter(pl.Series(families.places.fits[:, number]))
            found |= {(code, "", share.code) for code in fits}
        elif claims is None:
            fits = families.reference.filter(pl.Series(families.fits[:, number]))
            found |= {(who, "", share.code) for who in fits}
        else:
            owners = families.reference.gather(claims["family"])
            found |= {(who, person, share.code) for who, person in zip(owners, claims["person"], strict=True)}
    return found


def _who(families: plan_ground.Ground, posed: plan_posing.Posed, rows: pl.DataFrame) -> list[pl.Series]:
    """Of each award the row of its family in the ground, and the person."""
    at = rows["family"]
    return [posed.rows["family"].gather(at).alias("home"), posed.rows["person"].gather(at).alias("person")]


def _write(row: Plan, found: ground.Material, settings: plan_settings.Settings, rows: pl.DataFrame) -> None:
    """All rows of the plan anew; reasons of what persons decided stay."""
    kept = {
        (who, person, number): (reason, by)
        for who, person, number, reason, by in Award.objects.filter(plan=row, overridden=True).values_list(
            "keluarga", "person", "programme_id", "override_reason", "override_by"
        )
    }
    Award.objects.filter(plan=row).delete()
    copy.stage(_table(found, settings, rows, kept), "tahap_rencana", _COLUMNS, Award._meta.db_table)
    named_ = ", ".join(_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO programmes_award (plan_id, {named_}) SELECT %s, {named_} FROM tahap_rencana",  # noqa: S608
            [row.pk],
        )
        cursor.execute("DROP TABLE tahap_rencana")


def _rupiah(families: plan_ground.Ground, rows: pl.DataFrame) -> pl.Series:
    """Of each award what its share costs where that differs by family; null elsewhere."""
    programme, home = rows["programme"].to_numpy(), rows["home"].to_numpy()
    found = np.full(rows.height, -1, np.int64)
    for number, costs in families.costs.items():
        here = programme == number
        found[here] = costs[home[here]]
    return pl.Series(found, dtype=pl.Int64).replace(-1, None)


def _table(
    found: ground.Material, settings: plan_settings.Settings, rows: pl.DataFrame,
    kept: dict[tuple[str, str, int], tuple[str, int | None]],
) -> pl.DataFrame:  # fmt: skip
    codes = [each.code for each in settings.shares]
    numbers = [found.numbers[code] for code in codes]
    place, programme = rows["home"], rows["programme"]
    families = found.ground
    # Villages have no official decile.
    desil = pl.Series(families.desil).extend_constant(0, len(families.owners) - families.families)
    told = rows.select(
        programme_id=pl.Series(numbers, dtype=pl.Int64).gather(programme),
        keluarga=families.owners.gather(place), person="person", kode_desa=families.homes.gather(place),
        desil=desil.gather(place).replace(0, None), given="given", place="place", value="value", cost=_rupiah(families, rows),
        why=pl.struct(
            "why", pl.col("cut").round(4), "regional", pl.col("cost").round(4),
            instead=pl.col("instead").list.eval(pl.element().replace_strict(dict(enumerate(codes)), return_dtype=pl.String)),
        ).struct.json_encode(),
    )  # fmt: skip
    pairs = list(zip(told["keluarga"], told["person"], told["programme_id"], strict=True)) if kept else []
    return told.with_columns(
        overridden=pl.Series([pair in kept for pair in pairs], dtype=pl.Boolean) if kept else pl.lit(value=False),
        override_reason=pl.Series([kept.get(pair, ("", None))[0] for pair in pairs], dtype=pl.String) if kept else pl.lit(""),
        override_by=pl.Series([kept.get(pair, ("", None))[1] for pair in pairs], dtype=pl.Int64) if kept else pl.lit(None, pl.Int64),
    )  # fmt: skip
