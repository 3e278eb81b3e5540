"""Pages of the registry: search, village, person, keluarga, a number in full, an export, how the registry is made."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.audit import services as audit
from selaras.apps.registry import drawing, export, forms, history, picture, queries, rules, services
from selaras.kernel import errors
from selaras.shell import panels

SEE, IDENTITY = accounts.Ability.SEE, accounts.FieldClass.IDENTITY


@dataclass(slots=True)
class Listed:
    """One page of persons and whether there are more."""

    persons: list[Any]
    page: int
    more: bool
    total: int | None = None
    narrowed: bool = False


def today() -> dt.date:
    """The day at the office."""
    return timezone.localdate()


@require_http_methods(["GET", "POST"])
@access.page(ability=SEE, field_class=IDENTITY)
def search(request: HttpRequest) -> HttpResponse:
    """Search by name, NIK or KK. What is sought comes by POST: it stands in no address and no history."""
    actor = access.actor_of(request)
    form = forms.Search(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "build": queries.active(), "purposes": accounts.PURPOSES}
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        wanted = rules.wanted(asked["cari"])
        listed = _found(wanted, asked, actor)
        kind = "nomor" if wanted.number else "rujukan" if wanted.reference else "nama"
        audit.record(
            actor=actor, action="registri_cari", object_kind="orang", region=asked["wilayah"],
            detail={"jenis": kind, "sidik": _print(asked["cari"]), "tampil": len(listed.persons)},
        )  # fmt: skip
        if wanted.reference.startswith("K"):
            return _to("registry:keluarga", wanted.reference, asked["per"])
        if len(listed.persons) == 1 and (wanted.number or wanted.reference):
            return _to("registry:person", listed.persons[0].reference, asked["per"])
        rows = drawing.persons(listed.persons, asked["per"])
        context |= {
            "listed": listed,
            "rows": rows,
            "asked": asked,
            "on": asked["per"],
            "as_known_on": asked["per"],
        }
    return render(request, "registry/search.html", context)


def _to(route: str, reference: str, on: dt.date | None) -> HttpResponse:
    """To a page, as known on the day that was asked for."""
    address = reverse(route, args=[reference])
    return redirect(f"{address}?per={on.isoformat()}" if on else address)


def _print(text: str) -> str:
    """Tells the auditor that two searches were the same, and no more: a keyed digest."""
    return services.search_print(text)


def _found(wanted: rules.Wanted, asked: dict[str, Any], actor: accounts.Actor) -> Listed:
    found = queries.visible_persons(actor=actor, purpose=actor.purpose, on=asked["per"])
    page = asked["halaman"] or 1
    if wanted.number:
        return Listed(
            list(queries.by_number(found, wanted.number).order_by("reference")[: rules.PER_PAGE]),
            1,
            more=False,
        )
    if wanted.reference:
        return Listed(list(found.filter(reference=wanted.reference)[:1]), 1, more=False)
    found = queries.in_region(found, asked["wilayah"])
    found = queries.of_age(found, asked["umur_dari"], asked["umur_sampai"], today())
    if not wanted.words:
        return Listed([], 1, more=False)
    ranked = queries.by_name(found, wanted.words)
    start = (page - 1) * rules.PER_PAGE
    ids = [pk for pk, _score in ranked[start : start + rules.PER_PAGE]]
    full = len(ranked) >= rules.MOST_RANKED
    more = len(ranked) > start + rules.PER_PAGE
    return Listed(queries.in_order(found, ids), page, more, len(ranked), narrowed=full)


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def village(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody who lives in a village, by name."""
    actor = access.actor_of(request)
    form = forms.Village({**request.GET.dict(), "wilayah": code})
    if code.count(".") != 3 or not form.is_valid() or not accounts.may(actor, SEE, code, IDENTITY):
        raise Http404
    asked = form.cleaned_data
    found = queries.visible_persons(actor=actor, purpose=actor.purpose, on=asked["per"])
    found = queries.of_age(queries.in_region(found, code), asked["umur_dari"], asked["umur_sampai"], today())
    page = asked["halaman"] or 1
    start = (page - 1) * rules.PER_PAGE
    rows = list(found.order_by("nama", "reference")[start : start + rules.PER_PAGE + 1])
    listed = Listed(rows[: rules.PER_PAGE], page, len(rows) > rules.PER_PAGE, found.count())
    audit.record(actor=actor, action="registri_daftar", object_kind="desa", object_id=code, region=code)
    context = {
        "form": form, "listed": listed, "rows": drawing.persons(listed.persons, asked["per"]), "code": code,
        "on": asked["per"], "region_code": code,
        "as_known_on": asked["per"], "may_export": accounts.may(actor, accounts.Ability.EXPORT, code, IDENTITY),
        "purposes": accounts.PURPOSES,
    }  # fmt: skip
    return render(request, "registry/village.html", context)


def _day(request: HttpRequest) -> dt.date | None:
    try:
        return dt.date.fromisoformat(request.GET.get("per", ""))
    except ValueError:
        return None


def _not_then(request: HttpRequest, known_now: Any, on: dt.date | None) -> HttpResponse:
    """Not there and not yours are the same answer; but who is known now and was not on that day is told so."""
    if known_now is None:
        raise Http404
    return render(request, "registry/not_then.html", {"on": on, "as_known_on": on}, status=404)


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def person(request: HttpRequest, reference: str) -> HttpResponse:
    """One person: each field with its source, the other sources beside it, why the rows are one person, history."""
    actor, on = access.actor_of(request), _day(request)
    found = queries.person(reference, actor=actor, on=on)
    if found is None:
        return _not_then(request, queries.person(reference, actor=actor) if on else None, on)
    shown = picture.of_person(found, actor=actor, on=on)
    audit.record(
        actor=actor, action="orang_lihat", object_kind="orang", object_id=reference, region=found.kode_desa or "",
        detail={"sensitif": not shown.hidden},
    )  # fmt: skip
    context = {
        "picture": shown, "person": found, "on": on, "as_known_on": on, "region_code": found.kode_desa or "",
        "history": history.of_person(found, actor=actor, on=on), "reveals": queries.reveals(reference)[:20],
        "may_reveal": _may_reveal(actor, found.kode_desa), "purposes": accounts.PURPOSES,
        "keluarga": found.keluarga,
        "panels": panels.hung("registry:person", panels.Page(actor, reference, found.kode_desa or "", on)),
    }  # fmt: skip
    return render(request, "registry/person.html", context)


def _may_reveal(actor: accounts.Actor, code: str | None) -> bool:
    regions = accounts.scopes(actor, accounts.Ability.REVEAL, IDENTITY)
    return any(accounts.inside(code, region) for region in regions)


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def keluarga(request: HttpRequest, reference: str) -> HttpResponse:
    """One keluarga: members now and over time, housing, decile with its source."""
    actor, on = access.actor_of(request), _day(request)
    found = queries.keluarga(reference, actor=actor, on=on)
    if found is None:
        return _not_then(request, queries.keluarga(reference, actor=actor) if on else None, on)
    shown = picture.of_keluarga(found, actor=actor, on=on)
    audit.record(
        actor=actor,
        action="keluarga_lihat",
        object_kind="keluarga",
        object_id=reference,
        region=found.kode_desa or "",
    )
    context = {
        "picture": shown,
        "keluarga": found,
        "on": on,
        "as_known_on": on,
        "region_code": found.kode_desa or "",
        "stays": history.stays(reference, actor=actor, on=on),
        "history": history.of_keluarga(found, actor=actor, on=on),
        "panels": panels.hung("registry:keluarga", panels.Page(actor, reference, found.kode_desa or "", on)),
    }
    return render(request, "registry/keluarga.html", context)


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
        return render(request, "registry/revealed.html", context, status=status)
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
    found = queries.of_age(
        queries.in_region(found, asked["wilayah"]), asked["umur_dari"], asked["umur_sampai"], today()
    )
    if found.count() > export.MOST:
        form.add_error("wilayah", _("Terlalu banyak untuk satu berkas. Pilih wilayah yang lebih kecil."))
        return render(request, "registry/export_refused.html", {"form": form}, status=400)
    make = export.as_xlsx if asked["bentuk"] == "xlsx" else export.as_csv
    content, count = make(found.order_by("kode_desa", "nama", "reference").iterator(chunk_size=5000))
    digest = services.record_export(
        content=content,
        form=asked["bentuk"],
        rows=count,
        region=asked["wilayah"],
        purpose=asked["tujuan"],
        by=actor,
    )
    kinds = {
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "csv": "text/csv; charset=utf-8",
    }
    answer = HttpResponse(content, content_type=kinds[asked["bentuk"]])
    answer["Content-Disposition"] = (
        f'attachment; filename="registri-{asked["wilayah"]}-{today():%Y%m%d}.{asked["bentuk"]}"'
    )
    answer["X-Selaras-Sidik"] = digest
    return answer


@require_GET
@access.page(ability=SEE)
def builds(request: HttpRequest) -> HttpResponse:
    """How the registry was made: builds, editions they were made of, the work that runs now."""
    context = {"builds": queries.builds()[:50], "job": queries.latest_job()}
    return render(request, "registry/builds.html", context)


@require_GET
@access.page(ability=SEE)
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """How far a piece of work is; asked again each second while it runs."""
    found = queries.job(job_id)
    if found is None:
        raise Http404
    return render(request, "registry/job.html", {"job": found})
