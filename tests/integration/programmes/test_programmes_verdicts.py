"""What a reader is told in lists is what the page of each family tells them, and never more."""

import datetime as dt

import pytest

from selaras.apps.accounts import rules as access
from selaras.apps.accounts.rules import FieldClass
from selaras.apps.programmes.models.allocation import Receives
from selaras.apps.programmes.models.catalogue import Programme, Rule
from selaras.apps.programmes.queries import facts, family, verdicts
from selaras.apps.programmes.queries import rules as asking
from selaras.apps.programmes.services import facts as laying
from selaras.apps.registry.models import Keluarga, Person
from selaras.engine.eligibility.answering import Outcome

DAY = dt.date(2026, 11, 22)
CODES = {
    Outcome.LAYAK: verdicts.LAYAK,
    Outcome.BELUM_TAHU: verdicts.BELUM_TAHU,
    Outcome.TIDAK_LAYAK: verdicts.TIDAK_LAYAK,
}


def told(actor):
    return verdicts.seen(actor, asking.programmes(DAY), DAY)


def compared(actor, found):
    """(reference, programme, in the list, on the page) where list and page differ; references nobody may see."""
    different, unseen = [], set()
    for row, reference in enumerate(found.snapshot.references):
        page = family.answer(reference, actor, DAY)
        if page is None:
            unseen.add(reference)
            continue
        assert found.here[row]
        for line in page.lines:
            here, there = int(found.outcomes[line.programme.code][row]), CODES[line.judged.outcome]
            if here != there:
                different.append((reference, line.programme.code, here, there))
    return different, unseen


@pytest.mark.parametrize("role", ["pemilik_program", "verifikator", "wali_data", "operator"])
def test_lists_and_pages_say_the_same(kabupaten, make_actor, as_actor, role):
    actor = make_actor(role)
    as_actor(actor)
    found = told(actor)
    different, unseen = compared(actor, found)
    never_more = [each for each in different if each[2] != verdicts.BELUM_TAHU]
    assert never_more == []
    apart = found.snapshot.families["apart"]
    assert {each[0] for each in different} <= set(found.snapshot.references.filter(apart.is_not_null()))
    hidden = {found.snapshot.references[row] for row in range(len(found.here)) if not found.here[row]}
    assert unseen == hidden
    assert found.here.any()


@pytest.mark.parametrize(
    ("code", "text"),
    [("atensi", "has(risiko_stunting) or anggota.exists(o, o.hamil)"), ("disabilitas", "has(keluarga.risiko_stunting) or hamil")],
)  # fmt: skip
def test_what_is_sensitive_decides_nothing_for_who_may_not_see_it(kabupaten, make_actor, code, text):
    """Asked whether an answer is there at all, and with answers that count as met or failed where they are missing."""
    clauses = [
        {"id": f"s{n}", "text": text, "sentence": "Uji.", "missing": word, "assumption": "uji"}
        for n, word in enumerate(("tanya", "gugur", "lolos"))
    ]
    Rule.objects.create(
        programme=Programme.objects.get(code=code), number=2, state="berlaku", clauses=clauses, figures=[], valid_from=DAY
    )  # fmt: skip
    owner, steward = (told(make_actor(role)) for role in ("pemilik_program", "wali_data"))
    mine = owner.outcomes[code][owner.here]
    assert set(mine.tolist()) == {verdicts.BELUM_TAHU}
    assert len(set(steward.outcomes[code][steward.here].tolist())) > 1


def test_who_sees_a_part_of_a_family_does_not_know_who_belongs_to_it(kabupaten, make_actor, as_actor):
    here = Keluarga.objects.filter(kode_desa__startswith="64.02.06").first()
    Person.objects.filter(keluarga=here.reference).update(kode_desa="64.02.01.2001")
    laying.make(kabupaten, by=access.SYSTEM)
    near = make_actor("verifikator")
    as_actor(near)
    found = told(near)
    row = found.snapshot.references.to_list().index(here.reference)
    rules = {each.code: each.asked for each in asking.programmes(DAY)}
    about_members = [
        code
        for code, each in rules.items()
        if each.unit == "orang" or any("anggota." in c.text for c in each.clauses)
    ]
    assert about_members
    assert verdicts.LAYAK not in {int(found.outcomes[code][row]) for code in about_members}
    assert [each for each in compared(near, found)[0] if each[2] != verdicts.BELUM_TAHU] == []


def test_who_has_what_comes_from_lists_of_the_registry_and_of_agencies(kabupaten, make_actor, as_actor):
    actor = make_actor("wali_data")
    as_actor(actor)
    snapshot = facts.registry()
    found = told(actor).has
    assert found["bsps"] is None
    assert found["pkh"].sum() == snapshot.families["terima_pkh"].sum() > 0
    one = snapshot.families.row(0, named=True)
    programme = Programme.objects.get(code="bsps")
    rows = {
        "keluarga": one["reference"],
        "kode_desa": one["kode_desa"],
        "agency": "uji",
        "source": "uji",
        "recorded_by": 0,
    }
    Receives.objects.create(programme=programme, until=DAY - dt.timedelta(days=1), **rows)
    assert told(actor).has["bsps"] is None
    Receives.objects.create(programme=programme, **rows)
    assert told(actor).has["bsps"].nonzero()[0].tolist() == [0]


def test_sums_for_who_may_name_nobody_are_of_what_is_known(kabupaten, make_actor):
    viewer, steward = make_actor("pelihat"), make_actor("wali_data")
    current = asking.programmes(DAY)
    sums = verdicts.seen(viewer, current, DAY, FieldClass.PROGRAMME)
    assert not sums.families
    assert not verdicts.seen(viewer, current, DAY).here.any()
    whole = verdicts.seen(steward, current, DAY)
    assert (sums.outcomes["disabilitas"][sums.here] == whole.outcomes["disabilitas"][whole.here]).all()
