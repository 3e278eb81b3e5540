"""What must not go wrong when files are hostile, processes die, and people act at once."""

import os
import signal
import threading
import zipfile

import openpyxl
import pytest
from django.db import connection, connections

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.intake import rules, vault
from selaras.apps.intake.models import Delivery, Edition, Job
from selaras.apps.intake.services import clean, decide, process, read, receive
from selaras.kernel import errors
from selaras.shell import vault as house_vault

HEAD = ["NIK", "No. KK", "Nama", "Tanggal Lahir", "Desa", "Kecamatan"]


def book(path, rows, head=HEAD):
    made = openpyxl.Workbook()
    made.active.append(head)
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


def person(number, name="SITI"):
    return [f"64020617088090{number:02}", "6402061708809099", name, "17/08/1980", "Melayu", "Tenggarong"]


@pytest.fixture
def operator(make_actor):
    return make_actor("operator", purpose="pemutakhiran")


@pytest.fixture
def steward(make_actor):
    return make_actor("wali_data", purpose="pemutakhiran")


def _zip(path, entries):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return path


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}<sheetData>{}</sheetData></worksheet>'
WORKBOOK = [
    ("[Content_Types].xml", "<Types/>"),
    (
        "xl/workbook.xml",
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.'
        'openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
    ),
    (
        "xl/_rels/workbook.xml.rels",
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    ),
]
HOSTILE = {
    "macro.xlsx": ([*WORKBOOK, ("xl/vbaProject.bin", b"x")], "baca_bermakro"),
    "bomb.xlsx": (
        [*WORKBOOK, ("xl/worksheets/sheet1.xml", b"<a>" + b"0" * 60_000_000)],
        "baca_zip_berbahaya",
    ),
    "dtd.xlsx": (
        [*WORKBOOK, ("xl/worksheets/sheet1.xml", '<!DOCTYPE a [<!ENTITY b "c">]>' + SHEET.format("", ""))],
        "baca_xml_berbahaya",
    ),
    "wide.xlsx": (
        [
            *WORKBOOK,
            (
                "xl/worksheets/sheet1.xml",
                SHEET.format(
                    '<dimension ref="A1:XFD9999"/>',
                    '<row r="1"><c r="A1" t="inlineStr"><is><t>NIK</t></is></c></row>'
                    '<row r="9999"><c r="XFD9999" t="inlineStr"><is><t>x</t></is></c></row>',
                ),
            ),
        ],
        "baca_tanpa_isi",  # two cells far apart: read without laying out what lies between
    ),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_workbook_is_refused_in_words(name, tmp_path, send, operator):
    entries, code = HOSTILE[name]
    found = send(_zip(tmp_path / name, entries), operator)
    assert (found.state, found.problem["code"]) == ("gagal", code)
    assert found.problem["hint"]
    assert found.frames == ""


def test_ten_million_cells_are_read_or_refused_within_the_limits(tmp_path, send, operator):
    path = tmp_path / "besar.csv"
    line = ";".join("x" * 100) + "\n"
    path.write_text(";".join(f"NAMA{i}" for i in range(100)) + "\n" + line * 100_000)
    found = send(path, operator)
    assert (found.state, found.problem["code"]) == ("perlu_pemetaan", "kenali_gagal")


def test_what_is_no_table_is_not_even_kept(tmp_path, send, operator):
    path = tmp_path / "data.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 100)
    found = send(path, operator)
    assert (found.state, found.problem["code"], found.raw) == ("gagal", "baca_bukan_tabel", False)
    assert not vault.room(found.reference).exists()


def test_formulas_and_markup_stay_text(tmp_path, send, operator, steward, sign_in):
    evil = "<script>alert(1)</script>'; DROP TABLE intake_delivery;--.xlsx"
    rows = [person(i, '=HYPERLINK("http://a")' if i == 3 else f"ORANG {chr(64 + i)}") for i in range(1, 8)]
    path = book(tmp_path / "a.xlsx", rows, [*HEAD[:-1], "Kecamatan"])
    found = send(path, operator, name=f"../../etc/{evil}")
    assert (
        found.name
        == evil.replace("/", "").replace("<script>alert(1)<script>", "<script>alert(1)<script>")[
            -len(found.name) :
        ]
    )
    assert "/" not in found.name
    client = sign_in(operator)
    body = client.get(f"/data-masuk/kiriman/{found.pk}/").content.decode()
    assert "<script>alert(1)" not in body
    assert Delivery.objects.count() == 1


def test_a_nik_in_a_file_name_is_not_kept():
    assert "6402061708809001" not in rules.clean_name("KTP 6402061708809001.xlsx")
    assert "6402 0617 0880 9001" not in rules.clean_name("KTP 6402 0617 0880 9001.xlsx")
    assert rules.clean_name("..\\..\\a\u202ecod.xlsx") == "acod.xlsx"
    assert len(rules.clean_name("ä" * 400 + ".xlsx").encode()) <= 165


def test_a_damaged_file_is_refused_fixed_and_accepted(tmp_path, send, operator, steward):
    bad = book(tmp_path / "rusak 2025-05.xlsx", [[int(p[0]), *p[1:]] for p in map(person, range(1, 40))])
    found = send(bad, operator)
    assert found.state in {"tidak_layak", "perlu_pemetaan"}
    assert "salinan" in found.files
    good = book(
        tmp_path / "baik 2025-05.xlsx", [person(i, f"ORANG {chr(64 + i % 20)}") for i in range(1, 40)]
    )
    fixed = send(good, operator, replaces=found.pk)
    found.refresh_from_db()
    assert (found.state, fixed.replaces_id) == ("diganti", found.pk)
    with accounts.acting(operator):
        sheet = fixed.read["lembar"][0]
        columns = {
            "nik": "NIK",
            "kk": "No. KK",
            "nama": "Nama",
            "tanggal_lahir": "Tanggal Lahir",
            "desa": "Desa",
            "kecamatan": "Kecamatan",
        }
        mapping = {
            "sidik": sheet["sidik"],
            "judul": "Daftar",
            "sumber": "dinsos",
            "baris": "orang",
            "kolom": columns,
        }
        receive.save_mapping(delivery_id=fixed.pk, mapping=mapping, by=operator)
    accounts.identify(access.SYSTEM)
    read.work(Job.objects.latest("id").pk)
    with accounts.acting(steward):
        assert decide.accept(delivery_id=fixed.pk, by=steward).rows_persons == 39


def test_the_reader_killed_leaves_words_and_nothing_half_written(kabupaten, operator, monkeypatch):
    with accounts.acting(operator):
        got = receive.receive(path=kabupaten / "dtks_2024-10.csv", name="dtks.csv", by=operator)
    born = []
    original = process.subprocess.Popen

    def watched(*args, **kwargs):
        born.append(original(*args, **kwargs))
        threading.Timer(0.4, lambda: os.kill(born[0].pid, signal.SIGKILL)).start()
        return born[-1]

    monkeypatch.setattr(process.subprocess, "Popen", watched)
    accounts.identify(access.SYSTEM)
    job = Job.objects.get()
    read.work(job.pk)
    accounts.identify(access.SYSTEM)
    job.refresh_from_db()
    found = Delivery.objects.get(pk=got.delivery.pk)
    assert (job.state, found.state, found.problem["code"]) == ("gagal", "gagal", "kiriman_proses_mati")
    assert "berhenti" in job.message
    assert [path.name for path in vault.room(found.reference).iterdir()] == ["mentah"]
    monkeypatch.undo()
    with accounts.acting(operator):
        receive.read_again(delivery_id=found.pk, by=operator)
    accounts.identify(access.SYSTEM)
    read.work(Job.objects.latest("id").pk)
    accounts.identify(access.SYSTEM)
    found.refresh_from_db()
    assert found.state == "siap"


def test_too_little_memory_is_said(kabupaten, send, operator, monkeypatch):
    monkeypatch.setattr(process, "MEMORY", 300_000_000)
    found = send(kabupaten / "dtks_2024-10.csv", operator)
    assert (found.state, found.problem["code"]) == ("gagal", "kiriman_proses_mati")


def test_the_reader_knows_neither_database_nor_keys(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://geheim")
    monkeypatch.setenv("SELARAS_KEYS", "/geheim")
    assert "geheim" not in str(process._environment(tmp_path))


def test_a_full_disk_leaves_nothing(tmp_path, operator, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(house_vault.Vault, "_seal", full)
    path = book(tmp_path / "a.xlsx", [person(1)])
    with pytest.raises(errors.SelarasError) as refusal, accounts.acting(operator):
        receive.receive(path=path, name="a.xlsx", by=operator)
    assert refusal.value.code == "kiriman_disk_penuh"
    assert Delivery.objects.count() == 0


def test_old_raw_files_and_orphans_are_cleared_away(kabupaten, send, operator, settings):
    found = send(kabupaten / "dtks_2024-10.csv", operator)
    orphan = vault.room("tidak-dikenal")
    orphan.mkdir(parents=True)
    os.utime(orphan, (0, 0))
    with connection.cursor() as cursor:
        accounts.identify(access.SYSTEM)
        cursor.execute("UPDATE intake_delivery SET sent_at = now() - interval '31 days'")
    done = clean.clean()
    assert (done["mentah"], orphan.exists(), vault.has(found.reference, "mentah")) == (1, False, False)
    accounts.identify(access.SYSTEM)
    assert Delivery.objects.get(pk=found.pk).raw is False


def _at_once(acts):
    """Runs functions at the same moment, each with a connection of its own; what each gave or raised."""
    gate, told = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        try:
            gate.wait()
            told[number] = act()
        except errors.SelarasError as error:
            told[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


@pytest.mark.django_db(transaction=True)
def test_the_same_upload_twice_at_once_is_one_delivery(kabupaten, make_actor):
    operator = make_actor("operator", purpose="pemutakhiran")

    def act():
        with accounts.acting(operator):
            return receive.receive(path=kabupaten / "dtks_2024-10.csv", name="dtks.csv", by=operator).again

    assert sorted(_at_once([act] * 4)) == [False, True, True, True]
    with accounts.acting(access.SYSTEM):
        assert (Delivery.objects.count(), Job.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_stewards_at_once_one_wins_and_the_other_is_told(kabupaten, make_actor, send):
    operator = make_actor("operator", purpose="pemutakhiran")
    stewards = [make_actor("wali_data", purpose="pemutakhiran") for _ in range(2)]
    with accounts.acting(operator):
        got = receive.receive(path=kabupaten / "dtks_2024-10.csv", name="dtks_2024-10.csv", by=operator)
    with accounts.acting(access.SYSTEM):
        job = Job.objects.get().pk
    read.work(job)

    def accepting(by):
        def act():
            with accounts.acting(by):
                return decide.accept(delivery_id=got.delivery.pk, by=by)

        return act

    told = _at_once([accepting(by) for by in stewards])
    won = [one for one in told if isinstance(one, Edition)]
    lost = [one for one in told if isinstance(one, errors.SelarasError)]
    assert (len(won), len(lost)) == (1, 1), [str(one) for one in told]
    assert lost[0].code == "kiriman_sudah_diputus"
    assert "Uji wali_data" in lost[0].message
    with accounts.acting(access.SYSTEM):
        assert Edition.objects.count() == 1
    assert not vault.has(got.delivery.reference, "mentah")
