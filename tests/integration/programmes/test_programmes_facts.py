"""All families at once say what each family says alone; facts come and go with their build."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from django.conf import settings

from selaras.apps.accounts import rules
from selaras.apps.accounts import services as accounts
from selaras.apps.programmes import vault
from selaras.apps.programmes.models.facts import SnapshotFile
from selaras.apps.programmes.queries import catalogue, facts
from selaras.apps.programmes.queries import rules as asking
from selaras.apps.programmes.rules import snapshot
from selaras.apps.programmes.services import facts as laying
from selaras.apps.registry import services
from selaras.apps.registry.models import Keluarga, Person
from selaras.engine.eligibility import answering
from selaras.engine.eligibility.answering import Outcome

DAY = dt.date(2026, 11, 22)


def differences(found: snapshot.Snapshot, on: dt.date) -> tuple[list[tuple[str, str]], set[str]]:
    """Where the table and the family alone say different things, clause by clause and, of rules about persons, member by member; and
    all outcomes that occurred."""
    current = asking.programmes(on)
    decided = found.decided([each.asked for each in current], on)
    members = {who: row for row, who in enumerate(found.members["orang"])}
    wrong, seen = [], set()
    for row, reference in enumerate(found.references):
        told = facts.case(reference, rules.SYSTEM, on)
        for each, said in zip(current, decided, strict=True):
            asked = catalogue.ready(each.programme, each.rule, on)
            cases = [(row, told.case)]
            if each.about_persons:
                cases = [(members[person.reference], case) for person, case in told.persons]
            for at, case in cases:
                verdict = answering.judge(asked, case)
                fail = sum(1 << n for n, one in enumerate(verdict.findings) if one.holds is False)
                open_ = sum(1 << n for n, one in enumerate(verdict.findings) if one.holds is None)
                seen.add((verdict.outcome, each.about_persons))
                if (said.fail[at], said.unknown[at]) != (fail, open_):
                    wrong.append((reference, each.code))
    return wrong, seen


def test_every_family_of_a_regency_is_told_the_same_alone_and_in_the_table(kabupaten):
    found = facts.registry()
    assert (found.build, found.newest) == (kabupaten, True)
    assert sorted(found.references) == sorted(Keluarga.objects.values_list("reference", flat=True))
    wrong, seen = differences(found, DAY)
    assert (wrong, seen) == ([], {(outcome, persons) for outcome in Outcome for persons in (True, False)})


def test_on_another_day_everybody_is_of_another_age(kabupaten):
    later = dt.date(2031, 3, 1)
    found = facts.registry()
    before, after = (found.at(day).members["umur"] for day in (DAY, later))
    known = before.is_not_null() & after.is_not_null()
    assert set((after - before).filter(known)) == {4, 5}
    assert differences(found, later)[0] == []


def test_every_field_of_every_family_is_the_same(kabupaten):
    found = facts.registry()
    families = found.families.to_dicts()
    whole = found.at(DAY).members
    members = {
        key[0]: part.drop("keluarga", "orang", "lahir").to_dicts() for key, part in whole.group_by("keluarga")
    }
    for row, told in enumerate(families):
        case = facts.case(told["reference"], rules.SYSTEM, DAY).case
        assert {name: told[name] for name in case.own} == dict(case.own)

        def order(one):
            return sorted(map(repr, (sorted(each.items()) for each in one)))

        assert order(members.get(row, [])) == order(case.members or [])


def test_members_on_several_lists_who_moved_died_or_are_not_counted(kabupaten):
    """A keluarga whose list counts others than are known has no members; those away are not asked about."""
    found = facts.registry()
    one, two, three = found.references[:3]
    Keluarga.objects.filter(reference=one).update(listed=40)
    Person.objects.filter(keluarga=two).update(status="pindah")
    Person.objects.filter(keluarga=three).update(tanggal_lahir=dt.date(1871, 1, 1), kode_desa="64.02.01.2001")
    laying.make(kabupaten, by=rules.SYSTEM)
    again = facts.registry()
    assert set(again.members["keluarga"]).isdisjoint({0, 1})
    assert again.families["apart"][2] == "64.02.01.2001"
    assert again.at(DAY).members.filter(pl.col("keluarga") == 2)["umur"].null_count() > 0
    assert differences(again, DAY)[0] == []


def test_no_name_and_no_number_is_in_them_and_nothing_is_readable_on_the_disk(kabupaten):
    held = SnapshotFile.objects.get()
    contents = b"".join(vault.read(held.room, name) for name in (snapshot.FAMILIES, snapshot.MEMBERS))
    found = facts.registry()
    columns = {*found.families.columns, *found.members.columns}
    assert columns.isdisjoint({"nama", "nik", "kk", "alamat", "nama_ibu", "kepala", "person"})
    for name in Person.objects.exclude(nama=None).values_list("nama", flat=True)[:50]:
        assert name.encode() not in contents
    sealed = (Path(settings.SELARAS_FILES) / "program" / held.room / snapshot.FAMILIES).read_bytes()
    assert found.references[0].encode() not in sealed


def test_undoing_an_edition_lays_out_the_new_build_and_the_old_one_stays_asked_for(kabupaten, material):
    first = facts.registry()
    number = services.load(material["less"], by=rules.SYSTEM)
    second = facts.registry()
    assert (second.build, second.newest) == (number, True)
    assert second.families.height < first.families.height
    again = facts.registry(kabupaten)
    assert (again.build, again.newest, again.families.height) == (kabupaten, False, first.families.height)
    assert differences(second, DAY)[0] == []


def test_without_any_edition_there_is_nobody(kabupaten):
    services.empty(by=rules.SYSTEM)
    found = facts.registry()
    assert (found.families.height, found.members.height) == (0, 0)
    current = [each.asked for each in asking.programmes(DAY)]
    assert all(len(each.fail) == 0 for each in found.decided(current, DAY))


def test_what_is_missing_is_made_when_the_worker_starts_and_old_ones_go(
    kabupaten, django_capture_on_commit_callbacks
):
    SnapshotFile.objects.all().delete()
    with pytest.raises(Exception, match="belum disiapkan"):
        facts.registry()
    laying.ensure()
    assert facts.registry().build == kabupaten
    accounts.identify(rules.SYSTEM)
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(kabupaten + 1, kabupaten + 8):
            laying.make(number, by=rules.SYSTEM)
    kept = list(SnapshotFile.objects.values_list("build", "room"))
    assert len(kept) == laying.KEPT
    assert all(vault.has(room, snapshot.MEMBERS) for _, room in kept)


def test_facts_are_of_everybody_whoever_loads(kabupaten, make_actor, as_actor):
    near = make_actor("wali_data", scope="64.02.06")
    as_actor(near)
    before = facts.registry().families.height
    assert laying.make(kabupaten, by=near) == before
    assert Keluarga.objects.exclude(kode_desa__startswith="64.02.06").count() == 0
