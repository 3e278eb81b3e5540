"""The pages, as somebody meets them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.intake.models import Delivery, Edition, Job
from selaras.apps.intake.services import read


@pytest.fixture
def sent(kabupaten, make_actor, sign_in):
    """A delivery that was sent by a form and read; with the client of its sender."""
    operator = make_actor("operator", purpose="pemutakhiran")
    client = sign_in(operator)
    content = (kabupaten / "dtks_2024-10.csv").read_bytes()
    answer = client.post("/data-masuk/kirim/", {"berkas": SimpleUploadedFile("dtks_2024-10.csv", content)})
    assert answer.status_code == 302
    accounts.identify(access.SYSTEM)
    read.work(Job.objects.get().pk)
    accounts.identify(access.SYSTEM)
    return client, Delivery.objects.get()


def test_several_files_at_once_are_answered_once(kabupaten, make_actor, sign_in):
    client = sign_in(make_actor("operator", purpose="pemutakhiran"))
    names = ["dtks_2024-10.csv", "dtsen_keluarga_2026-03.csv", "dtsen_anggota_2026-03.csv"]
    files = [SimpleUploadedFile(name, (kabupaten / name).read_bytes()) for name in names]
    broken = SimpleUploadedFile("surat.pdf", b"%PDF-1.4 surat")
    answer = client.post("/data-masuk/kirim/", {"berkas": [*files, broken]}, follow=True)
    told = [str(message) for message in answer.context["messages"]]
    assert len(told) == 2
    assert sum(f"3 berkas sudah sampai dan sedang dibaca: {', '.join(names)}." == text for text in told) == 1
    accounts.identify(access.SYSTEM)
    assert Delivery.objects.filter(name__in=names).count() == 3


def test_every_page_of_a_delivery_opens_and_shows_no_number_in_full(sent):
    client, found = sent
    accounts.identify(access.SYSTEM)
    niks = set(found.read["contoh"]["kolom"])
    assert "nik" in niks
    for page in (
        "",
        "temuan/",
        "temuan/?kode=nik_kosong",
        "perbedaan/?jenis=baru",
        "contoh/",
        "pemetaan/",
        "kemajuan/",
    ):
        answer = client.get(f"/data-masuk/kiriman/{found.pk}/{page}")
        assert answer.status_code == 200, page
        assert b"640206" not in answer.content.replace(b"64.02.06", b""), page


def test_downloads_are_workbooks_that_no_browser_shows(sent):
    client, found = sent
    for page in ("salinan/", "perbedaan/unduh/"):
        answer = client.get(f"/data-masuk/kiriman/{found.pk}/{page}")
        assert answer.content[:2] == b"PK"
        assert answer["Content-Disposition"].startswith("attachment;")


def test_a_steward_accepts_and_undoes_by_the_pages(sent, make_actor, sign_in):
    _, found = sent
    steward = sign_in(make_actor("wali_data", purpose="pemutakhiran"))
    assert steward.post(f"/data-masuk/kiriman/{found.pk}/terima/").status_code == 302
    accounts.identify(access.SYSTEM)
    made = Edition.objects.get()
    steward.post(f"/data-masuk/edisi/{made.pk}/batalkan/", {"reason": ""})
    accounts.identify(access.SYSTEM)
    made.refresh_from_db()
    assert made.state == "berlaku"
    steward.post(f"/data-masuk/edisi/{made.pk}/batalkan/", {"reason": "Salah kirim."})
    accounts.identify(access.SYSTEM)
    made.refresh_from_db()
    assert made.state == "dibatalkan"
    assert "Salah kirim." in steward.get(f"/data-masuk/edisi/{made.pk}/").content.decode()
    told = steward.get("/api/v1/intake/editions").json()
    assert [(one["edisi"], one["keadaan"]) for one in told] == [("2024-10", "dibatalkan")]


def test_an_operator_cannot_accept_by_the_address(sent):
    client, found = sent
    assert client.post(f"/data-masuk/kiriman/{found.pk}/terima/").status_code == 403
    accounts.identify(access.SYSTEM)
    assert not Edition.objects.exists()
