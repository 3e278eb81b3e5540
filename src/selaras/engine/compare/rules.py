"""Which list should hold whom, and which programme is a family's: read from rules.toml, checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selaras.engine import tables
from selaras.kernel import errors

DEFAULT = Path(__file__).with_name("rules.toml")
EVERYONE, QUALIFIED, NOBODY = "semua", "syarat", "tidak"
OTHER = "lainnya"
PROGRAMMES = [column.name for column in tables.PROGRAMMES]


@dataclass(frozen=True, slots=True)
class Expectation:
    """Whom a list should hold: `expects` semua | syarat | tidak; for syarat the highest decile and the programmes.
    `only_own_data`: rows that state a match (padan) answer a question and do not show how far the list reaches."""

    expects: str
    highest_decile: int = 0
    programmes: tuple[str, ...] = ()
    only_own_data: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """`least_rows` and `least_share` as [wilayah] in rules.toml explains; `labels`: name of a programme for people."""

    least_rows: int
    least_share: float
    sources: Mapping[str, Expectation]
    family_programmes: tuple[str, ...]
    labels: Mapping[str, str]

    def expectation(self, source: str) -> Expectation:
        return self.sources.get(source, self.sources[OTHER])

    @classmethod
    def default(cls) -> Rules:
        return cls.read(DEFAULT)

    @classmethod
    def read(cls, path: Path) -> Rules:
        """The rules in a file. Raises SelarasError when the file cannot be read or a rule does not hold."""
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise errors.SelarasError(
                "aturan_banding_tidak_terbaca", file=path.name, detail=type(error).__name__
            ) from error
        return cls.parse(content, name=path.name)

    @classmethod
    def parse(cls, content: Mapping[str, Any], *, name: str) -> Rules:
        """The rules in what TOML gave; `name` is what an error calls it."""
        place, sources, programme = (_section(content, key, name) for key in ("wilayah", "sumber", "program"))
        rows, share = place.get("baris_minimal"), place.get("bagian_minimal")
        if not isinstance(rows, int) or rows < 1:
            raise _wrong(f"{name}, wilayah", "baris_minimal harus bilangan bulat mulai dari 1")
        if not isinstance(share, float) or not 0 <= share <= 1:
            raise _wrong(f"{name}, wilayah", "bagian_minimal harus pecahan antara 0.0 dan 1.0")
        if OTHER not in sources:
            raise _wrong(f"{name}, sumber", f"bagian {OTHER} belum ada")
        labels = _section(programme, "nama", f"{name}, program")
        missing = [column for column in PROGRAMMES if not isinstance(labels.get(column), str)]
        if missing:
            raise _wrong(f"{name}, program.nama", f"belum ada nama untuk {', '.join(missing)}")
        return cls(
            least_rows=rows,
            least_share=share,
            sources={
                source: _expectation(entry, f"{name}, sumber {source}") for source, entry in sources.items()
            },
            family_programmes=_programmes(programme.get("keluarga", []), f"{name}, program"),
            labels=labels,
        )


def _wrong(where: str, what: str) -> errors.SelarasError:
    return errors.SelarasError("aturan_banding_salah", where=where, what=what)


def _section(content: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
    found = content.get(key)
    if not isinstance(found, dict):
        raise _wrong(where, f"bagian {key} belum ada")
    return found


def _expectation(entry: Any, where: str) -> Expectation:
    if not isinstance(entry, dict) or entry.get("harap") not in (EVERYONE, QUALIFIED, NOBODY):
        raise _wrong(where, f"harap harus {EVERYONE}, {QUALIFIED}, atau {NOBODY}")
    own = entry.get("selain_hasil_padan", False)
    if not isinstance(own, bool):
        raise _wrong(where, "selain_hasil_padan harus true atau false")
    if entry["harap"] != QUALIFIED:
        return Expectation(entry["harap"], only_own_data=own)
    highest = entry.get("desil_maks", 0)
    if not isinstance(highest, int) or not 0 <= highest <= 10:
        raise _wrong(where, "desil_maks harus bilangan bulat 0 sampai 10")
    programmes = _programmes(entry.get("bila_terima", []), where)
    if not highest and not programmes:
        raise _wrong(where, "tulis desil_maks atau bila_terima")
    return Expectation(QUALIFIED, highest, programmes, own)


def _programmes(words: Any, where: str) -> tuple[str, ...]:
    if not isinstance(words, list) or any(word not in PROGRAMMES for word in words):
        raise _wrong(where, f"program harus dari daftar ini: {', '.join(PROGRAMMES)}")
    return tuple(words)
