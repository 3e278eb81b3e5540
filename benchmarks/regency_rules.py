"""17 programmes of the centre and of a regency of Kukar's kind, as clauses: made for measuring, not legal advice. Figures are
assumptions unless they name their basis."""

from __future__ import annotations

import datetime as dt

from selaras.engine.eligibility.fields import Catalogue, Field, Kind
from selaras.engine.eligibility.programme import Clause, Figure, Missing, Programme, Unit

N, T, B = Kind.NUMBER, Kind.TEXT, Kind.TRUTH
FLOORS = ("marmer", "keramik", "ubin", "kayu", "semen", "bambu", "tanah")
WALLS = ("tembok", "kayu", "bambu", "lainnya")
ROOFS = ("beton", "genteng", "seng", "asbes", "jerami")
OWNED = ("milik_sendiri", "sewa", "bebas_sewa", "dinas")
WATERS = ("leding", "sumur_bor", "sumur_terlindung", "sumur_tak_terlindung", "permukaan", "hujan")
TOILETS = ("sendiri", "bersama", "mck_umum", "tidak_ada")
FIELDS = Catalogue.of(
    [
        Field("desil", N, "desil", 1, 10), Field("luas", N, "luas lantai", 0, unit="m2", whole=False),
        Field("penghasilan", N, "penghasilan sebulan", 0, unit="rupiah"), Field("daya", N, "daya listrik", 0, unit="VA"),
        Field("jumlah", N, "jumlah anggota", 1, 20), Field("lama_tinggal", N, "lama tinggal", 0, unit="tahun"),
        Field("lahan", N, "luas lahan", 0, unit="ha", whole=False),
        Field("lantai", T, "lantai", choices=FLOORS), Field("dinding", T, "dinding", choices=WALLS),
        Field("atap", T, "atap", choices=ROOFS), Field("rumah", T, "status rumah", choices=OWNED),
        Field("air", T, "air minum", choices=WATERS), Field("bab", T, "tempat buang air besar", choices=TOILETS),
        *(Field(name, B, name.replace("_", " ")) for name in (
            "pkh", "blt_desa", "bansos_daerah", "asn", "mobil", "usaha", "nelayan", "petani", "kelurahan", "ktp_kukar", "berlistrik",
            "risiko_stunting", "rumah_lain",
        )),
    ],
    [
        Field("umur", N, "umur", 0, 120), Field("sekolah", B, "bersekolah"), Field("hamil", B, "hamil"),
        Field("disabilitas", B, "penyandang disabilitas"), Field("bekerja", B, "bekerja"),
    ],
)  # fmt: skip
SINCE = dt.date(2026, 1, 1)
FIGURES = tuple(
    Figure(name, value, basis, SINCE)
    for name, value, basis in (
        ("desil_pkh", 4, "Kepmensos 79/HUK/2025"), ("desil_sembako", 5, "Kepmensos 79/HUK/2025"), ("desil_pbi", 5, "asumsi"),
        ("desil_daerah", 5, "asumsi"), ("desil_luas", 6, "asumsi"), ("upah", 3_600_000, "asumsi"), ("daya_kecil", (450, 900), "asumsi"),
        ("lantai_buruk", ("tanah", "bambu"), "asumsi"), ("dinding_buruk", ("bambu", "lainnya"), "asumsi"),
        ("atap_buruk", ("seng", "jerami"), "asumsi"), ("luas_orang", 7.2, "Kepmenkimpraswil 403/KPTS/M/2002"), ("lama", 2, "asumsi"),
        ("air_tak_layak", ("sumur_tak_terlindung", "permukaan", "hujan"), "asumsi"),
    )
)  # fmt: skip
LIVES = ("ktp_kukar", "keluarga ber-KTP Kutai Kartanegara")
STAYS = ("lama_tinggal >= p.lama", "tinggal di Kukar cukup lama")
NO_STATE = ("not asn", "tidak ada pegawai negeri di keluarga")
SCHOOL = "anggota.exists(o, o.umur >= 6 and o.umur <= 21 and o.sekolah)"
SMALL = "anggota.exists(o, o.umur <= 6)"
OLD = "anggota.exists(o, o.umur >= 60)"
DISABLED = "anggota.exists(o, o.disabilitas)"
WORKERS = "anggota.exists(o, o.umur >= 18 and o.umur <= 45 and not o.bekerja)"
RULES: dict[str, tuple[tuple[str, str], ...]] = {
    "pkh": (("desil <= p.desil_pkh", "desil di bawah batas"), NO_STATE, (f"{SCHOOL} or {SMALL} or {OLD} or {DISABLED} or anggota.exists(o, o.hamil)", "punya komponen PKH")),
    "sembako": (("desil <= p.desil_sembako", "desil di bawah batas"), NO_STATE, ("not mobil", "tidak punya mobil")),
    "pbi": (("desil <= p.desil_pbi", "desil di bawah batas"), NO_STATE, ("penghasilan < p.upah", "penghasilan di bawah upah minimum")),
    "blt_desa": (("desil <= p.desil_pkh", "desil di bawah batas"), ("not kelurahan", "tinggal di desa"), ("not pkh", "belum menerima PKH"), ("not bansos_daerah", "belum menerima bantuan daerah")),
    "pip": (("desil <= p.desil_luas", "desil di bawah batas"), (SCHOOL, "ada anak bersekolah")),
    "beasiswa": (LIVES, STAYS, ("desil <= p.desil_luas", "desil di bawah batas"), ("anggota.exists(o, o.umur >= 17 and o.umur <= 23 and o.sekolah)", "ada mahasiswa")),
    "seragam": (LIVES, ("desil <= p.desil_luas", "desil di bawah batas"), ("anggota.filter(o, o.umur >= 6 and o.umur <= 15 and o.sekolah).size() >= 2", "dua anak sekolah atau lebih")),
    "rtlh": (LIVES, ("rumah == \"milik_sendiri\"", "rumah milik sendiri"), ("not rumah_lain", "tidak punya rumah lain"), ("desil <= p.desil_daerah", "desil di bawah batas"),
             ("lantai in p.lantai_buruk or dinding in p.dinding_buruk or atap in p.atap_buruk or luas / jumlah < p.luas_orang", "rumah tidak layak huni")),
    "listrik": (LIVES, ("desil <= p.desil_daerah", "desil di bawah batas"), ("not berlistrik or daya in p.daya_kecil", "belum berlistrik atau berdaya kecil")),
    "pompa": (("petani", "keluarga petani"), ("lahan > 0 and lahan <= 2", "lahan paling luas dua hektare"), LIVES),
    "jamban": (LIVES, ("bab != \"sendiri\"", "belum punya jamban sendiri"), ("desil <= p.desil_luas", "desil di bawah batas"), ("not mobil", "tidak punya mobil")),
    "umkm": (("usaha", "punya usaha"), ("penghasilan <= 2 * p.upah", "penghasilan paling tinggi dua kali upah minimum"), LIVES),
    "pelatihan": ((WORKERS, "ada yang berumur 18-45 dan tidak bekerja"), LIVES, ("desil <= p.desil_luas", "desil di bawah batas")),
    "lansia": ((OLD, "ada lansia"), ("desil <= p.desil_pkh", "desil di bawah batas"), ("not pkh", "belum menerima PKH"), LIVES),
    "disabilitas": ((DISABLED, "ada penyandang disabilitas"), ("desil <= p.desil_daerah", "desil di bawah batas"), LIVES),
    "gizi": ((f"{SMALL} or anggota.exists(o, o.hamil)", "ada anak kecil atau ibu hamil"), ("risiko_stunting or air in p.air_tak_layak", "berisiko stunting atau air tidak layak")),
    "perahu": (("nelayan", "keluarga nelayan"), ("desil <= p.desil_luas", "desil di bawah batas"), LIVES, STAYS),
}  # fmt: skip
LET = ("not rumah_lain",)


def programmes(*, lets: bool = True) -> list[Programme]:
    """The rules. `lets`: with the one clause in which a missing answer counts as met."""
    return [
        Programme(
            code, "2026.1", Unit.KELUARGA,
            tuple(
                Clause(f"{code}.{number}", text, sentence, Missing.LET if lets and text in LET else Missing.ASK, begins=SINCE)
                for number, (text, sentence) in enumerate(clauses, 1)
            ),
            FIGURES,
        )
        for code, clauses in RULES.items()
    ]  # fmt: skip
