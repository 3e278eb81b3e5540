"""What the routes of the registry must be, asked about somebody here and about somebody far away."""

import planted
from portal_routes import Expect, World

from selaras.apps.accounts import rules, services
from selaras.apps.accounts.rules import Ability, FieldClass

SEEN = {"ability": Ability.SEE, "field_class": FieldClass.IDENTITY}


def plant(world: World) -> None:
    services.identify(rules.SYSTEM)
    world |= planted.plant()
    world["place"] = "there"


def at(world: World) -> planted.Place:
    """The place that is asked about now."""
    return world[world["place"]]


def person(world: World) -> dict[str, str]:
    return {"reference": at(world).person}


def keluarga(world: World) -> dict[str, str]:
    return {"reference": at(world).keluarga}


ROUTES = {
    "registry:search": Expect(**SEEN, method="post", data=lambda w: {"cari": at(w).name}, follow=True),
    # Of nobody's session; what one's own shows is walked by following the search.
    "registry:found": Expect(**SEEN, kwargs={"reference": 20 * "q"}),
    "registry:village": Expect(**SEEN, kwargs=lambda w: {"code": at(w).code}),
    "registry:person": Expect(**SEEN, kwargs=person),
    "registry:keluarga": Expect(**SEEN, kwargs=keluarga),
    "registry:reveal": Expect(
        Ability.REVEAL, FieldClass.IDENTITY, method="post", kwargs=lambda w: {**person(w), "field": "nik"},
        data={"tujuan": "verifikasi", "alasan": "mencocokkan KK asli"}, full_numbers=Ability.REVEAL,
    ),
    "registry:export": Expect(
        Ability.EXPORT, FieldClass.IDENTITY, method="post",
        data=lambda w: {"tujuan": "penyaluran", "bentuk": "csv", "wilayah": at(w).code},
    ),
    "registry:builds": Expect(Ability.SEE),
    # Work on the whole registry: it names no place, and its page may say nothing of any.
    "registry:job": Expect(Ability.SEE, kwargs=lambda w: {"job_id": at(w).job}),
    "api:GET /api/v1/registry/orang/{reference}": Expect(**SEEN, kwargs=person),
    "api:GET /api/v1/registry/keluarga/{reference}": Expect(**SEEN, kwargs=keluarga),
}  # fmt: skip
# What must stand in the answer about somebody whom one may see: else no leak could be seen either.
SHOWS = {
    "registry:search", "registry:village", "registry:person", "registry:keluarga", "registry:export",
    "api:GET /api/v1/registry/orang/{reference}", "api:GET /api/v1/registry/keluarga/{reference}",
}  # fmt: skip
SHOWS_SENSITIVE = {"registry:person", "registry:keluarga"}
