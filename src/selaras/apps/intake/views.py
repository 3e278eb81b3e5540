"""Pages of intake."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from selaras.apps.accounts import access, rules
from selaras.apps.audit import services as audit
from selaras.apps.intake import files, forms, presenting, queries, words
from selaras.apps.intake import rules as own
from selaras.apps.intake.services import compare, decide, receive
from selaras.kernel import errors

SEND, ACCEPT, SEE = rules.Ability.SEND, rules.Ability.ACCEPT, rules.Ability.SEE
IDENTITY = rules.FieldClass.IDENTITY
PER_PAGE = 50
RECENT = 20


@require_GET
@access.page(ability=SEE)
def overview(request: HttpRequest) -> HttpResponse:
    """Bring a file; what is under way; how fresh each source is."""
    actor = access.actor_of(request)
    context = {
        "may_send": rules.may(actor, SEND, field_class=IDENTITY),
        "form": forms.Send(),
        "page": Paginator(queries.visible(actor), RECENT).get_page(request.GET.get("halaman")),
        "fresh": [presenting.fresh(one) for one in queries.freshness(actor, timezone.localdate())],
        "limits": {"files": own.MOST_FILES, "size": words.size(own.MOST_BYTES)},
    }
    context["deliveries"] = presenting.deliveries(context["page"])  # type: ignore[arg-type]
    return render(request, "intake/overview.html", context)


@require_POST
@access.page(ability=SEND, field_class=IDENTITY)
def send(request: HttpRequest) -> HttpResponse:
    """Takes the files in; each is said for itself what became of it."""
    actor = access.actor_of(request)
    form = forms.Send(request.POST, request.FILES)
    if not form.is_valid():
        for wrong in form.errors.get("berkas", [_("Pilih berkasnya dahulu.")]):
            messages.warning(request, str(wrong))
        return redirect("intake:overview")
    replaces = form.cleaned_data["replaces"]
    last = None
    for file in form.cleaned_data["berkas"]:
        last = _take(request, actor, file, replaces) or last
    if last is not None and len(form.cleaned_data["berkas"]) == 1 and queries.delivery(actor, last):
        return redirect("intake:delivery", last)
    return redirect("intake:overview")


def _take(
    request: HttpRequest, actor: rules.Actor, file: UploadedFile[Any], replaces: int | None
) -> int | None:
    name = own.clean_name(file.name or "")
    try:
        with tempfile.TemporaryDirectory() as folder, transaction.atomic():
            path = Path(folder) / "berkas"
            with path.open("wb") as out:
                for piece in file.chunks():
                    out.write(piece)
            got = receive.receive(path=path, name=name, by=actor, replaces=replaces)
    except errors.SelarasError as error:
        messages.warning(request, f"{name}: {error.message} {error.hint}")
        return None
    if got.again:
        messages.info(
            request,
            _("%(name)s sudah pernah dikirim. Tidak ada yang berubah; ini kiriman yang dahulu.")
            % {"name": name},
        )
    elif got.delivery.problem:
        messages.warning(request, f"{got.delivery.problem['message']} {got.delivery.problem['hint']}")
    else:
        messages.success(request, _("%(name)s sudah sampai dan sedang dibaca.") % {"name": name})
    return int(got.delivery.pk)


def _one(request: HttpRequest, delivery_id: int) -> Any:
    found = queries.delivery(access.actor_of(request), delivery_id)
    if found is None:
        raise Http404
    return found


@require_GET
@access.page(ability=SEND, field_class=IDENTITY)
def delivery(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """One file: what it is, what was found, what it would change, and what to do next."""
    actor = access.actor_of(request)
    found = _one(request, delivery_id)
    return render(request, "intake/delivery.html", _delivery(found, actor))


def _delivery(found: Any, actor: rules.Actor, **more: object) -> dict[str, object]:
    told = presenting.delivery(found, actor)
    form = forms.Correct(
        initial={
            "edition": found.edition, "source": found.source, "as_of": found.as_of,
            "provisional": "1" if found.provisional else "0",
        }
    )  # fmt: skip
    return {**told, "correct_form": form, "reason_form": forms.Reason(), "send_form": forms.Send(), **more}


@require_GET
@access.page(ability=SEND, field_class=IDENTITY)
def progress(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """How far the work on a delivery is; when it has ended, the page is loaded anew."""
    found = _one(request, delivery_id)
    job = queries.job(delivery_id)
    answer = render(request, "intake/progress.html", {"delivery": found, "job": presenting.job(job)})
    if job is None or job.state in ("selesai", "gagal"):
        answer["HX-Refresh"] = "true"
    return answer


@require_GET
@access.page(ability=SEND, field_class=IDENTITY)
def findings(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """What was found, row by row, by kind and severity."""
    found = _one(request, delivery_id)
    chosen = presenting.Chosen(request.GET.get("kode", ""), request.GET.get("tingkat", ""))
    context = presenting.findings(found, chosen, request.GET.get("halaman"), PER_PAGE)
    return render(request, "intake/findings.html", {"delivery": found, **context})


@require_GET
@access.page(ability=SEND, field_class=IDENTITY)
def preview(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """The first rows as they were understood."""
    found = _one(request, delivery_id)
    audit.record(
        actor=access.actor_of(request), action="kiriman_contoh", object_kind="kiriman", object_id=found.pk,
        region=found.wilayah,
    )  # fmt: skip
    return render(request, "intake/preview.html", {"delivery": found, "preview": presenting.preview(found)})


@require_GET
@access.page(ability=SEND, field_class=IDENTITY)
def annotated(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """The file with what was found beside each row. Given to who may send and correct it."""
    found = _one(request, delivery_id)
    content = files.annotated(found)
    if content is None:
        raise Http404
    _taken(request, found, "kiriman_salinan_unduh")
    return files.attachment(content, f"{Path(found.name).stem} (bercatatan).xlsx")


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
    found = _one(request, delivery_id)
    context = presenting.differences(
        found, request.GET.get("jenis", ""), request.GET.get("halaman"), PER_PAGE
    )
    return render(request, "intake/differences.html", {"delivery": found, **context})


@require_GET
@access.page(ability=SEND, field_class=IDENTITY)
def differences_file(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """The same as a workbook."""
    found = _one(request, delivery_id)
    content = files.differences(found)
    if content is None:
        raise Http404
    _taken(request, found, "kiriman_perbedaan_unduh")
    return files.attachment(content, f"{Path(found.name).stem} (perbedaan).xlsx")


@require_http_methods(["GET", "POST"])
@access.page(ability=SEND, field_class=IDENTITY)
def mapping(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Which column is which: proposed, confirmed by a person, kept for the next file of this layout."""
    found = _one(request, delivery_id)
    layout = presenting.layout(found, request.GET.get("lembar", ""))
    if layout is None:
        raise Http404
    form = forms.Map(request.POST or None, headers=layout["headers"], initial=layout["initial"])
    if request.method == "POST" and form.is_valid():
        said = {
            "sidik": layout["sidik"], "judul": form.cleaned_data["title"], "sumber": form.cleaned_data["source"],
            "baris": form.cleaned_data["rows"], "kolom": form.cleaned_data["columns"],
        }  # fmt: skip
        return _done(
            request, delivery_id, lambda actor: receive.save_mapping(delivery_id=delivery_id, mapping=said, by=actor),
            _("Pemetaan disimpan. Berkas sedang dibaca lagi."),
        )  # fmt: skip
    columns = [(form[f"kolom_{n}"], column) for n, column in enumerate(layout["columns"])]
    context = {"delivery": found, "form": form, "columns": columns, "layout": layout}
    return render(request, "intake/mapping.html", context, status=400 if form.errors else 200)


def _done(
    request: HttpRequest, delivery_id: int, act: Callable[[rules.Actor], object], said: str
) -> HttpResponse:
    """Acts; says what came of it on the page of the delivery. What is refused with a code changes nothing."""
    try:
        with transaction.atomic():
            act(access.actor_of(request))
    except errors.SelarasError as error:
        messages.warning(request, f"{error.message} {error.hint}")
        if error.code == "kiriman_banding_usang":
            compare.ask(delivery_id=delivery_id, by=access.actor_of(request))
    else:
        messages.success(request, said)
    return redirect("intake:delivery", delivery_id)


@require_POST
@access.page(ability=SEND, field_class=IDENTITY)
def correct(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Edition, source, day and standing, as a person says."""
    found = _one(request, delivery_id)
    form = forms.Correct(request.POST)
    if not form.is_valid():
        context = _delivery(found, access.actor_of(request), correct_form=form, correcting=True)
        return render(request, "intake/delivery.html", context, status=400)
    said = form.cleaned_data
    return _done(
        request,
        delivery_id,
        lambda actor: receive.correct(delivery_id=delivery_id, **said, by=actor),
        _("Edisi disimpan."),
    )


@require_POST
@access.page(ability=SEND, field_class=IDENTITY)
def read_again(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Reads once more."""
    _one(request, delivery_id)
    return _done(
        request, delivery_id, lambda actor: receive.read_again(delivery_id=delivery_id, by=actor),
        _("Berkas dibaca lagi."),
    )  # fmt: skip


@require_POST
@access.page(ability=SEND, field_class=IDENTITY)
def compare_again(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Compares once more with what was accepted meanwhile."""
    _one(request, delivery_id)
    return _done(
        request, delivery_id, lambda actor: compare.ask(delivery_id=delivery_id, by=actor),
        _("Perbedaannya dihitung lagi."),
    )  # fmt: skip


@require_POST
@access.page(ability=SEND, field_class=IDENTITY)
def ask_annotated(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Asks for the annotated copy of a large file."""
    _one(request, delivery_id)
    return _done(
        request, delivery_id, lambda actor: receive.ask_copy(delivery_id=delivery_id, by=actor),
        _("Salinan bercatatan sedang ditulis."),
    )  # fmt: skip


@require_POST
@access.page(ability=ACCEPT, field_class=IDENTITY)
def accept(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """A steward accepts."""
    _one(request, delivery_id)
    replace = request.POST.get("gantikan") == "1"
    return _done(
        request, delivery_id, lambda actor: decide.accept(delivery_id=delivery_id, by=actor, replace=replace),
        _("Edisi diterima. Registri sedang disusun ulang dengan edisi ini."),
    )  # fmt: skip


@require_POST
@access.page(ability=SEND, field_class=IDENTITY)
def refuse(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Sends a delivery back, or takes it back."""
    _one(request, delivery_id)
    reason = request.POST.get("reason", "")
    return _done(
        request, delivery_id, lambda actor: decide.refuse(delivery_id=delivery_id, reason=reason, by=actor),
        _("Kiriman dikembalikan. Registri tidak berubah."),
    )  # fmt: skip


@require_GET
@access.page(ability=SEE)
def editions(request: HttpRequest) -> HttpResponse:
    """All editions, undone ones too."""
    found = queries.editions(access.actor_of(request))
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("halaman"))
    return render(
        request, "intake/editions.html", {"page": shown, "editions": [presenting.edition(e) for e in shown]}
    )


@require_GET
@access.page(ability=SEE)
def edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """One edition: what it holds, who accepted it, and whether it still counts."""
    actor = access.actor_of(request)
    found = queries.edition(actor, edition_id)
    if found is None:
        raise Http404
    context = {
        "edition": found,
        "told": presenting.edition(found),
        "may_undo": found.state == own.EditionState.COUNTS and rules.may(actor, ACCEPT, found.wilayah),
        "sent": queries.delivery(actor, found.delivery_id),
        "reason_form": forms.Reason(),
    }
    return render(request, "intake/edition.html", context)


@require_POST
@access.page(ability=ACCEPT)
def undo(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Undoes a whole edition."""
    actor = access.actor_of(request)
    if queries.edition(actor, edition_id) is None:
        raise Http404
    try:
        with transaction.atomic():
            decide.undo(edition_id=edition_id, reason=request.POST.get("reason", ""), by=actor)
    except errors.SelarasError as error:
        messages.warning(request, f"{error.message} {error.hint}")
    else:
        messages.success(request, _("Edisi dibatalkan. Registri sedang disusun ulang tanpa edisi ini."))
    return redirect("intake:edition", edition_id)
