"""Reads what a client filled in: the XML of a submission as plain values. OpenRosa metadata and XForms of ODK.

Doctypes and entities are refused before anything is read (a "billion laughs" needs them), and so are depth and number beyond
anything a form of ours can make.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field
from xml.parsers import expat

MOST_BYTES = 5 * 1024 * 1024
MOST_NODES = 20_000
DEEPEST = 20
# Groups of the form that may be repeated: their rows come as a list, also when there is but one.
REPEATS = frozenset({"anggota"})
TARGET, CAMPAIGN, OUTCOME, PLACE, CONSENT = "sasaran", "kampanye", "hasil", "lokasi", "persetujuan"
# Questions that say more about an outcome; only one of them is ever asked.
DETAILS = ("alasan_tidak_layak", "pindah_ke", "ganda_dengan", "alasan_menolak", "alasan_tidak_ditemukan")
# Questions about who somebody is; not asked when two interviews are compared.
IDENTIFYING = frozenset({
    TARGET, CAMPAIGN, PLACE, "start", "end", "today", "deviceid", "instanceID", "instanceName", "audit", "foto_depan",
    "foto_dalam", "nama_kepala", "nama_benar", "nik_benar", "kk_benar", "alamat_benar", "anggota", "catatan", "telepon",
})  # fmt: skip
_FILE = re.compile(r"[^/\\]{1,150}\.(jpe?g|png|webp|heic|csv|m4a|amr|mp3|mp4|pdf)", re.IGNORECASE)

Value = str | list[dict[str, str]]


class UnreadableError(ValueError):
    """The XML is none, is not whole, or is built to do harm."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a submission says. Times carry a zone or are None; `accuracy` in metres; `files`: names it speaks of."""

    form_id: str
    version: str
    instance: str
    outcome: str = ""
    detail: str = ""
    target: str = ""
    campaign: str = ""
    fields: dict[str, Value] = field(default_factory=dict)
    started: dt.datetime | None = None
    ended: dt.datetime | None = None
    lat: float | None = None
    lon: float | None = None
    accuracy: float | None = None
    device: str = ""
    files: tuple[str, ...] = ()


@dataclass(slots=True)
class _Node:
    name: str
    attributes: dict[str, str]
    text: str = ""
    children: list[_Node] = field(default_factory=list)


class _Builder:
    def __init__(self) -> None:
        self.root: _Node | None = None
        self.open: list[_Node] = []
        self.count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MOST_NODES or len(self.open) >= DEEPEST:
            raise UnreadableError("too large")
        node = _Node(_local(name), {_local(k): v for k, v in attributes.items()})
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def end(self, _name: str) -> None:
        self.open.pop()

    def data(self, text: str) -> None:
        if self.open:
            self.open[-1].text += text

    def refuse(self, *_: object) -> int:
        raise UnreadableError("doctype or entity")


def _local(name: str) -> str:
    return name.rpartition(" ")[2].rpartition(":")[2]


def _parsed(xml: bytes) -> _Node:
    if len(xml) > MOST_BYTES:
        raise UnreadableError("too large")
    builder = _Builder()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = builder.refuse
    parser.ExternalEntityRefHandler = builder.refuse
    try:
        parser.Parse(xml, True)  # noqa: FBT003  expat takes it by place only
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise UnreadableError(type(error).__name__) from error
    if builder.root is None:
        raise UnreadableError("empty")
    return builder.root


def read(xml: bytes) -> Answers:
    """The answers of a submission. Raises UnreadableError."""
    root = _parsed(xml)
    fields: dict[str, Value] = {}
    _flatten(root, fields)
    lat, lon, accuracy = position(_text(fields, PLACE))
    detail = next((text for name in DETAILS if (text := _text(fields, name))), "")
    return Answers(
        form_id=root.attributes.get("id", "")[:60],
        version=root.attributes.get("version", "")[:20],
        instance=_text(fields, "instanceID") or root.attributes.get("instanceID", ""),
        outcome=_text(fields, OUTCOME)[:30],
        detail=detail[:30],
        target=_text(fields, TARGET)[:12],
        campaign=_text(fields, CAMPAIGN)[:12],
        fields=fields,
        started=moment(_text(fields, "start")),
        ended=moment(_text(fields, "end")),
        lat=lat,
        lon=lon,
        accuracy=accuracy,
        device=_text(fields, "deviceid")[:80],
        files=tuple(sorted(set(_files(fields)))),
    )


def _text(fields: dict[str, Value], name: str) -> str:
    value = fields.get(name, "")
    return value if isinstance(value, str) else ""


def _flatten(node: _Node, into: dict[str, Value]) -> None:
    """Groups are for the eye: names are unique in a form of ours, and a row of a repeat is a dict of its own."""
    for child in node.children:
        if child.name in REPEATS:
            row: dict[str, Value] = {}
            _flatten(child, row)
            rows = into.setdefault(child.name, [])
            if isinstance(rows, list):
                rows.append({name: text for name, text in row.items() if isinstance(text, str)})
        elif child.children:
            _flatten(child, into)
        else:
            # A NUL cannot stand in XML; other texts are kept as they were written.
            into[child.name] = child.text.strip()


def _files(fields: dict[str, Value]) -> list[str]:
    found = []
    for value in fields.values():
        texts = [value] if isinstance(value, str) else [text for row in value for text in row.values()]
        found += [same_name(text) for text in texts if _FILE.fullmatch(text)]
    return found


def same_name(name: str) -> str:
    """A file name as it is compared: phones and servers differ in how they write accents and blanks."""
    return unicodedata.normalize("NFC", name).strip().replace("\u00a0", " ")[:160]


def position(text: str) -> tuple[float | None, float | None, float | None]:
    """Latitude, longitude, accuracy of a geopoint `lat lon altitude accuracy`; None where it is none."""
    try:
        numbers = [float(part) for part in text.split()[:4]]
    except ValueError:
        return None, None, None
    if len(numbers) < 2 or not (-90 <= numbers[0] <= 90 and -180 <= numbers[1] <= 180):
        return None, None, None
    accuracy = numbers[3] if len(numbers) == 4 and 0 <= numbers[3] < 1e6 else None
    return numbers[0], numbers[1], accuracy


def moment(text: str) -> dt.datetime | None:
    """A time of the device. One without a zone, or that is none, is not known."""
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None and 1990 < found.year < 2200 else None
