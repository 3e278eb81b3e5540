"""Who may know what of others' lists and of a dry run; which answers a visit is sent for; in which order a list is read."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from selaras.apps.programmes.models.allocation import Receives
from selaras.apps.programmes.models.catalogue import Funding, Programme
from selaras.apps.programmes.queries import asking, verdicts, wanted
from selaras.apps.programmes.queries import rules as current
from selaras.apps.programmes.rules import family
from selaras.apps.programmes.services import editing, trying
from selaras.apps.registry.models import Keluarga

TODAY = timezone.localdate()
HOME, CODE = "64.02", "lansia"
IDENTITY, PROGRAMME = verdicts.access.FieldClass.IDENTITY, verdicts.access.FieldClass.PROGRAMME


def listed(code, agency, count=12):
    """The first families of the kabupaten, as a list of an agency has them."""
    programme = Programme.objects.get(code=code)
    found = Keluarga.objects.filter(build_to=None, kode_desa__startswith=HOME).order_by("reference")[:count]
    Receives.objects.bulk_create(
        Receives(
            programme=programme, keluarga=each.reference, kode_desa=each.kode_desa, agency=agency, source="uji",
            recorded_by=0,
        )
        for each in found
    )  # fmt: skip
    return {each.reference for each in found}


def having(actor, code, field_class=IDENTITY):
    """References of the families this reader is told have a programme."""
    seen = asking.everything(actor, TODAY, field_class).seen
    marks = seen.has[code]
    return set() if marks is None else set(seen.snapshot.references.filter(seen.here & marks).to_list())


def test_what_oikn_brought_is_read_by_family_by_oikn_alone(kabupaten, make_actor, sign_in):
    """Others see who is in both lists, after an agreement, and on no other page."""
    names = listed("satpam-ikn", "oikn-uji")
    steward, owner = make_actor("wali_data"), make_actor("pemilik_program")
    assert having(steward, "satpam-ikn") == set()
    assert having(owner, "satpam-ikn") == set()
    # An agency of the kabupaten keeps its own open to those who may see the families.
    assert having(steward, "kecakapan-hidup") == set()
    assert listed("kecakapan-hidup", owner.agency) == having(steward, "kecakapan-hidup")
    # Sums without names are rounded, and of all.
    assert having(make_actor("pelihat", kind="provinsi", scope="64"), "satpam-ikn", PROGRAMME) == names
    page = sign_in(steward).get(
        reverse("programmes:families", args=["satpam-ikn"]), {"wilayah": HOME, "menerima": "ya"}
    )
    assert "Belum ada daftar yang menyebut siapa menerima program ini" in page.content.decode()


SECRET = [
    {
        "id": "lansia.1",
        "text": "anggota.exists(o, o.disabilitas) and desil <= 4",
        "sentence": "Ada.",
        "basis": "Uji",
    }
]
OPEN = [{"id": "lansia.1", "text": "desil <= 3", "sentence": "Desil paling tinggi 3.", "basis": "Uji"}]


@pytest.fixture
def writer(kabupaten, make_actor):
    actor = make_actor("pemilik_program")
    Programme.objects.filter(code=CODE).update(agency=actor.agency)
    Funding.objects.create(
        programme=Programme.objects.get(code=CODE), year=TODAY.year, line="APBD", source="apbd_kabupaten",
        budget=1_000_000_000, cost=2_400_000,
    )  # fmt: skip
    return actor


def tried(writer, clauses):
    made = editing.begin(code=CODE, by=writer)
    text = editing.Text(clauses, [], TODAY)
    return trying.run(rule=editing.save(rule=made, text=text, seen=editing.seal(made), by=writer), by=writer)


def numbers(page):
    """All whole numbers of the dry run on a page, without those of years, versions and money."""
    part = page.split('id="uji"')[1].split("</section>")[0]
    told = re.sub(r"<[^>]+>", " ", part)
    return {
        int(each.replace(".", "")) for each in re.findall(r"(?<![\d.])\d{1,3}(?:\.\d{3})*(?![\d.])", told)
    }


def test_no_exact_number_of_a_rule_about_health_stands_beside_the_rounded_ones(writer, sign_in):
    rule = tried(writer, SECRET)
    exact = rule.dry_run["semua"]["sesudah"]
    assert exact % 10
    page = sign_in(writer).get(reverse("programmes:rule", args=[CODE, rule.number])).content.decode()
    said = re.search(r"bersama cukup untuk (?:semua|[\d.]+ dari)\s+([\d.]+) keluarga yang layak", page)
    assert int(said[1].replace(".", "")) % 10 == 0
    assert "jumlahnya digeser secara acak" in page
    assert f" {exact} keluarga" not in page


def test_who_may_name_nobody_reads_a_dry_run_in_tens_and_without_places(writer, make_actor, sign_in):
    """A published version is read by everybody who works with programmes."""
    rule = tried(writer, OPEN)
    rule = editing.propose(rule=rule, note="Menurut pagu tahun ini.", by=writer)
    editing.publish(rule=rule, seen=editing.seal(rule), by=make_actor("penyetuju"))
    at = reverse("programmes:rule", args=[CODE, rule.number])
    named = sign_in(writer).get(at).content.decode()
    assert "isi-desa" in named
    counted = make_actor("pelihat", kind="provinsi", scope="64")
    assert not verdicts.access.may(counted, verdicts.access.Ability.SEE, None, IDENTITY)
    page = sign_in(counted).get(at).content.decode()
    assert "Jumlahnya dibulatkan ke puluhan" in page
    assert not {"isi-desa", "isi-kecamatan", "isi-desil"} & set(re.findall(r'id="([\w-]+)"', page))
    told = [
        int(each.replace(".", ""))
        for each in re.findall(r"<dd>\s*([\d.]+)\s*</dd>", page.split("trial-figures")[1])
    ]
    assert len(told) == 5
    assert all(number % 10 == 0 for number in told)


def test_a_visit_is_sent_for_what_its_form_asks_and_the_rest_is_told_apart(kabupaten, make_actor, sign_in):
    steward = make_actor("wali_data")
    found = wanted.asked(steward, current.programmes(TODAY), TODAY, region=HOME)
    asked, elsewhere = (
        {name.removeprefix(wanted.MEMBER) for name in each["field"].to_list()}
        for each in (found.answers, found.elsewhere)
    )
    assert asked
    assert asked <= family.ASKED_AT_HOME
    assert elsewhere
    assert not elsewhere & family.ASKED_AT_HOME
    of_families = found.families["fields"].to_list()
    assert {name.removeprefix(wanted.MEMBER) for names in of_families for name in names} == asked
    page = sign_in(steward).get(reverse("programmes:wanted"), {"wilayah": HOME}).content.decode()
    assert "Jawaban dari tempat lain" in page
    for label, where, _, _ in found.by_field_elsewhere():
        assert where != str(family.Where.VISIT), label


def test_the_list_of_a_programme_begins_with_who_is_eligible_and_speaks_plainly(
    kabupaten, make_actor, sign_in
):
    client = sign_in(make_actor("wali_data"))
    at = reverse("programmes:families", args=["lansia"])
    page = client.get(at, {"wilayah": HOME}).content.decode()
    order = re.findall(r"<strong>(Layak|Belum tahu|Tidak layak)</strong>", page)
    rank = ["Layak", "Belum tahu", "Tidak layak"]
    assert order == sorted(order, key=rank.index)
    assert re.search(r"\bp\.[a-z]", page) is None


def test_an_agency_from_outside_finds_its_lists_in_the_menu(kabupaten, make_actor, sign_in):
    outside = sign_in(make_actor("pemilik_program", kind="pihak_luar", scope=HOME)).get("/").content.decode()
    assert reverse("programmes:lists") in outside
    assert reverse("programmes:lists") not in sign_in(make_actor("verifikator")).get("/").content.decode()
    page = sign_in(make_actor("pemilik_program")).get(reverse("programmes:lists")).content.decode()
    assert reverse("programmes:agreements") in page
