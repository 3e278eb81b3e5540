"""Regions for other systems: both codes, what lies below, boundaries."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from selaras.apps.accounts import access
from selaras.apps.accounts.rules import Ability
from selaras.apps.wilayah import queries, rules

router = Router(tags=["wilayah"])


class Region(Schema):
    """A region. `kode_bps` is empty where no code is bridged; `kode_bps_pasti` false: a suggestion only."""

    kode: str
    nama: str
    tingkat: str
    kode_bps: str
    kode_bps_pasti: bool


class RegionBelow(Region):
    """A region and those directly below it."""

    di_bawah: list[Region]


def _said(found: rules.Region) -> dict[str, Any]:
    return {
        "kode": found.code, "nama": found.name, "tingkat": found.level, "kode_bps": found.bps, "kode_bps_pasti": found.sure,
    }  # fmt: skip


@router.get("/", response=list[Region])
@access.endpoint(ability=Ability.SEE)
def mine(request: HttpRequest) -> list[dict[str, Any]]:
    """The regions this token may ask about; for everywhere, all provinces."""
    actor = access.actor_of(request)
    held = [each for code in queries.scopes(actor) if code and (each := queries.region(actor, code))]
    return [_said(each) for each in held or queries.below(actor, "")]


@router.get("/{code}", response=RegionBelow)
@access.endpoint(ability=Ability.SEE)
def one(request: HttpRequest, code: str) -> dict[str, Any]:
    """A region by Kemendagri code with dots."""
    actor = access.actor_of(request)
    found = queries.region(actor, code)
    if found is None:
        raise Http404
    return {**_said(found), "di_bawah": [_said(each) for each in queries.below(actor, code)]}


@router.get("/{code}/batas")
@access.endpoint(ability=Ability.SEE)
def boundaries(request: HttpRequest, code: str) -> dict[str, Any]:
    """The villages at or below a region as GeoJSON. Indicative."""
    found = queries.geojson(code) if queries.region(access.actor_of(request), code) else None
    if found is None:
        raise Http404
    collection: dict[str, Any] = json.loads(found[0])
    return collection
