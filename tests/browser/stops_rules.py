"""Pages of rules and of the catalogue in the walk."""

import re

from live_portal import Portal
from playwright.sync_api import Page
from stops import Stop, posts

_OWNER, _SECOND = "program", "penyetuju"
NO_PAGES = {
    "programmes:rule_check": "bagian halaman yang bertanya sendiri",
    **dict.fromkeys(
        tuple(f"programmes:{name}" for name in (
            "rule_begin", "rule_discard", "rule_try", "rule_propose", "rule_publish", "rule_back", "drop_line", "exclude", "allow",
            "programme_close",
        )),
        "formulir yang menjawab dengan halaman lain",
    ),
}  # fmt: skip


def _first_line(page: Page, portal: Portal) -> None:
    page.goto("/program/lansia/dana/")
    page.get_by_role("link", name=re.compile(".")).and_(page.locator("#isi-dana a")).first.click()


def _one_family(page: Page, portal: Portal) -> None:
    page.goto("/program/lansia/aturan/2/daftar/keluar/")
    page.get_by_role("link", name="Syarat demi syarat").first.click()


STOPS = [
    Stop("programmes:programmes", _SECOND, "/program/", state="menunggu"),
    Stop("programmes:programme", _OWNER, "/program/lansia/", state="milik_sendiri"),
    Stop("programmes:programme_new", _OWNER, "/program/baru/"),
    Stop("programmes:programme_new", _OWNER, posts("/program/baru/", "/program/baru/", {"name": "Uji"}), status=422, state="kurang"),
    Stop("programmes:programme_edit", _OWNER, "/program/lansia/ubah/"),
    Stop("programmes:fund", _OWNER, "/program/lansia/dana/"),
    Stop("programmes:fund", _OWNER, posts("/program/lansia/dana/", "/program/lansia/dana/", {"cost": "-5", "year": "2026"}), status=422, state="keliru"),
    Stop("programmes:fund_line", _OWNER, _first_line),
    Stop("programmes:rule", _OWNER, "/program/lansia/aturan/2/", state="diajukan"),
    Stop("programmes:rule", _SECOND, "/program/lansia/aturan/2/", state="giliran"),
    Stop("programmes:rule", _OWNER, "/program/pkh/aturan/1/", state="berlaku"),
    Stop("programmes:rule", _OWNER, "/program/disabilitas/aturan/2/", state="rancangan"),
    Stop("programmes:rule_edit", _OWNER, "/program/disabilitas/aturan/2/ubah/"),
    Stop("programmes:rule_list", _OWNER, "/program/lansia/aturan/2/daftar/keluar/"),
    Stop("programmes:rule_family", _OWNER, _one_family),
    Stop("programmes:rule_family", _OWNER, "/program/lansia/aturan/2/keluarga/", state="kosong"),
]  # fmt: skip
