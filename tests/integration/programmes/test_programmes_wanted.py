"""Answers programmes wait for become a campaign of verval: most decisions first, and what to ask stands with each family."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from selaras.apps.accounts import rules as accounts
from selaras.apps.programmes.queries import facts, wanted
from selaras.apps.programmes.queries import rules as current
from selaras.apps.programmes.rules import fields
from selaras.apps.registry.models import Keluarga
from selaras.apps.verval.models.campaigns import Campaign
from selaras.apps.verval.queries import choosing as meant
from selaras.apps.verval.rules import choosing, ranking
from selaras.apps.verval.services import instruments
from selaras.engine.eligibility import answering

TODAY = timezone.localdate()
HOME = "64.02"


def asked(actor, **more):
    return wanted.asked(actor, current.programmes(TODAY), TODAY, region=HOME, **more)


def test_a_named_answer_settles_what_is_counted_for_it_whatever_it_is(kabupaten, make_actor):
    """Of the first families every answer named is given in all ways, and the decisions counted for it are made each time."""
    found = asked(make_actor("wali_data"))
    assert found.families.height > 10
    rules = current.programmes(TODAY)
    for row, settles, names in found.families.select("row", "settles", "fields").head(8).rows():
        case = facts.case(found.references[row], accounts.SYSTEM, TODAY).case
        counted = 0
        for name in names:
            of_member = name.removeprefix(wanted.MEMBER) != name
            name = name.removeprefix(wanted.MEMBER)  # noqa: PLW2901  the field itself
            field = (fields.CATALOGUE.anggota if of_member else fields.CATALOGUE.keluarga)[name]
            truths = (True, False) if field.kind.name == "TRUTH" else (0, 1, 4, 450, 900, 90_000)
            settled = []
            for answer in field.choices or truths:
                told = answered(case, name, answer, of_member=of_member)
                now, before = (known(rules, each, persons_only=of_member) for each in (told, case))
                settled.append(now - before)
            counted += len(set.intersection(*settled))
        assert counted == settles


def answered(case, name, answer, *, of_member):
    """The keluarga with an answer more; one about members is given by everybody who has not given it."""
    if not of_member:
        assert case.own[name] is None
        return answering.Case({**case.own, name: answer}, case.members)
    assert any(one[name] is None for one in case.members)
    members = [{**one, name: answer if one[name] is None else one[name]} for one in case.members]
    return answering.Case(case.own, members)


def known(rules, case, *, persons_only):
    """Decisions that are made: of a programme about persons one for each member."""
    found = set()
    for each in rules:
        clauses = current.catalogue.ready(each.programme, each.rule, TODAY)
        cases = [answering.Case(one, None, case.own) for one in case.members or ()]
        asked_ = cases if each.about_persons else [] if persons_only else [case]
        for number, one in enumerate(asked_):
            if answering.judge(clauses, one).outcome is not answering.Outcome.BELUM_TAHU:
                found.add((each.code, number))
    return found


def test_most_decisions_first_and_of_one_answer_where_it_is_named(kabupaten, make_actor):
    actor = make_actor("wali_data")
    found = asked(actor)
    order = found.families["settles"].to_list()
    assert order == sorted(order, reverse=True)
    name, _, count, decisions = found.by_field()[0]
    one = asked(actor, field=name)
    assert (one.families.height, one.decisions) == (count, decisions)
    assert {tuple(each) for each in one.families["fields"].to_list()} == {(name,)}


def test_only_where_one_leads_and_nothing_sensitive_for_who_may_not_see_it(kabupaten, make_actor):
    near = asked(make_actor("verifikator"))
    villages = facts.registry().kode_desa.gather(near.families["row"])
    assert villages.str.starts_with("64.02.06").all()
    outside = make_actor("verifikator", kind="provinsi", scope="64")
    assert set(asked(outside).answers["field"].to_list()).isdisjoint(fields.SENSITIVE)


def test_the_page_hands_over_to_verval_with_what_to_ask(kabupaten, make_actor, sign_in, as_actor):
    instruments.publish(added=(), by=accounts.SYSTEM)
    leader = make_actor("wali_data")
    client = sign_in(leader)
    page = client.get(reverse("programmes:wanted"), {"wilayah": HOME})
    assert "Jadikan kampanye verval" in page.content.decode()
    first = page.context["form"].initial
    given = {
        **{name: str(value) for name, value in first.items()},
        "wilayah": HOME,
        "count": "5",
        "title": "Melengkapi jawaban",
    }
    answer = client.post(reverse("programmes:wanted_plan"), given)
    row = Campaign.objects.get()
    assert answer.url == reverse("verval:campaign", kwargs={"reference": row.reference})
    as_actor(leader)
    kept = choosing.from_kept(row.filter)
    best = asked(leader).families.head(5)
    assert [each.settles for each in kept.asks] == best["settles"].to_list()
    candidates = meant.choose(kept, leader).candidates
    assert {each.keluarga for each in candidates} == {each.keluarga for each in kept.asks}
    ranked = ranking.ranked(candidates)
    assert [each.candidate.settles for each in ranked] == sorted(
        (each.candidate.settles for each in ranked), reverse=True
    )
    why = ranked[0].why
    assert why["tanya"] == list(ranked[0].candidate.asked)
    assert any(why["tanya"][0] in sentence for sentence in why["kata"])
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"count": "0"}, 400),
        ({"count": "100000"}, 400),
        ({"ends": "2020-01-01"}, 400),
        ({"wilayah": "94.01"}, 404),
        ({"count": "x"}, 400),
    ],
)
def test_what_cannot_be_planned_is_said_and_nothing_is_kept(kabupaten, make_actor, sign_in, change, status):
    instruments.publish(added=(), by=accounts.SYSTEM)
    client = sign_in(make_actor("wali_data"))
    begins = TODAY + dt.timedelta(days=3)
    given = {
        "title": "Uji", "begins": str(begins), "ends": str(begins + dt.timedelta(days=20)), "officers": "2", "per_day": "8",
        "day_rate": "150000", "count": "5", "wilayah": HOME,
    }  # fmt: skip
    assert client.post(reverse("programmes:wanted_plan"), {**given, **change}).status_code == status
    assert not Campaign.objects.exists()


def test_the_purpose_cannot_be_chosen_without_families(kabupaten, make_actor, sign_in):
    client = sign_in(make_actor("wali_data"))
    page = client.get(reverse("verval:new"), {"tujuan": "jawaban_program", "wilayah": HOME}).content.decode()
    assert "Melengkapi jawaban program" not in page
    assert Keluarga.objects.exists()
