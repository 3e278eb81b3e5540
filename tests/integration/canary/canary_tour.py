"""A wali data with a browser of their own profile: finds, opens, decides, brings, leaves. What the browser keeps is kept."""

import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import canary_field as in_the_field
import canary_plant as planting
import canary_programmes as in_programmes
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

import chromium
from selaras.apps.accounts import demo
from selaras.cli.demo import ground, portal

WHO = "wali.data@demo.selaras"
_SWITCHES = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--use-angle=swiftshader",
]
_PAGES = (
    "", "data-masuk/", "data-masuk/edisi/", "tinjau/", "ketidaksesuaian/", "ketidaksesuaian/daftar/", "wilayah/64.02/",
    "jejak/saya/", "registri/susunan/", "registri/desa/64.02.01.2001/", "bantuan/", "bantuan/pkh/", "cek/", "program/ukuran/",
    "pengaduan/antrean/",
)  # fmt: skip
_STORED = """async () => {
  const told = [...Object.entries(localStorage), ...Object.entries(sessionStorage)].map(String);
  for (const base of await indexedDB.databases()) told.push('indexeddb ' + base.name);
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) told.push('cache ' + name + ' ' + request.url);
  return told;
}"""


@dataclass
class Tour:
    """`addresses`: everything that was asked for, with what referred to it; `storage`: what pages kept after signing out."""

    profile: Path
    addresses: list[str] = field(default_factory=list)
    storage: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    # What the pages of the field kept in the databases and caches of the browser: the pack among it, as bytes.
    pack: list[str] = field(default_factory=list)
    field_profile: Path | None = None


def walk(
    address: str, folder: Path, mine: ground.Ground, disturb: Callable[[], None], calm: Callable[[], None]
) -> Tour:
    """The whole tour. `disturb` lets the database die just before a search for a canary; `calm` waits until it is back."""
    tour = Tour(folder / "profil", field_profile=in_the_field.profile(folder))
    with sync_playwright() as playwright, contextlib.ExitStack() as closing:

        def browser(profile: Path) -> BrowserContext:
            context = playwright.chromium.launch_persistent_context(
                str(profile),
                executable_path=chromium.find(),
                args=_SWITCHES,
                base_url=address,
                accept_downloads=True,
            )
            closing.callback(context.close)
            context.set_default_timeout(20_000)
            context.on("request", lambda request: tour.addresses.append(
                f"{request.url} {request.headers.get('referer', '')}"
            ))  # fmt: skip
            return context

        tour.pack = in_the_field.walk(browser(tour.field_profile), address)
        context = browser(tour.profile)
        page = context.new_page()
        in_programmes.walk(page, portal.house(mine.out))
        _sign_in(page)
        for path in _PAGES:
            page.goto(path)
        _look_at(page)
        _bring(page, mine)
        page.goto("registri/")
        # The database is down for this one: the server has the number in its hands when it fails.
        disturb()
        _search(page, planting.CANARIES[0].nik)
        _search_plainly(page, planting.CANARIES[0].nik)
        calm()
        page.goto("registri/")
        _search_plainly(page, planting.CANARIES[0].name)
        page.reload()
        page.go_back()
        _leave(page)
        tour.storage = _stored(context)
    return tour


def _sign_in(page: Page) -> None:
    page.goto("masuk/")
    page.get_by_label("Surel kantor").fill(WHO)
    page.get_by_label("Kata sandi", exact=True).fill(demo.PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(re.compile(r"/$"))


def _search(page: Page, words: str) -> None:
    """By the form of the page, as its script sends it; leads on where the server could answer."""
    box = page.locator("main input[name=cari]")
    box.fill(words)
    with page.expect_response(lambda answer: answer.request.method == "POST") as told:
        box.press("Enter")
    if told.value.ok:
        page.wait_for_url(re.compile(r"/registri/(hasil|orang|keluarga)/"))
        page.wait_for_load_state()


def _search_plainly(page: Page, words: str) -> None:
    """The same form as a browser without scripts sends it: as a page. Leads to a page in any case."""
    page.locator("main input[name=cari]").fill(words)
    with page.expect_navigation():
        page.evaluate("document.querySelector('main input[name=cari]').form.submit()")


def _look_at(page: Page) -> None:
    """By number, by name with a slip, into person and keluarga, with a number opened; back and forth in the history."""
    for canary in planting.CANARIES:
        for words in (canary.nik, canary.kk, canary.name, canary.name.replace("Z", "S")):
            page.goto("registri/")
            _search(page, words)
    page.goto("registri/")
    _search(page, planting.CANARIES[1].nik)
    expect(page).to_have_url(re.compile("/registri/orang/"))
    expect(page.get_by_role("heading", name=planting.CANARIES[1].name, level=1)).to_be_visible()
    _open_number(page)
    family = page.locator("main a[href*='/registri/keluarga/']").first
    if family.count():
        family.click()
        page.wait_for_url(re.compile("/registri/keluarga/"))
        page.go_back()
        page.go_forward()


def _open_number(page: Page) -> None:
    """The NIK in full, against a purpose and a reason."""
    page.locator("main button[data-opens^=nomor-nik]").first.click()
    dialog = page.locator("dialog[open]")
    dialog.locator("select[name=tujuan]").select_option(index=1)
    dialog.locator("input[name=alasan]").fill("mencocokkan dengan kartu aslinya")
    dialog.locator("button.btn-primary").click()
    expect(page.get_by_text(planting.CANARIES[1].nik)).to_be_visible()


def _bring(page: Page, mine: ground.Ground) -> None:
    """A file with a number in its name, and one that cannot be read."""
    page.goto("data-masuk/")
    canary = planting.CANARIES[0]
    content = (mine.sources / "dukcapil_2026-06.csv").read_bytes().split(b"\n")
    named = {
        "name": f"data {canary.nik}.csv",
        "mimeType": "text/csv",
        "buffer": b"\n".join(content[:40] + content[-4:]),
    }
    broken = {"name": "rusak.xlsx", "mimeType": "text/plain", "buffer": canary.nik.encode() * 9}
    page.locator("input[type=file]").set_input_files([named, broken])  # type: ignore[list-item]
    page.locator("form[data-drop] button.btn-primary").click()
    expect(page.get_by_text("rusak.xlsx").first).to_be_visible()
    page.locator("main a", has_text="nomor-disamarkan").first.click()
    page.wait_for_url(re.compile(r"/data-masuk/kiriman/\d+/"))


def _leave(page: Page) -> None:
    """Signs out, and stays on the sign-in page."""
    page.goto("")
    page.locator(".frame-tools details.drop > summary").last.click()
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url(re.compile("/masuk/"))


def _stored(context: BrowserContext) -> list[str]:
    """What scripts of the page could still read."""
    return [text for page in context.pages if page.url.startswith("http") for text in page.evaluate(_STORED)]
