"""make gambar: the pictures of README and docs/panduan, taken of a small demo of its own.

    python tools/gambar.py [NAME ...]  starts the demo in build/gambar, signs in as its people, takes all pictures (or the
                                       named ones) into docs/gambar, and ends the demo.

Same persons and same seed, so the same families every time; moments of the day differ. Everybody on them is made up. A
picture on which a number of sixteen digits could be read is not written.
"""

from __future__ import annotations

import base64
import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from gambar_daftar import ALL, HOME, Picture
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from selaras.apps.accounts import demo
from selaras.cli.demo import portal

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "gambar"
PERSONS, SEED, PORT = 6000, 2026, 8960
MOST, MOST_OF_ALL = 150_000, 2_000_000
PATIENCE = 60_000
WIDTHS = {"meja": (1366, 768, 1), "telepon": (390, 844, 2)}
_SWITCHES = [
    "--no-sandbox", "--disable-dev-shm-usage", "--lang=id", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
    "--hide-scrollbars",
]  # fmt: skip
# Buttons and dates that the browser itself draws, where it has Indonesian.
_IN_INDONESIAN: dict[str, str | float | bool] = {**os.environ, "LANGUAGE": "id", "LANG": "id_ID.UTF-8"}
_NUMBER = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){15}(?!\d)")


def chromium() -> str:
    """The system's Chromium, else the one Playwright keeps."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        found = shutil.which(name)
        if found:
            return found
    return ""


@contextlib.contextmanager
def running() -> Iterator[str]:
    """The address of the demo of the pictures, for as long as they are taken."""
    order = [sys.executable, "-c", "from selaras.cli.main import main; main()"]
    folder = ["--out", str(HOME)]
    HOME.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [*order, "demo", *folder, "--persons", str(PERSONS), "--seed", str(SEED), "--port", str(PORT)],
        check=True,
    )
    try:
        found = portal.running(portal.house(HOME))
        if found is None:
            raise SystemExit(f"Portal demo di {HOME} tidak menjawab.")
        yield found.url.rstrip("/")
    finally:
        subprocess.run([*order, "stop", *folder], check=True)


def seen_by(browser: Browser, address: str, picture: Picture) -> BrowserContext:
    """A browser of somebody of the demo, signed in ("" for nobody)."""
    width, height, factor = WIDTHS[picture.width]
    context = browser.new_context(
        base_url=address, locale="id-ID", timezone_id="Asia/Makassar", reduced_motion="reduce",
        color_scheme="dark" if picture.dark else "light", viewport={"width": width, "height": height},
        device_scale_factor=factor, is_mobile=factor > 1, has_touch=factor > 1,
    )  # fmt: skip
    context.set_default_timeout(PATIENCE)
    if picture.who:
        page = context.new_page()
        page.goto("/masuk/")
        page.get_by_label("Surel kantor").fill(f"{picture.who}@demo.selaras")
        page.get_by_label("Kata sandi").fill(demo.PASSWORD)
        with page.expect_navigation():
            page.get_by_role("button", name="Masuk", exact=True).click()
        page.close()
    return context


def take(context: BrowserContext, picture: Picture) -> bytes:
    """The picture as WebP. SystemExit where a whole number could be read on it."""
    page = context.new_page()
    picture.way(page)
    page.wait_for_load_state("networkidle")
    if picture.height:
        # The bar of a phone stays at the bottom of what is seen.
        page.set_viewport_size({"width": WIDTHS[picture.width][0], "height": picture.height})
    if picture.start:
        page.locator(picture.start).evaluate(
            "one => { scrollTo(0, one.getBoundingClientRect().top + scrollY - 90) }"
        )
    page.wait_for_timeout(1500 if page.locator("[data-map]").count() else 300)
    if _NUMBER.search(page.locator("body").inner_text()):
        raise SystemExit(f"{picture.name}: ada nomor enam belas angka di halaman itu.")
    wire = context.new_cdp_session(page)
    for quality in (74, 64, 52):
        answer = wire.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
        taken = base64.b64decode(answer["data"])
        if len(taken) < MOST:
            return taken
    raise SystemExit(f"{picture.name}: lebih dari {MOST} bita.")


def main(wanted: list[str]) -> int:
    """Takes the pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    chosen = [picture for picture in ALL if not wanted or picture.name in wanted]
    with running() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium() or None, args=_SWITCHES, env=_IN_INDONESIAN
        )
        for picture in chosen:
            context = seen_by(browser, address, picture)
            taken = take(context, picture)
            (PICTURES / f"{picture.name}.webp").write_bytes(taken)
            print(f"{picture.name:<26} {len(taken) // 1000:>4} kB")
            context.close()
        browser.close()
    total = sum(path.stat().st_size for path in PICTURES.iterdir())
    print(f"{total // 1000} kB seluruhnya di docs/gambar")
    return 1 if total > MOST_OF_ALL else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
