"""The list of a meeting from a campaign: what the visits found, or that officers differ; families nobody visited are not on it."""

import sys
from pathlib import Path

import pytest
from meeting_ground import begin, planted, sent
from penetapan_ground import ELSEWHERE, VILLAGE, reference

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.penetapan.models import Appeal
from selaras.apps.penetapan.queries import meetings as queries
from selaras.apps.penetapan.services import appeals, visits
from selaras.apps.verval.models.campaigns import Target
from selaras.apps.verval.rules import receiving as rules
from selaras.apps.verval.services import receiving
from selaras.kernel import errors

sys.path.append(str(Path(__file__).parents[1] / "verval"))
import verval_world as world


@pytest.fixture
def field(make_actor, settings, tmp_path):
    """A campaign about the three families of the village; the officers say what they found."""
    settings.SELARAS_FILES = tmp_path
    planted()
    made = world.field(make_actor("petugas", scope=VILLAGE))
    for number, target in enumerate(made.targets, start=1):
        target.keluarga = reference(number)
        target.save()
    return made


def visit(field, number, outcome, **more):
    accounts.identify(field.officer)
    target = field.targets[number - 1].reference
    xml = world.filled(target, hasil=outcome, **more)
    key = xml.decode().split("instanceID>")[1].split("<")[0]
    receiving.receive(
        sent=rules.Sent(instance=key, xml=xml, channel="odk"), by=field.officer, device=field.device.pk
    )


def test_the_list_says_what_was_found(field, make_actor):
    visit(field, 1, "layak")
    visit(field, 2, "pindah")
    visit(field, 2, "layak")
    operator = make_actor("operator", scope=VILLAGE, kind="desa_kelurahan")
    meeting = begin(operator, campaign=field.campaign.reference)
    lines = queries.lines(list(queries.items(meeting)), operator)
    assert [(each.item.keluarga, each.item.finding) for each in lines] == [
        (reference(1), "layak"), (reference(2), "bertentangan"),
    ]  # fmt: skip
    assert (lines[0].head, lines[0].nik, lines[0].desil) == ("WARGA CONTOH 1", "•••• •••• •••• 9001", 1)


def test_another_village_has_none_of_it(field, make_actor):
    visit(field, 1, "layak")
    operator = make_actor("operator", scope=ELSEWHERE, kind="desa_kelurahan")
    accounts.identify(operator)
    assert queries.found_in(field.campaign.reference, VILLAGE, operator) == []
    with pytest.raises(errors.SelarasError):
        begin(operator, kode_desa=ELSEWHERE, campaign=field.campaign.reference)


def test_a_proposal_becomes_a_visit_once(field, make_actor):
    appeals.send(sent=sent(rt="3"))
    lead = make_actor("verifikator", scope=VILLAGE, kind="desa_kelurahan")
    accounts.identify(lead)
    row = Appeal.objects.get()
    assert visits.running(lead, VILLAGE) == [(field.campaign.reference, field.campaign.title)]
    values = {"reference": row.reference, "campaign": field.campaign.reference, "by": lead}
    target = Target.objects.get(reference=visits.send(**values))
    assert (target.keluarga, target.rt, target.state) == (None, "003", "menunggu")
    assert Appeal.objects.get().state == "kunjungan"
    with pytest.raises(errors.SelarasError):
        visits.send(**values)
    accounts.identify(access.SYSTEM)
    assert Target.objects.filter(keluarga=None).count() == 1
