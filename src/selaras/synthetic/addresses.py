"""Addresses from the packed number of a family: streets and numbers in town, dusun, handil and RT in the country."""

from __future__ import annotations

import numpy as np
import polars as pl

from selaras.synthetic import region
from selaras.synthetic.columns import Floats, Ints

STREETS_PER_VILLAGE = 14


def words(kode: str, kind: str) -> pl.Series:
    """Street, lane, dusun or bank names of a kabupaten."""
    data = region.load_settings("jalan.toml")[kode]
    assert isinstance(data, dict)
    return pl.Series([word.replace("_", " ") for word in data[kind].split()], dtype=pl.String)


def spell(place: region.Region, village: Ints, street: Ints) -> pl.DataFrame:
    """Columns `jalan` and `dusun` (null in town) for each address. `street` is the packed number."""
    packed = street.astype(np.int64)
    roads, lanes = words(place.kode, "jalan"), words(place.kode, "gang")
    hamlets, banks = words(place.kode, "dusun"), words(place.kode, "handil")
    nth = packed % STREETS_PER_VILLAGE
    house = 1 + (packed // 97) % 160
    town = (packed // 7919) % 1000 < 1000 * np.clip(0.25 + 0.75 * place.urban[village], 0, 0.95)
    kind = (packed // 31) % 100

    def pick(from_: pl.Series, salt: int) -> pl.Series:
        return from_.gather(pl.Series((village * 7 + nth * (11 + 2 * salt) + salt) % len(from_)))

    frame = pl.DataFrame(
        {
            "road": pick(roads, 0),
            "lane": pick(lanes, 1),
            "bank": pick(banks, 2),
            "dusun": pick(hamlets, 3),
            "no": house,
            "town": town,
            "kind": kind,
        }
    )
    no = pl.col("no").cast(pl.String)
    alamat = (
        pl.when(pl.col("town") & (pl.col("kind") < 60))
        .then("JL. " + pl.col("road") + " NO. " + no)
        .when(pl.col("town") & (pl.col("kind") < 80))
        .then("JL. " + pl.col("road") + " GG. " + pl.col("lane") + " NO. " + no)
        .when(pl.col("town"))
        .then("GG. " + pl.col("lane"))
        .when(pl.col("kind") < 40)
        .then("DUSUN " + pl.col("dusun"))
        .when(pl.col("kind") < 58)
        .then("JL. POROS " + pl.col("road"))
        .when(pl.col("kind") < 66)
        .then("JL. POROS KM " + (pl.col("no") % 60).cast(pl.String))
        .when(pl.col("kind") < 85)
        .then(pl.col("bank"))
        .otherwise("JL. " + pl.col("road"))
    )
    return frame.select(jalan=alamat, dusun=pl.when(pl.col("town")).then(None).otherwise(pl.col("dusun")))


def birthplaces(place: region.Region, origin: Ints, home: Ints, chance: Floats) -> pl.Series:
    """Birth places: the kabupaten a migrant comes from; for natives kecamatan, town or village."""
    asal = region.load_table("asal.csv")["tempat_lahir"]
    desa = place.desa
    town = "KUPANG" if place.kode == "53.71" else "TENGGARONG"
    big = "KUPANG" if place.kode == "53.71" else "SAMARINDA"
    row = pl.Series(home)
    frame = pl.DataFrame(
        {
            "asal": asal.gather(pl.Series(np.maximum(origin, 0))),
            "kec": desa["kecamatan"].str.to_uppercase().gather(row),
            "desa": desa["nama"].str.to_uppercase().gather(row),
            "far": origin >= 0,
            "u": chance,
        }
    )
    native = (
        pl.when(pl.col("u") < (0.1 if place.kode == "53.71" else 0.45))
        .then(pl.col("kec"))
        .when(pl.col("u") < 0.7)
        .then(pl.lit(town))
        .when(pl.col("u") < 0.85)
        .then(pl.lit(big))
        .when(pl.col("u") < 0.93)
        .then(pl.col("desa"))
        .otherwise(pl.lit("KUTAI" if place.kode == "64.02" else place.nama))
    )
    return frame.select(pl.when(pl.col("far")).then(pl.col("asal")).otherwise(native)).to_series()
