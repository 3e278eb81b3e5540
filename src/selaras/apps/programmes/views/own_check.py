"""The own check: an office gives a family a ticket; with its code they read where they stand and why, and object."""

from __future__ import annotations

import secrets as random
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.audit import services as audit
from selaras.apps.penetapan.rules import appeals as appeal_rules
from selaras.apps.penetapan.rules import codes
from selaras.apps.penetapan.services import appeals, knocking
from selaras.apps.penetapan.views import public
from selaras.apps.programmes import complaint_forms as forms
from selaras.apps.programmes import showing_public as showing
from selaras.apps.programmes.queries import own_check as queries
from selaras.apps.programmes.services import complaints, tickets
from selaras.kernel import errors
from selaras.shell import answers, drafts, slips, words

DELIBERATE, IDENTITY = accounts.Ability.DELIBERATE, accounts.FieldClass.IDENTITY
CARD, CHECK, _MINUTES = "kartu", "cek", 15


@require_POST
@access.page(ability=DELIBERATE, field_class=IDENTITY)
def issue(request: HttpRequest, reference: str) -> HttpResponse:
    """Gives a family of the own village a ticket; leads to the card with its code."""
    actor = access.actor_of(request)
    if not tickets.may_issue(reference, actor):
        raise Http404
    code = tickets.issue(keluarga=reference, by=actor)
    answer = answers.lead(request, reverse("programmes:ticket"))
    slips.put(answer, code, name=CARD, path=reverse("programmes:ticket"), minutes=_MINUTES)
    return answer


@never_cache
@require_GET
@access.page(ability=DELIBERATE, field_class=IDENTITY)
def ticket(request: HttpRequest) -> HttpResponse:
    """The card to print and hand over: the code, where to type it, until when. Says of nobody whose it is."""
    code = codes.read(slips.read(request, CARD))
    context = {
        "code": codes.shown(code) if code else "", "days": tickets.DAYS, "minutes": _MINUTES,
        "address": request.build_absolute_uri(reverse("programmes:check")),
    }  # fmt: skip
    return render(request, "programmes/ticket.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@access.public
def check(request: HttpRequest) -> HttpResponse:
    """The door: a code leads on, anything else is one answer."""
    if request.method == "GET":
        return render(request, "programmes/check.html", {})
    code = codes.read(request.POST.get("kode", ""))
    if not knocking.may_ask(public.address(request), codes.beginning(code) if code else None):
        often = appeal_rules.limits()["lacak_menit"]
        return render(request, "programmes/check.html", {"often": often}, status=429)
    if tickets.valid(code) is None:
        audit.record(actor=None, action="cek_tidak_dikenal", object_kind=tickets.KIND)
        return render(request, "programmes/check.html", {"unknown": True})
    answer = answers.lead(request, reverse("programmes:check_answer"))
    slips.put(answer, code, name=CHECK, path=reverse("programmes:check"), minutes=_MINUTES)
    return answer


@never_cache
@require_GET
@access.public
def answer(request: HttpRequest) -> HttpResponse:
    """Where the family stands with each programme, why, and what to do."""
    held = _held(request)
    if held is None:
        return render(request, "programmes/check.html", {"over": "cek" in request.COOKIES})
    with tickets.opened(held, getattr(request, "actor", None)) as reader:
        found = queries.standing(held.keluarga, reader, timezone.localdate())
        tickets.looked(held)
    shown = {"groups": showing.standing(found or []), "moved": found is None, "on": timezone.localdate()}
    return render(request, "programmes/check_answer.html", shown)


def _held(request: HttpRequest) -> Any:
    """The ticket this browser brought along, while it is valid."""
    code = codes.read(slips.read(request, CHECK))
    return tickets.valid(code) if code else None


@never_cache
@require_http_methods(["GET", "POST"])
@access.public
def objection(request: HttpRequest, code: str) -> HttpResponse:
    """What the family says about one programme: its data go as an objection, the rest as a complaint. One door, one slip."""
    held = _held(request)
    if held is None:
        return render(request, "programmes/check.html", {"over": "cek" in request.COOKIES})
    back = getattr(request, "actor", None)
    with tickets.opened(held, back) as reader:
        found = queries.standing(held.keluarga, reader, timezone.localdate())
    told = next((each for each in found or [] if each.code == code), None)
    if told is None:
        raise Http404
    context = {"told": told, "shown": showing.told(told)}
    written = drafts.read(request)
    if request.method == "GET" and written is None:
        form = forms.Objection(lines=showing.numbers(told), initial={"key": random.token_urlsafe(24)})
        return render(request, "programmes/check_object.html", {**context, "form": form})
    form = forms.Objection(request.POST if written is None else written, lines=showing.numbers(told))
    if written is not None:
        if drafts.TOO_OFTEN in written:
            form.add_error(None, words.error(errors.SelarasError("aduan_terlalu_sering")))
        return drafts.over(
            request, render(request, "programmes/check_object.html", {**context, "form": form})
        )
    status = 422
    if form.is_valid():
        if knocking.may_send(public.address(request)):
            try:
                with tickets.opened(held, back):
                    sent = _sent(form, held, told)
                return public.with_slip(request, sent)
            except errors.SelarasError as error:
                form.add_error(None, words.error(error))
        else:
            form.add_error(None, words.error(errors.SelarasError("aduan_terlalu_sering")))
            status = 429
    answer = render(request, "programmes/check_object.html", {**context, "form": form}, status=status)
    return drafts.refused(request, answer)


def _sent(form: forms.Objection, held: Any, told: queries.Told) -> str:
    """Sends it on its way; the tracking code."""
    if form.of_data:
        return appeals.send(sent=form.appeal(held.kode_desa, held.keluarga))
    return complaints.send_for(sent=form.complaint(told.code, held.kode_desa, held.keluarga))
