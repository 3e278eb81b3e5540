"""One import from file to registry, what holds at every moment of it, and a kill somewhere on its way.

States of the registry are told apart by a digest over everything a reader can see. A kill may leave the old state or the new
one; anything else is a mixture. Every job that was cut off must say so.
"""

import contextlib
import random
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import live_house
import psycopg
import visitor

import patience

# What a reader sees, without numbers that only count writes (those of sheets jump when a load is cut off); whatever points beyond the active build is a mixture.
SEEN = """
WITH active AS (SELECT number FROM registry_build WHERE state = 'aktif')
SELECT (SELECT count(*) FROM active),
  (SELECT string_agg(source || ' ' || edition, ',' ORDER BY source, edition) FROM intake_edition WHERE state = 'berlaku'),
  (SELECT md5(string_agg(concat_ws('|', reference, keluarga, nik_tail, kk_tail, nama, kode_desa, status, desil, n_records,
     isi, asal, sensitif), ';' ORDER BY reference)) FROM registry_person WHERE build_to IS NULL),
  (SELECT md5(string_agg(concat_ws('|', reference, kk_tail, kode_desa, n_records, isi), ';' ORDER BY reference))
     FROM registry_keluarga WHERE build_to IS NULL),
  (SELECT md5(string_agg(concat_ws('|', s.source, s.edition, s.file, s.sheet, row, part, person, keluarga, isi), ';'
     ORDER BY s.source, s.edition, s.file, s.sheet, row, part))
     FROM registry_mention m JOIN registry_sheet s ON s.id = m.sheet WHERE build_to IS NULL),
  (SELECT md5(string_agg(concat_ws('|', kind, n), ';' ORDER BY kind, n))
     FROM (SELECT kind, count(*) n FROM discrepancies_discrepancy WHERE build_to IS NULL GROUP BY kind) AS counted),
  (SELECT coalesce(max(build_from), 0) > (SELECT number FROM active) FROM registry_person),
  (SELECT coalesce(max(build_from), 0) > (SELECT number FROM active) FROM registry_mention),
  (SELECT coalesce(max(build), 0) > (SELECT number FROM active) FROM discrepancies_load)
"""
RUNNING = """
SELECT 'intake', id FROM intake_job WHERE state = 'berjalan'
UNION ALL SELECT 'registry', id FROM registry_job WHERE state = 'berjalan'
"""
# A job that ran and had not ended by then was cut off, even when it runs again by now.
CUT_OFF = """
SELECT 'intake', id, state, message FROM intake_job WHERE ended_at IS NULL OR ended_at > %(moment)s
UNION ALL SELECT 'registry', id, state, note FROM registry_job WHERE ended IS NULL OR ended > %(moment)s
"""
STAGES = ("kirim", "buka", "periksa", "simpan", "banding", "terima", "baris", "muat", "berlaku")


@dataclass
class Ground:
    """A stopped house with one edition; the file that will come; the two states there may be."""

    house: live_house.House
    file: Path
    old: tuple[object, ...] = ()
    new: tuple[object, ...] = ()


@dataclass
class Fire:
    """One kill: where, whom, and how long after the stage was reached."""

    stage: str
    victim: str
    delay: float
    met: str = ""
    running: set[tuple[str, int]] = field(default_factory=set)
    seen: list[str] = field(default_factory=list)


def plan(points: int, seed: int) -> list[Fire]:
    """So many kills: every stage with every victim in turn, in random order and at random moments."""
    chance = random.Random(seed)
    victims = ("pekerja", "server", "basisdata")
    pairs = [(stage, victim) for stage in STAGES for victim in victims]
    chance.shuffle(pairs)
    pairs *= points // len(pairs) + 1
    longest = {"kirim": 0.2, "terima": 0.1, "baris": 2.0, "muat": 0.6, "berlaku": 0.4}
    return [Fire(s, v, chance.uniform(0, longest.get(s, 0.15))) for s, v in pairs[:points]]


def registry(row: tuple[object, ...]) -> tuple[object, ...]:
    """The part of what is seen that the registry shows."""
    return (row[0], *row[2:6])


class Import:
    """One import in a running house."""

    def __init__(self, ground: Ground, house: live_house.House) -> None:
        self.ground, self.house = ground, house
        self.operator = visitor.Visitor(house.port, "operator@demo.selaras")
        self.steward = visitor.Visitor(house.port, "wali.data@demo.selaras")

    # What is so ---------------------------------------------------------------------------------------------------

    def seen(self) -> tuple[object, ...]:
        """What readers see now, in one snapshot."""
        with self.house.connect() as db:
            row = db.execute(SEEN).fetchone()
        assert row is not None
        return row

    def sound(self) -> str:
        """`lama` or `baru`: what the registry is; fails on anything else."""
        row = self.seen()
        assert not any(row[6:]), f"rows beyond the active build: {row}"
        told = {registry(self.ground.old): "lama", registry(self.ground.new): "baru"}
        assert registry(row) in told, f"neither the old registry nor the new one: {row}"
        kept = {self.ground.old[1], self.ground.new[1]}
        assert row[1] in kept, f"editions: {row[1]}"
        if told[registry(row)] == "baru":
            assert row[1] == self.ground.new[1], "the new registry without its edition"
        self._whole_files()
        return told[registry(row)]

    def _whole_files(self) -> None:
        with self.house.connect() as db:
            rows = db.execute("SELECT reference, state, raw, files FROM intake_delivery").fetchall()
            accepted = db.execute(
                "SELECT count(*) FROM intake_delivery d FULL JOIN intake_edition e ON e.delivery_id = d.id "
                "WHERE (d.state = 'diterima') <> coalesce(e.state = 'berlaku', false)"
            ).fetchone()
        assert accepted == (0,), "a delivery and its edition do not agree"
        for reference, state, raw, files in rows:
            room = self.house.data / "berkas" / "kiriman" / reference
            for entry in files.values():
                assert (room / entry["berkas"]).is_file(), f"{state}: a table is missing"
            if raw:
                assert (room / "mentah").is_file(), f"{state}: the raw file is missing"

    def stages(self) -> tuple[str, str]:
        """What the newest jobs of intake and of the registry say: stage, or state when they have ended."""
        with self.house.connect() as db:
            found = []
            for table in ("intake_job", "registry_job"):
                row = db.execute(f"SELECT state, stage FROM {table} ORDER BY id DESC LIMIT 1").fetchone()
                found.append(
                    "" if row is None else str(row[1] or row[0]) if row[0] == "berjalan" else str(row[0])
                )
        return found[0], found[1]

    # What people do -----------------------------------------------------------------------------------------------

    def newest(self) -> tuple[int, str, bool]:
        """Number, state and whether work is on it, of the delivery that came second; (0, "", False) before it is there."""
        with self.house.connect() as db:
            row = db.execute(
                "SELECT d.id, d.state, EXISTS (SELECT FROM intake_job j WHERE j.delivery_id = d.id "
                "AND j.state IN ('menunggu', 'berjalan')) FROM intake_delivery d ORDER BY d.id DESC LIMIT 1"
            ).fetchone()
        return (0, "", False) if row is None or row[0] == 1 else (int(row[0]), str(row[1]), bool(row[2]))

    def finish(self) -> None:
        """What a person would still do, until the new registry stands."""
        if not self.newest()[0]:
            self.operator.send(self.ground.file)
        live_house.until(
            lambda: self.newest()[1:] in {("siap", False), ("diterima", False)}, "the file is read"
        )
        number, state, _ = self.newest()
        if state == "siap":
            self.steward.press(f"/data-masuk/kiriman/{number}/terima/")
        assert self.newest()[1] == "diterima"
        live_house.until(
            lambda: self.sound() == "baru" and self.stages()[1] == "selesai", "the registry is built"
        )

    def fire(self, fire: Fire) -> None:
        """Begins the import, kills at the moment meant, and checks what is left, until all is well again."""
        moment, line = self._lead_to(fire)
        cut_off = fire.victim != "server"
        self.house.wait_until_well()
        jobs: list[tuple[object, ...]] = []
        calm, end = time.monotonic() + 2, time.monotonic() + patience.WORK
        while time.monotonic() < end:
            fire.seen.append(self.sound())
            with self.house.connect() as db:
                late = db.execute(CUT_OFF, {"moment": moment}).fetchall() if cut_off else []
            jobs = [job for job in late if (str(job[0]), int(job[1])) in fire.running]
            if time.monotonic() > calm and all("erputus" in str(words) for *_, words in jobs):
                break
            time.sleep(0.2)
        else:
            raise AssertionError(f"a job that was cut off does not say so: {jobs}")
        assert all(state != "gagal" or "dimulai lagi" in str(words) for _, _, state, words in jobs), jobs
        fire.met += f", {len(jobs)} terputus"
        line.join(patience.SOON)
        self.finish()

    def _lead_to(self, fire: Fire) -> tuple[object, threading.Thread]:
        """Goes on with the import until the stage is reached, waits `delay`, kills; gives the moment of the kill."""
        line = threading.Thread(target=lambda: None)
        if fire.stage == "kirim":
            line = threading.Thread(target=self._send_slowly, daemon=True)
        else:
            self.operator.send(self.ground.file)
        line.start()
        if fire.stage in {"buka", "periksa", "simpan", "banding"}:
            self._wait_for(0, STAGES.index(fire.stage))
        elif fire.stage != "kirim":
            live_house.until(lambda: self.newest()[1:] == ("siap", False), "the file is read")
            number = self.newest()[0]
            line = threading.Thread(target=self._accept, args=(number,), daemon=True)
            line.start()
            if fire.stage != "terima":
                self._wait_for(1, STAGES.index(fire.stage))
        time.sleep(fire.delay)
        with contextlib.suppress(psycopg.Error):
            fire.met = "/".join(self.stages())
        with self.house.connect() as db:
            fire.running = {(str(kind), int(number)) for kind, number in db.execute(RUNNING).fetchall()}
            moment = db.execute("SELECT now()").fetchone()
        assert moment is not None
        self.house.kill(fire.victim)
        return moment[0], line

    def _wait_for(self, which: int, place: int) -> None:
        """Until a job has reached a stage, or ended."""
        meant = STAGES[place]

        def reached() -> bool:
            now = self.stages()[which]
            if which == 0:
                order = ("buka", "kenali", "periksa", "salinan", "simpan", "banding", "selesai", "gagal")
                return now in order and order.index(now) >= order.index(meant)
            begun = self._rebuilding()
            if meant == "baris":
                return begun or now == "berjalan"
            return begun and (now.startswith("muat_") if meant == "muat" else now == "muat_candidate")

        with contextlib.suppress(AssertionError):
            patience.until(reached, meant, patience.SOON, beat=0.05)

    def _rebuilding(self) -> bool:
        with self.house.connect() as db:
            return db.execute("SELECT 1 FROM registry_job WHERE state = 'berjalan'").fetchone() is not None

    def _send_slowly(self) -> None:
        with contextlib.suppress(*visitor.BROKEN):
            line = self.operator.begin_to_send(self.ground.file, 0.7)
            time.sleep(0.1)
            line.close()
            self.operator.send(self.ground.file)

    def _accept(self, number: int) -> None:
        with contextlib.suppress(*visitor.BROKEN):
            self.steward.press(f"/data-masuk/kiriman/{number}/terima/")
