"""Made-up NIK and KK numbers. The last four digits are always 9000-9999, so that none can be a real person's.

Structure: DOMAIN.md section 1 (region of first registration, birth date with +40 for women, serial).
"""

from __future__ import annotations

import numpy as np
import polars as pl

from selaras.synthetic import calendar, columns, region, world
from selaras.synthetic.columns import Ints

FIRST_SERIAL = 9000
SERIALS = 1000
# Shares, assumptions: birth date or sex inside the NIK differs from the true one (PP 40/2019: never corrected).
DATE_DIFFERS = 0.012
SEX_DIFFERS = 0.0008
SECOND_NIK = 0.004
HEAPED = 0.07


def serials(prefix: Ints) -> Ints:
    """The serial for each prefix, so that prefix and serial are unique. Raises OverflowError beyond 1000."""
    rank = columns.rank_in_group(prefix)
    if len(rank) and int(rank.max()) >= SERIALS:
        raise OverflowError("lebih dari 1000 nomor pada satu wilayah dan tanggal")
    # Start anywhere in the thousand: if all began at 9000 every NIK would end in 0, like a file damaged by Excel.
    start = (prefix * 2654435761 >> 7) % SERIALS
    return FIRST_SERIAL + (start + rank) % SERIALS


def numbers(kec6: Ints, days: Ints, female: Ints) -> Ints:
    """Unique 16-digit numbers from region, day and +40 for women."""
    year, month, dom = calendar.parts(days)
    prefix = kec6.astype(np.int64) * 10**6 + (dom + 40 * female) * 10**4 + month * 100 + year % 100
    return prefix * 10**4 + serials(prefix)


def heap_birth_dates(w: world.World) -> None:
    """Many older people are registered on 1 January, 1 July or 31 December."""
    birth = w.people["birth"].astype(np.int64)
    year, _, _ = calendar.parts(birth)
    alone = w.people["twin"] < 0
    old = np.flatnonzero((year < 1976) & alone & (w.rng.random(len(birth)) < HEAPED))
    kind = columns.weighted(w.rng, np.array([0.35, 0.25, 0.4]), len(old))
    birth[old] = calendar.from_parts(year[old], np.array([1, 7, 12])[kind], np.array([1, 1, 31])[kind])
    w.people["birth"] = birth


def first_registration(w: world.World) -> Ints:
    """Kecamatan code in which each person got the NIK: where they come from, or where they were born."""
    folk, rng, place = w.people, w.rng, w.region
    home = folk["home"].astype(np.int64)
    late = (folk["birth"] >= world.SPLIT_DAY) | (rng.random(len(folk)) < 0.01)
    code = np.where(late, place.kec6[home], place.kec6_old[home])
    asal = region.load_table("asal.csv")
    kab4 = asal["kode"].str.replace(".", "", literal=True).cast(pl.Int64).to_numpy()
    kecs = [np.array(text.split(), np.int64) for text in asal["kecamatan"]]
    # Of those who came long ago a third were first registered here.
    foreign = np.flatnonzero((folk["origin"] >= 0) & ((folk["step"] > 0) | (rng.random(len(folk)) < 0.67)))
    row = folk["origin"][foreign]
    within = (rng.random(len(foreign)) * np.array([len(k) for k in kecs])[row]).astype(np.int64)
    table = np.zeros((len(kecs), max(len(k) for k in kecs)), np.int64)
    for number, k in enumerate(kecs):
        table[number, : len(k)] = k
    code[foreign] = kab4[row] * 100 + table[row, within]
    return code


def nik(w: world.World) -> tuple[Ints, Ints]:
    """The NIK of every person, and a second one (0 for nearly all) for the few who were registered twice."""
    folk, rng = w.people, w.rng
    count = len(folk)
    w.people["kec6"] = first_registration(w)
    day = folk["birth"].astype(np.int64)
    wrong = np.flatnonzero(rng.random(count) < DATE_DIFFERS)
    shift = rng.choice(
        np.array([-3653, -731, -366, -365, -31, -10, -1, 1, 10, 30, 365, 366, 3652]), len(wrong)
    )
    day[wrong] = np.minimum(day[wrong] + shift, calendar.day(calendar.STEPS[-1]))
    female = folk["sex"].astype(np.int64) ^ (rng.random(count) < SEX_DIFFERS)
    twice = np.flatnonzero((rng.random(count) < SECOND_NIK) & (folk["birth"] < calendar.day("2015-01-01")))
    home = columns.weighted(rng, w.region.weight, len(twice))
    code = np.r_[folk["kec6"].astype(np.int64), w.region.kec6_old[home]]
    both = numbers(code, np.r_[day, folk["birth"][twice]], np.r_[female, folk["sex"][twice]])
    second = np.zeros(count, np.int64)
    second[twice] = both[count:]
    return both[:count], second


def kk(w: world.World) -> Ints:
    """The KK number of every row of the log: region and date of issue, no +40."""
    log = w.kk_log
    return numbers(log["kec6"], log["day"].astype(np.int64), np.zeros(len(log), np.int64))
