"""What the registry decides without asking the database: how a search is read, what a field is called, what may be shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selaras.apps.accounts import rules as accounts
from selaras.kernel import names

PER_PAGE = 50
# A name that fits more people than this is not ranked but narrowed by village or age.
MOST_RANKED = 1000
# Words are alike from here on; short words have few trigrams, so one wrong letter costs them more.
ALIKE_SHORT, ALIKE_LONG, SHORT = 0.25, 0.33, 5
MOST_WORDS, MOST_ALIKE = 5, 24
_IDENTITY = re.compile(r"\d{16}")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[ .\-](?=\d)")
_REFERENCE = re.compile(r"[PK][0-9A-Z]{12}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody searches: a number, a reference, or the words of a name in standard form."""

    number: str = ""
    reference: str = ""
    words: tuple[str, ...] = ()


def wanted(text: str) -> Wanted:
    """How a search is read. Everything that is neither a number nor a reference is a name."""
    text = text.replace("\x00", " ").strip()[:120]
    joined = _BETWEEN_DIGITS.sub("", text)
    if _IDENTITY.fullmatch(joined):
        return Wanted(number=joined)
    if _REFERENCE.fullmatch(text.upper()):
        return Wanted(reference=text.upper())
    standard = [form for token in names.tokens(text) if (form := names.standard_token(token))]
    return Wanted(words=tuple(dict.fromkeys(standard))[:MOST_WORDS])


def likeness(word: str) -> float:
    """From which trigram similarity on a word may be the one that was meant."""
    return ALIKE_SHORT if len(word) < SHORT else ALIKE_LONG


def may_see_sensitive(actor: accounts.Actor, code: str | None) -> bool:
    """Whether health and disability of somebody living at `code` may be shown."""
    regions = accounts.scopes(actor, accounts.Ability.SEE, accounts.FieldClass.SENSITIVE)
    return any(accounts.inside(code, region) for region in regions)


LABELS: dict[str, str] = {
    "nik": "NIK", "kk": "Nomor KK", "nama": "Nama", "nama_ibu": "Nama ibu", "jenis_kelamin": "Jenis kelamin",
    "tanggal_lahir": "Tanggal lahir", "tempat_lahir": "Tempat lahir", "hubungan": "Hubungan dengan kepala",
    "status_kawin": "Status kawin", "kode_desa": "Kode desa", "kode_kecamatan": "Kode kecamatan",
    "desa": "Desa/kelurahan", "kecamatan": "Kecamatan", "alamat": "Alamat", "dusun": "Dusun", "rt": "RT", "rw": "RW",
    "pendidikan": "Pendidikan", "pekerjaan": "Pekerjaan", "bekerja": "Bekerja", "bersekolah": "Bersekolah",
    "disabilitas": "Penyandang disabilitas", "penyakit_menahun": "Penyakit menahun", "hamil": "Hamil",
    "risiko_stunting": "Berisiko stunting", "status": "Status", "status_date": "Tanggal status",
    "padan": "Padan Dukcapil", "desil": "Desil resmi", "terima_pkh": "PKH", "terima_sembako": "Sembako/BPNT",
    "terima_bpnt_ppkm": "BPNT-PPKM", "terima_bst": "BST", "terima_bpum": "BPUM", "terima_pbi": "PBI-JK",
    "terima_pip": "PIP/KIP", "terima_prakerja": "Prakerja", "terima_kur": "KUR", "terima_blt_dd": "BLT Dana Desa",
    "terima_pemda": "Bantuan pemda", "jumlah_anggota": "Jumlah anggota menurut daftar", "luas_lantai": "Luas lantai (m²)",
    "status_rumah": "Status rumah", "lantai": "Lantai", "dinding": "Dinding", "atap": "Atap", "air_minum": "Air minum",
    "penerangan": "Penerangan", "daya": "Daya (VA)", "bahan_bakar": "Bahan bakar", "bab": "Tempat BAB",
    "kloset": "Kloset", "tinja": "Pembuangan tinja", "family_ref": "ID keluarga di daftar",
    "person_ref": "ID orang di daftar", "nama_kepala": "Nama kepala", "kepala_person_id": "Kepala keluarga",
}  # fmt: skip
YES_NO = frozenset(
    "bekerja bersekolah disabilitas penyakit_menahun hamil risiko_stunting padan nik_ganda nik_diakui".split()
)
METHODS = {
    "tunggal": "hanya tercatat di satu baris", "nik": "NIK sama dan data lain cocok", "bobot": "data cukup cocok",
    "manusia": "diputuskan petugas",
}  # fmt: skip


def label(field: str) -> str:
    """What an officer calls a field."""
    return (
        LABELS.get(field)
        or field.removeprefix("aset_").removeprefix("jumlah_").replace("_", " ").capitalize()
    )


def said(field: str, value: str) -> str:
    """A packed value as it is read."""
    if field in YES_NO or field.startswith(("terima_", "aset_")):
        return {"1": "ya", "0": "tidak"}.get(value, value)
    if field == "jenis_kelamin":
        return {"L": "laki-laki", "P": "perempuan"}.get(value, value)
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
