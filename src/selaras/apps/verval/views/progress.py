"""Pages: one campaign, how far it is, what was found; a village of it by RT."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from selaras.apps.accounts import access, rules
from selaras.apps.discrepancies import rules as published
from selaras.apps.verval.queries import assigning, progress, quality
from selaras.apps.verval.rules import labels, places
from selaras.apps.verval.rules.progress import Tally
from selaras.apps.verval.rules.words import CampaignState, Outcome, Purpose
from selaras.apps.verval.views import campaigns
from selaras.apps.wilayah import queries as wilayah
from selaras.apps.wilayah import rules as regions
from selaras.shell import words

Ability, FieldClass = rules.Ability, rules.FieldClass
COVERAGE = "dikunjungi"


def may_lead(request: HttpRequest, region: str) -> bool:
    """Whether who asks leads in a region."""
    return rules.may(access.actor_of(request), Ability.LEAD, region, FieldClass.IDENTITY)


@require_GET
@access.page(ability=Ability.SEE)
def campaign(request: HttpRequest, reference: str) -> HttpResponse:
    """One campaign: coverage of decile 1, what was found and where, days left, what asks for a look."""
    row, actor = campaigns.found_or_404(request, reference), access.actor_of(request)
    leads = rules.may(actor, Ability.LEAD, field_class=FieldClass.IDENTITY)
    context: dict[str, Any] = {
        **campaigns.told(row), "campaign": row, "region_code": row.wilayah, "leads": leads,
        "leads_all": may_lead(request, row.wilayah), "estimate": row.estimate,
        "seed": row.filter.get("seed", ""), "checks": row.checks,
        "draft": row.state == CampaignState.DRAFT, "runs": row.state == CampaignState.RUNNING,
    }  # fmt: skip
    launch = row.launch.get("state")
    if context["draft"] and launch in ("menunggu", "berjalan", "gagal"):
        context["job"] = campaigns.job(row)
    if row.launched_at is None:
        return render(request, "verval/campaign.html", context)
    figures = progress.Progress(actor, [row], _inside(actor, row.wilayah))
    context |= figures_of(figures) | drawn(figures, row, request.GET.get("peta", ""))
    context["unassigned"] = figures.exact.waiting if leads else 0
    context["places"] = [named(each, row.reference) for each in figures.by_desa()]
    context["officers"] = figures.by_officer() if leads else []
    context["agreement"] = quality.of_outcomes(actor, row) if leads else None
    return render(request, "verval/campaign.html", context)


def _inside(actor: rules.Actor, region: str) -> str:
    """The part of a campaign's region this person sees."""
    home = regions.home(wilayah.scopes(actor))
    return home if home and rules.inside(home, region) else region


def figures_of(figures: progress.Progress) -> dict[str, Any]:
    """The figures of a page or a weekly report."""
    found, rate = figures.exclusion()
    outcomes = figures.outcomes()
    return {
        "total": figures.total(), "decile": figures.decile_one(), "pace": figures.pace(), "rounded": figures.rounded,
        "excluded": found, "excluded_rate": rate, "arriving": None if figures.rounded else figures.arriving(),
        "outcomes": [{"code": code, "label": labels.outcome(code), "value": n or 0,
                      "text": _("kurang dari 10") if n is None else words.number(n)} for code, n in outcomes],
        "today": figures.today,
    }  # fmt: skip


def named(tally: Tally, reference: str) -> dict[str, Any]:
    """A village of a campaign as a row."""
    return {
        "tally": tally, "name": words.region(tally.code),
        "href": reverse("verval:village", kwargs={"reference": reference, "code": tally.code}),
    }  # fmt: skip


def drawn(figures: progress.Progress, row: Any, wanted: str) -> dict[str, Any]:
    """The map by village: coverage, or the part of the visits that found an outcome."""
    shown = wanted if wanted in set(Outcome) else COVERAGE
    found = wilayah.map_of(_inside(figures.actor, row.wilayah))
    choices = [(COVERAGE, _("sudah dikunjungi")), *((str(o), labels.outcome(o)) for o in Outcome)]
    if found is None:
        return {"map_choices": choices, "shown": shown}
    rows = figures.by_desa() if shown == COVERAGE else figures.outcome_by_desa(shown)
    ends = published.cuts([each.share for each in rows if each.share is not None])
    of = _("%(n)s dari %(of)s sasaran") if shown == COVERAGE else _("%(n)s dari %(of)s kunjungan")
    few = _("kurang dari 10")
    villages = [
        {"code": each.code, "name": words.region(each.code), "level": published.level(each.share, ends), "weak": each.weak,
         "text": few if each.visited is None or each.total is None else of % {"n": words.number(each.visited), "of": words.number(each.total)}}
        for each in rows
    ]  # fmt: skip
    starts = (0.0, *ends)[: len(ends)]
    limits = [
        words.percent(b) if a == b else f"{words.number(a * 100)}–{words.percent(b)}"
        for a, b in zip(starts, ends, strict=True)
    ]
    return {"map": found, "villages": villages, "limits": limits, "map_choices": choices, "shown": shown,
            "map_caption": dict(choices)[shown]}  # fmt: skip


@require_GET
@access.page(ability=Ability.SEE)
def village(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """A village of a campaign, RT by RT."""
    row, actor = campaigns.found_or_404(request, reference), access.actor_of(request)
    if (
        wilayah.region(actor, code) is None
        or not rules.inside(code, row.wilayah)
        or code.count(".") != regions.DESA
    ):
        raise Http404
    figures = progress.Progress(actor, [row], code)
    rts = [{"tally": each, "name": places.rt_words(each.code)} for each in figures.by_rt(code)]
    leads = may_lead(request, code)
    people = figures.by_officer() if leads else []
    return render(request, "verval/campaign_village.html", {
        "campaign": row, "region_code": code, "name": words.region(code), "rts": rts, "total": figures.total(),
        "rounded": figures.rounded, "leads": leads, "officers": people, "today": figures.today,
        "back_check": row.purpose == Purpose.BACK_CHECK, "days": assigning.days_left(row),
    })  # fmt: skip
