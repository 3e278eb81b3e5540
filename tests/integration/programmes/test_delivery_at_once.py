"""Real PostgreSQL, real threads: the same bank file twice at once, one voucher on many phones at once, a voucher beside a list on paper,
two lists frozen at once, two approvals at once. Nothing is paid twice."""

import dataclasses
import datetime as dt
import io
import threading

import pytest
from delivery_ground import AMOUNT, GIVEN, ONE, draft, keluarga, line, plant, returned_file, today
from django.db import connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from PIL import Image

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.programmes.models.catalogue import Exclusion, Funding, Programme
from selaras.apps.programmes.models.delivery import BankFile, Entry, Line, Voucher
from selaras.apps.programmes.queries import delivery as queries
from selaras.apps.programmes.rules import delivery as rules
from selaras.apps.programmes.rules.ledger import State
from selaras.apps.programmes.rules.vouchers import Outcome, Use
from selaras.apps.programmes.rules.words import Entry as Kind
from selaras.apps.programmes.services import bank, delivery, drafts, proofs, vouchers
from selaras.kernel import errors

pytestmark = pytest.mark.django_db(transaction=True)
PHONES = 32


def planted(people):
    with accounts.acting(access.SYSTEM):
        return plant(people.owner.agency)


def cycle_of(people, channel=rules.Channel.BANK):
    """A frozen cycle, committed."""
    programme, plan = planted(people)
    return frozen_of(people, delivery_of(people, draft(programme, plan, channel)))


def delivery_of(people, wanted):
    with accounts.acting(people.owner):
        return delivery.make(draft=wanted, by=people.owner)


def frozen_of(people, made):
    with accounts.acting(people.approver):
        return delivery.freeze(reference=made.reference, seen=delivery.digest(made), by=people.approver)


def at_once(*acts):
    """What each of these gave, or the code of what kept it from being done; all begin together."""
    told, start = [None] * len(acts), threading.Barrier(len(acts))

    def run(place, actor, act):
        try:
            start.wait()
            with accounts.acting(actor):
                told[place] = act()
        except errors.SelarasError as error:
            told[place] = error.code
        except Exception as error:
            told[place] = repr(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, *each)) for n, each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def total(cycle, actor):
    with accounts.acting(actor):
        return queries.of_cycle(cycle, actor).total.account


def looked(cycle, contents, by):
    with accounts.acting(by):
        return bank.look(cycle=cycle, contents=contents, by=by)


def rows(cycle, kind="Berhasil"):
    return [
        (each.number, AMOUNT, kind, today(), "") for each in Line.objects.filter(cycle=cycle).order_by("pk")
    ]


def read(cycle, actor):
    with accounts.acting(actor):
        return rows(cycle)


def test_the_same_bank_file_taken_eight_times_at_once_is_taken_once(people):
    cycle = cycle_of(people)
    seen = looked(cycle, returned_file(read(cycle, people.owner)), people.owner)
    told = at_once(*[
        (people.owner, lambda: bank.accept(cycle=cycle, sha256=seen.sha256, seen=seen.digest, by=people.owner).pk)
        for _ in range(8)
    ])  # fmt: skip
    assert len(set(told)) == 1, told
    assert total(cycle, people.owner).paid == GIVEN * AMOUNT
    with accounts.acting(people.owner):
        assert BankFile.objects.filter(cycle=cycle).count() == 1
        assert Entry.objects.filter(line__cycle=cycle, kind=Kind.PAID).count() == GIVEN


def test_two_files_that_tell_of_the_same_payments_at_once_pay_them_once(people):
    cycle = cycle_of(people)
    told = read(cycle, people.owner)
    both = [looked(cycle, returned_file(part), people.owner) for part in (told, told[::-1])]
    assert both[0].sha256 != both[1].sha256
    done = at_once(*[
        (people.owner, lambda one=one: bank.accept(cycle=cycle, sha256=one.sha256, seen=one.digest, by=people.owner).paid)
        for one in both
    ])  # fmt: skip
    assert sorted(map(str, done)) == sorted([str(GIVEN * AMOUNT), "bank_berubah"])
    account = total(cycle, people.owner)
    assert (account.paid, account.open) == (GIVEN * AMOUNT, 0)


def issued(people, cycle):
    """The text of the first voucher."""
    with accounts.acting(people.owner):
        vouchers.issue(cycle=cycle, last_day=timezone.localdate() + dt.timedelta(days=9), by=people.owner)
        return vouchers.text(Voucher.objects.select_related("line").get(line=line(cycle, 1)))


def shown(text):
    """One phone that shows a voucher."""
    return Use(text, get_random_string(8), get_random_string(8), timezone.now())


def test_one_voucher_on_many_phones_at_once_is_paid_once_and_every_other_use_is_kept(people):
    cycle = cycle_of(people, rules.Channel.VILLAGE)
    text = issued(people, cycle)
    told = at_once(*[
        (people.village, lambda: vouchers.use([shown(text)], people.village)[0].outcome) for _ in range(PHONES)
    ])  # fmt: skip
    assert told.count(Outcome.ACCEPTED) == 1, told
    assert told.count(Outcome.AGAIN) == PHONES - 1
    with accounts.acting(people.owner):
        one = line(cycle, 1)
        assert Entry.objects.filter(line=one, kind=Kind.PAID).count() == 1
        assert len(Voucher.objects.get(line=one).again) == PHONES - 1
    assert total(cycle, people.owner).paid == AMOUNT


def test_a_voucher_and_a_list_on_paper_at_once_pay_once(people):
    cycle = cycle_of(people, rules.Channel.VILLAGE)
    text, number = issued(people, cycle), read(cycle, people.owner)[0][0]
    with accounts.acting(people.village):
        proofs.add(number=number, contents=_picture(), kind=rules.ProofKind.PHOTO, by=people.village)
    paper = proofs.Handed(Kind.PAID, timezone.localdate())
    told = at_once(
        *[(people.village, lambda: vouchers.use([shown(text)], people.village)[0].outcome) for _ in range(4)],
        *[
            (people.village, lambda: proofs.hand_over(number=number, told=paper, by=people.village).pk)
            for _ in range(4)
        ],
    )
    assert not [
        each for each in told if isinstance(each, str) and each.startswith(("Integrity", "Operational"))
    ], told
    account = total(cycle, people.owner)
    assert (account.paid, account.open) == (AMOUNT, (GIVEN - 1) * AMOUNT)
    with accounts.acting(people.owner):
        moved = Entry.objects.filter(line__number=number).exclude(kind=Kind.DECIDED)
        assert sum(each.amount for each in moved) == AMOUNT


def _picture():
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "white").save(out, "JPEG")
    return out.getvalue()


def test_two_lists_of_one_tranche_frozen_at_once_serve_no_family_twice(people):
    programme, plan = planted(people)
    whole = draft(programme, plan)
    part = dataclasses.replace(
        whole, wilayah="64.02.06", recipients=[drafts.Recipient(keluarga(n), ONE) for n in (1, 3, 5)]
    )
    made = [delivery_of(people, each) for each in (whole, part)]
    _frozen_at_once(people, made)
    for n in (1, 3, 5):
        _served_once(people, keluarga(n))


def _frozen_at_once(people, made):
    told = at_once(*[
        (by, lambda one=one, by=by: delivery.freeze(reference=one.reference, seen=delivery.digest(one), by=by).state)
        for one, by in zip(made, (people.approver, people.second), strict=True)
    ])  # fmt: skip
    assert told == [rules.CycleState.FROZEN] * 2


def _served_once(people, who):
    with accounts.acting(people.owner):
        states = sorted(Line.objects.filter(keluarga=who).values_list("state", flat=True))
    assert states == sorted([State.DECIDED, State.HELD]), who


def test_lists_of_two_programmes_that_exclude_each_other_frozen_at_once_serve_no_family_with_both(people):
    programme, plan = planted(people)
    with accounts.acting(access.SYSTEM):
        other = Programme.objects.create(
            code="bantuan-lain", name="Bantuan lain", owner_kind="opd", agency=programme.agency, owner_name="Dinas uji",
            strategy="kurangi_beban", unit="keluarga", benefit="uang", gives="Rp 300.000 sebulan", basis="uji",
        )  # fmt: skip
        Exclusion.objects.create(one=programme, other=other, reason="uji")
    first = draft(programme, plan)
    made = [
        delivery_of(people, each) for each in (first, dataclasses.replace(first, programme=other, plan=None))
    ]
    _frozen_at_once(people, made)
    for n in range(1, GIVEN + 1):
        _served_once(people, keluarga(n))


def test_one_tranche_made_twice_at_once_is_made_once_and_the_other_is_told_so(people):
    wanted = draft(*planted(people))
    told = at_once(
        *[(people.owner, lambda: delivery.make(draft=wanted, by=people.owner).tranche) for _ in range(4)]
    )
    assert sorted(map(str, told)) == ["1", *["tahap_sudah_ada"] * 3]
    with accounts.acting(people.owner):
        assert Line.objects.count() == GIVEN


def test_two_cycles_frozen_at_once_never_decide_more_than_the_year_has(people):
    programme, plan = planted(people)
    with accounts.acting(access.SYSTEM):
        Funding.objects.create(
            programme=programme,
            year=plan.year,
            line="APBD",
            source="apbd_kab",
            budget=GIVEN * AMOUNT * 3 // 2,
            cost=AMOUNT,
        )
    made = [delivery_of(people, draft(programme, plan, tranche=n)) for n in (1, 2)]
    told = at_once(*[
        (by, lambda one=one, by=by: delivery.freeze(reference=one.reference, seen=delivery.digest(one), by=by).state)
        for one, by in zip(made, (people.approver, people.second), strict=True)
    ])  # fmt: skip
    assert sorted(map(str, told)) == sorted([str(rules.CycleState.FROZEN), "tahap_lebih_dari_dana"])
    with accounts.acting(people.owner):
        assert queries.standing(programme, plan.year).total.account.decided == GIVEN * AMOUNT
