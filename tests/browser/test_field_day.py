"""An officer's day with the offline page: whatever happens to the phone, each visit arrives once."""

import field_day
import field_road
import pytest
from playwright.sync_api import expect


@pytest.fixture
def phone(browser, portal_baru, tmp_path):
    """A phone of the officer, switched off at the end; fails for what its pages complained about."""
    with field_road.road(portal_baru.address) as road:
        made = field_day.Phone(browser.browser_type, portal_baru, road, tmp_path / "telepon")
        yield made
        made.off()
    assert made.complaints == []


def stored(portal) -> tuple[int, int, int]:
    """Submissions, observations and photos that arrived."""
    [(sent,)] = portal.sql("SELECT count(*) FROM verval_submission WHERE channel = 'halaman'")
    [(seen,)] = portal.sql("SELECT count(*) FROM verval_observation WHERE counts")
    [(photos,)] = portal.sql("SELECT count(*) FROM verval_attachment WHERE picture")
    return sent, seen, photos


def test_a_visit_without_a_signal_arrives_when_it_is_back(phone, portal_baru):
    laid = field_day.lay(portal_baru, 3)
    page = phone.on()
    phone.sign_in()
    field_day.set_up(page)
    phone.context.set_offline(True)
    page.reload()
    field_day.unlock(page)
    expect(page.get_by_role("heading", name="Keluarga saya")).to_be_visible()
    field_day.visit_moved(page, laid["targets"][0])
    expect(page.get_by_role("link", name="1 belum terkirim")).to_be_visible()
    assert stored(portal_baru) == (0, 0, 0)
    phone.context.set_offline(False)
    field_day.sent(page)
    assert stored(portal_baru) == (1, 1, 1)
    [(outcome, lat, accuracy, state)] = portal_baru.sql(
        "SELECT o.outcome, o.lat, o.accuracy, t.state FROM verval_observation o JOIN verval_target t ON t.id = o.target_id"
    )
    assert (outcome, round(lat, 4), accuracy, state) == ("pindah", -0.4123, 8.0, "dikunjungi")


def _day(phone, portal, number: int) -> None:
    """A day of so many families: no signal but now and then, the page reloaded, the browser killed, the app renewed."""
    laid = field_day.lay(portal, number)
    page = phone.on()
    phone.sign_in()
    field_day.set_up(page)
    phone.context.set_offline(True)
    for at, target in enumerate(laid["targets"]):
        turn = at % 6
        if turn == 1:
            page.reload()
            field_day.unlock(page)
            expect(page.get_by_role("heading", name="Keluarga saya")).to_be_visible()
        elif turn in {2, 5}:
            page = _killed_in_the_middle(phone, page, target)
        elif turn == 3:
            _signal_for_a_moment(phone, page)
        elif at == 4:
            _renewed(phone, page, target)
        field_day.visit_moved(page, target)
    expect(page.get_by_text(f"{number} kunjungan hari ini.")).to_be_visible()
    phone.kill()
    page = phone.on()
    page.goto("/lapangan/")
    # Sending asks for no PIN.
    field_day.sent(page)
    assert stored(portal) == (number, number, number)
    [(families,)] = portal.sql("SELECT count(DISTINCT target_id) FROM verval_observation")
    assert families == number


def _killed_in_the_middle(phone, page, target):
    """The battery is empty after a question was answered: the answer is still there."""
    page.goto(f"/lapangan/#/keluarga/{target}")
    page.get_by_role("button", name="Mulai kunjungan", exact=True).click()
    page.get_by_label("Sudah pindah").check()
    page.get_by_label("Provinsi lain").check()
    field_day.onwards(page)
    expect(page.get_by_role("heading", name="Kesimpulan petugas")).to_be_visible()
    page.get_by_label("Catatan lain").fill("Rumah kosong")
    page.get_by_role("button", name="Simpan dulu").click()
    expect(page.get_by_text("Sedang diisi")).to_be_visible()
    phone.kill()
    page = phone.on()
    phone.context.set_offline(True)
    page.goto("/lapangan/")
    field_day.unlock(page)
    page.goto(f"/lapangan/#/keluarga/{target}")
    page.get_by_role("button", name="Teruskan isian").click()
    expect(page.get_by_label("Catatan lain")).to_have_value("Rumah kosong")
    page.get_by_role("button", name="Kembali").click()
    expect(page.get_by_label("Provinsi lain")).to_be_checked()
    page.goto("/lapangan/#/")
    return page


def _signal_for_a_moment(phone, page):
    phone.context.set_offline(False)
    expect(page.get_by_role("link", name="Semua terkirim")).to_be_visible()
    phone.context.set_offline(True)


def _renewed(phone, page, target):
    """A new version of the page comes while a visit is half filled in: it is offered, taken, and the visit goes on."""
    page.goto(f"/lapangan/#/keluarga/{target}")
    page.get_by_role("button", name="Mulai kunjungan", exact=True).click()
    page.get_by_label("Tidak ditemukan").check()
    phone.road.version += 1
    phone.context.set_offline(False)
    page.evaluate(
        "navigator.serviceWorker.getRegistration('/lapangan/').then(found => found.update()).then(() => true)"
    )
    page.get_by_role("button", name="Pakai sekarang").click()
    field_day.unlock(page)
    expect(page.get_by_label("Tidak ditemukan")).to_be_checked()
    [held] = page.evaluate("caches.keys()")
    assert held.endswith(str(phone.road.version))
    phone.context.set_offline(True)
    page.goto("/lapangan/#/")
    expect(page.get_by_role("heading", name="Keluarga saya")).to_be_visible()


def test_a_day_of_twelve_families(phone, portal_baru):
    _day(phone, portal_baru, 12)


@pytest.mark.slow
def test_a_day_of_sixty_families(phone, portal_baru):
    _day(phone, portal_baru, 60)
