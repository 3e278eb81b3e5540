"""What people are: schooling, work, disability, illness, pregnancy. Fixed per person by lasting chance.

Each person keeps one number per trait, so that all lists agree on it unless a fault says otherwise.
"""

from __future__ import annotations

import numpy as np

from selaras.synthetic import calendar, world
from selaras.synthetic.columns import Flags, Floats, Ints

# Schooling: 0 none, 1 SD, 2 SMP, 3 SMA, 4 diploma, 5 S1, 6 S2 and above; age at which each is finished.
FINISHED = np.array([0.0, 12.4, 15.5, 18.5, 21.5, 22.8, 26.0])
TRAITS = {
    "sekolah": 1,
    "kerja": 2,
    "disabilitas": 3,
    "sakit": 4,
    "upah": 5,
    "akta": 6,
    "jenis_sakit": 7,
    "gelar": 8,
}


def chance(trait: str, count: int) -> Floats:
    """A lasting uniform number per person for a trait. The same for person i in every call. Shape (count,)."""
    return np.random.default_rng([640264, TRAITS[trait]]).random(count)


def level(w: world.World) -> Ints:
    """Final schooling of each person, reached at the usual age. Later cohorts and better-off homes go further."""
    folk = w.people
    year = 1970 + folk["birth"] / calendar.YEAR
    home = w.families["z0"][folk["fam"]]
    pull = np.interp(year, [1940, 1960, 1975, 1990, 2005], [-1.5, -0.75, 0.0, 0.75, 1.15]) + 0.35 * home
    seen = pull + 1.7 * (chance("sekolah", len(folk)) - 0.5) * 1.9
    return np.searchsorted(np.array([-1.35, -0.25, 0.45, 1.75, 1.95, 2.75]), seen)


def attained(w: world.World, who: Ints, day: int) -> Ints:
    """Highest schooling finished at `day`."""
    age = (day - w.people["birth"][who]) / calendar.YEAR
    return np.minimum(level(w)[who], np.searchsorted(FINISHED, age, side="right") - 1).clip(0)


def at_school(w: world.World, who: Ints, day: int) -> Flags:
    """Who goes to school at `day`."""
    age = (day - w.people["birth"][who]) / calendar.YEAR
    last = FINISHED[level(w)[who]]
    return np.asarray((age > 6.4) & (age < np.maximum(last, 6.6)))


# Work: code of SIAK, field of business and standing of Regsosek 417 and 418, weight for men and women,
# lean towards town (+) or country (-), lean towards schooling.
JOBS = (
    (9, 3, 1, 0.20, 0.08, -1.6, -0.5),  # petani/pekebun
    (11, 4, 1, 0.07, 0.01, -1.0, -0.5),  # nelayan
    (15, 7, 4, 0.16, 0.03, 0.2, 0.3),  # karyawan swasta (tambang)
    (15, 3, 4, 0.10, 0.03, -0.6, 0.0),  # karyawan swasta (sawit)
    (15, 8, 4, 0.06, 0.04, 0.6, 0.3),
    (19, 11, 7, 0.13, 0.02, 0.2, -0.4),  # buruh harian lepas
    (20, 3, 6, 0.08, 0.03, -1.0, -0.7),  # buruh tani
    (88, 12, 1, 0.12, 0.12, 0.4, 0.0),  # wiraswasta
    (84, 12, 1, 0.04, 0.10, 0.6, -0.1),  # pedagang
    (5, 20, 5, 0.04, 0.05, 0.5, 1.3),  # PNS
    (18, 20, 4, 0.05, 0.06, 0.3, 0.9),  # honorer
    (65, 21, 4, 0.02, 0.07, 0.1, 1.3),  # guru
    (81, 13, 4, 0.05, 0.0, 0.3, -0.1),  # sopir
    (26, 11, 7, 0.04, 0.0, 0.2, -0.3),  # tukang batu
    (27, 11, 7, 0.03, 0.0, 0.0, -0.3),  # tukang kayu
    (35, 12, 1, 0.03, 0.0, 0.4, 0.1),  # mekanik
    (30, 8, 1, 0.0, 0.03, 0.2, 0.0),  # tukang jahit
    (23, 25, 7, 0.0, 0.03, 0.5, -0.6),  # pembantu rumah tangga
    (85, 20, 4, 0.02, 0.01, -0.5, 0.4),  # perangkat desa
)


def work(w: world.World, who: Ints, day: int, villages: Ints) -> tuple[Ints, Ints, Ints]:
    """Occupation (code of SIAK), field of business and standing (0 where not working). Shape of `who`."""
    folk = w.people
    count = len(folk)
    age = (day - folk["birth"][who]) / calendar.YEAR
    draw = chance("kerja", count)[who]
    female = folk["sex"][who] == 1
    school = attained(w, who, day)
    busy = np.where(
        female,
        np.interp(age, [15, 20, 30, 45, 60, 75], [0.03, 0.3, 0.38, 0.45, 0.3, 0.08]) + 0.06 * (school - 2),
        np.interp(age, [14, 18, 24, 30, 55, 65, 80], [0.02, 0.35, 0.85, 0.95, 0.9, 0.55, 0.15]),
    )
    works = (chance("upah", count)[who] < busy) & ~at_school(w, who, day)
    job = np.full(len(who), -1, np.int64)
    town = w.region.urban[villages]
    table = np.array(JOBS)
    for sex, column in ((False, 3), (True, 4)):
        rows = np.flatnonzero(works & (female == sex))
        lean = table[:, 5][None, :] * (town[rows, None] - 0.4) + table[:, 6][None, :] * (
            school[rows, None] - 2.2
        )
        edges = np.cumsum(table[:, column][None, :] * np.exp(lean), axis=1)
        job[rows] = (edges < draw[rows, None] * edges[:, -1:]).sum(axis=1)
    idle = np.where(
        at_school(w, who, day),
        3,
        np.where(female & (age > 17) & (age < 75) & (folk["marital"][who] != world.BELUM), 2, 1),
    )
    idle = np.where((age > 60) & ~female & (draw < 0.12), 4, idle)
    chosen = table[job.clip(0)].astype(np.int64)
    return (
        np.where(works, chosen[:, 0], idle),
        np.where(works, chosen[:, 1], 0),
        np.where(works, chosen[:, 2], 0),
    )


def disability(w: world.World, who: Ints, day: int) -> Ints:
    """0 none, else which of the ten difficulties of Regsosek 428 a-j (1-10)."""
    age = (day - w.people["birth"][who]) / calendar.YEAR
    rate = np.interp(age, [0, 10, 40, 60, 75, 90], [0.004, 0.009, 0.014, 0.035, 0.1, 0.22])
    draw = chance("disabilitas", len(w.people))[who]
    old = np.where(
        age > 55, 1 + (draw * 10**6).astype(np.int64) % 3, 1 + (draw * 10**6).astype(np.int64) % 10
    )
    return np.where(draw < rate, old, 0)


def illness(w: world.World, who: Ints, day: int) -> Ints:
    """Chronic illness, code of Regsosek 430: 1 none, 2-18."""
    age = (day - w.people["birth"][who]) / calendar.YEAR
    rate = np.interp(age, [0, 20, 40, 60, 80], [0.008, 0.015, 0.07, 0.24, 0.35])
    count = len(w.people)
    kinds = np.array([2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 18])
    share = np.cumsum([0.34, 0.18, 0.09, 0.06, 0.12, 0.03, 0.05, 0.01, 0.02, 0.07, 0.03])
    kind = kinds[np.searchsorted(share / share[-1], chance("jenis_sakit", count)[who])]
    return np.where(chance("sakit", count)[who] < rate, kind, 1)


def pregnant(w: world.World, who: Ints, day: int) -> Flags:
    """Women whose child is born within 270 days after `day` (known afterwards, as truth is)."""
    folk = w.people
    due = (folk["mother"] >= 0) & (folk["birth"] > day) & (folk["birth"] <= day + 270)
    expecting = np.zeros(len(folk), bool)
    expecting[folk["mother"][due]] = True
    return expecting[who]
