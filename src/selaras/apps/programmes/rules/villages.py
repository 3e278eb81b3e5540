"""Villages as programmes see them that are for a village: what the families of the registry say of it together.

A share is of the families of the registry, which knows whom lists name, not everybody. Whoever has not answered may be a yes or a no:
a share lies between the two, and a rule that asks whether it passes a figure is decided only where both ends say the same. So a village
of which too few are known is not known, and no missing answer makes it layak.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from selaras.apps.programmes.rules import laying
from selaras.engine.eligibility.fields import Catalogue, Field, Kind

CODE, COUNT, NO_DECILE = "kode_desa", "jumlah_keluarga", "persen_tanpa_desil"
LEAST, MOST = ".least", ".most"


@dataclass(frozen=True, slots=True)
class _Share:
    """Part of the families of a village of whom something is so. `column`: the answer that is missing where it is not known."""

    name: str
    label: str
    column: str
    holds: pl.Expr


# The words are those of figures in data/programmes.toml; an assumption until a regulation says which.
_SHARES = (
    _Share("persen_desil_1", "Bagian keluarga desil 1", "desil", pl.col("desil") == 1),
    _Share("persen_desil_1_4", "Bagian keluarga desil 1 sampai 4", "desil", pl.col("desil") <= 4),
    _Share(
        "persen_air_tak_layak", "Bagian keluarga tanpa air minum terlindung", "air_minum",
        pl.col("air_minum").is_in(["sumur_tak_terlindung", "mata_air_tak_terlindung", "permukaan"]),
    ),
    _Share("persen_tanpa_jamban", "Bagian keluarga tanpa jamban sendiri", "bab", pl.col("bab") != "sendiri"),
    _Share(
        "persen_tanpa_listrik", "Bagian keluarga tanpa listrik", "penerangan", pl.col("penerangan") == "bukan_listrik"
    ),
    _Share("persen_lantai_buruk", "Bagian keluarga berlantai tanah atau bambu", "lantai", pl.col("lantai").is_in(["tanah", "bambu"])),
)  # fmt: skip
CATALOGUE = Catalogue.of(
    [
        Field("kode_kabupaten", Kind.TEXT, "Kode kabupaten/kota"),
        Field("kode_kecamatan", Kind.TEXT, "Kode kecamatan"),
        Field("kelurahan", Kind.TRUTH, "Kelurahan, bukan desa"),
        Field(COUNT, Kind.NUMBER, "Keluarga di registri", 0, unit="keluarga"),
        Field(NO_DECILE, Kind.NUMBER, "Bagian keluarga tanpa desil", 0, 100, unit="persen", whole=False),
        *(
            Field(each.name, Kind.NUMBER, each.label, 0, 100, unit="persen", whole=False, spread=True)
            for each in _SHARES
        ),
    ],
    [],
)


def laid(families: pl.DataFrame) -> pl.DataFrame:
    """From families (`laying.families`): one row a village that is known, in the order of its code, with the columns of CATALOGUE."""
    counted = families.filter(pl.col(CODE).is_not_null()).group_by(CODE).agg(
        pl.len().cast(pl.Float64).alias(COUNT),
        (100 * pl.col("desil").is_null().mean()).alias(NO_DECILE),
        *(end for each in _SHARES for end in _ends(each)),
    )  # fmt: skip
    return counted.with_columns(laying.places(pl.col(CODE))).sort(CODE)


def _ends(share: _Share) -> tuple[pl.Expr, pl.Expr]:
    known = pl.col(share.column).is_not_null()
    least = 100 * (share.holds & known).fill_null(value=False).mean()
    most = 100 * (share.holds | ~known).fill_null(value=True).mean()
    return least.alias(share.name + LEAST), most.alias(share.name + MOST)
