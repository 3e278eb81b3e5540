"""What stands on the weekly page: figures as texts, each with what it is a part of. No names of people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from selaras.apps.discrepancies import rules as published
from selaras.apps.verval.rules import labels
from selaras.apps.verval.rules.progress import Pace, Tally
from selaras.kernel import dates
from selaras.shell import words

MOST = 10
TITLE = "Verval: laporan mingguan"


def week_of(day: dt.date) -> dt.date:
    """The Monday of a day."""
    return day - dt.timedelta(days=day.weekday())


def _part(tally: Tally, of: str) -> tuple[str, str]:
    share = f" ({words.percent(tally.share)})" if tally.share is not None and not tally.weak else ""
    return words.number(tally.visited or 0), of % {"of": words.number(tally.total or 0)} + share


def _box(value: str, what: str, of: str) -> dict[str, str]:
    return {"nilai": value, "apa": what, "dari": of}


def _ahead(pace: Pace | None) -> dict[str, str]:
    what = _("hari kerja lagi pada laju sekarang")
    if pace is None or pace.days_left is None:
        return _box(_("belum tahu"), what, _("belum ada kunjungan dalam tujuh hari terakhir"))
    rests = _("%(per)s kunjungan sehari: %(n)s dalam %(days)s hari kerja") % {
        "per": words.number(pace.per_day, 1), "n": words.number(pace.visits), "days": pace.days,
    }  # fmt: skip
    until = (
        _("; kira-kira %(day)s") % {"day": dates.long(pace.until)} if pace.until and pace.days_left else ""
    )
    return _box(words.number(pace.days_left), what, rests + until)


def figures(
    decile: Tally,
    total: Tally,
    pace: Pace | None,
    outside: tuple[int, float | None],
    arriving: dict[str, int],
) -> list[dict[str, str]]:
    """The boxes at the top."""
    one = _part(decile, _("dari %(of)s keluarga desil 1 yang menjadi sasaran"))
    all_of = _part(total, _("dari %(of)s sasaran semua kampanye"))
    rate = (
        ""
        if outside[1] is None
        else _("%(rate)s dari tiap 100 yang dikunjungi") % {"rate": words.number(outside[1], 1)}
    )
    also = _("%(files)s menunggu lampiran; %(silent)s perangkat diam lebih dari dua hari") % {
        "files": words.number(arriving["files"]), "silent": words.number(arriving["silent"]),
    }  # fmt: skip
    return [
        _box(one[0], _("keluarga desil 1 sudah dikunjungi"), one[1]),
        _box(all_of[0], _("keluarga sudah dikunjungi"), all_of[1]),
        _ahead(pace),
        _box(
            words.number(outside[0]), _("keluarga ditemukan di luar daftar"), rate or _("belum ada kunjungan")
        ),
        _box(words.number(arriving["held"]), _("kiriman ditahan untuk diperiksa"), also),
    ]


def agreement(kappa: float, low: float, high: float, pairs: int) -> dict[str, str]:
    """The box of back-checks."""
    of = _("antara %(low)s dan %(high)s, dari %(n)s kunjungan ulang") % {
        "low": words.number(low, 2), "high": words.number(high, 2), "n": words.number(pairs),
    }  # fmt: skip
    return _box(words.number(kappa, 2), _("kesepakatan uji petik (kappa)"), of)


def behind(places: Sequence[Tally]) -> list[dict[str, str]]:
    """Villages with the most families still to be visited."""
    left = sorted((each for each in places if each.open), key=lambda each: (-(each.open or 0), each.code))
    text = _("%(n)s dari %(of)s belum")
    return [
        {"apa": words.region(each.code), "nilai": text % {"n": words.number(each.open or 0), "of": words.number(each.total or 0)}}
        for each in left[:MOST]
    ]  # fmt: skip


def found(outcomes: Sequence[tuple[str, int | None]]) -> list[dict[str, str]]:
    """Outcomes, most often first; with the share of all where there are enough visits for one."""
    whole = sum(n or 0 for _code, n in outcomes)
    share = "{} ({})" if whole >= published.WEAK else "{}"
    return [
        {"apa": str(labels.outcome(code)), "nilai": share.format(words.number(n or 0), words.percent((n or 0) / whole))}
        for code, n in outcomes
        if whole
    ]  # fmt: skip


def page(region: str, day: dt.date, parts: dict[str, Any]) -> dict[str, Any]:
    """The whole page."""
    monday = week_of(day)
    return {
        "judul": TITLE, "wilayah": words.region(region),
        "minggu": _("pekan %(a)s sampai %(b)s") % {"a": dates.long(monday), "b": dates.long(monday + dt.timedelta(days=6))},
        "sumber": _("Sumber: registri dan verval Selaras, keadaan %(day)s. Tidak memuat nama.") % {"day": dates.long(day)},
        "catatan": _(
            "Dikunjungi berarti ada kiriman petugas yang berlaku. Bagian tidak ditulis bila sasarannya kurang dari 30. "
            "Keluarga di luar daftar adalah yang ditemukan petugas, bukan jumlah semua yang terlewat. "
            "Hari kerja Senin sampai Sabtu; hari libur belum diperhitungkan."
        ),
        **parts,
    }  # fmt: skip
