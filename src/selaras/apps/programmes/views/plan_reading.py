"""Pages of one plan: its figures, its lists, one family in it, and scenarios side by side with who gains and who loses."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.penetapan.queries import packages as heads
from selaras.apps.programmes import plan_forms as forms
from selaras.apps.programmes import showing_plans as showing
from selaras.apps.programmes.queries import plan_compare, recipients
from selaras.apps.programmes.queries import plans as queries
from selaras.apps.programmes.rules import plan_compare as comparing
from selaras.apps.programmes.rules import plan_settings, plans, words
from selaras.apps.programmes.services import plan_papers
from selaras.apps.programmes.services import plans as services
from selaras.apps.programmes.views.plans import EACH_PAGE, address, found_or_404, listed

SEE, IDENTITY = accounts.Ability.SEE, accounts.FieldClass.IDENTITY
PLAN, APPROVE, EXPORT = accounts.Ability.PLAN, accounts.Ability.APPROVE, accounts.Ability.EXPORT


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def plan(request: HttpRequest, reference: str) -> HttpResponse:
    """One plan: what it gives, what binds, whom it reaches, what was done with it, and what may be done now."""
    found, actor = found_or_404(request, reference), access.actor_of(request)
    steps = queries.steps(found)
    context: dict[str, Any] = {
        **showing.line(found), "plan": found, "region_code": found.wilayah, "job": showing.job(found),
        "stages": plans.stages(words.PlanState(found.state)), "events": [showing.event(each) for each in reversed(steps)],
        "seen": plans.seen(queries.moves(steps)), "scenarios": [showing.line(each) for each in queries.scenarios(found.family, actor)],
        "may": _may(found, steps, actor), "settings": plan_settings.of_kept(found.settings), "decree_form": forms.Decree(),
        "purposes": accounts.PURPOSES,
    }  # fmt: skip
    if found.result:
        changes = queries.overridden(found, actor)
        if changes:
            services.told(found, "rencana_daftar", actor, baris=len(changes))
        context |= {
            "limits": showing.limits(found), "villages": showing.villages(found, actor), "deciles": showing.deciles(found, actor),
            "bound": showing.share_of_bound(found), "changes": _named(changes, found, actor),
            "doubled": found.result.get("doubled", ()), "names": showing.names(found),
            "uncounted": showing.uncounted(found, actor), "lacking": found.result.get("lacking", ()), "undone": found.result.get("undone", ()),
        }  # fmt: skip
    return render(request, "programmes/plan.html", context)


def _may(found: Any, steps: list[Any], actor: accounts.Actor) -> dict[str, bool]:
    """What this person may do with it now."""
    draft = found.state == words.PlanState.DRAFT and not services.waits(found)
    author = actor.user_id in plans.authors(found.made_by, queries.moves(steps))
    approves = accounts.may(actor, APPROVE, found.wilayah, IDENTITY)
    deciding = approves and found.state in (words.PlanState.PROPOSED, words.PlanState.REVIEWED)
    plans_here = accounts.may(actor, PLAN, found.wilayah, IDENTITY)
    return {
        "change": draft and plans_here, "propose": draft and plans_here and bool(found.result),
        "decide": deciding and not author, "own": deciding and author,
        "review": deciding and not author and found.state == words.PlanState.PROPOSED,
        "approve": deciding and not author and found.state == words.PlanState.REVIEWED,
        "paper": bool(found.pdf_sha256) and plan_papers.may_read(found, actor),
        "export": bool(found.result) and accounts.may(actor, EXPORT, field_class=IDENTITY),
    }  # fmt: skip


def _named(rows: list[Any], found: Any, actor: accounts.Actor) -> list[dict[str, Any]]:
    """Rows with who they are about and why."""
    known, called = recipients.of(rows, actor), showing.names(found)
    return [
        {"award": each, "reason": showing.reason(each, called), **_called(each, known.get(each.pk, recipients.Who()))}
        for each in rows
    ]  # fmt: skip


def _called(award: Any, who: recipients.Who) -> dict[str, str]:
    """The head of the keluarga (or its reference), and the person where the programme is about persons."""
    if not award.person:
        return {"head": who.name or award.keluarga, "person": ""}
    return {"head": who.head or who.name or award.keluarga, "person": who.name or award.person}


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def rows(request: HttpRequest, reference: str) -> HttpResponse:
    """Who gets a programme, who comes next, what was changed by hand."""
    found, actor = found_or_404(request, reference), access.actor_of(request)
    if not found.result:
        raise Http404
    wanted, asked = listed(request, found)
    page = Paginator(wanted, EACH_PAGE).get_page(request.GET.get("halaman"))
    services.told(found, "rencana_daftar", actor, baris=len(page.object_list))
    context = {
        "plan": found, "region_code": found.wilayah, "rows": _named(list(page), found, actor), "page": page,
        "address": address("plan_rows", asked, reference), "show": asked.get("tampil", "penerima"), "code": asked.get("program", ""),
        "names": showing.names(found), **showing.line(found),
    }  # fmt: skip
    return render(request, "programmes/plan_rows.html", context)


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def family(request: HttpRequest, reference: str, keluarga: str) -> HttpResponse:
    """One family in a plan: what it gets, what not and why, what it would take."""
    found, actor = found_or_404(request, reference), access.actor_of(request)
    told = queries.of_family(found, keluarga, actor)
    if not told:
        raise Http404
    services.told(found, "rencana_keluarga", actor, keluarga=keluarga)
    steps = queries.steps(found)
    shown = [
        row | {"parts": showing.made_of(row["award"], found.year, actor)}
        for row in _named(told, found, actor)
    ]
    context = {
        "plan": found, "region_code": told[0].kode_desa or found.wilayah, "rows": shown, "head": shown[0]["head"],
        "keluarga": keluarga, "place": told[0].kode_desa, "desil": told[0].desil, "may": _may(found, steps, actor), **showing.line(found),
        "settings": plan_settings.of_kept(found.settings),
    }  # fmt: skip
    return render(request, "programmes/plan_family.html", context)


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def compare(request: HttpRequest, family: str) -> HttpResponse:
    """Scenarios side by side, and who gains or loses against the first."""
    actor = access.actor_of(request)
    found = queries.scenarios(family, actor)
    if not found:
        raise Http404
    ready = [each for each in found if each.result]
    base = plan_compare.recipients(ready[0], actor) if len(ready) > 1 else []
    others = [_against(ready[0], base, each, actor) for each in ready[1:]]
    context = {
        "columns": showing.columns(found), "base": ready[0] if ready else None, "others": others, "title": found[0].title,
        "region_code": found[0].wilayah, "waiting": [(each, showing.job(each)) for each in found if not each.result],
    }  # fmt: skip
    return render(request, "programmes/plan_compare.html", context)


def _against(before: Any, base: list[comparing.Row], after: Any, actor: accounts.Actor) -> dict[str, Any]:
    moved = comparing.moved(base, plan_compare.recipients(after, actor))
    return {
        **showing.line(after), "plan": after, "up": moved.filter(moved["gain"] > comparing.SLIGHT).height,
        "down": moved.filter(moved["gain"] < -comparing.SLIGHT).height,
        "by_decile": comparing.by(moved, "desil"), "by_kecamatan": comparing.by(moved, "kecamatan"),
        "rupiah": after.result["spent"] - before.result["spent"],
    }  # fmt: skip


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def moved(request: HttpRequest, reference: str, other: str) -> HttpResponse:
    """The families that gain, or that lose, from one scenario to another; of a decile or kecamatan."""
    before, after, actor = (
        found_or_404(request, reference),
        found_or_404(request, other),
        access.actor_of(request),
    )
    if not before.result or not after.result or before.family != after.family:
        raise Http404
    asked = request.GET.copy()
    asked.pop("halaman", None)
    up = asked.get("arah", "naik") != "turun"
    gained = plan_compare.moved(before, after, actor)
    wanted = comparing.those(
        gained, up=up, desil=asked.get("desil", "")[:2], kecamatan=asked.get("kecamatan", "")[:8]
    )
    page = Paginator(wanted, EACH_PAGE).get_page(request.GET.get("halaman"))
    known = heads.families(page.object_list, actor)
    places = dict(gained.select("keluarga", "kode_desa").iter_rows())
    services.told(after, "rencana_banding", actor, baris=len(page.object_list))
    context = {
        "before": showing.line(before), "after": showing.line(after), "up": up, "page": page, "region_code": before.wilayah,
        "rows": [(each, getattr(known.get(each), "head", "") or each, places.get(each)) for each in page],
        "address": address("plan_moved", asked, reference, other), "desil": asked.get("desil", ""), "kecamatan": asked.get("kecamatan", ""),
    }  # fmt: skip
    return render(request, "programmes/plan_moved.html", context)
