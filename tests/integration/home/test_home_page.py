"""The first page of each role: what waits is theirs, and nothing of others is told."""

import datetime as dt

import pytest
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.accounts.models import Agency, User
from selaras.apps.home import tasks
from selaras.apps.intake.models import Delivery, Edition
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.services import catalogue, editing, sharing


@pytest.fixture
def sent(db):
    """`sent(wilayah, state, agency)`: a delivery as if it had been read."""

    def make(wilayah: str, state: str, agency: str, name: str = "daftar.csv") -> Delivery:
        office, _ = Agency.objects.get_or_create(
            code=agency, defaults={"name": agency, "kind": "opd", "scope": wilayah}
        )
        user = User.objects.create_user(
            email=f"{name}-{agency}-{state}@uji.selaras", name="Pengirim", agency=office
        )
        with accounts.acting(access.SYSTEM):
            return Delivery.objects.create(
                wilayah=wilayah,
                agency=office,
                sent_by=user,
                name=name,
                size=1,
                sha256=name.ljust(64, "0"),
                state=state,
                title="DTKS, ekspor SIKS-NG",
            )

    return make


def test_every_role_has_a_home(any_role, make_actor, sign_in):
    answer = sign_in(make_actor(any_role)).get("/")
    assert answer.status_code == 200
    assert "Menunggu Anda" in answer.content.decode()


def test_a_steward_is_told_what_to_decide_and_a_sender_what_to_repair(sent, make_actor, sign_in):
    steward, operator = make_actor("wali_data"), make_actor("operator")
    sent("64.02", "siap", "dinsos-lain", "a.csv")
    sent("64.02.06", "tidak_layak", operator.agency, "b.csv")
    sent("64.03", "siap", "bappeda-jauh", "c.csv")
    told = sign_in(steward).get("/").content.decode()
    assert "1 kiriman menunggu keputusan Anda" in told
    told = sign_in(operator).get("/").content.decode()
    assert "1 kiriman perlu diperbaiki" in told
    assert "menunggu keputusan" not in told


def test_editions_are_told_where_they_reach(sent, make_actor, sign_in):
    near, far = sent("64.02", "diterima", "dinsos-lain", "a.csv"), sent("64.03", "diterima", "jauh", "b.csv")
    with accounts.acting(access.SYSTEM):
        for one, title in ((near, "Daftar Dekat"), (far, "Daftar Jauh")):
            Edition.objects.create(
                delivery=one,
                wilayah=one.wilayah,
                source=title[7:].lower(),
                edition="2024",
                title=title,
                file_label=one.name,
                as_of=dt.date(2024, 12, 31),
                sha256=one.sha256,
                accepted_by=one.sent_by,
            )
    village = make_actor("operator", scope="64.02.06.2001", kind="desa_kelurahan")
    told = sign_in(village).get("/").content.decode()
    assert "Daftar Dekat" in told
    assert "Daftar Jauh" not in told


def test_more_than_is_counted_is_said_to_be_more(make_actor, sign_in, monkeypatch):
    waiting = tasks.Waiting(10_001, "pasangan baris menunggu ditinjau", "", "/tinjau/", "git-merge")
    monkeypatch.setattr(tasks, "waiting", lambda actor: [waiting])
    told = sign_in(make_actor("wali_data")).get("/").content.decode()
    assert "Lebih dari 10.000 pasangan baris menunggu ditinjau" in told


@pytest.fixture
def asked(db, make_actor):
    """Two owners of programmes; the first asked the second to compare lists."""
    catalogue.seed()
    kukar = make_actor("pemilik_program")
    oikn = make_actor("pemilik_program", kind="pihak_luar", scope="64.02")
    Programme.objects.filter(code="lansia").update(agency=kukar.agency)
    Programme.objects.filter(code="satpam-ikn").update(agency=oikn.agency)
    until = timezone.localdate() + dt.timedelta(days=30)
    with accounts.acting(kukar):
        reference = sharing.propose(
            mine="lansia", other="satpam-ikn", purpose="perencanaan", basis="PKS uji", until=until, by=kukar
        )
    return kukar, oikn, reference


def _told(sign_in, actor):
    return sign_in(actor).get("/").content.decode()


def test_an_agreement_waits_for_the_side_that_was_asked_until_it_answers(asked, sign_in):
    kukar, oikn, reference = asked
    assert "1 kesepakatan menunggu jawaban Anda" in _told(sign_in, oikn)
    assert "kesepakatan menunggu" not in _told(sign_in, kukar)
    with accounts.acting(oikn):
        sharing.answer(reference=reference, agreed=False, by=oikn)
    assert "kesepakatan menunggu" not in _told(sign_in, oikn)


def test_a_rule_in_writing_waits_for_its_owner_only(asked, sign_in):
    kukar, oikn, _ = asked
    with accounts.acting(kukar):
        editing.begin(code="lansia", by=kukar)
    assert "1 rancangan aturan belum diajukan" in _told(sign_in, kukar)
    assert "rancangan aturan" not in _told(sign_in, oikn)
