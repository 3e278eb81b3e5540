"""Every route x every role: admitted or refused as declared, and nothing of others in the answer."""

import io
import re

import openpyxl
import planted
import portal_routes
import pytest
import typst
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from selaras.apps.accounts import rules, services

ROUTES = {route.name: route for route in [*portal_routes.pages(), *portal_routes.operations()]}
EXPECTED = portal_routes.expected()
SHOWS, SHOWS_SENSITIVE = portal_routes.named("SHOWS"), portal_routes.named("SHOWS_SENSITIVE")
# Reading before doing, lists that leave before other deeds: what one deed settles, the next page would no longer show.
WALKED = sorted(
    (name for name in set(ROUTES) & set(EXPECTED) if not EXPECTED[name].foreign),
    key=lambda name: (EXPECTED[name].method != "get", name not in SHOWS, name),
)
# The words of a search stand in its box again: what the asker wrote, not what was found.
_OWN_WORDS = re.compile(r'name="cari" value="[^"]*"')
# Role, region, kind of agency.
PEOPLE = [
    *((role, "64.02", "opd") for role in sorted(rules.ROLES)),
    # Who is over all regions: what such a person may not read are classes of fields, as in a region.
    *((role, "", "opd") for role in ("auditor", "kepala_daerah", "pengelola", "wali_data")),
    ("verifikator", "64.02.06", "kecamatan"),
    ("operator", "64.02.06.1001", "desa_kelurahan"),
    ("pelihat", "64", "provinsi"),
    ("wali_data", "64.02", "pihak_luar"),
    ("verifikator", "64.02.07", "kecamatan"),
    ("wali_data", "", "provinsi"),
    # The same from the other side: what is far to all others is their home.
    pytest.param("wali_data", "94.01", "opd", marks=pytest.mark.slow),
    pytest.param("operator", "94.01.01.1001", "desa_kelurahan", marks=pytest.mark.slow),
]
# No door asks for a region before it opens: what is shut to a role of an agency is knocked at by one person.
KNOCKS = {(role, kind): scope for role, scope, kind in reversed([p for p in PEOPLE if isinstance(p, tuple)])}


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


def _parts(name: str, world: portal_routes.World):
    expect = EXPECTED[name]
    kwargs = expect.kwargs(world) if callable(expect.kwargs) else expect.kwargs
    data = expect.data(world) if callable(expect.data) else expect.data
    address = (
        ROUTES[name].address.format(**kwargs) if name.startswith("api:") else reverse(name, kwargs=kwargs)
    )
    return address, data


def _ask(client: Client, name: str, world: portal_routes.World, *, follow: bool = False):
    address, data = _parts(name, world)
    return getattr(client, EXPECTED[name].method)(address, data, follow=follow)


def _answers(client: Client, name: str, world: portal_routes.World, places):
    """The answers about each place; once where the question is the same."""
    asked = []
    for place in places:
        world["place"] = place
        if (question := _parts(name, world)) not in asked:
            asked.append(question)
            yield place, _ask(client, name, world, follow=EXPECTED[name].follow)


def _read(answer) -> str:
    """Everything somebody gets to read: every page on the way, its headers, and the cells of a workbook."""
    return _cells(answer) + str(dict(answer.items())) + str(getattr(answer, "redirect_chain", ""))


def _cells(answer) -> str:
    if "spreadsheetml" not in answer.get("Content-Type", ""):
        return _OWN_WORDS.sub("", answer.content.decode(errors="replace"))
    sheets = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets
    return " ".join(
        str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row
    )


@pytest.fixture(autouse=True)
def plain_papers(monkeypatch):
    """A paper holds its contents as they are written: in a typeset PDF, packed and by glyph, no leak would be read."""

    def plainly(source: bytes, *, sys_inputs: dict[str, str], **how: object) -> bytes:
        return b"%PDF-1.7 " + source + sys_inputs["isi"].encode()

    monkeypatch.setattr(typst, "compile", plainly)


def test_nobody_is_led_to_sign_in(world):
    wrong = []
    for name in WALKED:
        before = transaction.savepoint()
        answer = _ask(Client(), name, world)
        transaction.savepoint_rollback(before)
        led = answer.status_code == 302 and answer["Location"].startswith("/masuk/")
        if EXPECTED[name].open:
            right = answer.status_code == 200
        else:
            right = answer.status_code == 401 if name.startswith("api:") else led
        if not right:
            wrong.append(f"{name}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize(("role", "scope", "kind"), PEOPLE)
def test_each_person_meets_their_own_doors(world, make_actor, sign_in, role, scope, kind):
    actor = make_actor(role, scope=scope, kind=kind, purpose="verifikasi")
    client = sign_in(actor)
    client.raise_request_exception = True
    leaks, wrong, unseen = [], [], []
    shut = ["here"] if KNOCKS.get((role, kind)) == scope else []
    for name in WALKED:
        expect = EXPECTED[name]
        admitted = expect.access.admits(actor)
        for place, answer in _answers(client, name, world, planted.PLACES if admitted else shut):
            if (_first_status(answer) == 403) == admitted:
                wrong.append(f"{name} {place}: {answer.status_code}, admitted={admitted}")
            if answer.status_code >= 500:
                wrong.append(f"{name} {place}: {answer.status_code}")
            body = _read(answer)
            leaks += _leaks(name, body, actor)
            if expect.forbidden:
                leaks += [f"{name}: {text}" for text in expect.forbidden(world, actor) if text in body]
            unseen += _unseen(name, place, body, actor)
    assert leaks == []
    assert wrong == []
    assert unseen == []


def _first_status(answer) -> int:
    """403 where the door was shut, whatever page that led to."""
    return answer.redirect_chain[0][1] if getattr(answer, "redirect_chain", None) else answer.status_code


def _leaks(name: str, body: str, actor: rules.Actor) -> list[str]:
    """Words of both places that this person may not read and that stand in an answer all the same."""
    found = []
    for place in planted.PLACES.values():
        may = planted.readable(*planted.scope_of(actor), place)
        wanted = EXPECTED[name].full_numbers
        if wanted and planted.IDENTITY in may and wanted in rules.ROLES[actor.grants[0].role].abilities:
            may |= {planted.NUMBER}
        for kind, words in place.words.items():
            if kind not in may:
                found += [f"{name}: {kind} of {place.mark}" for word in words if word in body]
    return found


def _unseen(name: str, asked: str, body: str, actor: rules.Actor) -> list[str]:
    """Routes that show nothing to somebody who may see: there the walk would prove nothing."""
    place = planted.PLACES[asked]
    may = planted.readable(*planted.scope_of(actor), place) if EXPECTED[name].access.admits(actor) else set()
    missing = []
    for kind, routes in ((planted.IDENTITY, SHOWS), (planted.SENSITIVE, SHOWS_SENSITIVE)):
        if name in routes and kind in may and not any(word in body for word in place.words[kind]):
            missing.append(f"{name} {asked}: no {kind}")
    return missing


ABOUT_SOMEBODY = (
    "registry:search", "registry:village", "registry:person", "registry:keluarga", "registry:reveal", "review:pair",
    "review:decide", "review:part", "discrepancies:cases", "discrepancies:dashboard",
    "api:GET /api/v1/registry/orang/{reference}", "api:GET /api/v1/registry/keluarga/{reference}",
)  # fmt: skip


def test_somebody_elsewhere_and_nobody_at_all_are_one_answer(world, make_actor, sign_in):
    """Not even that there is somebody can be told from status, length or words of the answer, or from a count in it."""
    told = []
    actor = make_actor("wali_data", scope="64.02", purpose="verifikasi")
    somebody = world["there"]
    nobody = planted.Place("94.01.01.1002", "TIAD", "BRAMBANG OKTAVIUS", "9401014107809888", pair=10**9)
    world["place"] = "there"
    for name in ABOUT_SOMEBODY:
        before = transaction.savepoint()
        client, answers = sign_in(actor), []
        for place in (somebody, nobody):
            world["there"] = place
            answer = _ask(client, name, world, follow=EXPECTED[name].follow)
            answers.append((answer.status_code, _bare(answer, place)))
        transaction.savepoint_rollback(before)
        told += [name] if answers[0] != answers[1] else []
    assert told == []


def _bare(answer, place: planted.Place) -> str:
    """An answer without what was asked for and what is new in each answer."""
    text = answer.content.decode(errors="replace")
    for word in (place.person, place.keluarga, place.code, place.name, f"/{place.pair}/"):
        text = text.replace(word, "")
    text = re.sub(r"/registri/hasil/[a-z]{20}/", "", text)
    return re.sub(r'(name="csrfmiddlewaretoken" value=|nonce=|"X-CSRFToken": ?)"[^"]*"', "", text)


def test_a_token_of_the_interface_reads_no_more_than_its_person(world, make_actor, client):
    manager, wrong = make_actor("pengelola"), []
    for role in sorted(rules.ROLES):
        before = transaction.savepoint()
        actor = make_actor(role, scope="64.02", kind="opd", purpose="verifikasi")
        services.identify(manager)
        token = services.give_token(
            user_id=actor.user_id, label="uji", purpose="verifikasi", days=1, by=manager
        )
        services.identify(rules.SYSTEM)
        for name in (name for name in WALKED if name.startswith("api:")):
            for place in planted.PLACES:
                world["place"] = place
                address, data = _parts(name, world)
                answer = client.get(address, data, headers={"Authorization": f"Bearer {token}"})
                wrong += [f"{role} {name}: {answer.status_code}"] if answer.status_code >= 500 else []
                wrong += [f"{role} {leak}" for leak in _leaks(name, _read(answer), actor)]
        transaction.savepoint_rollback(before)
    assert wrong == []


def test_a_refusal_is_kept(db, make_actor, sign_in):
    actor = make_actor("pelihat")
    assert sign_in(actor).get(reverse("accounts:people")).status_code == 403
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('selaras.audit', '*', true)")
        cursor.execute("SELECT action, outcome, user_id FROM audit_event ORDER BY id DESC LIMIT 1")
        assert cursor.fetchone() == ("accounts:people", "ditolak", actor.user_id)
