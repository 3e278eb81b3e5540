"""A planted number and name are sent through every door of the field and then searched for: in every column, file and log line."""

import io
import json
import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from verval_world import HOME, field, filled

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.accounts.models import User
from selaras.apps.verval.models.campaigns import Campaign
from selaras.apps.verval.models.submissions import Contradiction, Submission
from selaras.apps.verval.services import devices, instruments
from selaras.config import logs

NIK, NAME, ILLNESS = "6402064107809473", "KENARI TERBANGLAPANGAN", "penyakit kenari langka"


def _photo() -> bytes:
    told = Image.Exif()
    told[0x010E] = f"{NIK} {NAME}"
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "JPEG", exif=told)
    return out.getvalue()


def _everything(admin) -> str:
    tables = admin.execute(
        "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"
    ).fetchall()
    return "\n".join(
        str(row[0])
        for (table,) in tables
        for row in admin.execute(f"SELECT t::text FROM {table} t").fetchall()
    )


def _forms(text: str) -> list[str]:
    return [text, text.encode().hex(), text.encode().hex().upper()]


@pytest.mark.django_db(transaction=True)
def test_what_officers_send_lies_nowhere_in_plain(client, make_actor, admin, caplog):
    with accounts.acting(access.SYSTEM):
        place = field(make_actor("petugas"))
        form = instruments.publish(by=access.SYSTEM)
        Campaign.objects.update(instrument=form)
        token = devices.issue(user=place.officer.user_id, kode_desa=HOME, channel="odk", by=access.SYSTEM)
        email = User.objects.get(pk=place.officer.user_id).email
    caplog.set_level(logging.DEBUG)
    door = f"/odk/k/{token}/submission"

    def send(xml: bytes, *photos: tuple[str, bytes]) -> int:
        parts = {"xml_submission_file": SimpleUploadedFile("isian.xml", xml, "text/xml")}
        parts |= {name: SimpleUploadedFile(name, contents, "image/jpeg") for name, contents in photos}
        return client.post(door, parts).status_code

    told = {"nik_benar": NIK, "nama_benar": NAME, "catatan": ILLNESS, "version": form.version}
    xml = filled(place.targets[0].reference, instance="uuid:kenari", foto_depan="a.jpg", **told)
    assert send(xml, ("a.jpg", _photo()), ("b.jpg", f"bukan foto {NIK} {NAME}".encode())) == 201
    assert send(xml.replace(b"layak", b"pindah")) == 409
    assert send(f"<data>{NIK} {NAME}".encode()) == 400
    assert send(f'<!DOCTYPE a [<!ENTITY b "{NIK} {NAME}">]><data>&b;</data>'.encode()) == 400
    session = client.post(
        "/odk/v1/sessions", json.dumps({"email": email, "password": token}), content_type="application/json"
    )
    heads = {"Authorization": f"Bearer {session.json()['token']}"}
    rest = f"/odk/v1/projects/1/forms/{form.form_id}"
    other = filled(place.targets[1].reference, instance="uuid:kenari-dua", **told)
    assert (
        client.post(f"{rest}/submissions", other, content_type="application/xml", headers=heads).status_code
        == 200
    )
    for address in (f"{rest}.svc/Submissions", f"{rest}/submissions/uuid:kenari.xml"):
        answer = client.get(address, headers=heads).content.decode()
        assert "layak" in answer
        assert NIK not in answer
    with accounts.acting(access.SYSTEM):
        assert (Submission.objects.count(), Contradiction.objects.count()) == (4, 1)

    stored = _everything(admin)
    assert "uuid:kenari" in stored
    files = b"".join(
        each.read_bytes() for each in Path(settings.SELARAS_FILES).glob("verval/**/*") if each.is_file()
    )
    assert files
    said = "\n".join(logs.Formatter().format(record) for record in caplog.records)
    for text in (NIK, NAME, ILLNESS, token):
        assert not any(each in stored for each in _forms(text))
        assert text.encode() not in files
        assert text not in said
