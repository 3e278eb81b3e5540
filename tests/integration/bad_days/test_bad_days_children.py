"""Children end with who started them, and what they held is readable by nobody else and gone afterwards."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

import patience
from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.intake import jobs as intake_jobs
from selaras.apps.intake import reader
from selaras.apps.intake.models import Delivery, Job
from selaras.apps.intake.services import clean, process, read, receive
from selaras.apps.registry import rebuild
from selaras.apps.registry.models import Job as RegistryJob
from selaras.cli.serve import leftover, place
from selaras.config import environment
from selaras.shell import jobs as house_jobs
from selaras.synthetic import make

PARENT = """
import os, signal, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", {child!r}, str(os.getpid())], start_new_session=True)
print(child.pid, flush=True)
time.sleep(60)
"""
TIED = """
import signal, sys, time
from selaras.shell import tether
tether.tie(int(sys.argv[1]), signal.SIGKILL)
print("terikat", flush=True)
while True:
    sum(range(10**6))  # busy, in a session of its own, deaf to everything but the kernel
"""


def _gone(pid: int) -> bool:
    end = time.monotonic() + patience.SOON
    while time.monotonic() < end:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux ties processes")
def test_a_child_ends_when_its_parent_is_killed():
    with subprocess.Popen(
        [sys.executable, "-c", PARENT.format(child=TIED)], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        lines = {parent.stdout.readline().strip(), parent.stdout.readline().strip()}
        child = next(int(line) for line in lines if line.isdigit())
        assert "terikat" in lines
        parent.kill()
        parent.wait()
        assert _gone(child)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux ties processes")
def test_a_reader_whose_parent_is_gone_reads_nothing(tmp_path):
    order = reader.Order("a.csv", str(tmp_path), 10**9, 60, {}, parent=1)
    path = tmp_path / "perintah.json"
    path.write_text(json.dumps({name: getattr(order, name) for name in order.__slots__}))
    done = subprocess.run(
        [sys.executable, "-m", "selaras.apps.intake.reader", str(path)], capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, b"")


def test_the_reader_is_told_whose_child_it_is(tmp_path, monkeypatch):
    told = {}

    class Nobody(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, command, **more):
            told.update(json.loads(Path(command[-1]).read_text()))
            super().__init__([sys.executable, "-c", ""], **more)

    monkeypatch.setattr(process.subprocess, "Popen", Nobody)
    with pytest.raises(process.errors.SelarasError):
        process.run(reader.Order("a.csv", str(tmp_path), 10**9, 60, {}), lambda *_: None)
    assert told["parent"] == os.getpid()


def test_a_group_is_ended_without_asking():
    deaf = subprocess.Popen(
        [sys.executable, "-c", "import signal,time; signal.signal(15, signal.SIG_IGN); time.sleep(60)"],
        start_new_session=True,
    )
    leftover.kill(deaf.pid)
    assert deaf.wait(10) == -signal.SIGKILL


def test_what_arrives_lies_in_a_folder_of_ours_and_goes_with_the_house(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://selaras_app@/selaras")
    house = place.House(tmp_path / "data")
    house.settle()
    assert stat.S_IMODE(house.temporary.stat().st_mode) == 0o700
    assert house.environment()["TMPDIR"] == str(house.temporary)
    (house.temporary / "kiriman.csv").write_text("64020617")
    with house.alone():
        house.sweep()
    assert list(house.temporary.iterdir()) == []
    assert stat.S_IMODE(house.temporary.stat().st_mode) == 0o700


def test_a_server_under_another_launcher_has_such_a_folder_too(tmp_path):
    found = environment.temporary(tmp_path / "data")
    assert found is not None
    assert stat.S_IMODE(Path(found).stat().st_mode) == 0o700
    assert environment.temporary(None) is None


def test_plain_files_of_killed_jobs_are_gone_before_the_next_job(db, settings):
    rooms = [Path(settings.SELARAS_FILES) / name / "7-1" for name in ("kerja", "susun")]
    for room in rooms:
        room.mkdir(parents=True, exist_ok=True)
        (room / "daftar.csv").write_text("64020617")
    assert {clean.workrooms, rebuild.sweep} <= set(house_jobs._sweeps)
    for sweep in house_jobs._sweeps:
        sweep()
    assert not any(room.exists() for room in rooms)


# Jobs that were cut off ----------------------------------------------------------------------------------------------


@pytest.fixture
def cut_off(tmp_path, make_actor):
    """A job whose worker died: the row says that it runs, and nobody runs it."""
    make.make(300, 11, tmp_path, kabupaten="64.02")
    operator = make_actor("operator", purpose="pemutakhiran")
    with accounts.acting(operator):
        receive.receive(path=tmp_path / "dtks_2024-10.csv", name="dtks.csv", by=operator)
    accounts.identify(access.SYSTEM)
    job = Job.objects.get()
    Job.objects.filter(pk=job.pk).update(state="berjalan", attempts=1, stage="periksa")
    Delivery.objects.update(state="dibaca")
    return job


def test_a_job_that_was_cut_off_says_so_and_is_done_again(cut_off):
    assert house_jobs._marks[intake_jobs.queue.TASK] is not None
    house_jobs._marks[intake_jobs.queue.TASK]({"job_id": cut_off.pk})
    accounts.identify(access.SYSTEM)
    cut_off.refresh_from_db()
    assert (cut_off.state, cut_off.stage) == ("menunggu", "")
    assert "terputus dan dimulai lagi" in cut_off.message
    assert "Keadaan lama tetap" in cut_off.message
    read.work(cut_off.pk)
    accounts.identify(access.SYSTEM)
    cut_off.refresh_from_db()
    found = Delivery.objects.get()
    assert (cut_off.state, cut_off.attempts, found.state) == ("selesai", 2, "siap")
    assert "terputus" in cut_off.message
    assert found.difference["jumlah"]


def test_only_the_comparison_is_done_again_where_the_rows_were_taken_in(cut_off, monkeypatch):
    Job.objects.filter(pk=cut_off.pk).update(state="menunggu", attempts=0)
    read.work(cut_off.pk)
    accounts.identify(access.SYSTEM)
    before = Delivery.objects.get()
    Delivery.objects.update(difference={})
    Job.objects.update(state="berjalan")
    monkeypatch.setattr(process, "run", lambda *_: pytest.fail("read twice"))
    read.work(cut_off.pk)
    accounts.identify(access.SYSTEM)
    after = Delivery.objects.get()
    assert (after.frames, after.files) == (before.frames, before.files)
    assert after.difference["jumlah"] == before.difference["jumlah"]


def test_a_mark_is_safe_to_make_twice_and_leaves_ended_jobs_alone(cut_off):
    Job.objects.update(state="selesai")
    read.interrupted(cut_off.pk)
    read.interrupted(cut_off.pk)
    accounts.identify(access.SYSTEM)
    assert Job.objects.get().state == "selesai"


def test_a_rebuild_that_was_cut_off_says_so(db):
    RegistryJob.objects.create(state="berjalan")
    rebuild.interrupted()
    found = RegistryJob.objects.get()
    assert (found.state, found.error) == ("gagal", "terputus")
    assert found.note.startswith("Terputus, dimulai lagi. Registri lama tetap")


def test_a_rebuild_that_breaks_in_any_way_says_so(db, monkeypatch):
    def broken(_telling):
        raise AttributeError

    monkeypatch.setattr(rebuild, "_rebuild", broken)
    with pytest.raises(AttributeError):
        rebuild.rebuild()
    assert RegistryJob.objects.get().state == "gagal"
