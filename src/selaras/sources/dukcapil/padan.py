"""A padan result into person records of source dukcapil.

The values in the file are those somebody sent; the answers say which of them Dukcapil holds, too. A field answered
"tidak sesuai" is therefore not a value of Dukcapil: it becomes null, with a finding. The NIK stays, being the question.
`padan` is true where the NIK is known and no answered field disagrees.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from selaras.engine import tables
from selaras.engine.read import profile
from selaras.engine.read.deliver import codes as lists
from selaras.engine.read.deliver import records, steps, take
from selaras.engine.read.deliver.draft import Draft
from selaras.sources.dukcapil import codes

DISAGREES: Final = "dukcapil_tidak_sesuai"
ANSWERED: Final = ("kk", "nama", "jenis_kelamin", "tanggal_lahir", "tempat_lahir", "nama_ibu", "alamat")


def _answers(draft: Draft, name: str, field: str) -> pl.Series | None:
    """True, False or null (no answer) of one answer column; "Sesuai (100)" is read without its score."""
    texts = draft.mapped.texts(name)
    if texts is None:
        return None
    bare = (
        texts.to_frame("t")
        .select(pl.col("t").str.replace(r"\s*\(?\d{1,3}([.,]\d+)?\s*%?\)?\s*$", ""))
        .to_series()
    )
    bare = pl.select(pl.when(bare == "").then(texts).otherwise(bare)).to_series()
    reading = lists.read(bare, codes.COCOK)
    draft.blamed(field, name, reading.fault)
    return reading.value


def keep_what_agrees(draft: Draft) -> None:
    """Null for every value Dukcapil does not confirm, and one finding for each."""
    verdicts = []
    for name in ANSWERED:
        answer = _answers(draft, f"hasil_{name}", name)
        if answer is None:
            continue
        verdicts.append(answer.alias(name))
        draft.traced("padan", f"hasil_{name}")
        wrong = (~answer).fill_null(value=False)
        draft.noted(name, DISAGREES, wrong)
        _clear(draft, name, wrong)
    known = _answers(draft, "hasil_nik", "nik")
    overall = _answers(draft, "hasil", "padan")
    for answer, column in ((known, "hasil_nik"), (overall, "hasil")):
        if answer is not None:
            verdicts.append(answer.alias(column))
            draft.traced("padan", column)
    if verdicts:
        # False where any answer is no; true where some answer is yes and none is no; null without an answer.
        draft.put("padan", pl.DataFrame(verdicts).select(pl.min_horizontal(pl.all())).to_series())
    _not_found(draft, known, overall)


def _clear(draft: Draft, name: str, wrong: pl.Series) -> None:
    if name == "kk" and "kk" in draft.has:
        status = pl.when(wrong & (pl.col("kk_status") == "ok")).then(pl.lit("empty")).otherwise("kk_status")
        draft.frame = draft.frame.with_columns(status.alias("kk_status"))
    if name in draft.has:
        draft.frame = draft.frame.with_columns(pl.when(~wrong).then(name).alias(name))


def _not_found(draft: Draft, known: pl.Series | None, overall: pl.Series | None) -> None:
    """A NIK that Dukcapil does not hold: status tidak_ditemukan, unless the row says died or moved."""
    said = [
        _says_not_found(draft, column) for column in ("hasil", "status") if column in draft.mapped.columns
    ]
    absent = (~known).fill_null(value=False) if known is not None else None
    masks = [mask for mask in (absent, *said) if mask is not None]
    if not masks:
        return
    missing = (
        pl.DataFrame({str(i): mask for i, mask in enumerate(masks)})
        .select(pl.any_horizontal(pl.all()))
        .to_series()
    )
    status = pl.col("status") if "status" in draft.has else pl.lit(None, dtype=pl.String)
    decided = pl.when(status.is_null() & missing).then(pl.lit("tidak_ditemukan")).otherwise(status)
    draft.frame = draft.frame.with_columns(decided.alias("status"))


def _says_not_found(draft: Draft, column: str) -> pl.Series | None:
    texts = draft.mapped.texts(column)
    return None if texts is None else texts.str.contains(r"(?i)tidak ditemukan").fill_null(value=False)


RECIPES: Final = {
    "padan": (
        records.Recipe(
            table=tables.PERSON_RECORDS,
            numbers={"nik": "nik", "kk": "kk"},
            takes=(
                *take.PERSON,
                take.as_written("person_ref"),
                take.code("status", codes.STATUS),
                take.date("status_date"),
            ),
            constants={"part": "anggota"},
            steps=(keep_what_agrees, steps.family_or_kk),
        ),
    )
}


def convert(recognition: profile.Recognition, edition: str) -> profile.Converted:
    """Person records, lineage and findings of one padan result."""
    return records.deliver(recognition, edition, RECIPES)
