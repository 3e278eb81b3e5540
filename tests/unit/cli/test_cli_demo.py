"""The demo's folder and its portal: whose they are, what is kept, what is ended."""

import json
import os
import socket
import subprocess

import pytest

from selaras.cli import main
from selaras.cli.demo import ground, portal
from selaras.cli.serve import leftover, place
from selaras.kernel import errors


@pytest.fixture
def house(tmp_path):
    """A house in which nothing runs."""
    made = place.House(tmp_path / "portal")
    made.data.mkdir()
    return made


def test_a_demo_never_uses_the_database_of_an_office(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://kantor@/kantor")
    monkeypatch.setenv("SELARAS_HOSTS", "selaras.kantor.id")
    with portal.undisturbed():
        assert place.House(tmp_path).brings_database
        assert "SELARAS_HOSTS" not in os.environ
    assert os.environ["DATABASE_URL"] == "postgresql://kantor@/kantor"


def test_what_is_noted_of_a_demo_is_added_to_and_survives_damage(tmp_path):
    mine = ground.claim(tmp_path / "demo")
    mine.note(dibuat={"seed": 1})
    mine.note(portal=None)
    assert mine.known() == {"dibuat": {"seed": 1}, "portal": None}
    (mine.out / ground.MARKER).write_text("{", encoding="utf-8")
    assert mine.known() == {}
    assert ground.claim(mine.out).out == mine.out


def test_two_demos_do_not_work_in_one_folder(tmp_path):
    mine = ground.claim(tmp_path / "demo")
    with mine.alone(), pytest.raises(errors.SelarasError) as caught, mine.alone():
        pass
    assert caught.value.code == "keluaran_dipakai"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"pid": "x"}', '{"pid": 1, "lahir": "1", "host": "a", "port": 1}']
)
def test_a_note_that_says_nothing_true_is_no_portal(house, text):
    (house.data / portal.NOTE).write_text(text, encoding="utf-8")
    assert portal.running(house) is None


def test_stop_ends_the_noted_portal_and_nobody_who_has_its_number_today(house):
    ours, other = (subprocess.Popen(["sleep", "60"], start_new_session=True) for _ in range(2))
    note = {"pid": other.pid, "lahir": "1", "host": "127.0.0.1", "port": 1}
    try:
        (house.data / portal.NOTE).write_text(json.dumps(note), encoding="utf-8")
        assert not portal.stop(house)
        assert other.poll() is None
        note |= {"pid": ours.pid, "lahir": leftover.born(ours.pid)}
        (house.data / portal.NOTE).write_text(json.dumps(note), encoding="utf-8")
        assert portal.running(house) is not None
        assert portal.stop(house)
        assert not leftover.alive(ours.pid)
        assert not (house.data / portal.NOTE).exists()
    finally:
        for process in (ours, other):
            process.kill()
            process.wait()


def test_a_taken_port_gives_way_to_the_next_free_one(house, monkeypatch):
    asked = []

    def spawn(_house, address, _log, _holding):
        asked.append(address.port)
        return os.posix_spawn("/bin/sleep", ["sleep", "60"], {}, setsid=True)

    monkeypatch.setattr(portal, "_spawn", spawn)
    monkeypatch.setattr(portal.run, "well", lambda _address: True)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        address = portal.start(house, port)
    try:
        assert address.port > port
        assert asked == [address.port]
        assert portal.running(house) == address
    finally:
        portal.stop(house)
    assert portal.running(house) is None


def test_a_portal_of_another_kabupaten_is_refused_with_a_way_out(tmp_path, capsys):
    code = main.run(["demo", "--kabupaten", "64.71", "--out", str(tmp_path / "demo")])
    assert code == 2
    assert "--tanpa-portal" in capsys.readouterr().err
    assert not (tmp_path / "demo").exists()


def test_stop_says_where_nothing_runs(tmp_path, capsys):
    assert main.run(["stop", "--out", str(tmp_path / "demo")]) == 0
    assert "Tidak ada portal demo" in capsys.readouterr().out
