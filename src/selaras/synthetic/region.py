"""The kabupaten as it is: its kecamatan, desa and kelurahan, with made-up sizes and mixes of peoples.

Codes and names: Kepmendagri 300.2.2-2430/2025 (data/desa.csv); weights and mixes are assumptions
(data/kecamatan.toml).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources

import numpy as np
import polars as pl

from selaras.kernel import errors
from selaras.synthetic.columns import Floats, Ints

GROUPS: tuple[str, ...] = (
    "kutai", "jawa", "bugis", "dayak", "toraja", "bali",
    "timor", "rote", "sabu", "flores", "alor", "sumba", "muslim_ntt",
)  # fmt: skip


@dataclass(frozen=True)
class Region:
    """One kabupaten/kota. Arrays run over its desa/kelurahan; `kec` points into `kecamatan`."""

    kode: str
    nama: str
    jenis: str
    provinsi: str
    shift: float  # mean of living standard on the national scale, in standard deviations
    has_rw: bool
    desa: pl.DataFrame  # kode, nama, kecamatan, nama_lama, kecamatan_lama, kode_lama
    kecamatan: list[str]
    kec: Ints
    kec6: Ints  # 6-digit code today
    kec6_old: Ints  # 6-digit code before the splits of 2020
    weight: Floats
    urban: Floats
    mix: Floats  # (desa, group)
    wealth: Floats  # effect of the village on living standard


def load_settings(name: str) -> dict[str, object]:
    """A data file of this room."""
    text = resources.files("selaras.synthetic").joinpath("data").joinpath(name).read_text("utf-8")
    return tomllib.loads(text)


def load_table(name: str) -> pl.DataFrame:
    """A data file of this room, every column as text."""
    raw = resources.files("selaras.synthetic").joinpath("data").joinpath(name).read_bytes()
    return pl.read_csv(raw, infer_schema=False).fill_null("")


def load(kode: str) -> Region:
    """The region with that Kemendagri code. Raises SelarasError for one we have no villages of."""
    known = load_settings("kecamatan.toml")
    if kode not in known:
        raise errors.SelarasError("sintetis_kabupaten", tersedia=", ".join(known))
    head = known[kode]
    assert isinstance(head, dict)
    desa = load_table("desa.csv").filter(pl.col("kode").str.starts_with(kode + ".")).sort("kode")
    # Village sizes and fortunes belong to the place, not to the seed: the same village is large in every run.
    rng = np.random.default_rng(int(kode.replace(".", "")))
    codes = desa["kode"].str.head(8)
    kecamatan = codes.unique(maintain_order=True).to_list()
    kec = np.array([kecamatan.index(code) for code in codes], np.int64)
    facts = [head["kecamatan"][code] for code in kecamatan]
    kelurahan = desa["kode"].str.slice(9, 1).to_numpy() == "1"
    urban = np.clip(
        np.array([f["kota"] for f in facts])[kec] + 0.25 * kelurahan + rng.normal(0, 0.12, len(desa)), 0, 1
    )
    size = rng.lognormal(0, 0.55, len(desa)) * (1 + 1.2 * urban)
    share = np.bincount(kec, size, minlength=len(kecamatan))
    weight = size / share[kec] * np.array([f["bobot"] for f in facts], float)[kec]
    base = np.array([[f["suku"].get(group, 0.0) for group in GROUPS] for f in facts])[kec] / 100
    mix = base * rng.gamma(1.6, 1 / 1.6, base.shape) + 1e-9
    return Region(
        kode=kode,
        nama=head["nama"],
        jenis=head["jenis"],
        provinsi=head["provinsi"],
        shift=head["geser"],
        has_rw=head["rw"],
        desa=desa,
        kecamatan=kecamatan,
        kec=kec,
        kec6=codes.str.replace_all(".", "", literal=True).cast(pl.Int64).to_numpy(),
        kec6_old=desa["kecamatan_lama"].str.replace_all(".", "", literal=True).cast(pl.Int64).to_numpy(),
        weight=weight / weight.sum(),
        urban=urban,
        mix=mix / mix.sum(axis=1, keepdims=True),
        wealth=rng.normal(0, 0.22, len(desa)) + 0.45 * (urban - urban.mean()),
    )
