"""Which agency answers for social affairs is said by a pengelola, in the own region, and recorded."""

import pytest
from django.urls import reverse

from selaras.apps.accounts import rules, services
from selaras.apps.accounts.models import Agency, User
from selaras.apps.accounts.queries import actor
from selaras.apps.audit.models import Event
from selaras.shell import trail


@pytest.fixture
def office(db):
    return Agency.objects.create(code="dinas-uji", name="Dinas Uji", kind="opd", scope="64.02")


def test_a_pengelola_says_so_and_its_people_act_with_it(office, make_actor, sign_in):
    user = User.objects.create_user(
        email="orang@uji.selaras", name="Orang", agency=office, password="rahasia-uji"
    )
    client = sign_in(make_actor("pengelola", scope=""))
    before = actor(user.pk)
    assert before is not None
    assert before.duty == ""
    answer = client.post(reverse("accounts:agency_duty", args=[office.code]), {"duty": "sosial"})
    assert answer.status_code == 302
    after = actor(user.pk)
    assert after is not None
    assert after.duty == rules.Duty.SOCIAL
    assert "urusan sosial (Dinas Sosial)" in client.get(reverse("accounts:agencies")).content.decode()
    services.identify(make_actor("auditor", scope=""))
    assert Event.objects.filter(action="instansi_urusan", object_id=office.code).count() == 1


def test_what_is_no_duty_is_none(office, make_actor):
    manager = make_actor("pengelola", scope="")
    services.identify(manager)
    services.set_duty(code=office.code, duty="raja", by=manager)
    office.refresh_from_db()
    assert office.duty == ""


def test_nobody_else_says_so(office, make_actor, sign_in):
    far = make_actor("pengelola", scope="64.03")
    assert sign_in(far).post(reverse("accounts:agency_duty", args=[office.code])).status_code == 404
    with pytest.raises(trail.Refused):
        services.set_duty(code=office.code, duty="sosial", by=far)
    steward = make_actor("wali_data", scope="64.02")
    assert sign_in(steward).post(reverse("accounts:agency_duty", args=[office.code])).status_code == 403
