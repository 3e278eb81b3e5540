"""The matrix as it is drawn: rows of its tables, villages of its map. Cells are made here, as in discrepancies/drawing.py: a template
that includes itself for a thousand villages costs more than all else on the page."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.apps.discrepancies import rules as published
from selaras.apps.programmes.queries.families import Row
from selaras.apps.programmes.queries.matrix import Line, Matrix
from selaras.apps.programmes.rules import family as telling
from selaras.apps.programmes.rules import matrix as rules
from selaras.apps.wilayah import queries as wilayah
from selaras.apps.wilayah import rules as regions
from selaras.engine.eligibility.answering import Outcome
from selaras.shell import words

_route = functools.cache(reverse)
_CELLS = '<td class="num">{}</td><td class="num">{}</td><td class="num nowrap">{}{}</td>'
_VILLAGE = '<tr><th scope="row"><a href="{}">{}</a></th>' + _CELLS + "</tr>"
VIEWS = {
    rules.View.GAP: gettext_lazy("layak, tetapi belum terjangkau"),
    rules.View.OVERLAP: gettext_lazy("dilayani lebih dari satu instansi"),
    rules.View.CONFLICT: gettext_lazy("menerima dua program yang tidak boleh bersama"),
    rules.View.MISPLACED: gettext_lazy("menerima, padahal tidak layak menurut aturan"),
}
HOW = {
    rules.View.GAP: gettext_lazy(
        "Layak menurut aturan sekurangnya satu program, dan tidak ada daftar yang menyebut keluarga ini menerima apa pun."
    ),
    rules.View.OVERLAP: gettext_lazy(
        "Menurut daftar-daftar, keluarga ini menerima program dari dua pemilik atau lebih. Itu belum tentu salah."
    ),
    rules.View.CONFLICT: gettext_lazy(
        "Menurut daftar-daftar, keluarga ini menerima dua program yang aturannya saling meniadakan."
    ),
    rules.View.MISPLACED: gettext_lazy(
        "Menurut daftar, keluarga ini menerima program, sedangkan datanya sekarang tidak memenuhi syaratnya. Periksa datanya lebih dulu."
    ),
}
VERDICTS = {
    rules.Verdict.LAYAK: gettext_lazy("layak"),
    rules.Verdict.BELUM_TAHU: gettext_lazy("belum tahu"),
    rules.Verdict.TIDAK_LAYAK: gettext_lazy("tidak layak"),
}
UNREACHED = gettext_lazy("layak, belum menerima")


def address(name: str, wanted: rules.Filter, **more: str) -> str:
    """A page of the matrix with a filter."""
    return f"{_route(name)}?{urlencode({**wanted.asked(), **more})}"


def families_of(code: str, wanted: rules.Wanted, **more: str) -> str:
    """The families of one programme with a filter."""
    return f"{reverse('programmes:families', kwargs={'code': code})}?{urlencode({**wanted.asked(), **more})}"


def shown(count: int | None, *, rounded: bool) -> int | None:
    """A count as this reader may have it: who may name nobody gets none under ten, and others rounded to five."""
    return published.published(count) if rounded else count


def family(row: Row, code: str, *, listed: bool) -> dict[str, Any]:
    """A family in the list of a programme: what its rule says, and whether lists say it has it (None: no list tells). Of one about persons
    the members it fits and those not known; who they are whom it does not fit only where it fits nobody."""
    outcome = row.said[code].outcome
    members = [
        (person.nama or person.reference, said)
        for person, said in row.members.get(code, ())
        if outcome is said.outcome or said.outcome is not Outcome.TIDAK_LAYAK
    ]
    return {
        "row": row, "said": row.said[code], "verdict": row.said[code].outcome.value.replace(" ", "_"),
        "has": code in row.has if listed else None, "reasons": () if code in row.members else telling.shown(row.said[code]),
        "groups": telling.groups(members),
    }  # fmt: skip


def _few(count: int | None, told: int | None) -> str | SafeString:
    if count is None:
        return words.NOT_KNOWN
    return (
        words.number(told)
        if told is not None
        else format_html('<span class="soft">{}</span>', _("kurang dari 10"))
    )


def cell(count: int | None, href: str, *, rounded: bool) -> SafeString:
    """A number in a table, with the families behind it where they may be named."""
    said = _few(count, shown(count, rounded=rounded))
    linked = format_html('<a href="{}">{}</a>', href, said) if href and count else said
    return format_html('<td class="num">{}</td>', linked)


def line(one: Line, wanted: rules.Filter, *, rounded: bool, named: bool) -> dict[str, Any]:
    """A programme in the table of the matrix."""
    code, region = one.current.code, wanted.wilayah
    parts = (
        (one.layak, rules.Wanted(region, rules.Verdict.LAYAK)),
        (one.belum_tahu, rules.Wanted(region, rules.Verdict.BELUM_TAHU)),
        (one.has, rules.Wanted(region, menerima="ya")),
        (one.gap, rules.Wanted(region, rules.Verdict.LAYAK, "tidak")),
        (one.misplaced, rules.Wanted(region, rules.Verdict.TIDAK_LAYAK, "ya")),
    )
    cells = format_html_join(
        "",
        "{}",
        ((cell(count, families_of(code, each) if named else "", rounded=rounded),) for count, each in parts),
    )
    return {"programme": one.current.programme, "cells": cells}


def place(code: str, figures: tuple[int, int], wanted: rules.Filter, *, rounded: bool) -> tuple[Any, ...]:
    """Address, name, cells of a place."""
    marked, of = figures
    return (
        address("programmes:matrix", replace(wanted, wilayah=code)),
        words.region(code),
        *_told(marked, of, rounded=rounded),
    )


def _told(marked: int, of: int, *, rounded: bool) -> tuple[Any, Any, str, str | SafeString]:
    part, whole = shown(marked, rounded=rounded), shown(of, rounded=rounded)
    share = published.publishable(part, whole) if rounded else published.share(part, whole)
    weak = format_html(' <span class="badge">{}</span>', _("angka lemah")) if of < published.WEAK else ""
    return (
        _few(marked, part),
        _few(of, whole),
        words.NOT_KNOWN if share is None else words.percent(share, 1),
        weak,
    )


def places(found: Mapping[str, tuple[int, int]], wanted: rules.Filter, *, rounded: bool) -> SafeString:
    """Rows of a table of places."""
    return format_html_join(
        "\n", _VILLAGE, (place(code, figures, wanted, rounded=rounded) for code, figures in found.items())
    )


def village_map(found: Matrix, marks: Any, *, rounded: bool) -> dict[str, Any]:
    """What the map draws and its table says: the share of families in this view by village. Empty where there is no map."""
    wanted = found.wanted
    drawn = wilayah.map_of(wanted.wilayah) if wanted.wilayah else None
    if drawn is None:
        return {}
    figures = found.places(marks, regions.DESA)
    shares = {code: _share(*each, rounded=rounded) for code, each in figures.items()}
    ends = published.cuts([each for each in shares.values() if each is not None])
    of_all, few = _("%(n)s dari %(of)s keluarga"), _("kurang dari 10")
    villages = []
    for code, (marked, of) in figures.items():
        part, whole = shown(marked, rounded=rounded), shown(of, rounded=rounded)
        text = (
            few
            if part is None or whole is None
            else of_all % {"n": words.number(part), "of": words.number(whole)}
        )
        villages.append({
            "code": code, "name": words.region(code), "level": published.level(shares[code], ends),
            "weak": of < published.WEAK, "text": text,
        })  # fmt: skip
    plain = address("programmes:matrix", replace(wanted, wilayah=""))
    return {
        "map": drawn, "villages": villages, "village_rows": places(figures, wanted, rounded=rounded),
        "limits": _limits(ends), "href": f"{plain}&wilayah={{code}}",
    }  # fmt: skip


def _share(marked: int, of: int, *, rounded: bool) -> float | None:
    part, whole = shown(marked, rounded=rounded), shown(of, rounded=rounded)
    return published.publishable(part, whole) if rounded else published.share(part, whole)


def _limits(ends: tuple[float, ...]) -> list[str]:
    starts = (0.0, *ends)[: len(ends)]
    return [
        f"{'' if not at else '> '}{words.number(low * 100)}–{words.percent(high)}"
        for at, (low, high) in enumerate(zip(starts, ends, strict=True))
    ]
