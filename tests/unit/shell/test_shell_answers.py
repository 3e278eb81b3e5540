"""Trouble of a form is told at an address of its own, where no form is kept with it."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from selaras.shell import answers

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
