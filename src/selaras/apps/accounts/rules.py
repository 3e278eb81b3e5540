"""Who may do what, where, to which kind of field, and for what purpose. Decides; never fetches.

One function answers for pages, API, exports, jobs and counts alike: `scopes(actor, ability, field_class)`. A region of
the answer covers its whole subtree, by the dots of the Kemendagri code; "" is everywhere. An empty answer is a refusal.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class FieldClass(StrEnum):
    """Kinds of field, from what anybody may see to what harms when seen (UU 27/2022 art. 4)."""

    PUBLIC = "publik"
    PROGRAMME = "program"
    IDENTITY = "identitas"
    SENSITIVE = "sensitif"


class Ability(StrEnum):
    """What a person can do in the portal."""

    SEE = "lihat"
    SEND = "kirim_berkas"
    ACCEPT = "terima_edisi"
    REVIEW = "tinjau_kecocokan"
    EXPORT = "ekspor"
    REVEAL = "buka_nik"
    AUDIT = "periksa_jejak"
    MANAGE = "kelola_pengguna"
    LEAD = "pimpin_verval"
    VISIT = "kunjungi"
    DELIBERATE = "musyawarah"
    SIGN = "tanda_tangan"
    PLAN = "kelola_program"
    APPROVE = "setujui"
    DELIVER = "salurkan"


# What each ability and each kind of field is called: the page of roles is written from the data the rule uses.
ABILITIES: dict[Ability, Text] = {
    Ability.SEE: _("membaca yang ada di wilayahnya"),
    Ability.SEND: _("mengirim berkas dan memperbaikinya"),
    Ability.ACCEPT: _("menerima, mengembalikan, atau membatalkan edisi"),
    Ability.REVIEW: _("meninjau kecocokan dan menyusun daftar kerja"),
    Ability.EXPORT: _("mengunduh daftar, dengan tujuan yang dicatat"),
    Ability.REVEAL: _("membuka NIK lengkap, dengan alasan yang dicatat"),
    Ability.AUDIT: _("membaca jejak perbuatan semua orang di wilayahnya"),
    Ability.MANAGE: _("mengelola pengguna, instansi, dan token"),
    Ability.LEAD: _("memimpin kampanye verval: menugaskan kunjungan dan memeriksa hasilnya"),
    Ability.VISIT: _("mengunjungi keluarga yang ditugaskan kepadanya"),
    Ability.DELIBERATE: _("mencatat musdes atau muskel, usul, dan sanggah"),
    Ability.PLAN: _("menyusun aturan, rencana, dan penyaluran program instansinya"),
    Ability.APPROVE: _("menyetujui aturan dan rencana yang disusun orang lain"),
    Ability.DELIVER: _("mencatat penyaluran dan buktinya di wilayahnya"),
    Ability.SIGN: _("meneruskan, mengembalikan, atau menetapkan daftar pada gilirannya"),
}
FIELD_CLASSES: dict[FieldClass, tuple[Text, Text]] = {
    FieldClass.PUBLIC: (
        _("Angka dan peta"),
        _("jumlah menurut wilayah; tidak ada orang yang dapat dikenali"),
    ),
    FieldClass.PROGRAMME: (_("Program"), _("program apa, di mana, untuk berapa keluarga")),
    FieldClass.IDENTITY: (
        _("Identitas"),
        _("nama, alamat, tanggal lahir, susunan keluarga; NIK tetap tersamar"),
    ),
    FieldClass.SENSITIVE: (_("Sensitif"), _("kesehatan, disabilitas, masalah sosial, penghasilan")),
}


class AgencyKind(StrEnum):
    """Kinds of agency. An outside party (OIKN, BPVP) never sees identity or sensitive fields of the registry."""

    OPD = "opd"
    KECAMATAN = "kecamatan"
    DESA = "desa_kelurahan"
    PROVINCE = "provinsi"
    OUTSIDE = "pihak_luar"


AGENCY_KINDS: dict[AgencyKind, Text] = {
    AgencyKind.OPD: _("Perangkat daerah"),
    AgencyKind.KECAMATAN: _("Kecamatan"),
    AgencyKind.DESA: _("Desa atau kelurahan"),
    AgencyKind.PROVINCE: _("Provinsi"),
    AgencyKind.OUTSIDE: _("Pihak luar"),
}


class Duty(StrEnum):
    """What an agency answers for by law, where a step of the portal is the business of one agency and of no other."""

    SOCIAL = "sosial"


DUTIES: dict[str, Text] = {"": _("tidak ada yang khusus"), Duty.SOCIAL: _("urusan sosial (Dinas Sosial)")}

CEILING: dict[AgencyKind, frozenset[FieldClass]] = {
    AgencyKind.OPD: frozenset(FieldClass),
    AgencyKind.KECAMATAN: frozenset(FieldClass),
    AgencyKind.DESA: frozenset(FieldClass),
    AgencyKind.PROVINCE: frozenset({FieldClass.PUBLIC, FieldClass.PROGRAMME, FieldClass.IDENTITY}),
    AgencyKind.OUTSIDE: frozenset({FieldClass.PUBLIC}),
}


@dataclass(frozen=True, slots=True)
class Role:
    """A role in words: what it may do and which fields it needs for that."""

    code: str
    name: Text
    description: Text
    abilities: frozenset[Ability]
    fields: frozenset[FieldClass]


def _role(code: str, name: Text, description: Text, abilities: str, fields: str) -> Role:
    return Role(
        code, name, description,
        frozenset(Ability(word) for word in abilities.split()),
        frozenset(FieldClass(word) for word in fields.split()),
    )  # fmt: skip


ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        _role("pelihat", _("Pelihat"), _("Membaca angka dan peta; tidak melihat nama."), "lihat", "publik program"),
        _role("operator", _("Operator"), _("Mengirim berkas, mencatat musyawarah; melihat keluarga di wilayahnya."),
              "lihat kirim_berkas musyawarah salurkan", "publik program identitas"),
        _role("petugas", _("Petugas lapangan"), _("Mengunjungi keluarga yang ditugaskan kepadanya; tidak melihat yang lain."),
              "kunjungi", "publik program identitas sensitif"),
        _role("verifikator", _("Verifikator"), _("Meninjau kecocokan, menugaskan kunjungan, dan memeriksa hasilnya di wilayahnya."),
              "lihat tinjau_kecocokan buka_nik pimpin_verval musyawarah", "publik program identitas sensitif"),
        _role("wali_data", _("Wali data"), _("Menerima atau membatalkan edisi; meninjau kecocokan; memimpin verval; mengekspor."),
              "lihat kirim_berkas terima_edisi tinjau_kecocokan ekspor buka_nik pimpin_verval",
              "publik program identitas sensitif"),
        _role("pemilik_program", _("Pemilik program"), _("Mengelola program dan penerimanya."),
              "lihat ekspor kelola_program salurkan", "publik program identitas"),
        _role("penyetuju", _("Penyetuju"), _("Menyetujui keputusan yang diusulkan orang lain."),
              "lihat tanda_tangan setujui", "publik program identitas"),
        _role("kepala_daerah", _("Bupati atau wali kota"), _("Menetapkan daftar dengan SK; melihat angka dan daftar yang diajukan."),
              "lihat tanda_tangan", "publik program identitas"),
        _role("auditor", _("Auditor"), _("Membaca jejak perbuatan; tidak mengubah apa pun."),
              "lihat periksa_jejak", "publik program"),
        _role("pengelola", _("Pengelola"), _("Mengelola pengguna dan instansi; tidak melihat data keluarga."),
              "kelola_pengguna", "publik"),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held for a region and its whole subtree. `scope` is a Kemendagri code with dots; "" is everywhere."""

    role: str
    scope: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, for which agency, with which grants, and for which purpose."""

    user_id: int
    name: str
    agency: str
    agency_kind: AgencyKind
    grants: tuple[Grant, ...]
    purpose: str = ""
    # Where set, nothing else may be done whatever the grants say: a token of the API reads, and reads only.
    only: frozenset[Ability] | None = None
    # Where set, nothing outside this region whatever the grants say: a token may be narrower than its person.
    within: str = ""
    # What their agency answers for by law (Duty), "" for nothing of that kind.
    duty: str = ""


# What personal data are looked at for (UU 27/2022 art. 16, 20): chosen by the person, written into the trail.
PURPOSES: dict[str, Text] = {
    "pemutakhiran": _("Memutakhirkan data keluarga"),
    "verifikasi": _("Verifikasi dan validasi lapangan"),
    "penyaluran": _("Menyalurkan program"),
    "perencanaan": _("Merencanakan program dan anggaran"),
    "pengawasan": _("Mengawasi dan memeriksa"),
    "pengaduan": _("Menjawab pengaduan warga"),
}

# Work that nobody asked for in person: loading the demo, sealing the trail. Not a user; cannot sign in.
SYSTEM = Actor(0, "Selaras", "", AgencyKind.OPD, (Grant("wali_data", ""),), "pemutakhiran")


def inside(code: str | None, scope: str) -> bool:
    """Whether a region code lies in the subtree of `scope`. A place that is not known lies in none but everywhere."""
    if not scope:
        return True
    return code is not None and (code == scope or code.startswith(scope + "."))


def both(one: str, other: str) -> str | None:
    """The region that lies in both of two regions: the narrower one, or None where they are apart."""
    if inside(one or None, other):
        return one
    return other if inside(other or None, one) else None


def scopes(actor: Actor, ability: Ability, field_class: FieldClass = FieldClass.PUBLIC) -> tuple[str, ...]:
    """Regions in which `actor` may do `ability` on fields of `field_class`; none is a refusal.

    Overlapping regions are folded into the wider one, so that a count over them counts nobody twice.
    """
    if field_class not in CEILING[actor.agency_kind] or (
        actor.only is not None and ability not in actor.only
    ):
        return ()
    granted = (
        grant.scope
        for grant in actor.grants
        if ability in ROLES[grant.role].abilities and field_class in ROLES[grant.role].fields
    )
    held = {scope for each in granted if (scope := both(each, actor.within)) is not None}
    return tuple(sorted(s for s in held if not any(o != s and inside(s or None, o) for o in held)))


def may(
    actor: Actor, ability: Ability, code: str | None = None, field_class: FieldClass = FieldClass.PUBLIC
) -> bool:
    """Whether `actor` may do `ability` at the region `code`; without a region, anywhere at all."""
    regions = scopes(actor, ability, field_class)
    return bool(regions) if code is None else any(inside(code, region) for region in regions)


def token_digest(text: str) -> bytes:
    """How a token stands in the database: 256 random bits need no slow hash."""
    return hashlib.sha256(text.encode()).digest()
