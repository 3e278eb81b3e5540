"""What a meeting decided is what goes up; what it refused or put off is seen; families on no list reach it once."""

import pytest
import visited_ground as ground
from meeting_ground import PRESENT, begin, sent
from penetapan_ground import VILLAGE, reference

from selaras.apps.accounts import services as accounts
from selaras.apps.penetapan.models import Appeal, Item, PackageItem
from selaras.apps.penetapan.queries import meetings as queries
from selaras.apps.penetapan.services import appeals, meetings, packages, visits
from selaras.kernel import errors

pytestmark = pytest.mark.django_db
WHY = "warga menyebut sudah mampu"


@pytest.fixture
def field(make_actor, settings, tmp_path):
    return ground.field(make_actor, settings, tmp_path)


@pytest.fixture
def operator(make_actor):
    return make_actor("operator", scope=VILLAGE, kind="desa_kelurahan")


def close(meeting, operator, said):
    """Everybody comes, each item gets what `said` names by place, and the meeting is closed."""
    accounts.identify(operator)
    for name, capacity, signs in PRESENT:
        meetings.attend(reference=meeting.reference, name=name, capacity=capacity, signs=signs, by=operator)
    for place, (decision, reason) in said.items():
        meetings.decide(
            reference=meeting.reference, place=place, said=meetings.Said(decision, reason), by=operator
        )
    meetings.close(reference=meeting.reference, by=operator)


def packed(field, operator):
    ground.ended(field)
    accounts.identify(operator)
    return packages.make_of(campaign=field.campaign.reference, kode_desa=VILLAGE, by=operator)


def rows(package):
    found = PackageItem.objects.filter(package=package).order_by("keluarga")
    return [(each.keluarga, each.finding, each.outcome, each.reason, each.heard) for each in found]


def test_the_decision_goes_up_with_its_reason_beside_what_was_found(field, operator, sign_in):
    for number in (1, 2, 3):
        ground.visit(field, number, "layak")
    meeting = begin(operator, campaign=field.campaign.reference)
    close(
        meeting,
        operator,
        {1: ("layak", ""), 2: ("tidak_layak", WHY), 3: ("ditunda", "menunggu surat pindah")},
    )
    package = packed(field, operator)
    assert rows(package) == [
        (reference(1), "layak", "layak", "", True), (reference(2), "layak", "tidak_layak", WHY, True),
    ]  # fmt: skip
    page = sign_in(operator).get(f"/penetapan/paket/{package.reference}/").content.decode()
    assert "menurut kunjungan: layak" in page.lower()
    assert WHY in page
    left = page[page.index('id="tidak-ikut"') :]
    assert reference(3) in left
    assert "ditunda musyawarah" in left
    assert "menunggu surat pindah" in left


def test_who_was_visited_after_the_meeting_waits_for_the_next(field, operator):
    ground.visit(field, 1, "layak")
    close(begin(operator, campaign=field.campaign.reference), operator, {1: ("layak", "")})
    ground.visit(field, 2, "layak")
    package = packed(field, operator)
    assert [row[0] for row in rows(package)] == [reference(1)]
    assert [(each["keluarga"], each["why"]) for each in package.left_out] == [(reference(2), "belum_dibahas")]


def test_a_decision_against_todays_finding_without_a_reason_stays_behind(field, operator):
    ground.visit(field, 1, "layak")
    ground.visit(field, 2, "layak")
    meeting = begin(operator, campaign=field.campaign.reference)
    # The list was made when the visit said something else: then no reason was asked for.
    Item.objects.filter(meeting=meeting, place=1).update(finding="pindah")
    close(meeting, operator, {1: ("pindah", ""), 2: ("layak", "")})
    package = packed(field, operator)
    assert [row[0] for row in rows(package)] == [reference(2)]
    assert [(each["keluarga"], each["why"]) for each in package.left_out] == [(reference(1), "temuan_baru")]


def test_without_a_meeting_the_visits_speak(field, operator):
    ground.visit(field, 1, "layak")
    assert rows(packed(field, operator)) == [(reference(1), "layak", "layak", "", False)]


def test_a_changed_row_needs_a_reason(field, operator):
    ground.visit(field, 1, "layak")
    package = packed(field, operator)
    item = PackageItem.objects.get(package=package)
    with pytest.raises(errors.SelarasError) as raised:
        packages.change(item_id=item.pk, outcome="pindah", reason="", by=operator)
    assert raised.value.code == "paket_tanpa_alasan"


def test_a_family_an_officer_met_is_spoken_about_once(field, operator):
    target = ground.met(field, "SITI LUAR DAFTAR")
    meeting = begin(operator, campaign=field.campaign.reference)
    (item,) = Item.objects.filter(meeting=meeting)
    assert (item.keluarga, item.finding, item.appeal.target) == (None, "layak", target)
    (line,) = queries.lines([item], operator)
    assert (line.head, line.address, line.rt) == ("SITI LUAR DAFTAR", "gang belakang", "003")
    begin(operator, campaign=field.campaign.reference)
    assert Appeal.objects.count() == 1
    close(meeting, operator, {1: ("layak", "")})
    package = packed(field, operator)
    (row,) = PackageItem.objects.filter(package=package)
    assert (row.keluarga, row.appeal_id, row.outcome, row.finding) == (None, item.appeal_id, "layak", "layak")


def test_a_proposal_that_was_visited_is_not_written_down_again(field, operator, make_actor):
    appeals.send(sent=sent(rt="3"))
    lead = make_actor("verifikator", scope=VILLAGE, kind="desa_kelurahan")
    accounts.identify(lead)
    row = Appeal.objects.get()
    target = visits.send(reference=row.reference, campaign=field.campaign.reference, by=lead)
    ground.sent(field, target, "tidak_layak", nama_baru="KEPALA USULAN UJI", alamat_baru="gang uji")
    begin(operator, campaign=field.campaign.reference)
    assert Appeal.objects.count() == 1
    item = Item.objects.get(appeal=row)
    assert item.appeal.target == target


def test_whom_a_citizen_proposed_and_an_officer_met_is_one_proposal(field, operator):
    appeals.send(sent=sent(rt="3", about="Hj. Siti Luar Daftar"))
    appeals.send(sent=sent(2, rt="4", about="Siti Luar Daftar"))
    target = ground.met(field, "SITI LUAR DAFTAR", rt="003")
    accounts.identify(operator)
    begin(operator, campaign=field.campaign.reference)
    found = Appeal.objects.order_by("pk")
    assert [each.target for each in found] == [target, ""]
    assert Item.objects.count() == 2


def test_a_family_nobody_was_met_of_is_not_proposed(field, operator):
    ground.met(field, "RUMAH KOSONG", outcome="tidak_ditemukan")
    ground.visit(field, 1, "layak")
    begin(operator, campaign=field.campaign.reference)
    assert not Appeal.objects.exists()


def test_what_is_said_about_a_visited_family_stands_beside_its_finding(field, operator):
    ground.visit(field, 1, "layak")
    appeals.send(sent=sent(kind="sanggah", topic="masih_hidup"))
    accounts.identify(operator)
    row = Appeal.objects.get()
    appeals.link(reference=row.reference, keluarga=reference(1), by=operator)
    meeting = begin(operator, campaign=field.campaign.reference)
    (item,) = Item.objects.filter(meeting=meeting)
    assert (item.keluarga, item.appeal_id) == (reference(1), row.pk)
