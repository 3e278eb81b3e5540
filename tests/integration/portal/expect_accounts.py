"""What the routes of accounts, of the libraries and of the house itself must be."""

import datetime as dt

from django.utils import timezone
from portal_routes import Expect, World

from selaras.apps.accounts import access
from selaras.apps.accounts.models import Agency, Grant, User
from selaras.apps.accounts.rules import Ability

MANAGE = Ability.MANAGE
ELSEWHERE = "orang.papua@uji.selaras"


def plant(world: World) -> None:
    far = Agency.objects.create(code="jauh", name="Dinas Jauh", kind="opd", scope="94.01")
    other = User.objects.create_user(
        email=ELSEWHERE, name="Orang Jauh", agency=far, password="tidak-dipakai-1"
    )
    world["person"] = other.pk
    world["grant"] = Grant.objects.create(user=other, role="pelihat", scope="94.01").pk


def _person(world: World) -> dict[str, int]:
    return {"user_id": world["person"]}


def _hidden(world, actor) -> list[str]:
    return (
        []
        if any(g.role == "pengelola" and g.scope == "" for g in actor.grants)
        else [ELSEWHERE, "Orang Jauh"]
    )


def _of_person(method="post", data=None, more=None) -> Expect:
    return Expect(
        MANAGE,
        method=method,
        data=data or {},
        kwargs=lambda world: {**_person(world), **(more(world) if more else {})},
        forbidden=_hidden,
    )


def _tomorrow() -> str:
    return (timezone.localdate() + dt.timedelta(days=1)).isoformat()


ROUTES = {
    "home": Expect(),
    "health": Expect(open=True),
    "accounts:me": Expect(),
    "accounts:purpose": Expect(method="post", data={"purpose": "verifikasi"}),
    "accounts:keys": Expect(method="post", data={"pintasan": "0"}),
    "accounts:end_own_token": Expect(method="post", kwargs={"token_id": 1}),
    "accounts:roles": Expect(),
    "accounts:people": Expect(MANAGE, forbidden=_hidden),
    "accounts:add_person": Expect(MANAGE, forbidden=_hidden),
    "accounts:agencies": Expect(MANAGE),
    "accounts:agency_duty": Expect(MANAGE, method="post", kwargs={"code": "jauh"}, data={"duty": "sosial"}),
    "accounts:person": _of_person("get"),
    "accounts:give_role": _of_person(data={"role": "pelihat", "scope": ""}),
    "accounts:take_role": _of_person(more=lambda world: {"grant_id": world["grant"]}),
    "accounts:switch": _of_person(data={"aktif": "0"}),
    "accounts:new_password": _of_person(),
    "accounts:give_token": _of_person(
        data=lambda world: {"label": "uji", "purpose": "verifikasi", "scope": "", "until": _tomorrow()}
    ),
    "accounts:end_token": _of_person(more=lambda world: {"token_id": 1}),
    **{
        name: Expect(marked.ability, marked.field_class, marked.open, foreign=True)
        for name, marked in access.FOREIGN.items()
    },
}
