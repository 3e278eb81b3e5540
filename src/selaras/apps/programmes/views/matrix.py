"""The regency first: families and programmes side by side, on a map and in tables, and the families behind a figure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.audit import services as audit
from selaras.apps.programmes import drawing
from selaras.apps.programmes.queries import asking, families
from selaras.apps.programmes.queries.matrix import Matrix
from selaras.apps.programmes.rules import matrix as rules
from selaras.apps.wilayah import queries as wilayah

SEE, PROGRAMME, IDENTITY = accounts.Ability.SEE, accounts.FieldClass.PROGRAMME, accounts.FieldClass.IDENTITY
PER_PAGE = 50


def region_or_404(actor: accounts.Actor, code: str) -> None:
    """404 for a region that is not theirs."""
    if code and wilayah.region(actor, code) is None:
        raise Http404


def region_choices(actor: accounts.Actor, code: str) -> list[tuple[str, str]]:
    """What the sentence of a filter offers: the way down to a region, and what lies below it."""
    path = [(each.code, each.name) for each, _address in wilayah.path(actor, code)]
    return path + [(each.code, f"· {each.name}") for each in wilayah.below(actor, code)]


def _wanted(request: HttpRequest, asked: asking.Asked) -> rules.Filter:
    actor = access.actor_of(request)
    wanted = rules.chosen(request.GET.dict(), asking.home(actor), list(asked.names))
    region_or_404(actor, wanted.wilayah)
    return wanted


def _choices(actor: accounts.Actor, asked: asking.Asked, wanted: rules.Filter) -> dict[str, Any]:
    return {
        "wanted": wanted, "region_code": wanted.wilayah, "regions": region_choices(actor, wanted.wilayah),
        "views": list(drawing.VIEWS.items()), "view": drawing.VIEWS[rules.View(wanted.tampil)],
        "how": drawing.HOW[rules.View(wanted.tampil)], "programmes": sorted(asked.names.items(), key=lambda each: each[1]),
        "chosen": asked.names.get(wanted.program, ""), "build": asked.seen.snapshot.build,
    }  # fmt: skip


@require_GET
@access.page(ability=SEE, field_class=PROGRAMME)
def matrix(request: HttpRequest) -> HttpResponse:
    """Who is eligible and has nothing, who is served twice, what excludes one another: by programme, place and pair."""
    actor, today = access.actor_of(request), timezone.localdate()
    # Figures lead to families: who may name families counts those they may name, as they may know them.
    named = accounts.may(actor, SEE, field_class=IDENTITY)
    asked = asking.everything(actor, today, IDENTITY if named else PROGRAMME)
    wanted = _wanted(request, asked)
    found = Matrix(asked.seen, asked.current, wanted)
    rounded, marks = not named, found.of(wanted.tampil, wanted.program)
    depth = min(wanted.wilayah.count(".") + 1 if wanted.wilayah else 0, 3)
    agency = asking.agency_of(wanted.program)
    context = {
        **_choices(actor, asked, wanted), "as_known_on": today, "rounded": rounded,
        "count": drawing.shown(int(marks.sum()), rounded=rounded), "of": drawing.shown(int(found.rows.sum()), rounded=rounded),
        "figures": [
            (drawing.VIEWS[view], drawing.address("programmes:matrix", replace(wanted, tampil=view)),
             drawing.shown(int(found.of(view, wanted.program).sum()), rounded=rounded), view == wanted.tampil)
            for view in rules.View
        ],
        "lines": [drawing.line(each, wanted, rounded=rounded, named=asking.may_name(actor, each.current.programme.agency))
            for each in found.lines()],
        "pairs": [
            {"pair": each, "both": drawing.shown(each.both, rounded=rounded)} for each in found.pairs()
        ],
        "places": drawing.places(found.places(marks, depth), wanted, rounded=rounded) if depth < 3 else "",
        "list": drawing.address("programmes:matrix_families", wanted) if asking.may_name(actor, agency) else "",
        **drawing.village_map(found, marks, rounded=rounded),
    }  # fmt: skip
    return render(request, "programmes/matrix.html", context)


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def matrix_families(request: HttpRequest) -> HttpResponse:
    """The families behind a figure of the matrix: what they have, what they are eligible for."""
    actor, today = access.actor_of(request), timezone.localdate()
    agency = asking.agency_of(request.GET.get("program", ""))
    asked = asking.named(actor, today, agency)
    wanted = _wanted(request, asked)
    found = Matrix(asked.seen, asked.current, wanted)
    rows = families.ordered(asked.seen, found.of(wanted.tampil, wanted.program))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("halaman"))
    shown = families.told(asked.seen, [int(row) for row in page.object_list], [], today, actor=actor)
    audit.record(
        actor=actor, action="program_matriks", object_kind="daftar", region=wanted.wilayah,
        detail={"tampil": wanted.tampil, "program": wanted.program, "baris": len(shown)},
    )  # fmt: skip
    fits = families.fitting(asked.seen, [each.row for each in shown])
    rows_told = [
        {
            "each": each,
            "has": [asked.names[code] for code in each.has],
            "fits": [asked.names[code] for code in fits[each.row]],
        }
        for each in shown
    ]
    context = {
        **_choices(actor, asked, wanted), "rows": rows_told, "page": page, "as_known_on": today,
        "address": drawing.address("programmes:matrix_families", wanted), "only_own": not asking.may_name(actor, agency),
        "back": drawing.address("programmes:matrix", wanted),
    }  # fmt: skip
    return render(request, "programmes/matrix_families.html", context)
