"""Which system the codes of a file belong to. Length and dots speak first, names decide, and a conflict is refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from selaras.kernel.wilayah import bridge, codes, find, history, tables

System = Literal["kemendagri", "bps"]
Reason = Literal["bentuk", "nama", "daftar", "bertentangan", "tak_jelas"]
"""bentuk: dots or length allow one system only. nama: the names beside the codes agree with one. daftar: the codes are on
the list of one only. bertentangan: evidence for both. tak_jelas: not enough to tell."""

_AGREE: Final = 0.9
_SAMPLE: Final = 2000
_NAME_ALIKE: Final = 0.83


@dataclass(frozen=True, slots=True)
class Inference:
    """`system` is None when it cannot or must not be decided; `reason` says why. Counts are of distinct codes."""

    system: System | None
    reason: Reason
    kemendagri: int = 0
    bps: int = 0


def infer_system(texts: Iterable[str], names: Iterable[str | None] = ()) -> Inference:
    """The system of the codes of one column, with the names beside them where the file has them.

    Names that agree with one system outweigh shape: "6402" beside "Kutai Barat" is BPS. If more than a tenth of the evidence speaks for
    the other system, nothing is decided.
    """
    names = list(names)
    texts = list(texts)
    named = names + [None] * (len(texts) - len(names))
    distinct = list(
        dict.fromkeys((text.strip(), name) for text, name in zip(texts, named, strict=False) if text)
    )[:_SAMPLE]
    by_name = _count(_by_name(text, name) for text, name in distinct if name)
    by_shape = _count(_by_shape(text) for text, _ in distinct)
    by_list = _count(_by_list(text) for text, _ in distinct)
    evidence: tuple[tuple[tuple[int, int], Reason], ...] = (
        (by_name, "nama"),
        (by_shape, "bentuk"),
        (by_list, "daftar"),
    )
    for votes, reason in evidence:
        if any(votes):
            decided = _decided(votes, reason)
            opposed = (
                reason == "nama"
                and decided.system
                and any(by_shape)
                and not _agrees(decided.system, by_shape)
            )
            return Inference(None, "bertentangan", *votes) if opposed else decided
    return Inference(None, "tak_jelas")


def _count(votes: Iterable[System | None]) -> tuple[int, int]:
    cast = list(votes)
    return cast.count("kemendagri"), cast.count("bps")


def _agrees(system: System, votes: tuple[int, int]) -> bool:
    return votes[0 if system == "kemendagri" else 1] >= _AGREE * sum(votes)


def _decided(votes: tuple[int, int], reason: Reason) -> Inference:
    kemendagri, bps = votes
    if kemendagri >= _AGREE * (kemendagri + bps):
        return Inference("kemendagri", reason, kemendagri, bps)
    if bps >= _AGREE * (kemendagri + bps):
        return Inference("bps", reason, kemendagri, bps)
    return Inference(None, "bertentangan", kemendagri, bps)


def _by_shape(text: str) -> System | None:
    as_kemendagri, as_bps = codes.parse_kemendagri(text), codes.parse_bps(text)
    if as_kemendagri and not as_bps:
        return "kemendagri"
    return "bps" if as_bps and not as_kemendagri else None


def _by_list(text: str) -> System | None:
    """A vote where the code is on the list of one system only. BPS lists are older: absence there alone proves nothing."""
    as_kemendagri, as_bps = codes.parse_kemendagri(text), codes.parse_bps(text)
    in_kemendagri = as_kemendagri is not None and (
        tables.is_known(as_kemendagri) or as_kemendagri.text in history.abolished()
    )
    in_bps = as_bps is not None and bridge.to_kemendagri(as_bps) is not None
    if in_kemendagri == in_bps:
        return None
    return "kemendagri" if in_kemendagri else "bps"


def _by_name(text: str, name: str | None) -> System | None:
    # Digits of BPS that somebody put dots into are still digits of BPS: "64.02" beside Kutai Barat must not pass.
    as_kemendagri, as_bps = codes.parse_kemendagri(text), codes.parse_bps(text.replace(".", ""))
    bridged = bridge.to_kemendagri(as_bps) if as_bps else None
    fits_kemendagri = as_kemendagri is not None and _fits(name, tables.name(as_kemendagri))
    fits_bps = bridged is not None and _fits(name, tables.name(bridged.kemendagri))
    if fits_kemendagri == fits_bps:
        return None
    return "kemendagri" if fits_kemendagri else "bps"


def _fits(name: str | None, known: str | None) -> bool:
    return bool(name and known) and find.likeness(name or "", known or "") >= _NAME_ALIKE
