"""My account; people and agencies, for the pengelola."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from selaras.apps.accounts import access, forms, queries, rules, services

MANAGE = rules.Ability.MANAGE
PER_PAGE = 50


@require_GET
@access.signed_in
def me(request: HttpRequest) -> HttpResponse:
    """Who I am here, what I may do where, how I sign in."""
    actor = access.actor_of(request)
    context = {
        "person": queries.user(actor.user_id),
        "grants": described(actor.grants),
        "second_factor": queries.has_second_factor(actor.user_id),
        "purposes": rules.PURPOSES,
    }
    return render(request, "accounts/me.html", context)


@require_POST
@access.signed_in
def purpose(request: HttpRequest) -> HttpResponse:
    """Says what personal data are looked at for, until the session ends."""
    form = forms.ChoosePurpose(request.POST)
    if form.is_valid():
        request.session["tujuan"] = form.cleaned_data["purpose"]
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("accounts:me")
    return redirect(back)


def described(grants: tuple[rules.Grant, ...]) -> list[dict[str, rules.Text]]:
    """Grants with the words of their roles."""
    return [
        {"role": rules.ROLES[g.role].name, "description": rules.ROLES[g.role].description, "scope": g.scope}
        for g in grants
    ]


@require_GET
@access.page(ability=MANAGE)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody whose agency lies in my region."""
    actor = access.actor_of(request)
    found = queries.search(queries.manageable(actor), request.GET.get("cari", ""))
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "accounts/people.html", {"page": shown, "term": request.GET.get("cari", "")})


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
    found = queries.manageable(actor).filter(pk=user_id).first()
    if found is None:
        raise Http404
    context = {
        "person": found,
        "grants": [(grant, rules.ROLES[grant.role]) for grant in found.grants.all() if grant.until is None],
        "roles": rules.ROLES.values(),
        "tokens": queries.tokens(user_id=user_id),
        "role_form": forms.GiveRole(),
        "token_form": forms.GiveToken(),
        "self": found.pk == actor.user_id,
        **more,
    }
    return render(request, "accounts/person.html", context, status=status)


@require_POST
@access.page(ability=MANAGE)
def give_role(request: HttpRequest, user_id: int) -> HttpResponse:
    """Gives a role for a region."""
    form = forms.GiveRole(request.POST)
    if not form.is_valid():
        return _person(request, user_id, status=400, role_form=form)
    services.grant(user_id=_existing(request, user_id), **form.cleaned_data, by=access.actor_of(request))
    return redirect("accounts:person", user_id)


@require_POST
@access.page(ability=MANAGE)
def take_role(request: HttpRequest, user_id: int, grant_id: int) -> HttpResponse:
    """Takes a role back."""
    if not queries.holds(user_id=_existing(request, user_id), grant_id=grant_id):
        raise Http404
    services.take_back(grant_id=grant_id, by=access.actor_of(request))
    return redirect("accounts:person", user_id)


@require_POST
@access.page(ability=MANAGE)
def switch(request: HttpRequest, user_id: int) -> HttpResponse:
    """Switches a person on or off."""
    services.switch(
        user_id=_existing(request, user_id), on=request.POST.get("aktif") == "1", by=access.actor_of(request)
    )
    return redirect("accounts:person", user_id)


@require_POST
@access.page(ability=MANAGE)
def new_password(request: HttpRequest, user_id: int) -> HttpResponse:
    """A new first password for somebody who forgot theirs; shown once."""
    password = services.new_password(user_id=_existing(request, user_id), by=access.actor_of(request))
    return _password_once(request, user_id, password)


@require_POST
@access.page(ability=MANAGE)
def give_token(request: HttpRequest, user_id: int) -> HttpResponse:
    """A key to the API; shown once."""
    form = forms.GiveToken(request.POST)
    if not form.is_valid():
        return _person(request, user_id, status=400, token_form=form)
    text = services.give_token(
        user_id=_existing(request, user_id), **form.cleaned_data, by=access.actor_of(request)
    )
    return _person(request, user_id, token=text)


@require_POST
@access.page(ability=MANAGE)
def end_token(request: HttpRequest, user_id: int, token_id: int) -> HttpResponse:
    """Ends a key to the API."""
    if not queries.tokens(user_id=_existing(request, user_id)).filter(pk=token_id).exists():
        raise Http404
    services.end_token(token_id=token_id, by=access.actor_of(request))
    return redirect("accounts:person", user_id)


def _existing(request: HttpRequest, user_id: int) -> int:
    """The id of a person this pengelola manages; 404 for any other, whether they exist or not."""
    found = (
        queries.manageable(access.actor_of(request)).filter(pk=user_id).values_list("pk", flat=True).first()
    )
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@access.page(ability=MANAGE)
def agencies(request: HttpRequest) -> HttpResponse:
    """Agencies, and a form to add one."""
    actor = access.actor_of(request)
    form = forms.AddAgency(request.POST or None)
    if form.is_valid():
        wanted = {**form.cleaned_data, "kind": rules.AgencyKind(form.cleaned_data["kind"])}
        try:
            with transaction.atomic():
                services.add_agency(**wanted, by=actor)
        except IntegrityError:
            form.add_error("code", _("Kode ini sudah dipakai instansi lain."))
        else:
            return redirect("accounts:agencies")
    context = {"agencies": queries.manageable_agencies(actor), "form": form, "kinds": rules.AGENCY_KINDS}
    return render(request, "accounts/agencies.html", context, status=400 if form.errors else 200)
