"""A made-up kecamatan for campaigns: families of several deciles in two villages, lists that differ, a form, officers."""

from __future__ import annotations

import datetime as dt

from selaras.apps.accounts import rules as access
from selaras.apps.accounts.services import identify
from selaras.apps.discrepancies.models import Discrepancy, Load
from selaras.apps.registry import layout
from selaras.apps.registry.models import Build, Keluarga, Person
from selaras.apps.verval.models.campaigns import Instrument, Target
from selaras.apps.verval.rules import choosing, instruments
from selaras.apps.verval.services import campaigns

KECAMATAN = "64.02.06"
HERE, NEAR, FAR = "64.02.06.1001", "64.02.06.1002", "64.02.07.2001"
MONDAY = dt.date(2026, 11, 23)


def _packed(names: tuple[str, ...], **values: str) -> str:
    return layout.pack([values.get(name, "") for name in names])


def family(n: int, desa: str | None = HERE, *, desil: int | None = 1, rt: str = "1", alamat: str = "") -> str:
    """A keluarga with a head and a child; returns its reference."""
    reference = f"K{n:012d}"
    Keluarga.objects.create(
        build_from=1, kode_desa=desa, reference=reference, kepala=f"P{n:011d}1", desil=desil, desil_source="dtsen",
        desil_edition="2026-10", last_edition="2026-10", kk_tail="9001", asal="", sensitif="",
        isi=_packed(layout.KELUARGA, rt=rt, alamat=alamat or f"Jl. Poros No. {n}"),
    )  # fmt: skip
    for part, (name, relation) in enumerate((("KEPALA", "kepala"), ("ANAK", "anak")), start=1):
        Person.objects.create(
            build_from=1, kode_desa=desa, reference=f"P{n:011d}{part}", keluarga=reference, nama=f"UJI {name} {n}",
            hubungan=relation, nik_tail="9001", tanggal_lahir=dt.date(1980 + 20 * (part - 1), 5, 1), desil=desil,
            isi=_packed(layout.PERSON), asal="", sensitif="",
        )  # fmt: skip
    return reference


def differ(reference: str, desa: str = HERE, kind: str = "desil_beda", a: str = "1", b: str = "4") -> None:
    """Two lists disagree about a keluarga."""
    Discrepancy.objects.create(
        build_from=1, digest=f"{Discrepancy.objects.count():032x}", kind=kind, keluarga=reference, pair_a="dtks",
        pair_b="dtsen", source_a="dtks", edition_a="2024-01", source_b="dtsen", edition_b="2026-10", field="desil",
        value_a=a, value_b=b, size=abs(int(a) - int(b)) if a.isdigit() and b.isdigit() else None, kode_desa=desa,
    )  # fmt: skip


def lay() -> None:
    """A build, a form, and thirty families: 1-12 in HERE (decile 1), 13-20 in NEAR (decile 1), 21-24 decile 4 and 5 in HERE,
    25-26 decile 9, 27 in FAR, 28 without a village. Lists differ about 5 (twice), 6 and 25."""
    identify(access.SYSTEM)
    Build.objects.create(number=1, state=Build.ACTIVE, activated="2026-11-22T00:00:00Z")
    Load.objects.create(build=1, rows=4)
    for n in range(1, 13):
        family(n, HERE, rt=str(1 + n % 3))
    for n in range(13, 21):
        family(n, NEAR, rt=str(1 + n % 2))
    for n, desil in ((21, 4), (22, 5), (23, 4), (24, 6), (25, 9), (26, 9)):
        family(n, HERE, desil=desil)
    family(27, FAR)
    family(28, None)
    differ("K000000000005")
    differ("K000000000005", kind="jumlah_anggota_beda", a="3", b="4")
    differ("K000000000006", kind="jumlah_anggota_beda", a="2", b="4")
    differ("K000000000025", a="2", b="9")
    form()


def form() -> Instrument:
    """A published form that says nothing: what campaigns need of one is that it is there."""
    return Instrument.objects.create(
        form_id=instruments.standard().form_id,
        version="2026112201",
        title="Formulir uji",
        xlsform=b"",
        xform="<h/>",
        md5="0" * 32,
    )


def a_plan(purpose: str = "desil_1", wilayah: str = KECAMATAN, **wanted: object) -> choosing.Plan:
    """Two weeks from a Monday, two officers, five families a day."""
    return choosing.Plan(
        "Verval uji", choosing.Wanted(purpose, wilayah, **wanted), MONDAY, MONDAY + dt.timedelta(days=13), 5, 2, 150_000
    )  # fmt: skip


def running(by: access.Actor, purpose: str = "desil_1", wilayah: str = KECAMATAN, **wanted: object) -> str:
    """A campaign that runs, its targets made; returns its reference."""
    reference = campaigns.plan(plan=a_plan(purpose, wilayah, **wanted), by=by)
    campaigns.launch(reference=reference, by=by)
    campaigns.make_targets(campaigns.campaigns.for_visits(reference).pk)
    identify(by)
    return reference


def targets(reference: str) -> list[Target]:
    """Its targets, most urgent first."""
    return list(Target.objects.filter(campaign__reference=reference).order_by("rank"))
