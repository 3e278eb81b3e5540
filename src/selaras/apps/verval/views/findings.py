"""Pages of the supervisor: answers that contradict one another, and all that is known about one family."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts.rules import Ability, FieldClass, may
from selaras.apps.audit import services as audit
from selaras.apps.verval.presenting import findings as presenting
from selaras.apps.verval.queries import campaigns
from selaras.apps.verval.queries import findings as queries
from selaras.apps.verval.services import deciding
from selaras.apps.verval.views.campaigns import found_or_404
from selaras.shell import answers

LEAD, IDENTITY, SENSITIVE = Ability.LEAD, FieldClass.IDENTITY, FieldClass.SENSITIVE
_FIELD = "jawaban:"


@require_GET
@access.page(ability=LEAD, field_class=IDENTITY)
def queue(request: HttpRequest) -> HttpResponse:
    """Families about whom two answers contradict one another, those waiting longest first."""
    actor = access.actor_of(request)
    reference = request.GET.get("kampanye", "")
    campaign = found_or_404(request, reference, LEAD) if reference else None
    found, more = queries.contradictions(actor, campaign)
    audit.record(
        actor=actor, action="temuan_lihat", object_kind="daftar", region=campaign.wilayah if campaign else "",
        detail={"baris": len(found)},
    )  # fmt: skip
    context = {
        "rows": presenting.queue(actor, found), "more": more, "most": queries.MOST, "campaign": campaign,
        "campaigns": list(campaigns.visible(actor, LEAD)[:200]), "held": queries.held(actor).count(),
    }  # fmt: skip
    return render(request, "verval/finding_queue.html", context)


@require_GET
@access.page(ability=LEAD, field_class=IDENTITY)
def family(request: HttpRequest, reference: str) -> HttpResponse:
    """All that is known about one target: what is open, what holds, what lost, who was there, what was decided."""
    return _family(request, reference, {})


def _family(request: HttpRequest, reference: str, given: dict[str, Any], status: int = 200) -> HttpResponse:
    actor = access.actor_of(request)
    told = queries.one(actor, reference)
    if told is None:
        raise Http404
    audit.record(
        actor=actor, action="sasaran_riwayat", object_kind="sasaran", object_id=reference, region=told.target.kode_desa
    )  # fmt: skip
    sensitive = may(actor, LEAD, told.target.kode_desa, SENSITIVE)
    context = {**presenting.family(actor, told, sensitive), **given}
    return render(request, "verval/finding_family.html", context, status=status)


@require_POST
@access.page(ability=LEAD, field_class=IDENTITY)
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """Which answers hold, with the reason."""
    actor = access.actor_of(request)
    told = queries.one(actor, reference)
    if told is None:
        raise Http404
    decided = transaction.atomic(
        lambda: deciding.decide(
            target=reference, picks=_picks(request.POST, told), seen=request.POST.getlist("terlihat"),
            reason=request.POST.get("alasan", ""), by=actor,
        )
    )  # fmt: skip
    said = _("Putusan disimpan untuk %(n)s isian. Jawaban yang lain tetap terbaca di riwayat.")
    answers.done(request, decided, lambda made: said % {"n": len(made)})
    return redirect("verval:finding_family", reference)


def _picks(given: QueryDict, told: queries.Told) -> dict[str, str]:
    """What was chosen: field by field, or one visit for all that is open and that it says something about."""
    everything = given.get("semua", "")
    if everything:
        return {
            name: everything for name in told.finding.open
            if any(everything in voice.keys for voice in told.finding.fields[name].voices)  # type: ignore[union-attr]
        }  # fmt: skip
    return {
        name.removeprefix(_FIELD): str(given[name])
        for name in given
        if name.startswith(_FIELD) and given[name]
    }
