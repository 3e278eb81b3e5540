"""The conveyor, in one screen: read -> check -> link -> merge -> compare -> write."""

from __future__ import annotations

import concurrent.futures
import datetime as dt
import functools
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from selaras.engine import tables
from selaras.engine.check import run as check
from selaras.engine.compare import run as compare
from selaras.engine.link import run as link
from selaras.engine.merge import run as merge
from selaras.kernel import errors
from selaras.pipeline import (
    decisions,
    gates,
    intake,
    manifest,
    numbering,
    outputs,
    place,
    progress,
    references,
    run,
    versions,
)

_FEW = 100_000  # person records


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked: the folder of sources, where the result goes, the day it speaks for.

    `insist` goes on where a gate would refuse (--tetap-lanjut). `threads` None: all cores. `report` False leaves out
    laporan.xlsx and laporan.html, which for a small list cost as much as its link.
    """

    folder: Path
    out: Path
    as_known_on: dt.date
    insist: bool = False
    threads: int | None = None
    report: bool = True


@dataclass(frozen=True, slots=True)
class Summary:
    """What came out."""

    run: run.Run
    out: Path
    seconds: float
    stages: list[progress.Stage]


# The files as they were read, and the decisions of people about their rows.
Material = tuple[list[intake.Piece], pl.DataFrame]


def sync(order: Order, listener: progress.Listener | None = None) -> Summary:
    """Makes one registry from the files of a folder and puts it in place whole.

    Raises SelarasError for files and folders that cannot be used; nothing is changed then.
    """
    if order.out.resolve() == order.folder.resolve():
        raise errors.SelarasError("keluaran_di_masukan")
    paths = intake.files(order.folder, order.out)

    def read(log: progress.Log) -> Material:
        return intake.gather(order.folder, paths, log), decisions.read(order.folder)

    return _made(read, len(paths), order, listener)


def conveyor(
    pieces: list[intake.Piece],
    decided: pl.DataFrame,
    order: Order,
    listener: progress.Listener | None = None,
) -> Summary:
    """The same from files that were read before, such as the accepted editions of the portal.

    pieces   of `pieces` only `file` and `converted` are looked at; their order does not matter
    decided  DECISIONS, by key of both rows
    order    its `folder` is not looked at
    """
    return _made(lambda _: (pieces, decided), len(pieces), order, listener)


def _made(
    read: Callable[[progress.Log], Material], files: int, order: Order, listener: progress.Listener | None
) -> Summary:
    start, log = time.perf_counter(), progress.Log(listener or progress.Silent())
    with (
        place.replacing(order.out, outputs.NAMES) as room,
        concurrent.futures.ThreadPoolExecutor(1) as beside,
        outputs.Writer(room.fresh) as writer,
    ):
        with log.stage("baca", files) as stage:
            pieces, told = read(log)
            gates.editions(pieces)
            batch = numbering.join(pieces, order.as_known_on)
            decided = decisions.by_number(told, batch.records)
            stage.took(berkas=files, keputusan=decided.height)
            stage.gave(baris_orang=batch.records.height, baris_keluarga=batch.keluarga_records.height)
        link_up = functools.partial(_linked, batch, decided, room.earlier, order)
        with log.stage("periksa") as stage:
            # Where findings stop nothing, few rows are linked meanwhile; many need all cores and all memory for one thing.
            early = beside.submit(link_up) if order.insist and batch.records.height < _FEW else None
            found = _checked(batch, order)
            stage.gave(catatan=found.height)
        with log.stage("padankan") as stage:
            linked, links = early.result() if early else link_up()
            stage.gave(orang=links["person_id"].n_unique(), menunggu_keputusan=linked.review.height)
        # Not before: while rows are linked all memory is needed.
        writer.put(
            records=batch.records, keluarga_records=batch.keluarga_records, aggregates=batch.aggregates,
            lineage=batch.lineage, findings=found, links=links, pairs=linked.pairs, patterns=linked.patterns,
            review=linked.review,
        )  # fmt: skip
        with log.stage("gabung") as stage:
            merged = merge.merge(batch.records, batch.keluarga_records, linked.clusters)
            writer.put(persons=merged.persons, keluarga=merged.keluarga, keluarga_of=merged.keluarga_of)
            stage.gave(orang=merged.persons.height, keluarga=merged.keluarga.height)
        with log.stage("bandingkan") as stage:
            differences = compare.survey(batch.records, batch.keluarga_records, linked.clusters, merged)
            stage.gave(ketidaksesuaian=differences.discrepancies.height)
        with log.stage("tulis") as stage:
            made = run.Run(
                run.Tables(
                    batch.records, batch.keluarga_records, batch.aggregates, batch.lineage, found, links,
                    linked.pairs, linked.patterns, linked.review, merged.persons, merged.keluarga,
                    merged.keluarga_of, differences.discrepancies, differences.overlap,
                ),
                tuple(piece.file for piece in pieces), order.as_known_on, versions.packages(),
            )  # fmt: skip
            writer.put(discrepancies=differences.discrepancies, overlap=differences.overlap)
            written = writer.finish(made if order.report else None)
            stage.gave(berkas_hasil=len(written) + 1)
        report = manifest.of(made, log.stages, written, decided.height, insist=order.insist)
        outputs.write_manifest(room.fresh, report)
    return Summary(made, order.out, time.perf_counter() - start, log.stages)


def _linked(
    batch: numbering.Batch, decided: pl.DataFrame, folder: Path | None, order: Order
) -> tuple[link.Linked, pl.DataFrame]:
    """Who is the same person, and where each person record went."""
    earlier = _earlier(folder)
    sent = references.held(batch.records, earlier.links if earlier else None)
    # What people decided comes last: of two that speak of one pair the last one holds.
    told_of = pl.concat([sent, decided]) if sent.height else decided
    linked = link.link(batch.records, decisions=told_of, earlier=earlier, threads=order.threads)
    return linked, _links(batch.records, linked.clusters, order)


def _checked(batch: numbering.Batch, order: Order) -> pl.DataFrame:
    """All findings, of reading and of checking, in the order of files and rows."""
    if batch.records.is_empty():
        raise errors.SelarasError("tanpa_orang")
    found = check.check(
        batch.records.drop("rid"),
        batch.keluarga_records.drop("krid"),
        as_known_on=order.as_known_on,
        reported=batch.findings,
    )
    found = pl.concat([batch.findings, found]).sort(tables.KEY_NAMES, maintain_order=True, nulls_last=False)
    if not order.insist:
        gates.contents(found, batch.records)
    return found


def _links(records: pl.DataFrame, clusters: pl.DataFrame, order: Order) -> pl.DataFrame:
    """Where each person record went, by the place it stands in."""
    found = pl.concat(
        [
            records.select(*tables.KEY_NAMES),
            clusters.sort("rid").select(pl.exclude("rid"), "rid"),
            records.select("part"),
        ],
        how="horizontal",
    )
    if not order.insist:
        gates.result(found)
    return found


def _earlier(folder: Path | None) -> link.Earlier | None:
    """The registry that stands there now: persons it knows keep their ids, and stay as they are while their rows do."""
    if folder is None or not outputs.is_result(folder):
        return None
    outputs.read_manifest(folder)
    # The portal lays out the links alone: ids persist, every person is looked at afresh.
    records = folder / "records.parquet"
    return link.Earlier(
        pl.read_parquet(folder / "links.parquet"), pl.read_parquet(records) if records.exists() else None
    )
