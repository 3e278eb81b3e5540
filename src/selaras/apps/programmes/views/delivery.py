"""Pages of cycles: what is under way, a new one, one with its list, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.programmes import delivery_forms as forms
from selaras.apps.programmes import handing
from selaras.apps.programmes.queries import accounts as held
from selaras.apps.programmes.queries import changes, recipients, uncounted
from selaras.apps.programmes.queries import delivery as queries
from selaras.apps.programmes.rules import delivery as rules
from selaras.apps.programmes.rules import lists as papers
from selaras.apps.programmes.services import delivery as services
from selaras.apps.programmes.services import lists, telling_delivery
from selaras.kernel import errors
from selaras.shell import answers, words

SEE, IDENTITY = accounts.Ability.SEE, accounts.FieldClass.IDENTITY
PLAN, APPROVE, DELIVER = accounts.Ability.PLAN, accounts.Ability.APPROVE, accounts.Ability.DELIVER
_A_PAGE, _CYCLES, _LEFT = 50, 20, 100


def found(request: HttpRequest, reference: str) -> Any:
    """The cycle, or 404 where it is not there or not theirs to see."""
    cycle = queries.cycle(reference, access.actor_of(request))
    if cycle is None:
        raise Http404
    return cycle


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def overview(request: HttpRequest) -> HttpResponse:
    """Cycles under way, with what is open of each."""
    actor = access.actor_of(request)
    page = Paginator(queries.cycles(actor), _CYCLES).get_page(request.GET.get("halaman"))
    context = {
        "rows": [handing.row(each, queries.of_cycle(each, actor)) for each in page.object_list], "page": page,
        "address": request.path, "may_make": accounts.may(actor, PLAN, field_class=IDENTITY),
        "may_scan": accounts.may(actor, DELIVER, field_class=IDENTITY),
    }  # fmt: skip
    return render(request, "programmes/deliveries.html", context)


@require_http_methods(["GET", "POST"])
@access.page(ability=PLAN, field_class=IDENTITY)
def begin(request: HttpRequest) -> HttpResponse:
    """A new cycle out of an approved plan."""
    actor = access.actor_of(request)
    offers = handing.offers(actor)
    form = forms.Begin(
        request.POST or None,
        plans=[(key, each.label) for key, each in offers.items()],
        regions=handing.regions(actor),
        differing={key for key, each in offers.items() if each.differs},
        of_villages={key for key, each in offers.items() if rules.for_villages(each.programme.unit)},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = services.make(draft=handing.draft(form.cleaned_data, offers), by=actor)
            except errors.SelarasError as error:
                form.add_error(None, words.error(error))
            else:
                messages.success(
                    request,
                    _("Rancangan tahap tersimpan. Periksa daftarnya, lalu minta penyetuju menguncinya."),
                )
                return redirect("programmes:cycle", made.reference)
    return render(request, "programmes/delivery_new.html", {"form": form, "offers": offers}, status=status)


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def cycle(request: HttpRequest, reference: str) -> HttpResponse:
    """One cycle: where it stands, who is in it, what was found of them, what may be done."""
    actor, one = access.actor_of(request), found(request, reference)
    which = request.GET.get("keadaan", "")
    lines = queries.lines(one, actor).select_related("instead_of")
    shown = lines.filter(state=which) if which in set(rules.STATES) else lines
    page = Paginator(shown, _A_PAGE).get_page(request.GET.get("halaman"))
    some = list(page.object_list)
    trouble = handing.trouble(one, lines) if one.state == rules.CycleState.DRAFT else {}
    left = uncounted.of_cycle(one, actor)
    telling_delivery.cycle(one, "tahap_lihat", actor, **({"belum_ikut": len(left)} if left else {}))
    context = {
        "cycle": one, "uncounted": len(left), "uncounted_rows": handing.uncounted(left[:_LEFT], actor), "region_code": one.wilayah, "page": page, "which": which,
        "of_villages": rules.for_villages(one.programme.unit),
        "rows": handing.lines(
            some, recipients.of(some, actor), trouble, held.tails(one, some, actor),
            changes.listed(one, [each.keluarga for each in some]),
        ),
        "standing": handing.standing(one, actor),
        "address": f"{request.path}?keadaan={which}" if which else request.path, "states": rules.STATES.items(),
        "acts": handing.acts(one, actor), "troubled": len(trouble), "state": rules.CYCLES[rules.CycleState(one.state)],
        "beside": changes.beside(one, lines.values_list("keluarga", flat=True)) if trouble is not None else [],
        "digest": services.digest(one) if one.state == rules.CycleState.DRAFT else one.digest,
        "export": handing.export_form(one, actor), "reason": forms.Reason(auto_id="batal_%s"),
        "planned": handing.planned(lines), "lacking": held.lacking(one, actor).count(), "voucher_form": forms.Vouchers(auto_id="voucher_%s"),
    }  # fmt: skip
    return render(request, "programmes/delivery.html", context)


@require_POST
@access.page(ability=APPROVE, field_class=IDENTITY)
def freeze(request: HttpRequest, reference: str) -> HttpResponse:
    """Fixes the list."""
    found(request, reference)
    seen = request.POST.get("sidik", "")
    answers.done(
        request, lambda: services.freeze(reference=reference, seen=seen, by=access.actor_of(request)),
        _("Daftar dikunci. Yang berubah di registri ditahan dan menunggu keputusan."),
    )  # fmt: skip
    return redirect("programmes:cycle", reference)


@require_POST
@access.page(ability=PLAN, field_class=IDENTITY)
def drop(request: HttpRequest, reference: str) -> HttpResponse:
    """Gives up a draft."""
    found(request, reference)
    why = request.POST.get("alasan", "")
    answers.done(
        request, lambda: services.drop(reference=reference, reason=why, by=access.actor_of(request)),
        _("Rancangan dibatalkan."),
    )  # fmt: skip
    return redirect("programmes:cycle", reference)


@require_POST
@access.page(ability=PLAN, field_class=IDENTITY)
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """Ends a cycle at zero."""
    found(request, reference)
    answers.done(
        request, lambda: services.close(reference=reference, by=access.actor_of(request)),
        _("Tahap ditutup. Tidak ada rupiah yang terbuka."),
    )  # fmt: skip
    return redirect("programmes:cycle", reference)


@require_POST
@access.page(ability=DELIVER, field_class=IDENTITY)
def recheck(request: HttpRequest, reference: str) -> HttpResponse:
    """Holds open lines against the newest registry."""
    one = found(request, reference)
    held = services.recheck(cycle=one, by=access.actor_of(request))
    messages.success(request, _("Diperiksa dengan registri terbaru. %(n)s baris baru ditahan.") % {"n": held})
    return redirect("programmes:cycle", reference)


@require_POST
@access.page(ability=DELIVER, field_class=IDENTITY)
def listing(request: HttpRequest, reference: str) -> HttpResponse:
    """A list for the bank, PT Pos or a village."""
    one, actor = found(request, reference), access.actor_of(request)
    form = forms.Export(request.POST, numbers=handing.may_open(one, actor))
    try:
        if not form.is_valid():
            raise errors.SelarasError("daftar_tanpa_tujuan")
        told = form.cleaned_data
        why = lists.Why(told["tujuan"], told["alasan"], bool(told.get("nik")))
        made = lists.export(cycle=one, form=papers.Form(told["bentuk"]), why=why, by=actor)
    except errors.SelarasError as error:
        messages.warning(request, words.error(error))
        return redirect("programmes:cycle", reference)
    return answers.attachment(made.content, made.name)
