"""selaras bench: runs a benchmark of the checkout."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from selaras.cli import indonesian
from selaras.kernel import errors


@click.command(cls=indonesian.Command)
@click.argument("name")
@click.option("--rows", type=click.IntRange(min=1), help="Jumlah baris yang diukur.")
@click.option("--set", "set_name", help="Kumpulan data umum yang diukur, misalnya febrl3.")
def bench(name: str, rows: int | None, set_name: str | None) -> int:
    """Ukur kecepatan dan ketepatan, berdampingan dengan pembandingnya.

    NAME: nama tolok ukur di folder benchmarks, atau all. Baris terakhir keluarannya satu objek JSON.
    """
    command = [sys.executable, str(_harness()), name]
    command += ["--rows", str(rows)] if rows else []
    command += ["--set", set_name] if set_name else []
    return subprocess.run(command, check=False).returncode  # noqa: S603 our own interpreter and script


def _harness() -> Path:
    """The harness of the checkout this package runs from, or of the folder one stands in."""
    for root in (Path(__file__).parents[3], Path.cwd()):
        if (root / "benchmarks" / "harness.py").is_file():
            return root / "benchmarks" / "harness.py"
    raise errors.SelarasError("tolok_ukur_tidak_ada")
