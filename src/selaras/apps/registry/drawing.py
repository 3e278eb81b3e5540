"""Rows of a list of persons. Made here and not by a template: a page has fifty of them, and a search has to be quick."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from selaras.shell import words

_ROW = (
    '<tr><th scope="row"><a href="{}">{}</a></th><td>{}</td><td>{}</td><td>{}</td><td>{}</td>'
    '<td class="num">{}</td><td><span class="nik">{}</span></td></tr>'
)
_CHOICE = '<option value="{}"{}>{}</option>'
_DEEPEST = 3  # dots in the code of a village; no page lists the people of a larger region
# Arguments as the routes take them; the place of another one in the address is where these stand.
_PERSON, _VILLAGE = "P" + 12 * "0", "00.00.00.0000"


@functools.cache
def _address(route: str, sample: str) -> str:
    """The address of a route with `{}` for its argument: letters, digits and dots need no quoting."""
    return reverse(route, args=[sample]).replace(sample, "{}")


def persons(found: Iterable[Any], on: dt.date | None) -> SafeString:
    """Name, sex, birth, relation, village, official decile, masked NIK; with links that keep the day that was asked for."""
    query = f"?per={on.isoformat()}" if on else ""
    person = _address("registry:person", _PERSON) + query
    village = _address("registry:village", _VILLAGE) + query
    unknown = _("belum tahu")

    @functools.cache
    def lives(code: str | None) -> str:
        if not code:
            return unknown
        if code.count(".") != _DEEPEST:
            return words.region(code)
        return format_html('<a href="{}">{}</a>', village.format(code), words.region(code))

    rows = (
        (
            person.format(row.reference), row.nama or words.NOT_KNOWN, row.jenis_kelamin or words.NOT_KNOWN,
            words.long_date(row.tanggal_lahir) if row.tanggal_lahir else words.NOT_KNOWN, row.hubungan or words.NOT_KNOWN,
            lives(row.kode_desa), words.NOT_KNOWN if row.desil is None else row.desil,
            words.masked(row.nik_tail) or words.NOT_KNOWN,
        )
        for row in found
    )  # fmt: skip
    return format_html_join("\n", _ROW, rows)


def regions(offered: Iterable[tuple[str, str]], chosen: str) -> SafeString:
    """Regions to choose from by name, the chosen one marked; hundreds of them, so not by a template either."""
    known = dict(offered)
    if chosen:
        known.setdefault(chosen, words.region(chosen))
    return _choices(tuple(known.items()), chosen)


@functools.lru_cache(maxsize=64)
def _choices(named: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    """Every page of a search draws the same ones again: a sixth of what its list costs."""
    selected = SafeString(" selected")
    return format_html_join(
        "", _CHOICE, ((code, selected if code == chosen else "", name) for code, name in named)
    )
