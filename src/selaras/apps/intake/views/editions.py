"""Editions: the list, one of them, and undoing it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access, rules
from selaras.apps.intake import forms, presenting, queries
from selaras.apps.intake import rules as own
from selaras.apps.intake.services import decide
from selaras.shell import answers

ACCEPT, SEE = rules.Ability.ACCEPT, rules.Ability.SEE
PER_PAGE = 50


@require_GET
@access.page(ability=SEE)
def editions(request: HttpRequest) -> HttpResponse:
    """All editions, undone ones too."""
    found = queries.editions(access.actor_of(request))
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("halaman"))
    return render(
        request, "intake/editions.html", {"page": shown, "editions": [presenting.edition(e) for e in shown]}
    )


@require_GET
@access.page(ability=SEE)
def edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """One edition: what it holds, who accepted it, and whether it still counts."""
    actor = access.actor_of(request)
    found = queries.edition(actor, edition_id)
    if found is None:
        raise Http404
    context = {
        "edition": found,
        "told": presenting.edition(found),
        "may_undo": found.state == own.EditionState.COUNTS and rules.may(actor, ACCEPT, found.wilayah),
        "sent": queries.delivery(actor, found.delivery_id),
        "reason_form": forms.Reason(),
    }
    return render(request, "intake/edition.html", context)


@require_POST
@access.page(ability=ACCEPT)
def undo(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Undoes a whole edition."""
    actor = access.actor_of(request)
    if queries.edition(actor, edition_id) is None:
        raise Http404
    reason = request.POST.get("reason", "")
    answers.done(
        request, transaction.atomic(lambda: decide.undo(edition_id=edition_id, reason=reason, by=actor)),
        _("Edisi dibatalkan. Registri sedang disusun ulang tanpa edisi ini."),
    )  # fmt: skip
    return redirect("intake:edition", edition_id)
