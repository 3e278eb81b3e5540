"""What the routes of the registry must be, and a person who lives far from everybody asked."""

from portal_routes import Expect, World

from selaras.apps.accounts import rules, services
from selaras.apps.accounts.rules import Ability, FieldClass
from selaras.apps.registry import layout
from selaras.apps.registry.models import Build, Keluarga, Person

FAR, FAR_FAMILY, NAME, TAIL = "P00000000FAR0", "K00000000FAR0", "JAUHARI TERSEMBUNYI", "9777"
SEEN = {"ability": Ability.SEE, "field_class": FieldClass.IDENTITY}


def plant(world: World) -> None:
    """Somebody in Merauke: nobody in these tests answers for it but those who answer for everywhere."""
    services.identify(rules.SYSTEM)
    build = Build.objects.filter(state="aktif").first() or Build.objects.create(number=1, state="aktif")
    empty = {"build_from": build.number, "kode_desa": "94.01.01.2001"}
    blank = {
        name: layout.pack([""] * len(getattr(layout, of)))
        for name, of in (("isi", "PERSON"), ("asal", "PERSON_ORIGIN"))
    }
    Person.objects.create(
        reference=FAR,
        keluarga=FAR_FAMILY,
        nama=NAME,
        nik_tail=TAIL,
        **empty,
        **blank,
        sensitif=layout.pack(["1", "", ""]),
    )
    Keluarga.objects.create(
        reference=FAR_FAMILY, isi=layout.pack([""] * len(layout.KELUARGA)), sensitif=layout.pack([""]),
        asal=layout.pack([""] * len(layout.KELUARGA_ORIGIN)), **empty,
    )  # fmt: skip


def _hidden(world: World, actor: rules.Actor) -> list[str]:
    # Of somebody in Merauke nothing, not even that they are there; the words of the search itself come back in no answer.
    seen = "" in rules.scopes(actor, Ability.SEE, FieldClass.IDENTITY)
    return [] if seen else [FAR, FAR_FAMILY, NAME, f"•••• {TAIL}"]


ROUTES = {
    "registry:search": Expect(**SEEN, method="post", data={"cari": NAME}, forbidden=_hidden),
    "registry:village": Expect(**SEEN, kwargs={"code": "94.01.01.2001"}, forbidden=_hidden),
    "registry:person": Expect(**SEEN, kwargs={"reference": FAR}, forbidden=lambda w, a: _hidden(w, a)[2:]),
    "registry:keluarga": Expect(**SEEN, kwargs={"reference": FAR_FAMILY}, forbidden=lambda w, a: _hidden(w, a)[2:]),
    "registry:reveal": Expect(
        Ability.REVEAL, FieldClass.IDENTITY, method="post", kwargs={"reference": FAR, "field": "nik"},
        data={"tujuan": "verifikasi", "alasan": "mencocokkan KK asli"}, forbidden=lambda w, a: _hidden(w, a)[2:],
    ),
    "registry:export": Expect(
        Ability.EXPORT, FieldClass.IDENTITY, method="post",
        data={"tujuan": "penyaluran", "bentuk": "csv", "wilayah": "94.01.01.2001"}, forbidden=_hidden,
    ),
    "registry:builds": Expect(Ability.SEE, forbidden=_hidden),
    "registry:job": Expect(Ability.SEE, kwargs={"job_id": 1}, forbidden=_hidden),
}  # fmt: skip
ROUTES |= {
    "api:GET /api/v1/registry/orang/{reference}": Expect(
        **SEEN, kwargs={"reference": FAR}, forbidden=lambda w, a: _hidden(w, a)[2:]
    ),
    "api:GET /api/v1/registry/keluarga/{reference}": Expect(
        **SEEN, kwargs={"reference": FAR_FAMILY}, forbidden=lambda w, a: _hidden(w, a)[2:]
    ),
}
