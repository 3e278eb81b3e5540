"""A disk that fills, Ctrl-C, kill -9: the earlier result stays, nothing half-written, the next run goes through."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import patience
from selaras.cli import main
from selaras.synthetic import make

SELARAS = Path(sys.executable).parent / "selaras"


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("putus") / "sumber"
    make.make(1500, 6, folder)
    return folder


@pytest.fixture(scope="module")
def earlier(sources: Path) -> Path:
    made = sources.parent / "hasil"
    assert main.run(["sync", str(sources), "--out", str(made), "--as-of", "2026-10-01"]) == 0
    return made


@pytest.fixture
def out(earlier: Path, tmp_path: Path) -> Path:
    """An earlier result, each time in a place of its own."""
    return Path(shutil.copytree(earlier, tmp_path / "hasil"))


def _state(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def _start(sources: Path, out: Path, *first: str) -> subprocess.Popen[str]:
    command = [*first, str(SELARAS), "sync", str(sources), "--out", str(out), "--as-of", "2026-11-22"]
    # A compiled module cut short by the limit on files would be read by every process after this one.
    told = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=told)


def _after_stage(run: subprocess.Popen[str], title: str) -> None:
    """Waits until a stage is said to be finished."""
    assert run.stderr is not None
    assert any(title in line for line in run.stderr), f"the run ended before {title}"


def _beside(out: Path) -> list[str]:
    return sorted(path.name for path in out.parent.iterdir() if path != out)


def test_a_disk_that_fills_leaves_the_earlier_result(sources: Path, out: Path) -> None:
    before = _state(out)
    # No file may grow beyond this: the large tables cannot be written, as on a full disk.
    blocks = 120
    assert max(path.stat().st_size for path in out.iterdir()) > blocks * 1024
    run = _start(sources, out, "bash", "-c", f'ulimit -f {blocks}; exec "$0" "$@"')
    _, said = run.communicate(timeout=patience.WORK)
    assert run.returncode == 2, said
    assert "Ruang disk habis" in said
    assert "Hasil sebelumnya tidak berubah" in said
    assert _state(out) == before
    assert _beside(out) == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_ctrl_c_in_the_middle_leaves_the_earlier_result(
    sources: Path, out: Path, number: int, code: int
) -> None:
    before = _state(out)
    run = _start(sources, out)
    _after_stage(run, "Membaca berkas")
    run.send_signal(number)
    _, said = run.communicate(timeout=patience.WORK)
    assert run.returncode == code, said
    assert "ihentikan; hasil sebelumnya tidak berubah" in said
    assert "Traceback" not in said
    assert _state(out) == before
    assert _beside(out) == []


@pytest.mark.parametrize("stage", ["Membaca berkas", "Membandingkan daftar"])
def test_after_a_kill_the_earlier_result_stands_and_the_next_run_goes_through(
    sources: Path, out: Path, stage: str
) -> None:
    before = _state(out)
    run = _start(sources, out)
    _after_stage(run, stage)
    run.kill()
    run.communicate(timeout=patience.WORK)
    assert run.returncode == -signal.SIGKILL
    assert _state(out) == before
    assert _beside(out) != []
    assert main.run(["sync", str(sources), "--out", str(out), "--as-of", "2026-11-22"]) == 0
    assert _beside(out) == []
    assert _state(out) != before
