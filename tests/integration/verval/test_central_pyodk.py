"""pyodk, a client nobody here wrote, against a server that runs: every call of docs/reference/odk.md."""

import logging

import pytest
import requests
import verval_server
from django.urls import reverse
from pyodk.client import Client
from pyodk.errors import PyODKError
from verval_world import HOME, field, filled

import patience
from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.accounts.models import User
from selaras.apps.verval.models.campaigns import Campaign
from selaras.apps.verval.models.submissions import Attachment, Device, Submission
from selaras.apps.verval.services import devices, instruments

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(make_actor):
    with accounts.acting(access.SYSTEM):
        found = field(make_actor("petugas"))
        found.form = instruments.publish(by=access.SYSTEM)
        Campaign.objects.update(instrument=found.form)
        found.token = devices.issue(
            user=found.officer.user_id, kode_desa=HOME, channel="odk", by=access.SYSTEM
        )
    return found


@pytest.fixture(scope="module")
def server(django_db_setup, cluster, database_name):
    """One for all tests here: it opens its connections anew when the database under it was laid anew."""
    with verval_server.running(cluster, database_name) as found:
        yield found


@pytest.fixture
def address(place, server):
    return server


@pytest.fixture
def client(address, place, tmp_path):
    with accounts.acting(access.SYSTEM):
        email = User.objects.get(pk=place.officer.user_id).email
    config = tmp_path / "pyodk.toml"
    config.write_text(
        f'[central]\nbase_url = "{address}/odk"\nusername = "{email}"\npassword = "{place.token}"\ndefault_project_id = 1\n'
    )
    with Client(config_path=config, cache_path=tmp_path / "cache.toml") as opened:
        yield opened


def test_pyodk_reads_projects_forms_and_entities(client, place):
    assert [each.id for each in client.projects.list()] == [1]
    assert client.projects.get(1).name == "Verval"
    form = client.forms.get(place.form.form_id)
    assert (form.xmlFormId, form.version, form.hash) == (
        place.form.form_id,
        place.form.version,
        place.form.md5,
    )
    assert [each.xmlFormId for each in client.forms.list()] == [place.form.form_id]
    assert client.forms.get_xml(place.form.form_id) == place.form.xform
    assert [each.name for each in client.entity_lists.list()] == ["keluarga"]
    assert "nama" in {each.name for each in client.entity_lists.get("keluarga").properties}
    wanted = {target.reference for target in place.targets}
    assert {each.uuid for each in client.entities.list(entity_list_name="keluarga")} == wanted
    assert {
        each["__id"] for each in client.entities.get_table(entity_list_name="keluarga")["value"]
    } == wanted


def test_pyodk_sends_and_reads_back_its_own(client, place, tmp_path):
    xml = filled(
        place.targets[0].reference, version=place.form.version, instance="uuid:10203040-5060-7080-9010-203040506070",
        foto_depan="a.jpg", nik_benar="6402064107809471",
    )  # fmt: skip
    made = client.submissions.create(xml=xml.decode(), form_id=place.form.form_id)
    again = client.submissions.create(xml=xml.decode(), form_id=place.form.form_id)
    assert made == again
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"bukan foto")
    with_file = client.submissions.create(xml=xml.decode(), form_id=place.form.form_id, attachments=[photo])
    assert [(each.name, each.exists) for each in with_file.attachments] == [("a.jpg", True)]
    files = f"projects/1/forms/{place.form.form_id}/submissions/{made.instanceId}/attachments"
    assert client.get(files).json() == [{"name": "a.jpg", "exists": True}]
    assert client.submissions.get(made.instanceId, place.form.form_id).createdAt == made.createdAt
    assert [each.instanceId for each in client.submissions.list(form_id=place.form.form_id)] == [
        made.instanceId
    ]
    table = client.submissions.get_table(form_id=place.form.form_id, count=True)
    assert table["@odata.count"] == 1
    row = table["value"][0]
    assert (row["__id"], row["hasil"], row["nik_benar"]) == (made.instanceId, "layak", "•••• 9471")
    told = client.get(f"projects/1/forms/{place.form.form_id}/submissions/{made.instanceId}.xml")
    assert (told.status_code, "6402064107809471" in told.text, "<hasil>layak</hasil>" in told.text) == (
        200,
        False,
        True,
    )
    with accounts.acting(access.SYSTEM):
        assert Submission.objects.count() == 1
        kept = Attachment.objects.get()
        assert (kept.size, kept.problem) == (len(b"bukan foto"), "bukan_foto")


def test_other_answers_under_a_taken_key_are_a_conflict(client, place):
    xml = filled(place.targets[0].reference, version=place.form.version, instance="uuid:satu")
    client.submissions.create(xml=xml.decode(), form_id=place.form.form_id)
    logging.disable(logging.CRITICAL)
    with pytest.raises(PyODKError, match="409"):
        client.submissions.create(xml=xml.decode().replace("layak", "pindah"), form_id=place.form.form_id)
    logging.disable(logging.NOTSET)


def test_what_is_not_offered_says_so_and_changes_nothing(client, place, address):
    answer = client.post("projects/1/datasets/keluarga/entities", json={"label": "x"})
    assert (answer.status_code, answer.json()["code"]) == (501, 501.1)
    assert client.get("projects/2").status_code == 404


def test_a_session_ends_with_its_phone_and_a_wrong_token_opens_none(client, place, address):
    assert client.get("projects").status_code == 200
    with accounts.acting(access.SYSTEM):
        Device.objects.update(withdrawn_at="2026-11-01T00:00Z")
    assert client.get("projects").status_code == 401
    told = {"email": "petugas1@uji.selaras", "password": "salah"}
    assert requests.post(address + "/odk/v1/sessions", json=told, timeout=patience.SOON).status_code == 401
    assert requests.post(address + "/odk/v1/sessions", data="{", timeout=patience.SOON).status_code == 401


def test_an_officer_reads_nothing_of_another(client, place, address, make_actor):
    with accounts.acting(access.SYSTEM):
        other = field(
            make_actor("petugas", scope="64.02.06.1002", kind="desa_kelurahan"), kode_desa="64.02.06.1002"
        )
        Campaign.objects.update(instrument=place.form)
        token = devices.issue(
            user=other.officer.user_id, kode_desa="64.02.06.1002", channel="odk", by=access.SYSTEM
        )
        email = User.objects.get(pk=other.officer.user_id).email
    xml = filled(place.targets[0].reference, version=place.form.version, instance="uuid:milik-satu")
    client.submissions.create(xml=xml.decode(), form_id=place.form.form_id)
    base = address + "/odk/v1/"
    session = requests.post(
        base + "sessions", json={"email": email, "password": token}, timeout=patience.SOON
    ).json()["token"]
    for name in ("central_submissions", "central_table", "central_entities", "central_entity_table"):
        parts = {"project": 1} | ({"form_id": place.form.form_id} if "entit" not in name else {})
        answer = requests.get(
            address + reverse(f"verval:{name}", kwargs=parts), headers={"Authorization": f"Bearer {session}"}, timeout=patience.SOON
        )  # fmt: skip
        assert answer.status_code == 200
        assert "milik-satu" not in answer.text
        assert not any(target.reference in answer.text for target in place.targets)
    one = f"{base}projects/1/forms/{place.form.form_id}/submissions/uuid:milik-satu"
    assert (
        requests.get(one, headers={"Authorization": f"Bearer {session}"}, timeout=patience.SOON).status_code
        == 404
    )
