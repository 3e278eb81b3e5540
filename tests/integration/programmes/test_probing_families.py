"""Owners who may not see health write rules about one family: pages, lists and repeated dry runs tell them nothing of it."""

import re

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.programmes import showing_rules
from selaras.apps.programmes.models.catalogue import Funding, Programme, Rule
from selaras.apps.programmes.queries import costs, facts
from selaras.apps.programmes.queries import rules as catalogue
from selaras.apps.programmes.queries import trying as trials
from selaras.apps.programmes.rules import probing
from selaras.apps.programmes.services import editing, trying
from selaras.kernel import errors, rupiah

CODE = "lansia"
SICK = "anggota.exists(o, o.disabilitas)"


@pytest.fixture
def owner(kabupaten, make_actor):
    actor = make_actor("pemilik_program")
    Programme.objects.filter(code=CODE).update(agency=actor.agency)
    return actor


def tried(owner, text, number=0):
    """A draft with this clause, tried."""
    clause = {"id": "lansia.1", "text": text, "sentence": f"Uji {number}.", "basis": "Uji 1/2026"}
    rule = Rule.objects.filter(programme__code=CODE, state="rancangan").first()
    rule = rule or editing.begin(code=CODE, by=owner)
    wanted = editing.Text([clause], [], timezone.localdate())
    return trying.run(rule=editing.save(rule=rule, text=wanted, seen=editing.seal(rule), by=owner), by=owner)


def seeing_health(owner):
    """The same with a role that sees health."""
    return access.Actor(
        owner.user_id, owner.name, owner.agency, owner.agency_kind,
        (*owner.grants, access.Grant("verifikator", "64.02")),
    )  # fmt: skip


def listed(client, rule, **asked):
    page = client.get(reverse("programmes:rule_list", args=[CODE, rule.number, "sesudah"]), asked)
    assert page.status_code == 200
    # Tokens of forms differ from one asking to the next.
    return re.sub(r'"\w{64}"', "", page.content.decode())


def test_a_list_tells_nothing_of_who_is_left_out(owner, sign_in):
    """Whether a family that may not be seen stands in a list is not to be read from what the page says of the rest."""
    client = sign_in(owner)
    somebody = tried(owner, f"{SICK} and desil <= 10")
    assert somebody.dry_run["semua"]["sesudah"] > 0
    with_them = listed(client, somebody)
    accounts.identify(access.SYSTEM)
    nobody = tried(owner, f"{SICK} and desil <= 1 and luas_lantai > 9999")
    assert nobody.dry_run["semua"]["sesudah"] == 0
    assert listed(client, nobody) == with_them
    assert "0 keluarga dapat Anda lihat" in with_them


def test_the_owner_of_another_agency_lists_nobody_by_a_published_version(owner, make_actor, sign_in):
    """Lists of recipients are for the agency whose programme it is; a version everybody may read is no way around that."""
    rule = tried(owner, "desil <= 5")
    rule = editing.propose(rule=rule, note="Menurut perbup baru.", by=owner)
    editing.publish(rule=rule, seen=editing.seal(rule), by=make_actor("penyetuju"))
    own = listed(sign_in(owner), rule)
    assert "0 keluarga dapat Anda lihat" not in own
    stranger = make_actor("pemilik_program", duty="sosial")
    assert "0 keluarga dapat Anda lihat" in listed(sign_in(stranger), rule)


def test_dry_runs_about_health_are_counted_by_person_and_agency(owner, make_actor, monkeypatch):
    for number in range(probing.RUNS_A_DAY):
        rule = tried(owner, f"{SICK} and desil <= 4", number)
    with pytest.raises(errors.SelarasError) as often:
        tried(owner, f"{SICK} and desil <= 4", 99)
    assert often.value.code == "aturan_uji_habis"
    # What is not about health is asked as often as one likes; the same question again is no new one.
    tried(owner, "desil <= 4")
    rule = Rule.objects.get(pk=rule.pk)
    # Throwing the draft away does not throw the count away.
    editing.discard(rule=rule, by=owner)
    with pytest.raises(errors.SelarasError, match="sudah diuji sebanyak"):
        tried(owner, f"{SICK} and desil <= 5", 1)
    # A colleague has runs of their own, until the agency's are used up.
    colleague = make_actor("pemilik_program")
    monkeypatch.setattr(probing, "RUNS_A_MONTH", probing.RUNS_A_DAY + 1)
    accounts.identify(access.SYSTEM)
    tried(colleague, f"{SICK} and desil <= 6", 2)
    with pytest.raises(errors.SelarasError) as month:
        tried(colleague, f"{SICK} and desil <= 7", 3)
    assert month.value.code == "aturan_uji_habis"


def test_the_same_question_again_costs_nothing(owner):
    for _ in range(probing.RUNS_A_DAY + 2):
        tried(owner, f"{SICK} and desil <= 4")


def test_who_sees_health_reads_numbers_as_they_are_and_is_not_counted(owner, make_actor):
    both = seeing_health(owner)
    for number in range(probing.RUNS_A_DAY + 1):
        tried(both, f"{SICK} and desil <= 4", number)


def test_the_trail_keeps_that_it_was_asked_and_no_number_of_it(owner):
    tried(owner, f"{SICK} and desil <= 4")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('selaras.audit', '*', true)")
        cursor.execute("SELECT detail FROM audit_event WHERE action = 'aturan_coba' ORDER BY id DESC LIMIT 1")
        ((detail,),) = cursor.fetchall()
    assert '"digeser": true' in detail
    assert "masuk" not in detail


def paid_by_components(text="disabilitas"):
    """The programme pays by a table whose second component is asked by `text`."""
    Funding.objects.create(
        programme=Programme.objects.get(code=CODE), year=timezone.localdate().year, line="APBD", source="apbd_kabupaten",
        budget=10_000_000_000, cost=2_000_000, components={"most": 3, "of": [
            {"code": "tua", "name": "lansia", "text": "umur >= 60", "each": 500_000, "most": 2},
            {"code": "lain", "name": "komponen lain", "text": text, "each": 1_000_000, "most": 1},
        ]},
    )  # fmt: skip


def shown(client, rule):
    return client.get(reverse("programmes:rule", args=[CODE, rule.number])).content.decode()


def test_rupiah_by_components_are_what_all_families_would_get_and_told_as_they_are_to_who_sees_health(
    owner, sign_in
):
    paid_by_components()
    rule = tried(owner, "desil <= 4")
    found, on = facts.registry(), timezone.localdate()
    programme = Programme.objects.get(code=CODE)
    fits = found.decided([catalogue.as_asked(programme, rule)], on)[0].outcome == "layak"
    costs_of = costs.of_keluarga(programme, on.year, found.references.filter(fits).to_list(), on)
    cycles = max(1, programme.cycles)
    told = rule.dry_run["komponen"]
    assert told["perlu"] == sum(each.rupiah for each in costs_of.values()) * cycles > 0
    assert told["kosong"] == sum(not each.rupiah for each in costs_of.values())
    assert rule.dry_run["biaya"][0]["needed"] == told["perlu"] < told["tertinggi"] * len(costs_of)
    exact = str(rupiah.Rupiah(told["perlu"]))
    whole = showing_rules.trial(rule, seeing_health(owner))
    assert (whole["lines"][0]["needed"], whole["uncounted"]) == (told["perlu"], told["kosong"])
    # Who wrote the rule may have written the table, too: what it comes to tells of health.
    mine = shown(sign_in(owner), rule)
    assert exact not in mine
    assert "digeser secara acak" in mine
    assert "belum punya komponen yang dibayar" not in mine
    moved = trials.needed(rule, probing.Sight.SHIFTED)
    assert moved == trials.needed(rule, probing.Sight.SHIFTED)
    assert moved % told["tertinggi"] == 0


def test_another_table_is_another_question_and_when_these_are_used_up_rupiah_are_at_the_highest(
    owner, sign_in
):
    paid_by_components()
    for number in range(probing.RUNS_A_DAY):
        Funding.objects.update(components={"most": 3, "of": [
            {"code": "lain", "name": "komponen lain", "text": "disabilitas", "each": 1_000_000 + number, "most": 1},
        ]})  # fmt: skip
        assert tried(owner, "desil <= 4").dry_run["komponen"]
        # The same again costs nothing.
        assert tried(owner, "desil <= 4").dry_run["komponen"]
    rule = tried(owner, "desil <= 5")
    assert rule.dry_run["komponen"] is None
    (line,) = rule.dry_run["biaya"]
    assert line["needed"] == 2_000_000 * rule.dry_run["semua"]["sesudah"]
    assert "seolah-olah tiap keluarga mendapat yang tertinggi" in shown(sign_in(owner), rule)
    with pytest.raises(errors.SelarasError, match="sudah diuji sebanyak"):
        tried(owner, f"{SICK} and desil <= 5")


def test_components_that_do_not_tell_of_health_are_asked_as_often_as_one_likes(owner, sign_in):
    paid_by_components("umur <= 6")
    for number in range(probing.RUNS_A_DAY + 1):
        rule = tried(owner, f"desil <= {number + 1}")
    assert rule.dry_run["komponen"]
    page = shown(sign_in(owner), rule)
    assert str(rupiah.Rupiah(rule.dry_run["komponen"]["perlu"])) in page
    assert "digeser secara acak" not in page
