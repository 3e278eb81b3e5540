"""From rows to what a page says of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.core.paginator import Paginator
from django.urls import reverse

from selaras.apps.accounts import rules as access
from selaras.apps.intake import details, queries, rules, words
from selaras.apps.intake.models import Delivery, Edition, Job
from selaras.apps.intake.services import compare
from selaras.kernel import findings as catalogue
from selaras.shell import words as shell

_SHOWN_DRIFT = 12
_ORDER = {"tolak": 0, "perlu_ditinjau": 1, "info": 2}


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
    counted = findings_counts(found)
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
        "drift": drift(found),
        "counted": counted,
        "by_severity": by_severity(counted),
        "kinds": kinds(found),
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


def drift(found: Delivery) -> dict[str, Any]:
    """What sets the columns apart from those the profile knows, by kind."""
    listed = found.read.get("pergeseran", [])
    told: dict[str, list[str]] = {}
    for one in listed:
        header, expected = one.get("header"), one.get("expected")
        letter = f" ({one['letter']})" if one.get("letter") else ""
        text = {
            "berganti_nama": f"{expected} → {header}{letter}",
            "hilang": f"{expected}",
            "tanpa_judul": str(one.get("letter")),
        }.get(one["kind"], f"{header}{letter}")
        told.setdefault(one["kind"], []).append(text)
    return {
        "count": len(listed),
        "kinds": [
            (
                words.DRIFT[kind],
                list(dict.fromkeys(texts))[:_SHOWN_DRIFT],
                max(0, len(set(texts)) - _SHOWN_DRIFT),
            )
            for kind, texts in told.items()
        ],
    }


def findings_counts(found: Delivery) -> list[dict[str, Any]]:
    """What was found, by kind, gravest and most frequent first."""
    told = []
    for one in found.read.get("temuan", []):
        kind = catalogue.kind(one["code"])
        told.append(
            {
                "code": one["code"], "severity": one["severity"], "n": one["n"], "message": shell.said(kind.message),
                "hint": shell.said(kind.hint), "word": words.SEVERITIES[one["severity"]],
            }
        )  # fmt: skip
    return sorted(told, key=lambda one: (_ORDER[one["severity"]], -one["n"], one["code"]))


def by_severity(counted: list[dict[str, Any]]) -> list[tuple[str, Any, int]]:
    """Sums by severity, gravest first."""
    return [
        (severity, word, total)
        for severity, word in words.SEVERITIES.items()
        if (total := sum(one["n"] for one in counted if one["severity"] == severity))
    ]


def kinds(found: Delivery) -> list[dict[str, Any]]:
    """The difference to the edition before, by kind."""
    counts = found.difference.get("jumlah", {})
    address = reverse("intake:differences", args=[found.pk])
    return [
        {"kind": kind, "word": word, "meaning": meaning, "n": counts[kind], "href": f"{address}?jenis={kind}"}
        for kind, (word, meaning) in words.KINDS.items()
        if kind in counts and (counts[kind] or kind != "kembar")
    ]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of the findings is asked for; empty means all."""

    code: str
    severity: str


def findings(found: Delivery, chosen: Chosen, page: str | None, per_page: int) -> dict[str, Any]:
    """A page of findings, gravest first."""
    frame = queries.findings(found)
    if chosen.code:
        frame = frame.filter(pl.col("code") == chosen.code)
    if chosen.severity:
        frame = frame.filter(pl.col("severity") == chosen.severity)
    rank = pl.col("severity").replace_strict(_ORDER, return_dtype=pl.Int8)
    frame = frame.with_columns(rank.alias("_rank")).sort("_rank", "sheet", "row", maintain_order=True)
    shown = Paginator(range(frame.height), per_page).get_page(page)
    part = frame.slice(max(shown.start_index() - 1, 0), per_page)
    counted = findings_counts(found)
    return {
        "page": shown,
        "rows": [
            {**row, "kind": catalogue.kind(row["code"]), **words.finding(row)}
            for row in part.iter_rows(named=True)
        ],
        "chosen": chosen,
        "counted": counted,
        "severities": words.SEVERITIES.items(),
        "address": f"?kode={chosen.code}&tingkat={chosen.severity}",
        "total": frame.height,
    }


def differences(found: Delivery, kind: str, page: str | None, per_page: int) -> dict[str, Any]:
    """A page of what the file would change."""
    frame = queries.differences(found)
    if frame is None:
        frame = pl.DataFrame(schema={"jenis": pl.String})
    if kind in words.KINDS:
        frame = frame.filter(pl.col("jenis") == kind)
    shown = Paginator(range(frame.height), per_page).get_page(page)
    part = frame.slice(max(shown.start_index() - 1, 0), per_page)
    rows = [{**row, "word": words.KINDS[row["jenis"]][0]} for row in part.iter_rows(named=True)]
    return {
        "page": shown, "rows": rows, "chosen": kind if kind in words.KINDS else "", "kinds": kinds(found),
        "address": f"?jenis={kind if kind in words.KINDS else ''}", "with": found.difference.get("dengan", ""),
    }  # fmt: skip


def preview(found: Delivery) -> dict[str, Any]:
    """The first rows, masked."""
    sample = found.read.get("contoh", {})
    return {
        "what": words.PARTS.get(sample.get("isi", ""), ""),
        "columns": [name.replace("_", " ") for name in sample.get("kolom", [])],
        "rows": sample.get("baris", []),
    }


def layout(found: Delivery, sheet: str) -> dict[str, Any] | None:
    """The columns of one sheet, each with what it probably is."""
    sheets = found.read.get("lembar", [])
    if not sheets or found.state not in rules.OPEN | {rules.State.FAILED}:
        return None
    chosen = next((one for one in sheets if one["lembar"] == sheet), sheets[0])
    known = found.read.get("kenal", {})
    earlier = found.mapping.columns if found.mapping else {}
    headers = {header: field for field, header in earlier.items()}
    initial: dict[str, str] = {
        "title": found.mapping.title if found.mapping else found.title,
        "source": found.source if found.source not in ("", "lokal") else "",
        "rows": found.mapping.rows if found.mapping else "orang",
    }
    taken: set[str] = set()
    for number, column in enumerate(chosen["kolom"]):
        guess = (
            headers.get(column["judul"])
            or known.get(f"{chosen['lembar']}|{column['huruf']}")
            or column["saran"]
        )
        if guess not in taken:
            initial[f"kolom_{number}"] = guess
            taken.add(guess)
    return {
        "sheet": chosen["lembar"], "sheets": [one["lembar"] for one in sheets], "sidik": chosen["sidik"],
        "columns": chosen["kolom"], "headers": [column["judul"] for column in chosen["kolom"]], "initial": initial,
        "rows": chosen["baris"],
    }  # fmt: skip
