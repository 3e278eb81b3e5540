"""What is compared, how finely, and what may make two rows a candidate pair: one dataclass per register kind.

A `Comparison` names fields; a field has a kind (see `kinds.py`) that says which integers are made of its column and
how two values are graded into levels. Level 0 is always "one of the two says nothing" and carries no weight. `m` and
`u` of a level are where the fit starts (share among pairs of one person, share among other candidate pairs); with
thousands of pairs the data decide, with ten pairs these numbers do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Level:
    """A grade of agreement. `grade`: sama, mirip or beda; vetoes and corroboration look at the grade."""

    label: str
    grade: str
    m: float
    u: float


@dataclass(frozen=True, slots=True)
class Field:
    """One comparison. `columns` are columns of the records; `kind` is a key of `kinds.KINDS`."""

    name: str
    kind: str
    columns: tuple[str, ...]
    levels: tuple[Level, ...]
    weak: bool = False  # agreement says so little that it corroborates nothing (sex)


@dataclass(frozen=True, slots=True)
class Rule:
    """Rows that are equal in every key become candidates. `fields`: fields the keys use up completely."""

    name: str
    keys: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Veto:
    """A named reason against a link: `bits` are added when every condition (field -> level labels) holds, more of them
    while a run has few pairs to learn from (`weigh.caution`)."""

    name: str
    conditions: tuple[tuple[str, tuple[str, ...]], ...]
    bits: float
    never: bool = False  # such a pair is never put together, except by a person's decision


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything the linker must know about a kind of register."""

    name: str
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...]
    joints: tuple[tuple[str, ...], ...] = ()
    household: tuple[str, ...] = ()  # fields that people of one household share
    alike: tuple[str, ...] = ()  # fields in which they are often alike
    vetoes: tuple[Veto, ...] = ()
    corroborate: bool = True  # a pair needs agreement outside the columns of any rule that could have made it
    family_keys: tuple[
        str, ...
    ] = ()  # members of two linked cards that are equal in one of these become candidates
    block_cap: int = 150  # a key shared by more rows is no longer selective; that rule passes it over

    def field(self, name: str) -> Field:
        return next(one for one in self.fields if one.name == name)

    def position(self, name: str) -> int:
        return next(at for at, one in enumerate(self.fields) if one.name == name)

    @property
    def columns(self) -> list[str]:
        return list(dict.fromkeys(column for one in self.fields for column in one.columns))


def _levels(*rows: tuple[str, str, float, float]) -> tuple[Level, ...]:
    return tuple(Level(*row) for row in rows)


MOST_LISTS = 8
ORIGIN = Field(
    "asal",
    "origin",
    (),
    _levels(("pasangan yang dilengkapi, bukan dari aturan", "beda", 1.0, 1.0)),
    weak=True,
)


def prepared(plan: Comparison, lists: int) -> Comparison:
    """The comparison as a run uses it: one "same list" level per list (a list that is clean inside speaks against a
    link within it, one with many duplicates does not; further lists share the last level), and the field `asal`."""

    def widened(one: Field) -> Field:
        if one.kind != "list":
            return one
        apart, same = one.levels
        return replace(one, levels=(apart, *(same for _ in range(min(max(lists, 1), MOST_LISTS)))))

    return replace(plan, fields=(*(widened(one) for one in plan.fields), ORIGIN))


NAME = _levels(
    ("sama, sangat langka", "sama", 0.25, 0.010),
    ("sama, langka", "sama", 0.28, 0.015),
    ("sama, cukup umum", "sama", 0.18, 0.020),
    ("sama, umum", "sama", 0.08, 0.030),
    ("satu bagian dari yang lain, khas", "mirip", 0.06, 0.010),
    ("satu bagian dari yang lain, umum", "mirip", 0.02, 0.040),
    ("salah ketik", "mirip", 0.08, 0.010),
    ("mirip", "mirip", 0.02, 0.050),
    ("sebagian kata sama", "beda", 0.01, 0.120),
    ("berbeda", "beda", 0.02, 0.695),
)
MOTHER = _levels(
    ("sama, langka", "sama", 0.55, 0.06),
    ("sama, umum", "sama", 0.20, 0.04),
    ("salah ketik atau satu bagian dari yang lain", "mirip", 0.18, 0.05),
    ("mirip", "mirip", 0.03, 0.10),
    ("berbeda", "beda", 0.04, 0.75),
)
TEXT = _levels(
    ("sama, langka", "sama", 0.45, 0.05),
    ("sama, umum", "sama", 0.35, 0.10),
    ("mirip", "mirip", 0.10, 0.05),
    ("berbeda", "beda", 0.10, 0.80),
)
DATE = _levels(
    ("sama", "sama", 0.82, 0.10),
    ("sama, 1 Januari atau 31 Desember", "sama", 0.03, 0.02),
    ("hari dan bulan tertukar", "mirip", 0.03, 0.005),
    ("salah satu angka", "mirip", 0.04, 0.02),
    ("dua dari tiga bagian sama", "mirip", 0.03, 0.05),
    ("tahun sama, hari tidak diketahui", "mirip", 0.02, 0.01),
    ("tahun sama atau bersebelahan", "beda", 0.01, 0.08),
    ("umur berdekatan", "beda", 0.01, 0.20),
    ("berbeda", "beda", 0.01, 0.515),
)
NIK = _levels(
    ("sama", "sama", 0.85, 0.01),
    ("beda 1-2 angka", "mirip", 0.05, 0.005),
    ("hanya nomor urut beda 1-2 angka", "mirip", 0.02, 0.03),
    ("wilayah dan tanggal sama", "beda", 0.001, 0.03),
    ("beda sebagian", "beda", 0.02, 0.20),
    ("berbeda", "beda", 0.04, 0.725),
)
KK = _levels(
    ("sama", "sama", 0.75, 0.30),
    ("beda 1-2 angka", "mirip", 0.05, 0.01),
    ("berbeda", "beda", 0.20, 0.69),
)
CODE = _levels(("sama", "sama", 0.97, 0.60), ("berbeda", "beda", 0.03, 0.40))
PLACE = _levels(
    ("desa dan RT sama", "sama", 0.62, 0.15),
    ("desa sama, RT tidak ada", "sama", 0.12, 0.08),
    ("desa sama, RT beda", "mirip", 0.08, 0.12),
    ("kecamatan sama", "beda", 0.05, 0.10),
    ("berbeda", "beda", 0.13, 0.55),
)
DIGITS = _levels(
    ("sama", "sama", 0.80, 0.03),
    ("beda satu angka", "mirip", 0.10, 0.01),
    ("beda dua angka", "beda", 0.03, 0.06),
    ("berbeda", "beda", 0.07, 0.90),
)
FAMILY = _levels(
    ("dua anggota lain atau lebih cocok", "sama", 0.50, 0.25),
    ("satu anggota lain cocok", "sama", 0.25, 0.15),
    ("sebagian kecil anggota lain cocok", "mirip", 0.10, 0.10),
    ("anggota lain tidak ada yang cocok", "beda", 0.15, 0.50),
)
LIST = _levels(("daftar berbeda", "sama", 0.80, 0.65), ("daftar yang sama", "beda", 0.20, 0.35))

_SAME_NAME = tuple(level.label for level in NAME[:4])
_NEAR_NAME = tuple(level.label for level in NAME[4:8])
_OTHER_NAME = ("sebagian kata sama", "berbeda")
_SAME_DATE = ("sama", "sama, 1 Januari atau 31 Desember")
_OTHER_DATE = ("tahun sama atau bersebelahan", "umur berdekatan", "berbeda")
_OTHER_NIK = ("hanya nomor urut beda 1-2 angka", "wilayah dan tanggal sama", "beda sebagian", "berbeda")

INDONESIA = Comparison(
    name="indonesia",
    fields=(
        Field("nik", "nomor", ("nik",), NIK),
        Field("kk", "nomor", ("kk",), KK),
        Field("nama", "name", ("nama",), NAME),
        Field("nama_ibu", "name", ("nama_ibu",), MOTHER),
        Field("tanggal_lahir", "date", ("tanggal_lahir",), DATE),
        Field("jenis_kelamin", "code", ("jenis_kelamin",), CODE, weak=True),
        Field("tempat_lahir", "text", ("tempat_lahir",), TEXT),
        Field("alamat", "place", ("kode_desa", "kode_kecamatan", "rt", "rw"), PLACE),
        Field("daftar", "list", ("source", "edition"), LIST, weak=True),
        Field("keluarga", "family", ("family_ref",), FAMILY),
    ),
    rules=(
        Rule("nik", ("nik",), ("nik",)),
        Rule("kk+nama", ("kk", "nama_k3"), ("kk",)),
        Rule("lahir+nama", ("tanggal_lahir_k", "nama_k3"), ("tanggal_lahir",)),
        Rule("desa+nama", ("alamat", "nama_sk"), ("alamat", "nama")),
        Rule("lahir+desa", ("tanggal_lahir", "alamat"), ("tanggal_lahir", "alamat")),
        Rule("lahir_nik+nama", ("nik_date", "nama_k3"), ()),
        Rule("nama+tahun+ibu", ("nama_sk", "tanggal_lahir_y", "nama_ibu_sk"), ("nama", "nama_ibu")),
        Rule("rt+nama", ("alamat", "alamat_rt", "alamat_rw", "nama_k3", "jenis_kelamin"), ("alamat",)),
        Rule("kk+lahir", ("kk", "tanggal_lahir"), ("kk", "tanggal_lahir")),
        Rule("ibu+nama+kecamatan", ("nama_ibu_sk", "nama_sk", "alamat_kec"), ("nama", "nama_ibu")),
    ),
    joints=(("nama", "tanggal_lahir", "nik"),),
    household=("kk", "nama_ibu", "alamat", "keluarga"),
    alike=("tempat_lahir",),
    vetoes=(
        Veto(
            "nik_dipakai_dua_orang",
            (("nik", ("sama",)), ("nama", _OTHER_NAME), ("tanggal_lahir", _OTHER_DATE)),
            -20.0,
            never=True,
        ),
        Veto(
            "kembar",
            (("tanggal_lahir", _SAME_DATE), ("nama", _OTHER_NAME), ("nik", ("", *_OTHER_NIK))),
            -2.0,
        ),
        Veto(
            "nik_dan_lahir_berbeda",
            (("nik", _OTHER_NIK), ("tanggal_lahir", _OTHER_DATE)),
            -5.0,
        ),
        Veto(
            "generasi",
            (("nama", _SAME_NAME + _NEAR_NAME), ("tanggal_lahir", ("berbeda",)), ("nik", ("", *_OTHER_NIK))),
            -2.0,
        ),
    ),
    family_keys=("nama_k3", "nama_l3", "tanggal_lahir_k", "tanggal_lahir_y"),
)

PLAIN = Comparison(
    name="polos",
    fields=(
        Field("nama", "latin", ("nama",), NAME),
        Field("tanggal_lahir", "date", ("tanggal_lahir",), DATE),
        Field("tempat_lahir", "text", ("tempat_lahir",), TEXT),
        Field("kode_pos", "digits", ("kode_pos",), DIGITS),
        Field("pekerjaan", "text", ("pekerjaan",), TEXT),
        Field("jenis_kelamin", "code", ("jenis_kelamin",), CODE, weak=True),
        Field("daftar", "list", ("source", "edition"), LIST, weak=True),
    ),
    rules=(
        Rule("lahir+nama", ("tanggal_lahir_k", "nama_k3"), ("tanggal_lahir",)),
        Rule("lahir+nama_akhir", ("tanggal_lahir_k", "nama_l3"), ("tanggal_lahir",)),
        Rule("lahir+tempat", ("tanggal_lahir", "tempat_lahir"), ("tanggal_lahir", "tempat_lahir")),
        Rule("lahir+pos", ("tanggal_lahir", "kode_pos"), ("tanggal_lahir", "kode_pos")),
        Rule("nama", ("nama_sk",), ("nama",)),
        Rule("nama+nama_akhir", ("nama_k3", "nama_l3"), ()),
        Rule("pos+nama", ("kode_pos", "nama_k3"), ("kode_pos",)),
        Rule("pos+nama_akhir", ("kode_pos", "nama_l3"), ("kode_pos",)),
        Rule("tempat+nama", ("tempat_lahir", "nama_sk"), ("tempat_lahir", "nama")),
    ),
    joints=(("nama", "tanggal_lahir"), ("tempat_lahir", "kode_pos")),
    corroborate=False,  # few columns, often empty: a rare name alone has to do
)

ADDRESS = Comparison(
    name="alamat",
    fields=(
        Field("nomor_identitas", "digits", ("nomor_identitas",), DIGITS),
        Field("nama", "latin", ("nama",), NAME),
        Field("tanggal_lahir", "date", ("tanggal_lahir",), DATE),
        Field("alamat", "text", ("alamat",), TEXT),
        Field("alamat_2", "text", ("alamat_2",), TEXT),
        Field("nomor_rumah", "code", ("nomor_rumah",), CODE),
        Field("kota", "text", ("kota",), TEXT),
        Field("kode_pos", "digits", ("kode_pos",), DIGITS),
        Field("provinsi", "code", ("provinsi",), CODE, weak=True),
        Field("daftar", "list", ("source", "edition"), LIST, weak=True),
    ),
    rules=(
        Rule("nomor", ("nomor_identitas",), ("nomor_identitas",)),
        Rule("lahir+nama", ("tanggal_lahir_k", "nama_k3"), ("tanggal_lahir",)),
        Rule("lahir+nama_akhir", ("tanggal_lahir_k", "nama_l3"), ("tanggal_lahir",)),
        Rule("lahir+pos", ("tanggal_lahir", "kode_pos"), ("tanggal_lahir", "kode_pos")),
        Rule("nama", ("nama_sk",), ("nama",)),
        Rule("pos+nama", ("kode_pos", "nama_k3"), ("kode_pos",)),
        Rule("pos+nama_akhir", ("kode_pos", "nama_l3"), ("kode_pos",)),
        Rule("pos+alamat", ("kode_pos", "alamat"), ("kode_pos", "alamat")),
        Rule("kota+alamat", ("kota", "alamat"), ("kota", "alamat")),
        Rule("nomor_rumah+alamat", ("nomor_rumah", "alamat"), ("nomor_rumah", "alamat")),
    ),
    joints=(("nama", "tanggal_lahir"), ("alamat", "nomor_rumah"), ("kota", "kode_pos")),
)
