"""Indonesian-like registers of another maker, for scoring the linker only.

Shares no code, no name list and no fault model with `selaras.synthetic`. No parameter or threshold of `engine/link` comes
from it; its scores were looked at while the method was designed, so a maker nobody has seen remains the fairer judge.
Four registers (two near-complete, two of the poor) are drawn from households that move, split, marry and die over five
years; names are tokens of made-up syllables with a Zipf head of common names, so that agreement of a first token is weak
evidence. `hardness` scales every fault rate: 1 is the mix described in docs/penjelasan/pemadanan.md, 2 is twice as bad.

`make(...)` returns PERSON_RECORDS with `rid`, plus `true_person` and `true_keluarga`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from selaras.engine import tables

Array = np.ndarray
EPOCH = np.datetime64("1970-01-01")
TODAY = np.datetime64("2026-06-30")

HEAD = {
    "L": "MUHAMMAD AHMAD ABDUL SLAMET AGUS BUDI HENDRA JOKO YOHANES PETRUS ANDI RAHMAT NUR HASAN DEDI EKO TRI DWI IWAN YUSUF".split(),
    "P": "SITI NUR SRI DEWI MARIA YULIANA FITRI RINA ANI AISYAH NUR DWI TRI RATNA INDAH LINA MARTHA SUMIATI KARTINI HASNAH".split(),
}
LEAD = (
    "SU MAR KAR HER WAH DAR JAM RUS BAS SAL TAR WIR PUR SAM RAH YUL ASM NOR KUS MIS LUK BER DOM FRA".split()
)
MIDDLE = "DI TO MA NI RI YA SA LI WA TI GI NO BA LA RA MI".split()
TAIL = {
    "L": "MAN TO DI ONO YADI RI DIN SYAH WAN JO KUS NUS".split(),
    "P": "TI NI WATI YANI LINA SIH NAH AH RA LIA CE TIN".split(),
}
SHORT = {"MUHAMMAD": ["M", "M.", "MUH", "MUH.", "MOH", "MOCH", "MOHAMMAD", "MUHAMAD", "MHD"], "AHMAD": ["ACHMAD", "AKHMAD", "A."],
         "ABDUL": ["ABD", "ABD."], "SITI": ["ST", "ST.", "SITTI"], "NUR": ["NOOR", "NOR"], "YOHANES": ["JOHANES", "YOHANIS", "YOH."],
         "AISYAH": ["AISAH", "AISIYAH"], "YUSUF": ["JUSUF", "YUSUP"], "MARIA": ["MARYA"], "RAHMAT": ["RACHMAT"]}  # fmt: skip
OLD = [("U", "OE"), ("J", "DJ"), ("C", "TJ"), ("Y", "J")]
PLACES = "TENGGARONG SAMARINDA BANJARMASIN SURABAYA BLITAR MAKASSAR BONE KUPANG BALIKPAPAN MALANG WAJO KENDARI".split()


@dataclass(frozen=True, slots=True)
class Register:
    """One list: its name, edition, year offset of its snapshot and who stands in it."""

    source: str
    edition: str
    age: float
    share: float
    poor_only: bool
    mother: float
    faults: float


REGISTERS = (
    Register("dtks", "2022-10", 3.7, 0.80, poor_only=True, mother=0.8, faults=1.3),
    Register("p3ke", "2023-06", 3.0, 0.75, poor_only=True, mother=0.0, faults=1.2),
    Register("dtsen", "2025-09", 0.8, 0.93, poor_only=False, mother=0.0, faults=1.0),
    Register("dukcapil", "2026-06", 0.0, 0.95, poor_only=False, mother=0.97, faults=0.35),
)
# Share of mentions hit, at hardness 1 and a register's factor 1.
RATES = {
    "name_typo": 0.07, "name_variant": 0.5, "name_title": 0.03, "name_swap": 0.01, "name_drop": 0.03, "name_initial": 0.03,
    "name_old": 0.02, "name_cut": 0.01, "name_join": 0.01, "birth_swap": 0.012, "birth_first": 0.02, "birth_year": 0.02,
    "birth_day": 0.01, "birth_none": 0.01, "nik_none": 0.07, "nik_digit": 0.015, "nik_swap": 0.005, "nik_member": 0.012,
    "nik_stranger": 0.001, "nik_dummy": 0.003, "sex": 0.005, "kk_none": 0.05, "kk_digit": 0.02, "mother_typo": 0.08,
    "mother_drop": 0.05, "place": 0.12, "rt_none": 0.1, "rt_other": 0.05, "village": 0.01, "twice": 0.006,
}  # fmt: skip


def _zipf(rng: np.random.Generator, size: int, kinds: int, power: float = 0.85) -> Array:
    weight = 1.0 / np.arange(1, kinds + 1) ** power
    return rng.choice(kinds, size=size, p=weight / weight.sum())


def _pool(rng: np.random.Generator, sex: str, kinds: int) -> Array:
    made = {
        rng.choice(LEAD) + "".join(rng.choice(MIDDLE, rng.integers(0, 2))) + rng.choice(TAIL[sex])
        for _ in range(kinds * 4)
    }
    others = rng.permutation(sorted(made - set(HEAD[sex]))).tolist()
    return np.array([*HEAD[sex], *others][:kinds], dtype=object)


def _names(rng: np.random.Generator, male: Array, last: Array) -> Array:
    """One to four tokens; `last` is the token a family passes on, used by a third of its members."""
    size = len(male)
    pools = {sex: _pool(rng, sex, 700) for sex in "LP"}
    count = rng.choice([1, 2, 3, 4], size=size, p=[0.18, 0.5, 0.26, 0.06])
    drawn = [
        np.where(
            male, pools["L"][_zipf(rng, size, len(pools["L"]))], pools["P"][_zipf(rng, size, len(pools["P"]))]
        )
        for _ in range(4)
    ]
    inherit = rng.random(size) < 0.33
    names = drawn[0].copy()
    for position in (1, 2, 3):
        token = np.where(inherit & (count == position + 1), last, drawn[position])
        names = np.where(count > position, names + " " + token, names)
    return names


@dataclass(slots=True)
class World:
    """True people now: one row per person, arrays of equal length."""

    keluarga: Array
    male: Array
    birth: Array
    name: Array
    mother: Array
    place: Array
    role: Array
    nik: Array
    leaves: Array
    died: Array


def _people(rng: np.random.Generator, persons: int) -> World:
    sizes = rng.choice(
        np.arange(1, 9), size=int(persons / 3.2) + 10, p=[0.1, 0.16, 0.23, 0.23, 0.14, 0.08, 0.04, 0.02]
    )
    sizes = sizes[: int(np.searchsorted(np.cumsum(sizes), persons)) + 1]
    keluarga = np.repeat(np.arange(len(sizes)), sizes)
    start = np.repeat(np.cumsum(sizes) - sizes, sizes)
    size = len(keluarga)
    order = np.arange(size) - start
    role = np.select(
        [order == 0, (order == 1) & (rng.random(size) < 0.85)], ["kepala", "pasangan"], "anak"
    ).astype(object)
    head_male = np.repeat(rng.random(len(sizes)) < 0.86, sizes)
    male = np.where(
        role == "kepala", head_male, np.where(role == "pasangan", ~head_male, rng.random(size) < 0.51)
    )
    head_age = np.repeat(np.clip(rng.gamma(9, 5.2, len(sizes)), 19, 92), sizes)
    child = head_age - 21 - rng.gamma(2, 3.2, size) - 2.2 * (order - 2).clip(0)
    # Where the head is too young for the child, it is a younger brother, a cousin or a late birth: any age will do.
    child = np.where(child < 0.2, rng.uniform(0.2, 17, size), child)
    age = np.select(
        [role == "kepala", role == "pasangan"],
        [head_age, np.clip(head_age + rng.normal(-3, 5, size), 17, 95)],
        child,
    )
    birth = (TODAY - (age * 365.25).astype("timedelta64[D]")).astype("datetime64[D]")
    twin = (
        (role == "anak")
        & (rng.random(size) < 0.012)
        & (np.roll(role, 1) == "anak")
        & (np.roll(keluarga, 1) == keluarga)
    )
    birth = np.where(twin, np.roll(birth, 1), birth)
    passed_on = np.repeat(_pool(rng, "L", 600)[_zipf(rng, len(sizes), 600)], sizes)
    name = _names(rng, male, passed_on)
    grandmother = _names(rng, np.zeros(size, bool), passed_on)
    spouse = np.where(role == "pasangan", np.arange(size), -1)
    wife = np.full(len(sizes), -1)
    np.maximum.at(
        wife,
        keluarga,
        np.where(male, -1, np.maximum(spouse, np.where(role == "kepala", np.arange(size), -1))),
    )
    mother = np.where((role == "anak") & (wife[keluarga] >= 0), name[wife[keluarga]], grandmother)
    home = np.repeat(rng.choice(PLACES, len(sizes)), sizes)
    place = np.where(rng.random(size) < 0.75, home, rng.choice(PLACES, size))
    leaves = np.where((role == "anak") & (age > 21) & (rng.random(size) < 0.5), rng.uniform(0, 5, size), 99.0)
    died = np.where(rng.random(size) < 0.02 + 0.1 * (age > 70), rng.uniform(0, 5, size), 99.0)
    kec = rng.integers(1, 21, size)
    out = rng.random(size) < 0.25
    region = np.where(out, rng.choice([351508, 630401, 730801, 531002, 647202], size), 640200 + kec)
    return World(keluarga, male, birth, name, mother, place, role, _niks(region, birth, male), leaves, died)


def _niks(region: Array, birth: Array, male: Array) -> Array:
    year, month, day = _ymd(birth)
    prefix = region * 10**6 + (day + np.where(male, 0, 40)) * 10**4 + month * 100 + year % 100
    frame = pl.DataFrame({"prefix": prefix}).with_columns(pl.int_range(pl.len()).over("prefix").alias("n"))
    return prefix * 10**4 + 9000 + (frame["n"].to_numpy() + prefix // 7 * 389) % 1000


def _ymd(day: Array) -> tuple[Array, Array, Array]:
    year = day.astype("datetime64[Y]").astype(int) + 1970
    month = day.astype("datetime64[M]").astype(int) % 12 + 1
    return year, month, (day - day.astype("datetime64[M]")).astype(int) + 1


def _letters(text: str, rng: np.random.Generator) -> str:
    """One slip of the keyboard inside a name."""
    at = int(rng.integers(0, len(text)))
    kind = rng.integers(0, 4)
    if kind == 0 and len(text) > 3:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    if kind == 2 and at + 1 < len(text):
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + "AEIOUNRTSKHYD"[int(rng.integers(0, 13))] + text[at + 1 :]


def _variant(text: str, rng: np.random.Generator) -> str:
    tokens = text.split()
    return " ".join(str(rng.choice(SHORT[t])) if t in SHORT and rng.random() < 0.5 else t for t in tokens)


def _initial(text: str, rng: np.random.Generator) -> str:
    tokens = text.split()
    if len(tokens) < 2:
        return text
    at = int(rng.integers(1, len(tokens)))
    return " ".join([*tokens[:at], tokens[at][0] + rng.choice(["", "."]), *tokens[at + 1 :]])


def _drop(text: str, rng: np.random.Generator) -> str:
    tokens = text.split()
    if len(tokens) < 2:
        return text
    del tokens[int(rng.integers(0, len(tokens)))]
    return " ".join(tokens)


def _old(text: str, rng: np.random.Generator) -> str:
    new, old = OLD[int(rng.integers(0, len(OLD)))]
    return text.replace(new, old)


NAME_FAULTS: list[tuple[str, Callable[[str, np.random.Generator], str]]] = [
    ("name_variant", _variant),
    ("name_drop", _drop),
    ("name_initial", _initial),
    ("name_swap", lambda text, rng: " ".join(reversed(text.split()))),
    ("name_old", _old),
    ("name_typo", _letters),
    ("name_join", lambda text, rng: text.replace(" ", "", 1)),
    ("name_title", lambda text, rng: str(rng.choice(["H. ", "HJ ", "DRS. ", "ALM ", "IR "])) + text),
    ("name_cut", lambda text, rng: text[:15].strip()),
]


@dataclass(slots=True)
class Hits:
    """Draws which mentions a fault hits."""

    rng: np.random.Generator
    factor: float
    size: int

    def __call__(self, fault: str) -> Array:
        return self.rng.random(self.size) < min(0.9, RATES[fault] * self.factor)


def _spoil_names(names: Array, hits: Hits) -> Array:
    names = names.copy()
    for fault, change in NAME_FAULTS:
        for at in np.flatnonzero(hits(fault)):
            names[at] = change(names[at], hits.rng) or names[at]
    return names


def _spoil_birth(birth: Array, hits: Hits) -> Array:
    year, month, day = _ymd(birth)
    swap = hits("birth_swap") & (day <= 12)
    month, day = np.where(swap, day, month), np.where(swap, month, day)
    first = hits("birth_first")
    month, day = np.where(first, 1, month), np.where(first, 1, day)
    year = year + np.where(hits("birth_year"), hits.rng.choice([-1, 1, -2, 10], hits.size), 0)
    day = np.where(
        hits("birth_day"),
        hits.rng.integers(1, 29, hits.size),
        np.minimum(day, 28 + (day - 28) * (~swap & ~first)),
    )
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    made = months.astype("datetime64[D]") + (day - 1).astype("timedelta64[D]")
    return np.where(hits("birth_none"), np.datetime64("NaT"), made)


def _digit(numbers: Array, where: Array, rng: np.random.Generator) -> Array:
    power = 10 ** rng.integers(0, 10, len(numbers))
    old = numbers // power % 10
    new = (old + rng.integers(1, 10, len(numbers))) % 10
    return np.where(where, numbers + (new - old) * power, numbers)


def _swap_digits(numbers: Array, where: Array, rng: np.random.Generator) -> Array:
    power = 10 ** rng.integers(0, 9, len(numbers))
    low, high = numbers // power % 10, numbers // (power * 10) % 10
    return np.where(where, numbers + (low - high) * power * 10 + (high - low) * power, numbers)


def _spoil_nik(nik: Array, keluarga: Array, hits: Hits) -> Array:
    nik = _swap_digits(_digit(nik, hits("nik_digit"), hits.rng), hits("nik_swap"), hits.rng)
    neighbour = np.roll(nik, 1)
    member = hits("nik_member") & (np.roll(keluarga, 1) == keluarga)
    nik = np.where(member, neighbour, nik)
    nik = np.where(hits("nik_stranger"), nik[hits.rng.permutation(len(nik))], nik)
    nik = np.where(hits("nik_dummy"), 6402019999990000 + 9000, nik)
    return np.where(hits("nik_none"), 0, nik)


@dataclass(slots=True)
class Homes:
    """Where each household lived and which KK it held, before and after its move."""

    village: Array
    rt: Array
    kk: Array
    moved: Array
    new_village: Array
    new_kk: Array
    poor: Array


def _homes(rng: np.random.Generator, count: int) -> Homes:
    village = _zipf(rng, count, 237, 0.6)
    kk = 6402009000000000 + rng.permutation(count * 3)[:count].astype(np.int64) * 10007 % 10**9
    moved = np.where(rng.random(count) < 0.14, rng.uniform(0, 5, count), 99.0)
    fresh = 6402019000000000 + np.arange(count, dtype=np.int64) * 7919 % 10**9
    return Homes(
        village,
        rng.integers(1, 25, count),
        kk,
        moved,
        _zipf(rng, count, 237, 0.6),
        np.where(rng.random(count) < 0.7, fresh, kk),
        rng.random(count) < 0.45,
    )


def _list(
    world: World, homes: Homes, register: Register, rng: np.random.Generator, hardness: float
) -> pl.DataFrame:
    left = (world.leaves > register.age) & (world.leaves < 98)
    own = np.where(left, len(homes.kk) + np.arange(len(world.keluarga)), world.keluarga)
    covered = rng.random(len(homes.kk) + len(world.keluarga)) < register.share
    poor = homes.poor[world.keluarga] | (not register.poor_only)
    dead = (world.died > register.age) & (world.died < 98) & (rng.random(len(own)) < 0.6)
    born = world.birth < TODAY - np.timedelta64(int(register.age * 365), "D")
    missed = rng.random(len(own)) < 0.03
    chosen = np.flatnonzero(covered[own] & poor & born & ~dead & ~missed)
    again = chosen[rng.random(len(chosen)) < RATES["twice"] * hardness * register.faults]
    at = np.sort(np.concatenate([chosen, again]))
    hits = Hits(rng, hardness * register.faults, len(at))
    home = world.keluarga[at]
    gone = left[at]
    there = homes.moved[home] > register.age
    village = np.where(there & (homes.moved[home] < 98), homes.new_village[home], homes.village[home])
    village = np.where(gone, (homes.village[home] + at) % 237, village)
    village = np.where(hits("village"), rng.integers(0, 237, len(at)), village)
    kk = np.where(there & (homes.moved[home] < 98), homes.new_kk[home], homes.kk[home])
    kk = np.where(gone, 6402029000000000 + at * 10009 % 10**9, kk)
    kk = np.where(hits("kk_none"), 0, _digit(kk, hits("kk_digit"), rng))
    mother = world.mother[at].copy()
    for fault, change in (("mother_typo", _letters), ("mother_drop", _drop), ("name_variant", _variant)):
        for index in np.flatnonzero(hits(fault)):
            mother[index] = change(mother[index], rng)
    mother = np.where(rng.random(len(at)) < register.mother, mother, None)
    rt = np.where(hits("rt_other"), rng.integers(1, 25, len(at)), homes.rt[home])
    male = world.male[at] ^ hits("sex")
    role = world.role[at]
    spouse = np.where(world.male[at], "suami", "istri")
    nik = _spoil_nik(world.nik[at], own[at], hits)
    return pl.DataFrame(
        {
            "source": register.source,
            "edition": register.edition,
            "file": f"{register.source}.csv",
            "sheet": register.source,
            "row": np.arange(2, len(at) + 2, dtype=np.uint32),
            "part": "anggota",
            "family_ref": pl.Series([f"{register.source}-{number}" for number in own[at].tolist()]),
            "nik": _digits(nik),
            "nik_status": np.where(nik == 0, "empty", np.where(nik == 6402019999999000, "placeholder", "ok")),
            "kk": _digits(kk),
            "kk_status": np.where(kk == 0, "empty", "ok"),
            "nama": pl.Series(_spoil_names(world.name[at], hits).tolist(), dtype=pl.String),
            "nama_ibu": pl.Series(mother.tolist(), dtype=pl.String),
            "jenis_kelamin": np.where(male, "L", "P"),
            "tanggal_lahir": pl.Series(_spoil_birth(world.birth[at], hits).astype("datetime64[ms]")).cast(
                pl.Date
            ),
            "tempat_lahir": np.where(hits("place"), rng.choice(PLACES, len(at)), world.place[at]).astype(str),
            "hubungan": np.where(gone, "kepala", np.where(role == "pasangan", spouse, role)).astype(str),
            "kode_desa": pl.Series([f"64.02.{v % 20 + 1:02d}.2{v // 20 + 1:03d}" for v in village.tolist()]),
            "kode_kecamatan": pl.Series([f"64.02.{v % 20 + 1:02d}" for v in village.tolist()]),
            "rt": pl.Series(rt.astype(np.int16)).set(pl.Series(hits("rt_none")), None),
            "status": "aktif",
            "true_person": at.astype(np.uint32),
            "true_keluarga": own[at].astype(np.uint32),
        }
    )


def _digits(numbers: Array) -> pl.Series:
    text = pl.Series(numbers).cast(pl.String)
    return text.set(pl.Series((numbers == 0) | (numbers == 6402019999999000)), None)


def make(rows: int, seed: int = 7, hardness: float = 1.0) -> pl.DataFrame:
    """About `rows` person records (within two per cent) with their truth, sorted by key and numbered by `rid`."""
    rng = np.random.default_rng(seed)
    world = _people(rng, int(rows / 2.32))
    homes = _homes(rng, int(world.keluarga[-1]) + 1)
    lists = [_list(world, homes, register, rng, hardness) for register in REGISTERS]
    made = pl.concat(lists, how="vertical_relaxed").sort(tables.KEY_NAMES).with_row_index("rid")
    truth = made.select("true_person", "true_keluarga")
    records = tables.PERSON_RECORDS.conform(made.drop("rid", "true_person", "true_keluarga"))
    return pl.concat([made.select("rid"), records, truth], how="horizontal")
