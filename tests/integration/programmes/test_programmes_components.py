"""A tranche whose benefit differs: each keluarga gets what its members count for, explained, and every rupiah is somewhere."""

import datetime as dt

import polars as pl
import pytest
from delivery_ground import GIVEN, QUEUE, bring, keluarga, plant, returned_file, today, village
from django.urls import reverse
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.programmes.models.catalogue import Funding, Programme
from selaras.apps.programmes.models.delivery import Cycle, Entry, Line
from selaras.apps.programmes.queries import costs, facts, uncounted
from selaras.apps.programmes.queries import delivery as queries
from selaras.apps.programmes.rules import component_lines, laying, snapshot
from selaras.apps.programmes.rules import components as rules
from selaras.apps.programmes.services import delivery, replacing
from selaras.engine.eligibility import answering, deciding
from selaras.kernel import errors

WHY = "rekening sudah ditutup bank"
SD, SMP, OLD, ILL = 225_000, 375_000, 600_000, 600_000
TABLE = {"most": 4, "of": [
    {"code": "sd", "name": "anak SD", "text": "bersekolah and umur >= 7 and umur <= 12", "each": SD, "most": 3},
    {"code": "smp", "name": "anak SMP", "text": "bersekolah and umur >= 13 and umur <= 15", "each": SMP, "most": 2},
    {"code": "lansia", "name": "lansia", "text": "umur >= 60", "each": OLD, "most": 1},
    {"code": "disabilitas", "name": "penyandang disabilitas", "text": "disabilitas", "each": ILL, "most": 1},
    {"code": "lama", "name": "bantuan lama", "text": "umur >= 0", "each": 9_000_000, "most": 4, "ends": "2020-12-31"},
]}  # fmt: skip
# By family: (age, at school, disabled) of its members, and what that comes to.
FAMILIES = {
    1: ([(8, True, False), (10, True, False), (65, False, False)], 2 * SD + OLD),
    2: ([(9, True, False)], SD),
    3: ([(14, True, False), (14, True, False), (14, True, False)], 2 * SMP),
    4: ([(70, False, True), (40, False, False)], ILL),
    5: ([(40, False, False)], 0),
    6: ([(7, True, False)] * 3 + [(13, True, False)] * 2 + [(61, False, False)], 2 * SMP + OLD + SD),
    7: ([(62, False, False), (63, False, True)], OLD + ILL),
    8: ([(30, False, False)], 0),
}  # fmt: skip


def made_up() -> snapshot.Snapshot:
    """The families of the ground as facts."""
    empty, on = snapshot.empty(), timezone.localdate()
    references = [keluarga(n) for n in range(1, GIVEN + QUEUE + 1)]
    families = pl.concat(
        [empty.families, pl.DataFrame({"reference": references})], how="diagonal_relaxed"
    ).select(empty.families.columns)
    rows = [
        {
            deciding.BELONGS: n - 1, laying.BORN: on.replace(year=on.year - age, day=1), "bersekolah": school, "disabilitas": ill,
            laying.PERSON: f"P{n:02d}{k:02d}",
        }
        for n, (members, _) in FAMILIES.items()
        for k, (age, school, ill) in enumerate(members)
    ]  # fmt: skip
    members = pl.concat([empty.members, pl.DataFrame(rows)], how="diagonal_relaxed").select(
        empty.members.columns
    )
    return snapshot.Snapshot(1, newest=True, families=families, members=members, key="uji")


@pytest.fixture
def paying(people, monkeypatch):
    """A programme that pays by components, with its plan."""
    programme, plan = plant(people.owner.agency)
    Funding.objects.create(
        programme=programme, year=plan.year, line="APBN", source="apbn", cost=4 * OLD, budget=100_000_000, components=TABLE
    )  # fmt: skip
    monkeypatch.setattr(facts, "registry", lambda build=None: made_up())
    return programme, plan


def begun(client, programme, plan, **more):
    told = {
        "rencana": f"{plan.reference}:{programme.code}", "wilayah": "64.02", "judul": "Tahap menurut komponen",
        "masa": f"{plan.year}", "tahap": "1", "penyalur": "bank", "nilai": "",
    }  # fmt: skip
    return client.post(reverse("programmes:delivery_new"), {**told, **more})


@pytest.fixture
def cycle(people, paying, sign_in):
    """A frozen cycle of them, in the context of the owner."""
    assert begun(sign_in(people.owner), *paying).status_code == 302
    accounts.identify(people.approver)
    made = Cycle.objects.get()
    delivery.freeze(reference=made.reference, seen=delivery.digest(made), by=people.approver)
    accounts.identify(people.owner)
    made.refresh_from_db()
    return made


def line(cycle, n):
    return Line.objects.select_related("cycle").get(cycle=cycle, keluarga=keluarga(n))


def test_each_gets_what_its_members_count_for_and_whom_nothing_counts_is_left_to_a_later_tranche(cycle):
    amounts = dict(Line.objects.filter(cycle=cycle).values_list("keluarga", "amount"))
    assert amounts == {keluarga(n): FAMILIES[n][1] for n in range(1, GIVEN + 1) if FAMILIES[n][1]}
    told = rules.said(rules.of_kept(line(cycle, 1).parts))
    assert told == "1 lansia x Rp 600.000 + 2 anak SD x Rp 225.000"


def test_the_page_of_a_tranche_says_whom_no_component_counts_and_what_to_do(people, cycle, sign_in):
    """The fifth family of the plan: of its only member everything is known."""
    page = sign_in(people.owner).get(reverse("programmes:cycle", args=[cycle.reference]))
    assert page.context["uncounted"] == 1
    told = page.content.decode()
    assert "1 keluarga dalam rencana belum ikut tahap ini" in told
    assert "PENERIMA CONTOH 05</a></th>" in told
    # A table that asks about disability: whether anything is missing is for who may know it.
    assert "belum ada komponen yang dibayar" in told
    seen = sign_in(people.checker).get(reverse("programmes:cycle", args=[cycle.reference])).content.decode()
    assert "jawabannya lengkap, dan tidak ada anggota yang dihitung" in seen


def test_who_may_not_see_a_village_is_told_of_nobody_left_out_there(people, cycle, make_actor):
    assert [each.keluarga for each in uncounted.of_cycle(cycle, people.owner)] == [keluarga(5)]
    elsewhere = make_actor("operator", scope=village(4), kind="desa_kelurahan")
    accounts.identify(elsewhere)
    assert uncounted.of_cycle(cycle, elsewhere) == []
    accounts.identify(people.owner)


def test_who_is_known_to_have_a_component_since_waits_for_the_next_tranche(people, cycle, monkeypatch):
    found = made_up()
    members = found.members.with_columns(pl.lit(value=True).alias("disabilitas"))
    later = snapshot.Snapshot(2, newest=True, families=found.families, members=members, key="sesudah")
    monkeypatch.setattr(facts, "registry", lambda build=None: later)
    assert uncounted.of_cycle(cycle, people.owner) == []


def test_an_amount_is_typed_only_where_components_do_not_say_it(people, paying, sign_in):
    client = sign_in(people.owner)
    answer = begun(client, *paying, nilai="300.000")
    assert answer.status_code == 422
    assert "Kosongkan nilainya" in answer.content.decode()
    Funding.objects.update(components=[])
    answer = begun(client, *paying)
    assert "Nilai harus di atas nol." in answer.content.decode()
    assert begun(client, *paying, nilai="300.000").status_code == 302


def test_nobody_with_a_component_is_said_and_nothing_is_made(people, paying, sign_in):
    Funding.objects.update(components={"most": 4, "of": [{**TABLE["of"][0], "text": "umur >= 119"}]})
    answer = begun(sign_in(people.owner), *paying)
    assert answer.status_code == 422
    assert "punya komponen yang dibayar" in answer.content.decode()
    assert not Cycle.objects.exists()


def test_the_page_says_what_an_amount_is_made_of_and_what_tells_of_health_only_to_whom_it_may(
    people, cycle, sign_in
):
    one, four = (reverse("programmes:delivery_line", args=[line(cycle, n).number]) for n in (1, 4))
    owner = sign_in(people.owner)
    assert "1 lansia x Rp 600.000 + 2 anak SD x Rp 225.000" in owner.get(one).content.decode()
    page = owner.get(four).content.decode()
    assert "disabilitas" not in page
    assert "hanya dilihat yang berhak" in page
    assert "1 penyandang disabilitas" in sign_in(people.checker).get(four).content.decode()
    home = reverse("registry:keluarga", args=[keluarga(1)])
    assert "1 lansia x Rp 600.000 + 2 anak SD x Rp 225.000" in owner.get(home).content.decode()
    assert (
        "penyandang disabilitas x"
        not in owner.get(reverse("registry:keluarga", args=[keluarga(4)])).content.decode()
    )


def test_payments_returns_and_a_replacement_of_another_amount_add_up_to_the_rupiah(people, cycle):
    rows = [(line(cycle, n).number, line(cycle, n).amount, "Berhasil", today(), "") for n in (1, 3, 4)] + [
        (line(cycle, 2).number, line(cycle, 2).amount, "Gagal", today(), WHY)
    ]
    bring(cycle, returned_file(rows), people.owner)
    # The eighth has no component: it keeps its place, the seventh is taken with its own amount.
    assert replacing.candidate(line(cycle, 2)).waiting.keluarga == keluarga(7)
    replacing.replace(
        number=line(cycle, 2).number, expected=keluarga(7), reason="rekening ditutup bank", by=people.owner
    )
    assert line(cycle, 7).amount == OLD + ILL
    account = queries.of_cycle(cycle, people.owner).total.account
    assert account.paid + account.returned + account.open == account.decided
    assert account.decided == sum(FAMILIES[n][1] for n in (1, 3, 4, 6, 7))
    assert account.paid == sum(FAMILIES[n][1] for n in (1, 3, 4))


def test_a_replacement_that_needs_more_than_there_is_changes_nothing(people, cycle):
    two = line(cycle, 2)
    bring(cycle, returned_file([(two.number, two.amount, "Gagal", today(), WHY)]), people.owner)
    decided = queries.of_cycle(cycle, people.owner).total.account.decided
    Funding.objects.update(budget=decided + OLD + ILL - SD - 1)
    entries = Entry.objects.count()
    with pytest.raises(errors.SelarasError) as told:
        replacing.replace(
            number=two.number, expected=keluarga(7), reason="rekening ditutup bank", by=people.owner
        )
    assert told.value.code == "tahap_lebih_dari_dana"
    assert Entry.objects.count() == entries
    Funding.objects.update(budget=decided + OLD + ILL - SD)
    replacing.replace(
        number=two.number, expected=keluarga(7), reason="rekening ditutup bank", by=people.owner
    )
    assert queries.of_cycle(cycle, people.owner).total.account.decided == decided + OLD + ILL - SD


def test_a_missing_answer_is_not_paid_and_is_said_to_be_open(monkeypatch):
    found, on = made_up(), timezone.localdate()
    members = found.members.with_columns(pl.lit(None, dtype=pl.Boolean).alias("disabilitas"))
    other = snapshot.Snapshot(1, newest=True, families=found.families, members=members, key="lain")
    told = costs.reckoned(other, rules.table(TABLE, on), on).of([keluarga(2), keluarga(5)])
    assert (told[keluarga(2)].rupiah, told[keluarga(2)].most) == (SD, ILL)
    assert (told[keluarga(5)].rupiah, told[keluarga(5)].most) == (0, ILL)


def test_all_families_of_a_regency_cost_what_each_costs_asked_alone(kabupaten):
    on = dt.date(2026, 11, 22)
    held = rules.table(TABLE, on)
    found = facts.registry()
    told = costs.reckoned(found, held, on)
    everybody = told.of(list(found.references))
    asked = [rules.ready_clauses(each, on) for each in held.components]
    seen = set()
    for row, reference in enumerate(found.references):
        case = facts.case(reference, access.SYSTEM, on)
        masks = []
        for _, person in case.persons:
            fits = [answering.judge(each, person).outcome is answering.Outcome.LAYAK for each in asked]
            masks.append(sum(1 << n for n, yes in enumerate(fits) if yes))
        assert rules.cost(masks, held) == everybody[reference].rupiah == told.rupiah[row]
        assert sum(each.rupiah for each in everybody[reference].parts) == told.rupiah[row] <= told.most[row]
        seen.add(int(told.rupiah[row]))
    assert len(seen) > 5


@pytest.mark.parametrize(("wrong", "number"), [
    ({"most": 0, "of": TABLE["of"]}, 0), ({"most": 4, "of": []}, 0), ({"most": "4", "of": TABLE["of"]}, 0),
    ({"most": 4, "of": [{**TABLE["of"][0], "each": -1}]}, 1), ({"most": 4, "of": [{**TABLE["of"][0], "each": 1.5}]}, 1),
    ({"most": 4, "of": [{**TABLE["of"][0], "most": 0}]}, 1), ({"most": 4, "of": [TABLE["of"][1], {**TABLE["of"][0], "code": "S D"}]}, 2),
    ({"most": 4, "of": [TABLE["of"][0], TABLE["of"][0]]}, 2), ({"most": 4, "of": [{**TABLE["of"][0], "ends": "kapan"}]}, 1),
    ({"most": 4, "of": [{**TABLE["of"][0], "begins": "2026-02-01", "ends": "2026-01-01"}]}, 1), ({"most": 4, "of": ["x"]}, 1),
])  # fmt: skip
def test_a_table_that_cannot_be_reckoned_with_is_refused_with_its_place(wrong, number):
    with pytest.raises(errors.SelarasError) as told:
        rules.checked(wrong, timezone.localdate())
    assert (told.value.code, told.value.params["nomor"]) == ("komponen_salah", number)


def test_a_question_about_no_field_is_refused_in_the_words_of_the_engine():
    with pytest.raises(errors.SelarasError) as told:
        rules.checked({"most": 4, "of": [{**TABLE["of"][0], "text": "gaji < 100"}]}, timezone.localdate())
    assert told.value.code != "komponen_salah"
    assert rules.checked(TABLE, timezone.localdate()) is TABLE


LINES = "anak SD | bersekolah and umur >= 7 and umur <= 12 | 225.000 | 3 | juknis contoh\nlansia | umur >= 60 | Rp 600.000 | 1"


def funded(client, programme, **more):
    told = {
        "year": "2026", "line": "APBN contoh", "source": "apbn", "cost": "", "budget": "100.000.000", "quota": "", "by_region": "",
        "components": LINES, "members": "4",
    }  # fmt: skip
    Programme.objects.filter(pk=programme.pk).update(wilayah="64.02")
    return client.post(reverse("programmes:fund", args=[programme.code]), {**told, **more})


def test_an_official_writes_components_by_lines_and_finds_them_again(people, ground, sign_in):
    programme, _ = ground
    client = sign_in(people.owner)
    assert funded(client, programme).status_code in (204, 302, 303)
    kept = Funding.objects.get(programme=programme)
    assert [(each["name"], each["each"], each["most"]) for each in kept.components["of"]] == [
        ("anak SD", 225_000, 3), ("lansia", 600_000, 1),
    ]  # fmt: skip
    # The most of any keluarga, in a programme that pays once a year.
    assert kept.cost == 3 * 225_000 + 600_000
    page = client.get(reverse("programmes:fund_line", args=[programme.code, kept.pk])).content.decode()
    assert "anak SD | bersekolah and umur &gt;= 7 and umur &lt;= 12 | 225.000 | 3 | juknis contoh" in page
    assert "lansia | umur &gt;= 60 | 600.000 | 1" in page


@pytest.mark.parametrize(("more", "said"), [
    ({"components": "anak SD | bersekolah"}, "Baris komponen ke-1 tidak terbaca"),
    ({"components": "anak SD | umur >= 7 | 225.000,50 | 3"}, "rupiah"),
    ({"components": "anak SD | umur >= 7 | -5 | 3"}, "nol"),
    ({"components": "anak SD | gaji < 5 | 225.000 | 3"}, "gaji"),
    ({"components": "anak SD | umur > 900 | 225.000 | 3"}, "tidak pernah benar"),
    ({"components": "anak SD | umur / 0 > 9 | 225.000 | 3"}, "membagi dengan nol"),
    ({"members": ""}, "belum dapat dihitung"),
    ({"components": "", "cost": ""}, "Isi biayanya, atau tabel komponennya."),
])  # fmt: skip
def test_components_that_cannot_be_are_said_kindly_and_nothing_is_written(
    people, ground, sign_in, more, said
):
    answer = funded(sign_in(people.owner), ground[0], **more)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Funding.objects.exists()


def test_the_table_of_pkh_the_house_brings_along_can_be_reckoned_with():
    told = component_lines.house("pkh")
    on = timezone.localdate()
    assert rules.checked(told, on) is told
    assert all(each.get("basis") or each.get("assumption") for each in told["of"])
    # What an official sees is what is read again.
    again = component_lines.read(component_lines.written(told), told["most"], on)
    assert rules.table(again, on).components[0].each == 750_000
    assert component_lines.yearly(told, 2026, 4) == 4 * 4 * 750_000
    assert component_lines.house("lansia") is None
