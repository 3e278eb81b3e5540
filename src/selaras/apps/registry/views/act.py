"""What leaves a trace of its own: a number in full, a list that leaves the portal."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.registry import export, forms, queries, services
from selaras.kernel import errors
from selaras.shell import answers, sheets

IDENTITY = accounts.FieldClass.IDENTITY


@require_POST
@access.page(ability=accounts.Ability.REVEAL, field_class=IDENTITY)
def reveal(request: HttpRequest, reference: str, field: str) -> HttpResponse:
    """Shows a number in full, once, against a purpose and a reason."""
    actor = access.actor_of(request)
    found = queries.person(reference, actor=actor)
    if found is None or field not in ("nik", "kk") or getattr(found, field) is None:
        raise Http404
    purpose = request.POST.get("tujuan") or actor.purpose
    context: dict[str, Any] = {"field": field, "person": found, "purposes": accounts.PURPOSES}
    try:
        context["shown"] = services.reveal(
            person=found, field=field, purpose=purpose, reason=request.POST.get("alasan", ""), by=actor
        )
    except errors.SelarasError as error:
        context["trouble"] = error
        status = 429 if error.code == "buka_terlalu_sering" else 400
        answer = render(request, "registry/revealed.html", context, status=status)
        # Said in the dialog, which stays open with what was written: the reason can be put right and sent again.
        answer["HX-Retarget"], answer["HX-Reswap"] = f"#nomor-{field}-salah", "innerHTML"
        return answer
    return render(request, "registry/revealed.html", context)


@require_POST
@access.page(ability=accounts.Ability.EXPORT, field_class=IDENTITY)
def take_out(request: HttpRequest) -> HttpResponse:
    """The persons of a region as a file. Numbers masked; who, what for and the hash are kept."""
    actor = access.actor_of(request)
    form = forms.TakeOut(request.POST)
    if not form.is_valid():
        return render(request, "registry/export_refused.html", {"form": form}, status=400)
    asked = form.cleaned_data
    found = queries.visible_persons(actor=actor, purpose=asked["tujuan"], ability=accounts.Ability.EXPORT)
    today = timezone.localdate()
    found = queries.of_age(
        queries.in_region(found, asked["wilayah"]), asked["umur_dari"], asked["umur_sampai"], today
    )
    if found.count() > export.MOST:
        form.add_error("wilayah", _("Terlalu banyak untuk satu berkas. Pilih wilayah yang lebih kecil."))
        return render(request, "registry/export_refused.html", {"form": form}, status=400)
    rows = export.rows(found.order_by("kode_desa", "nama", "reference").iterator(chunk_size=5000))
    if asked["bentuk"] == "xlsx":
        content, count = sheets.as_xlsx(export.HEADS, rows, "Orang")
    else:
        content, count = sheets.as_csv(export.HEADS, rows)
    digest = services.record_export(
        content=content,
        form=asked["bentuk"],
        rows=count,
        region=asked["wilayah"],
        purpose=asked["tujuan"],
        by=actor,
    )
    name = f"registri-{asked['wilayah']}-{today:%Y%m%d}.{asked['bentuk']}"
    answer = answers.attachment(content, name)
    answer["X-Selaras-Sidik"] = digest
    return answer
