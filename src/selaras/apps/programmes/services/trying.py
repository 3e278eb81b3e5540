"""The dry run: what a draft would do to everybody in the registry, kept with the draft for who decides."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.allocation import Applied
from selaras.apps.programmes.models.catalogue import Rule
from selaras.apps.programmes.queries import editing as queries
from selaras.apps.programmes.queries import trying
from selaras.apps.programmes.rules import doubting, effects, words
from selaras.apps.programmes.services import editing, telling
from selaras.kernel import errors


def run(*, rule: Rule, by: access.Actor) -> Rule:
    """Asks a draft of every family and keeps the counts, never who they are.

    Raises Refused; SelarasError program_tertutup, aturan_terkunci, aturan_belum_benar, and as queries.trying.trial.
    """
    editing.held(rule.programme.code, by, "aturan_coba")
    found = Rule.objects.select_for_update(of=("self",)).select_related("programme").get(pk=rule.pk)
    if found.state != words.RuleState.DRAFT:
        raise errors.SelarasError("aturan_terkunci")
    if not doubting.check(found.programme.code, found.clauses, found.figures, found.valid_from).sound:
        raise errors.SelarasError("aturan_belum_benar")
    made = trying.trial(found)
    found.dry_run = _kept(made)
    found.save(update_fields=["dry_run"])
    counts = found.dry_run["semua"]
    Applied.objects.create(rule=found, build=made.snapshot.build, counts=counts)
    # Of a rule about health the trail keeps no number: who reads it may not see what the rule asks.
    told = {} if found.dry_run["peka"] else {name: counts[name] for name in ("masuk", "keluar")}
    telling.told(found.programme, "aturan_coba", by, versi=found.number, susunan=made.snapshot.build, **told)
    return found


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
