"""Reading the columns of one sheet: each column once per reader, several at a time.

Two recipes of one part read many of the same columns; polars works outside Python's lock, so columns are read side by
side.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import polars as pl

from selaras.engine.read import identity, profile, values
from selaras.engine.read.deliver.take import Cells, Reader, Take

NumberReader = Callable[..., identity.Identity]

NUMBERS: dict[str, NumberReader] = {"nik": identity.nik, "kk": identity.kk, "nik_kepala": identity.nik}
_WORKERS = min(8, os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Column:
    """A column after reading; `fault` is None where nothing was odd."""

    value: pl.Series
    fault: pl.Series | None


@dataclass(slots=True)
class Desk:
    """The readings of one sheet. `latest_year` is the year of the edition."""

    mapped: profile.Mapped
    latest_year: int
    _columns: dict[tuple[Reader, str], Column] = field(default_factory=dict)
    _numbers: dict[tuple[NumberReader, str], identity.Identity] = field(default_factory=dict)

    def ahead(self, takes: Iterable[Take], numbers: Iterable[tuple[str, str]]) -> None:
        """Read everything the recipes will ask for."""
        jobs = {
            (take.reader, column)
            for take in takes
            for column in take.columns
            if column in self.mapped.columns
        }
        counted = {(NUMBERS[name], column) for name, column in numbers if column in self.mapped.columns}
        with ThreadPoolExecutor(_WORKERS) as pool:
            read = {job: pool.submit(self._read, *job) for job in jobs}
            judged = {job: pool.submit(self._judge, *job) for job in counted}
            self._columns.update({job: future.result() for job, future in read.items()})
            self._numbers.update({job: future.result() for job, future in judged.items()})

    def column(self, take: Take, column: str) -> Column | None:
        """One column of a take; None where the sheet has no such column."""
        return self._columns.get((take.reader, column))

    def number(self, name: str, column: str) -> identity.Identity | None:
        """A NIK or KK column judged as a whole; None where the sheet has no such column."""
        return self._numbers.get((NUMBERS[name], column))

    def _read(self, reader: Reader, column: str) -> Column:
        texts, kinds = self.mapped.texts(column), self.mapped.kinds(column)
        assert texts is not None, "asked only for columns that are there"
        assert kinds is not None, "asked only for columns that are there"
        reading: values.Reading = reader(Cells(texts, kinds, self.latest_year))
        clean = reading.fault.null_count() == len(reading.fault)
        return Column(reading.value, None if clean else reading.fault)

    def _judge(self, reader: NumberReader, column: str) -> identity.Identity:
        return reader(self.mapped.texts(column), self.mapped.kinds(column))
