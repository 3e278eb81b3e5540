"""Two places with the same things in them, one here and one far away. Every word tells whose it is and how secret it is.

What somebody may read of it is said here a second time, by hand and apart from accounts.rules: a mistake there shows up
as a difference, not as two equal mistakes.
"""

from dataclasses import dataclass, replace

from selaras.apps.accounts import rules
from selaras.apps.discrepancies.models import Discrepancy, Padan, Worklist
from selaras.apps.registry import layout
from selaras.apps.registry import rules as registry
from selaras.apps.registry.loading import sealing
from selaras.apps.registry.models import (
    Build,
    Candidate,
    Export,
    Job,
    Keluarga,
    Mention,
    Number,
    Person,
    Reveal,
    Sheet,
    Word,
)

IDENTITY, SENSITIVE, NUMBER = "identity", "sensitive", "number"
# Role -> kinds of words that stand in its pages; the ceiling of the agency comes on top.
READS = {
    "pelihat": set(), "auditor": set(), "pengelola": set(), "operator": {IDENTITY}, "pemilik_program": {IDENTITY},
    "penyetuju": {IDENTITY}, "kepala_daerah": {IDENTITY}, "petugas": set(), "verifikator": {IDENTITY, SENSITIVE}, "wali_data": {IDENTITY, SENSITIVE},
}  # fmt: skip
CEILING = {"opd": {IDENTITY, SENSITIVE}, "kecamatan": {IDENTITY, SENSITIVE}, "desa_kelurahan": {IDENTITY, SENSITIVE},
           "provinsi": {IDENTITY}, "pihak_luar": set()}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """What was planted: a village, two persons of two keluarga, a pair to review, a worklist, a case."""

    code: str
    mark: str
    name: str
    nik: str
    pair: int = 0
    job: int = 0

    @property
    def person(self) -> str:
        return f"P0000000{self.mark}0"

    @property
    def keluarga(self) -> str:
        return f"K0000000{self.mark}0"

    @property
    def words(self) -> dict[str, list[str]]:
        """Words by how secret they are. No word of one place stands in one of the other."""
        of = self.mark.lower()
        return {
            IDENTITY: [
                self.name, f"P0000000{self.mark}", f"K0000000{self.mark}", f"gang {of} lama", f"nilai {of} satu",
                f"kerja {of} musim ini", f"sidik ekspor {of}", f"dinas {of}", f"alasan buka {of}", f"alasan padan {of}", f"•••• {self.nik[-4:]}",
            ],
            SENSITIVE: [f"tongkat {of}"],
            NUMBER: [self.nik],
        }  # fmt: skip


def readable(role: str, scope: str, kind: str, place: Place) -> set[str]:
    """Kinds of words of a place that this person may read."""
    inside = not scope or (place.code + ".").startswith(scope + ".")
    return READS[role] & CEILING[kind] if inside else set()


HERE = Place("64.02.06.1001", "DEKA", "MURTAKIBAH SELASIH", "6402064107809471")
THERE = Place("94.01.01.1001", "JAUH", "YOHANSYAH PERKUTUT", "9401014107809777")
PLACES = {"here": HERE, "there": THERE}


def plant() -> dict[str, Place]:
    """The rows, in the active build. Needs the context of the house."""
    active = Build.objects.filter(state="aktif").first()
    build = active.number if active else Build.objects.create(number=1, state="aktif").number
    return {name: _planted(place, build) for name, place in PLACES.items()}


def _planted(place: Place, build: int) -> Place:
    of = place.mark.lower()
    blind = sealing.blinds([place.nik])
    number = Number.objects.create(
        kind="nik", blind=blind[0], sealed=sealing.seals([place.nik], blind)[0], tail=place.nik[-4:]
    )
    sheet = Sheet.objects.create(source="dtks", edition="2024-01", file=f"{of}.xlsx", sheet="1")
    words = [Word.objects.get_or_create(word=word)[0].pk for word in registry.wanted(place.name).words]
    base = {"build_from": build, "kode_desa": place.code}
    for end in ("0", "1"):
        person, keluarga = place.person[:-1] + end, place.keluarga[:-1] + end
        Person.objects.create(
            reference=person, keluarga=keluarga, nama=place.name, nik=number.pk, nik_tail=place.nik[-4:], words=words,
            hubungan="kepala", kode_kecamatan=place.code[:8], n_records=2, sources="dtks", isi=_packed(layout.PERSON, alamat=f"gang {of} lama"),
            asal=_packed(layout.PERSON_ORIGIN), sensitif=_packed(layout.SENSITIVE_OF_PERSON, disabilitas=f"tongkat {of}"), **base,
        )  # fmt: skip
        Keluarga.objects.create(
            reference=keluarga, kepala=person, isi=_packed(layout.KELUARGA, alamat=f"gang {of} lama"),
            asal=_packed(layout.KELUARGA_ORIGIN), sensitif=_packed(layout.SENSITIVE_OF_KELUARGA, risiko_stunting=f"tongkat {of}"), **base,
        )  # fmt: skip
        for row in (1, 2):
            Mention.objects.create(
                sheet=sheet.pk, row=10 * int(end) + row, part="anggota", place=row - 1, person=person, keluarga=keluarga,
                method="nik", nik=number.pk, isi=_packed(layout.MENTION_PERSON, nama=place.name, alamat=f"gang {of} lama"),
                sensitif=_packed(layout.SENSITIVE_OF_PERSON, disabilitas=f"tongkat {of}"), **base,
            )  # fmt: skip
    pair = Candidate.objects.create(
        sheet_a=sheet.pk, row_a=1, part_a="anggota", sheet_b=sheet.pk, row_b=11, part_b="anggota", weight=1.0,
        person_a=place.person, person_b=place.person[:-1] + "1", kode_desa_b=place.code, reason="ragu", value=1.0, **base,
    )  # fmt: skip
    _case(place, build)
    Reveal.objects.create(
        person=place.person, kode_desa=place.code, user=0, name="Uji", agency="uji", purpose="verifikasi", reason=f"alasan buka {of}"
    )  # fmt: skip
    Export.objects.create(
        user=0, agency=f"dinas {of}", purpose="penyaluran", form="csv", region=place.code, rows=2, sha256=f"sidik ekspor {of}"
    )  # fmt: skip
    job = Job.objects.create(kind="susun", state=Job.DONE, stage="selesai", done=2, total=2, build_id=build)
    return replace(place, pair=pair.pk, job=job.pk)


def _case(place: Place, build: int) -> None:
    of = place.mark.lower()
    digest = f"{int(place.code.replace('.', '')):032d}"
    Discrepancy.objects.create(
        build_from=build, digest=digest, kind="desil_beda", person=place.person, keluarga=place.keluarga, pair_a="dtks",
        pair_b="p3ke", source_a="dtks", source_b="p3ke", field="desil", value_a=f"nilai {of} satu", value_b="9", kode_desa=place.code,
    )  # fmt: skip
    filed = {
        "wilayah": place.code,
        "filter": {"wilayah": place.code},
        "build": build,
        "purpose": "verifikasi",
        "agency": "uji",
    }
    Worklist.objects.create(
        title=f"kerja {of} musim ini", cases=1, keluarga=1, made_by=0, made_by_name="Uji", **filed
    )
    Padan.objects.create(
        persons=1, reason=f"alasan padan {of}", user=0, user_name="Uji", sha256="0" * 64, **filed
    )


def _packed(names: tuple[str, ...], **values: str) -> str:
    return layout.pack([values.get(name, "") for name in names])


def scope_of(actor: rules.Actor) -> tuple[str, str, str]:
    """Role, region and kind of agency of somebody with one grant."""
    return actor.grants[0].role, actor.grants[0].scope, str(actor.agency_kind)
