"""selaras synth: a made-up kabupaten whose truth is known."""

from __future__ import annotations

from pathlib import Path

import click

from selaras.cli import indonesian, screen
from selaras.pipeline import place, words
from selaras.synthetic import make

KABUPATEN = "64.02"


@click.command(cls=indonesian.Command)
@click.option("--persons", required=True, type=int, help="Kira-kira jumlah orang.")
@click.option(
    "--seed", required=True, type=int, help="Angka acak awal; angka yang sama memberi berkas yang sama."
)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder berkas sumber.")
@click.option("--kabupaten", default=KABUPATEN, help="Kode Kemendagri. Bawaan: 64.02, Kutai Kartanegara.")
def synth(persons: int, seed: int, out: Path, kabupaten: str) -> None:
    """Buat kabupaten rekaan: berkas dari tiap kantor, dan kebenarannya di OUT/truth."""
    with place.replacing(out, frozenset()) as room:
        made = build(persons, seed, room.fresh, kabupaten)
    tell(made, out)


def build(
    persons: int, seed: int, folder: Path, kabupaten: str, options: make.Options | None = None
) -> make.Summary:
    """Makes it, saying which part is being made."""
    with screen.ERR.status("Membuat kabupaten rekaan") as status:
        return make.make(
            persons,
            seed,
            folder,
            kabupaten=kabupaten,
            progress=lambda part: status.update(f"Membuat kabupaten rekaan: {part}"),
            options=options,
        )


def tell(made: make.Summary, out: Path) -> None:
    """What was made, file by file."""
    screen.grid(
        ["Berkas", "Baris"], [[name, words.count(rows)] for name, rows in made.files.items()], right={1}
    )
    screen.say(
        f"{words.count(made.persons)} orang rekaan dalam {words.count(made.keluarga)} keluarga "
        f"({words.decimal(made.seconds)} detik). Berkas: {out}",
        "bold",
    )
