"""Answers programmes wait for, ordered by how many decisions they would settle, and the campaign that asks for them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.audit import services as audit
from selaras.apps.discrepancies import queries as families
from selaras.apps.programmes import wanted_forms
from selaras.apps.programmes.queries import rules as current
from selaras.apps.programmes.queries import wanted as queries
from selaras.apps.programmes.services import wanted as services
from selaras.apps.programmes.views.matrix import PER_PAGE, region_choices
from selaras.apps.verval.forms import campaigns as planning
from selaras.apps.verval.queries import assigning
from selaras.apps.verval.rules import choosing
from selaras.apps.verval.rules.words import Purpose
from selaras.apps.wilayah import rules as regions
from selaras.kernel import errors
from selaras.shell import words

LEAD, IDENTITY = accounts.Ability.LEAD, accounts.FieldClass.IDENTITY
USUAL = 200


def _asked(request: HttpRequest) -> tuple[accounts.Actor, str, str, queries.Asked]:
    """Who asks, about which region and answer; 404 for a region where they do not lead."""
    actor = access.actor_of(request)
    given = request.POST if request.method == "POST" else request.GET
    region = given.get("wilayah", "") or regions.home(accounts.scopes(actor, LEAD, IDENTITY))
    if region and (not regions.region(region) or not accounts.may(actor, LEAD, region, IDENTITY)):
        raise Http404
    field = given.get("jawaban", "")
    field = field if queries.known(field) else ""
    today = timezone.localdate()
    return (
        actor,
        region,
        field,
        queries.asked(actor, current.programmes(today), today, region=region, field=field),
    )


def _page(request: HttpRequest, form: wanted_forms.Ask | None = None, status: int = 200) -> HttpResponse:
    actor, region, field, found = _asked(request)
    asked = {name: value for name, value in (("wilayah", region), ("jawaban", field)) if value}
    here = f"{reverse('programmes:wanted')}?"
    page = Paginator(range(found.families.height), PER_PAGE).get_page(request.GET.get("halaman"))
    rows = _rows(actor, found, found.families[list(page.object_list)])
    first = planning.first_values(Purpose.ANSWERS, region, len(assigning.may_visit(region)) if region else 1)
    audit.record(
        actor=actor,
        action="program_keluarga",
        object_kind="daftar",
        region=region,
        detail={"tampil": "tanya", "baris": len(rows)},
    )
    context = {
        "found": found, "region_code": region, "field": field, "regions": region_choices(actor, region), "page": page, "rows": rows,
        "address": here + urlencode(asked), "hidden": asked, "may_plan": bool(region and rows), "as_known_on": timezone.localdate(),
        "by_field": [
            (name, label, count, decisions, here + urlencode({**asked, "jawaban": name}))
            for name, label, count, decisions in found.by_field()
        ],
        "label": queries.label(field) if field else "", "elsewhere": found.by_field_elsewhere(),
        "form": form or wanted_forms.Ask(initial={**first, "count": min(USUAL, max(found.families.height, 1))}),
    }  # fmt: skip
    return render(request, "programmes/wanted.html", context, status=status)


def _rows(actor: accounts.Actor, found: queries.Asked, shown: Any) -> list[dict[str, Any]]:
    """Families of a page with what is to be asked of each."""
    told = [
        (found.references[row], settles, names)
        for row, settles, names in shown.select("row", "settles", "fields").rows()
    ]
    held = families.families(actor, [reference for reference, _settles, _names in told])
    heads = families.people(actor, [each.kepala for each in held.values()])
    return [
        {
            "family": held[reference], "head": heads.get(held[reference].kepala or ""), "settles": settles,
            "labels": [queries.label(name) for name in names],
        }
        for reference, settles, names in told
        if reference in held
    ]  # fmt: skip


@require_GET
@access.page(ability=LEAD, field_class=IDENTITY)
def wanted(request: HttpRequest) -> HttpResponse:
    """Which answers would settle most, in a region."""
    return _page(request)


@require_POST
@access.page(ability=LEAD, field_class=IDENTITY)
def plan(request: HttpRequest) -> HttpResponse:
    """Hands the families over to verval as the draft of a campaign."""
    actor, region, _field, found = _asked(request)
    form = wanted_forms.Ask(request.POST)
    if not region or not form.is_valid():
        return _page(request, form, 400)
    values = form.cleaned_data
    meant = planning.plan(values, choosing.Wanted(Purpose.ANSWERS, region))
    try:
        reference = services.plan(plan=meant, found=found, most=values["count"], by=actor)
    except errors.SelarasError as error:
        form.add_error(None, words.error(error))
        return _page(request, form, 400)
    messages.success(request, _("Rancangan kampanye tersimpan. Periksa, lalu luncurkan."))
    return redirect("verval:campaign", reference=reference)
