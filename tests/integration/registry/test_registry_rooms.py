"""A large load has a table of its own: behind the same wall, seen whole or not at all, gone when the load is killed."""

import polars as pl
import psycopg
import pytest
from django.db import DatabaseError, connection

from selaras.apps.accounts import rules
from selaras.apps.accounts import services as accounts
from selaras.apps.discrepancies import services as discrepancies
from selaras.apps.registry import apps, queries, services
from selaras.apps.registry.loading import copy, rooms
from selaras.apps.registry.models import Build, Number, Person, Tie
from selaras.cli.serve import postgres

# Tables whose rows come in thousands even from the small kabupaten of these tests.
LARGE = (
    "registry_person", "registry_keluarga", "registry_mention", "registry_tie", "registry_number",
    discrepancies.TARGET.name,
)  # fmt: skip
INDEXES = """
SELECT array_agg(indisunique::text || substring(pg_get_indexdef(indexrelid) FROM ' USING .*') ORDER BY 1)
FROM pg_index WHERE indrelid = %s::regclass
"""
WALLS = """
SELECT array_agg(ARRAY[policyname::text, permissive, cmd, qual, with_check] ORDER BY policyname)
FROM pg_policies WHERE tablename = %s
"""


@pytest.fixture
def roomy(monkeypatch):
    """Every load is a large one."""
    monkeypatch.setattr(rooms, "MANY", 10)


def _asked(statement: str, *params: object) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchone()[0]


def _rooms() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT inhrelid::regclass::text, inhparent::regclass::text FROM pg_inherits i "
                       "JOIN pg_class c ON c.oid = i.inhrelid WHERE c.relkind = 'r'")  # fmt: skip
        return dict(cursor.fetchall())


def _tables(owner: psycopg.Connection) -> set[str]:
    return {row[0] for row in owner.execute("SELECT tablename FROM pg_tables WHERE tablename ~ '_[0-9]+$'")}


def test_a_room_stands_behind_the_wall_of_its_parent(roomy, loaded, persons):
    found = _rooms()
    assert set(found.values()) >= set(LARGE)
    for room, parent in found.items():
        assert _asked("SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE relname = %s", room)
        assert _asked(WALLS, room) == _asked(WALLS, parent) is not None
        assert _asked(INDEXES, room) == _asked(INDEXES, parent) is not None
        rights = "SELECT has_table_privilege(%s::regclass, 'SELECT, INSERT, UPDATE, DELETE, MAINTAIN')"
        assert not _asked(rights, room), "reached through its parent alone"
    assert Person.objects.count() == persons.height


def test_a_full_room_needs_next_to_no_vacuum(roomy, loaded):
    for table in ("registry_person", "registry_mention"):
        (room,) = (room for room, parent in _rooms().items() if parent == table)
        # The last pages of each stretch the file grew by are filled later, and those are not marked.
        assert _asked("SELECT relallfrozen::float / relpages FROM pg_class WHERE relname = %s", room) > 0.7


def test_rooms_show_a_person_what_lies_in_their_region(roomy, loaded, persons, make_actor):
    village = persons["kode_desa"].drop_nulls().mode()[0]
    actor = make_actor("operator", scope=village)
    accounts.identify(actor)
    seen = set(Person.objects.values_list("reference", flat=True))
    assert seen == set(persons.filter(pl.col("kode_desa") == village)["person_id"])
    assert seen == set(queries.visible_persons(actor=actor).values_list("reference", flat=True))


def test_ids_and_versions_go_on_across_rooms(roomy, loaded, material):
    before = set(Person.objects.filter(build_to=None).values_list("reference", "isi", "kode_desa"))
    services.load(material["less"], by=rules.SYSTEM)
    services.load(material["all"], by=rules.SYSTEM)
    assert set(Person.objects.filter(build_to=None).values_list("reference", "isi", "kode_desa")) == before
    for model in (Person, Tie, Number):
        ids = list(model.objects.values_list("pk", flat=True))
        assert len(ids) == len(set(ids))
    blinds = [bytes(blind) for blind in Number.objects.values_list("blind", flat=True)]
    assert len(blinds) == len(set(blinds))


def test_more_new_rows_than_there_were_get_a_room_too(monkeypatch, db):
    accounts.identify(rules.SYSTEM)
    monkeypatch.setattr(rooms, "MANY", 2)
    few = pl.DataFrame({"person": ["a"], "edges": ["0,1,1.0,7"], "kode_desa": ["64.02.06.2001"]})
    more = pl.concat([few, few.with_columns(person=pl.lit("b")), few.with_columns(person=pl.lit("c"))])
    assert copy.put(copy.TIE, copy.versions(copy.TIE, few, 1), 1) == {"baru": 1, "berakhir": 0}
    assert copy.put(copy.TIE, copy.versions(copy.TIE, more, 2), 2) == {"baru": 2, "berakhir": 0}
    assert _rooms() == {"registry_tie_2": "registry_tie"}
    assert copy.put(copy.TIE, copy.versions(copy.TIE, more.head(2), 3), 3) == {"baru": 0, "berakhir": 1}
    held = set(Tie.objects.values_list("person", "build_from", "build_to"))
    assert held == {("a", 1, None), ("b", 2, None), ("c", 2, 3)}


@pytest.mark.django_db(transaction=True)
def test_readers_see_none_until_they_see_all(roomy, material, persons, cluster, database_name):
    with psycopg.connect(cluster.url(database_name), autocommit=True) as other:
        other.execute("SELECT set_config('selaras.scopes', '*', false)")

        def counted() -> int:
            return int(other.execute("SELECT count(*) FROM registry_person").fetchone()[0])

        seen = set()
        with accounts.acting(rules.SYSTEM):
            services.load(material["all"], by=rules.SYSTEM, tell=lambda *_: seen.add(counted()))
            seen.add(counted())
        assert seen == {0}
        assert counted() == persons.height


@pytest.mark.django_db(transaction=True)
def test_a_killed_load_leaves_no_table(roomy, material, owner, admin):
    def cut(stage: str, _done: int, _total: int) -> None:
        if stage == "keluarga":
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s AND datname = "
                "current_database() AND state = 'idle in transaction'",
                [postgres.APP],
            )

    with pytest.raises(DatabaseError), accounts.acting(rules.SYSTEM):
        services.load(material["all"], by=rules.SYSTEM, tell=cut)
    connection.close()
    assert _tables(owner) == set()
    assert not Build.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_later_index_comes_to_the_rooms(roomy, material, owner):
    with accounts.acting(rules.SYSTEM):
        services.load(material["all"], by=rules.SYSTEM)
    owner.execute("CREATE INDEX uji_kepala ON registry_keluarga (kepala)")
    room = next(room for room, parent in _rooms().items() if parent == "registry_keluarga")
    assert _asked(INDEXES, room) != _asked(INDEXES, "registry_keluarga")
    owner.execute("SELECT registry_furnish_all()")
    assert _asked(INDEXES, room) == _asked(INDEXES, "registry_keluarga")
    apps.furnish("default")


@pytest.mark.parametrize("table", ["audit_event", "accounts_user", "registry_build"])
def test_other_tables_have_no_rooms(db, table):
    with pytest.raises(DatabaseError, match="no rooms below"):
        _asked("SELECT registry_open_room(%s::regclass, 1)", table)
