"""The table contracts: what one stage may hand to the next.

Engine stages and sources do not know one another. What they share is written here: names, types and the
meaning of every column. `Table.conform` is the gate each stage passes its result through.

Words used throughout:
    source   the system a list comes from: dtks, p3ke, dtsen, regsosek, dukcapil, bps, or an office's own word
    edition  one dated issue of that list, e.g. "2024-10"; an edition is never overwritten
    key      (source, edition, file, sheet, row): the spreadsheet row a value stands in. `row` is the number the
             officer sees at the left edge of the sheet (1-based, header rows counted). A CSV file has one sheet,
             named like the file without its ending.
    rid      the number of a person record within one run, dense from 0 in the order of the key
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

# What Selaras adds to the copy of a file that goes back to an officer (pipeline/annotated.py). A reader drops a sheet
# with this name and every column whose header begins with the prefix, so a corrected copy reads like the original.
ANNOTATION_SHEET = "Ringkasan Selaras"
ANNOTATION_PREFIX = "Selaras:"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a contract. `sensitive` values are masked wherever a person or a log may see them."""

    name: str
    dtype: pl.DataType | type[pl.DataType]
    meaning: str
    sensitive: bool = False


class ContractError(TypeError):
    """A stage handed over a table that does not keep its contract. A fault of ours, never of the data."""


@dataclass(frozen=True, slots=True)
class Table:
    """A named list of columns, in order."""

    name: str
    meaning: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def schema(self) -> pl.Schema:
        return pl.Schema({column.name: column.dtype for column in self.columns})

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def empty(self) -> pl.DataFrame:
        return pl.DataFrame(schema=self.schema)

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with exactly the contract's columns in order.

        A missing column becomes nulls; a column of another type is cast without loss. Raises ContractError for
        a column the contract does not know and for a value that does not fit its type.
        """
        known = set(self.names)
        unknown = [name for name in frame.columns if name not in known]
        if unknown:
            raise ContractError(f"{self.name}: kolom tak dikenal {unknown}")
        present = set(frame.columns)
        try:
            return frame.select(
                (pl.col(c.name) if c.name in present else pl.lit(None))
                .cast(c.dtype, strict=True)
                .alias(c.name)
                for c in self.columns
            )
        except pl.exceptions.PolarsError as error:
            raise ContractError(f"{self.name}: {type(error).__name__}") from error


def _columns(*parts: Column | Iterable[Column]) -> tuple[Column, ...]:
    found: list[Column] = []
    for part in parts:
        found.extend([part] if isinstance(part, Column) else part)
    return tuple(found)


KEY = (
    Column("source", pl.String, "system of the list: dtks, p3ke, dtsen, regsosek, dukcapil, ..."),
    Column("edition", pl.String, "dated issue of the list"),
    Column("file", pl.String, "name of the file, without folders"),
    Column("sheet", pl.String, "name of the sheet"),
    Column("row", pl.UInt32, "row number as seen in the sheet"),
)
KEY_NAMES = [column.name for column in KEY]

PLACE = (
    Column("kode_desa", pl.String, "Kemendagri code of desa/kelurahan with dots, e.g. 64.02.02.2003"),
    Column("kode_kecamatan", pl.String, "Kemendagri code of kecamatan with dots, e.g. 64.02.02"),
    Column("desa", pl.String, "desa/kelurahan as written in the file"),
    Column("kecamatan", pl.String, "kecamatan as written in the file"),
    Column("alamat", pl.String, "street address as written", sensitive=True),
    Column("dusun", pl.String, "dusun as written"),
    Column("rt", pl.Int16, "number of the RT"),
    Column("rw", pl.Int16, "number of the RW"),
)

# Yes, no, or null for "the list does not say".
PROGRAMMES = (
    Column("terima_pkh", pl.Boolean, "receives PKH"),
    Column("terima_sembako", pl.Boolean, "receives Sembako/BPNT (one programme under two names)"),
    Column("terima_bpnt_ppkm", pl.Boolean, "received BPNT-PPKM"),
    Column("terima_bst", pl.Boolean, "received BST"),
    Column("terima_bpum", pl.Boolean, "received BPUM"),
    Column("terima_pbi", pl.Boolean, "contribution paid by PBI-JK (nas or pemda)"),
    Column("terima_pip", pl.Boolean, "receives PIP/KIP"),
    Column("terima_prakerja", pl.Boolean, "received Prakerja"),
    Column("terima_kur", pl.Boolean, "has KUR"),
    Column("terima_blt_dd", pl.Boolean, "receives BLT Dana Desa"),
    Column("terima_pemda", pl.Boolean, "receives aid of the local government"),
)

PERSON_RECORDS = Table(
    "person_records",
    "One row per mention of a person in one list, values in canonical form, nothing decided yet.",
    _columns(
        KEY,
        Column("part", pl.String, "anggota: a row of its own; kepala: head named in a row of a family sheet"),
        Column(
            "family_ref",
            pl.String,
            "the list's own family id (or its KK number where it has none)",
            sensitive=True,
        ),
        Column("person_ref", pl.String, "the list's own person id", sensitive=True),
        Column("nik", pl.String, "16 digits, or null when nik_status is not ok", sensitive=True),
        Column("nik_status", pl.String, "ok | empty | placeholder | malformed | damaged (by a spreadsheet)"),
        Column("kk", pl.String, "16 digits, or null when kk_status is not ok", sensitive=True),
        Column("kk_status", pl.String, "as nik_status"),
        Column("nama", pl.String, "name as written, spaces folded, upper case", sensitive=True),
        Column("nama_ibu", pl.String, "mother's name, likewise", sensitive=True),
        Column("jenis_kelamin", pl.String, "L | P"),
        Column("tanggal_lahir", pl.Date, "birth date"),
        Column("tempat_lahir", pl.String, "birth place, upper case"),
        Column(
            "hubungan",
            pl.String,
            "kepala suami istri anak menantu cucu orangtua mertua famili pembantu lainnya",
        ),
        Column("status_kawin", pl.String, "belum_kawin kawin cerai_hidup cerai_mati"),
        PLACE,
        Column("desil", pl.Int8, "official decile printed in the list, 1-10; never computed by us"),
        Column("status", pl.String, "aktif meninggal pindah tidak_ditemukan nonaktif ganda"),
        Column("status_date", pl.Date, "date of that status where the list gives one"),
        Column("padan", pl.Boolean, "Dukcapil match as the list states it"),
        Column(
            "pendidikan",
            pl.String,
            "canonical word: tidak_sekolah sd smp sma d1_d3 s1 s2_s3, or the list's own",
        ),
        Column("pekerjaan", pl.String, "occupation in words"),
        Column("bekerja", pl.Boolean, "works"),
        Column("bersekolah", pl.Boolean, "goes to school now"),
        Column("disabilitas", pl.Boolean, "has a disability", sensitive=True),
        Column("penyakit_menahun", pl.Boolean, "chronically ill", sensitive=True),
        Column("hamil", pl.Boolean, "pregnant", sensitive=True),
        PROGRAMMES,
    ),
)

KELUARGA_RECORDS = Table(
    "keluarga_records",
    "One row per mention of a keluarga (one KK, not a BPS rumah tangga) in one list.",
    _columns(
        KEY,
        Column(
            "family_ref",
            pl.String,
            "the list's own family id (or its KK number where it has none)",
            sensitive=True,
        ),
        Column("kk", pl.String, "16 digits, or null when kk_status is not ok", sensitive=True),
        Column("kk_status", pl.String, "as nik_status of a person record"),
        Column("nama_kepala", pl.String, "name of the head, upper case", sensitive=True),
        Column("nik_kepala", pl.String, "16 digits or null", sensitive=True),
        Column("jumlah_anggota", pl.Int16, "number of members as stated"),
        PLACE,
        Column("desil", pl.Int8, "official decile printed in the list"),
        Column("status", pl.String, "aktif meninggal pindah tidak_ditemukan nonaktif"),
        # Where a list asks for several of these words in one answer, the record holds a word that says so:
        # seng_atau_asbes, listrik_atau_gas, bersama_atau_umum (engine/read/deliver/data/words.toml, cakup).
        Column("status_rumah", pl.String, "milik_sendiri sewa bebas_sewa dinas lainnya"),
        Column("luas_lantai", pl.Float64, "floor area, m2"),
        Column("lantai", pl.String, "marmer keramik parket ubin kayu semen bambu tanah lainnya"),
        Column("dinding", pl.String, "tembok plesteran kayu anyaman_bambu batang_kayu bambu lainnya"),
        Column("atap", pl.String, "beton genteng seng asbes bambu kayu jerami lainnya"),
        Column(
            "air_minum",
            pl.String,
            "kemasan isi_ulang leding sumur_bor sumur_terlindung sumur_tak_terlindung "
            "mata_air_terlindung mata_air_tak_terlindung permukaan hujan lainnya",
        ),
        Column("penerangan", pl.String, "pln_meteran pln_tanpa_meteran non_pln bukan_listrik"),
        Column(
            "daya",
            pl.Int32,
            "installed power in VA; the smallest meter where there are several; 2201 means above 2200",
        ),
        Column(
            "bahan_bakar",
            pl.String,
            "listrik elpiji_5_5 elpiji_12 elpiji_3 gas_kota biogas minyak_tanah briket "
            "arang kayu_bakar lainnya tidak_memasak",
        ),
        Column("bab", pl.String, "sendiri bersama mck_komunal mck_umum tidak_menggunakan tidak_ada"),
        Column("kloset", pl.String, "leher_angsa plengsengan_tutup plengsengan_tanpa_tutup cemplung"),
        Column("tinja", pl.String, "tangki_septik ipal kolam_sungai lubang_tanah pantai_kebun lainnya"),
        *(
            Column(f"aset_{name}", pl.Boolean, "owned by the keluarga")
            for name in (
                "tabung_gas",
                "lemari_es",
                "ac",
                "pemanas_air",
                "telepon_rumah",
                "televisi",
                "emas",
                "komputer",
                "sepeda_motor",
                "sepeda",
                "mobil",
                "perahu",
                "kapal_motor",
                "smartphone",
                "lahan",
                "rumah_lain",
                "simpanan",
            )
        ),
        *(
            Column(f"jumlah_{name}", pl.Int16, "head of livestock")
            for name in ("sapi", "kerbau", "kuda", "babi", "kambing")
        ),
        Column("risiko_stunting", pl.Boolean, "flagged as at risk of stunting", sensitive=True),
        PROGRAMMES,
    ),
)

LINEAGE = Table(
    "lineage",
    "Which column of which sheet each canonical field was read from.",
    _columns(
        KEY[:4],
        Column("field", pl.String, "canonical field"),
        Column("column", pl.String, "letter of the column, e.g. L"),
        Column("header", pl.String, "header as written"),
    ),
)

AGGREGATES = Table(
    "aggregates",
    "Published figures (BPS tables): one row per region, period and measure.",
    _columns(
        KEY,
        Column("column", pl.String, "letter of the column the figure stands in"),
        Column("wilayah", pl.String, "region as written"),
        Column("kode", pl.String, "Kemendagri code where the name was recognised"),
        Column("periode", pl.String, "year or month, e.g. 2024 or 2024-03"),
        Column("ukuran", pl.String, "measure, as headed"),
        Column("nilai", pl.Float64, "figure; null where the table prints - or NA"),
        Column("satuan", pl.String, "persen, ribu_jiwa, rupiah, ..."),
    ),
)

FINDINGS = Table(
    "findings",
    "Something a person should look at: one row per place and code. Texts live in kernel/data/findings.toml.",
    _columns(
        KEY,
        Column("field", pl.String, "canonical field, or null for the row or the file"),
        Column("code", pl.String, "code of the finding"),
        Column("severity", pl.String, "info | perlu_ditinjau | tolak"),
        Column("value", pl.String, "value found; masked when the field is sensitive"),
        Column("detail", pl.String, "what else helps, never a full NIK or a name"),
    ),
)

# engine/link ---------------------------------------------------------------------------------------------------

CLUSTERS = Table(
    "clusters",
    "Which person and which keluarga each person record belongs to. One row per rid.",
    _columns(
        Column("rid", pl.UInt32, "person record"),
        Column("person_id", pl.String, "stable id of the person, P + 12 characters"),
        Column("keluarga_id", pl.String, "stable id of the keluarga, K + 12 characters"),
        Column(
            "method",
            pl.String,
            "tunggal (alone) | nik (agreed with check) | bobot (weight) | manusia (decision)",
        ),
        Column(
            "score",
            pl.Float64,
            "weight in bits of the link that holds this record in its cluster; null if alone",
        ),
    ),
)

PAIRS = Table(
    "pairs",
    "Scored candidate pairs of person records, rid_a < rid_b. Contributions are looked up by pattern.",
    _columns(
        Column("rid_a", pl.UInt32, "first record"),
        Column("rid_b", pl.UInt32, "second record"),
        Column("weight", pl.Float64, "sum of the contributions, in bits; 0 is the natural threshold"),
        Column("pattern", pl.UInt64, "key of the agreement pattern"),
        Column("veto", pl.String, "named veto that fired, or null"),
        Column("linked", pl.Boolean, "both records ended in one person"),
    ),
)

PATTERNS = Table(
    "patterns",
    "The explanation of every pattern: its contributions add up to the weight of its pairs.",
    _columns(
        Column("pattern", pl.UInt64, "key of the agreement pattern"),
        Column("comparison", pl.String, "what was compared: nama, tanggal_lahir, nik, veto:kembar, ..."),
        Column("level", pl.String, "agreement found, in Indonesian words"),
        Column("bits", pl.Float64, "contribution to the weight"),
    ),
)

REVIEW = Table(
    "review",
    "Pairs that a person should decide, most valuable first.",
    _columns(
        Column("rid_a", pl.UInt32, "first record"),
        Column("rid_b", pl.UInt32, "second record"),
        Column("person_a", pl.String, "person of the first record"),
        Column("person_b", pl.String, "person of the second record"),
        Column("weight", pl.Float64, "weight in bits"),
        Column("reason", pl.String, "code: ragu, kembar, nik_dipakai_dua_orang, generasi, rantai, ..."),
        Column("pattern", pl.UInt64, "key of the agreement pattern"),
        Column("value", pl.Float64, "expected gain of deciding; the queue is sorted by it"),
    ),
)

DECISIONS = Table(
    "decisions",
    "Decisions of people, by key of both rows; respected by every later run.",
    _columns(
        *(Column(f"{c.name}_a", c.dtype, c.meaning) for c in KEY),
        *(Column(f"{c.name}_b", c.dtype, c.meaning) for c in KEY),
        Column(
            "decision", pl.String, "sama | beda (one person or not) | sekeluarga (their keluarga are one)"
        ),
    ),
)

# engine/merge --------------------------------------------------------------------------------------------------

MERGED_OF_PERSON = (
    "kk nama nama_ibu jenis_kelamin tanggal_lahir tempat_lahir hubungan status_kawin kode_desa kode_kecamatan desa "
    "kecamatan alamat dusun rt rw pendidikan pekerjaan bekerja bersekolah disabilitas penyakit_menahun hamil status "
    "status_date padan desil"
).split()
MERGED_OF_KELUARGA = [
    name
    for name in KELUARGA_RECORDS.names
    if name
    not in {*KEY_NAMES, *(c.name for c in PROGRAMMES), "family_ref", "kk_status", "nik_kepala", "nama_kepala"}
]
# What a family list may leave out and its members' own rows may tell: these carry both kinds of provenance.
TOLD_BY_MEMBERS = ["kk", *(c.name for c in PLACE), "desil"]


def _from(record: str, name: str) -> Column:
    kinds = {"rid": "person record", "krid": "keluarga record"}
    return Column(f"{name}__{record}", pl.UInt32, f"{kinds[record]} that {name} came from")


def _programmes(*records: str) -> Iterable[Column]:
    for programme in PROGRAMMES:
        yield Column(programme.name, pl.Boolean, f"{programme.meaning}: yes in any source, no, or not said")
        yield Column(
            f"{programme.name}__sources", pl.List(pl.String), "sources whose newest edition says yes"
        )
        yield from (_from(record, programme.name) for record in records)


_DECILE = (
    Column("desil__source", pl.String, "source of the official decile"),
    Column("desil__edition", pl.String, "its edition"),
)
_SEEN = (
    Column("n_records", pl.UInt32, "rows of lists that were merged"),
    Column("sources", pl.List(pl.String), "sources they stand in, sorted"),
    Column("first_edition", pl.String, "oldest edition among them, normalised"),
    Column("last_edition", pl.String, "newest edition among them, normalised"),
)

PERSONS = Table(
    "persons",
    "One row per person: the value that won for each field, and `<field>__rid`, the person record it stands in.",
    _columns(
        Column("person_id", pl.String, "stable id of the person"),
        Column("keluarga_id", pl.String, "keluarga the person belongs to as merged"),
        PERSON_RECORDS.column("nik"),
        Column(
            "nik_ganda", pl.Boolean, "the same NIK stands in records of another person too; null without NIK"
        ),
        Column(
            "nik_diakui",
            pl.Boolean,
            "this person has the best claim to that NIK; false: another has a better or an equal one",
        ),
        (PERSON_RECORDS.column(name) for name in MERGED_OF_PERSON),
        _DECILE,
        _SEEN,
        (_from("rid", name) for name in ("keluarga_id", "nik", *MERGED_OF_PERSON)),
        # A decile is a family's: it may stand in a family list only.
        _from("krid", "desil"),
        _programmes("rid"),
    ),
)

KELUARGA = Table(
    "keluarga",
    "One row per keluarga. `<field>__krid` is the keluarga record a value stands in; where a list of members told "
    "it, `<field>__rid` is the person record instead.",
    _columns(
        Column("keluarga_id", pl.String, "stable id of the keluarga"),
        Column("kepala_person_id", pl.String, "person who is its head; null when no list says who"),
        Column("kepala_person_id__rid", pl.UInt32, "person record that calls this person the head"),
        Column(
            "kk_riwayat",
            pl.List(
                pl.Struct(
                    {
                        "kk": pl.String(),
                        "first_edition": pl.String(),
                        "last_edition": pl.String(),
                        "sources": pl.List(pl.String()),
                    }
                )
            ),
            "every KK number this keluarga was listed under, newest first",
            sensitive=True,
        ),
        Column("anggota_hadir", pl.UInt32, "members as merged who are not dead, moved or untraced"),
        Column("anggota_tercatat", pl.UInt32, "all persons as merged who belong to it"),
        (KELUARGA_RECORDS.column(name) for name in MERGED_OF_KELUARGA),
        _DECILE,
        _SEEN,
        (_from("krid", name) for name in MERGED_OF_KELUARGA),
        (_from("rid", name) for name in TOLD_BY_MEMBERS),
        _programmes("krid", "rid"),
    ),
)

KELUARGA_OF = Table(
    "keluarga_of",
    "Which keluarga each keluarga record belongs to. One row per krid.",
    _columns(
        Column("krid", pl.UInt32, "keluarga record"),
        Column("keluarga_id", pl.String, "its keluarga; null when no person record can be found for it"),
        Column(
            "method",
            pl.String,
            "baris (head named in the same row) | family_ref | kk | nik_kepala (same list) | kk_lain (any list)",
        ),
    ),
)

# engine/compare ------------------------------------------------------------------------------------------------

DISCREPANCIES = Table(
    "discrepancies",
    "Where two lists, or two rows of one list, disagree about one person or keluarga.",
    _columns(
        Column("kind", pl.String, "code of the kind; texts in kernel/data/discrepancies.toml"),
        Column("person_id", pl.String, "person concerned, or null when it is about a keluarga"),
        Column("keluarga_id", pl.String, "keluarga concerned"),
        Column("source_a", pl.String, "first source"),
        Column("edition_a", pl.String, "its edition"),
        Column("rid_a", pl.UInt32, "its record, or null where that source has none"),
        Column("source_b", pl.String, "second source"),
        Column("edition_b", pl.String, "its edition"),
        Column("rid_b", pl.UInt32, "its record, or null where that source has none"),
        Column("field", pl.String, "field in disagreement"),
        Column("value_a", pl.String, "value in the first; masked when the field is sensitive"),
        Column("value_b", pl.String, "value in the second; likewise"),
        Column("size", pl.Float64, "how far apart, where that has a meaning (deciles, days, members)"),
        Column("kode_desa", pl.String, "where the person or keluarga lives as merged"),
        Column("kode_kecamatan", pl.String, "likewise"),
        Column("krid_a", pl.UInt32, "keluarga record of the first source, when it is about a keluarga"),
        Column("krid_b", pl.UInt32, "keluarga record of the second source, likewise"),
    ),
)
