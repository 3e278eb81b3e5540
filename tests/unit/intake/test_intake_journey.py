"""The way of a file: brought, read, compared, accepted, followed by the next, undone."""

import datetime as dt

import pytest
from django.db import connection

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.intake import queries, vault
from selaras.apps.intake.models import Delivery, Edition, Job
from selaras.apps.intake.services import decide, read, receive
from selaras.engine import tables
from selaras.kernel import errors
from selaras.pipeline import intake as conveyor
from selaras.pipeline import sync
from selaras.shell import trail

PURPOSE = "pemutakhiran"


@pytest.fixture
def operator(make_actor):
    return make_actor("operator", purpose=PURPOSE)


@pytest.fixture
def steward(make_actor):
    return make_actor("wali_data", purpose=PURPOSE)


def actions() -> list[str]:
    with accounts.acting(access.SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('selaras.audit', '*', true)")
        cursor.execute("SELECT action FROM audit_event ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def rebuilds() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'registry.rebuild'")
        return int(cursor.fetchone()[0])


def test_from_a_file_to_an_edition_and_back(kabupaten, send, operator, steward):
    first = send(kabupaten / "dtks_2023-10.xlsx", operator)
    assert (first.state, first.source, first.edition) == ("siap", "dtks", "2023-10")
    assert first.as_of == dt.date(2023, 10, 31)
    assert first.difference["jumlah"]["baru"] > 0
    with accounts.acting(steward):
        old = decide.accept(delivery_id=first.pk, by=steward)
    second = send(kabupaten / "dtks_2024-10.csv", operator)
    assert second.difference["dasar"] == [old.pk]
    assert second.difference["jumlah"]["tetap"] + second.difference["jumlah"]["berubah"] > 0
    assert second.difference["jumlah"]["baru"] > 0
    with accounts.acting(steward):
        new = decide.accept(delivery_id=second.pk, by=steward)
        decide.undo(edition_id=new.pk, reason="Salah kirim.", by=steward)
    accounts.identify(access.SYSTEM)
    assert [e.id for e in queries.accepted_editions()] == [old.pk]
    assert Edition.objects.get(pk=new.pk).undone_why == "Salah kirim."
    assert Delivery.objects.get(pk=second.pk).state == "dibatalkan"
    assert rebuilds() == 3
    trail_ = actions()
    assert trail_.count("edisi_terima") == 2
    assert [a for a in ("kiriman_kirim", "kiriman_dibaca", "edisi_batalkan") if a not in trail_] == []


def test_an_accepted_edition_is_handed_over_as_the_conveyor_would_have_read_it(
    kabupaten, send, operator, steward
):
    name = "p3ke_keluarga_2023-06.xlsx"
    found = send(kabupaten / name, operator)
    with accounts.acting(steward):
        decide.accept(delivery_id=found.pk, by=steward)
    accounts.identify(access.SYSTEM)
    piece = queries.accepted_editions()[0].piece()
    direct = conveyor.one(kabupaten / name, kabupaten)
    for kind, table in (("persons", tables.PERSON_RECORDS), ("keluarga", tables.KELUARGA_RECORDS)):
        assert getattr(piece.converted, kind).equals(table.conform(getattr(direct.converted, kind)))
    assert piece.file.sha256 == direct.file.sha256


def test_the_conveyor_runs_from_accepted_editions(kabupaten, send, operator, steward, tmp_path):
    for name in ("dtks_2024-10.csv", "dukcapil_2026-06.csv"):
        found = send(kabupaten / name, operator)
        with accounts.acting(steward):
            decide.accept(delivery_id=found.pk, by=steward)
    accounts.identify(access.SYSTEM)
    pieces = [edition.piece() for edition in queries.accepted_editions()]
    order = sync.Order(tmp_path, tmp_path / "hasil", dt.date(2026, 11, 22))
    made = sync.conveyor(pieces, tables.DECISIONS.empty(), order)
    assert made.run.tables.records.height == sum(p.file.rows_persons for p in pieces)
    assert made.run.tables.persons.height < made.run.tables.records.height


def test_nothing_is_kept_in_the_clear(kabupaten, send, operator):
    found = send(kabupaten / "dtks_2024-10.csv", operator)
    nik = queries.kept.frame(found.reference, found.files, "persons")["nik"].drop_nulls()[0]
    kept = list(vault.room(found.reference).rglob("*"))
    assert any(path.is_file() for path in kept)
    assert not any(nik.encode() in path.read_bytes() for path in kept if path.is_file())
    assert not list((vault.room("").parent / "kerja").glob("*"))
    with connection.cursor() as cursor:
        for table in ("intake_delivery", "intake_job", "procrastinate_jobs", "procrastinate_events"):
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{nik}%"])
            assert cursor.fetchone()[0] == 0


def test_a_sealed_file_opens_only_in_its_place_and_whole(tmp_path):
    plain = tmp_path / "a"
    plain.write_bytes(bytes(range(256)) * 40_000)
    vault.put(plain, "satu", "mentah")
    assert vault.read("satu", "mentah") == plain.read_bytes()
    sealed = (vault.room("satu") / "mentah").read_bytes()
    for reference, content in (("dua", sealed), ("satu-potong", sealed[: 6 + 28 + 4 * 1024 * 1024])):
        vault.room(reference).mkdir(parents=True)
        (vault.room(reference) / "mentah").write_bytes(content)
        with pytest.raises(errors.SelarasError):
            vault.read(reference, "mentah")
    with pytest.raises(FileExistsError):
        vault.put(plain, "satu", "mentah")


def test_the_same_file_again_changes_nothing(kabupaten, send, operator, steward):
    found = send(kabupaten / "dtks_2024-10.csv", operator)
    with accounts.acting(operator):
        again = receive.receive(path=kabupaten / "dtks_2024-10.csv", name="lain.csv", by=operator)
    assert (again.again, again.delivery.pk) == (True, found.pk)
    assert Delivery.objects.count() == 1


def test_the_same_edition_twice_is_asked_about_and_replaces_only_when_told(
    kabupaten, send, operator, steward, tmp_path
):
    found = send(kabupaten / "dtks_2024-10.csv", operator)
    with accounts.acting(steward):
        old = decide.accept(delivery_id=found.pk, by=steward)
    changed = tmp_path / "dtks_2024-10.csv"
    lines = (kabupaten / "dtks_2024-10.csv").read_bytes().splitlines(keepends=True)
    changed.write_bytes(b"".join(lines[:-3]))
    corrected = send(changed, operator)
    assert corrected.difference["sama"] is True
    assert corrected.difference["jumlah"]["hilang"] == 3
    with pytest.raises(errors.SelarasError) as refusal, accounts.acting(steward):
        decide.accept(delivery_id=corrected.pk, by=steward)
    assert refusal.value.code == "edisi_sudah_ada"
    with accounts.acting(steward):
        new = decide.accept(delivery_id=corrected.pk, by=steward, replace=True)
    old.refresh_from_db()
    assert (old.state, new.state) == ("dibatalkan", "berlaku")
    # Rows of the corrected file go by another name: decisions about row 12 of the old one are not theirs.
    assert (old.file_label, new.file_label) == ("dtks_2024-10.csv", "dtks_2024-10 (2).csv")


def test_a_comparison_overtaken_by_another_acceptance_is_not_accepted_unseen(
    kabupaten, send, operator, steward
):
    later = send(kabupaten / "dtks_2024-10.csv", operator)
    earlier = send(kabupaten / "dtks_2023-10.xlsx", operator)
    with accounts.acting(steward):
        decide.accept(delivery_id=earlier.pk, by=steward)
    with pytest.raises(errors.SelarasError) as refusal, accounts.acting(steward):
        decide.accept(delivery_id=later.pk, by=steward)
    assert refusal.value.code == "kiriman_banding_usang"


def test_an_operator_does_not_accept_nor_a_steward_of_elsewhere(kabupaten, send, operator, make_actor):
    found = send(kabupaten / "dtks_2024-10.csv", operator)
    elsewhere = make_actor("wali_data", scope="64.03")
    for somebody in (operator, elsewhere):
        with pytest.raises(trail.Refused), accounts.acting(somebody):
            decide.accept(delivery_id=found.pk, by=somebody)
    accounts.identify(elsewhere)
    assert queries.delivery(elsewhere, found.pk) is None
    assert not Delivery.objects.exists()


def test_a_file_of_another_region_is_refused_in_words(kabupaten, send, make_actor):
    stranger = make_actor("operator", scope="64.02.06", kind="kecamatan")
    found = send(kabupaten / "dtks_2024-10.csv", stranger)
    assert (found.state, found.problem["code"]) == ("gagal", "kiriman_di_luar_wilayah")
    assert "di luar wilayah" in found.problem["message"]


def test_rights_taken_away_between_sending_and_reading(kabupaten, operator, make_actor):
    with accounts.acting(operator):
        got = receive.receive(path=kabupaten / "dtks_2024-10.csv", name="dtks.csv", by=operator)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_grant SET until = now() WHERE user_id = %s", [operator.user_id])
    accounts.identify(access.SYSTEM)
    read.work(Job.objects.get().pk)
    accounts.identify(access.SYSTEM)
    found = Delivery.objects.get(pk=got.delivery.pk)
    assert (found.state, found.problem["code"]) == ("gagal", "kiriman_tanpa_hak")


def test_an_unknown_layout_is_mapped_once_and_known_the_next_time(send, operator, tmp_path):
    head = "Nama Penerima Bantuan;No. Identitas;Desa;Kecamatan\n"
    rows = [f"ORANG {chr(65 + i)};64020617088090{i:02};Melayu;Tenggarong\n" for i in range(1, 9)]
    path = tmp_path / "rtlh 2025-05.csv"
    path.write_text(head + "".join(rows))
    found = send(path, operator)
    assert found.state == "perlu_pemetaan"
    sheet = found.read["lembar"][0]
    assert {c["judul"]: c["saran"] for c in sheet["kolom"]}["Kecamatan"] == "kecamatan"
    assert not any("90" in sample for c in sheet["kolom"] for sample in c["contoh"] if "9" * 16 not in sample)
    mapping = {
        "sidik": sheet["sidik"], "judul": "Daftar RTLH", "sumber": "perkim", "baris": "orang",
        "kolom": {"nama": "Nama Penerima Bantuan", "nik": "No. Identitas", "desa": "Desa", "kecamatan": "Kecamatan"},
    }  # fmt: skip
    with accounts.acting(operator):
        receive.save_mapping(delivery_id=found.pk, mapping=mapping, by=operator)
    accounts.identify(access.SYSTEM)
    read.work(Job.objects.latest("id").pk)
    accounts.identify(operator)
    found.refresh_from_db()
    assert (found.state, found.source, found.rows_persons) == ("siap", "perkim", 8)
    second = tmp_path / "rtlh 2025-11.csv"
    second.write_text(head + "".join(rows[:5]))
    known = send(second, operator)
    assert (known.state, known.source, known.edition) == ("siap", "perkim", "2025-11")


def test_what_a_person_says_of_the_edition_counts(kabupaten, send, operator, steward):
    found = send(kabupaten / "dtks_2024-10.csv", operator)
    with accounts.acting(operator):
        receive.correct(
            delivery_id=found.pk,
            edition="2024-11",
            source="dtks",
            as_of=dt.date(2024, 11, 15),
            provisional=False,
            by=operator,
        )
    accounts.identify(access.SYSTEM)
    read.work(Job.objects.latest("id").pk)
    accounts.identify(steward)
    with accounts.acting(steward):
        made = decide.accept(delivery_id=found.pk, by=steward)
    assert (made.edition, made.as_of, made.provisional) == ("2024-11", dt.date(2024, 11, 15), False)
    accounts.identify(access.SYSTEM)
    assert set(queries.accepted_editions()[0].frame("persons")["edition"]) == {"2024-11"}
