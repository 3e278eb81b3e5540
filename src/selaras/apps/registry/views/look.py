"""One person, one keluarga, and how the registry is made."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.audit import services as audit
from selaras.apps.registry import history, picture, queries, rules
from selaras.shell import panels

SEE, IDENTITY = accounts.Ability.SEE, accounts.FieldClass.IDENTITY


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


@require_GET
@access.page(ability=SEE)
def builds(request: HttpRequest) -> HttpResponse:
    """How the registry was made: builds, editions they were made of, the work that runs now."""
    listed = [
        {"row": build, "state": rules.STATES.get(build.state, build.state)} for build in queries.builds()[:50]
    ]
    context = {"builds": listed, "job": queries.latest_job()}
    return render(request, "registry/builds.html", context)


@require_GET
@access.page(ability=SEE)
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """How far a piece of work is; asked again each second while it runs."""
    found = queries.job(job_id)
    if found is None:
        raise Http404
    return render(request, "registry/job.html", {"job": found})
