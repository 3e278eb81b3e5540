"""Findings go back into the registry as an edition of their own, by the same door as every file."""

from __future__ import annotations

import shutil

from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.audit import services as audit
from selaras.apps.discrepancies import closing
from selaras.apps.discrepancies import rules as differing
from selaras.apps.intake import vault
from selaras.apps.intake.services import receive
from selaras.apps.verval.models.campaigns import Campaign
from selaras.apps.verval.models.submissions import Return
from selaras.apps.verval.queries import returning as queries
from selaras.apps.verval.rules import edition, settling, words
from selaras.kernel import errors
from selaras.shell import trail
from selaras.sources.verval import book, columns

_SENSITIVE = access.FieldClass.SENSITIVE


def send_back(*, campaign: Campaign, by: access.Actor) -> Return:
    """Delivers what a campaign settled to intake, where a data steward accepts it like any edition.

    Raises Refused without the right to lead it and to send files; SelarasError verval_belum_selesai, verval_tanpa_temuan,
    verval_sudah_dikirim.
    """
    if not access.may(by, access.Ability.LEAD, campaign.wilayah, _SENSITIVE) or not access.may(
        by, access.Ability.SEND, campaign.wilayah
    ):
        raise trail.Refused("verval_kembalikan", "kampanye", campaign.reference)
    held = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if held.state != words.CampaignState.ENDED:
        raise errors.SelarasError("verval_belum_selesai")
    rows = [each for each in _told(held, by) if edition.goes_back(each)]
    if not rows:
        raise errors.SelarasError("verval_tanpa_temuan")
    on = timezone.localdate(held.ended_at) if held.ended_at else timezone.localdate()
    label = f"{on.isoformat()}.{edition.mark(held.pk)}"
    received = _delivered(_book(held, rows, on.isoformat()), label, held, by)
    findings = differing.Findings(received.delivery.sha256, columns.SOURCE, label, held.title)
    closing.settle(settling.settled(rows), edition=findings, by=by)
    made = Return.objects.create(
        campaign=held, wilayah=held.wilayah, delivery=received.delivery.pk, families=len(rows),
        sha256=received.delivery.sha256, by=by.user_id,
    )  # fmt: skip
    audit.record(
        actor=by, action="verval_kembalikan", object_kind="kampanye", object_id=held.reference, region=held.wilayah,
        detail={"keluarga": len(rows), "kiriman": received.delivery.pk, "sha256": made.sha256},
    )  # fmt: skip
    return made


def _told(campaign: Campaign, by: access.Actor) -> list[edition.Found]:
    """What was settled, with the members of each keluarga.

    In the context of the house: lists of members often name no village, and such a person is in nobody's region. Only
    references are read, and only of keluarga this campaign visited.
    """
    settled = queries.settled(campaign).rows
    accounts.identify(access.SYSTEM)
    try:
        return queries.found(settled, access.SYSTEM)
    finally:
        accounts.identify(by)


def _book(campaign: Campaign, rows: list[edition.Found], on: str) -> bytes:
    rows = sorted(rows, key=lambda row: (row.kode_desa, row.keluarga, row.target))
    titles = [f"{columns.TITLE}: {campaign.title}", f"Kampanye {campaign.reference}", f"per {on}"]
    persons = [person for row in rows for person in edition.persons(row)]
    return book.written(titles, [edition.family(row) for row in rows], persons)


def _delivered(content: bytes, label: str, campaign: Campaign, by: access.Actor) -> receive.Received:
    """The plain file lies in a private folder for as long as intake needs to encrypt it."""
    folder = vault.workroom(f"verval-{campaign.reference}")
    try:
        name = f"verval_{label}.xlsx"
        path = folder / name
        path.write_bytes(content)
        received = receive.receive(path=path, name=name, by=by, edition=label)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if received.again:
        raise errors.SelarasError("verval_sudah_dikirim")
    return received
