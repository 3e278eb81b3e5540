"""What is to be shared out: eligible families, what each programme costs and how much there is of it, and what must hold.

Rows are families in a fixed order (by reference), columns programmes. The value of a pair is a policy weight, shown and
editable; a pair without value (NaN or less than or equal to zero) is not eligible.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from selaras.kernel import errors

Values = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
MOST_PROGRAMMES = 60
UNLIMITED = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Offer:
    """One programme. `cost` whole rupiah of one share; `budget` whole rupiah, `quota` shares, None for no limit; `by_region`:
    at most so many shares in these regions (index of the region -> shares)."""

    code: str
    cost: int
    budget: int | None = None
    quota: int | None = None
    by_region: dict[int, int] = field(default_factory=dict)

    @property
    def shares(self) -> int:
        """How many shares there can be at most."""
        of_money = self.budget // self.cost if self.budget is not None and self.cost else UNLIMITED
        return min(of_money, UNLIMITED if self.quota is None else self.quota)


@dataclass(frozen=True)
class Problem:
    """`value`: families x programmes, at most 0 where not eligible. `village`, `region`: a number per family. `exclusive`: pairs of
    programmes one family cannot both have. `most`: programmes one family can have. `floors`: village -> families that must be
    served there at least. `seed` breaks ties and is published."""

    value: Values
    offers: tuple[Offer, ...]
    village: Numbers
    region: Numbers
    exclusive: tuple[tuple[int, int], ...] = ()
    most: int = 4
    floors: dict[int, int] = field(default_factory=dict)
    seed: int = 0

    @property
    def families(self) -> int:
        return int(self.value.shape[0])

    @property
    def eligible(self) -> npt.NDArray[np.bool_]:
        return np.asarray(self.value > 0)

    def checked(self) -> Problem:
        """The same problem where it makes sense.

        Raises ValueError for shapes that do not fit; SelarasError alokasi_tanpa_batas (a programme without budget and quota),
        alokasi_angka (negative rupiah or shares), alokasi_lantai_mustahil (a floor above who is eligible there, or floors above all
        shares; says by how much).
        """
        if self.value.shape != (len(self.village), len(self.offers)) or len(self.region) != len(self.village):
            raise ValueError("value, village, region and offers do not fit together")
        if len(self.offers) > MOST_PROGRAMMES or self.most < 1:
            raise ValueError("too many programmes, or none for each family")
        for offer in self.offers:
            if offer.budget is None and offer.quota is None:
                raise errors.SelarasError("alokasi_tanpa_batas", program=offer.code)
            limits = (offer.cost, offer.budget or 0, offer.quota or 0, *offer.by_region.values())
            if min(limits) < 0:
                raise errors.SelarasError("alokasi_angka", program=offer.code)
        self._floors_can_be_met()
        return self

    def _floors_can_be_met(self) -> None:
        reachable = np.bincount(self.village[self.eligible.any(axis=1)], minlength=max([*self.floors, 0]) + 1)
        for village, floor in sorted(self.floors.items()):
            if floor > reachable[village]:
                raise errors.SelarasError(
                    "alokasi_lantai_mustahil", desa=village, lantai=floor, ada=int(reachable[village]),
                    kurang=floor - int(reachable[village]),
                )  # fmt: skip
        shares, floors = sum(min(o.shares, self.families) for o in self.offers), sum(self.floors.values())
        if floors > shares:
            raise errors.SelarasError(
                "alokasi_lantai_melebihi_kuota", lantai=floors, jatah=shares, kurang=floors - shares
            )
