"""Page of the supervisor: which visits need a look, officers in the order of it, agreement with back-checks."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts.rules import Ability, FieldClass
from selaras.apps.audit import services as audit
from selaras.apps.verval.presenting import quality as presenting
from selaras.apps.verval.queries import campaigns
from selaras.apps.verval.rules import marks
from selaras.apps.verval.views.campaigns import found_or_404
from selaras.kernel import angka
from selaras.shell import answers, sheets

LEAD, IDENTITY = Ability.LEAD, FieldClass.IDENTITY


def _campaign(request: HttpRequest, reference: str) -> Any:
    """The campaign asked for, else the newest of theirs; None where there is none; 404 for one that is not theirs."""
    if reference:
        return found_or_404(request, reference, LEAD)
    return campaigns.visible(access.actor_of(request), LEAD).exclude(launched_at=None).first()


@require_GET
@access.page(ability=LEAD, field_class=IDENTITY)
def quality(request: HttpRequest) -> HttpResponse:
    """What needs a look in one campaign."""
    actor = access.actor_of(request)
    campaign = _campaign(request, request.GET.get("kampanye", ""))
    listed = list(campaigns.visible(actor, LEAD)[:200])
    if campaign is None:
        return render(request, "verval/quality.html", {"campaigns": listed})
    mark, number = request.GET.get("tanda", ""), angka.whole(request.GET.get("petugas", ""), 9) or 0
    context = presenting.page(actor, campaign, mark if mark in marks.MARKS else "", number)
    audit.record(
        actor=actor, action="mutu_lihat", object_kind="kampanye", object_id=campaign.reference, region=campaign.wilayah,
        detail={"kunjungan": context["visits"]},
    )  # fmt: skip
    return render(request, "verval/quality.html", {**context, "campaigns": listed})


@require_POST
@access.page(ability=LEAD, field_class=IDENTITY)
def workbook(request: HttpRequest) -> HttpResponse:
    """The same as a workbook. No names of families, no numbers: visits by their number."""
    actor = access.actor_of(request)
    campaign = _campaign(request, request.POST.get("kampanye", ""))
    if campaign is None:
        raise Http404
    content, rows = sheets.as_book(presenting.sheets(actor, campaign), in_memory=True)
    audit.record(
        actor=actor, action="mutu_unduh", object_kind="kampanye", object_id=campaign.reference, region=campaign.wilayah,
        detail={"baris": rows},
    )  # fmt: skip
    return answers.attachment(content, f"mutu-verval-{campaign.reference}.xlsx")
