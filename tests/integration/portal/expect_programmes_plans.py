"""What the routes of plans must be: figures and families of a plan here and of one far away, each for who may see these families."""

import planted
from portal_routes import Expect, World

from selaras.apps.accounts import rules, services
from selaras.apps.accounts.rules import Ability, FieldClass
from selaras.apps.programmes.models.allocation import Award, Plan
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.rules import plan_settings, plans
from selaras.apps.programmes.services import catalogue
from selaras.apps.programmes.services import plans as services_of_plans

SEEN = {"ability": Ability.SEE, "field_class": FieldClass.IDENTITY}
WORK = {"ability": Ability.PLAN, "field_class": FieldClass.IDENTITY}
DECIDE = {"ability": Ability.APPROVE, "field_class": FieldClass.IDENTITY, "method": "post", "follow": True}
YEAR = 2026


def plant(world: World) -> None:
    services.identify(rules.SYSTEM)
    catalogue.seed()
    for name, place in planted.PLACES.items():
        one, other = (_plan(place, scenario) for scenario in ("dasar", "desil"))
        world[f"plan_{name}"] = {"reference": one.reference, "other": other.reference, "family": one.family,
                                 "award": Award.objects.filter(plan=one, given=False).get().pk}  # fmt: skip


def _plan(place: planted.Place, scenario: str) -> Plan:
    """A draft of a whole village: one family gets PKH, the other waits."""
    programme = Programme.objects.get(code="pkh")
    share = plan_settings.Share("pkh", programme.name, 1_000_000, 1_000_000)
    asked = plan_settings.Settings((share,), plan_settings.standard(), seed=7)
    figures = {
        "fit": 2,
        "served": 1,
        "families": 2,
        "gaps": 1,
        "shares": 1,
        "spent": 1_000_000,
        "value": 1.0,
        "bound": 1.0,
    }
    told = {
        **figures, "limits": [], "lacking": [], "doubled": [], "floors": {}, "pairs": 2, "linear": 1.0, "undone": [],
        "programmes": [{"code": "pkh", "name": programme.name, "cost": 1_000_000, "budget": 1_000_000, "quota": None, "fit": 2,
                        "unknown": 0, "shares": 1, "spent": 1_000_000, "left": 0, "has_already": 0}],
        "by_village": [[place.code, 2, 2, 1, 1]], "by_decile": [[1, 2, 2, 1, 1]],
    }  # fmt: skip
    row = Plan.objects.create(
        title=f"nilai {place.mark.lower()} satu", wilayah=place.code, year=YEAR, settings=asked.kept(), result=told, made_by=0,
        made_by_name="Uji", family=f"uji{place.mark.lower()}", scenario=scenario, progress={"state": "selesai"},
        rules={"pkh": {"rule": 0, "number": 1, "digest": "", "sensitive": False}},
    )  # fmt: skip
    for end, given in (("0", scenario == "dasar"), ("1", scenario != "dasar")):
        Award.objects.create(
            plan=row, programme=programme, keluarga=place.keluarga[:-1] + end, kode_desa=place.code, given=given, desil=1,
            place=0 if given else 1, value=2.0, why={"why": "terlayani" if given else "jatah_habis", "cut": 3.0, "instead": []},
        )  # fmt: skip
    services_of_plans.note(row, plans.Act.MADE, rules.SYSTEM)
    return row


def _of(*names: str):
    return lambda world: {name: world[f"plan_{world['place']}"][name] for name in names}


def _family(world: World) -> dict[str, object]:
    place = planted.PLACES[world["place"]]
    return {**ONE(world), "keluarga": place.keluarga}


ONE = _of("reference")
POST = {**WORK, "method": "post", "follow": True}
ROUTES = {
    "programmes:plans": Expect(**SEEN),
    "programmes:plan_new": Expect(**WORK, data={"wilayah": "64.02"}),
    "programmes:plan_make": Expect(**WORK, method="post", data={"wilayah": "64.02"}),
    "programmes:plan_compare": Expect(**SEEN, kwargs=_of("family")),
    "programmes:plan_moved": Expect(**SEEN, kwargs=_of("reference", "other")),
    "programmes:plan": Expect(**SEEN, kwargs=ONE),
    "programmes:plan_progress": Expect(**SEEN, kwargs=ONE),
    "programmes:plan_rows": Expect(**SEEN, kwargs=ONE),
    "programmes:plan_family": Expect(**SEEN, kwargs=_family),
    "programmes:plan_again": Expect(**POST, kwargs=ONE),
    "programmes:plan_change": Expect(**POST, kwargs=_of("reference", "award"), data={"beri": "1", "alasan": "usulan musyawarah desa"}),
    "programmes:plan_propose": Expect(**POST, kwargs=ONE),
    "programmes:plan_decide": Expect(**DECIDE, kwargs=ONE, data={"langkah": "periksa"}),
    "programmes:plan_approve": Expect(**DECIDE, kwargs=ONE),
    "programmes:plan_paper": Expect(**SEEN, kwargs=ONE),
    "programmes:plan_export": Expect(
        Ability.EXPORT, FieldClass.IDENTITY, method="post", kwargs=ONE,
        data={"tujuan": "penyaluran", "alasan": "menyalurkan bantuan program"},
    ),
}  # fmt: skip
SHOWS = {"programmes:plan_rows", "programmes:plan_family", "programmes:plan", "programmes:plan_moved"}
