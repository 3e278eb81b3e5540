"""Linking: our scorer and clusters beside plain Splink 5, same standardised records, same blocking rules, one run.

    selaras bench link [--rows N] [--set febrl3 | febrl4 | historical_50k | increment]

Without --set the records are made by `other_maker.py`, which shares nothing with our generator. Standardising is timed
on its own and left out of the comparison; training is in. Splink gets the threshold that the truth likes best, ours is
always 0. Scores: cluster pair F1 counts pairs of records put together; exact F1 counts clusters, single records
included, that are exactly a true one (precision over ours, recall over the true ones).
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import splink as peer

import harness
import other_maker
import truth
from selaras.engine.link import (
    block,
    cluster,
    compare,
    comparison,
    database,
    decide,
    increment,
    scorer,
    standardise,
    state,
)
from selaras.engine.link import run as stage
from selaras.engine.link import splink as adapter

DATA = Path(__file__).parent / "data" / "linking"
SETS = ("febrl3", "febrl4", "historical_50k")
GOALS = {
    "febrl3": "F1 pasangan >= 0,998",
    "febrl4": "F1 pasangan >= 0,998",
    "historical_50k": "F1 pasangan >= Splink pada ambang terbaiknya",
}
THREADS = 4


def run_set(set_name: str) -> tuple[pl.DataFrame, comparison.Comparison]:
    """Records of a public set with columns named as the comparison names them, and `true_person`."""
    if set_name == "historical_50k":
        found = pl.read_parquet(DATA / "historical_figures_with_errors_50k.parquet").rename(
            {
                "full_name": "nama", "dob": "tanggal_lahir", "birth_place": "tempat_lahir", "postcode_fake": "kode_pos",
                "occupation": "pekerjaan", "gender": "jenis_kelamin", "cluster": "true_person",
            }
        )  # fmt: skip
        return _with_keys(found.with_columns(source=pl.lit("wikidata"))), comparison.PLAIN
    files = ["dataset3.csv"] if set_name == "febrl3" else ["dataset4a.csv", "dataset4b.csv"]
    return _with_keys(pl.concat([_febrl(name) for name in files])), comparison.ADDRESS


def _febrl(name: str) -> pl.DataFrame:
    text = pl.read_csv(DATA / name, infer_schema=False)
    text = text.rename({column: column.strip() for column in text.columns}).with_columns(
        pl.all().str.strip_chars()
    )
    text = text.with_columns(pl.when(pl.all() != "").then(pl.all()).name.keep())
    return text.select(
        pl.concat_str("given_name", "surname", separator=" ", ignore_nulls=True).alias("nama"),
        tanggal_lahir="date_of_birth", alamat="address_1", alamat_2="address_2", nomor_rumah="street_number",
        kota="suburb", kode_pos="postcode", provinsi="state", nomor_identitas="soc_sec_id",
        true_person=pl.col("rec_id").str.extract(r"rec-(\d+)"), source=pl.lit(name),
    )  # fmt: skip


def _with_keys(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_row_index("rid").with_columns(edition=pl.lit("1"))


def _standardise(folder: str, plan: comparison.Comparison) -> float:
    records = pl.read_parquet(Path(folder) / "records.parquet")
    start = time.perf_counter()
    encoded = standardise.encode(records, plan)
    seconds = time.perf_counter() - start
    state.save_encoded(encoded, Path(folder))
    adapter.table(encoded, plan).write_parquet(Path(folder) / "peer.parquet")
    return seconds


def _ours(folder: str, plan: comparison.Comparison) -> dict[str, float]:
    with database.opened(THREADS) as connection:
        rows, lists = compare.load_folder(connection, Path(folder), plan)
        ready = comparison.prepared(plan, lists)
        decided = decide.read(None, rows)
        block.candidates(connection, ready)
        scored = scorer.score(connection, ready, lambda edges: stage.grouped(edges, decided))
    np.save(Path(folder) / "ours.npy", scored.label)
    return {"pairs": len(scored.number), "patterns": len(scored.codes)}


def _peer(folder: str, plan: comparison.Comparison) -> dict[str, float]:
    found = adapter.predict(pl.read_parquet(Path(folder) / "peer.parquet"), plan, threads=THREADS)
    np.savez(Path(folder) / "peer.npz", a=found.a, b=found.b, weight=found.weight)
    return {"pairs": len(found.a)}


def _oracle(folder: Path, true: np.ndarray) -> tuple[dict[str, float], dict[str, float], float]:
    """Splink's clusters at the threshold with the best pair F1, at p >= 0.9, and that threshold in bits."""
    found = np.load(folder / "peer.npz")
    best: dict[str, float] = {"f1": -1.0}
    at = 0.0
    for bits in np.arange(-3.0, 30.0, 1.0):
        keep = found["weight"] >= bits
        now = truth.scores(true, cluster.components(len(true), found["a"][keep], found["b"][keep]))
        if now["f1"] > best["f1"]:
            best, at = now, float(bits)
    keep = found["weight"] >= np.log2(9.0)
    return best, truth.scores(true, cluster.components(len(true), found["a"][keep], found["b"][keep])), at


def run_bench(records: pl.DataFrame, plan: comparison.Comparison, name: str) -> harness.Result:
    """Both sides in processes of their own, then the truth."""
    with tempfile.TemporaryDirectory() as made:
        records.drop("true_person").write_parquet(Path(made) / "records.parquet")
        _, true = np.unique(records["true_person"].to_numpy(), return_inverse=True)
        before = harness.measured(_standardise, made, plan)
        ours = harness.measured(_ours, made, plan)
        theirs = harness.measured(_peer, made, plan)
        mine = truth.scores(true, np.load(Path(made) / "ours.npy"))
        best, at_nine, bits = _oracle(Path(made), true)
    wrong = {key: (1 - best[key]) / max(1 - mine[key], 1e-9) for key in ("f1", "exact_f1")}
    result = harness.Result(
        name=name, rows=records.height, seconds=ours.seconds, peak_mb=ours.peak_mb,
        peer=f"splink {peer.__version__}, polos, aturan blok yang sama, ambang terbaik {bits:.0f} bit",
        peer_seconds=theirs.seconds, goal=GOALS.get(name.removeprefix("link:"), ""),
    )  # fmt: skip
    result.scores = {
        "f1": mine["f1"], "exact_f1": mine["exact_f1"], "precision": mine["precision"], "recall": mine["recall"],
        "largest_cluster": mine["largest"], "peer_f1": best["f1"], "peer_exact_f1": best["exact_f1"],
        "peer_f1_at_p90": at_nine["f1"], "wrong_pairs_ratio": wrong["f1"], "wrong_clusters_ratio": wrong["exact_f1"],
        "cpu_seconds": ours.cpu_seconds, "peer_cpu_seconds": theirs.cpu_seconds,
        "cpu_ratio": theirs.cpu_seconds / max(ours.cpu_seconds, 1e-9), "peer_peak_mb": theirs.peak_mb,
        "standardise_seconds": before.value, "pairs": ours.value["pairs"],
    }  # fmt: skip
    result.table = [
        _line("selaras, bobot 0", ours, mine),
        _line("splink, ambang dari kebenaran", theirs, best),
        _line("splink, p >= 0,9", theirs, at_nine),
    ]
    return result


def _line(who: str, cost: harness.Measure, found: dict[str, float]) -> dict[str, Any]:
    return {
        "siapa": who, "detik": cost.seconds, "cpu": cost.cpu_seconds, "MB": cost.peak_mb,
        "F1 pasangan": found["f1"], "F1 kelompok": found["exact_f1"], "terbesar": found["largest"],
    }  # fmt: skip


def _increment(folder: str, plan: comparison.Comparison, new: int) -> dict[str, float]:
    """Link all but the last rows, keep the state on disk; then load it, link the last rows to it and time that."""
    records = pl.read_parquet(Path(folder) / "records.parquet")
    old, fresh = records.head(records.height - new), records.tail(new)
    linked = stage.link(old, comparison=plan, threads=THREADS)
    kept = Path(folder) / "state"
    state.save(linked.state, kept)
    del linked
    start = time.perf_counter()
    known = state.load(kept, plan)
    assert known is not None
    loaded = time.perf_counter() - start
    added = increment.add(known, fresh, comparison=plan, threads=THREADS)
    seconds = time.perf_counter() - start
    both = known.clusters.join(added.clusters, on="rid", how="anti")
    persons = pl.concat([both, added.clusters]).sort("rid")["person_id"]
    _, label = np.unique(persons.to_numpy(), return_inverse=True)
    np.save(Path(folder) / "ours.npy", label)
    changed = added.clusters.join(known.clusters, on="rid", suffix="_old")
    return {
        "seconds": seconds,
        "load": loaded,
        "moved": int((changed["person_id"] != changed["person_id_old"]).sum()),
    }


def run_increment(rows: int) -> harness.Result:
    """10,000 new rows into the rest."""
    records = (
        other_maker.make(rows, seed=7)
        .sample(fraction=1, shuffle=True, seed=1)
        .drop("rid")
        .with_row_index("rid")
    )
    with tempfile.TemporaryDirectory() as made:
        records.drop("true_person").write_parquet(Path(made) / "records.parquet")
        cost = harness.measured(_increment, made, comparison.INDONESIA, min(10_000, rows // 10))
        _, true = np.unique(records["true_person"].to_numpy(), return_inverse=True)
        mine = truth.scores(true, np.load(Path(made) / "ours.npy"))
    seconds = cost.value["seconds"]
    return harness.Result(
        name="link:increment", rows=rows, seconds=seconds, peak_mb=cost.peak_mb,
        goal="10.000 baris baru ke 1 juta <= 3 detik", reached=seconds <= 3.0,
        scores={"f1": mine["f1"], "exact_f1": mine["exact_f1"], "load_seconds": cost.value["load"],
                "rows_whose_person_changed": cost.value["moved"]},
    )  # fmt: skip


def run(*, rows: int | None = None, set_name: str | None = None) -> harness.Result:
    """The door of the harness."""
    if set_name == "increment":
        return run_increment(rows or 1_000_000)
    if set_name in SETS:
        records, plan = run_set(set_name)
        result = run_bench(records, plan, f"link:{set_name}")
        floor = result.scores["peer_f1"] if set_name == "historical_50k" else 0.998
        result.reached = result.scores["f1"] >= floor
        return result
    result = run_bench(other_maker.make(rows or 100_000, seed=7), comparison.INDONESIA, "link")
    million = (rows or 100_000) == 1_000_000
    figures = result.scores
    result.goal = "F1 >= 0,990 / 0,979; pasangan salah >= 2,3 x dan kelompok salah >= 1,8 x lebih sedikit"
    result.reached = (
        figures["f1"] >= 0.990 and figures["exact_f1"] >= 0.979
        and figures["wrong_pairs_ratio"] >= 2.3 and figures["wrong_clusters_ratio"] >= 1.8
    )  # fmt: skip
    if million:
        result.goal += "; >= 3 x lebih cepat, CPU >= 2,5 x, <= 1.200 MB, baku <= 4 detik"
        result.reached &= (
            (result.ratio or 0) >= 3 and figures["cpu_ratio"] >= 2.5
            and result.peak_mb <= 1200 and figures["standardise_seconds"] <= 4
        )  # fmt: skip
    return result
