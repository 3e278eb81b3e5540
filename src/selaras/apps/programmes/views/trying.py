"""A version of a rule: what it changes, what it would do, one known family, and the decision of a second person."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.audit import services as audit
from selaras.apps.programmes import showing_rules
from selaras.apps.programmes.queries import editing as queries
from selaras.apps.programmes.queries import facts
from selaras.apps.programmes.queries import trying as trials
from selaras.apps.programmes.services import editing as services
from selaras.apps.programmes.services import trying
from selaras.apps.programmes.views.editing import address, version
from selaras.apps.wilayah import rules as regions
from selaras.kernel import errors
from selaras.shell import answers, words

SEE, PLAN, APPROVE = accounts.Ability.SEE, accounts.Ability.PLAN, accounts.Ability.APPROVE
PROGRAMME, IDENTITY = accounts.FieldClass.PROGRAMME, accounts.FieldClass.IDENTITY
PER_PAGE = 30
WHICH = ("masuk", "keluar", "belum_tahu", "sesudah")


def _open(request: HttpRequest, code: str, number: int) -> Any:
    """A version this person may read: published ones everybody, the others who writes or decides. Raises Http404."""
    found, actor = version(code, number), access.actor_of(request)
    if found.state in queries.PUBLISHED:
        return found
    if not (queries.may_write(actor, found.programme) or queries.may_decide(actor, found.programme)):
        raise Http404
    return found


@require_GET
@access.page(ability=SEE, field_class=PROGRAMME)
def rule(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One version: where it stands, what it changes, what its dry run said, and what may be done with it now."""
    found = _open(request, code, number)
    shown = showing_rules.version_page(found, access.actor_of(request))
    return render(
        request, "programmes/rule.html", {"rule": found, "programme": found.programme, "shown": shown}
    )


@require_POST
@access.page(ability=PLAN, field_class=PROGRAMME)
def run(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Asks everybody in the registry; counts are kept."""
    found = _open(request, code, number)
    answers.done(request, lambda: trying.run(rule=found, by=access.actor_of(request)))
    return answers.lead(request, address(found) + "#uji")


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def listing(request: HttpRequest, code: str, number: int, which: str) -> HttpResponse:
    """Who enters, leaves, or is not known, as far as this person may see them."""
    found, actor = _open(request, code, number), access.actor_of(request)
    if which not in WHICH:
        raise Http404
    place = request.GET.get("wilayah", "")[:13]
    place = place if regions.region(place) else ""
    context: dict[str, Any] = {"rule": found, "programme": found.programme, "which": which, "place": place}
    try:
        trial = trials.trial(found)
    except errors.SelarasError as error:
        return render(request, "programmes/rule_list.html", {**context, "trouble": words.error(error)})
    reach = range(trials.listed(trial, which, actor, place, slice(0)).total)
    page = Paginator(reach, PER_PAGE).get_page(request.GET.get("halaman"))
    shown = slice(max(page.start_index() - 1, 0), page.end_index())
    listed = trials.listed(trial, which, actor, place, shown)
    audit.record(
        actor=actor, action="aturan_daftar", object_kind="program", object_id=code, region=place or found.programme.wilayah,
        detail={"versi": number, "daftar": which, "keluarga": len(listed.families)},
    )  # fmt: skip
    at = reverse("programmes:rule_list", args=[code, number, which])
    context |= {"listed": listed, "page": page, "title": showing_rules.WHICH[which]}
    context["address"] = f"{at}?wilayah={place}" if place else at
    return render(request, "programmes/rule_list.html", context)


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def family(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A version asked of one known family: what each clause found."""
    found, actor = _open(request, code, number), access.actor_of(request)
    typed = request.GET.get("keluarga", "")[:40]
    reference = "".join(typed.split()).upper()[:13]
    context: dict[str, Any] = {
        "rule": found,
        "programme": found.programme,
        "reference": reference,
        "typed": typed,
    }
    if reference:
        on = trials.day(found)
        known = facts.case(reference, actor, on)
        context |= {"on": on, "known": known}
        if known is not None:
            audit.record(
                actor=actor, action="aturan_uji_keluarga", object_kind="keluarga", object_id=reference,
                region=known.keluarga.kode_desa or "", detail={"program": code, "versi": number},
            )  # fmt: skip
            context |= _judged(found, known)
    return render(request, "programmes/rule_family.html", context)


def _judged(found: Any, known: facts.Facts) -> dict[str, Any]:
    try:
        return {"judged": showing_rules.judged(found, known)}
    except errors.SelarasError as error:
        return {"trouble": words.error(error)}


@require_POST
@access.page(ability=APPROVE, field_class=PROGRAMME)
def publish(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A second person makes it the rule."""
    found = _open(request, code, number)
    seen, said = request.POST.get("dilihat", ""), _("Aturan versi %(n)s terbit dan berlaku sejak %(day)s.")
    answers.done(
        request, lambda: services.publish(rule=found, seen=seen, by=access.actor_of(request)),
        lambda made: said % {"n": made.number, "day": words.long_date(made.valid_from)},
    )  # fmt: skip
    return answers.lead(request, address(found))


@require_POST
@access.page(ability=APPROVE, field_class=PROGRAMME)
def give_back(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A second person returns it with a reason."""
    found = _open(request, code, number)
    reason = request.POST.get("alasan", "")
    answers.done(
        request, lambda: services.give_back(rule=found, reason=reason, by=access.actor_of(request)),
        _("Dikembalikan dengan alasan Anda. Aturan yang berlaku tidak berubah."),
    )  # fmt: skip
    return answers.lead(request, address(found))
