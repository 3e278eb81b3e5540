"""selaras sync: the files of a folder become one registry."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import click

from selaras.cli import indonesian, screen
from selaras.kernel import errors
from selaras.pipeline import sync as pipeline
from selaras.pipeline import words


def day(text: str | None) -> dt.date:
    """The day a result speaks for; today where none is given. Raises SelarasError tanggal_tidak_sah."""
    if text is None:
        return dt.datetime.now().astimezone().date()
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise errors.SelarasError("tanggal_tidak_sah", teks=text) from error


@click.command(cls=indonesian.Command)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder hasil.")
@click.option("--as-of", "as_of", help="Per tanggal berapa, misalnya 2026-11-22. Bawaan: hari ini.")
@click.option(
    "--tetap-lanjut", "insist", is_flag=True, help="Lanjut walau isi berkas atau hasilnya tidak wajar."
)
def sync(folder: Path, out: Path, as_of: str | None, *, insist: bool) -> None:
    """Susun satu registri dari semua berkas di FOLDER.

    Hasil lama di --out diganti hanya bila semuanya berhasil.
    """
    order = pipeline.Order(folder, out, day(as_of), insist)
    with watching() as listener:
        summary = pipeline.sync(order, listener)
    tell(summary)


@contextlib.contextmanager
def watching() -> Iterator[screen.Progress]:
    """A listener that is taken off the screen whatever happens."""
    listener = screen.Progress()
    try:
        yield listener
    finally:
        listener.close()


def tell(summary: pipeline.Summary) -> None:
    """What came out, and where it is."""
    made = summary.run.tables
    screen.say()
    screen.grid(
        ["Berkas", "Dikenali sebagai", "Edisi", "Baris orang", "Baris keluarga"],
        [
            [
                f.path,
                f.title,
                words.edition(f.edition),
                words.count(f.rows_persons),
                words.count(f.rows_keluarga),
            ]
            for f in summary.run.files
        ],
        right={3, 4},
    )
    screen.say(
        f"{words.count(made.records.height)} baris orang menjadi {words.count(made.persons.height)} orang dalam "
        f"{words.count(made.keluarga.height)} keluarga ({words.decimal(summary.seconds)} detik).",
        "bold",
    )
    screen.say(
        f"{words.count(made.discrepancies.height)} ketidaksesuaian, {words.count(made.findings.height)} catatan, "
        f"{words.count(made.review.height)} pasangan menunggu keputusan."
    )
    screen.say(f"Laporan: {summary.out / 'laporan.html'}")
