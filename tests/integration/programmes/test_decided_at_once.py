"""Real PostgreSQL, real threads: two people decide, replace, close or ask at once. One deed is done; the other is told why not."""

import pytest
from delivery_ground import AMOUNT, GIVEN, keluarga, line, returned_file, today
from django.utils import timezone
from test_delivery_at_once import at_once, cycle_of, looked, read, total

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.programmes.models.catalogue import Programme, Rule
from selaras.apps.programmes.models.delivery import Line
from selaras.apps.programmes.services import bank, delivery, editing, replacing

pytestmark = pytest.mark.django_db(transaction=True)
CLAUSE = [{"id": "uji.1", "text": "desil <= 3", "sentence": "Desil paling tinggi 3.", "basis": "Uji 1/2026"}]


def returned(people, cycle):
    """The bank sent back the money of the first family."""
    with accounts.acting(people.owner):
        rows = [(line(cycle, 1).number, AMOUNT, "Gagal", today(), "rekening tutup")]
    seen = looked(cycle, returned_file(rows), people.owner)
    with accounts.acting(people.owner):
        bank.accept(cycle=cycle, sha256=seen.sha256, seen=seen.digest, by=people.owner)


def test_one_return_replaced_by_two_people_at_once_is_replaced_once(people):
    cycle = cycle_of(people)
    returned(people, cycle)
    with accounts.acting(people.owner):
        wanted, number = replacing.candidate(line(cycle, 1)), line(cycle, 1).number
    told = at_once(*[
        (people.owner, lambda: replacing.replace(
            number=number, expected=wanted.waiting.who, reason="rekening sudah ditutup", by=people.owner).keluarga)
        for _ in range(6)
    ])  # fmt: skip
    done = [each for each in told if str(each).startswith("K")]
    assert done == [wanted.waiting.keluarga], told
    assert set(told) - set(done) == {"baris_sudah_dibayar"}
    account = total(cycle, people.owner)
    assert account.decided == account.paid + account.open == GIVEN * AMOUNT


def test_a_replacement_and_the_bank_s_second_word_at_once_pay_one_of_them(people):
    """The money came back; while somebody replaces the family, the bank says it arrived after all."""
    cycle = cycle_of(people)
    returned(people, cycle)
    with accounts.acting(people.owner):
        wanted, number = replacing.candidate(line(cycle, 1)), line(cycle, 1).number
    late = looked(cycle, returned_file([(number, AMOUNT, "Berhasil", today(), "")]), people.owner)
    told = at_once(
        (people.owner, lambda: replacing.replace(
            number=number, expected=wanted.waiting.who, reason="rekening sudah ditutup", by=people.owner).number),
        (people.owner, lambda: bank.accept(cycle=cycle, sha256=late.sha256, seen=late.digest, by=people.owner).paid),
    )  # fmt: skip
    account = total(cycle, people.owner)
    assert account.decided == GIVEN * AMOUNT, told
    assert account.paid <= AMOUNT
    assert account.paid + account.open == account.decided
    with accounts.acting(people.owner):
        both = Line.objects.filter(cycle=cycle, keluarga__in=(keluarga(1), wanted.waiting.keluarga))
        assert sum(each.state == "dibayar" for each in both) <= 1


def test_a_cycle_closed_while_a_file_is_taken_is_either_closed_or_paid_to_the_end(people):
    cycle = cycle_of(people)
    seen = looked(cycle, returned_file(read(cycle, people.owner)), people.owner)
    told = at_once(
        (
            people.owner,
            lambda: bank.accept(cycle=cycle, sha256=seen.sha256, seen=seen.digest, by=people.owner).paid,
        ),
        (people.approver, lambda: delivery.close(reference=cycle.reference, by=people.approver).state),
    )
    account = total(cycle, people.owner)
    assert account.paid in (0, GIVEN * AMOUNT), told
    assert account.paid + account.open == account.decided


@pytest.fixture
def proposed(people):
    with accounts.acting(access.SYSTEM):
        programme = Programme.objects.create(
            code="aturan-uji", name="Aturan uji", owner_kind="opd", agency=people.owner.agency, owner_name="Dinas uji",
            strategy="kurangi_beban", unit="keluarga", benefit="uang", gives="x", basis="uji", wilayah="64.02",
        )  # fmt: skip
        rule = Rule(
            programme=programme, number=1, state="diajukan", clauses=CLAUSE, valid_from=timezone.localdate(),
            digest=editing.catalogue.digest(CLAUSE, []), authors=[people.owner.user_id],
        )  # fmt: skip
        rule.dry_run = {"sidik": editing.seal(rule)}
        rule.save()
        return rule


def test_a_version_published_and_given_back_at_once_is_one_of_them(people, proposed):
    seal = editing.seal(proposed)
    told = at_once(
        *[(who, lambda who=who: editing.publish(rule=proposed, seen=seal, by=who).state) for who in (people.approver, people.second)],
        (people.second, lambda: editing.give_back(rule=proposed, reason="belum ada dasarnya", by=people.second).state),
    )  # fmt: skip
    assert sorted(told).count("aturan_terkunci") == 2, told
    with accounts.acting(access.SYSTEM):
        assert Rule.objects.get(pk=proposed.pk).state in ("berlaku", "ditolak")
