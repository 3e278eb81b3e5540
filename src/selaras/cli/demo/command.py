"""selaras demo: from nothing to a running portal, with people who do not exist. selaras stop: its end."""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path

import click

from selaras.apps.accounts import demo as accounts
from selaras.cli import indonesian, screen, sync, synth
from selaras.cli.demo import build, ground, portal
from selaras.cli.serve import place, run
from selaras.kernel import errors
from selaras.pipeline import sync as pipeline
from selaras.pipeline import words

_OUT = click.option(
    "--out", default=Path("demo"), type=click.Path(path_type=Path), help="Folder. Bawaan: demo."
)


@click.command(cls=indonesian.Command)
@click.option(
    "--persons", default=140_000, show_default=False, help="Kira-kira jumlah orang. Bawaan: 140000."
)
@click.option("--seed", default=2026, help="Angka acak awal. Bawaan: 2026.")
@_OUT
@click.option(
    "--kabupaten", default=synth.KABUPATEN, help="Kode Kemendagri. Bawaan: 64.02, Kutai Kartanegara."
)
@click.option("--port", default=8000, help="Port portal; bila terpakai, port bebas berikutnya. Bawaan: 8000.")
@click.option("--tanpa-portal", "report", is_flag=True, help="Hanya daftar dan laporannya.")
def demo(*, persons: int, seed: int, out: Path, kabupaten: str, port: int, report: bool) -> None:
    """Buat kabupaten rekaan, selaraskan daftarnya, dan jalankan portalnya.

    Berkas sumber di OUT/sumber, laporan di OUT/hasil. Portal berjalan di latar; hentikan dengan selaras stop.
    """
    wish = ground.Wish(persons, seed, kabupaten)
    if not report and kabupaten != accounts.KABUPATEN:
        raise errors.SelarasError("demo_wilayah_lain", kabupaten=kabupaten)
    mine = ground.claim(out)
    with mine.alone():
        if report:
            ground.lists(mine, wish)
            with sync.watching() as listener:
                summary = pipeline.sync(pipeline.Order(mine.sources, mine.result, sync.day(None)), listener)
            sync.tell(summary)
        else:
            _open(mine, wish, port)


@click.command(cls=indonesian.Command)
@_OUT
def stop(*, out: Path) -> None:
    """Hentikan portal demo di OUT. Datanya tersimpan; selaras demo menjalankannya lagi."""
    with portal.undisturbed():
        was = portal.stop(portal.house(out))
    screen.say("Portal demo berhenti. Data tersimpan." if was else "Tidak ada portal demo yang berjalan.")


def _open(mine: ground.Ground, wish: ground.Wish, port: int) -> None:
    """The portal of this wish: found running, started again, or built."""
    with portal.undisturbed():
        house = portal.house(mine.out)
        address = portal.running(house)
        if not _built(mine, wish, house):
            _build(mine, wish, house)
            address = None
        elif address:
            screen.say("Portal demo sudah berjalan.")
        _tell(mine, address or portal.start(house, port))


def _built(mine: ground.Ground, wish: ground.Wish, house: place.House) -> bool:
    return mine.known().get("portal") == asdict(wish) and (house.data / "pg" / "data" / "PG_VERSION").exists()


def _build(mine: ground.Ground, wish: ground.Wish, house: place.House) -> None:
    began = time.perf_counter()
    mine.note(portal=None)
    build.build(house, mine, lambda: ground.lists(mine, wish))
    mine.note(portal=asdict(wish))
    screen.say(
        f"Basis data demo selesai dibuat ({words.decimal(time.perf_counter() - began)} detik) dan disimpan."
    )


def _tell(mine: ground.Ground, address: run.Address) -> None:
    screen.say()
    screen.say(f"Portal: {address.url}", "bold")
    screen.say(f"Akun (kata sandi {accounts.PASSWORD}; semua orang di sini rekaan):")
    for account in accounts.ACCOUNTS:
        screen.say(f"  {account.email:<26} {account.name}")
    screen.say(f"Laporan: {mine.result / 'laporan.html'}")
    folder = "" if mine.out == Path("demo") else f" --out {mine.out}"
    screen.say(f"Berhenti: make stop, atau selaras stop{folder}")
