"""What the pages say is there is there."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SKIP = {".venv", ".tools", "node_modules", ".git", "demo", "build"}
PAGES = sorted(p for p in ROOT.rglob("*.md") if not SKIP & set(p.relative_to(ROOT).parts))
PROMISED = [
    "README.md", "README.id.md", "ARCHITECTURE.md", "GLOSSARY.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md",
    "LICENSE", "NOTICE", "requirements.lock", "requirements-dev.lock", ".ci/run",
]  # fmt: skip


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("name", PROMISED)
def test_promised_pages_are_there(name: str) -> None:
    assert (ROOT / name).stat().st_size > 0


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", _text(page))
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in local if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_make_targets_named_in_a_page_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", _text(ROOT / "Makefile"), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)", _text(page))) | set(
        re.findall(r"^make ([a-z-]+)", _text(page), re.MULTILINE)
    )
    assert named <= targets


def test_the_two_readmes_are_twins() -> None:
    english, indonesian = (_text(ROOT / name) for name in ("README.md", "README.id.md"))
    assert english.count("\n## ") == indonesian.count("\n## ")
    commands = re.compile(r"^(?:make|selaras|\.venv/bin/selaras) .*$", re.MULTILINE)
    assert commands.findall(english) == commands.findall(indonesian)


def test_every_decision_record_is_dated_and_decided() -> None:
    for page in (ROOT / "docs" / "adr").glob("[0-9]*.md"):
        assert re.search(r"^Status: (diterima|accepted|diganti|superseded)", _text(page), re.MULTILINE), (
            page.name
        )
        assert re.search(r"^(Tanggal|Date): \d{4}-\d{2}-\d{2}", _text(page), re.MULTILINE), page.name


def test_every_module_folder_of_the_package_is_in_the_architecture_page() -> None:
    page = _text(ROOT / "ARCHITECTURE.md")
    package = ROOT / "src" / "selaras"
    rooms = [p.parent.name for p in package.glob("*/__init__.py")]
    rooms += [p.parent.name for p in (package / "engine").glob("*/__init__.py")]
    rooms += [p.parent.name for p in (package / "sources").glob("*/__init__.py")]
    assert [room for room in rooms if room not in page] == []


def test_the_apps_stand_in_the_architecture_page_in_the_order_that_is_held() -> None:
    section = _text(ROOT / "ARCHITECTURE.md").partition("## The tasks of the portal")[2].partition("\n## ")[0]
    drawn = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    contracts = tomllib.loads(_text(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    [held] = [each["layers"] for each in contracts if each.get("containers") == ["selaras.apps"]]
    assert drawn == held[::-1]
