"""Who stands in a list of an aid for disability: read where health may be known, and by the agency whose list it is."""

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.programmes.models.allocation import Plan, Receives
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.models.delivery import Cycle, Line
from selaras.apps.programmes.queries import asking, family, measures
from selaras.apps.registry.models import Keluarga

TODAY = timezone.localdate()
SECRET, HOME = "disabilitas", "64.02"
IDENTITY = access.FieldClass.IDENTITY


@pytest.fixture
def listed(kabupaten, make_actor):
    """Twelve families in the list the agency of social affairs brought."""
    social = make_actor("pemilik_program", duty="sosial")
    programme = Programme.objects.get(code=SECRET)
    Programme.objects.filter(code=SECRET).update(agency=social.agency)
    found = Keluarga.objects.filter(build_to=None, kode_desa__startswith=HOME).order_by("reference")[:12]
    Receives.objects.bulk_create(
        Receives(
            programme=programme, keluarga=each.reference, kode_desa=each.kode_desa, agency=social.agency, source="uji", recorded_by=0
        )
        for each in found
    )  # fmt: skip
    return social, {each.reference for each in found}


def having(actor):
    accounts.identify(actor)
    seen = asking.everything(actor, TODAY, IDENTITY).seen
    marks = seen.has[SECRET]
    return set() if marks is None else set(seen.snapshot.references.filter(seen.here & marks).to_list())


def on_page(reference, actor):
    accounts.identify(actor)
    told = family.answer(reference, actor, TODAY)
    return next(each for each in told.lines if each.programme.code == SECRET).lists


def test_lists_that_tell_of_health_are_read_by_who_may_know_it_and_whose_they_are(
    listed, make_actor, sign_in
):
    social, names = listed
    one = min(names)
    for reader in (social, make_actor("wali_data")):
        assert having(reader) == names
        assert on_page(one, reader)
    for stranger in (
        make_actor("pemilik_program"),
        make_actor("operator", scope=HOME),
        make_actor("penyetuju"),
    ):
        assert having(stranger) == set()
        assert not on_page(one, stranger)
        page = sign_in(stranger).get(reverse("programmes:matrix"), {"wilayah": HOME, "program": SECRET})
        assert page.status_code == 200


def test_measures_count_nobody_who_was_paid_for_a_disability_for_who_may_not_know(listed, make_actor):
    social, names = listed
    programme = Programme.objects.get(code=SECRET)
    Receives.objects.all().delete()
    plan = Plan.objects.create(
        title="Uji", wilayah=HOME, year=TODAY.year, state="disetujui", build=1, made_by=0, made_by_name="Uji",
        rules={SECRET: {"sensitive": True}}, settings={},
    )  # fmt: skip
    cycle = Cycle.objects.create(
        programme=programme, plan=plan, build=1, title="Uji", wilayah=HOME, period=str(TODAY.year), channel="desa", amount=1,
        state="dibekukan", made_by=0,
    )  # fmt: skip
    homes = dict(
        Keluarga.objects.filter(build_to=None, reference__in=names).values_list("reference", "kode_desa")
    )
    Line.objects.bulk_create(
        Line(
            cycle=cycle,
            number=f"S001-{n:05d}-0",
            keluarga=each,
            kode_desa=homes[each],
            amount=1,
            state="dibayar",
        )
        for n, each in enumerate(sorted(names))
    )

    def served(actor):
        accounts.identify(actor)
        asked = asking.everything(actor, TODAY, IDENTITY)
        return int(np.count_nonzero(measures.Measures(actor, asked, HOME, SECRET).served))

    assert served(social) == served(make_actor("wali_data")) == len(names)
    assert served(make_actor("pemilik_program")) == served(make_actor("pelihat")) == 0
