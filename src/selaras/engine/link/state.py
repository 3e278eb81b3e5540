"""What a registry keeps of a run so that new rows can be linked without looking at all old ones again.

A folder: features.parquet, words_<field>.parquet and tokens_<field>.parquet (the dictionaries), clusters.parquet and
model.json. The numbers in it are digests of one version of polars; another version must write it anew.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from selaras.engine.link import comparison, fit, scorer, standardise, words


@dataclass(frozen=True, slots=True)
class State:
    """encoded: all rows linked so far. clusters: contract CLUSTERS of them. model and lists (how many): of that run."""

    encoded: standardise.Encoded
    clusters: pl.DataFrame
    model: scorer.Model
    lists: int


def save_encoded(encoded: standardise.Encoded, folder: Path) -> None:
    """The features and dictionaries as parquet."""
    folder.mkdir(parents=True, exist_ok=True)
    encoded.features.write_parquet(folder / "features.parquet", compression="lz4")
    for name, dictionary in encoded.words.items():
        dictionary.entries.write_parquet(folder / f"words_{name}.parquet", compression="lz4")
        dictionary.tokens.write_parquet(folder / f"tokens_{name}.parquet", compression="lz4")


def load_encoded(folder: Path, plan: comparison.Comparison) -> standardise.Encoded:
    """What `save_encoded` wrote for the same comparison."""
    dictionaries = {
        field.name: words.Dictionary(
            pl.Series(dtype=pl.Int32),
            pl.read_parquet(folder / f"words_{field.name}.parquet"),
            pl.read_parquet(folder / f"tokens_{field.name}.parquet"),
        )
        for field in plan.fields
        if field.kind in standardise.WORDS
    }
    return standardise.Encoded(pl.read_parquet(folder / "features.parquet"), dictionaries)


def save(state: State, folder: Path) -> None:
    """The whole state."""
    save_encoded(state.encoded, folder)
    state.clusters.write_parquet(folder / "clusters.parquet", compression="lz4")
    written = {"polars": pl.__version__, "lists": state.lists, "model": dump_model(state.model)}
    (folder / "model.json").write_text(json.dumps(written), encoding="utf-8")


def load(folder: Path, plan: comparison.Comparison) -> State | None:
    """The state, or None when another version of polars wrote it: then the next run must be a full one."""
    written = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    if written["polars"] != pl.__version__:
        return None
    clusters = pl.read_parquet(folder / "clusters.parquet")
    return State(load_encoded(folder, plan), clusters, read_model(written["model"]), written["lists"])


def dump_model(model: scorer.Model) -> dict[str, Any]:
    """The model as plain lists and numbers, for a manifest."""
    return {part: _plain(dataclasses.asdict(getattr(model, part))) for part in ("first", "final")}


def read_model(written: dict[str, Any]) -> scorer.Model:
    """What `dump_model` wrote."""
    return scorer.Model(_fit(written["first"]), _fit(written["final"]))


def _fit(part: dict[str, Any]) -> fit.Fit:
    one, others = ([np.array(own) for own in side] for side in part["margins"])
    return fit.Fit(
        np.array(part["shares"]),
        [[np.array(own) for own in kind] for kind in part["fields"]],
        [[np.array(own) for own in kind] for kind in part["joints"]],
        (one, others),
        part["seen"],
    )


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
