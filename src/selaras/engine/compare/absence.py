"""Persons and keluarga that stand in one list and are missing in another that should hold them.

Should hold: the list reaches the village, the rules expect it to hold this keluarga (rules.toml), the person is not
known to be gone and was born before the list was made. A keluarga missing as a whole is told once, not per member.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from selaras.engine.compare import found, identity, standing
from selaras.engine.compare import households as households_
from selaras.engine.compare import rules as rules_
from selaras.engine.compare import view as view_
from selaras.kernel import periods


@dataclass(frozen=True, slots=True)
class Register:
    """Who stands in which source. All by row number of the merged tables, one array per source.

    face, row        a face of each person, a row in `told` of each keluarga (ABSENT where the source has none)
    family           a row in `stated` of each keluarga
    lists_members    the source lists members of this keluarga one by one
    home             keluarga of each person; village: number of kode_desa of each keluarga
    """

    face: list[view_.Ints]
    row: list[view_.Ints]
    family: list[view_.Ints]
    lists_members: list[view_.Mask]
    home: view_.Ints
    village: view_.Ints


def register(
    view: view_.View, homes: households_.Households, persons: pl.DataFrame, keluarga: pl.DataFrame
) -> Register:
    """Who stands where: per source the persons, keluarga and members it lists, by row of the merged tables."""
    silent = identity.unmatched(view)
    home = view_.numbered(persons["keluarga_id"], keluarga["keluarga_id"])
    own = (view.values("part", view.shown()) != "kepala").fill_null(value=True).to_numpy() & ~silent
    told, stated = homes.told, homes.stated
    spoken = ~silent[told["face"].to_numpy()] if len(silent) else np.empty(0, dtype=np.bool_)
    faces, rows, families, members = [], [], [], []
    for s in range(len(view.sources)):
        here = np.flatnonzero((view.source == s) & ~silent)
        faces.append(_placed(persons.height, view.person[here], here))
        listed = np.zeros(keluarga.height + 1, dtype=np.bool_)
        listed[home[view.person[np.flatnonzero((view.source == s) & own)]]] = True
        members.append(listed[:-1])
        at = np.flatnonzero((told["s"].to_numpy() == s) & spoken)
        # By the keluarga the person belongs to as merged: a member who moved on does not keep the old one in the list.
        where = home[view.person[told["face"].to_numpy()[at]]]
        rows.append(_placed(keluarga.height, where, at))
        at = np.flatnonzero(stated["s"].to_numpy() == s)
        families.append(_placed(keluarga.height, stated["k"].to_numpy()[at], at))
    village = view_.numbered(keluarga["kode_desa"], pl.Series(view.desas, dtype=pl.String))
    return Register(faces, rows, families, members, home, village)


def _placed(size: int, where: view_.Ints, what: view_.Ints) -> view_.Ints:
    """`what` written at `where`; the first of several stays."""
    places = np.full(size + 1, view_.ABSENT, dtype=np.int64)
    places[where[::-1]] = what[::-1]
    return places[:-1]


def missing(
    view: view_.View,
    homes: households_.Households,
    listed: Register,
    merged: tuple[pl.DataFrame, pl.DataFrame],
    rules: rules_.Rules,
) -> list[pl.DataFrame]:
    """keluarga_hanya_di_satu (size: members present) and hanya_di_satu. `merged`: persons, keluarga."""
    persons, keluarga = merged
    gone = persons["status"].is_in(standing.GONE).fill_null(value=False).to_numpy()
    present = keluarga["anggota_hadir"].to_numpy() > 0
    parts = []
    for b, source in enumerate(view.sources):
        expected = _expected(keluarga, source, rules)
        if not expected.any():
            continue
        edition = _edition_in(view, b, listed.village, rules)
        expected = expected & (edition != view_.ABSENT)
        has = (listed.row[b] != view_.ABSENT) | (listed.family[b] != view_.ABSENT)
        lost = expected & ~has & present
        own = listed.home != view_.ABSENT
        home = np.where(own, listed.home, 0)
        lost_person = own & (expected & listed.lists_members[b])[home] if len(expected) else own & False
        lost_person = lost_person & ~gone & (listed.face[b] == view_.ABSENT)
        lost_person &= _born(persons, view, np.where(own, edition[home] if len(edition) else 0, view_.ABSENT))
        k = np.flatnonzero(lost)
        lost_keluarga = pl.DataFrame({"k": k, "e_b": edition[k], "size": keluarga["anggota_hadir"][k]})
        for a in range(len(view.sources)):
            if a != b:
                parts.append(_keluarga(homes, listed, (a, b), lost_keluarga))
                parts.append(_persons(view, listed, (a, b), lost_person, edition))
    return parts


def _expected(keluarga: pl.DataFrame, source: str, rules: rules_.Rules) -> view_.Mask:
    """Which keluarga the rules expect a source to hold. What the source itself once said does not count."""
    rule = rules.expectation(source)
    if rule.expects == rules_.EVERYONE:
        return np.ones(keluarga.height, dtype=np.bool_)
    if rule.expects == rules_.NOBODY:
        return np.zeros(keluarga.height, dtype=np.bool_)
    poor = (pl.col("desil") <= rule.highest_decile) & (pl.col("desil__source") != source)
    aided = [
        pl.col(f"{name}__sources").list.set_difference([source]).list.len() > 0 for name in rule.programmes
    ]
    either = pl.any_horizontal(poor.fill_null(value=False), *(got.fill_null(value=False) for got in aided))
    mask: view_.Mask = keluarga.select(either.alias("v"))["v"].to_numpy()
    return mask


def _edition_in(view: view_.View, source: int, village: view_.Ints, rules: rules_.Rules) -> view_.Ints:
    """The edition of a source in force in each village asked for; ABSENT where the source does not reach."""
    counted = "own" if rules.expectation(view.sources[source]).only_own_data else "rows"
    reached = view.places.filter((pl.col("s") == source) & (pl.col(counted) >= rules.least_rows))
    edition = np.full(len(view.desas) + 1, view_.ABSENT, dtype=np.int64)
    edition[reached["d"].to_numpy()] = reached["e"].to_numpy()
    return edition[village]


def _born(persons: pl.DataFrame, view: view_.View, edition: view_.Ints) -> view_.Mask:
    """Persons not known to be born after the list was made."""
    known = [periods.from_label(label) for label in view.editions]
    ends = pl.Series([period.end if period else date.max for period in known], dtype=pl.Date)
    after = (persons["tanggal_lahir"] > view_.gather(ends, edition)).fill_null(value=False)
    return ~after.to_numpy()


def _keluarga(
    homes: households_.Households, listed: Register, sources: tuple[int, int], lost: pl.DataFrame
) -> pl.DataFrame:
    """`lost`: k, e_b, size of every keluarga that source b misses."""
    a, b = sources
    here = lost.filter(pl.Series(listed.row[a][lost["k"].to_numpy()] != view_.ABSENT))
    k = here["k"].to_numpy()
    rows = homes.told[listed.row[a][k]]
    frame = here.with_columns(
        rows["s"].alias("s_a"),
        rows["e"].alias("e_a"),
        rows["rid"].alias("rid_a"),
        view_.gather(homes.stated["krid"], listed.family[a][k]).alias("krid_a"),
        pl.lit(b).alias("s_b"),
    )
    return found.shaped(frame, "keluarga_hanya_di_satu", field="keluarga_id")


def _persons(
    view: view_.View, listed: Register, sources: tuple[int, int], lost: view_.Mask, edition: view_.Ints
) -> pl.DataFrame:
    a, b = sources
    g = np.flatnonzero(lost & (listed.face[a] != view_.ABSENT))
    faces = listed.face[a][g]
    frame = pl.DataFrame(
        {
            "g": g,
            "s_a": view.source[faces],
            "e_a": view.edition[faces],
            "rid_a": view.values("rid", view.shown()[faces]),
            "s_b": np.full(len(g), b),
            "e_b": edition[listed.home[g]],
        }
    )
    return found.shaped(frame, "hanya_di_satu", field="person_id")
