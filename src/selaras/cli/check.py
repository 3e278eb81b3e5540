"""selaras check: one file, looked at before it is sent on."""

from __future__ import annotations

from pathlib import Path

import click
import polars as pl

from selaras.cli import indonesian, screen
from selaras.kernel import errors, findings
from selaras.pipeline import checking, words

LEVELS = {
    findings.TOLAK: "tidak dipakai",
    findings.PERLU_DITINJAU: "perlu ditinjau",
    findings.INFO: "catatan",
}
UNFIT = 2


@click.command(cls=indonesian.Command)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), help="Salinan berkas dengan catatan di tiap baris (XLSX)."
)
def check(file: Path, out: Path | None) -> int:
    """Periksa satu berkas: jenisnya, isinya, dan apa yang perlu diperbaiki.

    Kode keluar 2 bila berkasnya tidak dapat dipakai sebagaimana adanya.
    """
    if out is not None and out.exists():
        raise errors.SelarasError("keluaran_sudah_ada", file=out.name)
    with screen.ERR.status("Memeriksa berkas"):
        found = checking.check(file)
        if out is not None:
            checking.annotate(file, found, out)
    tell(found)
    if out is not None:
        screen.say(f"Salinan bercatatan: {out}")
    else:
        screen.say("Tambahkan --out salinan.xlsx untuk mendapat salinan dengan catatan di tiap baris.")
    return UNFIT if found.unfit else 0


def tell(found: checking.Checked) -> None:
    """What the file is, and what was found in it."""
    file = found.piece.file
    screen.say(f"{file.name}: {file.title}, keyakinan {words.share(file.confidence)}.", "bold")
    screen.say(
        f"Edisi {words.edition(file.edition)}; {words.count(file.rows_persons)} baris orang, "
        f"{words.count(file.rows_keluarga)} baris keluarga."
    )
    counted = (
        found.findings.group_by("code", "severity")
        .agg(pl.len().alias("count"))
        .with_columns(
            pl.col("severity").replace_strict({name: i for i, name in enumerate(LEVELS)}).alias("order")
        )
        .sort("order", "count", "code", descending=[False, True, False])
    )
    rows = [
        [words.count(row["count"]), LEVELS[row["severity"]], findings.kind(row["code"]).message,
         findings.kind(row["code"]).hint]
        for row in counted.iter_rows(named=True)
    ]  # fmt: skip
    if rows:
        screen.grid(["Jumlah", "Tingkat", "Yang ditemukan", "Langkah berikutnya"], rows, right={0})
    if found.unfit:
        screen.say(f"Berkas ini belum dapat dipakai. {found.unfit.message}", "bold")
    elif found.rows_to_fix:
        screen.say(f"Berkas dapat dipakai. {words.count(found.rows_to_fix)} baris perlu ditinjau.", "bold")
    else:
        screen.say("Berkas dapat dipakai. Tidak ada baris yang perlu ditinjau.", "bold")
