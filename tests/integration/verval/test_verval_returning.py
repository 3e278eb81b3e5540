"""Findings of a campaign go back into the registry: through intake, accepted by a steward, beside the official decile."""

import pytest
import returning_ground as ground

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.discrepancies.models import Discrepancy
from selaras.apps.registry import rebuild
from selaras.apps.registry.models import Build, Keluarga, Number, Person
from selaras.apps.verval.models.submissions import Return
from selaras.apps.verval.queries import returning as queries
from selaras.apps.verval.services import returning
from selaras.kernel import errors
from selaras.shell import trail
from selaras.synthetic import make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("counted_anew")]
NIK = "6402064101709876"
HOUSE = {"lantai": "8", "atap": "7", "daya": "1", "aset_besar": "tidak_ada", "luas_lantai": "24"}


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """A build clears its folder: not that of another process of the tests."""
    settings.SELARAS_FILES = tmp_path / "berkas"


@pytest.fixture(scope="session")
def lists(tmp_path_factory):
    folder = tmp_path_factory.mktemp("daftar")
    make.make(600, 23, folder, kabupaten="64.02")
    return [folder / "dtsen_keluarga_2026-03.csv", folder / "dtsen_anggota_2026-03.csv"]


@pytest.fixture
def steward(make_actor):
    return make_actor("wali_data", purpose="pemutakhiran")


def _registry(lists, steward):
    """A registry of DTSEN alone."""
    for path in lists:
        ground.brought(path, steward)
    rebuild.rebuild()


def _of(keluarga):
    return list(Person.objects.filter(build_to=None, keluarga=keluarga.reference).order_by("reference"))


@pytest.fixture
def visited(lists, steward, laid_once):
    return laid_once("dikunjungi", lambda: _visited(lists, steward))


def _visited(lists, steward):
    """Four keluarga that were visited: put right, dead, moved, and one two officers contradict one another about."""
    _registry(lists, steward)
    with accounts.acting(access.SYSTEM):
        campaign = ground.campaign()
        found = Keluarga.objects.filter(
            build_to=None, present__gte=2, kode_desa__isnull=False, kepala__isnull=False
        )
        chosen = dict(zip(("right", "dead", "moved", "open"), found.order_by("reference")[:4], strict=True))
        members = [{"anggota_ref": person.reference, "keberadaan": "1"} for person in _of(chosen["right"])]
        ground.visit(
            campaign, chosen["right"], "layak", perbaikan="nik nama", nik_benar=NIK, nama_benar="Samsiah Nurjenah",
            anggota=members, **HOUSE,
        )  # fmt: skip
        ground.visit(campaign, chosen["dead"], "meninggal_ahli_waris", tanggal_meninggal="2026-09-02")
        ground.visit(campaign, chosen["moved"], "pindah", pindah_ke="dalam_provinsi")
        ground.visit(campaign, chosen["open"], "layak")
        ground.visit(campaign, chosen["open"], "tidak_layak")
    return campaign, chosen


def _now(model, reference):
    return model.objects.get(build_to=None, reference=reference)


def test_findings_come_back_as_an_edition_of_their_own(visited, steward):
    campaign, chosen = visited
    with accounts.acting(access.SYSTEM):
        persons_before = Person.objects.filter(build_to=None).count()
    made, delivery = ground.sent_back(campaign, steward)
    assert (delivery.state, delivery.source, delivery.edition) == (
        "siap",
        "verval",
        f"2026-11-20.kampanye-{campaign.pk}",
    )
    assert made.families == delivery.rows_keluarga == 3
    ground.accepted(delivery.pk, steward)
    rebuild.rebuild()
    with accounts.acting(access.SYSTEM):
        right = _now(Keluarga, chosen["right"].reference)
        head = _now(Person, chosen["right"].kepala)
        assert (right.desil, right.desil_source) == (chosen["right"].desil, "dtsen")
        assert "verval" in right.sources
        assert (head.nama, Number.objects.get(pk=head.nik).tail) == ("SAMSIAH NURJENAH", NIK[-4:])
        dead = _now(Person, chosen["dead"].kepala)
        assert dead.status == "meninggal"
        assert "2026-09-02" in dead.isi
        assert {person.status for person in _of(chosen["moved"])} == {"pindah"}
        assert "verval" not in _now(Keluarga, chosen["open"].reference).sources
        assert Person.objects.filter(build_to=None).count() == persons_before


def test_the_house_is_told_in_the_words_of_the_registry(visited, steward):
    campaign, chosen = visited
    _, delivery = ground.sent_back(campaign, steward)
    ground.accepted(delivery.pk, steward)
    rebuild.rebuild()
    with accounts.acting(access.SYSTEM):
        told = _now(Keluarga, chosen["right"].reference).isi
        assert {"tanah", "jerami", "450", "24.0"} <= set(told.split("\x1f"))


def test_the_same_findings_are_not_sent_twice(visited, steward):
    campaign, _ = visited
    ground.sent_back(campaign, steward)
    with accounts.acting(steward), pytest.raises(errors.SelarasError) as raised:
        returning.send_back(campaign=campaign, by=steward)
    assert raised.value.code == "verval_sudah_dikirim"
    with accounts.acting(access.SYSTEM):
        assert Return.objects.filter(campaign=campaign).count() == 1


def test_a_campaign_that_runs_gives_nothing_back(db, steward):
    with accounts.acting(access.SYSTEM):
        campaign = ground.campaign(state="berjalan")
    with accounts.acting(steward), pytest.raises(errors.SelarasError) as raised:
        returning.send_back(campaign=campaign, by=steward)
    assert raised.value.code == "verval_belum_selesai"


def test_a_campaign_without_findings_says_so(db, steward):
    with accounts.acting(access.SYSTEM):
        campaign = ground.campaign()
    with accounts.acting(steward), pytest.raises(errors.SelarasError) as raised:
        returning.send_back(campaign=campaign, by=steward)
    assert raised.value.code == "verval_tanpa_temuan"


@pytest.mark.parametrize("role", ["verifikator", "operator", "petugas", "penyetuju"])
def test_who_may_not_lead_and_send_is_refused(db, make_actor, role):
    with accounts.acting(access.SYSTEM):
        campaign = ground.campaign()
    actor = make_actor(role)
    with pytest.raises(trail.Refused), accounts.acting(actor):
        returning.send_back(campaign=campaign, by=actor)


def test_what_is_settled_and_what_is_not(visited):
    campaign, _ = visited
    with accounts.acting(access.SYSTEM):
        found = queries.settled(campaign)
    assert (len(found.rows), found.open, found.waiting) == (3, 1, 0)


def _page(sign_in, actor, address):
    answer = sign_in(actor).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_of_a_keluarga_shows_finding_and_official_decile_side_by_side(visited, make_actor, sign_in):
    campaign, chosen = visited
    steward = make_actor("wali_data", purpose="verifikasi")
    page = _page(sign_in, steward, f"/registri/keluarga/{chosen['moved'].reference}/")
    assert campaign.title in page
    assert "Temuan di lapangan" in page
    assert "pindah" in page
    assert f"Desil resmi <b>{chosen['moved'].desil}</b>" in page
    assert "Semua jawaban dan putusannya" in page


def test_what_is_not_decided_is_called_so(visited, make_actor, sign_in):
    _, chosen = visited
    page = _page(
        sign_in,
        make_actor("wali_data", purpose="verifikasi"),
        f"/registri/keluarga/{chosen['open'].reference}/",
    )
    assert "belum diputuskan" in page


def test_evidence_is_for_those_who_lead(visited, make_actor, sign_in):
    _, chosen = visited
    page = _page(
        sign_in,
        make_actor("operator", purpose="verifikasi"),
        f"/registri/keluarga/{chosen['moved'].reference}/",
    )
    assert "Temuan di lapangan" in page
    assert "Foto dan posisi hanya dibuka pemimpin verval." in page
    assert "/verval/foto/" not in page


def test_a_keluarga_nobody_visited_has_no_panel(visited, make_actor, sign_in):
    _, chosen = visited
    taken = [each.reference for each in chosen.values()]
    with accounts.acting(access.SYSTEM):
        known = Keluarga.objects.filter(build_to=None, kode_desa__isnull=False)
        other = known.exclude(reference__in=taken)[0]
    steward = make_actor("wali_data", purpose="verifikasi")
    assert "Temuan di lapangan" not in _page(sign_in, steward, f"/registri/keluarga/{other.reference}/")


def test_a_case_whose_family_was_visited_says_so(visited, make_actor, sign_in):
    _, chosen = visited
    with accounts.acting(access.SYSTEM):
        Discrepancy.objects.create(
            build_from=Build.objects.get(state="aktif").number, digest="0" * 32, kind="desil_beda", pair_a="dtks",
            pair_b="dtsen", source_a="dtks", source_b="dtsen", field="desil", value_a="1", value_b="9",
            keluarga=chosen["moved"].reference, kode_desa=chosen["moved"].kode_desa,
        )  # fmt: skip
    steward = make_actor("wali_data", purpose="verifikasi")
    page = _page(sign_in, steward, "/ketidaksesuaian/daftar/?wilayah=64.02")
    assert "Sudah diperiksa di lapangan" in page
    assert "sudah diperiksa di lapangan, " in page


def test_the_page_that_sends_back_says_what_goes_and_what_does_not(visited, make_actor, sign_in):
    campaign, _ = visited
    steward = make_actor("wali_data", purpose="verifikasi")
    address = f"/verval/kampanye/{campaign.reference}/kembali/"
    assert "temuan 3 keluarga siap dikembalikan" in _page(sign_in, steward, address)
    answer = sign_in(steward).post(address)
    with accounts.acting(access.SYSTEM):
        made = Return.objects.get(campaign=campaign)
    assert answer.status_code == 302
    assert answer["Location"].rstrip("/").endswith(str(made.delivery))
