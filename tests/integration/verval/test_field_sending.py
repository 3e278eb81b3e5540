"""The offline page's doors: the pack, the key of drafts, sending, and the file a supervisor takes in."""

import hashlib
import json
import uuid

import field_client
import pytest
import verval_world
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from selaras.apps.accounts import rules, services
from selaras.apps.accounts.models import User
from selaras.apps.verval.models.submissions import Contradiction, Device, Submission
from selaras.apps.verval.rules import field_sending
from selaras.apps.verval.services import envelopes

SEND, HEADER = "/lapangan/kirim/", "X-Selaras-Perangkat"


@pytest.fixture
def field(make_actor):
    officer = make_actor("petugas", purpose="verifikasi")
    services.identify(rules.SYSTEM)
    return verval_world.field(officer)


def envelope(field, instance: str, xml: bytes, **more) -> bytes:
    plain = field_client.packed(field.token, instance, xml, **more)
    return field_client.closed(envelopes.public(), plain, "kiriman")


def send(client, contents: bytes, token: str):
    return client.post(SEND, {"amplop": SimpleUploadedFile("k.bin", contents)}, headers={HEADER: token})


def visit(field, n: int = 0) -> tuple[str, bytes]:
    key = f"uuid:{uuid.uuid4()}"
    return key, verval_world.filled(field.targets[n].reference, instance=key)


def test_a_visit_is_answered_with_a_receipt_that_the_house_signed_and_stands_once(client, field):
    key, xml = visit(field)
    answers = [send(client, envelope(field, key, xml), field.token) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    told = [answer.json() for answer in answers]
    assert field_client.signed(envelopes.receipts(), told[0])
    assert {(each["at"], each["signature"]) for each in told} == {(told[0]["at"], told[0]["signature"])}
    assert (told[0]["instance"], told[0]["digest"]) == (key, hashlib.sha256(xml).hexdigest())
    services.identify(rules.SYSTEM)
    [row] = Submission.objects.all()
    assert (row.channel, row.user, row.standing) == ("halaman", field.officer.user_id, "berlaku")


def test_other_answers_under_the_same_key_are_kept_beside_it(client, field):
    key, xml = visit(field)
    assert send(client, envelope(field, key, xml), field.token).status_code == 201
    other = verval_world.filled(field.targets[0].reference, instance=key, hasil="pindah")
    answer = send(client, envelope(field, key, other), field.token)
    assert answer.status_code == 409
    assert answer.json()["digest"] == hashlib.sha256(xml).hexdigest()
    services.identify(rules.SYSTEM)
    assert (Submission.objects.count(), Contradiction.objects.count()) == (1, 1)


@pytest.mark.parametrize("token", ["", "bukan-token", "x" * 200])
def test_a_device_nobody_knows_is_not_let_in(client, field, token):
    answer = send(client, envelope(field, *visit(field)), token)
    assert (answer.status_code, answer.json()) == (401, {"galat": "perangkat_asing"})
    services.identify(rules.SYSTEM)
    assert not Submission.objects.exists()


def test_a_session_alone_sends_nothing_and_a_token_reads_nothing(field, sign_in, client):
    assert send(sign_in(field.officer), envelope(field, *visit(field)), "").status_code == 401
    answer = client.post(reverse("verval:field_pack"), {"token": field.token}, headers={HEADER: field.token})
    assert answer.status_code == 302


def test_a_switched_off_officer_loses_nothing(client, field):
    User.objects.filter(pk=field.officer.user_id).update(is_active=False)
    answer = send(client, envelope(field, *visit(field)), field.token)
    assert (answer.status_code, answer.json()["held"]) == (201, "petugas_nonaktif")


def test_a_withdrawn_phone_loses_nothing(client, field):
    Device.objects.filter(pk=field.device.pk).update(withdrawn_at="2026-11-01T00:00:00Z")
    answer = send(client, envelope(field, *visit(field)), field.token)
    assert (answer.status_code, answer.json()["standing"]) == (201, "karantina")


def damaged(field):
    key, xml = visit(field)
    whole = envelope(field, key, xml)
    own = envelopes.public()
    plain = field_client.packed(field.token, key, xml)
    return {
        "nothing": b"",
        "no envelope": b"SLR1" + bytes(20),
        "cut": whole[:-5],
        "one bit": whole[:-1] + bytes([whole[-1] ^ 1]),
        "a key that is not there": whole[:4] + b"\x00\x63" + whole[6:],
        "closed for another use": field_client.closed(own, plain, "kunci"),
        "no head": field_client.closed(own, b"\xff\xff\xff\xff", "kiriman"),
        "sizes that lie": envelope(field, key, xml, xml_=1)
        and field_client.closed(own, plain + b"x", "kiriman"),
        "another digest": field_client.closed(
            own, plain.replace(hashlib.sha256(xml).hexdigest().encode(), b"0" * 64), "kiriman"
        ),
        "a head that is a list": field_client.closed(own, (2).to_bytes(4, "big") + b"[]", "kiriman"),
        "somebody's token": field_client.closed(own, field_client.packed("asing", key, xml), "kiriman"),
    }


def test_what_arrives_damaged_is_told_so_and_writes_nothing(client, field):
    for what, contents in damaged(field).items():
        answer = send(client, contents, field.token)
        assert answer.status_code == 422, what
        assert answer.json()["galat"] in {"amplop_rusak", "perangkat_asing"}, what
    services.identify(rules.SYSTEM)
    assert not Submission.objects.exists()


def test_what_nobody_can_read_is_kept_and_the_phone_keeps_its_own(client, field):
    answer = send(client, envelope(field, "uuid:x", b"<data><hasil>"), field.token)
    assert (answer.status_code, answer.json()) == (422, {"galat": "tidak_terbaca"})
    services.identify(rules.SYSTEM)
    assert Submission.objects.get().held == "isi_tidak_terbaca"


def test_the_key_of_drafts_opens_for_its_officer_and_for_nobody_else(field, sign_in, make_actor):
    told = json.dumps({"kunci": "ab" * 32, "petugas": field.officer.user_id}).encode()
    contents = field_client.closed(envelopes.public(), told, "kunci")

    def ask(actor):
        return sign_in(actor).post(reverse("verval:field_key"), {"amplop": SimpleUploadedFile("k", contents)})

    assert ask(field.officer).json() == {"kunci": "ab" * 32}
    assert ask(make_actor("petugas")).status_code == 403
    assert ask(make_actor("wali_data")).status_code == 403


def test_one_browser_stays_one_device_and_the_lease_is_a_week(field, sign_in):
    client = sign_in(field.officer)
    first = client.post(reverse("verval:field_pack"), {"nama": "Telepon"}).json()
    token = first["sender"]["token"]
    again = client.post(reverse("verval:field_pack"), {"nama": "Telepon", "token": token}).json()
    other = client.post(reverse("verval:field_pack"), {"nama": "Telepon", "token": "asing"}).json()
    assert again["sender"]["token"] == token != other["sender"]["token"]
    services.identify(rules.SYSTEM)
    assert Device.objects.filter(channel="halaman").count() == 2
    pack = again["pack"]
    assert {"at", "lease", "campaigns", "families", "forms", "elsewhere", "officer"} == set(pack)


def test_an_exported_file_is_taken_in_once_in_the_name_of_who_visited(field, sign_in, make_actor):
    keys = [visit(field, n) for n in range(3)]
    listed = [envelope(field, *each) for each in keys]
    whole = field_sending.EXPORTED + b"".join(len(each).to_bytes(4, "big") + each for each in listed)
    client = sign_in(make_actor("verifikator", purpose="verifikasi"))
    address = reverse("verval:field_import")
    first, again = (
        client.post(address, {"berkas": SimpleUploadedFile("k.selaras", whole)}, follow=True).content.decode()
        for _ in range(2)
    )
    assert "3 kunjungan baru, 0 sudah ada" in first
    assert "0 kunjungan baru, 3 sudah ada" in again
    services.identify(rules.SYSTEM)
    assert set(Submission.objects.values_list("user", flat=True)) == {field.officer.user_id}
    assert sign_in(field.officer).get(address).status_code == 403


@pytest.mark.parametrize("contents", [b"", b"PK\x03\x04", field_sending.EXPORTED + b"\x00\x00\x00\x09abc"])
def test_a_file_of_another_kind_is_refused_with_what_to_do(field, sign_in, make_actor, contents):
    client = sign_in(make_actor("verifikator"))
    answer = client.post(
        reverse("verval:field_import"), {"berkas": SimpleUploadedFile("k.selaras", contents)}
    )
    assert answer.status_code == 400
    assert "Minta petugas membuat berkasnya sekali lagi" in answer.content.decode()
