"""What anybody reads of programmes: what, for whom, how much, how many by kecamatan, delivered and not. No names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_cookie

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.programmes import showing
from selaras.apps.programmes import showing_figures as telling
from selaras.apps.programmes.queries import figures as queries
from selaras.apps.programmes.rules import delivery as cycles
from selaras.apps.programmes.services import publishing as services
from selaras.shell import answers, sheets, words

APPROVE, PROGRAMME = accounts.Ability.APPROVE, accounts.FieldClass.PROGRAMME
_HOUR, _MINUTES = 3600, 300
_HEADS = (
    "kode_program", "program", "terbitan", "per_tanggal", "kode_wilayah", "wilayah", "satuan", "diputuskan", "sudah_menerima",
    "belum_menerima",
)  # fmt: skip


@require_GET
@access.public
@vary_on_cookie
@cache_control(private=True, max_age=_MINUTES)
def programmes(request: HttpRequest) -> HttpResponse:
    """Every public programme with how many it reaches."""
    known = queries.latest()
    rows = [
        {**showing.row(each, None), "sheet": telling.sheet(known[each.pk]) if each.pk in known else None}
        for each in queries.public()
    ]
    return render(request, "programmes/public_list.html", {"rows": rows})


@require_GET
@access.public
@vary_on_cookie
@cache_control(private=True, max_age=_MINUTES)
def programme(request: HttpRequest, code: str) -> HttpResponse:
    """One public programme, with the newest edition of its figures or the one that is asked for."""
    found, today = queries.one(code), timezone.localdate()
    if found is None:
        raise Http404
    editions = queries.editions(found)
    wanted = request.GET.get("terbitan", "")
    sheet = next((each for each in editions if each.period == wanted), editions[0] if editions else None)
    if wanted and (sheet is None or sheet.period != wanted):
        raise Http404
    context = {
        "programme": found, "row": showing.row(found, queries.rule(found, today)), "year": today.year,
        "funding": queries.funding(found, today.year), "sheet": telling.sheet(sheet) if sheet else None,
        "editions": [each.period for each in editions],
        "of_villages": cycles.for_villages(found.unit),
    }  # fmt: skip
    return render(request, "programmes/public_programme.html", context)


@require_GET
@access.public
@cache_control(public=True, max_age=_HOUR)
def data(request: HttpRequest) -> HttpResponse:
    """All editions of all public programmes as CSV: the same figures as on the pages, and no others."""
    return _csv((each, sheet) for each in queries.public() for sheet in queries.editions(each))


@require_GET
@access.public
@cache_control(public=True, max_age=_HOUR)
def data_of(request: HttpRequest, code: str) -> HttpResponse:
    """All editions of one public programme as CSV."""
    found = queries.one(code)
    if found is None:
        raise Http404
    return _csv((found, sheet) for sheet in queries.editions(found))


def _csv(editions: Iterable[tuple[queries.Found, queries.Sheet]]) -> HttpResponse:
    return answers.attachment(sheets.as_csv(_HEADS, _cells(editions))[0], "program-bantuan.csv")


def _cells(editions: Iterable[tuple[queries.Found, queries.Sheet]]) -> Iterator[Sequence[str]]:
    for each, sheet in editions:
        for row in (sheet.total, *sheet.rows):
            place = words.region(row.code) if row.code else "Semua wilayah"
            counts = [telling.plain(said) for said in (row.decided, row.delivered, row.open)]
            yield (
                each.code,
                each.name,
                sheet.period,
                sheet.as_of.isoformat(),
                row.code,
                place,
                each.unit,
                *counts,
            )


@require_http_methods(["GET", "POST"])
@access.page(ability=APPROVE, field_class=PROGRAMME)
def publishing(request: HttpRequest) -> HttpResponse:
    """What was published when; this quarter's edition, once, made in the background."""
    actor, today = access.actor_of(request), timezone.localdate()
    if request.method == "POST":
        answers.done(
            request, lambda: services.ask(by=actor),
            _("Angka triwulan ini sedang disusun. Halaman ini boleh ditinggalkan."),
        )  # fmt: skip
        return redirect("programmes:publishing")
    known = queries.latest()
    rows = [{"programme": each, "sheet": known.get(each.pk)} for each in queries.public()]
    context = {
        "rows": rows, "period": queries.period(today), "may": queries.may_publish(actor), "waits": services.waits(),
        "failed": services.failed(),
    }  # fmt: skip
    return render(request, "programmes/publishing.html", context)
