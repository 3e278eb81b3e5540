"""Eligibility: 17 programmes (56 clauses) for every family of a regency at once, beside CEL and JsonLogic on a sample of the same families.

    selaras bench eligibility [--rows N] [--set KELUARGA]      (--set: families in the sample of the peers, default 400)

Families have members; of every column 2-6 % of the answers are hidden afterwards, so the truth is known. Engine time: from checked tables to
masks, counts and the reasons of a page of 50 families, the middle one of seven turns. The sentinel way (a missing number is -1, a missing yes-or-no is no) is run by our own
engine on filled tables, to show what it would hand out.
"""

from __future__ import annotations

import datetime as dt
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

import harness
import regency_rules
import rule_peers
from selaras.engine.eligibility import deciding, explaining
from selaras.engine.eligibility.answering import Outcome
from selaras.engine.eligibility.fields import Kind

GOAL_ROWS, GOAL_SECONDS, GOAL_MB = 1_000_000, 0.5, 1024
DAY = dt.date(2026, 11, 22)
PAGE = 50
# The machine is shared: the middle one of so many turns is told, each of them in the JSON line.
TURNS = 7
TABLES = ("keluarga", "anggota")


def run(*, rows: int | None = None, set_name: str | None = None) -> harness.Result:
    count = rows or GOAL_ROWS
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        harness.measured(make, folder, count)
        ours = harness.measured(ours_of, folder)
        wrong = harness.measured(false_layak, folder)
        peers = harness.measured(peers_of, folder, min(count, int(set_name or 400)))
    found, beside = ours.value, peers.value
    per_family = {name: each["seconds"] / each["families"] for name, each in beside.items()}
    own = found["seconds"] / count
    reached = (
        found["seconds"] < GOAL_SECONDS
        and ours.peak_mb < GOAL_MB
        and wrong.value["selaras"] == 0
        and all(each["differ_when_known"] == 0 for each in beside.values())
    )
    result = harness.Result(
        name="eligibility", rows=count, seconds=found["seconds"], peak_mb=ours.peak_mb,
        peer="cel-python, sample, scaled to all families", peer_seconds=per_family["cel-python"] * count,
        goal=f"< {GOAL_SECONDS:g} s engine time and < {GOAL_MB} MB for {GOAL_ROWS:,} families, no false layak, peers agree where all is known",
        reached=reached if count >= GOAL_ROWS else None,
        scores={
            **{name: value for name, value in found.items() if name != "seconds"}, "load": load, "cores": os.cpu_count(),
            "false_layak": wrong.value["selaras"], "false_layak_sentinel": wrong.value["sentinel"],
            "false_layak_sentinel_share": wrong.value["sentinel"] / max(1, wrong.value["true_layak"]),
            "lets_pass_unmarked": wrong.value["unmarked"],
            **{f"ratio_{name}": seconds / own for name, seconds in per_family.items()}, "peers": beside,
        },
    )  # fmt: skip
    result.table = [
        {"what": "selaras", "families": count, "seconds": round(found["seconds"], 3), "us_per_family": round(own * 1e6, 3),
         "false_layak": wrong.value["selaras"], "differ_when_known": 0, "times_ours": 1.0},
        *({"what": name, "families": each["families"], "seconds": round(each["seconds"], 2),
           "us_per_family": round(per_family[name] * 1e6, 1), "false_layak": each["false_layak"],
           "differ_when_known": each["differ_when_known"], "times_ours": round(per_family[name] / own)}
          for name, each in beside.items()),
    ]  # fmt: skip
    return result


def make(folder: str, count: int, seed: int = 11) -> None:
    """A regency of which everything is known (`*_benar`), and the same with 2-6 % of every column hidden."""
    rng = np.random.default_rng(seed)
    sizes = rng.choice(np.arange(1, 9), count, p=[0.09, 0.17, 0.22, 0.24, 0.15, 0.08, 0.03, 0.02])
    belongs = np.repeat(np.arange(count, dtype=np.uint32), sizes)
    decile = rng.integers(1, 11, count)
    keluarga = {
        "desil": decile.astype(np.int8), "luas": rng.gamma(4, 12, count).round(1), "penghasilan": (rng.lognormal(14.2, 0.6, count) // 1000 * 1000).astype(np.int64),
        "daya": rng.choice([450, 900, 1300, 2200], count).astype(np.int32), "jumlah": sizes.astype(np.int16),
        "lama_tinggal": rng.integers(0, 40, count).astype(np.int16), "lahan": np.where(rng.random(count) < 0.4, rng.gamma(1.5, 0.8, count), 0).round(2),
    }  # fmt: skip
    for field in regency_rules.FIELDS.keluarga.values():
        if field.kind is Kind.TEXT:
            keluarga[field.name] = rng.choice(list(field.choices), count)
        elif field.kind is Kind.TRUTH:
            likely = 0.93 if field.name in ("ktp_kukar", "berlistrik") else 0.15
            keluarga[field.name] = rng.random(count) < likely
    people = len(belongs)
    age = rng.integers(0, 85, people).astype(np.int16)
    anggota = {
        deciding.BELONGS: belongs, "umur": age, "sekolah": (age > 5) & (age < 24) & (rng.random(people) < 0.8),
        "hamil": rng.random(people) < 0.01, "disabilitas": rng.random(people) < 0.02, "bekerja": (age > 17) & (rng.random(people) < 0.6),
    }  # fmt: skip
    for name, columns in zip(TABLES, (keluarga, anggota), strict=True):
        full = pl.DataFrame(columns)
        full.write_parquet(Path(folder) / f"{name}_benar.parquet")
        full.with_columns(
            pl.when(pl.Series(rng.random(full.height) >= rng.uniform(0.02, 0.06))).then(pl.col(column)).alias(column)
            for column in full.columns if column != deciding.BELONGS
        ).write_parquet(Path(folder) / f"{name}.parquet")  # fmt: skip


def _registry(folder: str, ending: str = "") -> deciding.Registry:
    tables = [pl.read_parquet(Path(folder) / f"{name}{ending}.parquet") for name in TABLES]
    return deciding.Registry(tables[0], tables[1], regency_rules.FIELDS)


def ours_of(folder: str) -> dict[str, Any]:
    registry, programmes = _registry(folder), regency_rules.programmes()
    deciding.decide(_first(registry, 100), programmes, DAY)
    each, page_each, cpu = [], [], time.process_time()
    for _ in range(TURNS):
        start = time.perf_counter()
        decided = deciding.decide(registry, programmes, DAY)
        counts = [found.counts() for found in decided]
        masks = time.perf_counter()
        page = explaining.of_keluarga(registry, decided, range(min(PAGE, registry.families.height)))
        lines = [reason.line for told in page.values() for one in told for reason in one.reasons]
        each.append(time.perf_counter() - start)
        page_each.append(time.perf_counter() - masks)
    cpu, seconds = (time.process_time() - cpu) / TURNS, statistics.median(each)
    return {
        "seconds": seconds, "seconds_each": each, "page_seconds": statistics.median(page_each), "engine_cpu_seconds": cpu, "sentences": len(lines),
        "members": registry.members.height, "programmes": len(decided), "clauses": sum(len(found.clauses) for found in decided),
        **{outcome.value: sum(count[outcome] for count in counts) for outcome in Outcome},
    }  # fmt: skip


def _first(registry: deciding.Registry, families: int) -> deciding.Registry:
    members = registry.members.filter(pl.col(deciding.BELONGS) < families)
    return deciding.Registry(registry.families.head(families), members, registry.catalogue)


def false_layak(folder: str) -> dict[str, int]:
    """Pairs called layak that are not, all answers known: ours, the sentinel way, and those one clause lets pass (`unmarked`: of these
    how many do not say so)."""
    strict = regency_rules.programmes(lets=False)
    registry = _registry(folder)
    truth = _layak(deciding.decide(_registry(folder, "_benar"), strict, DAY))
    ours = _layak(deciding.decide(registry, strict, DAY))
    filled = deciding.Registry(_filled(registry.families), _filled(registry.members), registry.catalogue)
    sentinel = _layak(deciding.decide(filled, strict, DAY))
    lets = deciding.decide(registry, regency_rules.programmes(), DAY)
    let = np.argwhere(_layak(lets) & ~ours)[:20]
    unmarked = 0
    for number, row in let.tolist():
        [told] = explaining.of_keluarga(registry, [lets[number]], [row])[row]
        unmarked += not any(reason.assumed for reason in told.reasons)
    return {
        "selaras": int((ours & ~truth).sum()), "sentinel": int((sentinel & ~truth).sum()), "true_layak": int(truth.sum()),
        "unmarked": unmarked,
    }  # fmt: skip


def _layak(decided: list[deciding.Decided]) -> np.ndarray:
    return np.stack([((each.fail == 0) & (each.unknown == 0)).to_numpy() for each in decided])


def _filled(table: pl.DataFrame) -> pl.DataFrame:
    return table.with_columns(
        pl.selectors.numeric().fill_null(-1),
        pl.selectors.boolean().fill_null(value=False),
        pl.selectors.string().fill_null(""),
    )


def peers_of(folder: str, count: int) -> dict[str, dict[str, Any]]:
    """Both peers on the first families, beside our answers for the same."""
    registry = _first(_registry(folder), count)
    decided = deciding.decide(registry, regency_rules.programmes(lets=False), DAY)
    truth = deciding.decide(
        _first(_registry(folder, "_benar"), count), regency_rules.programmes(lets=False), DAY
    )
    members = registry.members.partition_by(deciding.BELONGS, as_dict=True, include_key=False)
    families = [
        row | {"anggota": members[(number,)].to_dicts()}
        for number, row in enumerate(registry.families.to_dicts())
    ]
    complete = [_complete(family) for family in families]
    ours, right = ([list(each.outcome) for each in found] for found in (decided, truth))
    found = {}
    for name, peer in (("cel-python", rule_peers.by_cel), ("json-logic-qubit", rule_peers.by_logic)):
        outcomes, seconds = peer(decided, families)
        pairs = [
            (theirs[row], mine[row], true[row], complete[row])
            for theirs, mine, true in zip(outcomes, ours, right, strict=True) for row in range(count)
        ]  # fmt: skip
        found[name] = {
            "seconds": seconds, "families": count, "known_families": sum(complete),
            "differ_when_known": sum(theirs != mine for theirs, mine, _, known in pairs if known),
            "differ": sum(theirs != mine for theirs, mine, _, _ in pairs),
            "false_layak": sum(theirs == Outcome.LAYAK != true for theirs, _, true, _ in pairs),
        }  # fmt: skip
    return found


def _complete(family: dict[str, Any]) -> bool:
    rows = [family, *family["anggota"]]
    return all(value is not None for row in rows for value in row.values())
