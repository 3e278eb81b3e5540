"""Made-up rows of lists, linked by hand, merged and compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from selaras.engine import tables
from selaras.engine.compare import rules, run
from selaras.engine.merge import run as merging

DESA, OTHER_DESA = "64.02.02.2003", "64.02.13.2001"
EDITIONS = {
    "dtsen": "2025-02",
    "regsosek": "2022-10",
    "p3ke": "2023-06",
    "dtks": "2024-10",
    "dukcapil": "2025-01",
}


@dataclass
class Compared:
    """Rows in the order they are added. A list reaches a village with one row here, not with five."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    families: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)
    as_known_on: date | None = None

    def person(self, source: str, person: str, keluarga: str = "K1", **values: Any) -> int:
        rid = len(self.rows)
        usual = {
            "edition": EDITIONS.get(source, "2024-01"), "file": f"{source}.xlsx", "sheet": "Anggota", "row": rid + 2,
            "part": "anggota", "kode_desa": DESA, "kode_kecamatan": DESA[:8], "family_ref": keluarga,
        }  # fmt: skip
        self.rows.append({"source": source, **usual, **values})
        self.links.append({"rid": rid, "person_id": person, "keluarga_id": keluarga})
        return rid

    def family(self, source: str, keluarga: str = "K1", **values: Any) -> int:
        krid = len(self.families)
        usual = {
            "edition": EDITIONS.get(source, "2024-01"), "file": f"{source}.xlsx", "sheet": "Keluarga", "row": krid + 2,
            "kode_desa": DESA, "kode_kecamatan": DESA[:8], "family_ref": keluarga,
        }  # fmt: skip
        self.families.append({"source": source, **usual, **values})
        return krid

    def survey(self) -> run.Survey:
        records = pl.DataFrame(
            self.rows, schema=dict(tables.PERSON_RECORDS.schema), strict=False
        ).with_row_index("rid")
        families = pl.DataFrame(self.families, schema=dict(tables.KELUARGA_RECORDS.schema), strict=False)
        families = families.with_row_index("krid")
        schema = {"rid": pl.UInt32, "person_id": pl.String, "keluarga_id": pl.String}
        clusters = tables.CLUSTERS.conform(pl.DataFrame(self.links, schema=schema))
        merged = merging.merge(records, families, clusters, as_known_on=self.as_known_on)
        reaching = rules.Rules.default()
        reaching = rules.Rules(
            1, reaching.least_share, reaching.sources, reaching.family_programmes, reaching.labels
        )
        return run.survey(records, families, clusters, merged, rules=reaching, as_known_on=self.as_known_on)

    def all(self) -> pl.DataFrame:
        return self.survey().discrepancies

    def of(self, kind: str, *columns: str) -> list[tuple[Any, ...]]:
        """The discrepancies of one kind as tuples of these columns (source_a, source_b when none are named)."""
        frame = self.all().filter(pl.col("kind") == kind)
        return list(frame.select(columns or ("source_a", "source_b")).iter_rows())
