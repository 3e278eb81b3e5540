"""What is to be shared out: eligible families, what each programme costs and how much there is of it, and what must hold.

Rows are families, columns programmes; where a programme serves persons, a family has a row more for each of them. The value of a pair is a policy weight, shown and editable; a pair without value (NaN or
less than or equal to zero) is not eligible.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from selaras.engine.allocate.kin import Kin
from selaras.kernel import errors

Values = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
Pair = tuple[int, int]
MOST_PROGRAMMES = 60
UNLIMITED = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Offer:
    """One programme. `cost` whole rupiah of one share; `costs` whole rupiah per family where it differs (then `cost` is not
    used); `budget` whole rupiah, `quota` shares, None for no limit; `by_region`: at most so many shares in these regions (index of
    the region -> shares)."""

    code: str
    cost: int
    budget: int | None = None
    quota: int | None = None
    by_region: dict[int, int] = field(default_factory=dict)
    costs: Numbers | None = field(default=None, compare=False)

    @property
    def shares(self) -> int:
        """How many shares there can be at most, as far as that is known without looking at families."""
        uniform = self.costs is None and self.budget is not None and self.cost
        of_money = self.budget // self.cost if uniform and self.budget is not None else UNLIMITED
        return min(of_money, UNLIMITED if self.quota is None else self.quota)

    @property
    def varies(self) -> bool:
        """Whether the budget is a sum over families, not a number of shares."""
        return self.costs is not None and self.budget is not None

    def rupiah(self, chosen: npt.NDArray[np.bool_]) -> int:
        """What these families' shares cost together, to the rupiah."""
        if self.costs is None:
            return int(np.count_nonzero(chosen)) * self.cost
        return int(self.costs[chosen].sum(dtype=np.int64))


@dataclass(frozen=True)
class Problem:
    """`value`: families x programmes, at most 0 where not eligible. `village`, `region`: a number per family. `exclusive`: pairs of
    programmes one family cannot both have. `most`: programmes one family can have. `floors`: village -> families that must be
    served there at least. `seed` breaks ties and is published; `reference`: a number of each family that stays its own (default
    its row), from which its lot is drawn. `given`, `barred`: (family, programme) pairs a person decided: yes, no. `family`: rows with
    the same number are one family, side by side, in one village and region (default: each row is one); `most`, `exclusive` and
    `floors` are counted by family, all else by row."""

    value: Values
    offers: tuple[Offer, ...]
    village: Numbers
    region: Numbers
    exclusive: tuple[Pair, ...] = ()
    most: int = 4
    floors: dict[int, int] = field(default_factory=dict)
    seed: int = 0
    reference: Numbers | None = None
    given: tuple[Pair, ...] = ()
    barred: tuple[Pair, ...] = ()
    family: Numbers | None = None

    @property
    def families(self) -> int:
        """Rows."""
        return int(self.value.shape[0])

    @property
    def kin(self) -> Kin:
        """Which rows are one family."""
        return Kin.among(self.family, self.families)

    def served(self, chosen: npt.NDArray[np.bool_], kin: Kin | None = None) -> Numbers:
        """Families that get anything, by village. `kin`: where it was worked out already."""
        kin = kin or self.kin
        here = self.village[kin.first][kin.held(chosen).any(axis=1)]
        return np.bincount(here, minlength=max([*self.floors, int(self.village.max(initial=0))]) + 1)

    @property
    def eligible(self) -> npt.NDArray[np.bool_]:
        """Pairs that can be given: those with value, less what a person barred, and what a person gave."""
        found = np.asarray(self.value > 0)
        for family, programme in self.barred:
            found[family, programme] = False
        for family, programme in self.given:
            found[family, programme] = True
        return found

    def worth(self, chosen: npt.NDArray[np.bool_]) -> float:
        """The value of an allocation. What a person gave to one who is not eligible counts nothing."""
        return float(np.maximum(np.nan_to_num(self.value[chosen]), 0).sum(dtype=np.float64))

    def of(self, rows: npt.NDArray[np.intp]) -> Problem:
        """The same for some families only, whole ones, in this order. Limits stay as they are."""
        place = {int(row): number for number, row in enumerate(rows)} if self.given or self.barred else {}
        offers = tuple(
            offer if offer.costs is None else replace(offer, costs=offer.costs[rows]) for offer in self.offers
        )
        return replace(
            self, value=self.value[rows], offers=offers, village=self.village[rows], region=self.region[rows],
            reference=self.references[rows], family=None if self.family is None else self.family[rows],
            given=tuple((place[row], programme) for row, programme in self.given if row in place),
            barred=tuple((place[row], programme) for row, programme in self.barred if row in place),
        )  # fmt: skip

    @property
    def references(self) -> Numbers:
        return np.arange(self.families, dtype=np.int64) if self.reference is None else self.reference

    def checked(self) -> Problem:
        """The same problem where it makes sense.

        Raises ValueError for shapes that do not fit; SelarasError alokasi_tanpa_batas (a programme without budget and quota),
        alokasi_angka (negative or fractional rupiah or shares), alokasi_putusan_bertentangan, alokasi_putusan_melebihi (what persons
        decided cannot be held), alokasi_lantai_mustahil, alokasi_lantai_wilayah, alokasi_lantai_melebihi_kuota (floors that cannot be
        met; each says by how much).
        """
        self._shapes()
        for offer in self.offers:
            _limits(offer)
        self._decisions()
        self._floors_can_be_met()
        return self

    def _shapes(self) -> None:
        families, programmes = self.value.shape
        if not families == len(self.village) == len(self.region) == len(self.references):
            raise ValueError("value, village, region and reference do not fit together")
        if programmes != len(self.offers) or programmes > MOST_PROGRAMMES or self.most < 1:
            raise ValueError("too many programmes, or none for each family")
        if any(offer.costs is not None and len(offer.costs) != families for offer in self.offers):
            raise ValueError("costs must have one figure a family")
        if len(np.unique(self.references)) != families:
            raise ValueError("a reference stands twice")
        homes = np.column_stack([self.village, self.region])
        kin = self.kin
        if not (homes == kin.spread(homes[kin.first])).all():
            raise ValueError("the rows of a family stand in one village and region")
        if any(one == other or max(one, other) >= programmes for one, other in self.exclusive):
            raise ValueError("a programme excludes itself or one that is not there")

    def _decisions(self) -> None:
        by_family: dict[int, set[int]] = {}
        kin = self.kin
        for row, programme in self.given:
            by_family.setdefault(int(kin.of[row]), set()).add(programme)
        for row, programme in self.given:
            programmes = by_family[int(kin.of[row])]
            clash = any({one, other} <= programmes for one, other in self.exclusive)
            if clash or (row, programme) in self.barred or len(programmes) > self.most:
                raise errors.SelarasError("alokasi_putusan_bertentangan", baris=row + 1)
        for number, offer in enumerate(self.offers):
            rows = np.array([family for family, programme in set(self.given) if programme == number], np.intp)
            _room_for(offer, rows, self.region)

    def _floors_can_be_met(self) -> None:
        if not self.floors:
            return
        eligible = self.eligible
        reachable = self.served(eligible)
        for village, floor in sorted(self.floors.items()):
            if floor < 0:
                raise errors.SelarasError("alokasi_angka", program=f"batas bawah desa {village}")
            if floor > reachable[village]:
                raise errors.SelarasError(
                    "alokasi_lantai_mustahil", desa=village, lantai=floor, ada=int(reachable[village]),
                    kurang=floor - int(reachable[village]),
                )  # fmt: skip
        self._floors_fit(eligible)

    def _floors_fit(self, eligible: npt.NDArray[np.bool_]) -> None:
        """Floors against the shares there are, together and region by region."""
        regions = int(self.region.max(initial=0)) + 1
        asked = np.zeros(regions, np.int64)
        for village, floor in self.floors.items():
            here = np.unique(self.region[self.village == village])
            if len(here) == 1:
                asked[here[0]] += floor
        there = np.zeros(regions, np.int64)
        for number, offer in enumerate(self.offers):
            can = np.bincount(self.region[eligible[:, number]], minlength=regions)
            held = np.minimum(can, min(offer.shares, self.families))
            for code, shares in offer.by_region.items():
                if code < regions:
                    held[code] = min(held[code], shares)
            there += held
        for code in np.flatnonzero(asked > there).tolist():
            raise errors.SelarasError(
                "alokasi_lantai_wilayah", wilayah=code, lantai=int(asked[code]), jatah=int(there[code]),
                kurang=int(asked[code] - there[code]),
            )  # fmt: skip
        shares, floors = sum(min(o.shares, self.families) for o in self.offers), sum(self.floors.values())
        if floors > shares:
            raise errors.SelarasError(
                "alokasi_lantai_melebihi_kuota", lantai=floors, jatah=shares, kurang=floors - shares
            )


def _limits(offer: Offer) -> None:
    free = offer.costs is None and not offer.cost
    if (offer.budget is None or free) and offer.quota is None:
        raise errors.SelarasError("alokasi_tanpa_batas", program=offer.code)
    limits = [offer.cost, offer.budget or 0, offer.quota or 0, *offer.by_region.values()]
    whole = all(isinstance(each, int | np.integer) for each in limits)
    if offer.costs is not None:
        whole = whole and offer.costs.dtype.kind in "iu" and bool((offer.costs >= 0).all())
    if not whole or min(limits) < 0:
        raise errors.SelarasError("alokasi_angka", program=offer.code)


def _room_for(offer: Offer, rows: npt.NDArray[np.intp], region: Numbers) -> None:
    """Whether what persons gave fits into what there is."""
    over = len(rows) - min(offer.shares, UNLIMITED)
    for code, shares in offer.by_region.items():
        over = max(over, int((region[rows] == code).sum()) - shares)
    if offer.varies and offer.costs is not None and int(offer.costs[rows].sum()) > (offer.budget or 0):
        over = max(over, 1)
    if over > 0:
        raise errors.SelarasError("alokasi_putusan_melebihi", program=offer.code, lebih=over)
