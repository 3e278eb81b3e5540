"""The made-up kabupaten lives plausibly: families, villages, living standard, names."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from selaras.synthetic import history, name_pools, region, world
from selaras.synthetic.columns import Ints

# Well-known people whose full names must never come out of the generator.
WELL_KNOWN = (
    "JOKO WIDODO", "PRABOWO SUBIANTO", "GIBRAN RAKABUMING RAKA", "MEGAWATI SOEKARNOPUTRI", "ABDURRAHMAN WAHID",
    "SUSILO BAMBANG YUDHOYONO", "BACHARUDDIN JUSUF HABIBIE", "MOHAMMAD HATTA", "SUKARNO", "SUHARTO", "JUSUF KALLA",
    "MARUF AMIN", "ANIES BASWEDAN", "GANJAR PRANOWO", "MAHFUD MD", "EDI DAMANSYAH", "RENDI SOLIHIN", "ISRAN NOOR",
    "RUDY MASUD", "VIKTOR LAISKODAT", "MELKI LAKA LENA",
)  # fmt: skip


@pytest.fixture(scope="module")
def living() -> world.World:
    return history.run(12_000, 11, region.load("64.02"))


def test_every_family_has_one_head_at_every_moment(living: world.World) -> None:
    for snapshot in living.snapshots:
        here = snapshot.people["status"] == world.HADIR
        active = snapshot.families["status"] == world.AKTIF
        heads = np.bincount(
            snapshot.people["fam"][here & (snapshot.people["rel"] == world.KEPALA)], minlength=snapshot.count
        )
        sizes = np.bincount(snapshot.people["fam"][here], minlength=snapshot.count)
        assert (heads[active] == 1).all()
        assert (sizes[~active] == 0).all()


def test_partners_know_each_other_and_live_together(living: world.World) -> None:
    folk = living.people
    paired = np.flatnonzero(living.present() & (folk["spouse"] >= 0))
    other = folk["spouse"][paired]
    assert (folk["spouse"][other] == paired).all()
    assert (folk["sex"][other] != folk["sex"][paired]).all()
    assert (folk["marital"][paired] == world.KAWIN).all()
    assert (folk["fam"][other] == folk["fam"][paired]).mean() > 0.995


def test_mothers_are_women_and_older(living: world.World) -> None:
    folk = living.people
    children = np.flatnonzero(folk["mother"] >= 0)
    mothers = folk["mother"][children]
    assert (folk["sex"][mothers] == 1).all()
    assert (folk["birth"][children] - folk["birth"][mothers] > 15 * 365).all()


def test_twins_share_their_birthday(living: world.World) -> None:
    folk = living.people
    twins = np.flatnonzero(folk["twin"] >= 0)
    other = folk["twin"][twins]
    assert len(twins) > 20
    assert (folk["birth"][twins] == folk["birth"][other]).all()
    assert (folk["twin"][other] == twins).all()


def test_things_happen(living: world.World) -> None:
    folk, families = living.people, living.families
    assert (folk["status"] == world.MATI).sum() > 100
    assert (folk["status"] == world.PINDAH).sum() > 200
    assert (families["step"] > 0).sum() > 300
    cards = np.bincount(living.kk_log["fam"])
    assert (cards > 1).mean() > 0.1


def _people_per(living: world.World, part: Ints) -> Ints:
    village = living.families["village"][living.people["fam"][living.present()]]
    return np.bincount(part[village], minlength=int(part.max()) + 1)


def test_kecamatan_have_their_share_of_people(living: world.World) -> None:
    place = living.region
    found = _people_per(living, place.kec) / living.present().sum()
    meant = np.bincount(place.kec, place.weight)
    assert np.abs(found - meant).max() < 0.02


def test_villages_are_of_very_different_size() -> None:
    place = region.load("64.02")
    assert place.desa.height == 237
    assert len(place.kecamatan) == 20
    assert np.quantile(place.weight, 0.9) > 4 * np.quantile(place.weight, 0.1)
    assert region.load("53.71").desa.height == 51


def test_assets_house_and_aid_follow_consumption(kabupaten: Path) -> None:
    families = pl.read_parquet(kabupaten / "truth" / "keluarga_links.parquet")
    true = pl.read_parquet(kabupaten / "truth" / "keluarga.parquet")
    rows = pl.read_csv(kabupaten / "dtsen_keluarga_2026-03.csv", infer_schema=False).with_row_index(
        "row", offset=2
    )
    seen = families.filter(pl.col("file") == "dtsen_keluarga_2026-03.csv").join(rows, on="row")
    seen = seen.join(true, left_on="listed_keluarga", right_on="true_keluarga").drop_nulls(
        "konsumsi_per_kapita"
    )
    # A boat is no sign of wealth on the Mahakam.
    assets = [name for name in rows.columns if name.startswith("aset_bergerak") and "perahu" not in name]
    seen = seen.with_columns(
        owned=pl.sum_horizontal((pl.col(name) == "1").cast(pl.Int8) for name in assets),
        desil_nasional=pl.col("desil_nasional").cast(pl.Int8),
        area=pl.col("luas_lantai_bangunan").cast(pl.Float64),
        aided=(pl.col("pbi_nas") == "1").cast(pl.Int8),
    )

    def agreement(column: str) -> float:
        return float(seen.select(pl.corr(column, "konsumsi_per_kapita", method="spearman")).item())

    assert agreement("owned") > 0.5
    assert agreement("area") > 0.3
    assert 0.75 < agreement("desil_nasional") < 0.98
    assert agreement("aided") < -0.4


def test_deciles_of_the_nation_are_not_tenths_of_the_kabupaten(kabupaten: Path) -> None:
    true = pl.read_parquet(kabupaten / "truth" / "keluarga.parquet").drop_nulls("desil")
    shares = true.group_by("desil").len().sort("desil")["len"] / true.height
    assert shares.len() == 10
    assert shares[0] < 0.1 < shares[9]


def test_no_name_is_that_of_a_well_known_person(persons: pl.DataFrame) -> None:
    assert not persons["nama"].is_in(list(WELL_KNOWN)).any()
    assert not persons["nama_ibu"].is_in(list(WELL_KNOWN)).any()
    tokens = set(name_pools.vocabulary())
    assert not tokens & {
        "SUKARNO",
        "SOEKARNO",
        "SUHARTO",
        "SOEHARTO",
        "WIDODO",
        "PRABOWO",
        "MEGAWATI",
        "JOKOWI",
    }


def test_names_are_plain_and_sound_like_the_place(persons: pl.DataFrame) -> None:
    names = persons["nama"]
    assert names.str.contains(r"^[A-Z][A-Z.' ]*[A-Z.]$").all()
    single = (~names.str.contains(" ", literal=True)).mean()
    assert 0.15 < single < 0.5  # type: ignore[operator]
    first = names.str.split(" ").list.first()
    top = first.value_counts(sort=True)
    assert top["nama"][0] == "MUHAMMAD"
    assert 0.025 < top["count"][0] / names.len() < 0.08
    assert names.n_unique() / names.len() > 0.6


def test_children_carry_the_marga_of_their_father(persons: pl.DataFrame) -> None:
    dayak = persons.filter((pl.col("kelompok") == "dayak") & pl.col("ayah").is_not_null())
    fathers = persons.select(
        pl.col("true_person").cast(pl.Int64).alias("ayah"), pl.col("nama").alias("nama_ayah")
    )
    both = dayak.with_columns(pl.col("ayah").cast(pl.Int64)).join(fathers, on="ayah")
    marga = set(region.load_settings("nama.toml")["dayak"]["marga"].split())  # type: ignore[index]
    last = [(a.split()[-1], b.split()[-1]) for a, b in both.select("nama", "nama_ayah").iter_rows()]
    carried = [a == b for a, b in last if a in marga and b in marga]
    assert len(carried) > 20
    assert all(carried)
