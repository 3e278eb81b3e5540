"""Money of a programme as somebody types it: whole rupiah, shares by region, and what a line of money must have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from selaras.apps.accounts import rules as accounts
from selaras.apps.programmes.rules import words
from selaras.apps.wilayah import rules as regions
from selaras.kernel import angka, errors, rupiah

MOST: Final = 10**15
# Who gives money or goods must know how much there is; a service or a place in a training may be bounded by a quota alone.
NEED_BUDGET: Final = frozenset({words.Benefit.MONEY, words.Benefit.GOODS})
_REGION = re.compile(r"\s*(?P<code>[\d.]+)\s*(?:=|:|\s)\s*(?P<shares>\d{1,7})\s*")
_PREFIX = re.compile(r"^(-?)\s*(?:rp|idr)\.?\s*", re.IGNORECASE)


class Source(StrEnum):
    """Whose money it is."""

    KABUPATEN = "apbd_kabupaten"
    PROVINCE = "apbd_provinsi"
    CENTRE = "apbn"
    DESA = "dana_desa"
    OIKN = "oikn"
    CSR = "csr"
    OTHER = "lain"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of money of a year. Whole rupiah; `cost`: of one share in that year, of components the most of any keluarga; None: without
    end. `by_region`: code -> shares; `components`: as rules/components.py reads them, {} where all shares cost the same."""

    year: int
    line: str
    source: str
    cost: int
    budget: int | None = None
    quota: int | None = None
    by_region: Mapping[str, int] = field(default_factory=dict)
    components: Mapping[str, Any] = field(default_factory=dict)


def amount(text: str) -> int:
    """Whole rupiah from zero up. Raises SelarasError dana_negatif, dana_pecahan, dana_tak_terbaca, dana_terlalu_besar."""
    shown = text.strip()[:40]
    found = rupiah.parse(shown)
    if found is None:
        number = angka.parse(_PREFIX.sub(r"\1", shown))
        code = "dana_tak_terbaca" if number is None else "dana_pecahan"
        raise errors.SelarasError(code, tulisan=shown)
    if found.value < 0:
        raise errors.SelarasError("dana_negatif", tulisan=shown)
    if found.value > MOST:
        raise errors.SelarasError("dana_terlalu_besar", tulisan=shown)
    return found.value


def by_region(text: str, region: str) -> dict[str, int]:
    """Shares by region, a line "64.02.06 = 40" each; `region`: where the programme works, "" for everywhere.

    Raises SelarasError dana_wilayah_asing for a line that is none, a region that is not in force or lies elsewhere, or one given twice.
    """
    found: dict[str, int] = {}
    for number, each in enumerate(text.splitlines(), start=1):
        if not each.strip():
            continue
        told = _REGION.fullmatch(each)
        code = told["code"] if told else ""
        here = regions.region(code)
        below = here is not None and here.depth >= regions.KECAMATAN and accounts.inside(code, region)
        if told is None or not below or code in found:
            raise errors.SelarasError("dana_wilayah_asing", baris=number, wilayah=each.strip()[:40])
        found[code] = int(told["shares"])
    return found


def checked(line: Line, benefit: str) -> Line:
    """A line of money that can be planned with. Raises SelarasError program_tanpa_pagu, program_tanpa_batas, dana_kurang_sebagian,
    dana_wilayah_lebih."""
    if not line.budget and benefit in NEED_BUDGET:
        raise errors.SelarasError("program_tanpa_pagu", bentuk=benefit)
    if line.budget is None and line.quota is None:
        raise errors.SelarasError("program_tanpa_batas")
    if line.budget is not None and line.cost > line.budget:
        told = {"pagu": str(rupiah.Rupiah(line.budget)), "biaya": str(rupiah.Rupiah(line.cost))}
        raise errors.SelarasError("dana_kurang_sebagian", **told)
    total = _total(line.by_region)
    if line.quota is not None and total > line.quota:
        raise errors.SelarasError(
            "dana_wilayah_lebih", jumlah=total, kuota=line.quota, lebih=total - line.quota
        )
    return line


def _total(shares: Mapping[str, int]) -> int:
    """Of all regions; what a region has within another one that is named too counts once."""
    return sum(
        number
        for code, number in shares.items()
        if not any(other != code and accounts.inside(code, other) for other in shares)
    )
