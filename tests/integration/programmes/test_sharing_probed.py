"""An agency from outside asks with its lists: who is in the registry, and who has an aid that tells of health."""

import datetime as dt
import io
import zipfile

import pytest
import xlsxwriter
from django.utils import timezone

from selaras.apps.accounts import services as acting
from selaras.apps.audit import queries as trail
from selaras.apps.programmes.models.catalogue import Programme, Rule
from selaras.apps.programmes.models.sharing import Agreement, Brought
from selaras.apps.programmes.queries import sharing as queries
from selaras.apps.programmes.rules import sharing as rules
from selaras.apps.programmes.services import sharing
from selaras.apps.registry.loading import sealing
from selaras.apps.registry.models import Number, Person
from selaras.kernel import errors

TODAY = timezone.localdate()
HOME, OWN = "64.02", "satpam-ikn"


@pytest.fixture
def oikn(kabupaten, make_actor):
    actor = make_actor("pemilik_program", kind="pihak_luar", scope=HOME)
    Programme.objects.filter(code=OWN).update(agency=actor.agency)
    return actor


def known(count):
    held = Person.objects.filter(build_to=None, kode_desa__startswith=HOME).exclude(nik=None)
    numbers = Number.objects.in_bulk(list(held.order_by("reference").values_list("nik", flat=True)[:count]))
    return [sealing.unseal(each.sealed, each.blind) for each in numbers.values()]


def bring(actor, numbers):
    acting.identify(actor)
    contents = "\n".join(["NAMA;NIK", *(f"X;{each}" for each in numbers)]).encode()
    return sharing.bring(programme=OWN, file=sharing.File("d.csv", contents), agency_name="Uji", by=actor)


def guesses(count, start=0):
    """Numbers of nobody, that are well formed."""
    return [f"6402014107809{number:03d}"[:16] for number in range(start, start + count)]


def test_guessed_numbers_are_refused_whole_and_name_no_row(oikn):
    hits = known(3)
    with pytest.raises(errors.SelarasError) as many:
        bring(oikn, [*guesses(60), *hits])
    assert many.value.code == "daftar_banyak_asing"
    assert not many.value.params
    assert not Brought.objects.exists()


def test_a_list_most_of_whose_numbers_are_known_is_taken(oikn):
    numbers = known(60)
    assert bring(oikn, [*numbers, *guesses(10)]).rows == len(numbers) + 10


def test_lists_nobody_is_known_by_are_counted_as_questions(oikn, monkeypatch):
    """Else somebody could ask about one number after another, and pay only for those that are there."""
    monkeypatch.setattr(rules, "MOST_A_DAY", 3)
    for number in range(3):
        with pytest.raises(errors.SelarasError, match="Tidak satu baris pun"):
            bring(oikn, guesses(1, number))
    with pytest.raises(errors.SelarasError) as often:
        bring(oikn, known(1))
    assert often.value.code == "daftar_terlalu_sering"
    with trail.whole_trail():
        asked = [each.action for each in trail.own(oikn)]
    assert asked.count("program_daftar_tolak") == 3


def test_who_has_an_aid_for_disability_is_compared_with_nobody(oikn, make_actor):
    social = make_actor("pemilik_program", duty="sosial")
    Programme.objects.filter(code__in=("disabilitas", "kecakapan-hidup")).update(agency=social.agency)
    asked = {"purpose": "perencanaan", "basis": "PKS 7/2026", "until": TODAY + dt.timedelta(days=9)}
    for mine, other, by in ((OWN, "disabilitas", oikn), ("disabilitas", OWN, social)):
        acting.identify(by)
        with pytest.raises(errors.SelarasError) as secret:
            sharing.propose(mine=mine, other=other, by=by, **asked)
        assert secret.value.code == "sepakat_kesehatan"
    # An agreement that was made before the rule began to ask about health shows nothing from then on.
    acting.identify(oikn)
    reference = sharing.propose(mine=OWN, other="kecakapan-hidup", by=oikn, **asked)
    acting.identify(social)
    sharing.answer(reference=reference, agreed=True, by=social)
    row = Agreement.objects.get(reference=reference)
    assert queries.compared(row, social, TODAY) is not None
    rule = Rule.objects.get(programme__code="kecakapan-hidup")
    clause = {
        "id": "kecakapan-hidup.9",
        "text": "anggota.exists(o, o.disabilitas)",
        "sentence": "Ada.",
        "basis": "Uji",
    }
    Rule.objects.create(
        programme=rule.programme, number=2, state="berlaku", clauses=[clause], valid_from=TODAY
    )
    assert queries.compared(row, social, TODAY) is None
    acting.identify(oikn)
    assert queries.compared(row, oikn, TODAY) is None


def test_a_list_that_unpacks_to_far_more_than_it_is_is_refused_before_it_is_read(oikn):
    """It is read while others wait for their pages."""
    acting.identify(oikn)
    assert rules.LIMITS.unpacked <= 200_000_000
    room = io.BytesIO()
    with xlsxwriter.Workbook(room, {"in_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, ["NAMA", "NIK"])
    with zipfile.ZipFile(room, "a", zipfile.ZIP_DEFLATED) as packed:
        for number in range(6):
            # None of them alone is large enough to be looked at for how densely it is packed.
            packed.writestr(f"xl/media/{number}.xml", b" " * 40_000_000)
    assert len(room.getvalue()) < rules.MOST_BYTES
    file = sharing.File("d.xlsx", room.getvalue())
    with pytest.raises(errors.SelarasError) as bomb:
        sharing.bring(programme=OWN, file=file, agency_name="Uji", by=oikn)
    assert bomb.value.code == "baca_zip_berbahaya"
