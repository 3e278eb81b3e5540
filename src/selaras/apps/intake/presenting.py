"""From rows to what a page says of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from selaras.apps.accounts import rules as access
from selaras.apps.intake import details, inside, queries, rules, words
from selaras.apps.intake.models import Delivery, Edition, Job
from selaras.apps.intake.services import compare
from selaras.shell import words as shell


def deliveries(found: Iterable[Delivery]) -> list[dict[str, Any]]:
    """Deliveries as lines of a list."""
    return [
        {
            "row": one,
            "state": words.STATES[one.state],
            "amber": one.state in words.AMBER,
            "edition": shell.edition(one.edition) if one.edition else "",
            "rows": one.rows_persons + one.rows_keluarga + one.rows_aggregates,
            "size": words.size(one.size),
        }
        for one in found
    ]


def fresh(one: queries.Freshness) -> dict[str, Any]:
    """How fresh a source is."""
    return {**edition(one.edition), "days": one.days, "ago": words.ago(one.days), "files": one.files}


def edition(found: Edition) -> dict[str, Any]:
    """An edition in words."""
    return {
        "row": found,
        "label": shell.edition(found.edition),
        "state": words.STATES[found.state],
        "counts": found.state == rules.EditionState.COUNTS,
        "rows": [
            (count, word)
            for part, word in words.PARTS.items()
            if (count := int(getattr(found, f"rows_{part}")))
        ],
    }


def job(found: Job | None) -> dict[str, Any]:
    """A job as the brick of the shell wants it."""
    if found is None:
        return {"state": "menunggu", "stage": words.STAGES[""]}
    note = shell.retold(found.message)
    if found.count and found.stage in ("periksa", "salinan", "simpan"):
        note = words.rows(found.count)
    return {
        "state": str(found.state),
        "stage": words.STAGES.get(found.stage, found.stage),
        "note": note,
        "next": words.NEXT.get(found.stage)
        if found.state != rules.JobState.FAILED
        else shell.retold(found.hint),
    }


def delivery(found: Delivery, actor: access.Actor) -> dict[str, Any]:
    """Everything the page of a delivery says."""
    latest = queries.job(found.pk)
    busy = latest is not None and latest.state in ("menunggu", "berjalan")
    clashing = queries.clashing(found) if found.state == rules.State.READY else []
    may_accept = access.may(actor, access.Ability.ACCEPT, found.wilayah, access.FieldClass.IDENTITY)
    mine = found.agency_id == actor.agency and access.may(actor, access.Ability.SEND, found.wilayah)
    counted = inside.findings_counts(found)
    return {
        "delivery": found,
        "title": found.title or found.name,
        "problem": {part: words.advice(shell.retold(str(said))) for part, said in found.problem.items()},
        "state": words.STATES[found.state],
        "amber": found.state in words.AMBER,
        "size": words.size(found.size),
        "edition_label": shell.edition(found.edition) if found.edition else "",
        "steps": steps(found, busy=busy),
        "job": job(latest),
        "busy": busy,
        "job_failed": latest is not None and latest.state == "gagal" and found.state != rules.State.FAILED,
        "confidence": found.confidence,
        "why": [details.said(line) for line in found.read.get("mengapa", [])],
        "drift": inside.drift(found),
        "counted": counted,
        "by_severity": inside.by_severity(counted),
        "kinds": inside.kinds(found),
        "changed_fields": [
            (words.column(name), count)
            for name, count in sorted(found.difference.get("kolom", {}).items(), key=lambda one: -one[1])[:6]
        ],
        "stale": found.state == rules.State.READY
        and not busy
        and bool(found.difference)
        and compare.stale(found),
        "clashing": clashing,
        "may_accept": may_accept and found.state == rules.State.READY and not busy,
        "may_fix": mine and found.state in rules.FIXABLE and not busy,
        "may_refuse": (mine or may_accept) and found.state in rules.OPEN | {rules.State.FAILED} and not busy,
        "may_correct": (mine or may_accept)
        and found.state in rules.OPEN
        and bool(found.edition)
        and not busy,
        "may_map": (mine or may_accept)
        and found.state in rules.OPEN
        and bool(found.read.get("lembar"))
        and not busy,
        "may_read_again": (mine or may_accept)
        and found.raw
        and found.state == rules.State.FAILED
        and not busy,
        "has_copy": "salinan" in found.files,
        "may_ask_copy": found.raw and bool(counted) and not busy,
        "successor": queries.successor(found.pk) if found.state == rules.State.REPLACED else None,
        "accepted": Edition.objects.filter(delivery=found).first(),
        "outside": found.rows_outside if found.state == rules.State.READY else 0,
    }


def steps(found: Delivery, *, busy: bool) -> list[dict[str, Any]]:
    """Where a delivery stands: brought, read, put right, decided."""
    names = words.STEPS
    place = {
        "menunggu": 1, "dibaca": 1, "gagal": 1, "perlu_pemetaan": 2, "tidak_layak": 2, "siap": 3
    }.get(found.state, 4)  # fmt: skip
    stopped = found.state in {"gagal", "ditolak", "diganti", "dibatalkan"}
    listed = []
    for number, name in enumerate(names):
        state = "done" if number < place else "next"
        if number == place:
            state = "stopped" if stopped else "now"
        if place == 4 and number == 3 and stopped:
            state = "stopped"
        listed.append({"label": name, "state": state, "href": ""})
    return listed
