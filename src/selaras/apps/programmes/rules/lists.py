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


class Purpose(StrEnum):
    """What a list asks of who gets it: to pay, or to open accounts."""

    PAY = "bayar"
    OPEN = "buka_rekening"


FORMS: dict[Form, Text] = {
    Form.XLSX: _("Lembar XLSX untuk bank atau PT Pos"),
    Form.CSV: _("CSV untuk bank atau PT Pos"),
    Form.PDF: _("PDF dengan kolom tanda tangan untuk desa"),
}
_WHO = ("Nomor baris", "Nama", "Alamat", "RT", "Desa/kelurahan", "Kecamatan")
_ACCOUNT = ("Nama bank", "Nomor rekening", "Nama pada rekening")
_REST: dict[Purpose, tuple[str, ...]] = {
    Purpose.PAY: ("Jumlah", *_ACCOUNT, "Status", "Tanggal", "Keterangan"),
    Purpose.OPEN: (*_ACCOUNT, "Tanggal buka"),
}
TITLES = {Purpose.PAY: "Penyaluran", Purpose.OPEN: "Pembukaan rekening"}
NIK = "NIK"


@dataclass(frozen=True, slots=True)
class Row:
    """A recipient as the payer is told. Status and day are for the payer to fill; in a list that opens accounts the accounts too."""

    number: str
    name: str
    address: str
    rt: str
    desa: str
    kecamatan: str
    amount: int
    nik: str = ""
    bank: str = ""
    account: str = ""
    holder: str = ""

    def cells(self, purpose: Purpose, *, nik: bool) -> list[str | int]:
        """The cells in the order of `heads`."""
        told: list[str | int] = [
            self.number,
            self.name,
            self.address,
            self.rt,
            self.desa,
            self.kecamatan,
        ]
        if purpose is Purpose.PAY:
            told += [self.amount, self.bank, self.account, self.holder, "", "", ""]
        else:
            told += ["", "", "", ""]
        return [*told[:2], self.nik, *told[2:]] if nik else told


def heads(purpose: Purpose, *, nik: bool) -> list[str]:
    """Heads of the columns."""
    told = [*_WHO, *_REST[purpose]]
    return [*told[:2], NIK, *told[2:]] if nik else told
