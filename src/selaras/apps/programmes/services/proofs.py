"""Hand-over by a village: given or not, with what shows it. Pictures are encoded anew, papers looked through, both sealed."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import io
from dataclasses import dataclass

from django.utils import timezone
from PIL import Image

from selaras.apps.accounts import rules as access
from selaras.apps.penetapan.services import scanning
from selaras.apps.programmes import vault
from selaras.apps.programmes.models.delivery import Cycle, Line, Proof
from selaras.apps.programmes.queries import delivery as queries
from selaras.apps.programmes.rules import delivery as rules
from selaras.apps.programmes.rules import ledger, words
from selaras.apps.programmes.services import delivery, telling_delivery
from selaras.apps.programmes.services import ledger as book
from selaras.apps.verval.services import pictures
from selaras.kernel import errors
from selaras.shell import trail

MOST = 6
# A signature has at least so many pixels darker than this; a touch by mistake has fewer.
_DARK, _LEAST_INK = 128, 200


@dataclass(frozen=True, slots=True)
class Handed:
    """That something was handed over on a day (`kind` PAID), or could not be (RETURNED, with the reason)."""

    kind: words.Entry
    day: dt.date | None
    reason: str = ""
    proof: bytes = b""
    proof_kind: rules.ProofKind = rules.ProofKind.PHOTO


def hand_over(*, number: str, told: Handed, by: access.Actor) -> Line:
    """Enters what a village says of one line. The same again changes nothing.

    Raises Refused; SelarasError tahap_bukan_beku, serah_lewat_bank, serah_tanggal_salah, serah_tanpa_bukti, serah_baris_tertutup,
    salur_tanpa_alasan, and as `add`.
    """
    line = _locked(number, "baris_serah", by)
    if line.cycle.channel != rules.Channel.VILLAGE:
        raise errors.SelarasError("serah_lewat_bank")
    first = timezone.localdate(line.cycle.frozen_at) if line.cycle.frozen_at else timezone.localdate()
    if told.day is None or not first <= told.day <= timezone.localdate():
        raise errors.SelarasError("serah_tanggal_salah")
    delivery.recheck_lines(line.cycle, [line])
    if line.state not in (*rules.PAYABLE, ledger.State.PAID):
        raise errors.SelarasError("serah_baris_tertutup")
    why = delivery.reasoned(told.reason) if told.kind is words.Entry.RETURNED else told.reason.strip()[:300]
    if told.kind is words.Entry.PAID:
        _proven(line, told, by)
    held = queries.moves([line])[line.pk]
    event = ledger.Told(told.kind, told.day, f"serah:{line.number}:{told.kind}:{told.day.isoformat()}")
    book.enter([book.Page(line, held, ledger.event(held, event))], book.Because(by, why))
    if told.kind is words.Entry.RETURNED:
        line.reason = why
        line.save(update_fields=["reason"])
    telling_delivery.line(line, "baris_serah", by, hasil=str(told.kind))
    return line


def _proven(line: Line, told: Handed, by: access.Actor) -> None:
    if told.proof:
        _keep(line, told.proof, told.proof_kind, by)
    elif not Proof.objects.filter(line=line).exists():
        raise errors.SelarasError("serah_tanpa_bukti")


def _locked(number: str, action: str, by: access.Actor) -> Line:
    found = queries.line(number, by, access.Ability.DELIVER)
    if found is None:
        raise trail.Refused(action, telling_delivery.LINE, number)
    cycle = Cycle.objects.select_related("programme").select_for_update(of=("self",)).get(pk=found.cycle_id)
    if cycle.state != rules.CycleState.FROZEN:
        raise errors.SelarasError("tahap_bukan_beku")
    # The row too: phones with a voucher lock the line alone.
    Line.objects.select_for_update().get(pk=found.pk)
    found.refresh_from_db()
    found.cycle = cycle
    return found


def add(*, number: str, contents: bytes, kind: rules.ProofKind, by: access.Actor) -> Proof:
    """Keeps a further proof of a line. The same again changes nothing.

    Raises Refused; SelarasError pindaian_terlalu_besar, pindaian_berisi_perintah, pindaian_bukan_gambar, pindaian_terlalu_banyak,
    program_disk_penuh.
    """
    return _keep(_locked(number, "baris_bukti", by), contents, kind, by)


def drawn(text: str) -> bytes:
    """The picture of a signature as a page sends it. Raises SelarasError serah_coretan_salah for none of ours, or an empty one."""
    try:
        contents = rules.drawn(text)
    except ValueError:
        contents = None
    if not contents or not _inked(contents):
        raise errors.SelarasError("serah_coretan_salah")
    return contents


def _inked(contents: bytes) -> bool:
    picture = pictures.harmless(contents)
    if picture is None:
        return False
    with Image.open(io.BytesIO(picture.jpeg)) as opened:
        return sum(opened.convert("L").histogram()[:_DARK]) >= _LEAST_INK


def _keep(line: Line, contents: bytes, kind: rules.ProofKind, by: access.Actor) -> Proof:
    form, harmless = scanning.harmless(contents)
    digest = hashlib.sha256(harmless).hexdigest()
    known = Proof.objects.filter(line=line, sha256=digest).first()
    if known is not None:
        return known
    if Proof.objects.filter(line=line).count() >= MOST:
        raise errors.SelarasError("pindaian_terlalu_banyak", jumlah=MOST)
    name = f"{digest[:48]}.{form}"
    with contextlib.suppress(FileExistsError):
        vault.put(_room(line), name, harmless)
    made = Proof.objects.create(
        line=line, kode_desa=line.kode_desa, kind=kind, sha256=digest, kept=name, by=by.user_id
    )  # fmt: skip
    telling_delivery.line(line, "baris_bukti", by, sha256=digest, jenis=str(kind))
    return made


def _room(line: Line) -> str:
    return f"bukti/{line.number}"


def read(*, line: Line, proof: int, by: access.Actor) -> tuple[str, bytes] | None:
    """(form, contents) of a proof of a line the actor may see; None where there is none. Raises SelarasError program_berkas_hilang."""
    found = Proof.objects.filter(line=line, pk=proof).exclude(kept="").first()
    if found is None:
        return None
    telling_delivery.line(line, "baris_bukti_lihat", by)
    return found.kept.rsplit(".", maxsplit=1)[-1], vault.read(_room(line), found.kept)
