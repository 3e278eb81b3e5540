"""Proposals on their way to a visit: a target of a running campaign, and the step that says so."""

from __future__ import annotations

from selaras.apps.accounts import rules as access
from selaras.apps.audit import services as audit
from selaras.apps.penetapan.queries import appeals as queries
from selaras.apps.penetapan.rules import appeals as rules
from selaras.apps.penetapan.services import appeals
from selaras.apps.verval.queries import campaigns
from selaras.apps.verval.rules import places
from selaras.apps.verval.rules.words import CampaignState
from selaras.apps.verval.services import targets
from selaras.kernel import errors

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
    appeals.step(row, rules.State.VISIT, _TOLD, by)
    audit.record(
        actor=by, action="usul_sanggah_langkah", object_kind=appeals.KIND, object_id=reference, region=row.kode_desa,
        detail={"sasaran": target},
    )  # fmt: skip
    return target
