"""Figures as the dashboard draws them: rows of its tables, villages of its map.

A page has more than a thousand of these figures. Their cells are made here, because a template that includes itself for
each of them costs more than everything else on the page together.
"""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from selaras.apps.discrepancies import figures, rules
from selaras.apps.discrepancies.models import Discrepancy
from selaras.apps.wilayah import queries as wilayah
from selaras.apps.wilayah import rules as regions
from selaras.engine.compare import kinds
from selaras.shell import words

_route = functools.cache(reverse)


def address(name: str, wanted: rules.Filter, **more: str) -> str:
    """A page of ours with a filter."""
    return f"{_route(name)}?{urlencode({**wanted.asked(), **more})}"


_CELLS = '<td class="num">{}</td><td class="num">{}</td><td class="num nowrap">{}{}</td>'
_VILLAGE = '<tr><th scope="row"><a href="{}">{}</a></th>' + _CELLS + "</tr>"


def _told(figure: figures.Figure) -> tuple[str, str, str]:
    """Keluarga, of how many, the share: as they are read."""
    return _numbers(figure.keluarga or 0, figure.of, figure.share, get_language())


@functools.lru_cache(maxsize=8192)
def _numbers(
    keluarga: int, of: int | None, share: float | None, _language: str | None
) -> tuple[str, str, str]:
    """A dashboard says some three hundred figures, and the next one of the same build mostly the same ones."""
    counts = [words.NOT_KNOWN if n is None else words.number(n) for n in (keluarga, of)]
    return counts[0], counts[1], words.NOT_KNOWN if share is None else words.percent(share, 1)


def _shown(figure: figures.Figure, told: tuple[str, str, str]) -> tuple[str, str, str, str]:
    """What stands in the cells: a figure that may not be told is said to be small."""
    few = format_html('<span class="soft">{}</span>', _("kurang dari 10")) if figure.keluarga is None else ""
    weak = format_html(' <span class="badge">{}</span>', _("angka lemah")) if figure.weak else ""
    return few or told[0], told[1], told[2], weak


def cells(figure: figures.Figure) -> SafeString:
    """Three cells of a table: keluarga, of how many, the share."""
    return format_html(_CELLS, *_shown(figure, _told(figure)))


def _row(figure: figures.Figure, label: str, wanted: rules.Filter) -> dict[str, Any]:
    return {
        "figure": figure,
        "label": label,
        "href": address("discrepancies:dashboard", wanted),
        "cells": cells(figure),
    }


def pair(figure: figures.Figure, wanted: rules.Filter, jenis: str = "") -> dict[str, Any]:
    """Two lists; with `jenis` those one of them holds alone."""
    a, _between, b = figure.code.partition("~")
    label = _("%(a)s, tidak di %(b)s") if jenis else _("Di dalam %(a)s") if a == b else "%(a)s – %(b)s"
    chosen = replace(wanted, jenis=jenis or wanted.jenis, a=a, b=b)
    return _row(figure, label % {"a": rules.source(a), "b": rules.source(b)}, chosen)


def kind(figure: figures.Figure, wanted: rules.Filter) -> dict[str, Any]:
    """A kind of disagreement, and what it means."""
    found = kinds.catalogue().get(figure.code)
    return {
        **_row(figure, rules.title(figure.code), replace(wanted, jenis=figure.code)),
        "message": words.said(found.message) if found else "", "review": bool(found and found.severity == "perlu_ditinjau"),
    }  # fmt: skip


def place(figure: figures.Figure, wanted: rules.Filter) -> dict[str, Any]:
    """A region below the present one."""
    chosen = replace(wanted, wilayah=figure.code)
    return _row(figure, words.region(figure.code), chosen)


def closed(row: Discrepancy) -> dict[str, Any] | None:
    """What closed a case: when it was looked at, who sent the finding in, of which campaign and edition; None: it is open."""
    if row.closure is None:
        return None
    by = row.closure.settlement
    return {
        "on": by.on, "by": by.by_name, "title": by.title, "source": rules.source(by.source), "edition": by.edition,
        "evidence": by.evidence, "keluarga": by.keluarga, "build": row.closure.build,
    }  # fmt: skip


def village_map(found: figures.Dashboard) -> dict[str, Any]:
    """What the map draws and its table says: the share of families by village. Empty where there is no map."""
    wanted = found.wanted
    drawn = wilayah.map_of(wanted.wilayah) if wanted.wilayah else None
    if drawn is None:
        return {}
    places = found.places(regions.DESA)
    ends = rules.cuts([each.share for each in places if each.share is not None])
    named = [(each, words.region(each.code), _told(each)) for each in places]
    plain = address("discrepancies:dashboard", replace(wanted, wilayah=""))
    href = f"{plain}&wilayah={{code}}".replace("?&", "?")
    few, of_all = _("kurang dari 10"), _("%(n)s dari %(of)s keluarga")
    villages = [
        {"code": each.code, "name": name, "level": rules.level(each.share, ends), "weak": each.weak,
         "text": few if None in {each.keluarga, each.of} else _said(of_all, each, told)}
        for each, name, told in named
    ]  # fmt: skip
    rows = format_html_join(
        "\n",
        _VILLAGE,
        ((href.replace("{code}", each.code), name, *_shown(each, told)) for each, name, told in named),
    )
    return {"map": drawn, "villages": villages, "village_rows": rows, "limits": _limits(ends), "href": href}


def _limits(ends: tuple[float, ...]) -> list[str]:
    starts = (0.0, *ends)[: len(ends)]
    return [
        words.percent(high)
        if words.percent(low) == words.percent(high)
        else f"{'' if not at else '> '}{words.number(low * 100)}–{words.percent(high)}"
        for at, (low, high) in enumerate(zip(starts, ends, strict=True))
    ]


def _said(of_all: str, figure: figures.Figure, told: tuple[str, str, str]) -> str:
    """What the map says of a village under the pointer."""
    share = f" ({told[2]})" if figure.share is not None else ""
    return of_all % {"n": told[0], "of": told[1]} + share
