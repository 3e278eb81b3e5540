"""selaras explain: why these rows are one person, and where each value came from."""

from __future__ import annotations

from pathlib import Path

import click

from selaras.cli import indonesian, screen
from selaras.pipeline import explain as explaining
from selaras.pipeline import words

METHODS = {
    "tunggal": "hanya satu sebutan",
    "nik": "NIK sama, diperiksa",
    "bobot": "bobot bukti",
    "manusia": "keputusan petugas",
}
# By whether the sum is above the natural threshold.
SUM = {
    True: "di atas 0: orang yang sama",
    False: "tidak di atas 0: disatukan lewat sebutan lain atau keputusan petugas",
}


@click.command(cls=indonesian.Command)
@click.argument("person_id")
@click.option(
    "--in", "folder", required=True, type=click.Path(path_type=Path), help="Folder hasil selaras sync."
)
@click.option(
    "--tampilkan-nama",
    "names",
    is_flag=True,
    help="Tampilkan nama, alamat, dan isian peka. NIK tetap disamarkan.",
)
def explain(person_id: str, folder: Path, *, names: bool) -> None:
    """Jelaskan satu orang: semua sebutannya, mengapa disatukan, dan asal setiap isiannya."""
    found = explaining.explain(folder, person_id, names=names)
    letters = {mention.rid: _letter(index) for index, mention in enumerate(found.mentions)}
    screen.say(f"Orang {found.person_id}, keluarga {found.keluarga_id or 'belum tahu'}", "bold")
    _mentions(found, letters)
    for link in found.links:
        _link(link, letters)
    if len(found.mentions) > 1 and len(found.links) < len(found.mentions) - 1:
        screen.say("Sebagian sebutan disatukan lewat keputusan petugas, bukan lewat bobot.")
    _values(found, letters)


def _letter(index: int) -> str:
    first, second = divmod(index, 26)
    return (chr(ord("A") + first - 1) if first else "") + chr(ord("A") + second)


def _mentions(found: explaining.Explanation, letters: dict[int, str]) -> None:
    rows = [
        [
            letters[m.rid],
            explaining.edition(m),
            explaining.place(m),
            m.name,
            m.nik,
            METHODS.get(m.method, m.method),
        ]
        for m in found.mentions
    ]
    screen.grid(["", "Daftar", "Tempat", "Nama", "NIK", "Disatukan karena"], rows, title="Sebutan")


def _link(link: explaining.Link, letters: dict[int, str]) -> None:
    title = f"Mengapa {letters[link.rid_a]} dan {letters[link.rid_b]} satu orang"
    rows = [
        [_compared(compared), level, f"{bits:+.2f}".replace(".", ",")]
        for compared, level, bits in link.contributions
    ]
    rows.append(["jumlah", SUM[link.weight > 0], f"{link.weight:+.2f}".replace(".", ",")])
    screen.grid(["Yang dibandingkan", "Yang ditemukan", "Bobot (bit)"], rows, right={2}, title=title)


def _compared(code: str) -> str:
    """tanggal_lahir as "tanggal lahir", veto:kembar as "larangan: kembar", nik and kk in capitals."""
    kind, _, name = code.replace("_", " ").rpartition(":")
    word = name.upper() if name in {"nik", "kk"} else name
    return f"larangan: {word}" if kind == "veto" else word


def _values(found: explaining.Explanation, letters: dict[int, str]) -> None:
    rows = [
        [
            value.field.replace("_", " "),
            value.text,
            letters.get(value.rid, "baris keluarganya") if value.rid is not None else "–",
        ]
        for value in found.values
    ]
    screen.grid(["Isian", "Nilai", "Dari sebutan"], rows, title="Isian dan asalnya")
    screen.say(f"{words.count(len(found.mentions))} sebutan. Yang peka disamarkan; lihat --help.")
