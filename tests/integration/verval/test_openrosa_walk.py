"""Every door that a token opens, with every kind of person behind the token: only their own, and nothing of somebody else's session."""

import base64
import json
import re
import zlib

import planted
import pytest
from django.urls import get_resolver, reverse
from verval_world import field, filled

import grounds
from selaras.apps.accounts import access, rules
from selaras.apps.accounts import services as accounts
from selaras.apps.accounts.models import User
from selaras.apps.verval.models.campaigns import Campaign, Target
from selaras.apps.verval.models.submissions import Device, Submission
from selaras.apps.verval.services import devices, instruments
from selaras.apps.verval.views import openrosa

TOKEN_READS = ("odk_form_list", "odk_form", "odk_manifest", "odk_media", "odk_integrity")
SESSION_READS = (
    "central_me", "central_projects", "central_project", "central_forms", "central_form", "central_form_xml", "central_table",
    "central_submissions", "central_submission", "central_submission_xml", "central_attachments", "central_datasets",
    "central_dataset", "central_entities", "central_entity_table",
)  # fmt: skip
WRITES = {"odk_submission", "central_begin", "central_attachment"}
HERE, THERE = "64.02.06.1001", "94.01.01.1001"


def test_every_door_by_token_is_walked_here():
    space = get_resolver().namespace_dict["verval"][1].reverse_dict
    doors = {name for name in space if isinstance(name, str) and name.startswith(("odk_", "central_"))}
    assert {name for name in doors if name.startswith(("odk_", "central_"))} == {
        *TOKEN_READS,
        *SESSION_READS,
        *WRITES,
    }


def _laid():
    planted.plant()
    return instruments.publish(by=rules.SYSTEM)


@pytest.fixture
def _form(django_db_setup, django_db_blocker, database_name):
    with django_db_blocker.unblock(), grounds.standing(database_name, "odk", _laid) as form:
        yield form


@pytest.fixture
def two(_form, make_actor):
    """An officer here and one far away, each with a family of the registry and a submission of their own."""
    form, found = _form, {}
    for code, place in ((HERE, planted.HERE), (THERE, planted.THERE)):
        accounts.identify(rules.SYSTEM)
        officer = make_actor("petugas", scope=code, kind="desa_kelurahan")
        made = field(officer, families=2, kode_desa=code)
        Target.objects.filter(pk=made.targets[0].pk).update(keluarga=place.keluarga)
        Campaign.objects.update(instrument=form)
        made.token = devices.issue(user=officer.user_id, kode_desa=code, channel="odk", by=rules.SYSTEM)
        made.form, made.place = form, place
        found[code] = made
    return found


def _session(client, made) -> dict[str, str]:
    email = User.objects.get(pk=made.officer.user_id).email
    answer = client.post(
        "/odk/v1/sessions",
        json.dumps({"email": email, "password": made.token}),
        content_type="application/json",
    )
    return {"Authorization": f"Bearer {answer.json()['token']}"} if answer.status_code == 200 else {}


def _address(name: str, made, instance: str) -> str:
    form = {"form_id": made.form.form_id}
    kwargs = {"token": made.token} if name.startswith("odk_") else {"project": 1}
    if name in {"odk_form", "odk_manifest"}:
        kwargs |= form | {"version": made.form.version}
    if name == "odk_media":
        kwargs |= {"name": "keluarga.csv"}
    if name in {"central_form", "central_form_xml", "central_table", "central_submissions"}:
        kwargs |= form
    if name.startswith(("central_submission", "central_attach")) and name != "central_submissions":
        kwargs |= form | {"instance": instance}
    if name in {"central_me", "central_projects"}:
        kwargs = {}
    return reverse(f"verval:{name}", kwargs=kwargs)


def _sent(client, made) -> str:
    instance = f"uuid:{made.place.mark.lower()}"
    xml = filled(
        made.targets[0].reference, version=made.form.version, instance=instance, catatan=f"catatan {made.place.mark}",
        nik_benar=made.place.nik,
    )  # fmt: skip
    address = reverse("verval:odk_submission", kwargs={"token": made.token})
    assert client.post(address, {"xml_submission_file": xml.decode()}).status_code == 201
    return instance


def _foreign(other) -> list[str]:
    words = [word for kind in other.place.words.values() for word in kind]
    return [
        *words,
        other.targets[0].reference,
        f"catatan {other.place.mark}",
        f"uuid:{other.place.mark.lower()}",
        other.token,
    ]


@pytest.mark.parametrize("name", [*TOKEN_READS, *SESSION_READS])
@pytest.mark.parametrize("code", [HERE, THERE])
def test_a_token_reads_its_own_and_nothing_else(client, two, sign_in, make_actor, name, code):
    mine, other = two[code], two[THERE if code == HERE else HERE]
    instance = _sent(client, mine)
    _sent(client, other)
    heads = _session(client, mine) if name in SESSION_READS else {}
    # A strong session in the same browser opens no more.
    strong = sign_in(make_actor("wali_data", scope="", purpose="verifikasi"))
    for asking in (client, strong):
        answer = asking.get(_address(name, mine, instance), headers=heads)
        assert answer.status_code == 200
        body = answer.content.decode()
        assert [word for word in _foreign(other) if word in body] == []
        assert mine.place.nik not in body
        if name in {"odk_media", "central_entities"}:
            # The family that was visited is off the list; the other one is still to be visited.
            assert mine.targets[1].reference in body


@pytest.mark.parametrize("name", SESSION_READS)
def test_without_a_session_of_a_phone_there_is_nothing(client, two, sign_in, make_actor, name):
    mine, other = two[HERE], two[THERE]
    instance = _sent(client, other)
    strong = sign_in(make_actor("wali_data", scope="", purpose="verifikasi"))
    for asking in (client, strong):
        assert asking.get(_address(name, mine, instance)).status_code == 401
    if "instance" in str(_address(name, mine, instance)) or name.startswith("central_submission_"):
        assert client.get(_address(name, mine, instance), headers=_session(client, mine)).status_code == 404


@pytest.mark.parametrize("role", sorted(set(rules.ROLES) - {"petugas"}))
def test_a_role_that_visits_nobody_gets_no_phone_and_its_old_one_is_shut(client, two, make_actor, role):
    mine = two[HERE]
    person = make_actor(role, scope=HERE, kind="desa_kelurahan")
    accounts.identify(rules.SYSTEM)
    Device.objects.filter(user=mine.officer.user_id).update(user=person.user_id)
    for name in TOKEN_READS:
        assert client.get(_address(name, mine, "")).status_code == 403
    assert _session(client, mine) == {}
    _sent(client, mine)
    accounts.identify(rules.SYSTEM)
    held = Submission.objects.get()
    # Whoever leads verval there may type in what came on paper; of all others it is held.
    leads = rules.may(person, rules.Ability.LEAD, HERE, rules.FieldClass.IDENTITY)
    assert (held.held == "") == leads


def test_doors_by_token_say_what_they_ask_for():
    space = get_resolver().namespace_dict["verval"][1]
    marked = [
        getattr(pattern.callback, access.ATTRIBUTE, None)
        for pattern in space.url_patterns
        if (pattern.name or "").startswith(("odk_", "central_"))
    ]
    assert set(marked) == {openrosa.DOOR}


def test_an_officer_sets_up_a_phone_and_the_code_leads_to_the_form(two, sign_in, client):
    mine = two[HERE]
    page = sign_in(mine.officer).post(reverse("verval:device_add"), {"name": "Telepon Baru"}).content.decode()
    address = re.search(r'class="secret">([^<]+)<', page).group(1)
    assert "data:image/svg+xml;base64," in page
    assert client.get(address + "/formList").status_code == 200
    accounts.identify(rules.SYSTEM)
    row = Device.objects.get(name="Telepon Baru")
    assert (row.user, row.kode_desa) == (mine.officer.user_id, HERE)
    assert (
        address.rpartition("/")[2]
        not in sign_in(mine.officer).get(reverse("verval:devices")).content.decode()
    )


def test_the_code_is_what_collect_reads():
    told = openrosa.openrosa.collect_settings("https://contoh.test/odk/k/abc", "Verval")
    settings = json.loads(zlib.decompress(base64.b64decode(told)))
    assert settings["general"]["server_url"] == "https://contoh.test/odk/k/abc"
    assert settings["general"]["form_update_mode"] == "match_exactly"
    assert set(settings) == {"general", "admin", "project"}


def test_a_lost_phone_is_withdrawn_by_who_leads_there_and_by_nobody_elsewhere(
    two, sign_in, make_actor, client
):
    mine = two[HERE]
    accounts.identify(rules.SYSTEM)
    device = Device.objects.filter(user=mine.officer.user_id).latest("pk")
    address = reverse("verval:device_withdraw_led", args=[device.pk])
    assert sign_in(make_actor("verifikator", scope="64.02.07")).post(address).status_code == 404
    assert sign_in(make_actor("verifikator", scope="64.02.06")).post(address).status_code == 302
    assert client.get(_address("odk_form_list", mine, "")).status_code == 403
