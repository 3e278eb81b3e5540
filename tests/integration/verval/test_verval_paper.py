"""Paper: the sheet goes out locked and without numbers, comes back through the one door, and twice is once."""

import io

import openpyxl
import pytest
from verval_world import field

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.verval.models.campaigns import Instrument, Officer
from selaras.apps.verval.models.submissions import Observation, Submission
from selaras.apps.verval.queries import findings as queries
from selaras.apps.verval.rules import instruments
from selaras.apps.verval.services import paper, sheets
from selaras.kernel import errors
from selaras.shell import trail


@pytest.fixture
def place(make_actor):
    accounts.identify(access.SYSTEM)
    found = field(make_actor("petugas"))
    asked = instruments.questions(instruments.standard())
    Instrument.objects.filter(pk=found.form.pk).update(questions=asked)
    found.campaign.instrument.refresh_from_db()
    Officer.objects.create(
        campaign=found.campaign, user=found.officer.user_id, name="Uji", kode_desa="64.02.06.1001"
    )
    return found


@pytest.fixture
def leader(make_actor):
    return make_actor("verifikator")


@pytest.fixture
def book(place, leader):
    return openpyxl.load_workbook(io.BytesIO(paper.sheet(campaign=place.campaign, user=0, by=leader)))


def _columns(sheet) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[3] if cell.value}


def _fill(book, line: int, **answers: str) -> None:
    sheet = book[sheets.FAMILIES]
    columns = _columns(sheet)
    officer = book[sheets.CHOICES]["A2"].value
    given = {"Petugas": officer, "Tanggal kunjungan": "20-11-2026", "keadaan": "Ditemui di rumahnya",
             "persetujuan": "Ya", "kelayakan": "Layak", **answers}  # fmt: skip
    for name, text in given.items():
        sheet.cell(sheets.TOP + line, columns[name], text)


def _keep(place, leader, book) -> str:
    room = io.BytesIO()
    book.save(room)
    return paper.keep(campaign=place.campaign, content=room.getvalue(), by=leader)


def _check(place, leader, digest):
    return paper.check(campaign=place.campaign, digest=digest, by=leader)


def test_the_sheet_has_a_locked_line_per_family_and_lists_of_choices(place, book):
    sheet = book[sheets.FAMILIES]
    references = {sheet.cell(row, 1).value for row in range(4, 7)}
    assert references == {target.reference for target in place.targets}
    assert sheet.protection.sheet
    assert sheet.column_dimensions["A"].hidden
    assert sheet.cell(4, 1).protection.locked
    assert not sheet.cell(4, 8).protection.locked
    assert len(sheet.data_validations.dataValidation) > 20


def test_a_row_goes_through_the_one_door_in_the_name_of_who_was_there(place, leader, book):
    _fill(book, 1, lantai="Keramik", aset="Sepeda; Televisi layar datar", luas_lantai="36")
    digest = _keep(place, leader, book)
    counted = paper.bring(campaign=place.campaign, digest=digest, by=leader)
    assert counted == {"diterima": 1, "karantina": 0, "dilewati": 0}
    seen = Observation.objects.select_related("submission").get()
    assert (seen.user, seen.outcome, seen.submission.channel) == (place.officer.user_id, "layak", "kertas")
    said = queries.answers(seen)
    assert (said["lantai"], said["aset"], said["luas_lantai"], said["today"]) == (
        "2", "sepeda televisi", "36", "2026-11-20"
    )  # fmt: skip
    assert said["diketik_oleh"] == str(leader.user_id)


def test_the_same_sheet_twice_changes_nothing(place, leader, book):
    _fill(book, 1)
    digest = _keep(place, leader, book)
    for _ in range(2):
        paper.bring(campaign=place.campaign, digest=digest, by=leader)
    assert Submission.objects.count() == 1
    assert [each.state for each in _check(place, leader, digest)] == [paper.SAME]


def test_a_row_that_was_put_right_corrects_the_earlier_one(place, leader, book):
    _fill(book, 1, lantai="Keramik")
    paper.bring(campaign=place.campaign, digest=_keep(place, leader, book), by=leader)
    _fill(book, 1, lantai="Tanah")
    paper.bring(campaign=place.campaign, digest=_keep(place, leader, book), by=leader)
    [told] = queries.told([place.targets[0]]).values()
    state = told.finding.fields["lantai"]
    assert (state.value, state.lost[0].value) == ("8", "2")


WRONG = {
    "pilihan_salah": {"lantai": "Emas"},
    "bukan_angka": {"luas_lantai": "luas"},
    "di_luar_batas": {"luas_lantai": "4000"},
    "belum_diisi": {"kelayakan": ""},
    "tanggal_salah": {"Tanggal kunjungan": "kemarin"},
    "belum_terjadi": {"Tanggal kunjungan": "20-11-2126"},
    "petugas_asing": {"Petugas": "Bukan siapa-siapa"},
    "bukan_16_angka": {"nik_benar": "12345"},
    "tidak_dapat_bersama": {"aset": "Sepeda; Tidak ada satu pun"},
}


@pytest.mark.parametrize("code", WRONG)
def test_what_is_wrong_in_a_row_is_said_and_the_row_stays_out(place, leader, book, code):
    _fill(book, 1, **WRONG[code])
    _fill(book, 2)
    digest = _keep(place, leader, book)
    first, second = _check(place, leader, digest)
    assert (first.state, [each.code for each in first.problems]) == (paper.WRONG, [code])
    assert second.state == paper.NEW
    assert paper.bring(campaign=place.campaign, digest=digest, by=leader)["diterima"] == 1


def _altered(book, what: str) -> None:
    sheet = book[sheets.FAMILIES]
    _fill(book, 1)
    if what == "dua_kali":
        for column in range(1, 8):
            sheet.cell(5, column, sheet.cell(4, column).value)
        _fill(book, 2)
    elif what == "baris_berubah":
        sheet.cell(4, 6, "Orang lain")
    else:
        sheet.cell(4, 1, "tidakada0000")


@pytest.mark.parametrize("what", ["dua_kali", "baris_berubah", "keluarga_asing"])
def test_lines_that_were_moved_or_changed_are_found(place, leader, book, what):
    _altered(book, what)
    problems = [p.code for each in _check(place, leader, _keep(place, leader, book)) for p in each.problems]
    assert problems == [what]


def test_changed_heads_and_other_files_are_refused_whole(place, leader, book):
    book[sheets.FAMILIES].cell(3, 12, "lain")
    with pytest.raises(errors.SelarasError, match="Judul kolom"):
        _check(place, leader, _keep(place, leader, book))
    for content in (b"bukan berkas", b"PK\x03\x04" + b"\0" * 40):
        digest = paper.keep(campaign=place.campaign, content=content, by=leader)
        with pytest.raises(errors.SelarasError):
            _check(place, leader, digest)


def test_who_leads_elsewhere_gets_no_sheet(place, make_actor):
    with pytest.raises(trail.Refused):
        paper.sheet(campaign=place.campaign, user=0, by=make_actor("verifikator", scope="64.03"))


def test_pages_print_take_a_sheet_and_send_it(place, leader, book, sign_in):
    client, base = sign_in(leader), f"/verval/kertas/{place.campaign.reference}/"
    assert "Cetak formulir kosong" in client.get(base).content.decode()
    printed = client.get(f"{base}cetak/").content.decode()
    assert all(target.reference in printed for target in place.targets)
    _fill(book, 1)
    _fill(book, 2, lantai="Emas")
    room = io.BytesIO()
    book.save(room)
    room.seek(0)
    room.name = "isian.xlsx"
    page = client.post(f"{base}periksa/", {"berkas": room}, follow=True)
    told = page.content.decode()
    assert "1 baris siap dikirim" in told
    assert "bukan salah satu pilihan" in told
    digest = page.redirect_chain[-1][0].rstrip("/").rpartition("/")[2]
    answer = client.post(f"{base}kirim/", {"sidik": digest}, follow=True)
    assert "1 keluarga diterima" in answer.content.decode()
