"""A small made-up run: three lists, some hundred persons, every kind of table the report counts."""

import datetime as dt
import random

import polars as pl
import pytest

from selaras.engine import tables as contracts
from selaras.kernel.wilayah import tables as regions
from selaras.pipeline import run as run_


def _record(rng: random.Random, source: str, edition: str, row: int, place: str) -> dict[str, object]:
    return {
        "source": source, "edition": edition, "file": f"{source}.csv", "sheet": source, "row": row, "part": "anggota",
        "nik": f"640201010190{9000 + row % 1000}", "nik_status": "ok" if rng.random() < 0.9 else "malformed",
        "nama": f"ORANG RAHASIA {row}", "kode_desa": place, "kode_kecamatan": place[:8],
    }  # fmt: skip


def make_run(families: int = 3000, seed: int = 7) -> run_.Run:
    """A run whose counts can be worked out by hand from the loop below."""
    rng = random.Random(seed)
    villages = sorted(c for c in regions.names() if c.startswith("64.02.") and len(c) == 13)
    editions = {"dtks": "2023-03", "dtsen": "2025-06", "p3ke": "2023"}
    records, links, persons, keluarga, different = [], [], [], [], []
    kinds = ["desil_beda", "hanya_di_satu", "pindah", "nik_beda", "tanggal_lahir_beda"]
    for family in range(families):
        place = villages[int(len(villages) * rng.random() ** 1.6)]
        kid = f"K{family:012d}"
        decile = rng.choice([1, 1, 2, 3, 4, None])
        for member in range(rng.randint(1, 4)):
            pid = f"P{family:08d}{member:04d}"
            held = [s for s in editions if rng.random() < 0.6] or ["dtsen"]
            for source in held:
                row = len(records) + 2
                records.append(_record(rng, source, editions[source], row, place))
                links.append(
                    records[-1] | {"person_id": pid, "keluarga_id": kid, "method": "nik", "score": 12.0}
                )
            persons.append(
                {
                    "person_id": pid,
                    "keluarga_id": kid,
                    "sources": held,
                    "kode_desa": place,
                    "n_records": len(held),
                }
            )
            if len(held) > 1 and rng.random() < 0.3:
                different.append({
                    "kind": rng.choice(kinds), "person_id": pid, "keluarga_id": kid, "source_a": held[0],
                    "edition_a": editions[held[0]], "source_b": held[1], "edition_b": editions[held[1]],
                    "kode_desa": place, "kode_kecamatan": place[:8],
                })  # fmt: skip
        keluarga.append({
            "keluarga_id": kid, "kode_desa": place, "kode_kecamatan": place[:8], "desil": decile,
            "desil__source": "dtsen" if decile and decile < 3 else "p3ke" if decile else None,
            "desil__edition": "2025-06" if decile and decile < 3 else "2023" if decile else None,
            "sources": ["dtsen"],
        })  # fmt: skip
    return _assembled(records, links, persons, keluarga, different)


def _assembled(records: list, links: list, persons: list, keluarga: list, different: list) -> run_.Run:
    review = [
        {"rid_a": i, "rid_b": i + 1, "person_a": "PA", "person_b": "PB", "weight": 0.5, "value": 9.0 - i / 100,
         "reason": ["ragu", "kembar", "nik_dipakai_dua_orang"][i % 3], "pattern": 1}
        for i in range(90)
    ]  # fmt: skip
    findings = [
        {"source": "dtks", "edition": "2023-03", "file": "dtks.csv", "sheet": "dtks", "row": i, "field": "nik",
         "code": "nik_bentuk", "severity": "perlu_ditinjau", "value": "•••• •••• •••• 9001"}
        for i in range(40)
    ]  # fmt: skip
    key = contracts.KEY_NAMES
    tables = run_.Tables(
        records=contracts.PERSON_RECORDS.conform(pl.DataFrame(records)).with_row_index("rid"),
        keluarga_records=contracts.KELUARGA_RECORDS.empty().with_row_index("krid"),
        aggregates=contracts.AGGREGATES.empty(),
        lineage=contracts.LINEAGE.empty(),
        findings=contracts.FINDINGS.conform(pl.DataFrame(findings)),
        links=pl.DataFrame(links).select(*key, "person_id", "keluarga_id", "method", "score"),
        pairs=contracts.PAIRS.empty(),
        patterns=contracts.PATTERNS.empty(),
        review=contracts.REVIEW.conform(pl.DataFrame(review)),
        persons=contracts.PERSONS.conform(pl.DataFrame(persons)),
        keluarga=contracts.KELUARGA.conform(pl.DataFrame(keluarga)),
        keluarga_of=contracts.KELUARGA_OF.empty(),
        discrepancies=contracts.DISCREPANCIES.conform(pl.DataFrame(different)),
        overlap=pl.DataFrame(),
    )
    files = tuple(
        run_.SourceFile(
            path=f"{s}.csv", sha256="ab" * 32, size=10, profile=s, title=s.upper(), source=s, edition=e,
            confidence=0.93, sheets=(s,), rows_persons=sum(r["source"] == s for r in records), rows_keluarga=0,
        )
        for s, e in {"dtks": "2023-03", "dtsen": "2025-06", "p3ke": "2023"}.items()
    )  # fmt: skip
    return run_.Run(tables, files, dt.date(2026, 11, 22), {"selaras": "0.1.0"})


@pytest.fixture(scope="session")
def sample_run() -> run_.Run:
    return make_run()
