"""How versions of rules are told on pages: what is wrong at which row, what a version changes, what its dry run said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from selaras.apps.accounts import rules as accounts
from selaras.apps.programmes import editing_forms, showing
from selaras.apps.programmes.queries import catalogue, editing, facts
from selaras.apps.programmes.queries import rules as asking
from selaras.apps.programmes.queries import trying as trials
from selaras.apps.programmes.rules import catalogue as written
from selaras.apps.programmes.rules import differing, doubting, effects, judging, probing
from selaras.apps.programmes.rules import editing as rows_of
from selaras.apps.programmes.services import editing as services
from selaras.apps.registry import queries as registry
from selaras.engine.eligibility import answering
from selaras.engine.eligibility import programme as engine
from selaras.engine.eligibility.fields import Kind
from selaras.shell import words

WHICH = {
    "masuk": later("Keluarga yang masuk"), "keluar": later("Keluarga yang keluar"),
    "belum_tahu": later("Keluarga yang belum diketahui"), "sesudah": later("Keluarga yang layak menurut versi ini"),
}  # fmt: skip
STATES = {**showing.STATES, "akan_berlaku": later("terbit, belum mulai")}
PARTS = {
    "sentence": later("kalimat"), "text": later("syarat"), "missing": later("bila belum ada jawaban"),
    "basis": later("dasar hukum"), "assumption": later("asumsi"), "begins": later("berlaku sejak"),
    "ends": later("berlaku sampai"), "value": later("nilai"),
}  # fmt: skip
HOW = {
    differing.How.NEW: later("ditambah"), differing.How.GONE: later("dihapus"), differing.How.CHANGED: later("diubah"),
}  # fmt: skip


def said(
    table: editing_forms.Table,
    rows: Mapping[str, Sequence[doubting.Said]],
    whole: Sequence[doubting.Said],
    *,
    valid: bool,
) -> dict[str, Any]:
    """Sentences for each row of the table by its prefix, each with whether it keeps the rule from being proposed, and its hint."""
    told: dict[str, list[dict[str, Any]]] = {}
    for form in (*table.clauses.forms, *table.figures.forms):
        at = str(form.prefix)
        told[at] = [{"text": each, "heavy": True} for each in form.troubles]
        told[at] += [{"text": _sentence(each), "heavy": each.heavy} for each in rows.get(at, ())]
    heavy = sum(each["heavy"] for found in told.values() for each in found) + sum(
        each.heavy for each in whole
    )
    return {
        "rows": [{"at": at, "said": found, "hint": _hint(table, at)} for at, found in told.items()],
        "by": told, "hints": {at: _hint(table, at) for at in told},
        "whole": [_sentence(each) for each in whole], "count": heavy, "sound": valid and not heavy,
    }  # fmt: skip


def _sentence(each: doubting.Said) -> str:
    told = words.error(each.error)
    return (
        _("Sejak %(day)s: %(told)s") % {"day": words.long_date(each.day), "told": told} if each.day else told
    )


def _hint(table: editing_forms.Table, at: str) -> str:
    """What the field of a row can be."""
    form = next((each for each in table.clauses.forms if each.prefix == at), None)
    field = rows_of.known(str(form["field"].value() or ""), table.unit) if form is not None else None
    if field is None:
        return ""
    if field.kind is Kind.TRUTH:
        return _("Jawaban: ya atau tidak.")
    if field.choices:
        return _("Jawaban yang dikenal: %(words)s.") % {"words": ", ".join(field.choices)}
    if field.low is not None and field.high is not None:
        return _("Angka dari %(low)s sampai %(high)s.") % {"low": int(field.low), "high": int(field.high)}
    return ""


def version_line(rule: Any, current: Any, today: dt.date) -> dict[str, Any]:
    """A version in the list of all."""
    return {
        "rule": rule,
        "state": STATES[editing.standing(rule, current.pk if current else None, today).code],
    }


def version_page(rule: Any, actor: accounts.Actor) -> dict[str, Any]:
    """Everything the page of a version shows."""
    today = timezone.localdate()
    current = catalogue.current(today).get(rule.programme_id)
    writes, decides = editing.may_write(actor, rule.programme), editing.may_decide(actor, rule.programme)
    draft, proposed = rule.state == "rancangan", rule.state == "diajukan"
    own = actor.user_id in rule.authors
    names = accounts.may(actor, accounts.Ability.SEE, None, accounts.FieldClass.IDENTITY)
    before = editing.before(rule)
    active = registry.active() if rule.dry_run else None
    return {
        "state": STATES[editing.standing(rule, current.pk if current else None, today).code],
        "version": showing.version(rule), "before": before, "after": editing.after(rule) if rule.state == "berlaku" else None,
        "changes": changes(before, rule) if before else [], "draft": draft, "proposed": proposed,
        "may_edit": draft and writes, "may_begin": writes and not draft and not proposed and editing.open_rule(rule.programme) is None,
        "may_decide": proposed and decides and not own, "own": proposed and decides and own,
        "seal": services.seal(rule), "tried": services.tried(rule), "past": rule.valid_from < today,
        "stale": bool(active and rule.dry_run.get("susunan") != active.number) and (draft or proposed),
        "trial": trial(rule, actor) if rule.dry_run else None, "events": _events(rule),
        "steps": _steps(rule), "sees_names": names, "lists": names and rule.programme.unit != engine.Unit.DESA,
    }  # fmt: skip


def _steps(rule: Any) -> list[dict[str, Any]]:
    """Where a version stands: written, tried, proposed, decided."""
    at = {"rancangan": 1 if services.tried(rule) else 0, "diajukan": 3}.get(rule.state, 4)
    if rule.state == "rancangan" and services.tried(rule):
        at = 2
    labels = [_("Tulis"), _("Uji coba"), _("Ajukan"), _("Diputuskan orang lain")]
    return [
        {"label": label, "state": "done" if n < at else "now" if n == at else "next"}
        for n, label in enumerate(labels)
    ]


def changes(old: Any, new: Any) -> list[dict[str, Any]]:
    """Clause by clause what differs, old and new in words."""
    found = differing.changes((old.clauses, old.figures), (new.clauses, new.figures))
    told = [
        {
            "how": HOW[each.how], "name": f"p.{each.name}" if each.figure else (each.new or each.old).get("sentence") or each.name,
            "figure": each.figure,
            "parts": [
                {"name": PARTS[part], "old": _part(each.old, part), "new": _part(each.new, part)}
                for part in (each.parts or _telling(each))
            ],
        }
        for each in found
    ]  # fmt: skip
    if old.valid_from != new.valid_from:
        days = {"old": words.long_date(old.valid_from), "new": words.long_date(new.valid_from)}
        told.append(
            {
                "how": HOW[differing.How.CHANGED],
                "name": _("Mulai berlaku"),
                "figure": False,
                "parts": [{"name": "", **days}],
            }
        )
    return told


def _telling(each: differing.Change) -> tuple[str, ...]:
    return ("value", "basis", "assumption") if each.figure else ("text", "missing", "basis", "assumption")


def _part(each: Mapping[str, Any], part: str) -> str:
    found = each.get(part)
    if not each:
        return ""
    if part == "missing":
        return str(showing.MISSING[found or "tanya"])
    if part in ("begins", "ends"):
        return words.long_date(dt.date.fromisoformat(str(found))) if found else _("tanpa batas")
    if part == "value":
        return showing.figure_value(found)
    return str(found or "–")


def trial(rule: Any, actor: accounts.Actor) -> dict[str, Any]:
    """A dry run as its page tells it: the whole as `rules/probing` lets this reader have it, places where the numbers are theirs."""
    kept = {name: value for name, value in rule.dry_run.items() if name != "semua"}
    seen = trials.sight(rule, actor, secret=kept["peka"])
    total = trials.told(rule, seen)
    whole = seen is probing.Sight.EXACT
    scopes = probing.scopes(actor, secret=kept["peka"])
    persons, of_villages = "orang" in kept, rule.programme.unit == engine.Unit.DESA
    shifted = seen is probing.Sight.SHIFTED
    # Money is by person; of numbers that count keluarga none can be made.
    told = [] if persons and shifted else effects.cost(kept["biaya"], total["sesudah"])
    priced = _priced(rule, actor, total["sesudah"]) if kept.get("komponen") else {}
    lines = kept["biaya"] if whole else told
    return {
        **kept, "on": dt.date.fromisoformat(kept["pada"]), "made": dt.datetime.fromisoformat(kept["dibuat"]),
        "kecamatan": _places(kept["kecamatan"], scopes), "desa": _places(kept["desa"], scopes),
        "desil": [_row(each) for each in kept["desil"]] if whole else [], "within": 3 * trials.scale(kept),
        "total": total, "whole": whole, "lines": lines, "tahun": str(kept["tahun"]), "capacity": _capacity(lines),
        "persons": persons, "unit": _("desa") if of_villages else _("orang") if persons and not shifted else _("keluarga"), "asked_unit": _("desa") if of_villages else _("keluarga"),
        "families": kept["semua_keluarga"] if persons and whole else None, "unpriced": persons and shifted and bool(kept["biaya"]),
        "at_highest": any(each.get("differs") for each in kept["biaya"]) and not kept.get("komponen"), **priced,
    }  # fmt: skip


def _priced(rule: Any, actor: accounts.Actor, eligible: int) -> dict[str, Any]:
    """The money of a benefit that differs by components, as this reader may have it; never more than all at the highest."""
    told, seen = rule.dry_run["komponen"], trials.priced(rule, actor)
    needed = min(trials.needed(rule, seen), eligible * told["tertinggi"])
    lines = effects.cost(rule.dry_run["biaya"], eligible, needed)
    return {
        "lines": lines, "capacity": _capacity(lines), "differs": True,
        "uncounted": told["kosong"] if seen is probing.Sight.EXACT else None,
        "money_within": 3 * probing.SCALE_PRICED * told["tertinggi"] if seen is probing.Sight.SHIFTED else None,
    }  # fmt: skip


def _places(rows: Sequence[Sequence[Any]], scopes: Sequence[str]) -> list[dict[str, Any]]:
    return [_row(each) for each in rows if any(accounts.inside(each[0] or None, scope) for scope in scopes)]


def _row(each: Sequence[Any]) -> dict[str, Any]:
    return {"code": each[0], "numbers": list(each[1:])}


def _capacity(lines: Sequence[Mapping[str, Any]]) -> int | None:
    """How many all lines of money serve together; None where one has no end or there is none."""
    if not lines or any(each["enough"] is None for each in lines):
        return None
    return sum(int(each["enough"]) for each in lines)


def judged(rule: Any, known: facts.Facts) -> dict[str, Any]:
    """A version asked of one family: the outcome, and of every clause what was found, what is asked for, from where and when; of a
    programme about persons the same of every member, by name."""
    asked = asking.as_asked(rule.programme, rule)
    if asked.unit is engine.Unit.DESA:
        return _of_village(asked, known, trials.day(rule))
    clauses, subject = asking.ready(asked, trials.day(rule)), written.SUBJECTS[asked.unit]
    if not subject.person:
        found = judging.judge(clauses, known.case, known.hidden, subject)
        return {**_outcome(found), "parts": [{**_outcome(found), "name": ""}]}
    told = [(person, judging.judge(clauses, case, known.hidden, subject)) for person, case in known.persons]
    best = judging.best([each for _, each in told])
    parts = [{**_outcome(each), "name": person.nama or person.reference} for person, each in told]
    return {**_outcome(best), "parts": parts or [{**_outcome(best), "name": ""}]}


def _of_village(asked: engine.Programme, known: facts.Facts, on: dt.date) -> dict[str, Any]:
    """A rule about villages asked of the one the family lives in."""
    subject, code = written.SUBJECTS[asked.unit], known.keluarga.kode_desa
    table = facts.registry().villages
    told = table.filter(table["kode_desa"] == code).to_dicts()
    found = judging.judge(
        asking.ready(asked, on), answering.Case(told[0] if told else {}), frozenset(), subject
    )
    return {**_outcome(found), "parts": [{**_outcome(found), "name": words.region(code)}]}


def _outcome(found: judging.Judged) -> dict[str, Any]:
    marks = {True: "layak", False: "tidak_layak", None: "belum_tahu"}
    return {
        "verdict": found.outcome.value.replace(" ", "_"), "hidden": found.hidden,
        "rows": [
            {
                "reason": each, "mark": marks[each.holds],
                "values": [
                    {"label": label, "value": value, "origin": origin}
                    for (label, value), origin in zip(each.found, each.origins or ("",) * len(each.found), strict=True)
                ],
            }
            for each in found.reasons
        ],
    }  # fmt: skip


def _events(rule: Any) -> list[dict[str, Any]]:
    """What happened with a version, newest first."""
    found = []
    if rule.decided_at:
        told = _("Dikembalikan oleh %(name)s") if rule.state == "ditolak" else _("Diterbitkan oleh %(name)s")
        found.append(
            {"date": rule.decided_at, "title": told % {"name": rule.decided_by_name}, "text": rule.reason}
        )
    made = _("Disusun oleh %(name)s") % {"name": rule.made_by_name or "–"}
    return [*found, {"date": rule.made_at, "title": made, "text": rule.note}]
