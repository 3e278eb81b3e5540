"""Splink 5 on the same records with the same blocking rules: the peer in the benchmark, and a second opinion.

Plain means as its own tutorials set it up: Jaro-Winkler and Levenshtein levels, term frequencies on names, u from
random pairs, m from EM, connected components. Needs the development dependency `splink`; nothing in the conveyor
imports this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import splink
import splink.comparison_level_library as level
import splink.comparison_library as library

from selaras.engine.link import comparison, database, standardise

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Predicted:
    """Scored pairs: rids and Splink's match weight in bits; how many seconds clustering at 0.9 took is left to the caller."""

    a: Ints
    b: Ints
    weight: npt.NDArray[np.float64]


def table(encoded: standardise.Encoded, plan: comparison.Comparison) -> pl.DataFrame:
    """The standardised records as text, plus the keys of the rules (b_0, b_1 ...: their first keys, capped)."""
    features = encoded.features
    columns: dict[str, pl.Series] = {"unique_id": features["rid"]}
    for field in plan.fields:
        if field.kind in ("name", "latin", "text", "digits"):
            entries = encoded.words[field.name].entries
            columns[field.name] = (
                pl.DataFrame({"id": features[field.name]})
                .join(entries.select("id", "text"), on="id", how="left", maintain_order="left")["text"]
            )  # fmt: skip
        elif field.kind == "date":
            digits = features[field.name].cast(pl.String)
            columns[field.name] = (
                digits.str.slice(0, 4) + "-" + digits.str.slice(4, 2) + "-" + digits.str.slice(6, 2)
            )
        elif field.kind in ("nomor", "code"):
            columns[field.name] = features[field.name].cast(pl.String)
        elif field.kind == "place":
            columns |= {
                f"{field.name}{part}": features[f"{field.name}{part}"] for part in ("", "_kec", "_rt")
            }
    columns |= {f"k_{key}": features[key] for rule in plan.rules for key in rule.keys[1:]}
    for number, rule in enumerate(plan.rules):
        columns[f"b_{number}"] = _capped(features, rule, plan.block_cap)
    return pl.DataFrame(columns)


def _capped(features: pl.DataFrame, rule: comparison.Rule, cap: int) -> pl.Series:
    """The rule's first key; null where `block.py` passes the row over. Without that Splink compares tens of millions
    of pairs of common names at a million rows; it gets it for free, outside the time that is measured."""
    complete = pl.all_horizontal(pl.col(key).is_not_null() for key in rule.keys)
    size = pl.len().over(list(rule.keys))
    return features.select(pl.when(complete & size.is_between(2, cap)).then(pl.col(rule.keys[0]))).to_series()


def _block_on(plan: comparison.Comparison, at: int) -> Any:
    return splink.block_on(f"b_{at}", *(f"k_{key}" for key in plan.rules[at].keys[1:]))


def predict(
    records: pl.DataFrame, plan: comparison.Comparison, *, threads: int = 4, weight: float = -4.0
) -> Predicted:
    """Train on `records` (see `table`), score the candidates, keep pairs above `weight`; ends with one clustering."""
    with database.opened(threads, ordered=True) as connection:
        api = splink.DuckDBAPI(connection=connection)
        linker = splink.Linker(
            api.register(records.to_arrow(), table_name="records"), _settings(plan), log_level="ERROR"
        )
        linker.training.estimate_probability_two_random_records_match(_deterministic(plan), recall=0.7)
        linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
        for rule in _training_rules(plan):
            linker.training.estimate_parameters_using_expectation_maximisation(rule)
        pairs = linker.inference.predict(threshold_match_weight=weight)
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
            pairs, threshold_match_probability=0.9
        )
        connection.execute(f"SELECT count(*) FROM {clusters.physical_name}").fetchall()  # noqa: S608
        found = connection.execute(
            f"SELECT unique_id_l AS a, unique_id_r AS b, match_weight AS w FROM {pairs.physical_name}"  # noqa: S608
        ).fetchnumpy()
    return Predicted(found["a"].astype(np.int64), found["b"].astype(np.int64), found["w"].astype(np.float64))


def _settings(plan: comparison.Comparison) -> splink.SettingsCreator:
    compared = [_comparison(field) for field in plan.fields if field.kind not in ("list", "family")]
    return splink.SettingsCreator(
        link_type="dedupe_only",
        comparisons=compared,
        blocking_rules_to_generate_predictions=[_block_on(plan, at) for at in range(len(plan.rules))],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )


def _comparison(field: comparison.Field) -> Any:
    name = field.name
    match field.kind:
        case "name" | "latin":
            return library.JaroWinklerAtThresholds(name, [0.92, 0.8]).configure(
                term_frequency_adjustments=True
            )
        case "text":
            return library.JaroWinklerAtThresholds(name, [0.9]).configure(term_frequency_adjustments=True)
        case "date":
            return library.DateOfBirthComparison(name, input_is_string=True, invalid_dates_as_null=False)
        case "nomor" | "digits":
            return library.LevenshteinAtThresholds(name, [1, 2])
        case "place":
            return library.CustomComparison(
                output_column_name=name,
                comparison_levels=[
                    level.NullLevel(f"{name}_kec"),
                    level.And(level.ExactMatchLevel(name), level.ExactMatchLevel(f"{name}_rt")),
                    level.ExactMatchLevel(name),
                    level.ExactMatchLevel(f"{name}_kec"),
                    level.ElseLevel(),
                ],
            )
    return library.ExactMatch(name)


def _deterministic(plan: comparison.Comparison) -> list[Any]:
    return [_block_on(plan, at) for at in range(min(2, len(plan.rules)))]


def _training_rules(plan: comparison.Comparison) -> list[Any]:
    """Sessions whose blocks fix different fields: a birth date with a name, and a place or number with a name."""
    chosen = [at for at, rule in enumerate(plan.rules) if any("nama" in key for key in rule.keys)]
    return [_block_on(plan, at) for at in (chosen[0], chosen[1], chosen[-1])]
