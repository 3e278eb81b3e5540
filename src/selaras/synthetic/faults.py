"""The fault model: every rate a named field. Sources and reasons: docs/penjelasan/kabupaten-buatan.md."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Faults:
    """Share of mentions hit by each fault. "of those who": the rate applies where the fault is possible at all."""

    # names
    name_typo: float = 0.020
    name_phonetic: float = 0.018
    name_old_spelling: float = 0.003
    name_swapped: float = 0.006
    name_dropped: float = 0.020  # of those with two tokens or more: a later token is missing
    name_initials: float = 0.006  # of those with two tokens or more
    name_joined: float = 0.005  # of those with two tokens or more: SITIAMINAH
    name_abbreviated: float = 0.22  # of those with a token that is commonly abbreviated
    name_title: float = 0.45  # of those who carry H. or HJ.
    name_degree: float = 0.10  # of those with a degree
    name_patronymic: float = 0.006  # of Muslims whose father is known: BIN, BINTI
    name_truncated: float = 1.0  # of those longer than the limit of the list, in lists that have one
    mother_missing: float = 0.06
    mother_typo: float = 0.05
    # birth date, sex, birth place
    birth_swapped: float = 0.008  # of those born on day 1-12
    birth_new_year: float = 0.012
    birth_year_end: float = 0.005
    birth_year_off: float = 0.012
    birth_digit: float = 0.004
    birth_missing: float = 0.003
    sex_wrong: float = 0.003
    birthplace_other: float = 0.06
    # NIK
    nik_missing: float = 0.035
    nik_dummy: float = 0.008
    nik_digit: float = 0.018
    nik_transposed: float = 0.006
    nik_short: float = 0.003
    nik_of_relative: float = 0.006
    nik_of_head: float = 0.004  # of families: the head's NIK stands beside every member
    nik_of_stranger: float = 0.0012
    nik_second: float = 0.5  # of those who have two
    nik_is_kk: float = 0.002
    # KK
    kk_missing: float = 0.045
    kk_digit: float = 0.03
    kk_old: float = 0.12  # of families that had an earlier KK
    kk_of_neighbour: float = 0.008
    kk_is_nik: float = 0.006
    # relation, marital status
    relation_wrong: float = 0.015
    marital_wrong: float = 0.02
    # place
    village_variant: float = 0.07
    village_wrong: float = 0.004
    village_old_name: float = 0.5  # of families in a village that changed its name
    rt_missing: float = 0.08
    rt_wrong: float = 0.03
    address_missing: float = 0.04
    address_respelled: float = 0.35
    # who is on the list
    stale: float = 0.15  # families as they were at an earlier date
    gone_listed: float = 0.22  # families that have left or dissolved since
    dead_listed: float = 0.25  # of members who died in the last four years
    moved_listed: float = 0.30  # of members who left in the last four years
    member_missing: float = 0.02  # of members who are not head
    family_twice: float = 0.012
    person_twice: float = 0.004

    def scaled(self, factor: float) -> Faults:
        """All rates times `factor`, at most 1."""
        return dataclasses.replace(
            self, **{f.name: min(1.0, factor * getattr(self, f.name)) for f in dataclasses.fields(self)}
        )


# What each list makes of the model: lists entered by village operators are worse than the registry's own extract.
FACTOR: dict[str, float] = {
    "dtks": 1.3,
    "p3ke": 1.0,
    "regsosek": 1.1,
    "dtsen": 0.7,
    "rbpk": 1.4,
    "dukcapil": 0.12,
}

# Where a list differs in kind: the registry keeps the dead and the moved on purpose and says so (mostly).
FIXED: dict[str, dict[str, float]] = {
    "dukcapil": {
        "dead_listed": 1.0,
        "moved_listed": 1.0,
        "gone_listed": 1.0,
        "stale": 0.05,
        "address_respelled": 0.1,
        "rt_missing": 0.03,
        "village_old_name": 0.05,
    },
    # Families of DTSEN are made by matching KK numbers: few are without one.
    "dtsen": {"kk_missing": 0.008},
}


def of(source: str, base: Faults) -> Faults:
    """The rates of one list."""
    mine = base.scaled(FACTOR.get(source, 1.0))
    return dataclasses.replace(mine, **FIXED.get(source, {}))
