"""Pages of accounts: what each role may do is told from the rule; single keys can be silenced; words are complete."""

import pytest
from django.urls import reverse
from django.utils import translation

from selaras.apps.accounts import rules
from selaras.apps.accounts.models import User


def test_every_ability_and_kind_of_field_has_words():
    assert set(rules.ABILITIES) == set(rules.Ability)
    assert set(rules.FIELD_CLASSES) == set(rules.FieldClass)
    assert set(rules.AGENCY_KINDS) == set(rules.AgencyKind)


def test_the_page_of_roles_says_what_the_rule_says(make_actor, sign_in):
    told = sign_in(make_actor("penyetuju")).get(reverse("accounts:roles")).context["roles"]
    assert [each["role"].code for each in told] == list(rules.ROLES)
    assert [each["role"].code for each in told if each["mine"]] == ["penyetuju"]
    for each in told:
        assert len(each["abilities"]) == len(each["role"].abilities)
        assert len(each["sees"]) + len(each["hidden"]) == len(rules.FieldClass)


def test_words_of_roles_purposes_and_agencies_follow_the_language():
    with translation.override("en"):
        assert str(rules.ROLES["wali_data"].name) == "Data steward"
        assert str(rules.PURPOSES["pengaduan"]) == "Answering complaints of citizens"
        assert str(rules.AGENCY_KINDS[rules.AgencyKind.OUTSIDE]) == "Outside party"
    with translation.override("id"):
        assert str(rules.ROLES["wali_data"].name) == "Wali data"


@pytest.mark.parametrize(("code", "silent"), [("0", True), ("1", False)])
def test_single_keys_are_silenced_for_the_person_who_asks(make_actor, sign_in, code, silent):
    actor = make_actor("verifikator")
    client = sign_in(actor)
    client.post(reverse("accounts:keys"), {"pintasan": code})
    page = client.get(reverse("accounts:me")).content.decode()
    assert ('data-single-keys="off"' in page) is silent
    assert User.objects.get(pk=actor.user_id).single_keys is not silent


def test_the_list_of_shortcuts_names_the_keys_of_the_pages_one_may_open(make_actor, sign_in):
    verifier = sign_in(make_actor("verifikator")).get(reverse("accounts:me")).content.decode()
    viewer = sign_in(make_actor("pelihat")).get(reverse("accounts:me")).content.decode()
    assert "<kbd>S</kbd>" in verifier
    assert "<kbd>S</kbd>" not in viewer


def test_people_without_a_role_are_found(make_actor, sign_in):
    boss, other = make_actor("pengelola"), make_actor("operator")
    User.objects.get(pk=other.user_id).grants.all().delete()
    page = sign_in(boss).get(reverse("accounts:people"), {"keadaan": "tanpa-peran"})
    assert [each.pk for each in page.context["page"]] == [other.user_id]
