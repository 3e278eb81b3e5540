"""Lists agencies bring of who has their own programme, and agreements to compare them. Nothing of a file is kept but its hash and which
family each row meant; no number is written anywhere."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.audit import queries as trails
from selaras.apps.audit import services as audit
from selaras.apps.intake import rules as intake
from selaras.apps.programmes.models.allocation import Receives
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.models.sharing import Agreement, Brought
from selaras.apps.programmes.queries import rules
from selaras.apps.programmes.queries import sharing as queries
from selaras.apps.programmes.rules import sharing
from selaras.apps.registry import queries as registry
from selaras.engine.read import workbook
from selaras.kernel import errors
from selaras.shell import trail

KIND, AGREEMENT = "daftar_penerima", "kesepakatan"
REFUSED = "program_daftar_tolak"
_ASKED = ("daftar_tanpa_keluarga", "daftar_banyak_asing")


@dataclass(frozen=True, slots=True)
class File:
    """A file as it arrived. `since`: from which day its families have the programme, where that is known."""

    name: str
    contents: bytes
    since: dt.date | None = None

    @property
    def digest(self) -> str:
        """Of what is in it."""
        return hashlib.sha256(self.contents).hexdigest()


def bring(*, programme: str, file: File, agency_name: str, by: access.Actor) -> Brought:
    """Takes the list of who has a programme of the actor's own agency, in place of the one before. All or nothing.

    Raises Refused; SelarasError of reading (`baca_...`), daftar_terlalu_besar, daftar_sudah_ada, daftar_tanpa_kolom,
    daftar_nomor_rusak, daftar_terlalu_panjang, daftar_tanpa_keluarga, daftar_banyak_asing, daftar_terlalu_sering.
    """
    row = queries.own(by).filter(code=programme).first()
    if row is None:
        raise trail.Refused("program_daftar_bawa", KIND, programme)
    if len(file.contents) > sharing.MOST_BYTES:
        raise errors.SelarasError("daftar_terlalu_besar", mb=sharing.MOST_BYTES // 1024**2)
    try:
        with transaction.atomic():
            _one_at_a_time(row)
            if Brought.objects.filter(programme=row, sha256=file.digest, withdrawn_at=None).exists():
                raise errors.SelarasError("daftar_sudah_ada")
            _limit(by)
            made = _written(row, file, agency_name, by)
    except errors.SelarasError as error:
        # A list nobody is known by was a question too: it counts, although nothing of it is kept.
        if error.code in _ASKED:
            audit.record(
                actor=by, action=REFUSED, object_kind=KIND, object_id=programme, detail={"sebab": error.code}
            )
        raise
    detail = {"baris": made.rows, "cocok": made.matched, "sha256": made.sha256}
    audit.record(
        actor=by, action="program_daftar_bawa", object_kind=KIND, object_id=made.reference, detail=detail
    )
    return made


def _limit(by: access.Actor) -> None:
    since = timezone.now() - dt.timedelta(days=1)
    taken = Brought.objects.filter(agency=by.agency, at__gt=since).count()
    if taken + trails.since(since, action=REFUSED, detail={}, agency=by.agency) >= sharing.MOST_A_DAY:
        raise errors.SelarasError("daftar_terlalu_sering", jumlah=sharing.MOST_A_DAY)


def _one_at_a_time(row: Programme) -> None:
    """Two lists of one programme at once: the second waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 65))", [f"penerima:{row.pk}"])


def _written(row: Programme, file: File, agency_name: str, by: access.Actor) -> Brought:
    name = intake.clean_name(file.name)[-120:]
    found = queries.matched(_read(file.contents, name))
    rows, problems = _sorted(found)
    if not rows:
        raise errors.SelarasError("daftar_tanpa_keluarga")
    if sharing.guesses([code for _, code in problems], len(found)):
        raise errors.SelarasError("daftar_banyak_asing")
    active = registry.active()
    Brought.objects.filter(programme=row, withdrawn_at=None).update(withdrawn_at=timezone.now())
    made = Brought.objects.create(
        programme=row, agency=by.agency, agency_name=agency_name[:120], file=name, sha256=file.digest,
        build=active.number if active else 0, rows=len(found), matched=len(rows),
        problems=problems[: sharing.MOST_PROBLEMS], by=by.user_id, by_name=by.name,
    )  # fmt: skip
    Receives.objects.bulk_create(
        (
            Receives(
                programme=row, keluarga=each.keluarga, kode_desa=each.kode_desa, agency=by.agency, source=f"daftar {made.reference}",
                since=file.since, brought=made, row=each.entry.row, recorded_by=by.user_id,
            )
            for each in rows
        ),
        batch_size=2000,
    )  # fmt: skip
    return made


def _read(contents: bytes, name: str) -> list[sharing.Entry]:
    """The rows of a file, which lies on the disk only while it is read, where nobody else can look."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "berkas"
        path.write_bytes(contents)
        try:
            return sharing.entries(workbook.read(path, limits=sharing.LIMITS))
        except errors.SelarasError as error:
            params = {**error.params, "file": name} if "file" in error.params else error.params
            raise errors.SelarasError(error.code, **params) from None


def _sorted(found: Sequence[queries.Match]) -> tuple[list[queries.Match], list[list[object]]]:
    """Rows that are taken, a family once; and of the others the row and why not."""
    taken: dict[str, queries.Match] = {}
    problems: list[list[object]] = []
    for each in found:
        if each.entry.problem:
            problems.append([each.entry.row, str(each.entry.problem)])
        elif not each.keluarga:
            problems.append([each.entry.row, str(sharing.Problem.UNKNOWN)])
        elif each.keluarga in taken:
            problems.append([each.entry.row, str(sharing.Problem.DOUBLE)])
        else:
            taken[each.keluarga] = each
    return list(taken.values()), problems


def withdraw(*, reference: str, by: access.Actor) -> None:
    """Takes a list back: its families no longer count as having the programme. Safe to repeat."""
    row = queries.lists(by).filter(reference=reference).first()
    if row is None:
        raise trail.Refused("program_daftar_tarik", KIND, reference)
    if Brought.objects.filter(pk=row.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        audit.record(actor=by, action="program_daftar_tarik", object_kind=KIND, object_id=reference)


def propose(*, mine: str, other: str, purpose: str, basis: str, until: dt.date, by: access.Actor) -> str:
    """Asks another agency to compare who has its programme with who has one of ours; returns the reference.

    Raises Refused; SelarasError sepakat_isian_kurang, sepakat_kesehatan, sepakat_waktu_salah, sepakat_sudah_ada.
    """
    one = queries.own(by).filter(code=mine).first()
    if one is None:
        raise trail.Refused("program_sepakat", AGREEMENT, mine)
    two = queries.others(by).filter(code=other).first()
    if two is None or purpose not in access.PURPOSES or len(basis.strip()) < 5:
        raise errors.SelarasError("sepakat_isian_kurang")
    for each in (one, two):
        if rules.secret(each, timezone.localdate()):
            raise errors.SelarasError("sepakat_kesehatan", program=each.name)
    if not sharing.may_last(until, timezone.localdate()):
        raise errors.SelarasError("sepakat_waktu_salah", hari=sharing.LONGEST_AGREEMENT)
    open_ = (sharing.State.ASKED, sharing.State.AGREED)
    pairs = Agreement.objects.filter(one__in=(one, two), other__in=(one, two), state__in=open_)
    if pairs.filter(until__gte=timezone.localdate()).exists():
        raise errors.SelarasError("sepakat_sudah_ada")
    made = Agreement.objects.create(
        one=one, other=two, purpose=purpose, basis=basis.strip()[:200], until=until, asked_by=by.user_id,
        asked_by_name=by.name, asked_agency=by.agency,
    )  # fmt: skip
    _told(made, by, "diajukan")
    return str(made.reference)


def answer(*, reference: str, agreed: bool, by: access.Actor) -> None:
    """The other agency says yes or no. Raises Refused where it is not the one that was asked; SelarasError sepakat_keadaan."""
    row = _held(reference, by)
    if row.other.agency != by.agency or row.asked_by == by.user_id:
        raise trail.Refused("program_sepakat", AGREEMENT, reference)
    if row.state != sharing.State.ASKED:
        raise errors.SelarasError("sepakat_keadaan")
    row.state = sharing.State.AGREED if agreed else sharing.State.DECLINED
    row.answered_by, row.answered_by_name, row.answered_at = by.user_id, by.name, timezone.now()
    row.save(update_fields=["state", "answered_by", "answered_by_name", "answered_at"])
    _told(row, by, row.state)


def end(*, reference: str, by: access.Actor) -> None:
    """Either side ends it: from now on neither sees anything of the other. Raises Refused; SelarasError sepakat_keadaan."""
    row = _held(reference, by)
    if row.state not in (sharing.State.ASKED, sharing.State.AGREED):
        raise errors.SelarasError("sepakat_keadaan")
    row.state, row.ended_by, row.ended_at = sharing.State.ENDED, by.user_id, timezone.now()
    row.save(update_fields=["state", "ended_by", "ended_at"])
    _told(row, by, row.state)


def _held(reference: str, by: access.Actor) -> Agreement:
    row = queries.agreement(reference, by)
    if row is None:
        raise trail.Refused("program_sepakat", AGREEMENT, reference)
    return Agreement.objects.select_for_update(of=("self",)).select_related("one", "other").get(pk=row.pk)


def _told(row: Agreement, by: access.Actor, state: str) -> None:
    audit.record(
        actor=by,
        action="program_sepakat",
        object_kind=AGREEMENT,
        object_id=row.reference,
        detail={"keadaan": str(state)},
    )
