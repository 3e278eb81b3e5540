"""The shape of the house: no circles, small rooms, plain imports."""

import ast
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "selaras"
SOURCES = sorted(PACKAGE.rglob("*.py"))
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "util", "helper"}
MOST_LINES = 300
# engine/tables.py is a list of columns: it grows with the contracts, not with logic.
LONG_BY_NATURE = {"engine/tables.py"}
MOST_LINES_OF_A_FUNCTION = 60


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def _trees() -> Iterator[tuple[str, ast.Module]]:
    for path in SOURCES:
        yield _name(path), ast.parse(path.read_text(encoding="utf-8"))


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _strong_components(graph: dict[str, set[str]]) -> list[set[str]]:
    """Tarjan's algorithm, without recursion."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[set[str]] = []
    for start, first in graph.items():
        if start in index:
            continue
        work = [(start, iter(sorted(first)))]
        index[start] = low[start] = len(index)
        stack.append(start)
        while work:
            node, children = work[-1]
            child = next(children, None)
            if child is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    component: set[str] = set()
                    while node not in component:
                        component.add(stack.pop())
                    found.append(component)
            elif child not in index:
                index[child] = low[child] = len(index)
                stack.append(child)
                work.append((child, iter(sorted(graph[child]))))
            elif child in stack:
                low[node] = min(low[node], index[child])
    return found


def test_no_circle_of_imports() -> None:
    graph = grimp.build_graph("selaras", cache_dir=None)
    arrows = {module: set(graph.find_modules_directly_imported_by(module)) for module in graph.modules}
    circles = [sorted(part) for part in _strong_components(arrows) if len(part) > 1]
    assert circles == []


def test_components_are_found_where_there_is_a_circle() -> None:
    parts = _strong_components({"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": set()})
    assert sorted(map(sorted, parts)) == [["a", "b", "c"], ["d"]]


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_rooms_are_small(path: Path) -> None:
    if _name(path) in LONG_BY_NATURE or "migrations" in path.parts:
        pytest.skip("a list, not logic")
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_functions_are_short() -> None:
    long = [
        f"{name}:{node.lineno} {node.name}"
        for name, tree in _trees()
        for node in _functions(tree)
        if (node.end_lineno or 0) - node.lineno >= MOST_LINES_OF_A_FUNCTION
    ]
    assert long == []


def test_init_files_hold_a_docstring_only() -> None:
    wrong = []
    for name, tree in _trees():
        if name.endswith("__init__.py"):
            only = len(tree.body) == 1 and (ast.get_docstring(tree) or ".") != "."
            if not only:
                wrong.append(name)
    assert wrong == []


def test_no_room_for_odds_and_ends() -> None:
    assert [
        _name(path) for path in SOURCES if path.stem in FORBIDDEN_NAMES or path.parent.name in FORBIDDEN_NAMES
    ] == []


def test_imports_stand_at_the_top_and_are_plain() -> None:
    wrong = []
    for name, tree in _trees():
        inner = [
            node
            for function in _functions(tree)
            for node in ast.walk(function)
            if isinstance(node, ast.Import | ast.ImportFrom)
        ]
        hidden = [
            node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "TYPE_CHECKING"
        ]
        wrong += [f"{name}:{node.lineno}" for node in [*inner, *hidden]]
    assert wrong == []


def test_every_public_function_and_class_is_explained() -> None:
    wrong = []
    for name, tree in _trees():
        if "/migrations/" in name:
            continue  # Django's names, Django's order
        for node in tree.body:
            if (
                isinstance(node, ast.FunctionDef | ast.ClassDef)
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ):
                wrong.append(f"{name}:{node.lineno} {node.name}")
    assert wrong == []
