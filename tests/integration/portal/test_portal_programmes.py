"""The catalogue is written once; the page of a family shows programmes to those who may see the family, and nothing is decided
by what the reader may not see."""

import planted
from django.db import connection
from django.urls import reverse

from selaras.apps.accounts import rules, services
from selaras.apps.programmes.models.catalogue import Programme, Rule
from selaras.apps.programmes.services import catalogue


def ground():
    services.identify(rules.SYSTEM)
    catalogue.seed()
    return planted.plant()["here"]


def test_seeding_twice_writes_once_and_leaves_what_was_changed(db):
    services.identify(rules.SYSTEM)
    made = catalogue.seed()
    Programme.objects.filter(code="pkh").update(name="Diubah pejabat")
    assert (catalogue.seed(), Rule.objects.count()) == (0, made)
    assert Programme.objects.get(code="pkh").name == "Diubah pejabat"


def test_the_catalogue_shows_rules_figures_and_what_is_assumed(db, make_actor, sign_in):
    ground()
    client = sign_in(make_actor("pelihat"))
    assert "Bedah rumah" in client.get(reverse("programmes:programmes")).content.decode()
    page = client.get(reverse("programmes:programme", kwargs={"code": "bsps"})).content.decode()
    assert "status_rumah ==" in page
    assert "403/KPTS/M/2002" in page
    assert client.get(reverse("programmes:programme", kwargs={"code": "tidak-ada"})).status_code == 404


def test_the_panel_and_the_sheet_name_what_is_hidden(db, make_actor, sign_in):
    here = ground()
    client = sign_in(make_actor("operator", scope=here.code, kind="desa_kelurahan"))
    page = client.get(reverse("registry:keluarga", kwargs={"reference": here.keluarga})).content.decode()
    assert "Program untuk keluarga ini" in page
    assert "Tidak diperlihatkan kepada Anda: Penyandang disabilitas" in page
    sheet = client.get(reverse("programmes:family", kwargs={"reference": here.keluarga}))
    assert sheet.status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('selaras.audit', '*', true)")
        cursor.execute("SELECT action, object_id FROM audit_event ORDER BY id DESC LIMIT 1")
        assert cursor.fetchone() == ("program_lembar", here.keluarga)


def test_the_sheet_of_a_family_elsewhere_is_not_there(db, make_actor, sign_in):
    ground()
    client = sign_in(make_actor("operator", scope="64.02"))
    elsewhere = reverse("programmes:family", kwargs={"reference": planted.THERE.keluarga})
    assert client.get(elsewhere).status_code == 404
