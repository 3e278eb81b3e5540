"""Owners keep their programmes: described, given money in whole rupiah, told apart from others, closed."""

import datetime as dt

import pytest
from django.urls import reverse

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.programmes import editing_forms
from selaras.apps.programmes.models.catalogue import Exclusion, Funding, Programme, Rule
from selaras.apps.programmes.models.delivery import Cycle
from selaras.apps.programmes.services import catalogue, editing, keeping
from selaras.kernel import errors
from selaras.shell import trail

TOLD = {
    "name": "Kursi roda", "code": "kursi-roda", "gives": "Satu kursi roda.", "strategy": "kurangi_beban", "benefit": "barang",
    "wilayah": "64.02", "cycles": "1", "basis": "Perbup 1/2026", "documents": "KTP\n\nKK", "public": "on",
}  # fmt: skip
LINE = {
    "year": "2026",
    "line": "DPA 1.06",
    "source": "apbd_kabupaten",
    "cost": "2.400.000",
    "budget": "Rp 240.000.000",
}


@pytest.fixture
def owner(db, make_actor):
    accounts.identify(access.SYSTEM)
    catalogue.seed()
    actor = make_actor("pemilik_program")
    Programme.objects.filter(code="lansia").update(agency=actor.agency)
    return actor


def said(answer):
    return answer.content.decode()


def test_a_programme_is_made_for_the_own_agency_and_has_no_rule_yet(owner, sign_in):
    client = sign_in(owner)
    assert client.post(reverse("programmes:programme_new"), TOLD).status_code == 303
    made = Programme.objects.get(code="kursi-roda")
    assert (made.agency, made.documents, made.owner_kind) == (owner.agency, ["KTP", "KK"], "opd")
    page = said(client.get(reverse("programmes:programme", args=["kursi-roda"])))
    assert "Belum ada aturan yang berlaku." in page
    assert "belum dapat direncanakan" in page


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [("code", "lansia", "sudah dipakai program lain"), ("code", "Kursi Roda", "tiga huruf kecil"), ("code", "baru", "tiga huruf kecil"),
     ("name", "", "kosong"), ("ends", "2020-01-01", "selesai sebelum mulai"), ("wilayah", "64.72", "valid")],
)  # fmt: skip
def test_what_cannot_be_comes_back_with_a_sentence_and_makes_nothing(owner, sign_in, name, value, sentence):
    sent = {**TOLD, "begins": "2026-01-01", name: value}
    answer = sign_in(owner).post(reverse("programmes:programme_new"), sent)
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert "Satu kursi roda." in said(answer)
    assert not Programme.objects.filter(name="Kursi roda").exists()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [("cost", "-5", "kurang dari nol"), ("cost", "1.500.000,50", "memuat sen"), ("cost", "banyak", "tidak terbaca sebagai rupiah"),
     ("cost", "9" * 18, "lebih besar"), ("budget", "", "memerlukan pagu"), ("budget", "0", "memerlukan pagu"), ("cost", "0", "Isi biayanya"), ("budget", "1.000", "tidak cukup untuk satu penerima"),
     ("budget", "-1", "kurang dari nol"), ("quota", "-3", "lebih besar"), ("by_region", "64.72.01 = 4", "Baris 1"),
     ("by_region", "64.02.06 = 4\n64.02.06 = 5", "Baris 2"), ("by_region", "Tenggarong banyak", "Baris 1")],
)  # fmt: skip
def test_money_that_cannot_be_is_refused_with_a_sentence(owner, sign_in, name, value, sentence):
    sent = {**LINE, name: value}
    answer = sign_in(owner).post(reverse("programmes:fund", args=["lansia"]), sent)
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert "DPA 1.06" in said(answer)
    assert not Funding.objects.exists()


def test_quotas_of_regions_stay_within_the_whole_quota(owner, sign_in):
    sent = {**LINE, "quota": "50", "by_region": "64.02.06 = 40\n64.02.07 = 20\n64.02.06.1001 = 9"}
    answer = sign_in(owner).post(reverse("programmes:fund", args=["lansia"]), sent)
    assert "Kurangi sebanyak 10" in said(answer)
    sent["by_region"] = "64.02.06 = 30\n64.02.07 = 20"
    assert sign_in(owner).post(reverse("programmes:fund", args=["lansia"]), sent).status_code == 303
    line = Funding.objects.get()
    assert (line.cost, line.budget, line.quota) == (2_400_000, 240_000_000, 50)
    assert line.by_region == {"64.02.06": 30, "64.02.07": 20}
    again = sign_in(owner).get(reverse("programmes:fund_line", args=["lansia", line.pk]))
    assert "240.000.000" in said(again)


def test_a_service_may_have_a_quota_alone_but_never_nothing(owner, sign_in):
    Programme.objects.filter(code="lansia").update(benefit="jasa")
    client, at = sign_in(owner), reverse("programmes:fund", args=["lansia"])
    assert "tidak punya pagu dan tidak punya kuota" in said(client.post(at, {**LINE, "budget": ""}))
    assert client.post(at, {**LINE, "budget": "", "quota": "10"}).status_code == 303


def test_what_excludes_what_is_said_once_and_can_be_taken_back(owner):
    excluded = {
        "code": "lansia",
        "other": "sembako",
        "reason": "Komponen lansia sudah ada di PKH.",
        "basis": "",
    }
    keeping.exclude(**excluded, by=owner)
    with pytest.raises(errors.SelarasError, match="sudah tercatat"):
        keeping.exclude(**excluded, by=owner)
    with pytest.raises(errors.SelarasError, match="dirinya sendiri"):
        keeping.exclude(**{**excluded, "other": "lansia"}, by=owner)
    keeping.allow(code="lansia", other="sembako", by=owner)
    assert not Exclusion.objects.filter(one__code="lansia", other__code="sembako").exists()


def test_closing_waits_for_open_deliveries_and_ends_drafts(owner):
    programme = Programme.objects.get(code="lansia")
    cycle = Cycle.objects.create(
        programme=programme, build=1, title="Uji", wilayah="64.02", period="2026-11", channel="bank", amount=1, made_by=0
    )  # fmt: skip
    with pytest.raises(errors.SelarasError, match="1 penyaluran"):
        keeping.close(code="lansia", reason="Anggaran berakhir.", by=owner)
    Cycle.objects.filter(pk=cycle.pk).update(closed_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    draft = editing.begin(code="lansia", by=owner)
    with pytest.raises(errors.SelarasError, match="Alasan"):
        keeping.close(code="lansia", reason="ya", by=owner)
    keeping.close(code="lansia", reason="Anggaran berakhir.", by=owner)
    assert Rule.objects.get(pk=draft.pk).state == "ditolak"
    with pytest.raises(errors.SelarasError, match="sudah ditutup"):
        editing.begin(code="lansia", by=owner)


def test_programmes_of_others_cannot_be_touched(owner, sign_in):
    client = sign_in(owner)
    for name in ("programme_edit", "fund"):
        assert client.get(reverse(f"programmes:{name}", args=["bedah-rumah"])).status_code == 404
    assert (
        client.post(
            reverse("programmes:programme_close", args=["pkh"]), {"alasan": "salah alamat"}
        ).status_code
        == 404
    )
    with pytest.raises(trail.Refused):
        keeping.close(code="pkh", reason="salah alamat", by=owner)


@pytest.mark.parametrize("unit", ["orang", "desa"])
def test_whom_a_programme_serves_is_chosen_and_stays_once_a_rule_was_published(owner, sign_in, unit):
    client = sign_in(owner)
    assert client.post(reverse("programmes:programme_new"), {**TOLD, "unit": unit}).status_code == 303
    made = Programme.objects.get(code="kursi-roda")
    assert made.unit == unit
    accounts.identify(owner)
    told = {
        name: getattr(made, name) for name in ("name", "strategy", "benefit", "gives", "wilayah", "basis")
    }
    keeping.change(code="kursi-roda", told=keeping.Told(**told, unit="keluarga"), by=owner)
    made.refresh_from_db()
    assert made.unit == "keluarga"
    Rule.objects.create(
        programme=made, number=1, state="berlaku", valid_from=dt.date(2026, 1, 1), clauses=[], figures=[]
    )
    with pytest.raises(errors.SelarasError, match="tetap keluarga"):
        keeping.change(code="kursi-roda", told=keeping.Told(**told, unit=unit), by=owner)
    page = said(client.get(reverse("programmes:programme_edit", args=["kursi-roda"])))
    assert "disabled" in page.split('name="unit"')[1].split(">")[0]


def test_the_fields_of_a_rule_are_those_of_the_unit():
    told = {
        unit: {name for _, group in editing_forms.fields(unit)[1:] for name, _ in group}
        for unit in ("keluarga", "orang", "desa")
    }
    assert {"desil", "anggota.umur"} <= told["keluarga"]
    assert {"umur", "keluarga.desil"} <= told["orang"]
    assert "persen_desil_1" in told["desa"]
    assert told["desa"].isdisjoint({"umur", "desil"})
