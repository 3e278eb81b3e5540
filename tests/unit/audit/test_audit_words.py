"""The trail speaks in words: every action has some, the check is told on the page, everybody reads their own."""

import ast
import re
from pathlib import Path

from django.urls import reverse
from django.utils import translation

import selaras.apps
from selaras.apps.audit import queries, rules, services, words
from selaras.shell import trail

APPS = Path(selaras.apps.__path__[0])


def _said() -> set[str]:
    """Actions that stand in the code: `action="..."` and the first argument of Refused."""
    found: set[str] = set()
    for path in APPS.rglob("*.py"):
        if "management" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            given = [each.value for each in node.keywords if each.arg == "action"] if name == "record" else []
            given += node.args[:1] if name == "Refused" else []
            found.update(
                each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)
            )
    return found


def test_every_action_in_the_code_has_words():
    actions = _said()
    assert len(actions) > 30
    assert sorted(actions - set(words.ACTIONS)) == []


def test_words_follow_the_language_and_unknown_codes_stay():
    with translation.override("en"):
        assert str(words.action("nik_buka")) == "opened a full number"
        assert str(words.action("accounts:people")) == "opened a page"
    assert words.action("lain_sama_sekali") == "lain_sama_sekali"
    assert "7" in words.fault("hilang", 7)


def test_the_auditor_has_the_trail_checked_and_reads_what_was_found(make_actor, sign_in, monkeypatch):
    actor = make_actor("auditor")
    client = sign_in(actor)
    for number in range(3):
        trail.record(actor=actor, action="edisi_terima", object_kind="edisi", object_id=number)
    assert client.post(reverse("audit:check")).status_code == 302
    waiting = queries.last_check()
    assert waiting.done_at is None
    assert services.ask_check(by=actor) == waiting.pk
    assert "data-polls" in client.get(reverse("audit:check_state")).content.decode()
    services.check(waiting.pk)
    checked = queries.last_check()
    assert (checked.found, checked.events > 3) == (0, True)
    page = client.get(reverse("audit:events")).content.decode()
    assert re.search(r"Utuh pada .*peristiwa", page)
    monkeypatch.setattr(queries, "faults", lambda: iter([rules.Fault("diubah", 5)]))
    services.check(services.ask_check(by=actor))
    assert "Peristiwa 5 berubah setelah disegel." in client.get(reverse("audit:events")).content.decode()
    assert "masalah pada keutuhan jejak" in client.get("/").content.decode()


def test_who_may_not_audit_has_nothing_checked(make_actor, sign_in):
    assert sign_in(make_actor("wali_data")).post(reverse("audit:check")).status_code == 403
    assert queries.last_check() is None


def test_everybody_reads_their_own_trail_and_no_other(make_actor, sign_in):
    mine, other = make_actor("operator"), make_actor("operator")
    trail.record(actor=mine, action="orang_lihat", object_kind="orang", object_id="P000000000aa")
    trail.record(actor=other, action="orang_lihat", object_kind="orang", object_id="P000000000bb")
    page = sign_in(mine).get(reverse("audit:mine")).content.decode()
    assert "P000000000aa" in page
    assert "membuka halaman orang" in page
    assert "P000000000bb" not in page
    assert sign_in(other).get(reverse("audit:events")).status_code == 403
