"""Pairs are decided by people, strong claims by two of them, and the next build hears of it."""

import datetime as dt

import polars as pl
import pytest

from selaras.apps.registry import deciders
from selaras.apps.registry import queries as registry
from selaras.apps.registry.models import Candidate, Mention, Person
from selaras.apps.review import queries, rules, services
from selaras.apps.review.models import Decision
from selaras.engine import tables
from selaras.kernel import errors
from selaras.pipeline import decisions as conveyor
from selaras.pipeline import intake, progress, sync
from selaras.shell import trail


@pytest.fixture
def reviewer(loaded, make_actor, as_actor):
    actor = make_actor("wali_data", scope="64.02")
    as_actor(actor)
    return actor


def _contradicting(actor) -> Candidate:
    return next(c for c in queries.queue(actor) if (s := queries.sides(c)) and s.niks_differ)


def test_the_most_valuable_comes_first(reviewer):
    values = list(queries.queue(reviewer).values_list("value", flat=True))
    assert values
    assert values == sorted(values, reverse=True)


def test_a_decision_reaches_the_conveyor_by_key_of_both_rows(reviewer, doubtful):
    found = _contradicting(reviewer)
    services.decide(candidate=found, decision=rules.DIFFERENT, by=reviewer)
    told = deciders.decisions()
    assert told.schema == tables.DECISIONS.schema
    records = pl.read_parquet(doubtful / "records.parquet")
    numbered = conveyor.by_number(told, records)
    review = pl.read_parquet(doubtful / "review.parquet")
    assert numbered.height == 1
    assert numbered.select("rid_a", "rid_b").row(0) in set(review.select("rid_a", "rid_b").rows())
    assert numbered["decision"].to_list() == ["beda"]
    assert found.pk not in set(queries.queue(reviewer).values_list("pk", flat=True))


def test_two_niks_as_one_person_need_two_reviewers(reviewer, make_actor, as_actor):
    found = _contradicting(reviewer)
    made = services.decide(candidate=found, decision=rules.SAME, by=reviewer)
    assert made.settled is None
    assert deciders.decisions().is_empty()
    assert found.pk not in set(queries.queue(reviewer).values_list("pk", flat=True))
    with pytest.raises(errors.SelarasError):
        services.decide(candidate=found, decision=rules.SAME, by=reviewer)
    other = make_actor("wali_data", scope="64.02")
    as_actor(other)
    assert found.pk in set(queries.queue(other).values_list("pk", flat=True))
    assert services.decide(candidate=found, decision=rules.SAME, by=other).settled is not None
    assert deciders.decisions()["decision"].to_list() == ["sama"]


def test_two_who_disagree_open_the_pair_again(reviewer, make_actor, as_actor):
    found = _contradicting(reviewer)
    services.decide(candidate=found, decision=rules.SAME, by=reviewer)
    other = make_actor("verifikator", scope="64.02")
    as_actor(other)
    assert services.decide(candidate=found, decision=rules.DIFFERENT, by=other).ended is not None
    assert deciders.decisions().is_empty()
    assert found.pk in set(queries.queue(reviewer).values_list("pk", flat=True))


def test_doubt_leaves_the_pair_to_others(reviewer, make_actor, as_actor):
    found = queries.queue(reviewer).first()
    services.decide(candidate=found, decision=rules.UNSURE, by=reviewer)
    assert found.pk not in set(queries.queue(reviewer).values_list("pk", flat=True))
    other = make_actor("verifikator", scope="64.02")
    as_actor(other)
    assert found.pk in set(queries.queue(other).values_list("pk", flat=True))
    assert deciders.decisions().is_empty()


def test_a_decision_is_taken_back(reviewer):
    found = _contradicting(reviewer)
    made = services.decide(candidate=found, decision=rules.DIFFERENT, by=reviewer)
    services.take_back(decision_id=made.pk, by=reviewer)
    assert deciders.decisions().is_empty()
    assert found.pk in set(queries.queue(reviewer).values_list("pk", flat=True))


def test_a_row_is_parted_from_its_person(reviewer):
    person = Person.objects.filter(n_records__gte=3, build_to=None, kode_desa__isnull=False).first()
    others = Mention.objects.filter(person=person.reference).count() - 1
    assert services.part(person=person, place=1, note="bukan dia", by=reviewer) == others
    made = Decision.objects.filter(decision="beda", person_a=person.reference)
    assert made.count() == others
    row = queries.mention_of(person.reference, 1)
    key = queries.key_of(row.sheet, row.row, row.part)
    assert all(key in (each.a, each.b) for each in made)


def test_outside_the_region_nothing_is_decided(reviewer, make_actor, as_actor):
    found = _contradicting(reviewer)
    stranger = make_actor("verifikator", scope="53.71")
    with pytest.raises(trail.Refused):
        services.decide(candidate=found, decision=rules.DIFFERENT, by=stranger)
    as_actor(stranger)
    assert not queries.queue(stranger).exists()
    assert not Candidate.objects.exists()


def test_by_page_and_keyboard(reviewer, sign_in):
    client = sign_in(reviewer)
    first = client.get("/tinjau/", follow=True)
    page = first.content.decode()
    assert 'data-key="s"' in page
    assert "review/keys" in page
    number = int(first.redirect_chain[-1][0].strip("/").split("/")[-1])
    answer = client.post(f"/tinjau/{number}/putuskan/", {"putusan": "ragu"}, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] != f"/tinjau/{number}/"
    assert client.post(f"/tinjau/{number}/putuskan/", {"putusan": "<b>"}, follow=True).status_code == 200
    assert Decision.objects.filter(decision="ragu", at__year=dt.date.today().year).count() == 1  # noqa: DTZ011


@pytest.mark.parametrize(
    ("decision", "weight", "differ", "second"),
    [("sama", 5, False, False), ("sama", 5, True, True), ("beda", 16, False, True), ("beda", 5, True, False), ("sama", -20, False, True), ("ragu", 40, True, False)],
)  # fmt: skip
def test_when_two_must_look(decision, weight, differ, second):
    assert rules.needs_second(decision, rules.Pair(weight, differ)) is second


def test_how_values_compare():
    assert [
        rules.state(a, b)
        for a, b in (("SITI", "SITI"), ("SITI AMINAH", "SITI AMINA"), ("SITI", "BUDI"), ("", "X"))
    ] == ["same", "close", "different", "missing"]


def _of_two_families(actor) -> Candidate:
    for found in queries.queue(actor):
        shown = queries.sides(found)
        if queries.families(found) and shown and not shown.niks_differ and abs(found.weight) < rules.STRONG:
            return found
    pytest.fail("no pair of two families")


def test_two_families_become_one_in_the_next_build_and_two_again_when_it_is_taken_back(
    reviewer, doubtful, tmp_path
):
    found = _of_two_families(reviewer)
    merged = services.merge_families(candidate=found, pairs=(), by=reviewer)
    assert (merged.pairs, merged.waits) == (0, False)
    assert found.pk in set(queries.queue(reviewer).values_list("pk", flat=True))
    told = deciders.decisions()
    assert told["decision"].to_list() == ["sekeluarga"]
    assert _families(found, told, doubtful, tmp_path / "satu") == 1
    made = Decision.objects.get(decision=rules.ONE_FAMILY)
    services.take_back(decision_id=made.pk, by=reviewer)
    assert deciders.decisions().is_empty()


def _families(found: Candidate, told: pl.DataFrame, doubtful, out) -> int:
    """How many keluarga the rows of a pair stand on after a sync with these decisions."""
    folder = doubtful.parent / "sources"
    pieces = intake.gather(folder, intake.files(folder, folder / "none"), progress.Log())
    sync.conveyor(pieces, told, sync.Order(folder, out, dt.date(2026, 11, 22), insist=True))
    links = pl.read_parquet(out / "links.parquet")
    sheets = registry.sheets([found.sheet_a, found.sheet_b])
    homes = set()
    for sheet, row in ((found.sheet_a, found.row_a), (found.sheet_b, found.row_b)):
        at = sheets[sheet]
        same = (
            (pl.col("source") == at.source) & (pl.col("edition") == at.edition) & (pl.col("file") == at.file)
            & (pl.col("sheet") == at.sheet) & (pl.col("row") == row)
        )  # fmt: skip
        homes |= set(links.filter(same)["keluarga_id"])
    return len(homes)


def test_with_the_families_the_chosen_members_are_decided(reviewer):
    found = _of_two_families(reviewer)
    offered = queries.between_families(found, reviewer)
    assert offered[0].pk == found.pk
    persons = [reference for each in offered for reference in (each.person_a, each.person_b)]
    assert len(persons) == len(set(persons))
    merged = services.merge_families(candidate=found, pairs={found.pk, 0}, by=reviewer)
    assert merged.pairs == 1
    assert sorted(deciders.decisions()["decision"].to_list()) == ["sama", "sekeluarga"]
    with pytest.raises(errors.SelarasError):
        services.merge_families(candidate=found, pairs={found.pk}, by=reviewer)


def test_the_page_of_a_person_tells_decisions_and_takes_them_back(reviewer, sign_in):
    person = Person.objects.filter(n_records__gte=3, build_to=None, kode_desa__isnull=False).first()
    client = sign_in(reviewer)
    address = f"/registri/orang/{person.reference}/"
    assert "Tinjau kecocokannya" in client.get(address).content.decode()
    assert "Tinjau kecocokannya" not in client.get(f"{address}?per=2026-11-22").content.decode()
    for far in ("9" * 5000, "", "-1"):
        assert client.post(f"/tinjau/orang/{person.reference}/pisahkan/", {"baris": far}).status_code == 404
    assert client.post(f"/tinjau/orang/{person.reference}/pisahkan/", {"baris": "1"}).status_code == 302
    made = Decision.objects.filter(person_a=person.reference, decision="beda", ended=None).first()
    page = client.get(address).content.decode()
    assert "Bukan satu orang" in page
    answer = client.post(f"/tinjau/putusan/{made.pk}/cabut/", {"kembali": person.reference})
    assert answer["Location"] == address
    made.refresh_from_db()
    assert made.ended is not None
