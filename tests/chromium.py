"""Where a Chromium is, and what is said where none can be had."""

import os
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Set by CI: a run without a browser is a failure there.
REQUIRED = any(os.environ.get(name) for name in ("CI", "SELARAS_WAJIB_PERAMBAN"))
MISSING = "TIDAK ADA CHROMIUM"
LOUD = """{count} UJI PERAMBAN TIDAK DIJALANKAN: TIDAK ADA CHROMIUM DI MESIN INI.
HALAMAN PORTAL BELUM DIPERIKSA: TANPA HAMBATAN (AXE), MASUK DENGAN FAKTOR KEDUA, SEMUA ALUR KERJA.
PASANG SALAH SATU, LALU ULANGI make test:
    apt-get install chromium                       (Debian, Ubuntu; sebagai root)
    .venv/bin/playwright install chromium          (tanpa root)"""


def find() -> str | None:
    """The system's Chromium, else the one Playwright keeps, else None."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).is_file() else None
