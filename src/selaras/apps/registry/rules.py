"""What the registry decides without asking the database: how a search is read, what a field is called, what may be shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selaras.apps.accounts import rules as accounts
from selaras.kernel import names

Text = str | Promise
PER_PAGE = 50
# A name that fits more people than this is not ranked but narrowed by village or age.
MOST_RANKED = 1000
# Words are alike from here on; short words have few trigrams, so one wrong letter costs them more.
ALIKE_SHORT, ALIKE_LONG, SHORT = 0.25, 0.33, 5
MOST_WORDS, MOST_ALIKE = 5, 24
_IDENTITY = re.compile(r"\d{16}")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[ .\-](?=\d)")
# The letters of a reference (engine/link/ids.py): KUSUMAWARDANI has thirteen letters and is none.
_REFERENCE = re.compile(r"[PK][0-9A-HJKMNP-TV-Z]{12}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody searches: a number, a reference, or the words of a name in standard form.

    A reference without digits may be a name as well: then it has words too, for when nobody bears it.
    """

    number: str = ""
    reference: str = ""
    words: tuple[str, ...] = ()


def wanted(text: str) -> Wanted:
    """How a search is read. Everything that is neither a number nor a reference is a name."""
    text = text.replace("\x00", " ").strip()[:120]
    joined = _BETWEEN_DIGITS.sub("", text)
    if _IDENTITY.fullmatch(joined):
        return Wanted(number=joined)
    reference = text.upper() if _REFERENCE.fullmatch(text.upper()) else ""
    if any(sign.isdigit() for sign in reference):
        return Wanted(reference=reference)
    standard = [form for token in names.tokens(text) if (form := names.standard_token(token))]
    return Wanted(reference=reference, words=tuple(dict.fromkeys(standard))[:MOST_WORDS])


def likeness(word: str) -> float:
    """From which trigram similarity on a word may be the one that was meant."""
    return ALIKE_SHORT if len(word) < SHORT else ALIKE_LONG


def swapped(word: str) -> list[str]:
    """The words that differ from this one by two letters side by side in each other's place: "AHAMD" for "AHMAD".

    Such a slip breaks most trigrams of a short word, so that likeness alone does not find it.
    """
    pairs = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
    return sorted({each for each in pairs if each != word})


def may_see_sensitive(actor: accounts.Actor, code: str | None) -> bool:
    """Whether health and disability of somebody living at `code` may be shown."""
    regions = accounts.scopes(actor, accounts.Ability.SEE, accounts.FieldClass.SENSITIVE)
    return any(accounts.inside(code, region) for region in regions)


LABELS: dict[str, Text] = {
    "nik": _("NIK"), "kk": _("Nomor KK"), "nama": _("Nama"), "nama_ibu": _("Nama ibu"),
    "jenis_kelamin": _("Jenis kelamin"), "tanggal_lahir": _("Tanggal lahir"), "tempat_lahir": _("Tempat lahir"),
    "hubungan": _("Hubungan dengan kepala"), "status_kawin": _("Status kawin"), "kode_desa": _("Kode desa"),
    "kode_kecamatan": _("Kode kecamatan"), "desa": _("Desa/kelurahan"), "kecamatan": _("Kecamatan"),
    "alamat": _("Alamat"), "dusun": _("Dusun"), "rt": _("RT"), "rw": _("RW"), "pendidikan": _("Pendidikan"),
    "pekerjaan": _("Pekerjaan"), "bekerja": _("Bekerja"), "bersekolah": _("Bersekolah"),
    "disabilitas": _("Penyandang disabilitas"), "penyakit_menahun": _("Penyakit menahun"), "hamil": _("Hamil"),
    "risiko_stunting": _("Berisiko stunting"), "status": _("Status"), "status_date": _("Tanggal status"),
    "padan": _("Padan Dukcapil"), "desil": _("Desil resmi"), "terima_pkh": _("PKH"),
    "terima_sembako": _("Sembako/BPNT"), "terima_bpnt_ppkm": _("BPNT-PPKM"), "terima_bst": _("BST"),
    "terima_bpum": _("BPUM"), "terima_pbi": _("PBI-JK"), "terima_pip": _("PIP/KIP"),
    "terima_prakerja": _("Prakerja"), "terima_kur": _("KUR"), "terima_blt_dd": _("BLT Dana Desa"),
    "terima_pemda": _("Bantuan pemda"), "jumlah_anggota": _("Jumlah anggota menurut daftar"),
    "luas_lantai": _("Luas lantai (m²)"), "status_rumah": _("Status rumah"), "lantai": _("Lantai"),
    "dinding": _("Dinding"), "atap": _("Atap"), "air_minum": _("Air minum"), "penerangan": _("Penerangan"),
    "daya": _("Daya (VA)"), "bahan_bakar": _("Bahan bakar"), "bab": _("Tempat BAB"), "kloset": _("Kloset"),
    "tinja": _("Pembuangan tinja"), "family_ref": _("ID keluarga di daftar"),
    "person_ref": _("ID orang di daftar"), "nama_kepala": _("Nama kepala"),
    "kepala_person_id": _("Kepala keluarga"),
}  # fmt: skip
YES_NO = frozenset(
    "bekerja bersekolah disabilitas penyakit_menahun hamil risiko_stunting padan nik_ganda nik_diakui".split()
)
_TOLD: dict[str, Text] = {
    "1": _("ya"),
    "0": _("tidak"),
    "L": _("laki-laki"),
    "P": _("perempuan"),
}
# States of a build, and of the work on one.
STATES: dict[str, Text] = {
    "menunggu": _("menunggu"), "berjalan": _("berjalan"), "aktif": _("aktif"), "digantikan": _("digantikan"),
    "selesai": _("selesai"), "gagal": _("gagal"),
}  # fmt: skip
METHODS: dict[str, Text] = {
    "tunggal": _("hanya tercatat di satu baris"), "nik": _("NIK sama dan data lain cocok"),
    "bobot": _("data cukup cocok"), "manusia": _("diputuskan petugas"),
}  # fmt: skip


def label(field: str) -> str:
    """What an officer calls a field."""
    return str(
        LABELS.get(field)
        or field.removeprefix("aset_").removeprefix("jumlah_").replace("_", " ").capitalize()
    )


def said(field: str, value: str) -> str:
    """A packed value as it is read."""
    if field in YES_NO or field.startswith(("terima_", "aset_")):
        return str(_TOLD.get(value, value))
    if field == "jenis_kelamin":
        return str(_TOLD.get(value, value))
    if field in (
        "desa",
        "kecamatan",
        "nama",
        "nama_ibu",
        "alamat",
        "dusun",
        "tempat_lahir",
        "pekerjaan",
        "nama_kepala",
    ):
        return value
    return value.replace("_", " ")
