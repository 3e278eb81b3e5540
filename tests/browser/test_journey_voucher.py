"""A kelurahan hands out without signal: the phone checks the voucher itself, keeps the use, and tells the house when it can."""

import json

import barriers
import pytest
from playwright.sync_api import Page, expect
from story import WORK, step


@pytest.fixture
def issued(portal_baru):
    """A voucher of the village: {"voucher", "number"}."""
    return json.loads(portal_baru.lay("delivery_ground.py", "3", "1", "voucher"))


def shows(page: Page, text: str) -> None:
    """A voucher is held before the phone."""
    page.get_by_label("Tulisan voucher").fill(text)
    page.get_by_role("button", name="Periksa").click()


def test_a_voucher_is_used_without_signal_and_counted_once(page_for, issued):
    one, other = page_for("desa", "phone"), page_for("desa", "phone")
    forged = issued["voucher"].replace(".300000.", ".900000.")
    for phone in (one, other):
        with step(phone, "opens the page while there is signal"):
            phone.goto("/penyaluran/pindai/")
            expect(phone.get_by_text("Tersambung.")).to_be_visible()
            phone.evaluate("navigator.serviceWorker.ready")
            phone.wait_for_function("caches.match(location.pathname, {ignoreVary: true})")
            assert barriers.of(phone) == []
    for phone in (one, other):
        with step(phone, "the signal is gone; the page still opens and checks"):
            phone.context.set_offline(True)
            phone.reload()
            expect(phone.get_by_text("Tanpa sambungan.")).to_be_visible()
            shows(phone, forged)
            expect(phone.get_by_text("Bukan voucher kami. Jangan serahkan.")).to_be_visible()
            shows(phone, issued["voucher"])
            expect(phone.get_by_text("Asli.")).to_be_visible()
            phone.get_by_role("button", name="Sudah diserahkan").click()
            expect(phone.get_by_text("Tercatat di telepon ini, menunggu sambungan.")).to_be_visible()
            shows(phone, issued["voucher"])
            expect(phone.get_by_text("Sudah dipindai di telepon ini. Jangan serahkan lagi.")).to_be_visible()
    with step(one, "one phone has signal again and is counted"):
        one.context.set_offline(False)
        expect(one.get_by_text(f"{issued['number']}: diterima dan dicatat")).to_be_visible()
    with step(other, "the other phone told the same: that is kept as evidence"):
        other.context.set_offline(False)
        expect(other.get_by_text("pernah dipakai; pemakaian kedua disimpan sebagai bukti")).to_be_visible()
    third = page_for("desa", "phone")
    with step(
        third, "a phone with signal is told at once, in large letters, that the voucher was used before"
    ):
        third.goto("/penyaluran/pindai/")
        shows(third, issued["voucher"])
        third.get_by_role("button", name="Sudah diserahkan").click()
        expect(third.locator("#hasil b")).to_have_text(
            "Pernah dipakai; pemakaian kedua disimpan sebagai bukti", timeout=WORK
        )
    with step(one, "the line was paid once and says who showed it again"):
        one.goto(f"/penyaluran/baris/{issued['number']}/")
        expect(one.get_by_text("Voucher ini ditunjukkan lagi:")).to_be_visible()
        paid = one.locator("#isi-buku tbody tr").filter(has_text="Rp 300.000").filter(has_text="tersalur")
        expect(paid).to_have_count(1)
        assert barriers.of(one) == []
