"""Every kind of file Selaras knows. To add a source: copy a folder of `sources`, then name its profiles here."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from selaras.engine.read.profile import Profile
from selaras.sources.bps import profile as bps
from selaras.sources.dtks import profile as dtks
from selaras.sources.dtsen import profile as dtsen
from selaras.sources.dukcapil import profile as dukcapil
from selaras.sources.generic import profile as generic
from selaras.sources.p3ke import profile as p3ke
from selaras.sources.regsosek import profile as regsosek
from selaras.sources.verval import profile as verval

PROFILES: Final[tuple[Profile, ...]] = (
    *dtks.PROFILES,
    *p3ke.PROFILES,
    *dtsen.PROFILES,
    *regsosek.PROFILES,
    *dukcapil.PROFILES,
    *bps.PROFILES,
    *verval.PROFILES,
    *generic.PROFILES,
)


def known(mapping: Path | None = None) -> tuple[Profile, ...]:
    """The kinds a file may be of: the one its column mapping describes, else all. Raises SelarasError pemetaan_salah."""
    return PROFILES if mapping is None else (generic.from_file(mapping),)
