"""People, their roles and tokens, and agencies: for the pengelola.

What changes somebody's rights asks for the password again when it was given more than five minutes ago.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows import reauthentication
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from selaras.apps.accounts import access, forms, queries, rules, services

MANAGE = rules.Ability.MANAGE
PER_PAGE = 50
WITHOUT_ROLE, TOKEN_ENDS = "tanpa-peran", "token-berakhir"
SOON = dt.timedelta(days=14)
View = Callable[..., HttpResponse]


def _sure(view: View) -> View:
    """Asks for the password (or the second factor) again, then leads back to the person; nothing is done before."""

    @functools.wraps(view)
    def asked(request: HttpRequest, user_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        if reauthentication.is_reauthentication_required(request, app="accounts"):
            messages.info(request, _("Pastikan dulu bahwa ini Anda. Sesudah itu, ulangi langkah tadi."))
            back = urlencode({"next": reverse("accounts:person", args=[user_id])})
            return redirect(f"{reverse('account_reauthenticate')}?{back}")
        return view(request, user_id, *args, **kwargs)

    return asked


@require_GET
@access.page(ability=MANAGE)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody whose agency lies in my region."""
    actor = access.actor_of(request)
    found = queries.search(queries.manageable(actor), request.GET.get("cari", ""))
    state = request.GET.get("keadaan", "")
    if state == WITHOUT_ROLE:
        found = queries.without_role(found)
    elif state == TOKEN_ENDS:
        ending = queries.tokens_ending(actor, timezone.now() + SOON)
        found = found.filter(pk__in=ending.values("user_id"))
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("halaman"))
    states = [(WITHOUT_ROLE, _("yang belum punya peran")), (TOKEN_ENDS, _("yang tokennya segera berakhir"))]
    context = {"page": shown, "term": request.GET.get("cari", ""), "state": state, "states": states}
    return render(request, "accounts/people.html", context)


@require_http_methods(["GET", "POST"])
@access.page(ability=MANAGE)
def add_person(request: HttpRequest) -> HttpResponse:
    """Adds a person and shows their first password once."""
    actor = access.actor_of(request)
    offices = [(a.code, a.name) for a in queries.manageable_agencies(actor)]
    form = forms.AddPerson(request.POST or None, agencies=offices)
    if form.is_valid():
        try:
            with transaction.atomic():
                user_id, password = services.add_user(**form.cleaned_data, by=actor)
        except IntegrityError:
            form.add_error("email", _("Surel ini sudah dipakai. Cari orangnya di daftar."))
        else:
            return _password_once(request, user_id, password)
    return render(request, "accounts/add_person.html", {"form": form}, status=400 if form.errors else 200)


def _password_once(request: HttpRequest, user_id: int, password: str) -> HttpResponse:
    return render(
        request, "accounts/password_once.html", {"person": queries.user(user_id), "password": password}
    )


@require_GET
@access.page(ability=MANAGE)
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """One person: roles, tokens, on or off."""
    return _person(request, user_id)


def _person(request: HttpRequest, user_id: int, status: int = 200, **more: object) -> HttpResponse:
    actor = access.actor_of(request)
    found = _managed(request, user_id)
    context = {
        "person": found,
        "grants": [(grant, rules.ROLES[grant.role]) for grant in found.grants.all() if grant.until is None],
        "tokens": queries.tokens(user_id=user_id),
        "regions": forms.regions(found.agency.scope),
        "role_form": forms.GiveRole(auto_id="peran_%s"),
        "token_form": _token_form(found),
        "self": found.pk == actor.user_id,
        **more,
    }
    return render(request, "accounts/person.html", context, status=status)


def _token_form(found: Any, given: QueryDict | None = None) -> forms.GiveToken:
    return forms.GiveToken(given, agency_scope=found.agency.scope, auto_id="token_%s")


@require_POST
@access.page(ability=MANAGE)
@_sure
def give_role(request: HttpRequest, user_id: int) -> HttpResponse:
    """Gives a role for a region."""
    form = forms.GiveRole(request.POST, auto_id="peran_%s")
    if not form.is_valid():
        return _person(request, user_id, status=400, role_form=form)
    services.grant(user_id=_managed(request, user_id).pk, **form.cleaned_data, by=access.actor_of(request))
    messages.success(request, _("Peran diberikan. Berlaku mulai langkah berikutnya orang itu."))
    return redirect("accounts:person", user_id)


@require_POST
@access.page(ability=MANAGE)
def take_role(request: HttpRequest, user_id: int, grant_id: int) -> HttpResponse:
    """Takes a role back."""
    if not queries.holds(user_id=_managed(request, user_id).pk, grant_id=grant_id):
        raise Http404
    services.take_back(grant_id=grant_id, by=access.actor_of(request))
    messages.success(request, _("Peran dicabut. Berlaku mulai langkah berikutnya orang itu."))
    return redirect("accounts:person", user_id)


@require_POST
@access.page(ability=MANAGE)
def switch(request: HttpRequest, user_id: int) -> HttpResponse:
    """Switches a person on or off."""
    services.switch(
        user_id=_managed(request, user_id).pk,
        on=request.POST.get("aktif") == "1",
        by=access.actor_of(request),
    )
    return redirect("accounts:person", user_id)


@require_POST
@access.page(ability=MANAGE)
@_sure
def new_password(request: HttpRequest, user_id: int) -> HttpResponse:
    """A new first password for somebody who forgot theirs; shown once."""
    password = services.new_password(user_id=_managed(request, user_id).pk, by=access.actor_of(request))
    return _password_once(request, user_id, password)


@require_POST
@access.page(ability=MANAGE)
@_sure
def give_token(request: HttpRequest, user_id: int) -> HttpResponse:
    """A key to the API; shown once."""
    found = _managed(request, user_id)
    form = _token_form(found, request.POST)
    if not form.is_valid():
        return _person(request, user_id, status=400, token_form=form)
    text = services.give_token(user_id=found.pk, **form.cleaned_data, by=access.actor_of(request))
    return _person(request, user_id, token=text)


@require_POST
@access.page(ability=MANAGE)
def end_token(request: HttpRequest, user_id: int, token_id: int) -> HttpResponse:
    """Ends a key to the API."""
    if not queries.tokens(user_id=_managed(request, user_id).pk).filter(pk=token_id).exists():
        raise Http404
    services.end_token(token_id=token_id, by=access.actor_of(request))
    messages.success(request, _("Token diakhiri. Sistem yang memakainya ditolak mulai sekarang."))
    return redirect("accounts:person", user_id)


def _managed(request: HttpRequest, user_id: int) -> Any:
    """A person this pengelola manages; 404 for any other, whether they exist or not."""
    found = queries.manageable(access.actor_of(request)).filter(pk=user_id).first()
    if found is None:
        raise Http404
    return found


@require_POST
@access.page(ability=MANAGE)
def agency_duty(request: HttpRequest, code: str) -> HttpResponse:
    """Says what an agency answers for."""
    actor = access.actor_of(request)
    if not queries.manageable_agencies(actor).filter(pk=code).exists():
        raise Http404
    services.set_duty(code=code, duty=request.POST.get("duty", ""), by=actor)
    messages.success(request, _("Urusan instansi tersimpan."))
    return redirect("accounts:agencies")


@require_http_methods(["GET", "POST"])
@access.page(ability=MANAGE)
def agencies(request: HttpRequest) -> HttpResponse:
    """Agencies, and a form to add one."""
    actor = access.actor_of(request)
    form = forms.AddAgency(request.POST or None)
    regions = rules.scopes(actor, MANAGE)
    if form.is_valid():
        wanted = {**form.cleaned_data, "kind": rules.AgencyKind(form.cleaned_data["kind"])}
        try:
            with transaction.atomic():
                services.add_agency(**wanted, by=actor)
        except IntegrityError:
            form.add_error("code", _("Kode ini sudah dipakai instansi lain."))
        else:
            messages.success(request, _("Instansi ditambahkan."))
            return redirect("accounts:agencies")
    offered = [found for region in regions for found in forms.regions(region)]
    context = {
        "agencies": queries.manageable_agencies(actor),
        "form": form,
        "regions": offered,
        "duties": rules.DUTIES,
    }
    return render(request, "accounts/agencies.html", context, status=400 if form.errors else 200)
