"""Which answer to ask for next: families with open decisions, and the answers that alone would settle them."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.queries import facts, verdicts
from selaras.apps.programmes.queries.rules import Current
from selaras.apps.programmes.rules import family, fields, veil
from selaras.engine.eligibility import asking
from selaras.engine.eligibility.programme import Programme

LEAD, IDENTITY = access.Ability.LEAD, access.FieldClass.IDENTITY

# How a field of a member is called here.
MEMBER = "anggota."


@dataclass(frozen=True)
class Asked:
    """`answers`: row, field, settles, one line a family and answer a visit can bring; `elsewhere`: the same of answers that only others
    can give; `families`: row, settles (all its answers), fields, desil, most first; `build`: whose rows."""

    answers: pl.DataFrame
    elsewhere: pl.DataFrame
    families: pl.DataFrame
    references: pl.Series
    build: int

    @property
    def count(self) -> int:
        """Families that can be asked."""
        return self.families.height

    @property
    def decisions(self) -> int:
        """Decisions all these answers would settle."""
        return int(self.families["settles"].sum())

    def by_field(self) -> list[tuple[str, str, int, int]]:
        """Field, its label, families, decisions; most decisions first."""
        return _sums(self.answers)

    def by_field_elsewhere(self) -> list[tuple[str, str, int, int]]:
        """The label of a field, who can answer it (rules.family.Where), families, decisions; most decisions first."""
        return [
            (name, str(family.where(field.removeprefix(MEMBER))), n, m)
            for field, name, n, m in _sums(self.elsewhere)
        ]


def _sums(answers: pl.DataFrame) -> list[tuple[str, str, int, int]]:
    sums = answers.group_by("field").agg(pl.len(), pl.col("settles").sum())
    found = [(name, label(name), int(families), int(n)) for name, families, n in sums.iter_rows()]
    return sorted(found, key=lambda each: (-each[3], each[0]))


def label(name: str) -> str:
    """What an officer calls a field; of a member it says so."""
    member = name.removeprefix(MEMBER)
    if member != name:
        return f"{fields.CATALOGUE.anggota[member].label} (anggota)"
    return fields.CATALOGUE.keluarga[name].label


def known(name: str) -> bool:
    """Whether a field of an address is one that may be asked for."""
    return name in fields.CATALOGUE.keluarga or (
        name.startswith(MEMBER) and name.removeprefix(MEMBER) in fields.CATALOGUE.anggota
    )


def _own(field: pl.Expr) -> pl.Expr:
    """The name of a field without whose it is."""
    return field.str.strip_prefix(MEMBER)


def asked(
    actor: access.Actor, current: Sequence[Current], on: dt.date, *, region: str = "", field: str = ""
) -> Asked:
    """What is to be asked where this actor leads verval, in a region, of one field where it is named.

    What is sensitive is not asked for by who may not see it, and settles nothing for them; what the form of a visit does not ask stands
    apart. Raises SelarasError as `facts.registry`.
    """
    snapshot = facts.registry()
    regions, shown = (access.scopes(actor, LEAD, each) for each in (IDENTITY, access.FieldClass.SENSITIVE))
    if not snapshot.key:
        answers = pl.DataFrame(schema={"row": pl.UInt32, "field": pl.String, "settles": pl.UInt16})
    else:
        answers = _answers(snapshot.key, tuple(each.asked for each in current), on, regions, shown)
    here = veil.inside(snapshot.kode_desa, [region])
    answers = answers.filter(here.gather(answers["row"])) if region and answers.height else answers
    at_home = _own(pl.col("field")).is_in(sorted(family.ASKED_AT_HOME))
    elsewhere, answers = answers.filter(~at_home), answers.filter(at_home)
    answers = answers.filter(pl.col("field") == field) if field else answers
    decile = snapshot.families["desil"].fill_null(99)
    families = (
        answers.group_by("row")
        .agg(
            pl.col("settles").sum().cast(pl.Int64),
            pl.col("field").sort_by("settles", descending=True).alias("fields"),
        )
        .with_columns(pl.col("row").map_batches(decile.gather, return_dtype=pl.Int8).alias("desil"))
        .sort("settles", "desil", "row", descending=[True, False, False])
    )
    return Asked(answers, elsewhere, families, snapshot.references, snapshot.build)


@functools.lru_cache(maxsize=4)
def _answers(
    room: str, current: tuple[Programme, ...], on: dt.date, regions: tuple[str, ...], shown: tuple[str, ...]
) -> pl.DataFrame:
    """row, field, settles, for all families who asks leads in."""
    here, veiled, partly = verdicts.known(room, regions, shown)
    hidden = pl.Series(veiled | partly)
    found = []
    for snapshot, rules, mine in (
        (facts.opened(room), current, pl.Series(here) & ~hidden),
        (facts.veiled(room), tuple(map(veil.asking, current)), pl.Series(here) & hidden),
    ):
        if mine.any():
            answers = asking.worklist(snapshot.at(on), snapshot.decided(rules, on)).rename(
                {"keluarga": "row"}
            )
            answers = answers.filter(mine.gather(answers["row"])) if answers.height else answers
            found.append(
                answers
                if snapshot is facts.opened(room)
                else answers.filter(~_own(pl.col("field")).is_in(sorted(fields.SENSITIVE)))
            )
    empty = pl.DataFrame(schema={"row": pl.UInt32, "field": pl.String, "settles": pl.UInt16})
    return pl.concat([empty, *found])
