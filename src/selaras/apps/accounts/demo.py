"""Made-up people of a demo, one for each role. Their password stands on the demo's sign-in page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from selaras.apps.accounts.rules import ROLES, AgencyKind, Duty

PASSWORD = "selaras-demo-2026"  # noqa: S105  printed on the sign-in page of a demo, and only there
KABUPATEN, PROVINCE = "64.02", "64"
KECAMATAN, VILLAGE = "64.02.06", "64.02.06.1002"


@dataclass(frozen=True, slots=True)
class Office:
    """An agency of the demo."""

    code: str
    name: str
    kind: AgencyKind
    scope: str
    duty: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """A person of the demo with one role."""

    email: str
    name: str
    agency: str
    role: str
    scope: str

    @property
    def password(self) -> str:
        """What to sign in with."""
        return PASSWORD

    @property
    def may(self) -> str | Promise:
        """What the role can do, in a line."""
        return ROLES[self.role].description


OFFICES = (
    Office("bappeda", "Bappeda Kutai Kartanegara", AgencyKind.OPD, KABUPATEN),
    Office("dinsos", "Dinas Sosial Kutai Kartanegara", AgencyKind.OPD, KABUPATEN, Duty.SOCIAL),
    Office("setda", "Sekretariat Daerah Kutai Kartanegara", AgencyKind.OPD, KABUPATEN),
    Office("inspektorat", "Inspektorat Kutai Kartanegara", AgencyKind.OPD, KABUPATEN),
    Office("diskominfo", "Diskominfo Kutai Kartanegara", AgencyKind.OPD, KABUPATEN),
    Office("kecamatan-tenggarong", "Kecamatan Tenggarong", AgencyKind.KECAMATAN, KECAMATAN),
    Office("desa-contoh", "Kantor Desa/Kelurahan (contoh)", AgencyKind.DESA, VILLAGE),
    Office("bappeda-kaltim", "Bappeda Provinsi Kalimantan Timur", AgencyKind.PROVINCE, PROVINCE),
    Office("oikn", "Otorita Ibu Kota Nusantara", AgencyKind.OUTSIDE, ""),
)
ACCOUNTS = (
    Account("wali.data@demo.selaras", "Wulan (wali data)", "bappeda", "wali_data", KABUPATEN),
    Account("operator@demo.selaras", "Opik (operator)", "dinsos", "operator", KABUPATEN),
    Account(
        "verifikator@demo.selaras",
        "Vera (verifikator kecamatan)",
        "kecamatan-tenggarong",
        "verifikator",
        KECAMATAN,
    ),
    Account("desa@demo.selaras", "Desi (operator desa)", "desa-contoh", "operator", VILLAGE),
    Account("program@demo.selaras", "Purnomo (pemilik program)", "dinsos", "pemilik_program", KABUPATEN),
    Account("perencana@demo.selaras", "Pertiwi (perencana Bappeda)", "bappeda", "pemilik_program", KABUPATEN),
    Account("penyetuju@demo.selaras", "Yusuf (penyetuju)", "bappeda", "penyetuju", KABUPATEN),
    Account("dinsos@demo.selaras", "Dian (verifikator Dinas Sosial)", "dinsos", "verifikator", KABUPATEN),
    Account("petugas@demo.selaras", "Peni (petugas lapangan)", "desa-contoh", "petugas", VILLAGE),
    Account(
        "petugas2@demo.selaras",
        "Petrus (petugas lapangan sekecamatan)",
        "kecamatan-tenggarong",
        "petugas",
        KECAMATAN,
    ),
    Account("lurah@demo.selaras", "Lukman (kepala desa/lurah)", "desa-contoh", "penyetuju", VILLAGE),
    Account("camat@demo.selaras", "Cahya (camat)", "kecamatan-tenggarong", "penyetuju", KECAMATAN),
    Account("kadinsos@demo.selaras", "Kadir (kepala Dinas Sosial)", "dinsos", "penyetuju", KABUPATEN),
    Account("bupati@demo.selaras", "Bunga (bupati)", "setda", "kepala_daerah", KABUPATEN),
    Account("auditor@demo.selaras", "Audi (auditor)", "inspektorat", "auditor", KABUPATEN),
    Account("pengelola@demo.selaras", "Kelana (pengelola)", "diskominfo", "pengelola", ""),
    Account("provinsi@demo.selaras", "Prita (pelihat provinsi)", "bappeda-kaltim", "pelihat", PROVINCE),
    Account("oikn@demo.selaras", "Ikna (pihak luar)", "oikn", "pelihat", KABUPATEN),
    Account(
        "oikn.program@demo.selaras", "Intan (pemilik program OIKN)", "oikn", "pemilik_program", KABUPATEN
    ),
    Account("oikn.penyetuju@demo.selaras", "Ilham (penyetuju OIKN)", "oikn", "penyetuju", KABUPATEN),
)
