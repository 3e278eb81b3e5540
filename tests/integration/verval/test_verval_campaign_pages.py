"""The pages of campaigns, as their readers meet them."""

import datetime as dt
import io
import re

import campaign_ground as ground
import openpyxl
import pytest
from django.urls import reverse

from selaras.apps.accounts.services import identify
from selaras.apps.verval.models.campaigns import Assignment, Campaign, Officer, Target
from selaras.apps.verval.services import campaigns, officers
from selaras.apps.verval.services import targets as writes


@pytest.fixture
def crew(lead, make_actor):
    reference = ground.running(lead)
    people = [make_actor("petugas", scope=scope) for scope in (ground.HERE, ground.NEAR)]
    officers.add_all(campaign=reference, by=lead, per_day=6)
    return reference, people


def _page(client, name, *args, **data):
    answer = client.get(reverse(f"verval:{name}", args=args), data)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_from_the_discrepancies_to_a_launched_campaign(lead, sign_in):
    client = sign_in(lead)
    page = _page(client, "new", jenis="jumlah_anggota_beda", wilayah=ground.KECAMATAN)
    assert "Jumlah anggota berbeda" in page
    assert '<span class="figure-value">2</span>' in page
    form = {
        "tujuan": "ketidaksesuaian", "wilayah": ground.KECAMATAN, "jenis": "jumlah_anggota_beda", "title": "Anggota",
        "begins": "2026-11-23", "ends": "2026-12-20", "officers": "2", "per_day": "8", "day_rate": "150000", "do": "luncur",
    }  # fmt: skip
    answer = client.post(reverse("verval:plan"), form)
    row = Campaign.objects.get()
    assert answer["Location"] == reverse("verval:campaign", args=[row.reference])
    assert row.launch["state"] == "menunggu"
    assert campaigns.make_targets(row.pk) == 2
    assert "Bagi tugasnya" in _page(client, "campaign", row.reference)


def test_counting_again_keeps_nothing(lead, sign_in):
    first = {"tujuan": "desil_1", "wilayah": ground.KECAMATAN, "title": "x", "begins": "2026-11-23", "ends": "2026-11-24",
             "officers": "1", "per_day": "5", "day_rate": "100000", "do": "hitung"}  # fmt: skip
    answer = sign_in(lead).post(reverse("verval:plan"), first).content.decode()
    assert "Rp 400.000" in answer
    assert "Perlu 2 petugas" in answer
    assert not Campaign.objects.exists()


def test_a_plan_that_cannot_be_meant_says_why(lead, sign_in):
    form = {"tujuan": "desil_1", "wilayah": ground.KECAMATAN, "title": "x", "begins": "2026-11-23", "ends": "2026-11-20",
            "officers": "1", "per_day": "5", "day_rate": "0", "do": "simpan"}  # fmt: skip
    answer = sign_in(lead).post(reverse("verval:plan"), form).content.decode()
    assert "Hari terakhir lebih awal" in answer
    assert not Campaign.objects.exists()


def test_visits_are_shared_out_and_handed_on_by_the_pages(lead, crew, sign_in):
    reference, (one, two) = crew
    client = sign_in(lead)
    page = _page(client, "officers", reference)
    assert "Bagikan sesuai usulan" in page
    assert "+12" in page
    client.post(reverse("verval:share_out", args=[reference]))
    assert Assignment.objects.filter(until=None).count() == 20
    away = {"day": "2026-11-25", "why": "sakit"}
    client.post(reverse("verval:officer_absent", args=[reference, one.user_id]), away)
    assert Officer.objects.get(user=one.user_id).absent_from == dt.date(2026, 11, 25)
    assert Target.objects.filter(state="menunggu").count() == 12
    assert "tempat yang belum punya petugas" in _page(client, "officers", reference)
    assert two.name in _page(client, "campaign", reference)


def test_paper_and_workbook_say_the_same_in_the_order_of_the_way(lead, crew, sign_in):
    reference, (one, _two) = crew
    officers.carry_out(campaign=reference, by=lead)
    client = sign_in(lead)
    page = _page(client, "worklist", reference, one.user_id)
    names = re.findall(r"UJI KEPALA \d+", page)
    assert names == [f"UJI KEPALA {n}" for n in (3, 6, 9, 12, 1, 4, 7, 10, 2, 5, 8, 11)]
    assert "KK •••• •••• •••• 9001" in page
    answer = client.post(reverse("verval:worklist_file", args=[reference, one.user_id]))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [row[4] for row in sheet.iter_rows(min_row=2, values_only=True)] == names


def test_an_officer_meets_the_own_families_only(lead, crew, sign_in):
    reference, (one, two) = crew
    officers.carry_out(campaign=reference, by=lead)
    page = _page(sign_in(one), "mine")
    assert "UJI KEPALA 12" in page
    assert "UJI KEPALA 13" not in page
    assert sign_in(two).get(reverse("verval:targets", args=[reference])).status_code == 403
    client = sign_in(one)
    given = {"campaign": reference, "kode_desa": ground.HERE, "rt": "9"}
    assert client.post(reverse("verval:add_nearby"), given).status_code == 302
    identify(lead)
    assert Target.objects.get(keluarga=None).rt == "009"


def test_the_public_reads_rounded_figures(lead, crew, sign_in, make_actor):
    reference, _people = crew
    identify(lead)
    for row in Target.objects.filter(kode_desa=ground.HERE):
        writes.visited(target_id=row.pk, by=lead)
    exact = _page(sign_in(lead), "campaign", reference)
    assert "dari 20 keluarga desil 1" in exact
    assert '<span class="figure-value">12</span>' in exact
    public = make_actor("wali_data", scope="64.02", kind="pihak_luar")
    shown = _page(sign_in(public), "campaign", reference)
    assert "dari 20 keluarga desil 1" in shown
    assert '<span class="figure-value">10</span>' in shown
    assert "UJI" not in shown.replace("Verval uji", "").replace("Uji petik", "")
    village = _page(sign_in(public), "village", reference, ground.HERE)
    assert "kurang dari 10" in village


def test_targets_say_why_and_are_given_by_hand(lead, crew, sign_in):
    reference, (one, _two) = crew
    client = sign_in(lead)
    page = _page(client, "targets", reference)
    assert page.index("UJI KEPALA 5") < page.index("UJI KEPALA 6")
    assert "2 hal berbeda antar daftar." in page
    first = ground.targets(reference)[0]
    client.post(reverse("verval:assign", args=[reference, first.reference]), {"user": str(one.user_id)})
    assert Assignment.objects.get(until=None).user == one.user_id
    answer = client.post(
        reverse("verval:assign", args=[reference, first.reference]), {"user": "x"}, follow=True
    )
    assert "bukan petugas lapangan" in answer.content.decode()
