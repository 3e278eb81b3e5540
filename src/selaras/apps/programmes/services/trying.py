"""The dry run: what a draft would do to everybody in the registry, kept with the draft for who decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.audit import queries as audit
from selaras.apps.programmes.models.allocation import Applied
from selaras.apps.programmes.models.catalogue import Rule
from selaras.apps.programmes.queries import editing as queries
from selaras.apps.programmes.queries import trying
from selaras.apps.programmes.rules import components, effects, probing, words
from selaras.apps.programmes.services import editing, telling
from selaras.kernel import errors

ACTION = "aturan_coba"
# What the numbers of a dry run depend on.
_QUESTION = ("sidik", "susunan", "pada", "dibanding", "komponen")


def run(*, rule: Rule, by: access.Actor) -> Rule:
    """Asks a draft of every family and keeps the counts, never who they are.

    Raises Refused; SelarasError program_tertutup, aturan_terkunci, aturan_belum_benar, aturan_uji_habis, and as queries.trying.trial.
    """
    editing.held(rule.programme.code, by, ACTION)
    found = Rule.objects.select_for_update(of=("self",)).select_related("programme").get(pk=rule.pk)
    if found.state != words.RuleState.DRAFT:
        raise errors.SelarasError("aturan_terkunci")
    editing.sound(found)
    made = trying.trial(found)
    kept = _kept(made)
    secret = _secret(kept)
    shifted = trying.sight(found, by, secret=secret) is probing.Sight.SHIFTED
    # The same question again is answered as before and tells nothing new.
    counted = shifted and any(found.dry_run.get(name) != kept[name] for name in _QUESTION)
    if counted and _asked_enough(by):
        if kept["peka"]:
            raise errors.SelarasError(
                "aturan_uji_habis", harian=probing.RUNS_A_DAY, bulanan=probing.RUNS_A_MONTH
            )
        # Whom the rule fits is told still; only the rupiah would tell of health, and are told at the highest instead.
        kept, secret, counted = _kept(made, priced=False), False, False
    found.dry_run = kept
    found.save(update_fields=["dry_run"])
    counts = kept["semua"]
    Applied.objects.create(rule=found, build=made.snapshot.build, counts=counts)
    # Of a rule about health the trail keeps no number: who reads it may not see what the rule asks.
    told = {} if kept["peka"] else {name: counts[name] for name in ("masuk", "keluar")}
    if secret:
        told["digeser"] = counted
    telling.told(found.programme, ACTION, by, versi=found.number, susunan=made.snapshot.build, **told)
    return found


def _secret(kept: Mapping[str, Any]) -> bool:
    """Whether any number of a dry run tells of health: by the rule, or by the components its rupiah come of."""
    return bool(kept["peka"] or (kept["komponen"] and kept["komponen"]["peka"]))


def _asked_enough(by: access.Actor) -> bool:
    """Whether this person or their agency has no such question left. Counted in the trail, which nobody empties; two at once wait for
    each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 73))", [f"uji:{by.agency}"])
    now, marks = timezone.now(), {"digeser": True}
    today = audit.since(now - dt.timedelta(days=1), action=ACTION, detail=marks, user_id=by.user_id)
    month = audit.since(now - probing.MONTH, action=ACTION, detail=marks, agency=by.agency)
    return today >= probing.RUNS_A_DAY or month >= probing.RUNS_A_MONTH


def _kept(made: trying.Trial, *, priced: bool = True) -> dict[str, Any]:
    rule, counted = made.rule, effects.counts(made.tried)
    spent = made.spending if priced else None
    lines = [
        {
            "line": each.line, "cost": each.cost, "budget": each.budget, "quota": each.quota,
            "differs": made.components is not None and components.table(each.components, made.on) is not None,
        }
        for each in queries.funding(rule.programme, made.on.year)
    ]  # fmt: skip
    return {
        "sidik": editing.seal(rule), "susunan": made.snapshot.build, "pada": made.on.isoformat(),
        "dibuat": timezone.now().isoformat(), "dibanding": made.against.number if made.against else None,
        "peka": trying.sensitive([rule, made.against]), "tahun": made.on.year,
        "biaya": effects.cost(lines, counted["semua"]["sesudah"], spent.needed if spent else None),
        "komponen": _components(made) if priced else None, **counted,
    }  # fmt: skip


def _components(made: trying.Trial) -> dict[str, Any] | None:
    """What the rupiah of a benefit that differs came of; None where it does not."""
    held, spent = made.components, made.spending
    if held is None or spent is None:
        return None
    return {
        "sidik": held.digest, "peka": held.sensitive, "tertinggi": spent.highest, "perlu": spent.needed,
        "kosong": spent.nothing,
    }  # fmt: skip
