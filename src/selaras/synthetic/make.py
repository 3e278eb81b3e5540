"""`make`: a kabupaten of any size, its lists as files, and the truth beside them."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from selaras.kernel import errors
from selaras.synthetic import answers, calendar, faults, history, plan, region, truth

FEWEST, MOST = 200, 5_000_000


@dataclass(frozen=True)
class Options:
    """What else may be asked for.

    damaged    adds a file whose NIK column Excel has destroyed: whoever reads the folder must refuse it
    editions   adds an earlier edition of DTSEN (2025-06) beside that of 2026-03
    pending    adds a later edition of DTSEN (2026-06), for a portal where it waits to be accepted
    """

    faults: faults.Faults = field(default_factory=faults.Faults)
    damaged: bool = False
    editions: bool = False
    pending: bool = False


@dataclass(frozen=True)
class Summary:
    """What was made. `files` maps the name of each file to its rows."""

    kabupaten: str
    persons: int
    keluarga: int
    present: int
    files: dict[str, int]
    mentions: int
    seconds: float


def make(
    persons: int,
    seed: int,
    out: Path,
    *,
    kabupaten: str = "64.02",
    progress: Callable[[str], None] | None = None,
    options: Options | None = None,
) -> Summary:
    """Makes a kabupaten of about `persons` true people (within three per cent from ten thousand on) and writes its lists to `out`.

    The truth goes to `out/truth/`. The same arguments give the same tables, byte for byte where a format allows it.
    Raises SelarasError for an unknown kabupaten, a size out of range or a folder that already holds something.
    """
    started = time.perf_counter()
    wish = options or Options()
    _refuse(persons, out)
    place = region.load(kabupaten)
    say = progress or (lambda _: None)
    world = history.run(persons, seed, place, say)
    say("Nama dan nomor")
    facts = truth.settle(world, seed)
    (out / "truth").mkdir(parents=True, exist_ok=True)
    links: list[pl.DataFrame] = []
    hits: list[pl.DataFrame] = []
    files: dict[str, int] = {}
    wanted = plan.jobs(facts, wish.faults, damaged=wish.damaged, editions=wish.editions, pending=wish.pending)
    for job in wanted:
        say(job.title)
        for where, rows in job.write(out):
            files[where.file] = files.get(where.file, 0) + rows.frame.height
            links.append(answers.links(facts, job.edition.at, where, rows))
            hits.append(answers.hits(where, rows))
    say("Kebenaran")
    made = answers.write(facts, out / "truth", links, hits)
    summary = Summary(
        kabupaten=kabupaten,
        persons=len(world.people),
        keluarga=len(world.families),
        present=int(world.present().sum()),
        files=files,
        mentions=made,
        seconds=round(time.perf_counter() - started, 1),
    )
    about = dataclasses.asdict(summary) | {
        "seed": seed,
        "tanggal": list(calendar.STEPS),
        "faults": dataclasses.asdict(wish.faults),
        "faktor": faults.FACTOR,
    }
    about.pop("seconds")
    (out / "truth" / "tentang.json").write_text(json.dumps(about, indent=1, ensure_ascii=False), "utf-8")
    return summary


def _refuse(persons: int, out: Path) -> None:
    if not FEWEST <= persons <= MOST:
        raise errors.SelarasError(
            "sintetis_ukuran", jumlah=persons, paling_sedikit=FEWEST, paling_banyak=MOST
        )
    if out.exists() and any(out.iterdir()):
        raise errors.SelarasError("sintetis_folder_terisi", folder=out.name)
