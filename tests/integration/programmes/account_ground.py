"""Files of a bank with accounts, for the families of delivery_ground."""

import io

import openpyxl
from delivery_ground import keluarga
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.programmes.models.accounts import AccountFile
from selaras.apps.programmes.models.delivery import Cycle, Line
from selaras.apps.programmes.services import accounts as services

HEADS = ("Nomor baris", "Nama", "Nama bank", "Nomor rekening", "Nama pada rekening", "Tanggal buka")
LETTER = "Surat bank 12/CONTOH"


def letter() -> services.Letter:
    return services.Letter(LETTER, timezone.localdate())


def number(line: Line) -> str:
    """A made-up account that begins with a zero."""
    return f"0{line.pk:09d}"


def row(line: Line, **more: str) -> dict[str, str]:
    name = f"PENERIMA CONTOH {line.keluarga[-2:]}"
    told = {
        "Nomor baris": line.number, "Nama": name, "Nama bank": "Bankaltimtara", "Nomor rekening": number(line),
        "Nama pada rekening": name, "Tanggal buka": timezone.localdate().isoformat(),
    }  # fmt: skip
    return {**told, **more}


def csv(rows: list[dict[str, str]]) -> bytes:
    return "\n".join([";".join(HEADS), *(";".join(each[head] for head in HEADS) for each in rows)]).encode()


def book(rows: list[dict[str, object]]) -> bytes:
    made = openpyxl.Workbook()
    made.active.append(HEADS)
    for each in rows:
        made.active.append([each[head] for head in HEADS])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def lines(cycle: Cycle) -> list[Line]:
    return list(Line.objects.filter(cycle=cycle).order_by("pk"))


def bring(cycle: Cycle, contents: bytes, by: access.Actor) -> AccountFile:
    """Looked at, then taken."""
    looked = services.look(cycle=cycle, contents=contents, letter=letter(), by=by)
    return services.accept(cycle=cycle, sha256=looked.sha256, seen=looked.digest, letter=letter(), by=by)


def everybody(cycle: Cycle, by: access.Actor) -> AccountFile:
    """An account for each line."""
    accounts.identify(by)
    return bring(cycle, csv([row(each) for each in lines(cycle)]), by)


def of(cycle: Cycle, n: int) -> Line:
    return Line.objects.select_related("cycle__programme").get(cycle=cycle, keluarga=keluarga(n))
