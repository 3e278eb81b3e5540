"""The villages of a programme that is for villages, each with its reasons."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from selaras.apps.accounts import rules as accounts
from selaras.apps.audit import services as audit
from selaras.apps.discrepancies import forms as leaving
from selaras.apps.programmes import drawing
from selaras.apps.programmes.queries import villages
from selaras.apps.programmes.queries.rules import Current
from selaras.apps.programmes.rules import family as telling
from selaras.apps.programmes.rules import matrix as rules
from selaras.apps.programmes.views.matrix import PER_PAGE, region_choices


def page(request: HttpRequest, actor: accounts.Actor, current: Current, wanted: rules.Wanted) -> HttpResponse:
    """Villages as far as the reader may name their families."""
    today = timezone.localdate()
    found = villages.listed(actor, current, today, wanted.wilayah)
    told = [each for each in found if wanted.hasil in ("", each.verdict)]
    shown = Paginator(told, PER_PAGE).get_page(request.GET.get("halaman"))
    audit.record(
        actor=actor, action="program_keluarga", object_kind="program", object_id=current.code, region=wanted.wilayah,
        detail={"saringan": sorted(wanted.asked()), "baris": len(shown.object_list)},
    )  # fmt: skip
    counted = villages.counts(found)
    context: dict[str, Any] = {
        "programme": current.programme, "rule": current.rule, "wanted": wanted, "page": shown, "as_known_on": today,
        "region_code": wanted.wilayah, "regions": region_choices(actor, wanted.wilayah),
        "rows": [
            {
                "code": each.code, "families": each.families, "verdict": each.verdict, "reasons": telling.shown(each.judged)
            }
            for each in shown
        ],
        "figures": [
            {
                "label": drawing.VERDICTS[rules.Verdict(outcome.value.replace(" ", "_"))], "count": n,
                "href": drawing.families_of(current.code, rules.Wanted(wanted.wilayah, outcome.value.replace(" ", "_"))),
            }
            for outcome, n in counted.items()
        ],
        "verdicts": list(drawing.VERDICTS.items()), "address": drawing.families_of(current.code, wanted), "hidden": wanted.asked(),
        "purpose": leaving.Purpose(initial={"purpose": actor.purpose}, auto_id="keluar-%s"),
        "may_export": accounts.may(actor, accounts.Ability.EXPORT, wanted.wilayah, accounts.FieldClass.IDENTITY),
    }  # fmt: skip
    return render(request, "programmes/villages.html", context)
