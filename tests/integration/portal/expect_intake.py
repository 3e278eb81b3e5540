"""What the routes of intake must be."""

import datetime as dt

from portal_routes import Expect, World

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.accounts.models import Agency, User
from selaras.apps.accounts.rules import Ability, FieldClass
from selaras.apps.intake.models import Delivery, Edition

SEND, ACCEPT, SEE, IDENTITY = Ability.SEND, Ability.ACCEPT, Ability.SEE, FieldClass.IDENTITY
FILE, FAR_SOURCE = "kiriman-jauh-rahasia.csv", "Daftar Jauh Sekali"


def plant(world: World) -> None:
    agency = Agency.objects.create(code="jauh-kirim", name="Dinas Jauh Kirim", kind="opd", scope="94.01")
    user = User.objects.create_user(email="jauh.kirim@uji.selaras", name="Pengirim Jauh", agency=agency)
    with accounts.acting(access.SYSTEM):
        sent = Delivery.objects.create(
            wilayah="94.01", agency=agency, sent_by=user, name=FILE, size=1, sha256="0" * 64, state="diterima",
            title=FAR_SOURCE,
        )  # fmt: skip
        made = Edition.objects.create(
            delivery=sent, wilayah="94.01", source="jauh", edition="2024", title=FAR_SOURCE, file_label=FILE,
            as_of=dt.date(2024, 12, 31), sha256="0" * 64, accepted_by=user,
        )  # fmt: skip
    world["delivery"], world["edition"] = sent.pk, made.pk


def _hidden(world, actor) -> list[str]:
    everywhere = any(g.scope == "" for g in actor.grants)
    return [] if everywhere else [FILE, FAR_SOURCE, "Pengirim Jauh"]


def _of(ability, name, method="get", data=None, field_class=IDENTITY) -> Expect:
    return Expect(
        ability, field_class, method=method, data=data or {}, kwargs=lambda world: {f"{name}_id": world[name]},
        forbidden=_hidden,
    )  # fmt: skip


ROUTES = {
    "intake:overview": Expect(SEE, forbidden=_hidden),
    "intake:editions": Expect(SEE, forbidden=_hidden),
    "intake:edition": _of(SEE, "edition", field_class=FieldClass.PUBLIC),
    "intake:undo": _of(ACCEPT, "edition", "post", {"reason": ""}, FieldClass.PUBLIC),
    "intake:send": Expect(SEND, IDENTITY, method="post", forbidden=_hidden),
    "api:GET /api/v1/intake/editions": Expect(SEE, forbidden=_hidden),
    **{
        f"intake:{name}": _of(SEND, "delivery")
        for name in (
            "delivery", "progress", "findings", "preview", "annotated", "differences", "differences_file", "mapping"
        )
    },
    **{
        f"intake:{name}": _of(SEND, "delivery", "post")
        for name in ("correct", "read_again", "compare_again", "ask_annotated", "refuse")
    },
    "intake:accept": _of(ACCEPT, "delivery", "post"),
}  # fmt: skip
