"""Fills the database that every browser test copies: a made-up kabupaten, brought through intake, and people of each role.

Runs as a process of its own with the settings of the house, as the server would: `python ground_build.py FOLDER`.
Writes FOLDER/people.json and FOLDER/places.json.
"""

import csv
import json
import sys
import time
from pathlib import Path

import django

django.setup()

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # noqa: E402
from allauth.mfa.totp.internal import auth as totp  # noqa: E402
from django.contrib.auth.hashers import PBKDF2PasswordHasher  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402

from selaras.apps.accounts import demo, queries, rules, services  # noqa: E402
from selaras.apps.accounts.models import Agency, Grant, User  # noqa: E402
from selaras.apps.intake import rules as own  # noqa: E402
from selaras.apps.intake.models import Delivery, Job  # noqa: E402
from selaras.apps.intake.services import decide, read, receive  # noqa: E402
from selaras.apps.registry import rebuild  # noqa: E402
from selaras.apps.registry.models import Keluarga, Person  # noqa: E402
from selaras.synthetic import make  # noqa: E402

# A dozen people are made here and sign in again and again: the hash is the house's, in fewer rounds.
PBKDF2PasswordHasher.iterations = 1000
PERSONS, SEED = 2000, 11
# Oldest first; the last edition of each list is the one people work with.
LISTS = (
    "regsosek_2022-11.xlsx", "p3ke_keluarga_2023-06.xlsx", "p3ke_individu_2023-06.csv", "dtks_2024-10.csv",
    "dtsen_keluarga_2026-03.csv", "dtsen_anggota_2026-03.csv", "dukcapil_2026-06.csv",
)  # fmt: skip
UNDONE, READY, SPOILT = "dtks_2023-10.xlsx", "p3ke_individu_2024-06.csv", "dtks_2025-06.xlsx"
UNKNOWN = "rbpk_2026-05.xlsx"


def main(folder: Path) -> None:
    """The whole ground."""
    sources = folder / "sumber"
    make.make(PERSONS, SEED, sources, options=make.Options(damaged=True, editions=True))
    _next_p3ke(sources)
    people = _people()
    operator, steward = (
        queries.actor(people[name]["id"], purpose="pemutakhiran") for name in ("operator", "wali_data")
    )
    editions = {name: _accepted(sources / name, operator, steward) for name in (UNDONE, *LISTS)}
    with services.acting(steward):
        decide.undo(edition_id=editions[UNDONE], reason="Berkas contoh, salah kirim.", by=steward)
    deliveries = {
        "siap": _sent(sources / READY, operator),
        "tidak_layak": _sent(sources / SPOILT, operator),
        "perlu_pemetaan": _sent(sources / UNKNOWN, operator),
    }
    rebuild.rebuild()
    places = {"editions": editions, "deliveries": deliveries, **_places()}
    (folder / "places.json").write_text(json.dumps(places), encoding="utf-8")
    (folder / "people.json").write_text(json.dumps(people), encoding="utf-8")


def _next_p3ke(sources: Path) -> None:
    """A following edition of P3KE: some rows changed, some gone, a dozen children nobody had counted."""
    with (sources / "p3ke_individu_2023-06.csv").open(newline="", encoding="utf-8-sig") as old:
        rows = list(csv.DictReader(old))
    kept = [row for number, row in enumerate(rows) if number % 25]
    for row in kept[::20]:
        row["Pekerjaan"], row["Alamat"] = "Nelayan", "JL. BARU NO. 1 RT 002 RW -"
    born = [_child(row, number) for number, row in enumerate(kept[::30][:12], start=1)]
    with (sources / READY).open("w", newline="", encoding="utf-8-sig") as new:
        writer = csv.DictWriter(new, list(rows[0]))
        writer.writeheader()
        writer.writerows([*kept, *born])


def _child(row: dict[str, str], number: int) -> dict[str, str]:
    """A child in the family of a row: born in January 2024, serial in the nine thousands."""
    return row | {
        "ID Individu": f"6402999999{number:04d}",
        "Nama": f"{row['Nama'].split()[0]} MUDA",
        "NIK": f"640201{number:02d}0124{9900 + number}",
        "Tanggal Lahir": f"2024-01-{number:02d}",
        "Jenis Kelamin": "Laki-laki",
        "Hubungan dengan Kepala Keluarga": "Anak",
        "Status Kawin": "Belum kawin",
        "Pekerjaan": "Belum/Tidak Bekerja",
        "Pendidikan": "Tidak/belum sekolah",
    }


@transaction.atomic
def _people() -> dict[str, dict[str, object]]:
    """Those of the demo, each with a second factor; and two who have still to set themselves up."""
    services.identify(rules.SYSTEM)
    services.make_demo()
    office = Agency.objects.get(pk="dinsos")
    for name in ("baru", "sementara"):
        user = User.objects.create_user(
            email=f"{name}@demo.selaras", name=f"Uji ({name})", agency=office, password=demo.PASSWORD
        )
        Grant.objects.create(user=user, role="operator", scope=demo.KABUPATEN)
    User.objects.filter(email="sementara@demo.selaras").update(must_change_password=True)
    return {user.email.split("@")[0].replace(".", "_"): _person(user) for user in User.objects.order_by("pk")}


def _person(user: User) -> dict[str, object]:
    found: dict[str, object] = {
        "id": user.pk,
        "email": user.email,
        "name": user.name,
        "password": demo.PASSWORD,
    }
    if user.name.startswith("Uji"):
        secret, codes = "", []
    else:
        secret = totp.generate_totp_secret()
        totp.TOTP.activate(user, secret)
        codes = RecoveryCodes.activate(user).get_unused_codes()
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = {**client.session, "sejak": int(time.time()), "tujuan": "verifikasi"}
    return {**found, "secret": secret, "codes": codes, "session": session}


def _sent(path: Path, by: rules.Actor) -> int:
    with services.acting(by):
        made = receive.receive(path=path, name=path.name, by=by).delivery
    with services.acting(rules.SYSTEM):
        waiting = list(
            Job.objects.filter(delivery=made, state="menunggu").order_by("pk").values_list("pk", flat=True)
        )
    for job in waiting:
        read.work(job)
    return int(made.pk)


def _accepted(path: Path, sender: rules.Actor, steward: rules.Actor) -> int:
    sent = _sent(path, sender)
    with services.acting(steward):
        found = Delivery.objects.get(pk=sent)
        if found.state != own.State.READY:
            raise SystemExit(f"{path.name}: {found.state} {found.problem}")
        return int(decide.accept(delivery_id=sent, by=steward).pk)


def _places() -> dict[str, object]:
    """Somebody, their family and their village, who stand in several lists."""
    with services.acting(rules.SYSTEM):
        person = (
            Person.objects.filter(build_to=None, kode_desa__startswith=demo.KECAMATAN)
            .order_by("reference")
            .first()
        )
        person = person or Person.objects.filter(build_to=None).order_by("reference")[0]
        family = Keluarga.objects.get(build_to=None, reference=person.keluarga)
        return {
            "person": person.reference,
            "keluarga": family.reference,
            "desa": person.kode_desa,
            "nama": person.nama,
        }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
