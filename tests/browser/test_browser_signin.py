"""Signing in as people do it: password and code, an app set up by its picture, recovery codes, passkeys, and out again."""

import base64
import os
import re
from io import BytesIO
from urllib.parse import quote, urlencode

import authenticator
import live_portal
import pytest
import qrcode
import qrcode.image.svg
import stops
from playwright.sync_api import Page, expect

OUT = re.compile(r"/masuk/")


def _code(page: Page, text: str) -> None:
    page.get_by_label("Kode").fill(text)
    page.get_by_role("button", name="Masuk", exact=True).click()


def _at_home(page: Page) -> None:
    expect(page).to_have_title("Beranda · Selaras")


def _leave(page: Page) -> None:
    page.locator("header summary").filter(has_text="Akun").click()
    page.get_by_role("button", name="Keluar").click()
    expect(page).to_have_url(OUT)


def test_password_and_code_lead_in_and_sign_out_leaves_nothing(page_for, portal_baru, width):
    page, human = page_for("", width), portal_baru.people["operator"]
    stops.password(page, portal_baru, "operator")
    expect(page.get_by_role("heading", level=1)).to_have_text("Satu langkah lagi")
    _code(page, "000000")
    expect(page.get_by_text("Kode tidak cocok")).to_be_visible()
    code = human.code()
    _code(page, code)
    _at_home(page)
    # The same code does not open a second door.
    other = page_for("", width)
    stops.password(other, portal_baru, "operator")
    _code(other, code)
    expect(other.get_by_text("Kode tidak cocok")).to_be_visible()
    page.goto("/registri/")
    _leave(page)
    assert [each["name"] for each in page.context.cookies() if each["name"] == "selaras"] == []
    # htmx notes the address of the page it stands on, which is the door by now; nothing else stays in the browser.
    left = page.evaluate("[...Object.values(localStorage), ...Object.values(sessionStorage)]")
    assert [each for each in left if not OUT.match(each)] == []
    page.go_back()
    expect(page).to_have_url(OUT)


def test_an_app_is_set_up_by_the_picture_and_works_at_the_next_sign_in(page_for, portal_baru, width):
    page, human = page_for("", width), portal_baru.people["baru"]
    stops.password(page, portal_baru, "baru")
    page.get_by_role("link", name="Pasang aplikasi").click()
    secret = page.locator("code.secret").inner_text()
    assert page.locator("img.qr").get_attribute("src") == _picture(human.email, secret)
    page.get_by_label("Kode").fill(authenticator.totp(secret))
    page.get_by_role("button", name="Pasang").click()
    page.goto("/")
    _at_home(page)
    _leave(page)
    stops.password(page, portal_baru, "baru")
    expect(page.get_by_role("heading", level=1)).to_have_text("Satu langkah lagi")
    # The code of the next half minute: the one that set the app up is used.
    _code(page, authenticator.totp(secret, authenticator.soon()))
    _at_home(page)


def _picture(email: str, secret: str) -> str:
    """The picture an authenticator app reads, as this secret must be drawn."""
    told = urlencode({"secret": secret, "issuer": "Selaras"})
    image = qrcode.make(f"otpauth://totp/{quote(email)}?{told}", image_factory=qrcode.image.svg.SvgPathImage)
    drawn = BytesIO()
    image.save(drawn)
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.getvalue()).decode()}"


def test_a_recovery_code_leads_in_once(page_for, portal_baru):
    page, codes = page_for("", "phone"), portal_baru.people["verifikator"].codes
    for _ in range(2):
        stops.password(page, portal_baru, "verifikator")
        _code(page, codes[0])
        if _ == 0:
            _at_home(page)
            _leave(page)
    expect(page.get_by_text("Kode tidak cocok")).to_be_visible()


def test_a_passkey_leads_in_without_a_password_and_as_second_factor(page_for, portal_baru, width):
    page = page_for("penyetuju", width)
    stops.passkey(page, portal_baru)
    expect(page.get_by_role("rowheader", name="Laptop kantor")).to_be_visible()
    page.goto("/")
    _leave(page)
    page.get_by_role("button", name="Masuk dengan kunci keamanan").click()
    _at_home(page)
    _leave(page)
    stops.password(page, portal_baru, "penyetuju")
    page.get_by_role("button", name="Pakai kunci keamanan").click()
    _at_home(page)


def test_the_door_closes_after_five_wrong_passwords_even_for_the_right_one(page_for, portal_baru, width):
    page = page_for("", width, expects=(429,))
    for _ in range(5):
        stops.password(page, portal_baru, "oikn", "bukan kata sandinya")
    expect(page.get_by_role("heading", level=1)).to_have_text("Terlalu banyak percobaan masuk")
    stops.password(page, portal_baru, "oikn")
    expect(page.get_by_role("heading", level=1)).to_have_text("Terlalu banyak percobaan masuk")
    page.get_by_role("link", name="Ke halaman masuk").click()
    expect(page).to_have_url(OUT)


def test_a_temporary_password_is_changed_before_anything_else(page_for, portal_baru):
    page, own = page_for("", "phone"), "padi-menguning-di-sawah"
    stops.password(page, portal_baru, "sementara")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ganti kata sandi")
    page.goto("/registri/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ganti kata sandi")
    page.locator("[name=oldpassword]").fill(portal_baru.people["sementara"].password)
    for name in ("password1", "password2"):
        page.locator(f"[name={name}]").fill(own)
    page.get_by_role("button", name="Ganti kata sandi").click()
    expect(page).to_have_url(OUT)
    stops.password(page, portal_baru, "sementara", own)
    expect(page.get_by_role("heading", level=1)).to_have_text("Faktor kedua")


def test_a_session_that_ended_leads_to_the_door_and_back_to_the_page(page_for, portal_baru, width):
    page, human = page_for("wali_data", width, expects=(401,)), portal_baru.people["wali_data"]
    address = f"/registri/orang/{portal_baru.places['person']}/"
    page.goto(address)
    page.locator(".nik [data-opens]").first.click()
    portal_baru.sql("DELETE FROM django_session")
    asked = page.locator("dialog[open]")
    asked.get_by_label("Untuk apa").fill("mencocokkan KK asli di kantor desa")
    if asked.get_by_label("Tujuan").count():
        asked.get_by_label("Tujuan").select_option("verifikasi")
    asked.get_by_role("button", name="Buka dan catat").click()
    expect(page).to_have_url(OUT)
    page.goto(address)
    expect(page).to_have_url(re.compile(r"/masuk/\?next="))
    page.get_by_label("Surel kantor").fill(human.email)
    page.get_by_label("Kata sandi").fill(human.password)
    page.get_by_role("button", name="Masuk", exact=True).click()
    _code(page, human.code())
    expect(page).to_have_url(re.compile(f"{address}$"))


@pytest.fixture
def demo(portal_baru):
    """The same house, run as a demo."""
    name = f"{os.environ.get('PYTEST_XDIST_WORKER', 'sendiri')}_demo"
    with live_portal.portal(name, demo=True) as made:
        made.fresh()
        yield made


def test_a_demo_says_whom_to_try_and_leads_in_with_one_click(browser, watch, demo):
    page = watch.open(browser, demo, "", "phone")
    page.goto("/masuk/")
    page.get_by_role("button", name="Pakai Opik (operator)").click()
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page).not_to_have_url(re.compile(r"/masuk/$"))
