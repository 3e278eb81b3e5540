"""A tranche from the frozen list to zero: nobody freezes what they made, nothing is paid twice, every rupiah is somewhere."""

import dataclasses
import datetime as dt

import account_ground
import pytest
from delivery_ground import (
    AMOUNT,
    GIVEN,
    ONE,
    OTHER,
    bring,
    draft,
    frozen,
    keluarga,
    line,
    next_build,
    plant,
    refused,
    returned_file,
    today,
)
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.programmes.models.delivery import BankFile, Cycle, Entry, Line
from selaras.apps.programmes.queries import delivery as queries
from selaras.apps.programmes.rules import bank as bank_rules
from selaras.apps.programmes.rules import lists as papers
from selaras.apps.programmes.rules.ledger import State
from selaras.apps.programmes.services import bank, delivery, drafts, lists, replacing
from selaras.apps.registry.models import Person
from selaras.kernel import errors
from selaras.shell import trail

WHY = "rekening sudah ditutup bank"


def total(cycle, actor):
    return queries.of_cycle(cycle, actor).total.account


def test_who_made_the_list_does_not_freeze_it_and_a_changed_list_is_not_frozen(people, ground, make_actor):
    accounts.identify(people.owner)
    made = delivery.make(draft=draft(*ground), by=people.owner)
    both = dataclasses.replace(people.approver, user_id=people.owner.user_id)
    accounts.identify(both)
    refused(
        "tahap_buatan_sendiri", delivery.freeze, reference=made.reference, seen=delivery.digest(made), by=both
    )
    with pytest.raises(trail.Refused):
        delivery.freeze(reference=made.reference, seen=delivery.digest(made), by=people.owner)
    accounts.identify(people.approver)
    refused("tahap_berubah", delivery.freeze, reference=made.reference, seen="0" * 64, by=people.approver)
    assert not Entry.objects.exists()
    done = delivery.freeze(reference=made.reference, seen=delivery.digest(made), by=people.approver)
    assert (done.state, done.frozen_by) == ("dibekukan", people.approver.user_id)
    assert done.digest == delivery.digest(done)
    assert total(done, people.approver).open == GIVEN * AMOUNT


@pytest.mark.parametrize("amount", [0, -1, 0.5, 10**13])
def test_no_cycle_of_no_negative_or_fractional_rupiah(people, ground, amount):
    accounts.identify(people.owner)
    wanted = dataclasses.replace(draft(*ground), amount=amount)
    refused("tahap_isian_salah", delivery.make, draft=wanted, by=people.owner)
    assert not Cycle.objects.exists()


def test_no_recipient_twice_outside_or_in_the_same_tranche_again(people, ground):
    accounts.identify(people.owner)
    good = draft(*ground)
    twice = dataclasses.replace(good, recipients=[*good.recipients, good.recipients[0]])
    refused("tahap_penerima_ganda", delivery.make, draft=twice, by=people.owner)
    refused(
        "tahap_penerima_luar", delivery.make, draft=dataclasses.replace(good, wilayah=ONE), by=people.owner
    )
    delivery.make(draft=good, by=people.owner)
    refused("tahap_sudah_ada", delivery.make, draft=good, by=people.owner)


def test_families_that_died_moved_or_split_since_are_held_at_freezing_and_later(people, ground):
    accounts.identify(people.owner)
    made = delivery.make(draft=draft(*ground), by=people.owner)
    account_ground.everybody(made, people.owner)
    next_build({1: {"person": {"status": "meninggal"}}, 2: {"home": {"kode_desa": ONE}}})
    accounts.identify(people.approver)
    delivery.freeze(reference=made.reference, seen=delivery.digest(made), by=people.approver)
    states = {n: line(made, n) for n in range(1, GIVEN + 1)}
    assert states[1].trouble[0]["codes"] == ["semua_tiada"]
    assert states[2].trouble[0]["codes"] == ["pindah_desa"]
    assert {n for n, each in states.items() if each.state == State.HELD} == {1, 2}
    # Newer still: one more splits, and one is gone. The list for the bank holds them before it is written.
    next_build({3: {"person": {"keluarga": keluarga(99)}}, 4: {"home": None}})
    accounts.identify(people.owner)
    made.refresh_from_db()
    why = lists.Why("penyaluran", "daftar untuk bank daerah")
    sheet = lists.export(cycle=made, form=papers.Form.CSV, why=why, by=people.owner).content.decode()
    assert line(made, 3).trouble[0]["codes"] == ["pecah_kk"]
    assert line(made, 4).trouble[0]["codes"] == ["tidak_ada_lagi"]
    listed = {n for n in range(1, GIVEN + 1) if line(made, n).number in sheet}
    assert listed == {5, 6}
    refused("salur_tanpa_alasan", delivery.release, number=line(made, 2).number, reason="ya", by=people.owner)
    delivery.release(
        number=line(made, 2).number, reason="pindah rumah di kabupaten yang sama", by=people.owner
    )
    assert delivery.recheck(cycle=made, by=people.owner) == 0
    assert line(made, 2).state == State.DECIDED


def test_a_family_in_another_list_of_the_same_tranche_is_held_once_and_let_pass_for_good(people, cycle):
    accounts.identify(people.owner)
    again = dataclasses.replace(draft(cycle.programme, cycle.plan), wilayah="64.02.06", recipients=[
        drafts.Recipient(keluarga(n), ONE) for n in (1, 3)
    ])  # fmt: skip
    made = delivery.make(draft=again, by=people.owner)
    accounts.identify(people.approver)
    delivery.freeze(reference=made.reference, seen=delivery.digest(made), by=people.approver)
    one = line(made, 1)
    assert one.trouble[0]["codes"] == ["dua_tahap"]
    accounts.identify(people.owner)
    delivery.release(number=one.number, reason="tahap lama dibatalkan dinas", by=people.owner)
    next_build({})
    accounts.identify(people.owner)
    made.refresh_from_db()
    delivery.recheck(cycle=made, by=people.owner)
    assert line(made, 1).state == State.DECIDED


def test_a_file_is_looked_at_then_taken_once_and_what_is_odd_waits_for_another(people, cycle):
    one, two, three, four = (line(cycle, n) for n in range(1, 5))
    contents = returned_file([
        (one.number, AMOUNT, "Berhasil", today(), ""), (two.number, AMOUNT, "Gagal", today(), WHY),
        (three.number, AMOUNT + 1, "Berhasil", today(), ""), ("S999-00001-1", AMOUNT, "Berhasil", today(), ""),
        (four.number, "300000,50", "Berhasil", today(), ""), (four.number, -AMOUNT, "Berhasil", today(), ""),
        (one.number, AMOUNT, "Berhasil", today(), ""),
    ])  # fmt: skip
    looked = bank.look(cycle=cycle, contents=contents, by=people.owner)
    assert not Entry.objects.filter(kind="dibayar").exists()
    problems = [each.problem for each in looked.preview.problems]
    assert problems == ["jumlah_lain", "tak_dikenal", "bukan_rupiah", "bukan_rupiah", "ganda"]
    refused("bank_berubah", bank.accept, cycle=cycle, sha256=looked.sha256, seen="x", by=people.owner)
    kept = bank.accept(cycle=cycle, sha256=looked.sha256, seen=looked.digest, by=people.owner)
    assert (kept.paid, kept.returned) == (AMOUNT, AMOUNT)
    before = list(Entry.objects.values_list("pk", flat=True))
    assert bring(cycle, contents, people.owner).pk == kept.pk
    assert list(Entry.objects.values_list("pk", flat=True)) == before
    assert BankFile.objects.count() == 1
    account = total(cycle, people.owner)
    assert (account.paid, account.returned, account.open) == (AMOUNT, AMOUNT, (GIVEN - 2) * AMOUNT)
    row = next(each for each in kept.problems if each["code"] == "jumlah_lain")
    with pytest.raises(errors.SelarasError) as told:
        delivery.close(reference=cycle.reference, by=people.owner)
    assert told.value.code == "tahap_belum_nol"
    assert f"Rp {(GIVEN - 2) * AMOUNT:,}".replace(",", ".") in str(told.value)
    accounts.identify(people.second)
    refused(
        "bank_tidak_dapat_dicatat", bank.settle, cycle=cycle, file=kept.pk, place=row["place"], take=True, reason=WHY,
        by=people.second,
    )  # fmt: skip
    bank.settle(cycle=cycle, file=kept.pk, place=row["place"], take=False, reason=WHY, by=people.second)
    kept.refresh_from_db()
    assert (
        next(each for each in kept.problems if each["place"] == row["place"])["settled"]["how"]
        == "dijelaskan"
    )


def test_less_than_decided_is_entered_by_another_and_the_rest_taken_back(people, cycle):
    one = line(cycle, 1)
    kept = bring(cycle, returned_file([(one.number, 100_000, "Berhasil", today(), "")]), people.owner)
    accounts.identify(people.second)
    mine = dataclasses.replace(people.second, user_id=people.owner.user_id)
    told = {"cycle": cycle, "file": kept.pk, "place": kept.problems[0]["place"], "take": True, "reason": WHY}
    refused("bank_bawaan_sendiri", bank.settle, **told, by=mine)
    bank.settle(**told, by=people.second)
    account = queries.of_cycle(cycle, people.second).total.account
    assert (account.paid, line(cycle, 1).state) == (100_000, State.PARTLY)
    accounts.identify(people.owner)
    delivery.cancel(number=one.number, reason="sisanya tidak disalurkan", by=people.owner)
    assert line(cycle, 1).state == State.PAID
    assert total(cycle, people.owner).decided == GIVEN * AMOUNT - 200_000


def test_a_held_line_is_not_paid_by_a_file(people, cycle):
    next_build({1: {"person": {"status": "meninggal"}}})
    accounts.identify(people.owner)
    assert delivery.recheck(cycle=cycle, by=people.owner) == 1
    one = line(cycle, 1)
    kept = bring(cycle, returned_file([(one.number, AMOUNT, "Berhasil", today(), "")]), people.owner)
    assert kept.problems[0]["code"] == bank_rules.Problem.HELD
    assert line(cycle, 1).state == State.HELD
    assert total(cycle, people.owner).paid == 0


def test_files_in_either_order_end_alike(people, ground):
    def after(order):
        with transaction.atomic():
            made = frozen(people, *ground)
            Cycle.objects.filter(pk=made.pk).update(frozen_at=timezone.now() - dt.timedelta(days=5))
            made.refresh_from_db()
            accounts.identify(people.owner)
            number, day = line(made, 1).number, timezone.localdate()
            files = [
                returned_file([(number, AMOUNT, "Gagal", day - dt.timedelta(days=3), WHY)]),
                returned_file([(number, AMOUNT, "Berhasil", day - dt.timedelta(days=1), "")]),
            ]
            for n in order:
                bring(made, files[n], people.owner)
            told = line(made, 1).state, total(made, people.owner)
            transaction.set_rollback(True)
        return told

    assert after([0, 1]) == after([1, 0])
    assert after([0, 1])[0] == State.PAID


def test_a_return_is_replaced_by_the_next_in_the_queue_and_no_rupiah_more_is_decided(people, cycle):
    one = line(cycle, 1)
    bring(cycle, returned_file([(one.number, AMOUNT, "Gagal", today(), WHY)]), people.owner)
    one.refresh_from_db()
    assert (one.state, one.reason) == (State.RETURNED, WHY)
    before = total(cycle, people.owner)
    choice = replacing.candidate(one)
    assert (choice.waiting.keluarga, choice.by_floor) == (keluarga(GIVEN + 1), False)
    refused(
        "antrean_berubah",
        replacing.replace,
        number=one.number,
        expected=keluarga(1),
        reason=WHY,
        by=people.owner,
    )
    new = replacing.replace(number=one.number, expected=choice.waiting.keluarga, reason=WHY, by=people.owner)
    one.refresh_from_db()
    assert (one.state, new.instead_of_id, new.state) == (State.REPLACED, one.pk, State.DECIDED)
    after = total(cycle, people.owner)
    assert (after.decided, after.open) == (before.decided, before.open + AMOUNT)
    refused(
        "baris_sudah_dibayar",
        replacing.replace,
        number=one.number,
        expected=keluarga(8),
        reason=WHY,
        by=people.owner,
    )
    late = bring(cycle, returned_file([(one.number, AMOUNT, "Berhasil", today(), "")]), people.owner)
    assert late.problems[0]["code"] == bank_rules.Problem.GONE
    assert total(cycle, people.owner) == after


def test_a_village_does_not_fall_below_its_floor(people):
    ground = plant(people.owner.agency, floors={OTHER: 3})
    made = frozen(people, *ground)
    accounts.identify(people.owner)
    two = line(made, 2)
    bring(made, returned_file([(two.number, AMOUNT, "Gagal", today(), WHY)]), people.owner)
    two.refresh_from_db()
    choice = replacing.candidate(two)
    # The first of the queue lives in the other village.
    assert (choice.waiting.keluarga, choice.waiting.kode_desa, choice.by_floor) == (
        keluarga(GIVEN + 2),
        OTHER,
        True,
    )


def test_the_queue_ends_and_then_what_is_left_is_taken_back_and_the_cycle_closes_at_zero(people, cycle):
    rows = [(line(cycle, n).number, AMOUNT, "Berhasil", today(), "") for n in range(2, GIVEN + 1)]
    bring(cycle, returned_file([*rows, (line(cycle, 1).number, AMOUNT, "Gagal", today(), WHY)]), people.owner)
    now = line(cycle, 1)
    for n in range(GIVEN + 1, GIVEN + 5):
        new = replacing.replace(number=now.number, expected=keluarga(n), reason=WHY, by=people.owner)
        bring(cycle, returned_file([(new.number, AMOUNT, "Gagal", today(), f"{WHY} {n}")]), people.owner)
        now = new
    refused(
        "antrean_habis",
        replacing.replace,
        number=now.number,
        expected=keluarga(1),
        reason=WHY,
        by=people.owner,
    )
    delivery.cancel(number=now.number, reason="antrean sudah habis", by=people.owner)
    account = total(cycle, people.owner)
    assert (account.decided, account.paid, account.open) == ((GIVEN - 1) * AMOUNT, (GIVEN - 1) * AMOUNT, 0)
    assert delivery.close(reference=cycle.reference, by=people.owner).state == "selesai"
    told = queries.standing(cycle.programme, int(cycle.period[:4]))
    assert told.total.account == account
    assert set(told.by_kecamatan) == {"64.02.06", "64.02.07"}
    assert (told.total.paid, told.total.replaced) == (GIVEN - 1, 4)
    given = queries.of_family(keluarga(2), people.owner)
    assert [(each.account.paid, str(each.state), each.day) for each in given] == [
        (AMOUNT, "sudah tersalur", timezone.localdate())
    ]


def test_the_ledger_only_grows_whoever_tries(cycle):
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(line__cycle=cycle).update(amount=1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM programmes_entry")


def test_a_village_sees_its_own_lines_and_owners_of_other_agencies_none(people, cycle, make_actor):
    accounts.identify(people.village)
    assert {each.kode_desa for each in queries.lines(cycle, people.village)} == {ONE}
    assert set(queries.of_cycle(cycle, people.village).by_kecamatan) == {"64.02.06"}
    assert queries.line(Line.objects.filter(kode_desa=ONE).first().number, people.village) is not None
    other = make_actor("pemilik_program", duty="lain")
    accounts.identify(other)
    assert queries.cycle(cycle.reference, other) is None
    assert queries.of_family(keluarga(1), other) == []
    outside = make_actor("pelihat", kind="pihak_luar")
    accounts.identify(outside)
    assert queries.cycles(outside) == []


def test_lists_hold_no_number_of_a_person_and_no_formula(people, cycle):
    account_ground.everybody(cycle, people.owner)
    from_book = papers.heads(papers.Purpose.PAY, nik=False)
    assert "NIK" not in from_book
    why = lists.Why("penyaluran", "daftar untuk bank daerah")
    refused(
        "daftar_tanpa_tujuan",
        lists.export,
        cycle=cycle,
        form=papers.Form.CSV,
        why=lists.Why("penyaluran", ""),
        by=people.owner,
    )
    with pytest.raises(trail.Refused):
        lists.export(
            cycle=cycle, form=papers.Form.CSV, why=dataclasses.replace(why, nik=True), by=people.owner
        )
    accounts.identify(access.SYSTEM)
    Person.objects.filter(keluarga=keluarga(1)).update(nama="=HYPERLINK(1)")
    accounts.identify(people.owner)
    told = lists.export(cycle=cycle, form=papers.Form.CSV, why=why, by=people.owner).content.decode()
    assert "'=HYPERLINK(1)" in told
    assert ",=HYPERLINK" not in told
    sheet = lists.export(cycle=cycle, form=papers.Form.XLSX, why=why, by=people.owner)
    assert sheet.content[:2] == b"PK"
    # What we send comes back as we read it: numbers, amounts and days in our own heads.
    assert lists.export(cycle=cycle, form=papers.Form.PDF, why=why, by=people.owner).content.startswith(
        b"%PDF-"
    )
    accounts.identify(people.village)
    with pytest.raises(trail.Refused):
        lists.export(cycle=cycle, form=papers.Form.CSV, why=why, by=people.village)


def test_the_page_of_a_keluarga_says_what_it_got_and_when(people, cycle, sign_in):
    bring(cycle, returned_file([(line(cycle, 1).number, AMOUNT, "Berhasil", today(), "")]), people.owner)
    page = sign_in(people.owner).get(f"/registri/keluarga/{keluarga(1)}/").content.decode()
    assert "Yang disalurkan kepada keluarga ini" in page
    assert line(cycle, 1).number in page
    assert "sudah tersalur" in page
