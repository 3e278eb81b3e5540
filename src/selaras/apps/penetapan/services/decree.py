"""The SK: its number and day, its PDF, and the package that ends with it."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from pathlib import Path

from django.utils import timezone, translation

from selaras.apps.accounts import rules as access
from selaras.apps.audit import services as audit
from selaras.apps.penetapan.models import Decree, Package
from selaras.apps.penetapan.queries import packages as queries
from selaras.apps.penetapan.queries import proposed
from selaras.apps.penetapan.rules import decree as rules
from selaras.apps.penetapan.rules import packages as way
from selaras.apps.penetapan.services import packages
from selaras.apps.verval.rules import labels
from selaras.kernel import errors
from selaras.shell import papers, secrets
from selaras.shell import words as shell

_TEMPLATE = Path(__file__).parent.parent / "data" / "sk.typ"
_SEALED = {"table": "penetapan_decree", "field": "pdf"}


def set_by(*, reference: str, number: str, on: dt.date | None, seen: int, by: access.Actor) -> Decree:
    """Sets a package by an SK. Raises as `packages.take`, and SelarasError sk_tanpa_nomor, sk_tanggal_lain."""
    turn = packages.take(reference, way.Act.DECREE, seen, by)
    number = " ".join(number.split())[:80]
    if not rules.sound(number, on, timezone.localdate()) or on is None:
        raise errors.SelarasError("sk_tanpa_nomor")
    package = turn.package
    earlier = proposed.number_used(number, package.kode_desa)
    if earlier is not None and earlier.sk_date != on:
        raise errors.SelarasError("sk_tanggal_lain")
    package.number_of_sk, package.sk_date = number, on
    package.save(update_fields=["number_of_sk", "sk_date"])
    # A decree is an Indonesian paper, whatever language its signer reads the portal in.
    with translation.override("id"):
        paper = _paper(package, way.digest(reference, turn.rows), by)
        pdf = papers.pdf(_TEMPLATE, rules.contents(paper), on)
    made = Decree.objects.create(
        package=package, kode_desa=package.kode_desa, size=len(pdf), sha256=hashlib.sha256(pdf).hexdigest(),
        pdf=secrets.seal(base64.b64encode(pdf).decode(), row=reference, **_SEALED), by=by.user_id, by_name=by.name,
    )  # fmt: skip
    packages.go_on(turn, way.Act.DECREE, f"SK {number}")
    return made


def _paper(package: Package, digest: str, by: access.Actor) -> rules.Paper:
    rows = queries.items(package)
    known = queries.families((row.keluarga for row in rows if row.keluarga), by)
    lines = []
    for row in rows:
        family = known.get(row.keluarga or "")
        head = family.head if family else f"Usulan {row.appeal.reference}" if row.appeal else "–"
        nik = shell.masked(family.nik_tail) if family else ""
        lines.append(rules.Line(head or "–", nik or "–", str(labels.outcome(row.outcome)), row.reason))
    code = package.kode_desa
    assert package.sk_date is not None
    return rules.Paper(
        number=package.number_of_sk, on=package.sk_date, kabupaten=shell.region(".".join(code.split(".")[:2])),
        village=f"{_kind(code)} {shell.region(code)}, Kecamatan {shell.region(code[:8])}", title=package.title,
        signed_by=by.name, digest=digest, lines=lines, met=package.meeting_id is not None,
    )  # fmt: skip


def _kind(code: str) -> str:
    return "Kelurahan" if code.rsplit(".", maxsplit=1)[-1].startswith("1") else "Desa"


def read(*, package: Package, by: access.Actor) -> bytes:
    """The SK as it was signed. Raises SelarasError sk_belum_ada, rahasia_tidak_terbuka where it is not what was signed."""
    found = queries.decree(package)
    if found is None:
        raise errors.SelarasError("sk_belum_ada")
    pdf = base64.b64decode(secrets.unseal(found.pdf, row=package.reference, **_SEALED))
    if hashlib.sha256(pdf).hexdigest() != found.sha256:
        raise errors.SelarasError("rahasia_tidak_terbuka", tabel="naskah SK")
    audit.record(
        actor=by, action="paket_sk", object_kind=packages.KIND, object_id=package.reference, region=package.kode_desa,
        detail={"sha256": found.sha256},
    )  # fmt: skip
    return pdf
