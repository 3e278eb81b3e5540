"""A musdes or muskel: who has to be there, what can be decided, when it can be closed. Decides; never fetches."""

from __future__ import annotations

import functools
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selaras.apps.verval.rules import labels
from selaras.apps.verval.rules.words import Outcome

Text = str | Promise
_FILE = Path(__file__).parent.parent / "data" / "musyawarah.toml"
LEAST_REASON = 10
POSTPONED = "ditunda"
CONTRADICTED = "bertentangan"


class Kind(StrEnum):
    """Of a desa, of a kelurahan."""

    MUSDES = "musdes"
    MUSKEL = "muskel"


class State(StrEnum):
    """A meeting is open until it is closed."""

    OPEN = "rancangan"
    CLOSED = "selesai"


KINDS: dict[str, Text] = {Kind.MUSDES: _("Musyawarah desa"), Kind.MUSKEL: _("Musyawarah kelurahan")}
CAPACITIES: dict[str, Text] = {
    "kepala": _("Kepala desa atau lurah"),
    "bpd": _("BPD"),
    "lpm": _("LPM"),
    "rt_rw": _("Ketua RT atau RW"),
    "tokoh": _("Tokoh masyarakat"),
    "pendamping": _("Pendamping sosial"),
    "perangkat": _("Perangkat desa atau kelurahan"),
    "kecamatan": _("Kecamatan"),
    "dinsos": _("Dinas Sosial"),
    "warga": _("Warga"),
}
# Key, decision. The order is that of the buttons.
DECISIONS: tuple[tuple[str, str, Text], ...] = (
    ("l", Outcome.LAYAK, _("Layak")),
    ("t", Outcome.TIDAK_LAYAK, _("Tidak layak")),
    ("m", Outcome.MENINGGAL_AHLI_WARIS, _("Meninggal, ada ahli waris")),
    ("n", Outcome.MENINGGAL_TANPA_AHLI_WARIS, _("Meninggal, tanpa ahli waris")),
    ("p", Outcome.PINDAH, _("Pindah")),
    ("g", Outcome.GANDA, _("Tercatat ganda")),
    ("k", Outcome.TIDAK_DITEMUKAN, _("Tidak ditemukan")),
    ("d", POSTPONED, _("Ditunda")),
)
WORDS: dict[str, Text] = {code: said for _key, code, said in DECISIONS}


@dataclass(frozen=True, slots=True)
class Quorum:
    """What a meeting needs: how many people, which capacities, how many who sign."""

    least: int
    needed: tuple[str, ...]
    signing: int


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who is there."""

    capacity: str
    signs: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """What keeps a meeting from being closed. Empty in all parts: nothing."""

    people: int = 0
    capacities: tuple[str, ...] = ()
    signing: int = 0
    undecided: int = 0

    @property
    def quorum(self) -> bool:
        """Whether enough people are there."""
        return not (self.people or self.capacities or self.signing)


@functools.cache
def _settings() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def quorum(kind: str) -> Quorum:
    """What a meeting of this kind needs."""
    entry = _settings()[kind]
    return Quorum(entry["paling_sedikit"], tuple(entry["wajib"]), entry["tanda_tangan"])


def kind_of(code: str) -> Kind:
    """A kelurahan has a number that begins with 1, a desa with 2 (Kemendagri)."""
    return Kind.MUSKEL if code.rpartition(".")[2].startswith("1") else Kind.MUSDES


def missing(kind: str, present: Sequence[Present], decisions: Iterable[str]) -> Missing:
    """What a meeting lacks before it can be closed. `decisions`: of every item, "" where none was made."""
    needs = quorum(kind)
    there = {each.capacity for each in present}
    signing = sum(each.signs for each in present)
    return Missing(
        max(needs.least - len(present), 0),
        tuple(each for each in needs.needed if each not in there),
        max(needs.signing - signing, 0),
        sum(not each for each in decisions),
    )


def finding(code: str) -> str:
    """What a visit found, in words; "" where nobody was there."""
    if code == CONTRADICTED:
        return str(_("petugas berbeda pendapat"))
    return str(labels.outcome(code)) if code else ""


def needs_reason(decision: str, finding: str) -> bool:
    """Whether a decision has to say why: a no, a postponement, and whatever differs from what the visit found."""
    if decision in (Outcome.TIDAK_LAYAK, POSTPONED):
        return True
    return bool(finding) and finding not in (decision, CONTRADICTED)


def counted(decisions: Iterable[str]) -> list[tuple[Text, int]]:
    """How often each decision was made, in the order of the buttons; those that were not made are left out."""
    counts = Counter(decisions)
    return [(said, counts[code]) for _key, code, said in DECISIONS if counts[code]]
