"""The list that goes out to Dukcapil comes back as an edition, and the registry knows which NIK are held."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from django.db import connection
from django.test import Client

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.audit.models import Event
from selaras.apps.discrepancies import queries
from selaras.apps.discrepancies.models import Discrepancy, Padan
from selaras.apps.intake.models import Delivery, Edition, Job
from selaras.apps.intake.services import decide, read, receive
from selaras.apps.registry import history, layout, rebuild
from selaras.apps.registry import queries as registry
from selaras.apps.registry.models import Person
from selaras.synthetic import make

pytestmark = pytest.mark.django_db(transaction=True)
FORM = {"form": "xlsx", "purpose": "verifikasi", "reason": "Pemadanan triwulan dengan Disdukcapil"}
UNKNOWN = "TIDAK DITEMUKAN"


@pytest.fixture(scope="module")
def kabupaten(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("padan")
    make.make(700, 5, folder)
    return folder


def _brought(path: Path, by: access.Actor, name: str = "") -> Delivery:
    with accounts.acting(by):
        receive.receive(path=path, name=name or path.name, by=by)
    with accounts.acting(access.SYSTEM):
        waiting = list(Job.objects.filter(state="menunggu").order_by("pk").values_list("pk", flat=True))
    for job in waiting:
        read.work(job)
    with accounts.acting(by):
        return Delivery.objects.latest("pk")


def _accepted(found: Delivery, by: access.Actor) -> Edition:
    with accounts.acting(by):
        made = decide.accept(delivery_id=found.pk, by=by)
    rebuild.rebuild()
    return made


@pytest.fixture
def steward(kabupaten, make_actor) -> access.Actor:
    """A steward above a registry of two lists."""
    by = make_actor("wali_data", scope="64.02", purpose="verifikasi")
    for name in ("dtks_2024-10.csv", "p3ke_individu_2023-06.csv"):
        found = _brought(kabupaten / name, by)
        with accounts.acting(by):
            decide.accept(delivery_id=found.pk, by=by)
    rebuild.rebuild()
    return by


def _taken_out(client: Client) -> tuple[str, bytes]:
    answer = client.post("/ketidaksesuaian/padan/", FORM)
    assert answer.status_code == 200, answer.content[:500]
    name = re.search(r'filename="([^"]+)"', answer["Content-Disposition"])
    assert name is not None
    return name[1], answer.content


def _answered(content: bytes, path: Path) -> list[str]:
    """Fills the answers in as Disdukcapil does: every third NIK is not held. Gives those NIK."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.active
    heads = {cell.value: cell.column for cell in sheet[1]}
    missing = []
    for number, row in enumerate(range(2, sheet.max_row + 1)):
        known = number % 3 > 0
        if not known:
            missing.append(str(sheet.cell(row, heads["NIK"]).value))
        for head in ("HASIL NIK", "HASIL NAMA", "HASIL TANGGAL LAHIR"):
            sheet.cell(row, heads[head]).value = "SESUAI" if known else "TIDAK SESUAI"
        sheet.cell(row, heads["HASIL PADAN"]).value = "PADAN" if known else UNKNOWN
    book.save(path)
    return missing


def _padan(person: Person) -> str | None:
    return layout.unpack(person.isi, layout.PERSON).get("padan")


def _told(found: Delivery) -> int:
    """Rows that are new, or stand in the file more than once: two people on one NIK are asked about twice."""
    counted = found.difference["jumlah"]
    return sum(counted[kind] for kind in ("baru", "bertentangan", "kembar"))


def test_from_the_list_that_goes_out_to_a_registry_that_knows_the_answer(steward, sign_in, tmp_path):
    name, content = _taken_out(sign_in(steward))
    with accounts.acting(steward):
        out = Padan.objects.get()
        assert (out.purpose, out.reason, out.user) == ("verifikasi", FORM["reason"], steward.user_id)
    assert out.persons > 20
    with accounts.acting(access.SYSTEM):
        before = {p.reference: p for p in Person.objects.filter(build_to=None)}
        cases_before = set(Discrepancy.objects.filter(build_to=None).values_list("digest", flat=True))
    missing = _answered(content, tmp_path / name)

    found = _brought(tmp_path / name, steward)
    assert (found.state, found.profile, found.source) == ("siap", "dukcapil_padan", "dukcapil"), found.problem
    assert found.as_of is not None
    assert found.rows_persons == out.persons
    assert found.rows_to_fix >= len(missing)
    assert _told(found) == found.rows_persons
    assert found.difference["jumlah"]["hilang"] == 0

    _accepted(found, steward)
    with accounts.acting(access.SYSTEM):
        asked = {
            p.reference: p
            for p in Person.objects.filter(build_to=None, sources__contains="dukcapil")
            if p.reference in before
        }
        verdicts = {r: _padan(p) for r, p in asked.items()}
        assert set(verdicts.values()) == {"1", "0"}
        assert [r for r, verdict in verdicts.items() if verdict != _padan(before[r])]
        cases = Discrepancy.objects.filter(build_to=None)
        new = [each for each in cases if each.digest not in cases_before]
        assert {each.kind for each in new} & {"tidak_padan_tetap_terima"}
        doubted = {each.person for each in new if each.kind == "tidak_padan_tetap_terima"}
    assert all(verdicts[reference] == "0" for reference in doubted)

    with accounts.acting(steward):
        one = registry.person(sorted(doubted)[0], actor=steward)
        events = history.of_person(one, actor=steward)
        assert any("DUKCAPIL" in title.upper() for title, _label in events[0].came)
        assert queries.about(steward, person=one.reference)
    page = sign_in(steward).get(f"/registri/orang/{one.reference}/").content.decode()
    assert "Belum padan, bantuan tercatat" in page
    assert not [nik for nik in missing if nik in page]


def test_a_second_round_does_not_say_that_the_first_is_gone(steward, sign_in, tmp_path):
    name, content = _taken_out(sign_in(steward))
    _answered(content, tmp_path / name)
    _accepted(_brought(tmp_path / name, steward), steward)
    book = openpyxl.load_workbook(tmp_path / name)
    book.active.delete_rows(10, book.active.max_row)
    later = tmp_path / "padan-dukcapil_2026-12-01.xlsx"
    book.save(later)
    found = _brought(later, steward)
    assert found.state == "siap", found.problem
    assert found.difference["jumlah"]["hilang"] == 0
    assert _told(found) == found.rows_persons == 8


def test_who_may_not_open_numbers_gets_no_list_for_dukcapil(steward, make_actor, sign_in):
    viewer = make_actor("pemilik_program", scope="64.02", purpose="verifikasi")
    answer = sign_in(viewer).post("/ketidaksesuaian/padan/", FORM)
    assert answer.status_code == 403
    with accounts.acting(access.SYSTEM):
        assert not Padan.objects.exists()


def test_no_number_of_the_list_stands_in_the_trail(steward, sign_in):
    _name, content = _taken_out(sign_in(steward))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    numbers = {str(row[0].value) for row in sheet.iter_rows(min_row=2)}
    assert all(re.fullmatch(r"\d{16}", number) for number in numbers)
    with accounts.acting(access.SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('selaras.audit', '*', true)")
        told = " ".join(str(each.detail) for each in Event.objects.filter(action="padan_keluar"))
    assert "orang" in told
    assert not [number for number in numbers if number in told]
