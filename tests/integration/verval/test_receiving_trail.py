"""A submission leaves one event, without anything about anybody; a database that does not answer is no fault of the phone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from verval_world import field, filled

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.audit import queries as trail
from selaras.apps.audit.models import Event
from selaras.apps.verval.models.campaigns import Campaign
from selaras.apps.verval.models.submissions import Submission
from selaras.apps.verval.services import instruments
from selaras.apps.verval.views import openrosa


@pytest.fixture
def place(make_actor):
    accounts.identify(access.SYSTEM)
    found = field(make_actor("petugas"))
    found.form = instruments.publish(by=access.SYSTEM)
    Campaign.objects.update(instrument=found.form)
    return found


def _xml(place):
    return filled(place.targets[0].reference, version=place.form.version)


def _send(client, place, xml):
    sent = {"xml_submission_file": SimpleUploadedFile("isian.xml", xml, "text/xml")}
    return client.post(f"/odk/k/{place.token}/submission", sent)


def test_sent_twice_is_one_event_that_names_nobody(client, place):
    xml = _xml(place)
    assert [_send(client, place, xml).status_code for _ in range(2)] == [201, 201]
    accounts.identify(access.SYSTEM)
    with trail.whole_trail():
        event = Event.objects.get(action="verval_terima")
    assert event.object_id == str(Submission.objects.get().pk)
    assert event.detail == {"jalan": "odk", "keadaan": "berlaku", "karena": ""}
    assert event.user_id == Submission.objects.get().user


def test_a_database_that_is_down_asks_to_come_again(client, place, monkeypatch):
    def down(*_given):
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(openrosa, "receive", down)
    client.raise_request_exception = False
    xml = _xml(place)
    answer = _send(client, place, xml)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    monkeypatch.undo()
    assert _send(client, place, xml).status_code == 201
