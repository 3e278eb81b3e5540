"""Files that pages give to download."""

from __future__ import annotations

import io

import xlsxwriter

from selaras.apps.intake import queries, vault, words
from selaras.apps.intake.models import Delivery
from selaras.shell import sheets

_HEAD = (
    "Jenis",
    "Lembar",
    "Baris",
    "Lembar edisi lama",
    "Baris edisi lama",
    "Nomor",
    "Nama",
    "Tempat",
    "Kolom yang berubah",
)


def annotated(found: Delivery) -> bytes | None:
    """The annotated copy, where one was written."""
    entry = found.files.get("salinan")
    return vault.read(found.reference, entry["berkas"]) if entry else None


def differences(found: Delivery) -> bytes | None:
    """The list of differences as a workbook; every cell is text or a row number."""
    frame = queries.differences(found)
    if frame is None:
        return None
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = book.add_worksheet("Perbedaan")
    bold = book.add_format({"bold": True})
    page.write_row(0, 0, _HEAD, bold)
    page.freeze_panes(1, 0)
    for number, row in enumerate(frame.iter_rows(), start=1):
        kind, *rest = row
        for column, value in enumerate([str(words.KINDS[kind][0]), *rest]):
            if value is not None:
                page.write(number, column, sheets.escaped(value) if isinstance(value, str) else value)
    page.autofilter(0, 0, max(frame.height, 1), len(_HEAD) - 1)
    book.close()
    return out.getvalue()
