"""Signing in: with a second factor, locked out, on the way in, and rights that end at once."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse

from selaras.apps.accounts import demo, queries, rules, services
from selaras.apps.accounts.models import Grant, User
from selaras.shell import trail

PASSWORD = "rahasia-uji"


def _sign_in(client: Client, email: str, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


@pytest.fixture
def person(make_actor) -> User:
    return User.objects.get(pk=make_actor("operator").user_id)


def test_password_alone_leads_to_the_second_factor(db, person, settings):
    settings.SELARAS_SECOND_FACTOR = True
    client = Client()
    assert _sign_in(client, person.email)["Location"] == "/"
    assert client.get("/")["Location"] == reverse("mfa_index")
    assert client.get(reverse("accounts:me"))["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200


def test_setting_up_an_app_and_signing_in_with_it(db, person, settings):
    settings.SELARAS_SECOND_FACTOR = True
    client = Client()
    _sign_in(client, person.email)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    done = client.post(reverse("mfa_activate_totp"), {"code": code})
    assert done.status_code == 302
    assert client.get("/").status_code == 200
    stored = Authenticator.objects.get(user=person, type="totp").data["secret"]
    assert secret not in stored
    other = Client()
    assert _sign_in(other, person.email)["Location"] == reverse("mfa_authenticate")
    assert other.get("/")["Location"].startswith("/masuk/")
    assert other.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert other.get("/")["Location"].startswith("/masuk/")


def test_five_wrong_passwords_close_the_door_even_for_the_right_one(db, person):
    client = Client()
    answers = [_sign_in(client, person.email, "salah").status_code for _ in range(5)]
    assert answers[-1] == 429
    assert _sign_in(client, person.email).status_code == 429
    assert client.get("/").status_code == 302


def test_unknown_and_known_people_get_the_same_answer(db, person):
    texts = []
    for email in (person.email, "tidak.ada@uji.selaras"):
        page = _sign_in(Client(), email, "salah").content.decode()
        texts.append(re.sub(r'value="[^"]*"|nonce="[^"]*"|Token": "[^"]*"', "", page).replace(email, ""))
    assert texts[0] == texts[1]


def test_rights_that_are_taken_back_are_gone_at_the_next_request(db, make_actor, sign_in):
    boss, other = make_actor("pengelola"), make_actor("pengelola", scope="64.02")
    client = sign_in(other)
    assert client.get(reverse("accounts:people")).status_code == 200
    services.take_back(grant_id=Grant.objects.get(user_id=other.user_id).pk, by=boss)
    assert client.get(reverse("accounts:people")).status_code == 403
    services.switch(user_id=other.user_id, on=False, by=boss)
    assert client.get(reverse("accounts:people"))["Location"].startswith("/masuk/")


def test_a_temporary_password_has_to_be_changed(db, make_actor):
    boss = make_actor("pengelola")
    user_id, password = services.add_user(
        email="Baru@Uji.selaras", name="Orang Baru", agency=boss.agency, by=boss
    )
    client = Client()
    assert _sign_in(client, "baru@uji.selaras", password).status_code == 302
    assert client.get("/")["Location"] == reverse("account_change_password")
    fresh = "padi-menguning-di-sawah"
    changed = {"oldpassword": password, "password1": fresh, "password2": fresh}
    weak = {**changed, "password1": "12345", "password2": "12345"}
    assert client.post(reverse("account_change_password"), weak).status_code == 200
    assert client.post(reverse("account_change_password"), changed).status_code == 302
    again = Client()
    _sign_in(again, "baru@uji.selaras", fresh)
    assert again.get("/").status_code == 200
    assert queries.user(user_id).must_change_password is False


def test_a_session_ends_after_a_working_day_and_polling_does_not_keep_it(db, make_actor, sign_in, settings):
    client = sign_in(make_actor("operator"))
    client.get("/")
    session = client.session
    session["dipakai"] = 0
    session.save()
    client.get("/", headers={"X-Selaras-Berkala": "1"})
    assert client.session["dipakai"] == 0
    client.get("/")
    assert client.session["dipakai"] > 0
    session = client.session
    session["sejak"] -= settings.SELARAS_LONGEST_SESSION + 1
    session.save()
    assert client.get("/")["Location"].startswith("/masuk/")


def test_demo_accounts_stand_on_the_page_of_a_demo_only(db, settings):
    assert demo.PASSWORD not in Client().get(reverse("account_login")).content.decode()
    settings.SELARAS_DEMO = True
    services.make_demo()
    services.make_demo()
    page = Client().get(reverse("account_login")).content.decode()
    assert demo.PASSWORD in page
    assert {account.role for account in demo.ACCOUNTS} == set(rules.ROLES)
    for account in demo.ACCOUNTS:
        client = Client()
        assert account.email in page
        assert _sign_in(client, account.email, account.password).status_code == 302
        assert client.get("/").status_code == 200


def test_cookies_and_headers(db, person):
    client = Client()
    answer = _sign_in(client, person.email)
    cookie = answer.cookies["selaras"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Strict", "")
    page = client.get("/")
    assert page["Referrer-Policy"] == "same-origin"
    assert page["X-Frame-Options"] == "DENY"
    assert "no-store" in page["Cache-Control"]
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert "unsafe" not in page["Content-Security-Policy"]


def test_a_token_acts_for_its_person_until_it_ends(db, make_actor):
    boss, reader = make_actor("pengelola"), make_actor("wali_data")
    text = services.give_token(user_id=reader.user_id, label="uji", purpose="perencanaan", days=1, by=boss)
    found = queries.actor_of_token(text)
    assert (found.user_id, found.purpose) == (reader.user_id, "perencanaan")
    assert not rules.may(found, rules.Ability.ACCEPT)
    services.end_token(token_id=queries.tokens(user_id=reader.user_id).get().pk, by=boss)
    assert queries.actor_of_token(text) is None
    assert queries.actor_of_token("bukan-token") is None


def test_nobody_gives_themselves_a_role_or_reaches_beyond_their_region(db, make_actor):
    boss, near = make_actor("pengelola", scope="64.02"), make_actor("pelihat")
    far = make_actor("pelihat", scope="64.03")
    for arguments in (
        {"user_id": boss.user_id, "role": "wali_data", "scope": "64.02"},
        {"user_id": near.user_id, "role": "wali_data", "scope": "64"},
        {"user_id": near.user_id, "role": "wali_data", "scope": ""},
        {"user_id": near.user_id, "role": "tidak_ada", "scope": "64.02"},
    ):
        with pytest.raises(trail.Refused):
            services.grant(**arguments, by=boss)
    with pytest.raises(trail.Refused):
        services.switch(user_id=far.user_id, on=False, by=boss)
