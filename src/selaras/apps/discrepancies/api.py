"""Discrepancies for other systems: sums for those who may read figures, cases for those who may read identities."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from selaras.apps.accounts import access
from selaras.apps.accounts.rules import Ability, Actor, FieldClass
from selaras.apps.audit import services as audit
from selaras.apps.discrepancies import drawing, figures, queries, rules
from selaras.apps.wilayah import queries as wilayah
from selaras.apps.wilayah import rules as regions

router = Router(tags=["ketidaksesuaian"])
PER_PAGE = 200


class Asked(Schema):
    """Which: a region, a kind, two lists. Empty: any; a region left out is the highest of this token.

    `status` "ditutup": those verval closed, else those that are open.
    """

    wilayah: str = ""
    jenis: str = ""
    a: str = ""
    b: str = ""
    status: str = ""


class Figure(Schema):
    """`keluarga` of `dari`; null: under ten, or not to be told."""

    kode: str
    kasus: int | None
    orang: int | None
    keluarga: int | None
    dari: int | None
    bagian: float | None


class Sums(Schema):
    """The dashboard as numbers. `susunan` is the build of the registry, `per` when it became active."""

    susunan: int
    per: str
    wilayah: str
    dibulatkan: bool
    seluruhnya: Figure
    menurut_pasangan: list[Figure]
    menurut_jenis: list[Figure]
    hanya_di_satu: list[Figure]
    menurut_wilayah: list[Figure]


class Closed(Schema):
    """The finding of the field that closed a case: the day of the visit, the edition it came in with, its target."""

    pada: str
    oleh: str
    sumber: str
    edisi: str
    kampanye: str
    temuan: str
    sejak_susunan: int


class Case(Schema):
    """One disagreement. Values of sensitive fields are masked. `ditutup`: null while it is open."""

    nomor: int
    jenis: str
    judul: str
    orang: str | None
    keluarga: str | None
    kode_desa: str | None
    bidang: str | None
    sumber_a: str | None
    edisi_a: str | None
    nilai_a: str | None
    sumber_b: str | None
    edisi_b: str | None
    nilai_b: str | None
    selisih: float | None
    ditutup: Closed | None


class Cases(Schema):
    """A page of cases; `sesudah` is the number to ask the next page with, null at the end."""

    susunan: int
    kasus: list[Case]
    sesudah: int | None


def _wanted(actor: Actor, asked: Asked) -> rules.Filter:
    wanted = rules.chosen(asked.dict(), regions.home(wilayah.scopes(actor)))
    if wanted.wilayah and wilayah.region(actor, wanted.wilayah) is None:
        raise Http404
    if (
        (asked.status and not wanted.status)
        or (asked.jenis and not wanted.jenis)
        or (asked.a and not wanted.a)
    ):
        raise Http404
    return wanted


def _figure(found: figures.Figure) -> dict[str, Any]:
    return {
        "kode": found.code, "kasus": found.cases, "orang": found.persons, "keluarga": found.keluarga, "dari": found.of,
        "bagian": None if found.share is None else round(found.share, 4),
    }  # fmt: skip


@router.get("/ringkasan", response=Sums)
@access.endpoint(ability=Ability.SEE)
def sums(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Where lists disagree, as on the dashboard. 404 before the first build."""
    actor, build = access.actor_of(request), queries.current()
    if build is None:
        raise Http404
    wanted = _wanted(actor, asked)
    found = figures.Dashboard(actor, build.number, wanted)
    return {
        "susunan": build.number, "per": build.activated.isoformat() if build.activated else "", "wilayah": wanted.wilayah,
        "dibulatkan": found.public_only, "seluruhnya": _figure(found.total()),
        "menurut_pasangan": [_figure(each) for each in found.pairs()],
        "menurut_jenis": [_figure(each) for each in found.kinds()],
        "hanya_di_satu": [_figure(each) for each in found.alone()],
        "menurut_wilayah": [_figure(each) for each in found.places()],
    }  # fmt: skip


def _closed(found: dict[str, Any] | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "pada": found["on"].isoformat(), "oleh": found["by"], "sumber": found["source"], "edisi": found["edition"],
        "kampanye": found["title"], "temuan": found["evidence"], "sejak_susunan": found["build"],
    }  # fmt: skip


@router.get("/kasus", response=Cases)
@access.endpoint(ability=Ability.SEE, field_class=FieldClass.IDENTITY)
def cases(request: HttpRequest, asked: Query[Asked], sesudah: int = 0) -> dict[str, Any]:
    """The cases behind a figure, 200 at a time, in the order of their numbers."""
    actor, build = access.actor_of(request), queries.current()
    if build is None:
        raise Http404
    wanted = _wanted(actor, asked)
    found = queries.cases(actor=actor, build=build.number, wanted=wanted).filter(id__gt=max(sesudah, 0))
    rows = list(found[: PER_PAGE + 1])
    shown = rows[:PER_PAGE]
    detail = {"saringan": sorted(wanted.asked()), "baris": len(shown), "api": True}
    audit.record(
        actor=actor,
        action="ketidaksesuaian_lihat",
        object_kind="daftar",
        region=wanted.wilayah,
        detail=detail,
    )
    told = [
        {
            "nomor": row.pk, "jenis": row.kind, "judul": rules.title(row.kind), "orang": row.person, "keluarga": row.keluarga,
            "kode_desa": row.kode_desa, "bidang": row.field, "sumber_a": row.source_a, "edisi_a": row.edition_a,
            "nilai_a": row.value_a, "sumber_b": row.source_b, "edisi_b": row.edition_b, "nilai_b": row.value_b,
            "selisih": row.size, "ditutup": _closed(drawing.closed(row)),
        }
        for row in shown
    ]  # fmt: skip
    return {"susunan": build.number, "kasus": told, "sesudah": shown[-1].pk if len(rows) > PER_PAGE else None}
