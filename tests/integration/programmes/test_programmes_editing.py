"""A rule is written, tried on everybody, proposed, and published or given back by somebody else; nothing is lost on the way."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.programmes.models.catalogue import Funding, Programme, Rule
from selaras.apps.programmes.queries import catalogue as catalogue_queries
from selaras.apps.programmes.queries import family
from selaras.apps.programmes.services import editing, trying
from selaras.engine.eligibility.answering import Outcome
from selaras.kernel import errors
from selaras.shell import trail

CODE = "lansia"
ONLY = [{"id": "lansia.1", "text": "desil <= 3", "sentence": "Desil paling tinggi 3.", "basis": "Uji 1/2026"}]


@pytest.fixture
def writer(kabupaten, make_actor):
    actor = make_actor("pemilik_program")
    Programme.objects.filter(code=CODE).update(agency=actor.agency)
    return actor


@pytest.fixture
def decider(kabupaten, make_actor):
    return make_actor("penyetuju")


def draft(writer, clauses=ONLY, days=0):
    made = editing.begin(code=CODE, by=writer)
    text = editing.Text(clauses, [], timezone.localdate() + dt.timedelta(days=days), "Menurut uji ini.")
    return editing.save(rule=made, text=text, seen=editing.seal(made), by=writer)


def proposed(writer, **more):
    return editing.propose(
        rule=trying.run(rule=draft(writer, **more), by=writer), note="Menurut perbup baru.", by=writer
    )


def actions():
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('selaras.audit', '*', true)")
        cursor.execute("SELECT action FROM audit_event ORDER BY id")
        return [each for (each,) in cursor.fetchall()]


def test_the_dry_run_counts_what_every_family_s_page_would_say(writer, make_actor, as_actor):
    before = {each.reference: each for each in _answers(make_actor, as_actor)}
    accounts.identify(access.SYSTEM)
    tried = trying.run(rule=draft(writer), by=writer)
    counts = tried.dry_run["semua"]
    was = {reference for reference, each in before.items() if each.outcome is Outcome.LAYAK}
    now = {reference for reference, each in before.items() if each.desil is not None and each.desil <= 3}
    assert (counts["sebelum"], counts["sesudah"]) == (len(was), len(now))
    assert (counts["masuk"], counts["keluar"]) == (len(now - was), len(was - now))
    assert counts["belum_tahu"] == sum(each.desil is None for each in before.values())
    for name in ("kecamatan", "desa", "desil"):
        assert [sum(row[n] for row in tried.dry_run[name]) for n in range(1, 6)] == list(counts.values())


class _Said:
    def __init__(self, answer):
        line = next(each for each in answer.lines if each.programme.code == CODE)
        self.reference, self.outcome = answer.facts.keluarga.reference, line.judged.outcome
        self.desil = answer.facts.keluarga.desil


def _answers(make_actor, as_actor):
    from_all = make_actor("wali_data", scope="")
    as_actor(from_all)
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute("SELECT reference FROM registry_keluarga WHERE build_to IS NULL")
        references = [each for (each,) in cursor.fetchall()]
    return [_Said(family.answer(each, from_all, today)) for each in references]


def test_a_second_person_publishes_and_the_rule_holds(writer, decider):
    rule = proposed(writer)
    done = editing.publish(rule=rule, seen=editing.seal(rule), by=decider)
    assert catalogue_queries.current(timezone.localdate())[done.programme_id] == done
    assert Rule.objects.get(programme=done.programme_id, number=1).state == "diganti"
    assert actions()[-5:] == [
        "aturan_mulai",
        "aturan_simpan",
        "aturan_coba",
        "aturan_ajukan",
        "aturan_terbit",
    ]
    with pytest.raises(errors.SelarasError, match="tidak dapat diubah lagi"):
        editing.save(
            rule=done, text=editing.Text([], [], done.valid_from), seen=editing.seal(done), by=writer
        )


def test_a_rule_of_a_later_day_leaves_the_present_one_until_then(writer, decider):
    rule = proposed(writer, days=30)
    editing.publish(rule=rule, seen=editing.seal(rule), by=decider)
    today = timezone.localdate()
    assert catalogue_queries.current(today)[rule.programme_id].number == 1
    assert catalogue_queries.current(today + dt.timedelta(days=30))[rule.programme_id].pk == rule.pk


def test_nobody_decides_on_what_they_wrote(writer, make_actor):
    rule = proposed(writer)
    both = access.Actor(
        writer.user_id,
        writer.name,
        writer.agency,
        writer.agency_kind,
        (*writer.grants, access.Grant("penyetuju", "64.02")),
    )
    for decide in (
        lambda: editing.publish(rule=rule, seen=editing.seal(rule), by=both),
        lambda: editing.give_back(rule=rule, reason="tidak setuju sama sekali", by=both),
    ):
        with pytest.raises(errors.SelarasError, match="ikut menyusun"):
            decide()
    assert Rule.objects.get(pk=rule.pk).state == "diajukan"


def test_what_is_published_is_what_was_seen_and_tried(writer, decider):
    rule = proposed(writer)
    with pytest.raises(errors.SelarasError, match="tidak sama dengan yang tampil"):
        editing.publish(rule=rule, seen="lain", by=decider)
    Rule.objects.filter(pk=rule.pk).update(clauses=[{**ONLY[0], "text": "desil <= 9"}])
    with pytest.raises(errors.SelarasError, match="tidak sama dengan yang tampil"):
        editing.publish(rule=rule, seen=editing.seal(rule), by=decider)


def test_giving_back_needs_a_reason_and_keeps_the_version(writer, decider):
    rule = proposed(writer)
    with pytest.raises(errors.SelarasError, match="Alasan"):
        editing.give_back(rule=rule, reason="kurang", by=decider)
    back = editing.give_back(rule=rule, reason="batasnya belum ada di perbup", by=decider)
    assert (back.state, back.reason) == ("ditolak", "batasnya belum ada di perbup")
    again = editing.begin(code=CODE, source=back.number, by=writer)
    assert (again.number, again.clauses) == (back.number + 1, ONLY)


def test_only_the_own_agency_writes_and_one_draft_at_a_time(writer, make_actor):
    draft(writer)
    with pytest.raises(errors.SelarasError, match="sedang disusun"):
        editing.begin(code=CODE, by=writer)
    with pytest.raises(trail.Refused):
        editing.begin(code="bedah-rumah", by=writer)
    with pytest.raises(trail.Refused):
        editing.begin(code=CODE, by=make_actor("operator"))


def test_a_change_after_the_dry_run_asks_for_another(writer):
    rule = trying.run(rule=draft(writer), by=writer)
    changed = editing.Text([{**ONLY[0], "text": "desil <= 2"}], [], rule.valid_from, "Lain.")
    rule = editing.save(rule=rule, text=changed, seen=editing.seal(rule), by=writer)
    with pytest.raises(errors.SelarasError, match="belum diuji"):
        editing.propose(rule=rule, note="Menurut perbup baru.", by=writer)


def test_two_who_write_at_once_lose_nothing(writer):
    rule = draft(writer)
    seen = editing.seal(rule)
    text = editing.Text([{**ONLY[0], "text": "desil <= 2"}], [], rule.valid_from)
    editing.save(rule=rule, text=text, seen=seen, by=writer)
    with pytest.raises(errors.SelarasError, match="diubah orang lain"):
        editing.save(rule=rule, text=editing.Text([], [], rule.valid_from), seen=seen, by=writer)
    assert Rule.objects.get(pk=rule.pk).clauses[0]["text"] == "desil <= 2"


@pytest.mark.parametrize(
    ("text", "said"),
    [("desill <= 3", "Mungkin maksudnya desil"), ("desil <= 'tiga'", "dibandingkan atau dicampur"), ("desil > 10", "tidak pernah benar")],
)  # fmt: skip
def test_what_is_wrong_can_be_kept_but_neither_tried_nor_proposed(writer, sign_in, text, said):
    rule = draft(writer, clauses=[{**ONLY[0], "text": text}])
    for attempt in (
        lambda: trying.run(rule=rule, by=writer),
        lambda: editing.propose(rule=rule, note="Menurut perbup baru.", by=writer),
    ):
        with pytest.raises(errors.SelarasError, match="perlu diperbaiki"):
            attempt()
    page = sign_in(writer).get(reverse("programmes:rule_edit", args=[CODE, rule.number])).content.decode()
    assert said in page


def test_a_rule_cannot_begin_before_the_one_that_holds(writer):
    rule = draft(writer, days=-400)
    with pytest.raises(errors.SelarasError, match="tidak dapat mulai sebelum"):
        editing.propose(rule=trying.run(rule=rule, by=writer), note="Menurut perbup lama.", by=writer)


def test_the_cost_of_a_dry_run_is_whole_rupiah_against_the_budget(writer):
    Funding.objects.create(
        programme=Programme.objects.get(code=CODE), year=timezone.localdate().year, line="APBD", source="apbd_kabupaten",
        budget=10_000_000, cost=2_400_000, quota=3,
    )  # fmt: skip
    tried = trying.run(rule=draft(writer), by=writer)
    (line,) = tried.dry_run["biaya"]
    eligible = tried.dry_run["semua"]["sesudah"]
    assert (line["needed"], line["enough"]) == (eligible * 2_400_000, 3)
    assert line["short"] == eligible * 2_400_000 - 10_000_000


def form(page):
    """What a form of a page would send, by name."""
    told = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name = re.search(r'name="([^"]+)"', tag)
        kind = re.search(r'type="([^"]+)"', tag)
        if name and (kind is None or kind[1] not in ("checkbox", "submit")):
            value = re.search(r'value="([^"]*)"', tag)
            told[name[1]] = value[1].replace("&quot;", '"').replace("&lt;", "<") if value else ""
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL):
        told[name] = text.replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">")
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        told[name] = chosen[1].replace("&lt;", "<").replace("&gt;", ">") if chosen else ""
    return told


def test_the_table_saves_what_it_shows_and_shows_what_it_saved(writer, sign_in):
    made = editing.begin(code=CODE, by=writer)
    client, at = sign_in(writer), reverse("programmes:rule_edit", args=[CODE, made.number])
    page = client.get(at).content.decode()
    assert client.post(at, {**form(page), "do": "simpan"}).status_code == 303
    kept = Rule.objects.get(pk=made.pk)
    assert (kept.clauses, kept.figures) == (made.clauses, made.figures)
    changed = {
        **form(page),
        "s-0-field": "desil",
        "s-0-sign": "<=",
        "s-0-value": "3",
        "s-0-text": "",
        "seen": editing.seal(kept),
    }
    assert client.post(at, {**changed, "do": "simpan"}).status_code == 303
    assert Rule.objects.get(pk=made.pk).clauses[0]["text"] == "desil <= 3"


def test_a_form_that_cannot_be_kept_comes_back_with_everything_in_it(writer, sign_in):
    made = editing.begin(code=CODE, by=writer)
    client, at = sign_in(writer), reverse("programmes:rule_edit", args=[CODE, made.number])
    sent = {
        **form(client.get(at).content.decode()),
        "valid_from": "31 Februari",
        "s-0-sentence": "Kalimat baru saya.",
    }
    answer = client.post(at, {**sent, "do": "simpan"})
    assert answer.status_code == 422
    assert "Kalimat baru saya." in answer.content.decode()
    assert Rule.objects.get(pk=made.pk).clauses == made.clauses
    assert client.post(at, {"do": "simpan"}).status_code == 422


def test_the_immediate_check_answers_row_by_row_and_keeps_nothing(writer, sign_in):
    made = editing.begin(code=CODE, by=writer)
    client = sign_in(writer)
    page = client.get(reverse("programmes:rule_edit", args=[CODE, made.number])).content.decode()
    sent = {**form(page), "s-0-field": "", "s-0-text": "desill <= 4"}
    said = client.post(reverse("programmes:rule_check", args=[CODE, made.number]), sent).content.decode()
    row = re.search(r'<div id="kata-s-0".*?</div>', said, re.DOTALL)[0]
    assert "Mungkin maksudnya desil." in row
    assert 'hx-swap-oob="true"' in row
    assert Rule.objects.get(pk=made.pk).clauses == made.clauses


def whole_families_here():
    """Up to decile 3 in the kabupaten, all of whose members live there too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM registry_keluarga k WHERE build_to IS NULL AND desil <= 3 AND kode_desa LIKE '64.02.%' "
            "AND NOT EXISTS (SELECT 1 FROM registry_person p WHERE p.build_to IS NULL AND p.keluarga = k.reference "
            "AND (p.kode_desa IS NULL OR p.kode_desa NOT LIKE '64.02.%'))"
        )
        return cursor.fetchone()[0]


def test_a_draft_is_not_there_for_others_and_its_lists_show_only_the_own_region(
    writer, decider, make_actor, sign_in
):
    rule, here = proposed(writer), whole_families_here()
    at = reverse("programmes:rule", args=[CODE, rule.number])
    assert sign_in(make_actor("operator")).get(at).status_code == 404
    page = sign_in(decider).get(at).content.decode()
    assert "Terbitkan versi ini?" in page
    listed = reverse("programmes:rule_list", args=[CODE, rule.number, "sesudah"])
    whole = sign_in(writer).get(listed).content.decode()
    assert int(re.search(r"(\d+) keluarga dapat Anda lihat", whole)[1]) == here
    elsewhere = make_actor("penyetuju", scope="94.01")
    assert sign_in(elsewhere).get(listed).status_code == 404
    assert "aturan_daftar" in actions()


def test_a_rule_about_disability_lists_nobody_to_who_may_not_see_it(writer, sign_in):
    secret = [
        {"id": "lansia.1", "text": "anggota.exists(o, o.disabilitas)", "sentence": "Ada.", "basis": "Uji"}
    ]
    rule = trying.run(rule=draft(writer, clauses=secret), by=writer)
    client = sign_in(writer)
    listed = client.get(reverse("programmes:rule_list", args=[CODE, rule.number, "sesudah"])).content.decode()
    assert "0 keluarga dapat Anda lihat." in listed
    page = client.get(reverse("programmes:rule", args=[CODE, rule.number])).content.decode()
    assert "jumlahnya digeser secara acak" in page
    assert "isi-desa" not in page
    assert "isi-kecamatan" not in page
    told = [int(each) for each in re.findall(r"<dd>\s*([\d.]+)\s*</dd>", page.split("trial-figures")[1])]
    assert len(told) == 5
    assert all(number % 10 == 0 for number in told)


def test_one_known_family_is_told_clause_by_clause(writer, sign_in):
    rule = draft(writer)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reference, desil FROM registry_keluarga WHERE build_to IS NULL AND desil > 3 AND kode_desa LIKE '64.02.%' LIMIT 1"
        )
        reference, desil = cursor.fetchone()
    at = reverse("programmes:rule_family", args=[CODE, rule.number])
    page = sign_in(writer).get(at, {"keluarga": reference}).content.decode()
    assert f"Desil resmi: {desil}" in page
    assert "paling tinggi 3" in page
    assert "tidak terpenuhi" in page
    assert "Keluarga itu tidak ada" in sign_in(writer).get(at, {"keluarga": "K999999999999"}).content.decode()
