"""The catalogue the house brings along, on a ground that has none."""

from pathlib import Path

import live_portal

ROOT = Path(__file__).parents[2]


def seeded(portal: live_portal.Portal) -> live_portal.Portal:
    """Writes the catalogue into the portal under test, as its administrator would."""
    portal.lay(str(ROOT / "manage.py"), "fill_programmes")
    assert portal.sql("SELECT count(*) FROM programmes_programme")[0][0] > 0
    return portal
