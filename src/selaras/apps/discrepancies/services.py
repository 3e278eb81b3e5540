"""Writes of discrepancies: a build's rows, a worklist, a list that leaves the portal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from selaras.apps.accounts import rules as access
from selaras.apps.audit import services as audit
from selaras.apps.discrepancies import closing, export, figures, frames, queries, rules
from selaras.apps.discrepancies.models import Count, Held, Load, Padan, Worklist
from selaras.apps.registry import layout
from selaras.apps.registry import services as registry
from selaras.apps.registry.loading import copy, sealing
from selaras.apps.registry.models import Build, Number
from selaras.engine.compare import kinds
from selaras.kernel import errors
from selaras.shell import sheets, trail

TARGET = copy.Target("discrepancies_discrepancy", ("digest",), frames.COLUMNS)
# Counts of this many builds are kept, for "as known on"; the rows themselves are versions and stay.
KEPT = 20
EXPORT, REVEAL, REVIEW = access.Ability.EXPORT, access.Ability.REVEAL, access.Ability.REVIEW
IDENTITY = access.FieldClass.IDENTITY


def load(result_dir: Path, *, build: int, by: access.Actor) -> int:
    """Loads a result's discrepancies as build `build`; returns how many. Called by the registry in its own transaction."""
    found = frames.discrepancies(result_dir)
    copy.put(TARGET, copy.versions(TARGET, found, build), build)
    closed = closing.renew(build=build, files=_files(build))
    copy.append("discrepancies_count", frames.counts(found, build, closed))
    copy.append("discrepancies_held", frames.held(result_dir, build))
    for model in (Count, Held):
        model._default_manager.filter(build__lte=build - KEPT).delete()
    Load.objects.create(build=build, rows=found.height)
    copy.renew_statistics(("discrepancies_discrepancy", "discrepancies_count", "discrepancies_held"))
    return found.height


def _files(build: int) -> set[str]:
    """The files a build was made of, by SHA-256."""
    made = Build.objects.filter(number=build).values_list("editions", flat=True).first() or []
    return {str(each.get("sha256")) for each in made}


def _build() -> int:
    found = queries.current()
    if found is None:
        raise errors.SelarasError("beda_belum_ada")
    return int(found.number)


def save_worklist(*, title: str, wanted: rules.Filter, purpose: str, by: access.Actor) -> str:
    """Keeps a filter as work to be done; returns its reference. Raises Refused; SelarasError beda_tanpa_tujuan."""
    if not access.may(by, REVIEW, wanted.wilayah, IDENTITY):
        raise trail.Refused("daftar_kerja_simpan", "daftar_kerja")
    if purpose not in access.PURPOSES or not title.strip():
        raise errors.SelarasError("beda_tanpa_tujuan")
    build = _build()
    meant = figures.expected(actor=by, build=build, wanted=wanted)
    row = Worklist.objects.create(
        title=title.strip()[:120], wilayah=wanted.wilayah, filter=wanted.asked(), build=build, cases=meant.cases or 0,
        keluarga=meant.keluarga or 0, purpose=purpose, agency=by.agency, made_by=by.user_id, made_by_name=by.name,
    )  # fmt: skip
    detail = {
        "kasus": row.cases,
        "keluarga": row.keluarga,
        "saringan": sorted(wanted.asked()),
        "tujuan": purpose,
    }
    audit.record(
        actor=by, action="daftar_kerja_simpan", object_kind="daftar_kerja", object_id=row.reference,
        region=wanted.wilayah, detail=detail,
    )  # fmt: skip
    return str(row.reference)


def take_out(*, wanted: rules.Filter, form: str, purpose: str, by: access.Actor) -> bytes:
    """The cases as a file. Raises Refused; SelarasError beda_tanpa_tujuan, beda_terlalu_banyak, beda_belum_ada."""
    _may_take_out(by, wanted, purpose, EXPORT)
    build = _build()
    meant = figures.expected(actor=by, build=build, wanted=wanted)
    if (meant.cases or 0) > export.MOST:
        raise errors.SelarasError("beda_terlalu_banyak", jumlah=export.MOST)
    hints = {code: kind.hint for code, kind in kinds.catalogue().items()}
    found = queries.cases(actor=by, build=build, wanted=wanted, ability=EXPORT)[: export.MOST]
    return _written(export.CASES, export.case_rows(found, hints), form, wanted, purpose, by)


def take_out_padan(*, wanted: rules.Filter, form: str, purpose: str, reason: str, by: access.Actor) -> bytes:
    """The persons to be matched by Dukcapil, with full numbers. Raises as `take_out`, and beda_tanpa_alasan."""
    _may_take_out(by, wanted, purpose, EXPORT, REVEAL)
    if len(reason.strip()) < 10:
        raise errors.SelarasError("beda_tanpa_alasan")
    build = _build()
    persons = list(queries.padan_persons(actor=by, build=build, wanted=wanted, most=export.MOST + 1))
    if len(persons) > export.MOST:
        raise errors.SelarasError("beda_terlalu_banyak", jumlah=export.MOST)
    # Who has no NIK cannot be matched by it: neither asked about nor counted.
    persons = [person for person in persons if person.nik is not None]
    wanted_numbers = {number for person in persons for number in (person.nik, person.kk) if number}
    held = Number.objects.filter(pk__in=wanted_numbers).values_list("pk", "sealed", "blind")
    numbers = {pk: sealing.unseal(sealed, blind) for pk, sealed, blind in held}
    born_at = {p.reference: layout.unpack(p.isi, layout.PERSON).get("tempat_lahir") or "" for p in persons}
    content = _written(export.PADAN, export.padan_rows(persons, numbers, born_at), form, wanted, purpose, by)
    row = Padan.objects.create(
        wilayah=wanted.wilayah, filter=wanted.asked(), build=build, persons=len(persons), purpose=purpose,
        reason=reason.strip()[:200], agency=by.agency, user=by.user_id, user_name=by.name,
        sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    detail = {"orang": len(persons), "tujuan": purpose, "sha256": row.sha256}
    audit.record(
        actor=by,
        action="padan_keluar",
        object_kind="padan",
        object_id=row.reference,
        region=wanted.wilayah,
        detail=detail,
    )
    return content


def _may_take_out(by: access.Actor, wanted: rules.Filter, purpose: str, *abilities: access.Ability) -> None:
    if not all(access.may(by, ability, wanted.wilayah, IDENTITY) for ability in abilities):
        raise trail.Refused("ketidaksesuaian_ekspor", "daftar")
    if purpose not in access.PURPOSES:
        raise errors.SelarasError("beda_tanpa_tujuan")


def _written(
    heads: Sequence[str], rows: Iterable[Sequence[sheets.Cell]], form: str, wanted: rules.Filter, purpose: str, by: access.Actor
) -> bytes:  # fmt: skip
    content, count = sheets.as_csv(heads, rows) if form == "csv" else sheets.as_xlsx(heads, rows, "Daftar")
    registry.record_export(
        content=content,
        form="csv" if form == "csv" else "xlsx",
        rows=count,
        region=wanted.wilayah,
        purpose=purpose,
        by=by,
    )
    return content
