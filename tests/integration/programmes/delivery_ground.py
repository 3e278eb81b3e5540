"""A programme with an approved plan in two villages: six keluarga given, four in the queue, and the people who hand it out."""

import io
from dataclasses import dataclass

import pytest
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.programmes.models.allocation import Award, Plan
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.models.delivery import Cycle, Line
from selaras.apps.programmes.rules import delivery as rules
from selaras.apps.programmes.rules import plan_settings
from selaras.apps.programmes.services import bank, delivery, drafts
from selaras.apps.registry import layout
from selaras.apps.registry.models import Build, Keluarga, Person
from selaras.kernel import errors

ONE, OTHER = "64.02.06.1001", "64.02.07.2001"
GIVEN, QUEUE = 6, 4
AMOUNT = 300_000


@dataclass
class People:
    """Who does what."""

    owner: access.Actor
    approver: access.Actor
    second: access.Actor
    village: access.Actor
    checker: access.Actor


def refused(code, act, *args, **named):
    with pytest.raises(errors.SelarasError) as told:
        act(*args, **named)
    assert told.value.code == code


def keluarga(n: int) -> str:
    return f"K0000000SAL{n:02d}"


def village(n: int) -> str:
    return ONE if n % 2 else OTHER


def _person(n: int, build: int, **more) -> None:
    base = {
        "reference": f"P0000000SAL{n:02d}", "keluarga": keluarga(n), "nama": f"PENERIMA CONTOH {n:02d}", "hubungan": "kepala",
        "kode_desa": village(n), "build_from": build, "isi": layout.pack([""] * len(layout.PERSON)),
        "asal": layout.pack([""] * len(layout.PERSON_ORIGIN)), "sensitif": layout.pack([""] * 3),
    }  # fmt: skip
    Person.objects.create(**{**base, **more})


def _home(n: int, build: int, **more) -> None:
    base = {
        "reference": keluarga(n), "kepala": f"P0000000SAL{n:02d}", "kode_desa": village(n), "build_from": build,
        "isi": layout.pack([""] * len(layout.KELUARGA)), "asal": layout.pack([""] * len(layout.KELUARGA_ORIGIN)),
        "sensitif": layout.pack([""]),
    }  # fmt: skip
    Keluarga.objects.create(**{**base, **more})


def plant(agency: str, *, floors: dict[str, int] | None = None) -> tuple[Programme, Plan]:
    """Families known to the present build, and an approved plan."""
    accounts.identify(access.SYSTEM)
    build = Build.objects.filter(state=Build.ACTIVE).first() or Build.objects.create(
        number=1, state=Build.ACTIVE
    )
    programme = Programme.objects.create(
        code="bantuan-uji", name="Bantuan uji", owner_kind="opd", agency=agency, owner_name="Dinas uji",
        strategy="kurangi_beban", unit="keluarga", benefit="uang", gives="Rp 300.000 sebulan", basis="uji",
    )  # fmt: skip
    plan = Plan.objects.create(
        title="Rencana uji", wilayah="64.02", year=year_now(), state="disetujui", build=build.number, made_by=0,
        made_by_name="Uji", result={"floors": floors or {}}, rules={"bantuan-uji": {}},
        settings=plan_settings.Settings((), plan_settings.standard(), seed=1).kept(),
    )  # fmt: skip
    for n in range(1, GIVEN + QUEUE + 1):
        _home(n, build.number)
        _person(n, build.number)
        given = n <= GIVEN
        Award.objects.create(
            plan=plan, programme=programme, keluarga=keluarga(n), kode_desa=village(n), given=given,
            place=0 if given else n - GIVEN,
        )  # fmt: skip
    return programme, plan


def year_now() -> int:
    return timezone.localdate().year


def draft(
    programme: Programme, plan: Plan, channel: rules.Channel = rules.Channel.BANK, tranche: int = 1
) -> drafts.Draft:
    some = [drafts.Recipient(keluarga(n), village(n)) for n in range(1, GIVEN + 1)]
    return drafts.Draft(
        programme, "64.02", "Tahap uji", f"{plan.year}", tranche, channel, AMOUNT, some, plan.build, plan
    )


def frozen(
    people: People, programme: Programme, plan: Plan, channel: rules.Channel = rules.Channel.BANK
) -> Cycle:
    """A cycle that was made by its owner and frozen by another."""
    accounts.identify(people.owner)
    made = delivery.make(draft=draft(programme, plan, channel), by=people.owner)
    accounts.identify(people.approver)
    return delivery.freeze(reference=made.reference, seen=delivery.digest(made), by=people.approver)


def line(cycle: Cycle, n: int) -> Line:
    return Line.objects.get(cycle=cycle, keluarga=keluarga(n))


def today() -> str:
    return timezone.localdate().isoformat()


def returned_file(rows: list[tuple]) -> bytes:
    """A file of the bank: (number, amount, status, day, note)."""
    out = io.StringIO()
    out.write("Nomor baris;Jumlah;Status;Tanggal;Keterangan\n")
    for row in rows:
        out.write(";".join(str(cell) for cell in row) + "\n")
    return out.getvalue().encode()


def bring(cycle: Cycle, contents: bytes, by: access.Actor):
    """Looked at, then taken."""
    looked = bank.look(cycle=cycle, contents=contents, by=by)
    return bank.accept(cycle=cycle, sha256=looked.sha256, seen=looked.digest, by=by)


def next_build(changes: dict[int, dict]) -> None:
    """A newer build in which some heads or homes are otherwise: n -> {"home": ..., "person": ...}."""
    accounts.identify(access.SYSTEM)
    Build.objects.filter(state=Build.ACTIVE).update(state=Build.REPLACED)
    build = Build.objects.create(
        number=Build.objects.order_by("-number").first().number + 1, state=Build.ACTIVE
    )
    for n, told in changes.items():
        for kind, model, make in (("home", Keluarga, _home), ("person", Person, _person)):
            if kind in told:
                reference = keluarga(n) if kind == "home" else f"P0000000SAL{n:02d}"
                model.objects.filter(reference=reference, build_to=None).update(build_to=build.number)
                if told[kind] is not None:
                    make(n, build.number, **told[kind])
