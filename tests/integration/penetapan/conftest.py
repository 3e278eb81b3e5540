"""A package on its way and the people who sign it."""

import pytest
from penetapan_ground import VILLAGE, Chain, plant

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.penetapan.services import packages


@pytest.fixture
def chain(make_actor):
    """Operator of the village, then each who signs, in the order of the way."""
    return Chain(
        make_actor("operator", scope=VILLAGE, kind="desa_kelurahan"),
        make_actor("penyetuju", scope=VILLAGE, kind="desa_kelurahan"),
        make_actor("penyetuju", scope="64.02.06", kind="kecamatan"),
        make_actor("penyetuju", scope="64.02", kind="opd", duty="sosial"),
        make_actor("kepala_daerah", scope="64.02", kind="opd"),
    )


@pytest.fixture
def package(db, chain):
    """A package of two keluarga, made by the operator."""
    accounts.identify(access.SYSTEM)
    one, two, _ = plant()
    accounts.identify(chain.operator)
    rows = [
        packages.Proposed(one, "layak"),
        packages.Proposed(two, "tidak_layak", "sudah mampu menurut musdes"),
    ]
    return packages.make(draft=packages.Draft(VILLAGE, "Paket uji", rows), by=chain.operator)
