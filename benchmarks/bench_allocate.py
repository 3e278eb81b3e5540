"""Sharing out: our proposal beside first come, decile first and greedy per rupiah, all on the same regency in one run.

    selaras bench allocate [--rows N] [--set DETIK]

Up to 300,000 families HiGHS works out the bound of linear programming afterwards, outside the timed part (--set: how many seconds it
may take, default 900); above that, or where it does not finish, the bound is the one our own prices prove, and the line says so. The peers
are held to the same limits, except the village floors, which none of them knows.
"""

from __future__ import annotations

import os
import time

import numpy as np

import harness
import share_out
from selaras.engine.allocate import auditing, checking, solving
from selaras.engine.allocate.problem import Problem

GOAL_ROWS, GOAL_SECONDS, GOAL_SHARE = 200_000, 10.0, 0.999
MOST_ROWS, MOST_SECONDS = 1_000_000, 60.0
AUDITED = 300_000


def run(*, rows: int | None = None, set_name: str | None = None) -> harness.Result:
    count = rows or GOAL_ROWS
    load = os.getloadavg()[0]
    ours = harness.measured(ours_of, count)
    peers = harness.measured(peers_of, count)
    linear = harness.measured(bound_of, count, float(set_name or 900)) if count <= AUDITED else None
    found = ours.value
    bound = found["bound"] if linear is None or linear.value is None else linear.value
    by_whom = "harga bayangan sendiri" if linear is None or linear.value is None else "HiGHS LP"
    limit = GOAL_SECONDS if count <= GOAL_ROWS else MOST_SECONDS
    share = found["value"] / bound
    reached = share >= GOAL_SHARE and not found["broken"] and found["seconds"] < limit
    result = harness.Result(
        name="allocate", rows=count, seconds=found["seconds"], peak_mb=ours.peak_mb,
        peer="greedy per rupiah", peer_seconds=peers.value["greedy per rupiah"]["seconds"],
        goal=f">= {GOAL_SHARE:.1%} of the bound, no limit broken, < {limit:g} s",
        reached=reached if count >= GOAL_ROWS else None,
        scores={
            "share_of_bound": share, "bound": bound, "bound_by": by_whom, "share_of_own_bound": found["value"] / found["bound"],
            "bound_seconds": None if linear is None else linear.seconds, "broken": found["broken"], "pairs": found["pairs"],
            "cpu_seconds": ours.cpu_seconds, "load": load, "cores": os.cpu_count(),
            **{f"share_{name.replace(' ', '_')}": each["value"] / bound for name, each in peers.value.items()},
        },
    )  # fmt: skip
    result.table = [
        {
            "what": name, "share_of_bound": round(each["value"] / bound, 6), "seconds": round(each["seconds"], 2),
            "broken": sum(each["broken"].values()), "served": each["served"], "rupiah": each["rupiah"],
        }
        for name, each in {"Selaras": found, **peers.value}.items()
    ]  # fmt: skip
    return result


def ours_of(count: int) -> dict[str, object]:
    problem, _ = share_out.regency(count)
    start = time.perf_counter()
    proposal = solving.propose(problem)
    seconds = time.perf_counter() - start
    told = _told(problem, proposal.chosen, seconds)
    return told | {"bound": proposal.bound, "pairs": int(problem.eligible.sum())}


def bound_of(count: int, seconds: float) -> float | None:
    return auditing.bound(share_out.regency(count)[0], seconds=seconds)


def peers_of(count: int) -> dict[str, dict[str, object]]:
    """Pair after pair in an order of its own: given where every limit still allows it."""
    problem, decile = share_out.regency(count)
    family, programme = np.nonzero(problem.eligible)
    value = problem.value[family, programme]
    cost = np.empty(len(family))
    for number, offer in enumerate(problem.offers):
        here = programme == number
        cost[here] = offer.cost if offer.costs is None else offer.costs[family[here]]
    came = np.random.default_rng(1).permutation(count)[family]
    found = {}
    for name, keys in {
        "first come": (programme, came),
        "decile first": (-value, decile[family]),
        "greedy per rupiah": (came, -value / np.maximum(cost, 1)),
    }.items():
        start = time.perf_counter()
        order = np.lexsort(keys)
        chosen = _in_turn(problem, family[order], programme[order])
        found[name] = _told(problem, chosen, time.perf_counter() - start)
    return found


def _in_turn(problem: Problem, family: np.ndarray, programme: np.ndarray) -> np.ndarray:
    chosen = np.zeros(problem.value.shape, bool)
    shares = [min(offer.shares, problem.families) for offer in problem.offers]
    rupiah = [offer.budget if offer.varies else None for offer in problem.offers]
    regions = [dict(offer.by_region) for offer in problem.offers]
    costs = [offer.costs.tolist() if offer.varies else None for offer in problem.offers]
    against: list[set[int]] = [set() for _ in problem.offers]
    for one, other in problem.exclusive:
        against[one].add(other)
        against[other].add(one)
    has: list[list[int]] = [[] for _ in range(problem.families)]
    region = problem.region.tolist()
    for who, what in zip(family.tolist(), programme.tolist(), strict=True):
        held, code = has[who], region[who]
        if shares[what] < 1 or len(held) >= problem.most or regions[what].get(code, 1) < 1:
            continue
        if costs[what] is not None and costs[what][who] > rupiah[what]:
            continue
        if any(other in against[what] for other in held):
            continue
        held.append(what)
        shares[what] -= 1
        if code in regions[what]:
            regions[what][code] -= 1
        if costs[what] is not None:
            rupiah[what] -= costs[what][who]
        chosen[who, what] = True
    return chosen


def _told(problem: Problem, chosen: np.ndarray, seconds: float) -> dict[str, object]:
    return {
        "value": problem.worth(chosen), "seconds": seconds, "broken": checking.broken(problem, chosen),
        "served": int(chosen.any(axis=1).sum()),
        "rupiah": sum(offer.rupiah(chosen[:, number]) for number, offer in enumerate(problem.offers)),
    }  # fmt: skip
