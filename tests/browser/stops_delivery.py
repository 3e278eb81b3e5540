"""Pages of deliveries in the walk."""

import datetime as dt

from live_portal import Portal
from playwright.sync_api import Page
from stops import Stop, places

_OWNER, _VILLAGE = "program", "desa"
NO_PAGES = {
    **dict.fromkeys(("programmes:line_proof", "programmes:cycle_list", "programmes:voucher_print", "programmes:account_list"), "berkas"),
    "programmes:voucher_worker": "berkas untuk peramban",
    "programmes:voucher_send": "JSON",
    "programmes:account_reveal": "bagian dari halaman baris",
    "programmes:bank_accept": "formulir yang menjawab dengan halaman lain",
    **dict.fromkeys(
        tuple(f"programmes:{name}" for name in (
            "line_release", "line_cancel", "line_replace", "line_correct", "line_hand_over", "line_proof_add", "cycle_freeze", "cycle_drop",
            "cycle_close", "cycle_recheck", "bank_settle", "voucher_issue", "check_draw", "check_answer", "account_accept",
            "account_end",
        )),
        "formulir yang menjawab dengan halaman lain",
    ),
}  # fmt: skip


def _previewed(page: Page, portal: Portal) -> None:
    """A returned file with a line nobody knows."""
    page.goto("/penyaluran/{tahap}/rekonsiliasi/".format(**places(portal)))
    contents = b"Nomor baris;Jumlah;Status;Tanggal\nS999-00001-0;200000;Berhasil;2026-11-22\n"
    page.locator("input[type=file]").set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": contents}
    )
    with page.expect_navigation():
        page.get_by_role("button", name="Periksa berkas").click()


def _accounts_previewed(page: Page, portal: Portal) -> None:
    """A file of accounts with a line nobody knows."""
    page.goto("/penyaluran/{tahap}/rekening/".format(**places(portal)))
    contents = b"Nomor baris;Nama bank;Nomor rekening;Nama pada rekening\nS999-00001-0;BRI;0123456789;A\n"
    page.locator("input[type=file]").set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": contents}
    )
    page.get_by_label("Surat atau berita acara bank").fill("Surat 1/CONTOH")
    page.get_by_label("Tanggal surat").fill(dt.datetime.now(dt.UTC).date().isoformat())
    with page.expect_navigation():
        page.get_by_role("button", name="Periksa berkas rekening").click()


STOPS = [
    Stop("programmes:deliveries", _OWNER, "/penyaluran/"),
    Stop("programmes:delivery_new", _OWNER, "/penyaluran/baru/"),
    Stop("programmes:cycle", _OWNER, "/penyaluran/{tahap}/"),
    Stop("programmes:cycle", "penyetuju", "/penyaluran/{tahap_rancangan}/", state="rancangan"),
    Stop("programmes:cycle", _OWNER, "/penyaluran/{tahap_desa}/", state="desa"),
    Stop("programmes:delivery_line", _OWNER, "/penyaluran/baris/{baris_kembali}/", state="kembali"),
    Stop("programmes:delivery_line", _OWNER, "/penyaluran/baris/{baris_desa}/", state="desa"),
    Stop("programmes:delivery_line", "penyetuju", "/penyaluran/baris/{baris_bayar}/", state="tersalur"),
    Stop("programmes:bank", "kadinsos", "/penyaluran/{tahap}/rekonsiliasi/"),
    Stop("programmes:bank_look", _OWNER, _previewed),
    Stop("programmes:accounts", _OWNER, "/penyaluran/{tahap}/rekening/"),
    Stop("programmes:account_look", _OWNER, _accounts_previewed),
    Stop("programmes:checks", "wali_data", "/penyaluran/{tahap}/sampel/"),
    Stop("programmes:voucher_scan", _VILLAGE, "/penyaluran/pindai/"),
]  # fmt: skip
