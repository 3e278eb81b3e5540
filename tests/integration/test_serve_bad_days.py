"""selaras serve as one tree: starts, stops, refuses a second one, and stands up after kill -9."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import patience
import portal_cluster
from selaras.cli.serve import door, leftover, place, postgres, run
from selaras.kernel import errors

SERVE = [sys.executable, "-c", "from selaras.cli.main import main; main()", "serve"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _until(true: Callable[[], bool]) -> None:
    patience.until(true, "the house does as it should")


class House:
    """A house under test, in a short reachable folder."""

    def __init__(self) -> None:
        self.data = Path(tempfile.mkdtemp(prefix="selaras-rumah-"))
        self.data.chmod(0o711)
        self.port = _free_port()
        self.started: list[subprocess.Popen[str]] = []

    def start(self) -> subprocess.Popen[str]:
        given = {k: v for k, v in os.environ.items() if not k.startswith(("SELARAS", "DATABASE", "DJANGO"))}
        process = subprocess.Popen(
            [*SERVE, "--data", str(self.data), "--port", str(self.port)],
            env={**given, "SELARAS_WORKERS": "1"}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.started.append(process)
        return process

    def well(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/sehat/", timeout=5) as answer:
                return json.load(answer) == {"sehat": True}
        except OSError:
            return False

    def groups(self) -> list[int]:
        return [group for group, _ in json.loads((self.data / "proses.json").read_text())["groups"]]

    def end(self) -> None:
        for process in self.started:
            with contextlib.suppress(OSError):
                process.kill()
            process.communicate()
        leftover.clear(self.data / "proses.json")
        with contextlib.suppress(errors.SelarasError):
            postgres.prepare(self.data / "pg").stop()
        shutil.rmtree(self.data, ignore_errors=True)


@pytest.fixture
def house() -> Iterator[House]:
    made = House()
    yield made
    made.end()


def _left_open(data: Path) -> list[Path]:
    """What a worker leaves that was killed while it read a delivery, made the registry, and took a file in."""
    names = (
        "berkas/kerja/34-1/masuk/rusak.xlsx",
        "berkas/susun/tmpabc/persons.parquet",
        "sementara/kiriman.upload",
    )
    for path in (paths := [data / name for name in names]):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("6402064107809471", encoding="ascii")
    return paths


def test_a_house_survives_every_kind_of_death_and_stops_cleanly(house):
    first = house.start()
    _until(house.well)
    left_open = _left_open(house.data)
    # A second one in the same folder, and one at the same port, are refused with a sentence.
    second = subprocess.run(
        [*SERVE, "--data", str(house.data), "--port", str(_free_port())],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (second.returncode, "sudah berjalan" in second.stderr) == (2, True)
    # The database, the worker and the server die, one after another.
    postgres.prepare(house.data / "pg").kill()
    _until(house.well)
    before = house.groups()
    for group in before:
        os.kill(group, signal.SIGKILL)
    _until(lambda: not set(house.groups()) & set(before) and house.well())
    # The parent dies: its children follow; the next start takes over the database.
    orphans = house.groups()
    first.kill()
    first.wait()
    _until(lambda: not any(leftover.alive(group) for group in orphans))
    third = house.start()
    _until(house.well)
    assert not any(path.exists() for path in left_open), "plain files of an earlier worker"
    left_open = _left_open(house.data)
    third.send_signal(signal.SIGTERM)
    said, _ = third.communicate(timeout=patience.SOON)
    assert third.returncode == 0
    assert "Portal berhenti" in said
    assert not any(path.exists() for path in left_open), "plain files after stopping"
    assert not postgres.prepare(house.data / "pg").running()
    assert not (house.data / "proses.json").exists()


def test_what_lay_open_is_gone_once_nothing_runs_any_more(tmp_path, monkeypatch):
    monkeypatch.delenv("SELARAS_FILES", raising=False)
    monkeypatch.setattr(run.signal, "signal", lambda *_: None)
    left_open, kept = _left_open(tmp_path), tmp_path / "berkas/kiriman/abc/mentah"
    kept.parent.mkdir(parents=True)
    kept.touch()
    while_stopping: list[bool] = []

    class Grown:
        def stop(self) -> None:
            while_stopping.append(all(path.exists() for path in left_open))

    run._fell(place.House(tmp_path), Grown())
    assert while_stopping == [True], "cleared while the worker may still have been at work"
    assert not any(path.exists() for path in left_open)
    assert kept.exists()


def test_a_taken_port_names_another(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with (
            pytest.raises(errors.SelarasError) as caught,
            door.claimed("127.0.0.1", taken.getsockname()[1], "lokal"),
        ):
            pass
    assert caught.value.code == "serve_port_terpakai"
    assert door.free("127.0.0.1", int(caught.value.params["lain"]))


def test_a_port_is_held_for_our_own_server_before_it_listens():
    holding = door.held("127.0.0.1", 0)
    port = holding.getsockname()[1]
    with holding, socket.socket() as server, socket.socket() as client:
        assert door.held("127.0.0.1", port) is None, "another house that starts at the same moment"
        for option in (socket.SO_REUSEPORT, socket.SO_REUSEADDR):  # as granian opens its own
            server.setsockopt(socket.SOL_SOCKET, option, 1)
        server.bind(("127.0.0.1", port))
        server.listen()
        client.settimeout(5)
        client.connect(("127.0.0.1", port))
        server.accept()[0].close()
    assert door.free("127.0.0.1", port)


def test_a_port_held_by_who_started_us_is_taken_over(monkeypatch):
    holding = door.held("127.0.0.1", 0)
    port = holding.getsockname()[1]
    monkeypatch.setenv(door.GIVEN, str(os.dup(holding.fileno())))
    with door.claimed("127.0.0.1", port, "lokal"):
        holding.close()
        assert not door.free("127.0.0.1", port)
    assert door.free("127.0.0.1", port)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::"])
def test_an_open_door_without_encryption_is_refused(host):
    with pytest.raises(errors.SelarasError) as caught, door.claimed(host, 8000, "lokal"):
        pass
    assert caught.value.code == "serve_host_terbuka"


def test_a_full_disk_is_told_before_anything_starts(tmp_path, monkeypatch):
    monkeypatch.setattr(place.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 1000))
    with pytest.raises(errors.SelarasError) as caught:
        place.House(tmp_path / "baru").settle()
    assert caught.value.code == "serve_ruang_habis"


def test_two_cannot_hold_one_folder(tmp_path):
    house = place.House(tmp_path)
    with house.alone(), pytest.raises(errors.SelarasError) as caught, house.alone():
        pass
    assert caught.value.params["pid"] == str(os.getpid())


def test_leftovers_are_cleared_but_not_somebody_elses(tmp_path):
    ours = subprocess.Popen(["sleep", "60"], start_new_session=True)
    other = subprocess.Popen(["sleep", "60"], start_new_session=True)
    note = tmp_path / "proses.json"
    try:
        leftover.remember(note, [ours.pid, other.pid])
        noted = json.loads(note.read_text())
        noted["groups"][1][1] = "1"  # born at another time: the number was given to another program
        note.write_text(json.dumps(noted))
        assert leftover.clear(note) == 1
        assert ours.wait(5) == -signal.SIGTERM
        assert other.poll() is None
        assert not note.exists()
    finally:
        other.kill()
        other.wait()
        ours.wait()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"boot": "x", "groups": [["a", "b"]]}'])
def test_a_damaged_note_stops_nothing(tmp_path, text):
    note = tmp_path / "proses.json"
    note.write_text(text)
    assert leftover.clear(note) == 0


def test_an_unreachable_database_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"postgresql://selaras_app@/selaras?host={tmp_path}")
    monkeypatch.setenv("DATABASE_OWNER_URL", f"postgresql://selaras@/selaras?host={tmp_path}")
    house = place.House(tmp_path / "data")
    house.settle()
    with pytest.raises(errors.SelarasError) as caught:
        run.prepare(house, house.environment())
    assert caught.value.code == "basisdata_tak_terjangkau"


def test_a_role_that_walks_around_row_security_is_refused(tmp_path, monkeypatch, cluster, database_name):
    portal_cluster.copy(cluster, f"{database_name}_kuat")
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.setenv(name, cluster.url(f"{database_name}_kuat", postgres.ADMIN))
    house = place.House(tmp_path / "data")
    house.settle()
    with pytest.raises(errors.SelarasError) as caught:
        run.prepare(house, house.environment())
    assert caught.value.code == "basisdata_peran_terlalu_kuat"
