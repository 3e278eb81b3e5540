"""An officer with a phone: a Chromium of their own that keeps what it stored, can be killed, cut off, and looked into."""

import contextlib
import io
import json
import os
import re
import signal
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import field_road
import live_portal
import watched
from PIL import Image
from playwright.sync_api import BrowserContext, BrowserType, Page, expect

import chromium

PIN = "841973"
SWITCHES = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]
PHONE = {
    "viewport": {"width": 390, "height": 780},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 1,
}
SPOT = {"latitude": -0.4123, "longitude": 117.0021, "accuracy": 8}


def lay(portal: live_portal.Portal, number: int) -> dict[str, Any]:
    """A campaign with so many families for the officer: {"campaign", "targets"}."""
    return json.loads(portal.lay("field_ground.py", str(number)))  # type: ignore[no-any-return]


def stored(portal: live_portal.Portal) -> list[list[str]]:
    """Key and XML of the visits that arrived, in the order of their keys."""
    return json.loads(portal.lay("-c", _STORED))  # type: ignore[no-any-return]


_STORED = """
import django, json
django.setup()
from django.db import transaction
from selaras.apps.accounts import rules, services
from selaras.apps.verval.models.submissions import Submission
from selaras.apps.verval.queries import submissions
with transaction.atomic():
    services.identify(rules.SYSTEM)
    rows = Submission.objects.order_by("instance")
    print(json.dumps([[row.instance, submissions.xml_of(row).decode()] for row in rows]))
"""


@dataclass
class Phone:
    """A phone of the officer. `folder`: what it stored."""

    chromium: BrowserType
    portal: live_portal.Portal
    road: field_road.Road
    folder: Path
    context: BrowserContext | None = None
    complaints: list[str] = field(default_factory=list)

    def on(self, **more: Any) -> Page:
        """Switches it on: the page of a browser that remembers what it stored."""
        self.context = self.chromium.launch_persistent_context(
            str(self.folder), executable_path=chromium.find(), args=SWITCHES, base_url=self.road.address, locale="id-ID",
            reduced_motion="reduce", geolocation=SPOT, permissions=["geolocation"], accept_downloads=True, **(PHONE | more),
        )  # fmt: skip
        self.context.set_default_timeout(watched.PATIENCE)
        page = self.context.pages[0] if self.context.pages else self.context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"galat skrip: {error}"))
        page.on("console", self._said)
        return page

    def _said(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def sign_in(self, who: str = "petugas") -> None:
        """A session of somebody who signed in a moment ago."""
        assert self.context is not None
        self.context.add_cookies([{**self.portal.session(who), "url": self.road.address}])  # type: ignore[list-item]

    def kill(self) -> None:
        """Ends it as an empty battery would: no process of it has time for anything."""
        mark = f"--user-data-dir={self.folder}".encode()
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if entry.name.isdigit() and mark in (entry / "cmdline").read_bytes().split(b"\0"):
                    os.kill(int(entry.name), signal.SIGKILL)
        with contextlib.suppress(Exception):
            self.off()
        (self.folder / "SingletonLock").unlink(missing_ok=True)

    def off(self) -> None:
        """Switches it off."""
        if self.context is not None:
            context, self.context = self.context, None
            context.close()


def ready(page: Page) -> None:
    """Waits until the page has decided what to show."""
    expect(page.locator("html[data-siap]")).to_have_count(1)


def controlled(page: Page) -> None:
    """Waits until the service worker keeps the page."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def set_up(page: Page, pin: str = PIN) -> None:
    """Takes the pack and chooses a PIN."""
    page.goto("/lapangan/")
    page.get_by_label("PIN", exact=True).fill(pin)
    page.get_by_label("PIN sekali lagi").fill(pin)
    page.get_by_role("button", name="Ambil bekal").click()
    expect(page.get_by_role("heading", name="Keluarga saya")).to_be_visible()
    controlled(page)


def unlock(page: Page, pin: str = PIN) -> None:
    """Opens with the PIN."""
    page.get_by_label("PIN", exact=True).fill(pin)
    page.get_by_role("button", name="Buka daftar").click()


def onwards(page: Page) -> None:
    """To the next step."""
    page.get_by_role("button", name="Lanjut").click()


def visit_moved(page: Page, target: str) -> None:
    """The short way: the family has moved away. Ends on the list."""
    page.goto(f"/lapangan/#/keluarga/{target}")
    page.get_by_role("button", name=re.compile("^(Mulai kunjungan( lagi)?|Teruskan isian)$")).click()
    page.get_by_label("Sudah pindah").check()
    page.get_by_label("Masih di desa/kelurahan ini").check()
    onwards(page)
    photo_and_place(page)
    onwards(page)
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_role("heading", name="Keluarga saya")).to_be_visible()


def photo_and_place(page: Page, width: int = 2400) -> None:
    """A photo of the house, larger than is sent, and the position."""
    page.get_by_role("button", name="Ambil posisi").click()
    expect(page.get_by_text(re.compile("teliti sampai 8 meter"))).to_be_visible()
    page.locator("input[type=file]").first.set_input_files(
        {"name": "IMG_0001.JPG", "mimeType": "image/jpeg", "buffer": picture(width)}
    )
    expect(page.get_by_role("img", name=re.compile("^Foto"))).to_be_visible()


def picture(width: int) -> bytes:
    """A JPEG with a place in its EXIF, unlike any other."""
    made = Image.new("RGB", (width, width * 3 // 4), tuple(os.urandom(3)))
    made.paste(Image.frombytes("L", (64, 64), os.urandom(4096)), (40, 40))
    exif = Image.Exif()
    exif[0x010E] = "RAHASIA EXIF"
    out = io.BytesIO()
    made.save(out, "JPEG", quality=85, exif=exif)
    return out.getvalue()


def sent(page: Page) -> None:
    """Waits until nothing waits any more."""
    expect(page.get_by_role("link", name="Semua terkirim")).to_be_visible()
