"""A damaged DTKS list is brought by the operator, put right by what the findings say, and accepted by the steward."""

import base64
import csv
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from story import WORK, accept, persons, rebuilt, step

SPOILT, RIGHT = "dtks_2025-05.xlsx", "dtks_2025-05 (diperbaiki).xlsx"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NEWCOMER = "ZULAIKHA RAMBUTAN"
NIK = "6402065503909417"


@pytest.fixture
def damaged(portal_baru, tmp_path) -> dict[str, str]:
    """The next edition of DTKS: one person new, one moved, one gone; one NIK lost its last digit, one village its name.

    Answers with the path and what is wrong where: `short` (the row), `nik`, `lost` (the row), `desa`.
    """
    with (portal_baru.sources / "dtks_2024-10.csv").open(newline="", encoding="utf-8-sig") as source:
        head, *rows = list(csv.reader(source, delimiter=";"))
    at = {name: head.index(name) for name in ("NIK", "DESA/KELURAHAN", "ALAMAT")}
    sound = [
        n
        for n, row in enumerate(rows)
        if re.fullmatch(r"\d{16}", row[at["NIK"]]) and row[at["DESA/KELURAHAN"]]
    ]
    short, lost, moved, gone = sound[20], sound[60], sound[100], sound[140]
    right = {"nik": rows[short][at["NIK"]], "desa": rows[lost][at["DESA/KELURAHAN"]]}
    rows[short][at["NIK"]] = right["nik"][:-1]
    rows[lost][at["DESA/KELURAHAN"]] = "ANTAH BERANTAH"
    rows[moved][at["ALAMAT"]] = "JL. BARU SEKALI NO. 5"
    newcomer = list(rows[gone])
    own = {
        "NIK": NIK, "NAMA": NEWCOMER, "NO KK": "6402060101209417", "ID DTKS": "64029999417", "TANGGAL LAHIR": "15/03/1990",
        "JENIS KELAMIN": "P", "HUB KELUARGA": "KEPALA KELUARGA",
    }  # fmt: skip
    for name, value in own.items():
        newcomer[head.index(name)] = value
    rows[gone] = newcomer
    book = openpyxl.Workbook()
    for row in (head, *rows):
        book.active.append(row)
    book.active.title = "DTKS"
    path = tmp_path / SPOILT
    book.save(path)
    return {"path": str(path), "short": str(short + 2), "lost": str(lost + 2), **right}


def bring(page: Page, path: str, *, drag: bool) -> None:
    """Sends a file from the page of incoming data: dragged onto it, or chosen."""
    page.goto("/data-masuk/")
    if drag:
        content = base64.b64encode(Path(path).read_bytes()).decode()
        carried = page.evaluate_handle(
            """([name, type, content]) => { const carried = new DataTransfer();
            const bytes = Uint8Array.from(atob(content), c => c.charCodeAt(0));
            carried.items.add(new File([bytes], name, {type})); return carried; }""",
            [Path(path).name, SHEET, content],
        )  # fmt: skip
        page.locator("form").filter(has=page.get_by_label("Kirim berkas")).dispatch_event(
            "drop", {"dataTransfer": carried}
        )
    else:
        page.get_by_label("Kirim berkas").set_input_files(path)
        page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.get_by_role("heading", level=1, name=Path(path).name)).to_be_visible(timeout=WORK)


def finding(page: Page, kind: str) -> None:
    """Filters the findings by kind."""
    chosen = page.get_by_label("Jenis temuan")
    option = chosen.locator("option").filter(has_text=kind)
    chosen.select_option(option.get_attribute("value"))
    expect(page).to_have_url(re.compile("kode="))


def changes(page: Page) -> dict[str, int]:
    """What the delivery would change, as the figures tell it."""
    part = page.get_by_role("region", name="Apa yang akan berubah")
    told = part.inner_text()
    words = ("baru", "berubah", "tetap", "tidak ada lagi", "bertentangan")
    return {word: int(re.search(rf"([\d.]+)\s+{word}\b", told)[1].replace(".", "")) for word in words}


def test_a_damaged_list_is_put_right_and_accepted(page_for, portal_baru, damaged, tmp_path, each_width):
    width = each_width
    portal_baru.work()
    operator = page_for("operator", width, accept_downloads=True)
    with step(operator, "brings the file"):
        bring(operator, damaged["path"], drag=width == "desktop")
    with step(operator, "sees what it is"):
        known = operator.get_by_role("region", name="Berkas ini dikenali sebagai")
        expect(known).to_contain_text("DTKS, ekspor SIKS-NG", timeout=WORK)
        expect(known).to_contain_text(re.compile(r"keyakinan \d+"))
    with step(operator, "filters for numbers that are no NIK"):
        wrong = operator.get_by_role("region", name="Yang perlu dilihat")
        wrong.get_by_role("link", name=re.compile("Lihat semua")).click()
        finding(operator, "NIK tidak berbentuk 16 angka")
        row = operator.get_by_role("table").get_by_role(
            "row", name=re.compile(rf"DTKS (Baris: )?{damaged['short']}\b")
        )
        expect(row).to_contain_text("NIK tidak berbentuk 16 angka")
        assert damaged["nik"][:-1] not in operator.content(), "the number stands on the page in full"
    with step(operator, "filters for villages that are not known"):
        finding(operator, "Nama desa atau kelurahan ini tidak ditemukan")
        row = operator.get_by_role("row", name=re.compile(rf"DTKS (Baris: )?{damaged['lost']}\b"))
        expect(row).to_contain_text("ANTAH BERANTAH")
        expect(row).to_contain_text("Perbaiki nama desa")
    with step(operator, "downloads the copy with notes"):
        operator.get_by_role("link", name=SPOILT).click()
        copy = downloaded(operator, tmp_path / "salinan.xlsx")
    with step(operator, "puts right what the notes say, and sends it again"):
        fixed = put_right(copy, damaged, tmp_path / RIGHT)
        fix = operator.get_by_role("group").filter(has_text="Perbaiki dan kirim lagi")
        if not operator.get_by_label("Berkas yang sudah diperbaiki").is_visible():
            fix.locator("summary").click()
        operator.get_by_label("Berkas yang sudah diperbaiki").set_input_files(fixed)
        operator.get_by_role("button", name="Kirim lagi").click()
        expect(operator.get_by_role("heading", level=1, name=RIGHT)).to_be_visible(timeout=WORK)
        expect(operator.get_by_role("region", name="Berkas ini dikenali sebagai")).to_contain_text(
            "531", timeout=WORK
        )
    with step(operator, "sees that both are put right"):
        operator.get_by_role("region", name="Yang perlu dilihat").get_by_role(
            "link", name=re.compile("Lihat semua")
        ).click()
        expect(operator.get_by_role("table")).to_be_visible()
        finding(operator, "Nama desa atau kelurahan ini tidak ditemukan")
        expect(operator.get_by_role("table")).not_to_contain_text("ANTAH BERANTAH")
        operator.get_by_role("link", name=RIGHT).click()
    with step(operator, "cannot accept it"):
        expect(operator.get_by_role("heading", level=1, name=RIGHT)).to_be_visible()
        expect(operator.get_by_role("button", name="Terima edisi ini")).to_have_count(0)
    steward = page_for("wali_data", width)
    with step(steward, "finds it waiting at home"):
        steward.goto("/registri/")
        before = persons(steward)
        steward.goto("/")
        steward.get_by_role("link", name=re.compile("kiriman menunggu keputusan")).click()
        steward.get_by_role("link", name=RIGHT).click()
    with step(steward, "sees what would change before anything does"):
        expect(steward.get_by_text("Dibandingkan dengan").first).to_contain_text("Oktober 2024")
        told = changes(steward)
        assert (told["baru"], told["berubah"], told["tidak ada lagi"]) == (1, 1, 1)
        steward.get_by_role("link", name="Lihat baris demi baris").click()
        # On a phone each cell of a card says its column first.
        expect(steward.get_by_role("row", name=re.compile(rf"{NIK[-4:]} .*Z•••"))).to_contain_text("baru")
        expect(steward.get_by_role("row", name=re.compile(r"^(\S+: )?berubah"))).to_contain_text("alamat")
        steward.goto("/registri/")
        assert persons(steward) == before, "the registry changed before anybody accepted"
        steward.go_back()
        steward.get_by_role("link", name=RIGHT).click()
    with step(steward, "accepts"):
        asked = accept(steward)
        assert "1 baru" in asked
    with step(steward, "waits for the registry"):
        rebuilt(steward, 2)
    with step(steward, "finds the newcomer"):
        steward.goto("/registri/")
        assert persons(steward) >= before
        search = steward.get_by_role("main")
        search.get_by_role("searchbox", name="Cari").fill(NEWCOMER)
        search.get_by_role("button", name="Cari").click()
        steward.get_by_role("link", name=NEWCOMER).first.click()
        source = steward.get_by_role("table", name="Nilai, sumber, dan menurut baris lain")
        expect(source.get_by_role("row", name=re.compile(rf"^(\S+: )?Nama .*{NEWCOMER}"))).to_contain_text(
            "DTKS Mei 2025"
        )


def downloaded(page: Page, path: Path) -> Path:
    """The annotated copy."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Unduh salinan bercatatan").click()
    waiting.value.save_as(path)
    return path


def put_right(copy: Path, damaged: dict[str, str], to: Path) -> Path:
    """As a clerk would: looks in the copy for rows with a note, corrects the two that are told."""
    book = openpyxl.load_workbook(copy)
    sheet = book["DTKS"]
    head = {cell.value: cell.column for cell in sheet[1]}
    note = head["Selaras: catatan"]
    for row, column, value, told in (
        (damaged["short"], "NIK", damaged["nik"], "NIK tidak berbentuk 16 angka"),
        (damaged["lost"], "DESA/KELURAHAN", damaged["desa"], "tidak ditemukan pada kecamatan"),
    ):
        assert told in str(sheet.cell(int(row), note).value), f"no note beside row {row}"
        sheet.cell(int(row), head[column]).value = value
    book.save(to)
    return to
