"""Rights that end while a page is open, tokens that are none, numbers in addresses."""

import datetime as dt
import logging

import pytest
from django.db import connection
from django.utils import timezone

from selaras.apps.accounts import rules
from selaras.apps.accounts.models import Grant, Token, User
from selaras.config import logs
from selaras.shell import guard

NIK = "6402061708809001"


def _trail() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('selaras.audit', '*', true)")
        cursor.execute("SELECT action, outcome FROM audit_event ORDER BY id DESC LIMIT 5")
        return [(str(action), str(outcome)) for action, outcome in cursor.fetchall()]


@pytest.mark.parametrize("page", ["/data-masuk/kiriman/1/terima/", "/registri/", "/data-masuk/kirim/"])
def test_a_right_taken_while_the_page_is_open_ends_with_the_next_click(page, make_actor, sign_in):
    actor = make_actor("wali_data", purpose="pemutakhiran")
    client = sign_in(actor)
    assert client.get("/data-masuk/").status_code == 200
    Grant.objects.filter(user_id=actor.user_id).delete()
    assert client.post(page).status_code == 403
    assert _trail()[0][1] == "ditolak"


def test_a_region_taken_while_the_page_is_open_ends_with_the_next_click(make_actor, sign_in):
    actor = make_actor("wali_data", purpose="pemutakhiran")
    client = sign_in(actor)
    Grant.objects.filter(user_id=actor.user_id).update(until=timezone.now() - dt.timedelta(seconds=1))
    assert client.post("/registri/", {"cari": "SITI"}).status_code == 403


def test_a_person_switched_off_is_led_to_the_door(make_actor, sign_in):
    actor = make_actor("wali_data", purpose="pemutakhiran")
    client = sign_in(actor)
    assert client.get("/").status_code == 200
    User.objects.filter(pk=actor.user_id).update(is_active=False)
    answer = client.get("/data-masuk/")
    assert (answer.status_code, answer["Location"].startswith("/masuk/")) == (302, True)


# Tokens ---------------------------------------------------------------------------------------------------------------


def _token(actor, text, **more):
    given = {
        "user_id": actor.user_id, "given_by_id": actor.user_id, "agency_id": actor.agency, "purpose": "verifikasi", "scope": "64.02",
        "digest": rules.token_digest(text), "label": "uji", "until": timezone.now() + dt.timedelta(days=1),
    }  # fmt: skip
    return Token.objects.create(**{**given, **more})


@pytest.mark.parametrize(
    "header",
    [
        "Bearer ", "Bearer salah", "Bearer " + "x" * 10_000, "Bearer a\u00e9", "Basic YTpi", "Bearer a b c",
        "Bearer ' OR '1'='1", "bearer", "Token abc",
    ],
)  # fmt: skip
def test_a_broken_token_is_refused(client, db, header):
    answer = client.get("/api/v1/intake/editions", headers={"Authorization": header})
    assert answer.status_code == 401
    assert "Token" in answer.json()["galat"]


def test_an_expired_a_foreign_and_an_orphaned_token_are_refused(client, make_actor):
    actor, other = make_actor("pelihat"), make_actor("verifikator")
    _token(actor, "usang", until=timezone.now() - dt.timedelta(seconds=1))
    _token(actor, "asing", agency_id=other.agency)
    _token(actor, "baik")

    def ask(text):
        return client.get("/api/v1/intake/editions", headers={"Authorization": f"Bearer {text}"}).status_code

    assert [ask(text) for text in ("baik", "usang", "asing")] == [200, 401, 401]
    User.objects.filter(pk=actor.user_id).update(is_active=False)
    assert ask("baik") == 401


# Numbers in addresses -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        f"/?cari={NIK}", f"/registri/orang/{NIK}/", "/?a=6402%30617%30880%39001", "/?a=6402.0617.0880.9001",
        "/?a=6402+0617+0880+9001", f"/api/v1/registry/orang/{NIK}", f"/static/{NIK}.js", f"/masuk/?next=/{NIK}",
        f"/?a=%2536{NIK[1:]}",
    ],
)  # fmt: skip
def test_a_nik_in_an_address_is_refused_and_not_logged(client, db, caplog, address):
    with caplog.at_level(logging.DEBUG):
        answer = client.get(address)
    assert answer.status_code == 400
    assert NIK not in answer.content.decode()
    # As the house writes its logs, not as pytest shows them.
    formatter = logs.Formatter(logs.SETTINGS["formatters"]["selaras"]["format"], style="{")
    written = "\n".join(formatter.format(record) for record in caplog.records)
    assert NIK not in written
    assert not guard.carries_identity(written)
    assert answer["Referrer-Policy"] == "no-referrer"
