"""A kelurahan officer opens a family, reads what fits it, and prints its sheet: one page."""

import re

import barriers
import catalogue_ground
import pytest
from playwright.sync_api import expect
from story import step


@pytest.fixture
def catalogue(portal_baru):
    """The portal with the catalogue of the house."""
    return catalogue_ground.seeded(portal_baru)


def _family(portal):
    """A family of the kelurahan with a decile and members, as the registry has it now."""
    found = portal.sql(
        "SELECT reference FROM registry_keluarga WHERE build_to IS NULL AND kode_desa = '64.02.06.1002' "
        "AND desil IS NOT NULL ORDER BY desil, reference LIMIT 1", ()
    )  # fmt: skip
    return found[0][0]


def test_a_kelurahan_officer_prints_the_sheet_of_a_family(page_for, catalogue, width):
    page = page_for("desa", width)
    page.add_init_script("window.print = () => { document.documentElement.dataset.printed = 'ya'; };")
    with step(page, "opens the family and reads its programmes"):
        page.goto(f"/registri/keluarga/{_family(catalogue)}/")
        panel = page.locator("section").filter(
            has=page.get_by_role("heading", name="Program untuk keluarga ini")
        )
        expect(panel.get_by_text("Layak belum berarti menerima")).to_be_visible()
        told = panel.inner_text()
        assert re.search(r"\bp\.[a-z]", told) is None
        assert "(asumsi)" not in told
        assert barriers.of(page) == []
    with step(page, "opens the sheet"):
        panel.get_by_role("link", name="Lembar untuk keluarga").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Program untuk keluarga")
        expect(page.get_by_role("heading", level=2).first).to_be_visible()
        assert barriers.of(page) == []
    with step(page, "prints it: every programme, on one page of A4"):
        page.get_by_role("button", name="Cetak").click()
        expect(page.locator("html")).to_have_attribute("data-printed", "ya")
        paper = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
        page.emulate_media(media="print")
        expect(page.get_by_role("button", name="Cetak")).to_be_hidden()
        expect(page.get_by_text("Sampaikan kepada desa atau kelurahan")).to_be_visible()
    with step(page, "goes back to the family"):
        page.emulate_media(media="screen")
        page.get_by_role("link", name="Kembali ke halaman keluarga").click()
        expect(page.get_by_role("heading", name="Program untuk keluarga ini")).to_be_visible()


def test_the_longest_sheet_fits_on_one_page(page_for, catalogue):
    """The families about whom most is unknown or refused are told most."""
    page = page_for("wali_data")
    rows = catalogue.sql(
        "SELECT reference FROM registry_keluarga WHERE build_to IS NULL AND kode_desa LIKE '64.02.%%' "
        "ORDER BY length(isi), reference LIMIT 3", ()
    )  # fmt: skip
    for (reference,) in rows:
        page.goto(f"/program/keluarga/{reference}/")
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
