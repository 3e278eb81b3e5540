"""What offices do with proposals and objections: whose turn it is, who may read what, and that a citizen is told."""

import datetime as dt
import threading

import pytest
from django.db import connections
from django.utils import timezone
from meeting_ground import begin, fill, planted, sent
from penetapan_ground import ELSEWHERE, VILLAGE, reference

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.audit.models import Event
from selaras.apps.penetapan.models import Appeal, AppealStep, Meeting
from selaras.apps.penetapan.queries import appeals as queries
from selaras.apps.penetapan.rules import appeals as rules
from selaras.apps.penetapan.services import appeals, meetings
from selaras.kernel import errors
from selaras.shell import trail

TOLD = "Sudah kami periksa di kantor kelurahan."
SEALED = {"kind": "sanggah", "topic": rules.OTHERS, "name": "PENYANGGAH UJI"}


def code_of(call, **values):
    with pytest.raises(errors.SelarasError) as raised:
        call(**values)
    return raised.value.code


@pytest.fixture
def office(db, make_actor):
    """Operator of the village, verifikator of the kecamatan, verifikator and operator of Dinas Sosial."""
    made = {
        "desa": make_actor("operator", scope=VILLAGE, kind="desa_kelurahan"),
        "kecamatan": make_actor("verifikator", scope="64.02.06", kind="kecamatan"),
        "dinsos": make_actor("verifikator", scope="64.02", kind="opd", duty="sosial"),
        "dinsos_operator": make_actor("operator", scope="64.02", kind="opd", duty="sosial"),
        "elsewhere": make_actor("operator", scope=ELSEWHERE, kind="desa_kelurahan"),
    }
    accounts.identify(made["dinsos"])
    return made


def received(office, **other):
    appeals.send(sent=sent(**other))
    accounts.identify(office["dinsos"])
    return Appeal.objects.latest("pk")


def move(row, actor, state="diperiksa", told=TOLD, to="", seen=1):
    accounts.identify(actor)
    return appeals.move(reference=row.reference, seen=seen, what=appeals.Move(state, told, to), by=actor)


def test_the_village_answers_and_the_days_are_kept(office):
    row = received(office)
    assert row.due == timezone.localdate() + dt.timedelta(days=rules.duty("diterima").days)
    moved = move(row, office["desa"])
    assert moved.due == timezone.localdate() + dt.timedelta(days=rules.duty("diperiksa").days)
    ended = move(row, office["desa"], "dijawab", seen=2)
    assert ended.ended_at is not None
    last = AppealStep.objects.filter(appeal=row).last()
    assert (last.told, last.by_name, last.due) == (TOLD, office["desa"].name, None)


def test_the_first_page_tells_the_office_that_holds_it_and_no_other(office, sign_in):
    received(office)
    waits = "1 usul atau sanggah menunggu kantor Anda"
    told = {name: waits in sign_in(each).get("/").content.decode() for name, each in office.items()}
    assert [name for name, said in told.items() if said] == ["desa"]


def test_no_step_is_due_later_than_the_whole():
    received_on, whole = dt.date(2026, 1, 1), dt.timedelta(days=rules.duty("").days)
    late = received_on + whole - dt.timedelta(days=3)
    assert rules.due("kunjungan", late, received_on) == received_on + whole
    assert rules.due("kunjungan", received_on + whole * 2, received_on) == received_on + whole * 2


def test_what_has_ended_stays(office):
    row = received(office)
    move(row, office["desa"], "dijawab")
    for state in rules.State:
        with pytest.raises(errors.SelarasError):
            move(row, office["desa"], state, seen=2)


def test_only_whose_turn_it_is_moves_it(office):
    row = received(office)
    for name in ("kecamatan", "dinsos", "elsewhere"):
        with pytest.raises(trail.Refused):
            move(row, office[name])
    move(row, office["desa"], "diteruskan", to="kecamatan")
    with pytest.raises(trail.Refused):
        move(row, office["desa"], seen=2)
    move(row, office["kecamatan"], "diteruskan", to="dinsos", seen=2)
    assert move(row, office["dinsos"], "dijawab", seen=3).state == "dijawab"


def test_an_old_page_moves_nothing(office):
    row = received(office)
    move(row, office["desa"])
    values = {
        "reference": row.reference,
        "seen": 1,
        "what": appeals.Move("dijawab", TOLD),
        "by": office["desa"],
    }
    assert code_of(appeals.move, **values) == "aduan_langkah_salah"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("pendek", "aduan_kabar_kurang"), ("x" * 301, "aduan_kabar_kurang"),
        ("NIK 6402064107809001 sudah diperiksa", "aduan_memuat_nomor"), ("hubungi 0812-3456-7890 saja", "aduan_memuat_nomor"),
    ],
)  # fmt: skip
def test_word_to_the_citizen_is_said_and_carries_no_number(office, told, code):
    row = received(office)
    values = {
        "reference": row.reference,
        "seen": 1,
        "what": appeals.Move("diperiksa", told),
        "by": office["desa"],
    }
    accounts.identify(office["desa"])
    assert code_of(appeals.move, **values) == code


def test_an_objection_about_others_goes_past_the_village(office):
    row = received(office, **SEALED)
    assert row.holder == "dinsos"
    opened = {
        name: rules.may_open(actor, row.kode_desa, row.holder, row.topic) for name, actor in office.items()
    }
    assert opened == {
        "desa": False, "kecamatan": False, "dinsos": True, "dinsos_operator": True, "elsewhere": False,
    }  # fmt: skip


def test_only_who_leads_at_dinas_sosial_learns_who_objects_and_it_is_kept(office, make_actor):
    row = received(office, **SEALED)
    for name in ("desa", "kecamatan", "dinsos_operator", "elsewhere"):
        accounts.identify(office[name])
        with pytest.raises(trail.Refused):
            appeals.reveal(reference=row.reference, reason="memeriksa sanggahan", by=office[name])
    accounts.identify(office["dinsos"])
    values = {"reference": row.reference, "by": office["dinsos"]}
    assert code_of(appeals.reveal, reason="", **values) == "aduan_kabar_kurang"
    assert appeals.reveal(reason="memeriksa sanggahan", **values).name == "PENYANGGAH UJI"
    accounts.identify(make_actor("auditor"))
    assert (
        Event.objects.filter(
            action="usul_sanggah_pelapor", object_id=row.reference, outcome="selesai"
        ).count()
        == 1
    )


def test_the_page_of_the_village_tells_nothing_of_a_sealed_one(office, sign_in):
    row = received(office, about="KELUARGA DITUNJUK", text="rumahnya besar sekali", **SEALED)
    for name, reads in (("desa", False), ("kecamatan", False), ("dinsos", True)):
        page = sign_in(office[name]).get(f"/usul-sanggah/{row.reference}/").content.decode()
        assert ("rumahnya besar sekali" in page) == reads, name
        assert "PENYANGGAH" not in page
    assert sign_in(office["elsewhere"]).get(f"/usul-sanggah/{row.reference}/").status_code == 404


def test_the_queue_has_the_own_ones_overdue_first(office):
    old, new = received(office, number=1), received(office, number=2)
    received(office, number=3, **SEALED)
    Appeal.objects.filter(pk=new.pk).update(due=timezone.localdate() - dt.timedelta(days=3))
    accounts.identify(office["desa"])
    assert [row.pk for row in queries.queue(office["desa"])] == [new.pk, old.pk]
    assert queries.queue(office["desa"], mine=False).count() == 3
    assert not queries.queue(office["elsewhere"], mine=False).exists()


def test_a_family_of_the_village_is_linked_and_no_other(office):
    planted()
    row = received(office)
    accounts.identify(office["desa"])
    values = {"reference": row.reference, "by": office["desa"]}
    appeals.link(keluarga=reference(1).lower(), **values)
    assert queries.linked(office["desa"]) == [reference(1)]
    for wrong in ("K000000000000", "bukan", reference(1, "P")):
        assert code_of(appeals.link, keluarga=wrong, **values) == "aduan_keluarga_lain_desa"
    appeals.link(keluarga="", **values)
    assert queries.linked(office["desa"]) == []


def test_an_office_writes_down_what_somebody_says(office):
    accounts.identify(office["desa"])
    code = appeals.record(sent=sent(), by=office["desa"])
    assert code == appeals.record(sent=sent(), by=office["desa"])
    assert [row.channel for row in queries.visible(office["desa"])] == ["kantor"]
    with pytest.raises(trail.Refused):
        appeals.record(sent=sent(kode_desa=ELSEWHERE), by=office["desa"])


@pytest.mark.django_db(transaction=True)
def test_two_close_at_once_and_one_does(make_actor, settings, tmp_path):
    settings.SELARAS_FILES = tmp_path
    operator = make_actor("operator", scope=VILLAGE, kind="desa_kelurahan")
    with accounts.acting(operator):
        appeals.send(sent=sent())
        meeting = begin(operator)
        fill(meeting, operator)
    start, told = threading.Barrier(4), []

    def close():
        try:
            start.wait()
            with accounts.acting(operator):
                meetings.close(reference=meeting.reference, by=operator)
            told.append("")
        except errors.SelarasError as error:
            told.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=close) for _each in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(told) == ["", *["musyawarah_sudah_ditutup"] * 3]
    with accounts.acting(access.SYSTEM):
        assert Meeting.objects.get().number == "001/BA-MUSKEL/2026"
