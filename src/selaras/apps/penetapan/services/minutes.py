"""The berita acara: its PDF with annex, kept under its hash, and the signed papers that come back."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from selaras.apps.accounts import rules as access
from selaras.apps.penetapan import vault
from selaras.apps.penetapan.models import Meeting
from selaras.apps.penetapan.queries import meetings as queries
from selaras.apps.penetapan.rules import meetings as rules
from selaras.apps.penetapan.rules import spoken
from selaras.apps.penetapan.services import scanning, telling
from selaras.kernel import errors
from selaras.shell import papers, trail
from selaras.shell import words as shell

KIND = "musyawarah"
MOST_SCANS = 12
_TEMPLATE = Path(__file__).parent.parent / "data" / "berita_acara.typ"
_PROPOSED = "usul"


def lacking(lacks: rules.Missing) -> str:
    """What a meeting lacks, as part of a sentence."""
    parts = []
    if lacks.people:
        parts.append(_("kurang %(n)s orang yang hadir") % {"n": lacks.people})
    if lacks.capacities:
        who = ", ".join(str(rules.CAPACITIES[each]).lower() for each in lacks.capacities)
        parts.append(_("belum hadir: %(who)s") % {"who": who})
    if lacks.signing:
        parts.append(_("kurang %(n)s penanda tangan") % {"n": lacks.signing})
    if lacks.undecided:
        parts.append(_("%(n)s hal belum diputuskan") % {"n": lacks.undecided})
    return "; ".join(parts)


def keep(row: Meeting, by: access.Actor) -> str:
    """Makes the berita acara of a meeting and keeps it; returns its SHA-256, which is its name in the vault."""
    # A record of an Indonesian office is Indonesian, whatever language the page is read in.
    with translation.override("id"):
        pdf = papers.pdf(_TEMPLATE, _contents(row, by), row.held_on)
    digest = hashlib.sha256(pdf).hexdigest()
    vault.put(row.reference, f"{digest}.pdf", pdf)
    return digest


def _contents(row: Meeting, by: access.Actor) -> dict[str, object]:
    code = row.kode_desa
    there = queries.attendees(row)
    lines = queries.lines(list(queries.items(row)), by)
    earlier = queries.one(row.corrects, by) if row.corrects else None
    kind = "Kelurahan" if row.kind == rules.Kind.MUSKEL else "Desa"
    said = [(each.name, str(rules.CAPACITIES.get(each.capacity, each.capacity))) for each in there]
    return {
        "judul": str(rules.KINDS[row.kind]), "nomor": row.number, "hari": spoken.day(row.held_on), "tempat": row.place,
        "pimpinan": row.chair, "kabupaten": shell.region(code[:5]), "kecamatan": f"Kecamatan {shell.region(code[:8])}",
        "desa": f"{kind} {shell.region(code)}", "koreksi": earlier.number if earlier else "",
        "hitungan": [(str(name), str(n)) for name, n in rules.counted(each.item.decision for each in lines)],
        "hadir": said, "tanda": [pair for each, pair in zip(there, said, strict=True) if each.signs],
        "baris": [_line(number, each) for number, each in enumerate(lines, start=1)],
        "kaki": f"Berita acara {row.number} · Selaras {row.reference}",
    }  # fmt: skip


def _line(number: int, each: queries.Line) -> list[str]:
    row = each.item
    remarks = "; ".join(
        part for part in (row.reason, row.objection and f"keberatan: {row.objection}") if part
    )
    name = each.head or (f"{_PROPOSED} {row.appeal.reference}" if row.appeal else row.keluarga or "")
    desil = str(each.desil) if each.desil is not None else shell.NOT_KNOWN
    return [
        str(number), name, each.nik or shell.NOT_KNOWN, each.rt, each.address, desil, each.finding or shell.NOT_KNOWN,
        each.decision, remarks,
    ]  # fmt: skip


def read(*, row: Meeting, by: access.Actor) -> bytes:
    """The berita acara as it was made. Raises SelarasError musyawarah_belum_ditutup, penetapan_berkas_hilang."""
    if not row.pdf_sha256:
        raise errors.SelarasError("musyawarah_belum_ditutup")
    telling.told(row, KIND, "berita_acara_baca", by)
    return vault.read(row.reference, f"{row.pdf_sha256}.pdf")


def add_scan(*, reference: str, contents: bytes, by: access.Actor) -> str:
    """Keeps a signed paper: a picture encoded anew, a PDF as it is; returns its SHA-256. The same again changes nothing.

    Raises Refused; SelarasError musyawarah_belum_ditutup, pindaian_bukan_gambar, pindaian_berisi_perintah,
    pindaian_terlalu_besar, pindaian_terlalu_banyak.
    """
    row = Meeting.objects.select_for_update().filter(reference=reference).first()
    if row is None or not access.may(
        by, access.Ability.DELIBERATE, row.kode_desa, access.FieldClass.IDENTITY
    ):
        raise trail.Refused("berita_acara_pindaian", KIND, reference)
    if row.closed_at is None:
        raise errors.SelarasError("musyawarah_belum_ditutup")
    kind, kept = scanning.harmless(contents)
    files = list(row.scan.get("files", []))
    digest = hashlib.sha256(kept).hexdigest()
    if any(each["sha256"] == digest for each in files):
        return digest
    if len(files) >= MOST_SCANS:
        raise errors.SelarasError("pindaian_terlalu_banyak", jumlah=MOST_SCANS)
    vault.put(row.reference, f"{digest}.{kind}", kept)
    files.append({
        "sha256": digest, "kind": kind, "size": len(kept), "by": by.user_id, "by_name": by.name,
        "at": timezone.now().isoformat(),
    })  # fmt: skip
    row.scan = {"files": files}
    row.save(update_fields=["scan"])
    telling.told(row, KIND, "berita_acara_pindaian", by, sha256=digest)
    return digest


def scan(*, row: Meeting, number: int, by: access.Actor) -> tuple[str, bytes] | None:
    """(kind, contents) of a signed paper by its place; None where there is none."""
    files = row.scan.get("files", [])
    if not 0 <= number < len(files):
        return None
    each = files[number]
    telling.told(row, KIND, "berita_acara_baca", by, pindaian=number)
    return each["kind"], vault.read(row.reference, f"{each['sha256']}.{each['kind']}")
