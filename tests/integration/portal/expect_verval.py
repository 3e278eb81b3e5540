"""What the routes of verval must be. Builders add their lines by subject."""

from portal_routes import Expect, World

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.accounts.models import Agency, User
from selaras.apps.accounts.rules import Ability, FieldClass
from selaras.apps.verval.models.submissions import Device
from selaras.apps.verval.services import instruments

VISIT, LEAD, IDENTITY = Ability.VISIT, Ability.LEAD, FieldClass.IDENTITY


PHONE = "Telepon Jauh Sekali"


def plant_phones(world: World) -> None:
    """A phone far away, and a version of the form."""
    with accounts.acting(access.SYSTEM):
        agency = Agency.objects.create(
            code="jauh-verval", name="Desa Jauh Verval", kind="desa_kelurahan", scope="94.01.01.1001"
        )
        user = User.objects.create_user(email="jauh.verval@uji.selaras", name="Petugas Jauh", agency=agency)
        world["phone"] = Device.objects.create(
            user=user.pk,
            name=PHONE,
            kode_desa="94.01.01.1001",
            channel="odk",
            digest=b"j" * 32,
            made_by=user.pk,
        ).pk
        world["form"] = instruments.publish(by=access.SYSTEM).pk


def plant(world: World) -> None:
    """Rows of every builder."""
    plant_phones(world)


def _phones(world, actor) -> list[str]:
    there = any(access.inside("94.01.01.1001", grant.scope) for grant in actor.grants)
    return [] if there else [PHONE, "Petugas Jauh"]


def _by_token(*names: str) -> dict[str, Expect]:
    """Doors that a token opens, not a session: walked by tests/integration/verval/test_openrosa_walk.py."""
    return {f"verval:{name}": Expect(VISIT, IDENTITY, foreign=True) for name in names}


def _number(name: str, ability: Ability, field_class: FieldClass, **more) -> Expect:
    """A page about one thing by its number; nobody has the one that is asked for."""
    return Expect(ability, field_class, kwargs={name: 987654321}, **more)


PUBLIC = FieldClass.PUBLIC
ROUTES = {
    "verval:devices": Expect(VISIT, IDENTITY, forbidden=_phones),
    "verval:device_add": Expect(VISIT, IDENTITY, method="post", data={"name": "Uji"}, forbidden=_phones),
    "verval:device_withdraw": _number("device", VISIT, IDENTITY, method="post"),
    "verval:devices_led": Expect(LEAD, IDENTITY, forbidden=_phones),
    "verval:device_withdraw_led": Expect(LEAD, IDENTITY, method="post", kwargs=lambda world: {"device": world["phone"]}, forbidden=_phones),
    "verval:instruments": Expect(LEAD),
    "verval:instrument": Expect(LEAD, kwargs=lambda world: {"instrument": world["form"]}),
    "verval:instrument_workbook": Expect(LEAD, kwargs=lambda world: {"instrument": world["form"]}),
    "verval:instrument_publish": Expect(LEAD, method="post"),
    "verval:instrument_withdraw": Expect(LEAD, method="post", kwargs=lambda world: {"instrument": world["form"]}),
    "verval:send_back": Expect(LEAD, FieldClass.SENSITIVE, kwargs={"reference": "tidakada0000"}),
    **_by_token("odk_form_list", "odk_form", "odk_manifest", "odk_media", "odk_integrity", "odk_submission"),
    **_by_token(
        "central_begin", "central_me", "central_projects", "central_project", "central_forms", "central_form",
        "central_form_xml", "central_table", "central_submissions", "central_submission", "central_submission_xml",
        "central_attachments", "central_attachment", "central_datasets", "central_dataset", "central_entities",
        "central_entity_table",
    ),
}  # fmt: skip
