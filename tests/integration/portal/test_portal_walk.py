"""Every route x every role: admitted or refused as declared, and nothing of others in the answer."""

import portal_routes
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from selaras.apps.accounts import rules

ROUTES = {route.name: route for route in [*portal_routes.pages(), *portal_routes.operations()]}
EXPECTED = portal_routes.expected()
WALKED = sorted(name for name in set(ROUTES) & set(EXPECTED) if not EXPECTED[name].foreign)
# Role, region, kind of agency.
PEOPLE = [
    *((role, "", "opd") for role in sorted(rules.ROLES)),
    *((role, "64.02", "opd") for role in sorted(rules.ROLES)),
    ("verifikator", "64.02.06", "kecamatan"),
    ("operator", "64.02.06.2001", "desa_kelurahan"),
    ("pelihat", "64", "provinsi"),
    ("wali_data", "64.02", "pihak_luar"),
]


def test_every_route_says_what_it_asks_for():
    assert sorted(name for name, route in ROUTES.items() if route.access is None) == []


def test_every_route_has_an_expectation():
    assert sorted(set(ROUTES) - set(EXPECTED)) == []


def test_no_expectation_speaks_of_a_route_that_is_gone():
    gone = {name for name, expect in EXPECTED.items() if not expect.foreign} - set(ROUTES)
    assert sorted(gone) == []


@pytest.mark.parametrize("name", WALKED)
def test_a_route_asks_for_what_is_expected(name):
    assert ROUTES[name].access == EXPECTED[name].access


def _ask(client: Client, name: str, world: portal_routes.World):
    expect = EXPECTED[name]
    kwargs = expect.kwargs(world) if callable(expect.kwargs) else expect.kwargs
    data = expect.data(world) if callable(expect.data) else expect.data
    address = (
        ROUTES[name].address.format(**kwargs) if name.startswith("api:") else reverse(name, kwargs=kwargs)
    )
    return getattr(client, expect.method)(address, data)


@pytest.mark.parametrize("name", WALKED)
def test_nobody_is_led_to_sign_in(db, name):
    world = portal_routes.plant()
    answer = _ask(Client(), name, world)
    if EXPECTED[name].open:
        assert answer.status_code == 200
    elif name.startswith("api:"):
        assert answer.status_code == 401
    else:
        assert answer.status_code == 302
        assert answer["Location"].startswith("/masuk/")


@pytest.mark.parametrize(("role", "scope", "kind"), PEOPLE)
def test_each_person_meets_their_own_doors(db, make_actor, sign_in, role, scope, kind):
    world = portal_routes.plant()
    actor = make_actor(role, scope=scope, kind=kind, purpose="verifikasi")
    client = sign_in(actor)
    client.raise_request_exception = True
    leaks, wrong = [], []
    for name in WALKED:
        expect = EXPECTED[name]
        answer = _ask(client, name, world)
        admitted = expect.access.admits(actor)
        if (answer.status_code == 403) == admitted or answer.status_code >= 500:
            wrong.append(f"{name}: {answer.status_code}, admitted={admitted}")
        body = answer.content.decode(errors="replace") + str(dict(answer.items()))
        if expect.forbidden:
            leaks += [f"{name}: {text}" for text in expect.forbidden(world, actor) if text in body]
    assert leaks == []
    assert wrong == []


def test_a_refusal_is_kept(db, make_actor, sign_in):
    actor = make_actor("pelihat")
    assert sign_in(actor).get(reverse("accounts:people")).status_code == 403
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('selaras.audit', '*', true)")
        cursor.execute("SELECT action, outcome, user_id FROM audit_event ORDER BY id DESC LIMIT 1")
        assert cursor.fetchone() == ("accounts:people", "ditolak", actor.user_id)
