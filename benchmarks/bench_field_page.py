"""How long the offline page takes to open without a signal, on a phone: Chromium with its processor slowed down four times.

The portal of the browser tests is started, an officer takes a pack of `rows` families (60) and chooses a PIN; then the signal is cut
and the page is opened twenty times, each time as a new page. Measured from asking for the address until the box for the PIN
is there, and from pressing the button (600,000 rounds of PBKDF2) until the list is. Gate: the slowest opening under 2 s.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests"
sys.path[:0] = [str(TESTS / "browser"), str(TESTS)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal_settings")

import django  # noqa: E402

django.setup()

import field_day  # noqa: E402
import field_road  # noqa: E402
import live_portal  # noqa: E402
from playwright.sync_api import Page, expect, sync_playwright  # noqa: E402

import harness  # noqa: E402
import portal_cluster  # noqa: E402

FAMILIES, TIMES, SLOWER, GATE = 60, 20, 4, 2.0


def run(*, rows: int | None, set_name: str | None) -> harness.Result:
    """Measures it."""
    root = portal_cluster.make_root()
    try:
        with live_portal.portal("ukur") as portal, tempfile.TemporaryDirectory() as folder:
            portal.fresh()
            opened, listed = _measured(portal, Path(folder), rows or FAMILIES)
    finally:
        portal_cluster.end(root)
    worst = max(opened)
    table = [
        {"apa": name, "median s": round(statistics.median(found), 2), "terlama s": round(max(found), 2)}
        for name, found in (("halaman terbuka tanpa sinyal", opened), ("daftar terbuka sesudah PIN", listed))
    ]
    return harness.Result(
        "field_page", rows or FAMILIES, worst, 0.0, goal=f"< {GATE} s", reached=worst < GATE, table=table
    )


def _measured(portal: live_portal.Portal, folder: Path, families: int) -> tuple[list[float], list[float]]:
    field_day.lay(portal, families)
    with field_road.road(portal.address) as road, sync_playwright() as playwright:
        phone = field_day.Phone(playwright.chromium, portal, road, folder)
        page = phone.on()
        phone.sign_in()
        field_day.set_up(page)
        assert phone.context is not None
        phone.context.set_offline(True)
        page.close()
        found = [_once(phone.context.new_page()) for _ in range(TIMES)]
        phone.off()
    return [each[0] for each in found], [each[1] for each in found]


def _once(page: Page) -> tuple[float, float]:
    line = page.context.new_cdp_session(page)
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    begun = time.perf_counter()
    page.goto("/lapangan/", wait_until="commit")
    expect(page.get_by_label("PIN", exact=True)).to_be_visible()
    there = time.perf_counter()
    field_day.unlock(page)
    expect(page.get_by_role("heading", name="Keluarga saya")).to_be_visible()
    done = time.perf_counter()
    page.close()
    return there - begun, done - there
