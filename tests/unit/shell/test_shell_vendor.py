"""Files of other makers are the ones that were chosen, and the pages stay light."""

import gzip
import importlib.util
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory

from selaras.shell import gallery

ROOT = Path(__file__).parents[3]
PAGE_LIMIT = 600_000


def _tool(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


vendor = _tool("vendor")


def test_every_file_has_the_listed_hash():
    assert vendor.wrong() == []


def test_nothing_is_shipped_that_is_not_listed():
    assert vendor.unlisted() == []


def test_a_changed_file_is_noticed(tmp_path, monkeypatch):
    name = "static/vendor/htmx/htmx.min.js"
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_bytes((vendor.ROOT / name).read_bytes() + b" ")
    monkeypatch.setattr(vendor, "ROOT", tmp_path)
    assert name in vendor.wrong()


def test_every_package_says_its_licence_and_origin():
    for package in vendor.packages():
        assert package["licence"] in {"MIT", "0BSD", "Apache-2.0", "BSD-3-Clause", "MPL-2.0"}
        assert package["from"].startswith("https://")
        assert re.fullmatch(r"[0-9a-f]{64}", package["tarball_sha256"])


def test_no_map_of_sources_is_asked_for():
    for path in (vendor.ROOT / "static").rglob("*"):
        if path.suffix in {".js", ".mjs", ".css"}:
            assert b"sourceMappingURL=" not in path.read_bytes()[-200:], path.name


def _light(path):
    return len(gzip.compress(Path(finders.find(path)).read_bytes(), 9))


def test_a_page_with_every_brick_but_the_map_weighs_less_than_600_kb():
    """gzip, the heavier of the two ways a browser may ask for; fonts travel as they are."""
    page = render_to_string("shell/gallery.html", gallery.context(), RequestFactory().get("/galeri/"))
    loaded = set(re.findall(r'(?:href|src|data-library)="/static/([^"]+)"', page))
    loaded -= {path for path in loaded if "maplibre" in path}
    modules = {f"selaras/js/{name}.js" for name in ("theme", "chart", "keys")}
    font = "font/source-sans-3-latin.woff2"
    assert "vendor/echarts/echarts.common.min.js" in loaded
    weight = (
        sum(map(_light, loaded | modules))
        + Path(finders.find(font)).stat().st_size
        + len(gzip.compress(page.encode()))
    )
    assert weight < PAGE_LIMIT
