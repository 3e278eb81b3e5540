"""Village codes for the rows of a list, from whatever it gives: a code of an unknown system, names, or both.

Every distinct combination of code and names is looked at once. The system of the codes is inferred for the whole file
and never assumed: "6402" is Kutai Kartanegara for Kemendagri and Kutai Barat for BPS. A name that is merely alike is
no answer; it is left open and suggested in the detail of a finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from selaras.engine.read import values
from selaras.kernel.errors import SelarasError
from selaras.kernel.wilayah import bridge, codes, find, infer, tables
from selaras.kernel.wilayah.codes import KodeKemendagri

NOT_FOUND = "desa_tak_ditemukan"
AMBIGUOUS = "desa_rancu"
UNKNOWN_CODE = "kode_wilayah_tak_dikenal"
CLASH = "kode_nama_desa_beda"

_NAMES = {"kemendagri": "Kemendagri", "bps": "BPS"}
_ALIKE = 0.84
_MOST_KECAMATAN = 0.8
_MOST_VILLAGES = 0.5
_SHOWN = 3

# A few villages under a wrong code are mistakes of rows. Half of them is a column that does not belong to these names.
_FEWEST_CLASHES = 3
_MOST_CLASHES = 0.5


@dataclass(frozen=True, slots=True)
class Columns:
    """What a list says about places; any of them may be missing. Series of cell texts, all of one length.

    code     column of region codes, of any level and system
    kabkota  Kemendagri code of the kabupaten/kota, e.g. "64.02", where the file as a whole belongs to one
    """

    desa: pl.Series | None = None
    kecamatan: pl.Series | None = None
    kabupaten: pl.Series | None = None
    code: pl.Series | None = None
    kabkota: str | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """kode_desa and kode_kecamatan (Kemendagri, with dots, or null), fault (code of a finding or null), detail (names
    of places that come into question). `system` is the system the codes of the file are of, None without codes."""

    kode_desa: pl.Series
    kode_kecamatan: pl.Series
    fault: pl.Series
    detail: pl.Series
    system: infer.System | None


@dataclass(frozen=True, slots=True)
class _Answer:
    desa: str | None = None
    kecamatan: str | None = None
    fault: str | None = None
    detail: str | None = None


def resolve(columns: Columns, *, file: str, expected: infer.System | None = None) -> Places:
    """Codes for every row.

    file      name for the message of an error
    expected  system the header or the profile promises ("Kode Kemdagri"), None where it promises nothing

    Raises SelarasError: `kode_wilayah_bertentangan` where names speak for both systems or against most of the codes, `kode_wilayah_sistem_lain`
    where the codes are of another system than expected.
    """
    frame = _frame(columns)
    distinct = frame.unique(maintain_order=True)
    system = _system(distinct, file, expected)
    home = KodeKemendagri(columns.kabkota) if columns.kabkota else _home(distinct)
    answers = [_answer(*row, system=system, home=home) for row in distinct.iter_rows()]
    clashes = sum(1 for answer in answers if answer.fault == CLASH)
    if clashes >= _FEWEST_CLASHES and clashes > _MOST_CLASHES * len(distinct["code"].drop_nulls()):
        raise SelarasError("kode_wilayah_bertentangan", file=file)
    known = distinct.with_columns(
        pl.Series("kode_desa", [answer.desa for answer in answers], dtype=pl.String),
        pl.Series("kode_kecamatan", [answer.kecamatan for answer in answers], dtype=pl.String),
        pl.Series("fault", [answer.fault for answer in answers], dtype=pl.String),
        pl.Series("detail", [answer.detail for answer in answers], dtype=pl.String),
    )
    found = frame.join(known, on=frame.columns, how="left", nulls_equal=True, maintain_order="left")
    return Places(found["kode_desa"], found["kode_kecamatan"], found["fault"], found["detail"], system)


def _frame(columns: Columns) -> pl.DataFrame:
    given = {
        "desa": columns.desa,
        "kecamatan": columns.kecamatan,
        "kabupaten": columns.kabupaten,
        "code": columns.code,
    }
    present = {name: values.words(series) for name, series in given.items() if series is not None}
    height = len(next(iter(present.values()))) if present else 0
    empty = pl.Series([None] * height, dtype=pl.String)
    return pl.DataFrame({name: present.get(name, empty) for name in given})


def _system(distinct: pl.DataFrame, file: str, expected: infer.System | None) -> infer.System | None:
    """The system of the code column; None where there are no codes, or too little to tell."""
    coded = distinct.filter(pl.col("code").is_not_null())
    if coded.is_empty():
        return None
    longest = max(len(text.replace(".", "")) for text in coded["code"])
    name = {2: None, 4: "kabupaten", 6: "kecamatan", 7: "kecamatan"}.get(longest, "desa")
    found = infer.infer_system(coded["code"].to_list(), coded[name].to_list() if name else ())
    if found.reason == "bertentangan":
        raise SelarasError("kode_wilayah_bertentangan", file=file)
    if expected and found.system and found.system != expected:
        raise SelarasError(
            "kode_wilayah_sistem_lain", file=file, ditemukan=_NAMES[found.system], disebut=_NAMES[expected]
        )
    return found.system or expected


def _home(distinct: pl.DataFrame) -> KodeKemendagri | None:
    """The one kabupaten/kota that a list speaks of without naming it: by its kecamatan, else by the villages in them."""
    if distinct["kabupaten"].null_count() < distinct.height:
        return None
    names = distinct["kecamatan"].drop_nulls().unique().to_list()
    if not names:
        return None
    votes: Counter[KodeKemendagri] = Counter()
    for province in tables.children(None):
        for kabkota in tables.children(province):
            votes[kabkota] = sum(1 for name in names if find.find_kecamatan(name, kabkota).method == "nama")
    (best, most), (_, next_) = votes.most_common(2)
    if len(names) > 1 and most >= _MOST_KECAMATAN * len(names) and most > next_:
        return best
    return _by_villages(distinct, [code for code, hits in votes.items() if hits and hits == most])


def _by_villages(distinct: pl.DataFrame, fitting: list[KodeKemendagri]) -> KodeKemendagri | None:
    """The only one of these that has most of the villages in the kecamatan they are listed under; None where several do.

    Names of kecamatan repeat over the country: one of them alone says nothing.
    """
    pairs = distinct.select("desa", "kecamatan").drop_nulls().unique().rows()
    if not pairs:
        return None
    shares = {
        kabkota: sum(find.find_desa(desa, kecamatan, kabkota).method == "nama" for desa, kecamatan in pairs)
        / len(pairs)
        for kabkota in fitting
    }
    home = [kabkota for kabkota, share in shares.items() if share >= _MOST_VILLAGES]
    return home[0] if len(home) == 1 else None


def _answer(
    desa: str | None,
    kecamatan: str | None,
    kabupaten: str | None,
    code: str | None,
    *,
    system: infer.System | None,
    home: KodeKemendagri | None,
) -> _Answer:
    given = _kemendagri(code, system)
    if given is not None and given.level == "desa" and tables.is_known(given):
        return _checked(given, desa, kecamatan, kabupaten or home)
    above = kabupaten or home
    if given is not None and tables.is_known(given) and given.level in ("kabkota", "kecamatan"):
        above = given.at("kabkota")
        if given.level == "kecamatan" and kecamatan is None:
            kecamatan = tables.name(given)
    by_name = _by_name(desa, kecamatan, above)
    if (code is not None and given is None) or (given is not None and not tables.is_known(given)):
        # The code says nothing; what the names say stands, and the code is reported.
        return _Answer(by_name.desa, by_name.kecamatan, UNKNOWN_CODE, by_name.detail)
    return by_name


def _kemendagri(code: str | None, system: infer.System | None) -> KodeKemendagri | None:
    if code is None or system is None:
        return None
    if system == "kemendagri":
        return codes.parse_kemendagri(code)
    as_bps = codes.parse_bps(code)
    bridged = bridge.to_kemendagri(as_bps) if as_bps else None
    return bridged.kemendagri if bridged is not None and bridged.is_sure else None


def _checked(
    given: KodeKemendagri, desa: str | None, kecamatan: str | None, above: KodeKemendagri | str | None
) -> _Answer:
    """A known village code; where the name beside it clearly means another village, that is reported."""
    answer = _Answer(given.text, given.at("kecamatan").text)
    if desa is None or find.likeness(desa, tables.name(given) or "") >= _ALIKE:
        return answer
    other = find.find_desa(desa, kecamatan, above or given.at("kabkota"))
    if not other.is_sure or other.code == given:
        return answer
    return _Answer(answer.desa, answer.kecamatan, CLASH, _listed((given, *other.candidates)))


def _by_name(desa: str | None, kecamatan: str | None, above: KodeKemendagri | str | None) -> _Answer:
    if desa is None and kecamatan is None:
        return _Answer()
    if isinstance(above, str):
        above = find.find_kabkota(above).code
    if above is None:
        return _Answer(fault=NOT_FOUND) if desa else _Answer()
    district = find.find_kecamatan(kecamatan, above) if kecamatan else None
    sure = district.code.text if district and district.is_sure and district.code else None
    if desa is None:
        return _Answer(None, sure, None if sure else NOT_FOUND)
    match = find.find_desa(desa, kecamatan, above)
    if match.is_sure and match.code is not None:
        return _Answer(match.code.text, match.code.at("kecamatan").text)
    fault = AMBIGUOUS if match.method in ("mirip", "rancu") else NOT_FOUND
    return _Answer(None, sure, fault, _listed(match.candidates))


def _listed(places: Iterable[KodeKemendagri]) -> str | None:
    """Names of villages with their kecamatan, for the detail of a finding."""
    named = [f"{tables.name(code)} ({tables.name(code.at('kecamatan'))})" for code in list(places)[:_SHOWN]]
    return ", ".join(named) or None
