"""Officers, areas, the balanced proposal, and somebody who falls ill."""

import datetime as dt

import campaign_ground as ground
import pytest

from selaras.apps.accounts.services import identify
from selaras.apps.audit.models import Event
from selaras.apps.verval.models.campaigns import Assignment, Target
from selaras.apps.verval.queries import assigning as reads
from selaras.apps.verval.queries import targets
from selaras.apps.verval.services import assigning, campaigns, officers
from selaras.apps.verval.services import targets as writes
from selaras.kernel import errors
from selaras.shell import trail


@pytest.fixture
def crew(lead, make_actor):
    """Two officers of the first village, one of the second, all in a running campaign."""
    reference = ground.running(lead)
    people = [make_actor("petugas", scope=scope) for scope in (ground.HERE, ground.HERE, ground.NEAR)]
    assert officers.add_all(campaign=reference, by=lead, per_day=5) == 3
    return reference, people


def _held(reference):
    rows = Assignment.objects.filter(target__campaign__reference=reference, until=None)
    counted = {}
    for user in rows.values_list("user", flat=True):
        counted[user] = counted.get(user, 0) + 1
    return counted


def test_the_proposal_is_shown_and_carried_out_as_shown(lead, crew):
    reference, (one, two, three) = crew
    row = campaigns.campaigns.for_visits(reference)
    shown = reads.proposal(row, lead)
    officers.carry_out(campaign=reference, by=lead)
    # Three RTs of four families: whole ones before equal loads.
    assert _held(reference) == {one.user_id: 8, two.user_id: 4, three.user_id: 8}
    assert {a.target_id: a.user for a in Assignment.objects.filter(until=None)} == shown.holders
    assert reads.proposal(row, lead).holders == {}


def test_who_falls_ill_hands_on_to_the_neighbour_with_the_reason(lead, crew):
    reference, (one, two, _three) = crew
    officers.carry_out(campaign=reference, by=lead)
    first = targets.led(lead).filter(assignments__user=one.user_id, assignments__until=None)[0]
    writes.visited(target_id=first.pk, by=lead)
    held = _held(reference)[one.user_id]
    handed, left = officers.absent(
        campaign=reference, user=one.user_id, day=dt.date(2026, 11, 25), why="sakit", by=lead
    )
    assert (handed, left) == (held - 1, 0)
    assert _held(reference)[two.user_id] == 12 - 1
    assert Assignment.objects.filter(user=two.user_id, until=None, why="sakit").count() == handed
    assert Assignment.objects.get(target=first, until=None).user == one.user_id
    identify(one)
    assert not targets.mine(one).exists()


def test_who_has_no_neighbour_leaves_the_families_waiting(lead, crew):
    reference, (_one, _two, three) = crew
    officers.carry_out(campaign=reference, by=lead)
    handed, left = officers.absent(
        campaign=reference, user=three.user_id, day=dt.date(2026, 11, 25), why="sakit", by=lead
    )
    assert (handed, left) == (0, 8)
    assert Target.objects.filter(campaign__reference=reference, state="menunggu").count() == 8


def test_a_reason_is_asked_for(lead, crew):
    reference, (one, *_rest) = crew
    with pytest.raises(errors.SelarasError) as caught:
        officers.absent(campaign=reference, user=one.user_id, day=dt.date(2026, 11, 25), why=" ", by=lead)
    assert caught.value.code == "verval_alasan_kurang"


def test_an_rt_is_given_to_somebody_by_hand(lead, crew):
    reference, (one, two, _three) = crew
    officers.carry_out(campaign=reference, by=lead)
    officers.move(campaign=reference, kode_desa=ground.HERE, rt="001", user=two.user_id, by=lead)
    there = Assignment.objects.filter(until=None, target__kode_desa=ground.HERE, target__rt="001")
    assert set(there.values_list("user", flat=True)) == {two.user_id}
    again = officers.move(campaign=reference, kode_desa=ground.HERE, rt="001", user=two.user_id, by=lead)
    assert again == 0
    assert one.user_id in _held(reference)


def test_nobody_is_sent_where_they_may_not_go(lead, crew):
    reference, (one, *_rest) = crew
    with pytest.raises(errors.SelarasError):
        officers.add(campaign=reference, user=one.user_id, kode_desa=ground.NEAR, by=lead)
    with pytest.raises(errors.SelarasError):
        officers.move(campaign=reference, kode_desa=ground.NEAR, rt=None, user=one.user_id, by=lead)


def test_who_does_not_lead_there_changes_nothing(lead, crew, make_actor):
    reference, (one, *_rest) = crew
    stranger = make_actor("verifikator", scope="64.02.07")
    identify(stranger)
    with pytest.raises(trail.Refused):
        officers.add(campaign=reference, user=one.user_id, kode_desa=ground.HERE, by=stranger)
    with pytest.raises(trail.Refused):
        officers.carry_out(campaign=reference, by=one)


def test_a_back_check_is_drawn_by_its_seed_and_given_to_somebody_else(lead, crew):
    reference, _people = crew
    officers.carry_out(campaign=reference, by=lead)
    for row in Target.objects.filter(campaign__reference=reference):
        writes.visited(target_id=row.pk, by=lead)
    again = ground.running(lead, "uji_petik", checks=reference, seed="2026-11-30", share=0.1)
    drawn = ground.targets(again)
    assert len(drawn) == 3
    assert all(row.checks_id for row in drawn)
    officers.add_all(campaign=again, by=lead)
    officers.carry_out(campaign=again, by=lead)
    for held in Assignment.objects.filter(target__campaign__reference=again, until=None):
        first = Assignment.objects.get(target=held.target.checks, until=None)
        assert held.user != first.user
    mine = next(row for row in drawn if row.kode_desa == ground.HERE)
    visitor = Assignment.objects.get(target=mine.checks, until=None).user
    with pytest.raises(errors.SelarasError) as caught:
        assigning.assign(target=mine.reference, user=visitor, by=lead)
    assert caught.value.code == "verval_petugas_sama"


def test_a_family_on_no_list_becomes_a_task_of_who_met_it(lead, crew):
    reference, (one, _two, three) = crew
    identify(one)
    made = writes.add_found(campaign=reference, kode_desa=ground.HERE, rt="004", by=one)
    assert [row.reference for row in targets.mine(one)] == [made]
    assert targets.pack(one)[0]["why"] == [
        "Belum ada di daftar mana pun; ditemukan di lapangan atau diusulkan."
    ]
    with pytest.raises(trail.Refused):
        writes.add_found(campaign=reference, kode_desa=ground.NEAR, rt="", by=one)
    identify(three)
    assert not targets.mine(three).exists()


def test_an_ended_campaign_gives_no_more_tasks(lead, crew):
    reference, (one, *_rest) = crew
    officers.carry_out(campaign=reference, by=lead)
    campaigns.end(reference=reference, by=lead)
    with pytest.raises(errors.SelarasError) as caught:
        officers.carry_out(campaign=reference, by=lead)
    assert caught.value.code == "verval_kampanye_tutup"
    identify(one)
    assert not targets.mine(one).exists()
    identify(lead)
    with pytest.raises(errors.SelarasError):
        campaigns.cancel(reference=reference, by=lead)


def test_what_was_done_stands_in_the_trail_without_names(lead, crew):
    reference, (one, *_rest) = crew
    officers.carry_out(campaign=reference, by=lead)
    identify(lead)
    found = Event.objects.filter(object_id=reference)
    actions = set(found.values_list("action", flat=True))
    assert {
        "kampanye_rancang",
        "kampanye_luncur",
        "kampanye_berjalan",
        "petugas_atur",
        "tugas_beri",
    } <= actions
    assert one.name not in str(list(found.values("detail")))
