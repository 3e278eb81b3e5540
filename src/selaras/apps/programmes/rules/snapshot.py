"""The facts of one build as the engine takes them: families and members without names and NIK."""

from __future__ import annotations

import datetime as dt
import functools
import io
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from selaras.apps.programmes.rules import fields, laying, villages
from selaras.engine.eligibility import deciding
from selaras.engine.eligibility.programme import Programme, Unit

# Named anew whenever what lies in them changes: those of an older layout are laid out again.
FAMILIES, MEMBERS = "keluarga.arrow", "anggota-2.arrow"
# Decisions kept in memory, a programme each: two masks over all families.
MOST_KEPT = 60
# Days whose ages are kept: today, and the days drafts begin.
MOST_DAYS = 4


@dataclass(frozen=True)
class Snapshot:
    """A build. `families`: reference, kode_desa, apart (`laying.apart`), and a column for every field of rules/fields.CATALOGUE, one row a
    keluarga; `members`: keluarga (row number, UInt32), orang (reference), lahir (date), and the fields of a member but umur, sorted by keluarga.
    `newest`: whether readers see this build now."""

    build: int
    newest: bool
    families: pl.DataFrame
    members: pl.DataFrame
    key: str = ""
    _kept: OrderedDict[tuple[Programme, dt.date], deciding.Decided] = field(
        default_factory=OrderedDict, compare=False
    )
    _ages: OrderedDict[dt.date, pl.Series] = field(default_factory=OrderedDict, compare=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, compare=False)

    @property
    def references(self) -> pl.Series:
        """References of the families, by row."""
        return self.families["reference"]

    @property
    def kode_desa(self) -> pl.Series:
        """Their villages; null where not known."""
        return self.families["kode_desa"]

    def at(self, on: dt.date) -> deciding.Registry:
        """As the engine takes it, ages reckoned on a day. They are reckoned once: every draft tried that day asks for the same."""
        with self._lock:
            ages = self._ages.get(on)
        if ages is None:
            ages = self.aged(self.members.select(laying.BORN), on)["umur"]
        with self._lock:
            self._ages[on] = ages
            self._ages.move_to_end(on)
            while len(self._ages) > MOST_DAYS:
                self._ages.popitem(last=False)
        return deciding.Registry(self.families, self.members.with_columns(ages), fields.CATALOGUE)

    @functools.cached_property
    def villages(self) -> pl.DataFrame:
        """Villages as rules about them see them, by code."""
        return villages.laid(self.families)

    @property
    def _villages(self) -> deciding.Registry:
        nobody = pl.DataFrame(schema={deciding.BELONGS: pl.UInt32})
        return deciding.Registry(self.villages, nobody, villages.CATALOGUE)

    @staticmethod
    def aged(members: pl.DataFrame, on: dt.date) -> pl.DataFrame:
        """Members with their ages on a day; null for who is born later."""
        born = pl.col(laying.BORN)
        umur = laying.ages(born, on.year, on.month, on.day)
        return members.with_columns(pl.when(born <= on).then(umur).alias("umur"))

    def decided(self, programmes: Sequence[Programme], on: dt.date) -> list[deciding.Decided]:
        """What each programme says on a day of every family (or, where it is about persons or villages, of every member or village), in
        the order given; the same question is answered once.

        Raises SelarasError as `engine.eligibility.programme.ready` does.
        """
        with self._lock:
            known = {each: self._kept[each, on] for each in programmes if (each, on) in self._kept}
        open_ = [each for each in dict.fromkeys(programmes) if each not in known]
        of_people = [each for each in open_ if each.unit is not Unit.DESA]
        of_villages = [each for each in open_ if each.unit is Unit.DESA]
        found_now = deciding.decide(self.at(on), of_people, on) if of_people else []
        found_now += deciding.decide(self._villages, of_villages, on) if of_villages else []
        known |= {found.programme: found for found in found_now}
        with self._lock:
            for each, found in known.items():
                self._kept[each, on] = found
                self._kept.move_to_end((each, on))
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return [known[each] for each in programmes]

    def heads(self, said: deciding.Decided) -> npt.NDArray[np.int64]:
        """Of a programme about persons how many members of every family it fits."""
        fits = self.members[deciding.BELONGS].to_numpy()[said.marks == deciding.YES]
        return np.bincount(fits, minlength=self.families.height)

    def marks(self, programmes: Sequence[Programme], on: dt.date) -> list[deciding.Marks]:
        """The same for every family as numbers (`deciding.YES` ...): one about persons is to a family what it is to the best of its
        members."""
        belongs, families = self.members[deciding.BELONGS], self.families.height
        return [
            each.lifted(belongs, families) if each.programme.unit is Unit.PERSON else each.marks
            for each in self.decided(programmes, on)
        ]


def empty() -> Snapshot:
    """Nobody: before the first build, and of a build of no editions."""
    kept = {
        "reference": pl.String,
        "kode_desa": pl.String,
        "desil": pl.Int8,
        "present": pl.Int16,
        "isi": pl.String,
        "sensitif": pl.String,
    }
    families = laying.families(pl.DataFrame(schema=kept)).with_columns(
        pl.lit(None, dtype=pl.String).alias("apart")
    )
    told = dict.fromkeys((*fields.CATALOGUE.anggota, "orang", "keluarga", "kode_desa", "status"), pl.String)
    rows = pl.DataFrame(schema={**told, laying.BORN: pl.Date})
    none = pl.DataFrame(schema={"reference": pl.String, "listed": pl.Int64, "kode_desa": pl.String})
    return Snapshot(0, newest=True, families=families, members=laying.members(rows, none))


def packed(frame: pl.DataFrame) -> bytes:
    """A table as bytes."""
    room = io.BytesIO()
    frame.write_ipc(room, compression="zstd")
    return room.getvalue()


def unpacked(contents: bytes) -> pl.DataFrame:
    """A table from its bytes."""
    return pl.read_ipc(io.BytesIO(contents))
