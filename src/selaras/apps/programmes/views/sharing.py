"""Lists of recipients an agency brings, and two agencies that compare theirs. Open to agencies from outside: nobody's data but their own
are on these pages, and of the other's what both agreed to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as accounts
from selaras.apps.audit import services as audit
from selaras.apps.discrepancies import queries as families
from selaras.apps.programmes import sharing_forms, showing_sharing
from selaras.apps.programmes.queries import asking
from selaras.apps.programmes.queries import sharing as queries
from selaras.apps.programmes.rules import sharing as rules
from selaras.apps.programmes.services import sharing as services
from selaras.kernel import errors
from selaras.shell import answers, words

PLAN = accounts.Ability.PLAN
PER_PAGE = 100


def _lists(request: HttpRequest, form: sharing_forms.Bring | None = None, status: int = 200) -> HttpResponse:
    actor = access.actor_of(request)
    mine = list(queries.own(actor))
    context = {
        "form": form or sharing_forms.Bring(programmes=mine), "mine": mine,
        "lists": [showing_sharing.brought(each) for each in queries.lists(actor)[:50]],
    }  # fmt: skip
    return render(request, "programmes/lists.html", context, status=status)


@require_GET
@access.page(ability=PLAN)
def lists(request: HttpRequest) -> HttpResponse:
    """Lists my agency brought of who has its programmes, and the door for a new one."""
    return _lists(request)


@require_POST
@access.page(ability=PLAN)
def bring(request: HttpRequest) -> HttpResponse:
    """Takes a list in; what was not taken is said row by row."""
    actor = access.actor_of(request)
    form = sharing_forms.Bring(request.POST, request.FILES, programmes=list(queries.own(actor)))
    if not form.is_valid():
        return _lists(request, form, 400)
    given = form.cleaned_data
    agency = people.agencies().filter(code=actor.agency).first()
    try:
        made = services.bring(
            programme=given["programme"], file=services.File(given["file"].name or "", given["file"].read(), given["since"]),
            agency_name=agency.name if agency else actor.agency, by=actor,
        )  # fmt: skip
    except errors.SelarasError as error:
        form.add_error("file", words.error(error))
        return _lists(request, form, 400)
    messages.success(
        request,
        _("%(n)s dari %(all)s baris cocok dengan keluarga di registri.")
        % {"n": made.matched, "all": made.rows},
    )
    return redirect("programmes:list", reference=made.reference)


@require_GET
@access.page(ability=PLAN)
def brought(request: HttpRequest, reference: str) -> HttpResponse:
    """One list: what became of its rows."""
    row = queries.lists(access.actor_of(request)).filter(reference=reference).first()
    if row is None:
        raise Http404
    page = Paginator(row.problems, PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        **showing_sharing.brought(row), "page": page, "address": "?",
        "problems": [(number, showing_sharing.PROBLEMS.get(code, code)) for number, code in page.object_list],
        "cut": row.rows - row.matched > len(row.problems),
    }  # fmt: skip
    return render(request, "programmes/list.html", context)


@require_POST
@access.page(ability=PLAN)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Takes a list back."""
    actor = access.actor_of(request)
    if not queries.lists(actor).filter(reference=reference).exists():
        raise Http404
    services.withdraw(reference=reference, by=actor)
    messages.success(request, _("Daftar ditarik. Keluarganya tidak lagi dihitung menerima program ini."))
    return redirect("programmes:lists")


def _agreements(
    request: HttpRequest, form: sharing_forms.Propose | None = None, status: int = 200
) -> HttpResponse:
    actor, today = access.actor_of(request), timezone.localdate()
    mine, others = list(queries.own(actor)), list(queries.others(actor))
    context = {
        "form": form or sharing_forms.Propose(mine=mine, others=others), "may_ask": bool(mine and others), "mine": mine,
        "agreements": [showing_sharing.agreement(each, actor, today) for each in queries.agreements(actor)[:100]],
    }  # fmt: skip
    return render(request, "programmes/agreements.html", context, status=status)


@require_GET
@access.page(ability=PLAN)
def agreements(request: HttpRequest) -> HttpResponse:
    """With whom my agency compares lists, and the door to ask for it."""
    return _agreements(request)


@require_POST
@access.page(ability=PLAN)
def propose(request: HttpRequest) -> HttpResponse:
    """Asks another agency."""
    actor = access.actor_of(request)
    form = sharing_forms.Propose(
        request.POST, mine=list(queries.own(actor)), others=list(queries.others(actor))
    )
    if not form.is_valid():
        return _agreements(request, form, 400)
    try:
        reference = services.propose(**form.cleaned_data, by=actor)
    except errors.SelarasError as error:
        form.add_error(None, words.error(error))
        return _agreements(request, form, 400)
    messages.success(request, _("Usulan terkirim. Daftarnya baru dibandingkan setelah instansi itu setuju."))
    return redirect("programmes:agreement", reference=reference)


@require_GET
@access.page(ability=PLAN)
def agreement(request: HttpRequest, reference: str) -> HttpResponse:
    """Two lists side by side, as this side may see them."""
    actor, today = access.actor_of(request), timezone.localdate()
    row = queries.agreement(reference, actor)
    if row is None:
        raise Http404
    found = queries.compared(row, actor, today)
    context: dict[str, Any] = {**showing_sharing.agreement(row, actor, today), "found": found}
    if found is not None:
        context |= _both(request, actor, row, found)
        audit.record(
            actor=actor, action="program_banding", object_kind="kesepakatan", object_id=reference,
            detail={"irisan": found.both, "baris": len(context["rows"])},
        )  # fmt: skip
    return render(request, "programmes/agreement.html", context)


def _both(request: HttpRequest, actor: accounts.Actor, row: Any, found: rules.Compared) -> dict[str, Any]:
    """The families in both, a page of them: with names for who may name them, else by the row of the own file."""
    mine, _theirs = queries.sides(row, actor)
    sides = queries.known_by(mine, found.common, timezone.localdate())
    named = asking.may_name(actor, mine.agency)
    shown = sides if named else [each for each in sides if each.row is not None]
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("halaman"))
    held = families.families(actor, [each.reference for each in page.object_list]) if named else {}
    heads = families.people(actor, [each.kepala for each in held.values()]) if named else {}
    rows = [
        {
            "side": each,
            "family": (family := held.get(each.reference)),
            "head": heads.get(family.kepala or "") if family else None,
        }
        for each in page.object_list
    ]
    return {
        "rows": rows, "page": page, "named": named, "address": "?",
        "kecamatan": queries.by_kecamatan(found.common) if named else [], "not_shown": len(sides) - len(shown),
    }  # fmt: skip


@require_POST
@access.page(ability=PLAN)
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Yes or no to what another agency asked."""
    agreed = request.POST.get("jawaban") == "setuju"
    return _do(request, reference, agreed=agreed)


@require_POST
@access.page(ability=PLAN)
def end(request: HttpRequest, reference: str) -> HttpResponse:
    """Ends an agreement."""
    return _do(request, reference, agreed=None)


def _do(request: HttpRequest, reference: str, *, agreed: bool | None) -> HttpResponse:
    actor = access.actor_of(request)
    if queries.agreement(reference, actor) is None:
        raise Http404
    if agreed is None:
        answers.done(
            request, lambda: services.end(reference=reference, by=actor),
            _("Kesepakatan berakhir. Kedua instansi tidak lagi melihat irisannya."),
        )  # fmt: skip
    else:
        answers.done(
            request, lambda: services.answer(reference=reference, agreed=agreed, by=actor), _("Jawaban tersimpan.")
        )  # fmt: skip
    return redirect("programmes:agreement", reference=reference)
