"""Measures of programmes: coverage by decile and village, errors against visits, money not spent, days to delivery."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.programmes import drawing
from selaras.apps.programmes import showing_measures as showing
from selaras.apps.programmes.queries import asking
from selaras.apps.programmes.queries.measures import Measures
from selaras.apps.programmes.views import matrix
from selaras.shell import answers, sheets, words

SEE, IDENTITY = accounts.Ability.SEE, accounts.FieldClass.IDENTITY


def _measured(request: HttpRequest) -> tuple[Measures, asking.Asked]:
    actor = access.actor_of(request)
    asked = asking.everything(actor, timezone.localdate(), IDENTITY)
    wilayah = request.GET.get("wilayah", "")[:13] or asking.home(actor)
    matrix.region_or_404(actor, wilayah)
    program = request.GET.get("program", "")
    return Measures(actor, asked, wilayah, program if program in asked.names else ""), asked


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def measures(request: HttpRequest) -> HttpResponse:
    """One region and one programme, or all together."""
    found, asked = _measured(request)
    visits, drawn = found.visits(), drawing.village_map(found.matrix, found.served, rounded=False)
    drawn.pop("href", None)
    context: dict[str, Any] = {
        "region_code": found.wilayah, "as_known_on": asked.on, "year": found.year, "build": asked.seen.snapshot.build,
        "regions": matrix.region_choices(found.actor, found.wilayah), "wilayah": found.wilayah, "program": found.program,
        "programmes": sorted(asked.names.items(), key=lambda each: each[1]), "chosen": asked.names.get(found.program, ""),
        "all": showing.share(found.all()), "deciles": showing.deciles(found.by_decile()), "visits": visits,
        "exclusion": showing.share(visits.errors.exclusion), "inclusion": showing.share(visits.errors.inclusion),
        "money": found.money(), "days": found.days(), "query": request.GET.urlencode(), **drawn,
    }  # fmt: skip
    return render(request, "programmes/measures.html", context)


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def download(request: HttpRequest) -> HttpResponse:
    """The same figures as a table: counts with their denominators and intervals."""
    found, asked = _measured(request)
    visits, name = found.visits().errors, asked.names.get(found.program, _("semua program"))
    rows = [(_("cakupan semua keluarga"), "", found.all())]
    rows += [(_("cakupan menurut desil"), "" if d is None else str(d), each) for d, each in found.by_decile()]
    rows += [
        (_("cakupan menurut desa"), f"{code} {words.region(code)}", each)
        for code, each in found.by_village().items()
    ]
    rows += [(_("galat eksklusi"), "", visits.exclusion), (_("galat inklusi"), "", visits.inclusion)]
    source = f"{_('registri susunan')} {asked.seen.snapshot.build}"
    cells: list[tuple[sheets.Cell, ...]] = [
        (measure, name, found.wilayah, group, *showing.cells(each), found.year, source)
        for measure, group, each in rows
    ]
    return answers.attachment(sheets.as_csv(showing.HEADS, cells)[0], "ukuran-program.csv")
