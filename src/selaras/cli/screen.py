"""What people see: sentences on stdout, trouble on stderr, progress while they wait."""

from __future__ import annotations

import time

from rich import box, console, markup, progress, table

from selaras.kernel import errors
from selaras.pipeline import words

OUT = console.Console(highlight=False, soft_wrap=True)
ERR = console.Console(stderr=True, highlight=False, soft_wrap=True)
if not OUT.is_terminal:
    OUT.width = 120  # a log or a pipe has no width of its own

STAGES = {
    "baca": "Membaca berkas",
    "periksa": "Memeriksa isi",
    "padankan": "Memadankan orang",
    "gabung": "Menyusun registri",
    "bandingkan": "Membandingkan daftar",
    "tulis": "Menulis hasil",
    "buat": "Membuat kabupaten",
    "terima": "Mengirim dan menerima",
    "muat": "Memuat ke portal",
    "tunggu": "Kiriman yang menunggu",
    "lapangan": "Kunjungan dan musyawarah contoh",
}


def say(text: str = "", style: str = "") -> None:
    """A line on stdout; square brackets in it are text, not colour."""
    OUT.print(text, style=style or None, markup=False)


def refuse(error: errors.SelarasError) -> None:
    """What happened, and what to do next."""
    ERR.print(error.message, style="bold", markup=False)
    ERR.print(error.hint, markup=False)


def warn(text: str) -> None:
    """A line on stderr."""
    ERR.print(text, markup=False)


def grid(
    heads: list[str], rows: list[list[str]], right: set[int] | None = None, title: str | None = None
) -> None:
    """A table; the columns whose numbers are in `right` are set to the right."""
    shown = table.Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for index, head in enumerate(heads):
        shown.add_column(head, justify="right" if index in (right or set()) else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(markup.escape(cell) for cell in row))
    # A table wraps inside its cells; soft wrapping would cut its lines.
    OUT.print(shown, soft_wrap=False)


class Progress:
    """A listener of the pipeline: a moving line on a terminal, one line per finished stage elsewhere."""

    def __init__(self) -> None:
        self._bar = progress.Progress(
            progress.SpinnerColumn(),
            progress.TextColumn("{task.description:<22}"),
            progress.BarColumn(bar_width=24),
            progress.TextColumn("{task.fields[note]}"),
            progress.TimeElapsedColumn(),
            console=ERR,
            transient=True,
        )
        self._task: progress.TaskID | None = None
        self._title = ""
        self._start = 0.0

    def begin(self, stage: str, total: int | None) -> None:
        """Shows that a stage starts."""
        self._title, self._start = STAGES.get(stage, stage), time.perf_counter()
        if ERR.is_terminal:
            self._bar.start()
            self._task = self._bar.add_task(self._title, total=total, note="")

    def step(self, done: int, note: str) -> None:
        """Shows how far the stage is."""
        if self._task is not None:
            self._bar.update(self._task, completed=done, note=note)

    def end(self, note: str) -> None:
        """Replaces the moving line by what came out."""
        self.close()
        seconds = words.decimal(time.perf_counter() - self._start)
        ERR.print(f"  {self._title:<22} {seconds:>6} detik   {note}".rstrip(), markup=False)

    def close(self) -> None:
        """Takes the moving line away, whatever happened."""
        if self._task is not None:
            self._bar.remove_task(self._task)
            self._task = None
            self._bar.stop()
