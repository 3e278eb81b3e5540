"""The catalogue: programmes by strategy and owner, and one with its rule."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.programmes import catalogue_forms, showing, showing_rules
from selaras.apps.programmes.queries import catalogue
from selaras.apps.programmes.queries import editing as rights
from selaras.apps.programmes.views import keeping

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
    actor = access.actor_of(request)
    context = {
        "groups": told, "count": len(found), "waiting": rights.waiting(actor),
        "writes": accounts.may(actor, accounts.Ability.PLAN, None, PROGRAMME),
    }  # fmt: skip
    return render(request, "programmes/programmes.html", context)


@require_GET
@access.page(ability=SEE, field_class=PROGRAMME)
def programme(request: HttpRequest, code: str) -> HttpResponse:
    """One programme: what it gives, versions of its rule, clauses and figures with what they stand on."""
    found = catalogue.programme(code)
    if found is None:
        raise Http404
    actor, today = access.actor_of(request), timezone.localdate()
    rule = catalogue.current(today).get(found.pk)
    writes = found.closed_at is None and rights.may_write(actor, found)
    inside = writes or rights.may_decide(actor, found)
    opened = rights.open_rule(found) if inside else None
    shown = [each for each in catalogue.versions(found) if inside or each.state in rights.PUBLISHED]
    context = {
        "row": showing.row(found, rule), "programme": found, "exclusions": catalogue.exclusions(found), "writes": writes,
        "lines": rights.funding(found), "kinds": dict(catalogue_forms.SOURCES), "open_rule": opened,
        "open_state": showing_rules.STATES[opened.state] if opened else "", "current": showing.version(rule) if rule else None,
        "versions": [showing_rules.version_line(each, rule, today) for each in shown],
        "others": keeping.excluding(found) if writes else None,
    }  # fmt: skip
    return render(request, "programmes/programme.html", context)
