"""Trouble of a form is told at an address of its own; files that leave are saved, those that people brought run nothing."""

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse
from django.test import Client, RequestFactory

from selaras.kernel import errors
from selaras.shell import answers, words

PAGE = {"Sec-Fetch-Mode": "navigate"}


def _answer(status: int, headers: dict[str, str], method: str = "post", **said: str) -> HttpResponse:
    request = getattr(RequestFactory(), method)("/registri/", {"cari": "x"}, headers=headers)
    return answers.trouble_elsewhere(lambda _request: HttpResponse(status=status, headers=said))(request)


@pytest.mark.parametrize("status", [403, 404, 500, 503, 507])
def test_trouble_of_a_form_is_elsewhere(status):
    answer = _answer(status, PAGE)
    assert (answer.status_code, answer["Location"]) == (303, f"/gangguan/{status}/")


def test_a_trouble_may_have_a_page_of_its_own():
    answer = _answer(403, PAGE, **{answers.TROUBLE: "403_csrf"})
    assert answer["Location"] == "/gangguan/403_csrf/"


@pytest.mark.parametrize(("status", "headers", "method"), [
    (200, PAGE, "post"), (303, PAGE, "post"), (400, PAGE, "post"), (422, PAGE, "post"), (500, PAGE, "get"), (500, {}, "post"),
    (500, {"Sec-Fetch-Mode": "cors"}, "post"),
])  # fmt: skip
def test_everything_else_stays_where_it_is(status, headers, method):
    assert _answer(status, headers, method).status_code == status


@pytest.mark.parametrize("kind", ["403", "403_csrf", "404", "500", "503", "507"])
def test_the_page_says_what_happened_with_its_status(db, kind):
    answer = Client(raise_request_exception=False).get(f"/gangguan/{kind}/")
    assert answer.status_code == int(kind[:3])
    assert "<h1>" in answer.content.decode()


def test_a_form_without_its_token_is_told_so_elsewhere(db):
    answer = Client(enforce_csrf_checks=True).post("/masuk/", {"login": "x"}, headers=PAGE)
    assert answer["Location"] == "/gangguan/403_csrf/"
    assert Client().get("/gangguan/999/").status_code == 404


@pytest.mark.parametrize(("name", "kind", "said"), [
    ("sk-7.pdf", "application/pdf", 'attachment; filename="sk-7.pdf"'),
    ("daftar (2).csv", "text/csv; charset=utf-8", 'attachment; filename="daftar (2).csv"'),
    ("foto.JPEG", "image/jpeg", 'attachment; filename="foto.JPEG"'),
    ("é/\"\r\n.exe", "application/octet-stream", "attachment; filename=\"_____.exe\"; filename*=UTF-8''%C3%A9%2F%22%0D%0A.exe"),
])  # fmt: skip
def test_a_file_is_saved_under_its_name(name, kind, said):
    answer = answers.attachment(b"isi", name)
    assert (answer["Content-Type"], answer["Content-Disposition"], answer.content) == (kind, said, b"isi")


@pytest.mark.parametrize(("name", "shown"), [
    ("bukti.jpeg", "inline"), ("kunjungan-1.jpg", "inline"), ("bukti.pdf", "attachment"), ("bukti.svg", "attachment"),
    ("bukti.html", "attachment"), ("bukti", "attachment"),
])  # fmt: skip
def test_what_somebody_brought_runs_nothing(name, shown):
    answer = answers.brought(b"<script>alert(1)</script>", name)
    assert answer["Content-Disposition"] == f'{shown}; filename="{name}"'
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert (answer["Content-Type"] == "image/jpeg") == (shown == "inline")
    assert answer["Content-Type"] in ("image/jpeg", "application/pdf", "application/octet-stream")


def _said(act, said):
    request = RequestFactory().post("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    done = answers.done(request, act, said)
    return done, [(each.level_tag, each.message) for each in request._messages]


def test_what_was_done_is_said_and_what_was_not_too():
    def refuse():
        raise errors.SelarasError("paket_hasil_asing")

    assert _said(lambda: 3, "Tersimpan.") == (True, [("success", "Tersimpan.")])
    assert _said(lambda: 3, lambda n: f"{n} baris") == (True, [("success", "3 baris")])
    assert _said(lambda: 3, "") == (True, [])
    done, told = _said(refuse, "Tersimpan.")
    assert (done, told) == (False, [("warning", words.error(errors.SelarasError("paket_hasil_asing")))])
