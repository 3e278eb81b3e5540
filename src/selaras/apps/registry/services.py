"""Writes of the registry: a new build, a NIK shown in full, a list that leaves the portal."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from selaras.apps.accounts import rules as accounts
from selaras.apps.audit import services as audit
from selaras.apps.registry.loading import load as loading
from selaras.apps.registry.loading import sealing
from selaras.apps.registry.loading.result import Result
from selaras.apps.registry.models import (
    Build,
    Candidate,
    Export,
    Keluarga,
    Mention,
    Number,
    Person,
    Reveal,
    Tie,
)
from selaras.kernel import errors
from selaras.shell import trail

# How often one person may see a NIK in full.
REVEALS, REVEAL_HOURS = 30, 1


def quiet(_stage: str, _done: int, _total: int) -> None:
    """Nobody watches."""


# Loads of apps above that belong into the same transaction, by dotted path: function(result_dir, build, by).
_along: list[str] = []


def load_along(loader: str) -> None:
    """Names a function that loads its part of a result together with the registry, so that readers never see one
    without the other. Called by the AppConfig of an app above."""
    if loader not in _along:
        _along.append(loader)


def load(
    result_dir: Path,
    *,
    by: accounts.Actor,
    editions: Sequence[dict[str, Any]] = (),
    tell: loading.Told = quiet,
) -> int:
    """Makes a result of the conveyor the active build and returns its number. Runs inside `accounts.services.acting`.

    One transaction: readers see the old build or the new one. A second load waits for the first. Only rows that differ
    from the active build get new versions. Raises Refused, SelarasError hasil_tidak_ada, hasil_versi_lain.
    """
    if not accounts.may(by, accounts.Ability.ACCEPT, field_class=accounts.FieldClass.IDENTITY):
        raise trail.Refused("registri_susun", "registri")
    result = Result(result_dir)
    manifest = result.manifest
    with transaction.atomic():
        loading.take_turn()
        last = Build.objects.order_by("-number").values_list("number", flat=True).first() or 0
        build = Build.objects.create(
            number=last + 1, editions=list(editions) or _inputs(manifest), made_by=by.user_id,
            manifest={name: manifest.get(name) for name in ("as_known_on", "dibuat", "masukan", "versi")},
        )  # fmt: skip
        moved = loading.load(result, build.number, tell)
        for path in _along:
            beside: Callable[..., object] = import_string(path)
            beside(result_dir, build=build.number, by=by)
        _activate(build)
        build.persons, build.keluarga = result.persons.height, result.keluarga.height
        build.mentions = result.records.height + result.keluarga_records.height
        build.save()
        detail = {"orang": build.persons, "keluarga": build.keluarga, "baris": moved}
        audit.record(
            actor=by, action="registri_susun", object_kind="susunan", object_id=build.number, detail=detail
        )
    return build.number


def _activate(build: Build) -> None:
    Build.objects.filter(state=Build.ACTIVE).update(state=Build.REPLACED)
    build.state, build.activated = Build.ACTIVE, timezone.now()


def empty(*, by: accounts.Actor) -> int | None:
    """A build of no editions: everything known ends. None where nothing was known."""
    with transaction.atomic():
        loading.take_turn()
        active = Build.objects.filter(state=Build.ACTIVE).first()
        if active is None:
            return None
        last = Build.objects.order_by("-number").values_list("number", flat=True)[0]
        build = Build.objects.create(number=last + 1, made_by=by.user_id)
        for model in (Person, Keluarga, Mention, Tie, Candidate):
            model._default_manager.filter(build_to=None).update(build_to=build.number)
        _activate(build)
        build.save()
        audit.record(actor=by, action="registri_susun", object_kind="susunan", object_id=build.number)
    return int(build.number)


def _inputs(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    names = ("source", "edition", "path", "sha256", "rows_persons", "rows_keluarga")
    return [{name: entry.get(name) for name in names} for entry in manifest.get("masukan", [])]


def reveal(*, person: Person, field: str, purpose: str, reason: str, by: accounts.Actor) -> str:
    """The NIK or KK of a person in full, against a purpose and a reason, both kept where the person concerned can ask
    for them. Raises Refused without the right there; SelarasError buka_terlalu_sering, buka_tanpa_alasan."""
    allowed = accounts.may(by, accounts.Ability.REVEAL, person.kode_desa, accounts.FieldClass.IDENTITY)
    if person.kode_desa is None:
        allowed = "" in accounts.scopes(by, accounts.Ability.REVEAL, accounts.FieldClass.IDENTITY)
    if not allowed or field not in ("nik", "kk"):
        raise trail.Refused("nik_buka", "orang", person.reference)
    if purpose not in accounts.PURPOSES or len(reason.strip()) < 10:
        raise errors.SelarasError("buka_tanpa_alasan")
    since = timezone.now() - dt.timedelta(hours=REVEAL_HOURS)
    if Reveal.objects.filter(user=by.user_id, at__gt=since).count() >= REVEALS:
        raise errors.SelarasError("buka_terlalu_sering", jumlah=REVEALS)
    number = Number.objects.get(pk=getattr(person, field))
    Reveal.objects.create(
        person=person.reference, kode_desa=person.kode_desa, user=by.user_id, name=by.name, agency=by.agency,
        purpose=purpose, reason=reason.strip()[:200],
    )  # fmt: skip
    detail = {"bidang": field, "tujuan": purpose}
    audit.record(
        actor=by, action="nik_buka", object_kind="orang", object_id=person.reference, region=person.kode_desa or "",
        detail=detail,
    )  # fmt: skip
    return sealing.unseal(number.sealed, number.blind)


def open_for_export(
    *, persons: Sequence[Person], purpose: str, reason: str, by: accounts.Actor
) -> dict[str, tuple[str, str]]:
    """NIK and KK of persons in full, for a file that leaves; "" where there is none. By reference.

    Every person can ask who saw their number: each opening is kept. Raises Refused without the rights to export and to open
    numbers where each of them lives; SelarasError buka_tanpa_alasan.
    """
    for person in persons:
        for ability in (accounts.Ability.EXPORT, accounts.Ability.REVEAL):
            if not accounts.may(by, ability, person.kode_desa or "-", accounts.FieldClass.IDENTITY):
                raise trail.Refused("nik_buka", "orang", person.reference)
    if purpose not in accounts.PURPOSES or len(reason.strip()) < 10:
        raise errors.SelarasError("buka_tanpa_alasan")
    known = Number.objects.in_bulk({number for each in persons for number in (each.nik, each.kk) if number})
    Reveal.objects.bulk_create(
        Reveal(
            person=each.reference, kode_desa=each.kode_desa, user=by.user_id, name=by.name, agency=by.agency,
            purpose=purpose, reason=reason.strip()[:200],
        )
        for each in persons
    )  # fmt: skip

    def full(number: int | None) -> str:
        found = known.get(number) if number else None
        return sealing.unseal(found.sealed, found.blind) if found else ""

    return {each.reference: (full(each.nik), full(each.kk)) for each in persons}


def record_export(
    *, content: bytes, form: str, rows: int, region: str, purpose: str, by: accounts.Actor
) -> str:
    """Writes down that a list leaves the portal; returns its hash."""
    digest = hashlib.sha256(content).hexdigest()
    Export.objects.create(
        user=by.user_id, agency=by.agency, purpose=purpose, form=form, region=region, rows=rows, sha256=digest
    )
    detail = {"baris": rows, "sha256": digest, "bentuk": form, "tujuan": purpose}
    audit.record(actor=by, action="registri_ekspor", object_kind="daftar", region=region, detail=detail)
    return digest


def search_print(text: str) -> str:
    """A keyed digest of a search: tells the auditor that two searches were the same, and nothing else."""
    return sealing.blinds([f"cari|{text.strip().upper()}"])[0].hex()[:16]
