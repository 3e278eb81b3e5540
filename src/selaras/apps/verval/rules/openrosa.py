"""What OpenRosa clients read: form list, manifest, answers, entity lists, settings of ODK Collect. Pure text in, text out.

OpenRosa 1.0: Form List, Manifest, Form Submission and HTTP Request APIs (docs.getodk.org/openrosa); entity lists in manifests
as ODK Central 2024.3 and ODK Collect 2024.3 write and read them.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax import saxutils

# Collect splits what it sends so that no request is larger than this.
ACCEPTED = 10 * 1024 * 1024
# A request larger than this is not read at all.
MOST_REQUEST = 64 * 1024 * 1024
HEADERS = {"X-OpenRosa-Version": "1.0", "X-OpenRosa-Accept-Content-Length": str(ACCEPTED)}
FAMILIES, MEMBERS = "keluarga.csv", "anggota_daftar.csv"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FAMILY = (
    "name",
    "label",
    "__version",
    "kampanye",
    "nama",
    "alamat",
    "rt",
    "desa",
    "kode_desa",
    "kk",
    "jumlah_anggota",
)
_MEMBER = ("name", "label", "sasaran", "urut", "nama", "umur", "hubungan")


@dataclass(frozen=True, slots=True)
class Listed:
    """A form as it stands in a form list."""

    form_id: str
    version: str
    title: str
    md5: str
    download: str
    manifest: str


@dataclass(frozen=True, slots=True)
class Media:
    """A file of a manifest. `integrity`: where a phone asks which entities of the list are gone; "" for a plain file."""

    name: str
    contents: bytes
    download: str
    integrity: str = ""

    @property
    def md5(self) -> str:
        """Its hash as manifests write it."""
        return hashlib.md5(self.contents, usedforsecurity=False).hexdigest()


def _tag(name: str, text: str) -> str:
    return f"<{name}>{saxutils.escape(text)}</{name}>"


def form_list(forms: Iterable[Listed]) -> str:
    """The form list."""
    rows = "".join(
        "<xform>" + _tag("formID", each.form_id) + _tag("name", each.title) + _tag("version", each.version)
        + _tag("hash", f"md5:{each.md5}") + _tag("downloadUrl", each.download) + _tag("manifestUrl", each.manifest)
        + "</xform>"
        for each in forms
    )  # fmt: skip
    return f'{_HEAD}<xforms xmlns="http://openrosa.org/xforms/xformsList">{rows}</xforms>'


def manifest(files: Iterable[Media]) -> str:
    """The manifest of a form."""
    rows = "".join(
        ('<mediaFile type="entityList">' if each.integrity else "<mediaFile>") + _tag("filename", each.name)
        + _tag("hash", f"md5:{each.md5}") + _tag("downloadUrl", each.download)
        + (_tag("integrityUrl", each.integrity) if each.integrity else "") + "</mediaFile>"
        for each in files
    )  # fmt: skip
    return f'{_HEAD}<manifest xmlns="http://openrosa.org/xforms/xformsManifest">{rows}</manifest>'


def answer(message: str, nature: str = "") -> str:
    """An OpenRosaResponse: what the app shows to the officer."""
    kind = f' nature="{nature}"' if nature else ""
    return (
        f'{_HEAD}<OpenRosaResponse xmlns="http://openrosa.org/http/response">'
        f"<message{kind}>{saxutils.escape(message)}</message></OpenRosaResponse>"
    )


def integrity(asked: Sequence[str], held: frozenset[str]) -> str:
    """Which of the entities a phone asks about are no longer its own."""
    rows = "".join(
        f"<entity id={saxutils.quoteattr(each)}><deleted>{'false' if each in held else 'true'}</deleted></entity>"
        for each in asked
    )
    return f"{_HEAD}<data><entities>{rows}</entities></data>"


def families(pack: Sequence[Mapping[str, Any]]) -> bytes:
    """The officer's families as an entity list."""
    return _csv(_FAMILY, [family(each) for each in pack])


def family(each: Mapping[str, Any]) -> dict[str, str]:
    """One family as an entity: `name` is the reference of the target."""
    label = " · ".join(part for part in (each["head"], each["rt_words"], each["address"]) if part)
    return {
        "name": each["target"], "label": label or each["target"], "__version": "1", "kampanye": each["campaign"],
        "nama": each["head"], "alamat": each["address"], "rt": each["rt"], "desa": each["desa"],
        "kode_desa": each["kode_desa"], "kk": each["kk"], "jumlah_anggota": str(len(each["members"])),
    }  # fmt: skip


def members(pack: Sequence[Mapping[str, Any]]) -> bytes:
    """Members of those families, numbered within each."""
    rows = [
        {
            "name": f"{each['target']}-{number}", "label": person["name"], "sasaran": each["target"], "urut": str(number),
            "nama": person["name"], "umur": "" if person["age"] is None else str(person["age"]), "hubungan": person["relation"],
        }
        for each in pack
        for number, person in enumerate(each["members"], 1)
    ]  # fmt: skip
    return _csv(_MEMBER, rows)


def _csv(heads: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, heads, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def collect_settings(address: str, project: str) -> str:
    """What a QR code tells ODK Collect: JSON, compressed (zlib) and written in base64.

    Forms follow the server exactly, and what is finished is sent by itself. What was sent stays on the phone: the officer
    keeps the evidence until the campaign ends.
    """
    said = {
        "general": {
            "protocol": "odk_default", "server_url": address, "form_update_mode": "match_exactly",
            "periodic_form_updates_check": "every_fifteen_minutes", "autosend": "wifi_and_cellular",
            "delete_send": False, "default_completed": True, "image_size": "large",
        },
        "admin": {"change_server": False, "delete_after_send": False},
        "project": {"name": project, "icon": "V", "color": "#0f766e"},
    }  # fmt: skip
    return base64.b64encode(zlib.compress(json.dumps(said, ensure_ascii=False).encode())).decode()
