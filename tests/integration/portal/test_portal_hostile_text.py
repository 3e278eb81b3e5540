"""SQL, markup and what no form expects, in every text field of every form of every app: nothing runs, nothing breaks.

The forms are found, not listed: those on every page each role may open, and every route that takes a POST. What was sent is
looked for on all pages afterwards; it may only stand there escaped.
"""

import itertools
from html.parser import HTMLParser

import portal_routes
import pytest
from django.db import connection
from django.urls import reverse

from selaras.apps.accounts.models import Agency, User

HOSTILE = {
    "markup": '"><img src=x onerror=alert(1)><script>alert(2)</script>',
    "sql": "'; DROP TABLE accounts_user; --' OR '1'='1",
    "template": "{{ 7|add:7 }}{% debug %}${7*7}",
    "nul": "a\x00b",
    "long": "x" * 20_000,
    "signs": "\u202e\u0000\ufffe%s%(a)s\\u0000\ud7ff",
}
# A door that is shut to somebody reads nothing they send: one text of each form is enough there.
REFUSED = 403
RAW = ("<img src=x onerror", "<script>alert(2)")
ROUTES = {route.name: route for route in [*portal_routes.pages(), *portal_routes.operations()]}
EXPECTED = {name: e for name, e in portal_routes.expected().items() if name in ROUTES and not e.foreign}
# A field that stands for a choice, a day or a number gets hostile text too: nobody is bound to the form.
ROLES = ("pengelola", "wali_data", "operator", "verifikator", "auditor", "pemilik_program")


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


def _pages(client, world):
    """Every page that this client may open: address and answer."""
    for name, expect in sorted(EXPECTED.items()):
        if expect.method == "get":
            answer = client.get(address := _address(name, world))
            if answer.status_code == 200 and "html" in answer.get("Content-Type", ""):
                yield address, answer


def _forms(client, world):
    """Every form there is for this client: method, address, fields."""
    found = set()
    for address, answer in _pages(client, world):
        parser = _Forms()
        parser.feed(answer.content.decode())
        for action, method, fields in parser.found:
            found.add((method, action or address, tuple(sorted(set(fields)))))
    for name, expect in EXPECTED.items():
        data = expect.data(world) if callable(expect.data) else expect.data
        if data:
            found.add((expect.method, _address(name, world), tuple(sorted(data))))
    return sorted(f for f in found if f[2] and f[1].startswith("/") and "keluar" not in f[1])


@pytest.fixture
def visitor(db, make_actor, sign_in):
    def come(role):
        kind = "kecamatan" if role == "verifikator" else None
        client = sign_in(make_actor(role, kind=kind, purpose="verifikasi"))
        client.raise_request_exception = False
        return client

    return come


@pytest.mark.parametrize("role", ROLES)
def test_hostile_text_in_every_form_is_only_text(visitor, role):
    world = portal_routes.plant()
    client = visitor(role)
    forms = _forms(client, world)
    assert len(forms) >= 5, forms
    people = User.objects.count()
    broken, executed = [], []
    for method, address, fields in forms:
        for kind, text in HOSTILE.items():
            answer = getattr(client, method)(address, dict.fromkeys(fields, text))
            if answer.status_code >= 500:
                broken.append(f"{method} {address} {fields} {kind}: {answer.status_code}")
            if "html" in answer.get("Content-Type", "") and any(r in answer.content.decode() for r in RAW):
                executed.append(f"{method} {address}: {kind}")
            if answer.status_code == REFUSED:
                break
    for address, answer in _pages(client, world):
        executed += [address for raw in RAW if raw in answer.content.decode()]
    assert broken == []
    assert executed == []
    assert User.objects.count() >= people


@pytest.mark.parametrize("role", ["pengelola", "wali_data", "operator"])
def test_one_hostile_field_among_good_ones_is_only_text(visitor, role):
    """So that what the first wrong field would hide is reached too: each field in turn, the others as they should be."""
    world = portal_routes.plant()
    client = visitor(role)
    broken, executed = [], []
    for name, expect in EXPECTED.items():
        data = dict(expect.data(world) if callable(expect.data) else expect.data)
        for field, (kind, text) in itertools.product(data, HOSTILE.items()):
            address = _address(name, world)
            answer = getattr(client, expect.method)(address, {**data, field: text}, follow=expect.follow)
            if answer.status_code >= 500:
                broken.append(f"{name} {field} {kind}: {answer.status_code}")
            if "html" in answer.get("Content-Type", "") and any(r in answer.content.decode() for r in RAW):
                executed.append(f"{name} {field} {kind}")
            if answer.status_code == REFUSED:
                break
    for address, answer in _pages(client, world):
        executed += [address for raw in RAW if raw in answer.content.decode()]
    assert broken == []
    assert executed == []


def test_what_was_stored_as_markup_is_shown_as_text(visitor):
    """Names of agencies, people and roles that somebody managed to store hostile: every page shows them escaped."""
    world = portal_routes.plant()
    Agency.objects.update(name=HOSTILE["markup"])
    User.objects.update(name=HOSTILE["markup"])
    shown = 0
    for role in ROLES:
        client = visitor(role)
        for address, answer in _pages(client, world):
            body = answer.content.decode()
            assert not any(raw in body for raw in RAW), address
            shown += "&lt;img src=x" in body
    assert shown > 0


def test_the_tables_still_stand(visitor):
    client = visitor("pengelola")
    client.post("/registri/", {"cari": HOSTILE["sql"]}, follow=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_user")
        assert cursor.fetchone()[0] >= 1
