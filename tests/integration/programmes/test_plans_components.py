"""Plans of a programme whose share differs by keluarga: every limit of money holds to the rupiah, up to what is delivered."""

import plan_ground as ground
import pytest
from django.urls import reverse
from django.utils import timezone

from selaras.apps.accounts import services as accounts
from selaras.apps.programmes.models.allocation import Award
from selaras.apps.programmes.models.catalogue import Funding, Programme
from selaras.apps.programmes.queries import costs, facts, rules
from selaras.apps.programmes.queries import plans as reading
from selaras.apps.programmes.rules import component_lines, plan_overrides
from selaras.kernel import errors

BUDGET, CODES = 60_000_000, ("pkh", "sembako")


@pytest.fixture
def planner(kabupaten, make_actor):
    ground.money({code: ground.MONEY[code] for code in CODES})
    table = component_lines.house("pkh")
    Funding.objects.filter(programme__code="pkh").update(
        components=table, cost=component_lines.yearly(table, ground.YEAR, 4), budget=BUDGET
    )
    return ground.coordinator(make_actor)


@pytest.fixture
def row(planner):
    return ground.made(planner, ground.settings(codes=CODES))[0]


def of_pkh(row, **more):
    return Award.objects.filter(plan=row, programme__code="pkh", **more)


def test_each_share_costs_what_its_keluarga_gets_in_a_year_and_the_budget_holds(row):
    awards = list(of_pkh(row))
    known = costs.of_keluarga(
        Programme.objects.get(code="pkh"),
        ground.YEAR,
        {each.keluarga for each in awards},
        timezone.localdate(),
    )
    assert all(each.cost == 4 * known[each.keluarga].rupiah > 0 for each in awards)
    assert len({each.cost for each in awards}) > 3
    told = next(each for each in row.result["programmes"] if each["code"] == "pkh")
    spent = sum(each.cost for each in awards if each.given)
    assert (told["spent"], told["left"], told["differs"]) == (spent, BUDGET - spent, True)
    assert 0 < spent <= BUDGET
    # What is left is less than anybody who waits would cost, near enough: no money lies idle.
    assert told["left"] < max(each.cost for each in awards)
    settings, against = (
        ground.settings(codes=CODES),
        reading.against(list(Programme.objects.filter(code__in=CODES))),
    )
    assert plan_overrides.broken(reading.given(row), settings, against, row.wilayah) == []


def test_the_page_of_a_family_says_what_its_share_is_made_of(row, planner, sign_in):
    accounts.identify(planner)
    page = sign_in(planner)
    said = set()
    for award in of_pkh(row)[:12]:
        told = page.get(
            reverse("programmes:plan_family", args=[row.reference, award.keluarga])
        ).content.decode()
        assert "setahun menurut komponen keluarganya" in told
        # Who plans may not know of health: a share made of it is told as a sum alone.
        assert "1 disabilitas berat" not in told
        assert "1 ibu hamil" not in told
        said.add("Sekali bayar:" in told)
    assert True in said


def test_whom_no_component_counts_is_told_and_gets_no_share(planner, make_actor, sign_in):
    table = {"most": 4, "of": [
        {"code": "berat", "name": "disabilitas", "text": "disabilitas", "each": 600_000, "most": 1},
        {"code": "lansia", "name": "lansia", "text": "umur >= 70", "each": 600_000, "most": 1},
    ]}  # fmt: skip
    Funding.objects.filter(programme__code="pkh").update(components=table)
    row = ground.made(planner, ground.settings(codes=CODES))[0]
    told = {each["code"]: each for each in row.result["programmes"]}
    on = timezone.localdate()
    programme = Programme.objects.get(code="pkh")
    (said,) = facts.registry().decided([rules.by_code(rules.everything(on))["pkh"].asked], on)
    inside = facts.registry().kode_desa.str.starts_with("64.02.").fill_null(value=False)
    eligible = facts.registry().references.filter((said.outcome == "layak") & inside).to_list()
    known = costs.of_keluarga(programme, ground.YEAR, eligible, on)
    nothing = {reference for reference, each in known.items() if not each.rupiah}
    assert told["pkh"]["uncounted"] == len(nothing) > 0
    assert told["pkh"]["uncounted"] <= told["pkh"]["unknown"]
    assert told["sembako"]["uncounted"] == 0
    assert not nothing & set(of_pkh(row).values_list("keluarga", flat=True))
    page = reverse("programmes:plan", args=[row.reference])
    assert f"{len(nothing)} keluarga cocok dengan aturannya" in sign_in(planner).get(page).content.decode()
    # Having no component tells of health: not to who does not read the recipients.
    stranger = make_actor("pelihat", kind="opd")
    assert "keluarga cocok dengan aturannya" not in sign_in(stranger).get(page).content.decode()


def test_a_flat_programme_beside_it_stays_flat(row):
    assert set(Award.objects.filter(plan=row, programme__code="sembako").values_list("cost", flat=True)) == {
        None
    }
    told = next(each for each in row.result["programmes"] if each["code"] == "sembako")
    assert (told["differs"], told["spent"]) == (False, told["shares"] * 2_400_000)


def test_changes_by_hand_move_the_own_cost_and_never_pass_the_budget(row, planner):
    accounts.identify(planner)
    dear = of_pkh(row, given=False).order_by("-cost").first()
    with pytest.raises(errors.SelarasError) as told:
        ground.override(row, dear, planner, give=True)
    assert told.value.code in ("rencana_anggaran_habis", "rencana_tidak_bersama", "rencana_terlalu_banyak")
    taken = of_pkh(row, given=True).order_by("-cost").first()
    before = next(each["spent"] for each in row.result["programmes"] if each["code"] == "pkh")
    ground.override(row, taken, planner, give=False)
    row.refresh_from_db()
    after = next(each["spent"] for each in row.result["programmes"] if each["code"] == "pkh")
    assert after == before - taken.cost == reading.spent(row)["pkh"]
    ground.override(row, taken, planner, give=True)
    row.refresh_from_db()
    assert reading.spent(row)["pkh"] == before


def test_it_is_approved_within_the_money_of_the_year_and_the_decree_says_the_sum(row, planner, make_actor):
    approver = ground.coordinator(make_actor, "penyetuju")
    Funding.objects.filter(programme__code="pkh").update(budget=reading.spent(row)["pkh"] - 1)
    with pytest.raises(errors.SelarasError) as told:
        ground.approved(row, planner, approver)
    assert told.value.code == "rencana_lebih_dari_dana"
