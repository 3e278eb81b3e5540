"""Dead, moved, not found, no longer active in one list while another still counts the person in; and aid meanwhile."""

from __future__ import annotations

import numpy as np
import polars as pl

from selaras.engine import tables
from selaras.engine.compare import found, identity, rules
from selaras.engine.compare import view as view_

GONE = ("meninggal", "pindah", "tidak_ditemukan")
LISTED = "tercantum"
# What a states, and what b may say for the two to disagree: another standing, or nothing but the name in the list.
_CLASHES = {
    "meninggal": ("aktif", "nonaktif", "pindah", "tidak_ditemukan", LISTED),
    "pindah": ("aktif", "nonaktif", LISTED),
    "tidak_ditemukan": ("aktif", LISTED),
    "nonaktif": ("aktif",),
}
_KINDS = {"pindah": "pindah", "tidak_ditemukan": "tidak_ditemukan", "nonaktif": "nonaktif_di_satu"}


def clashing(view: view_.View, pairs: tuple[view_.Ints, view_.Ints]) -> list[pl.DataFrame]:
    """One row per pair of lists of which a says gone and b still counts the person in. Size: days since, if dated."""
    parts = []
    for faces_a, faces_b in (pairs, pairs[::-1]):
        says = view.values("status", view.first("status")[faces_a])
        heard = view.values("status", view.first("status")[faces_b]).fill_null(LISTED)
        for standing, others in _CLASHES.items():
            mask = ((says == standing) & heard.is_in(others)).fill_null(value=False).to_numpy()
            a, b = _side(view, faces_a[mask]), _side(view, faces_b[mask])
            parts.append(_rows(view, standing, a, b, heard.filter(pl.Series(mask))))
    return parts


def _side(view: view_.View, faces: view_.Ints) -> found.Side:
    first = view.first("status")[faces]
    return found.Side(faces, np.where(first == view_.ABSENT, view.shown()[faces], first))


def _rows(view: view_.View, standing: str, a: found.Side, b: found.Side, heard: pl.Series) -> pl.DataFrame:
    from_dukcapil = pl.Series(
        np.array([s == identity.DUKCAPIL for s in view.sources] or [False])[view.source[a.faces]]
    )
    rows = found.persons(
        view,
        _KINDS.get(standing, "meninggal_di_daftar_lain"),
        a,
        b,
        field="status",
        value_a=standing,
        value_b=heard,
    )
    if standing != "meninggal":
        return rows
    kind = pl.when(from_dukcapil).then(pl.lit("meninggal_di_dukcapil")).otherwise("kind")
    return rows.with_columns(kind.alias("kind"))


def receiving(view: view_.View, persons: pl.DataFrame, told: rules.Rules) -> list[pl.DataFrame]:
    """Persons merged as dead, or as not matched by Dukcapil, whom a list calls a recipient. Size: programmes.

    A person who stands in Dukcapil's own data is found there, whatever an older list says about a match.
    """
    programmes, count = _received(view, told)
    in_dukcapil = np.zeros(persons.height, dtype=np.bool_)
    if identity.DUKCAPIL in view.sources:
        own = (view.source == view.sources.index(identity.DUKCAPIL)) & ~identity.unmatched(view)
        in_dukcapil[view.person[own]] = True
    gets = np.flatnonzero(count > 0)
    parts = []
    for kind, field, value, mask in (
        ("meninggal_tetap_terima", "status", "meninggal", persons["status"] == "meninggal"),
        ("tidak_padan_tetap_terima", "padan", "tidak padan", ~persons["padan"] & ~pl.Series(in_dukcapil)),
    ):
        concerned = mask.fill_null(value=False).to_numpy()
        faces = gets[concerned[view.person[gets]]]
        stated = _face_of_rid(view, persons[f"{field}__rid"], faces)
        known = stated.faces != view_.ABSENT
        b = found.Side(faces, view.shown()[faces]).kept(known)
        got = programmes.gather(b.faces)
        size = pl.Series(count[b.faces], dtype=pl.Float64)
        parts.append(
            found.persons(
                view, kind, stated.kept(known), b, field=field, value_a=value, value_b=got, size=size
            )
        )
    return parts


def _received(view: view_.View, told: rules.Rules) -> tuple[pl.Series, view_.Ints]:
    """By face the names of the programmes it receives, and how many."""
    yes = pl.DataFrame(
        {
            column.name: view.values(column.name, view.first(column.name)).fill_null(value=False)
            for column in tables.PROGRAMMES
        }
    )
    count = yes.select(pl.sum_horizontal(pl.all().cast(pl.Int64)).alias("n"))["n"]
    named = pl.concat_str(
        [pl.when(name).then(pl.lit(told.labels[name])) for name in yes.columns],
        separator=", ",
        ignore_nulls=True,
    )
    return yes.select(named.alias("v"))["v"], count.to_numpy()


def _face_of_rid(view: view_.View, rids: pl.Series, faces: view_.Ints) -> found.Side:
    """For the persons of these faces the face and position of the record with the given rid; ABSENT if not in force."""
    position_of = pl.DataFrame(
        {"rid": view.values("rid", view.at).cast(pl.Int64), "at": view.at, "face": view.face}
    )
    wanted = pl.DataFrame({"rid": rids.gather(view.person[faces]).cast(pl.Int64)})
    rows = wanted.join(position_of, on="rid", how="left", maintain_order="left").fill_null(view_.ABSENT)
    return found.Side(rows["face"].to_numpy(), rows["at"].to_numpy())
