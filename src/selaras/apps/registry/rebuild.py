"""The registry made anew from the editions that count: conveyor in a private folder, then one load.

Killed at any moment it leaves the old build, or, from the moment the load is committed, the new one: the job row is closed in
the same transaction. A row that is still open when the worker starts again was cut off, and then says so. Nothing readable
stays on the disk.
"""

from __future__ import annotations

import datetime as dt
import errno
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone

from selaras.apps.accounts import rules as accounts
from selaras.apps.accounts import services as acting
from selaras.apps.intake import queries as intake
from selaras.apps.registry import deciders, services
from selaras.apps.registry.models import Build, Job, Mention, Sheet
from selaras.engine import tables
from selaras.kernel import errors
from selaras.pipeline import outputs, sync, versions
from selaras.shell import disk


class NoRoomError(OSError):
    """The disk was full; the registry is as it was."""


class Telling:
    """Writes progress into the Job row, each time in a transaction of its own so that others see it at once."""

    def __init__(self, job_id: int) -> None:
        self.job_id = job_id

    def begin(self, stage: str, total: int | None) -> None:
        """A stage starts."""
        self.note(stage=stage, done=0, total=total)

    def step(self, done: int, note: str) -> None:
        """So much of it is done."""
        self.note(done=done)

    def end(self, note: str) -> None:
        """It is finished."""
        self.note(note=note[:200])

    def load(self, stage: str, done: int, total: int) -> None:
        """Progress of the load, which runs in a transaction nobody can look into: said on another connection."""
        held = connections.create_connection("default")
        try:
            with held.cursor() as cursor:
                cursor.execute(
                    "UPDATE registry_job SET stage = %s, done = %s, total = %s WHERE id = %s",
                    [f"muat_{stage}"[:30], done, total, self.job_id],
                )
        finally:
            held.close()

    def finished(self, build: int | None) -> None:
        """Closes the job."""
        self.note(state=Job.DONE, build_id=build, ended=timezone.now())

    def failed(self, error: str, note: str) -> None:
        """Closes the job with what went wrong; the old build stays."""
        self.note(state=Job.FAILED, error=error[:60], note=note[:200], ended=timezone.now())

    def note(self, **values: Any) -> None:
        """Sets these columns of the job."""
        Job.objects.filter(pk=self.job_id).update(**values)


def rebuild() -> int:
    """Makes the registry from the accepted editions; returns the number of the Job row that says how it went.

    Raises what went wrong after writing it into the job: the old build stays.
    """
    interrupted()
    job = Job.objects.create(state=Job.RUNNING, begun=timezone.now())
    telling = Telling(job.pk)
    try:
        _rebuild(telling)
    except Exception as error:
        _failed(telling, error)
        raise
    return int(job.pk)


def _failed(telling: Telling, error: Exception) -> None:
    """Says what went wrong. Raises NoRoomError in place of what a full disk raised: that is worth another try."""
    if disk.full(error) or getattr(error, "code", "") == "disk_penuh":
        said = errors.SelarasError("portal_disk_penuh")
        telling.failed(said.code, said.message)
        raise NoRoomError(errno.ENOSPC, said.code) from error
    if isinstance(error, errors.SelarasError):
        telling.failed(error.code, error.message)
    else:
        telling.failed(type(error).__name__, "")


def interrupted() -> None:
    """Says of work that was cut off that it was, and that the old registry stands."""
    said = errors.SelarasError("susun_terputus")
    Job.objects.filter(state=Job.RUNNING).update(
        state=Job.FAILED, error="terputus", note=said.message[:200], ended=timezone.now()
    )


def sweep() -> None:
    """Removes the plain files of work that was cut off. Only while no job runs."""
    shutil.rmtree(Path(settings.SELARAS_FILES) / "susun", ignore_errors=True)


def _rebuild(telling: Telling) -> None:
    with acting.acting(accounts.SYSTEM):
        accepted = intake.accepted_editions()
        editions = [_named(each) for each in accepted]
        pieces = [each.piece() for each in accepted]
        told = deciders.decisions()
        if not pieces:
            telling.finished(services.empty(by=accounts.SYSTEM))
            return
        earlier = earlier_links(editions)
    with _private_folder() as folder:
        out = folder / "hasil"
        _lay_out(earlier, out)
        order = sync.Order(folder, out, timezone.localdate(), insist=True, report=False)
        sync.conveyor(pieces, told, order, telling)
        del pieces
        with acting.acting(accounts.SYSTEM):
            # In one transaction with the load: the job is done exactly when the new build is what readers see.
            telling.finished(services.load(out, by=accounts.SYSTEM, editions=editions, tell=telling.load))


def _named(edition: Any) -> dict[str, Any]:
    return {
        "source": edition.source,
        "edition": edition.edition,
        "path": edition.file,
        "sha256": edition.sha256,
    }


class _private_folder:  # noqa: N801  used as a word in a with-statement
    """A folder only we can read, gone afterwards; what a killed run left is cleared away first."""

    def __enter__(self) -> Path:
        base = Path(settings.SELARAS_FILES) / "susun"
        shutil.rmtree(base, ignore_errors=True)
        base.mkdir(mode=0o700, parents=True)
        self.folder = Path(tempfile.mkdtemp(dir=base))
        return self.folder

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def earlier_links(editions: Sequence[dict[str, Any]]) -> pl.DataFrame | None:
    """Which person each row was: from the newest build made of the same editions, else from the active one.

    So undoing an edition gives every person back the reference they had before it came.
    """
    wanted = _fingerprint(editions)
    builds = list(Build.objects.exclude(state__in=[Build.RUNNING, Build.FAILED]).order_by("-number"))
    if not builds:
        return None
    same = next((build for build in builds if _fingerprint(build.editions) == wanted), builds[0])
    with transaction.atomic():
        sheets = {s.pk: (s.source, s.edition, s.file, s.sheet) for s in Sheet.objects.all()}
        held = Mention.objects.filter(build_from__lte=same.number, person__isnull=False).exclude(
            build_to__lte=same.number
        )
        rows = held.values_list("sheet", "row", "part", "person", "keluarga")
        columns = ("_sheet", "row", "part", "person_id", "keluarga_id")
        links = pl.DataFrame(
            list(rows.iterator(chunk_size=50_000)), orient="row",
            schema=dict(zip(columns, (pl.Int64, pl.UInt32, pl.String, pl.String, pl.String), strict=True)),
        )  # fmt: skip
    names = pl.DataFrame(
        [(pk, *key) for pk, key in sheets.items()], orient="row",
        schema={"_sheet": pl.Int64, **dict.fromkeys(tables.KEY_NAMES[:4], pl.String)},
    )  # fmt: skip
    return links.join(names, on="_sheet", how="left").select(
        *tables.KEY_NAMES, "part", "person_id", "keluarga_id"
    )


def _fingerprint(editions: Sequence[dict[str, Any]]) -> set[tuple[str, str, str]]:
    return {(str(e["source"]), str(e["edition"]), str(e["sha256"])) for e in editions}


def _lay_out(links: pl.DataFrame | None, out: Path) -> None:
    """What the conveyor looks at of the result before: a manifest and the links."""
    if links is None:
        return
    out.mkdir(mode=0o700)
    links.write_parquet(out / "links.parquet")
    manifest = {
        "bentuk": versions.OUTPUT_FORMAT,
        "keluaran": {},
        "dibuat": dt.datetime.now(dt.UTC).isoformat(),
    }
    (out / outputs.MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
