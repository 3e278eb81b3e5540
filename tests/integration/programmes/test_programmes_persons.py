"""Programmes about persons: decided member by member, told on the page of the keluarga, counted in persons and keluarga."""

import datetime as dt
import io
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from selaras.apps.accounts import rules
from selaras.apps.accounts import services as accounts
from selaras.apps.programmes.models.catalogue import Programme, Rule
from selaras.apps.programmes.queries import asking, facts, families, family
from selaras.apps.programmes.queries import rules as current
from selaras.apps.programmes.queries import trying as trials
from selaras.apps.programmes.rules import doubting, effects, matrix
from selaras.apps.registry import layout
from selaras.apps.registry.models import Person
from selaras.engine.eligibility.answering import Outcome

DAY = dt.date(2026, 11, 22)
HOME = "64.02"


@pytest.fixture
def steward(kabupaten, make_actor, as_actor):
    found = make_actor("wali_data")
    as_actor(found)
    return found


def pupils(snapshot, on=DAY):
    """References of keluarga -> persons PIP fits, reckoned from the tables alone."""
    fits = snapshot.aged(snapshot.members, on)
    decile = snapshot.families["desil"].gather(fits["keluarga"])
    told: dict[str, set[str]] = {}
    for member, desil in zip(fits.to_dicts(), decile, strict=True):
        young = member["umur"] is not None and 6 <= member["umur"] <= 21
        if member["bersekolah"] and young and desil is not None and desil <= 6:
            told.setdefault(snapshot.references[member["keluarga"]], set()).add(member["orang"])
    return told


def test_the_page_of_a_family_says_for_whom_and_why(steward, sign_in):
    wanted = pupils(facts.registry(), timezone.localdate())
    reference, fitting = max(wanted.items(), key=lambda each: len(each[1]))
    line = next(
        each
        for each in family.answer(reference, steward, timezone.localdate()).lines
        if each.programme.code == "pip"
    )
    assert {person.reference for person, said in line.members if said.outcome is Outcome.LAYAK} == fitting
    names = [Person.objects.get(reference=each, build_to=None).nama for each in sorted(fitting)]
    client = sign_in(steward)
    for page in (
        reverse("registry:keluarga", args=[reference]),
        reverse("programmes:family", args=[reference]),
    ):
        text = client.get(page).content.decode()
        assert all(name in text for name in names)
        assert "Untuk: " in text


def test_the_list_counts_keluarga_and_persons_and_its_file_names_them(steward, sign_in):
    asked = asking.named(steward, timezone.localdate())
    wanted = pupils(asked.seen.snapshot, timezone.localdate())
    layak = families.meant(asked.seen, "pip", matrix.Wanted(HOME, "layak"))
    assert int(layak.sum()) == len(wanted)
    assert int(asked.seen.heads["pip"][layak].sum()) == sum(map(len, wanted.values()))
    client = sign_in(steward)
    page = client.get(reverse("programmes:families", args=["pip"]), {"wilayah": HOME, "hasil": "layak"})
    assert f"{sum(map(len, wanted.values()))} orang" in page.content.decode().replace(".", "")
    sent = {"wilayah": HOME, "hasil": "layak", "purpose": next(iter(rules.PURPOSES)), "form": "xlsx"}
    answer = client.post(reverse("programmes:families_take_out", args=["pip"]), sent)
    book = zipfile.ZipFile(io.BytesIO(answer.content))
    text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    one = Person.objects.get(reference=next(iter(next(iter(wanted.values())))), build_to=None)
    assert one.nama in text


def test_a_dry_run_counts_persons_and_keluarga(steward):
    programme = Programme.objects.get(code="pip")
    rule = Rule.objects.get(programme=programme, number=1)
    wanted = pupils(facts.registry(), trials.day(rule))
    found = trials.trial(rule)
    counted = effects.counts(found.tried)
    assert counted["semua"]["sesudah"] == sum(map(len, wanted.values()))
    assert counted["semua_keluarga"]["sesudah"] == len(wanted)
    assert counted["orang"] == facts.registry().members.height
    listed = trials.listed(found, "sesudah", steward, "", slice(0, 5))
    assert listed.total == len(wanted)
    assert {each.reference for each, _ in listed.families} <= set(wanted)


def test_nobody_is_layak_for_want_of_an_answer(steward):
    """Whoever answers nothing is not known or fails, in every programme about persons."""
    accounts.identify(rules.SYSTEM)
    Person.objects.update(isi=layout.pack([""] * len(layout.PERSON)), tanggal_lahir=None)
    accounts.identify(steward)
    reference = facts.registry().references[0]
    told = family.answer(reference, steward, timezone.localdate())
    about = [line for line in told.lines if line.members]
    assert about
    assert all(said.outcome is not Outcome.LAYAK for line in about for _, said in line.members)


@pytest.mark.parametrize(
    ("unit", "text", "said"),
    [
        ("keluarga", "umur >= 60", "tulis anggota.exists(o, o.umur"),
        ("orang", "desil <= 4", "tulis keluarga.desil"),
        ("orang", "anggota.exists(o, o.umur >= 60)", "tentang orang"),
    ],
)
def test_a_rule_of_another_unit_is_told_what_to_write(unit, text, said):
    clause = {"id": "x.1", "text": text, "sentence": "Uji.", "basis": "Uji"}
    [found] = doubting.check(doubting.About("x", unit), [clause], [], DAY).clauses["x.1"]
    told = str(found.error)
    assert said in told


def test_current_rules_say_whom_they_are_about(steward):
    about = {each.code for each in current.programmes(DAY) if each.about_persons}
    assert {"pip", "beasiswa", "disabilitas", "kecakapan-hidup"} == about
