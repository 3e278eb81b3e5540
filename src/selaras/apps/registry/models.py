"""Builds of the registry and the rows they are made of: persons, keluarga, mentions, and what they point to.

Rows are versions: `build_from` is the first build that knew them, `build_to` the first that no longer did (null: known
now). What build N knew are the rows with build_from <= N and build_to null or > N. Nothing is overwritten.

Texts named `isi`, `asal`, `sensitif` hold many small fields, packed by `rules.pack` in the order of rules.LAYOUT: a
twelfth of the room of JSON with keys, for a table of millions of rows that no condition ever looks into.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Now

NOW = models.Q(build_to=None)


class Build(models.Model):
    """One making of the registry from the accepted editions. At most one is active."""

    RUNNING, ACTIVE, REPLACED, FAILED = "berjalan", "aktif", "digantikan", "gagal"

    number = models.AutoField(primary_key=True)
    state = models.CharField(max_length=12, default=RUNNING)
    editions = models.JSONField(default=list)
    manifest = models.JSONField(default=dict)
    persons = models.IntegerField(default=0)
    keluarga = models.IntegerField(default=0)
    mentions = models.IntegerField(default=0)
    started = models.DateTimeField(db_default=Now())
    activated = models.DateTimeField(null=True)
    made_by = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state="aktif"), name="one_active_build"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.state}"


class Job(models.Model):
    """A long piece of work and how far it is."""

    WAITING, RUNNING, DONE, FAILED = "menunggu", "berjalan", "selesai", "gagal"

    kind = models.CharField(max_length=20, default="susun")
    state = models.CharField(max_length=12, default=WAITING)
    stage = models.CharField(max_length=30, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    note = models.CharField(max_length=200, blank=True)
    error = models.CharField(max_length=60, blank=True)
    asked_by = models.BigIntegerField(default=0)
    asked = models.DateTimeField(db_default=Now())
    begun = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    build = models.ForeignKey(Build, null=True, on_delete=models.PROTECT, related_name="+")


class Number(models.Model):
    """A NIK or KK number, sealed once. Searched by its blind index; shown by its last four digits."""

    kind = models.CharField(max_length=3)
    blind = models.BinaryField(max_length=32)
    sealed = models.BinaryField()
    tail = models.CharField(max_length=4)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["blind"], name="one_number")]


class Word(models.Model):
    """A word of names in standard form: names are searched word by word, so typing errors are looked for here."""

    word = models.CharField(max_length=80, unique=True)

    class Meta:
        indexes: ClassVar = [GinIndex(OpClass("word", name="gin_trgm_ops"), name="word_trigrams")]


class Sheet(models.Model):
    """A sheet of a file of an edition: the first four parts of the key of a row."""

    source = models.CharField(max_length=40)
    edition = models.CharField(max_length=40)
    file = models.CharField(max_length=255)
    sheet = models.CharField(max_length=255)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "edition", "file", "sheet"], name="one_sheet")
        ]


class Pattern(models.Model):
    """Why two rows were taken for one person: list of (compared, found, bits). The key is the digest of the content."""

    key = models.BigIntegerField(primary_key=True)
    parts = models.JSONField()


class Version(models.Model):
    """What every versioned row has."""

    build_from = models.IntegerField()
    build_to = models.IntegerField(null=True)
    kode_desa = models.CharField(max_length=13, null=True)

    class Meta:
        abstract = True


class Person(Version):
    """A person as merged, with the columns that are listed or searched."""

    reference = models.CharField(max_length=13)
    keluarga = models.CharField(max_length=13, null=True)
    nik = models.BigIntegerField(null=True)
    nik_tail = models.CharField(max_length=4, null=True)
    nik_ganda = models.BooleanField(null=True)
    nik_diakui = models.BooleanField(null=True)
    kk = models.BigIntegerField(null=True)
    kk_tail = models.CharField(max_length=4, null=True)
    nama = models.TextField(null=True)
    words = ArrayField(models.IntegerField(), null=True)
    jenis_kelamin = models.CharField(max_length=1, null=True)
    tanggal_lahir = models.DateField(null=True)
    hubungan = models.CharField(max_length=12, null=True)
    kode_kecamatan = models.CharField(max_length=8, null=True)
    status = models.CharField(max_length=20, null=True)
    desil = models.SmallIntegerField(null=True)
    desil_source = models.CharField(max_length=40, null=True)
    desil_edition = models.CharField(max_length=40, null=True)
    n_records = models.IntegerField(null=True)
    sources = models.TextField(null=True)
    first_edition = models.CharField(max_length=40, null=True)
    last_edition = models.CharField(max_length=40, null=True)
    isi = models.TextField()
    asal = models.TextField()
    sensitif = models.TextField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["reference"], name="person_reference"),
            models.Index(fields=["keluarga"], name="person_keluarga"),
            models.Index(fields=["nik"], name="person_nik"),
            models.Index(fields=["kk"], name="person_kk"),
            models.Index(fields=["kode_desa", "nama", "reference"], name="person_desa", condition=NOW),
            GinIndex(fields=["words"], name="person_words", condition=NOW),
        ]

    def __str__(self) -> str:
        return self.reference


class Keluarga(Version):
    """A keluarga (one KK) as merged."""

    reference = models.CharField(max_length=13)
    kepala = models.CharField(max_length=13, null=True)
    kk = models.BigIntegerField(null=True)
    kk_tail = models.CharField(max_length=4, null=True)
    kk_riwayat = models.JSONField(null=True)
    kode_kecamatan = models.CharField(max_length=8, null=True)
    desil = models.SmallIntegerField(null=True)
    desil_source = models.CharField(max_length=40, null=True)
    desil_edition = models.CharField(max_length=40, null=True)
    present = models.IntegerField(null=True)
    listed = models.IntegerField(null=True)
    n_records = models.IntegerField(null=True)
    sources = models.TextField(null=True)
    first_edition = models.CharField(max_length=40, null=True)
    last_edition = models.CharField(max_length=40, null=True)
    isi = models.TextField()
    asal = models.TextField()
    sensitif = models.TextField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["reference"], name="keluarga_reference"),
            models.Index(fields=["kode_desa", "reference"], name="keluarga_desa", condition=NOW),
        ]

    def __str__(self) -> str:
        return self.reference


class Mention(Version):
    """A row of a list that tells of a person or, with part `keluarga`, of a keluarga; lies where they are as merged."""

    sheet = models.IntegerField()
    row = models.IntegerField()
    part = models.CharField(max_length=8)
    place = models.SmallIntegerField()
    person = models.CharField(max_length=13, null=True)
    keluarga = models.CharField(max_length=13, null=True)
    method = models.CharField(max_length=12, null=True)
    nik = models.BigIntegerField(null=True)
    kk = models.BigIntegerField(null=True)
    isi = models.TextField()
    sensitif = models.TextField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person"], name="mention_person"),
            models.Index(fields=["keluarga"], name="mention_keluarga", condition=models.Q(person=None)),
        ]


class Tie(Version):
    """What holds the mentions of a person together: "a,b,bits,pattern;..." over the places of mentions.

    Apart from the person, because weights move a little with every build while the person does not.
    """

    person = models.CharField(max_length=13)
    edges = models.TextField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person"], name="tie_person")]


class Candidate(Version):
    """Two mentions that may be one person: what a human should decide. Seen by those who may see both."""

    sheet_a = models.IntegerField()
    row_a = models.IntegerField()
    part_a = models.CharField(max_length=8)
    sheet_b = models.IntegerField()
    row_b = models.IntegerField()
    part_b = models.CharField(max_length=8)
    person_a = models.CharField(max_length=13)
    person_b = models.CharField(max_length=13)
    kode_desa_b = models.CharField(max_length=13, null=True)
    weight = models.FloatField()
    reason = models.CharField(max_length=40)
    pattern = models.BigIntegerField(null=True)
    value = models.FloatField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-value", "id"], name="candidate_value", condition=NOW)]


class Export(models.Model):
    """A list that left the portal: who, what for, how many, and the hash of the file. The file itself is not kept."""

    at = models.DateTimeField(db_default=Now())
    user = models.BigIntegerField()
    agency = models.CharField(max_length=40)
    purpose = models.CharField(max_length=20)
    form = models.CharField(max_length=4)
    region = models.CharField(max_length=13, blank=True)
    rows = models.IntegerField()
    sha256 = models.CharField(max_length=64)


class Reveal(models.Model):
    """A NIK that was shown in full: by whom, why. The person concerned may ask for this list."""

    at = models.DateTimeField(db_default=Now())
    person = models.CharField(max_length=13)
    kode_desa = models.CharField(max_length=13, null=True)
    user = models.BigIntegerField()
    name = models.CharField(max_length=120)
    agency = models.CharField(max_length=40)
    purpose = models.CharField(max_length=20)
    reason = models.CharField(max_length=200)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person", "-at"], name="reveal_person"),
            models.Index(fields=["user", "-at"], name="reveal_user"),
        ]
