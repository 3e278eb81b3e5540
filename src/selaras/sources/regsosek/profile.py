"""What a Regsosek 2022.K workbook looks like: five sheets whose headers are the numbers of the questions.

Headers as in the import template of OpenSID. Offices put the wording of the question above its number, so a question is
known by its number wherever it stands in the header.
"""

from __future__ import annotations

from typing import Final

from selaras.engine.read.profile import Field, Part, Profile
from selaras.sources.regsosek import convert

KK: Final = Field(
    "kk",
    ("no kartu keluarga", "No KK", "nomor kartu keluarga"),
    (r".*no(mor)? kartu keluarga",),
    required=True,
)


def question(name: str, number: str, *words: str, characteristic: bool = False) -> Field:
    """A column headed by the number of its question, alone or beside the wording."""
    aliases = tuple(f"{number} {word}" for word in words) or (number,)
    pattern = rf"(?i).*\b{number}\b {words[0]}" if words else rf"(?i)(?:.* )?{number}(?: \D.*)?"
    return Field(name, aliases, (pattern,), characteristic=characteristic)


TEMPAT: Final = Part(
    name="tempat",
    fields=(
        KK,
        Field("sls", ("nama sls/non sls", "nama sls"), characteristic=True),
        Field("kode_sls", ("kode sls/ non sls", "kode sls"), characteristic=True),
        Field("status_keluarga", ("status keluarga",)),
    ),
    signature=(("sls",),),
    ignored=(
        "no urut bangunan tempat tinggal",
        "no urut keluarga",
        "kode sub sls",
        "id landmark wilkerstat",
        "kode kartu kerluarga",
        "kode kartu keluarga",
        "Catatan",
    ),
)
PETUGAS: Final = Part(
    name="petugas",
    fields=(KK, Field("hasil", ("hasil pendataan keluarga",), characteristic=True)),
    signature=(("hasil",),),
    ignored=(
        "tanggal pendataan",
        "nama ppl",
        "kode ppl",
        "tanggal pemeriksaan",
        "nama pml",
        "kode pml",
        "nama responden",
        "no hp responden",
        "Catatan",
    ),
)
PERUMAHAN: Final = Part(
    name="perumahan",
    fields=(
        KK,
        *(
            question(name, number, characteristic=True)
            for name, number in (
                ("status_rumah", "301a"),
                ("luas_lantai", "302"),
                ("lantai", "303"),
                ("dinding", "304"),
                ("atap", "305"),
                ("air_minum", "306a"),
                ("penerangan", "307a"),
                ("daya_1", "307b1"),
                ("daya_2", "307b2"),
                ("daya_3", "307b3"),
                ("bahan_bakar", "308"),
                ("bab", "309a"),
                ("kloset", "309b"),
                ("tinja", "310"),
            )
        ),
    ),
    signature=(("atap", "bahan_bakar"), ("lantai", "dinding")),
    ignored=("301b", "306b"),
)
ANGGOTA: Final = Part(
    name="anggota",
    fields=(
        KK,
        question("nomor_urut", "401"),
        question("nama", "402", "Nama", characteristic=True),
        question("nik", "403", "NIK", characteristic=True),
        *(
            question(name, number, characteristic=number in ("404", "409", "428a"))
            for name, number in (
                ("status", "404"),
                ("jenis_kelamin", "405"),
                ("tanggal_lahir", "406"),
                ("status_kawin", "408"),
                ("hubungan", "409"),
                ("hamil", "410"),
                ("identitas", "411"),
                ("bersekolah", "412"),
                ("ijazah", "415"),
                ("bekerja", "416a"),
                ("kedudukan", "418"),
                ("internet_usaha", "426"),
                *((f"kesulitan_{letter}", f"428{letter}") for letter in "abcdefghi"),
                ("penyakit_menahun", "430"),
                ("jamkes", "431a"),
                ("prakerja", "431b"),
                ("kur", "431c"),
                ("pip", "431e"),
                ("jamket", "431f"),
            )
        ),
    ),
    signature=(("nama", "nik"),),
    ignored=(
        "407",
        "413",
        "414",
        "416b",
        "417",
        "417 Tulis",
        "419",
        "420a",
        "420b",
        "421",
        "421 Tulis",
        "422",
        "423",
        "424",
        "425",
        "427",
        "428j",
        "429",
        "431d",
        # The template prints number, name and NIK again at the left of each block.
        "401",
        "402 Nama",
        "403 NIK",
    ),
)
PROGRAM: Final = Part(
    name="program",
    fields=(
        KK,
        *(
            question(name, number, characteristic=True)
            for name, number in (
                ("sembako", "501a"),
                ("pkh", "501b"),
                ("blt_dd", "501c"),
                ("pemda", "501e"),
                ("aset_tabung_gas", "502a"),
                ("aset_lemari_es", "502b"),
                ("aset_ac", "502c"),
                ("aset_pemanas_air", "502d"),
                ("aset_telepon_rumah", "502e"),
                ("aset_televisi", "502f"),
                ("aset_emas", "502g"),
                ("aset_komputer", "502h"),
                ("aset_sepeda_motor", "502i"),
                ("aset_sepeda", "502j"),
                ("aset_mobil", "502k"),
                ("aset_perahu", "502l"),
                ("aset_kapal_motor", "502m"),
                ("aset_smartphone", "502n"),
                ("aset_lahan", "503a"),
                ("aset_rumah_lain", "503b"),
                ("jumlah_sapi", "504a"),
                ("jumlah_kerbau", "504b"),
                ("jumlah_kuda", "504c"),
                ("jumlah_babi", "504d"),
                ("jumlah_kambing", "504e"),
            )
        ),
    ),
    signature=(("sembako", "pkh"),),
    ignored=(
        *(f"501{letter}{tail}" for letter in "abcdefg" for tail in (" Bulan", " Tahun")),
        "501d",
        "501f",
        "501g",
        "505",
        "506",
    ),
)

PROFILES: Final = (
    Profile(
        "regsosek2022k",
        "regsosek",
        "Regsosek 2022, kuesioner K",
        (TEMPAT, PETUGAS, PERUMAHAN, ANGGOTA, PROGRAM),
        convert.workbook,
    ),
)
