"""One person of a result, explained: every mention, why the mentions are one person, where every value came from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from selaras.engine import tables
from selaras.kernel import errors
from selaras.pipeline import outputs, run, words

_HIDDEN = "•"


@dataclass(frozen=True, slots=True)
class Mention:
    """A row of a list that is about this person. `name` is masked unless it was asked for."""

    rid: int
    source: str
    edition: str
    file: str
    sheet: str
    row: int
    name: str
    nik: str
    method: str


@dataclass(frozen=True, slots=True)
class Link:
    """Why two mentions are one person: `contributions` (what was compared, what was found, bits) add up to `weight`."""

    rid_a: int
    rid_b: int
    weight: float
    contributions: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True, slots=True)
class Value:
    """A merged field and the mention it stands in; `rid` None where it was counted rather than read."""

    field: str
    text: str
    rid: int | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything there is to say about one person."""

    person_id: str
    keluarga_id: str | None
    mentions: tuple[Mention, ...]
    links: tuple[Link, ...]
    values: tuple[Value, ...]


def explain(folder: Path, person_id: str, *, names: bool = False) -> Explanation:
    """The explanation of a person in a result. NIK and KK show their last four digits only; `names` shows names.

    Raises SelarasError hasil_tidak_ada, hasil_versi_lain, orang_tidak_ada.
    """
    outputs.read_manifest(folder)
    held = outputs.scan(folder, "links").filter(pl.col("person_id") == person_id).sort("rid").collect()
    if held.is_empty():
        raise errors.SelarasError("orang_tidak_ada", person_id=person_id)
    rids = held["rid"].to_list()
    records = outputs.scan(folder, "records").filter(pl.col("rid").is_in(rids)).sort("rid").collect()
    person = outputs.scan(folder, "persons").filter(pl.col("person_id") == person_id).collect()
    return Explanation(
        person_id,
        held["keluarga_id"][0],
        tuple(
            _mention(row, method, names=names)
            for row, method in zip(records.iter_rows(named=True), held["method"], strict=True)
        ),
        _links(folder, rids),
        _values(person, names=names),
    )


def _mention(row: dict[str, object], method: str, *, names: bool) -> Mention:
    name = str(row["nama"] or "–")
    return Mention(
        int(str(row["rid"])), str(row["source"]), str(row["edition"]), str(row["file"]), str(row["sheet"]),
        int(str(row["row"])), name if names else initials(name), digits(row["nik"]), method,
    )  # fmt: skip


def _links(folder: Path, rids: list[int]) -> tuple[Link, ...]:
    """The strongest links that hold all mentions together: a spanning tree, so that no reason is told twice."""
    pairs = (
        outputs.scan(folder, "pairs")
        .filter(pl.col("rid_a").is_in(rids) & pl.col("rid_b").is_in(rids))
        .sort("weight", "rid_a", "rid_b", descending=[True, False, False])
        .collect()
    )
    wanted = pairs["pattern"].unique().to_list()
    patterns = outputs.scan(folder, "patterns").filter(pl.col("pattern").is_in(wanted)).collect()
    parts = {
        key[0]: tuple(zip(group["comparison"], group["level"], group["bits"], strict=True))
        for key, group in patterns.group_by("pattern", maintain_order=True)
    }
    group = {rid: rid for rid in rids}
    chosen = []
    for a, b, weight, pattern in pairs.select("rid_a", "rid_b", "weight", "pattern").iter_rows():
        if group[a] != group[b]:
            old, new = group[b], group[a]
            group = {rid: new if root == old else root for rid, root in group.items()}
            chosen.append(
                Link(a, b, weight, tuple(sorted(parts.get(pattern, ()), key=lambda part: -abs(part[2]))))
            )
    return tuple(chosen)


def _values(person: pl.DataFrame, *, names: bool) -> tuple[Value, ...]:
    """Every field that has a value, in the order of the contract."""
    if person.is_empty():
        return ()
    row = person.row(0, named=True)
    found = []
    for column in tables.PERSONS.columns:
        value, rid = row[column.name], row.get(f"{column.name}__rid")
        if (
            value is None
            or f"{column.name}__rid" not in tables.PERSONS.schema
            or column.name == "keluarga_id"
        ):
            continue
        found.append(Value(column.name, _text(column, value, names=names), rid))
    return tuple(found)


def _text(column: tables.Column, value: object, *, names: bool) -> str:
    if column.name in ("nik", "kk"):
        return digits(value)
    if column.name in ("nama", "nama_ibu"):
        return str(value) if names else initials(str(value))
    if column.sensitive and not names:
        return _HIDDEN * 4
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return str(value)


def digits(value: object) -> str:
    """A NIK or KK number with its last four digits only."""
    return f"•••• •••• •••• {str(value)[-4:]}" if value else "–"


def initials(name: str) -> str:
    """A name as its first letters: S••• A•••."""
    return " ".join(f"{word[0]}{_HIDDEN * 3}" for word in name.split() if word) or "–"


def place(mention: Mention) -> str:
    """Where a mention stands, as one would look for it."""
    return f"{mention.file}, lembar {mention.sheet}, baris {mention.row}"


def edition(mention: Mention) -> str:
    """Source and edition in words."""
    return f"{run.title(mention.source)} {words.edition(mention.edition)}"
