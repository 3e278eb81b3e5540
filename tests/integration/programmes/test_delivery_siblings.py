"""Two children of one mother in one tranche: each has a line, a proof and a replacement of its own, and they may share an account."""

import datetime as dt
import io

import account_ground as banks
import pytest
from delivery_ground import AMOUNT, ONE, bring, keluarga, refused, returned_file, today
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from sibling_ground import HOME, MOTHER, NEXT, child, frozen, line, name, plant

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.programmes.models.accounts import Account
from selaras.apps.programmes.models.allocation import Award
from selaras.apps.programmes.models.catalogue import Funding
from selaras.apps.programmes.models.delivery import Check, Line, Proof, Voucher
from selaras.apps.programmes.queries import costs, recipients, waiting
from selaras.apps.programmes.queries import delivery as queries
from selaras.apps.programmes.rules import accounts as account_rules
from selaras.apps.programmes.rules import delivery as rules
from selaras.apps.programmes.rules import lists as papers
from selaras.apps.programmes.rules.ledger import State
from selaras.apps.programmes.rules.vouchers import Outcome, Use
from selaras.apps.programmes.rules.words import Entry as Kind
from selaras.apps.programmes.services import checks, delivery, lists, proofs, replacing, vouchers

FIRST, SECOND, THIRD, COUSIN = child(HOME, 1), child(HOME, 2), child(HOME, 3), child(2, 1)
TABLE = {"most": 4, "of": [{"code": "anak", "name": "anak", "text": "umur >= 6", "each": 225_000, "most": 3}]}
WHY = "kembali dari bank, diganti antrean"


@pytest.fixture
def school(people, ground):
    """The programme about persons and its plan."""
    return plant(people.owner.agency, ground[1])


@pytest.fixture
def by_bank(people, school):
    made = frozen(people, *school, rules.Channel.BANK)
    accounts.identify(people.owner)
    return made


@pytest.fixture
def by_hand(people, school):
    made = frozen(people, *school, rules.Channel.VILLAGE)
    accounts.identify(people.owner)
    return made


def account(cycle, who, number, holder):
    names = {FIRST: name(HOME, 1), SECOND: name(HOME, 2), THIRD: name(HOME, 3), COUSIN: name(2, 1)}
    more = {"Nama": names[who], "Nomor rekening": number, "Nama pada rekening": holder}
    return banks.row(line(cycle, who), **more)


def shared(cycle, people):
    """The mother's account for both children, and another keluarga with its own."""
    rows = [account(cycle, each, "0123456789", MOTHER) for each in (FIRST, SECOND)]
    return banks.bring(
        cycle, banks.csv([*rows, account(cycle, COUSIN, "0987654321", name(2, 1))]), people.owner
    )


def paid(cycle, *who, status="Berhasil", note=""):
    numbers = [line(cycle, each).number for each in who]
    return returned_file([(each, AMOUNT, status, today(), note) for each in numbers])


def test_from_the_plan_to_the_last_rupiah(people, school, by_bank):
    assert {each.person for each in Line.objects.filter(cycle=by_bank)} == {FIRST, SECOND, COUSIN}
    assert shared(by_bank, people).taken == 3
    why = lists.Why("penyaluran", "membayar tahap pertama")
    told = lists.export(cycle=by_bank, form=papers.Form.CSV, why=why, by=people.owner).content.decode()
    rows = [each for each in told.splitlines() if "0123456789" in each]
    assert [any(name(HOME, which) in each for each in rows) for which in (1, 2)] == [True, True]
    bring(by_bank, paid(by_bank, FIRST, COUSIN), people.owner)
    bring(by_bank, paid(by_bank, SECOND, status="Gagal", note="nominal ditolak"), people.owner)
    assert {each: line(by_bank, each).state for each in (FIRST, SECOND)} == {
        FIRST: State.PAID,
        SECOND: State.RETURNED,
    }
    # The third child is first in the queue; that the first was served is no reason against it.
    chosen = replacing.candidate(line(by_bank, SECOND))
    assert (chosen.waiting.who, chosen.waiting.place) == (THIRD, 1)
    number = line(by_bank, SECOND).number
    refused(
        "antrean_berubah",
        replacing.replace,
        number=number,
        expected=keluarga(HOME),
        reason=WHY,
        by=people.owner,
    )
    made = replacing.replace(number=number, expected=THIRD, reason=WHY, by=people.owner)
    assert (made.person, made.keluarga, made.state) == (THIRD, keluarga(HOME), State.DECIDED)
    assert line(by_bank, FIRST).state == State.PAID
    assert {each.person for each in waiting.given(school[1], school[0])} == {FIRST, THIRD, COUSIN}
    bring(by_bank, paid(by_bank, THIRD), people.owner)
    total = queries.of_cycle(by_bank, people.owner).total.account
    assert (total.decided, total.paid, total.returned, total.open) == (3 * AMOUNT, 3 * AMOUNT, 0, 0)
    assert delivery.close(reference=by_bank.reference, by=people.owner).state == rules.CycleState.CLOSED


def test_one_account_serves_children_of_one_mother_and_nobody_elses(people, by_bank):
    shared(by_bank, people)
    marks = {bytes(each.mark) for each in Account.objects.filter(keluarga=keluarga(HOME))}
    assert len(marks) == 1
    by_other = [account(by_bank, COUSIN, "0123456789", name(2, 1))]
    looked = banks.services.look(
        cycle=by_bank, contents=banks.csv(by_other), letter=banks.letter(), by=people.owner
    )
    assert [each.problem for each in looked.problems] == [account_rules.Problem.SHARED]


def test_an_account_the_bank_closed_is_closed_for_every_child_it_was_for(people, by_bank):
    shared(by_bank, people)
    bring(by_bank, paid(by_bank, SECOND, status="Gagal", note="rekening tutup"), people.owner)
    states = dict(Account.objects.values_list("person", "state"))
    closed, valid = account_rules.AccountState.CLOSED, account_rules.AccountState.VALID
    assert states == {FIRST: closed, SECOND: closed, COUSIN: valid}
    accounts.identify(people.approver)
    refused(
        "rekening_tidak_ada", banks.services.end, line=line(by_bank, FIRST), fault=account_rules.Fault.WRONG,
        reason="nomornya salah ketik", by=people.approver,
    )  # fmt: skip


def test_a_voucher_and_a_proof_are_of_one_child(people, by_hand):
    last = timezone.localdate() + dt.timedelta(days=9)
    assert vouchers.issue(cycle=by_hand, last_day=last, by=people.owner) == 3
    some = {each.line.person: vouchers.text(each) for each in Voucher.objects.select_related("line")}
    assert len(set(some.values())) == 3
    accounts.identify(people.village)
    use = Use(some[FIRST], "telepon", "kejadian-1", timezone.now())
    assert vouchers.use([use], people.village)[0].outcome is Outcome.ACCEPTED
    assert (line(by_hand, FIRST).state, line(by_hand, SECOND).state) == (State.PAID, State.DECIDED)
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(out, "JPEG")
    refused(
        "serah_tanpa_bukti", proofs.hand_over, number=line(by_hand, SECOND).number,
        told=proofs.Handed(Kind.PAID, timezone.localdate()), by=people.village,
    )  # fmt: skip
    given = proofs.Handed(Kind.PAID, timezone.localdate(), proof=out.getvalue())
    proofs.hand_over(number=line(by_hand, SECOND).number, told=given, by=people.village)
    assert set(Proof.objects.values_list("line__person", "kind")) == {(FIRST, "voucher"), (SECOND, "foto")}


def test_a_sample_asks_about_each_child_by_name(people, by_hand, sign_in):
    accounts.identify(access.SYSTEM)
    Line.objects.filter(cycle=by_hand).update(state=State.PAID)
    accounts.identify(people.checker)
    checks.draw(reference=by_hand.reference, width=3, word="undian uji", by=people.checker)
    assert {each.line.person for each in Check.objects.select_related("line")} == {FIRST, SECOND, COUSIN}
    page = (
        sign_in(people.checker).get(reverse("programmes:checks", args=[by_hand.reference])).content.decode()
    )
    assert name(HOME, 1) in page
    assert name(HOME, 2) in page


def test_pages_name_the_child_and_its_keluarga(people, by_hand, sign_in):
    client = sign_in(people.owner)
    page = client.get(reverse("programmes:cycle", args=[by_hand.reference])).content.decode()
    assert name(HOME, 1) in page
    assert f"Keluarga {MOTHER}" in page
    accounts.identify(people.owner)
    one = line(by_hand, SECOND)
    who = recipients.of([one], people.owner)[one.pk]
    assert (who.name, who.head) == (name(HOME, 2), MOTHER)
    page = client.get(reverse("programmes:delivery_line", args=[one.number])).content.decode()
    assert f"Keluarga {MOTHER}" in page
    page = client.get(reverse("registry:keluarga", args=[keluarga(HOME)])).content.decode()
    assert f"untuk {name(HOME, 1)}" in page
    assert f"untuk {name(HOME, 2)}" in page


def test_a_keluarga_one_of_whose_children_is_served_stays_served(people, ground):
    """The floor of a village counts keluarga: while one child stays, the village has lost none."""
    programme, plan = plant(people.owner.agency, ground[1], floors={ONE: 1})
    cycle = frozen(people, programme, plan, rules.Channel.BANK)
    accounts.identify(people.owner)
    assert set(waiting.served(plan, line(cycle, SECOND))) == {keluarga(HOME), keluarga(2)}
    assert not replacing.candidate(line(cycle, SECOND)).by_floor


def test_whose_keluarga_has_what_one_may_have_waits(people, ground):
    programme, plan = plant(people.owner.agency, ground[1], most=1)
    cycle = frozen(people, programme, plan, rules.Channel.BANK)
    accounts.identify(access.SYSTEM)
    Award.objects.create(plan=plan, programme=ground[0], keluarga=keluarga(HOME), kode_desa=ONE, given=True)
    accounts.identify(people.owner)
    chosen = replacing.candidate(line(cycle, COUSIN))
    assert chosen.waiting.who == child(NEXT, 1)


def test_a_child_never_gets_what_the_components_of_the_whole_keluarga_count_for(people, school):
    accounts.identify(access.SYSTEM)
    Funding.objects.create(
        programme=school[0], year=school[1].year, line="Uji", source="apbd", budget=10**9, cost=450_000, components=TABLE
    )  # fmt: skip
    today = timezone.localdate()
    assert costs.table(school[0], school[1].year, today) is None
    school[0].unit = "keluarga"
    assert costs.table(school[0], school[1].year, today) is not None
