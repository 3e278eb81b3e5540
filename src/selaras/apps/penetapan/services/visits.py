"""Proposals on their way to a visit, and families on no list on their way from a visit to a meeting."""

from __future__ import annotations

import re
import uuid

from selaras.apps.accounts import rules as access
from selaras.apps.audit import services as audit
from selaras.apps.penetapan.queries import appeals as queries
from selaras.apps.penetapan.queries import unlisted
from selaras.apps.penetapan.rules import appeals as rules
from selaras.apps.penetapan.services import appeals
from selaras.apps.verval.queries import campaigns
from selaras.apps.verval.rules import places
from selaras.apps.verval.rules.words import CampaignState
from selaras.apps.verval.services import targets
from selaras.kernel import errors

_IDENTITY_NUMBER = re.compile(r"\d(?:[ .\-]?\d){15}")
_MET = "Ditemukan petugas lapangan saat kunjungan, belum ada di daftar mana pun."
_TOLD = "Petugas lapangan akan mengunjungi keluarga ini."


def running(actor: access.Actor, kode_desa: str) -> list[tuple[str, str]]:
    """(reference, title) of running campaigns this person leads that reach a village."""
    found = campaigns.visible(actor, access.Ability.LEAD).filter(state=CampaignState.RUNNING)
    return [(row.reference, row.title) for row in found if access.inside(kode_desa, row.wilayah)]


def send(*, reference: str, campaign: str, by: access.Actor) -> str:
    """Makes a family on no list a target of a campaign; returns the reference of the target.

    Raises Refused; SelarasError aduan_langkah_salah, verval_kampanye_tutup.
    """
    row = appeals.locked(reference, by)
    if row.keluarga or row.state in (*rules.ENDED, rules.State.VISIT):
        raise errors.SelarasError("aduan_langkah_salah")
    if campaign not in dict(running(by, row.kode_desa)):
        raise errors.SelarasError("verval_kampanye_tutup")
    rt = places.rt(queries.about(row).rt, None)
    target = targets.add_found(campaign=campaign, kode_desa=row.kode_desa, rt=rt, by=by, proposed=True)
    row.target = target
    row.save(update_fields=["target"])
    appeals.step(row, rules.State.VISIT, _TOLD, by)
    audit.record(
        actor=by, action="usul_sanggah_langkah", object_kind=appeals.KIND, object_id=reference, region=row.kode_desa,
        detail={"sasaran": target},
    )  # fmt: skip
    return target


def heard_next(*, campaign: str, kode_desa: str, by: access.Actor) -> dict[int, str]:
    """What the visits found about families on no list, by proposal, for the list of a meeting.

    Who was proposed before the visit keeps that proposal; of any other a proposal is written, once. Raises Refused.
    """
    found = unlisted.met(campaign, kode_desa, by)
    known = unlisted.with_targets(each.target for each in found)
    told = {}
    for each in found:
        row = known.get(each.target)
        if row is None and unlisted.speaks(each):
            row = unlisted.same(each, kode_desa)
            if row is None:
                row = appeals.met(sent=_sent(each, kode_desa, by), target=each.target, by=by)
            else:
                row.target = each.target
                row.save(update_fields=["target"])
        if row is not None:
            told[row.pk] = each.finding
    return told


def _sent(each: unlisted.Met, kode_desa: str, by: access.Actor) -> appeals.Sent:
    """The proposal of an officer. Sixteen digits written into a name or an address stay behind."""
    name, address = (_IDENTITY_NUMBER.sub("", text).strip() for text in (each.name, each.address))
    return appeals.Sent(
        key=f"sasaran-{each.target}-{uuid.uuid4().hex}", kind=rules.Kind.USUL, topic="tetangga", kode_desa=kode_desa,
        name=by.name, rt=each.rt, address=address, about=name, text=_MET,
    )  # fmt: skip
