"""A small result of the conveyor: two lists, three villages, and what they disagree about. Made-up people only."""

from pathlib import Path

import polars as pl

from selaras.apps.accounts import rules as access
from selaras.apps.accounts.services import identify
from selaras.apps.discrepancies import services
from selaras.apps.registry import layout
from selaras.apps.registry.loading import sealing
from selaras.apps.registry.models import Build, Keluarga, Number, Person
from selaras.engine import tables

HERE, NEAR, FAR = "64.02.06.2001", "64.02.07.2001", "94.01.01.2001"
CANARY = "9401014107809001"
EMPTY = layout.BREAK.join([layout.NUMBER, *[""] * len(layout.PERSON)])


def case(kind, n, desa, a="dtks", b="p3ke", *, of_person=False, value_a="1", value_b="2"):
    return {
        "kind": kind, "person_id": f"P{n:012d}" if of_person else None, "keluarga_id": f"K{n:012d}",
        "source_a": a, "edition_a": "2024-01", "source_b": b, "edition_b": "2024-06", "field": "desil",
        "value_a": value_a, "value_b": value_b, "size": 1.0, "kode_desa": desa, "kode_kecamatan": desa and desa[:8],
    }  # fmt: skip


CASES = [
    case("desil_beda", 1, HERE),
    case("jumlah_anggota_beda", 1, HERE),
    case("desil_beda", 2, HERE, "p3ke", "dtks", value_a=CANARY),
    case("nama_beda", 3, NEAR, of_person=True, value_a="N•••", value_b="M•••"),
    case("keluarga_hanya_di_satu", 4, HERE, "p3ke", "dtks", value_b=None),
    case("desil_beda", 5, FAR, value_a="nilaijauh"),
    case("desil_beda", 6, None, value_a="nilaientah"),
]
# village, keluarga in dtks, in p3ke, in both
HOMES = [(HERE, 40, 50, 30), (NEAR, 20, 20, 20), (FAR, 10, 10, 10), (None, 1, 1, 1)]


def write(folder: Path, cases=CASES) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    pl.DataFrame(cases, schema_overrides=tables.DISCREPANCIES.schema, infer_schema_length=None).write_parquet(
        folder / "discrepancies.parquet"
    )
    overlap, homes = [], []
    for desa, a, b, both in HOMES:
        for first, second, n in (("dtks", "dtks", a), ("p3ke", "p3ke", b), ("dtks", "p3ke", both)):
            overlap.append((desa and desa[:8], desa, first, second, 3 * n, n))
        homes += [desa] * (a + b - both)
    names = ["kode_kecamatan", "kode_desa", "source_a", "source_b", "persons", "keluarga"]
    pl.DataFrame(overlap, schema=names, orient="row").write_parquet(folder / "overlap.parquet")
    for name in ("persons", "keluarga"):
        pl.DataFrame({"kode_desa": homes}).write_parquet(folder / f"{name}.parquet")
    return folder


def build(folder: Path, number=1, cases=CASES) -> int:
    """The result as the active build, with the families and persons it is about."""
    identify(access.SYSTEM)
    Build.objects.filter(state=Build.ACTIVE).update(state=Build.REPLACED)
    Build.objects.create(number=number, state=Build.ACTIVE, activated="2026-11-22T00:00:00Z")
    if number == 1:
        people(cases)
    return services.load(write(folder, cases), build=number, by=access.SYSTEM)


def people(cases=CASES) -> None:
    seen = {}
    for each in cases:
        seen[int(each["keluarga_id"][1:])] = each["kode_desa"]
    for n, desa in seen.items():
        text = CANARY if desa == FAR else f"640206410780{9000 + n}"
        blind = sealing.blinds([text])
        number = Number.objects.create(
            kind="nik", blind=blind[0], sealed=sealing.seals([text], blind)[0], tail=text[-4:]
        )
        Keluarga.objects.create(
            build_from=1,
            kode_desa=desa,
            reference=f"K{n:012d}",
            kepala=f"P{n:012d}",
            isi="",
            asal="",
            sensitif="",
        )
        Person.objects.create(
            build_from=1, kode_desa=desa, reference=f"P{n:012d}", keluarga=f"K{n:012d}", nama=f"=UJI ORANG {n}",
            hubungan="kepala", nik=number.pk, nik_tail=text[-4:], isi=EMPTY, asal="", sensitif="",
        )  # fmt: skip
