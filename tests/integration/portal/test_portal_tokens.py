"""Tokens of the API: bound to agency, purpose, region and date; their page; who may make and end them."""

import datetime as dt
import re

import portal_routes
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from selaras.apps.accounts import queries, rules, services
from selaras.apps.accounts.models import Agency, Grant, Token, User
from selaras.shell import trail

REGIONS = "/api/v1/wilayah/"
BOTH = rules.Ability.SEE


@pytest.fixture
def boss(make_actor):
    return make_actor("pengelola")


@pytest.fixture
def reader(make_actor):
    return make_actor("wali_data")


@pytest.fixture
def give(boss, reader):
    def made(**more):
        asked = {"label": "uji", "purpose": "perencanaan", "days": 30, **more}
        return services.give_token(user_id=reader.user_id, by=boss, **asked)

    return made


def _ask(text: str, address: str = REGIONS):
    return Client().get(address, headers={"Authorization": f"Bearer {text}"})


def test_a_token_reaches_no_further_than_its_region(give):
    found = queries.actor_of_token(give(scope="64.02.06"))
    assert rules.scopes(found, BOTH, rules.FieldClass.IDENTITY) == ("64.02.06",)
    assert rules.may(found, BOTH, "64.02.06.2001")
    assert not rules.may(found, BOTH, "64.02.05.2001")
    assert {each["kode"] for each in _ask(give(scope="64.02.06")).json()} == {"64.02.06"}


def test_without_a_region_it_reaches_as_far_as_its_agency(give):
    assert rules.scopes(queries.actor_of_token(give()), BOTH) == ("64.02",)


def test_a_region_beyond_a_narrow_grant_widens_nothing(make_actor, boss):
    village = make_actor("operator", scope="64.02.06.2001", kind="desa_kelurahan")
    Agency.objects.filter(pk=village.agency).update(scope="64.02")
    text = services.give_token(
        user_id=village.user_id, label="uji", purpose="perencanaan", days=1, scope="64.02.06", by=boss
    )
    assert rules.scopes(queries.actor_of_token(text), BOTH) == ("64.02.06.2001",)
    apart = services.give_token(
        user_id=village.user_id, label="uji", purpose="perencanaan", days=1, scope="64.02.05", by=boss
    )
    assert rules.scopes(queries.actor_of_token(apart), BOTH) == ()


@pytest.mark.parametrize(
    "wrong", [{"scope": "94.01"}, {"scope": "64"}, {"purpose": "iseng"}, {"days": 0}, {"days": 367}]
)
def test_what_is_not_allowed_is_refused(give, wrong):
    with pytest.raises(trail.Refused):
        give(**wrong)
    assert not Token.objects.exists()


def test_it_ends_with_its_day_and_with_its_person_and_stays_with_its_agency(give, reader, boss):
    text = give(days=1)
    token = Token.objects.get()
    assert token.last_day == timezone.localdate() + dt.timedelta(days=1)
    User.objects.filter(pk=reader.user_id).update(
        agency=Agency.objects.create(code="lain", name="Lain", kind="opd", scope="64.02")
    )
    assert queries.actor_of_token(text) is None
    User.objects.filter(pk=reader.user_id).update(agency=reader.agency)
    assert queries.actor_of_token(text).user_id == reader.user_id
    Token.objects.update(until=timezone.now())
    assert queries.actor_of_token(text) is None
    again = give()
    services.switch(user_id=reader.user_id, on=False, by=boss)
    services.switch(user_id=reader.user_id, on=True, by=boss)
    assert queries.actor_of_token(again) is None


def _broken(good: str) -> list[str]:
    return ["", " ", good[:-1], good + "x", good.upper(), "' OR 1=1 --", "a" * 5000, "null", "\u00e9"]


def test_broken_ended_and_foreign_tokens_open_no_route_of_the_api(give, reader, boss):
    over, good = give(), give()
    ended = Token.objects.order_by("pk").first()
    services.end_token(token_id=ended.pk, by=boss)
    routes = [route for route in portal_routes.operations() if route.name.startswith("api:GET")]
    assert len(routes) >= 8
    shut = []
    for route in routes:
        address = re.sub(r"{[^}]+}", "64.02", route.address)
        for text in [over, *_broken(good)]:
            answer = _ask(text, address)
            if answer.status_code != 401:
                shut.append((route.name, text[:12], answer.status_code))
    assert shut == []


def test_a_token_opens_the_api_and_no_page(give):
    text = give()
    assert _ask(text).status_code == 200
    for name in ("home", "accounts:me", "registry:search"):
        assert _ask(text, reverse(name))["Location"].startswith("/masuk/")
    Client().post(reverse("accounts:keys"), {"pintasan": "0"}, headers={"Authorization": f"Bearer {text}"})
    assert not User.objects.filter(single_keys=False).exists()


def test_the_page_shows_a_token_once_and_keeps_its_digest_only(boss, reader, sign_in):
    client, address = sign_in(boss), reverse("accounts:give_token", args=[reader.user_id])
    until = (timezone.localdate() + dt.timedelta(days=10)).isoformat()
    asked = {"label": "dasbor", "purpose": "perencanaan", "scope": "64.02.06", "until": until}
    assert client.post(address, {**asked, "scope": "94.01"}).status_code == 400
    assert client.post(address, {**asked, "until": "2020-01-01"}).status_code == 400
    told = client.post(address, asked).content.decode()
    text = re.search(r'<code class="secret">([^<]+)</code>', told)[1]
    assert queries.actor_of_token(text).user_id == reader.user_id
    token = Token.objects.get()
    assert text.encode() not in bytes(token.digest)
    later = client.get(reverse("accounts:person", args=[reader.user_id])).content.decode()
    assert text not in later
    assert "dasbor" in later
    assert client.post(reverse("accounts:end_token", args=[reader.user_id, token.pk])).status_code == 302
    assert queries.actor_of_token(text) is None


def test_everybody_ends_their_own_tokens_and_no_others(give, reader, make_actor, sign_in):
    text = give()
    address = reverse("accounts:end_own_token", args=[Token.objects.get().pk])
    assert sign_in(make_actor("operator")).post(address).status_code == 404
    assert queries.actor_of_token(text) is not None
    assert sign_in(reader).post(address).status_code == 302
    assert queries.actor_of_token(text) is None


def test_giving_rights_asks_for_the_password_again_after_a_while(boss, reader, sign_in):
    client = sign_in(boss)
    client.get("/")
    session = client.session
    session["sejak"] -= 3600
    session.save()
    asked = {"role": "auditor", "scope": "64.02"}
    answer = client.post(reverse("accounts:give_role", args=[reader.user_id]), asked)
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not Grant.objects.filter(user_id=reader.user_id, role="auditor").exists()
    assert client.post(answer["Location"], {"password": "rahasia-uji"}).status_code == 302
    client.post(reverse("accounts:give_role", args=[reader.user_id]), asked)
    assert Grant.objects.filter(user_id=reader.user_id, role="auditor").exists()
