"""Two agencies see who is in both their lists, and nothing else of the other's."""

import datetime as dt
import io
import logging

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from selaras.apps.accounts import rules as accounts
from selaras.apps.accounts import services as acting
from selaras.apps.programmes.models.allocation import Receives
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.models.sharing import Agreement, Brought
from selaras.apps.programmes.queries import sharing as queries
from selaras.apps.programmes.rules import sharing as rules
from selaras.apps.programmes.services import sharing
from selaras.apps.registry.loading import sealing
from selaras.apps.registry.models import Keluarga, Number, Person
from selaras.kernel import errors

TODAY = timezone.localdate()
HOME = "64.02"


def csv_of(rows, head="NAMA;NIK;NO KK"):
    return "\n".join([head, *rows]).encode()


def people(count, start=0):
    """(nik, person) of as many heads of keluarga as are asked for, each of another keluarga."""
    found = {}
    held = (
        Person.objects.filter(build_to=None, kode_desa__startswith=HOME)
        .exclude(nik=None)
        .order_by("reference")
    )
    for person in held:
        home = Keluarga.objects.filter(build_to=None, reference=person.keluarga, kode_desa__startswith=HOME)
        if person.keluarga and person.keluarga not in found and home.exists():
            found[person.keluarga] = person
    chosen = list(found.values())[start : start + count]
    numbers = Number.objects.in_bulk([each.nik for each in chosen])
    return [(sealing.unseal(numbers[each.nik].sealed, numbers[each.nik].blind), each) for each in chosen]


@pytest.fixture
def parties(kabupaten, make_actor):
    """An owner of programmes of Kukar, and one of OIKN, with a programme each."""
    kukar = make_actor("pemilik_program")
    oikn = make_actor("pemilik_program", kind="pihak_luar", scope=HOME)
    Programme.objects.filter(code="kecakapan-hidup").update(agency=kukar.agency)
    Programme.objects.filter(code="satpam-ikn").update(agency=oikn.agency)
    return kukar, oikn


def brought(actor, programme, contents, name="penerima.csv"):
    acting.identify(actor)
    return sharing.bring(programme=programme, file=sharing.File(name, contents), agency_name="Uji", by=actor)


@pytest.fixture
def both(parties):
    """Kukar's list has families 0-5, OIKN's 4-29; they agreed."""
    kukar, oikn = parties
    told = people(30)
    brought(kukar, "kecakapan-hidup", csv_of(f"X;{nik};" for nik, _ in told[:6]))
    brought(oikn, "satpam-ikn", csv_of(f"Y;{nik};" for nik, _ in told[4:]), "oikn.csv")
    acting.identify(oikn)
    reference = sharing.propose(
        mine="satpam-ikn",
        other="kecakapan-hidup",
        purpose="perencanaan",
        basis="PKS 7/2026",
        until=TODAY + dt.timedelta(days=30),
        by=oikn,
    )
    return reference, told


def test_both_see_the_overlap_and_only_about_how_many_more(both, parties, sign_in):
    kukar, oikn = parties
    reference, told = both
    here = reverse("programmes:agreement", kwargs={"reference": reference})
    for actor in parties:
        waiting = sign_in(actor).get(here).content.decode()
        assert "hanya di daftar yang lain" not in waiting
    client = sign_in(kukar)
    client.post(
        reverse("programmes:agreement_answer", kwargs={"reference": reference}), {"jawaban": "setuju"}
    )
    ours = client.get(here).content.decode()
    theirs = sign_in(oikn).get(here).content.decode()
    common = [person for _, person in told[4:6]]
    for person in common:
        assert f"registri/keluarga/{person.keluarga}" in ours
    # OIKN knows its own rows 2 and 3, and nothing of the registry.
    assert "oikn.csv" in theirs
    assert "oikn.csv" not in ours
    for _, person in told:
        assert person.reference not in theirs
        assert (person.keluarga or "") not in theirs
        assert person.nama not in theirs
        assert (person.kode_desa or "") not in theirs
    # Twenty-four more stand with OIKN: about 25. Four with Kukar: fewer than ten.
    assert ">25<" in ours
    assert "kurang dari 10" in theirs
    for _, person in told[6:]:
        assert person.keluarga not in ours
    acting.identify(oikn)
    assert queries.compared(queries.agreement(reference, oikn), oikn, TODAY).common == {
        p.keluarga for p in common
    }


def test_nobody_sees_anything_after_it_ended_or_ran_out_and_strangers_never(
    both, parties, make_actor, sign_in
):
    kukar, oikn = parties
    reference, _ = both
    acting.identify(kukar)
    sharing.answer(reference=reference, agreed=True, by=kukar)
    row = queries.agreement(reference, oikn)
    assert queries.compared(row, oikn, row.until + dt.timedelta(days=1)) is None
    stranger = make_actor("pemilik_program", kind="provinsi", scope="64")
    here = reverse("programmes:agreement", kwargs={"reference": reference})
    assert sign_in(stranger).get(here).status_code == 404
    acting.identify(oikn)
    sharing.end(reference=reference, by=oikn)
    for actor in parties:
        acting.identify(actor)
        assert queries.compared(queries.agreement(reference, actor), actor, TODAY) is None
    with pytest.raises(errors.SelarasError):
        sharing.end(reference=reference, by=oikn)


def test_only_the_other_agency_may_agree(both, parties, make_actor, sign_in):
    _, oikn = parties
    reference, _ = both
    there = reverse("programmes:agreement_answer", kwargs={"reference": reference})
    assert sign_in(oikn).post(there, {"jawaban": "setuju"}).status_code == 403
    colleague = make_actor("pemilik_program", kind="pihak_luar", scope=HOME)
    assert colleague.agency == oikn.agency
    assert sign_in(colleague).post(there, {"jawaban": "setuju"}).status_code == 403
    assert Agreement.objects.get(reference=reference).state == rules.State.ASKED


def test_rows_that_fit_nobody_are_named_by_their_number_and_nothing_else_is_kept(parties, sign_in, caplog):
    kukar, _ = parties
    (first, person), (second, _) = people(2)
    unknown = "6402061212809990"
    contents = csv_of(
        [f"A;{first};", f"B;{unknown};", "C;;", f"D;{first};", f"E;'{second} ;", "F;bukan nomor;"]
    )
    client = sign_in(kukar)
    caplog.set_level(logging.DEBUG)
    given = {"programme": "kecakapan-hidup", "file": SimpleUploadedFile(f"daftar {first}.csv", contents)}
    answer = client.post(reverse("programmes:list_bring"), given, follow=True)
    page = answer.content.decode()
    row = Brought.objects.get()
    assert (row.rows, row.matched) == (6, 2)
    assert [tuple(each) for each in row.problems] == [
        (3, "tidak_dikenal"), (4, "tanpa_nomor"), (5, "kembar"), (7, "tanpa_nomor"),
    ]  # fmt: skip
    assert "2 dari 6 baris" in page
    assert Receives.objects.get(keluarga=person.keluarga).row == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('selaras.audit', '*', true)")
        cursor.execute("SELECT string_agg(e::text, ' ') FROM audit_event e")
        trail = cursor.fetchone()[0]
    for number in (first, second, unknown):
        assert number not in page
        assert number not in trail
        assert number not in caplog.text
        assert number not in f"{row.file} {row.problems}"
    assert first not in repr(rules.Entry(1, first, ""))


def test_a_new_list_takes_the_place_of_the_old_one_and_can_be_taken_back(parties, sign_in):
    kukar, _ = parties
    told = people(3)
    first = brought(kukar, "kecakapan-hidup", csv_of(f"X;{nik};" for nik, _ in told[:2]))
    programme = Programme.objects.get(code="kecakapan-hidup")
    assert len(queries.recipients(programme, kukar, TODAY)) == 2
    second = brought(kukar, "kecakapan-hidup", csv_of(f"X;{nik};" for nik, _ in told[2:]))
    assert queries.recipients(programme, kukar, TODAY) == {told[2][1].keluarga}
    first.refresh_from_db()
    assert first.withdrawn_at is not None
    client = sign_in(kukar)
    for _ in range(2):
        client.post(reverse("programmes:list_withdraw", kwargs={"reference": second.reference}))
    acting.identify(kukar)
    assert queries.recipients(programme, kukar, TODAY) == frozenset()


def test_by_kk_where_there_is_no_nik(parties):
    kukar, _ = parties
    person = next(
        p
        for _, p in people(10)
        if p.kk and Person.objects.filter(kk=p.kk).values("keluarga").distinct().count() == 1
    )
    number = Number.objects.get(pk=person.kk)
    row = brought(
        kukar,
        "kecakapan-hidup",
        csv_of([sealing.unseal(number.sealed, number.blind)], "NO KK"),
    )
    assert row.matched == 1


def damaged(numbers):
    room = io.BytesIO()
    book = xlsxwriter.Workbook(room)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["NO", "NAMA", "NIK"])
    for at, number in enumerate(numbers, 1):
        sheet.write_row(at, 0, [at, "Uji", int(number)])
    book.close()
    return room.getvalue()


@pytest.mark.parametrize(
    ("contents", "code"),
    [
        (lambda: b"", "baca_"),
        (lambda: b"PK\x03\x04 rusak", "baca_"),
        (lambda: b"NAMA;ALAMAT\nA;B\nC;D\n", "daftar_tanpa_kolom"),
        (lambda: b"NAMA KK;ALAMAT\nA;B\nC;D\n", "daftar_tanpa_kolom"),
        (lambda: damaged([nik for nik, _ in people(8)]), "daftar_nomor_rusak"),
        (lambda: csv_of(["A;6402061212809991;", "B;6402061212809992;"]), "daftar_tanpa_keluarga"),
    ],
)
def test_files_that_cannot_be_taken_change_nothing(parties, contents, code):
    kukar, _ = parties
    standing = brought(kukar, "kecakapan-hidup", csv_of(f"X;{nik};" for nik, _ in people(1)))
    with pytest.raises(errors.SelarasError) as raised:
        brought(kukar, "kecakapan-hidup", contents())
    assert raised.value.code.startswith(code)
    assert list(Brought.objects.filter(withdrawn_at=None)) == [standing]


def test_the_same_file_twice_too_many_and_a_strangers_programme(parties, monkeypatch, sign_in):
    kukar, oikn = parties
    contents = csv_of(f"X;{nik};" for nik, _ in people(2))
    brought(kukar, "kecakapan-hidup", contents)
    with pytest.raises(errors.SelarasError, match="sama persis"):
        brought(kukar, "kecakapan-hidup", contents)
    monkeypatch.setattr(rules, "MOST_A_DAY", 1)
    with pytest.raises(errors.SelarasError, match="dalam sehari"):
        brought(kukar, "kecakapan-hidup", csv_of(f"X;{nik};" for nik, _ in people(1, 5)))
    refused = sign_in(oikn).post(
        reverse("programmes:list_bring"),
        {"programme": "kecakapan-hidup", "file": SimpleUploadedFile("a.csv", contents)},
    )
    assert refused.status_code == 400
    with pytest.raises(sharing.trail.Refused):
        brought(oikn, "kecakapan-hidup", contents)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"until": TODAY - dt.timedelta(days=1)}, "sepakat_waktu_salah"),
        ({"until": TODAY + dt.timedelta(days=800)}, "sepakat_waktu_salah"),
        ({"purpose": "iseng"}, "sepakat_isian_kurang"),
        ({"basis": "  -  "}, "sepakat_isian_kurang"),
        ({"other": "pkh"}, "sepakat_isian_kurang"),
        ({"other": "satpam-ikn"}, "sepakat_isian_kurang"),
    ],
)
def test_what_cannot_be_agreed_is_said(parties, change, code):
    _, oikn = parties
    asked = {
        "mine": "satpam-ikn",
        "other": "kecakapan-hidup",
        "purpose": "perencanaan",
        "basis": "PKS 7/2026",
        "until": TODAY,
    }
    acting.identify(oikn)
    with pytest.raises(errors.SelarasError) as raised:
        sharing.propose(**{**asked, **change}, by=oikn)
    assert raised.value.code == code
    sharing.propose(**asked, by=oikn)
    with pytest.raises(errors.SelarasError, match="sudah punya"):
        sharing.propose(**asked, by=oikn)


def test_an_agency_from_outside_sees_no_page_with_families(parties, sign_in):
    _, oikn = parties
    client = sign_in(oikn)
    for name, kwargs in (("matrix", {}), ("matrix_families", {}), ("families", {"code": "satpam-ikn"})):
        assert client.get(reverse(f"programmes:{name}", kwargs=kwargs)).status_code == 403
    for name in ("lists", "agreements"):
        assert client.get(reverse(f"programmes:{name}")).status_code == 200
    assert accounts.scopes(oikn, accounts.Ability.SEE, accounts.FieldClass.IDENTITY) == ()
