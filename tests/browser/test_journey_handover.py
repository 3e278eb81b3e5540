"""A hand-over in the village: a voucher read from a photo, and a signature drawn with a mouse or a finger."""

import io
import json

import barriers
import pytest
import qrcode
from PIL import Image, ImageFilter
from playwright.sync_api import Locator, Page, expect
from story import step

STROKES = ([(0.1, 0.5), (0.3, 0.2), (0.5, 0.8), (0.9, 0.4)], [(0.2, 0.8), (0.8, 0.7)])


@pytest.fixture
def issued(portal_baru):
    """A voucher of the village: {"voucher", "number"}."""
    return json.loads(portal_baru.lay("delivery_ground.py", "3", "1", "voucher"))


def photo(text: str) -> bytes:
    """A printed code as a phone sees it: not straight, not sharp, on a grey table."""
    code = qrcode.QRCode(border=4, box_size=7, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    printed = code.make_image().get_image().convert("RGB")
    table = Image.new("RGB", (1600, 1200), (120, 116, 110))
    table.paste(printed, (420, 260))
    seen = table.rotate(9, fillcolor=(120, 116, 110)).filter(ImageFilter.GaussianBlur(1.2))
    out = io.BytesIO()
    seen.save(out, "JPEG", quality=70)
    return out.getvalue()


def by_mouse(page: Page, box: Locator) -> None:
    """Two strokes."""
    box.scroll_into_view_if_needed()
    at = box.bounding_box()
    for stroke in STROKES:
        for n, (x, y) in enumerate(stroke):
            page.mouse.move(at["x"] + x * at["width"], at["y"] + y * at["height"], steps=4)
            if n == 0:
                page.mouse.down()
        page.mouse.up()


def by_finger(page: Page, box: Locator) -> None:
    """The same as touches; the page must not scroll meanwhile."""
    box.scroll_into_view_if_needed()
    at, before = box.bounding_box(), page.evaluate("scrollY")
    finger = page.context.new_cdp_session(page)
    for stroke in STROKES:
        for n, (x, y) in enumerate(stroke):
            point = {"x": at["x"] + x * at["width"], "y": at["y"] + y * at["height"]}
            kind = "touchMove" if n else "touchStart"
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert page.evaluate("scrollY") == before


def test_a_voucher_is_read_from_a_photo(page_for, issued):
    phone = page_for("desa", "phone")
    with step(phone, "a photo of the voucher is read, by a browser that reads no codes itself"):
        phone.add_init_script("delete window.BarcodeDetector")
        phone.goto("/penyaluran/pindai/")
        phone.get_by_label("Foto kode QR").set_input_files(
            {"name": "voucher.jpg", "mimeType": "image/jpeg", "buffer": photo(issued["voucher"])}
        )
        expect(phone.get_by_text("Asli.")).to_be_visible()
        expect(phone.get_by_text(f"{issued['number']} · Rp 300.000")).to_be_visible()
    with step(phone, "a photo of something else is told kindly"):
        out = io.BytesIO()
        Image.new("RGB", (640, 480), "white").save(out, "JPEG")
        phone.get_by_label("Foto kode QR").set_input_files(
            {"name": "lain.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
        )
        expect(phone.get_by_text("Kode QR tidak terbaca.")).to_be_visible()
    with step(phone, "without signal it reads as well"):
        phone.evaluate("navigator.serviceWorker.ready")
        phone.wait_for_function("caches.match(location.pathname, {ignoreVary: true})")
        phone.context.set_offline(True)
        phone.reload()
        phone.get_by_label("Foto kode QR").set_input_files(
            {"name": "voucher.jpg", "mimeType": "image/jpeg", "buffer": photo(issued["voucher"])}
        )
        expect(phone.get_by_text("Asli.")).to_be_visible()


@pytest.mark.parametrize(("width_", "draw"), [("phone", by_finger), ("desktop", by_mouse)])
def test_a_signature_drawn_on_the_screen_is_the_proof(page_for, issued, width_, draw):
    clerk = page_for("desa", width_)
    with step(clerk, "the village opens a line of its tranche"):
        clerk.goto(f"/penyaluran/baris/{issued['number']}/")
        box = clerk.get_by_role("img", name="Kotak tanda tangan")
        expect(box).to_be_visible()
        assert barriers.of(clerk) == []
    with step(clerk, "a touch by mistake is no signature"):
        box.click()
        clerk.get_by_label("Diserahkan", exact=True).check()
        clerk.get_by_role("button", name="Catat penyerahan").click()
        expect(clerk.get_by_text("kosong atau tidak terbaca")).to_be_visible()
    with step(clerk, "the recipient signs; what was cleared does not count"):
        draw(clerk, box)
        clerk.get_by_role("button", name="Hapus coretan").click()
        assert clerk.locator("input[name=coretan]").input_value() == ""
        draw(clerk, box)
        clerk.get_by_label("Diserahkan", exact=True).check()
        clerk.get_by_role("button", name="Catat penyerahan").click()
        expect(clerk.get_by_text("Penyerahan dicatat.")).to_be_visible()
    with step(clerk, "it stands among the proofs as a picture"):
        seen = clerk.request.get(
            clerk.get_by_role("link", name="Tanda tangan di layar").get_attribute("href")
        )
        picture = Image.open(io.BytesIO(seen.body())).convert("L")
        assert sum(picture.histogram()[:128]) > 1000
