"""The supervisor's page: who needs a look, which visits, agreement with back-checks, the workbook, photos."""

import datetime as dt
import io

import openpyxl
import pytest
from PIL import Image
from verval_world import field, filled

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.verval.models.campaigns import Assignment, Campaign, Target
from selaras.apps.verval.models.submissions import Attachment, Observation
from selaras.apps.verval.queries import quality
from selaras.apps.verval.rules import receiving
from selaras.apps.verval.services.receiving import receive
from selaras.apps.wilayah import queries as wilayah

FAR = "-0.9 116.2 0 5"


def _photo(name: str = "rumah.jpg") -> tuple[str, bytes]:
    room = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(room, "JPEG")
    return name, room.getvalue()


@pytest.fixture
def place(make_actor):
    accounts.identify(access.SYSTEM)
    found = field(make_actor("petugas"), families=14)
    Campaign.objects.filter(pk=found.campaign.pk).update(launched_at="2026-11-19T00:00Z")
    return found


@pytest.fixture
def leader(make_actor):
    return make_actor("verifikator")


def _send(place, number: int, *files: tuple[str, bytes], by=None, **answers: str) -> Observation:
    target = place.targets[number]
    sent = receiving.Sent(filled(target.reference, **answers), "odk", files=files)
    receipt = receive(sent, by or place.officer)
    return Observation.objects.select_related("submission").get(submission__instance=receipt.instance)


def test_a_visit_is_marked_when_it_comes_in_and_never_refused(place):
    seen = _send(place, 0, lokasi=FAR)
    assert seen.counts
    assert seen.flags["di_luar_desa"] > 10_000
    ring = wilayah.outline(place.targets[0].kode_desa)[0][0]
    assert ring, "the village of the tests has an outline"
    assert "di_luar_desa" not in _send(place, 1, lokasi=f"{ring[0][1]} {ring[0][0]} 0 5").flags


def test_a_sheet_of_paper_has_neither_place_nor_clock(place):
    target = place.targets[0].reference
    receive(receiving.Sent(filled(target, lokasi=FAR), "kertas"), place.officer)
    assert Observation.objects.get().flags == {}


def test_marks_beside_other_visits_do_not_depend_on_what_came_first(place, leader):
    for number in (0, 1):
        _send(place, number, _photo(), foto_depan="rumah.jpg", catatan=str(number))
    seen = {
        each.target: {mark.code for mark in each.marks} for each in quality.visits(leader, place.campaign)
    }
    assert all("foto_sama" in marks for marks in seen.values())
    [officer] = quality.officers(quality.visits(leader, place.campaign))
    assert (officer.visits, officer.marked) == (2, 2)


def _back_check(place, checker: access.Actor, number: int, **answers: str) -> None:
    first = place.targets[number]
    again = Target.objects.create(
        campaign=place.campaign, keluarga=first.keluarga, kode_desa=first.kode_desa, state="ditugaskan", checks=first
    )  # fmt: skip
    Assignment.objects.create(target=again, kode_desa=first.kode_desa, user=checker.user_id, made_by=1)
    receive(receiving.Sent(filled(again.reference, **answers), "odk"), checker)


def test_agreement_is_of_the_visit_and_its_back_check(place, leader, make_actor):
    checker = make_actor("petugas")
    for number in range(12):
        outcome = "layak" if number % 2 else "tidak_layak"
        _send(place, number, hasil=outcome)
        _back_check(place, checker, number, hasil="layak" if number < 2 else outcome)
    fields, people = quality.agreed(leader, place.campaign)
    found = {each.name: each.result for each in fields}["hasil"]
    assert (found.n, found.same) == (12, 11)
    assert found.kappa == pytest.approx(1 - (1 / 12) / 0.5)
    assert [each.result.n for each in people] == [12]


def test_the_page_names_what_needs_a_look_and_the_workbook_holds_the_same(place, leader, sign_in):
    seen = _send(place, 0, lokasi=FAR)
    _send(place, 1)
    client, reference = sign_in(leader), place.campaign.reference
    page = client.get(f"/verval/mutu/?kampanye={reference}").content.decode()
    assert "meter di luar batas desa" in page
    assert f"/verval/kunjungan/{seen.submission_id}/" in page
    book = openpyxl.load_workbook(
        io.BytesIO(client.post("/verval/mutu/berkas/", {"kampanye": reference}).content)
    )
    assert book.sheetnames == ["Petugas", "Kunjungan", "Uji petik"]
    assert [row[0].value for row in book["Kunjungan"].iter_rows(min_row=2)] == [str(seen.submission_id)]
    visits = [row[1].value for row in book["Petugas"].iter_rows(min_row=2)]
    assert sum(visits) == 2


def test_another_mark_narrows_the_list_and_not_the_figures(place, leader, sign_in):
    seen = _send(place, 0, lokasi=FAR)
    page = (
        sign_in(leader).get(f"/verval/mutu/?kampanye={place.campaign.reference}&tanda=malam").content.decode()
    )
    assert f"/verval/kunjungan/{seen.submission_id}/" not in page
    assert "Tidak ada kunjungan dengan tanda itu" in page


def test_a_photo_is_for_who_leads_there_only(place, leader, sign_in, make_actor):
    _send(place, 0, _photo(), foto_depan="rumah.jpg")
    number = Attachment.objects.get().pk
    answer = sign_in(leader).get(f"/verval/foto/{number}/")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "private, no-store"
    assert (
        sign_in(make_actor("verifikator", scope="64.02.07")).get(f"/verval/foto/{number}/").status_code == 404
    )


def test_what_is_no_photo_is_kept_and_handed_out_as_a_file(place, leader, sign_in):
    _send(place, 0, ("rumah.jpg", b"<script>alert(1)</script>"), foto_depan="rumah.jpg")
    answer = sign_in(leader).get(f"/verval/foto/{Attachment.objects.get().pk}/")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"].startswith("sandbox;")


def test_a_clock_three_days_off_is_told_and_the_visit_counts(place):
    target = place.targets[0].reference
    sent = dt.datetime.now(dt.UTC) + dt.timedelta(days=3)
    receive(receiving.Sent(filled(target), "odk", device_sent=sent), place.officer)
    seen = Observation.objects.get()
    assert seen.counts
    assert seen.flags["jam_meleset"] == pytest.approx(72, abs=0.1)
