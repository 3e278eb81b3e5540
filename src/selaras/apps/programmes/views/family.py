"""The sheet of a family: all programmes with reasons, to print and give."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.audit import services as audit
from selaras.apps.programmes import showing
from selaras.apps.programmes.queries import family

SEE, IDENTITY = accounts.Ability.SEE, accounts.FieldClass.IDENTITY


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def sheet(request: HttpRequest, reference: str) -> HttpResponse:
    """What fits this family, what does not and why, what is not known."""
    actor = access.actor_of(request)
    found = family.answer(reference, actor, timezone.localdate())
    if found is None:
        raise Http404
    keluarga = found.facts.keluarga
    audit.record(
        actor=actor, action="program_lembar", object_kind="keluarga", object_id=reference,
        region=keluarga.kode_desa or "", detail={"sensitif": not found.facts.hidden},
    )  # fmt: skip
    head = next((each for each in found.facts.members if each.reference == keluarga.kepala), None)
    return render(request, "programmes/sheet.html", {"data": showing.family(found), "head": head})
