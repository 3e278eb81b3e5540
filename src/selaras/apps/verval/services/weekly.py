"""The weekly page of a region: made on Mondays and when somebody asks, kept as it was made."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

from django.utils import timezone, translation

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as acting
from selaras.apps.audit import services as audit
from selaras.apps.verval.models.campaigns import Campaign, Report
from selaras.apps.verval.queries import quality
from selaras.apps.verval.queries.progress import Progress
from selaras.apps.verval.rules import weekly
from selaras.apps.verval.rules.words import CampaignState, Purpose
from selaras.kernel import dates
from selaras.shell import papers, trail, words

_TEMPLATE = Path(__file__).parents[1] / "data" / "mingguan.typ"


def make(*, region: str, by: access.Actor, day: dt.date | None = None) -> int:
    """Makes the page of a region as things stand now; returns its id. Raises Refused without the lead there."""
    if not access.may(by, access.Ability.LEAD, region, access.FieldClass.IDENTITY):
        raise trail.Refused("laporan_mingguan", "laporan")
    return _make(region, by, day or timezone.localdate())


def _make(region: str, by: access.Actor, day: dt.date) -> int:
    with translation.override("id"):
        figures = _figures(region, by, day)
        pdf = as_pdf(figures, day)
    row = Report.objects.create(
        wilayah=region, week=weekly.week_of(day), figures=figures, pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest(),
        made_by=by.user_id,
    )  # fmt: skip
    audit.record(
        actor=by, action="laporan_mingguan", object_kind="laporan", object_id=row.pk, region=region,
        detail={"sha256": row.sha256},
    )  # fmt: skip
    return int(row.pk)


def _figures(region: str, by: access.Actor, day: dt.date) -> dict[str, Any]:
    recent = Campaign.objects.filter(
        people.within([region], "wilayah"), state__in=(CampaignState.RUNNING, CampaignState.ENDED)
    ).exclude(purpose=Purpose.BACK_CHECK)
    rows = [
        row for row in recent if row.state == CampaignState.RUNNING or row.ends >= day - dt.timedelta(days=7)
    ]
    found = Progress(by, rows, region)
    tallies = found.by_campaign()
    outside, rate = found.exclusion()
    agreed = next((one for row in rows if (one := quality.of_outcomes(by, row)) is not None), None)
    parts: dict[str, Any] = {
        "angka": weekly.figures(found.decile_one(), found.total(), found.pace(), (outside or 0, rate), found.arriving()),
        "kampanye": [
            {"nama": row.title, "dikunjungi": words.number(tallies[row.pk].visited or 0),
             "sasaran": words.number(tallies[row.pk].total or 0), "sampai": dates.long(row.ends)}
            for row in rows[:8] if row.pk in tallies
        ],
        "hasil": weekly.found(found.outcomes()), "tertinggal": weekly.behind(found.by_desa()),
    }  # fmt: skip
    if agreed and agreed.kappa is not None and agreed.low is not None and agreed.high is not None:
        parts["angka"].append(weekly.agreement(agreed.kappa, agreed.low, agreed.high, agreed.n))
    return weekly.page(region, day, parts)


def as_pdf(figures: dict[str, Any], day: dt.date) -> bytes:
    """The page as PDF."""
    return papers.pdf(_TEMPLATE, figures, day)


def monday(day: dt.date | None = None) -> int:
    """Makes the page of every region with a running campaign that has none of this week yet; returns how many."""
    today, count = day or timezone.localdate(), 0
    with acting.acting(access.SYSTEM):
        running = Campaign.objects.filter(state=CampaignState.RUNNING)
        regions = sorted(set(running.values_list("wilayah", flat=True)))
        there = set(
            Report.objects.filter(week=weekly.week_of(today), made_by=0).values_list("wilayah", flat=True)
        )
    for region in regions:
        if region not in there:
            with acting.acting(access.SYSTEM):
                _make(region, access.SYSTEM, today)
            count += 1
    return count
