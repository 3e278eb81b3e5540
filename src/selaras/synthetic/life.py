"""What happens to people between two dates: death, birth, marriage, divorce, moving. Rates are per year.

The rates are assumptions of the size found in Indonesian population tables (docs/penjelasan/kabupaten-buatan.md).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from selaras.synthetic import calendar, columns, households, settle, world
from selaras.synthetic.columns import Floats, Ints


@dataclass(frozen=True)
class Rates:
    """Yearly rates of events."""

    birth_scale: float = 1.0
    twin: float = 0.011
    marriage: float = 1.0
    new_home: float = 0.6  # couples who found a family of their own at once
    split: float = 0.10  # couples living with parents who leave later
    divorce: float = 0.0045
    move_inside: float = 0.030
    move_out_family: float = 0.007
    move_out_single: float = 0.02  # of unmarried adults who are not heads
    move_in: float = 0.013
    register_move: float = 0.75  # movers inside the kabupaten who get a new KK


def step(w: world.World, start: int, end: int, rates: Rates) -> None:
    """Lets the world live from day `start` to day `end`."""
    years = (end - start) / calendar.YEAR
    deaths(w, start, end, years)
    births(w, start, end, years * rates.birth_scale, rates.twin)
    households.marry(w, (start, end), years * rates.marriage, rates.new_home)
    households.split(w, (start, end), years * rates.split)
    households.divorce(w, (start, end), years * rates.divorce)
    move_inside(w, (start, end), years * rates.move_inside, rates.register_move)
    move_out(w, (start, end), years, rates)
    settle.families(w, round(w.active().sum() * years * rates.move_in), end, arriving=end - start)
    z1 = w.families["z1"]
    keep = 0.72**years
    w.families["z1"] = z1 * keep + w.rng.normal(0, 0.3 * np.sqrt(1 - keep**2), len(z1))


def hazard(age: Floats) -> Floats:
    """Deaths per year at an age: high for infants, then doubling about every eight years (Gompertz)."""
    return np.where(age < 1, 0.016, 0.0004 + 0.00045 * np.exp(0.088 * np.clip(age - 25, 0, 75)))


def deaths(w: world.World, start: int, end: int, years: float) -> None:
    """People die; partners are widowed and families get a new head."""
    folk = w.people
    age = (end - folk["birth"]) / calendar.YEAR
    dying = np.flatnonzero(w.present() & (w.rng.random(len(folk)) < hazard(age) * years))
    day = np.maximum(calendar.between(w.rng, (start, end), len(dying)), folk["birth"][dying] + 1)
    folk["status"][dying] = world.MATI
    folk["status_day"][dying] = day
    households.widow(w, dying)
    households.new_heads(w, np.unique(folk["fam"][dying]), end)


def births(w: world.World, start: int, end: int, years: float, twin: float) -> None:
    """Children of couples living together, a few of single women."""
    folk, rng = w.people, w.rng
    age = (end - folk["birth"]) / calendar.YEAR
    able = w.present() & (folk["sex"] == 1) & (age > 17) & (age < 45)
    rate = np.interp(age, [17, 20, 25, 30, 36, 44], [0.09, 0.21, 0.23, 0.18, 0.10, 0.006])
    rate = np.where(folk["marital"] == world.KAWIN, rate, np.where(folk["marital"] == world.BELUM, 0.004, 0))
    youngest = np.full(len(folk), -(10**6), np.int64)
    known = folk["mother"] >= 0
    np.maximum.at(youngest, folk["mother"][known], folk["birth"][known])
    mothers = np.flatnonzero(able & (rng.random(len(folk)) < rate * years) & (youngest < start - 400))
    day = calendar.between(w.rng, (start, end), len(mothers))
    double = np.flatnonzero(rng.random(len(mothers)) < twin)
    mothers, day = np.r_[mothers, mothers[double]], np.r_[day, day[double]]
    rel = folk["rel"][mothers]
    child = np.where(rel <= world.ISTRI, world.ANAK, np.where(rel <= world.MENANTU, world.CUCU, world.FAMILI))
    father = np.where(folk["marital"][mothers] == world.KAWIN, folk["spouse"][mothers], -1)
    group = np.where(father >= 0, folk["group"][father], folk["group"][mothers])
    new = settle.add(
        w, folk["fam"][mothers].astype(np.int64), sex=rng.random(len(mothers)) < 0.487, birth=day, rel=child,
        marital=world.BELUM, mother=mothers, father=father, group=group,
    )  # fmt: skip
    first = len(mothers) - len(double)
    folk["twin"][new[first:]] = new[double]
    folk["twin"][new[double]] = new[first:]


def move_inside(w: world.World, span: tuple[int, int], rate: float, register: float) -> None:
    """Families that move within the kabupaten, near places more often; most get a new KK."""
    rng = w.rng
    fams = np.flatnonzero(w.active() & (rng.random(len(w.families)) < rate))
    here = w.families["village"][fams].astype(np.int64)
    anywhere = columns.weighted(rng, w.region.weight, len(fams))
    nearby = near(w, here)
    choice = rng.random(len(fams))
    to = np.where(choice < 0.3, here, np.where(choice < 0.62, nearby, anywhere))
    w.locate(fams, to)
    told = rng.random(len(fams)) < register
    w.issue_kk(fams[told], calendar.between(w.rng, span, int(told.sum())))


def near(w: world.World, villages: Ints) -> Ints:
    """A village of the same kecamatan for each village, drawn by size."""
    place = w.region
    rows = (place.kec[:, None] == np.arange(len(place.kecamatan))[None, :]).T * place.weight
    return columns.grouped(w.rng, rows, place.kec[villages])


def move_out(w: world.World, span: tuple[int, int], years: float, rates: Rates) -> None:
    """Whole families and single young adults leave the kabupaten."""
    rng, folk = w.rng, w.people
    leaving = w.active() & (rng.random(len(w.families)) < rates.move_out_family * years)
    age = (span[1] - folk["birth"]) / calendar.YEAR
    alone = (folk["rel"] != world.KEPALA) & (folk["marital"] == world.BELUM) & (age > 17.5) & (age < 32)
    alone &= rng.random(len(folk)) < rates.move_out_single * years
    gone = np.flatnonzero(w.present() & (leaving[folk["fam"]] | alone))
    day = calendar.between(w.rng, span, len(w.families))
    folk["status"][gone] = world.PINDAH
    folk["status_day"][gone] = day[folk["fam"][gone]]
    w.families["status"][np.flatnonzero(leaving)] = world.KELUAR
