"""What is asked of a campaign before it is planned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from selaras.apps.verval.rules import choosing, estimate, labels
from selaras.apps.verval.rules.words import Purpose
from selaras.shell import words


class Day(forms.DateInput):
    """A date with the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Plan(forms.Form):
    """Title, days, and what the estimate rests on."""

    title = forms.CharField(label=_("Judul kampanye"), max_length=120)
    begins = forms.DateField(label=_("Mulai"), widget=Day)
    ends = forms.DateField(label=_("Sampai"), widget=Day)
    officers = forms.IntegerField(
        label=_("Petugas"), min_value=1, max_value=2000, help_text=_("Berapa orang yang akan turun.")
    )
    per_day = forms.IntegerField(
        label=_("Keluarga sehari"),
        min_value=1,
        max_value=60,
        help_text=_("Yang dapat dikunjungi seorang petugas."),
    )
    day_rate = forms.IntegerField(
        label=_("Upah sehari (rupiah)"),
        min_value=0,
        max_value=5_000_000,
        help_text=_("Untuk perkiraan biaya saja."),
    )


class Grey(Plan):
    """And where the border lies."""

    cut = forms.IntegerField(
        label=_("Batas sesudah desil"), min_value=1, max_value=9,
        help_text=_("4 berarti keluarga desil 4 dan 5, dan yang daftarnya berselisih melewati batas itu."),
    )  # fmt: skip


class Proposals(Plan):
    """And which families are meant."""

    references = forms.CharField(
        label=_("Nomor keluarga"), widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Nomor Selaras, misalnya K000000000123, satu di tiap baris."),
    )  # fmt: skip


class BackCheck(Plan):
    """And whose visits are repeated, how many, and the word that draws the lots."""

    checks = forms.ChoiceField(label=_("Kampanye yang diuji"))
    share = forms.IntegerField(label=_("Berapa persen"), min_value=5, max_value=10)
    seed = forms.CharField(
        label=_("Kata undian"), max_length=60,
        help_text=_("Diumumkan, supaya siapa pun dapat mengulang undiannya. Misalnya tanggal rapat."),
    )  # fmt: skip


KINDS: dict[str, type[Plan]] = {
    Purpose.GREY_ZONE: Grey, Purpose.PROPOSALS: Proposals, Purpose.BACK_CHECK: BackCheck,
}  # fmt: skip


def first_values(purpose: str, region: str, officers: int) -> dict[str, Any]:
    """What stands in the form at first: from next Monday, four weeks, what offices usually pay."""
    today = timezone.localdate()
    monday = today + dt.timedelta(days=7 - today.weekday())
    place = words.region(region) if region else _now("semua wilayah")
    return {
        "title": f"{labels.purpose(purpose)}, {place}", "begins": monday,
        "ends": estimate.after(monday, 4 * estimate.DAYS_A_WEEK), "officers": max(officers, 1), "per_day": 8,
        "day_rate": 150_000, "cut": 4, "share": 8, "seed": today.isoformat(),
    }  # fmt: skip


def wanted(given: Mapping[str, Any], values: Mapping[str, Any], purpose: str, region: str) -> choosing.Wanted:
    """The choice in an address or form. `given`: what came; `values`: what the form understood of it, or its first values."""
    text = str(values.get("references", ""))
    return choosing.Wanted(
        purpose, region, cut=int(values.get("cut") or 4), worklist=str(given.get("daftar", ""))[:12],
        jenis=str(given.get("jenis", ""))[:40], a=str(given.get("a", ""))[:40], b=str(given.get("b", ""))[:40],
        references=choosing.references_in(text) if text else (), checks=str(values.get("checks", ""))[:12],
        share=int(values.get("share") or 8) / 100, seed=str(values.get("seed", ""))[:60],
    )  # fmt: skip


def plan(values: Mapping[str, Any], wanted_families: choosing.Wanted) -> choosing.Plan:
    """The plan of a form that was understood, or of its first values."""
    return choosing.Plan(
        values["title"], wanted_families, values["begins"], values["ends"], values["per_day"], values["officers"],
        values["day_rate"],
    )  # fmt: skip
