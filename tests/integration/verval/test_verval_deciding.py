"""Answers that differ are shown and decided by a person; what is held is released or set aside; nothing is overwritten."""

import itertools

import pytest
from verval_world import field, filled

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.audit.models import Event
from selaras.apps.verval.models.campaigns import Assignment, Target
from selaras.apps.verval.models.submissions import Decision, Observation, Submission
from selaras.apps.verval.queries import findings as queries
from selaras.apps.verval.rules import findings, receiving
from selaras.apps.verval.services import deciding
from selaras.apps.verval.services.receiving import receive
from selaras.kernel import errors
from selaras.shell import trail

REASON = "dicek ulang dengan ketua RT"


@pytest.fixture
def place(make_actor):
    accounts.identify(access.SYSTEM)
    return field(make_actor("petugas"))


@pytest.fixture
def leader(make_actor):
    return make_actor("verifikator")


def _hand_over(target: Target, to: access.Actor) -> None:
    Assignment.objects.filter(target=target, until=None).update(until="2026-11-21T00:00Z")
    Assignment.objects.create(target=target, kode_desa=target.kode_desa, user=to.user_id, made_by=1)


def _send(place, xml: bytes, by: access.Actor | None = None) -> receiving.Receipt:
    return receive(receiving.Sent(xml, "odk"), by or place.officer)


def _told(place, number: int = 0) -> queries.Told:
    row = Target.objects.select_related("campaign__instrument").get(pk=place.targets[number].pk)
    return queries.told([row])[row.pk]


@pytest.fixture
def differing(place, make_actor):
    """Two officers who differ about the floor, and agree about the outcome."""
    other = make_actor("petugas")
    target = place.targets[0]
    first = _send(place, filled(target.reference, lantai="5", atap="2"))
    _hand_over(target, other)
    second = _send(place, filled(target.reference, lantai="8", atap="2"), other)
    return first.instance, second.instance


def _decide(place, leader, picks, reason=REASON):
    told = _told(place)
    return deciding.decide(
        target=told.target.reference, picks=picks, seen=sorted(told.observations), reason=reason, by=leader
    )


def test_two_officers_who_differ_are_shown_to_a_person(place, leader, differing):
    told = _told(place)
    assert told.finding.open == ("lantai",)
    assert told.finding.fields["atap"].how == findings.AGREED
    found, more = queries.contradictions(leader)
    assert [each.target.pk for each in found] == [place.targets[0].pk]
    assert more is False


def test_the_choice_of_a_person_holds_and_the_other_answer_stays_readable(
    place, leader, differing, make_actor
):
    first, second = differing
    _decide(place, leader, {"lantai": second})
    state = _told(place).finding.fields["lantai"]
    assert (state.value, state.how, state.lost[0].value, state.lost[0].keys) == (
        "8", findings.DECIDED, "5", (first,)
    )  # fmt: skip
    assert queries.contradictions(leader)[0] == []
    accounts.identify(make_actor("auditor"))
    event = Event.objects.filter(action="temuan_putus").get()
    assert event.detail == {"isian": ["lantai"]}


def test_what_comes_later_and_differs_opens_it_again_and_what_agrees_does_not(
    place, leader, differing, make_actor
):
    _decide(place, leader, {"lantai": differing[1]})
    third, fourth = make_actor("petugas"), make_actor("petugas")
    _hand_over(place.targets[0], third)
    _send(place, filled(place.targets[0].reference, lantai="8"), third)
    assert _told(place).finding.open == ()
    _hand_over(place.targets[0], fourth)
    _send(place, filled(place.targets[0].reference, lantai="9"), fourth)
    assert _told(place).finding.fields["lantai"].why == findings.REOPENED


def test_nobody_decides_over_an_answer_they_did_not_see(place, leader, differing):
    with pytest.raises(errors.SelarasError, match="jawaban baru"):
        deciding.decide(
            target=place.targets[0].reference, picks={"lantai": differing[0]}, seen=[differing[0]], reason=REASON,
            by=leader,
        )  # fmt: skip
    with pytest.raises(errors.SelarasError, match="Alasan"):
        _decide(place, leader, {"lantai": differing[0]}, reason=" ")
    assert not Decision.objects.exists()


def test_who_leads_elsewhere_neither_sees_nor_decides(place, differing, make_actor):
    far = make_actor("verifikator", scope="64.02.07")
    assert queries.contradictions(far)[0] == []
    assert queries.one(far, place.targets[0].reference) is None
    with pytest.raises(trail.Refused):
        _decide(place, far, {"lantai": differing[0]})


def test_a_correction_takes_the_place_of_the_own_answer_whichever_comes_first(place):
    old = filled(place.targets[0].reference, instance="uuid:lama", lantai="5")
    new = filled(place.targets[0].reference, instance="uuid:baru", lantai="8", deprecatedID="uuid:lama")
    for number, order in enumerate(itertools.permutations((old, new))):
        target = place.targets[number]
        named = [
            xml.replace(place.targets[0].reference.encode(), target.reference.encode())
            .replace(b"uuid:", f"uuid:{number}-".encode()) for xml in order
        ]  # fmt: skip
        for xml in named:
            _send(place, xml)
        state = _told(place, number).finding.fields["lantai"]
        assert (state.value, state.how, state.lost[0].value) == ("8", findings.ALONE, "5")


def test_an_officer_who_answers_twice_without_saying_so_is_asked_about(place):
    for floor in ("5", "8"):
        _send(place, filled(place.targets[0].reference, lantai=floor))
    assert _told(place).finding.fields["lantai"].why == findings.TWICE


@pytest.fixture
def held(place, make_actor):
    """A submission for a family that was given to somebody else meanwhile."""
    _hand_over(place.targets[0], make_actor("petugas"))
    receipt = _send(place, filled(place.targets[0].reference, lantai="5"))
    assert receipt.held == "bukan_tugas"
    return Submission.objects.get(instance=receipt.instance)


def test_a_held_submission_counts_once_it_is_released_to_the_right_family(place, leader, held):
    assert _told(place).finding.held == (held.instance,)
    right = place.targets[1]
    deciding.release(submission=held.pk, target=right.reference, reason=REASON, by=leader)
    seen = Observation.objects.get(submission=held)
    assert (seen.counts, seen.keluarga, seen.target_id) == (True, right.keluarga, right.pk)
    right.refresh_from_db()
    assert right.state == "dikunjungi"
    assert _told(place, 1).finding.value("lantai") == "5"
    assert _told(place).observations == {}
    held.refresh_from_db()
    assert (held.standing, held.held) == ("berlaku", "bukan_tugas")


def test_what_is_set_aside_stays_as_evidence_and_the_family_waits_again(place, leader):
    receipt = _send(place, filled(place.targets[0].reference))
    row = Submission.objects.get(instance=receipt.instance)
    deciding.set_aside(submission=row.pk, reason=REASON, by=leader)
    place.targets[0].refresh_from_db()
    assert place.targets[0].state == "ditugaskan"
    assert _told(place).finding.set_aside == (row.instance,)
    assert bytes(Submission.objects.get(pk=row.pk).xml) == bytes(row.xml)
    deciding.release(submission=row.pk, target="", reason=REASON, by=leader)
    assert _told(place).finding.counting == (row.instance,)


def test_what_nobody_can_read_cannot_be_released(place, leader):
    receipt = _send(place, b"<data")
    row = Submission.objects.get(instance=receipt.instance)
    with pytest.raises(errors.SelarasError, match="tidak dapat dibaca"):
        deciding.release(submission=row.pk, target=place.targets[0].reference, reason=REASON, by=leader)


def test_one_row_per_family_goes_back_with_what_is_settled_only(place, differing):
    [row] = queries.settled(place.campaign)
    assert (row.outcome, row.values.get("atap"), row.open) == ("layak", "2", ("lantai",))
    assert "lantai" not in row.values


def test_pages_show_both_answers_and_take_the_decision(place, leader, differing, sign_in):
    client, reference = sign_in(leader), place.targets[0].reference
    assert "1 keluarga dengan jawaban yang berbeda" in client.get("/").content.decode()
    assert reference in client.get("/verval/temuan/").content.decode()
    page = client.get(f"/verval/temuan/{reference}/").content.decode()
    assert 'class="sides"' in page
    assert "lantai" in page
    sent = {"terlihat": sorted(_told(place).observations), "semua": differing[0], "alasan": REASON}
    answer = client.post(f"/verval/temuan/{reference}/putuskan/", sent, follow=True)
    assert "Putusan disimpan" in answer.content.decode()
    accounts.identify(access.SYSTEM)
    assert _told(place).finding.value("lantai") == "5"


def test_the_first_page_counts_what_contradicts_now_and_unseals_nothing_twice(
    place, leader, differing, monkeypatch
):
    assert queries.contradicting(leader) == 1
    with monkeypatch.context() as patched:
        patched.setattr(queries, "answers", None)
        assert queries.contradicting(leader) == 1
    _decide(place, leader, {"lantai": differing[0]})
    assert queries.contradicting(leader) == 0
    _hand_over(place.targets[0], place.officer)
    _send(place, filled(place.targets[0].reference, lantai="1", atap="2"))
    assert queries.contradicting(leader) == 1


def test_the_page_of_a_held_visit_says_why_and_releases_it(place, leader, held, sign_in):
    client = sign_in(leader)
    assert "1 kiriman kunjungan ditahan" in client.get("/").content.decode()
    assert "bukan tugas petugas itu" in client.get("/verval/karantina/").content.decode()
    page = client.get(f"/verval/kunjungan/{held.pk}/").content.decode()
    assert "Ditahan." in page
    answer = client.post(
        f"/verval/kunjungan/{held.pk}/lepas/", {"sasaran": place.targets[1].reference, "alasan": REASON}, follow=True
    )  # fmt: skip
    assert "sekarang berlaku" in answer.content.decode()
