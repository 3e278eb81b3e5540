"""The home page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from selaras.apps.accounts import access, rules
from selaras.apps.home import queries, tasks
from selaras.apps.intake import presenting
from selaras.apps.intake import queries as intake


@require_GET
@access.signed_in
def home(request: HttpRequest) -> HttpResponse:
    """What waits for me, what changed, how fresh each source is."""
    actor = access.actor_of(request)
    sees = rules.may(actor, rules.Ability.SEE)
    context = {
        "roles": [rules.ROLES[grant.role] for grant in actor.grants],
        "standing": queries.standing(actor),
        "sees": sees,
        "waiting": tasks.waiting(actor),
        "changes": queries.changes(actor) if sees else [],
        "fresh": [presenting.fresh(one) for one in intake.freshness(actor, timezone.localdate())],
        "rebuilding": sees and queries.rebuilding(),
        "may_send": rules.may(actor, rules.Ability.SEND, field_class=rules.FieldClass.IDENTITY),
        "may_accept": rules.may(actor, rules.Ability.ACCEPT, field_class=rules.FieldClass.IDENTITY),
    }
    return render(request, "home/home.html", context)
