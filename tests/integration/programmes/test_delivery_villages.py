"""A programme that gives to villages: to their account, shown by a berita acara, without voucher, told of as villages everywhere."""

import dataclasses
import io
import re
import zipfile

import account_ground as banks
import pytest
from delivery_ground import AMOUNT, ONE, OTHER, bring, refused, returned_file, today
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from sibling_ground import THIRD_VILLAGE, frozen, line, plant_villages

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.models.delivery import Line, Proof
from selaras.apps.programmes.queries import delivery as queries
from selaras.apps.programmes.queries import figures
from selaras.apps.programmes.rules import delivery as rules
from selaras.apps.programmes.rules import lists as papers
from selaras.apps.programmes.rules.ledger import State
from selaras.apps.programmes.services import delivery, drafts, lists, replacing, vouchers
from selaras.apps.programmes.services import figures as publishing
from selaras.shell import words


def photo():
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def wells(people, ground):
    return plant_villages(people.owner.agency, ground[1])


@pytest.fixture
def by_bank(people, wells):
    made = frozen(people, *wells, rules.Channel.BANK)
    accounts.identify(people.owner)
    return made


def account(cycle, code, number):
    more = {
        "Nama": words.region(code),
        "Nomor rekening": number,
        "Nama pada rekening": f"KAS {words.region(code)}",
    }
    return banks.row(line(cycle, code), **more)


def paid(cycle, *codes, status="Berhasil"):
    return returned_file([(line(cycle, each).number, AMOUNT, status, today(), "") for each in codes])


def test_money_goes_to_the_account_of_the_village_and_another_village_comes_next(people, wells, by_bank):
    some = [account(by_bank, ONE, "0111222333"), account(by_bank, OTHER, "0444555666")]
    assert banks.bring(by_bank, banks.csv(some), people.owner).taken == 2
    why = lists.Why("penyaluran", "membayar sumur desa")
    told = lists.export(cycle=by_bank, form=papers.Form.CSV, why=why, by=people.owner).content.decode()
    assert words.region(ONE) in told
    bring(by_bank, paid(by_bank, ONE), people.owner)
    bring(by_bank, paid(by_bank, OTHER, status="Gagal"), people.owner)
    one = line(by_bank, OTHER)
    chosen = replacing.candidate(one)
    assert chosen.waiting.keluarga == THIRD_VILLAGE
    made = replacing.replace(
        number=one.number, expected=THIRD_VILLAGE, reason="rekening desa belum ada", by=people.owner
    )
    assert (made.keluarga, made.kode_desa, made.trouble) == (THIRD_VILLAGE, THIRD_VILLAGE, [])
    bring(by_bank, paid(by_bank, THIRD_VILLAGE), people.owner)
    total = queries.of_cycle(by_bank, people.owner).total.account
    assert (total.paid, total.open) == (2 * AMOUNT, 0)
    assert delivery.close(reference=by_bank.reference, by=people.owner).state == rules.CycleState.CLOSED


def test_what_makes_no_sense_for_a_village_is_refused(people, wells):
    cycle = frozen(people, *wells, rules.Channel.VILLAGE)
    accounts.identify(people.owner)
    refused("voucher_untuk_desa", vouchers.issue, cycle=cycle, last_day=timezone.localdate(), by=people.owner)
    programme, plan = wells
    post = drafts.Draft(
        programme, "64.02", "Lewat pos", f"{plan.year}", 2, rules.Channel.POST, AMOUNT, [drafts.Recipient(ONE, ONE)],
        plan.build, plan,
    )  # fmt: skip
    refused("tahap_isian_salah", delivery.make, draft=post, by=people.owner)
    by_bank = dataclasses.replace(post, channel=rules.Channel.BANK)
    assert delivery.make(draft=by_bank, by=people.owner).channel == "bank"


def test_a_berita_acara_shows_that_it_arrived(people, by_bank, sign_in):
    bring(by_bank, paid(by_bank, ONE), people.owner)
    number, client = line(by_bank, ONE).number, sign_in(people.village)
    page = client.get(reverse("programmes:delivery_line", args=[number])).content.decode()
    assert "Bukti diterima" in page
    at = reverse("programmes:line_proof_add", args=[number])
    assert client.post(at, {"jenis": "berita_acara"}).status_code == 422
    sent = {"jenis": "berita_acara", "bukti": SimpleUploadedFile("ba.jpg", photo())}
    page = client.post(at, sent, follow=True).content.decode()
    assert "Berita acara desa atau kelurahan" in page
    accounts.identify(people.village)
    assert Proof.objects.get().kind == "berita_acara"


def test_pages_speak_of_villages(people, wells, by_bank, sign_in):
    bring(by_bank, paid(by_bank, ONE, status="Gagal"), people.owner)
    client, number = sign_in(people.owner), line(by_bank, ONE).number
    for page in (
        client.get(reverse("programmes:cycle", args=[by_bank.reference])),
        client.get(reverse("programmes:delivery_line", args=[number])),
        client.get(reverse("programmes:bank", args=[by_bank.reference])),
        client.get(reverse("programmes:accounts", args=[by_bank.reference])),
    ):
        text = page.content.decode()
        # What a download is for may be families, whoever this list is of.
        main = re.sub(r"<option.*?</option>", "", text[text.index("<main") : text.index("</main>")])
        assert page.status_code == 200
        assert "keluarga" not in main.casefold().replace('name="keluarga"', "")
        assert "voucher" not in main.casefold()
    page = client.get(reverse("programmes:delivery_line", args=[number])).content.decode()
    assert words.region(THIRD_VILLAGE) in page
    assert page.count(words.region(ONE)) >= 1


def test_anybody_reads_which_villages_receive(people, by_bank, make_actor):
    bring(by_bank, paid(by_bank, ONE), people.owner)
    accounts.identify(access.SYSTEM)
    programme = Programme.objects.get(code="sumur-uji")
    assert figures.families(programme, timezone.localdate().year, "64.02") == {ONE: (1, 1), OTHER: (1, 0)}
    publisher = make_actor("penyetuju", scope="64.02", kind="opd")
    accounts.identify(publisher)
    assert publishing.publish(by=publisher) == 1
    page = Client().get(reverse("programmes:public_programme", args=["sumur-uji"])).content.decode()
    assert all(words.region(each) in page for each in (ONE, OTHER))
    assert "namanya disebut dan jumlahnya tepat" in page
    data = Client().get(reverse("programmes:public_programme_data", args=["sumur-uji"])).content.decode()
    assert f"{ONE};{words.region(ONE)};desa;1;1;0" in data


def test_the_villages_of_a_programme_leave_as_a_sheet(kabupaten, make_actor, sign_in):
    client, to = (
        sign_in(make_actor("wali_data")),
        reverse("programmes:families_take_out", args=["air-bersih"]),
    )
    asked = {"wilayah": "64.02", "hasil": "layak"}
    page = client.get(reverse("programmes:families", args=["air-bersih"]), asked).content.decode()
    assert "Unduh daftar ini" in page
    sent = {**asked, "purpose": next(iter(access.PURPOSES))}
    told = client.post(to, {**sent, "form": "csv"}).content.decode("utf-8-sig").splitlines()
    assert told[0].startswith("Kode desa;Kecamatan;")
    assert len(told) > 1
    assert all(";layak;" in each for each in told[1:])
    book = zipfile.ZipFile(io.BytesIO(client.post(to, {**sent, "form": "xlsx"}).content))
    assert any(name.endswith("sheet1.xml") for name in book.namelist())
    assert client.post(to, asked).status_code != 200


def test_a_line_of_a_village_stands_on_no_page_of_a_keluarga(people, by_bank):
    assert all(each.keluarga == each.kode_desa for each in Line.objects.filter(cycle=by_bank))
    assert queries.of_family("K0000000SAL01", people.owner) == []
    assert line(by_bank, ONE).state == State.DECIDED
