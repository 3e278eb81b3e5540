"""What stands in a file, as its pages say it: columns, what was found, what it would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.core.paginator import Paginator
from django.urls import reverse

from selaras.apps.intake import queries, rules, words
from selaras.apps.intake.models import Delivery
from selaras.kernel import findings as catalogue
from selaras.shell import words as shell

_SHOWN_DRIFT = 12
_ORDER = {"tolak": 0, "perlu_ditinjau": 1, "info": 2}


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
