"""The English catalogue, without the gettext programs: collects Indonesian sentences, writes .po, compiles .mo.

    python tools/bahasa.py [ROOM ...] adds new sentences to locale/en/LC_MESSAGES/django.po of the rooms (all), compiles
    python tools/bahasa.py --check    lists sentences without English, and catalogues that are not compiled

A room is the shell (which speaks for config and for the lists of the kernel, data/*.toml, too) or an app. Indonesian is the source; English is a translation.
The format of .mo: GNU gettext manual, section 10.3 "The Format of GNU MO Files".
"""

from __future__ import annotations

import ast
import re
import struct
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "selaras"
LISTS = PACKAGE / "kernel" / "data"
SAID = ("title", "message", "hint")
CATALOGUE = Path("locale/en/LC_MESSAGES/django.po")
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
HEADER = "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\nLanguage: en\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
_TEXT = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_IN_TEMPLATE = re.compile(rf"\b(?:_|n?gettext)\(\s*{_TEXT}(?:\s*,\s*{_TEXT})?")
# (singular, plural or "")
Sentence = tuple[str, str]


def rooms() -> list[Path]:
    """Folders with a catalogue of their own."""
    return [
        PACKAGE / "shell",
        *sorted(path for path in (PACKAGE / "apps").iterdir() if (path / "__init__.py").is_file()),
    ]


def sentences(room: Path) -> set[Sentence]:
    """What the templates and the code of a room say."""
    folders = [room, PACKAGE / "config"] if room.name == "shell" else [room]
    found: set[Sentence] = set()
    for folder in folders:
        for path in folder.rglob("*.html"):
            found.update(_of_template(path))
        for path in folder.rglob("*.py"):
            found.update(_of_code(path))
    if room.name == "shell":
        for path in LISTS.glob("*.toml"):
            found.update(_of_list(path))
    return found


def _of_list(path: Path) -> Iterator[Sentence]:
    for entry in tomllib.loads(path.read_text(encoding="utf-8")).values():
        yield from ((entry[part], "") for part in SAID if part in entry)


def _of_template(path: Path) -> Iterator[Sentence]:
    for match in _IN_TEMPLATE.finditer(templatize(path.read_text(encoding="utf-8"))):
        yield ast.literal_eval(match[1]), ast.literal_eval(match[2]) if match[2] else ""


def _of_code(path: Path) -> Iterator[Sentence]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and _name(node.func) in CALLS:
            texts = [
                each.value
                for each in node.args[:2]
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            ]
            if texts:
                yield texts[0], texts[1] if len(texts) > 1 else ""


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def read(path: Path) -> dict[Sentence, list[str]]:
    """A catalogue: sentence -> its translations (one, or singular and plural)."""
    found: dict[Sentence, list[str]] = {}
    if not path.is_file():
        return found
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        parts: dict[str, str] = {}
        current = ""
        for line in block.splitlines():
            if match := re.match(r'(msgid_plural|msgid|msgstr(?:\[\d\])?)\s+(".*")$', line):
                current = match[1]
                parts[current] = ast.literal_eval(match[2])
            elif line.startswith('"') and current:
                parts[current] += ast.literal_eval(line)
        if parts.get("msgid"):
            said = [parts["msgstr"]] if "msgstr" in parts else [parts["msgstr[0]"], parts["msgstr[1]"]]
            found[parts["msgid"], parts.get("msgid_plural", "")] = said
    return found


def write(path: Path, catalogue: dict[Sentence, list[str]]) -> None:
    """Sorted, one sentence to a block."""
    blocks = [f'msgid ""\nmsgstr {_quoted(HEADER)}']
    for (one, many), said in sorted(catalogue.items()):
        lines = [f"msgid {_quoted(one)}"]
        if many:
            lines += [
                f"msgid_plural {_quoted(many)}",
                *(f"msgstr[{index}] {_quoted(text)}" for index, text in enumerate(said)),
            ]
        else:
            lines.append(f"msgstr {_quoted(said[0])}")
        blocks.append("\n".join(lines))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def compiled(catalogue: dict[Sentence, list[str]]) -> bytes:
    """The catalogue as gettext reads it. Sentences without translation are left out."""
    pairs = {b"": HEADER.encode()}
    for (one, many), said in catalogue.items():
        if all(said):
            pairs[f"{one}\0{many}".encode() if many else one.encode()] = "\0".join(said).encode()
    keys = sorted(pairs)
    start = 7 * 4 + 16 * len(keys)
    ids, texts = bytearray(), bytearray()
    places = []
    for key in keys:
        places.append((len(key), len(ids), len(pairs[key]), len(texts)))
        ids += key + b"\0"
        texts += pairs[key] + b"\0"
    table = [number for size, at, _, _ in places for number in (size, start + at)]
    table += [number for _, _, size, at in places for number in (size, start + len(ids) + at)]
    head = struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, start)
    return head + struct.pack(f"<{len(table)}I", *table) + bytes(ids) + bytes(texts)


def missing(room: Path) -> list[str]:
    """Sentences of a room that no English is known for, and whether its compiled catalogue is out of date."""
    known = {sentence: said for each in rooms() for sentence, said in read(each / CATALOGUE).items()}
    shown = [one for one, many in sorted(sentences(room)) if not all(known.get((one, many), [""]))]
    path = room / CATALOGUE
    if path.is_file() and (
        not path.with_suffix(".mo").is_file() or path.with_suffix(".mo").read_bytes() != compiled(read(path))
    ):
        shown.append(f"{path.relative_to(PACKAGE)} belum dikompilasi: jalankan make bahasa")
    return shown


def refresh(room: Path) -> None:
    """Adds what is new, drops what nothing says any more, compiles."""
    path = room / CATALOGUE
    said = sentences(room)
    elsewhere = (
        {one for each in rooms() if each != room for one in read(each / CATALOGUE)}
        if room.name != "shell"
        else set()
    )
    old = read(path)
    wanted = {one for one in said if one in old or one not in elsewhere}
    if wanted or path.is_file():
        catalogue = {one: old.get(one, ["", ""] if one[1] else [""]) for one in wanted}
        write(path, catalogue)
        path.with_suffix(".mo").write_bytes(compiled(catalogue))


def main(arguments: list[str]) -> int:
    """0 when every sentence has its English."""
    if not settings.configured:
        settings.configure()
    named = [argument for argument in arguments if not argument.startswith("-")]
    chosen = [room for room in rooms() if not named or room.name in named]
    if "--check" not in arguments:
        for room in chosen:
            refresh(room)
    trouble = [f"{room.name}: {text}" for room in chosen for text in missing(room)]
    for line in trouble:
        print(line, file=sys.stderr)
    return 1 if trouble else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
