"""The page of the auditor: who did what, when, to what."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from selaras.apps.accounts import access, rules
from selaras.apps.audit import forms, queries, services

PER_PAGE = 50


@require_GET
@access.page(ability=rules.Ability.AUDIT)
def events(request: HttpRequest) -> HttpResponse:
    """Events, newest first; the next page is asked for by the last id seen, so that new events shift nothing."""
    actor = access.actor_of(request)
    form = forms.Filter(request.GET)
    wanted = _wanted(form)
    before = request.GET.get("sebelum", "")
    found = queries.visible(actor, wanted, before=int(before) if before.isdecimal() else None)
    shown = list(found[: PER_PAGE + 1])
    more = len(shown) > PER_PAGE
    asked = {name: str(value) for name, value in form.data.items() if value and name in form.fields}
    context = {
        "form": form,
        "events": shown[:PER_PAGE],
        "actions": queries.actions(),
        "next": urlencode({**asked, "sebelum": shown[PER_PAGE - 1].pk}) if more else "",
        "last_seal": queries.last_seal(),
    }
    if not before:
        services.record(
            actor=actor, action="jejak_baca", object_kind="jejak", detail={"saringan": sorted(asked)}
        )
    htmx = request.headers.get("HX-Request") == "true" and bool(before)
    return render(request, "audit/rows.html" if htmx else "audit/events.html", context)


def _wanted(form: forms.Filter) -> queries.Filter:
    form.is_valid()  # a field that cannot be read is shown as such and filters nothing
    given: dict[str, Any] = {name: value for name, value in form.cleaned_data.items() if value}
    return queries.Filter(**given)
