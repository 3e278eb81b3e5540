"""The plans a demo begins with, made by the doors people use."""

from selaras.apps.accounts import rules, services
from selaras.apps.home import filling_plans
from selaras.apps.programmes.models.allocation import Award, Plan
from selaras.apps.programmes.queries import plans


def test_a_demo_has_an_approved_plan_and_scenarios_to_compare(kabupaten):
    services.make_demo()
    filling_plans.fill()
    services.identify(rules.SYSTEM)
    approved = Plan.objects.get(state="disetujui")
    assert approved.decided_by != approved.made_by
    assert Award.objects.filter(plan=approved, given=True).exists()
    assert Award.objects.get(plan=approved, overridden=True).given is False
    assert plans.paper(approved).size > 1000
    drafts = Plan.objects.filter(state="rancangan")
    assert {each.scenario for each in drafts} == {"dasar", "tambah", "desil", "merata"}
    assert {each.progress["state"] for each in drafts} == {"selesai"}
