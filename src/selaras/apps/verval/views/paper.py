"""Pages: blank forms to print, the sheet to type answers into, and its way back in."""

from __future__ import annotations

import io
from typing import Any

import qrcode  # type: ignore[import-untyped]
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts.rules import Ability, Actor, FieldClass
from selaras.apps.audit import services as audit
from selaras.apps.verval.queries import paper as queries
from selaras.apps.verval.rules import paper, paper_words
from selaras.apps.verval.services import paper as services
from selaras.apps.verval.views.campaigns import found_or_404
from selaras.kernel import errors
from selaras.shell import answers, words

LEAD, IDENTITY = Ability.LEAD, FieldClass.IDENTITY
_HEX = frozenset("0123456789abcdef")
PRINTED = 100
MOST_BYTES = 10 * 1024 * 1024


def _user(request: HttpRequest, actor: Actor, campaign: Any) -> int:
    """The officer asked for; 0 for all. 404 for somebody who is not of this campaign."""
    given = request.GET.get("petugas", "")
    if not given:
        return 0
    known = {str(user): user for user in queries.officers(actor, campaign).values()}
    if given not in known:
        raise Http404
    return known[given]


@require_GET
@access.page(ability=LEAD, field_class=IDENTITY)
def paper_page(request: HttpRequest, reference: str) -> HttpResponse:
    """What paper needs, in three steps: print, type in, send."""
    actor = access.actor_of(request)
    campaign = found_or_404(request, reference, LEAD)
    context = {
        "campaign": campaign, "officers": sorted(queries.officers(actor, campaign).items()),
        "open": len(queries.open_targets(actor, campaign)), "most": queries.MOST, "printed": PRINTED,
    }  # fmt: skip
    return render(request, "verval/paper.html", context)


@require_GET
@access.page(ability=LEAD, field_class=IDENTITY)
def print_forms(request: HttpRequest, reference: str) -> HttpResponse:
    """A blank form per family of an officer's list. The code is the target's; no personal number stands there."""
    actor = access.actor_of(request)
    campaign = found_or_404(request, reference, LEAD)
    user = _user(request, actor, campaign)
    rows = queries.families(actor, queries.open_targets(actor, campaign, user)[:PRINTED])
    audit.record(
        actor=actor, action="kertas_cetak", object_kind="kampanye", object_id=campaign.reference, region=campaign.wilayah,
        detail={"baris": len(rows), "petugas": user},
    )  # fmt: skip
    asked = paper.questions(campaign.instrument.questions)
    context = {
        "campaign": campaign, "rows": [{"row": row, "code": _code(row.target)} for row in rows],
        "questions": [q for q in asked if not q.members], "people": [q for q in asked if q.members],
    }  # fmt: skip
    return render(request, "verval/paper_forms.html", context)


def _code(reference: str) -> str:
    """The QR code of a target as the path of a drawing; modules are one unit."""
    code = qrcode.QRCode(border=0, box_size=1, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(reference)
    code.make(fit=True)
    return "".join(
        f"M{x} {y}h1v1h-1z" for y, line in enumerate(code.get_matrix()) for x, dark in enumerate(line) if dark
    )


@require_GET
@access.page(ability=LEAD, field_class=IDENTITY)
def sheet(request: HttpRequest, reference: str) -> HttpResponse:
    """The sheet to type answers into."""
    actor = access.actor_of(request)
    campaign = found_or_404(request, reference, LEAD)
    user = _user(request, actor, campaign)
    content = services.sheet(campaign=campaign, user=user, by=actor)
    return answers.attachment(content, f"isian-verval-{campaign.reference}.xlsx")


@require_POST
@access.page(ability=LEAD, field_class=IDENTITY)
def look(request: HttpRequest, reference: str) -> HttpResponse:
    """What would be sent and what is wrong, before anything is sent. Leads to an address of its own."""
    actor = access.actor_of(request)
    campaign = found_or_404(request, reference, LEAD)
    sent = request.FILES.get("berkas")
    room = io.BytesIO()
    for piece in sent.chunks() if sent and (sent.size or 0) <= MOST_BYTES else ():
        room.write(piece)
    if not room.getvalue():
        messages.warning(request, _("Pilih lembar isian yang sudah diisi, paling besar 10 MB."))
        return redirect("verval:paper", campaign.reference)
    digest = services.keep(campaign=campaign, content=room.getvalue(), by=actor)
    return redirect("verval:paper_checked", campaign.reference, digest)


def _digest(text: str) -> str:
    if len(text) != 64 or not _HEX.issuperset(text):
        raise Http404
    return text


@require_GET
@access.page(ability=LEAD, field_class=IDENTITY)
def checked(request: HttpRequest, reference: str, digest: str) -> HttpResponse:
    """The sheet line by line."""
    actor = access.actor_of(request)
    campaign = found_or_404(request, reference, LEAD)
    try:
        found = services.check(campaign=campaign, digest=_digest(digest), by=actor)
    except errors.SelarasError as error:
        messages.warning(request, words.error(error))
        return redirect("verval:paper", campaign.reference)
    audit.record(
        actor=actor, action="kertas_periksa", object_kind="kampanye", object_id=campaign.reference,
        region=campaign.wilayah, detail={"baris": len(found)},
    )  # fmt: skip
    rows = [
        {
            "row": each, "state": paper_words.STATES[each.state], "wrong": each.state == services.WRONG,
            "problems": [paper_words.said(problem) for problem in each.problems],
        }
        for each in found
    ]  # fmt: skip
    ready = sum(each.state in {services.NEW, services.FIXES} for each in found)
    context = {"campaign": campaign, "digest": digest, "rows": rows, "ready": ready,
               "wrong": sum(each.state == services.WRONG for each in found)}  # fmt: skip
    return render(request, "verval/paper_checked.html", context)


@require_POST
@access.page(ability=LEAD, field_class=IDENTITY)
def bring(request: HttpRequest, reference: str) -> HttpResponse:
    """Sends the rows that are right."""
    actor = access.actor_of(request)
    campaign = found_or_404(request, reference, LEAD)
    digest = _digest(request.POST.get("sidik", ""))
    try:
        counted = services.bring(campaign=campaign, digest=digest, by=actor)
    except errors.SelarasError as error:
        messages.warning(request, words.error(error))
        return redirect("verval:paper", campaign.reference)
    said = _(
        "%(diterima)s keluarga diterima, %(karantina)s ditahan untuk diperiksa, %(dilewati)s baris dilewati."
    )
    messages.success(request, said % counted)
    return redirect("verval:paper_checked", campaign.reference, digest)
