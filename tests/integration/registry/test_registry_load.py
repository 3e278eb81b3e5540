"""A result becomes a build: whole, sealed, versioned, and undone by another build."""

import datetime as dt

import polars as pl
import pytest
from django.db import connection
from django.utils import timezone

from selaras.apps.accounts import rules
from selaras.apps.accounts import services as accounts
from selaras.apps.registry import layout, queries, services
from selaras.apps.registry.loading import copy, sealing
from selaras.apps.registry.models import Build, Keluarga, Mention, Number, Person, Tie
from selaras.shell import trail

TABLES = [target.name for target in (copy.PERSON, copy.KELUARGA, copy.MENTION, copy.TIE, copy.CANDIDATE)]


def _rows(name: str, columns: tuple[str, ...]) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        listed = ", ".join(columns)
        cursor.execute(f"SELECT {listed} FROM {name} WHERE build_to IS NULL ORDER BY {listed}")
        return cursor.fetchall()


def test_everything_arrives(loaded, persons, material):
    records = pl.read_parquet(material["all"] / "records.parquet")
    families = pl.read_parquet(material["all"] / "keluarga_records.parquet")
    assert Person.objects.count() == persons.height
    assert Mention.objects.count() == records.height + families.height
    assert Build.objects.get(state="aktif").number == loaded
    one = persons.filter(pl.col("n_records") > 2).row(0, named=True)
    held = Person.objects.get(reference=one["person_id"])
    assert (held.nama, held.desil, held.kode_desa) == (one["nama"], one["desil"], one["kode_desa"])
    assert layout.unpack(held.isi, layout.PERSON)["nama_ibu"] == one["nama_ibu"]
    number = Number.objects.get(pk=held.nik)
    assert sealing.unseal(number.sealed, number.blind) == one["nik"]
    assert Mention.objects.filter(person=held.reference).count() == one["n_records"]


def test_ties_add_up_and_span(loaded):
    for tie in Tie.objects.all()[:200]:
        edges = [edge.split(",") for edge in tie.edges.split(";")]
        known = queries.patterns([int(edge[3]) for edge in edges])
        places = {int(end) for edge in edges for end in edge[:2]}
        assert len(edges) == len(places) - 1 or len(edges) < len(places)
        for _a, _b, weight, key in edges:
            assert sum(part[2] for part in known[int(key)]) == pytest.approx(float(weight), abs=0.02)


def test_no_number_is_readable(loaded, material):
    records = pl.read_parquet(material["all"] / "records.parquet")
    numbers = set(records["nik"].drop_nulls()) | set(records["kk"].drop_nulls())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'registry%'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"SELECT t::text FROM {name} AS t")
            text = "\n".join(row[0] for row in cursor.fetchall())
            found = {word for word in _long_numbers(text) if word in numbers}
            assert not found, name


def _long_numbers(text: str) -> set[str]:
    return set(pl.Series([text]).str.extract_all(r"\d{16}").explode().drop_nulls())


def test_a_sealed_number_does_not_open_elsewhere(loaded):
    one, two = Number.objects.order_by("pk")[:2]
    with pytest.raises(Exception, match=r"rahasia|dibuka|terbuka"):
        sealing.unseal(one.sealed, two.blind)


def test_the_same_again_changes_no_row(loaded, material):
    before = {model: model.objects.count() for model in (Person, Keluarga, Mention, Tie)}
    again = services.load(material["all"], by=rules.SYSTEM)
    assert again == loaded + 1
    assert {model: model.objects.count() for model in before} == before
    assert not Person.objects.filter(build_from=again).exists()


def test_undo_gives_back_what_was(db, material):
    accounts.identify(rules.SYSTEM)
    services.load(material["less"], by=rules.SYSTEM)
    columns = {
        target.name: target.columns for target in (copy.PERSON, copy.KELUARGA, copy.MENTION, copy.CANDIDATE)
    }
    before = {name: _rows(name, columns[name]) for name in columns}
    services.load(material["all"], by=rules.SYSTEM)
    assert _rows("registry_mention", columns["registry_mention"]) != before["registry_mention"]
    services.load(material["less"], by=rules.SYSTEM)
    assert {name: _rows(name, columns[name]) for name in columns} == before


def test_as_known_on(db, material, make_actor):
    accounts.identify(rules.SYSTEM)
    first = services.load(material["less"], by=rules.SYSTEM)
    then = timezone.now() - dt.timedelta(days=40)
    Build.objects.filter(number=first).update(activated=then)
    old = set(queries.visible_persons(actor=rules.SYSTEM).values_list("reference", "sources"))
    services.load(material["all"], by=rules.SYSTEM)
    now = set(queries.visible_persons(actor=rules.SYSTEM).values_list("reference", "sources"))
    day = timezone.localdate()
    earlier = queries.visible_persons(actor=rules.SYSTEM, on=day - dt.timedelta(days=30))
    assert set(earlier.values_list("reference", "sources")) == old != now
    assert not queries.visible_persons(actor=rules.SYSTEM, on=day - dt.timedelta(days=60)).exists()


def test_a_broken_load_leaves_the_old_build(loaded, material, monkeypatch):
    rows = _rows("registry_person", ("reference", "build_from"))

    def broken(*_args: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(copy, "renew_statistics", broken)
    with pytest.raises(OSError, match="disk full"):
        services.load(material["less"], by=rules.SYSTEM)
    assert _rows("registry_person", ("reference", "build_from")) == rows
    assert Build.objects.get(state="aktif").number == loaded


def test_nobody_else_makes_a_build(loaded, material, make_actor):
    with pytest.raises(trail.Refused):
        services.load(material["all"], by=make_actor("operator"))
