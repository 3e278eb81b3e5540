"""A family reads where it stands by the code of a ticket, and nobody else does; what it objects to goes the right way."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from selaras.apps.accounts import rules
from selaras.apps.accounts import services as accounts
from selaras.apps.audit.models import Event
from selaras.apps.penetapan.models import Appeal, Knock
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.models.complaints import Complaint, Ticket
from selaras.apps.programmes.models.delivery import Cycle, Line
from selaras.apps.programmes.queries import family, own_check
from selaras.apps.programmes.rules import delivery as numbering
from selaras.apps.programmes.services import tickets
from selaras.apps.registry.models import Keluarga, Person
from selaras.engine.eligibility.answering import Outcome

CODE = re.compile(r"<strong>([2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4})</strong>")
KEY = "kunci-formulir-uji-0000000{}"


def house():
    """Reads everything, the trail too."""
    accounts.identify(rules.SYSTEM)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('selaras.audit', '*', true)")


@pytest.fixture
def somebody(kabupaten):
    """A family of a known village to whom a programme does not fit, with its answer."""
    house()
    for row in Keluarga.objects.filter(build_to=None, desil__gt=5, kode_desa__startswith="64.02.").order_by(
        "pk"
    )[:20]:
        answer = family.answer(row.reference, rules.SYSTEM, timezone.localdate())
        if answer.of(Outcome.TIDAK_LAYAK):
            return row
    raise AssertionError("no family to ask about")


@pytest.fixture
def card(somebody, make_actor):
    """A ticket of that family; its code."""
    by = make_actor("operator", scope=somebody.kode_desa, kind="desa_kelurahan")
    accounts.identify(by)
    return tickets.issue(keluarga=somebody.reference, by=by)


@pytest.fixture
def visitor():
    return Client()


def opened(visitor, code):
    return visitor.post("/cek/", {"kode": code}, follow=True)


def secrets_of(row):
    """What must stand in no answer: names, numbers, references, the place."""
    house()
    members = list(Person.objects.filter(keluarga=row.reference, build_to=None))
    found = {
        row.reference,
        row.kode_desa,
        *(p.reference for p in members),
        *(p.nama for p in members if p.nama),
    }
    return {each for each in found | {f"•••• {p.nik_tail}" for p in members if p.nik_tail} if each}


def test_the_code_opens_the_own_standing_with_reasons_and_nobodys_name(visitor, card, somebody):
    led = visitor.post("/cek/", {"kode": card.lower()})
    assert (led.status_code, led["Location"]) == (303, "/cek/hasil/")
    page = visitor.get("/cek/hasil/").content.decode()
    assert "Tidak memenuhi syarat" in page
    assert "Menurut data kami" in page
    assert [word for word in secrets_of(somebody) if word in page] == []
    house()
    assert Ticket.objects.get().looked == 1
    assert Event.objects.filter(action="cek_lihat", object_id=somebody.reference).count() == 1


def test_health_is_not_told_to_whoever_holds_the_card(visitor, card, somebody):
    page = opened(visitor, card).content.decode()
    assert "Tidak ditampilkan di sini" in page
    house()
    with tickets.opened(Ticket.objects.get(), rules.SYSTEM) as reader:
        found = own_check.standing(somebody.reference, reader, timezone.localdate())
    told = {each.code: each.place for each in found}
    assert told["disabilitas"] in ("tertutup", "tidak")


def wrong(visitor, text):
    with CaptureQueriesContext(connection) as asked:
        answer = visitor.post("/cek/", {"kode": text})
    body = re.sub(r'value="[^"]*"|nonce="[^"]*"|"X-CSRFToken": ?"[^"]*"', "", answer.content.decode())
    return answer.status_code, body, len(asked)


def test_unknown_old_and_broken_codes_are_one_answer(visitor, card, somebody):
    house()
    Ticket.objects.update(expires=timezone.localdate() - dt.timedelta(days=1))
    visitor.get("/cek/")
    first = wrong(visitor, "2345-6789-ABCD")
    assert first[0] == 200
    assert wrong(visitor, card) == first
    assert wrong(visitor, "bukan kode")[1] == first[1]
    assert wrong(visitor, "'; DROP TABLE programmes_ticket; --")[1] == first[1]


def test_guessing_is_stopped_and_told_once(visitor, card, somebody):
    for number in range(20):
        assert visitor.post("/cek/", {"kode": f"{number:02d}"}).status_code == 200
    assert visitor.post("/cek/", {"kode": "99"}).status_code == 429
    # The right code too: who guesses learns nothing by it.
    assert visitor.post("/cek/", {"kode": card}).status_code == 429
    house()
    assert Event.objects.filter(action="lacak_batas").count() == 1
    assert {bytes(row.who) for row in Knock.objects.all()} & {card.encode()} == set()


def test_without_the_card_there_is_no_answer_and_a_forged_cookie_is_none(visitor, card):
    assert "Kode pada kartu cek" in visitor.get("/cek/hasil/").content.decode()
    visitor.cookies["cek"] = "bukan-kartu"
    assert "Kode pada kartu cek" in visitor.get("/cek/hasil/").content.decode()
    assert "Kode pada kartu cek" in visitor.get("/cek/keberatan/pkh/").content.decode()
    assert "Kode pada kartu cek" in objects(visitor, "pkh").content.decode()
    house()
    assert not Complaint.objects.exists()


def test_a_new_card_ends_the_old_one(visitor, card, somebody, make_actor):
    by = make_actor("operator", scope=somebody.kode_desa, kind="desa_kelurahan")
    accounts.identify(by)
    fresh = tickets.issue(keluarga=somebody.reference, by=by)
    assert "tidak berlaku" in opened(visitor, card).content.decode()
    assert "Hasil untuk keluarga Anda" in opened(visitor, fresh).content.decode()


def test_the_code_is_kept_nowhere_and_gives_no_other_family(visitor, card, somebody, owner):
    rows = owner.execute("SELECT * FROM programmes_ticket").fetchall()
    assert card not in repr(rows)
    opened(visitor, card)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('selaras.scopes', true), current_setting('selaras.kode', true)"
        )
        assert cursor.fetchone() == ("", "")


def test_a_counter_elsewhere_gives_no_card(somebody, make_actor, sign_in):
    there = make_actor("operator", scope="64.03.01.2001", kind="desa_kelurahan")
    assert sign_in(there).post(f"/kartu-cek/{somebody.reference}/").status_code == 404
    house()
    assert not Ticket.objects.exists()


def test_the_counter_prints_the_card_once(somebody, make_actor, sign_in):
    client = sign_in(make_actor("operator", scope=somebody.kode_desa, kind="desa_kelurahan"))
    page = client.post(f"/kartu-cek/{somebody.reference}/", follow=True).content.decode()
    code = CODE.search(page)[1]
    assert [word for word in secrets_of(somebody) if word in page and word != somebody.kode_desa] == []
    assert "Hasil untuk keluarga Anda" in opened(Client(), code).content.decode()


def objects(visitor, programme, **other):
    form = {
        "key": KEY.format(1), "topic": "putusan", "text": "Atap kami bocor dan kami tidak punya pekerjaan.", "name": "WARGA UJI",
        "contact": "", "consent": "on", **other,
    }  # fmt: skip
    return visitor.post(f"/cek/keberatan/{programme}/", form)


def test_about_the_data_it_goes_as_an_objection_with_its_family(visitor, card, somebody):
    opened(visitor, card)
    answer = objects(visitor, "pkh", topic="desil_keliru")
    assert (answer.status_code, answer["Location"]) == (303, "/tanda-terima/")
    house()
    row = Appeal.objects.get()
    assert (row.topic, row.keluarga, row.kode_desa, row.channel) == (
        "desil_keliru", somebody.reference, somebody.kode_desa, "warga",
    )  # fmt: skip
    assert not Complaint.objects.exists()


def test_about_the_programme_it_goes_as_a_complaint_and_the_answer_is_read_at_the_same_door(
    visitor, card, somebody, make_actor, sign_in
):
    opened(visitor, card)
    assert objects(visitor, "pkh").status_code == 303
    assert objects(visitor, "pkh").status_code == 303
    code = CODE.search(visitor.get("/tanda-terima/").content.decode())[1]
    house()
    row = Complaint.objects.get()
    assert (row.keluarga, row.channel, row.holder, row.state) == (
        somebody.reference,
        "kartu",
        "pemilik",
        "diterima",
    )
    assert b"bocor" not in bytes(row.sealed)
    client = sign_in(make_actor("pemilik_program", scope="64.02"))
    page = client.get(f"/pengaduan/kiriman/{row.reference}/").content.decode()
    assert "Atap kami bocor" in page
    told = "Kami sudah datang dan mencatat atapnya; data Anda dinilai ulang."
    client.post(f"/pengaduan/kiriman/{row.reference}/langkah/", {"seen": 1, "state": "dijawab", "told": told})
    shown = visitor.post("/lacak/", {"kode": code}).content.decode()
    assert told in shown
    assert "WARGA UJI" not in shown


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"text": "NIK saya 6402 0641 0780 9001 keliru"}, "16 angka"), ({"name": "6402064107809001"}, "16 angka"),
        ({"topic": "karangan"}, "karangan"), ({"text": "pendek"}, "10"), ({"consent": ""}, "wajib"), ({"topic": "belum_sampai"}, "belum_sampai"),
    ],
)  # fmt: skip
def test_what_cannot_be_sent_is_refused_and_kept_on_the_page(visitor, card, other, said):
    opened(visitor, card)
    answer = objects(visitor, "pkh", **other)
    assert answer.status_code == 422
    if "text" not in other:
        assert "Atap kami bocor" in answer.content.decode()
    house()
    assert not Complaint.objects.exists()
    assert not Appeal.objects.exists()


def test_html_stays_text(visitor, card, make_actor, sign_in):
    opened(visitor, card)
    objects(visitor, "pkh", text="<script>alert(1)</script> atap bocor", name="<b>x</b>")
    house()
    row = Complaint.objects.get()
    client = sign_in(make_actor("pemilik_program", scope="64.02"))
    page = client.get(f"/pengaduan/kiriman/{row.reference}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_family_that_moved_reads_that_and_nothing_else(visitor, card, somebody):
    house()
    Keluarga.objects.filter(reference=somebody.reference).update(kode_desa="64.03.01.2001")
    page = opened(visitor, card).content.decode()
    assert "sedang berubah" in page
    assert "Tidak memenuhi syarat" not in page


@pytest.fixture
def school(kabupaten):
    """A family two of whose children were to get PIP, one of whom has it and the other's came back; their lines."""
    house()
    today = timezone.localdate()
    rows = Keluarga.objects.filter(build_to=None, kode_desa__startswith="64.02.").order_by("pk")
    children = Person.objects.filter(build_to=None, hubungan="anak")
    row = next(each for each in rows if children.filter(keluarga=each.reference).count() > 1)
    cycle = Cycle.objects.create(
        programme=Programme.objects.get(code="pip"), build=kabupaten, title="PIP uji", wilayah="64.02", period=f"{today.year}",
        channel="bank", amount=450_000, state="dibekukan", made_by=0, frozen_by=0, frozen_at=timezone.now(),
    )  # fmt: skip
    some = list(children.filter(keluarga=row.reference).order_by("reference")[:2])
    return row, [
        Line.objects.create(
            cycle=cycle, number=numbering.number(cycle.pk, n), keluarga=row.reference, person=each.reference,
            kode_desa=row.kode_desa, amount=450_000, state=state, build=kabupaten,
        )
        for n, (each, state) in enumerate(zip(some, ("dibayar", "kembali"), strict=True), start=1)
    ]  # fmt: skip


def test_each_child_has_a_line_and_a_complaint_is_about_the_one_that_was_meant(visitor, school, make_actor):
    row, (paid, back) = school
    by = make_actor("operator", scope=row.kode_desa, kind="desa_kelurahan")
    accounts.identify(by)
    code = tickets.issue(keluarga=row.reference, by=by)
    page = opened(visitor, code).content.decode()
    assert all(f"nomor penyaluran {each.number}" in page for each in (paid, back))
    # What came back goes first: somebody has to do something about it.
    assert "Sudah disalurkan, tetapi kembali" in page
    assert "Untuk 2 anggota keluarga" in page
    assert [word for word in secrets_of(row) if word in page] == []
    form = visitor.get("/cek/keberatan/pip/").content.decode()
    assert "Penyaluran yang mana?" in form
    objects(visitor, "pip", topic="belum_sampai", line="S999-00001-0")
    house()
    assert not Complaint.objects.exists()
    assert objects(visitor, "pip", topic="belum_sampai", line=back.number).status_code == 303
    house()
    assert Complaint.objects.get().line_id == back.pk
