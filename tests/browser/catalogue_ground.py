"""The catalogue the house brings along, on a ground that has none."""

import subprocess
import sys
from pathlib import Path

import live_portal

ROOT = Path(__file__).parents[2]


def seeded(portal: live_portal.Portal) -> live_portal.Portal:
    """Writes the catalogue into the portal under test, as its administrator would."""
    told = live_portal.environment(portal.folder, portal.cluster, portal.database)
    command = [sys.executable, str(ROOT / "manage.py"), "fill_programmes"]
    done = subprocess.run(command, env=told, check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert portal.sql("SELECT count(*) FROM programmes_programme")[0][0] > 0
    return portal
