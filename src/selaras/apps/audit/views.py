"""The page of the auditor: who did what, when, to what; whether the trail is whole; and everybody's own trail."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access, rules
from selaras.apps.accounts import queries as accounts
from selaras.apps.audit import forms, queries, services, words
from selaras.kernel import angka

PER_PAGE = 50


@require_GET
@access.page(ability=rules.Ability.AUDIT)
def events(request: HttpRequest) -> HttpResponse:
    """Events, newest first; the next page is asked for by the last id seen, so that new events shift nothing."""
    actor = access.actor_of(request)
    form = forms.Filter(request.GET, actions=queries.actions())
    wanted = _wanted(form)
    before = _before(request)
    shown = list(queries.visible(actor, wanted, before=before)[: PER_PAGE + 1])
    asked = {name: str(value) for name, value in form.data.items() if value and name in form.fields}
    context = {
        **_page(shown, asked),
        "form": form,
        "asked": asked,
        "last_seal": queries.last_seal(),
        **_check(),
        "address": request.path,
    }
    if not before:
        services.record(
            actor=actor, action="jejak_baca", object_kind="jejak", detail={"saringan": sorted(asked)}
        )
    return render(request, _template(request, "audit/events.html"), context)


@require_GET
@access.signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """What I did myself: reading it is not recorded again."""
    shown = list(queries.own(access.actor_of(request), before=_before(request))[: PER_PAGE + 1])
    context = {**_page(shown, {}), "own": True, "address": request.path}
    return render(request, _template(request, "audit/mine.html"), context)


@require_POST
@access.page(ability=rules.Ability.AUDIT)
def check(request: HttpRequest) -> HttpResponse:
    """Has the whole trail checked by the worker."""
    services.ask_check(by=access.actor_of(request))
    return redirect("audit:events")


@require_GET
@access.page(ability=rules.Ability.AUDIT)
def check_state(request: HttpRequest) -> HttpResponse:
    """How far the check is; asked again by itself while it runs."""
    return render(request, "audit/check.html", _check())


def _check() -> dict[str, Any]:
    last = queries.last_check()
    if last is None:
        return {"check": None}
    running = last.done_at is None
    job = {
        "state": "berjalan" if running else "selesai",
        "stage": _("memeriksa segel dan peristiwa satu per satu"),
    }
    return {
        "check": last,
        "running": running,
        "job": job,
        "faults": [words.fault(*each) for each in last.faults],
    }


def _page(shown: list[Any], asked: dict[str, str]) -> dict[str, Any]:
    more = len(shown) > PER_PAGE
    agencies = dict(accounts.agencies().values_list("code", "name"))
    rows = [
        {
            "event": event,
            "agency": agencies.get(event.agency, event.agency),
            "action": words.action(event.action),
            "thing": words.thing(event.object_kind),
            "outcome": words.OUTCOMES.get(event.outcome, event.outcome),
            "refused": event.outcome == "ditolak",
            "purpose": rules.PURPOSES.get(event.purpose, event.purpose),
        }
        for event in shown[:PER_PAGE]
    ]
    return {"rows": rows, "next": urlencode({**asked, "sebelum": shown[PER_PAGE - 1].pk}) if more else ""}


def _before(request: HttpRequest) -> int | None:
    return angka.whole(request.GET.get("sebelum", ""), 18)


def _template(request: HttpRequest, whole: str) -> str:
    """Older rows only, where the page is there already."""
    return "audit/rows.html" if request.headers.get("HX-Request") == "true" and _before(request) else whole


def _wanted(form: forms.Filter) -> queries.Filter:
    form.is_valid()  # a field that cannot be read is shown as such and filters nothing
    given: dict[str, Any] = {name: value for name, value in form.cleaned_data.items() if value}
    return queries.Filter(**given)
