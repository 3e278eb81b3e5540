"""Photos and files of submissions: looked into, made harmless, kept sealed by their hash."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from selaras.apps.verval import vault
from selaras.apps.verval.models.submissions import Attachment, Submission
from selaras.apps.verval.rules import forms, receiving
from selaras.apps.verval.services import pictures

MOST_BYTES = 20 * 1024 * 1024
TOO_BIG, NO_PICTURE, EMPTY = "terlalu_besar", "bukan_foto", "kosong"
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".heic")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that is ready to be kept. `kept`: the name of what lies in the vault, "" where nothing does."""

    name: str
    sha256: str
    size: int
    kept: str = ""
    picture: bool = False
    problem: str = ""
    likeness: int | None = None
    lat: float | None = None
    lon: float | None = None
    taken_at: dt.datetime | None = None


def prepare(instance: str, files: tuple[tuple[str, bytes], ...]) -> list[Prepared]:
    """Looks into files and puts them away. What is put away for a submission that never comes to be harms nobody."""
    return [_prepared(room(instance), forms.same_name(name), contents) for name, contents in files]


def room(instance: str) -> str:
    """The folder of the files of a submission: a key of the client is no name of a folder."""
    return hashlib.sha256(instance.encode()).hexdigest()[:32]


def _prepared(folder: str, name: str, contents: bytes) -> Prepared:
    sha256, size = receiving.digest(contents), len(contents)
    if size > MOST_BYTES:
        return Prepared(name, sha256, size, problem=TOO_BIG)
    if not size:
        return Prepared(name, sha256, size, problem=EMPTY)
    if not name.lower().endswith(_PICTURES):
        return Prepared(name, sha256, size, kept=vault.put(folder, contents))
    picture = pictures.harmless(contents)
    if picture is None:
        return Prepared(name, sha256, size, kept=vault.put(folder, contents), problem=NO_PICTURE)
    return Prepared(
        name, sha256, size, vault.put(folder, picture.jpeg), picture=True,
        likeness=picture.likeness, lat=picture.lat, lon=picture.lon, taken_at=picture.taken_at,
    )  # fmt: skip


def keep(submission: Submission, files: list[Prepared]) -> None:
    """Notes the files of a submission, each once by name and hash, whenever they come."""
    rows = [
        Attachment(
            submission=submission,
            kode_desa=submission.kode_desa,
            name=file.name,
            sha256=file.sha256,
            kept=file.kept,
            size=file.size,
            picture=file.picture,
            problem=file.problem,
            likeness=file.likeness,
            lat=file.lat,
            lon=file.lon,
            taken_at=file.taken_at,
        )
        for file in files
    ]
    if rows:
        Attachment.objects.bulk_create(rows, ignore_conflicts=True)
