"""The list of a meeting from a campaign: what the visits found, or that officers differ; families nobody visited are not on it."""

import pytest
import visited_ground as ground
from meeting_ground import begin, sent
from penetapan_ground import ELSEWHERE, VILLAGE, reference

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.penetapan.models import Appeal
from selaras.apps.penetapan.queries import meetings as queries
from selaras.apps.penetapan.services import appeals, visits
from selaras.apps.verval.models.campaigns import Target
from selaras.kernel import errors


@pytest.fixture
def field(make_actor, settings, tmp_path):
    return ground.field(make_actor, settings, tmp_path)


def test_the_list_says_what_was_found(field, make_actor):
    ground.visit(field, 1, "layak")
    ground.visit(field, 2, "pindah")
    ground.visit(field, 2, "layak")
    operator = make_actor("operator", scope=VILLAGE, kind="desa_kelurahan")
    meeting = begin(operator, campaign=field.campaign.reference)
    lines = queries.lines(list(queries.items(meeting)), operator)
    assert [(each.item.keluarga, each.item.finding) for each in lines] == [
        (reference(1), "layak"), (reference(2), "bertentangan"),
    ]  # fmt: skip
    assert (lines[0].head, lines[0].nik, lines[0].desil) == ("WARGA CONTOH 1", "•••• •••• •••• 9001", 1)


def test_another_village_has_none_of_it(field, make_actor):
    ground.visit(field, 1, "layak")
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
