"""What the routes of all families at once must be, and those of lists agencies bring and compare.

Comes after expect_registry.py by its name: facts are laid out of the families that were planted there.
"""

import datetime as dt

import planted
from expect_registry import at
from portal_routes import Expect, World

from selaras.apps.accounts import rules, services
from selaras.apps.accounts.rules import Ability, FieldClass
from selaras.apps.programmes.models.allocation import Receives
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.models.sharing import Agreement, Brought
from selaras.apps.programmes.services import catalogue, facts
from selaras.apps.registry.models import Build

COUNTED = {"ability": Ability.SEE, "field_class": FieldClass.PROGRAMME}
NAMED = {"ability": Ability.SEE, "field_class": FieldClass.IDENTITY}
LED = {"ability": Ability.LEAD, "field_class": FieldClass.IDENTITY}
OWN = {"ability": Ability.PLAN}
# Two programmes that exclude each other, which every planted family has: so that names stand behind a figure.
BOTH = ("bsps", "bedah-rumah")
OWNERS = {"here": ("seragam", "opd-64-02"), "there": ("beasiswa", "opd-94-01")}


def plant(world: World) -> None:
    services.identify(rules.SYSTEM)
    catalogue.seed()
    facts.make(Build.objects.get(state="aktif").number, by=rules.SYSTEM)
    for name, place in planted.PLACES.items():
        code, agency = OWNERS[name]
        Programme.objects.filter(code=code).update(agency=agency)
        families = [place.keluarga[:-1] + end for end in "01"]
        for programme in BOTH:
            _receives(programme, families, place, agency)
        listed = Brought.objects.create(
            programme=Programme.objects.get(code=code), agency=agency, agency_name="Uji", file=f"{place.name}.csv", sha256="0" * 64,
            build=1, rows=3, matched=2, problems=[[4, "tidak_dikenal"]], by=0, by_name=f"dinas {place.mark.lower()}",
        )  # fmt: skip
        _receives(code, families, place, agency, listed)
        world[f"list_{name}"] = listed.reference
    one, other = (Programme.objects.get(code=code) for code, _ in OWNERS.values())
    agreed = Agreement.objects.create(
        one=one, other=other, purpose="perencanaan", basis="PKS uji", state="disepakati", until=dt.date(2999, 1, 1), asked_by=0,
        asked_by_name="Uji", asked_agency="uji",
    )  # fmt: skip
    world["agreement"] = agreed.reference
    # The one that is asked answers: the same two the other way round.
    asked = Agreement.objects.create(
        one=other, other=one, purpose="perencanaan", basis="PKS uji", state="diajukan", until=dt.date(2999, 1, 1),
        asked_by=0, asked_by_name="Uji", asked_agency="uji",
    )  # fmt: skip
    world["asked"] = asked.reference


def _receives(
    code: str, families: list[str], place: planted.Place, agency: str, listed: Brought | None = None
) -> None:
    programme = Programme.objects.get(code=code)
    for row, family in enumerate(families, 2):
        Receives.objects.create(
            programme=programme, keluarga=family, kode_desa=place.code, agency=agency, source="uji", brought=listed,
            row=row if listed else None, recorded_by=0,
        )  # fmt: skip


def _mine(world: World) -> dict[str, object]:
    return {"reference": world[f"list_{world['place']}"]}


def _agreed(world: World) -> dict[str, object]:
    return {"reference": world["agreement"]}


def _asked(world: World) -> dict[str, object]:
    return {"reference": world["asked"]}


def _region(world: World, **more: str) -> dict[str, str]:
    return {"wilayah": at(world).code, **more}


ROUTES = {
    "programmes:matrix": Expect(**COUNTED, data=lambda w: _region(w, tampil="berbenturan")),
    "programmes:matrix_families": Expect(**NAMED, data=lambda w: _region(w, tampil="berbenturan")),
    "programmes:families": Expect(**NAMED, kwargs={"code": "pkh"}, data=_region),
    "programmes:families_take_out": Expect(
        Ability.EXPORT, FieldClass.IDENTITY, method="post", kwargs={"code": "pkh"},
        data=lambda w: _region(w, form="xlsx", purpose="penyaluran"),
    ),
    "programmes:wanted": Expect(**LED, data=_region),
    "programmes:wanted_plan": Expect(**LED, method="post", data=_region),
    "programmes:lists": Expect(**OWN),
    "programmes:list_bring": Expect(**OWN, method="post", data={"programme": "seragam"}),
    "programmes:list": Expect(**OWN, kwargs=_mine),
    "programmes:list_withdraw": Expect(**OWN, method="post", kwargs=_mine, follow=True),
    "programmes:agreements": Expect(**OWN),
    "programmes:agreement_propose": Expect(**OWN, method="post", data={"mine": "seragam", "other": "beasiswa"}),
    "programmes:agreement": Expect(**OWN, kwargs=_agreed),
    "programmes:agreement_answer": Expect(**OWN, method="post", kwargs=_asked, data={"jawaban": "setuju"}, follow=True),
    "programmes:agreement_end": Expect(**OWN, method="post", kwargs=_agreed, follow=True),
}  # fmt: skip
