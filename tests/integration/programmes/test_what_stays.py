"""What was decided, proved and published stays, also for a server that was broken into: the database refuses, row by row."""

import datetime as dt

import delivery_ground
import plan_ground
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.programmes.models.catalogue import Rule
from selaras.apps.programmes.models.delivery import Check, Voucher
from selaras.apps.programmes.rules import delivery
from selaras.apps.programmes.rules.vouchers import Use
from selaras.apps.programmes.services import vouchers

TODAY = timezone.localdate()


def refused(statement, *values):
    accounts.identify(access.SYSTEM)
    with (
        pytest.raises(DatabaseError, match=r"stay|grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, values)


def done(statement, *values):
    accounts.identify(access.SYSTEM)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount > 0


@pytest.fixture
def paid(people):
    """A cycle handed out by vouchers, one of them used, with its proof; a sample of it was drawn and answered."""
    cycle = delivery_ground.frozen(
        people, *delivery_ground.plant(people.owner.agency), delivery.Channel.VILLAGE
    )
    accounts.identify(people.owner)
    vouchers.issue(cycle=cycle, last_day=TODAY + dt.timedelta(days=30), by=people.owner)
    accounts.identify(people.village)
    text = vouchers.text(Voucher.objects.select_related("line").get(line=delivery_ground.line(cycle, 1)))
    for device in ("a" * 8, "c" * 8):
        vouchers.use([Use(text, device, device[::-1], timezone.now())], people.village)
    Check.objects.create(
        line=delivery_ground.line(cycle, 1),
        kode_desa=delivery_ground.ONE,
        outcome="diterima",
        received=1,
        by=1,
    )
    return cycle


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE programmes_entry SET amount = 1",
        "DELETE FROM programmes_entry",
        "UPDATE programmes_proof SET kind = 'x'",
        "DELETE FROM programmes_proof",
        "UPDATE programmes_voucher SET used_at = NULL WHERE used_at IS NOT NULL",
        "UPDATE programmes_voucher SET used_by = 0 WHERE used_at IS NOT NULL",
        "UPDATE programmes_voucher SET again = '[]' WHERE used_at IS NOT NULL",
        "UPDATE programmes_voucher SET digest = '\\x00'",
        "DELETE FROM programmes_voucher",
        "UPDATE programmes_check SET received = 0",
        "DELETE FROM programmes_check",
        "UPDATE programmes_line SET amount = amount + 1",
        "UPDATE programmes_line SET keluarga = 'K0000000LAIN0'",
        "DELETE FROM programmes_line",
        "UPDATE programmes_award SET given = true",
        "DELETE FROM programmes_award",
    ],
)
def test_what_was_handed_out_stays(paid, statement):
    refused(statement)


def test_a_line_a_voucher_and_a_sample_go_their_way_all_the_same(paid):
    done("UPDATE programmes_line SET state = 'tertunda', reason = 'rumah kosong'")
    done("UPDATE programmes_voucher SET used_at = now(), used_by = 3 WHERE used_at IS NULL")


def test_a_published_version_and_the_way_of_a_plan_stay(kabupaten, make_actor):
    plan_ground.money({"jamban": (5_000_000, 6)})
    planner = plan_ground.coordinator(make_actor)
    row = plan_ground.made(planner, plan_ground.settings(codes=["jamban"]))[0]
    plan_ground.approved(row, planner, plan_ground.coordinator(make_actor, "penyetuju"))
    assert row.state == "disetujui"
    for statement in (
        "UPDATE programmes_award SET given = NOT given",
        "DELETE FROM programmes_award",
        "INSERT INTO programmes_award (plan_id, programme_id, keluarga, person, kode_desa, value, given, why, place, overridden, "
        "override_reason) SELECT plan_id, programme_id, 'K0000000LAIN0', '', kode_desa, 1, true, '{}', 0, false, '' "
        "FROM programmes_award LIMIT 1",
        "UPDATE programmes_planstep SET by = 0",
        "DELETE FROM programmes_planstep",
        "UPDATE programmes_planpaper SET sha256 = ''",
        "DELETE FROM programmes_planpaper",
        "UPDATE programmes_rule SET clauses = '[]' WHERE state = 'berlaku'",
        "UPDATE programmes_rule SET authors = '[7]' WHERE state = 'berlaku'",
        "UPDATE programmes_rule SET valid_from = valid_from - 1 WHERE state = 'berlaku'",
        "DELETE FROM programmes_rule",
    ):
        refused(statement)
    rule = Rule.objects.filter(state="berlaku").first()
    done("UPDATE programmes_rule SET state = 'diganti' WHERE id = %s", rule.pk)
