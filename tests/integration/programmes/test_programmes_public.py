"""Pages for anybody: what stands there is the published edition and nothing else; a quarter has one edition, which stays."""

import csv
import io

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from selaras.apps.accounts import rules
from selaras.apps.accounts import services as accounts
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.models.delivery import Cycle, Line
from selaras.apps.programmes.models.figures import Published
from selaras.apps.programmes.queries import figures
from selaras.apps.programmes.services import figures as services
from selaras.apps.programmes.services import publishing
from selaras.kernel import angka, errors
from selaras.shell import trail

# Kecamatan -> (families decided on, of them served).
TABLE = {"64.02.06": (40, 32), "64.02.07": (4, 1), "64.02.08": (60, 60), "64.02.09": (25, 13)}
YEAR = timezone.localdate().year


def deliver(code="jamban", table=TABLE, tranche=1, start=0):
    """A frozen cycle with that many lines, some of them paid."""
    accounts.identify(rules.SYSTEM)
    cycle = Cycle.objects.create(
        programme=Programme.objects.get(code=code), build=1, title="Uji", wilayah="64.02", period=str(YEAR), tranche=tranche,
        channel="desa", amount=1_000_000, state="dibekukan", made_by=0, frozen_at=timezone.now(),
    )  # fmt: skip
    for kecamatan, (decided, served) in table.items():
        for n in range(start, start + decided):
            Line.objects.create(
                cycle=cycle, number=f"S{cycle.pk}-{kecamatan}-{n}", keluarga=f"K{kecamatan}{n}", kode_desa=f"{kecamatan}.1001",
                amount=1_000_000, state="dibayar" if n < start + served else "diputuskan",
            )  # fmt: skip
    return cycle


@pytest.fixture
def publisher(kabupaten, make_actor):
    return make_actor("penyetuju", scope="64.02")


def publish(by):
    accounts.identify(by)
    return services.publish(by=by)


def cells(client, code="jamban"):
    text = client.get(f"/bantuan/{code}/data.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    return {row["kode_wilayah"]: row for row in rows}


def test_before_anything_is_published_a_page_says_so(kabupaten):
    page = Client().get("/bantuan/jamban/").content.decode()
    assert "Angkanya belum terbit" in page
    assert "<h2" in page
    assert Client().get("/bantuan/").status_code == 200


def test_small_counts_are_hidden_on_page_and_in_open_data_alike(publisher):
    deliver()
    assert publish(publisher) == 1
    client = Client()
    found = cells(client)
    assert found["64.02.06"]["diputuskan"] == "40"
    assert found["64.02.07"]["diputuskan"] == "<10"
    assert found["64.02.06"]["belum_menerima"] == "<10"
    assert found["64.02.06"]["sudah_menerima"] == "*"
    page = client.get("/bantuan/jamban/").content.decode()
    assert "kurang dari 10" in page
    assert "tidak ditampilkan" in page
    assert "K64.02" not in page
    assert "script" not in page.split("<main")[1].split("</main")[0]
    assert client.get("/bantuan/data.csv")["Cache-Control"] == "public, max-age=3600"


def test_the_day_after_shows_the_same_figures(publisher):
    deliver()
    publish(publisher)
    before = cells(Client())
    deliver(tranche=2, start=100, table={"64.02.07": (7, 7)})
    assert cells(Client()) == before
    with pytest.raises(errors.SelarasError) as refused:
        publish(publisher)
    assert refused.value.code == "terbitan_kosong"


def test_families_are_counted_once_however_often_they_are_paid(publisher):
    deliver(table={"64.02.06": (12, 12)})
    deliver(table={"64.02.06": (12, 5)}, tranche=2)
    accounts.identify(publisher)
    counts = figures.families(Programme.objects.get(code="jamban"), YEAR, "64.02")
    assert counts["64.02.06"] == (12, 5)
    assert len(counts) == 20


def test_what_stands_behind_an_edition_is_sealed(publisher, owner):
    deliver()
    publish(publisher)
    accounts.identify(rules.SYSTEM)
    row = Published.objects.get()
    assert b"39" not in bytes(row.kept)
    assert figures.earlier(row.programme, YEAR)[0].counts["64.02.07", "putus"] == 4
    assert "4" not in {str(said) for said in row.shown.values()}


@pytest.mark.parametrize(("role", "scope", "kind"), [
    ("pemilik_program", "64.02", "opd"), ("penyetuju", "64.02.06", "kecamatan"), ("penyetuju", "64.02.06.1001", "desa_kelurahan"),
])  # fmt: skip
def test_only_an_approver_of_the_kabupaten_publishes(kabupaten, make_actor, role, scope, kind):
    by = make_actor(role, scope=scope, kind=kind)
    accounts.identify(by)
    with pytest.raises(trail.Refused):
        services.publish(by=by)


def test_a_programme_that_is_not_public_is_nowhere(publisher):
    deliver()
    publish(publisher)
    accounts.identify(rules.SYSTEM)
    Programme.objects.filter(code="jamban").update(public=False)
    client = Client()
    assert client.get("/bantuan/jamban/").status_code == 404
    assert client.get("/bantuan/jamban/data.csv").status_code == 404
    assert "jamban" not in client.get("/bantuan/data.csv").content.decode()


def test_an_edition_that_never_was_is_not_found(publisher):
    deliver()
    publish(publisher)
    period = figures.period(timezone.localdate())
    assert Client().get(f"/bantuan/jamban/?terbitan={period}").status_code == 200
    assert Client().get("/bantuan/jamban/?terbitan=1999-01").status_code == 404


def test_publishing_is_asked_for_once_and_done_in_the_background(publisher, sign_in):
    deliver()
    client, address = sign_in(publisher), "/program/angka-terbit/"
    assert "Terbitkan angka triwulan ini" in client.get(address).content.decode()
    page = client.post(address, follow=True).content.decode()
    assert "sedang disusun" in page
    assert "Terbitkan angka triwulan ini" not in page
    client.post(address)
    assert ProcrastinateJob.objects.filter(task_name=publishing.TASK).count() == 1
    accounts.identify(rules.SYSTEM)
    assert not Published.objects.exists()
    assert publishing.publish(publisher.user_id) == 1
    # Taken up again after it was cut off, or asked twice: nothing more.
    assert publishing.publish(publisher.user_id) == 0
    accounts.identify(rules.SYSTEM)
    assert Published.objects.count() == 1


def test_nothing_is_asked_for_where_nothing_is_left_or_by_whom_it_is_not(publisher, make_actor):
    accounts.identify(publisher)
    with pytest.raises(errors.SelarasError) as nothing:
        publishing.ask(by=publisher)
    assert nothing.value.code == "terbitan_kosong"
    deliver()
    village = make_actor("penyetuju", scope="64.02.06.1001", kind="desa_kelurahan")
    accounts.identify(village)
    with pytest.raises(trail.Refused):
        publishing.ask(by=village)
    publish(publisher)
    with pytest.raises(errors.SelarasError) as again:
        publishing.ask(by=publisher)
    assert again.value.code == "terbitan_kosong"
    assert not publishing.waits()


def test_pages_for_anybody_are_kept_by_their_browser_for_a_while(kabupaten):
    for address in ("/bantuan/", "/bantuan/jamban/"):
        answer = Client().get(address)
        assert answer["Cache-Control"] == "private, max-age=300"
        assert "Cookie" in answer["Vary"]


def test_the_name_an_owner_typed_computes_nothing_in_a_table(publisher, sign_in):
    deliver()
    assert publish(publisher) == 1
    accounts.identify(rules.SYSTEM)
    Programme.objects.filter(code="jamban").update(name='=HYPERLINK("https://x.test","klik")')
    assert {row["program"] for row in cells(Client()).values()} == {'\'=HYPERLINK("https://x.test","klik")'}
    text = sign_in(publisher).get("/program/ukuran.csv?program=jamban").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert {row["program"][:6] for row in rows} == {"'=HYPE"}


def test_measures_say_group_and_interval(publisher, sign_in):
    page = sign_in(publisher).get("/program/ukuran/?wilayah=64.02").content.decode()
    assert "Cakupan menurut desil resmi" in page
    assert "keluarga terlayani" in page
    text = sign_in(publisher).get("/program/ukuran.csv?program=pkh").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    deciles = [row for row in rows if row["ukuran"] == "cakupan menurut desil"]
    whole = next(row for row in rows if row["ukuran"] == "cakupan semua keluarga")
    assert sum(int(row["penyebut"]) for row in deciles) == int(whole["penyebut"]) > 0
    assert sum(int(row["pembilang"]) for row in deciles) == int(whole["pembilang"]) > 0
    low, share, high = (angka.parse(whole[name]) for name in ("batas_bawah_95", "bagian", "batas_atas_95"))
    assert low < share < high
