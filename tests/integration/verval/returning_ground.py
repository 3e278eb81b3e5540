"""A registry made of lists that came in by the door, and a campaign whose visits count: what findings return to."""

import datetime as dt
import json
import uuid

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.intake.models import Delivery
from selaras.apps.intake.models import Job as Work
from selaras.apps.intake.services import decide, read, receive
from selaras.apps.verval.models.campaigns import Campaign, Instrument, Target
from selaras.apps.verval.models.submissions import Observation, Submission
from selaras.apps.verval.services import returning
from selaras.shell import secrets


def drain():
    accounts.identify(access.SYSTEM)
    for job in Work.objects.filter(state="menunggu").order_by("id").values_list("pk", flat=True):
        read.work(job)


def accepted(delivery_id, by):
    with accounts.acting(by):
        return decide.accept(delivery_id=delivery_id, by=by)


def brought(path, by, name=""):
    """A file through the door, accepted."""
    with accounts.acting(by):
        got = receive.receive(path=path, name=name or path.name, by=by).delivery.pk
    with accounts.acting(access.SYSTEM):
        drain()
    return accepted(got, by)


def visit(campaign, keluarga, outcome, **answers):
    """A visit that counts, as the one door writes it."""
    target, _ = Target.objects.get_or_create(
        campaign=campaign, keluarga=keluarga.reference if keluarga else None, kode_desa=keluarga.kode_desa
    )
    instance = f"uuid:{uuid.uuid4()}"
    sent = Submission.objects.create(
        instance=instance, digest="0" * 64, xml=b"", channel="halaman", form_id="verval", form_version="1", user=1,
        campaign=campaign, target=target, kode_desa=target.kode_desa, standing="berlaku",
    )  # fmt: skip
    text = json.dumps({"hasil": outcome, **answers})
    return Observation.objects.create(
        submission=sent, campaign=campaign, target=target, keluarga=target.keluarga, kode_desa=target.kode_desa, user=1,
        outcome=outcome, answers=secrets.seal(text, table="verval_observation", row=instance, field="answers"),
    )  # fmt: skip


def campaign(state="selesai", title="Verval desil 1", ended=dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC)):
    form, _ = Instrument.objects.get_or_create(
        form_id="verval",
        version="1",
        defaults={"title": "Verval", "xlsform": b"", "xform": "", "md5": "0" * 32},
    )
    return Campaign.objects.create(
        title=title, purpose="desil_1", wilayah="64.02", begins=dt.date(2026, 11, 1), ends=dt.date(2026, 11, 20),
        state=state, instrument=form, agency="bappeda", made_by=1, made_by_name="Uji", ended_at=ended,
    )  # fmt: skip


def sent_back(found, steward):
    """The findings of a campaign at intake, read and ready to be decided."""
    with accounts.acting(steward):
        made = returning.send_back(campaign=found, by=steward)
    with accounts.acting(access.SYSTEM):
        drain()
        return made, Delivery.objects.get(pk=made.delivery)
