"""Pages of accounts: who has none, a file of the bank looked at and taken, and one account opened against a reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.programmes import delivery_forms as forms
from selaras.apps.programmes import handing
from selaras.apps.programmes.queries import accounts as queries
from selaras.apps.programmes.queries import delivery, recipients
from selaras.apps.programmes.rules import accounts as rules
from selaras.apps.programmes.rules import lists as papers
from selaras.apps.programmes.services import account_seals as seals
from selaras.apps.programmes.services import accounts as services
from selaras.apps.programmes.services import lists, sheets
from selaras.apps.programmes.views.delivery import found
from selaras.kernel import errors
from selaras.shell import answers, words

IDENTITY = accounts.FieldClass.IDENTITY
APPROVE, DELIVER, EXPORT = accounts.Ability.APPROVE, accounts.Ability.DELIVER, accounts.Ability.EXPORT
_SHOWN = 200


@require_GET
@access.page(ability=DELIVER, field_class=IDENTITY)
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """Who in a cycle has no account, and what to do about it."""
    return render(request, "programmes/accounts.html", _context(request, found(request, reference)))


def _context(request: HttpRequest, cycle: Any) -> dict[str, Any]:
    actor = access.actor_of(request)
    lacks = queries.lacking(cycle, actor)
    some = list(lacks[:_SHOWN])
    who = recipients.of(some, actor)
    files = [(each, [_said(row) for row in each.problems]) for each in queries.files(cycle)]
    acts = handing.acts(cycle, actor)
    return {
        "cycle": cycle, "region_code": cycle.wilayah, "lacking": lacks.count(), "rows": [(x, who.get(x.pk)) for x in some],
        "shown": _SHOWN, "files": files, "form": forms.Accounts(auto_id="rekening_%s") if acts.accounts else None,
        "opening": handing.opening_form(cycle, actor),
    }  # fmt: skip


def _said(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"said": rules.PROBLEMS[rules.Problem(row["code"])]}


@require_POST
@access.page(ability=EXPORT, field_class=IDENTITY)
def opening(request: HttpRequest, reference: str) -> HttpResponse:
    """The list a bank opens accounts by."""
    cycle, actor = found(request, reference), access.actor_of(request)
    form = forms.Opening(request.POST, numbers=handing.may_open(cycle, actor))
    try:
        if not form.is_valid():
            raise errors.SelarasError("daftar_tanpa_tujuan")
        told = form.cleaned_data
        why = lists.Why(told["tujuan"], told["alasan"], bool(told.get("nik")))
        made = lists.opening(cycle=cycle, form=papers.Form(told["bentuk"]), why=why, by=actor)
    except errors.SelarasError as error:
        messages.warning(request, words.error(error))
        return redirect("programmes:accounts", reference)
    return answers.attachment(made.content, made.name)


@require_POST
@access.page(ability=DELIVER, field_class=IDENTITY)
def look(request: HttpRequest, reference: str) -> HttpResponse:
    """What a file of the bank would do; nothing is kept yet."""
    cycle, form = (
        found(request, reference),
        forms.Accounts(request.POST, request.FILES, auto_id="rekening_%s"),
    )
    if form.is_valid():
        told = form.cleaned_data
        try:
            if told["berkas"].size > sheets.MOST_BYTES:
                raise errors.SelarasError("rekening_terlalu_besar", mb=sheets.MOST_BYTES // 1_000_000)
            letter = services.Letter(told["surat"], told["tanggal"])
            looked = services.look(
                cycle=cycle, contents=told["berkas"].read(), letter=letter, by=access.actor_of(request)
            )
        except errors.SelarasError as error:
            form.add_error("berkas", words.error(error))
        else:
            return render(request, "programmes/accounts_preview.html", _preview(cycle, looked))
    return render(request, "programmes/accounts.html", _context(request, cycle) | {"form": form}, status=422)


def _preview(cycle: Any, looked: services.Looked) -> dict[str, Any]:
    problems = [(each.row, rules.PROBLEMS[each.problem]) for each in looked.problems if each.problem]
    return {
        "cycle": cycle, "looked": looked, "region_code": cycle.wilayah, "rows": len(looked.found), "taken": len(looked.taken),
        "kept": len(looked.found) - len(looked.taken) - len(problems), "problems": problems[:_SHOWN],
        "n_problems": len(problems),
    }  # fmt: skip


@require_POST
@access.page(ability=DELIVER, field_class=IDENTITY)
def accept(request: HttpRequest, reference: str) -> HttpResponse:
    """Takes a file that was looked at."""
    cycle, sha256 = found(request, reference), request.POST.get("sha256", "")[:64]
    try:
        if not (sha256.isalnum() and len(sha256) == 64):
            raise errors.SelarasError("rekening_berubah")
        letter = services.Letter(request.POST.get("surat", "")[:120], _day(request.POST.get("tanggal", "")))
        kept = services.accept(
            cycle=cycle, sha256=sha256, seen=request.POST.get("dilihat", "")[:64], letter=letter, by=access.actor_of(request)
        )  # fmt: skip
    except errors.SelarasError as error:
        messages.warning(request, words.error(error))
        return redirect("programmes:accounts", reference)
    messages.success(request, _("%(n)s rekening disimpan, tersegel.") % {"n": kept.taken})
    return redirect("programmes:accounts", reference)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise errors.SelarasError("rekening_tanpa_surat") from None


def _line(request: HttpRequest, number: str) -> Any:
    line = delivery.line(number[:20], access.actor_of(request))
    if line is None:
        raise Http404
    return line


@require_POST
@access.page(ability=DELIVER, field_class=IDENTITY)
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Shows an account in full, once, against a purpose and a reason."""
    actor, line = access.actor_of(request), _line(request, number)
    context: dict[str, Any] = {"line": line}
    try:
        context["shown"] = seals.reveal(
            line=line, purpose=request.POST.get("tujuan") or actor.purpose, reason=request.POST.get("alasan", ""), by=actor
        )  # fmt: skip
    except errors.SelarasError as error:
        context["trouble"] = error
        status = 429 if error.code == "buka_terlalu_sering" else 400
        answer = render(request, "programmes/account_opened.html", context, status=status)
        # Said in the dialog, which stays open with what was written: the reason can be put right and sent again.
        answer["HX-Retarget"], answer["HX-Reswap"] = "#rekening-salah", "innerHTML"
        return answer
    return render(request, "programmes/account_opened.html", context)


@require_POST
@access.page(ability=APPROVE, field_class=IDENTITY)
def end(request: HttpRequest, number: str) -> HttpResponse:
    """Marks an account as wrong or closed."""
    line, form = _line(request, number), forms.EndAccount(request.POST)
    fault = rules.Fault.CLOSED if form.data.get("cacat") == rules.Fault.CLOSED else rules.Fault.WRONG
    answers.done(
        request,
        lambda: services.end(
            line=line, fault=fault, reason=request.POST.get("alasan", ""), by=access.actor_of(request)
        ),
        _("Rekening ditandai. Rekening baru dapat dibawa dengan berkas bank."),
    )
    return redirect("programmes:delivery_line", line.number)
