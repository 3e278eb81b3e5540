"""A village with three keluarga, and the people who answer for it."""

from dataclasses import dataclass

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.penetapan.rules import packages as rules
from selaras.apps.penetapan.services import packages
from selaras.apps.registry import layout
from selaras.apps.registry.loading import sealing
from selaras.apps.registry.models import Build, Keluarga, Number, Person

VILLAGE, ELSEWHERE = "64.02.06.1001", "64.02.06.1002"
NIKS = {1: "6402064107809001", 2: "6402061203759002", 3: "6402062205819003"}


@dataclass
class Chain:
    """One person per step."""

    operator: access.Actor
    lurah: access.Actor
    camat: access.Actor
    kadinsos: access.Actor
    bupati: access.Actor

    @property
    def signers(self) -> list[access.Actor]:
        return [self.lurah, self.camat, self.kadinsos, self.bupati]


def reference(number: int, kind: str = "K") -> str:
    return f"{kind}0000000PEN0{number}"


def plant(village: str = VILLAGE) -> list[str]:
    """Three keluarga with a head each. In the context of the house."""
    active = Build.objects.filter(state="aktif").first()
    build = active.number if active else Build.objects.create(number=1, state="aktif").number
    for number, nik in NIKS.items():
        blind = sealing.blinds([nik])
        kept = Number.objects.create(
            kind="nik", blind=blind[0], sealed=sealing.seals([nik], blind)[0], tail=nik[-4:]
        )
        base = {"build_from": build, "kode_desa": village}
        Person.objects.create(
            reference=reference(number, "P"), keluarga=reference(number), nama=f"WARGA CONTOH {number}", nik=kept.pk,
            nik_tail=nik[-4:], hubungan="kepala", jenis_kelamin="P", isi=layout.pack([""] * len(layout.PERSON)),
            asal=layout.pack([""] * len(layout.PERSON_ORIGIN)), sensitif=layout.pack([""] * 3), **base,
        )  # fmt: skip
        Keluarga.objects.create(
            reference=reference(number), kepala=reference(number, "P"), desil=number, desil_source="dtsen",
            desil_edition="2026-06", isi=layout.pack([""] * len(layout.KELUARGA)),
            asal=layout.pack([""] * len(layout.KELUARGA_ORIGIN)), sensitif=layout.pack([""]), **base,
        )  # fmt: skip
    return [reference(number) for number in NIKS]


def seen(found) -> int:
    """Steps a page would show now."""
    return found.steps.count()


def sign(found, actor) -> None:
    """This person signs what they see."""
    accounts.identify(actor)
    packages.sign(reference=found.reference, seen=seen(found), by=actor)
    found.refresh_from_db()


def at(found, state: rules.State, chain: Chain) -> None:
    """Brings a package to a state by the signatures that lead there."""
    while found.state != state:
        sign(found, chain.signers[rules.WAY.index(rules.State(found.state))])
