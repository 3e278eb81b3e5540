"""From the page where lists disagree to a campaign for decile 1 that runs in a kecamatan, shared out among officers."""

import re

import barriers
from playwright.sync_api import expect
from story import WORK, step


def test_a_campaign_for_decile_one_from_the_discrepancies_to_its_launch(page_for, portal_baru, width):
    # The kecamatan of this ground where most families are in decile 1.
    [(place, meant)] = portal_baru.sql(
        "SELECT left(kode_desa, 8), count(*) FROM registry_keluarga WHERE build_to IS NULL AND desil = 1 AND length(kode_desa) = 13"
        " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1"
    )
    page = page_for("wali_data", width)
    with step(page, "sees where lists disagree there, and asks for visits"):
        page.goto(f"/ketidaksesuaian/?wilayah={place}")
        page.get_by_role("link", name="Lihat keluarganya").first.click()
        page.get_by_role("link", name="Jadikan kampanye verval").click()
        expect(page.get_by_role("heading", level=1, name="Kampanye baru")).to_be_visible()
    with step(page, "decile 1 first: reads what it would take"):
        kinds = page.get_by_role("navigation", name="Tujuan kampanye")
        kinds.get_by_role("link", name="Verval desil 1").click()
        expect(page.get_by_role("heading", name="Perkiraan sebelum diluncurkan")).to_be_visible()
        expect(page.locator("#id_wilayah")).to_have_value(place)
        assert barriers.of(page) == []
        page.get_by_label("Judul kampanye").fill("Verval desil 1 uji")
        page.get_by_label("Petugas", exact=True).fill("2")
        page.get_by_role("button", name="Hitung ulang").click()
        expect(page.get_by_text("dengan 2 petugas")).to_be_visible()
        said = re.search(r"([\d.]+)\s+keluarga akan dikunjungi", page.get_by_role("main").inner_text())
        assert int(said[1].replace(".", "")) == meant
    with step(page, "launches it, and it runs once its list is made"):
        page.get_by_role("button", name="Simpan dan luncurkan").click()
        expect(page.get_by_role("heading", level=1, name="Verval desil 1 uji")).to_be_visible()
        # Only now: a list that was made before its page came is shown by no brick of slow work.
        expect(page.get_by_text("menunggu giliran")).to_be_visible()
        portal_baru.work()
        page.get_by_role("link", name="Buka kampanye").click(timeout=WORK)
        expect(page.get_by_text("belum ditugaskan kepada siapa pun")).to_be_visible()
        assert barriers.of(page) == []
        made = portal_baru.sql(
            "SELECT count(*), min(desil), max(desil), min(left(kode_desa, 8)) FROM verval_target"
        )
        assert made == [(meant, 1, 1, place)]
    with step(page, "goes on to who will visit"):
        page.get_by_role("link", name="Bagi tugasnya").click()
        expect(page.get_by_role("heading", level=1, name="Petugas dan tugas")).to_be_visible()
        assert barriers.of(page) == []
