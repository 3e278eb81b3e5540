"""Who sees whom; search that forgives; pages that tell where each value is from; numbers shown only with a reason."""

import io
import re

import openpyxl
import polars as pl
import pytest
from django.db import connection

from selaras.apps.accounts import rules
from selaras.apps.audit.models import Event
from selaras.apps.registry import queries, services
from selaras.apps.registry.models import Person, Reveal
from selaras.kernel import errors
from selaras.shell import words

HOSTILE = [
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "%_\\",
    "\x00",
    "{{ 7*7 }}",
    "a" * 500,
    "𝔘𝔫𝔦",
    ";DROP TABLE registry_person",
]


@pytest.fixture
def one(loaded, persons) -> dict[str, object]:
    """Somebody with a NIK, a name of three words, several rows and a village."""
    fit = (
        (pl.col("n_records") > 2) & pl.col("nik").is_not_null() & pl.col("kode_desa").is_not_null()
        & (pl.col("nama").str.count_matches(" ") >= 2) & ~pl.col("nama").str.contains(r"\.") & (pl.col("nik_ganda") == False)  # noqa: E712
    )  # fmt: skip
    return persons.filter(fit).row(0, named=True)


@pytest.mark.parametrize(
    ("role", "kind", "scope", "sees"),
    [
        ("operator", "opd", "64.02", "all"), ("verifikator", "kecamatan", "kecamatan", "inside"),
        ("operator", "desa_kelurahan", "desa", "inside"), ("pelihat", "opd", "64.02", "none"),
        ("pengelola", "opd", "", "none"), ("operator", "pihak_luar", "64.02", "none"),
        ("wali_data", "opd", "53.71", "none"), ("auditor", "opd", "", "none"),
    ],
)  # fmt: skip
def test_who_sees_whom(one, role, kind, scope, sees, make_actor, as_actor):
    scope = {"kecamatan": one["kode_kecamatan"], "desa": one["kode_desa"]}.get(scope, scope)
    everywhere = list(Person.objects.values_list("reference", "kode_desa"))
    actor = make_actor(role, kind=kind, scope=scope)
    as_actor(actor)
    seen = set(queries.visible_persons(actor=actor).values_list("reference", flat=True))
    wanted = {reference for reference, code in everywhere if rules.inside(code, scope)}
    assert seen == (wanted if sees != "none" else set())
    assert (sees == "none") or (seen and queries.visible_persons(actor=actor).count() == len(seen))


def test_the_database_narrows_by_itself(one, make_actor, as_actor):
    as_actor(make_actor("operator", scope=one["kode_kecamatan"]))
    codes = set(Person.objects.values_list("kode_kecamatan", flat=True))
    assert codes == {one["kode_kecamatan"]}
    with connection.cursor() as cursor:
        for table in ("registry_mention", "registry_tie", "registry_keluarga"):
            cursor.execute(
                f"SELECT count(*) FROM {table} WHERE kode_desa IS NULL OR kode_desa NOT LIKE %s",
                [one["kode_kecamatan"] + ".%"],
            )
            assert cursor.fetchone() == (0,)
        cursor.execute("SELECT set_config('selaras.scopes', '', true)")
        for table in ("registry_person", "registry_number", "registry_word", "registry_mention"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,), table


def test_a_number_finds_its_person(one, make_actor, sign_in):
    client = sign_in(make_actor("operator", purpose="verifikasi"))
    answer = client.post("/registri/", {"cari": one["nik"]})
    assert answer.status_code == 303
    assert answer["Location"] == f"/registri/orang/{one['person_id']}/"
    spaced = " ".join(one["nik"][i : i + 4] for i in range(0, 16, 4))
    assert client.post("/registri/", {"cari": spaced})["Location"] == answer["Location"]
    assert client.get(f"/registri/?cari={one['nik']}").status_code == 400
    event = Event.objects.filter(action="registri_cari").latest("pk")
    assert one["nik"] not in str(event.detail)


def test_a_name_with_a_typing_error_is_found(one, make_actor, sign_in):
    client = sign_in(make_actor("operator"))
    longest = max(one["nama"].split(), key=len)
    wrong = one["nama"].replace(longest, longest[:2] + longest[3:])
    asked = {"cari": wrong.lower(), "wilayah": one["kode_desa"]}
    page = client.post("/registri/", asked, follow=True).content.decode()
    assert one["person_id"] in page


def test_two_letters_in_each_others_place_are_found_in_a_short_name(loaded, persons, make_actor, sign_in):
    client = sign_in(make_actor("operator"))
    short = persons.filter(pl.col("nama").str.contains("^[A-Z]{4,6} ") & pl.col("kode_desa").is_not_null())
    found = 0
    for one in short.sort("person_id").head(12).iter_rows(named=True):
        first, rest = one["nama"].split(" ", 1)
        wrong = f"{first[:1]}{first[2]}{first[1]}{first[3:]} {rest}"
        asked = {"cari": wrong.lower(), "wilayah": one["kode_desa"]}
        found += one["person_id"] in client.post("/registri/", asked, follow=True).content.decode()
    assert found == 12


def test_a_search_is_narrowed_to_a_region_chosen_by_name(one, make_actor, sign_in):
    client = sign_in(make_actor("verifikator", scope=one["kode_kecamatan"]))
    page = client.get("/registri/").content.decode()
    offered = dict(re.findall(r'<option value="([\d.]+)">(?:\xa0)*([^<]+)</option>', page))
    assert offered[one["kode_desa"]] == words.region(one["kode_desa"])
    assert {code[:8] for code in offered} == {one["kode_kecamatan"]}
    other = next(code for code in offered if code.count(".") == 3 and code != one["kode_desa"])
    for chosen, found in ((one["kode_desa"], True), (other, False)):
        page = client.post(
            "/registri/", {"cari": one["nama"], "wilayah": chosen}, follow=True
        ).content.decode()
        assert (one["person_id"] in page) == found
        assert re.findall(r'<option value="([^"]+)" selected>', page) == [chosen]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_find_nothing_and_break_nothing(loaded, text, make_actor, sign_in):
    client = sign_in(make_actor("operator"))
    answer = client.post("/registri/", {"cari": text, "wilayah": "", "umur_dari": ""}, follow=True)
    assert answer.status_code == 200
    assert "<script>alert(1)" not in answer.content.decode()
    assert client.post("/registri/", {"cari": "SITI", "wilayah": text}, follow=True).status_code == 200
    assert Person.objects.exists()


def test_a_person_page_tells_all(one, make_actor, sign_in):
    client = sign_in(make_actor("verifikator", scope=one["kode_kecamatan"], purpose="verifikasi"))
    page = client.get(f"/registri/orang/{one['person_id']}/").content.decode()
    assert one["nik"] not in page
    assert f"•••• •••• •••• {one['nik'][-4:]}" in page
    assert "Mengapa baris-baris ini satu orang" in page
    assert "baris" in page
    assert " bit" in page
    assert Event.objects.filter(action="orang_lihat", object_id=one["person_id"]).count() == 1


def test_a_keluarga_page_opens(one, make_actor, sign_in):
    client = sign_in(make_actor("operator"))
    page = client.get(f"/registri/keluarga/{one['keluarga_id']}/")
    assert page.status_code == 200
    assert one["person_id"] in page.content.decode()
    assert client.get(f"/registri/keluarga/{one['keluarga_id']}/?per=2001-01-01").status_code == 404


def test_sensitive_fields_are_for_few(loaded, persons, make_actor, sign_in):
    ill = persons.filter(pl.col("disabilitas").is_not_null() & pl.col("kode_desa").is_not_null()).row(
        0, named=True
    )
    address = f"/registri/orang/{ill['person_id']}/"
    assert "Penyandang disabilitas" in sign_in(make_actor("wali_data")).get(address).content.decode()
    assert "Penyandang disabilitas" not in sign_in(make_actor("operator")).get(address).content.decode()
    province = make_actor("verifikator", kind="provinsi", scope="64")
    assert "Penyandang disabilitas" not in sign_in(province).get(address).content.decode()


def test_elsewhere_is_not_there(one, make_actor, sign_in):
    client = sign_in(make_actor("operator", scope="53.71"))
    assert client.get(f"/registri/orang/{one['person_id']}/").status_code == 404
    assert client.get(f"/registri/desa/{one['kode_desa']}/").status_code == 404
    assert (
        one["person_id"] not in client.post("/registri/", {"cari": one["nama"]}, follow=True).content.decode()
    )


def test_a_village_is_listed(one, make_actor, sign_in):
    client = sign_in(make_actor("operator"))
    page = client.get(f"/registri/desa/{one['kode_desa']}/")
    assert page.status_code == 200
    assert (
        "64.02"
        not in client.get(f"/registri/desa/{one['kode_desa']}/?umur_dari=119")
        .content.decode()
        .split("isi-daftar")[-1][:10]
    )


def test_a_number_is_shown_with_a_reason_only(one, make_actor, sign_in):
    verifier = make_actor("verifikator", scope=one["kode_kecamatan"])
    client = sign_in(verifier)
    address = f"/registri/orang/{one['person_id']}/nik/"
    assert client.get(address).status_code == 405
    assert client.post(address, {"tujuan": "verifikasi", "alasan": "pendek"}).status_code == 400
    assert client.post(address, {"tujuan": "iseng", "alasan": "ingin tahu saja"}).status_code == 400
    answer = client.post(address, {"tujuan": "verifikasi", "alasan": "mencocokkan KK asli"})
    assert one["nik"] in answer.content.decode()
    assert Event.objects.filter(action="nik_buka", object_id=one["person_id"]).count() == 1
    assert "mencocokkan KK asli" in client.get(f"/registri/orang/{one['person_id']}/").content.decode()
    assert (
        sign_in(make_actor("operator"))
        .post(address, {"tujuan": "verifikasi", "alasan": "mencocokkan KK asli"})
        .status_code
        == 403
    )


def test_not_too_many_numbers_an_hour(one, make_actor, as_actor):
    actor = make_actor("verifikator", scope="64.02")
    as_actor(actor)
    person = Person.objects.get(reference=one["person_id"], build_to=None)
    for _ in range(services.REVEALS):
        services.reveal(
            person=person, field="nik", purpose="verifikasi", reason="mencocokkan KK asli", by=actor
        )
    with pytest.raises(errors.SelarasError):
        services.reveal(
            person=person, field="nik", purpose="verifikasi", reason="mencocokkan KK asli", by=actor
        )
    assert Reveal.objects.filter(user=actor.user_id).count() == services.REVEALS


def test_a_list_leaves_with_a_purpose(one, make_actor, sign_in):
    client = sign_in(make_actor("wali_data"))
    wanted = {"tujuan": "penyaluran", "bentuk": "xlsx", "wilayah": one["kode_desa"]}
    answer = client.post("/registri/ekspor/", wanted)
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = {str(cell.value) for row in book.active.iter_rows() for cell in row}
    assert one["nama"] in cells
    assert one["nik"] not in " ".join(cells)
    event = Event.objects.get(action="registri_ekspor")
    assert event.detail["sha256"] == answer["X-Selaras-Sidik"]
    assert client.post("/registri/ekspor/", {**wanted, "tujuan": ""}).status_code == 400
    assert sign_in(make_actor("operator")).post("/registri/ekspor/", wanted).status_code == 403


def test_builds_are_shown(loaded, make_actor, sign_in):
    page = sign_in(make_actor("pelihat")).get("/registri/susunan/")
    assert page.status_code == 200
    assert "aktif" in page.content.decode()


def test_a_refused_reveal_is_said_in_its_dialog_and_can_be_put_right(one, make_actor, sign_in):
    client = sign_in(make_actor("verifikator", scope=one["kode_kecamatan"], purpose="verifikasi"))
    address = f"/registri/orang/{one['person_id']}/nik/"
    answer = client.post(address, {"tujuan": "verifikasi", "alasan": "x"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"], answer["HX-Reswap"]) == (
        400,
        "#nomor-nik-salah",
        "innerHTML",
    )
    said = answer.content.decode()
    assert "<" not in said
    assert len(said.strip()) > 20
    assert 'id="nomor-nik-salah"' in client.get(f"/registri/orang/{one['person_id']}/").content.decode()
    assert (
        one["nik"]
        in client.post(address, {"tujuan": "verifikasi", "alasan": "mencocokkan KK asli"}).content.decode()
    )
