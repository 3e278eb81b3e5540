"""Pages of packages: what waits for me, one package with its way, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.audit import services as audit
from selaras.apps.penetapan import forms, showing
from selaras.apps.penetapan.queries import packages as queries
from selaras.apps.penetapan.queries import proposed
from selaras.apps.penetapan.rules import packages as rules
from selaras.apps.penetapan.services import decree as decrees
from selaras.apps.penetapan.services import packages, proposals
from selaras.apps.verval.rules import labels
from selaras.kernel import angka, errors
from selaras.shell import answers, words

SEE, IDENTITY = accounts.Ability.SEE, accounts.FieldClass.IDENTITY
SIGN, DELIBERATE = accounts.Ability.SIGN, accounts.Ability.DELIBERATE


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def overview(request: HttpRequest) -> HttpResponse:
    """Packages that wait for me, villages that may make one, and all others."""
    actor = access.actor_of(request)
    waiting = queries.waiting(actor)
    mine = {each.pk for each in waiting}
    others = [each for each in queries.visible(actor)[: showing.MOST] if each.pk not in mine]
    context = {
        "waiting": [showing.line(each) for each in waiting],
        "others": [showing.line(each) for each in others],
        "ready": proposed.ready(actor) if accounts.may(actor, DELIBERATE, field_class=IDENTITY) else [],
    }
    return render(request, "penetapan/packages.html", context)


def _found(request: HttpRequest, reference: str) -> Any:
    found = queries.package(reference, access.actor_of(request))
    if found is None:
        raise Http404
    return found


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def package(request: HttpRequest, reference: str) -> HttpResponse:
    """One package: where it stands, what stands in it, what may be done, and what was done."""
    actor = access.actor_of(request)
    found = _found(request, reference)
    shown = showing.of(found, actor)
    audit.record(
        actor=actor,
        action="paket_lihat",
        object_kind=packages.KIND,
        object_id=reference,
        region=found.kode_desa,
    )
    context = {
        "shown": shown, "package": found, "region_code": found.kode_desa, "decree_form": forms.Decree(),
        "proposal_form": forms.Proposal(), "acts": {act.name: act.value for act in rules.RETURNS}, "outcomes": labels.OUTCOMES,
    }  # fmt: skip
    return render(request, "penetapan/package.html", context)


@require_POST
@access.page(ability=DELIBERATE, field_class=IDENTITY)
def make(request: HttpRequest) -> HttpResponse:
    """Makes a package of what a campaign settled in a village."""
    actor = access.actor_of(request)
    campaign, code = request.POST.get("kampanye", "")[:12], request.POST.get("kode", "")[:13]
    if proposed.campaign(campaign, actor) is None or not accounts.may(
        actor, DELIBERATE, code or "-", IDENTITY
    ):
        raise Http404
    try:
        made = packages.make_of(campaign=campaign, kode_desa=code, by=actor)
    except errors.SelarasError as error:
        messages.warning(request, words.error(error))
        return redirect("penetapan:packages")
    messages.success(
        request, _("Paket dibuat. Periksa isinya, lalu minta kepala desa atau lurah menandatangani.")
    )
    return redirect("penetapan:package", made.reference)


@require_POST
@access.page(ability=SIGN, field_class=IDENTITY)
def sign(request: HttpRequest, reference: str) -> HttpResponse:
    """Signs and sends on."""
    _found(request, reference)
    actor, seen, note = access.actor_of(request), answers.seen(request), request.POST.get("catatan", "")
    answers.done(
        request, lambda: packages.sign(reference=reference, seen=seen, by=actor, note=note),
        _("Paket ditandatangani dan diteruskan."),
    )  # fmt: skip
    return redirect("penetapan:package", reference)


@require_POST
@access.page(ability=SIGN, field_class=IDENTITY)
def give_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Sends back: one step, to the village, or single rows."""
    _found(request, reference)
    try:
        act = rules.Act(request.POST.get("langkah", ""))
    except ValueError:
        raise Http404 from None
    if act not in rules.RETURNS:
        raise Http404
    reason = request.POST.get("alasan", "")
    keys = [key for text in request.POST.getlist("baris") if (key := angka.whole(text)) is not None]
    answers.done(
        request,
        lambda: packages.give_back(
            reference=reference, act=act, seen=answers.seen(request), reason=reason, by=access.actor_of(request),
            rows={key: request.POST.get(f"alasan_{key}", "") or reason for key in keys},
        ),
        _("Paket dikembalikan dengan alasan Anda."),
    )  # fmt: skip
    return redirect("penetapan:package", reference)


@require_POST
@access.page(ability=SIGN, field_class=IDENTITY)
def decree(request: HttpRequest, reference: str) -> HttpResponse:
    """Sets the package by an SK."""
    _found(request, reference)
    form = forms.Decree(request.POST)
    told = form.cleaned_data if form.is_valid() else {}
    answers.done(
        request,
        lambda: decrees.set_by(
            reference=reference, number=told.get("nomor", ""), on=told.get("tanggal"), seen=answers.seen(request),
            by=access.actor_of(request),
        ),
        _("Paket ditetapkan. Naskah SK tersimpan dan dapat diunduh."),
    )  # fmt: skip
    return redirect("penetapan:package", reference)


@require_POST
@access.page(ability=DELIBERATE, field_class=IDENTITY)
def row(request: HttpRequest, reference: str, item_id: int) -> HttpResponse:
    """Corrects an open row, or takes it out."""
    found = _found(request, reference)
    if item_id not in {item.pk for item in queries.items(found)}:
        raise Http404
    actor, form = access.actor_of(request), forms.Row(request.POST)

    def change() -> None:
        if not form.is_valid():
            raise errors.SelarasError("paket_hasil_asing")
        told = form.cleaned_data
        packages.change(item_id=item_id, outcome=told["hasil"], reason=told["alasan"], by=actor)

    if "keluarkan" in request.POST:
        reason = request.POST.get("alasan", "")
        answers.done(
            request, lambda: packages.drop(item_id=item_id, reason=reason, by=actor),
            _("Keluarga dikeluarkan dari paket; datanya di registri tidak berubah."),
        )  # fmt: skip
    else:
        answers.done(request, change, _("Baris diperbarui."))
    return redirect("penetapan:package", reference)


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def paper(request: HttpRequest, reference: str) -> HttpResponse:
    """The SK as PDF."""
    found = _found(request, reference)
    if queries.decree(found) is None:
        raise Http404
    return answers.attachment(decrees.read(package=found, by=access.actor_of(request)), f"sk-{reference}.pdf")


@require_POST
@access.page(ability=accounts.Ability.EXPORT, field_class=IDENTITY)
def proposal(request: HttpRequest, reference: str) -> HttpResponse:
    """A file for SIKS-NG or DTSEN."""
    found = _found(request, reference)
    # Who exports but may not open numbers is not shown the form: for them there is no such file.
    if not accounts.may(access.actor_of(request), accounts.Ability.REVEAL, found.kode_desa, IDENTITY):
        raise Http404
    form = forms.Proposal(request.POST)
    told = form.cleaned_data if form.is_valid() else {}
    try:
        why = proposals.Why(told.get("tujuan", ""), told.get("alasan", ""))
        made = proposals.export(
            package=found, layout=request.POST.get("bentuk", ""), why=why, by=access.actor_of(request)
        )
    except errors.SelarasError as error:
        messages.warning(request, words.error(error))
        return redirect("penetapan:package", reference)
    return answers.attachment(made.content, made.name)
