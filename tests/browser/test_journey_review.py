"""A reviewer decides ten pairs with the keyboard; a second one agrees; the next registry does as they said."""

import re

import pytest
from playwright.sync_api import Page, expect
from story import accept, rebuilt, step

ASK = "Apakah ini satu orang?"


def waiting(page: Page) -> int:
    """How many pairs the page says are waiting."""
    return int(re.sub(r"\D", "", page.get_by_text(re.compile("pasangan menunggu;")).inner_text()))


def decide(page: Page, key: str) -> str:
    """Presses a key and waits for the next pair; the address of the pair that was decided."""
    here = page.url
    with page.expect_navigation(url=lambda url: url != here and re.search(r"/tinjau/\d+/$", url) is not None):
        page.keyboard.press(key)
    return here


@pytest.fixture
def reviewer(page_for, portal_baru, width) -> Page:
    """The steward before the first pair."""
    page = page_for("wali_data", width)
    page.goto("/tinjau/")
    return page


def test_ten_pairs_are_decided_by_keyboard(reviewer):
    with step(reviewer, "sees both rows and where they differ"):
        expect(reviewer.get_by_role("heading", level=1, name=ASK)).to_be_visible()
        pair = reviewer.get_by_role("table", name="Dua baris berdampingan")
        expect(pair.get_by_role("rowheader", name="Nama", exact=True)).to_be_visible()
        assert pair.get_by_text("berbeda").count() + pair.get_by_text("mirip").count() > 0
        assert not re.search(r"\d{16}", reviewer.content())
        for word in ("Sama", "Bukan orang yang sama", "Belum yakin"):
            expect(reviewer.get_by_role("button", name=re.compile(f"^{word}"))).to_be_in_viewport()
    with step(reviewer, "decides ten"):
        total, seen = waiting(reviewer), []
        assert total >= 11
        for key in "bbsbrbbsbr":
            seen.append(decide(reviewer, key))
        assert len(set(seen)) == 10, "a pair came twice"
        assert waiting(reviewer) == total - 10
    with step(reviewer, "takes the last one back"):
        expect(reviewer.get_by_text("Putusan terakhir Anda: belum yakin")).to_be_visible()
        reviewer.keyboard.press("u")
        expect(reviewer.get_by_text("Putusan terakhir Anda: bukan orang yang sama")).to_be_visible()
        assert waiting(reviewer) == total - 9
        reviewer.goto(seen[-1])
        expect(reviewer.get_by_role("heading", level=1, name=ASK)).to_be_visible()
    with step(reviewer, "types a note without deciding"):
        reviewer.get_by_label("Catatan").press_sequentially("sb")
        expect(reviewer).to_have_url(seen[-1])


def test_a_second_reviewer_is_asked_and_the_next_registry_does_as_both_said(page_for, portal_baru, width):
    first = page_for("verifikator", width)
    with step(first, "looks in Tenggarong for a pair that needs a second look"):
        first.goto("/tinjau/")
        asks = first.get_by_text("Memutuskan sama di sini perlu peninjau kedua.")
        for _turn in range(12):
            if asks.is_visible():
                break
            decide(first, "r")
        expect(asks).to_be_visible()
        about = first.get_by_role("paragraph").filter(has=first.get_by_role("link", name="orang kiri"))
        rows = about.inner_text().split(" · ")[:2]
        left, right = (
            about.get_by_role("link", name=f"orang {side}").get_attribute("href")
            for side in ("kiri", "kanan")
        )
        assert left != right
    with step(first, "says that they are one person"):
        pair = decide(first, "s")
        expect(first.get_by_text("Putusan disimpan dan menunggu peninjau kedua.")).to_be_visible()
    second = page_for("wali_data", width)
    with step(second, "is told that somebody decided, but not what"):
        second.goto(pair)
        told = second.get_by_text("Pasangan ini perlu peninjau kedua")
        expect(told).to_contain_text("Vera")
        assert not re.search("(satu orang|sama)", told.inner_text().lower())
    with step(second, "agrees"):
        second.keyboard.press("s")
        second.wait_for_url(lambda url: url != pair)
        assert portal_baru.sql(
            "SELECT settled IS NOT NULL, second_name FROM review_decision WHERE decision = 'sama'"
        ) == [(True, portal_baru.people["wali_data"].name)]
    with step(second, "brings the registry up to date"):
        portal_baru.work()
        second.goto(f"/data-masuk/kiriman/{portal_baru.places['deliveries']['siap']}/")
        accept(second)
        rebuilt(second, 2)
    with step(second, "sees that the two rows are one person now"):
        # Where the rows went is asked of the database: joined, they may have left both persons they were part of.
        found = portal_baru.sql(
            "SELECT DISTINCT person FROM registry_mention JOIN review_decision ON decision = 'sama'"
            " AND concat_ws(':', sheet, row, part) IN (a, b) WHERE build_to IS NULL"
        )
        assert len(found) == 1, "the two rows are still two persons"
        second.goto(f"/registri/orang/{found[0][0]}/")
        origin = second.get_by_role("table", name="Baris daftar tentang orang ini")
        for row in rows:
            expect(origin.get_by_role("cell", name=row.strip())).to_be_visible()
