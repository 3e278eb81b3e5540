"""Pages of returned files: the reckoning to zero, a preview of a file, what is odd and how it was settled."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.programmes import delivery_forms as forms
from selaras.apps.programmes import handing
from selaras.apps.programmes.queries import delivery as queries
from selaras.apps.programmes.rules import bank as rules
from selaras.apps.programmes.rules import delivery as cycles
from selaras.apps.programmes.rules.words import Entry
from selaras.apps.programmes.services import bank as services
from selaras.apps.programmes.services import sheets
from selaras.apps.programmes.views.delivery import found
from selaras.kernel import errors
from selaras.shell import answers, words

SEE, IDENTITY = accounts.Ability.SEE, accounts.FieldClass.IDENTITY
APPROVE, DELIVER = accounts.Ability.APPROVE, accounts.Ability.DELIVER
_SHOWN = 200


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """The reckoning of a cycle: decided, paid, returned, open, by kecamatan; files and what is odd in them."""
    return render(request, "programmes/bank.html", _context(request, found(request, reference)))


def _context(request: HttpRequest, cycle: Any) -> dict[str, Any]:
    actor = access.actor_of(request)
    files = [_file(each) for each in queries.files(cycle, actor)]
    acts = handing.acts(cycle, actor)
    mine = queries.regions(cycle, actor, APPROVE)
    settles = cycle.state == cycles.CycleState.FROZEN and any(
        accounts.inside(cycle.wilayah, each) for each in mine
    )
    return {
        "cycle": cycle, "standing": handing.standing(cycle, actor), "files": files, "acts": acts,
        "waiting": sum(each["waiting"] for each in files), "settles": settles, "user_id": actor.user_id,
        "form": forms.Bank() if acts.bank else None, "region_code": cycle.wilayah, "zero": _zero(cycle, files, actor),
    }  # fmt: skip


def _zero(cycle: Any, files: list[dict[str, Any]], actor: accounts.Actor) -> bool:
    total = queries.of_cycle(cycle, actor).total.account
    return (
        cycle.state != cycles.CycleState.DRAFT
        and not total.open
        and not any(each["waiting"] for each in files)
    )


def _file(each: Any) -> dict[str, Any]:
    problems = [row | {"said": rules.PROBLEMS[rules.Problem(row["code"])]} for row in each.problems]
    for row in problems:
        row["on"] = dt.date.fromisoformat(row["day"]) if row["day"] else None
        row["takes"] = row["code"] in (rules.Problem.HELD, rules.Problem.ALTERED)
        row["form"] = None if row["settled"] else forms.Settle(auto_id=f"selesai{each.pk}-{row['place']}-%s")
    return {"file": each, "problems": problems, "waiting": sum(not row["settled"] for row in problems)}


@require_POST
@access.page(ability=DELIVER, field_class=IDENTITY)
def look(request: HttpRequest, reference: str) -> HttpResponse:
    """What a file would do; nothing is entered yet."""
    cycle, form = found(request, reference), forms.Bank(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "programmes/bank.html", _context(request, cycle) | {"form": form}, status=422)
    upload = form.cleaned_data["berkas"]
    try:
        if upload.size > sheets.MOST_BYTES:
            raise errors.SelarasError("bank_terlalu_besar", mb=sheets.MOST_BYTES // 1_000_000)
        looked = services.look(cycle=cycle, contents=upload.read(), by=access.actor_of(request))
    except errors.SelarasError as error:
        form.add_error("berkas", words.error(error))
        return render(request, "programmes/bank.html", _context(request, cycle) | {"form": form}, status=422)
    return render(request, "programmes/bank_preview.html", _preview(cycle, looked))


def _preview(cycle: Any, looked: services.Looked) -> dict[str, Any]:
    made = looked.preview
    problems = [(each.row, rules.PROBLEMS[each.problem]) for each in made.problems if each.problem]
    return {
        "cycle": cycle, "looked": looked, "taken": len(made.taken), "known": made.known_before, "rows": len(made.found),
        "paid": made.rupiah(Entry.PAID), "returned": made.rupiah(Entry.RETURNED), "left": looked.left,
        "problems": problems[:_SHOWN], "n_problems": len(problems), "region_code": cycle.wilayah,
        "paid_lines": sum(each.row.kind is Entry.PAID for each in made.taken),
        "returned_lines": sum(each.row.kind is Entry.RETURNED for each in made.taken),
    }  # fmt: skip


@require_POST
@access.page(ability=DELIVER, field_class=IDENTITY)
def accept(request: HttpRequest, reference: str) -> HttpResponse:
    """Takes a file that was looked at."""
    cycle = found(request, reference)
    sha256, seen = request.POST.get("sha256", "")[:64], request.POST.get("dilihat", "")[:64]
    actor = access.actor_of(request)
    try:
        if not (sha256.isalnum() and len(sha256) == 64):
            raise errors.SelarasError("bank_berubah")
        services.accept(cycle=cycle, sha256=sha256, seen=seen, by=actor)
    except errors.SelarasError as error:
        messages.warning(request, words.error(error))
        if error.code == "bank_berubah" and sha256.isalnum() and len(sha256) == 64:
            looked = services.again(cycle=cycle, sha256=sha256, by=actor)
            return render(request, "programmes/bank_preview.html", _preview(cycle, looked), status=409)
        return redirect("programmes:bank", reference)
    messages.success(request, _("Berkas diterima dan dicatat di buku."))
    return redirect("programmes:bank", reference)


@require_POST
@access.page(ability=APPROVE, field_class=IDENTITY)
def settle(request: HttpRequest, reference: str, file: int, place: int) -> HttpResponse:
    """Settles an odd row with a reason."""
    cycle, why = found(request, reference), request.POST.get("alasan", "")
    take, actor = request.POST.get("cara") == "catat", access.actor_of(request)
    answers.done(
        request, lambda: services.settle(cycle=cycle, file=file, place=place, take=take, reason=why, by=actor),
        _("Baris berkas diselesaikan dengan alasan Anda."),
    )  # fmt: skip
    return redirect("programmes:bank", reference)
