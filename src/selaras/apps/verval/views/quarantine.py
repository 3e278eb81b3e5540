"""Pages of the supervisor: what is held and why, one visit with its evidence, releasing and setting aside."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts.rules import Ability, Actor, FieldClass, may
from selaras.apps.audit import services as audit
from selaras.apps.verval import vault
from selaras.apps.verval.presenting import visits as presenting
from selaras.apps.verval.queries import findings as queries
from selaras.apps.verval.services import attachments, deciding
from selaras.shell import answers

LEAD, IDENTITY, SENSITIVE = Ability.LEAD, FieldClass.IDENTITY, FieldClass.SENSITIVE
PER_PAGE = 100


@require_GET
@access.page(ability=LEAD, field_class=IDENTITY)
def held(request: HttpRequest) -> HttpResponse:
    """Submissions that are held, oldest first, each with the reason in words; and those under a key that was taken."""
    actor = access.actor_of(request)
    found = queries.held(actor)
    rows = list(found[:PER_PAGE])
    audit.record(actor=actor, action="karantina_lihat", object_kind="daftar", detail={"baris": len(rows)})
    context = {
        "rows": presenting.listed(actor, rows), "total": found.count(), "per_page": PER_PAGE,
        "contradicted": presenting.contradicted(list(queries.contradicted(actor)[:PER_PAGE])),
    }  # fmt: skip
    return render(request, "verval/quarantine.html", context)


@require_GET
@access.page(ability=LEAD, field_class=IDENTITY)
def visit(request: HttpRequest, number: int) -> HttpResponse:
    """One visit: answers, photos, position, clock, marks, and whether it counts."""
    actor = access.actor_of(request)
    row = queries.submissions(actor).filter(pk=number).first()
    if row is None:
        raise Http404
    audit.record(
        actor=actor, action="kunjungan_lihat", object_kind="kiriman_verval", object_id=number, region=row.kode_desa or ""
    )  # fmt: skip
    sensitive = may(actor, LEAD, row.kode_desa or "", SENSITIVE)
    return render(request, "verval/quarantine_visit.html", presenting.visit(actor, row, sensitive))


@require_POST
@access.page(ability=LEAD, field_class=IDENTITY)
def release(request: HttpRequest, number: int) -> HttpResponse:
    """It counts, for the target that was chosen."""

    def act(actor: Actor) -> None:
        deciding.release(
            submission=number, target=request.POST.get("sasaran", "").strip(), reason=request.POST.get("alasan", ""),
            by=actor,
        )  # fmt: skip

    return _done(request, number, act, _("Kiriman dilepas dan sekarang berlaku."))


@require_POST
@access.page(ability=LEAD, field_class=IDENTITY)
def set_aside(request: HttpRequest, number: int) -> HttpResponse:
    """It does not count and stays as evidence."""

    def act(actor: Actor) -> None:
        deciding.set_aside(submission=number, reason=request.POST.get("alasan", ""), by=actor)

    return _done(request, number, act, _("Kiriman disisihkan. Isinya tetap tersimpan sebagai bukti."))


def _done(request: HttpRequest, number: int, act: Callable[[Actor], None], said: str) -> HttpResponse:
    actor = access.actor_of(request)
    if not queries.submissions(actor).filter(pk=number).exists():
        raise Http404
    answers.done(request, transaction.atomic(lambda: act(actor)), said)
    return redirect("verval:visit", number)


@require_GET
@access.page(ability=LEAD, field_class=IDENTITY)
def photo(request: HttpRequest, number: int) -> HttpResponse:
    """A photo of a visit, as it was made harmless. What is no photo is handed out as a file, never shown."""
    actor = access.actor_of(request)
    found = queries.attachment(actor, number)
    if found is None or not found.kept:
        raise Http404
    audit.record(
        actor=actor, action="kunjungan_foto", object_kind="kiriman_verval", object_id=found.submission_id,
        region=found.kode_desa or "", detail={"berkas": number},
    )  # fmt: skip
    contents = vault.read(attachments.room(found.submission.instance), found.kept)
    answer = answers.brought(contents, f"kunjungan-{number}.{'jpg' if found.picture else 'bin'}")
    answer["Cache-Control"] = "private, no-store"
    return answer
