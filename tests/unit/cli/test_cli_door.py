"""The door: what a person is told, and the exit code a machine gets."""

import re
import stat
import sys
from pathlib import Path

import click
import pytest

from selaras.cli import doctor, main, screen, trouble
from selaras.kernel import errors
from selaras.pipeline import progress


def _say(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = main.run(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[BaseException]:
    """A command `rusak` that raises what is put into the list; logs go to the test's folder."""
    raised: list[BaseException] = []

    @click.command()
    def rusak() -> None:
        raise raised[0]

    monkeypatch.setitem(main.selaras.commands, "rusak", rusak)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return raised


@pytest.mark.parametrize(
    "command", [[], ["sync"], ["check"], ["explain"], ["synth"], ["bench"], ["doctor"], ["demo"]]
)
def test_help_is_indonesian(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _say([*command, "--help"], capsys)
    assert code == 0
    assert "Pemakaian: selaras" in out
    assert "Tampilkan bantuan ini." in out
    for word in ("Usage", "Options:", "Commands:", "Show this", "[OPTIONS]", "COMMAND"):
        assert word not in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sinkron"], "Perintah itu tidak ada"),
        (["sync"], "FOLDER belum diisi."),
        (["sync", "x"], "--out belum diisi."),
        (["sync", "x", "--kemana", "y"], "Pilihan --kemana tidak ada."),
        (["synth", "--persons", "banyak"], "Isi --persons tidak dapat dipakai."),
        (["bench", "link", "--rows", "0"], "Isi --rows tidak dapat dipakai."),
    ],
)
def test_a_wrong_command_line_is_explained(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = _say(arguments, capsys)
    assert code == 2
    assert said in err
    assert "--help" in err


def test_a_refusal_says_what_happened_and_what_to_do_next(
    broken: list[BaseException], capsys: pytest.CaptureFixture[str]
) -> None:
    broken.append(errors.SelarasError("masukan_kosong", folder="[bold]data[/bold]"))
    code, out, err = _say(["rusak"], capsys)
    assert (code, out) == (2, "")
    assert err.splitlines() == [broken[0].message, broken[0].hint]  # type: ignore[attr-defined]
    assert "[bold]data[/bold]" in err


def test_a_fault_of_ours_gets_a_reference_and_a_log_without_personal_data(
    broken: list[BaseException], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken.append(ValueError("SITI RAHAYU 6402020101909001"))
    code, _, err = _say(["rusak"], capsys)
    assert code == 1
    reference = re.search(r"tanda ([0-9a-f]{8})", err)
    assert reference
    log = tmp_path / "state" / "selaras" / f"galat-{reference[1]}.log"
    assert str(log) in err
    text = log.read_text(encoding="utf-8")
    assert "ValueError" in text
    assert "rusak" in text
    assert "SITI" not in text + err
    assert "6402020101909001" not in text + err
    assert "Traceback" not in err
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_debug_shows_where_it_broke(broken: list[BaseException], capsys: pytest.CaptureFixture[str]) -> None:
    broken.append(ValueError("x"))
    assert main.run(["rusak"], debug=True) == 1
    assert "Traceback" in capsys.readouterr().err


def test_ctrl_c_is_told_calmly(broken: list[BaseException], capsys: pytest.CaptureFixture[str]) -> None:
    broken.append(KeyboardInterrupt())
    code, _, err = _say(["rusak"], capsys)
    assert code == 130
    assert err.strip() == "Dihentikan; hasil sebelumnya tidak berubah."


def test_an_interruption_that_a_database_turned_into_an_error_is_still_an_interruption(
    broken: list[BaseException], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(main._Stop, "signal", 2)
    broken.append(RuntimeError("INTERRUPT Error: Interrupted!"))
    assert _say(["rusak"], capsys)[0] == 130


def test_no_log_can_be_written_and_it_is_said_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setattr(trouble, "_folders", lambda: [tmp_path / "file" / "below"])
    reference, path = trouble.record(ValueError("x"))
    assert re.fullmatch(r"[0-9a-f]{8}", reference)
    assert path is None


def test_the_doctor_finds_this_machine_fit(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _say(["doctor"], capsys)
    assert code == 0
    assert "1.089 batas desa" in out
    assert f"{sys.version_info.major}.{sys.version_info.minor}" in out


def test_the_doctor_names_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def gone() -> tuple[bool, str]:
        raise FileNotFoundError

    monkeypatch.setattr(doctor, "_CHECKS", (("Peta", gone, "Pasang ulang Selaras."),))
    code, out, _ = _say(["doctor"], capsys)
    assert code == 2
    assert "perlu ditinjau" in out
    assert "Pasang ulang Selaras." in out


def test_finished_stages_are_said_with_their_counts(capsys: pytest.CaptureFixture[str]) -> None:
    log = progress.Log(screen.Progress())
    with log.stage("baca", 2) as stage:
        log.step(1, "a.csv")
        stage.gave(baris_orang=12345)
    err = capsys.readouterr().err
    assert err.startswith("  Membaca berkas")
    assert "12.345 baris orang" in err
    assert log.stages[0].rows_out == {"baris_orang": 12345}


def test_a_benchmark_that_does_not_exist_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    assert main.run(["bench", "tidak_ada"]) == 2
    assert "Tidak ada tolok ukur" in capfd.readouterr().err
