"""Finding somebody: by name, NIK or KK, and by village."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.audit import services as audit
from selaras.apps.registry import asking, drawing, forms, queries, rules, services
from selaras.apps.wilayah import rules as regions
from selaras.shell import answers

SEE, IDENTITY = accounts.Ability.SEE, accounts.FieldClass.IDENTITY


@dataclass(slots=True)
class Listed:
    """One page of persons and whether there are more."""

    persons: list[Any]
    page: int
    more: bool
    total: int | None = None
    narrowed: bool = False


@require_http_methods(["GET", "POST"])
@access.page(ability=SEE, field_class=IDENTITY)
def search(request: HttpRequest) -> HttpResponse:
    """The form of a search, and where it is sent. What is sought comes by POST and stands in no address and no history."""
    if request.method == "POST":
        return answers.lead(request, _asked(request))
    context = {"form": forms.Search(), "build": queries.active(), "regions": _regions(request, "")}
    return render(request, "registry/search.html", context)


def _regions(request: HttpRequest, chosen: str) -> str:
    scopes = accounts.scopes(access.actor_of(request), SEE, IDENTITY)
    return drawing.regions(regions.offered(scopes), chosen)


def _asked(request: HttpRequest) -> str:
    """The address of the answer: the person or keluarga a number or a reference means, else the list of this search."""
    actor = access.actor_of(request)
    form = forms.Search(request.POST)
    if form.is_valid():
        asked = form.cleaned_data
        wanted = rules.wanted(asked["cari"])
        if wanted.reference.startswith("K") and queries.keluarga(
            wanted.reference, actor=actor, on=asked["per"]
        ):
            _recorded(actor, wanted, asked, 1)
            return _to("registry:keluarga", wanted.reference, asked["per"])
        if wanted.number or wanted.reference:
            persons = _found(wanted, asked, 1, actor).persons
            if len(persons) == 1 and (wanted.number or persons[0].reference == wanted.reference):
                _recorded(actor, wanted, asked, 1)
                return _to("registry:person", persons[0].reference, asked["per"])
    fields = {name: request.POST.get(name, "") for name in asking.FIELDS}
    reference = asking.keep(fields, session=str(request.session.session_key))
    return reverse("registry:found", args=[reference])


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def found(request: HttpRequest, reference: str) -> HttpResponse:
    """Who fits the words kept under this reference. It can be loaded again, gone back to and paged through until it expires."""
    actor = access.actor_of(request)
    kept = asking.kept(reference, session=str(request.session.session_key))
    context: dict[str, Any] = {"build": queries.active()}
    if kept is None:
        context |= {"expired": True, "regions": _regions(request, "")}
        return render(request, "registry/search.html", context, status=404)
    form = forms.Search(kept | {"halaman": request.GET.get("halaman", "")})
    if form.is_valid():
        asked = form.cleaned_data
        wanted = rules.wanted(asked["cari"])
        listed = _found(wanted, asked, asked["halaman"] or 1, actor)
        _recorded(actor, wanted, asked, len(listed.persons))
        context |= {
            "listed": listed, "rows": drawing.persons(listed.persons, asked["per"]), "asked": asked, "on": asked["per"],
            "as_known_on": asked["per"], "words": "" if wanted.number else asked["cari"],
        }  # fmt: skip
    chosen = str(form.cleaned_data.get("wilayah", ""))
    return render(
        request, "registry/search.html", context | {"form": form, "regions": _regions(request, chosen)}
    )


def _recorded(actor: accounts.Actor, wanted: rules.Wanted, asked: dict[str, Any], shown: int) -> None:
    """The trail tells the auditor that two searches were the same, and no more: a keyed digest."""
    kind = "nomor" if wanted.number else "rujukan" if wanted.reference else "nama"
    audit.record(
        actor=actor, action="registri_cari", object_kind="orang", region=asked["wilayah"],
        detail={"jenis": kind, "sidik": services.search_print(asked["cari"]), "tampil": shown},
    )  # fmt: skip


def _to(route: str, reference: str, on: dt.date | None) -> str:
    """The address of a page, as known on the day that was asked for."""
    address = reverse(route, args=[reference])
    return f"{address}?per={on.isoformat()}" if on else address


def _found(wanted: rules.Wanted, asked: dict[str, Any], page: int, actor: accounts.Actor) -> Listed:
    found = queries.visible_persons(actor=actor, purpose=actor.purpose, on=asked["per"])
    if wanted.number:
        return Listed(
            list(queries.by_number(found, wanted.number).order_by("reference")[: rules.PER_PAGE]),
            1,
            more=False,
        )
    if wanted.reference:
        named = list(found.filter(reference=wanted.reference)[:1])
        if named or not wanted.words:
            return Listed(named, 1, more=False)
    found = queries.in_region(found, asked["wilayah"])
    found = queries.of_age(found, asked["umur_dari"], asked["umur_sampai"], timezone.localdate())
    if not wanted.words:
        return Listed([], 1, more=False)
    ranked = queries.by_name(found, wanted.words)
    start = (page - 1) * rules.PER_PAGE
    ids = [pk for pk, _score in ranked[start : start + rules.PER_PAGE]]
    full = len(ranked) >= rules.MOST_RANKED
    more = len(ranked) > start + rules.PER_PAGE
    return Listed(queries.in_order(found, ids), page, more, len(ranked), narrowed=full)


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def village(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody who lives in a village, by name."""
    actor = access.actor_of(request)
    form = forms.Village({**request.GET.dict(), "wilayah": code})
    if code.count(".") != 3 or not form.is_valid() or not accounts.may(actor, SEE, code, IDENTITY):
        raise Http404
    asked = form.cleaned_data
    found = queries.visible_persons(actor=actor, purpose=actor.purpose, on=asked["per"])
    found = queries.of_age(
        queries.in_region(found, code), asked["umur_dari"], asked["umur_sampai"], timezone.localdate()
    )
    page = asked["halaman"] or 1
    start = (page - 1) * rules.PER_PAGE
    rows = list(found.order_by("nama", "reference")[start : start + rules.PER_PAGE + 1])
    listed = Listed(rows[: rules.PER_PAGE], page, len(rows) > rules.PER_PAGE, found.count())
    audit.record(actor=actor, action="registri_daftar", object_kind="desa", object_id=code, region=code)
    context = {
        "form": form, "listed": listed, "rows": drawing.persons(listed.persons, asked["per"]), "code": code,
        "on": asked["per"], "region_code": code,
        "as_known_on": asked["per"], "may_export": accounts.may(actor, accounts.Ability.EXPORT, code, IDENTITY),
        "purposes": accounts.PURPOSES,
    }  # fmt: skip
    return render(request, "registry/village.html", context)
