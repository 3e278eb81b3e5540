"""Tests of verval look at the same planted places as the walk."""

import sys
from pathlib import Path

import pytest

from selaras.apps.accounts.services import identify

sys.path.append(str(Path(__file__).parents[1] / "portal"))

import campaign_ground


@pytest.fixture
def lead(db, make_actor):
    """A verifier of the kecamatan on the planted ground, acting with the purpose of verification."""
    campaign_ground.lay()
    actor = make_actor("verifikator", scope=campaign_ground.KECAMATAN, purpose="verifikasi")
    identify(actor)
    return actor
