"""Whom to visit first, and why: whose answers settle most, decile 1, then where lists disagree most, then whose data are oldest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selaras.apps.verval.rules import places
from selaras.shell import words


@dataclass(frozen=True, slots=True)
class Candidate:
    """A keluarga that may be visited. `differing`: things lists say differently about it; `apart`: deciles between the
    lowest and the highest a list gives; `months`: age of the newest list that knows it, None where it has no date. `settles`: decisions
    of programmes that the answers to `asked` would settle."""

    keluarga: str
    kode_desa: str
    rt: str = ""
    address: str = ""
    desil: int | None = None
    desil_from: str = ""
    desil_edition: str = ""
    differing: int = 0
    apart: int = 0
    months: int | None = None
    settles: int = 0
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its place in the list (1 first), its place on the way from house to house, and the facts."""

    candidate: Candidate
    rank: int
    way: int
    why: Mapping[str, Any]


def urgency(one: Candidate) -> tuple[object, ...]:
    """Sorts the most urgent first; the reference decides last, so that the order is one order."""
    months = -1 if one.months is None else one.months
    return (-one.settles, one.desil != 1, -one.differing, -one.apart, -months, one.keluarga)


def walking(one: Candidate) -> tuple[object, ...]:
    """Sorts by village, RT, street, house number."""
    return (one.kode_desa, places.rt_key(one.rt), places.natural(one.address), one.keluarga)


def ranked(candidates: Iterable[Candidate]) -> list[Ranked]:
    """All candidates, most urgent first, each keluarga once."""
    known = {each.keluarga: each for each in candidates}
    way = {each.keluarga: at for at, each in enumerate(sorted(known.values(), key=walking), start=1)}
    return [
        Ranked(each, at, way[each.keluarga], facts(each, way[each.keluarga]))
        for at, each in enumerate(sorted(known.values(), key=urgency), start=1)
    ]


def facts(one: Candidate, way: int) -> dict[str, Any]:
    """What put a family on its place, as it is kept with the target: figures and, for who reads them later, words."""
    found: dict[str, Any] = {"jalan": way, "beda": one.differing, "selisih": one.apart, "bulan": one.months}
    if one.desil is not None:
        found |= {"desil": one.desil, "dari": one.desil_from, "edisi": one.desil_edition}
    if one.asked:
        found |= {"tanya": list(one.asked), "putusan": one.settles}
    return {**found, "kata": said(found)}


def said(why: Mapping[str, Any]) -> list[str]:
    """The facts as short sentences, in the language of the page."""
    found = []
    if why.get("uji_petik"):
        return [_("Terpilih acak.")]
    if asked := why.get("tanya"):
        found.append(_("Tanyakan: %(fields)s.") % {"fields": ", ".join(asked)})
    if n := why.get("putusan"):
        found.append(
            ngettext("Menentukan %(n)s putusan program.", "Menentukan %(n)s putusan program.", n) % {"n": n}
        )
    if why.get("desil"):
        edition = words.edition(str(why["edisi"])) if why.get("edisi") else ""
        source = f"{why.get('dari') or _('registri')} {edition}".strip()
        found.append(_("Desil %(n)s menurut %(source)s.") % {"n": why["desil"], "source": source})
    if n := why.get("beda"):
        found.append(
            ngettext("%(n)s hal berbeda antar daftar.", "%(n)s hal berbeda antar daftar.", n) % {"n": n}
        )
    if (n := why.get("selisih")) and n > 1:
        found.append(_("Daftar-daftar berselisih %(n)s desil.") % {"n": n})
    if (n := why.get("bulan")) is not None:
        found.append(
            _("Data terakhir kurang dari sebulan.")
            if n < 1
            else _("Data terakhir %(n)s bulan lalu.") % {"n": n}
        )
    if why.get("luar_daftar"):
        found.append(_("Belum ada di daftar mana pun; ditemukan di lapangan atau diusulkan."))
    return found or [_("Termasuk pilihan kampanye ini.")]
