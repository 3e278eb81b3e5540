"""Words of the field that stand in the code stand in the glossary."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from spellchecker import SpellChecker

from selaras.engine import tables

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "selaras"
CRAFT = set((Path(__file__).parent / "words_of_the_craft.txt").read_text(encoding="utf-8").split())
ENGLISH = SpellChecker(language="en")


def _terms() -> dict[str, list[str]]:
    rows = re.findall(r"^\|(.+)\|\s*$", (ROOT / "GLOSSARY.md").read_text(encoding="utf-8"), re.MULTILINE)
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    return {
        row[0].strip("`* ").lower(): row
        for row in cells
        if not set(row[0]) <= set("-: ") and row[0] != "term"
    }


TERMS = _terms()
# A term such as "kode wilayah" lists each of its words.
LISTED = {word for term in TERMS for word in re.split(r"[\s_/().,-]+", term)}


def _public_names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node.name
    for node in tree.body:
        if isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _words(name: str) -> list[str]:
    parts = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower()
    return [word for word in re.split(r"[_\d]+", parts) if len(word) > 2]


def _used() -> dict[str, str]:
    used: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        where = path.relative_to(PACKAGE).as_posix()
        if where == "config/settings.py" or "migrations" in path.parts:
            continue  # names that Django and its libraries gave
        for name in [path.stem, *_public_names(ast.parse(path.read_text(encoding="utf-8")))]:
            for word in _words(name):
                used.setdefault(word, where)
    for table in vars(tables).values():
        if isinstance(table, tables.Table):
            for name in table.names:
                for word in _words(name):
                    used.setdefault(word, f"{table.name}.{name}")
    return used


def test_every_word_is_english_of_the_craft_or_in_the_glossary() -> None:
    used = _used()
    foreign = set(used) - LISTED - CRAFT
    unlisted = {word: used[word] for word in sorted(foreign - set(ENGLISH.known(foreign)))}
    assert unlisted == {}


@pytest.mark.parametrize("term", TERMS)
def test_every_term_says_what_it_means(term: str) -> None:
    row = TERMS[term]
    assert len(row) == 3
    assert row[1]


def test_terms_stand_in_order() -> None:
    assert list(TERMS) == sorted(TERMS)
