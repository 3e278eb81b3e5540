"""SQL, markup and what no form expects, in every text field of every form of every app: nothing runs, nothing breaks.

The forms are found, not listed: those on every page each role may open, and every route that takes a POST. What was sent is
looked for on all pages afterwards; it may only stand there escaped.
"""

import functools
import itertools
from html.parser import HTMLParser

import portal_routes
import pytest
from django.db import connection, transaction
from django.urls import resolve, reverse

from selaras.apps.accounts.models import Agency, User
from selaras.apps.programmes.models.catalogue import Programme

HOSTILE = {
    "markup": '"><img src=x onerror=alert(1)><script>alert(2)</script>',
    "sql": "'; DROP TABLE accounts_user; --' OR '1'='1",
    "template": "{{ 7|add:7 }}{% debug %}${7*7}",
    "nul": "a\x00b",
    "long": "x" * 20_000,
    "signs": "\u202e\u0000\ufffe%s%(a)s\\u0000\ud7ff",
}
# A door that is shut, and nothing there: what was sent was not read.
NOT_REACHED = {403, 404}
# The walk sends these about an appeal or a complaint that lies with another office, to see that it stays there.
OF_OTHERS = {"penetapan:appeal_step", "penetapan:appeal_reveal", "programmes:complaint_step"}
# Kept, so that all pages are read with it afterwards; what the others do is undone, and each finds things as they were.
KEPT = "markup"
RAW = ("<img src=x onerror", "<script>alert(2)")
ROUTES = {route.name: route for route in [*portal_routes.pages(), *portal_routes.operations()]}
EXPECTED = {name: e for name, e in portal_routes.expected().items() if name in ROUTES and not e.foreign}
# Each form is sent by the first of them it is open to: what a form makes of a text is the same for all it is open to.
ROLES = ("wali_data", "pengelola", "pemilik_program", "penyetuju", "auditor", "petugas")


class _Forms(HTMLParser):
    """Action, method and named fields of every form of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, list[str]]] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            action = given.get("action") or given.get("hx-post") or given.get("hx-get") or ""
            self.found.append((action, (given.get("method") or "get").lower(), []))
        name, kind = given.get("name"), given.get("type")
        field = tag in {"input", "textarea", "select"} and kind not in {"file", "submit"}
        if field and name and name != "csrfmiddlewaretoken" and self.found:
            self.found[-1][2].append(name)


def _address(name, world):
    expect = EXPECTED[name]
    kwargs = expect.kwargs(world) if callable(expect.kwargs) else expect.kwargs
    return ROUTES[name].address.format(**kwargs) if name.startswith("api:") else reverse(name, kwargs=kwargs)


def _pages(client, world, may):
    """Every page that this client may open, of the routes that `may` names: address and answer."""
    for name, expect in sorted(EXPECTED.items()):
        if expect.method == "get" and may(name):
            answer = client.get(address := _address(name, world))
            if answer.status_code == 200 and "html" in answer.get("Content-Type", ""):
                yield address, answer


def _on_pages(pages):
    """Forms on these pages: name of the route, method, address, fields."""
    found = set()
    for address, answer in pages:
        parser = _Forms()
        parser.feed(answer.content.decode())
        for action, method, fields in parser.found:
            aim = (action or address).partition("?")[0]
            if aim.startswith("/") and fields and (name := resolve(aim).view_name) != "account_logout":
                found.add((name, method, aim, tuple(sorted(set(fields)))))
    return sorted(found)


def _as_expected(world):
    """Forms as the walk fills them: name of the route, method, address, data."""
    for name, expect in EXPECTED.items():
        if data := dict(expect.data(world) if callable(expect.data) else expect.data):
            yield name, expect.method, _address(name, world), data


def _asks(pages, world):
    """Route, method, address, a function of text that fills the form, and kinds of text.

    Every field is filled with the text; then one, the others as they should be, so that what the first wrong field would
    hide is reached too: there with markup and two of the others in turn.
    """
    others = itertools.cycle(kind for kind in HOSTILE if kind != KEPT)
    for name, method, address, fields in _on_pages(pages):
        yield name, method, address, functools.partial(dict.fromkeys, fields), set(HOSTILE)
    for name, method, address, data in _as_expected(world):
        yield name, method, address, functools.partial(dict.fromkeys, data), set(HOSTILE)
        for field in data:
            kinds = {KEPT, next(others), next(others)}
            yield name, method, address, functools.partial(_but_one, data, field), kinds


def _but_one(data, field, text):
    return {**data, field: text}


@pytest.fixture
def visitor(db, make_actor, sign_in):
    def come(role):
        actor = make_actor(role, purpose="verifikasi")
        # The programme whose rule and end the forms are about.
        Programme.objects.filter(code="lansia").update(agency=actor.agency)
        client = sign_in(actor)
        client.raise_request_exception = False
        return client

    return come


@pytest.fixture
def doors(make_actor):
    """For a role: whether a route is open to it, and whether it is the first of all it is open to."""
    actors = {role: make_actor(role, purpose="verifikasi") for role in ROLES}

    def admits(role, name):
        return name not in EXPECTED or EXPECTED[name].access.admits(actors[role])

    def first(role, name):
        return next((each for each in ROLES if admits(each, name)), None) == role

    return lambda role: (functools.partial(admits, role), functools.partial(first, role))


@pytest.mark.parametrize("role", ROLES)
def test_hostile_text_in_every_form_is_only_text(world, visitor, doors, role):
    world["place"] = "here"
    client, (may, mine) = visitor(role), doors(role)
    asks = [ask for ask in _asks(_pages(client, world, may), world) if mine(ask[0])]
    people, broken, executed = User.objects.count(), [], []
    for kind in sorted(HOSTILE, key=lambda each: each == KEPT):
        for name, method, address, filled, kinds in asks:
            if kind not in kinds:
                continue
            before = transaction.savepoint()
            answer = getattr(client, method)(address, filled(HOSTILE[kind]), follow=kind == KEPT)
            if kind != KEPT:
                transaction.savepoint_rollback(before)
            broken += [f"{method} {name} {kind}: {answer.status_code}"] if answer.status_code >= 500 else []
            executed += [f"{method} {name} {kind}"] if _runs(answer) else []
    executed += [address for address, answer in _pages(visitor(role), world, may) if _runs(answer)]
    assert sorted(set(broken)) == []
    assert sorted(set(executed)) == []
    assert User.objects.count() >= people


@pytest.mark.parametrize("role", ROLES)
def test_the_forms_are_there(world, visitor, doors, role):
    """Where a form stands for something that is not there, hostile text would be sent to nobody."""
    world["place"] = "here"
    client, (_may, mine) = visitor(role), doors(role)
    shut = []
    for name, method, address, data in _as_expected(world):
        if mine(name) and name not in OF_OTHERS:
            before = transaction.savepoint()
            answer = getattr(client, method)(address, data)
            transaction.savepoint_rollback(before)
            shut += [f"{name}: {answer.status_code}"] if answer.status_code in NOT_REACHED else []
    assert shut == []


def _runs(answer):
    return "html" in answer.get("Content-Type", "") and any(raw in answer.content.decode() for raw in RAW)


def test_what_was_stored_as_markup_is_shown_as_text(world, visitor, doors):
    """Names of agencies, people and roles that somebody managed to store hostile: every page shows them escaped."""
    world["place"] = "here"
    Agency.objects.update(name=HOSTILE["markup"])
    User.objects.update(name=HOSTILE["markup"])
    shown = 0
    for role in ROLES:
        _may, mine = doors(role)
        for address, answer in _pages(visitor(role), world, mine):
            assert not _runs(answer), address
            shown += "&lt;img src=x" in answer.content.decode()
    assert shown > 0


def test_the_tables_still_stand(visitor):
    client = visitor("pengelola")
    client.post("/registri/", {"cari": HOSTILE["sql"]}, follow=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_user")
        assert cursor.fetchone()[0] >= 1
