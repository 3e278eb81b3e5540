"""ODK Collect's sequence of requests, step by step as its source sends them, and everything that can go wrong with it."""

import hashlib
import io
import xml.etree.ElementTree as ET

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image
from verval_world import Field, field, filled

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.accounts.models import User
from selaras.apps.verval import vault
from selaras.apps.verval.models.campaigns import Assignment, Campaign, Instrument
from selaras.apps.verval.models.submissions import Attachment, Contradiction, Device, Observation, Submission
from selaras.apps.verval.rules import openrosa
from selaras.apps.verval.services import attachments, devices, instruments
from selaras.config import logs

LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
ANSWER = "{http://openrosa.org/http/response}"


@pytest.fixture
def place(make_actor) -> Field:
    accounts.identify(access.SYSTEM)
    found = field(make_actor("petugas"))
    form = instruments.publish(by=access.SYSTEM)
    Campaign.objects.update(instrument=form)
    found.form = form
    return found


def _url(place: Field, rest: str) -> str:
    return f"/odk/k/{place.token}/{rest}"


def _xml(place: Field, n: int = 0, **more) -> bytes:
    return filled(place.targets[n].reference, version=place.form.version, **more)


def _post(client, place: Field, xml: bytes, *files: tuple[str, bytes], token: str = ""):
    parts = {"xml_submission_file": SimpleUploadedFile("isian.xml", xml, "text/xml")}
    parts |= {name: SimpleUploadedFile(name, contents, "image/jpeg") for name, contents in files}
    return client.post(f"/odk/k/{token or place.token}/submission?deviceID=collect:1", parts)


def _message(answer) -> str:
    return ET.fromstring(answer.content).find(f"{ANSWER}message").text


def _photo(colour: str = "navy", *, exif: bool = True) -> bytes:
    picture = Image.new("RGB", (640, 480), colour)
    told = Image.Exif()
    told[0x010E] = "RAHASIA DI DALAM FOTO"
    told.get_ifd(0x8825).update({1: "S", 2: (0.0, 24.0, 36.0), 3: "E", 4: (116.0, 59.0, 24.0)})
    told.get_ifd(0x8769).update({36867: "2026:11:20 09:10:11", 36881: "+08:00"})
    out = io.BytesIO()
    picture.save(out, "JPEG", **({"exif": told} if exif else {}))
    return out.getvalue()


def test_a_day_of_collect(client, place):
    """formList, form, manifest, lists, HEAD, and a submission whose files do not fit into one request."""
    listed = client.get(_url(place, "formList"))
    assert listed.status_code == 200
    assert listed["X-OpenRosa-Version"] == "1.0"
    assert listed["Content-Type"].startswith("text/xml")
    form = ET.fromstring(listed.content).find(f"{LIST}xform")
    told = {each.tag.removeprefix(LIST): each.text for each in form}
    assert (told["formID"], told["version"]) == (place.form.form_id, place.form.version)

    fetched = client.get(told["downloadUrl"])
    assert told["hash"] == "md5:" + hashlib.md5(fetched.content).hexdigest()
    manifest = ET.fromstring(client.get(told["manifestUrl"]).content)
    files = {each.find(f"{MANIFEST}filename").text: each for each in manifest}
    assert set(files) == {"keluarga.csv", "anggota_daftar.csv"}
    assert files["keluarga.csv"].get("type") == "entityList"
    for each in files.values():
        contents = client.get(each.find(f"{MANIFEST}downloadUrl").text).content
        assert each.find(f"{MANIFEST}hash").text == "md5:" + hashlib.md5(contents).hexdigest()
    families = client.get(files["keluarga.csv"].find(f"{MANIFEST}downloadUrl").text).content.decode()
    assert [line.split(",")[0] for line in families.splitlines()[1:]] == [t.reference for t in place.targets]

    head = client.head(_url(place, "submission"))
    assert (head.status_code, head["X-OpenRosa-Version"]) == (204, "1.0")
    assert int(head["X-OpenRosa-Accept-Content-Length"]) == openrosa.ACCEPTED
    assert head["Location"].endswith(_url(place, "submission"))

    xml = _xml(place, foto_depan="depan.jpg", foto_dalam="dalam.jpg")
    first = _post(client, place, xml, ("depan.jpg", _photo()))
    second = _post(client, place, xml, ("dalam.jpg", _photo("olive")))
    assert (first.status_code, second.status_code) == (201, 201)
    accounts.identify(access.SYSTEM)
    row = Submission.objects.get()
    assert sorted(row.attachments.values_list("name", flat=True)) == ["dalam.jpg", "depan.jpg"]
    assert (row.standing, row.channel, row.device_id) == ("berlaku", "odk", place.device.pk)
    assert Observation.objects.count() == 1


def test_families_of_others_are_not_on_the_phone(client, place, make_actor):
    other = make_actor("petugas", scope="64.02.06.1002", kind="desa_kelurahan")
    accounts.identify(access.SYSTEM)
    theirs = field(other, kode_desa="64.02.06.1002")
    mine = client.get(_url(place, "berkas/keluarga.csv")).content.decode()
    assert not any(target.reference in mine for target in theirs.targets)


def test_a_phone_hears_which_families_are_taken_off_its_list(client, place):
    Assignment.objects.filter(target=place.targets[1]).update(until="2026-11-01T00:00Z")
    ids = [target.reference for target in place.targets]
    answer = client.get(_url(place, "keutuhan"), {"id": ",".join([*ids, "tak-ada"])})
    told = {
        each.get("id"): each.find("deleted").text for each in ET.fromstring(answer.content).iter("entity")
    }
    assert told == {ids[0]: "false", ids[1]: "true", ids[2]: "false", "tak-ada": "true"}


def test_the_same_again_is_received_again_and_other_answers_are_not(client, place):
    xml = _xml(place, instance="uuid:sama")
    assert [_post(client, place, xml).status_code for _ in range(3)] == [201] * 3
    other = _post(client, place, _xml(place, instance="uuid:sama", hasil="pindah"))
    assert other.status_code == 409
    assert "penyelia" in _message(other)
    accounts.identify(access.SYSTEM)
    assert (Submission.objects.count(), Contradiction.objects.count()) == (1, 1)


def test_a_photo_keeps_nothing_but_the_picture_and_tells_place_and_time_in_columns(client, place):
    _post(client, place, _xml(place, foto_depan="depan.jpg"), ("depan.jpg", _photo()))
    accounts.identify(access.SYSTEM)
    row = Attachment.objects.get()
    kept = vault.read(attachments.room(Submission.objects.get().instance), row.kept)
    assert b"RAHASIA" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert (picture.size, dict(picture.getexif())) == ((640, 480), {})
    assert (round(row.lat, 4), round(row.lon, 4)) == (-0.41, 116.99)
    assert row.taken_at.isoformat() == "2026-11-20T01:10:11+00:00"
    assert row.likeness is not None


def test_a_photo_that_is_none_is_kept_and_said(client, place):
    assert _post(client, place, _xml(place, foto_depan="a.jpg"), ("a.jpg", b"GIF bukan")).status_code == 201
    accounts.identify(access.SYSTEM)
    row = Attachment.objects.get()
    assert (row.problem, row.picture) == ("bukan_foto", False)
    assert vault.read(attachments.room(Submission.objects.get().instance), row.kept) == b"GIF bukan"


def test_a_photo_of_forty_megabytes_is_refused_kindly_and_the_answers_are_kept(client, place):
    huge = _photo() + b"\0" * (40 * 1024 * 1024)
    answer = _post(client, place, _xml(place, foto_depan="besar.jpg"), ("besar.jpg", huge))
    assert answer.status_code == 413
    assert "besar.jpg" in _message(answer)
    accounts.identify(access.SYSTEM)
    row = Attachment.objects.get()
    assert (row.problem, row.kept, row.size) == ("terlalu_besar", "", len(huge))
    assert Observation.objects.get().counts


def test_a_request_beyond_all_measure_is_not_read(client, place):
    answer = client.generic(
        "POST", _url(place, "submission"), b"", "multipart/form-data; boundary=x", CONTENT_LENGTH="99999999"
    )
    assert answer.status_code == 413
    assert answer["X-OpenRosa-Version"] == "1.0"


def test_a_request_that_was_cut_off_is_no_submission(client, place):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="a.xml"\r\n\r\n'
        + _xml(place)[:60]
    )
    for cut in (body[:40], b""):
        answer = client.generic("POST", _url(place, "submission"), cut, "multipart/form-data; boundary=x")
        assert answer.status_code == 400
    accounts.identify(access.SYSTEM)
    assert not Submission.objects.exists()


def test_an_xml_bomb_is_refused_and_kept(client, place):
    bomb = b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><data id="verval"><hasil>&b;</hasil></data>'
    answer = _post(client, place, bomb)
    assert answer.status_code == 400
    assert "rusak" in _message(answer)
    accounts.identify(access.SYSTEM)
    row = Submission.objects.get()
    assert (row.held, row.user) == ("isi_tidak_terbaca", place.officer.user_id)


def test_a_missing_attachment_arrives_a_week_later(client, place):
    xml = _xml(place, foto_depan="depan.jpg")
    assert _post(client, place, xml).status_code == 201
    accounts.identify(access.SYSTEM)
    Campaign.objects.update(state="selesai")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE verval_submission SET received_at = received_at - interval '7 days'")
    assert _post(client, place, xml, ("depan.jpg", _photo())).status_code == 201
    accounts.identify(access.SYSTEM)
    assert Attachment.objects.get().picture
    assert Submission.objects.get().standing == "berlaku"


def test_a_clock_three_days_off_is_kept_beside_the_time_of_the_server(client, place):
    xml = _xml(place).replace(b"2026-11-20T08:00", b"2031-01-01T08:00")
    assert _post(client, place, xml).status_code == 201
    accounts.identify(access.SYSTEM)
    row = Submission.objects.get()
    assert row.device_started.year == 2031
    assert row.received_at.year != 2031
    assert row.standing == "berlaku"


HELD = {
    "bukan_tugas": lambda place: Assignment.objects.update(until="2026-11-01T00:00Z"),
    "formulir_ditarik": lambda place: Instrument.objects.update(withdrawn_at="2026-11-01T00:00Z"),
    "petugas_nonaktif": lambda place: User.objects.filter(pk=place.officer.user_id).update(is_active=False),
    "kampanye_selesai": lambda place: Campaign.objects.update(state="selesai"),
}


@pytest.mark.parametrize("why", HELD)
def test_what_cannot_be_counted_is_received_and_says_so(client, place, why):
    HELD[why](place)
    answer = _post(client, place, _xml(place))
    assert answer.status_code == 201
    assert "diperiksa penyelia" in _message(answer)
    accounts.identify(access.SYSTEM)
    assert Submission.objects.get().held == why


def test_a_family_of_another_region_is_received_and_held(client, place, make_actor):
    far = make_actor("petugas", scope="64.02.07.2001", kind="desa_kelurahan")
    accounts.identify(access.SYSTEM)
    token = devices.issue(user=far.user_id, kode_desa="64.02.07.2001", channel="odk", by=access.SYSTEM)
    assert _post(client, place, _xml(place), token=token).status_code == 201
    accounts.identify(access.SYSTEM)
    assert Submission.objects.get().held == "wilayah_lain"


@pytest.mark.parametrize(
    "route", ["formList", "berkas/keluarga.csv", "keutuhan", "formulir/verval/1/manifest"]
)
def test_a_phone_that_was_withdrawn_is_given_nothing_but_may_deliver(client, place, route):
    Device.objects.update(withdrawn_at="2026-11-01T00:00Z")
    answer = client.get(_url(place, route))
    assert (answer.status_code, answer["X-OpenRosa-Version"]) == (403, "1.0")
    assert _post(client, place, _xml(place)).status_code == 201


def test_an_unknown_token_is_told_nothing(client, place):
    for method, rest in (("get", "formList"), ("head", "submission"), ("post", "submission")):
        answer = getattr(client, method)(f"/odk/k/{'x' * 43}/{rest}")
        assert (answer.status_code, answer["X-OpenRosa-Version"]) == (403, "1.0")


def test_a_form_of_somebody_else_is_not_there(client, place):
    answer = client.get(_url(place, "formulir/verval/0.0.xml"))
    assert (answer.status_code, answer["X-OpenRosa-Version"]) == (404, "1.0")


def test_a_full_disk_is_no_receipt(client, place, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("selaras.shell.vault.Vault._seal", full)
    answer = _post(client, place, _xml(place, foto_depan="a.jpg"), ("a.jpg", _photo()))
    assert answer.status_code == 503
    accounts.identify(access.SYSTEM)
    assert not Submission.objects.exists()


def test_the_token_stands_in_no_log_and_as_a_digest_only(client, place, caplog):
    client.get(_url(place, "tidak-ada"))
    line = logs.Formatter().format(caplog.records[-1])
    assert place.token not in line
    assert "/odk/k/[kunci]" in line
    assert place.token.encode() not in bytes(Device.objects.get(pk=place.device.pk).digest)
