"""A result stands whole or not at all."""

import errno
import os
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from selaras.kernel import errors
from selaras.pipeline import place

MINE = frozenset({"hasil.txt", "manifest.json"})


def _write(target: Path, text: str) -> None:
    with place.replacing(target, MINE) as room:
        (room.fresh / "hasil.txt").write_text(text, encoding="utf-8")


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_result_takes_the_place_of_the_earlier_one_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "hasil"
    _write(target, "lama")
    _write(target, "baru")
    assert (target / "hasil.txt").read_text(encoding="utf-8") == "baru"
    assert _names(tmp_path) == ["hasil"]


def test_only_the_owner_may_read(tmp_path: Path) -> None:
    _write(tmp_path / "hasil", "isi")
    assert stat.S_IMODE((tmp_path / "hasil").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "hasil" / "hasil.txt").stat().st_mode) == 0o600


def test_the_earlier_result_can_be_read_while_the_new_one_grows(tmp_path: Path) -> None:
    target = tmp_path / "hasil"
    _write(target, "lama")
    with place.replacing(target, MINE) as room:
        assert room.earlier is not None
        assert (room.earlier / "hasil.txt").read_text(encoding="utf-8") == "lama"
        (room.fresh / "hasil.txt").write_text("baru", encoding="utf-8")


@pytest.mark.parametrize("error", [ValueError("x"), KeyboardInterrupt()])
def test_a_run_that_fails_changes_nothing(tmp_path: Path, error: BaseException) -> None:
    target = tmp_path / "hasil"
    _write(target, "lama")

    def fail() -> None:
        with place.replacing(target, MINE) as room:
            (room.fresh / "hasil.txt").write_text("setengah", encoding="utf-8")
            raise error

    with pytest.raises(type(error)):
        fail()
    assert (target / "hasil.txt").read_text(encoding="utf-8") == "lama"
    assert _names(tmp_path) == ["hasil"]


def test_a_first_run_that_fails_leaves_no_folders_behind(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="x"), place.replacing(tmp_path / "a" / "b" / "hasil", MINE):
        raise ValueError("x")
    assert _names(tmp_path) == []


def test_what_an_office_keeps_in_the_folder_is_carried_over(tmp_path: Path) -> None:
    target = tmp_path / "hasil"
    _write(target, "lama")
    (target / "catatan rapat.docx").write_text("penting", encoding="utf-8")
    _write(target, "baru")
    assert (target / "catatan rapat.docx").read_text(encoding="utf-8") == "penting"
    assert (target / "hasil.txt").read_text(encoding="utf-8") == "baru"


def test_a_folder_of_somebody_elses_work_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "skripsi"
    target.mkdir()
    (target / "bab1.txt").write_text("x", encoding="utf-8")
    with pytest.raises(errors.SelarasError) as refusal:
        _write(target, "baru")
    assert refusal.value.code == "keluaran_bukan_hasil"
    assert _names(target) == ["bab1.txt"]


def test_a_file_is_no_target(tmp_path: Path) -> None:
    (tmp_path / "hasil").write_text("x", encoding="utf-8")
    with pytest.raises(errors.SelarasError) as refusal:
        _write(tmp_path / "hasil", "baru")
    assert refusal.value.code == "keluaran_bukan_folder"


def test_two_runs_do_not_share_a_target(tmp_path: Path) -> None:
    target = tmp_path / "hasil"
    with place.replacing(target, MINE) as room:
        with pytest.raises(errors.SelarasError) as refusal:
            _write(target, "lain")
        (room.fresh / "hasil.txt").write_text("pertama", encoding="utf-8")
    assert refusal.value.code == "keluaran_dipakai"
    assert (target / "hasil.txt").read_text(encoding="utf-8") == "pertama"


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_said_in_words(tmp_path: Path, code: int) -> None:
    with pytest.raises(errors.SelarasError) as refusal, place.replacing(tmp_path / "hasil", MINE):
        raise OSError(code, os.strerror(code))
    assert refusal.value.code == "disk_penuh"


def test_a_full_disk_is_known_by_the_words_of_a_native_writer() -> None:
    outer = ValueError("write failed")
    outer.__cause__ = RuntimeError("No space left on device (os error 28)")
    assert place.is_full(outer)
    assert not place.is_full(ValueError("something else"))


def _killed_at(moment: str, target: Path) -> None:
    """A process that is killed (kill -9) at a moment of the swap."""
    script = f"""
        import os, signal, pathlib
        from selaras.pipeline import place
        target = pathlib.Path({str(target)!r})
        real = pathlib.Path.rename
        def rename(self, other):
            if {moment!r} == "before" or ({moment!r} == "between" and self.name.endswith("baru")):
                os.kill(os.getpid(), signal.SIGKILL)
            return real(self, other)
        pathlib.Path.rename = rename
        with place.replacing(target, frozenset({{"hasil.txt"}})) as room:
            (room.fresh / "hasil.txt").write_text("baru")
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=False)
    assert done.returncode == -9


@pytest.mark.parametrize("moment", ["before", "between"])
def test_after_a_kill_the_next_run_finds_the_earlier_result_and_clears_the_rest(
    tmp_path: Path, moment: str
) -> None:
    target = tmp_path / "hasil"
    _write(target, "lama")
    (target / "catatan.txt").write_text("penting", encoding="utf-8")
    _killed_at(moment, target)
    assert ".hasil.selaras-baru" in _names(tmp_path)
    with place.replacing(target, MINE) as room:
        assert room.earlier is not None
        assert (room.earlier / "hasil.txt").read_text(encoding="utf-8") == "lama"
        (room.fresh / "hasil.txt").write_text("berikut", encoding="utf-8")
    assert _names(tmp_path) == ["hasil"]
    assert (target / "hasil.txt").read_text(encoding="utf-8") == "berikut"
    assert (target / "catatan.txt").read_text(encoding="utf-8") == "penting"


@pytest.mark.parametrize("where", ["/proc/hasil", "/proc/dalam/hasil", "x" * 300, "x" * 250])
def test_a_place_where_nothing_can_be_made_is_refused_kindly(tmp_path: Path, where: str) -> None:
    with pytest.raises(errors.SelarasError) as caught:
        _write(tmp_path / where, "isi")
    assert caught.value.code == "keluaran_ditolak"
    assert caught.value.hint
    assert _names(tmp_path) == []


def test_links_in_a_ring_are_no_folder(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(errors.SelarasError) as caught:
        _write(tmp_path / "a", "isi")
    assert caught.value.code == "keluaran_ditolak"
