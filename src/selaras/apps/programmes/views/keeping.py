"""The catalogue is kept by the owners of programmes: described, given money, told apart from others, closed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as accounts
from selaras.apps.programmes import catalogue_forms as forms
from selaras.apps.programmes.queries import catalogue
from selaras.apps.programmes.queries import editing as rights
from selaras.apps.programmes.rules import component_lines as rules
from selaras.apps.programmes.services import keeping
from selaras.kernel import errors
from selaras.shell import answers, words

PLAN, PROGRAMME = accounts.Ability.PLAN, accounts.FieldClass.PROGRAMME


def _mine(request: HttpRequest, code: str) -> Any:
    """A programme of the own agency. Raises Http404."""
    found = catalogue.programme(code)
    if found is None or not rights.may_write(access.actor_of(request), found):
        raise Http404
    return found


def _regions(actor: accounts.Actor) -> list[tuple[str, str]]:
    codes = accounts.scopes(actor, PLAN, PROGRAMME)
    return [(code, words.region(code) if code else _("seluruh wilayah")) for code in codes]


def _home(code: str) -> str:
    return reverse("programmes:programme", args=[code])


@require_http_methods(["GET", "POST"])
@access.page(ability=PLAN, field_class=PROGRAMME)
def create(request: HttpRequest) -> HttpResponse:
    """A new programme of the own agency."""
    actor = access.actor_of(request)
    form = forms.Told(request.POST or None, regions=_regions(actor), new=True)
    agency = people.agencies().filter(code=actor.agency).first()
    context = {"form": form, "owner": agency.name if agency else ""}
    if request.method == "GET" or not form.is_valid():
        return render(request, "programmes/keep.html", context, status=422 if form.is_bound else 200)
    code = form.cleaned_data["code"]
    try:
        keeping.create(code=code, told=form.told(), owner=str(context["owner"]), by=actor)
    except errors.SelarasError as error:
        form.add_error("code", words.error(error))
        return render(request, "programmes/keep.html", context, status=422)
    messages.success(request, _("Program dibuat. Isi dananya, lalu susun aturannya."))
    return answers.lead(request, _home(code))


@require_http_methods(["GET", "POST"])
@access.page(ability=PLAN, field_class=PROGRAMME)
def change(request: HttpRequest, code: str) -> HttpResponse:
    """What is said of a programme."""
    found, actor = _mine(request, code), access.actor_of(request)
    initial = {name: getattr(found, name) for name in forms.Told.base_fields if name != "code"}
    initial["documents"] = "\n".join(found.documents)
    form = forms.Told(
        request.POST or None,
        initial=initial,
        regions=_regions(actor),
        new=False,
        fixed=rights.published(found),
    )
    context = {"form": form, "programme": found, "owner": found.owner_name}
    if request.method == "GET" or not form.is_valid():
        return render(request, "programmes/keep.html", context, status=422 if form.is_bound else 200)
    answers.done(
        request, lambda: keeping.change(code=code, told=form.told(), by=actor),
        _("Keterangan program tersimpan."),
    )  # fmt: skip
    return answers.lead(request, _home(code))


def excluding(found: Any, data: Any = None) -> forms.Exclude:
    """The form that names another programme nobody can have beside this one."""
    others = [(each.code, each.name) for each in catalogue.programmes() if each.pk != found.pk]
    return forms.Exclude(data, others=others, auto_id="kecuali_%s")


@require_http_methods(["GET", "POST"])
@access.page(ability=PLAN, field_class=PROGRAMME)
def fund(request: HttpRequest, code: str, line: int | None = None) -> HttpResponse:
    """Its lines of money, and one of them to write or to write anew."""
    found, actor = _mine(request, code), access.actor_of(request)
    lines = rights.funding(found)
    held = next((each for each in lines if each.pk == line), None)
    if line is not None and held is None:
        raise Http404
    initial = _filled(held) if held else {"year": timezone.localdate().year} | _table(rules.house(code) or {})
    form = forms.Fund(
        request.POST or None,
        initial=initial,
        region=found.wilayah,
        benefit=found.benefit,
        cycles=found.cycles,
    )
    context = {"form": form, "programme": found, "lines": lines, "held": held, "kinds": dict(forms.SOURCES)}
    if request.method == "GET" or not form.is_valid():
        return render(request, "programmes/fund.html", context, status=422 if form.is_bound else 200)
    answers.done(
        request, lambda: keeping.fund(code=code, line=form.cleaned_data["told"], by=actor, number=line),
        _("Baris dana tersimpan."),
    )  # fmt: skip
    return answers.lead(request, reverse("programmes:fund", args=[code]))


def _filled(held: Any) -> dict[str, Any]:
    told = {name: getattr(held, name) for name in ("year", "line", "source", "cost", "budget", "quota")}
    told |= {name: words.number(told[name]) for name in ("cost", "budget") if told[name] is not None}
    places = "\n".join(f"{code} = {n}" for code, n in sorted(held.by_region.items()))
    return {**told, "by_region": places, **_table(held.components or {})}


def _table(told: Any) -> dict[str, Any]:
    return {"components": rules.written(told), "members": told["most"], "cost": ""} if told else {}


@require_POST
@access.page(ability=PLAN, field_class=PROGRAMME)
def drop_line(request: HttpRequest, code: str, line: int) -> HttpResponse:
    """Takes a line of money away."""
    _mine(request, code)
    return _done(
        request,
        code,
        lambda: keeping.drop_line(code=code, number=line, by=access.actor_of(request)),
        "programmes:fund",
    )


@require_POST
@access.page(ability=PLAN, field_class=PROGRAMME)
def exclude(request: HttpRequest, code: str) -> HttpResponse:
    """No keluarga can have both."""
    found = _mine(request, code)
    form = excluding(found, request.POST)
    if not form.is_valid():
        messages.warning(request, _("Pilih program lain dan tulis alasannya."))
        return answers.lead(request, _home(code))
    return _done(
        request, code, lambda: keeping.exclude(code=code, by=access.actor_of(request), **form.cleaned_data)
    )


@require_POST
@access.page(ability=PLAN, field_class=PROGRAMME)
def allow(request: HttpRequest, code: str, other: str) -> HttpResponse:
    """Takes an exclusion back."""
    _mine(request, code)
    return _done(request, code, lambda: keeping.allow(code=code, other=other, by=access.actor_of(request)))


@require_POST
@access.page(ability=PLAN, field_class=PROGRAMME)
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Ends a programme."""
    _mine(request, code)
    reason = request.POST.get("alasan", "")
    return _done(request, code, lambda: keeping.close(code=code, reason=reason, by=access.actor_of(request)))


def _done(request: HttpRequest, code: str, deed: Any, then: str = "programmes:programme") -> HttpResponse:
    answers.done(request, deed, _("Tersimpan."))
    return answers.lead(request, reverse(then, args=[code]))
