"""One list of codes: every code used stands in it, every code in it is used, every sentence says what to do."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "selaras"
DATA = PACKAGE / "kernel" / "data"
ERRORS = tomllib.loads((DATA / "errors.toml").read_text(encoding="utf-8"))
FINDINGS = tomllib.loads((DATA / "findings.toml").read_text(encoding="utf-8"))
CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py")))


def _raised() -> list[tuple[str, set[str] | None]]:
    """Codes given to SelarasError as a literal, with the names of the parameters (None: given as a mapping)."""
    found: list[tuple[str, set[str] | None]] = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            if called == "SelarasError" and isinstance(first, ast.Constant) and isinstance(first.value, str):
                names = {keyword.arg for keyword in node.keywords}
                found.append((first.value, None if None in names else {name for name in names if name}))
    return found


@pytest.mark.parametrize(("code", "given"), _raised())
def test_every_error_raised_is_listed_with_its_parameters(code: str, given: set[str] | None) -> None:
    assert code in ERRORS
    wanted = set(re.findall(r"{(\w+)", ERRORS[code]["message"] + ERRORS[code]["hint"]))
    assert given is None or wanted <= given


@pytest.mark.parametrize("code", ERRORS)
def test_every_listed_error_is_used(code: str) -> None:
    assert f'"{code}"' in CODE


@pytest.mark.parametrize("code", FINDINGS)
def test_every_listed_finding_is_used(code: str) -> None:
    assert f'"{code}"' in CODE


@pytest.mark.parametrize("entry", [*ERRORS.items(), *FINDINGS.items()], ids=lambda entry: entry[0])
def test_every_text_is_a_sentence_and_says_what_next(entry: tuple[str, dict[str, str]]) -> None:
    _, texts = entry
    assert texts["message"].rstrip().endswith((".", "?"))
    assert texts["hint"].rstrip().endswith((".", "?"))
    assert texts["message"][0].isupper() or texts["message"][0] in "{0123456789"
