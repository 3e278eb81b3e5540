"""Lines by person and lines by village beside those of `delivery_ground`: a mother with three children in one keluarga, two of whom
are given and one of whom waits first in the queue; two villages that are given and one that waits."""

from delivery_ground import AMOUNT, ONE, OTHER, People, keluarga, village
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.programmes.models.allocation import Award, Plan
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.models.delivery import Cycle, Line
from selaras.apps.programmes.queries import waiting
from selaras.apps.programmes.rules import delivery as rules
from selaras.apps.programmes.rules import plan_settings
from selaras.apps.programmes.services import delivery, drafts
from selaras.apps.registry import layout
from selaras.apps.registry.models import Person

# The keluarga with three children; another one with a child that waits behind the third of these.
HOME, NEXT = 1, 3
MOTHER = f"PENERIMA CONTOH {HOME:02d}"
THIRD_VILLAGE = "64.02.06.1002"


def child(n: int, which: int) -> str:
    return f"P00000000A{n:02d}{which}"


def name(n: int, which: int) -> str:
    return f"BUAH HATI {'SATU DUA TIGA'.split()[which - 1]} {n:02d}"


def plant(
    agency: str, base: Plan, *, floors: dict[str, int] | None = None, most: int = 4
) -> tuple[Programme, Plan]:
    """A programme about persons beside that of `delivery_ground.plant`, with an approved plan of the same keluarga."""
    accounts.identify(access.SYSTEM)
    programme, plan = _programme("sekolah-uji", "orang", agency), _plan(base, floors or {}, most)
    place = 0
    for n in (HOME, 2, NEXT):
        for which in (1, 2, 3) if n == HOME else (1,):
            Person.objects.create(
                reference=child(n, which), keluarga=keluarga(n), nama=name(n, which), hubungan="anak", kode_desa=village(n),
                build_from=base.build, isi=layout.pack([""] * len(layout.PERSON)),
                asal=layout.pack([""] * len(layout.PERSON_ORIGIN)), sensitif=layout.pack([""] * 3),
            )  # fmt: skip
            waits = which == 3 or n == NEXT
            place += waits
            Award.objects.create(
                plan=plan, programme=programme, keluarga=keluarga(n), person=child(n, which), kode_desa=village(n),
                given=not waits, place=place if waits else 0,
            )  # fmt: skip
    return programme, plan


def plant_villages(agency: str, base: Plan) -> tuple[Programme, Plan]:
    """A programme about villages, with an approved plan."""
    accounts.identify(access.SYSTEM)
    programme, plan = _programme("sumur-uji", "desa", agency), _plan(base, {}, 4)
    for place, code in enumerate((ONE, OTHER, THIRD_VILLAGE)):
        waits = code == THIRD_VILLAGE
        Award.objects.create(
            plan=plan, programme=programme, keluarga=code, kode_desa=code, given=not waits, place=place if waits else 0
        )  # fmt: skip
    return programme, plan


def _programme(code: str, unit: str, agency: str) -> Programme:
    return Programme.objects.create(
        code=code, name=f"Uji {unit}", owner_kind="opd", agency=agency, owner_name="Dinas uji", strategy="kurangi_beban",
        unit=unit, benefit="uang", gives="Rp 300.000", basis="uji",
    )  # fmt: skip


def _plan(base: Plan, floors: dict[str, int], most: int) -> Plan:
    return Plan.objects.create(
        title="Rencana uji lain", wilayah="64.02", year=timezone.localdate().year, state="disetujui", build=base.build,
        made_by=0, made_by_name="Uji", result={"floors": floors}, rules={"sekolah-uji": {}, "sumur-uji": {}},
        settings=plan_settings.Settings((), plan_settings.standard(), seed=1, most=most).kept(),
    )  # fmt: skip


def frozen(people: People, programme: Programme, plan: Plan, channel: rules.Channel) -> Cycle:
    """A cycle of all whom the plan gives, made by its owner and frozen by another."""
    accounts.identify(people.owner)
    some = [
        drafts.Recipient(each.keluarga, each.kode_desa, each.person)
        for each in waiting.given(plan, programme)
    ]
    made = delivery.make(
        draft=drafts.Draft(programme, "64.02", "Tahap uji lain", f"{plan.year}", 1, channel, AMOUNT, some, plan.build, plan),
        by=people.owner,
    )  # fmt: skip
    accounts.identify(people.approver)
    return delivery.freeze(reference=made.reference, seen=delivery.digest(made), by=people.approver)


def line(cycle: Cycle, who: str) -> Line:
    """By person, or by the code of a village."""
    some = Line.objects.select_related("cycle__programme", "cycle__plan").filter(cycle=cycle)
    return some.get(person=who) if who.startswith("P") else some.get(keluarga=who)
