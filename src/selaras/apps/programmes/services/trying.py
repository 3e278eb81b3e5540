"""The dry run: what a draft would do to everybody in the registry, kept with the draft for who decides."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.audit import queries as audit
from selaras.apps.programmes.models.allocation import Applied
from selaras.apps.programmes.models.catalogue import Rule
from selaras.apps.programmes.queries import editing as queries
from selaras.apps.programmes.queries import trying
from selaras.apps.programmes.rules import effects, probing, words
from selaras.apps.programmes.services import editing, telling
from selaras.kernel import errors

ACTION = "aturan_coba"
# What the numbers of a dry run depend on.
_QUESTION = ("sidik", "susunan", "pada", "dibanding")


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
    shifted = trying.sight(found, by, secret=kept["peka"]) is probing.Sight.SHIFTED
    # The same question again is answered as before and tells nothing new.
    counted = shifted and any(found.dry_run.get(name) != kept[name] for name in _QUESTION)
    if counted:
        _limit(by)
    found.dry_run = kept
    found.save(update_fields=["dry_run"])
    counts = kept["semua"]
    Applied.objects.create(rule=found, build=made.snapshot.build, counts=counts)
    # Of a rule about health the trail keeps no number: who reads it may not see what the rule asks.
    told = {"digeser": counted} if kept["peka"] else {name: counts[name] for name in ("masuk", "keluar")}
    telling.told(found.programme, ACTION, by, versi=found.number, susunan=made.snapshot.build, **told)
    return found


def _limit(by: access.Actor) -> None:
    """Raises SelarasError aturan_uji_habis where this person or their agency has asked enough. Counted in the trail, which nobody
    empties; two at once wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 73))", [f"uji:{by.agency}"])
    now, marks = timezone.now(), {"digeser": True}
    today = audit.since(now - dt.timedelta(days=1), action=ACTION, detail=marks, user_id=by.user_id)
    month = audit.since(now - probing.MONTH, action=ACTION, detail=marks, agency=by.agency)
    if today >= probing.RUNS_A_DAY or month >= probing.RUNS_A_MONTH:
        raise errors.SelarasError("aturan_uji_habis", harian=probing.RUNS_A_DAY, bulanan=probing.RUNS_A_MONTH)


def _kept(made: trying.Trial) -> dict[str, Any]:
    rule, counted = made.rule, effects.counts(made.tried)
    lines = [
        {"line": each.line, "cost": each.cost, "budget": each.budget, "quota": each.quota}
        for each in queries.funding(rule.programme, made.on.year)
    ]
    return {
        "sidik": editing.seal(rule), "susunan": made.snapshot.build, "pada": made.on.isoformat(),
        "dibuat": timezone.now().isoformat(), "dibanding": made.against.number if made.against else None,
        "peka": trying.sensitive([rule, made.against]), "tahun": made.on.year,
        "biaya": effects.cost(lines, counted["semua"]["sesudah"]), **counted,
    }  # fmt: skip
