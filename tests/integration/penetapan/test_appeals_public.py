"""Citizens without sign-in: a form, a code, and word by code. One code opens one row, and nothing tells which exist."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from meeting_ground import KEY, sent
from penetapan_ground import VILLAGE

from selaras.apps.accounts import services as accounts
from selaras.apps.audit.models import Event
from selaras.apps.penetapan.models import Appeal, AppealStep, Knock
from selaras.apps.penetapan.queries import appeals as queries
from selaras.apps.penetapan.rules import appeals as rules
from selaras.apps.penetapan.rules import codes
from selaras.apps.penetapan.services import appeals
from selaras.apps.registry.models import Person

NIK = "6402064107809001"
FORM = {
    "key": KEY.format(7), "kode_desa": VILLAGE, "topic": "keluarga_saya", "about": "", "address": "gang uji", "rt": "3",
    "text": "Kami belum pernah didata.", "name": "PELAPOR UJI", "contact": "0812 3456 7890", "consent": "on",
}  # fmt: skip
CODE = re.compile(r"<strong>([2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4})</strong>")


def everything(actor_of):
    """All appeals, read by who may read everywhere."""
    accounts.identify(actor_of("wali_data", scope=""))
    return list(Appeal.objects.all())


def send(client, kind="propose", place="64.02.06", headers=None, **other):
    return client.post(f"{reverse(f'penetapan:{kind}')}?wilayah={place}", {**FORM, **other}, headers=headers)


@pytest.fixture
def visitor(no_context):
    return Client()


def test_a_village_is_chosen_by_links(visitor):
    address, steps = reverse("penetapan:propose"), 0
    page = visitor.get(address).content.decode()
    for name in ("KUTAI KARTANEGARA", "Tenggarong<"):
        found = re.search(rf'href="([^"]+)">[^<]*{name}', page, re.IGNORECASE)
        assert found, name
        page, steps = visitor.get(found[1].replace("&amp;", "&")).content.decode(), steps + 1
    assert steps == 2
    assert f'value="{VILLAGE}"' in page


def test_a_form_gives_a_code_and_the_code_gives_word(visitor, make_actor):
    led = send(visitor)
    assert (led.status_code, led["Location"]) == (303, "/tanda-terima/")
    slip = visitor.get("/tanda-terima/").content.decode()
    code = CODE.search(slip)[1]
    shown = visitor.post("/lacak/", {"kode": code.lower().replace("-", " ")}).content.decode()
    assert "Kami sudah menerima kiriman ini" in shown
    for own in ("PELAPOR", "gang uji", "belum pernah didata", "0812"):
        assert own not in shown
    row = everything(make_actor)[0]
    assert code.replace("-", "").encode() not in bytes(row.code) + bytes(row.sealed) + bytes(row.reporter)


def test_another_browser_sees_no_code(visitor):
    send(visitor)
    for cookie in ("", "x", "AAAA", "%00"):
        other = Client()
        other.cookies["slip"] = cookie
        assert not CODE.search(other.get("/tanda-terima/").content.decode())


def test_the_same_form_sent_again_is_one_appeal_with_one_code(visitor, make_actor):
    found = set()
    for _turn in range(3):
        send(visitor)
        found.add(CODE.search(visitor.get("/tanda-terima/").content.decode())[1])
    assert len(found) == 1
    assert len(everything(make_actor)) == 1


def test_a_citizen_writes_one_row_and_reads_no_other(no_context):
    mine, other = appeals.send(sent=sent(1)), appeals.send(sent=sent(2))
    with appeals.by_code(codes.digest(mine)):
        assert [row.code.tobytes() if hasattr(row.code, "tobytes") else bytes(row.code) for row in Appeal.objects.all()] == [
            codes.digest(mine)
        ]  # fmt: skip
        assert AppealStep.objects.count() == 1
        assert queries.with_code(codes.digest(other)) is None
        assert not Person.objects.exists()
        assert Appeal.objects.update(state="dijawab") == 0
    assert not Appeal.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"consent": ""}, {"name": ""}, {"text": ""}, {"text": "x" * 1001}, {"topic": "desil_keliru"}, {"topic": "x"},
        {"kode_desa": "94.01.01.1001"}, {"kode_desa": "64.02.06"}, {"kode_desa": ""}, {"text": f"nik saya {NIK}"},
        {"text": "6402 0641 0780 9001 tolong"}, {"about": NIK}, {"key": "pendek"}, {"name": "a\x00b"}, {"topic": "tetangga"},
    ],
    ids=lambda each: next(iter(each)),
)  # fmt: skip
def test_a_wrong_form_keeps_nothing(visitor, make_actor, wrong):
    assert send(visitor, **wrong).status_code == 422
    assert everything(make_actor) == []


def test_a_browser_without_scripts_keeps_nothing_of_a_refused_form(visitor, make_actor):
    """It is led back to the form, which shows once more what was written; nothing is sent by that."""
    answer = send(visitor, headers={"Sec-Fetch-Mode": "navigate"}, consent="")
    assert answer.status_code == 303
    cookie = answer.cookies["isian"]
    assert cookie["httponly"]
    assert "didata" not in cookie.value
    page = visitor.get(answer["Location"])
    assert "belum pernah didata" in page.content.decode()
    assert 'aria-invalid="true"' in page.content.decode()
    assert page.cookies["isian"]["max-age"] == 0
    del visitor.cookies["isian"]
    assert "belum pernah didata" not in visitor.get(answer["Location"]).content.decode()
    assert everything(make_actor) == []


def test_a_draft_that_was_changed_is_none(visitor):
    answer = send(visitor, headers={"Sec-Fetch-Mode": "navigate"}, consent="")
    visitor.cookies["isian"] = answer.cookies["isian"].value[:-4] + "AAAA"
    assert "belum pernah didata" not in visitor.get(answer["Location"]).content.decode()


def test_hostile_words_stay_words(visitor, make_actor):
    hostile = "<script>alert(1)</script> http://contoh.invalid/ {{ 7|add:7 }}"
    send(visitor, name=hostile[:100], text=hostile, address=hostile)
    verifier = make_actor("verifikator", scope="64.02", kind="opd")
    row = everything(make_actor)[0]
    client = Client()
    client.force_login(
        accounts.queries.user(verifier.user_id),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    page = client.get(reverse("penetapan:appeal", args=[row.reference])).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert 'href="http://contoh.invalid' not in page


UNKNOWN = ("ABCDEFGHJKMN", "kosong", "0000-1111-OOOO", "", "' OR 1=1 --", "A" * 4000, NIK)


def _bare(answer):
    return re.sub(r'(value=|Token": ?)"[^"]{64}"', "", answer.content.decode())


def test_unknown_codes_are_one_answer(visitor):
    answers = {(visitor.post("/lacak/", {"kode": each}).status_code) for each in UNKNOWN}
    bodies = {_bare(visitor.post("/lacak/", {"kode": each})) for each in UNKNOWN}
    assert answers == {200}
    assert len(bodies) == 1
    assert "Tidak ada kiriman dengan kode ini" in bodies.pop()


def test_a_thousand_guesses_are_stopped_and_known_codes_do_not_show(visitor, make_actor):
    known = appeals.send(sent=sent(1))
    guesses = [codes.made(f"tebakan nomor {each}") for each in range(1000)]
    statuses = [visitor.post("/lacak/", {"kode": each}).status_code for each in guesses]
    assert statuses.count(200) == rules.limits()["lacak_per_alamat"]
    assert set(statuses[rules.limits()["lacak_per_alamat"] :]) == {429}
    blocked = visitor.post("/lacak/", {"kode": known})
    assert blocked.status_code == 429
    assert _bare(blocked) == _bare(visitor.post("/lacak/", {"kode": guesses[0]}))
    assert Knock.objects.count() < 50
    accounts.identify(make_actor("auditor"))
    assert Event.objects.filter(action="lacak_batas").count() == 1


def test_guessing_behind_one_beginning_from_many_addresses_is_stopped(no_context):
    last = [each * 2 for each in codes.ALPHABET]
    asked = [
        Client(REMOTE_ADDR=f"203.0.113.{number}").post("/lacak/", {"kode": f"ABCDEFGHJK{ending}"}).status_code
        for number, ending in enumerate(last)
    ]
    assert asked.count(200) == rules.limits()["lacak_per_awalan"]


def test_a_household_of_ipv6_counts_once(no_context):
    clients = [Client(REMOTE_ADDR=f"2001:db8:1:2::{number:x}") for number in range(1, 40)]
    asked = [each.post("/lacak/", {"kode": codes.made(f"kode uji {n} panjang")}).status_code for n, each in enumerate(clients)]  # fmt: skip
    assert asked.count(200) == rules.limits()["lacak_per_alamat"]


def test_too_many_forms_from_one_address_are_held_off(visitor, make_actor):
    most = rules.limits()["kirim_per_jam"]
    statuses = [send(visitor, key=KEY.format(100 + each)).status_code for each in range(most + 3)]
    assert statuses == [303] * most + [429] * 3
    assert len(everything(make_actor)) == most


def test_no_address_and_no_code_is_kept(visitor, make_actor):
    send(visitor)
    code = CODE.search(visitor.get("/tanda-terima/").content.decode())[1].replace("-", "")
    visitor.post("/lacak/", {"kode": code})
    everything(make_actor)
    with connection.cursor() as cursor:
        for table in ("penetapan_knock", "penetapan_appeal", "penetapan_appealstep", "django_session"):
            cursor.execute(f"SELECT t::text FROM {table} t")
            said = " ".join(row[0] for row in cursor.fetchall())
            for secret in ("127.0.0.1", code, "PELAPOR", "gang uji", "0812"):
                assert secret not in said, f"{table}: {secret}"


def test_a_village_of_another_province_cannot_be_written_to(no_context):
    with pytest.raises(appeals.errors.SelarasError):
        appeals.send(sent=sent(1, kode_desa="94.01.01.1001"))
