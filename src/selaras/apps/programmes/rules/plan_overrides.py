"""Changes by hand: one family more or less in one programme. Budget, quota, shares of a region, what excludes what and how many
programmes a family may have hold after every change, or it is refused with a sentence."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from selaras.apps.programmes.rules.plan_settings import Settings, Share
from selaras.kernel import errors
from selaras.shell import words as shell


@dataclass(frozen=True, slots=True)
class Standing:
    """How a programme stands in a plan. `used`: shares given; `by_region`: the same by region that has shares of its own. `spent`, `cost`:
    whole rupiah of these and of one more, where shares differ."""

    share: Share
    used: int
    by_region: Mapping[str, int] = field(default_factory=dict)
    spent: int | None = None
    cost: int | None = None

    @property
    def needed(self) -> int:
        """Whole rupiah with one more."""
        spent = self.used * self.share.cost if self.spent is None else self.spent
        return spent + (self.share.cost if self.cost is None else self.cost)


def region_of(kode_desa: str | None, share: Share) -> str:
    """The region with shares of its own a village lies in; "" for none."""
    code = kode_desa or ""
    return next((each for each in share.by_region if code == each or code.startswith(f"{each}.")), "")


def may_add(
    standing: Standing, kode_desa: str | None, has: Collection[str], against: Collection[str], settings: Settings,
    names: Mapping[str, str],
) -> None:  # fmt: skip
    """Whether one family more fits. `has`: codes of what it gets in this plan; `against`: codes this programme excludes.

    Raises SelarasError rencana_tidak_bersama, rencana_terlalu_banyak, rencana_kuota_habis, rencana_anggaran_habis,
    rencana_jatah_habis.
    """
    share, used = standing.share, standing.used
    rivals = sorted(set(has) & set(against))
    if rivals:
        other = names.get(rivals[0], rivals[0])
        raise errors.SelarasError("rencana_tidak_bersama", program=share.name, lain=other)
    # Who has it for one of its persons may have it for another: programmes are counted.
    if len(set(has) - {share.code}) >= settings.most:
        raise errors.SelarasError("rencana_terlalu_banyak", paling=settings.most)
    if share.quota is not None and used + 1 > share.quota:
        raise errors.SelarasError("rencana_kuota_habis", program=share.name, kuota=share.quota)
    if share.budget is not None and standing.needed > share.budget:
        lacking = shell.money(standing.needed - share.budget)
        raise errors.SelarasError("rencana_anggaran_habis", program=share.name, kurang=lacking)
    region = region_of(kode_desa, share)
    if region and standing.by_region.get(region, 0) + 1 > share.by_region[region]:
        raise errors.SelarasError(
            "rencana_jatah_habis", program=share.name, wilayah=shell.region(region), kuota=share.by_region[region]
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """A recipient in a plan. `cost`: whole rupiah where it differs. `person`: of a programme about persons; `keluarga`: of one for villages the code of the village."""

    keluarga: str
    kode_desa: str | None
    code: str
    person: str = ""
    cost: int | None = None

    @property
    def village(self) -> bool:
        """Whether a village gets it, which counts for no floor."""
        return self.keluarga == self.kode_desa


def broken(
    given: Collection[Given], settings: Settings, against: Mapping[str, Collection[str]], region: str
) -> list[tuple[str, str, int]]:
    """What the recipients of a plan break, counted from nothing but the rows: (kind, programme or village, by how much).

    Kinds: kuota, anggaran (rupiah), wilayah, tidak_bersama, terlalu_banyak, lantai, asing (rows of a programme or place that is not
    in the plan). Empty where all holds.
    """
    shares = {each.code: each for each in settings.scaled}
    found: list[tuple[str, str, int]] = []
    counts, spent = dict.fromkeys(shares, 0), dict.fromkeys(shares, 0)
    places: dict[tuple[str, str], int] = {}
    has: dict[str, set[str]] = {}
    served: dict[str, set[str]] = {}
    strange = 0
    for row in given:
        inside = row.kode_desa is not None and (row.kode_desa + ".").startswith(f"{region}.")
        if row.code not in shares or not inside:
            strange += 1
            continue
        counts[row.code] += 1
        spent[row.code] += shares[row.code].cost if row.cost is None else row.cost
        place = row.code, region_of(row.kode_desa, shares[row.code])
        places[place] = places.get(place, 0) + 1
        has.setdefault(row.keluarga, set()).add(row.code)
        served.setdefault(row.kode_desa or "", set()).add(row.keluarga)
    for code, share in shares.items():
        if share.quota is not None and counts[code] > share.quota:
            found.append(("kuota", share.name, counts[code] - share.quota))
        if share.budget is not None and spent[code] > share.budget:
            found.append(("anggaran", share.name, spent[code] - share.budget))
        for place_, most in share.by_region.items():
            if places.get((code, place_), 0) > most:
                found.append(("wilayah", share.name, places[code, place_] - most))
    both = sum(bool(held & set(against.get(code, ()))) for held in has.values() for code in held)
    many = sum(len(held) > settings.most for held in has.values())
    found += [
        (kind, "", n)
        for kind, n in (("tidak_bersama", both), ("terlalu_banyak", many), ("asing", strange))
        if n
    ]
    return found


def below_floors(given: Collection[Given], floors: Mapping[str, int]) -> list[tuple[str, int]]:
    """Villages with fewer families served than their floor, and by how many. `floors`: those the plan was reckoned with."""
    served: dict[str, set[str]] = {}
    for row in given:
        if not row.village:
            served.setdefault(row.kode_desa or "", set()).add(row.keluarga)
    lacking = [(code, floor - len(served.get(code, ()))) for code, floor in sorted(floors.items())]
    return [(code, n) for code, n in lacking if n > 0]
