"""Files for SIKS-NG and DTSEN: the one place where numbers leave in full, against a purpose and a reason, and recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from selaras.apps.accounts import rules as access
from selaras.apps.audit import services as audit
from selaras.apps.penetapan.models import Package, PackageItem, Proposal
from selaras.apps.penetapan.queries import packages as queries
from selaras.apps.penetapan.rules import layouts as rules
from selaras.apps.penetapan.rules import packages as way
from selaras.apps.penetapan.services import packages
from selaras.apps.registry import layout as packed
from selaras.apps.registry import queries as registry
from selaras.apps.registry import services as numbers
from selaras.apps.registry.models import Keluarga, Person
from selaras.apps.verval.rules import labels, words
from selaras.kernel import errors
from selaras.shell import papers, sheets, trail
from selaras.shell import words as shell

_IDENTITY = access.FieldClass.IDENTITY


@dataclass(frozen=True, slots=True)
class Why:
    """For what, and why."""

    purpose: str
    reason: str


def export(*, package: Package, layout: str, why: Why, by: access.Actor) -> papers.File:
    """The proposals of a package that was set by an SK, in the layout of SIKS-NG or DTSEN.

    Raises Refused without the rights to export and to open numbers there; SelarasError sk_belum_ada, usulan_tanpa_tujuan.
    """
    chosen = rules.layouts().get(layout)
    may = all(
        access.may(by, ability, package.kode_desa, _IDENTITY)
        for ability in (access.Ability.EXPORT, access.Ability.REVEAL)
    )
    if not may or chosen is None:
        raise trail.Refused("paket_ekspor", packages.KIND, package.reference)
    if package.state != way.State.SK:
        raise errors.SelarasError("sk_belum_ada")
    if why.purpose not in access.PURPOSES or len(why.reason.strip()) < rules.LEAST_REASON:
        raise errors.SelarasError("usulan_tanpa_tujuan")
    rows = _rows(package, chosen, why, by)
    cells = ([row.get(each.value, "") if each.value else "" for each in chosen.columns] for row in rows)
    content, _count = sheets.as_xlsx(chosen.heads, cells, "Usulan", in_memory=True)
    sha256 = hashlib.sha256(content).hexdigest()
    Proposal.objects.create(
        package=package, kode_desa=package.kode_desa, layout=layout, rows=len(rows), sha256=sha256, purpose=why.purpose,
        reason=why.reason.strip()[:200], by=by.user_id, by_name=by.name,
    )  # fmt: skip
    audit.record(
        actor=by, action="paket_ekspor", object_kind=packages.KIND, object_id=package.reference, region=package.kode_desa,
        detail={"bentuk": layout, "baris": len(rows), "sha256": sha256, "tujuan": why.purpose},
    )  # fmt: skip
    return papers.File(f"usulan-{layout}-{package.reference}.xlsx", content)


def _rows(package: Package, chosen: rules.Layout, why: Why, by: access.Actor) -> list[dict[str, str]]:
    items = {item.keluarga: item for item in queries.items(package) if item.keluarga}
    homes = {k.reference: k for k in registry.visible_keluarga(actor=by).filter(reference__in=list(items))}
    people = list(
        registry.visible_persons(actor=by)
        .filter(keluarga__in=list(homes))
        .order_by("keluarga", "tanggal_lahir")
    )
    of: dict[str, list[Person]] = {}
    for person in people:
        of.setdefault(person.keluarga or "", []).append(person)
    heads = {reference: _head(home, of.get(reference, [])) for reference, home in homes.items()}
    told = people if chosen.of == "orang" else [head for head in heads.values() if head is not None]
    opened = numbers.open_for_export(persons=told, purpose=why.purpose, reason=why.reason, by=by)
    place = _place(package)
    rows = []
    for person in told:
        item, home = items[person.keluarga or ""], homes[person.keluarga or ""]
        nik, kk = opened[person.reference]
        rows.append(
            place
            | _told(item, package)
            | _who(person)
            | _of_home(home, len(of[home.reference]), chosen)
            | {"nik": nik, "kk": kk}
        )
    return [row | {"nomor": str(number)} for number, row in enumerate(rows, start=1)]


def _head(home: Keluarga, members: Sequence[Person]) -> Person | None:
    named = (person for person in members if person.reference == home.kepala)
    called = (person for person in members if person.hubungan == "kepala")
    return next(named, None) or next(called, None) or (members[0] if members else None)


def _place(package: Package) -> dict[str, str]:
    parts = package.kode_desa.split(".")
    codes = [".".join(parts[:depth]) for depth in range(1, 5)]
    names = ("provinsi", "kabupaten", "kecamatan", "desa")
    return {name: shell.region(code) for name, code in zip(names, codes, strict=True)} | {
        f"kode_{name}": code for name, code in zip(names, codes, strict=True)
    }


def _told(item: PackageItem, package: Package) -> dict[str, str]:
    return {
        "hasil": str(labels.outcome(item.outcome)), "keterangan": item.reason,
        "keberadaan_kode": rules.PRESENCE.get(words.Outcome(item.outcome), ""),
        "nomor_sk": package.number_of_sk, "tanggal_sk": package.sk_date.isoformat() if package.sk_date else "",
    }  # fmt: skip


def _who(person: Person) -> dict[str, str]:
    values = packed.unpack(person.isi, packed.PERSON)
    kept = ("alamat", "dusun", "rt", "rw", "tempat_lahir", "pekerjaan", "nama_ibu")
    return {name: values.get(name, "") for name in kept} | {
        "nama": person.nama or "", "jenis_kelamin": person.jenis_kelamin or "", "hubungan": person.hubungan or "",
        "status": person.status or "", "tanggal_lahir": person.tanggal_lahir.isoformat() if person.tanggal_lahir else "",
    }  # fmt: skip


def _of_home(home: Keluarga, members: int, chosen: rules.Layout) -> dict[str, str]:
    told = {"anggota": str(members), "desil": "" if home.desil is None else str(home.desil)}
    if chosen.of == "keluarga":
        values = packed.unpack(home.isi, packed.KELUARGA)
        told |= {name: values[name] for name in ("alamat", "rt", "rw") if values.get(name)}
    return told
