"""Whatever page or file shows somebody leaves one trace; whatever method is tried opens no door; nothing of it is kept by a browser."""

import itertools

import planted
import pytest
import typst
from django.db import connection, transaction
from test_portal_walk import EXPECTED, WALKED, _ask, _parts, _read

READERS = [
    ("wali_data", "64.02", "opd"),
    ("operator", "64.02.06.1001", "desa_kelurahan"),
    ("pemilik_program", "64.02", "opd"),
]
# Where the planted words stand for something else: the place of a meeting, the name an agency gave its own file.
OF_NOBODY = {"penetapan:meetings", "programmes:list", "programmes:lists"}
OVERRIDES = ("X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method", "X-Original-Method")
# Maps and forms of no person, which a browser may keep.
STILL = {"wilayah:boundaries"}
METHODS = ("get", "post", "head", "put", "patch", "delete", "options", "trace")
SHUT_OUT = ["pelihat", "pengelola", "pemilik_program"]


@pytest.fixture(autouse=True)
def plain_papers(monkeypatch):
    def plainly(source: bytes, *, sys_inputs: dict[str, str], **how: object) -> bytes:
        return b"%PDF-1.7 " + source + sys_inputs["isi"].encode()

    monkeypatch.setattr(typst, "compile", plainly)


def _told(question, *of):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('selaras.audit', '*', true)")
        cursor.execute(question, of)
        return [value for (value,) in cursor.fetchall()]


def _last():
    return _told("SELECT coalesce(max(id), 0) FROM audit_event")[0]


def _events(after):
    return _told("SELECT action FROM audit_event WHERE id > %s ORDER BY id", after)


def _shows(body):
    """What of a person stands there: name, number or its end, address, health."""
    told = []
    for place in planted.PLACES.values():
        of = place.mark.lower()
        told += [place.name, place.nik, f"•••• {place.nik[-4:]}", f"gang {of} lama", f"tongkat {of}"]
    return [word for word in told if word in body]


@pytest.mark.parametrize(("role", "scope", "kind"), READERS)
def test_every_reading_of_somebody_leaves_one_trace(world, make_actor, sign_in, role, scope, kind):
    actor = make_actor(role, scope=scope, kind=kind, purpose="verifikasi")
    client = sign_in(actor)
    none, many = [], []
    for name in WALKED:
        if EXPECTED[name].method != "get" or name in OF_NOBODY or not EXPECTED[name].access.admits(actor):
            continue
        for question in _questions(name, world):
            before = transaction.savepoint()
            known = _last()
            answer = client.get(*question)
            body, made = _read(answer), _events(known)
            transaction.savepoint_rollback(before)
            if answer.status_code == 200 and _shows(body):
                none += [f"{name} {_shows(body)}"] if not made else []
                many += [f"{name}: {made}"] if len(made) > 1 else []
    assert "\n".join(sorted(set(none))) == ""
    assert "\n".join(sorted(set(many))) == ""


def _questions(name, world):
    """Address and data of a route for each place, once where they are the same."""
    found = []
    for place in planted.PLACES:
        world["place"] = place
        found += [question] if (question := _parts(name, world)) not in found else []
    return found


def _address(name, world):
    return _parts(name, world)[0]


def _opened(client, name, world, tries):
    """What let somebody in at a door that is shut to them."""
    found, address = [], _address(name, world)
    for method, more in tries:
        before = transaction.savepoint()
        answer = getattr(client, method)(address, **more)
        transaction.savepoint_rollback(before)
        if answer.status_code < 400 and not (method == "options" and name.startswith("api:")):
            found.append(f"{method} {name}: {answer.status_code}")
    return found


def _overridden(name, headers):
    return "post", {"headers": {header: EXPECTED[name].method.upper() for header in headers}}


def test_no_method_opens_a_door_that_is_shut(world, make_actor, sign_in):
    """Neither reading nor sending, nor a rarer method, nor headers that name one: each door, by somebody it is shut to."""
    world["place"] = "here"
    people = [make_actor(role, purpose="verifikasi") for role in SHUT_OUT]
    clients, opened, rare, tried = [sign_in(actor) for actor in people], [], itertools.cycle(METHODS[3:]), 0
    for name in WALKED:
        shut = (at for at, actor in enumerate(people) if not EXPECTED[name].access.admits(actor))
        if (at := next(shut, None)) is not None:
            methods = [(method, {}) for method in (*METHODS[:3], next(rare))]
            opened += _opened(clients[at], name, world, [*methods, _overridden(name, OVERRIDES)])
            tried += 1
    assert "\n".join(opened) == ""
    assert tried > len(WALKED) / 2


@pytest.mark.slow
@pytest.mark.parametrize("role", SHUT_OUT)
def test_no_method_opens_any_door_to_anybody(world, make_actor, sign_in, role):
    """Every method and every header at every door, by everybody it is shut to."""
    world["place"] = "here"
    actor = make_actor(role, purpose="verifikasi")
    client, opened = sign_in(actor), []
    for name in WALKED:
        if not EXPECTED[name].access.admits(actor):
            tries = [(method, {}) for method in METHODS] + [_overridden(name, [each]) for each in OVERRIDES]
            opened += _opened(client, name, world, tries)
    assert "\n".join(opened) == ""


def test_what_changes_something_is_not_done_by_reading(world, make_actor, sign_in):
    """A deed asks for POST: an address that is only opened, guessed ahead or drawn as a picture does nothing."""
    world["place"] = "here"
    wrong = []
    client = sign_in(make_actor("wali_data", purpose="verifikasi"))
    for name in WALKED:
        if EXPECTED[name].method == "get" or name.startswith("api:"):
            continue
        before = transaction.savepoint()
        known = _rows()
        for method in ("get", "head"):
            getattr(client, method)(_address(name, world))
        after = _rows()
        transaction.savepoint_rollback(before)
        wrong += [f"{name}: {table}" for table in after if after[table] != known[table]]
    assert "\n".join(wrong) == ""


def _rows():
    """How often each table was written to in this transaction; the trail, sessions and limits of asking may be."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables "
            "WHERE relname NOT IN ('audit_event', 'django_session', 'penetapan_knock', 'usersessions_usersession')"
        )
        return dict(cursor.fetchall())


@pytest.mark.parametrize(("role", "scope", "kind"), READERS[:1])
def test_no_answer_about_somebody_is_kept_or_led_on(world, make_actor, sign_in, role, scope, kind):
    """Browsers and proxies keep nothing; where it led from is told nobody; what is downloaded bears no name and is not guessed at."""
    client = sign_in(make_actor(role, scope=scope, kind=kind, purpose="verifikasi"))
    wrong = []
    for name in WALKED:
        world["place"] = "here"
        before = transaction.savepoint()
        answer = _ask(client, name, world)
        transaction.savepoint_rollback(before)
        if answer.status_code != 200 or EXPECTED[name].open or name in STILL:
            continue
        held = answer.get("Cache-Control", "")
        known = {
            "kept": "no-store" not in held,
            "etag": bool(answer.get("ETag") or answer.get("Last-Modified")),
            "sniffed": answer.get("X-Content-Type-Options") != "nosniff",
            "referrer": answer.get("Referrer-Policy") not in ("same-origin", "no-referrer", "strict-origin"),
            "named": any(word.lower() in answer.get("Content-Disposition", "").lower() for word in _names()),
        }
        wrong += [f"{name}: {what}" for what, is_so in known.items() if is_so]
    assert "\n".join(wrong) == ""


def _names():
    return [
        word for place in planted.PLACES.values() for word in (*place.name.split(), place.nik, place.nik[-4:])
    ]
