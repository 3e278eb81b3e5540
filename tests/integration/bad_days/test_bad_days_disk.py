"""No room left: said in words, nothing half-written, and the portal goes on."""

import errno
from pathlib import Path

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import OperationalError
from psycopg import errors as database

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.intake import vault
from selaras.apps.intake.models import Delivery, Job
from selaras.apps.intake.services import compare, process, read
from selaras.apps.registry import rebuild
from selaras.apps.registry.models import Job as RegistryJob
from selaras.shell import disk
from selaras.shell import vault as kept_files
from selaras.synthetic import make

FULL = OSError(errno.ENOSPC, "No space left on device")


def _full(*_args, **_more):
    raise FULL


@pytest.fixture
def sender(make_actor, sign_in):
    client = sign_in(make_actor("operator", purpose="pemutakhiran"))
    client.raise_request_exception = False
    return client


@pytest.fixture
def content(tmp_path) -> bytes:
    make.make(300, 11, tmp_path, kabupaten="64.02")
    return (tmp_path / "dtks_2024-10.csv").read_bytes()


def _send(client, content):
    return client.post("/data-masuk/kirim/", {"berkas": SimpleUploadedFile("dtks_2024-10.csv", content)})


def _known():
    accounts.identify(access.SYSTEM)
    return Delivery.objects.count(), Job.objects.count()


def test_every_way_of_saying_full_is_understood():
    assert disk.full(FULL)
    with pytest.raises(Exception, match="No space left") as caught:
        pl.DataFrame({"a": range(100_000)}).write_parquet("/dev/full")
    assert disk.full(caught.value)
    wrapped = OperationalError("could not extend file")
    wrapped.__cause__ = database.DiskFull("could not extend file")
    assert disk.full(wrapped)
    assert not disk.full(OSError(errno.EACCES, "Permission denied"))
    assert not disk.full(None)


def test_no_room_while_a_file_arrives(sender, content, monkeypatch, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1
    with monkeypatch.context() as bad:
        bad.setattr(TemporaryUploadedFile, "__init__", _full)
        answer = _send(sender, content)
    assert answer.status_code == 507
    body = answer.content.decode()
    assert "Ruang penyimpanan server habis" in body
    assert "Keadaan lama tetap utuh" in body
    assert _known() == (0, 0)
    assert sender.get("/data-masuk/").status_code == 200
    assert _send(sender, content).status_code == 302
    assert _known() == (1, 1)


def test_no_room_while_a_file_is_put_away(sender, content, monkeypatch):
    with monkeypatch.context() as bad:
        bad.setattr(kept_files.os, "fsync", _full)
        assert _send(sender, content).status_code == 302
        assert "Tempat penyimpanan penuh" in sender.get("/data-masuk/").content.decode()
    assert _known() == (0, 0)
    rooms = Path(vault.settings.SELARAS_FILES) / "kiriman"
    assert [path for path in rooms.rglob("*") if path.is_file() and path.name.startswith(".")] == []
    assert _send(sender, content).status_code == 302
    assert _known() == (1, 1)


@pytest.mark.parametrize(
    ("place", "name"),
    [(vault, "take_out"), (process, "run"), (compare.difference, "together"), (read, "_put_away")],
    ids=["before reading", "while reading", "while comparing", "while encrypting"],
)
def test_no_room_while_a_file_is_read(sender, content, monkeypatch, place, name):
    _send(sender, content)
    _known()
    job = Job.objects.get()
    with monkeypatch.context() as bad:
        bad.setattr(place, name, _full)
        read.work(job.pk)
    accounts.identify(access.SYSTEM)
    job.refresh_from_db()
    assert job.state == "gagal"
    assert "Tempat penyimpanan penuh" in job.message
    assert "pengelola" in job.hint
    found = Delivery.objects.get()
    if found.state == "gagal":
        assert found.files == {}
        assert sender.post(f"/data-masuk/kiriman/{found.pk}/baca-ulang/").status_code == 302
        accounts.identify(access.SYSTEM)
        read.work(Job.objects.latest("id").pk)
        accounts.identify(access.SYSTEM)
        assert Delivery.objects.get().state == "siap"
    assert sender.get(f"/data-masuk/kiriman/{found.pk}/").status_code == 200


def test_no_room_while_the_registry_is_built(db, monkeypatch):
    monkeypatch.setattr(rebuild, "_rebuild", _full)
    with pytest.raises(rebuild.NoRoomError):
        rebuild.rebuild()
    found = RegistryJob.objects.get()
    assert (found.state, found.error) == ("gagal", "portal_disk_penuh")
    assert "Keadaan lama tetap utuh" in found.note
