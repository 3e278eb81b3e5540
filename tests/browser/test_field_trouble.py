"""What may happen to a phone with families in it: wrong PINs, a lease that is over, foreign wifi, lost answers, two tabs, a thief."""

import datetime as dt
import re
from pathlib import Path

import barriers
import field_day
import field_road
import pytest
from playwright.sync_api import expect
from story import step

LIST = "Keluarga saya"


@pytest.fixture
def phone(browser, portal_baru, tmp_path):
    """A phone of the officer with three families, PIN chosen."""
    with field_road.road(portal_baru.address) as road:
        made = field_day.Phone(browser.browser_type, portal_baru, road, tmp_path / "telepon")
        made.laid = field_day.lay(portal_baru, 3)
        made.page = made.on()
        made.sign_in()
        field_day.set_up(made.page)
        yield made
        made.off()
    assert made.complaints == []


def arrived(portal) -> int:
    [(count,)] = portal.sql("SELECT count(*) FROM verval_submission WHERE channel = 'halaman'")
    return count


def held(page, store: str) -> int:
    """How many records the browser keeps in a store."""
    return page.evaluate(
        """store => new Promise((resolve, reject) => {
          const asked = indexedDB.open("selaras-lapangan");
          asked.onsuccess = () => {
            const count = asked.result.transaction(store).objectStore(store).count();
            count.onsuccess = () => { asked.result.close(); resolve(count.result); };
          };
          asked.onerror = () => reject(asked.error);
        })""",
        store,
    )


def test_ten_wrong_pins_erase_the_families_and_nothing_that_was_done(phone, portal_baru):
    page, (first, second, _) = phone.page, phone.laid["targets"]
    phone.context.set_offline(True)
    with step(page, "saves one visit and begins another"):
        field_day.visit_moved(page, first)
        page.goto(f"/lapangan/#/keluarga/{second}")
        page.get_by_role("button", name="Mulai kunjungan", exact=True).click()
        page.get_by_label("Tidak ditemukan").check()
        page.get_by_role("button", name="Simpan dulu").click()
        expect(page.get_by_role("heading", name=LIST)).to_be_visible()
    with step(page, "somebody else tries PINs"):
        page.reload()
        for left in range(9, 0, -1):
            field_day.unlock(page, f"00000{left}")
            expect(page.get_by_text(f"Sisa {left} kali")).to_be_visible()
        page.reload()
        field_day.unlock(page, "999999")
        expect(page.get_by_text("PIN salah sepuluh kali").first).to_be_visible()
        # Not even the right one opens what is no longer there.
        page.reload()
        expect(page.get_by_role("button", name="Buka daftar")).to_have_count(0)
        assert held(page, "bodies") == 1
    with step(page, "a signal: what was saved goes out without any PIN"):
        phone.context.set_offline(False)
        field_day.sent(page)
        assert arrived(portal_baru) == 1
    with step(page, "the officer signs in, chooses a new PIN, and goes on where they were"):
        page.reload()
        page.get_by_label("PIN", exact=True).fill("romo-77")
        page.get_by_label("PIN sekali lagi").fill("romo-77")
        page.get_by_role("button", name="Ambil bekal").click()
        expect(page.get_by_role("heading", name=LIST)).to_be_visible()
        page.goto(f"/lapangan/#/keluarga/{second}")
        page.get_by_role("button", name="Teruskan isian").click()
        expect(page.get_by_label("Tidak ditemukan")).to_be_checked()


def test_after_the_lease_the_families_are_closed_and_sending_goes_on(phone, portal_baru):
    page = phone.page
    phone.context.set_offline(True)
    field_day.visit_moved(page, phone.laid["targets"][0])
    page.clock.set_fixed_time(dt.datetime.now(dt.UTC) + dt.timedelta(days=7, hours=1))
    page.reload()
    expect(page.get_by_text("Masa pakai tujuh hari sudah habis")).to_be_visible()
    # Putting the clock back does not help.
    page.clock.set_fixed_time(dt.datetime.now(dt.UTC))
    page.reload()
    expect(page.get_by_text("Masa pakai tujuh hari sudah habis")).to_be_visible()
    expect(page.get_by_role("link", name="1 belum terkirim")).to_be_visible()
    phone.context.set_offline(False)
    field_day.sent(page)
    assert arrived(portal_baru) == 1


def test_a_wifi_portal_that_answers_200_has_received_nothing(phone, portal_baru):
    page = phone.page
    phone.road.mode = "wifi"
    field_day.visit_moved(page, phone.laid["targets"][0])
    page.get_by_role("link", name="1 belum terkirim").click()
    page.get_by_role("button", name="Kirim sekarang").click()
    expect(page.get_by_text("Yang menjawab bukan Selaras")).to_be_visible()
    # Nor does its page become the app.
    page.reload()
    expect(page.get_by_role("heading", name="Kiriman dari telepon ini")).to_be_visible()
    assert (arrived(portal_baru), held(page, "bodies")) == (0, 1)
    phone.road.mode = "jalan"
    page.get_by_role("button", name="Kirim sekarang").click()
    field_day.sent(page)
    assert (arrived(portal_baru), held(page, "bodies")) == (1, 0)


def test_an_answer_that_is_lost_on_the_way_costs_a_second_sending_and_no_second_visit(phone, portal_baru):
    page = phone.page
    phone.road.mode = "putus"
    field_day.visit_moved(page, phone.laid["targets"][0])
    expect(page.get_by_role("link", name="1 belum terkirim")).to_be_visible()
    page.get_by_role("link", name="1 belum terkirim").click()
    expect(page.get_by_text("Belum ada sambungan. Dikirim lagi sendiri.")).to_be_visible()
    phone.road.mode = "jalan"
    page.get_by_role("button", name="Kirim sekarang").click()
    field_day.sent(page)
    assert [status for _, status in phone.road.sent][-1] == 201
    assert len(phone.road.sent) >= 2
    assert arrived(portal_baru) == 1


def test_another_answer_under_the_same_key_is_told_kindly_and_kept(phone, portal_baru):
    page = phone.page
    phone.context.set_offline(True)
    field_day.visit_moved(page, phone.laid["targets"][0])
    key = page.evaluate(
        """() => new Promise(resolve => { indexedDB.open("selaras-lapangan").onsuccess = event => {
          event.target.result.transaction("items").objectStore("items").getAll().onsuccess = found => {
            event.target.result.close(); resolve(found.target.result[0].id); }; }; })"""
    )
    portal_baru.sql(
        """INSERT INTO verval_submission (instance, digest, xml, channel, form_id, form_version, "user", device_label, standing, held,
           expected) VALUES (%s, %s, '', 'odk', 'verval', '1', 1, '', 'berlaku', '', '[]')""",
        (f"uuid:{key}", "0" * 64),
    )
    phone.context.set_offline(False)
    page.get_by_role("link", name="1 belum terkirim").click()
    expect(page.get_by_text("Keduanya disimpan, tidak ada yang ditimpa")).to_be_visible()
    assert barriers.of(page) == []
    page.get_by_role("button", name="Saya mengerti").click()
    field_day.sent(page)
    [(beside,)] = portal_baru.sql("SELECT count(*) FROM verval_contradiction")
    assert beside == 1


def test_what_is_held_is_kept_and_the_officer_reads_why(phone, portal_baru):
    """On the way home one family was given to somebody else, and the phone's clock is three days off."""
    page, target = phone.page, phone.laid["targets"][0]
    phone.context.clock.set_system_time(dt.datetime.now(dt.UTC) + dt.timedelta(days=3))
    phone.context.set_offline(True)
    field_day.visit_moved(page, target)
    portal_baru.sql(
        "UPDATE verval_assignment SET until = now() WHERE target_id = (SELECT id FROM verval_target WHERE reference = %s)",
        (target,),
    )
    phone.context.set_offline(False)
    field_day.sent(page)
    page.goto("/lapangan/#/kiriman")
    expect(page.get_by_text("diperiksa penyelia sebelum dihitung")).to_be_visible()
    expect(page.get_by_text("Keluarga ini tidak lagi ditugaskan kepada Anda.")).to_be_visible()
    assert barriers.of(page) == []
    rows = portal_baru.sql(
        "SELECT held, device_started > received_at + interval '2 days' FROM verval_submission"
    )
    assert rows == [("bukan_tugas", True)]


def test_a_second_visit_of_the_same_officer_names_the_one_it_corrects(phone, portal_baru):
    page, target = phone.page, phone.laid["targets"][0]
    phone.context.set_offline(True)
    for _ in range(2):
        field_day.visit_moved(page, target)
    phone.context.set_offline(False)
    field_day.sent(page)
    first, second = field_day.stored(portal_baru)
    assert "deprecatedID" not in first[1]
    assert re.search(r"<(\w+:)?deprecatedID[^>]*>([^<]+)<", second[1])[2] == first[0]


def test_two_tabs_send_a_visit_once(phone, portal_baru):
    one, target = phone.page, phone.laid["targets"][0]
    phone.context.set_offline(True)
    one.goto(f"/lapangan/#/keluarga/{target}")
    one.get_by_role("button", name="Mulai kunjungan", exact=True).click()
    one.get_by_label("Tidak ditemukan").check()
    one.get_by_label("Alamatnya tidak ada").check()
    field_day.onwards(one)
    field_day.onwards(one)
    expect(one.get_by_role("heading", name="Periksa, lalu simpan")).to_be_visible()
    two = phone.context.new_page()
    two.goto("/lapangan/")
    field_day.unlock(two)
    two.goto(f"/lapangan/#/keluarga/{target}")
    two.get_by_role("button", name="Teruskan isian").click()
    expect(two.get_by_role("heading", name="Periksa, lalu simpan")).to_be_visible()
    for tab in (one, two):
        tab.get_by_role("button", name="Simpan", exact=True).click()
        expect(tab.get_by_role("heading", name=LIST)).to_be_visible()
    phone.context.set_offline(False)
    for tab in (one, two):
        tab.locator("a.unsent").click()
        tab.get_by_role("button", name="Kirim sekarang").click()
        field_day.sent(tab)
    assert arrived(portal_baru) == 1


def test_data_are_not_wiped_while_something_is_unsent_and_a_file_is_the_way_out(
    phone, portal_baru, page_for, tmp_path
):
    page = phone.page
    phone.context.set_offline(True)
    field_day.visit_moved(page, phone.laid["targets"][0])
    page.get_by_role("link", name="1 belum terkirim").click()
    page.get_by_role("button", name="Hapus data dari telepon").click()
    expect(page.get_by_text("1 kunjungan belum diterima Selaras")).to_be_visible()
    page.get_by_role("button", name="Kembali").click()
    with page.expect_download() as came:
        page.get_by_role("button", name="Buat berkas ekspor").click()
    exported = tmp_path / came.value.suggested_filename
    came.value.save_as(exported)
    assert exported.suffix == ".selaras"
    supervisor = page_for("verifikator", "desktop")
    supervisor.goto("/verval/impor/")
    supervisor.get_by_label("Berkas ekspor").set_input_files(exported)
    supervisor.get_by_role("button", name="Terima berkas").click()
    expect(supervisor.get_by_text("1 kunjungan baru")).to_be_visible()
    [(whose, channel)] = portal_baru.sql('SELECT "user", channel FROM verval_submission')
    assert (whose, channel) == (portal_baru.people["petugas"].id, "halaman")
    # Found there already, the phone may let it go; only then it may be wiped.
    phone.context.set_offline(False)
    page.get_by_role("button", name="Kirim sekarang").click()
    field_day.sent(page)
    page.get_by_role("button", name="Hapus data dari telepon").click()
    page.get_by_role("button", name="Hapus", exact=True).click()
    expect(page.get_by_role("heading", name="Ambil bekal kunjungan")).to_be_visible()
    assert [held(page, each) for each in ("items", "bodies", "drafts")] == [0, 0, 0]
    assert arrived(portal_baru) == 1


def _found(folder: Path, words: list[str]) -> set[str]:
    """Which of the words stand anywhere on the disk of the browser, as UTF-8 or UTF-16."""
    found = set()
    for path in folder.rglob("*"):
        if path.is_file():
            contents = path.read_bytes()
            found |= {
                word for word in words if word.encode() in contents or word.encode("utf-16-le") in contents
            }
    return found


def test_who_copies_the_disk_of_the_phone_reads_no_name_and_no_number(phone, portal_baru):
    page, (first, second, _) = phone.page, phone.laid["targets"]
    nik, note = "6402061205809001", "ZAMRUDKHATULISTIWA"
    page.goto(f"/lapangan/#/keluarga/{first}")
    expect(page.get_by_role("button", name="Mulai kunjungan")).to_be_visible()
    names = [page.get_by_role("heading", level=1).inner_text(), *page.locator(".members b").all_inner_texts()]
    phone.context.set_offline(True)
    with step(page, "saves one visit and leaves another half done, with a number and a note"):
        field_day.visit_moved(page, first)
        page.goto(f"/lapangan/#/keluarga/{second}")
        page.get_by_role("button", name="Mulai kunjungan", exact=True).click()
        page.get_by_label("Sudah pindah").check()
        page.get_by_label("Provinsi lain").check()
        page.get_by_label("Tempat tinggal yang baru").fill(f"{note} {nik}")
        field_day.onwards(page)
        page.get_by_label("Catatan lain").fill(note)
        page.get_by_role("button", name="Simpan dulu").click()
        expect(page.get_by_text("Sedang diisi")).to_be_visible()
    with step(page, "something that is not sealed would be found"):
        page.evaluate(
            """word => new Promise(resolve => { const asked = indexedDB.open("bandingan");
              asked.onupgradeneeded = () => asked.result.createObjectStore("x");
              asked.onsuccess = () => { const deal = asked.result.transaction("x", "readwrite");
                deal.objectStore("x").put(word, 1); deal.oncomplete = resolve; }; })""",
            "KENARIPEMBANDING",
        )
    phone.off()
    assert all(len(name) > 4 for name in names)
    assert _found(phone.folder, ["KENARIPEMBANDING"]) == {"KENARIPEMBANDING"}
    assert _found(phone.folder, [*names, nik, note, "RAHASIA EXIF"]) == set()
