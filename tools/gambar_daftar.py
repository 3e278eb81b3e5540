"""The pictures of README and docs/panduan: who looks at what, and the way there. Taken by gambar.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

Way = Callable[[Page], None]
# Where gambar.py runs the demo of the pictures.
HOME = Path(__file__).resolve().parents[1] / "build" / "gambar"


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: who looks at what. `height` in CSS pixels below the top, or below `start` (a selector) where given."""

    name: str
    who: str
    way: Way
    width: str = "meja"
    dark: bool = False
    height: int = 0
    start: str = ""


def _at(address: str) -> Way:
    def go(page: Page) -> None:
        page.goto(address)

    return go


def _delivery(file: str, then: str = "") -> Way:
    def go(page: Page) -> None:
        page.goto("/data-masuk/")
        page.get_by_role("link", name=file).click()
        page.wait_for_load_state()
        if then:
            page.get_by_role("link", name=then).click()
            page.wait_for_load_state()

    return go


def _found(page: Page) -> None:
    page.goto("/registri/")
    page.locator("main input[name=cari]").fill("ASRANI")
    page.locator("main").get_by_role("button", name="Cari", exact=True).first.click()
    page.locator("#isi-daftar").wait_for()


def _person(page: Page) -> None:
    """Of a list of families whose lists differ: the first person whose rows come from at least three lists."""
    page.goto("/ketidaksesuaian/daftar/")
    links = page.locator("#kasus th .small a")
    addresses = dict.fromkeys(str(link.get_attribute("href")) for link in links.all())
    for address in addresses:
        page.goto(address)
        if page.locator("#isi-baris tbody tr").count() > 2:
            return
    raise SystemExit("Tidak ada orang dengan tiga baris; ganti SEED.")


def _keluarga(page: Page) -> None:
    _person(page)
    page.get_by_role("link", name="Lihat keluarganya").click()
    page.wait_for_load_state()


def _filter_of_trail(page: Page) -> None:
    page.goto("/jejak/")
    page.locator("main details").first.evaluate("one => { one.open = true }")


def _colleague(page: Page) -> None:
    page.goto("/pengguna/")
    page.get_by_role("link", name="Opik").click()
    page.wait_for_load_state()


def _first(address: str, table: str, then: str = "") -> Way:
    """The first link of a table of a page; `then`: the link to follow there."""

    def go(page: Page) -> None:
        page.goto(address)
        page.locator(f"{table} tbody a").first.click()
        page.wait_for_load_state()
        if then:
            page.get_by_role("link", name=then).first.click()
            page.wait_for_load_state()

    return go


def _on_the_phone(page: Page) -> None:
    """The offline page with its families."""
    page.goto("/lapangan/")
    page.get_by_label("PIN", exact=True).fill("841973")
    page.get_by_label("PIN sekali lagi").fill("841973")
    page.get_by_role("button", name="Ambil bekal").click()
    page.get_by_role("heading", name="Keluarga saya").wait_for()


def _visit(page: Page) -> None:
    """A family of the phone, about to be visited."""
    _on_the_phone(page)
    page.locator("main a[href^='#/keluarga/']").first.click()
    page.get_by_role("button", name="Mulai kunjungan").wait_for()


def _rule(page: Page) -> None:
    """A version of a rule that waits, at what its dry run said."""
    page.goto("/program/lansia/")
    page.get_by_role("link", name="Buka versi itu").click()
    page.wait_for_load_state()


def _sheet(page: Page) -> None:
    """The programmes of a family for which something fits."""
    page.goto("/program/lansia/keluarga/?hasil=layak")
    page.locator("#keluarga tbody th a").first.click()
    page.wait_for_load_state()
    page.get_by_role("link", name="Lembar untuk keluarga").click()
    page.wait_for_load_state()


def _scenarios(page: Page) -> None:
    """Four ways of sharing out, side by side."""
    page.goto("/program/rencana/")
    page.locator("main table tbody th a").first.click()
    page.wait_for_load_state()
    page.get_by_role("link", name="Bandingkan skenario").click()
    page.wait_for_load_state()


def _paid_by_bank(then: str = "") -> Way:
    """The tranche that the bank pays, or a page of it."""

    def go(page: Page) -> None:
        page.goto("/penyaluran/")
        page.get_by_role("link", name="Santunan lewat bank").click()
        page.wait_for_load_state()
        if then:
            page.get_by_role("link", name=then).click()
            page.wait_for_load_state()

    return go


def _report(page: Page) -> None:
    """The report of the conveyor, a file."""
    page.goto((HOME / "hasil" / "laporan.html").as_uri())


STEWARD, OPERATOR, VERIFIER = "wali.data", "operator", "verifikator"
WAITING, DAMAGED = "dtsen_anggota_2026-06.csv", "dtks_2025-06.xlsx"
ALL = (
    Picture("masuk", "", _at("/masuk/"), "telepon"),
    Picture("beranda", STEWARD, _at("/")),
    Picture("beranda-operator", OPERATOR, _at("/"), "telepon"),
    Picture("data-masuk", STEWARD, _at("/data-masuk/"), height=820),
    Picture("kiriman", OPERATOR, _delivery(DAMAGED), height=1060),
    Picture("perbedaan", STEWARD, _delivery(WAITING), height=820),
    Picture("perbedaan-baris", STEWARD, _delivery(WAITING, "Lihat baris demi baris")),
    Picture("cari", VERIFIER, _found, "telepon"),
    Picture("orang", STEWARD, _person, height=900),
    Picture("mengapa", STEWARD, _person, start="#mengapa", height=760),
    Picture("keluarga", VERIFIER, _keluarga, "telepon", height=1100),
    Picture("keluarga-meja", STEWARD, _keluarga, height=820),
    Picture("tinjau", STEWARD, _at("/tinjau/"), dark=True),
    Picture("tinjau-telepon", VERIFIER, _at("/tinjau/"), "telepon"),
    Picture("ketidaksesuaian", STEWARD, _at("/ketidaksesuaian/"), height=1000),
    Picture("ketidaksesuaian-pelihat", "provinsi", _at("/ketidaksesuaian/"), "telepon", height=1100),
    Picture("tugas", "petugas", _at("/verval/tugas/"), "telepon"),
    Picture("lapangan", "petugas", _on_the_phone, "telepon"),
    Picture("lapangan-keluarga", "petugas", _visit, "telepon"),
    Picture("kampanye", VERIFIER, _first("/verval/", "#kampanye"), height=1000),
    Picture("mutu", VERIFIER, _at("/verval/mutu/"), height=900),
    Picture("usul", "desa", _first("/usul-sanggah/", "#antrean"), height=820),
    Picture("musyawarah", "desa", _first("/musyawarah/", "main"), height=1000),
    Picture("paket", "camat", _first("/penetapan/", "#isi-menunggu"), height=900),
    Picture("aturan", "program", _at("/program/disabilitas/aturan/2/ubah/"), height=1000),
    Picture("uji-coba", "penyetuju", _rule, start="#uji", height=820),
    Picture("lembar", STEWARD, _sheet, height=1000),
    Picture("matriks", STEWARD, _at("/program/matriks/"), height=1060),
    Picture("banding", "oikn.program", _first("/program/banding/", "main"), height=820),
    Picture("skenario", "perencana", _scenarios, height=1000),
    Picture("rencana", "perencana", _first("/program/rencana/", "main"), height=1000),
    Picture("tahap", "program", _paid_by_bank(), height=900),
    Picture("rekening", "program", _paid_by_bank("Rekening penerima"), height=820),
    Picture("rekonsiliasi", "program", _paid_by_bank("Rekonsiliasi"), height=820),
    Picture("wilayah", "auditor", _at("/wilayah/64.02/")),
    Picture("jejak", "auditor", _filter_of_trail, height=900),
    Picture("laporan", "", _report, height=900),
    Picture("faktor", "pengelola", _at("/akun/faktor/"), "telepon"),
    Picture("pengguna", "pengelola", _at("/pengguna/")),
    Picture("pengguna-peran", "pengelola", _colleague, height=900),
)
