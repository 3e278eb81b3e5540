"""Files that are not theirs to bring, and files that were made to do harm, from the form to the page that says so."""

import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.accounts.models import Grant
from selaras.apps.intake.models import Delivery, Edition, Job
from selaras.apps.intake.rules import OUTSIDE_SHARE
from selaras.apps.intake.services import read
from selaras.synthetic import make


@pytest.fixture
def lists(tmp_path):
    make.make(400, 11, tmp_path, kabupaten="64.02")
    return tmp_path


def _brought(client, name, content):
    """Sent by the form, read; the delivery, and what its page says."""
    client.post("/data-masuk/kirim/", {"berkas": SimpleUploadedFile(name, content)})
    accounts.identify(access.SYSTEM)
    for job in Job.objects.filter(state="menunggu").values_list("pk", flat=True):
        read.work(job)
    accounts.identify(access.SYSTEM)
    found = Delivery.objects.get()
    return found, client.get(f"/data-masuk/kiriman/{found.pk}/").content.decode()


def _sender(make_actor, sign_in, scope, kind):
    return sign_in(make_actor("operator", scope=scope, kind=kind, purpose="pemutakhiran"))


# Another agency's region ----------------------------------------------------------------------------------------------


def test_a_file_wholly_from_elsewhere_is_refused_and_says_where_it_lies(lists, make_actor, sign_in):
    client = _sender(make_actor, sign_in, "94.01", "opd")
    found, page = _brought(client, "dtks_2024-10.csv", (lists / "dtks_2024-10.csv").read_bytes())
    assert (found.state, found.problem["code"]) == ("gagal", "kiriman_di_luar_wilayah")
    assert "64.02" in page
    steward = sign_in(make_actor("wali_data", scope="94.01", purpose="pemutakhiran"))
    steward.post(f"/data-masuk/kiriman/{found.pk}/terima/")
    accounts.identify(access.SYSTEM)
    assert not Edition.objects.exists()


def test_a_few_rows_from_elsewhere_are_said_before_anybody_accepts(lists, make_actor, sign_in):
    content = (lists / "dtks_2024-10.csv").read_bytes()
    found, _ = _brought(_sender(make_actor, sign_in, "64.02", "opd"), "dtks_2024-10.csv", content)
    counts = {code: n for code, n in found.read["tempat"].items() if code}
    assert found.rows_outside == 0
    Job.objects.all().delete()
    Delivery.objects.all().delete()
    # Brought by who answers for every kecamatan but the one with the fewest rows.
    places = sorted({".".join(code.split(".")[:3]) for code in counts}, key=lambda k: _of(counts, k))
    actor = make_actor("operator", scope=places[-1], kind="opd", purpose="pemutakhiran")
    for place in places[1:-1]:
        Grant.objects.create(user_id=actor.user_id, role="operator", scope=place)
    found, page = _brought(sign_in(actor), "dtks_2024-10.csv", content)
    far = _of(counts, places[0])
    assert found.rows_outside == far > 0
    assert (found.state == "gagal") == (far > OUTSIDE_SHARE * sum(counts.values()))
    assert found.state in {"siap", "tidak_layak"}
    assert Edition.objects.count() == 0
    if found.state == "siap":
        assert "di luar" in page


def _of(counts, kecamatan):
    return sum(n for code, n in counts.items() if code.startswith(f"{kecamatan}."))


# Made to do harm ------------------------------------------------------------------------------------------------------

RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)


def _book(path, change):
    """A workbook as a spreadsheet program writes it, with further parts."""
    book = openpyxl.Workbook()
    book.active.append(["NIK", "No. KK", "Nama", "Tanggal Lahir", "Desa", "Kecamatan"])
    book.active.append(
        ["6402061708809001", "6402061708809099", "=cmd|' /C calc'!A1", "17/08/1980", "Melayu", "Tenggarong"]
    )
    book.save(path)
    with zipfile.ZipFile(path, "a") as archive:
        for name, content in change:
            archive.writestr(name, content)
    return path.read_bytes()


HOSTILE = {
    "makro.xlsm": [("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")],
    "tautan.xlsx": [
        ("xl/externalLinks/externalLink1.xml", "<externalLink/>"),
        (
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            RELATIONS.format(
                '<Relationship Id="r1" Type="x" Target="http://127.0.0.1:9/rahasia" TargetMode="External"/>'
            ),
        ),
    ],
    "entitas.xlsx": [
        (
            "xl/worksheets/sheet9.xml",
            '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "&x;&x;&x;">]><worksheet>&y;</worksheet>',
        )
    ],
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_workbook_does_nothing_and_the_page_says_what_to_do(name, tmp_path, make_actor, sign_in):
    client = _sender(make_actor, sign_in, "64.02", "opd")
    found, page = _brought(client, name, _book(tmp_path / name, HOSTILE[name]))
    # Refused in words, or read as the plain table it also is: never followed, never run.
    assert found.state in {"gagal", "perlu_pemetaan", "tidak_layak", "siap"}
    if found.state == "gagal":
        assert found.problem["hint"]
        assert found.problem["code"] != "kiriman_proses_mati"
    assert "root:" not in page
    assert "/C calc" not in page or "=cmd" not in page
    if name == "makro.xlsm":
        assert (found.state, found.problem["code"]) == ("gagal", "baca_bermakro")


def test_ten_million_cells_in_a_workbook_are_bounded(tmp_path, make_actor, sign_in):
    """A sheet that says it has ten million cells, in a file of a few hundred kilobytes."""
    row = "".join(f'<c r="{c}{{0}}" t="inlineStr"><is><t>x</t></is></c>' for c in "ABCDEFGHIJ")
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:J1048576"/>'
        "<sheetData>"
        + "".join(f'<row r="{n}">{row.format(n)}</row>' for n in range(1, 20_001))
        + "</sheetData></worksheet>"
    )
    path = tmp_path / "besar.xlsx"
    _book(path, [])
    fresh = tmp_path / "baru.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, sheet if entry == "xl/worksheets/sheet1.xml" else old.read(entry))
    client = _sender(make_actor, sign_in, "64.02", "opd")
    found, _ = _brought(client, "besar.xlsx", fresh.read_bytes())
    assert found.state in {"gagal", "perlu_pemetaan"}
    assert found.problem["code"] != "kiriman_proses_mati"
