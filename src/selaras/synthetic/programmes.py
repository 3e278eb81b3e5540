"""Who receives which programme: rules of DOMAIN.md section 4 in outline, budgets by luck, errors both ways.

Inclusion and exclusion errors are assumptions: between a third and a half of those meant miss out
(budgets), and the office sees poverty through a noisy proxy.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from selaras.synthetic import calendar, housing, welfare, world
from selaras.synthetic.columns import Flags, Floats


@dataclass(frozen=True)
class Scheme:
    """Below which z a family is meant to receive it, how sharply, and which share of those gets it."""

    below: float
    reach: float
    component: bool = False
    village_only: bool = False


SCHEMES: dict[str, Scheme] = {
    "pkh": Scheme(-0.5, 0.52, component=True),
    "sembako": Scheme(-0.4, 0.56),
    "bpnt_ppkm": Scheme(-0.4, 0.2),
    "bst": Scheme(-0.2, 0.2),
    "bpum": Scheme(0.1, 0.1),
    "pbi": Scheme(0.0, 0.68),
    "pip": Scheme(-0.2, 0.5, component=True),
    "prakerja": Scheme(0.6, 0.06),
    "kur": Scheme(1.2, 0.06),
    "blt_dd": Scheme(-0.75, 0.45, village_only=True),
    "pemda": Scheme(-0.3, 0.2),
}
PROXY_NOISE = 0.45


def receives(w: world.World, snapshot: world.Snapshot, wealth: welfare.Welfare, name: str) -> Flags:
    """Whether each family of the snapshot receives the programme. Shape (families,)."""
    rule, count = SCHEMES[name], snapshot.count
    seen: Floats = wealth.z + PROXY_NOISE * housing.luck("salah_" + name, count)
    chosen = (seen < rule.below) & (
        housing.luck("giliran_" + name, count) < housing.cutoff(np.array([rule.reach]))[0]
    )
    if rule.component:
        chosen &= has_component(w, snapshot)
    if rule.village_only:
        kelurahan = w.region.desa["kode"].str.slice(9, 1).to_numpy() == "1"
        chosen &= ~kelurahan[snapshot.families["village"]]
    return np.asarray(chosen & (wealth.size > 0))


def has_component(w: world.World, snapshot: world.Snapshot) -> Flags:
    """Families with a child under 19 or somebody over 60 (components of PKH)."""
    folk = w.people
    age = (snapshot.day - folk["birth"][: snapshot.persons]) / calendar.YEAR
    here = (snapshot.people["status"] == world.HADIR) & ((age < 19) | (age > 60))
    found = np.zeros(snapshot.count, bool)
    found[snapshot.people["fam"][here]] = True
    return found
