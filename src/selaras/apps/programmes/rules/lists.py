"""What stands in a list for the bank, PT Pos or a village. No NIK unless the channel needs it, then against purpose and reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Form(StrEnum):
    """Kinds of file."""

    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"


FORMS: dict[Form, Text] = {
    Form.XLSX: _("Lembar XLSX untuk bank atau PT Pos"),
    Form.CSV: _("CSV untuk bank atau PT Pos"),
    Form.PDF: _("PDF dengan kolom tanda tangan untuk desa"),
}
HEADS = (
    "Nomor baris", "Nama", "Alamat", "RT", "Desa/kelurahan", "Kecamatan", "Jumlah", "Nama bank", "Nomor rekening", "Status",
    "Tanggal", "Keterangan",
)  # fmt: skip
# Columns whose cells are written as figures.
FIGURES = frozenset({"Jumlah"})
NIK = "NIK"


@dataclass(frozen=True, slots=True)
class Row:
    """A recipient as the payer is told. Account, status and day are for the payer to fill: we hold no accounts."""

    number: str
    name: str
    address: str
    rt: str
    desa: str
    kecamatan: str
    amount: int
    nik: str = ""

    def cells(self, *, nik: bool) -> list[str | int]:
        """The cells in the order of `heads`."""
        told: list[str | int] = [
            self.number, self.name, self.address, self.rt, self.desa, self.kecamatan, self.amount, "", "", "", "", "",
        ]  # fmt: skip
        return [*told[:2], self.nik, *told[2:]] if nik else told


def heads(*, nik: bool) -> list[str]:
    """Heads of the columns."""
    return [*HEADS[:2], NIK, *HEADS[2:]] if nik else list(HEADS)
