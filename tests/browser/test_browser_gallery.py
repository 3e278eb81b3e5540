"""Every brick in a real browser: no barrier in either theme at either width, and keys, tabs, dialogs answer."""

import barriers
import pytest


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_gallery_has_no_barrier(page_for, each_width, theme):
    page = page_for("pengelola", each_width, color_scheme=theme)
    page.goto("/galeri/")
    page.locator("[data-map][data-ready]").wait_for()
    page.locator("[data-chart] svg").wait_for()
    assert barriers.here(page) == []


def test_keys_tabs_dialogs_and_theme_answer(page_for):
    page = page_for("pengelola")
    page.goto("/galeri/")
    page.locator("[data-chart] svg").wait_for()
    page.evaluate(
        "for (const b of document.querySelectorAll('[data-key]')) b.onclick = () => { window.hit = b.dataset.key }"
    )
    page.keyboard.press("b")
    assert page.evaluate("window.hit") == "b"
    page.locator("#peta-t2").click()
    assert page.locator("#peta-tabel").is_visible()
    page.keyboard.press("ArrowLeft")
    assert page.locator("#peta-gambar").is_visible()
    page.locator("[data-opens=batal-edisi]").click()
    assert page.locator("#batal-edisi").get_by_role("heading").is_visible()
    page.keyboard.press("Escape")
    page.locator("[data-theme-switch]").click()
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    assert page.evaluate("localStorage.length") == 0
