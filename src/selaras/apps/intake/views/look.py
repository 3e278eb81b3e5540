"""One delivery, looked at: what it is, what was found, what it would change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from selaras.apps.accounts import access, rules
from selaras.apps.audit import services as audit
from selaras.apps.intake import files, forms, inside, presenting, queries
from selaras.shell import answers

SEND = rules.Ability.SEND
IDENTITY = rules.FieldClass.IDENTITY
PER_PAGE = 50


def one(request: HttpRequest, delivery_id: int) -> Any:
    """The delivery, or 404 where it is not there or not theirs."""
    found = queries.delivery(access.actor_of(request), delivery_id)
    if found is None:
        raise Http404
    return found


@require_GET
@access.page(ability=SEND, field_class=IDENTITY)
def delivery(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """One file: what it is, what was found, what it would change, and what to do next."""
    actor = access.actor_of(request)
    found = one(request, delivery_id)
    return render(request, "intake/delivery.html", told(found, actor))


def told(found: Any, actor: rules.Actor, **more: object) -> dict[str, object]:
    """What the page of a delivery is told."""
    known = presenting.delivery(found, actor)
    form = forms.Correct(
        initial={
            "edition": found.edition, "source": found.source, "as_of": found.as_of,
            "provisional": "1" if found.provisional else "0",
        }
    )  # fmt: skip
    return {**known, "correct_form": form, "reason_form": forms.Reason(), "send_form": forms.Send(), **more}


@require_GET
@access.page(ability=SEND, field_class=IDENTITY)
def progress(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """How far the work on a delivery is; when it has ended, the page is loaded anew."""
    found = one(request, delivery_id)
    job = queries.job(delivery_id)
    answer = render(request, "intake/progress.html", {"delivery": found, "job": presenting.job(job)})
    if job is None or job.state in ("selesai", "gagal"):
        answer["HX-Refresh"] = "true"
    return answer


@require_GET
@access.page(ability=SEND, field_class=IDENTITY)
def findings(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """What was found, row by row, by kind and severity."""
    found = one(request, delivery_id)
    chosen = inside.Chosen(request.GET.get("kode", ""), request.GET.get("tingkat", ""))
    context = inside.findings(found, chosen, request.GET.get("halaman"), PER_PAGE)
    return render(request, "intake/findings.html", {"delivery": found, **context})


@require_GET
@access.page(ability=SEND, field_class=IDENTITY)
def preview(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """The first rows as they were understood."""
    found = one(request, delivery_id)
    audit.record(
        actor=access.actor_of(request), action="kiriman_contoh", object_kind="kiriman", object_id=found.pk,
        region=found.wilayah,
    )  # fmt: skip
    return render(request, "intake/preview.html", {"delivery": found, "preview": inside.preview(found)})


@require_GET
@access.page(ability=SEND, field_class=IDENTITY)
def annotated(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """The file with what was found beside each row. Given to who may send and correct it."""
    found = one(request, delivery_id)
    content = files.annotated(found)
    if content is None:
        raise Http404
    _taken(request, found, "kiriman_salinan_unduh")
    return answers.attachment(content, f"{Path(found.name).stem} (bercatatan).xlsx")


def _taken(request: HttpRequest, found: Any, action: str) -> None:
    audit.record(
        actor=access.actor_of(request),
        action=action,
        object_kind="kiriman",
        object_id=found.pk,
        region=found.wilayah,
    )


@require_GET
@access.page(ability=SEND, field_class=IDENTITY)
def differences(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """What the file would change, row by row."""
    found = one(request, delivery_id)
    context = inside.differences(found, request.GET.get("jenis", ""), request.GET.get("halaman"), PER_PAGE)
    return render(request, "intake/differences.html", {"delivery": found, **context})


@require_GET
@access.page(ability=SEND, field_class=IDENTITY)
def differences_file(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """The same as a workbook."""
    found = one(request, delivery_id)
    content = files.differences(found)
    if content is None:
        raise Http404
    _taken(request, found, "kiriman_perbedaan_unduh")
    return answers.attachment(content, f"{Path(found.name).stem} (perbedaan).xlsx")
