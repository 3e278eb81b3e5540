"""The shapes of the ODK Central API, as far as we speak it (docs/reference/odk.md lists the calls). Pure data in, data out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

PROJECT, DATASET, TABLE = 1, "keluarga", "Submissions"
# Numbers that were typed in are not given out again: four last digits tell whether it is the right one.
_NUMBER = re.compile(r"(?<!\d)\d{12}(\d{4})(?!\d)")
_PROPERTIES = ("kampanye", "nama", "alamat", "rt", "desa", "kode_desa", "kk", "jumlah_anggota")


def masked(text: str) -> str:
    """`text` with the last four digits of every number of sixteen."""
    return _NUMBER.sub(r"•••• \1", text)


def moment(at: dt.datetime | None) -> str | None:
    """A time as Central writes it."""
    return (
        None
        if at is None
        else at.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    )


def project(name: str, forms: int, made: dt.datetime) -> dict[str, Any]:
    """The one project there is: what this officer works in."""
    return {
        "id": PROJECT, "name": name, "description": None, "archived": False, "keyId": None, "createdAt": moment(made),
        "updatedAt": None, "deletedAt": None, "forms": forms, "appUsers": 1,
    }  # fmt: skip


def form(form_id: str, version: str, title: str, md5: str, published: dt.datetime) -> dict[str, Any]:
    """A form."""
    return {
        "projectId": PROJECT, "xmlFormId": form_id, "version": version, "hash": md5, "name": title, "state": "open",
        "enketoId": None, "keyId": None, "createdAt": moment(published), "updatedAt": None,
        "publishedAt": moment(published),
    }  # fmt: skip


def submission(row: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of a submission. `row`: instance, user, device, received, standing, name."""
    return {
        "instanceId": row["instance"], "submitterId": row["user"], "deviceId": row["device"] or None,
        "createdAt": moment(row["received"]), "updatedAt": None, "userAgent": None, "instanceName": None,
        "reviewState": None if row["standing"] == "berlaku" else "hasIssues",
    }  # fmt: skip


def table(rows: Sequence[Mapping[str, Any]], *, total: int | None, address: str) -> dict[str, Any]:
    """An OData table: a row per submission, its answers by name."""
    found: dict[str, Any] = {
        "value": [_line(row) for row in rows],
        "@odata.context": f"{address}/$metadata#{TABLE}",
    }
    return found if total is None else {**found, "@odata.count": total}


def _line(row: Mapping[str, Any]) -> dict[str, Any]:
    answers = {name: _plain(value) for name, value in row["answers"].items()}
    system = {
        "submissionDate": moment(row["received"]), "submitterId": str(row["user"]), "deviceId": row["device"] or None,
        "reviewState": submission(row)["reviewState"], "formVersion": row["version"],
        "attachmentsPresent": row["files"], "attachmentsExpected": row["expected"],
    }  # fmt: skip
    return {"__id": row["instance"], "__system": system, **answers}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [{name: masked(text) for name, text in each.items()} for each in value]
    return masked(value) or None


def dataset() -> dict[str, Any]:
    """The one entity list: families of this officer."""
    made = moment(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    return {
        "name": DATASET, "projectId": PROJECT, "createdAt": made,
        "approvalRequired": False,
        "properties": [{"name": name, "odataName": name, "publishedAt": made, "forms": []} for name in _PROPERTIES],
    }  # fmt: skip


def entity(family: Mapping[str, str], at: dt.datetime) -> dict[str, Any]:
    """A family as an entity."""
    version = {
        "label": family["label"], "current": True, "createdAt": moment(at), "creatorId": 0, "userAgent": "Selaras",
        "version": 1, "baseVersion": None, "conflictingProperties": None,
    }  # fmt: skip
    return {
        "uuid": family["name"], "creatorId": 0, "createdAt": moment(at), "updatedAt": None, "deletedAt": None,
        "conflict": None, "currentVersion": version,
    }  # fmt: skip


def entity_table(families: Sequence[Mapping[str, str]], at: dt.datetime, address: str) -> dict[str, Any]:
    """Families as an OData table."""
    rows = [
        {"__id": each["name"], "label": each["label"], "__system": {"createdAt": moment(at), "version": 1, "conflict": None},
         **{name: each[name] for name in _PROPERTIES}}
        for each in families
    ]  # fmt: skip
    return {"value": rows, "@odata.context": f"{address}/$metadata#Entities"}
