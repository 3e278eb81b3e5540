"""Faults in birth dates, sex, relation, marital status and place."""

from __future__ import annotations

import numpy as np
import polars as pl

from selaras.synthetic import calendar, misspell, region, roster, world
from selaras.synthetic.columns import Ints
from selaras.synthetic.draft import Draft

# What a relation is taken for when it is miscoded: 2 husband and 3 wife slip by one place between SIAK and BPS lists.
MISTAKEN = {
    world.SUAMI: world.ISTRI,
    world.ISTRI: world.ANAK,
    world.ANAK: world.FAMILI,
    world.MENANTU: world.ANAK,
    world.CUCU: world.ANAK,
    world.ORANGTUA: world.MERTUA,
    world.MERTUA: world.ORANGTUA,
    world.FAMILI: world.LAINNYA,
    world.PEMBANTU: world.LAINNYA,
    world.LAINNYA: world.FAMILI,
}
VARIANTS = (
    ("SUNGAI", "SEI"), ("SAMBOJA", "SEMBOJA"), ("KOTA BANGUN", "KOTABANGUN"), ("SANGA SANGA", "SANGA-SANGA"),
    ("SANGA-SANGA", "SANGASANGA"), ("MARANG KAYU", "MARANGKAYU"), ("BHAKTI", "BAKTI"), ("BUANA", "BHUANA"),
    ("DUA", "II"), ("SATU", "I"), (" III", " 3"), (" II", " 2"), (" I", " 1"), ("JAYA", "DJAYA"), ("LOA", "LOWA"),
    ("TANJUNG", "TG."), ("MUARA", "MA."), ("MUARA", "MUARO"), ("KAMPUNG", "KP."), ("AMBORAWANG", "AMBARAWANG"),
    ("TENGGARONG SEBERANG", "TGR SEBERANG"), ("OE", "U"), ("NUNBAUN", "NUN BAUN"), ("-", " "), ("Q", "K"),
)  # fmt: skip


def births(draft: Draft) -> None:
    """All faults of `lahir` (dates)."""
    rng, faults = draft.rng, draft.faults
    day = draft.frame["lahir"].cast(pl.Int32).to_numpy().astype(np.int64)
    year, month, dom = calendar.parts(day)

    def put(rows: Ints, new: Ints, fault: str) -> None:
        draft.change("lahir", rows, pl.Series(new.astype(np.int32)).cast(pl.Date), fault)

    rows = draft.hit(faults.birth_swapped, (dom <= 12) & (dom != month))
    put(rows, calendar.from_parts(year[rows], dom[rows], month[rows]), "lahir_hari_bulan_tertukar")
    rows = draft.hit(faults.birth_year_off)
    step = rng.choice(np.array([-2, -1, -1, 1, 1, 2]), len(rows))
    put(
        rows,
        calendar.from_parts(year[rows] + step, month[rows], np.minimum(dom[rows], 28)),
        "lahir_tahun_meleset",
    )
    rows = draft.hit(faults.birth_digit)
    new = np.clip(dom[rows] + rng.choice(np.array([-10, 10, -3, 3, -1, 1]), len(rows)), 1, 28)
    put(rows, calendar.from_parts(year[rows], month[rows], new), "lahir_salah_angka")
    rows = draft.hit(faults.birth_new_year, year < 2010)
    put(rows, calendar.from_parts(year[rows], np.ones_like(rows), np.ones_like(rows)), "lahir_1_januari")
    rows = draft.hit(faults.birth_year_end, year < 2010)
    put(
        rows,
        calendar.from_parts(year[rows], np.full_like(rows, 12), np.full_like(rows, 31)),
        "lahir_31_desember",
    )
    rows = draft.hit(faults.birth_missing)
    draft.change("lahir", rows, [None] * len(rows), "lahir_kosong")


def people(draft: Draft, place: region.Region) -> None:
    """Faults of `pria`, `rel`, `marital` and `tempat_lahir`."""
    rng, faults = draft.rng, draft.faults
    rows = draft.hit(faults.sex_wrong)
    draft.change("pria", rows, ~draft.values("pria")[rows], "jenis_kelamin_salah")
    rel = draft.values("rel").astype(np.int64)
    rows = draft.hit(faults.relation_wrong, rel != world.KEPALA)
    table = np.arange(12)
    for true, wrong in MISTAKEN.items():
        table[true] = wrong
    draft.change("rel", rows, table[rel[rows]], "hubungan_salah")
    rows = draft.hit(faults.marital_wrong)
    marital = draft.values("marital").astype(np.int64)[rows]
    draft.change("marital", rows, 1 + (marital + rng.integers(0, 3, len(rows))) % 4, "status_kawin_salah")
    rows = draft.hit(faults.birthplace_other)
    other = np.where(
        rng.random(len(rows)) < 0.5, place.nama, "TENGGARONG" if place.kode == "64.02" else "KUPANG"
    )
    draft.change("tempat_lahir", rows, list(other), "tempat_lahir_lain")


def places(draft: Draft, place: region.Region) -> None:
    """Faults of `village` (index), `desa`, `kecamatan`, `rt`, `rw` and `alamat`, shared by a family's members."""
    rng, faults = draft.rng, draft.faults
    first = roster.heads(draft.frame)
    number = np.repeat(np.arange(len(first)), np.diff(np.r_[first, len(draft)]))

    def families(rate: float) -> Ints:
        return np.flatnonzero((rng.random(len(first)) < rate)[number])

    desa = place.desa["nama"].str.to_uppercase()
    old = place.desa["nama_lama"].str.to_uppercase()
    rows = families(faults.village_wrong)
    shift = rng.integers(1, 4, len(first))[number[rows]]
    wrong = (draft.values("village")[rows].astype(np.int64) + shift) % len(desa)
    draft.change("village", rows, wrong, "desa_salah")
    draft.change("desa", rows, desa.gather(pl.Series(wrong)), "desa_salah")
    kecamatan = place.desa["kecamatan"].str.to_uppercase()
    draft.change("kecamatan", rows, kecamatan.gather(pl.Series(wrong)), "desa_salah")
    here = draft.values("village").astype(np.int64)
    had = (old.str.len_chars() > 0).to_numpy()[here]
    rows = np.flatnonzero((rng.random(len(first)) < faults.village_old_name)[number] & had)
    draft.change("desa", rows, old.gather(pl.Series(here[rows])), "desa_nama_lama")
    for column in ("desa", "kecamatan"):
        rows = families(faults.village_variant)
        pick = rng.random(len(first))[number[rows]]
        texts = draft.texts(column, rows)
        new = [variant(name or "", u) for name, u in zip(texts, pick, strict=True)]
        draft.change(column, rows, new, f"{column}_ejaan_lain")
    rows = families(faults.rt_wrong)
    draft.change("rt", rows, 1 + rng.integers(0, 30, len(first))[number[rows]], "rt_salah")
    rows = families(faults.rt_missing)
    draft.change("rt", rows, [None] * len(rows), "rt_kosong")
    rows = families(faults.address_respelled)
    seed = rng.integers(0, 2**31, len(first))[number[rows]]
    draft.change("alamat", rows, _respelled(draft.texts("alamat", rows), seed), "alamat_ditulis_lain")
    rows = families(faults.address_missing)
    draft.change("alamat", rows, [None] * len(rows), "alamat_kosong")


def variant(name: str, chance: float) -> str:
    """Another customary spelling of a village name; the same where none is known."""
    fitting = [(a, b) for a, b in VARIANTS if a in name]
    if not fitting:
        return name
    known, other = fitting[int(chance * len(fitting))]
    return name.replace(known, other, 1)


def _respelled(texts: list[str | None], seeds: Ints) -> list[str | None]:
    """JL. as JALAN or JLN, house numbers lost, now and then a slip."""
    found: list[str | None] = []
    known: dict[tuple[str | None, int], str | None] = {}
    for text, seed in zip(texts, seeds.tolist(), strict=True):
        key = (text, seed)
        if key not in known:
            known[key] = _one_address(text, seed)
        found.append(known[key])
    return found


def _one_address(text: str | None, seed: int) -> str | None:
    if not text:
        return text
    others = (
        text.replace("JL. ", "JALAN ").replace("GG. ", "GANG "),
        text.replace("JL. ", "JLN ").replace("GG. ", "GANG "),
        text.split(" NO. ")[0],
        text.replace("NO. ", "NO.").replace("JL. ", "JL "),
        text.replace("DUSUN ", "DSN ").replace("SEI ", "SUNGAI ").replace(" POROS", " PRS"),
        text.replace(".", ""),
    )
    kind = seed % (len(others) + 1)
    return others[kind] if kind < len(others) else misspell.typo(text, np.random.default_rng(seed))
