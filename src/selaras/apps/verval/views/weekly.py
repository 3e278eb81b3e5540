"""Pages: weekly reports."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts.rules import Ability, FieldClass, may
from selaras.apps.verval.queries import weekly
from selaras.apps.verval.services import weekly as services
from selaras.apps.wilayah import rules as regions
from selaras.shell import answers, words


@require_GET
@access.page(ability=Ability.SEE, field_class=FieldClass.PROGRAMME)
def reports(request: HttpRequest) -> HttpResponse:
    """Weekly reports of my regions."""
    actor = access.actor_of(request)
    places = [(code, words.region(code)) for code in weekly.regions(actor)]
    return render(
        request, "verval/progress_weekly.html", {"reports": weekly.visible(actor)[:100], "places": places}
    )


@require_POST
@access.page(ability=Ability.LEAD, field_class=FieldClass.IDENTITY)
def make(request: HttpRequest) -> HttpResponse:
    """The report of a region as things stand now."""
    actor, region = access.actor_of(request), request.POST.get("wilayah", "")
    if regions.region(region) is None or not may(actor, Ability.LEAD, region, FieldClass.IDENTITY):
        raise Http404
    services.make(region=region, by=actor)
    messages.success(request, _("Laporan dibuat."))
    return redirect("verval:weekly")


@require_GET
@access.page(ability=Ability.SEE, field_class=FieldClass.PROGRAMME)
def report(request: HttpRequest, report_id: int) -> HttpResponse:
    """One report as PDF."""
    found = weekly.one(report_id, access.actor_of(request))
    if found is None:
        raise Http404
    return answers.attachment(bytes(found.pdf), f"verval-{found.wilayah}-{found.week:%Y-%m-%d}.pdf")
