"""The closed lists of programmes, each code with what an officer reads."""

from __future__ import annotations

from enum import StrEnum


class Owner(StrEnum):
    """Who answers for a programme."""

    OPD = "opd"
    CENTRE = "pusat"
    PROVINCE = "provinsi"
    OIKN = "oikn"
    CSR = "csr"
    DESA = "desa"


class Strategy(StrEnum):
    """The three strategies of Inpres 4/2022 and 8/2025."""

    BURDEN = "kurangi_beban"
    INCOME = "tambah_pendapatan"
    POCKETS = "kurangi_kantong"


class Benefit(StrEnum):
    """What it gives."""

    MONEY = "uang"
    GOODS = "barang"
    SERVICE = "jasa"
    TRAINING = "pelatihan"


class RuleState(StrEnum):
    """A version of a rule. Published by a second person; never changed afterwards."""

    DRAFT = "rancangan"
    PROPOSED = "diajukan"
    VALID = "berlaku"
    REPLACED = "diganti"
    REJECTED = "ditolak"


class PlanState(StrEnum):
    """A proposal of who gets what."""

    DRAFT = "rancangan"
    PROPOSED = "diajukan"
    REVIEWED = "diperiksa"
    APPROVED = "disetujui"
    REJECTED = "ditolak"


class Mode(StrEnum):
    """How a plan is reckoned."""

    BEST = "manfaat_terbesar"
    DECILE = "desil_dahulu"
    EQUAL = "merata_desa"


class Entry(StrEnum):
    """A line of the ledger. Signed whole rupiah: what was decided is open until it is paid or taken back."""

    DECIDED = "diputuskan"
    PAID = "dibayar"
    RETURNED = "kembali"
    CANCELLED = "dibatalkan"
    CORRECTED = "koreksi"
