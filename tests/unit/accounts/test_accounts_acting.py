"""Who acts is told to the database, and forgotten with the transaction."""

import pytest
from django.db import connection

from selaras.apps.accounts import rules, services


def _setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [name])
        return str(cursor.fetchone()[0])


def test_the_server_is_not_the_owner(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls, current_user FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, "selaras_app")


@pytest.mark.django_db(transaction=True)
def test_context_lives_as_long_as_the_transaction(make_actor):
    actor = make_actor("operator", scope="64.02.06")
    with services.acting(actor):
        assert _setting("selaras.scopes") == "64.02.06"
        assert _setting("selaras.user") == str(actor.user_id)
        assert _setting("selaras.audit") == ""
    assert _setting("selaras.scopes") == ""


def test_everywhere_is_a_star_and_managing_people_shows_no_families(db, as_actor, make_actor):
    as_actor(make_actor("auditor"))
    assert (_setting("selaras.scopes"), _setting("selaras.audit")) == ("*", "*")
    as_actor(make_actor("pengelola"))
    assert _setting("selaras.scopes") == ""


def test_a_token_reads_only(make_actor):
    actor = make_actor("wali_data")
    assert rules.may(actor, rules.Ability.EXPORT)
    narrowed = rules.Actor(
        actor.user_id,
        actor.name,
        actor.agency,
        actor.agency_kind,
        actor.grants,
        "",
        frozenset({rules.Ability.SEE}),
    )
    assert rules.may(narrowed, rules.Ability.SEE, "64.02.06")
    assert not rules.may(narrowed, rules.Ability.EXPORT)
