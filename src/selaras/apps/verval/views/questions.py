"""Page: what a campaign asks besides the standard form, typed while it is a draft."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from selaras.apps.accounts import access, rules
from selaras.apps.verval.forms import questions as forms
from selaras.apps.verval.rules import adding
from selaras.apps.verval.rules.words import CampaignState
from selaras.apps.verval.services import campaigns, instruments
from selaras.apps.verval.views.campaigns import found_or_404
from selaras.kernel import errors
from selaras.shell import words


@require_http_methods(["GET", "POST"])
@access.page(ability=rules.Ability.LEAD, field_class=rules.FieldClass.IDENTITY)
def questions(request: HttpRequest, reference: str) -> HttpResponse:
    """The table; by POST `do=lihat` a look at what phones would ask, `do=simpan` kept for this campaign."""
    row = found_or_404(request, reference, rules.Ability.LEAD)
    first = [adding.typed(each) for each in row.instrument.added]
    asked = forms.Questions(request.POST or None, initial=first)
    context = {"campaign": row, "asked": asked, "region_code": row.wilayah,
               "draft": row.state == CampaignState.DRAFT, "own": row.instrument.added}  # fmt: skip
    if request.method == "POST" and asked.is_valid():
        added = forms.rows(asked)
        try:
            if request.POST.get("do") == "simpan":
                campaigns.ask(reference=reference, added=added, by=access.actor_of(request))
                messages.success(request, _("Pertanyaan kampanye ini tersimpan."))
                return redirect("verval:campaign", reference)
            context["preview"] = instruments.preview(added)
        except errors.SelarasError as error:
            context["trouble"] = words.error(error)
    return render(request, "verval/questions.html", context, status=422 if "trouble" in context else 200)
