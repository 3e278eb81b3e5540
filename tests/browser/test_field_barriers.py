"""The offline page in every state, on a desk in the light and on a phone in the dark: nobody is held up. And in English."""

import barriers
import field_day
from playwright.sync_api import expect
from story import step


def test_no_state_of_the_page_holds_anybody_up(page_for, portal_baru):
    laid = field_day.lay(portal_baru, 2)
    page = page_for("petugas", "phone", geolocation=field_day.SPOT, permissions=["geolocation"])
    with step(page, "the door"):
        page.goto("/lapangan/")
        expect(page.get_by_role("button", name="Ambil bekal")).to_be_visible()
        page.get_by_label("PIN", exact=True).fill("12")
        page.get_by_role("button", name="Ambil bekal").click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert barriers.of(page) == []
    with step(page, "the list"):
        field_day.set_up(page)
        assert barriers.of(page) == []
    with step(page, "one family"):
        page.goto(f"/lapangan/#/keluarga/{laid['targets'][0]}")
        expect(page.get_by_role("button", name="Mulai kunjungan")).to_be_visible()
        assert barriers.of(page) == []
    with step(page, "a step, and what is missing in it"):
        page.get_by_role("button", name="Mulai kunjungan").click()
        field_day.onwards(page)
        expect(page.get_by_text("Jawab pertanyaan ini dulu.")).to_be_visible()
        assert barriers.of(page) == []
    with step(page, "an interview: rows of members"):
        page.get_by_label("Ditemui di rumahnya").check()
        field_day.onwards(page)
        page.get_by_label("Ya", exact=True).check()
        field_day.onwards(page)
        expect(page.get_by_role("heading", name="Yang paling menentukan")).to_be_visible()
        assert barriers.of(page) == []
    with step(page, "the last step with photo and position, and the summary"):
        page.get_by_role("button", name="Kembali").click()
        page.get_by_role("button", name="Kembali").click()
        page.get_by_label("Sudah pindah").check()
        page.get_by_label("Provinsi lain").check()
        field_day.onwards(page)
        field_day.photo_and_place(page, 800)
        assert barriers.of(page) == []
        field_day.onwards(page)
        expect(page.get_by_role("heading", name="Periksa, lalu simpan")).to_be_visible()
        assert barriers.of(page) == []
    with step(page, "what was sent, and why nothing may be deleted"):
        page.context.set_offline(True)
        page.get_by_role("button", name="Simpan", exact=True).click()
        page.get_by_role("link", name="1 belum terkirim").click()
        expect(page.get_by_role("heading", name="Kiriman dari telepon ini")).to_be_visible()
        assert barriers.of(page) == []
        page.get_by_role("button", name="Hapus data dari telepon").click()
        expect(page.get_by_role("heading", name="Belum dapat dihapus")).to_be_visible()
        assert barriers.of(page) == []
    with step(page, "the PIN, offline"):
        page.goto("/lapangan/#/")
        page.reload()
        expect(page.get_by_role("button", name="Buka daftar")).to_be_visible()
        assert barriers.of(page) == []


def test_a_whole_interview_of_a_family_on_no_list_arrives(page_for, portal_baru):
    field_day.lay(portal_baru, 1)
    page = page_for("petugas", "phone", geolocation=field_day.SPOT, permissions=["geolocation"])
    field_day.set_up(page)
    page.get_by_role("link", name="Tambah keluarga di luar daftar").click()
    page.get_by_label("Nama kepala keluarga yang ditemui").fill("UJI LAPANGAN")
    page.get_by_label("Alamat dan RT/RW").fill("Gang Uji, RT 002")
    field_day.onwards(page)
    page.get_by_label("Ditemui di rumahnya").check()
    field_day.onwards(page)
    page.get_by_label("Tidak", exact=True).check()
    page.get_by_label("Merasa tidak memerlukan bantuan").check()
    field_day.onwards(page)
    field_day.photo_and_place(page, 800)
    field_day.onwards(page)
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_role("heading", name="Keluarga saya")).to_be_visible()
    field_day.sent(page)
    [(outcome, standing)] = portal_baru.sql(
        """SELECT o.outcome, s.standing FROM verval_observation o JOIN verval_submission s ON s.id = o.submission_id"""
    )
    assert (outcome, standing) == ("menolak", "berlaku")


def test_the_page_speaks_english_and_works_without_a_signal_in_it(page_for, portal_baru):
    field_day.lay(portal_baru, 1)
    page = page_for("petugas", "phone")
    field_day.set_up(page)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Open with the PIN")).to_be_visible()
    page.context.set_offline(True)
    page.reload()
    page.get_by_label("PIN", exact=True).fill(field_day.PIN)
    page.get_by_role("button", name="Open the list").click()
    expect(page.get_by_role("heading", name="My families")).to_be_visible()
    expect(page.get_by_text("0 visits today. 1 of 1 families still to be visited.")).to_be_visible()
    expect(page.get_by_text("Belum")).to_have_count(0)
