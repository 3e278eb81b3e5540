"""Pictures of the pages: small, each used by a page that is read, and each taken again by make gambar."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PICTURES = sorted((ROOT / "docs" / "gambar").iterdir())
PAGES = [ROOT / "README.md", ROOT / "README.id.md", *(ROOT / "docs").rglob("*.md")]


def test_pictures_are_small():
    sizes = {path.name: path.stat().st_size for path in PICTURES}
    assert {name: size for name, size in sizes.items() if size >= 150_000} == {}
    assert sum(sizes.values()) < 2_000_000


def test_every_picture_is_looked_at():
    shown = {
        name
        for page in PAGES
        for name in re.findall(r"!\[[^\]]+\]\([^)]*gambar/([^)]+)\)", page.read_text("utf-8"))
    }
    assert {path.name for path in PICTURES} == shown


def test_every_picture_can_be_taken_again():
    maker = (ROOT / "tools" / "gambar_daftar.py").read_text("utf-8")
    taken = set(re.findall(r'Picture\(\s*"([a-z-]+)"', maker))
    assert {path.stem for path in PICTURES} == taken
