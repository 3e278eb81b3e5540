"""Complaints: from citizens and counters, kept from those they are about, answered by who owns the programme, raised when late."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from selaras.apps.accounts import rules
from selaras.apps.accounts import services as accounts
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.models.complaints import Complaint, ComplaintStep
from selaras.apps.programmes.queries import complaints as queries
from selaras.apps.programmes.services import catalogue
from selaras.apps.programmes.services import complaints as services
from selaras.kernel import errors
from selaras.shell import trail

VILLAGE = "64.02.06.1001"
KEY = "kunci-formulir-uji-0000000{}"
CODE = re.compile(r"<strong>([2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4})</strong>")
TOLD = "Kami sudah memeriksa penyalurannya; uangnya dikirim ulang."


@pytest.fixture
def programmes(db):
    """The catalogue; jamban belongs to dinas-pu, pkh to nobody in the house."""
    accounts.identify(rules.SYSTEM)
    catalogue.seed()


def sent(number=1, **other):
    base = {
        "key": KEY.format(number), "programme": "pkh", "topic": "belum_sampai", "kode_desa": VILLAGE, "name": "PENGADU UJI",
        "text": "Bantuan bulan lalu belum kami terima.",
    }  # fmt: skip
    return services.Sent(**{**base, **other})


def complain(number=1, **other):
    """As a citizen; the row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('selaras.scopes', '', true)")
    services.send(sent=sent(number, **other))
    accounts.identify(rules.SYSTEM)
    return Complaint.objects.order_by("-pk").first()


def move(row, by, state="dijawab", told=TOLD, seen=1):
    accounts.identify(by)
    return services.move(reference=row.reference, what=services.Move(state, told, seen), by=by)


@pytest.fixture
def owner_of_all(make_actor):
    return make_actor("pemilik_program", scope="64.02")


@pytest.fixture
def coordinator(make_actor):
    return make_actor("penyetuju", scope="64.02")


def test_a_citizen_sends_and_reads_the_answer_by_code(programmes, owner_of_all):
    visitor = Client()
    form = {
        "key": KEY.format(3), "kode_desa": VILLAGE, "programme": "pkh", "topic": "kurang", "name": "PENGADU UJI", "contact": "",
        "text": "Yang kami terima kurang satu karung.", "consent": "on",
    }  # fmt: skip
    for _ in range(2):
        answer = visitor.post("/pengaduan/?wilayah=64.02.06", form)
        assert (answer.status_code, answer["Location"]) == (303, "/tanda-terima/")
    code = CODE.search(visitor.get("/tanda-terima/").content.decode())[1]
    accounts.identify(rules.SYSTEM)
    row = Complaint.objects.get()
    assert (row.channel, row.made_by, row.keluarga) == ("warga", 0, "")
    move(row, owner_of_all)
    page = visitor.post("/lacak/", {"kode": code}).content.decode()
    assert TOLD in page
    assert "PENGADU UJI" not in page
    assert "kurang satu karung" not in page


def test_somebody_unknown_says_nothing_of_families_and_deliveries(programmes):
    row = complain(keluarga="K0000000AAAA0", line="S001-00001-0")
    assert (row.keluarga, row.line_id) == ("", None)


@pytest.mark.parametrize("other", [
    {"topic": "karangan"}, {"kode_desa": "64.02"}, {"kode_desa": "11.01.01.2001"}, {"key": "pendek"}, {"name": "  "},
    {"text": "pendek"}, {"text": "x" * 1001}, {"programme": "tidak-ada"},
])  # fmt: skip
def test_what_is_no_complaint_is_refused_whole(programmes, other):
    with pytest.raises(errors.SelarasError) as refused:
        services.send(sent=sent(**other))
    assert refused.value.code == "pengaduan_isian_salah"
    accounts.identify(rules.SYSTEM)
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("field", ["name", "text", "contact"])
def test_sixteen_digits_are_refused_wherever_they_stand(programmes, field):
    with pytest.raises(errors.SelarasError) as refused:
        services.send(sent=sent(**{field: "NIK 6402.0641.0780.9001 milik saya"}))
    assert refused.value.code == "aduan_memuat_nik"


def test_a_programme_that_is_not_public_takes_none_from_outside(programmes):
    Programme.objects.filter(code="pkh").update(public=False)
    with pytest.raises(errors.SelarasError):
        services.send(sent=sent())


def test_what_is_said_and_by_whom_is_sealed(programmes, owner):
    row = complain()
    assert b"Bantuan" not in bytes(row.sealed)
    assert b"PENGADU" not in bytes(row.reporter)
    assert queries.said(row).name == "PENGADU UJI"


def test_the_owner_of_another_programme_neither_reads_nor_answers(programmes, owner_of_all, sign_in):
    row = complain(programme="jamban")
    client = sign_in(owner_of_all)
    assert client.get(f"/pengaduan/kiriman/{row.reference}/").status_code == 404
    with pytest.raises(trail.Refused):
        move(row, owner_of_all)


def test_what_is_said_of_an_office_goes_past_it(programmes, owner_of_all, coordinator, make_actor):
    row = complain(topic="pungutan")
    assert row.holder == "koordinator"
    village = make_actor("operator", scope=VILLAGE, kind="desa_kelurahan")
    for other in (owner_of_all, village):
        accounts.identify(other)
        assert queries.one(row.reference, other) is None
    accounts.identify(coordinator)
    assert [each.pk for each in queries.waiting(coordinator, timezone.localdate())] == [row.pk]
    assert move(row, coordinator).state == "dijawab"


def test_the_counter_sees_that_it_is_there_but_not_what_it_says(programmes, make_actor, sign_in):
    row = complain()
    page = sign_in(make_actor("operator", scope=VILLAGE, kind="desa_kelurahan")).get(
        f"/pengaduan/kiriman/{row.reference}/"
    )
    assert page.status_code == 200
    assert "PENGADU UJI" not in page.content.decode()
    assert "belum kami terima" not in page.content.decode()


def test_it_is_raised_by_hand_once(programmes, owner_of_all, coordinator):
    row = complain()
    move(row, owner_of_all, "dinaikkan", "Kami teruskan kepada koordinator kabupaten.")
    row.refresh_from_db()
    assert (row.holder, row.state) == ("koordinator", "dinaikkan")
    with pytest.raises(trail.Refused):
        move(row, owner_of_all, seen=2)
    with pytest.raises(errors.SelarasError):
        move(row, coordinator, "dinaikkan", seen=2)
    assert move(row, coordinator, seen=2).ended_at is not None


@pytest.mark.parametrize(("late", "waits"), [(7, False), (8, True)])
def test_what_is_late_waits_for_the_coordinator_too(programmes, coordinator, late, waits):
    row = complain()
    Complaint.objects.update(due=timezone.localdate() - dt.timedelta(days=late))
    accounts.identify(coordinator)
    assert queries.waiting(coordinator, timezone.localdate()).exists() is waits
    if waits:
        assert move(row, coordinator).state == "dijawab"


def test_a_step_needs_its_page_its_words_and_no_numbers(programmes, owner_of_all):
    row = complain()
    for other, code in (
        ({"seen": 0}, "aduan_langkah_salah"), ({"state": "diterima"}, "aduan_langkah_salah"), ({"told": "ya"}, "pengaduan_kabar_kurang"),
        ({"told": "Hubungi 0812 3456 7890 untuk kabarnya."}, "aduan_memuat_nomor"),
    ):  # fmt: skip
        with pytest.raises(errors.SelarasError) as refused:
            move(row, owner_of_all, **other)
        assert refused.value.code == code
    assert ComplaintStep.objects.count() == 1


def test_what_has_ended_stays(programmes, owner_of_all):
    row = complain()
    move(row, owner_of_all)
    with pytest.raises(errors.SelarasError):
        move(row, owner_of_all, "diperiksa", seen=2)


def test_the_counter_writes_down_for_a_family_of_its_village(kabupaten, make_actor, sign_in):
    from_here = make_actor("operator", scope="64.02", kind="opd")
    client = sign_in(from_here)
    form = {
        "key": KEY.format(5), "kode_desa": VILLAGE, "programme": "pkh", "topic": "lain", "name": "PENGADU UJI", "contact": "",
        "text": "Disampaikan lisan di loket kelurahan.", "consent": "on", "keluarga": "K0000000ZZZZ0", "line": "",
    }  # fmt: skip
    refused = client.post("/pengaduan/catat/?wilayah=64.02.06", form)
    assert refused.status_code == 422
    assert "Disampaikan lisan" in refused.content.decode()
    assert (
        client.post("/pengaduan/catat/?wilayah=64.02.06", {**form, "keluarga": ""})["Location"]
        == "/tanda-terima/"
    )
    wrong = client.post(
        "/pengaduan/catat/?wilayah=64.02.06",
        {**form, "key": KEY.format(6), "keluarga": "", "line": "S001-00001-0"},
    )
    assert "bukan untuk keluarga" in wrong.content.decode()
    accounts.identify(rules.SYSTEM)
    assert [(each.channel, each.made_by) for each in Complaint.objects.all()] == [
        ("kantor", from_here.user_id)
    ]


def test_the_list_has_the_late_ones_first_and_no_names(programmes, owner_of_all, sign_in):
    complain(number=1)
    late = complain(number=2)
    Complaint.objects.filter(pk=late.pk).update(due=timezone.localdate() - dt.timedelta(days=2))
    page = sign_in(owner_of_all).get("/pengaduan/antrean/").content.decode()
    assert "2 menunggu jawaban Anda; 1 lewat waktu" in page
    assert page.index(late.reference) == min(page.index(each.reference) for each in Complaint.objects.all())
    assert "PENGADU UJI" not in page
