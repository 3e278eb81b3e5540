"""Persons and keluarga by reference for other systems. Numbers masked; nothing sensitive; each reading is recorded."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import P, Path, Router, Schema

from selaras.apps.accounts import access
from selaras.apps.accounts.rules import Ability, Actor, FieldClass
from selaras.apps.audit import services as audit
from selaras.apps.registry import queries
from selaras.shell import words

router = Router(tags=["registri"])
Reference = Path[Annotated[str, P(pattern=r"^[PK][0-9A-Z]{12}$")]]


class Person(Schema):
    """A person as merged. `nik` and `kk` show their last four digits."""

    orang: str
    keluarga: str | None
    nama: str | None
    nik: str
    kk: str
    jenis_kelamin: str | None
    tanggal_lahir: dt.date | None
    hubungan: str | None
    kode_desa: str | None
    status: str | None
    desil: int | None
    desil_sumber: str | None
    desil_edisi: str | None
    sumber: list[str]
    edisi_pertama: str | None
    edisi_terakhir: str | None


class Keluarga(Schema):
    """A keluarga (one KK) as merged, with the persons in it."""

    keluarga: str
    kepala: str | None
    kk: str
    kode_desa: str | None
    desil: int | None
    desil_sumber: str | None
    desil_edisi: str | None
    anggota_hadir: int | None
    sumber: list[str]
    anggota: list[Person]


def _person(row: Any) -> dict[str, Any]:
    return {
        "orang": row.reference, "keluarga": row.keluarga, "nama": row.nama, "nik": words.masked(row.nik_tail),
        "kk": words.masked(row.kk_tail), "jenis_kelamin": row.jenis_kelamin, "tanggal_lahir": row.tanggal_lahir,
        "hubungan": row.hubungan, "kode_desa": row.kode_desa, "status": row.status, "desil": row.desil,
        "desil_sumber": row.desil_source, "desil_edisi": row.desil_edition,
        "sumber": (row.sources or "").split(",") if row.sources else [],
        "edisi_pertama": row.first_edition, "edisi_terakhir": row.last_edition,
    }  # fmt: skip


def _seen(actor: Actor, kind: str, row: Any) -> None:
    audit.record(
        actor=actor, action=f"{kind}_lihat", object_kind=kind, object_id=row.reference, region=row.kode_desa or "",
        detail={"api": True},
    )  # fmt: skip


@router.get("/orang/{reference}", response=Person, summary="Satu orang menurut rujukannya (P…)")
@access.endpoint(ability=Ability.SEE, field_class=FieldClass.IDENTITY)
def person(request: HttpRequest, reference: Reference, per: dt.date | None = None) -> dict[str, Any]:
    """A person, as known on a day (default: now)."""
    actor = access.actor_of(request)
    found = queries.person(reference, actor=actor, on=per)
    if found is None:
        raise Http404
    _seen(actor, "orang", found)
    return _person(found)


@router.get("/keluarga/{reference}", response=Keluarga, summary="Satu keluarga menurut rujukannya (K…)")
@access.endpoint(ability=Ability.SEE, field_class=FieldClass.IDENTITY)
def keluarga(request: HttpRequest, reference: Reference, per: dt.date | None = None) -> dict[str, Any]:
    """A keluarga with its members, as known on a day (default: now)."""
    actor = access.actor_of(request)
    found = queries.keluarga(reference, actor=actor, on=per)
    if found is None:
        raise Http404
    _seen(actor, "keluarga", found)
    return {
        "keluarga": found.reference, "kepala": found.kepala, "kk": words.masked(found.kk_tail), "kode_desa": found.kode_desa,
        "desil": found.desil, "desil_sumber": found.desil_source, "desil_edisi": found.desil_edition,
        "anggota_hadir": found.present, "sumber": found.sources.split(",") if found.sources else [],
        "anggota": [_person(row) for row in queries.members(reference, actor=actor, on=per)],
    }  # fmt: skip
