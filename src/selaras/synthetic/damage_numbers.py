"""Faults in NIK and KK. No fault may touch the 9 that begins the serial: a wrong number stays a made-up one."""

from __future__ import annotations

import numpy as np
import polars as pl

from selaras.synthetic import roster
from selaras.synthetic.columns import Ints
from selaras.synthetic.draft import Draft

# Powers of ten that may change; 10^3 is the first digit of the serial.
FREE = np.array([0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
PAIRS = np.array([0, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12])
DUMMIES = (
    "0000000000000000",
    "9999999999999999",
    "1234567890123456",
    "1111111111111111",
    "-",
    "0",
)


def mistyped(numbers: Ints, rng: np.random.Generator) -> Ints:
    """One digit different. Shape of `numbers`."""
    unit = 10 ** FREE[rng.integers(0, len(FREE), len(numbers))]
    digit = numbers // unit % 10
    return np.asarray(numbers + ((digit + rng.integers(1, 10, len(numbers))) % 10 - digit) * unit)


def transposed(numbers: Ints, rng: np.random.Generator) -> Ints:
    """Two neighbouring digits exchanged (nothing happens where they are equal)."""
    unit = 10 ** PAIRS[rng.integers(0, len(PAIRS), len(numbers))]
    low, high = numbers // unit % 10, numbers // (unit * 10) % 10
    return np.asarray(numbers + (high - low) * unit + (low - high) * unit * 10)


def text(numbers: Ints) -> pl.Series:
    """The numbers as a list prints them."""
    return pl.Series(numbers).cast(pl.String)


def nik(draft: Draft) -> None:
    """All faults of `nik`. Needs the columns nik, nik_kedua (0 where there is none), kk as text, fam, copy, village."""
    rng, faults = draft.rng, draft.faults
    true = draft.values("nik_benar").astype(np.int64)
    second = draft.values("nik_kedua").astype(np.int64)
    rows = draft.hit(faults.nik_second, second > 0)
    draft.change("nik", rows, text(second[rows]), "nik_kedua")
    rows = draft.hit(faults.nik_digit)
    draft.change("nik", rows, text(mistyped(true[rows], rng)), "nik_salah_satu_angka")
    rows = draft.hit(faults.nik_transposed)
    draft.change("nik", rows, text(transposed(true[rows], rng)), "nik_angka_tertukar")
    first = roster.heads(draft.frame)
    sizes = np.diff(np.r_[first, len(draft)])
    number = np.repeat(np.arange(len(first)), sizes)
    several = sizes[number] > 1
    rows = draft.hit(faults.nik_of_relative, several)
    place = rows - first[number[rows]]
    other = (
        first[number[rows]]
        + (place + 1 + rng.integers(0, np.maximum(sizes[number[rows]] - 1, 1))) % sizes[number[rows]]
    )
    draft.change("nik", rows, text(true[other]), "nik_anggota_lain")
    whole = (rng.random(len(first)) < faults.nik_of_head)[number] & several
    rows = np.flatnonzero(whole)
    draft.change("nik", rows, text(true[first[number[rows]]]), "nik_kepala_disalin")
    rows = draft.hit(faults.nik_of_stranger)
    stranger = np.minimum(rows + rng.integers(20, 400, len(rows)), len(draft) - 1)
    draft.change("nik", rows, text(true[stranger]), "nik_orang_lain")
    rows = draft.hit(faults.nik_is_kk)
    draft.change("nik", rows, draft.frame["kk"].gather(pl.Series(rows)), "nik_berisi_kk")
    rows = draft.hit(faults.nik_short)
    draft.change("nik", rows, [(value or "")[:-1] for value in draft.texts("nik", rows)], "nik_kurang_angka")
    rows = draft.hit(faults.nik_dummy)
    dummy = np.array(DUMMIES, dtype=object)[rng.integers(0, len(DUMMIES), len(rows))]
    draft.change("nik", rows, list(dummy), "nik_isian_semu")
    rows = draft.hit(faults.nik_missing)
    draft.change("nik", rows, [None] * len(rows), "nik_kosong")


def kk(draft: Draft, all_kk: Ints, previous: Ints) -> None:
    """All faults of `kk`; a family's members share them. `previous`: row of the earlier card in the log, or -1."""
    rng, faults = draft.rng, draft.faults
    first = roster.heads(draft.frame)
    sizes = np.diff(np.r_[first, len(draft)])
    number = np.repeat(np.arange(len(first)), sizes)
    card = draft.values("kk_baris").astype(np.int64)[first]
    true = all_kk[card]

    def spread(rate: float, new: Ints, fault: str, possible: Ints | None = None) -> None:
        chosen = rng.random(len(first)) < rate
        if possible is not None:
            chosen &= possible >= 0
        rows = np.flatnonzero(chosen[number])
        draft.change("kk", rows, text(new[number[rows]]), fault)

    spread(faults.kk_old, all_kk[np.maximum(previous[card], 0)], "kk_lama", previous[card])
    spread(faults.kk_digit, mistyped(true, rng), "kk_salah_satu_angka")
    spread(faults.kk_of_neighbour, np.roll(true, 1), "kk_keluarga_lain")
    spread(faults.kk_is_nik, draft.values("nik_benar").astype(np.int64)[first], "kk_berisi_nik")
    rows = np.flatnonzero((rng.random(len(first)) < faults.kk_missing)[number])
    draft.change("kk", rows, [None] * len(rows), "kk_kosong")
