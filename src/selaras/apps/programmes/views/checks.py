"""Pages of samples: drawn once in public, answered by others, told with an interval."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.programmes import delivery_forms as forms
from selaras.apps.programmes.queries import checks as queries
from selaras.apps.programmes.queries import recipients
from selaras.apps.programmes.rules import checks as rules
from selaras.apps.programmes.services import checks as services
from selaras.apps.programmes.services import telling_delivery as telling
from selaras.apps.programmes.views.delivery import found
from selaras.shell import answers

SEE, LEAD, IDENTITY = accounts.Ability.SEE, accounts.Ability.LEAD, accounts.FieldClass.IDENTITY


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """The sample of a cycle and what it says."""
    actor, cycle = access.actor_of(request), found(request, reference)
    rows = queries.rows(cycle, actor)
    known = recipients.of([each.line for each in rows], actor)
    if rows:
        telling.cycle(cycle, "sampel_lihat", actor, baris=len(rows))
    may_answer = accounts.may(actor, LEAD, field_class=IDENTITY)
    context = {
        "cycle": cycle, "region_code": cycle.wilayah, "result": queries.result(rows), "draws": services.may_draw(cycle, actor),
        "form": forms.Sample(),
        "rows": [
            (each, known.get(each.line_id), rules.OUTCOMES[rules.Outcome(each.outcome)] if each.outcome else None,
             forms.Answer(auto_id=f"jawab{each.pk}-%s") if may_answer and not each.outcome else None)
            for each in rows
        ],
    }  # fmt: skip
    return render(request, "programmes/checks.html", context)


@require_POST
@access.page(ability=LEAD, field_class=IDENTITY)
def draw(request: HttpRequest, reference: str) -> HttpResponse:
    """Draws the sample."""
    found(request, reference)
    form = forms.Sample(request.POST)
    told = form.cleaned_data if form.is_valid() else {}
    answers.done(
        request,
        lambda: services.draw(
            reference=reference,
            width=told.get("lebar", 0),
            word=told.get("kata", ""),
            by=access.actor_of(request),
        ),
        _("Sampel ditarik."),
    )
    return redirect("programmes:checks", reference)


@require_POST
@access.page(ability=LEAD, field_class=IDENTITY)
def answer(request: HttpRequest, check: int) -> HttpResponse:
    """Writes what was found at a family."""
    actor = access.actor_of(request)
    one = queries.check(check, actor)
    if one is None:
        raise Http404
    form = forms.Answer(request.POST)
    told = form.cleaned_data if form.is_valid() else {}
    answers.done(
        request,
        lambda: services.answer(
            check=check,
            outcome=told.get("hasil", ""),
            received=told.get("jumlah"),
            note=told.get("catatan", ""),
            by=actor,
        ),
        _("Jawaban disimpan."),
    )
    return redirect("programmes:checks", one.line.cycle.reference)
