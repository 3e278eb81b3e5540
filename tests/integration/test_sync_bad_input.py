"""Every kind of bad input at the door: a sentence, an exit code, nothing written, the earlier result untouched."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import sync_material as material

from selaras.cli import main
from selaras.kernel import errors

GOOD = material.people(160)
REFUSED = 2


def _state(folder: Path) -> dict[str, str]:
    """Every file below a folder with the hash of its content."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A folder `sumber` with one good list, and an earlier result of it in `hasil`."""
    material.as_csv(tmp_path / "sumber" / "dinsos_2025-01.csv", GOOD)
    (tmp_path / "sumber" / "sumber.toml").write_text(
        '[[berkas]]\nberkas = "dinsos*"\nsumber = "dinsos"\n', encoding="utf-8"
    )
    assert main.run(["sync", str(tmp_path / "sumber"), "--out", str(tmp_path / "hasil")]) == 0
    return tmp_path


def _write(name: str, content: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(content)


def _csv(name: str, rows: list[material.Row]) -> Callable[[Path], object]:
    return lambda folder: material.as_csv(folder / name, rows)


def _headless(folder: Path) -> None:
    lines = (folder / "dinsos_2025-01.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    (folder / "tanpa_judul_2025-02.csv").write_text("\n".join(lines), encoding="utf-8")


OLE = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 1000
)
BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty file": (_write("data_2025-02.xlsx", b""), "baca_kosong"),
    "pdf renamed": (_write("data_2025-02.xlsx", b"%PDF-1.7\n" + b"x" * 500), "baca_bukan_tabel"),
    "password": (_write("data_2025-02.xlsx", OLE), "baca_berkata_sandi"),
    "cut off": (_write("data_2025-02.xlsx", b"PK\x03\x04" + b"x" * 500), "baca_rusak"),
    "zip bomb": (lambda folder: material.bomb(folder / "data_2025-02.xlsx"), "baca_zip_berbahaya"),
    "1,048,576 rows": (lambda folder: material.full_sheet(folder / "data_2025-02.xlsx"), "baca_lembar_penuh"),
    "columns without headers": (_headless, ""),
    "unknown kind": (_write("harga_2025-02.csv", b"komoditas;harga\nberas;14000\ngula;17000\n"), "kenali_gagal"),
    "twice the same file": (_csv("salinan_2025-01.csv", GOOD), "berkas_kembar"),
    "two files of one edition": (_csv("dinsos_rev_2025-01.csv", material.people(150, seed=2)), "edisi_ganda"),
    "nik damaged by excel": (
        lambda folder: material.as_xlsx(folder / "perkim_2025-02.xlsx", material.people(160, 3), numbers=True),
        "berkas_ditolak",
    ),
    "nothing in common": (_csv("perkim_2025-02.csv", material.people(150, seed=9, district="05")), "tanpa_kecocokan"),
    "all niks equal": (
        _csv("perkim_2025-02.csv", material.changed(GOOD, NIK=lambda _: "6402020101909001")),
        "berkas_ditolak",
    ),
    "names of one letter": (_csv("perkim_2025-02.csv", material.changed(GOOD, NAMA=lambda i: "ABC"[i % 3])), "berkas_ditolak"),
    "dates in the year 0202": (
        _csv("perkim_2025-02.csv", material.changed(GOOD, TANGGAL_LAHIR=lambda i: f"{i % 27 + 1:02}/05/0202")),
        "berkas_ditolak",
    ),
    "codes of the other system": (
        _csv("perkim_2025-02.csv", [row | {"KODE KEMENDAGRI": "6403050003"} for row in GOOD]),
        "kode_wilayah_sistem_lain",
    ),
    "sumber.toml broken": (_write("sumber.toml", b"[[berkas]\n"), "sumber_toml_salah"),
    "decisions broken": (_write("keputusan.csv", b"apa;ini\n1;2\n"), "keputusan_salah"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_refused_in_words_and_changes_nothing(
    case: str, room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil, code = BAD[case]
    spoil(room / "sumber")
    before = _state(room)
    capsys.readouterr()
    assert main.run(["sync", str(room / "sumber"), "--out", str(room / "hasil")]) == REFUSED
    said = capsys.readouterr().err
    assert _state(room) == before
    assert _says(said, code)
    assert not re.search(r"(?<!\d)\d{16}(?!\d)", said)
    assert "Traceback" not in said


def _says(said: str, code: str) -> bool:
    """The sentence of that code stands in what was said, whatever its parameters; without a code: any sentence."""
    if not code:
        return bool(re.search(r"[A-Z].*\.", said))
    fixed = max(re.split(r"{\w+}", errors.catalogue()[code].message), key=len).strip()
    return fixed in said


def test_several_bad_files_are_named_together(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (room / "sumber" / "a_2025-02.xlsx").write_bytes(b"")
    (room / "sumber" / "b_2025-02.xlsx").write_bytes(b"%PDF-1.7")
    capsys.readouterr()
    assert main.run(["sync", str(room / "sumber"), "--out", str(room / "hasil")]) == REFUSED
    said = capsys.readouterr().err
    assert "a_2025-02.xlsx" in said
    assert "b_2025-02.xlsx" in said


@pytest.mark.parametrize("content", [None, "kosong"])
def test_a_folder_without_lists_is_refused_and_no_result_appears(
    tmp_path: Path, content: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    if content:
        (tmp_path / "sumber").mkdir()
    assert main.run(["sync", str(tmp_path / "sumber"), "--out", str(tmp_path / "a" / "hasil")]) == REFUSED
    assert "sumber" in capsys.readouterr().err
    assert not (tmp_path / "a").exists()


def test_what_a_gate_refuses_can_be_insisted_on(room: Path) -> None:
    material.as_csv(room / "sumber" / "perkim_2025-02.csv", material.people(150, seed=9, district="05"))
    order = ["sync", str(room / "sumber"), "--out", str(room / "hasil")]
    assert main.run(order) == REFUSED
    assert main.run([*order, "--tetap-lanjut"]) == 0


def test_everybody_one_person_is_refused(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # One person copied 160 times into a second list: every row of it is the same row.
    one = [GOOD[0]] * 160
    material.as_csv(room / "sumber" / "perkim_2025-02.csv", one)
    (room / "sumber" / "dinsos_2025-01.csv").unlink()
    before = _state(room / "hasil")
    assert main.run(["sync", str(room / "sumber"), "--out", str(room / "hasil")]) == REFUSED
    assert capsys.readouterr().err
    assert _state(room / "hasil") == before


def test_the_sources_are_no_target(room: Path) -> None:
    before = _state(room)
    assert main.run(["sync", str(room / "sumber"), "--out", str(room / "sumber")]) == REFUSED
    assert _state(room) == before


@pytest.mark.parametrize(
    "case", ["empty file", "pdf renamed", "password", "zip bomb", "nik damaged by excel"]
)
def test_check_refuses_the_same_files(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    BAD[case][0](tmp_path)
    file = next(path for path in tmp_path.iterdir())
    assert main.run(["check", str(file)]) == REFUSED
    captured = capsys.readouterr()
    assert captured.err + captured.out
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
