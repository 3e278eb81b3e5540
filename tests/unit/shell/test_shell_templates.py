"""Rules that hold for every template of the portal, ours and those of the apps."""

import importlib.util
import re
from pathlib import Path

import pytest
from django.template.loader import get_template, render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from selaras.shell import frame, gallery

ROOT = Path(__file__).parents[3]
PACKAGE = ROOT / "src" / "selaras"
# The report of the conveyor is a file of its own, read from a disk: it may carry its style.
PAGES = sorted(path for path in PACKAGE.rglob("*.html") if "pipeline" not in path.parts)
_COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
_spec = importlib.util.spec_from_file_location("bahasa", ROOT / "tools" / "bahasa.py")
bahasa = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(bahasa)


def _name(path):
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_nothing_stands_inline_that_the_content_policy_forbids(path):
    text = _COMMENT.sub("", path.read_text(encoding="utf-8"))
    assert re.findall(r"<style\b|\sstyle\s*=|\son[a-z]+\s*=|\shx-on|javascript:", text) == []
    scripts = [
        tag
        for tag in re.findall(r"<script\b[^>]*>", text)
        if " src=" not in tag and "application/json" not in tag
    ]
    assert scripts == []
    assert re.findall(r"""(?:src|href)\s*=\s*["'](?:https?:)?//""", text) == []


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_a_comment_of_one_line_ends_on_its_line(path):
    assert [
        line for line in path.read_text(encoding="utf-8").splitlines() if line.count("{#") != line.count("#}")
    ] == []


@pytest.mark.parametrize("room", bahasa.rooms(), ids=lambda room: room.name)
def test_every_sentence_has_its_english(room):
    assert bahasa.missing(room) == []


def test_a_missing_translation_is_noticed(tmp_path, monkeypatch):
    page = tmp_path / "shell" / "x.html"
    page.parent.mkdir()
    page.write_text('{% translate "Kalimat yang belum ada padanannya" %}', encoding="utf-8")
    assert bahasa.sentences(page.parent) >= {("Kalimat yang belum ada padanannya", "")}


def test_plurals_survive_the_compiler(tmp_path):
    path = tmp_path / "django.po"
    bahasa.write(
        path,
        {
            ("%(n)s orang", "%(n)s orang"): ["%(n)s person", "%(n)s people"],
            ('kutip " dan \\ baris', ""): ["quote"],
        },
    )
    again = bahasa.read(path)
    assert again["%(n)s orang", "%(n)s orang"] == ["%(n)s person", "%(n)s people"]
    assert again['kutip " dan \\ baris', ""] == ["quote"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_gallery_shows_every_brick(language):
    with translation.override(language):
        page = render_to_string("shell/gallery.html", gallery.context(), RequestFactory().get("/galeri/"))
    assert f'<html lang="{language}"' in page
    assert "<c-" not in page
    assert "{#" not in page
    source = (PACKAGE / "shell" / "templates" / "shell" / "gallery.html").read_text(encoding="utf-8")
    bricks = {
        path.stem.replace("_", "-") for path in (PACKAGE / "shell" / "templates" / "cotton").glob("*.html")
    }
    inside_others = {"icon", "pager", "field", "form", "place-line", "tabs"}
    assert bricks - inside_others <= set(re.findall(r"<c-([a-z-]+)", source))


@pytest.mark.parametrize("name", ["400", "400_nik", "403", "403_csrf", "404", "500", "503"])
def test_error_pages_stand_without_a_request_and_say_what_to_do_next(name):
    page = get_template(f"{name}.html").render({})
    assert page.count("<h1") == 1
    assert 'href="/"' in page


def test_a_refused_number_is_not_repeated_on_the_page():
    answer = Client().get("/registri/?cari=6402064101909001")
    assert answer.status_code == 400
    assert b"9001" not in answer.content


def test_the_menu_shows_what_a_page_admits(monkeypatch):
    class Mark:
        def __init__(self, admits):
            self.admits = lambda actor: admits

    places = {
        "a": ("/a/", Mark(True)),
        "b": ("/b/", Mark(False)),
        "c": ("/c/", None),
        "home": ("/", Mark(True)),
    }
    monkeypatch.setattr(frame, "_route", places.get)
    monkeypatch.setattr(
        frame,
        "entries",
        lambda: tuple(
            frame.Entry(route, route, "home", order)
            for order, route in enumerate(["home", "a", "b", "c", "none"])
        ),
    )
    request = RequestFactory().get("/a/rincian/")
    assert frame.tasks(request) == []
    request.actor = object()
    assert [(task.entry.route, task.here) for task in frame.tasks(request)] == [("home", False), ("a", True)]


def test_a_phone_has_four_tasks():
    tasks = [
        frame.Task(frame.Entry(str(n), str(n), "home", n, phone=0 if n == 60 else None), f"/{n}/", here=False)
        for n in range(0, 100, 10)
    ]
    assert [task.entry.order for task in frame.on_a_phone(tasks)] == [0, 10, 20, 60]


def test_every_entry_of_the_menu_leads_somewhere_and_has_a_picture():
    for entry in frame.entries():
        assert frame._route(entry.route) is not None, entry.route
        assert render_to_string("cotton/icon.html", {"name": entry.icon, "size": 20})
