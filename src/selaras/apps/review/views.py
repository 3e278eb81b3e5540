"""Pages of review: the queue, one pair at a time, decided by mouse or keyboard."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.audit import services as audit
from selaras.apps.registry import queries as registry
from selaras.apps.review import queries, rules, services
from selaras.kernel import angka, errors
from selaras.shell import answers, words

_PERSON = re.compile(r"P[0-9A-Z]{12}")
REVIEW, IDENTITY = accounts.Ability.REVIEW, accounts.FieldClass.IDENTITY


@require_GET
@access.page(ability=REVIEW, field_class=IDENTITY)
def queue(request: HttpRequest) -> HttpResponse:
    """The next pair, or word that nothing waits."""
    actor = access.actor_of(request)
    first = queries.queue(actor).first()
    if first is None:
        context = {"total": queries.visible(actor).count(), "latest": queries.latest(actor)}
        return render(request, "review/done.html", context)
    return redirect("review:pair", first.pk)


@require_GET
@access.page(ability=REVIEW, field_class=IDENTITY)
def pair(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """Two rows side by side."""
    actor = access.actor_of(request)
    found = queries.candidate(candidate_id, actor)
    shown = queries.sides(found) if found else None
    if found is None or shown is None:
        raise Http404
    audit.record(
        actor=actor,
        action="tinjau_lihat",
        object_kind="pasangan",
        object_id=candidate_id,
        region=found.kode_desa or "",
    )
    waiting = queries.queue(actor)
    context = {
        "shown": shown, "candidate": found, "latest": queries.latest(actor), "waiting": waiting.count(),
        "reason": rules.REASONS.get(found.reason, found.reason),
        "together": queries.together(queries.between_families(found, actor)), "region_code": found.kode_desa or "",
        "second": {word: rules.needs_second(word, rules.Pair(found.weight, shown.niks_differ)) for word in rules.WORDS},
    }  # fmt: skip
    return render(request, "review/pair.html", context)


def _chosen(request: HttpRequest) -> set[int]:
    return {key for text in request.POST.getlist("pasangan") if (key := angka.whole(text)) is not None}


@require_POST
@access.page(ability=REVIEW, field_class=IDENTITY)
def decide(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """Keeps a decision and leads to the next pair."""
    actor = access.actor_of(request)
    found = queries.candidate(candidate_id, actor)
    if found is None:
        raise Http404
    word, note = request.POST.get("putusan", ""), request.POST.get("catatan", "")
    try:
        if word == "keluarga":
            merged = services.merge_families(candidate=found, pairs=_chosen(request), note=note, by=actor)
            text = ngettext(
                "Kedua keluarga menjadi satu mulai susunan berikutnya; %(n)s pasangan diputuskan sama.",
                "Kedua keluarga menjadi satu mulai susunan berikutnya; %(n)s pasangan diputuskan sama.",
                merged.pairs,
            )
            messages.success(request, text % {"n": merged.pairs})
            if merged.waits:
                messages.info(request, _("Putusan disimpan dan menunggu peninjau kedua."))
        else:
            made = services.decide(candidate=found, decision=word, note=note, by=actor)
            if made.second and made.settled is None and made.ended is None:
                messages.info(request, _("Putusan disimpan dan menunggu peninjau kedua."))
    except errors.SelarasError as error:
        messages.warning(request, words.error(error))
    return redirect("review:queue")


@require_POST
@access.page(ability=REVIEW, field_class=IDENTITY)
def part(request: HttpRequest, reference: str) -> HttpResponse:
    """Un-merge from the page of a person."""
    actor = access.actor_of(request)
    found = registry.person(reference, actor=actor)
    place = angka.whole(request.POST.get("baris", ""), 9)
    if found is None or place is None:
        raise Http404
    note = request.POST.get("catatan", "")
    said = _("Baris itu dipisahkan dari %(count)s baris lain mulai susunan berikutnya.")
    answers.done(
        request, lambda: services.part(person=found, place=place, note=note, by=actor),
        lambda count: said % {"count": count},
    )  # fmt: skip
    return redirect("registry:person", reference)


@require_POST
@access.page(ability=REVIEW, field_class=IDENTITY)
def take_back(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Ends a decision."""
    try:
        services.take_back(decision_id=decision_id, by=access.actor_of(request))
    except errors.SelarasError:
        raise Http404 from None
    messages.success(request, _("Putusan dicabut. Susunan berikutnya menimbang sendiri kedua baris itu."))
    person = request.POST.get("kembali", "")
    if _PERSON.fullmatch(person):
        return redirect("registry:person", person)
    return redirect("review:queue")
