"""The catalogue: programmes by strategy and owner, and one with its rule."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.programmes import showing
from selaras.apps.programmes.queries import catalogue

SEE, PROGRAMME = accounts.Ability.SEE, accounts.FieldClass.PROGRAMME


@require_GET
@access.page(ability=SEE, field_class=PROGRAMME)
def programmes(request: HttpRequest) -> HttpResponse:
    """Who gives what to whom, by strategy, the owners of one kind together."""
    rules = catalogue.current(timezone.localdate())
    groups: dict[str, list[dict[str, Any]]] = {code: [] for code in showing.STRATEGIES}
    found = sorted(catalogue.programmes(), key=lambda each: (each.owner_kind, each.owner_name, each.name))
    for each in found:
        groups.setdefault(each.strategy, []).append(showing.row(each, rules.get(each.pk)))
    told = [(code, showing.STRATEGIES.get(code, code), rows) for code, rows in groups.items() if rows]
    return render(request, "programmes/programmes.html", {"groups": told, "count": len(found)})


@require_GET
@access.page(ability=SEE, field_class=PROGRAMME)
def programme(request: HttpRequest, code: str) -> HttpResponse:
    """One programme: what it gives, versions of its rule, clauses and figures with what they stand on."""
    found = catalogue.programme(code)
    if found is None:
        raise Http404
    rule = catalogue.current(timezone.localdate()).get(found.pk)
    context = {
        "row": showing.row(found, rule),
        "programme": found,
        "current": rule.pk if rule else None,
        "versions": [showing.version(each) for each in catalogue.versions(found)],
        "exclusions": catalogue.exclusions(found),
    }
    return render(request, "programmes/programme.html", context)
