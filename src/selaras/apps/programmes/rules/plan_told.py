"""What a proposal says: a row for every family and programme that fit, with its reason; and the figures of the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from selaras.apps.programmes.rules.plan_ground import Flags, Ground
from selaras.apps.programmes.rules.plan_posing import ELSEWHERE, Posed
from selaras.apps.programmes.rules.plan_settings import Share
from selaras.engine.allocate import explaining, feasibility, overriding
from selaras.engine.allocate.problem import Problem
from selaras.engine.allocate.solving import Proposal
from selaras.engine.eligibility.programme import Unit

DECILES = 10


class Why(StrEnum):
    """What became of a pair; what stands in `Award.why`."""

    GIVEN = "terlayani"
    DECIDED = "putusan"
    QUEUE = "jatah_habis"
    EXCLUDED = "tidak_bersama"
    ENOUGH = "cukup"
    SLIGHT = "lebih_baik_lain"


def awards(ground: Ground, posed: Posed, proposal: Proposal) -> pl.DataFrame:
    """A row for each pair that fits or that a person decided: family (row of the problem), programme (number), given, place (queue, 0: none),
    value, why, cut, regional (place counts in its region), instead (numbers of the programmes in the way), cost (of a person's
    decision, in value)."""
    problem, book = proposal.problem, explaining.Book(proposal)
    decided = {*problem.given, *problem.barred}
    spent = overriding.costs(proposal) if decided else {}
    pieces = [_column(problem, proposal, book, number, decided) for number in range(len(problem.offers))]
    found = pl.concat(pieces) if pieces else pl.DataFrame(schema=_SCHEMA)
    if not spent:
        return found.with_columns(cost=pl.lit(0.0))
    pairs = zip(found["family"], found["programme"], strict=True)
    return found.with_columns(cost=pl.Series([spent.get(pair, 0.0) for pair in pairs], dtype=pl.Float64))


_SCHEMA: dict[str, Any] = {
    "family": pl.Int64, "programme": pl.Int64, "given": pl.Boolean, "place": pl.Int64, "value": pl.Float64, "why": pl.String,
    "cut": pl.Float64, "regional": pl.Boolean, "instead": pl.List(pl.Int64),
}  # fmt: skip


def _column(
    problem: Problem, proposal: Proposal, book: explaining.Book, number: int, decided: set[tuple[int, int]]
) -> pl.DataFrame:
    """The rows of one programme."""
    persons = [family for family, what in decided if what == number]
    wanted = np.nan_to_num(problem.value[:, number]) > 0
    wanted[persons] = True
    rows = np.flatnonzero(wanted)
    # What stands in the way is what the family has, for whichever of its persons.
    chosen = problem.kin.spread(problem.kin.held(proposal.chosen))[rows]
    given = proposal.chosen[rows, number]
    place, regional = _places(problem, proposal, book, number)
    rivals = sorted({o for pair in problem.exclusive if number in pair for o in pair if o != number})
    clash = chosen[:, rivals].any(axis=1)
    full = (chosen.sum(axis=1) - chosen[:, rivals].sum(axis=1) >= problem.most) & ~chosen[:, number]
    waiting = place[rows] > 0
    why = np.select(
        [given, clash, full, waiting], [Why.GIVEN, Why.EXCLUDED, Why.ENOUGH, Why.QUEUE], Why.SLIGHT
    ).astype(str)
    why[np.isin(rows, persons)] = Why.DECIDED
    instead: list[list[int]] = [[] for _ in rows]
    for at in np.flatnonzero(~given & (clash | full)).tolist():
        instead[at] = _in_the_way(np.flatnonzero(chosen[at]).tolist(), rivals)
    return pl.DataFrame(
        {
            "family": rows, "programme": np.full(len(rows), number), "given": given,
            "place": np.where(given, 0, place[rows]), "value": np.maximum(np.nan_to_num(problem.value[rows, number]), 0),
            "why": why, "cut": book.cuts(number)[rows], "regional": regional[rows], "instead": instead,
        },
        schema=_SCHEMA,
    )  # fmt: skip


def _in_the_way(taken: Sequence[int], rivals: Sequence[int]) -> list[int]:
    """Of what a family gets, what keeps it from this: what excludes it, else everything."""
    return [each for each in taken if each in rivals] or list(taken)


def _places(
    problem: Problem, proposal: Proposal, book: explaining.Book, number: int
) -> tuple[npt.NDArray[np.int64], Flags]:
    """Place in the queue of every family, in that of its region where the shares of the region are what is short."""
    queue = book.queue(number)
    place = np.zeros(problem.families, np.int64)
    place[queue] = np.arange(1, len(queue) + 1)
    regional = np.zeros(problem.families, bool)
    having = proposal.chosen[:, number]
    for code, held in problem.offers[number].by_region.items():
        here = problem.region == code
        if int((having & here).sum()) >= held:
            mine = queue[here[queue]]
            place[mine] = np.arange(1, len(mine) + 1)
            regional |= here
    return place, regional


def figures(ground: Ground, posed: Posed, proposal: Proposal, shares: Sequence[Share]) -> dict[str, Any]:
    """The result of a plan as JSON keeps it. Money in whole rupiah, prices in value."""
    problem, chosen = proposal.problem, proposal.chosen
    whole = problem.kin.sum(chosen.sum(axis=1))
    shared = whole[: ground.families]
    served, fit = np.asarray(shared > 0), np.asarray(ground.free.any(axis=1))
    limits = explaining.limits(proposal)
    return {
        "value": proposal.value, "bound": proposal.bound, "families": ground.families, "fit": int(fit.sum()),
        "served": int(served.sum()), "shares": int(chosen.sum()), "spent": proposal.spent,
        "gaps": int((fit & ~served).sum()), "villages": int((whole[ground.families :] > 0).sum()), "pairs": int((problem.value > 0).sum()),
        "programmes": [_programme(ground, proposal, number, each) for number, each in enumerate(shares)],
        "limits": [_limit(each, posed) for each in limits if each.kind != "lantai" or each.used <= each.most],
        "lacking": _lacking(proposal, posed),
        "floors": {posed.villages[code]: floor for code, floor in problem.floors.items()},
        "doubled": [[one, other, n] for (one, other), n in ground.doubled.items()],
        "by_village": _by(ground.kode_desa.to_numpy().astype(str), fit, served, shared),
        "by_decile": _by(ground.desil, fit, served, shared),
    }  # fmt: skip


def _programme(ground: Ground, proposal: Proposal, number: int, share: Share) -> dict[str, Any]:
    having = proposal.chosen[:, number]
    spent = proposal.spent_by[number]
    return {
        "code": share.code, "name": share.name, "cost": share.cost, "differs": number in ground.costs, "budget": share.budget, "quota": share.quota,
        "fit": ground.counted(number, ground.free[:, number]), "unit": _unit(ground, number),
        "families": int(np.count_nonzero(proposal.problem.kin.held(having[:, None]))), "unknown": ground.unknown[number], "uncounted": ground.uncounted.get(number, 0), "shares": int(having.sum()),
        "spent": spent, "left": None if share.budget is None else share.budget - spent,
        "has_already": ground.counted(number, ground.fits[:, number] & ~ground.free[:, number]),
    }  # fmt: skip


def _unit(ground: Ground, number: int) -> Unit:
    """Whom shares of a programme are for."""
    if ground.places is not None and number in ground.places.numbers:
        return Unit.DESA
    return Unit.PERSON if number in ground.claims else Unit.KELUARGA


def _limit(each: explaining.Limit, posed: Posed) -> dict[str, Any]:
    place = posed.regions[each.region] if each.region not in (None, ELSEWHERE) else ""
    place = posed.villages[each.village] if each.village is not None else place
    return {
        "kind": each.kind, "programme": each.programme, "place": place, "most": int(each.most), "used": int(each.used),
        "price": round(float(each.price), 4), "binding": bool(each.binding),
    }  # fmt: skip


def _lacking(proposal: Proposal, posed: Posed) -> list[list[Any]]:
    """Village, families below its floor, and how many of these no allocation could serve."""
    if not proposal.lacking:
        return []
    never = feasibility.shortfall(proposal.problem)
    return [[posed.villages[code], much, never.get(code, 0)] for code, much in proposal.lacking.items()]


def _by(keys: npt.NDArray[Any], fit: Flags, served: Flags, shared: npt.NDArray[Any]) -> list[list[Any]]:
    """Key, families, those eligible for something, those served, shares."""
    table = pl.DataFrame({"key": keys, "fit": fit, "served": served, "shares": shared})
    told = table.group_by("key").agg(pl.len().alias("n"), pl.exclude("key", "n").sum()).sort("key")
    return [list(row) for row in told.iter_rows()]


@dataclass(frozen=True, slots=True)
class ByHand:
    """One family more (`give`) or less in one programme. `alone`: it gets nothing else from the plan; `again`: another of its
    persons has this programme; `whole`: the village itself is what gets it, and no family. `cost` whole rupiah."""

    code: str
    village: str
    decile: int
    value: float
    cost: int
    give: bool
    alone: bool
    again: bool = False
    whole: bool = False

    @property
    def sign(self) -> int:
        """How many shares more."""
        return 1 if self.give else -1

    @property
    def families(self) -> int:
        """How many families more are served by anything."""
        return self.sign if self.alone and not self.whole else 0


def changed(result: Mapping[str, Any], hand: ByHand) -> dict[str, Any]:
    """The figures of a plan after a change by hand; bound and prices stay those of the proposal it departs from."""
    sign, families = hand.sign, hand.families
    keys = {"by_village": hand.village, "by_decile": hand.decile}
    tables = {
        name: [
            [at, n, fit, served + families, shares + sign]
            if at == key and not hand.whole
            else [at, n, fit, served, shares]
            for at, n, fit, served, shares in result[name]
        ]
        for name, key in keys.items()
    }
    programmes = [
        {
            **each, "shares": each["shares"] + sign, "families": each.get("families", each["shares"]) + (0 if hand.again else sign),
            "spent": each["spent"] + sign * hand.cost,
            "left": None if each["left"] is None else each["left"] - sign * hand.cost,
        }
        if each["code"] == hand.code
        else each
        for each in result["programmes"]
    ]  # fmt: skip
    return {
        **result, **tables, "programmes": programmes, "limits": [_used(each, hand) for each in result.get("limits", ())],
        "villages": result.get("villages", 0) + (sign if hand.whole and hand.alone else 0), "value": result["value"] + sign * hand.value,
        "served": result["served"] + families, "gaps": result["gaps"] - families, "shares": result["shares"] + sign,
        "spent": result["spent"] + sign * hand.cost,
    }  # fmt: skip


def _used(limit: Mapping[str, Any], hand: ByHand) -> dict[str, Any]:
    """A limit with what is used of it now; what it costs and whether it binds stay those of the proposal."""
    place = limit["place"]
    here = not place or f"{hand.village}.".startswith(f"{place}.")
    if limit["kind"] == "lantai":
        more = hand.families if here else 0
    elif limit["programme"] == hand.code and here:
        more = hand.sign * (hand.cost if limit["kind"] == "anggaran" else 1)
    else:
        more = 0
    return {**limit, "used": limit["used"] + more}
