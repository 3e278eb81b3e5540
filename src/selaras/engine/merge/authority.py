"""Which source wins, field by field: read from a TOML file, checked before anything is merged.

The file `authority.toml` beside this module is the default and explains its own words. A `Rule` says for some fields
which tiers of sources there are, what makes a value doubtful, and in which order the criteria are applied.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selaras.engine import tables
from selaras.kernel import errors

DEFAULT = Path(__file__).with_name("authority.toml")
CRITERIA = ("wajar", "otoritas", "edisi", "sepakat")
FIELDS_OF_PERSON = ("keluarga_id", "nik", *tables.MERGED_OF_PERSON)
FIELDS_OF_KELUARGA = tuple(tables.MERGED_OF_KELUARGA)
_MENTION = re.compile(r"^(?P<source>\*|[a-z0-9_-]+)(?:\?(?P<padan>padan|tidak_padan))?(?:=(?P<value>\w+))?$")


@dataclass(frozen=True, slots=True)
class Mention:
    """Rows of a source: all, or those Dukcapil matched or did not (`padan`), or those with one value."""

    source: str
    padan: bool | None = None
    value: str | None = None

    @property
    def exactness(self) -> tuple[bool, int]:
        """A source by name before *, then by the number of conditions."""
        return self.source != "*", (self.padan is not None) + (self.value is not None)


@dataclass(frozen=True, slots=True)
class Rule:
    """How one value is chosen. `tiers` and `doubtful` hold mentions; `order` holds names of CRITERIA."""

    tiers: tuple[tuple[Mention, ...], ...]
    order: tuple[str, ...]
    doubtful: tuple[Mention, ...] = ()
    along: str | None = None


@dataclass(frozen=True, slots=True)
class Authority:
    """The rules of all fields of a person and of a keluarga. Fields stand in the order in which they are decided."""

    persons: Mapping[str, Rule]
    keluarga: Mapping[str, Rule]

    @classmethod
    def default(cls) -> Authority:
        return cls.read(DEFAULT)

    @classmethod
    def read(cls, path: Path) -> Authority:
        """The rules in a file. Raises SelarasError when the file cannot be read or a rule does not hold."""
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise errors.SelarasError(
                "aturan_gabung_tidak_terbaca", file=path.name, detail=type(error).__name__
            ) from error
        return cls.parse(text, name=path.name)

    @classmethod
    def parse(cls, text: str, *, name: str) -> Authority:
        """The rules in a TOML text; `name` is what an error calls it."""
        try:
            content = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise errors.SelarasError("aturan_gabung_tidak_terbaca", file=name, detail=str(error)) from error
        strange = sorted(set(content) - {"orang", "keluarga"})
        if strange:
            raise _wrong(name, f"bagian {', '.join(strange)} tidak dikenal; yang ada: orang, keluarga")
        return cls(
            persons=_rules(content.get("orang"), FIELDS_OF_PERSON, f"{name}, bagian orang"),
            keluarga=_rules(content.get("keluarga"), FIELDS_OF_KELUARGA, f"{name}, bagian keluarga"),
        )


def _wrong(where: str, what: str) -> errors.SelarasError:
    return errors.SelarasError("aturan_gabung_salah", where=where, what=what)


def _rules(entries: Any, known: tuple[str, ...], where: str) -> dict[str, Rule]:
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise _wrong(where, "tidak ada aturan")
    rules: dict[str, Rule] = {}
    for entry in entries:
        fields = _texts(entry.get("kolom"), where, "kolom")
        rule = _rule(entry, f"{where}, kolom {', '.join(fields[:3])}")
        for field in fields:
            if field not in known:
                raise _wrong(where, f"kolom {field} tidak dikenal")
            if field in rules:
                raise _wrong(where, f"kolom {field} diatur dua kali")
            if rule.along is not None and rule.along not in rules:
                raise _wrong(
                    where, f"kolom {field} seiring {rule.along}, tetapi {rule.along} belum diatur di atasnya"
                )
            rules[field] = rule
    missing = [field for field in known if field not in rules]
    if missing:
        raise _wrong(where, f"belum ada aturan untuk kolom {', '.join(missing)}")
    return rules


def _rule(entry: Mapping[str, Any], where: str) -> Rule:
    strange = sorted(set(entry) - {"kolom", "lapis", "ragu", "urut", "seiring"})
    if strange:
        raise _wrong(
            where, f"kata {', '.join(strange)} tidak dikenal; yang ada: kolom, lapis, ragu, urut, seiring"
        )
    tiers = entry.get("lapis")
    if not isinstance(tiers, list) or not tiers:
        raise _wrong(where, "lapis kosong; tulis paling sedikit satu, misalnya [['*']]")
    along = entry.get("seiring")
    if along is not None and not isinstance(along, str):
        raise _wrong(where, "seiring harus nama satu kolom")
    return Rule(
        tiers=tuple(tuple(_mentions(tier, where, "lapis")) for tier in tiers),
        order=_order(entry.get("urut", ["otoritas", "edisi", "sepakat"]), where),
        doubtful=tuple(_mentions(entry.get("ragu", []), where, "ragu")) if entry.get("ragu") else (),
        along=along,
    )


def _order(words: Any, where: str) -> tuple[str, ...]:
    order = _texts(words, where, "urut")
    strange = [word for word in order if word not in CRITERIA]
    if strange:
        raise _wrong(where, f"ukuran {', '.join(strange)} tidak dikenal; yang ada: {', '.join(CRITERIA)}")
    if len(set(order)) != len(order):
        raise _wrong(where, "ada ukuran yang ditulis dua kali di urut")
    return tuple(order)


def _mentions(words: Any, where: str, key: str) -> Iterator[Mention]:
    for word in _texts(words, where, key):
        found = _MENTION.match(word)
        if found is None:
            raise _wrong(
                where, f"sebutan sumber '{word}' tidak dikenal; contoh: dtsen, dukcapil?padan, *=meninggal"
            )
        padan = None if found["padan"] is None else found["padan"] == "padan"
        yield Mention(found["source"], padan, found["value"])


def _texts(words: Any, where: str, key: str) -> list[str]:
    if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
        raise _wrong(where, f"{key} harus daftar kata, misalnya ['dtsen', 'p3ke']")
    return words
