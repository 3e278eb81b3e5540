"""A demo with canaries that lives a day: built through its doors, looked at, disturbed, signed out of, stopped.

By hand, as large as wanted: `PYTHONPATH=tests:tests/integration/canary python tests/integration/canary/canary_house.py FOLDER PERSONS`
"""

import concurrent.futures
import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import canary_database as database
import canary_plant as planting
import canary_seek as seek
import canary_tour as touring
import psycopg

import chromium
from selaras.cli.demo import build, ground, portal
from selaras.cli.serve import place, postgres, run

# Columns in which a name may stand: the registry and what is read from it. Names are masked for whom they do not concern,
# by row security and field classes; they are not encrypted, because people are searched by them with typos.
NAMES_MAY_STAND = frozenset({
    "registry_person.nama", "registry_mention.isi", "registry_person.isi", "registry_keluarga.isi", "registry_word.word",
})  # fmt: skip

# A small day leaves out what goes the same way as the rest.
SMALL, LEFT_OUT = 1000, ("regsosek_*", "p3ke_*", "dtks_2023-10*", "bps_*", "dtsen_*_2026-06*")


@dataclass
class Day:
    """What is left of the day, to be searched."""

    folder: Path
    house: place.House
    known: seek.Known
    temporary: Path
    dump: Path
    columns: set[seek.Hit] = field(default_factory=set)
    tour: touring.Tour | None = None
    logs_said: str = ""

    @property
    def cluster(self) -> postgres.Cluster:
        return postgres.prepare(self.house.data / "pg")


@contextlib.contextmanager
def day(folder: Path, persons: int, seed: int = 7) -> Iterator[Day]:
    """Lives it; everything stopped and still on disk inside the block."""
    temporary = folder / "sementara"
    temporary.mkdir()
    before = {name: os.environ.get(name) for name in ("TMPDIR", "SELARAS_WORKERS")}
    with portal.undisturbed():
        os.environ.update(TMPDIR=str(temporary), SELARAS_WORKERS="1")
        try:
            yield _lived(folder, temporary, persons, seed)
        finally:
            portal.stop(portal.house(folder / "demo"))
            for name, value in before.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value


def _lived(folder: Path, temporary: Path, persons: int, seed: int) -> Day:
    mine = ground.claim(folder / "demo")
    ground.lists(mine, ground.Wish(persons, seed, "64.02"))
    for name in LEFT_OUT if persons < SMALL else ():
        for path in (*mine.sources.glob(name), *mine.pending.glob(name)):
            path.unlink()
    known = planting.plant(mine.sources)
    house = portal.house(mine.out)
    build.build(house, mine, lambda: None)
    address = portal.start(house, 8400)
    made = Day(folder, house, known, temporary, folder / "dump.sql")

    def calm() -> None:
        until(lambda: run.well(address))

    if chromium.find():
        # In a thread of its own: this process may hold the browser of other tests, and Playwright allows one to a thread.
        with concurrent.futures.ThreadPoolExecutor(1) as own:
            made.tour = own.submit(touring.walk, address.url, folder, mine, made.cluster.kill, calm).result()
    else:
        made.cluster.kill()
    calm()
    _clumsy(made.cluster)
    database.dump(made.cluster, made.dump)
    made.columns = database.in_columns(made.cluster, known, seek.NUMBER, seek.NAME)
    portal.stop(house)
    return made


def _clumsy(cluster: postgres.Cluster) -> None:
    """Somebody works by hand as the administrator and fails with numbers and names in every way that is told in a log."""
    canary = planting.CANARIES[0]
    for statement in (
        f"SELECT '{canary.nik}'::date",
        f"SELECT '{canary.name}'::int",
        f"SELECT * FROM registry_person WHERE nik_ktp = '{canary.nik}'",
        f"SELECT '{canary.nik}'::jsonb -> 'x' -> '{{'::jsonb",
        f"DO $$ BEGIN RAISE EXCEPTION 'galat %', '{canary.nik}'; END $$",
        f"DO $$ BEGIN RAISE WARNING 'awas % %', '{canary.nik}', '{canary.name}'; END $$",
        f"INSERT INTO registry_word (word) VALUES ('{canary.name.split()[0]}')",
    ):
        database.psql(cluster, statement)
    with psycopg.connect(cluster.url()) as server, contextlib.suppress(psycopg.Error):
        server.execute("SELECT %s::text::date", [canary.nik])
    with psycopg.connect(cluster.url()) as server, contextlib.suppress(psycopg.Error):
        server.execute("CREATE TEMPORARY TABLE t (n date)")
        with server.cursor().copy("COPY t FROM STDIN") as rows:
            rows.write(f"{canary.nik}\n")


def until(true: Callable[[], bool], seconds: float = 60.0) -> None:
    """Waits for something."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.1)


def all_hits(found: Day) -> dict[str, set[seek.Hit]]:
    """Every place by name, with what was found there and should not be."""
    both, known, data = (seek.NUMBER, seek.NAME), found.known, found.house.data
    hits = {
        "cadangan": seek.in_file(found.dump, known, "cadangan", [seek.NUMBER]),
        "kolom": {h for h in found.columns if h.kind == seek.NUMBER or h.where not in NAMES_MAY_STAND},
        "direktori data dan WAL": database.in_stopped(found.cluster, known),
        "log": seek.in_folder(found.house.logs, known, "log", both)
        | seek.in_file(found.cluster.log, known, "log basis data", both),
        "edisi tersimpan": seek.in_folder(data / "berkas", known, "berkas", both),
        "folder sementara": seek.in_folder(found.temporary, known, "sementara", both),
        "kunci dan statis": seek.in_folder(data / "kunci", known, "kunci", both),
    }
    if found.tour is not None:
        urls = "\n".join(found.tour.addresses).encode()
        hits["alamat"] = seek.in_bytes(urls, known, "alamat", both)
        kept = "\n".join(found.tour.storage).encode()
        hits["penyimpanan halaman"] = seek.in_bytes(kept, known, "penyimpanan halaman", both)
        hits["profil peramban"] = seek.in_folder(found.tour.profile, known, "profil peramban", both)
        pack = "\n".join(found.tour.pack).encode("latin-1", errors="replace")
        hits["bekal petugas"] = seek.in_bytes(pack, known, "bekal petugas", both)
        hits["profil lapangan"] = seek.in_folder(found.tour.field_profile, known, "profil lapangan", both)
    return hits


def main(arguments: list[str]) -> int:
    """A run by hand."""
    folder, persons = Path(arguments[1]), int(arguments[2])
    folder.mkdir(mode=0o711, parents=True)
    with day(folder, persons) as found:
        hits = all_hits(found)
    for name, wrong in hits.items():
        sys.stdout.write(f"{name}: {len(wrong)} temuan\n")
        for hit in sorted(wrong, key=str)[:20]:
            sys.stdout.write(f"  {hit.where}: {hit.kind}, {hit.form}\n")
    return int(any(hits.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv))
