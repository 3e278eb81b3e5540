"""The first sheet of an annotated copy: what was found, how often, and what to do next."""

from __future__ import annotations

import polars as pl

from selaras.engine import tables
from selaras.pipeline import annotated_notes, annotated_sheet, words

_STEPS = (
    f"Di tiap lembar, saring kolom “{annotated_sheet.HEADS[0]}” untuk melihat baris yang perlu ditinjau. "
    "Sel yang dimaksud diberi warna.",
    "Perbaiki langsung di selnya. Jangan menghapus baris judul atau memindahkan kolom.",
    "NIK dan nomor KK diketik 16 angka lengkap; sel-selnya sudah berformat Teks.",
    "Yang ternyata sudah benar boleh dibiarkan. Catatan tidak mengeluarkan siapa pun dari daftar.",
    f"Simpan, lalu kirim berkas ini lagi. Lembar ini dan kolom berawalan “{tables.ANNOTATION_PREFIX}” tidak ikut dibaca.",
)
_LEGEND = {
    "catatan": "untuk diketahui",
    "perlu ditinjau": "cocokkan dengan KTP, KK, atau keadaan di lapangan",
    "tidak dipakai": "isi sel atau kolom ini tidak dapat dipakai sampai diperbaiki",
}
_HEADS = {
    "Jumlah": 10,
    "Tingkat": 15,
    "Yang ditemukan": 60,
    "Langkah berikutnya": 60,
    "Kolom": 18,
    "Lembar": 24,
    "Contoh baris": 22,
    "Keterangan": 40,
    "Kode": 28,
}
_EXAMPLES = 5


def write(
    book: annotated_sheet.Book, file: str, told: pl.DataFrame, formats: annotated_sheet.Formats
) -> None:
    """`told`: FINDINGS with message, hint and rank (`annotated_notes.told`)."""
    sheet = book.add_worksheet(tables.ANNOTATION_SHEET)
    sheet.activate()
    for column, width in enumerate(_HEADS.values()):
        sheet.set_column(column, column, width)
    lines = [file, _sentence(told), "", *(f"{number}. {step}" for number, step in enumerate(_STEPS, 1)), ""]
    sheet.write_string(0, 0, tables.ANNOTATION_SHEET, formats.title)
    for row, line in enumerate(lines, 1):
        sheet.write_string(row, 0, line)
    row = len(lines) + 1
    for rank, (level, meaning) in enumerate(_LEGEND.items()):
        sheet.write_string(row + rank, 0, level, formats.of(rank))
        sheet.write_string(row + rank, 1, meaning)
    _table(sheet, row + len(_LEGEND) + 1, told, formats)


def _sentence(told: pl.DataFrame) -> str:
    rows = told.filter(pl.col("row").is_not_null())
    grave = rows.filter(pl.col("rank") > 0).select("sheet", "row").n_unique()
    if grave:
        return f"{words.count(grave)} baris perlu ditinjau."
    return "Tidak ada baris yang perlu ditinjau." if rows.height else "Tidak ada catatan pada barisnya."


def _table(
    sheet: annotated_sheet.Worksheet, head: int, told: pl.DataFrame, formats: annotated_sheet.Formats
) -> None:
    for column, name in enumerate(_HEADS):
        sheet.write_string(head, column, name, formats.head)
    counted = _counted(told)
    levels = list(annotated_notes.LEVELS.values())
    for row, entry in enumerate(counted.iter_rows(named=True), head + 1):
        sheet.write_number(row, 0, entry["count"], formats.wrap)
        sheet.write_string(row, 1, levels[entry["rank"]], formats.of(entry["rank"]))
        rest = ("message", "hint", "field", "sheets", "examples", "detail", "code")
        for column, name in enumerate(rest, 2):
            sheet.write_string(row, column, entry[name] or "", formats.wrap)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(head, 0, head + max(1, counted.height), len(_HEADS) - 1)


def _counted(told: pl.DataFrame) -> pl.DataFrame:
    """One row per code and field, gravest and most frequent first."""
    examples = pl.col("row").drop_nulls().unique().sort().head(_EXAMPLES).cast(pl.String).str.join(", ")
    about_sheet = pl.col("detail").filter(pl.col("row").is_null()).drop_nulls().first()
    grouped = told.group_by("code", "field", "rank", "message", "hint").agg(
        pl.len().alias("count"),
        pl.col("sheet").drop_nulls().unique().sort().head(_EXAMPLES).str.join(", ").alias("sheets"),
        examples.alias("examples"),
        about_sheet.alias("detail"),
    )
    return grouped.sort(
        ["rank", "count", "code", "field"], descending=[True, True, False, False], nulls_last=True
    )
