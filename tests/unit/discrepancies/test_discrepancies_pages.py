"""Pages, worklists, lists that leave, the API."""

import io

import openpyxl
import pytest
from django.urls import reverse
from lists_that_differ import CANARY, FAR, HERE

from selaras.apps.accounts import services as accounts
from selaras.apps.accounts.models import Token
from selaras.apps.accounts.services import identify
from selaras.apps.discrepancies import export, panels, queries, rules, services
from selaras.apps.discrepancies.models import Discrepancy, Padan, Worklist
from selaras.apps.registry.models import Export
from selaras.kernel import errors
from selaras.shell import trail
from selaras.shell.panels import Page

DASHBOARD, CASES = reverse("discrepancies:dashboard"), reverse("discrepancies:cases")
HERE_ONLY = rules.Filter("64.02", "desil_beda")


def test_the_dashboard_says_of_how_many_and_on_which_day(loaded, make_actor, sign_in):
    body = sign_in(make_actor("pelihat", scope="64.02")).get(DASHBOARD).content.decode()
    assert "dari 80 keluarga di registri" in body
    assert "DTKS – P3KE" in body
    assert "22 November 2026" in body
    assert "Batas wilayah di peta ini indikatif" in body
    assert FAR not in body
    assert CASES not in body  # a pelihat is not offered what they may not open


def test_an_empty_house_teaches(db, make_actor, sign_in):
    assert "Belum ada yang dibandingkan" in sign_in(make_actor("pelihat")).get(DASHBOARD).content.decode()


def test_cases_name_the_family_and_nobody_elsewhere(loaded, make_actor, sign_in):
    client = sign_in(make_actor("operator", scope="64.02"))
    body = client.get(CASES).content.decode()
    assert "UJI ORANG 1" in body
    assert "/registri/keluarga/K000000000001/" in body
    for text in ("UJI ORANG 5", "K000000000005", "nilaijauh", "nilaientah", CANARY):
        assert text not in body
    assert client.get(CASES, {"wilayah": FAR}).status_code == 404
    assert client.get(CASES, {"jenis": "'\"><script>", "sesudah": "9" * 15}).status_code == 200


def test_a_worklist_keeps_filter_count_and_purpose(loaded, make_actor, sign_in):
    client = sign_in(make_actor("verifikator", scope="64.02.06"))
    sent = {"jenis": "desil_beda", "wilayah": "64.02.06", "title": "<b>Desil", "purpose": "verifikasi"}
    assert client.post(reverse("discrepancies:keep"), sent).status_code == 302
    row = Worklist.objects.get()
    assert (row.wilayah, row.cases, row.keluarga, row.purpose) == ("64.02.06", 2, 2, "verifikasi")
    assert "&lt;b&gt;Desil" in client.get(reverse("discrepancies:worklists")).content.decode()
    other = sign_in(make_actor("verifikator", scope="64.02.07"))
    assert "Desil" not in other.get(reverse("discrepancies:worklists")).content.decode().replace("desil", "")
    assert client.post(reverse("discrepancies:keep"), {**sent, "purpose": "iseng"}).status_code == 302
    assert Worklist.objects.count() == 1


def test_a_worklist_of_more_than_ones_region_is_refused(loaded, make_actor):
    actor = make_actor("verifikator", scope="64.02.06")
    identify(actor)
    with pytest.raises(trail.Refused):
        services.save_worklist(title="x", wanted=rules.Filter("64.02"), purpose="verifikasi", by=actor)


def test_the_list_leaves_masked_and_recorded(loaded, make_actor, sign_in):
    client = sign_in(make_actor("wali_data", scope="64.02"))
    answer = client.post(
        reverse("discrepancies:take_out"), {"form": "csv", "purpose": "verifikasi", "wilayah": "64.02"}
    )
    text = answer.content.decode("utf-8-sig")
    assert text.count("\n") == 5
    assert "Desil berbeda" in text
    for hidden in ("nilaijauh", "nilaientah", CANARY):
        assert hidden not in text
    assert Export.objects.get().rows == 4


def test_the_padan_list_carries_numbers_as_text_and_is_kept_with_its_reason(loaded, make_actor, sign_in):
    client = sign_in(make_actor("wali_data", scope="64.02"))
    sent = {"form": "xlsx", "purpose": "pemutakhiran", "wilayah": "64.02", "reason": "Padan triwulan keempat"}
    answer = client.post(reverse("discrepancies:take_out_padan"), sent)
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[0] == export.PADAN
    assert [row[0] for row in rows[1:]] == ["6402064107809001", "6402064107809002", "6402064107809003"]
    assert rows[1][2] == "'=UJI ORANG 1"
    assert (Padan.objects.get().persons, Padan.objects.get().reason) == (3, "Padan triwulan keempat")


@pytest.mark.parametrize(
    ("change", "code"), [({"purpose": ""}, "beda_tanpa_tujuan"), ({"reason": "sebab"}, "beda_tanpa_alasan")]
)
def test_no_padan_list_without_purpose_and_reason(loaded, make_actor, change, code):
    actor = make_actor("wali_data", scope="64.02")
    identify(actor)
    asked = {"purpose": "verifikasi", "reason": "Padan triwulan keempat", **change}
    with pytest.raises(errors.SelarasError) as refusal:
        services.take_out_padan(wanted=HERE_ONLY, form="csv", by=actor, **asked)
    assert refusal.value.code == code


@pytest.mark.parametrize("role", ["pelihat", "operator", "verifikator", "pemilik_program", "auditor"])
def test_only_those_who_may_take_out_and_reveal_make_a_padan_list(loaded, make_actor, role):
    actor = make_actor(role, scope="64.02")
    identify(actor)
    with pytest.raises(trail.Refused):
        services.take_out_padan(
            wanted=HERE_ONLY, form="csv", purpose="verifikasi", reason="Padan triwulan", by=actor
        )


def _token(user, giver):
    identify(giver)
    text = accounts.give_token(user_id=user.user_id, label="uji", purpose="perencanaan", days=1, by=giver)
    assert Token.objects.count() == 1
    return {"Authorization": f"Bearer {text}"}


def test_the_api_tells_what_the_pages_tell_and_no_more(loaded, make_actor, client):
    actor = make_actor("operator", scope="64.02")
    headers = _token(actor, make_actor("pengelola", scope=""))
    found = client.get("/api/v1/discrepancies/ringkasan", headers=headers).json()
    assert (found["seluruhnya"]["keluarga"], found["seluruhnya"]["dari"]) == (3, 80)
    cases = client.get("/api/v1/discrepancies/kasus?jenis=desil_beda", headers=headers).json()
    assert {each["kode_desa"] for each in cases["kasus"]} == {HERE}
    assert client.get(f"/api/v1/discrepancies/kasus?wilayah={FAR}", headers=headers).status_code == 404
    assert (
        client.get("/api/v1/discrepancies/kasus?sesudah=1234567890123456", headers=headers).status_code == 400
    )
    assert client.get("/api/v1/wilayah/64.02", headers=headers).json()["kode_bps"] == "6403"
    assert client.get("/api/v1/wilayah/94.01", headers=headers).status_code == 404
    assert client.get("/api/v1/discrepancies/ringkasan").status_code == 401


def test_a_token_of_a_viewer_gets_figures_but_no_cases(loaded, make_actor, client):
    headers = _token(make_actor("pelihat", scope="64.02"), make_actor("pengelola", scope=""))
    assert client.get("/api/v1/discrepancies/ringkasan", headers=headers).status_code == 200
    assert client.get("/api/v1/discrepancies/kasus", headers=headers).status_code == 403


def test_a_person_by_reference_masked_and_only_where_the_token_reaches(loaded, make_actor, client):
    headers = _token(make_actor("operator", scope="64.02"), make_actor("pengelola", scope=""))
    found = client.get("/api/v1/registry/orang/P000000000001", headers=headers).json()
    assert found["nik"] == "•••• •••• •••• 9001"
    assert "6402064107809001" not in str(found)
    home = client.get("/api/v1/registry/keluarga/K000000000001", headers=headers).json()
    assert [each["orang"] for each in home["anggota"]] == ["P000000000001"]
    assert client.get("/api/v1/registry/orang/P000000000005", headers=headers).status_code == 404
    assert client.get("/api/v1/registry/orang/6402064107809001", headers=headers).status_code == 400
    assert client.get("/api/v1/registry/orang/PxX", headers=headers).status_code in (404, 422)


def test_the_families_of_a_worklist_are_those_it_means_today_where_one_may_see(loaded, make_actor, as_actor):
    steward = make_actor("wali_data", scope="64.02", purpose="verifikasi")
    as_actor(steward)
    one = services.save_worklist(
        title="Desil",
        wanted=rules.Filter(wilayah="64.02", jenis="desil_beda"),
        purpose="verifikasi",
        by=steward,
    )
    some = services.save_worklist(
        title="Nama",
        wanted=rules.Filter(wilayah="64.02", jenis="nama_beda"),
        purpose="verifikasi",
        by=steward,
    )

    def meant(reference, actor):
        return [row.reference for row in queries.worklist_families(reference, actor=actor)]

    assert meant(one, steward) == ["K000000000001", "K000000000002"]
    assert meant(some, steward) == ["K000000000003"]
    Discrepancy.objects.filter(keluarga="K000000000002").update(build_to=2)
    assert meant(one, steward) == ["K000000000001"]
    stranger = make_actor("wali_data", scope="53.71", purpose="verifikasi")
    as_actor(stranger)
    assert meant(one, stranger) == meant("tidakada", stranger) == []


def test_the_page_of_a_family_tells_where_lists_disagree_about_it(loaded, make_actor):
    clerk = make_actor("operator", scope="64.02.06")
    identify(clerk)
    here = panels.of_keluarga(Page(clerk, "K000000000001", HERE))
    assert here is not None
    assert sorted(row["title"] for row in here.data["rows"]) == ["Desil berbeda", "Jumlah anggota berbeda"]
    far = panels.of_keluarga(Page(clerk, "K000000000005", FAR))
    assert far is not None
    assert far.data["rows"] == []
    assert panels.of_keluarga(Page(make_actor("pelihat"), "K000000000001", HERE)) is None
