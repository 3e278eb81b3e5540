"""My account: who I am here, what I may do where, how I sign in, what is open in my name."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access, forms, queries, rules, services


@require_GET
@access.signed_in
def me(request: HttpRequest) -> HttpResponse:
    """Who I am here, what I may do where, how I sign in."""
    actor = access.actor_of(request)
    context = {
        "person": queries.user(actor.user_id),
        "grants": [(rules.ROLES[grant.role], grant.scope) for grant in actor.grants],
        "second_factor": queries.has_second_factor(actor.user_id),
        "purposes": rules.PURPOSES,
        "sessions": queries.sessions(user_id=actor.user_id).count(),
        "tokens": queries.tokens(user_id=actor.user_id),
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


@require_POST
@access.signed_in
def keys(request: HttpRequest) -> HttpResponse:
    """Whether pages listen to single letters of the keyboard (WCAG 2.1.4)."""
    services.listen_to_keys(on=request.POST.get("pintasan") == "1", by=access.actor_of(request))
    messages.success(request, _("Pilihan pintasan tersimpan."))
    return redirect("accounts:me")


@require_POST
@access.signed_in
def end_own_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """Ends a token that acts in my name."""
    actor = access.actor_of(request)
    if not queries.tokens(user_id=actor.user_id).filter(pk=token_id).exists():
        raise Http404
    services.end_token(token_id=token_id, by=actor)
    messages.success(request, _("Token diakhiri. Sistem yang memakainya ditolak mulai sekarang."))
    return redirect("accounts:me")


@require_GET
@access.signed_in
def roles(request: HttpRequest) -> HttpResponse:
    """What each role may do and see, and what each kind of agency sees at most: from the data the rule uses."""
    actor = access.actor_of(request)
    held = {grant.role for grant in actor.grants}
    told = [
        {
            "role": role,
            "mine": role.code in held,
            "abilities": [text for ability, text in rules.ABILITIES.items() if ability in role.abilities],
            "sees": [name for kind, (name, _what) in rules.FIELD_CLASSES.items() if kind in role.fields],
            "hidden": [
                name for kind, (name, _what) in rules.FIELD_CLASSES.items() if kind not in role.fields
            ],
        }
        for role in rules.ROLES.values()
    ]
    ceilings = [
        (
            name,
            [(words, kind in rules.CEILING[agency]) for kind, (words, _what) in rules.FIELD_CLASSES.items()],
        )
        for agency, name in rules.AGENCY_KINDS.items()
    ]
    context = {"roles": told, "ceilings": ceilings, "field_classes": rules.FIELD_CLASSES.values()}
    return render(request, "accounts/roles.html", context)
