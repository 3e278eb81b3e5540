"""What is done with a plan: reckoned again, changed by hand, proposed, reviewed, approved, sent back, taken out as a file."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.programmes import plan_forms as forms
from selaras.apps.programmes.queries import plans as queries
from selaras.apps.programmes.rules import plans as rules
from selaras.apps.programmes.services import plan_overrides, plan_papers, plans
from selaras.apps.programmes.views.plans import found_or_404
from selaras.kernel import errors
from selaras.shell import answers, words

SEE, IDENTITY = accounts.Ability.SEE, accounts.FieldClass.IDENTITY
PLAN, APPROVE, EXPORT = accounts.Ability.PLAN, accounts.Ability.APPROVE, accounts.Ability.EXPORT


def _done(request: HttpRequest, reference: str, deed: Callable[[], object], said: str) -> HttpResponse:
    """Does it, says what happened, and leads back to the plan."""
    found_or_404(request, reference)
    answers.done(request, deed, said)
    return redirect("programmes:plan", reference)


@require_POST
@access.page(ability=PLAN, field_class=IDENTITY)
def again(request: HttpRequest, reference: str) -> HttpResponse:
    """Reckons a draft again; what persons decided is held."""
    actor = access.actor_of(request)
    return _done(
        request, reference, lambda: plans.again(reference=reference, by=actor), _("Rencana sedang dihitung lagi.")
    )  # fmt: skip


@require_POST
@access.page(ability=PLAN, field_class=IDENTITY)
def change(request: HttpRequest, reference: str, award: int) -> HttpResponse:
    """One family more or less, with a reason."""
    found, actor = found_or_404(request, reference), access.actor_of(request)
    row = queries.awards(found, actor).filter(pk=award).first()
    if row is None:
        raise Http404
    form = forms.Change(request.POST)

    def deed() -> None:
        if not form.is_valid():
            raise errors.SelarasError("rencana_tanpa_alasan")
        told = form.cleaned_data
        plan_overrides.change(award=award, give=told["beri"], reason=told["alasan"], by=actor)

    answers.done(request, deed, _("Putusan dan alasannya dicatat."))
    return redirect("programmes:plan_family", reference, row.keluarga)


@require_POST
@access.page(ability=PLAN, field_class=IDENTITY)
def propose(request: HttpRequest, reference: str) -> HttpResponse:
    """Hands a draft in."""
    actor, seen = access.actor_of(request), answers.seen(request)
    return _done(
        request, reference, lambda: plans.propose(reference=reference, seen=seen, by=actor),
        _("Rencana diajukan. Isinya terkunci sampai diputus atau dikembalikan."),
    )  # fmt: skip


@require_POST
@access.page(ability=APPROVE, field_class=IDENTITY)
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """Reviews, sends back or rejects."""
    said = {
        rules.Act.REVIEW: _("Semua batas dihitung ulang dan dipegang. Rencana dapat disetujui."),
        rules.Act.RETURN: _("Rencana dikembalikan dengan alasan Anda."),
        rules.Act.REJECT: _("Rencana ditolak dengan alasan Anda."),
    }
    try:
        act = rules.Act(request.POST.get("langkah", ""))
    except ValueError:
        raise Http404 from None
    if act not in said:
        raise Http404
    actor, seen, reason = access.actor_of(request), answers.seen(request), request.POST.get("alasan", "")
    return _done(
        request, reference, lambda: plans.decide(reference=reference, act=act, seen=seen, reason=reason, by=actor), said[act]
    )  # fmt: skip


@require_POST
@access.page(ability=APPROVE, field_class=IDENTITY)
def approve(request: HttpRequest, reference: str) -> HttpResponse:
    """Approves by a decree."""
    form = forms.Decree(request.POST)
    told = form.cleaned_data if form.is_valid() else {}
    actor, seen = access.actor_of(request), answers.seen(request)
    return _done(
        request, reference,
        lambda: plan_papers.approve(
            reference=reference, number=told.get("nomor", ""), on=told.get("tanggal"), seen=seen, by=actor
        ),
        _("Rencana disetujui. Naskah SK tersimpan dan dapat diunduh."),
    )  # fmt: skip


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def paper(request: HttpRequest, reference: str) -> HttpResponse:
    """The decree as PDF."""
    found, actor = found_or_404(request, reference), access.actor_of(request)
    if queries.paper(found) is None or not plan_papers.may_read(found, actor):
        raise Http404
    return answers.attachment(plan_papers.read(plan=found, by=actor), f"sk-{reference}.pdf")


@require_POST
@access.page(ability=EXPORT, field_class=IDENTITY)
def export(request: HttpRequest, reference: str) -> HttpResponse:
    """The recipients as XLSX."""
    found = found_or_404(request, reference)
    try:
        made = plan_papers.export(
            plan=found, purpose=request.POST.get("tujuan", ""), reason=request.POST.get("alasan", ""), by=access.actor_of(request)
        )  # fmt: skip
    except errors.SelarasError as error:
        messages.warning(request, words.error(error))
        return redirect("programmes:plan", reference)
    return answers.attachment(made.content, made.name)
