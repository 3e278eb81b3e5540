"""A day is said with its month in words, whatever order the browser shows it in."""

import re

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize(
    ("locale", "hint"), [("en-US", re.compile("^bulan/tanggal/tahun$")), ("id-ID", re.compile("^$"))]
)
def test_a_chosen_day_is_said_in_words(page_for, locale, hint):
    page = page_for("operator", "phone", locale=locale)
    page.goto("/registri/")
    day = page.get_by_label("per tanggal", exact=True)
    said = day.locator("xpath=ancestor::label/following-sibling::span[1]")
    expect(said).to_have_text(hint)
    day.fill("2026-03-04")
    expect(said).to_have_text("4 Maret 2026")
