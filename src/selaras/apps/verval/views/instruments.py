"""Pages: versions of the form, what they ask, and the workbook to look at."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access, rules
from selaras.apps.verval.queries import instruments
from selaras.apps.verval.rules import instruments as forms
from selaras.apps.verval.services import instruments as services
from selaras.shell import answers

LEAD = rules.Ability.LEAD
_FILLED = re.compile(r"\$\{(\w+)\}")
# Questions nobody is asked: what the phone notes by itself.
_SILENT = {"start", "end", "today", "deviceid", "audit", "calculate", "csv-external"}


@require_GET
@access.page(ability=LEAD)
def versions(request: HttpRequest) -> HttpResponse:
    """All versions, and whether the newest tables of the house are published."""
    standard = forms.standard()
    rows = instruments.versions().defer("xform", "xlsform", "questions")
    shown = {
        "rows": rows, "standard": standard,
        "published": instruments.named(standard.form_id, standard.version) is not None,
    }  # fmt: skip
    return render(request, "verval/instruments.html", shown)


def _version(pk: int) -> Any:
    found = instruments.version(pk)
    if found is None:
        raise Http404
    return found


@require_GET
@access.page(ability=LEAD)
def version(request: HttpRequest, instrument: int) -> HttpResponse:
    """One version: its questions in order, group by group."""
    row = _version(instrument)
    asked = [
        {**each, "label": _plain(each["label"])} for each in row.questions if each["kind"] not in _SILENT
    ]
    groups = [(title, list(rest)) for title, rest in groupby(asked, key=lambda each: each["title"])]
    return render(request, "verval/instrument.html", {"row": row, "groups": groups, "count": len(asked)})


def _plain(label: str) -> str:
    """A question as people read it: what the phone fills in stands in brackets, marks of bold are left out."""
    return _FILLED.sub(lambda found: f"[{found[1].replace('_', ' ')}]", label.replace("**", ""))


@require_GET
@access.page(ability=LEAD)
def workbook(request: HttpRequest, instrument: int) -> HttpResponse:
    """The XLSForm."""
    row = _version(instrument)
    return answers.attachment(bytes(row.xlsform), f"{row.form_id}-{row.version}.xlsx")


@require_POST
@access.page(ability=LEAD)
def publish(request: HttpRequest) -> HttpResponse:
    """Publishes the tables of the house as they are."""
    row = services.publish(by=access.actor_of(request))
    messages.success(request, _("Formulir versi {versi} terbit.").format(versi=row.version))
    return redirect("verval:instrument", row.pk)


@require_POST
@access.page(ability=LEAD)
def withdraw(request: HttpRequest, instrument: int) -> HttpResponse:
    """Withdraws a version."""
    row = _version(instrument)
    services.withdraw(instrument=row.pk, by=access.actor_of(request))
    messages.success(
        request, _("Versi ini ditarik. Isian yang masih datang dengannya ditahan untuk diperiksa.")
    )
    return redirect("verval:instrument", row.pk)
