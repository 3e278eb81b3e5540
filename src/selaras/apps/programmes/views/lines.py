"""Pages of one line: who, what became of it entry by entry, with what shows it, and what may be done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.programmes import delivery_forms as forms
from selaras.apps.programmes import line_showing as showing
from selaras.apps.programmes.queries import delivery as queries
from selaras.apps.programmes.rules import delivery as rules
from selaras.apps.programmes.rules import words as lists
from selaras.apps.programmes.services import delivery as services
from selaras.apps.programmes.services import proofs, replacing, telling_delivery
from selaras.shell import answers

SEE, IDENTITY = accounts.Ability.SEE, accounts.FieldClass.IDENTITY
PLAN, APPROVE, DELIVER = accounts.Ability.PLAN, accounts.Ability.APPROVE, accounts.Ability.DELIVER


def _found(request: HttpRequest, number: str) -> Any:
    found = queries.line(number[:20], access.actor_of(request))
    if found is None:
        raise Http404
    return found


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def line(request: HttpRequest, number: str) -> HttpResponse:
    """One line."""
    actor, found = access.actor_of(request), _found(request, number)
    telling_delivery.line(found, "baris_lihat", actor)
    context = showing.of(found, actor) | {"region_code": found.kode_desa}
    return render(request, "programmes/delivery_line.html", context)


@require_POST
@access.page(ability=PLAN, field_class=IDENTITY)
def release(request: HttpRequest, number: str) -> HttpResponse:
    """Lets a held line go on."""
    found, why = _found(request, number), request.POST.get("alasan", "")
    answers.done(
        request, lambda: services.release(number=found.number, reason=why, by=access.actor_of(request)),
        _("Baris dilepas dan dapat disalurkan."),
    )  # fmt: skip
    return redirect("programmes:delivery_line", found.number)


@require_POST
@access.page(ability=PLAN, field_class=IDENTITY)
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """Takes back what was decided and not paid."""
    found, why = _found(request, number), request.POST.get("alasan", "")
    answers.done(
        request, lambda: services.cancel(number=found.number, reason=why, by=access.actor_of(request)),
        _("Yang belum tersalur ditarik kembali."),
    )  # fmt: skip
    return redirect("programmes:delivery_line", found.number)


@require_POST
@access.page(ability=PLAN, field_class=IDENTITY)
def replace(request: HttpRequest, number: str) -> HttpResponse:
    """Serves the next of the queue instead."""
    found, why = _found(request, number), request.POST.get("alasan", "")
    expected, actor = request.POST.get("keluarga", "")[:13], access.actor_of(request)
    ok = answers.done(
        request, lambda: replacing.replace(number=found.number, expected=expected, reason=why, by=actor),
        _("Penggantinya dari antrean sudah masuk daftar."),
    )  # fmt: skip
    new = showing.replacement(found) if ok else None
    return redirect("programmes:delivery_line", new.number if new else found.number)


@require_POST
@access.page(ability=APPROVE, field_class=IDENTITY)
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """Sets right how much arrived."""
    found, form = _found(request, number), forms.Correct(request.POST)
    if not form.is_valid():
        return _again(request, found, {"correct_form": form})
    told = form.cleaned_data
    answers.done(
        request,
        lambda: services.correct(
            number=found.number, paid=told["jumlah"], reason=told["alasan"], by=access.actor_of(request)
        ),
        _("Koreksi dicatat di buku."),
    )
    return redirect("programmes:delivery_line", found.number)


@require_POST
@access.page(ability=DELIVER, field_class=IDENTITY)
def hand_over(request: HttpRequest, number: str) -> HttpResponse:
    """Enters a hand-over by a village."""
    found = _found(request, number)
    form = forms.Hand(
        request.POST,
        request.FILES,
        village=rules.for_villages(found.cycle.programme.unit),
        auto_id="serah_%s",
    )
    if not form.is_valid():
        return _again(request, found, {"hand_form": form})
    told = form.cleaned_data
    answers.done(
        request,
        lambda: proofs.hand_over(
            number=found.number,
            told=_handed(told, request.POST.get("coretan", "")),
            by=access.actor_of(request),
        ),
        _("Penyerahan dicatat."),
    )
    return redirect("programmes:delivery_line", found.number)


@require_POST
@access.page(ability=DELIVER, field_class=IDENTITY)
def add_proof(request: HttpRequest, number: str) -> HttpResponse:
    """Keeps what shows that it arrived at a village."""
    found, form = _found(request, number), forms.Minutes(request.POST, request.FILES, auto_id="bukti_%s")
    if not form.is_valid():
        return _again(request, found, {"minutes_form": form})
    told = form.cleaned_data
    answers.done(
        request,
        lambda: proofs.add(
            number=found.number,
            contents=told["bukti"].read(),
            kind=rules.ProofKind(told["jenis"]),
            by=access.actor_of(request),
        ),
        _("Bukti tersimpan."),
    )
    return redirect("programmes:delivery_line", found.number)


def _handed(told: dict[str, Any], drawing: str) -> proofs.Handed:
    """What was filled in: a file goes before what was drawn. Raises SelarasError serah_coretan_salah."""
    day: dt.date = told["tanggal"]
    if told["bukti"] or not drawing:
        contents, kind = told["bukti"].read() if told["bukti"] else b"", rules.ProofKind(told["jenis"])
    else:
        contents, kind = proofs.drawn(drawing), rules.ProofKind.DRAWN
    return proofs.Handed(lists.Entry(told["hasil"]), day, told["alasan"], contents, kind)


def _again(request: HttpRequest, found: Any, forms_: dict[str, Any]) -> HttpResponse:
    context = showing.of(found, access.actor_of(request)) | forms_ | {"region_code": found.kode_desa}
    return render(request, "programmes/delivery_line.html", context, status=422)


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def proof(request: HttpRequest, number: str, proof: int) -> HttpResponse:
    """A photo, shown, or a signed paper, to save: neither is ours."""
    told = proofs.read(line=_found(request, number), proof=proof, by=access.actor_of(request))
    if told is None:
        raise Http404
    form, contents = told
    return answers.brought(contents, f"bukti-{number}.{form}")
