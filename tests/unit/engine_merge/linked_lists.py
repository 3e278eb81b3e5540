"""Made-up rows of lists, linked by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from selaras.engine import tables
from selaras.engine.merge import run


@dataclass
class Lists:
    """Rows in the order they are added; `person` and `keluarga` say whom the linker would have found."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    families: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)

    def person(self, source: str, edition: str, person: str, keluarga: str = "K1", **values: Any) -> int:
        rid = len(self.rows)
        key = {"file": f"{source}-{edition}.xlsx", "sheet": "Anggota", "row": rid + 2}
        self.rows.append({"source": source, "edition": edition, "part": "anggota", **key, **values})
        self.links.append({"rid": rid, "person_id": person, "keluarga_id": keluarga, "method": "nik"})
        return rid

    def family(self, source: str, edition: str, **values: Any) -> int:
        krid = len(self.families)
        key = {"file": f"{source}-{edition}.xlsx", "sheet": "Keluarga", "row": krid + 2}
        self.families.append({"source": source, "edition": edition, **key, **values})
        return krid

    @property
    def records(self) -> pl.DataFrame:
        frame = pl.DataFrame(self.rows, schema=_schema(tables.PERSON_RECORDS), strict=False)
        return frame.with_row_index("rid")

    @property
    def keluarga_records(self) -> pl.DataFrame:
        frame = pl.DataFrame(self.families, schema=_schema(tables.KELUARGA_RECORDS), strict=False)
        return frame.with_row_index("krid")

    @property
    def clusters(self) -> pl.DataFrame:
        return tables.CLUSTERS.conform(
            pl.DataFrame(
                self.links,
                schema={
                    "rid": pl.UInt32,
                    "person_id": pl.String,
                    "keluarga_id": pl.String,
                    "method": pl.String,
                },
            )
        )

    def merged(self, **options: Any) -> run.Merged:
        return run.merge(self.records, self.keluarga_records, self.clusters, **options)


def _schema(table: tables.Table) -> dict[str, Any]:
    return {column.name: column.dtype for column in table.columns}
