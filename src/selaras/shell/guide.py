"""The guides of docs/panduan as pages: whoever is stuck reads beside the work, without leaving the portal.

Only the Markdown those guides use is known: headings, paragraphs, lists, tables, code, pictures, links, bold. Their words are
ours, and are escaped all the same.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

DOCS = Path(__file__).resolve().parents[3] / "docs"
FIRST = "README"
_MARKER = re.compile(r"( *)(?:[-*]|(\d+)\.) +")
_PICTURE = re.compile(r"!\[([^\]]*)\]\((?:\.\./)?gambar/([\w-]+\.webp)\)")
_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]+)\)")
_GUIDE = re.compile(r"([\w-]+)\.md(#[\w-]+)?")
_CODE, _BOLD = re.compile(r"`([^`]+)`"), re.compile(r"\*\*([^*]+)\*\*")
_BREAKS = ("#", "|", "```")


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide: its title and its body, without the title."""

    title: str
    body: SafeString


@functools.cache
def names() -> frozenset[str]:
    """The guides there are; none where only the package was installed."""
    return frozenset(path.stem for path in (DOCS / "panduan").glob("*.md"))


def address(place: str) -> str:
    """Where a guide is read: "kelurahan#musyawarah", or "" for the first page."""
    name, _, heading = place.partition("#")
    return f"/panduan/{f'{name}/' if name and name != FIRST else ''}{f'#{heading}' if heading else ''}"


def picture(name: str) -> Path | None:
    """The file of a picture; None where there is no such picture."""
    path = DOCS / "gambar" / name
    return path if re.fullmatch(r"[\w-]+\.webp", name) and path.is_file() else None


@functools.cache
def read(name: str) -> Guide | None:
    """A guide by its name; None where there is no such guide."""
    if name not in names():
        return None
    lines = (DOCS / "panduan" / f"{name}.md").read_text(encoding="utf-8").splitlines()
    title = lines[0].removeprefix("# ")
    return Guide(title, mark_safe("\n".join(_blocks(lines[1:]))))  # noqa: S308  escaped below, part by part


def _inline(text: str) -> str:
    """Bold, code, links and pictures of a line; everything else is escaped."""
    kept: list[str] = []

    def keep(code: re.Match[str]) -> str:
        kept.append(f"<code>{code[1]}</code>")
        return f"\0{len(kept) - 1}\0"

    told = _CODE.sub(keep, html.escape(text))
    told = _PICTURE.sub(
        r'<img src="/panduan/gambar/\2" alt="\1" title="\1" loading="lazy" decoding="async">', told
    )
    told = _BOLD.sub(r"<b>\1</b>", _LINK.sub(_link, told))
    return re.sub("\0(\\d+)\0", lambda at: kept[int(at[1])], told)


def _link(found: re.Match[str]) -> str:
    words, target = found.groups()
    guide = _GUIDE.fullmatch(target)
    if guide and guide[1] in names():
        return f'<a href="{address(guide[1] + (guide[2] or ""))}">{words}</a>'
    return f'<a href="{target}">{words}</a>' if target.startswith("#") else words


def _anchor(heading: str) -> str:
    """What a heading is called in an address, as where the guides are kept."""
    return re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", strip_tags(_inline(heading)).lower()).strip())


def _blocks(lines: list[str]) -> Iterator[str]:
    at = 0
    while at < len(lines):
        line, end = lines[at], at + 1
        if line.startswith("```"):
            while end < len(lines) and not lines[end].startswith("```"):
                end += 1
            yield f'<pre tabindex="0"><code>{html.escape(chr(10).join(lines[at + 1 : end]))}</code></pre>'
            end += 1
        elif line.startswith("#"):
            marks, _, words = line.partition(" ")
            yield f'<h{len(marks)} id="{_anchor(words)}">{_inline(words)}</h{len(marks)}>'
        elif line.startswith("|"):
            end = _while(lines, at, lambda each: each.startswith("|"))
            yield _table(lines[at:end])
        elif _MARKER.match(line):
            end = _while(lines, at, lambda each: bool(_MARKER.match(each)) or each.startswith(" "))
            yield _list(lines[at:end])
        elif line.strip():
            end = _while(lines, at, lambda each: bool(each.strip()) and not _starts(each))
            yield f"<p>{_inline(' '.join(part.strip() for part in lines[at:end]))}</p>"
        at = end


def _starts(line: str) -> bool:
    return line.startswith(_BREAKS) or bool(_MARKER.match(line))


def _while(lines: list[str], at: int, holds: Callable[[str], bool]) -> int:
    """The end of a block that begins at `at` and goes on as long as its lines are of one kind."""
    end = at + 1
    while end < len(lines) and holds(lines[end]):
        end += 1
    return end


def _list(lines: list[str]) -> str:
    """Items with what is indented below them; `start` where a list goes on after a picture."""
    first = _MARKER.match(lines[0])
    items: list[list[str]] = []
    for line in lines:
        marker = _MARKER.match(line)
        if marker and first and len(marker[1]) == len(first[1]):
            items.append([line[marker.end() :]])
        else:
            items[-1].append(line)
    kind = "ol" if first and first[2] else "ul"
    start = f' start="{first[2]}"' if first and first[2] and first[2] != "1" else ""
    return f"<{kind}{start}>{''.join(f'<li>{_item(item)}</li>' for item in items)}</{kind}>"


def _item(lines: list[str]) -> str:
    depth = min((len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()), default=0)
    first, *others = _blocks([lines[0], *(line[depth:] for line in lines[1:])])
    return "".join([first.removeprefix("<p>").removesuffix("</p>"), *others])


def _table(lines: list[str]) -> str:
    head, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    heads = "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{_inline(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="scroll"><table class="data"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
