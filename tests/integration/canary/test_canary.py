"""Canaries live a day in a demo; then everything that stayed is searched for them. And the search itself can find."""

import gzip
import io
import shutil
import tempfile
import zipfile
from pathlib import Path

import canary_database as database
import canary_house as house
import canary_plant as planting
import canary_seek as seek
import polars as pl
import psycopg
import pytest

import chromium
from selaras.cli.serve import postgres

CANARY = planting.CANARIES[0]
KNOWN = seek.Known(frozenset({CANARY.nik.encode()}), (CANARY.nik,), (CANARY.name,))
BOTH = (seek.NUMBER, seek.NAME)
IN_THE_BROWSER = ("alamat", "penyimpanan halaman", "profil peramban", "bekal petugas", "profil lapangan")
ON_THE_SERVER = (
    "cadangan", "kolom", "direktori data dan WAL", "log", "edisi tersimpan", "folder sementara", "kunci dan statis",
)  # fmt: skip


def test_no_canary_is_left_anywhere():
    """One test for all places: a day is lived once, whichever processes share the tests among them."""
    expected = ON_THE_SERVER + (IN_THE_BROWSER if chromium.find() is not None else ())
    folder = Path(tempfile.mkdtemp(prefix="selaras-kenari-"))
    folder.chmod(0o711)
    try:
        with house.day(folder, 600) as found:
            hits = house.all_hits(found)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    assert hits == {place: set() for place in expected}


@pytest.mark.parametrize("written", [
    CANARY.nik.encode(), CANARY.nik.encode("utf-16-le"), CANARY.nik.encode("utf-16-be"), b"7" + CANARY.nik.encode(),
    b"6402.0612.0380.9991", b"640206 120380 9991", int(CANARY.nik).to_bytes(8, "little"), int(CANARY.nik).to_bytes(8, "big"),
    CANARY.nik.encode().hex().encode(), CANARY.name.lower().encode(), CANARY.name.encode("utf-16-le"),
    CANARY.name.replace(" ", "%20").encode(),
])  # fmt: skip
@pytest.mark.parametrize("before", [b"", b"x", b"xy"])
def test_every_form_is_found(written, before):
    assert seek.in_bytes(before + written + b" z", KNOWN, "sini", BOTH)


@pytest.mark.parametrize("encoding", ["ascii", "utf-16-le"])
def test_an_account_is_found_among_other_text(encoding):
    known = seek.Known(frozenset(), (planting.ACCOUNT,), ())
    assert seek.in_bytes(f"BRI {planting.ACCOUNT}, Tenggarong".encode(encoding), known, "sini", BOTH)


@pytest.mark.parametrize("before", ["", "x", "xy", "xyz"])
@pytest.mark.parametrize("text", [CANARY.nik, CANARY.name])
def test_base64_is_found_wherever_the_text_around_it_begins(before, text):
    packed = seek.base64.b64encode(f"{before}{text} dan seterusnya".encode())
    assert seek.in_bytes(packed, KNOWN, "sini", BOTH)


def test_what_is_no_canary_is_not_found():
    assert (
        seek.in_bytes(b"6402061203809990 99 9999999999999999 kenari \xff\x00", KNOWN, "sini", BOTH) == set()
    )


def _zipped(text: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("xl/sharedStrings.xml", text)
    return out.getvalue()


def _parquet(text: bytes) -> bytes:
    out = io.BytesIO()
    pl.DataFrame({"nik": [text.decode()]}).write_parquet(out, compression="zstd")
    return out.getvalue()


@pytest.mark.parametrize("packed", [gzip.compress, _zipped, _parquet])
def test_packed_files_are_opened(tmp_path, packed):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "berkas").write_bytes(packed(CANARY.nik.encode()))
    found = seek.in_folder(tmp_path, KNOWN, "sini", BOTH)
    assert {hit.where for hit in found} == {"sini/a/berkas"}


def test_a_number_in_the_name_of_a_file_is_found(tmp_path):
    (tmp_path / f"data {CANARY.nik}.csv").touch()
    assert seek.in_folder(tmp_path, KNOWN, "sini", BOTH)


def test_a_planted_leak_in_the_database_is_found(tmp_path):
    """In a column, as bytes, in a dump, and in the files once it is down."""
    root = Path(tempfile.mkdtemp(prefix="selaras-kenari-"))
    root.chmod(0o711)
    cluster = postgres.prepare(root / "pg")
    cluster.start()
    try:
        cluster.psql(f"CREATE DATABASE {postgres.DATABASE}")
        with psycopg.connect(cluster.url(user=postgres.ADMIN)) as admin:
            admin.execute("CREATE TABLE bocor (teks text, bita bytea)")
            admin.execute("INSERT INTO bocor VALUES (%s, %s)", [CANARY.nik, CANARY.nik.encode("utf-16-le")])
        database.dump(cluster, tmp_path / "dump.sql")
        wheres = {hit.where for hit in database.in_columns(cluster, KNOWN, *BOTH)}
        cluster.stop()
        assert wheres == {"bocor.teks", "bocor.bita"}
        assert seek.in_file(tmp_path / "dump.sql", KNOWN, "cadangan", [seek.NUMBER])
        places = {hit.where.split("/")[1] for hit in database.in_stopped(cluster, KNOWN)}
        assert places >= {"base", "pg_wal"}
    finally:
        cluster.stop()
        shutil.rmtree(root, ignore_errors=True)
