"""The weekly page: figures with what they are a part of, one sheet, no names, made once a week."""

import datetime as dt

import campaign_ground as ground
import pytest
from django.urls import reverse

from selaras.apps.accounts.services import identify
from selaras.apps.verval.models.campaigns import Campaign, Report, Target
from selaras.apps.verval.services import targets as writes
from selaras.apps.verval.services import weekly
from selaras.shell import trail


def test_the_page_says_its_figures_and_no_name(lead):
    reference = ground.running(lead)
    for row in Target.objects.filter(kode_desa=ground.NEAR):
        writes.visited(target_id=row.pk, by=lead)
    row = Report.objects.get(pk=weekly.make(region=ground.KECAMATAN, by=lead, day=dt.date(2026, 11, 25)))
    boxes = {box["apa"]: box for box in row.figures["angka"]}
    assert boxes["keluarga desil 1 sudah dikunjungi"]["nilai"] == "8"
    assert boxes["keluarga sudah dikunjungi"]["dari"] == "dari 20 sasaran semua kampanye"
    assert boxes["hari kerja lagi pada laju sekarang"]["nilai"] == "belum tahu"
    assert [each["nilai"] for each in row.figures["tertinggal"]] == ["12 dari 12 belum"]
    assert row.figures["minggu"] == "pekan 23 November 2026 sampai 29 November 2026"
    assert row.week == dt.date(2026, 11, 23)
    assert "UJI" not in str(row.figures).replace("Verval uji", "")
    pdf = bytes(row.pdf)
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type/Page/") <= 1
    assert Campaign.objects.get(reference=reference).title in str(row.figures["kampanye"])


def test_a_title_is_never_read_as_markup(lead):
    reference = ground.running(lead)
    Campaign.objects.filter(reference=reference).update(
        title='#panic("x") $a_b$ *tebal* #read("/etc/passwd")'
    )
    weekly.make(region=ground.KECAMATAN, by=lead)
    assert Report.objects.get().figures["kampanye"][0]["nama"].startswith("#panic")


def test_on_a_monday_each_region_gets_one(lead):
    ground.running(lead)
    assert weekly.monday(ground.MONDAY) == 1
    assert weekly.monday(ground.MONDAY) == 0
    assert weekly.monday(ground.MONDAY + dt.timedelta(days=7)) == 1


def test_only_who_leads_there_makes_one_and_only_its_region_reads_it(lead, make_actor, sign_in):
    ground.running(lead)
    with pytest.raises(trail.Refused):
        weekly.make(region="64.02.07", by=lead)
    client = sign_in(lead)
    assert "Tenggarong" in client.get(reverse("verval:weekly")).content.decode()
    assert client.post(reverse("verval:weekly_make"), {"wilayah": ground.KECAMATAN}).status_code == 302
    identify(lead)
    made = Report.objects.get()
    answer = client.get(reverse("verval:weekly_report", args=[made.pk]))
    assert answer["Content-Type"] == "application/pdf"
    elsewhere = sign_in(make_actor("wali_data", scope="64.03"))
    assert elsewhere.get(reverse("verval:weekly_report", args=[made.pk])).status_code == 404
    outside = sign_in(make_actor("wali_data", scope="64.02", kind="pihak_luar"))
    assert outside.get(reverse("verval:weekly_report", args=[made.pk])).status_code == 403
