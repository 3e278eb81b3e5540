"""A musdes or muskel: who must be there, what is decided, and that nothing changes once it is closed."""

import io
import zlib

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from meeting_ground import HELD, begin, fill, planted, sent
from penetapan_ground import ELSEWHERE, VILLAGE
from PIL import Image

from selaras.apps.accounts import services as accounts
from selaras.apps.penetapan import vault
from selaras.apps.penetapan.models import Appeal, Item, Meeting
from selaras.apps.penetapan.queries import meetings as queries
from selaras.apps.penetapan.services import appeals, meetings, minutes
from selaras.kernel import errors
from selaras.shell import trail


def code_of(call, **values):
    with pytest.raises(errors.SelarasError) as raised:
        call(**values)
    return raised.value.code


@pytest.fixture
def operator(db, chain):
    accounts.identify(chain.operator)
    return chain.operator


@pytest.fixture
def meeting(operator, settings, tmp_path):
    settings.SELARAS_FILES = tmp_path
    planted()
    for number in (1, 2, 3):
        appeals.send(sent=sent(number))
    return begin(operator)


def test_the_list_holds_what_waits_in_the_village(meeting, operator):
    rows = list(queries.items(meeting))
    assert [row.place for row in rows] == [1, 2, 3]
    assert {line.head for line in queries.lines(rows, operator)} == {"KEPALA USULAN UJI"}
    assert {row.state for row in Appeal.objects.all()} == {"musyawarah"}


def test_a_village_where_nothing_waits_has_no_meeting(operator):
    values = {"kode_desa": VILLAGE, "held_on": HELD, "place": "Balai", "chair": "Lurah"}
    assert code_of(meetings.begin, plan=meetings.Plan(**values), by=operator) == "musyawarah_tanpa_bahan"


@pytest.mark.parametrize("code", ["64.02.06", "64.02.06.9999", "", "'; --"])
def test_a_meeting_is_of_one_village(operator, code):
    values = {"kode_desa": code, "held_on": HELD, "place": "Balai", "chair": "Lurah"}
    assert code_of(meetings.begin, plan=meetings.Plan(**values), by=operator) == "musyawarah_wilayah_salah"


def test_the_meeting_of_another_village_is_refused(meeting, make_actor):
    stranger = make_actor("operator", scope=ELSEWHERE, kind="desa_kelurahan")
    accounts.identify(stranger)
    said = meetings.Said("layak")
    calls = (
        lambda: meetings.begin(plan=meetings.Plan(VILLAGE, HELD, "Balai", "Lurah"), by=stranger),
        lambda: meetings.decide(reference=meeting.reference, place=1, said=said, by=stranger),
        lambda: meetings.attend(
            reference=meeting.reference, name="X", capacity="warga", signs=False, by=stranger
        ),
        lambda: meetings.close(reference=meeting.reference, by=stranger),
        lambda: minutes.add_scan(reference=meeting.reference, contents=b"", by=stranger),
    )
    for call in calls:
        with pytest.raises(trail.Refused):
            call()
    assert queries.one(meeting.reference, stranger) is None


def test_a_no_needs_its_reason(meeting, operator):
    for decision in ("tidak_layak", "ditunda"):
        said = meetings.Said(decision, "pendek")
        values = {"reference": meeting.reference, "place": 1, "said": said, "by": operator}
        assert code_of(meetings.decide, **values) == "musyawarah_tanpa_alasan"


def test_what_differs_from_the_visit_needs_its_reason(meeting, operator):
    Item.objects.filter(meeting=meeting, place=1).update(finding="pindah")
    values = {"reference": meeting.reference, "place": 1, "by": operator}
    assert code_of(meetings.decide, said=meetings.Said("layak"), **values) == "musyawarah_tanpa_alasan"
    meetings.decide(said=meetings.Said("pindah"), **values)
    assert queries.items(meeting)[0].decision == "pindah"


def test_an_unknown_decision_is_none(meeting, operator):
    values = {"reference": meeting.reference, "place": 1, "said": meetings.Said("hapus"), "by": operator}
    assert code_of(meetings.decide, **values) == "musyawarah_putusan_asing"


def test_closing_says_what_is_missing(meeting, operator):
    with pytest.raises(errors.SelarasError) as raised:
        meetings.close(reference=meeting.reference, by=operator)
    assert raised.value.code == "musyawarah_belum_lengkap"
    for part in ("kurang 5 orang", "kepala desa atau lurah", "3 hal belum diputuskan", "penanda tangan"):
        assert part in raised.value.message


@pytest.mark.parametrize("left_out", range(3))
def test_each_needed_capacity_must_be_there(meeting, operator, left_out):
    fill(meeting, operator)
    there = queries.attendees(meeting)[left_out]
    meetings.leave(reference=meeting.reference, attendee=there.pk, by=operator)
    meetings.attend(reference=meeting.reference, name="Lain", capacity="warga", signs=True, by=operator)
    assert code_of(meetings.close, reference=meeting.reference, by=operator) == "musyawarah_belum_lengkap"


def test_one_undecided_item_keeps_it_open(meeting, operator):
    fill(meeting, operator)
    Item.objects.filter(meeting=meeting, place=2).update(decision="")
    assert code_of(meetings.close, reference=meeting.reference, by=operator) == "musyawarah_belum_lengkap"
    said = meetings.Said("ditunda", "menunggu kunjungan petugas")
    meetings.decide(reference=meeting.reference, place=2, said=said, by=operator)
    meetings.close(reference=meeting.reference, by=operator)


def test_the_berita_acara_is_a_pdf_kept_under_its_hash(meeting, operator):
    fill(meeting, operator)
    closed = meetings.close(reference=meeting.reference, by=operator)
    pdf = minutes.read(row=closed, by=operator)
    assert pdf.startswith(b"%PDF-")
    assert closed.number == "001/BA-MUSKEL/2026"
    sealed = next(vault._VAULT.room(closed.reference).iterdir())
    assert sealed.name == f"{closed.pdf_sha256}.pdf"
    assert b"%PDF" not in sealed.read_bytes()


def test_who_sent_something_reads_what_was_decided(meeting, operator):
    fill(meeting, operator)
    meetings.close(reference=meeting.reference, by=operator)
    last = Appeal.objects.first().steps.last()
    assert "memutuskan: layak" in last.told


def test_a_closed_meeting_does_not_change(meeting, operator):
    fill(meeting, operator)
    closed = meetings.close(reference=meeting.reference, by=operator)
    person = queries.attendees(closed)[0].pk
    values = {"reference": closed.reference, "by": operator}
    for call, more in (
        (meetings.close, {}),
        (meetings.decide, {"place": 1, "said": meetings.Said("layak")}),
        (meetings.attend, {"name": "X", "capacity": "warga", "signs": False}),
        (meetings.leave, {"attendee": person}),
    ):
        assert code_of(call, **values, **more) == "musyawarah_sudah_ditutup"
    for change in (
        lambda: Item.objects.filter(meeting=closed).update(decision="pindah"),
        lambda: Item.objects.filter(meeting=closed).delete(),
        lambda: closed.attendees.create(kode_desa=VILLAGE, name="X", capacity="warga"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_correction_is_another_meeting_with_the_same_list(meeting, operator):
    values = {
        "kode_desa": VILLAGE,
        "held_on": HELD,
        "place": "Balai",
        "chair": "Lurah",
        "corrects": meeting.reference,
    }
    assert code_of(meetings.begin, plan=meetings.Plan(**values), by=operator) == "musyawarah_rujukan_salah"
    fill(meeting, operator)
    meetings.close(reference=meeting.reference, by=operator)
    again = begin(operator, corrects=meeting.reference)
    assert [row.appeal_id for row in queries.items(again)] == [
        row.appeal_id for row in queries.items(meeting)
    ]
    assert {row.decision for row in queries.items(again)} == {""}
    assert queries.corrected_by(meeting) == again


def _picture(kind):
    out = io.BytesIO()
    Image.new("RGB", (40, 60), "white").save(out, kind)
    return out.getvalue()


def _pdf(inside=b""):
    return b"%PDF-1.7\n1 0 obj<<" + inside + b">>endobj\n%%EOF"


@pytest.fixture
def closed(meeting, operator):
    fill(meeting, operator)
    return meetings.close(reference=meeting.reference, by=operator)


@pytest.mark.parametrize("contents", [_picture("JPEG"), _picture("PNG"), _pdf()])
def test_the_signed_paper_comes_back_once(closed, operator, sign_in, contents):
    digests = {
        minutes.add_scan(reference=closed.reference, contents=contents, by=operator) for _turn in range(2)
    }
    row = Meeting.objects.get(pk=closed.pk)
    assert [each["sha256"] for each in row.scan["files"]] == list(digests)
    kind, kept = minutes.scan(row=row, number=0, by=operator)
    assert kept.startswith(b"%PDF" if kind == "pdf" else b"\xff\xd8")
    assert minutes.scan(row=row, number=1, by=operator) is None
    answer = sign_in(operator).get(reverse("penetapan:meeting_scan", args=[closed.reference, 0]))
    assert (answer.content, answer["Content-Security-Policy"]) == (kept, "sandbox; default-src 'none'")


_PACKED = b"stream\n" + zlib.compress(b"<</S/JavaScript/JS(app.alert(1))>>") + b"\nendstream"


@pytest.mark.parametrize(
    ("contents", "refusal"),
    [
        (b"", "pindaian_bukan_gambar"),
        (b"MZ" * 100, "pindaian_bukan_gambar"),
        (b"<svg onload='alert(1)'/>", "pindaian_bukan_gambar"),
        (_picture("JPEG")[:80], "pindaian_bukan_gambar"),
        (_picture("GIF"), "pindaian_bukan_gambar"),
        (b"%PDF-1.7 cut off", "pindaian_bukan_gambar"),
        (_pdf(b"/OpenAction 2 0 R"), "pindaian_berisi_perintah"),
        (_pdf(b"/J#61vaScript (x)"), "pindaian_berisi_perintah"),
        (_pdf(_PACKED), "pindaian_berisi_perintah"),
        (_pdf(b"/Encrypt 5 0 R"), "pindaian_berisi_perintah"),
        (b"%PDF-" + b"x" * 10_000_001, "pindaian_terlalu_besar"),
    ],
    ids=lambda each: each if isinstance(each, str) else str(len(each)),
)
def test_what_is_no_paper_is_refused(closed, operator, contents, refusal):
    values = {"reference": closed.reference, "contents": contents, "by": operator}
    assert code_of(minutes.add_scan, **values) == refusal
    assert Meeting.objects.get(pk=closed.pk).scan == {}


def test_an_open_meeting_takes_no_paper(meeting, operator):
    values = {"reference": meeting.reference, "contents": _pdf(), "by": operator}
    assert code_of(minutes.add_scan, **values) == "musyawarah_belum_ditutup"
