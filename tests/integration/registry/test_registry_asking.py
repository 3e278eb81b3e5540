"""What somebody searches for stands in no address and in no page a form is answered with; it is kept sealed, and not for long."""

import base64
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from selaras.apps.registry import asking, rules
from selaras.apps.registry.models import Person, Word

RESULT = re.compile(r"/registri/hasil/[a-z]{20}/")
NIK = "6402064107809472"


@pytest.fixture
def client_of(make_actor, sign_in):
    return lambda: sign_in(make_actor("operator"))


@pytest.mark.parametrize("words", ["SITI KENARI", NIK, "K00000000000Z", "P00000000000Z", ""])
def test_every_search_ends_in_a_redirect_without_its_words(db, client_of, words):
    answer = client_of().post("/registri/", {"cari": words})
    assert answer.status_code == 303
    assert RESULT.fullmatch(answer["Location"]) or answer["Location"] == f"/registri/keluarga/{words}/"
    assert answer.content == b""


@pytest.mark.parametrize("name", ["KUSUMAWARDANI", "KARDAMANTHARA", "PADMANAGARAYA"])
def test_a_name_of_thirteen_letters_is_searched_as_a_name(loaded, client_of, name):
    person = Person.objects.filter(build_to=None, kode_desa__isnull=False).order_by("reference").first()
    word = Word.objects.create(word=rules.wanted(f"{name} X").words[0])
    Person.objects.filter(pk=person.pk).update(nama=name, words=[word.pk])
    answer = client_of().post("/registri/", {"cari": name}, follow=True)
    assert f"/registri/orang/{person.reference}/" in answer.content.decode()


def test_a_wrong_form_is_told_after_a_redirect_too(db, client_of):
    client = client_of()
    answer = client.post("/registri/", {"cari": "SITI", "wilayah": "di sana", "umur_dari": "tua"})
    assert RESULT.fullmatch(answer["Location"])
    assert "Tulis kode wilayah" in client.get(answer["Location"]).content.decode()


def test_htmx_is_told_where_to_go(db, client_of):
    answer = client_of().post("/registri/", {"cari": "SITI"}, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert RESULT.fullmatch(answer["HX-Redirect"])


def test_two_tabs_do_not_mix_and_each_can_be_loaded_again(db, client_of):
    client = client_of()
    one, other = (
        client.post("/registri/", {"cari": words})["Location"] for words in ("MERPATI", "CENDRAWASIH")
    )
    for _time in range(2):
        assert 'value="MERPATI"' in client.get(one).content.decode()
        assert 'value="CENDRAWASIH"' in client.get(other, {"halaman": 2}).content.decode()


def test_a_number_is_not_written_back_into_the_page(db, client_of):
    page = client_of().post("/registri/", {"cari": NIK}, follow=True)
    assert page.status_code == 200
    assert NIK not in page.content.decode()


def test_nobody_else_opens_it_nor_one_s_own_next_session(db, client_of):
    client = client_of()
    address = client.post("/registri/", {"cari": "MERPATI"})["Location"]
    for stranger in (client_of(), Client()):
        answer = stranger.get(address)
        assert answer.status_code in (302, 404)
        assert "MERPATI" not in answer.content.decode()
    client.post("/keluar/")
    assert client.get(address).status_code == 302


def test_it_expires_and_says_so(db, client_of):
    client = client_of()
    address = client.post("/registri/", {"cari": "MERPATI"})["Location"]
    cache.clear()
    answer = client.get(address)
    assert answer.status_code == 404
    assert "sudah ditutup" in answer.content.decode()


def test_it_is_kept_no_longer_than_an_idle_session(db, settings):
    settings.SESSION_COOKIE_AGE = -1
    reference = asking.keep({"cari": "MERPATI"}, session="sesi")
    assert asking.kept(reference, session="sesi") is None
    settings.SESSION_COOKIE_AGE = 60
    reference = asking.keep({"cari": "MERPATI"}, session="sesi")
    assert asking.kept(reference, session="sesi") == {"cari": "MERPATI"}
    assert asking.kept(reference, session="lain") is None


def test_the_database_holds_it_sealed(db, client_of):
    client_of().post("/registri/", {"cari": "MERPATI"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM django_cache WHERE cache_key LIKE '%registri-cari:%'")
        held = [base64.b64decode(value) for (value,) in cursor.fetchall()]
    assert held
    assert not any(b"MERPATI" in each or b"cari" in each for each in held)
