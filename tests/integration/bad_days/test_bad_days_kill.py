"""Kill -9 of worker, server and database in the middle of an import: old or new, never a mixture, and the job says so.

`SELARAS_SOAK=27 pytest tests/integration/bad_days/test_bad_days_kill.py` kills at so many random points (SELARAS_SOAK_SEED,
SELARAS_SOAK_PERSONS), each in a fresh copy of the same house; without it a few, in one house.
"""

import os
from collections.abc import Iterator

import import_under_fire as under_fire
import live_house
import pytest

from selaras.synthetic import make

POINTS = int(os.environ.get("SELARAS_SOAK", "0"))
SEED = int(os.environ.get("SELARAS_SOAK_SEED", "2026"))
PERSONS = int(os.environ.get("SELARAS_SOAK_PERSONS", "6000" if POINTS else "900"))
FIRST, SECOND = "dtks_2024-10.csv", "dtsen_anggota_2026-03.csv"


def _built(work: under_fire.Import, builds: int) -> bool:
    with work.house.connect() as db:
        return db.execute("SELECT count(*) FROM registry_job WHERE state = 'selesai'").fetchone() == (builds,)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[under_fire.Ground]:
    """A house with one edition, stopped; and, from a copy of it, what an undisturbed import gives."""
    folder = tmp_path_factory.mktemp("kabupaten")
    make.make(PERSONS, SEED, folder, kabupaten="64.02")
    house = live_house.House()
    found = under_fire.Ground(house, folder / FIRST)
    copy: live_house.House | None = None
    try:
        house.start()
        work = under_fire.Import(found, house)
        work.operator.send(folder / FIRST)
        live_house.until(lambda: _ready(work), "the first file is read")
        work.steward.press("/data-masuk/kiriman/1/terima/")
        live_house.until(lambda: _built(work, 1), "the first registry")
        found.old, found.file = work.seen(), folder / SECOND
        house.stop()
        copy = live_house.House(house)
        copy.start()
        quiet = under_fire.Import(found, copy)
        quiet.operator.send(found.file)
        live_house.until(lambda: quiet.newest()[1:] == ("siap", False), "the second file is read")
        quiet.steward.press(f"/data-masuk/kiriman/{quiet.newest()[0]}/terima/")
        live_house.until(lambda: _built(quiet, 2), "the second registry")
        found.new = quiet.seen()
        assert under_fire.registry(found.old) != under_fire.registry(found.new)
        yield found
    except AssertionError:
        print(f"seed {SEED}\n{house.told()}\n{(copy or house).told()}")
        raise
    finally:
        house.end()
        if copy is not None:
            copy.end()


def _ready(work: under_fire.Import) -> bool:
    with work.house.connect() as db:
        read = db.execute(
            "SELECT d.state, j.state FROM intake_delivery d JOIN intake_job j ON j.delivery_id = d.id"
        )
        return read.fetchone() == ("siap", "selesai")


def _points() -> list[under_fire.Fire]:
    if POINTS:
        return under_fire.plan(POINTS, SEED)
    return [under_fire.Fire("buka", "pekerja", 0.05), under_fire.Fire("baris", "basisdata", 0.3)]


@pytest.mark.parametrize("fire", _points(), ids=lambda fire: f"{fire.stage}-{fire.victim}-{fire.delay:.3f}")
def test_a_kill_leaves_the_old_or_the_new_and_the_job_says_so(ground, fire, capsys):
    house = live_house.House(ground.house)
    try:
        house.start()
        under_fire.Import(ground, house).fire(fire)
    except BaseException:
        print(f"seed {SEED}, {fire}\n{house.told()}")
        raise
    finally:
        house.end()
        with capsys.disabled():
            if POINTS:
                print(
                    f"\n  seed {SEED}: {fire.stage} x {fire.victim} +{fire.delay:.3f} s, at {fire.met}; {fire.seen[:1]} -> {fire.seen[-1:]}"
                )
