"""Pages of plans: asked for, compared, changed by hand, decided by somebody else, taken out; bad input is answered with a sentence."""

import io
import re

import openpyxl
import plan_ground as ground
import pytest
from django.urls import reverse

from selaras.apps.accounts import services as accounts
from selaras.apps.programmes.models.allocation import Award, Plan
from selaras.apps.programmes.queries import plans as reading
from selaras.apps.programmes.services import plan_solving
from selaras.apps.registry.models import Person


@pytest.fixture
def planner(kabupaten, make_actor):
    ground.money()
    return ground.coordinator(make_actor)


def form(client) -> dict[str, object]:
    """What the page of a new plan sends as it stands."""
    page = client.get(reverse("programmes:plan_new"), {"wilayah": "64.02", "tahun": ground.YEAR})
    told = page.context["form"].initial | page.context["weights"].initial | {"wilayah": "64.02"}
    for row in page.context["rows"]:
        told |= {f"{name}_{row.code}": text for name, text in row.said.items()}
        told |= {f"pakai_{row.code}": "1"} if row.chosen else {}
    return told


def asked(client, **more):
    return client.post(reverse("programmes:plan_make"), form(client) | more)


def said(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def reckoned(planner) -> list[Plan]:
    rows = list(Plan.objects.order_by("id"))
    for row in rows:
        plan_solving.solve(row.pk)
        accounts.identify(planner)
    return list(Plan.objects.order_by("id"))


def test_four_scenarios_are_asked_for_reckoned_and_compared(planner, sign_in):
    client = sign_in(planner)
    answer = asked(client)
    rows = Plan.objects.all()
    assert (answer.status_code, rows.count()) == (302, 4)
    assert "menunggu giliran" in said(client.get(answer["Location"]))
    done = reckoned(planner)
    assert {each.progress["state"] for each in done} == {"selesai"}
    page = said(client.get(answer["Location"]))
    assert "Desil 1 dahulu: siapa naik, siapa turun" in page
    assert "pembanding" in page
    more = next(each for each in done if each.scenario == "tambah")
    assert more.result["value"] > done[0].result["value"]
    drill = reverse("programmes:plan_moved", args=[done[0].reference, more.reference])
    assert "Keluarga yang naik" in said(client.get(drill))
    own = reverse("programmes:plan", args=[done[0].reference])
    page = said(client.get(own))
    assert "dari nilai terbaik yang mungkin" in page
    assert "sejuta rupiah lagi menambah nilai" in page


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"anggaran_pkh": "-5"}, "kurang dari nol"),
        ({"anggaran_pkh": "Rp 1.500,50"}, "pecahan rupiah"),
        ({"biaya_pkh": "seratus"}, "bukan angka"),
        ({"kuota_pkh": "2,5"}, "bukan angka"),
        ({"bobot_pkh": "-1"}, "Ada angka pada"),
        ({"anggaran_pkh": "", "kuota_pkh": ""}, "tidak punya anggaran dan tidak punya kuota"),
        ({"jatah_pkh": "64.02.99 = 4"}, "tidak terbaca sebagai kode wilayah"),
        ({"jatah_pkh": "64.02.06 = 4", "jatah_sembako": "64.02.06.1002 = 4"}, "tingkat yang berbeda"),
        ({"lantai_desa": "94.01.01.1001 = 2"}, "bukan desa di wilayah rencana ini"),
        ({"paling": "0"}, "belum benar"),
        ({f"desil_{n}": "0" for n in range(11)}, "tidak boleh nol semua"),
        ({"judul": ""}, "belum benar"),
        ({"tahun": "2026x"}, "belum benar"),
    ],
)  # fmt: skip
def test_bad_input_is_answered_with_a_sentence_and_nothing_is_made(planner, sign_in, more, sentence):
    answer = asked(sign_in(planner), **more)
    assert answer.status_code == 400
    assert sentence in said(answer)
    assert not Plan.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "part"), [("desil_1", "-4", "Bobot kebijakan"), ("persen", "0", "Batas bawah desa")]
)
def test_a_part_that_is_folded_opens_where_something_in_it_is_wrong(
    planner, sign_in, field, value, part
) -> None:
    def opened(answer):
        parts = re.findall(r"<details([^>]*)><summary[^>]*>([^<]*)", answer.content.decode())
        return [title for told, title in parts if "open" in told]

    client = sign_in(planner)
    assert not [each for each in opened(client.get(reverse("programmes:plan_new"))) if each.startswith(part)]
    assert [each for each in opened(asked(client, **{field: value})) if each.startswith(part)]


def test_no_programme_at_all(planner, sign_in):
    client = sign_in(planner)
    told = {name: text for name, text in form(client).items() if not name.startswith("pakai_")}
    answer = client.post(reverse("programmes:plan_make"), told)
    assert "belum memuat satu program pun" in said(answer)


def test_a_floor_nobody_can_hold_says_which_village_and_by_how_much(planner, sign_in):
    client = sign_in(planner)
    village = Person.objects.filter(build_to=None).exclude(kode_desa=None).first().kode_desa
    asked(client, lantai_desa=f"{village} = 500", skenario=["dasar"])
    row = reckoned(planner)[0]
    assert (row.progress["state"], row.progress["error"]) == ("gagal", "rencana_lantai_desa")
    told = row.progress["params"]
    assert int(told["lantai"]) - int(told["ada"]) == int(told["kurang"])
    assert f"harus melayani sekurangnya 500 keluarga, tetapi hanya {told['ada']} yang layak" in said(
        client.get(reverse("programmes:plan", args=[row.reference]))
    )


def test_floors_above_all_quotas_say_by_how_much(planner, sign_in):
    client = sign_in(planner)
    few = {f"anggaran_{code}": "" for code in ground.MONEY} | {f"kuota_{code}": "1" for code in ground.MONEY}
    asked(client, lantai="3", skenario=["dasar"], **few)
    row = reckoned(planner)[0]
    assert row.progress["state"] == "gagal"
    assert row.progress["error"] in ("alokasi_lantai_melebihi_kuota", "rencana_lantai_wilayah")
    assert int(row.progress["params"]["kurang"]) > 0


def test_a_planner_of_one_agency_plans_only_its_own_programmes(kabupaten, make_actor, sign_in):
    ground.money()
    other = make_actor("pemilik_program")
    client = sign_in(other)
    page = client.get(reverse("programmes:plan_new"))
    codes = {row.code for row in page.context["rows"]}
    assert "pkh" in codes
    assert "jamban" not in codes
    told = form(client) | {
        "pakai_jamban": "1",
        "biaya_jamban": "1",
        "anggaran_jamban": "10",
        "kuota_jamban": "",
        "bobot_jamban": "1",
    }
    client.post(reverse("programmes:plan_make"), told)
    assert all("jamban" not in {s["code"] for s in each.settings["shares"]} for each in Plan.objects.all())


@pytest.fixture
def plan(planner):
    return ground.made(planner)[0]


def test_one_family_is_told_why_not_and_what_it_would_take(planner, plan, sign_in):
    waiting = Award.objects.filter(plan=plan, given=False, place__gt=0).order_by("-place").first()
    client = sign_in(planner)
    page = said(client.get(reverse("programmes:plan_family", args=[plan.reference, waiting.keluarga])))
    assert "Tidak dilayani:" in page
    assert f"terlayani bila kuota +{waiting.place}" in page


def test_the_way_from_two_overrides_to_the_decree_on_pages(planner, plan, make_actor, sign_in):
    office, approver = sign_in(planner), ground.coordinator(make_actor, "penyetuju")
    out = Award.objects.filter(plan=plan, given=True, programme__code="pkh").first()
    into = reading.queue(plan, out.programme)[0]
    for award, give in ((out, "0"), (into, "1")):
        change = reverse("programmes:plan_change", args=[plan.reference, award.pk])
        short = office.post(change, {"beri": give, "alasan": "kurang"}, follow=True)
        assert "Alasannya belum ditulis" in said(short)
        done = office.post(change, {"beri": give, "alasan": ground.REASON}, follow=True)
        assert "Putusan dan alasannya dicatat" in said(done)
    own = reverse("programmes:plan", args=[plan.reference])
    assert f"Diputus petugas: {ground.REASON}" in said(office.get(own))
    seen = office.get(own).context["seen"]
    office.post(reverse("programmes:plan_propose", args=[plan.reference]), {"dilihat": seen})
    stale = office.post(reverse("programmes:plan_change", args=[plan.reference, out.pk]), {"beri": "1", "alasan": ground.REASON}, follow=True)  # fmt: skip
    assert "isinya tidak dapat diubah" in said(stale)
    desk = sign_in(approver)
    page = desk.get(own)
    decide = reverse("programmes:plan_decide", args=[plan.reference])
    told = desk.post(decide, {"langkah": "periksa", "dilihat": page.context["seen"]}, follow=True)
    assert "Semua batas dihitung ulang dan dipegang" in said(told)
    approve = reverse("programmes:plan_approve", args=[plan.reference])
    late = desk.post(approve, {"nomor": "1/2026", "tanggal": "2026-11-20", "dilihat": 1}, follow=True)
    assert "berubah sejak Anda membukanya" in said(late)
    without = desk.post(approve, {"nomor": "", "tanggal": "", "dilihat": told.context["seen"]}, follow=True)
    assert "Nomor atau tanggal keputusan belum benar" in said(without)
    done = desk.post(
        approve, {"nomor": "400/12", "tanggal": "2026-11-20", "dilihat": told.context["seen"]}, follow=True
    )
    assert "Rencana disetujui" in said(done)
    paper = desk.get(reverse("programmes:plan_paper", args=[plan.reference]))
    assert paper.content.startswith(b"%PDF-")
    plan.refresh_from_db()
    assert (plan.state, plan.number_of_sk) == ("disetujui", "400/12")


def test_the_list_leaves_only_with_a_purpose_and_no_cell_computes(planner, plan, sign_in):
    client, export = sign_in(planner), reverse("programmes:plan_export", args=[plan.reference])
    award = Award.objects.filter(plan=plan, given=True).first()
    Award.objects.filter(pk=award.pk).update(overridden=True, override_reason='=HYPERLINK("http://contoh")')
    refused = client.post(export, {"tujuan": "penyaluran", "alasan": "x"}, follow=True)
    assert "Tujuan atau alasan mengunduh belum diisi" in said(refused)
    answer = client.post(export, {"tujuan": "penyaluran", "alasan": "menyalurkan bantuan tahap satu"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(min_row=2))
    assert len(rows) == Award.objects.filter(plan=plan, given=True).count()
    cells = [str(cell.value) for row in rows for cell in row if cell.value is not None]
    assert not [text for text in cells if text.startswith("=")]
    assert "'=HYPERLINK" in " ".join(cells)
    assert not re.search(r"\d{16}", " ".join(cells))
    # What is added up stands as a figure: the value and the rupiah.
    heads = [cell.value for cell in sheet[1]]
    figures = [[row[heads.index(name)].value for row in rows] for name in ("Nilai", "Rupiah")]
    assert all(isinstance(each, int | float) for column in figures for each in column)
    assert all(each > 0 for column in figures for each in column)


def test_who_may_see_one_village_sees_only_its_families(planner, plan, make_actor, sign_in):
    ground.approved(plan, planner, ground.coordinator(make_actor, "penyetuju"))
    village = Award.objects.filter(plan=plan, given=True).first().kode_desa
    away = Award.objects.filter(plan=plan).exclude(kode_desa=village).first()
    client = sign_in(make_actor("operator", scope=village, kind="desa_kelurahan"))
    rows = client.get(reverse("programmes:plan_rows", args=[plan.reference])).context["rows"]
    assert {each["award"].kode_desa for each in rows} == {village}
    elsewhere = reverse("programmes:plan_family", args=[plan.reference, away.keluarga])
    assert client.get(elsewhere).status_code == 404
    assert client.get(reverse("programmes:plan_paper", args=[plan.reference])).status_code == 404
