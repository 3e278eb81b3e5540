"""Every brick in a real browser: no barrier, nothing refused by the content policy, nothing wider than a phone."""

import gzip
import mimetypes
import shutil
import threading
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import sync_playwright

from selaras.shell import gallery

AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
POLICY = "; ".join(
    f"{name} {' '.join(value for value in values if isinstance(value, str) and 'nonce' not in value.lower())}"
    for name, values in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="TIDAK ADA CHROMIUM: uji peramban dilewati")


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


def _answer(environ, start):
    path = environ["PATH_INFO"]
    if path.startswith("/static/"):
        found = finders.find(path.removeprefix("/static/"))
        kind = "text/javascript" if path.endswith((".js", ".mjs")) else mimetypes.guess_type(path)[0]
        start(
            "200 OK" if found else "404 Not Found",
            [("Content-Type", kind or "text/plain"), ("Content-Encoding", "gzip")],
        )
        return [gzip.compress(Path(found).read_bytes() if found else b"", 1)]
    page = render_to_string("shell/gallery.html", gallery.context(), RequestFactory().get("/"))
    start("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", POLICY)])
    return [page.encode()]


@pytest.fixture(scope="module")
def address():
    server = make_server("127.0.0.1", 0, _answer, handler_class=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-background-networking",
                "--use-angle=swiftshader",
                "--enable-unsafe-swiftshader",
            ],
        )
        yield opened
        opened.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1366, 390])
def test_the_gallery_has_no_barrier(browser, address, theme, width):
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=theme, is_mobile=width < 600
    )
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    page.locator("[data-map][data-ready]").wait_for()
    page.locator("[data-chart] svg").wait_for()
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_keys_tabs_dialogs_and_theme_answer(browser, address):
    page = browser.new_page()
    page.goto(address)
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
    page.close()
