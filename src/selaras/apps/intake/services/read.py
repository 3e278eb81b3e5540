"""Does a job: reads a delivery, compares it, or writes its annotated copy. Every step in a transaction of its own."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import InterfaceError, OperationalError
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.audit import services as audit
from selaras.apps.intake import queries, reader, rules, vault
from selaras.apps.intake.models import Delivery, Job
from selaras.apps.intake.services import compare, process, receive
from selaras.kernel import errors
from selaras.shell import disk

log = logging.getLogger("selaras.intake")
COPY = "salinan"


@dataclass(frozen=True, slots=True)
class Task:
    """A job that was begun."""

    job: int
    attempt: int
    delivery: Delivery
    work: str
    actor: access.Actor


def work(job_id: int) -> None:
    """Does a job to its end; whatever happens, the row says in words how it ended. Safe to call again after a kill."""
    task = _begin(job_id)
    if task is None:
        return
    folder = vault.workroom(f"{task.job}-{task.attempt}")
    try:
        _WORK[task.work](task, folder)
    except errors.SelarasError as error:
        _fail(task, receive.problem(error))
    except Exception as error:
        if disk.full(error):
            _fail(task, receive.problem(errors.SelarasError("kiriman_disk_penuh")))
            return
        if not isinstance(error, OperationalError | InterfaceError):
            said = errors.SelarasError("kiriman_proses_mati", sebab="kesalahan di pihak kami")
            _fail(task, receive.problem(said))
        # Where the database went away nothing can be written now: the task is tried again, and says so then.
        raise
    else:
        _end(task)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _begin(job_id: int) -> Task | None:
    """Marks the job as begun; None where it has ended, was tried too often, or its asker lost the right."""
    with accounts.acting(access.SYSTEM):
        job = Job.objects.select_for_update().select_related("delivery").filter(pk=job_id).first()
        if job is None or job.state not in (rules.JobState.WAITING, rules.JobState.RUNNING):
            return None
        if job.state == rules.JobState.RUNNING:
            _say_interrupted(job)
        job.attempts, job.state, job.stage = job.attempts + 1, rules.JobState.RUNNING, ""
        job.started_at = timezone.now()
        job.save(update_fields=["attempts", "state", "stage", "started_at", "message", "hint"])
        if job.work == rules.Work.READ and job.delivery.state in rules.BUSY:
            job.delivery.state = rules.State.READING
            job.delivery.save(update_fields=["state"])
        actor = queries.actor_of_job(job_id)
        found = job.delivery
        may = actor is not None and (
            access.may(actor, access.Ability.SEND, found.wilayah)
            or access.may(actor, access.Ability.ACCEPT, found.wilayah)
        )
        refusal = None
        if actor is None or not may:
            refusal = errors.SelarasError("kiriman_tanpa_hak")
        elif job.attempts > rules.ATTEMPTS:
            refusal = errors.SelarasError("kiriman_proses_mati", sebab="tiga kali berhenti")
        task = Task(job_id, job.attempts, found, job.work, actor or access.SYSTEM)
    if refusal is not None:
        _fail(task, receive.problem(refusal))
        return None
    return task


def interrupted(job_id: int) -> None:
    """The worker died over this job: it waits for its turn again, and says why. What was begun counts for nothing."""
    with accounts.acting(access.SYSTEM):
        job = Job.objects.select_for_update().filter(pk=job_id, state=rules.JobState.RUNNING).first()
        if job is not None:
            _say_interrupted(job)
            job.state, job.stage, job.count = rules.JobState.WAITING, "", None
            job.save(update_fields=["state", "stage", "count", "message", "hint"])


def _say_interrupted(job: Job) -> None:
    said = errors.SelarasError("kiriman_terputus")
    job.message, job.hint = said.message, said.hint


def _progress(task: Task) -> process.Say:
    def say(stage: str, count: int | None) -> None:
        with accounts.acting(access.SYSTEM):
            Job.objects.filter(pk=task.job).update(stage=stage, count=count)

    return say


def _end(task: Task) -> None:
    with accounts.acting(access.SYSTEM):
        Job.objects.filter(pk=task.job).update(state=rules.JobState.DONE, ended_at=timezone.now())


def _fail(task: Task, problem: dict[str, str]) -> None:
    """The job failed; a delivery that was being read is marked too, so that nobody waits for it."""
    with accounts.acting(access.SYSTEM):
        Job.objects.filter(pk=task.job).update(
            state=rules.JobState.FAILED,
            ended_at=timezone.now(),
            message=problem["message"],
            hint=problem["hint"],
        )
        if task.work == rules.Work.READ:
            Delivery.objects.filter(pk=task.delivery.pk, state__in=rules.BUSY).update(
                state=rules.State.FAILED, problem=problem
            )
        audit.record(
            actor=task.actor, action="kiriman_gagal", object_kind=receive.KIND, object_id=task.delivery.pk,
            region=task.delivery.wilayah, detail={"kode": problem["code"], "pekerjaan": task.work},
        )  # fmt: skip
    log.info("job %s on delivery %s failed: %s", task.job, task.delivery.pk, problem["code"])


# Reading -------------------------------------------------------------------------------------------------------------


def _read(task: Task, folder: Path) -> None:
    # Cut off after the rows were taken in: only the comparison is missing.
    if task.delivery.state == rules.State.READING:
        _take_in(task, folder)
    with accounts.acting(access.SYSTEM):
        row = Delivery.objects.get(pk=task.delivery.pk)
    if row.state in (rules.State.READY, rules.State.UNFIT):
        _progress(task)("banding", None)
        compare.refresh(row.pk, f"{row.frames}/perbedaan-{task.job}-{task.attempt}")


def _take_in(task: Task, folder: Path) -> None:
    found = process.run(_order(task, folder), _progress(task))
    if "perlu_pemetaan" in found:
        _unmapped(task, found)
        return
    files, folder_name = _put_away(task, folder), f"baca-{task.job}-{task.attempt}"
    with accounts.acting(access.SYSTEM):
        row = Delivery.objects.select_for_update().get(pk=task.delivery.pk)
        if row.state != rules.State.READING:
            return
        _note(row, found, task.actor)
        row.frames, row.files = folder_name, files
        row.save()
        audit.record(
            actor=task.actor, action="kiriman_dibaca", object_kind=receive.KIND, object_id=row.pk, region=row.wilayah,
            detail={"profil": row.profile, "baris": row.rows_persons + row.rows_keluarga, "keadaan": row.state},
        )  # fmt: skip


def _order(task: Task, folder: Path, *, copy_only: bool = False) -> reader.Order:
    row = task.delivery
    inbox = folder / "masuk"
    inbox.mkdir(mode=0o700)
    vault.take_out(row.reference, receive.RAW, inbox / row.name)
    known = queries.mappings(row.agency_id)
    forced = ""
    if row.mapping_id is not None:
        with accounts.acting(access.SYSTEM):
            mapping = Delivery.objects.select_related("mapping").get(pk=row.pk).mapping
        assert mapping is not None
        forced, known = mapping.fingerprint, {**known, mapping.fingerprint: mapping.text}
    return reader.Order(
        name=row.name, folder=str(folder), memory=process.MEMORY, seconds=process.SECONDS, mappings=known,
        forced=forced, edition=row.said_edition, source=row.said_source, copy_only=copy_only,
    )  # fmt: skip


def _put_away(task: Task, folder: Path) -> dict[str, dict[str, object]]:
    """Encrypts what was read into a folder of its own: an earlier reading is never written over."""
    files: dict[str, dict[str, object]] = {}
    for path in sorted([*folder.glob("*.parquet"), *folder.glob(reader.COPY)]):
        name = f"baca-{task.job}-{task.attempt}/{path.stem}"
        kept = vault.put(path, task.delivery.reference, name)
        files[path.stem] = {"berkas": name, "sha256": kept.sha256, "bita": kept.size, "kunci": kept.key}
    return files


def _unmapped(task: Task, found: dict[str, Any]) -> None:
    with accounts.acting(access.SYSTEM):
        Delivery.objects.filter(pk=task.delivery.pk, state=rules.State.READING).update(
            state=rules.State.UNMAPPED, problem=found["perlu_pemetaan"], read={"lembar": found["lembar"]}
        )


def _note(row: Delivery, found: dict[str, Any], actor: access.Actor) -> None:
    """What reading found, and what follows from it for the delivery."""
    file = found["berkas"]
    row.profile, row.title, row.source = file["profile"], file["title"], file["source"]
    row.edition, row.confidence, row.parts = file["edition"], file["confidence"], file["parts"]
    row.rows_persons, row.rows_keluarga = file["rows_persons"], file["rows_keluarga"]
    row.rows_aggregates, row.rows_to_fix = file["rows_aggregates"], found["perlu_diperbaiki"]
    said = bool(row.read.get("dikatakan"))
    if not said or row.as_of is None:
        row.as_of = rules.as_of(row.edition)
    if not said:
        row.provisional = rules.guess_provisional([row.name, *found["judul"]])
    row.read = {
        name: found[name]
        for name in (
            "mengapa", "dilewati", "pergeseran", "pemetaan", "lembar", "kenal", "tempat", "temuan", "contoh", "versi"
        )
    } | {"dikatakan": said, "lembar_dipakai": file["sheets"]}  # fmt: skip
    row.problem, row.difference = {}, {}
    row.state = _state(row, found, actor)


def _state(row: Delivery, found: dict[str, Any], actor: access.Actor) -> rules.State:
    scopes = access.scopes(actor, access.Ability.SEND) or access.scopes(actor, access.Ability.ACCEPT)
    lie = rules.placed({code: n for code, n in found["tempat"].items() if code}, scopes)
    row.rows_outside = lie.outside
    if lie.refused:
        error = errors.SelarasError(
            "kiriman_di_luar_wilayah",
            luar=lie.outside,
            semua=lie.inside + lie.outside,
            tempat=", ".join(lie.elsewhere),
        )
        row.problem = receive.problem(error)
        return rules.State.FAILED
    if lie.inside:
        row.wilayah = lie.belongs
    if found["tidak_layak"]:
        row.problem = found["tidak_layak"]
        return rules.State.UNFIT
    unsure = row.confidence < rules.SURE or row.profile == rules.GENERIC
    return rules.State.UNMAPPED if unsure and not found["pemetaan"] else rules.State.READY


# The other kinds of work ---------------------------------------------------------------------------------------------


def _compare(task: Task, folder: Path) -> None:
    _progress(task)("banding", None)
    compare.refresh(task.delivery.pk, f"{task.delivery.frames}/perbedaan-{task.job}-{task.attempt}")


def _annotate(task: Task, folder: Path) -> None:
    process.run(_order(task, folder, copy_only=True), _progress(task))
    name = f"{task.delivery.frames}/{COPY}-{task.job}-{task.attempt}"
    kept = vault.put(folder / reader.COPY, task.delivery.reference, name)
    with accounts.acting(access.SYSTEM):
        row = Delivery.objects.select_for_update().get(pk=task.delivery.pk)
        entry = {"berkas": name, "sha256": kept.sha256, "bita": kept.size, "kunci": kept.key}
        row.files = {**row.files, COPY: entry}
        row.save(update_fields=["files"])


_WORK: dict[str, Callable[[Task, Path], None]] = {
    rules.Work.READ: _read,
    rules.Work.COMPARE: _compare,
    rules.Work.ANNOTATE: _annotate,
}
