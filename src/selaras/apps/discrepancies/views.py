"""Pages: where lists disagree, the cases behind a figure, worklists, lists that leave."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts.rules import Ability, Actor, FieldClass, may
from selaras.apps.audit import services as audit
from selaras.apps.discrepancies import drawing, figures, forms, queries, rules, services
from selaras.apps.wilayah import queries as wilayah
from selaras.apps.wilayah import rules as regions
from selaras.engine.compare import kinds
from selaras.kernel import angka, errors
from selaras.shell import answers, panels, words

PER_PAGE = 50
STATUSES = [
    ("", gettext_lazy("yang masih terbuka")),
    (rules.CLOSED, gettext_lazy("yang ditutup oleh verval")),
]


def _wanted(request: HttpRequest, actor: Actor, build: int | None) -> rules.Filter:
    """The filter in the address or form; 404 for a region that is not theirs."""
    home = regions.home(wilayah.scopes(actor))
    if not home and build is not None:
        home = queries.common_place(actor, build)
    given = request.POST if request.method == "POST" else request.GET
    wanted = rules.chosen(given.dict(), home)
    if wanted.wilayah and wilayah.region(actor, wanted.wilayah) is None:
        raise Http404
    return wanted


def _choices(actor: Actor, found: figures.Dashboard, wanted: rules.Filter) -> dict[str, Any]:
    """What the filter sentence offers."""
    path = wilayah.path(actor, wanted.wilayah)
    inner = wilayah.below(actor, wanted.wilayah)
    return {
        "kinds": [(code, words.said(kind.title)) for code, kind in kinds.catalogue().items()],
        "pairs": [(f"{a}~{b}", f"{rules.source(a)} – {rules.source(b)}") for a, b in found.sources()],
        "regions": [(each.code, each.name) for each, _address in path]
        + [(each.code, f"· {each.name}") for each in inner],
        "pair": f"{wanted.a}~{wanted.b}" if wanted.a else "",
    }


@require_GET
@access.page(ability=Ability.SEE)
def dashboard(request: HttpRequest) -> HttpResponse:
    """Where lists disagree: by pair of lists, kind and place, each beside what it is a part of."""
    actor, build = access.actor_of(request), queries.current()
    if build is None:
        return render(request, "discrepancies/none.html")
    wanted = _wanted(request, actor, build.number)
    found = figures.Dashboard(actor, build.number, wanted)
    choice, drawn = found.choice(), drawing.village_map(found)
    context = {
        "wanted": wanted, "region_code": wanted.wilayah, "as_known_on": build.activated, "build": build,
        "total": found.total(), "choice": choice, "other": found.other(), "statuses": STATUSES,
        "other_href": drawing.address("discrepancies:dashboard", replace(wanted, status="" if wanted.closed else rules.CLOSED)),
        "narrowed": bool(wanted.jenis or wanted.a), "tone": "amber" if choice.keluarga else "", "rounded": found.public_only,
        "by_pair": [drawing.pair(f, wanted) for f in found.pairs()],
        "alone": [drawing.pair(f, wanted, jenis=rules.ALONE[1]) for f in found.alone()],
        "by_kind": [drawing.kind(f, wanted) for f in found.kinds()],
        "places": [drawing.place(f, wanted) for f in found.places()],
        "list": drawing.address("discrepancies:cases", wanted) if _sees(actor) else "",
        **_choices(actor, found, wanted), **drawn,
    }  # fmt: skip
    return render(request, "discrepancies/dashboard.html", context)


def _sees(actor: Actor) -> bool:
    return may(actor, Ability.SEE, field_class=FieldClass.IDENTITY)


@require_GET
@access.page(ability=Ability.SEE, field_class=FieldClass.IDENTITY)
def cases(request: HttpRequest) -> HttpResponse:
    """The cases behind a figure, family by family. The next page begins after the last id seen."""
    actor, build = access.actor_of(request), queries.current()
    if build is None:
        return render(request, "discrepancies/none.html")
    wanted = _wanted(request, actor, build.number)
    found = queries.cases(actor=actor, build=build.number, wanted=wanted)
    if (after := angka.whole(request.GET.get("sesudah", ""))) is not None:
        found = found.filter(id__gt=after)
    rows = list(found[: PER_PAGE + 1])
    shown = rows[:PER_PAGE]
    audit.record(
        actor=actor, action="ketidaksesuaian_lihat", object_kind="daftar", region=wanted.wilayah,
        detail={"saringan": sorted(wanted.asked()), "baris": len(shown)},
    )  # fmt: skip
    context = {
        "wanted": wanted, "region_code": wanted.wilayah, "as_known_on": build.activated, "rows": _told(actor, shown),
        "statuses": STATUSES, "meant": figures.expected(actor=actor, build=build.number, wanted=wanted),
        "next": drawing.address("discrepancies:cases", wanted, sesudah=str(shown[-1].pk)) if len(rows) > PER_PAGE else "",
        "hidden": wanted.asked(), "purpose": forms.Purpose(initial={"purpose": actor.purpose}, auto_id="keluar-%s"),
        "padan": forms.Padan(initial={"purpose": actor.purpose}, auto_id="padan-%s"),
        "worklist": forms.Worklist(initial={"purpose": actor.purpose, "title": _title(wanted)}, auto_id="kerja-%s"),
        "may_export": may(actor, Ability.EXPORT, wanted.wilayah, FieldClass.IDENTITY),
        "may_padan": all(may(actor, a, wanted.wilayah, FieldClass.IDENTITY) for a in (Ability.EXPORT, Ability.REVEAL)),
        "may_keep": may(actor, Ability.REVIEW, wanted.wilayah, FieldClass.IDENTITY),
        "panels": [] if wanted.closed else panels.hung("discrepancies:cases", _page(actor, wanted, shown)),
        **_choices(actor, figures.Dashboard(actor, build.number, wanted), wanted),
    }  # fmt: skip
    return render(request, "discrepancies/cases.html", context)


def _page(actor: Actor, wanted: rules.Filter, shown: list[Any]) -> panels.Page:
    """The list for apps above: its `reference` names the keluarga that are shown, one after another."""
    told = dict.fromkeys(row.keluarga for row in shown if row.keluarga)
    return panels.Page(actor, " ".join(told), wanted.wilayah)


def _title(wanted: rules.Filter) -> str:
    what = rules.title(wanted.jenis) if wanted.jenis else _("Ketidaksesuaian")
    what = _("%(what)s, ditutup oleh verval") % {"what": what} if wanted.closed else what
    pair = f" {rules.source(wanted.a)}–{rules.source(wanted.b)}" if wanted.a else ""
    return f"{what}{pair}, {words.region(wanted.wilayah)}" if wanted.wilayah else f"{what}{pair}"


def _told(actor: Actor, found: list[Any]) -> list[dict[str, Any]]:
    """Cases with the family they are about, as far as this person may see it."""
    families = queries.families(actor, [row.keluarga for row in found])
    people = queries.people(actor, [row.person for row in found] + [f.kepala for f in families.values()])
    told = []
    for row in found:
        family = families.get(row.keluarga or "")
        head = people.get(family.kepala or "") if family else None
        told.append({
            "row": row, "title": rules.title(row.kind), "family": family, "head": head,
            "person": people.get(row.person or ""), "closed": drawing.closed(row),
            "a": rules.source(row.source_a or ""),
                "edition_a": row.edition_a or "",
                "edition_b": row.edition_b or "", "b": rules.source(row.source_b or ""),
        })  # fmt: skip
    return told


@require_POST
@access.page(ability=Ability.EXPORT, field_class=FieldClass.IDENTITY)
def take_out(request: HttpRequest) -> HttpResponse:
    """The cases as a file, against a purpose."""
    actor, wanted, form = _asked(request, forms.Purpose)
    content = services.take_out(
        wanted=wanted, form=form.data.get("form", ""), purpose=form.data.get("purpose", ""), by=actor
    )
    return _file(content, form, "ketidaksesuaian")


@require_POST
@access.page(ability=Ability.EXPORT, field_class=FieldClass.SENSITIVE)
def take_out_padan(request: HttpRequest) -> HttpResponse:
    """The persons to be matched by Dukcapil, against a purpose and a reason."""
    actor, wanted, form = _asked(request, forms.Padan)
    content = services.take_out_padan(
        wanted=wanted, form=form.data.get("form", ""), purpose=form.data.get("purpose", ""),
        reason=form.data.get("reason", ""), by=actor,
    )  # fmt: skip
    # Dated, so that the answer comes back as an edition of its own.
    return _file(content, form, f"padan-dukcapil_{timezone.localdate():%Y-%m-%d}")


def _asked(request: HttpRequest, kind: type[forms.Purpose]) -> tuple[Actor, rules.Filter, forms.Purpose]:
    actor, build = access.actor_of(request), queries.current()
    return actor, _wanted(request, actor, build.number if build else None), kind(request.POST)


def _file(content: bytes, form: forms.Purpose, name: str) -> HttpResponse:
    ending = "csv" if form.data.get("form") == "csv" else "xlsx"
    return answers.attachment(content, f"{name}.{ending}")


@require_GET
@access.page(ability=Ability.SEE, field_class=FieldClass.IDENTITY)
def worklists(request: HttpRequest) -> HttpResponse:
    """Worklists, and lists that went out to Dukcapil."""
    actor = access.actor_of(request)
    lists = [
        {"row": row, "href": f"{reverse('discrepancies:cases')}?{urlencode(row.filter)}"}
        for row in queries.worklists(actor)[:200]
    ]
    return render(
        request, "discrepancies/worklists.html", {"lists": lists, "padan": queries.padan_lists(actor)[:50]}
    )


@require_POST
@access.page(ability=Ability.REVIEW, field_class=FieldClass.IDENTITY)
def keep(request: HttpRequest) -> HttpResponse:
    """Keeps the filter as a worklist."""
    actor, build = access.actor_of(request), queries.current()
    wanted = _wanted(request, actor, build.number if build else None)
    try:
        services.save_worklist(
            title=request.POST.get("title", ""),
            wanted=wanted,
            purpose=request.POST.get("purpose", ""),
            by=actor,
        )
    except errors.SelarasError as error:
        messages.warning(request, words.error(error))
        return redirect(drawing.address("discrepancies:cases", wanted))
    messages.success(request, _("Daftar kerja tersimpan."))
    return redirect("discrepancies:worklists")
