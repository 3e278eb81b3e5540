"""One programme first: its families with reasons, the gaps, and the list as a file."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.audit import services as audit
from selaras.apps.discrepancies import forms as leaving
from selaras.apps.programmes import drawing
from selaras.apps.programmes.queries import asking, catalogue, families
from selaras.apps.programmes.queries import rules as current_rules
from selaras.apps.programmes.queries.rules import Current
from selaras.apps.programmes.rules import matrix as rules
from selaras.apps.programmes.services import families as services
from selaras.apps.programmes.services import villages as village_lists
from selaras.apps.programmes.views import villages
from selaras.apps.programmes.views.matrix import PER_PAGE, region_choices, region_or_404
from selaras.shell import answers

SEE, IDENTITY = accounts.Ability.SEE, accounts.FieldClass.IDENTITY


def _asked(request: HttpRequest, code: str) -> tuple[asking.Asked, Current, rules.Wanted]:
    """The programme of an address and its families for who asks; 404 where there is none, no rule, or a region not theirs."""
    actor = access.actor_of(request)
    found = catalogue.programme(code)
    if found is None:
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    wanted = rules.wanted(given.dict(), asking.home(actor))
    region_or_404(actor, wanted.wilayah)
    asked = asking.named(actor, timezone.localdate(), found.agency)
    current = next((each for each in asked.current if each.code == code), None)
    if current is None:
        raise Http404
    return asked, current, wanted


def _of_villages(request: HttpRequest, code: str) -> tuple[Current, rules.Wanted] | None:
    """The same of a programme that is for villages; None for any other."""
    everything = current_rules.everything(timezone.localdate())
    found = next((each for each in everything if each.code == code and each.about_villages), None)
    if found is None:
        return None
    actor, given = access.actor_of(request), request.POST if request.method == "POST" else request.GET
    wanted = rules.wanted(given.dict(), asking.home(actor))
    region_or_404(actor, wanted.wilayah)
    return found, wanted


def _figures(asked: asking.Asked, code: str, wanted: rules.Wanted) -> list[dict[str, Any]]:
    """How many of each outcome, and the gap, in the region and decile chosen."""
    parts = [
        (label, rules.Wanted(wanted.wilayah, verdict, "", wanted.desil))
        for verdict, label in drawing.VERDICTS.items()
    ]
    if asked.seen.has[code] is not None:
        told = rules.Wanted(wanted.wilayah, rules.Verdict.LAYAK, "tidak", wanted.desil)
        parts.append((drawing.UNREACHED, told))
    heads = asked.seen.heads.get(code)
    return [
        {
            "label": label, "count": int(marks.sum()), "href": drawing.families_of(code, each), "on": each == wanted,
            "persons": None if heads is None or each.hasil != rules.Verdict.LAYAK else int(heads[marks].sum()),
        }
        for label, each in parts
        for marks in [families.meant(asked.seen, code, each)]
    ]  # fmt: skip


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def of_programme(request: HttpRequest, code: str) -> HttpResponse:
    """Families of a programme: eligible, not, not known, each with the reasons; who is eligible and does not have it. Of one that is for
    villages those."""
    actor = access.actor_of(request)
    of_villages = _of_villages(request, code)
    if of_villages is not None:
        return villages.page(request, actor, *of_villages)
    asked, current, wanted = _asked(request, code)
    rows = families.ordered(asked.seen, families.meant(asked.seen, code, wanted), code)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("halaman"))
    shown = families.told(
        asked.seen, [int(row) for row in page.object_list], [current], asked.on, actor=actor
    )
    audit.record(
        actor=actor, action="program_keluarga", object_kind="program", object_id=code, region=wanted.wilayah,
        detail={"saringan": sorted(wanted.asked()), "baris": len(shown)},
    )  # fmt: skip
    context = {
        "programme": current.programme, "rule": current.rule, "wanted": wanted, "page": page, "as_known_on": asked.on,
        "rows": [drawing.family(each, code, listed=asked.seen.has[code] is not None) for each in shown],
        "figures": _figures(asked, code, wanted), "listed": asked.seen.has[code] is not None, "region_code": wanted.wilayah,
        "regions": region_choices(actor, wanted.wilayah), "verdicts": list(drawing.VERDICTS.items()),
        "deciles": range(1, rules.MOST_DECILE + 1), "address": drawing.families_of(code, wanted), "hidden": wanted.asked(),
        "narrowed": bool(asked.seen.veiled.any()), "only_own": not asking.may_name(actor, current.programme.agency),
        "purpose": leaving.Purpose(initial={"purpose": actor.purpose}, auto_id="keluar-%s"),
        "may_export": accounts.may(actor, accounts.Ability.EXPORT, wanted.wilayah, IDENTITY), "build": asked.seen.snapshot.build,
    }  # fmt: skip
    return render(request, "programmes/families.html", context)


@require_POST
@access.page(ability=accounts.Ability.EXPORT, field_class=IDENTITY)
def take_out(request: HttpRequest, code: str) -> HttpResponse:
    """The families (or villages) of a programme as a file, against a purpose."""
    form = "csv" if request.POST.get("form") == "csv" else "xlsx"
    purpose, by = request.POST.get("purpose", ""), access.actor_of(request)
    of_villages = _of_villages(request, code)
    if of_villages is not None:
        current, wanted = of_villages
        content = village_lists.take_out(
            current=current, wanted=wanted, on=timezone.localdate(), form=form, purpose=purpose, by=by
        )
        return answers.attachment(content, f"{code}-desa.{form}")
    asked, current, wanted = _asked(request, code)
    content = services.take_out(
        asked=asked, current=current, wanted=wanted, form=form, purpose=purpose, by=by
    )
    return answers.attachment(content, f"{code}-keluarga.{form}")
