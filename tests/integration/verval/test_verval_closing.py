"""What a finding settled is closed with its evidence, everywhere alike; opens with another value, and when the edition is undone."""

import csv
import datetime as dt
import io
from collections import Counter

import openpyxl
import pytest
import returning_ground as ground
from django.urls import reverse

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.discrepancies import figures, queries, rules
from selaras.apps.discrepancies import services as writes
from selaras.apps.discrepancies.models import Closure, Count, Discrepancy, Settlement
from selaras.apps.intake.models import Edition
from selaras.apps.intake.services import decide
from selaras.apps.registry import rebuild
from selaras.apps.registry.models import Keluarga, Person
from selaras.apps.verval.models.campaigns import Target
from selaras.apps.verval.rules import edition, settling
from selaras.synthetic import make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("counted_anew")]
REGION = "64.02"
CLOSED, OPEN = rules.Filter(REGION, status=rules.CLOSED), rules.Filter(REGION)


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """A build clears its folder: not that of another process of the tests."""
    settings.SELARAS_FILES = tmp_path / "berkas"


@pytest.fixture(scope="session")
def two_lists(tmp_path_factory):
    folder = tmp_path_factory.mktemp("daftar")
    make.make(600, 23, folder, kabupaten=REGION)
    return folder


@pytest.fixture
def everywhere(make_actor):
    return make_actor("wali_data", purpose="pemutakhiran")


def _cases(**wanted):
    with accounts.acting(access.SYSTEM):
        return list(Discrepancy.objects.filter(build_to=None, **wanted).order_by("pk"))


def _said(row):
    return (
        row.kind, row.person or row.keluarga, row.field, row.source_a, row.value_a, row.source_b, row.value_b,
    )  # fmt: skip


def _differing(two_lists, everywhere):
    """A registry of DTSEN and Dukcapil, and a keluarga with a person Dukcapil says has moved, whom DTSEN counts in."""
    for name in ("dtsen_keluarga_2026-03.csv", "dtsen_anggota_2026-03.csv", "dukcapil_2026-06.csv"):
        ground.brought(two_lists / name, everywhere)
    rebuild.rebuild()
    with accounts.acting(access.SYSTEM):
        moved = Discrepancy.objects.filter(build_to=None, kind="pindah", kode_desa__startswith=REGION)
        for case in moved.order_by("pk"):
            home = Keluarga.objects.get(build_to=None, reference=case.keluarga)
            if home.kode_desa and home.kepala:
                return home, case
    raise AssertionError("the lists agree about everybody")


def _visited(home):
    """A campaign that ended: everybody of the keluarga was met, the person of the case too."""
    with accounts.acting(access.SYSTEM):
        campaign = ground.campaign()
        members = Person.objects.filter(build_to=None, keluarga=home.reference).values_list(
            "reference", flat=True
        )
        answers = [{"anggota_ref": each, "keberadaan": "1"} for each in members]
        ground.visit(campaign, home, "layak", anggota=answers)
        return campaign


def _returned(campaign, everywhere):
    _, delivery = ground.sent_back(campaign, everywhere)
    made = ground.accepted(delivery.pk, everywhere)
    rebuild.rebuild()
    return made


@pytest.fixture
def differing(two_lists, everywhere, laid_once):
    return laid_once("beda", lambda: _differing(two_lists, everywhere))


@pytest.fixture
def returned(two_lists, everywhere, laid_once):
    def lay():
        home, case = _differing(two_lists, everywhere)
        campaign = _visited(home)
        return home, case, campaign, _returned(campaign, everywhere)

    return laid_once("kembali", lay)


def test_a_case_the_finding_settled_is_closed_with_its_evidence(returned, everywhere):
    home, case, campaign, _ = returned
    (now,) = [row for row in _cases(kind=case.kind, person=case.person) if _said(row) == _said(case)]
    with accounts.acting(access.SYSTEM):
        by = Closure.objects.get(pk=now.closure_id).settlement
        target = Target.objects.get(campaign=campaign)
    assert (by.evidence, by.title, by.keluarga) == (target.reference, campaign.title, home.reference)
    assert (by.by, by.by_name, by.edition) == (
        everywhere.user_id, everywhere.name, f"2026-11-20.kampanye-{campaign.pk}",
    )  # fmt: skip


def test_nothing_is_closed_before_the_steward_accepts(differing, everywhere):
    home, _ = differing
    ground.sent_back(_visited(home), everywhere)
    assert _cases(closure__isnull=False) == []
    rebuild.rebuild()
    assert _cases(closure__isnull=False) == []


def test_only_what_was_looked_at_is_closed(returned):
    home, *_ = returned
    closed = _cases(closure__isnull=False)
    assert closed
    assert {row.keluarga for row in closed} == {home.reference}
    assert "desil_beda" not in {row.kind for row in closed}


def test_a_rebuild_leaves_it_closed_and_undoing_the_edition_opens_it(returned, everywhere):
    _, case, _, made = returned
    before = {_said(row) for row in _cases(closure__isnull=False)}
    rebuild.rebuild()
    assert {_said(row) for row in _cases(closure__isnull=False)} == before
    with accounts.acting(everywhere):
        decide.undo(edition_id=made.pk, reason="Kampanye ini diulang", by=everywhere)
    rebuild.rebuild()
    assert _cases(closure__isnull=False) == []
    assert _said(case) in {_said(row) for row in _cases(kind=case.kind)}
    with accounts.acting(access.SYSTEM):
        assert not Closure.objects.filter(ended=None).exists()
        assert not Settlement.objects.exclude(since=None).exists()
        assert not Count.objects.filter(build=queries.current().number, closed=True).exists()


def _dukcapil(folder, tmp_path, change):
    """The list of Dukcapil again, four months newer, with its rows changed."""
    text = (folder / "dukcapil_2026-06.csv").read_text(encoding="utf-8-sig")
    dialect = ";" if text.splitlines()[0].count(";") > text.splitlines()[0].count(",") else ","
    rows = list(csv.reader(io.StringIO(text), delimiter=dialect))
    path = tmp_path / "dukcapil_2026-10.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=dialect).writerows([rows[0], *(change(rows[0], row) for row in rows[1:])])
    return path


def test_a_newer_list_that_says_the_same_leaves_it_closed(returned, two_lists, tmp_path, everywhere):
    _, case, *_ = returned
    path = _dukcapil(two_lists, tmp_path, lambda _, row: row)
    ground.brought(path, everywhere)
    rebuild.rebuild()
    (now,) = [row for row in _cases(kind=case.kind, person=case.person) if _said(row) == _said(case)]
    assert "2026-10" in (now.edition_a, now.edition_b)
    assert now.closure_id is not None


def test_another_value_in_a_newer_list_is_an_open_case(returned, everywhere):
    """The same disagreement with another value is another case: what was seen in November says nothing about it."""
    _, case, *_ = returned
    closed = next(row for row in _cases(closure__isnull=False) if row.person == case.person)
    with accounts.acting(access.SYSTEM):
        fresh = Discrepancy.objects.get(pk=closed.pk)
        fresh.pk, fresh.closure, fresh.digest, fresh.value_b = None, None, "f" * 32, "nonaktif"
        fresh.edition_b = "2026-12"
        fresh.save()
        writes.closing.renew(build=99, files=Settlement.objects.values_list("file", flat=True))
        fresh.refresh_from_db()
        assert fresh.closure_id is None
        assert Discrepancy.objects.get(pk=closed.pk).closure_id == closed.closure_id


def test_a_list_newer_than_the_visit_is_not_settled_by_it(differing, everywhere):
    """What came with a list of later months was not what the officer looked into."""
    home, case = differing
    campaign = _visited(home)
    with accounts.acting(access.SYSTEM):
        Discrepancy.objects.filter(pk=case.pk).update(edition_a="2027-02")
    _, delivery = ground.sent_back(campaign, everywhere)
    with accounts.acting(access.SYSTEM):
        writes.closing.renew(build=50, files=[delivery.sha256])
        assert Discrepancy.objects.get(pk=case.pk).closure_id is None


def test_who_is_found_dead_and_still_gets_aid_stays_on_the_list():
    answers = {"anggota": [{"anggota_ref": "P1", "keberadaan": "2"}]}
    row = edition.Found(
        "t", "K1", "64.02.06.2001", "layak", dt.date(2026, 11, 1), answers, "P2", ["P1", "P2"]
    )
    (told,) = [each for each in settling.settled([row]) if each.person == "P1"]
    assert "meninggal_di_dukcapil" in told.kinds
    assert "meninggal_tetap_terima" not in told.kinds


def _counts(actor, wanted):
    with accounts.acting(actor):
        build = queries.current().number
        board = figures.Dashboard(actor, build, wanted)
        cases = list(queries.cases(actor=actor, build=build, wanted=wanted))
        return board, build, cases


def test_every_count_agrees_open_and_closed(returned, everywhere, sign_in):
    """Dashboard, villages of the map, kinds, pairs, list, worklist, export and API count the same cases."""
    client = sign_in(everywhere)
    for wanted in (OPEN, CLOSED):
        board, build, cases = _counts(everywhere, wanted)
        with accounts.acting(everywhere):
            homes = {row.keluarga for row in cases}
            assert (board.total().cases, board.total().keluarga) == (len(cases), len(homes))
            kinds = {
                code: {row.keluarga for row in cases if row.kind == code} for code in {r.kind for r in cases}
            }
            assert {f.code: f.keluarga for f in board.kinds()} == {
                code: len(of) for code, of in kinds.items()
            }
            pairs = Counter(f"{row.pair_a}~{row.pair_b}" for row in cases)
            assert {f.code: f.cases for f in board.pairs()} == dict(pairs)
            villages = {f.code: f.cases for f in board.places(3) if f.cases}
            assert villages == dict(Counter(row.kode_desa for row in cases if row.kode_desa))
            reference = writes.save_worklist(title="Uji", wanted=wanted, purpose="verifikasi", by=everywhere)
            kept = queries.worklists(everywhere).get(reference=reference)
            assert (kept.cases, kept.keluarga) == (len(cases), len(homes))
            meant = set(
                queries.worklist_families(reference, actor=everywhere).values_list("reference", flat=True)
            )
            assert meant == homes
            other = figures.Dashboard(everywhere, build, CLOSED if wanted is OPEN else OPEN)
            assert (board.other().cases, other.other().cases) == (other.total().cases, board.total().cases)
        sent = {"form": "xlsx", "purpose": "verifikasi", **wanted.asked()}
        book = openpyxl.load_workbook(
            io.BytesIO(client.post(reverse("discrepancies:take_out"), sent).content)
        )
        rows = list(book.active.iter_rows(min_row=2, values_only=True))
        assert len(rows) == len(cases)
        assert all(bool(row[-1]) is wanted.closed for row in rows)
        page = client.get(reverse("discrepancies:dashboard"), wanted.asked()).content.decode()
        assert ("sudah ditutup oleh verval" in page) is (wanted is OPEN)


def test_the_closed_list_leads_to_the_finding(returned, everywhere, sign_in):
    home, _, campaign, _ = returned
    client = sign_in(everywhere)
    page = client.get(reverse("discrepancies:cases"), CLOSED.asked()).content.decode()
    assert "ditutup oleh verval" in page
    assert f"/registri/keluarga/{home.reference}/#panel-verval" in page
    assert campaign.title in page
    target = client.get(f"/registri/keluarga/{home.reference}/").content.decode()
    assert 'id="panel-verval"' in target
    assert "ditutup oleh verval" in target
    first = client.get(reverse("discrepancies:cases"), OPEN.asked()).content.decode()
    assert "ditutup oleh verval</span>" not in first


def test_the_api_tells_open_ones_unless_asked_and_the_evidence(returned, make_actor, client):
    _, case, campaign, _ = returned
    reader = make_actor("operator", scope=REGION)
    giver = make_actor("pengelola", scope="")
    with accounts.acting(giver):
        text = accounts.give_token(
            user_id=reader.user_id, label="uji", purpose="perencanaan", days=1, by=giver
        )
    headers = {"Authorization": f"Bearer {text}"}
    address = "/api/v1/discrepancies/"
    closed = client.get(f"{address}kasus?status=ditutup", headers=headers).json()["kasus"]
    sums = client.get(f"{address}ringkasan?status=ditutup", headers=headers).json()["seluruhnya"]
    assert sums["kasus"] == len(closed) > 0
    assert {each["ditutup"]["kampanye"] for each in closed} == {campaign.title}
    asked = client.get(f"{address}kasus?jenis={case.kind}", headers=headers).json()["kasus"]
    assert {each["ditutup"] for each in asked} <= {None}
    assert case.person not in {each["orang"] for each in asked}
    assert client.get(f"{address}kasus?status=lain", headers=headers).status_code == 404


def test_two_campaigns_that_end_on_one_day_do_not_take_one_anothers_place(returned, everywhere):
    home, _, campaign, first = returned
    with accounts.acting(access.SYSTEM):
        second = ground.campaign(title="Verval susulan")
        near = Keluarga.objects.filter(build_to=None, kode_desa=home.kode_desa, kepala__isnull=False)
        ground.visit(second, near.exclude(reference=home.reference).order_by("reference")[0], "layak")
    made = _returned(second, everywhere)
    with accounts.acting(access.SYSTEM):
        counting = Edition.objects.filter(source="verval", state="berlaku").order_by("pk")
        assert [each.edition for each in counting] == [
            f"2026-11-20.kampanye-{campaign.pk}", f"2026-11-20.kampanye-{second.pk}",
        ]  # fmt: skip
        assert [each.pk for each in counting] == [first.pk, made.pk]
        assert Keluarga.objects.get(build_to=None, reference=home.reference)
