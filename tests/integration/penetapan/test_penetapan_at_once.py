"""Two signatures at once: one wins, the other is told that the package moved."""

import threading

import pytest
from django.db import connection
from penetapan_ground import VILLAGE, plant

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.penetapan.models import Package, Step
from selaras.apps.penetapan.rules import packages as rules
from selaras.apps.penetapan.services import packages
from selaras.kernel import errors

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_signatures_at_once_one_counts(make_actor, chain):
    with accounts.acting(access.SYSTEM):
        one, *_ = plant()
    with accounts.acting(chain.operator):
        draft = packages.Draft(VILLAGE, "Paket uji", [packages.Proposed(one, "layak")])
        reference = packages.make(draft=draft, by=chain.operator).reference
    second = make_actor("penyetuju", scope=VILLAGE, kind="desa_kelurahan")
    told, start = [], threading.Barrier(2)

    def sign(actor):
        try:
            start.wait()
            with accounts.acting(actor):
                packages.sign(reference=reference, seen=1, by=actor)
            told.append("ok")
        except errors.SelarasError as error:
            told.append(error.code)
        finally:
            connection.close()

    both = [threading.Thread(target=sign, args=(actor,)) for actor in (chain.lurah, second)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(told) == ["ok", "paket_sudah_bergerak"]
    with accounts.acting(access.SYSTEM):
        assert Package.objects.get(reference=reference).state == rules.State.KECAMATAN
        assert Step.objects.filter(package__reference=reference, act=rules.Act.SIGN).count() == 1
