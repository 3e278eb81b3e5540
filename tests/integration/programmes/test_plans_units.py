"""Plans that give to persons and to villages: one share each, limits counted anew, names in the decree, lines and the ledger."""

import plan_ground as ground
import pytest
from django.urls import reverse
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.programmes.models.allocation import Award
from selaras.apps.programmes.models.catalogue import Programme, Rule
from selaras.apps.programmes.models.delivery import Entry, Line
from selaras.apps.programmes.queries import changes, facts, recipients, villages, waiting
from selaras.apps.programmes.queries import delivery as ledger_of
from selaras.apps.programmes.queries import plan_ground as material
from selaras.apps.programmes.queries import plans as reading
from selaras.apps.programmes.queries import rules as current
from selaras.apps.programmes.queries import trying as trials
from selaras.apps.programmes.rules import delivery as cycles
from selaras.apps.programmes.rules import effects, plan_overrides, words
from selaras.apps.programmes.rules.changes import Trouble
from selaras.apps.programmes.services import delivery, drafts, replacing
from selaras.apps.registry.models import Person
from selaras.engine.eligibility.answering import Outcome

MONEY = {"pip": (450_000, 14), "sembako": (2_400_000, 10), "air-bersih": (350_000_000, 2)}


@pytest.fixture
def planner(kabupaten, make_actor):
    ground.money(MONEY)
    return ground.coordinator(make_actor)


def made(planner, **more):
    return ground.made(planner, ground.settings(codes=list(MONEY), **more))[0]


def test_each_person_gets_one_share_and_every_limit_holds(planner):
    row = made(planner, most=1)
    given = reading.given(row)
    settings = ground.settings(codes=list(MONEY), most=1)
    against = reading.against(list(Programme.objects.filter(code__in=MONEY)))
    assert plan_overrides.broken(given, settings, against, row.wilayah) == []
    persons = [each for each in given if each.code == "pip"]
    assert len(persons) == len({each.person for each in persons}) == 14
    assert all(each.person and each.keluarga != each.kode_desa for each in persons)
    families = {each.keluarga for each in persons}
    # At most one programme a keluarga, however many of its children have it.
    assert families.isdisjoint({each.keluarga for each in given if each.code == "sembako"})
    told = {each["code"]: each for each in row.result["programmes"]}
    assert (told["pip"]["unit"], told["pip"]["shares"], told["pip"]["families"]) == (
        "orang",
        14,
        len(families),
    )
    assert told["pip"]["spent"] == 14 * 450_000


def test_who_is_given_fits_and_who_waits_stands_in_a_queue_of_persons(planner):
    row = made(planner)
    accounts.identify(planner)
    asked = current.by_code(current.programmes(timezone.localdate()))["pip"].asked
    snapshot = facts.registry()
    said = snapshot.decided([asked], timezone.localdate())[0]
    fits = set(snapshot.members["orang"].filter(said.outcome == Outcome.LAYAK))
    awards = Award.objects.filter(plan=row, programme__code="pip")
    assert {each.person for each in awards} <= fits
    queue = reading.queue(row, Programme.objects.get(code="pip"))
    assert queue
    assert {each.person for each in queue}.isdisjoint({each.person for each in awards.filter(given=True)})


def test_what_was_decided_for_one_child_is_held_and_says_nothing_of_another(planner):
    row = made(planner)
    accounts.identify(planner)
    one = Award.objects.filter(plan=row, programme__code="pip", given=True).first()
    ground.override(row, one, planner, give=False)
    again = Award.objects.get(plan=row, programme__code="pip", person=one.person)
    assert (again.given, again.overridden) == (False, True)
    row.refresh_from_db()
    assert next(each for each in row.result["programmes"] if each["code"] == "pip")["shares"] == 13


def test_villages_are_given_by_the_same_reckoning(planner, sign_in):
    row = made(planner)
    accounts.identify(planner)
    awards = Award.objects.filter(plan=row, programme__code="air-bersih")
    settings = ground.settings(codes=["air-bersih"])
    found = material.material(settings, "64.02", timezone.localdate()).ground
    assert found.places is not None
    wanted = set(found.places.code.filter(found.places.fits[:, 0]))
    assert {each.keluarga for each in awards} == wanted
    assert all(each.keluarga == each.kode_desa for each in awards)
    assert awards.filter(given=True).count() == min(2, len(wanted)) == row.result["villages"] > 0
    client = sign_in(planner)
    text = client.get(
        reverse("programmes:plan_rows", args=[row.reference]), {"program": "air-bersih"}
    ).content.decode()
    served = awards.filter(given=True).first()
    assert recipients.of([served], planner)[served.pk].name in text
    page = client.get(reverse("programmes:plan_family", args=[row.reference, awards[0].keluarga]))
    assert page.status_code == 200


def test_a_village_taken_out_by_hand_is_no_family_less(planner):
    row = made(planner)
    accounts.identify(planner)
    before = row.result
    one = Award.objects.filter(plan=row, programme__code="air-bersih", given=True).first()
    ground.override(row, one, planner, give=False)
    row.refresh_from_db()
    same = ("served", "gaps", "by_village", "by_decile")
    assert {name: row.result[name] for name in same} == {name: before[name] for name in same}
    assert row.result["villages"] == before["villages"] - 1
    assert row.result["shares"] == before["shares"] - 1


def test_what_is_used_of_a_limit_goes_with_changes_by_hand(planner):
    row = made(planner)
    accounts.identify(planner)
    one = Award.objects.filter(plan=row, programme__code="sembako", given=True).first()
    ground.override(row, one, planner, give=False)
    row.refresh_from_db()
    used = {
        (each["kind"], each["programme"]): each["used"] for each in row.result["limits"] if not each["place"]
    }
    for each in row.result["programmes"]:
        assert used.get(("anggaran", each["code"]), each["spent"]) == each["spent"]
        assert used.get(("kuota", each["code"]), each["shares"]) == each["shares"]
    assert ("anggaran", "sembako") in used


def test_a_village_of_which_too_few_answered_is_not_known_and_never_layak(planner, make_actor, as_actor):
    steward = make_actor("wali_data")
    as_actor(steward)
    each = next(one for one in current.everything(timezone.localdate()) if one.about_villages)
    before = {
        one.code: one.judged.outcome for one in villages.listed(steward, each, timezone.localdate(), "64.02")
    }
    snapshot = facts.registry()
    table = snapshot.villages
    assert (table["persen_air_tak_layak.least"] <= table["persen_air_tak_layak.most"]).all()
    assert set(before.values()) > {Outcome.LAYAK}
    silent = snapshot.families.with_columns(air_minum=None)
    said = type(snapshot)(0, newest=False, families=silent, members=snapshot.members).marks(
        [each.asked], timezone.localdate()
    )[0]
    assert 0 not in set(said.tolist())


def test_the_page_of_a_programme_for_villages_lists_them_with_reasons(planner, make_actor, sign_in):
    client = sign_in(make_actor("wali_data"))
    page = client.get(reverse("programmes:families", args=["air-bersih"]), {"wilayah": "64.02"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "desa atau kelurahan layak" in text
    assert "bagian keluarga tanpa air minum terlindung" in text.lower()


@pytest.fixture
def decided(planner, make_actor):
    row = made(planner)
    paper = ground.approved(row, planner, ground.coordinator(make_actor, "penyetuju"))
    assert paper.size > 1000
    return row


def cycle(row, programme, owner, approver, period="2026"):
    accounts.identify(owner)
    given = waiting.given(row, programme)
    draft = drafts.Draft(
        programme, "64.02", "Uji", period, 1, cycles.Channel.VILLAGE, MONEY[programme.code][0],
        [drafts.Recipient(each.keluarga, each.kode_desa, each.person) for each in given], row.build, row, waiting.rule(row, programme),
    )  # fmt: skip
    made_ = delivery.make(draft=draft, by=owner)
    accounts.identify(approver)
    return delivery.freeze(reference=made_.reference, seen=delivery.digest(made_), by=approver)


def test_lines_are_by_person_and_what_was_decided_adds_up(decided, make_actor):
    programme = Programme.objects.get(code="pip")
    owner, approver = (ground.coordinator(make_actor, role) for role in ("pemilik_program", "penyetuju"))
    Programme.objects.update(agency="bappeda")
    programme.refresh_from_db()
    found = cycle(decided, programme, owner, approver)
    lines = list(Line.objects.filter(cycle=found))
    assert {each.person for each in lines} == {
        one.person for one in reading.given(decided) if one.code == "pip"
    }
    entries = Entry.objects.filter(line__in=lines, kind=words.Entry.DECIDED)
    assert sum(each.amount for each in entries) == 450_000 * len(lines)
    accounts.identify(owner)
    total = ledger_of.of_cycle(found, owner).total.account
    assert total.paid + total.returned + total.open == total.decided


def test_a_child_who_moved_or_died_is_held_and_a_brother_is_not(decided, make_actor):
    programme = Programme.objects.get(code="pip")
    owner, approver = (ground.coordinator(make_actor, role) for role in ("pemilik_program", "penyetuju"))
    Programme.objects.update(agency="bappeda")
    programme.refresh_from_db()
    found = cycle(decided, programme, owner, approver)
    accounts.identify(access.SYSTEM)
    first, second = Line.objects.filter(cycle=found)[:2]
    other = Line.objects.filter(cycle=found).exclude(keluarga__in=[first.keluarga, second.keluarga]).first()
    Person.objects.filter(reference=second.person, build_to=None).update(
        status="meninggal", build_from=decided.build + 1
    )
    home = Person.objects.filter(reference=first.person, build_to=None)
    home.update(keluarga=other.keluarga, build_from=decided.build + 1)
    troubles = changes.troubles(found, [first, second, other])
    assert Trouble.PERSON_AWAY in troubles[first.pk] or Trouble.PERSON_MOVED in troubles[first.pk]
    assert other.pk not in troubles


def test_a_village_is_delivered_to_by_itself(decided, make_actor):
    programme = Programme.objects.get(code="air-bersih")
    owner, approver = (ground.coordinator(make_actor, role) for role in ("pemilik_program", "penyetuju"))
    Programme.objects.update(agency="bappeda")
    programme.refresh_from_db()
    found = cycle(decided, programme, owner, approver)
    lines = list(Line.objects.filter(cycle=found))
    assert lines
    assert all(each.keluarga == each.kode_desa and not each.trouble for each in lines)
    assert (
        replacing.candidate(lines[0]) is None
        or replacing.candidate(lines[0]).waiting.keluarga != lines[0].keluarga
    )


def test_a_version_for_villages_is_tried_and_asked_of_the_village_of_a_family(
    planner, make_actor, as_actor, sign_in
):
    steward = make_actor("wali_data")
    as_actor(steward)
    rule = Rule.objects.get(programme__code="air-bersih", number=1)
    found = trials.trial(rule)
    counted = effects.counts(found.tried)
    listed = villages.listed(
        steward,
        next(e for e in current.everything(trials.day(rule)) if e.about_villages),
        trials.day(rule),
        "64.02",
    )
    assert counted["semua"]["sesudah"] == villages.counts(listed)[Outcome.LAYAK] > 0
    assert trials.listed(found, "sesudah", steward, "", slice(0)).families == []
    reference = facts.registry().references[0]
    page = sign_in(steward).get(
        reverse("programmes:rule_family", args=["air-bersih", 1]), {"keluarga": reference}
    )
    assert "Bagian keluarga tanpa air minum terlindung" in page.content.decode()
