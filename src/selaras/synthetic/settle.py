"""Families as they stand on the first day, and families that arrive later: heads, partners, children, elders."""

from __future__ import annotations

import numpy as np

from selaras.synthetic import calendar, columns, region, world
from selaras.synthetic.columns import Floats, Ints

# Share of heads by ten-year age group from 20-29 to 80-89 (assumption, after the shape of Susenas tables).
HEAD_AGES = np.array([0.11, 0.25, 0.27, 0.19, 0.11, 0.055, 0.015])
ARRIVAL_AGES = np.array([0.33, 0.38, 0.18, 0.07, 0.03, 0.01, 0.0])
ORIGIN_OF = {
    "kutai": {"banjar": 0.6, "kaltim": 0.4},
    "jawa": {"jawa": 0.97, "kaltim": 0.03},
    "bugis": {"bugis": 0.93, "dihapus": 0.05, "kaltim": 0.02},
    "dayak": {"kaltim": 0.8, "dihapus": 0.2},
    "toraja": {"toraja": 0.95, "dihapus": 0.05},
    "bali": {"bali": 1.0},
}
# Share of the adults of a group who were born elsewhere (assumption).
FOREIGN = {"kutai": 0.08, "jawa": 0.42, "bugis": 0.36, "dayak": 0.12, "toraja": 0.6, "bali": 0.5}


def origins(w: world.World, group: Ints) -> Ints:
    """A row of asal.csv for each person, by group. Shape of `group`."""
    places = region.load_table("asal.csv")["kelompok"].to_numpy()
    drawn = np.full(len(group), -1, np.int64)
    for number, name in enumerate(region.GROUPS):
        here = np.flatnonzero(group == number)
        mix = ORIGIN_OF.get(name, {"ntt": 1.0})
        weights = np.zeros(len(places))
        for kind, share in mix.items():
            weights[places == kind] = share / (places == kind).sum()
        drawn[here] = columns.weighted(w.rng, weights, len(here))
    return drawn


def families(w: world.World, count: int, day: int, *, arriving: int = 0) -> Ints:
    """`count` families founded at or before `day`. `arriving` > 0: they come within that many days before `day`.

    Returns the new family numbers.
    """
    rng, place = w.rng, w.region
    villages = columns.weighted(rng, place.weight, count)
    group = columns.grouped(rng, place.mix, villages)
    ages = HEAD_AGES if not arriving else ARRIVAL_AGES
    age = 20 + 10 * columns.weighted(rng, ages, count) + rng.integers(0, 10, count)
    since = rng.integers(0, arriving, count) if arriving else rng.integers(30, 5200, count)
    z0 = place.shift + place.wealth[villages] + rng.normal(0, 0.62, count)
    fams = w.found(villages, group, day - since, z0)
    moved = np.full(count, bool(arriving)) | (rng.random(count) < foreign_share(group))
    origin = np.where(moved, origins(w, group), -1)
    people(w, fams, age, origin, day)
    return fams


def foreign_share(group: Ints) -> Floats:
    """Share of adults born elsewhere, by group."""
    shares = np.array([FOREIGN.get(name, 0.25) for name in region.GROUPS])
    return np.asarray(shares[group])


def people(w: world.World, fams: Ints, age: Ints, origin: Ints, day: int) -> None:
    """Fills new families: head, partner, children, elders and others."""
    rng = w.rng
    count = len(fams)
    couple = rng.random(count) < np.interp(age, [20, 26, 35, 60, 85], [0.55, 0.82, 0.88, 0.78, 0.4])
    female = ~couple & (rng.random(count) < np.interp(age, [20, 40, 85], [0.35, 0.6, 0.78]))
    birth = day - (age * calendar.YEAR + rng.integers(0, 365, count)).astype(np.int64)
    marital = np.where(
        couple,
        world.KAWIN,
        np.where(
            rng.random(count) < np.interp(age, [20, 35, 60, 85], [0.97, 0.45, 0.1, 0.03]),
            world.BELUM,
            np.where(rng.random(count) < np.interp(age, [25, 60], [0.25, 0.9]), 4, 3),
        ),
    )
    head = add(w, fams, sex=female, birth=birth, rel=world.KEPALA, marital=marital, origin=origin)
    pairs = np.flatnonzero(couple)
    wife_birth = birth[pairs] + (rng.normal(3.4, 3.8, len(pairs)) * calendar.YEAR).astype(np.int64)
    wife_birth = np.minimum(wife_birth, day - int(18 * calendar.YEAR))
    same = rng.random(len(pairs)) < 0.6
    wife_origin = np.where(same, origin[pairs], -1)
    wife = add(
        w, fams[pairs], sex=1, birth=wife_birth, rel=world.ISTRI, marital=world.KAWIN, origin=wife_origin
    )
    mixed = np.flatnonzero(rng.random(len(wife)) < 0.14)
    villages = w.families["village"][fams[pairs][mixed]].astype(np.int64)
    w.people["group"][wife[mixed]] = columns.grouped(rng, w.region.mix, villages)
    w.people["spouse"][wife] = head[pairs]
    w.people["spouse"][head[pairs]] = wife
    mother = np.where(female & (marital != world.BELUM), head, -1)
    mother[pairs] = wife
    father = np.where(female, -1, head)
    children(w, np.flatnonzero(marital != world.BELUM), fams, mother, father, day)
    elders(w, head, fams, age, day)


def children(w: world.World, at: Ints, fams: Ints, mother: Ints, father: Ints, day: int) -> None:
    """Children still at home, born when their mother was 18 to 41; the grown have mostly left."""
    rng, folk = w.rng, w.people
    parent = np.where(mother[at] >= 0, mother[at], father[at])
    born = np.repeat(np.arange(len(at)), rng.poisson(2.95, len(at)))
    at_age = np.clip(rng.gamma(7, 1.15, len(born)) + 17.5, 18, 42)
    birth = folk["birth"][parent[born]] + (at_age * calendar.YEAR).astype(np.int64)
    age = (day - birth) / calendar.YEAR
    stays = (age >= 0.02) & (
        rng.random(len(born)) < np.interp(age, [17, 20, 25, 30, 40], [1, 0.92, 0.58, 0.22, 0.04])
    )
    born, birth = born[stays], birth[stays]
    order = np.lexsort((birth, born))
    born, birth = born[order], birth[order]
    # Births of one mother lie at least 300 days apart; closer ones become twins (about 1 in 90) or move.
    near = np.r_[False, (born[1:] == born[:-1]) & (np.diff(birth) < 330)]
    twin = np.r_[False, born[1:] == born[:-1]] & (rng.random(len(born)) < 0.011)
    twin[1:] &= ~twin[:-1]  # no triplets: each twin has one other
    birth = np.where(near & ~twin, birth + 420, birth)
    birth = np.where(twin, np.r_[0, birth[:-1]], birth)
    fine = birth < day - 5
    twin &= np.r_[False, fine[:-1]]
    born, birth, twin = born[fine], birth[fine], twin[fine]
    family = fams[at[born]]
    origin = np.where(
        (birth < day - 9 * 365) & (rng.random(len(born)) < 0.5), folk["origin"][parent[born]], -1
    )
    new = add(
        w, family, sex=rng.random(len(born)) < 0.487, birth=birth, rel=world.ANAK, marital=world.BELUM,
        origin=origin, mother=mother[at[born]], father=father[at[born]],
    )  # fmt: skip
    second = np.flatnonzero(twin)
    folk["twin"][new[second]] = new[second] - 1
    folk["twin"][new[second] - 1] = new[second]


def elders(w: world.World, head: Ints, fams: Ints, age: Ints, day: int) -> None:
    """A parent of the head or of the partner, a relative, rarely a helper, living in."""
    rng = w.rng
    old = np.flatnonzero((rng.random(len(head)) < 0.075) & (age < 62))
    years = age[old] + rng.integers(19, 34, len(old))
    rel = np.where(rng.random(len(old)) < 0.62, world.ORANGTUA, world.MERTUA)
    birth = day - (np.minimum(years, 96) * calendar.YEAR + rng.integers(0, 365, len(old))).astype(np.int64)
    new = add(
        w, fams[old], sex=rng.random(len(old)) < 0.72, birth=birth, rel=rel, marital=world.CERAI_MATI,
        origin=w.people["origin"][head[old]],
    )  # fmt: skip
    own = rel == world.ORANGTUA
    women = w.people["sex"][new] == 1
    w.people["mother"][head[old[own & women]]] = new[own & women]
    w.people["father"][head[old[own & ~women]]] = new[own & ~women]
    kin = np.flatnonzero(rng.random(len(head)) < 0.06)
    birth = day - (rng.integers(4, 45, len(kin)) * calendar.YEAR + rng.integers(0, 365, len(kin))).astype(
        np.int64
    )
    rel = np.where(rng.random(len(kin)) < 0.05, world.PEMBANTU, world.FAMILI)
    add(w, fams[kin], sex=rng.random(len(kin)) < 0.5, birth=birth, rel=rel, marital=world.BELUM)


def add(w: world.World, fams: Ints, **values: object) -> Ints:
    """New people in these families, of the family's group unless said otherwise. Returns their numbers."""
    rng, count = w.rng, len(fams)
    village = w.families["village"][fams].astype(np.int64)
    return w.people.append(
        count,
        **{
            "group": w.families["group"][fams],
            "fam": fams,
            "status": world.HADIR,
            "step": w.step,
            # Brothers and sisters in separate families: about two or three share a mother.
            "ghost": village * 2**32 + w.families["group"][fams].astype(np.int64) * 2**26
            + rng.integers(0, 1 + max(1, count // 900), count) * 2**4 + rng.integers(0, 16, count),
            "home": np.where(rng.random(count) < 0.8, village, columns.weighted(rng, w.region.weight, count)),
            **values,
        },
    )  # fmt: skip
