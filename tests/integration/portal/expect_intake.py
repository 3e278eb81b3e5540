"""What the routes of intake must be."""

import datetime as dt
import hashlib

from portal_routes import Expect, World

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.accounts.models import Agency, User
from selaras.apps.accounts.rules import Ability, FieldClass
from selaras.apps.intake.models import Delivery, Edition

SEND, ACCEPT, SEE, IDENTITY = Ability.SEND, Ability.ACCEPT, Ability.SEE, FieldClass.IDENTITY
FILE, FAR_SOURCE = "kiriman-jauh-rahasia.csv", "Daftar Jauh Sekali"
NEAR_FILE, NEAR_SOURCE = "kiriman-dekat-rahasia.csv", "Daftar Dekat Sekali"
FAR, NEAR = "94.01", "64.02"


def plant(world: World) -> None:
    """A delivery that became an edition, here and far away; the walk asks about both."""
    world["sent"] = {
        "there": _sent("jauh", "Jauh", FAR, FILE, FAR_SOURCE), "here": _sent("dekat", "Dekat", NEAR, NEAR_FILE, NEAR_SOURCE),
    }  # fmt: skip


def _sent(word: str, name: str, wilayah: str, file: str, title: str) -> dict[str, int]:
    digest = hashlib.sha256(word.encode()).hexdigest()
    agency = Agency.objects.create(
        code=f"{word}-kirim", name=f"Dinas {name} Kirim", kind="opd", scope=wilayah
    )
    user = User.objects.create_user(email=f"{word}.kirim@uji.selaras", name=f"Pengirim {name}", agency=agency)
    with accounts.acting(access.SYSTEM):
        sent = Delivery.objects.create(
            wilayah=wilayah, agency=agency, sent_by=user, name=file, size=1, sha256=digest, state="diterima", title=title,
        )  # fmt: skip
        made = Edition.objects.create(
            delivery=sent, wilayah=wilayah, source=word, edition="2024", title=title, file_label=file,
            as_of=dt.date(2024, 12, 31), sha256=digest, accepted_by=user,
        )  # fmt: skip
    return {"delivery": sent.pk, "edition": made.pk}


def _hidden(world, actor) -> list[str]:
    """The words of each place that no grant of this person reaches, from above or from below."""
    reached = {
        place: any(access.inside(place, g.scope) or access.inside(g.scope, place) for g in actor.grants) for place in (FAR, NEAR)
    }  # fmt: skip
    far, near = [FILE, FAR_SOURCE, "Pengirim Jauh"], [NEAR_FILE, NEAR_SOURCE, "Pengirim Dekat"]
    return [*([] if reached[FAR] else far), *([] if reached[NEAR] else near)]


def _of(ability, name, method="get", data=None, field_class=IDENTITY) -> Expect:
    return Expect(
        ability, field_class, method=method, data=data or {}, kwargs=lambda world: {f"{name}_id": world["sent"][world["place"]][name]},
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
