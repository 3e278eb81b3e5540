"""The one door: once per key, nothing dropped, evidence kept, the sender's context untouched."""

import concurrent.futures
import json
from dataclasses import replace

import pytest
from django.db import connection, connections
from verval_world import field, filled

from selaras.apps.accounts import queries
from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.accounts.models import User
from selaras.apps.verval.models.campaigns import Assignment, Campaign, Instrument, Target
from selaras.apps.verval.models.submissions import Attachment, Contradiction, Observation, Submission
from selaras.apps.verval.rules import receiving
from selaras.apps.verval.services.receiving import receive
from selaras.shell import secrets


@pytest.fixture
def place(make_actor):
    accounts.identify(access.SYSTEM)
    return field(make_actor("petugas"))


def _sent(xml: bytes, **more) -> receiving.Sent:
    return receiving.Sent(xml, "odk", **more)


def test_a_submission_is_kept_sealed_and_says_what_it_says(place):
    target = place.targets[0]
    xml = filled(target.reference, lokasi="-0.4 117.0 0 5.5", nik_benar="6402064107809471")
    receipt = receive(_sent(xml), place.officer, place.device.pk)
    assert (receipt.status, receipt.standing, receipt.held) == ("diterima", "berlaku", "")
    row = Submission.objects.get(instance=receipt.instance)
    assert b"6402064107809471" not in bytes(row.xml)
    assert secrets.unseal(row.xml, table="verval_submission", row=row.instance, field="xml").encode() == xml
    seen = Observation.objects.get(submission=row)
    assert (seen.outcome, seen.lat, seen.lon, seen.accuracy, seen.keluarga) == (
        "layak",
        -0.4,
        117.0,
        5.5,
        target.keluarga,
    )
    answers = secrets.unseal(seen.answers, table="verval_observation", row=row.instance, field="answers")
    assert json.loads(answers)["nik_benar"] == "6402064107809471"
    target.refresh_from_db()
    assert target.state == "dikunjungi"


def test_the_signature_of_a_receipt_holds_for_its_key_digest_and_time(place):
    receipt = receive(_sent(filled(place.targets[0].reference)), place.officer)
    number, _, signature = receipt.signature.partition(":")
    assert secrets.signed(receipt.said, bytes.fromhex(signature), int(number))
    assert not secrets.signed(receipt.said + b".", bytes.fromhex(signature), int(number))


def test_the_same_again_is_the_same_receipt_and_adds_files(place):
    xml = filled(place.targets[0].reference, foto_depan="rumah.jpg")
    first = receive(_sent(xml), place.officer)
    assert first.missing == ("rumah.jpg",)
    again = receive(_sent(xml, files=(("rumah.jpg", b"bukan foto"),)), place.officer)
    assert again.status == "sudah_ada"
    assert again == first
    assert again.missing == ()
    assert Submission.objects.count() == Observation.objects.count() == 1
    assert Attachment.objects.get().problem == "bukan_foto"


def test_other_contents_under_a_taken_key_are_kept_beside_it(place):
    target = place.targets[0].reference
    first = receive(_sent(filled(target, instance="uuid:satu")), place.officer)
    other = filled(target, instance="uuid:satu", hasil="pindah")
    for _ in range(2):
        assert receive(_sent(other), place.officer).status == "bertentangan"
    kept = Contradiction.objects.get()
    assert kept.digest == receiving.digest(other)
    assert Submission.objects.get().digest == first.digest
    assert Observation.objects.get().outcome == "layak"


HELD = {
    "bukan_tugas": lambda place: Assignment.objects.update(until="2026-11-01T00:00Z"),
    "formulir_ditarik": lambda place: Instrument.objects.update(withdrawn_at="2026-11-01T00:00Z"),
    "formulir_asing": lambda place: Instrument.objects.update(form_id="lain"),
    "petugas_nonaktif": lambda place: User.objects.filter(pk=place.officer.user_id).update(is_active=False),
    "kampanye_selesai": lambda place: Campaign.objects.update(state="selesai"),
}


@pytest.mark.parametrize("why", HELD)
def test_what_is_not_sure_is_held_and_not_dropped(place, why):
    HELD[why](place)
    # Rights are those of the moment, as at every request.
    officer = queries.actor(place.officer.user_id) or replace(place.officer, grants=())
    receipt = receive(_sent(filled(place.targets[0].reference)), officer, place.device.pk)
    assert (receipt.status, receipt.standing, receipt.held) == ("diterima", "karantina", why)
    assert Observation.objects.get().counts is False
    place.targets[0].refresh_from_db()
    assert place.targets[0].state == "ditugaskan"


def test_a_family_of_another_region_is_held(place, make_actor):
    far = make_actor("petugas", scope="64.02.07.2001", kind="desa_kelurahan")
    receipt = receive(_sent(filled(place.targets[0].reference)), far)
    assert receipt.held == "wilayah_lain"


def test_a_family_on_no_list_gets_a_place_of_its_own(place):
    xml = filled("", kampanye=place.campaign.reference, nama_baru="KELUARGA BARU UJI")
    for _ in range(2):
        assert receive(_sent(xml), place.officer, place.device.pk).standing == "berlaku"
    met = Target.objects.get(keluarga=None)
    assert (met.campaign_id, met.kode_desa, met.state) == (place.campaign.pk, "64.02.06.1001", "dikunjungi")
    assert Observation.objects.get().target_id == Submission.objects.get().target_id == met.pk


BOMB = b'<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><data id="verval"><hasil>&b;</hasil></data>'


@pytest.mark.parametrize(
    "xml",
    [BOMB, b"", b"<data", b"\x00\xff" * 9, b"<a>" * 5000],
    ids=["bomb", "empty", "cut", "noise", "deep"],
)
def test_what_nobody_can_read_is_kept_but_not_taken_for_received(place, xml):
    for _ in range(2):
        receipt = receive(_sent(xml), place.officer)
        assert (receipt.status, receipt.held) == ("ditolak", "isi_tidak_terbaca")
    row = Submission.objects.get()
    assert (
        secrets.unseal(row.xml, table="verval_submission", row=row.instance, field="xml").encode("latin-1")
        == xml
    )
    assert not Observation.objects.exists()


def test_the_context_of_the_sender_holds_again_afterwards(place):
    accounts.identify(place.officer)
    receive(_sent(filled(place.targets[0].reference)), place.officer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('selaras.scopes'), current_setting('selaras.user')")
        assert cursor.fetchone() == ("64.02.06.1001", str(place.officer.user_id))


@pytest.mark.django_db(transaction=True)
def test_sixty_four_at_once_are_one_row_and_sixty_four_equal_receipts(make_actor):
    with accounts.acting(access.SYSTEM):
        officer = make_actor("petugas")
        place = field(officer, families=5)

    def send(xml: bytes) -> receiving.Receipt:
        try:
            return receive(_sent(xml), officer)
        finally:
            connections.close_all()

    for target in place.targets:
        xml = filled(target.reference)
        with concurrent.futures.ThreadPoolExecutor(64) as crowd:
            receipts = list(crowd.map(send, [xml] * 64))
        assert len({(r.instance, r.digest, r.at, r.standing, r.signature) for r in receipts}) == 1
        assert sorted(r.status for r in receipts) == ["diterima"] + ["sudah_ada"] * 63
    with accounts.acting(access.SYSTEM):
        assert Submission.objects.count() == Observation.objects.count() == 5
