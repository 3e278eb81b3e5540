"""Accounts of recipients: sealed, told before anything is frozen or sent, taken from a bank's file only where nothing is odd."""

import csv
import dataclasses
import io

import account_ground as ground_of
import pytest
from delivery_ground import GIVEN, ONE, bring, draft, next_build, refused, returned_file, today
from django.db import connection
from django.urls import reverse

from selaras.apps.accounts import services as accounts
from selaras.apps.audit.models import Event as Trail
from selaras.apps.programmes.models.accounts import Account, AccountFile, AccountOpening
from selaras.apps.programmes.queries import accounts as queries
from selaras.apps.programmes.rules import accounts as rules
from selaras.apps.programmes.rules import delivery as cycles
from selaras.apps.programmes.rules import lists as papers
from selaras.apps.programmes.services import account_seals as seals
from selaras.apps.programmes.services import accounts as services
from selaras.apps.programmes.services import delivery, lists
from selaras.shell import trail

WHY = lists.Why("penyaluran", "daftar untuk bank daerah")
REASON = "mencocokkan dengan buku tabungan"


def problems(cycle, rows, by):
    looked = services.look(cycle=cycle, contents=ground_of.csv(rows), letter=ground_of.letter(), by=by)
    return [str(each.problem or "") for each in looked.found]


def sheet(made):
    return list(csv.DictReader(io.StringIO(made.content.decode("utf-8-sig")), delimiter=";"))


def test_who_has_no_account_is_told_and_the_bank_gets_a_list_to_open_them(people, ground):
    accounts.identify(people.owner)
    made = delivery.make(draft=draft(*ground), by=people.owner)
    assert queries.lacking(made, people.owner).count() == GIVEN
    asked = sheet(lists.opening(cycle=made, form=papers.Form.CSV, why=WHY, by=people.owner))
    assert len(asked) == GIVEN
    assert asked[0]["Nomor rekening"] == ""
    assert "NIK" not in asked[0]
    # What the bank fills into that very list comes back through the door.
    filled = [
        each | {"Nama bank": "Bankaltimtara", "Nomor rekening": f"00{n}1234567", "Nama pada rekening": each["Nama"]}
        for n, each in enumerate(asked)
    ]  # fmt: skip
    out = io.StringIO()
    writer = csv.DictWriter(out, list(asked[0]))
    writer.writeheader()
    writer.writerows(filled)
    kept = ground_of.bring(made, out.getvalue().encode(), people.owner)
    assert (kept.taken, kept.problems) == (GIVEN, [])
    assert queries.lacking(made, people.owner).count() == 0
    refused("rekening_lengkap", lists.opening, cycle=made, form=papers.Form.CSV, why=WHY, by=people.owner)


def test_the_list_for_the_bank_holds_accounts_and_leaves_out_who_has_none(people, cycle):
    refused(
        "daftar_tanpa_rekening", lists.export, cycle=cycle, form=papers.Form.CSV, why=WHY, by=people.owner
    )
    first, *_ = ground_of.lines(cycle)
    ground_of.bring(cycle, ground_of.csv([ground_of.row(first)]), people.owner)
    rows = sheet(lists.export(cycle=cycle, form=papers.Form.CSV, why=WHY, by=people.owner))
    assert [(each["Nomor baris"], each["Nomor rekening"]) for each in rows] == [
        (first.number, ground_of.number(first))
    ]
    opened = AccountOpening.objects.get()
    assert (opened.in_list, opened.reason, opened.user) == (True, WHY.reason, people.owner.user_id)
    # On paper, for a hand to sign, no account stands.
    assert lists.export(cycle=cycle, form=papers.Form.PDF, why=WHY, by=people.owner).content.startswith(
        b"%PDF"
    )
    assert AccountOpening.objects.count() == 1


def test_an_account_is_sealed_for_its_row_and_stands_nowhere_in_plain(people, cycle):
    ground_of.everybody(cycle, people.owner)
    first, second = Account.objects.order_by("pk")[:2]
    plain = ground_of.number(ground_of.lines(cycle)[0])
    assert first.tail == plain[-4:]
    with connection.cursor() as cursor:
        for table in (
            "programmes_account",
            "programmes_accountfile",
            "programmes_accountopening",
            "audit_event",
        ):
            cursor.execute(f"SELECT t::text FROM {table} t")
            assert not any(plain in row[0] or "PENERIMA CONTOH" in row[0] for row in cursor.fetchall())
    first.number = second.number
    first.save(update_fields=["number"])
    line = ground_of.lines(cycle)[0]
    refused(
        "rahasia_tidak_terbuka", seals.reveal, line=line, purpose="penyaluran", reason=REASON, by=people.owner
    )


def test_an_account_is_opened_against_a_reason_and_who_did_is_kept(people, cycle, sign_in, monkeypatch):
    ground_of.everybody(cycle, people.owner)
    line = ground_of.lines(cycle)[0]
    refused("buka_tanpa_alasan", seals.reveal, line=line, purpose="penyaluran", reason="x", by=people.owner)
    told = seals.reveal(line=line, purpose="penyaluran", reason=REASON, by=people.owner)
    assert told.number == ground_of.number(line)
    assert Trail.objects.filter(action="rekening_buka", object_id=line.number).count() == 1
    assert AccountOpening.objects.get().reason == REASON
    page = sign_in(people.owner).get(reverse("programmes:delivery_line", args=[line.number]))
    assert REASON in page.content.decode()
    assert ground_of.number(line) not in page.content.decode()
    monkeypatch.setattr(seals, "OPENINGS", 1)
    refused(
        "buka_terlalu_sering", seals.reveal, line=line, purpose="penyaluran", reason=REASON, by=people.owner
    )


def test_only_who_delivers_for_the_own_agency_sees_accounts(people, cycle):
    ground_of.everybody(cycle, people.owner)
    stranger = dataclasses.replace(people.owner, agency="dinas-lain")
    line = ground_of.lines(cycle)[0]
    for other in (people.approver, people.village, people.checker, stranger):
        accounts.identify(other)
        assert queries.of_line(line, other) == []
        with pytest.raises(trail.Refused):
            seals.reveal(line=line, purpose="penyaluran", reason=REASON, by=other)
    for other in (people.approver, people.village, stranger):
        accounts.identify(other)
        with pytest.raises(trail.Refused):
            services.look(
                cycle=cycle,
                contents=ground_of.csv([ground_of.row(line)]),
                letter=ground_of.letter(),
                by=other,
            )


def test_rows_of_other_regions_are_behind_the_second_wall(people, cycle):
    ground_of.everybody(cycle, people.owner)
    accounts.identify(people.village)
    seen = set(Account.objects.values_list("kode_desa", flat=True))
    assert seen == {ONE}
    assert not AccountFile.objects.exists()


@pytest.mark.parametrize(("change", "said"), [
    ({"Nomor baris": "S999-00001-0"}, "tak_dikenal"),
    ({"Nomor rekening": "12AB5678"}, "rekening_tak_terbaca"),
    ({"Nomor rekening": "1,23E+15"}, "rekening_tak_terbaca"),
    ({"Nomor rekening": "123"}, "rekening_tak_terbaca"),
    ({"Nomor rekening": ""}, "rekening_tak_terbaca"),
    ({"Nama bank": " "}, "bank_kosong"),
    ({"Tanggal buka": "2031-01-01"}, "tanggal_salah"),
    ({"Tanggal buka": "kemarin"}, "tanggal_salah"),
    ({"Nama": "ORANG LAIN SEKALI"}, "penerima_lain"),
    ({"Nama pada rekening": "ORANG LAIN SEKALI"}, "nama_lain"),
])  # fmt: skip
def test_an_odd_row_is_not_taken_and_says_why(people, cycle, change, said):
    first, second, *_ = ground_of.lines(cycle)
    rows = [ground_of.row(first, **change), ground_of.row(second)]
    assert problems(cycle, rows, people.owner) == [said, ""]
    kept = ground_of.bring(cycle, ground_of.csv(rows), people.owner)
    assert (kept.taken, kept.problems[0]["code"]) == (1, said)


def test_rows_that_repeat_contradict_or_share_an_account_are_put_aside(people, cycle):
    one, two, three, *_ = ground_of.lines(cycle)
    again = [ground_of.row(one), ground_of.row(one)]
    assert problems(cycle, again, people.owner) == ["", "ganda"]
    against = [ground_of.row(one), ground_of.row(one, **{"Nomor rekening": "99887766"})]
    assert problems(cycle, against, people.owner) == ["bertentangan", "bertentangan"]
    same = {"Nomor rekening": "1234567890"}
    shared = [ground_of.row(two, **same), ground_of.row(three, **same, **{"Nama bank": "BPD Kaltim Kaltara"})]
    assert problems(cycle, shared, people.owner) == ["dipakai_keluarga_lain"] * 2
    # The same digits at another bank are another account.
    apart = [ground_of.row(two, **same), ground_of.row(three, **same, **{"Nama bank": "BRI"})]
    assert problems(cycle, apart, people.owner) == ["", ""]
    ground_of.bring(cycle, ground_of.csv([ground_of.row(two, **same)]), people.owner)
    assert problems(cycle, [ground_of.row(three, **same)], people.owner) == ["dipakai_keluarga_lain"]


def test_another_account_waits_until_an_approver_marked_the_old_one(people, cycle):
    line = ground_of.lines(cycle)[0]
    ground_of.bring(cycle, ground_of.csv([ground_of.row(line)]), people.owner)
    other = ground_of.row(line, **{"Nomor rekening": "5544332211"})
    assert problems(cycle, [ground_of.row(line)], people.owner) == [""]
    assert problems(cycle, [other], people.owner) == ["berganti"]
    with pytest.raises(trail.Refused):
        services.end(line=line, fault=rules.Fault.WRONG, reason="nomornya tertukar", by=people.owner)
    accounts.identify(people.approver)
    services.end(line=line, fault=rules.Fault.WRONG, reason="nomornya tertukar", by=people.approver)
    refused(
        "rekening_tidak_ada", services.end, line=line, fault=rules.Fault.WRONG, reason="nomornya tertukar",
        by=people.approver,
    )  # fmt: skip
    accounts.identify(people.owner)
    ground_of.bring(cycle, ground_of.csv([other]), people.owner)
    states = Account.objects.order_by("pk").values_list("state", "tail")
    assert list(states) == [("salah", ground_of.number(line)[-4:]), ("berlaku", "2211")]


def test_a_payment_that_came_back_for_its_account_marks_it(people, cycle):
    ground_of.everybody(cycle, people.owner)
    one, two, three, *_ = ground_of.lines(cycle)
    notes = ("Rekening 0123456789 sudah ditutup", "nomor rekening salah", "penerima tidak datang")
    rows = [
        (each.number, each.amount, "Gagal", today(), why)
        for each, why in zip((one, two, three), notes, strict=True)
    ]
    bring(cycle, returned_file(rows), people.owner)
    states = dict(Account.objects.values_list("keluarga", "state"))
    assert [states[each.keluarga] for each in (one, two, three)] == ["tutup", "salah", "berlaku"]
    assert {each.number for each in queries.lacking(cycle, people.owner)} == {one.number, two.number}
    reason = Account.objects.get(keluarga=one.keluarga).reason
    assert "ditutup" in reason
    assert "0123456789" not in reason


def test_a_return_that_a_later_payment_undid_or_of_before_the_account_marks_nothing(people, cycle):
    ground_of.everybody(cycle, people.owner)
    one = ground_of.lines(cycle)[0]
    bring(cycle, returned_file([(one.number, one.amount, "Berhasil", today(), "")]), people.owner)
    Account.objects.update(made_at="2031-01-01T00:00:00Z")
    two = ground_of.lines(cycle)[1]
    bring(cycle, returned_file([(two.number, two.amount, "Gagal", today(), "rekening tutup")]), people.owner)
    assert set(Account.objects.values_list("state", flat=True)) == {"berlaku"}


def test_a_file_is_taken_as_it_was_seen_once_and_then_removed(
    people, cycle, django_capture_on_commit_callbacks
):
    rows = [ground_of.row(each) for each in ground_of.lines(cycle)]
    seen = services.look(
        cycle=cycle, contents=ground_of.csv(rows), letter=ground_of.letter(), by=people.owner
    )
    told = {"cycle": cycle, "sha256": seen.sha256, "letter": ground_of.letter(), "by": people.owner}
    refused("rekening_berubah", services.accept, seen="0" * 64, **told)
    with django_capture_on_commit_callbacks(execute=True):
        kept = services.accept(seen=seen.digest, **told)
    assert services.accept(seen="whatever", **told).pk == kept.pk
    assert Account.objects.count() == GIVEN
    refused("program_berkas_hilang", services.accept, seen=seen.digest, **{**told, "sha256": "0" * 64})


def test_a_book_whose_accounts_are_figures_is_refused_and_one_of_texts_is_read(people, cycle):
    line = ground_of.lines(cycle)[0]
    figures = ground_of.book([ground_of.row(line) | {"Nomor rekening": 123456789}])
    refused(
        "rekening_bukan_teks", services.look, cycle=cycle, contents=figures, letter=ground_of.letter(), by=people.owner
    )  # fmt: skip
    ground_of.bring(cycle, ground_of.book([ground_of.row(line)]), people.owner)
    assert seals.reveal(
        line=line, purpose="penyaluran", reason=REASON, by=people.owner
    ).number == ground_of.number(line)


def test_doors_answer_wrong_input_kindly(people, cycle, ground, sign_in):
    client = sign_in(people.owner)
    at = reverse("programmes:account_look", args=[cycle.reference])
    wrong = io.BytesIO(b"Nomor baris;Nama\nS1;A\n")
    wrong.name = "rekening.csv"
    answer = client.post(at, {"berkas": wrong, "surat": "Surat 1/2026", "tanggal": today()})
    assert answer.status_code == 422
    assert "tidak punya kolom: Nama bank, Nomor rekening, Nama pada rekening" in answer.content.decode()
    assert client.post(at, {"surat": "", "tanggal": "x"}).status_code == 422
    told = {"sha256": "../../x", "dilihat": "", "surat": "Surat 1", "tanggal": "x"}
    client.post(reverse("programmes:account_accept", args=[cycle.reference]), told)
    assert not AccountFile.objects.exists()
    page = client.get(reverse("programmes:accounts", args=[cycle.reference])).content.decode()
    assert f"{GIVEN} penerima belum punya rekening" in page
    assert (
        f"{GIVEN} penerima belum punya rekening"
        in client.get(reverse("programmes:cycle", args=[cycle.reference])).content.decode()
    )
    old = dataclasses.replace(ground_of.letter(), day=ground_of.letter().day.replace(year=2020))
    refused("rekening_tanpa_surat", services.look, cycle=cycle, contents=b"x", letter=old, by=people.owner)
    accounts.identify(people.owner)
    village = delivery.make(draft=draft(*ground, cycles.Channel.VILLAGE, 2), by=people.owner)
    refused(
        "rekening_bukan_bank",
        services.look,
        cycle=village,
        contents=b"x",
        letter=ground_of.letter(),
        by=people.owner,
    )


def test_a_family_that_moved_does_not_take_its_account_along_unseen(people, cycle):
    ground_of.everybody(cycle, people.owner)
    next_build({1: {"home": {"kode_desa": "64.02.07.2001"}}})
    accounts.identify(people.owner)
    rows = sheet(lists.export(cycle=cycle, form=papers.Form.CSV, why=WHY, by=people.owner))
    # Held until somebody decided: it is in no list.
    assert ground_of.of(cycle, 1).number not in {each["Nomor baris"] for each in rows}
