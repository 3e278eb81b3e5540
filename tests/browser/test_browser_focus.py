"""Where the focus goes when a part of a page is taken away, a form is refused, or something was done."""

import pytest
from playwright.sync_api import expect

PLACE = "/usul/?wilayah=64.02.06.1002"


def _focused(page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.tagName"))


def test_the_next_page_of_a_list_takes_the_focus_to_the_list(page_for, portal):
    page = page_for("operator", "desktop")
    page.goto(f"/data-masuk/kiriman/{portal.places['deliveries']['siap']}/temuan/")
    page.get_by_role("link", name="Berikutnya").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".pager")).to_contain_text("51 sampai")
    expect(page.locator("#isi-daftar .scroll")).to_be_focused()


def test_what_a_filter_found_is_said_and_the_filter_keeps_the_focus(page_for, portal):
    page = page_for("operator", "desktop")
    page.goto(f"/data-masuk/kiriman/{portal.places['deliveries']['siap']}/temuan/")
    said, chosen = page.locator("#said"), page.locator("form.sentence select").first
    expect(said).to_be_empty()
    chosen.focus()
    chosen.select_option(index=1)
    expect(said).not_to_be_empty()
    expect(chosen).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False], ids=["dengan-skrip", "tanpa-skrip"])
def test_a_refused_form_names_what_to_put_right(page_for, scripts):
    page = page_for("", "desktop", java_script_enabled=scripts, expects=(422,))
    page.goto(PLACE)
    page.locator("form[autocomplete=off]").evaluate("form => { form.noValidate = true }")
    page.get_by_label("Ceritakan").fill("Belum pernah didata.")
    page.get_by_role("button", name="Kirim", exact=True).click()
    summary = page.locator("[data-summary]")
    expect(summary).to_contain_text("Perbaiki isian ini")
    if scripts:
        expect(summary).to_be_focused()
    expect(page.get_by_label("Ceritakan")).to_have_value("Belum pernah didata.")
    summary.get_by_role("link", name="Nama Anda").click()
    expect(page.get_by_label("Nama Anda")).to_be_in_viewport()


def test_a_number_that_was_opened_has_the_focus(page_for, portal):
    page = page_for("wali_data", "desktop")
    page.goto(f"/registri/orang/{portal.places['person']}/")
    page.locator(".nik [data-opens]").first.click()
    asked = page.locator("dialog[open]")
    asked.get_by_label("Untuk apa").fill("mencocokkan KK asli di kantor desa")
    if asked.get_by_label("Tujuan").count():
        asked.get_by_label("Tujuan").select_option("verifikasi")
    asked.get_by_role("button", name="Buka dan catat").click()
    page.get_by_text("pembukaan dicatat").wait_for()
    assert _focused(page).startswith("nomor-")


def test_what_was_done_is_read_first(page_for, portal_baru):
    page = page_for("auditor", "desktop")
    page.goto("/akun/")
    page.get_by_role("button", name="Matikan pintasan").click()
    expect(page.locator(".messages")).to_be_focused()
