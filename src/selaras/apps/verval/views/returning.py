"""Pages: what of a campaign may go back into the registry, and the deed itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from selaras.apps.accounts import access, rules
from selaras.apps.intake import queries as intake
from selaras.apps.intake import words as states
from selaras.apps.verval.queries import campaigns
from selaras.apps.verval.queries import returning as queries
from selaras.apps.verval.rules import edition, labels
from selaras.apps.verval.rules.words import CampaignState
from selaras.apps.verval.services import returning as services
from selaras.apps.verval.views.campaigns import found_or_404
from selaras.kernel import errors
from selaras.shell import words

LEAD, SENSITIVE = rules.Ability.LEAD, rules.FieldClass.SENSITIVE


def _return(actor: rules.Actor, row: Any) -> dict[str, Any]:
    """An edition that was made, and how far intake is with it; without a link where this person may not open it."""
    sent = intake.delivery(actor, row.delivery)
    return {
        "row": row,
        "delivery": sent.pk if sent else None,
        "state": states.STATES[sent.state] if sent else "",
    }


@require_http_methods(["GET", "POST"])
@access.page(ability=LEAD, field_class=SENSITIVE)
def back(request: HttpRequest, reference: str) -> HttpResponse:
    """Shows what is settled; by POST delivers it to intake, where a steward decides."""
    campaign, actor = found_or_404(request, reference, LEAD), access.actor_of(request)
    may_send = rules.may(actor, rules.Ability.SEND, campaign.wilayah) and rules.may(
        actor, LEAD, campaign.wilayah, SENSITIVE
    )
    if request.method == "POST" and may_send:
        try:
            made = services.send_back(campaign=campaign, by=actor)
        except errors.SelarasError as error:
            messages.warning(request, words.error(error))
            return redirect("verval:send_back", reference)
        messages.success(
            request, _("Temuan dikirim ke Data masuk. Wali data memeriksa dan menerimanya di sana.")
        )
        return redirect("intake:delivery", made.delivery)
    settled = queries.settled(campaigns.by_id(campaign.pk) or campaign)
    outcomes: dict[str, int] = {}
    for row in settled.rows:
        outcomes[row.outcome] = outcomes.get(row.outcome, 0) + 1
    context = {
        "campaign": campaign, "settled": settled, "clear": len(settled.rows), "ended": campaign.state == CampaignState.ENDED, "may_send": may_send,
        "going": sum(edition.goes_back(row) for row in settled.rows), "region_code": campaign.wilayah,
        "outcomes": [(labels.outcome(code), n) for code, n in sorted(outcomes.items(), key=lambda pair: -pair[1])],
        "returns": [
            _return(actor, each) for each in queries.returns(campaign)
        ],
    }  # fmt: skip
    return render(request, "verval/send_back.html", context)
