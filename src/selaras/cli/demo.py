"""selaras demo: from nothing to a report, with people who do not exist."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from selaras.cli import indonesian, screen, sync, synth
from selaras.kernel import errors
from selaras.pipeline import place, versions
from selaras.pipeline import sync as pipeline

MARKER = ".selaras-demo"
SOURCES, RESULT = "sumber", "hasil"


@click.command(cls=indonesian.Command)
@click.option(
    "--persons", default=140_000, show_default=False, help="Kira-kira jumlah orang. Bawaan: 140000."
)
@click.option("--seed", default=2026, help="Angka acak awal. Bawaan: 2026.")
@click.option("--out", default=Path("demo"), type=click.Path(path_type=Path), help="Folder. Bawaan: demo.")
@click.option(
    "--kabupaten", default=synth.KABUPATEN, help="Kode Kemendagri. Bawaan: 64.02, Kutai Kartanegara."
)
def demo(persons: int, seed: int, out: Path, kabupaten: str) -> None:
    """Buat kabupaten rekaan, selaraskan daftarnya, dan susun laporannya.

    Berkas sumber di OUT/sumber, hasil di OUT/hasil.
    """
    before = _claim(out)
    wish = {"persons": persons, "seed": seed, "kabupaten": kabupaten, "versi": versions.synthetic()}
    sources = out / SOURCES
    if before.get("dibuat") != wish or not sources.is_dir():
        with place.replacing(sources, frozenset(before.get("berkas", []))) as room:
            made = synth.build(persons, seed, room.fresh, kabupaten)
        _mark(out, {"dibuat": wish, "berkas": [*made.files, "truth"]})
        synth.tell(made, sources)
    else:
        screen.say(f"Kabupaten rekaan di {sources} dipakai lagi.")
    with sync.watching() as listener:
        summary = pipeline.sync(pipeline.Order(sources, out / RESULT, sync.day(None)), listener)
    sync.tell(summary)


def _claim(out: Path) -> dict[str, Any]:
    """What an earlier demo left in the folder. Raises SelarasError bukan_milik_demo for anybody else's folder."""
    marker = out / MARKER
    if marker.is_file():
        try:
            found = json.loads(marker.read_text(encoding="utf-8"))
        except ValueError:
            found = {}
        return found if isinstance(found, dict) else {}
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise errors.SelarasError("bukan_milik_demo", folder=out.name)
    out.mkdir(parents=True, exist_ok=True)
    _mark(out, {})
    return {}


def _mark(out: Path, content: dict[str, Any]) -> None:
    (out / MARKER).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
