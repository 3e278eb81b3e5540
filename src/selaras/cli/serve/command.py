"""selaras serve, selaras manage."""

from __future__ import annotations

from pathlib import Path

import click

from selaras.cli import indonesian, screen
from selaras.cli.serve import place, run

_DATA = click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="Folder data. Bawaan: /var/lib/selaras, atau ~/.local/share/selaras.",
)


@click.command(cls=indonesian.Command)
@click.option("--port", default=8000, help="Port. Bawaan: 8000.")
@click.option("--host", default="127.0.0.1", help="Alamat. Bawaan: 127.0.0.1, hanya komputer ini.")
@click.option("--demo", is_flag=True, help="Sediakan akun rekaan untuk setiap peran.")
@_DATA
def serve(*, port: int, host: str, demo: bool, data: Path | None) -> None:
    """Jalankan portal: basis data, pekerja, dan server sebagai satu kesatuan."""
    house = place.House((data or place.usual()).absolute())
    run.serve(house, run.Address(host, port), screen.say, demo=demo)


@click.command(
    cls=indonesian.Command,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@_DATA
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(*, data: Path | None, arguments: tuple[str, ...]) -> int:
    """Jalankan perintah Django pada basis data portal, misalnya pengelola_pertama."""
    return run.manage(place.House((data or place.usual()).absolute()), list(arguments))


@click.group(cls=indonesian.Group)
def audit() -> None:
    """Periksa jejak perbuatan."""


@audit.command(cls=indonesian.Command)
@_DATA
def verify(*, data: Path | None) -> int:
    """Segel peristiwa yang belum disegel, lalu periksa apakah jejak masih utuh."""
    return run.manage(place.House((data or place.usual()).absolute()), ["periksa_jejak"])
