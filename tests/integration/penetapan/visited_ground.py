"""Three families of a village in a running campaign, visited by one officer."""

import sys
from pathlib import Path

from meeting_ground import planted
from penetapan_ground import VILLAGE, reference

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.verval.models.campaigns import Campaign
from selaras.apps.verval.rules import receiving as rules
from selaras.apps.verval.services import receiving, targets

sys.path.append(str(Path(__file__).parents[1] / "verval"))
import verval_world as world


def field(make_actor, settings, tmp_path):
    """A campaign about the three families of the village; the officers say what they found."""
    settings.SELARAS_FILES = tmp_path
    planted()
    made = world.field(make_actor("petugas", scope=VILLAGE))
    for number, target in enumerate(made.targets, start=1):
        target.keluarga = reference(number)
        target.save()
    return made


def sent(field, target, outcome, **more):
    """What the officer says of a target."""
    accounts.identify(field.officer)
    xml = world.filled(target, hasil=outcome, **more)
    key = xml.decode().split("instanceID>")[1].split("<")[0]
    return receiving.receive(
        sent=rules.Sent(instance=key, xml=xml, channel="odk"), by=field.officer, device=field.device.pk
    )


def visit(field, number, outcome, **more):
    """What the officer says of the first, second or third family."""
    return sent(field, field.targets[number - 1].reference, outcome, **more)


def met(field, name, rt="003", outcome="layak", **more):
    """A family on no list, met by the officer; the reference of its target."""
    accounts.identify(field.officer)
    found = targets.add_found(campaign=field.campaign.reference, kode_desa=VILLAGE, rt=rt, by=field.officer)
    sent(field, found, outcome, nama_baru=name, alamat_baru="gang belakang", **more)
    return found


def ended(field):
    """The campaign is over."""
    accounts.identify(access.SYSTEM)
    Campaign.objects.filter(pk=field.campaign.pk).update(state="selesai")
