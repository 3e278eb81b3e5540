"""What the routes of penetapan must be, asked about a package here and one far away."""

import base64
import hashlib

import planted
from expect_registry import at
from portal_routes import Expect, World

from selaras.apps.accounts import rules, services
from selaras.apps.accounts.rules import Ability, FieldClass
from selaras.apps.penetapan.models import Decree, Package, PackageItem
from selaras.shell import secrets

SEEN = {"ability": Ability.SEE, "field_class": FieldClass.IDENTITY}
SIGN = {"ability": Ability.SIGN, "field_class": FieldClass.IDENTITY, "method": "post", "follow": True}
MAKE = {"ability": Ability.DELIBERATE, "field_class": FieldClass.IDENTITY, "method": "post", "follow": True}


def plant(world: World) -> None:
    services.identify(rules.SYSTEM)
    for name, place in planted.PLACES.items():
        made = Package.objects.create(
            kode_desa=place.code, title=f"kerja {place.mark.lower()} musim ini", made_by=0, campaign="uji"
        )
        item = PackageItem.objects.create(
            package=made, kode_desa=place.code, keluarga=place.keluarga, outcome="layak",
            reason=f"nilai {place.mark.lower()} satu",
        )  # fmt: skip
        world[f"package_{name}"], world[f"package_row_{name}"] = made.reference, item.pk
        world[f"decreed_{name}"] = _decreed(place)


def _decreed(place: planted.Place) -> str:
    """A package that came to its end: the SK is there to be read, with a name in it."""
    made = Package.objects.create(kode_desa=place.code, title="SK uji", made_by=0, campaign="uji", state="sk")
    paper = f"%PDF-1.7 {place.name} {place.keluarga}".encode()
    sealed = secrets.seal(
        base64.b64encode(paper).decode(), table="penetapan_decree", row=made.reference, field="pdf"
    )
    Decree.objects.create(
        package=made, kode_desa=place.code, pdf=sealed, sha256=hashlib.sha256(paper).hexdigest(), size=len(paper), by=0,
        by_name="Uji",
    )  # fmt: skip
    return made.reference


def package(world: World) -> dict[str, str]:
    return {"reference": world[f"package_{world['place']}"]}


def decreed(world: World) -> dict[str, str]:
    return {"reference": world[f"decreed_{world['place']}"]}


def row(world: World) -> dict[str, object]:
    return {**package(world), "item_id": world[f"package_row_{world['place']}"]}


ROUTES = {
    "penetapan:packages": Expect(**SEEN),
    "penetapan:package": Expect(**SEEN, kwargs=package),
    "penetapan:package_paper": Expect(**SEEN, kwargs=decreed),
    "penetapan:package_make": Expect(**MAKE, data=lambda w: {"kampanye": "uji", "kode": at(w).code}),
    "penetapan:package_row": Expect(**MAKE, kwargs=row, data={"hasil": "layak", "alasan": ""}),
    "penetapan:package_sign": Expect(**SIGN, kwargs=package, data={"dilihat": "99"}),
    "penetapan:package_back": Expect(**SIGN, kwargs=package, data={"dilihat": "99", "langkah": "ke_desa", "alasan": ""}),
    "penetapan:package_decree": Expect(**SIGN, kwargs=package, data={"dilihat": "99"}),
    "penetapan:package_proposal": Expect(
        Ability.EXPORT, FieldClass.IDENTITY, method="post", kwargs=package, follow=True,
        data={"bentuk": "siks_ng", "tujuan": "pemutakhiran", "alasan": "usulan ke pusat"}, full_numbers=Ability.REVEAL,
    ),
}  # fmt: skip
SHOWS = {"penetapan:packages", "penetapan:package", "penetapan:package_paper"}
