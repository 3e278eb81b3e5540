"""A campaign from a choice of families to open targets of one officer."""

import campaign_ground as ground
import pytest

from selaras.apps.accounts.services import identify
from selaras.apps.verval.queries import targets
from selaras.apps.verval.services import assigning, campaigns
from selaras.kernel import errors
from selaras.shell import trail


def test_decile_one_becomes_targets_with_their_reasons(lead):
    made = ground.targets(ground.running(lead))
    assert len(made) == 20
    assert made[0].keluarga == "K000000000005"
    assert made[0].why["beda"] == 2
    assert made[0].why["kata"][0] == "Desil 1 menurut DTSEN Oktober 2026."
    assert made[1].keluarga == "K000000000006"
    assert {each.kode_desa for each in made} == {ground.HERE, ground.NEAR}


def test_launching_twice_makes_no_target_twice(lead):
    reference = ground.running(lead)
    row = campaigns.campaigns.for_visits(reference)
    row.state = "rancangan"
    row.save()
    assert campaigns.make_targets(row.pk) == 20
    identify(lead)
    assert len(ground.targets(reference)) == 20


def test_a_family_waiting_in_one_campaign_is_not_planned_into_another(lead):
    ground.running(lead)
    with pytest.raises(errors.SelarasError) as caught:
        campaigns.plan(plan=ground.a_plan(), by=lead)
    assert caught.value.code == "verval_tanpa_sasaran"


def test_the_grey_zone_holds_the_border_and_lists_astride_it(lead):
    made = ground.targets(ground.running(lead, "zona_abu", cut=4))
    assert {each.keluarga[-2:] for each in made} == {"21", "22", "23", "25"}


def test_discrepancies_by_their_kind(lead):
    made = ground.targets(ground.running(lead, "ketidaksesuaian", jenis="jumlah_anggota_beda"))
    assert [each.keluarga[-2:] for each in made] == ["05", "06"]


def test_nobody_plans_outside_the_region_where_they_lead(lead):
    with pytest.raises(trail.Refused):
        campaigns.plan(plan=ground.a_plan(wilayah="64.02.07"), by=lead)


def test_an_officer_has_what_was_assigned_and_nothing_else(lead, make_actor):
    made = ground.targets(ground.running(lead))
    officer, other = (make_actor("petugas", scope=ground.HERE) for _ in range(2))
    here = [each for each in made if each.kode_desa == ground.HERE]
    assigning.assign(target=here[0].reference, user=other.user_id, by=lead)
    assigning.assign(target=here[0].reference, user=officer.user_id, by=lead, why="sakit")
    assigning.assign(target=here[1].reference, user=other.user_id, by=lead)
    identify(officer)
    assert [each.reference for each in targets.mine(officer)] == [here[0].reference]
    packed = targets.pack(officer)
    assert [each["head"] for each in packed] == ["UJI KEPALA 5"]
    assert packed[0]["kk"] == "•••• •••• •••• 9001"
    assert [each["relation"] for each in packed[0]["members"]] == ["kepala", "anak"]
    assert "nik" not in str(packed).lower()
    identify(other)
    assert [each.reference for each in targets.mine(other)] == [here[1].reference]


def test_an_officer_of_another_village_is_not_given_a_target(lead, make_actor):
    made = ground.targets(ground.running(lead))
    far = make_actor("petugas", scope=ground.FAR)
    with pytest.raises(errors.SelarasError) as caught:
        assigning.assign(target=made[0].reference, user=far.user_id, by=lead)
    assert caught.value.code == "verval_petugas_salah"
