"""What changed about a family since it was decided that it gets something: split, moved, died, gone. Decides; never fetches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
DEAD, AWAY = "meninggal", frozenset({"pindah", "tidak_ditemukan", "ganda"})


class Trouble(StrEnum):
    """Why a line is kept back until somebody decided."""

    GONE = "tidak_ada_lagi"
    EMPTY = "semua_tiada"
    DIED = "kepala_meninggal"
    PERSON_DIED = "penerima_meninggal"
    PERSON_AWAY = "penerima_pergi"
    PERSON_MOVED = "penerima_pindah_kk"
    MOVED = "pindah_desa"
    SPLIT = "pecah_kk"
    DOUBLED = "dua_tahap"
    EXCLUDED = "tidak_bersama"
    LISTED = "menerima_menurut_daftar"


TROUBLES: dict[Trouble, Text] = {
    Trouble.GONE: _("keluarga ini tidak ada lagi di registri terbaru"),
    Trouble.EMPTY: _("semua anggotanya tercatat meninggal, pindah, atau tidak ditemukan"),
    Trouble.DIED: _("kepala keluarganya tercatat meninggal"),
    Trouble.PERSON_DIED: _("penerimanya tercatat meninggal"),
    Trouble.PERSON_AWAY: _("penerimanya tercatat pindah, ganda, atau tidak ditemukan"),
    Trouble.PERSON_MOVED: _("penerimanya kini tercatat di keluarga lain"),
    Trouble.MOVED: _("keluarga ini pindah ke desa atau kelurahan lain"),
    Trouble.SPLIT: _("sebagian anggotanya kini di keluarga lain"),
    Trouble.DOUBLED: _("penerima ini sudah ada di tahap lain program yang sama untuk masa yang sama"),
    Trouble.EXCLUDED: _("keluarga ini menerima program lain yang tidak boleh bersama"),
    Trouble.LISTED: _(
        "menurut daftar di registri keluarga ini sudah menerima program yang tidak boleh bersama"
    ),
}


@dataclass(frozen=True, slots=True)
class Family:
    """A keluarga as a build knew it: village, head, status by member ("" for present)."""

    kode_desa: str | None
    head: str
    members: Mapping[str, str]


def found(person: str, before: Family | None, now: Family | None, elsewhere: frozenset[str]) -> list[Trouble]:
    """What keeps a line back. `person`: who receives, "" where the keluarga does; `before`: as it was decided about; `elsewhere`:
    members of then who belong to another keluarga now."""
    # Of a person only their own leaving counts: that a brother married away changes nothing about them.
    split = person in elsewhere if person else bool(elsewhere)
    if now is None:
        return [Trouble.GONE, *([Trouble.SPLIT] if split else [])]
    made: list[Trouble] = []
    if before is not None and before.kode_desa != now.kode_desa:
        made.append(Trouble.MOVED)
    if split:
        made.append(Trouble.PERSON_MOVED if person else Trouble.SPLIT)
    if person:
        return made if split else [*made, *_of_person(person, before, now)]
    statuses = list(now.members.values())
    if statuses and all(each == DEAD or each in AWAY for each in statuses):
        made.append(Trouble.EMPTY)
    elif _head_died(before, now):
        made.append(Trouble.DIED)
    return made


def _head_died(before: Family | None, now: Family) -> bool:
    """Whether the head of now, or of then, is dead; a death that was known when it was decided is no news."""
    for head in {now.head, before.head if before else now.head}:
        if now.members.get(head) == DEAD and not (before and before.members.get(head) == DEAD):
            return True
    return False


def _of_person(person: str, before: Family | None, now: Family) -> list[Trouble]:
    status = now.members.get(person)
    was = before.members.get(person) if before else None
    if status is None:
        return [Trouble.PERSON_AWAY]
    if status == was:
        return []
    if status == DEAD:
        return [Trouble.PERSON_DIED]
    return [Trouble.PERSON_AWAY] if status in AWAY else []
