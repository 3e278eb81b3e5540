"""Discrepancies as versions, what closes them, their counts per build, and worklists made from a filter."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

NOW = models.Q(build_to=None)


def _reference() -> str:
    return uuid.uuid4().hex[:12]


class Load(models.Model):
    """A build of the registry whose discrepancies are here."""

    build = models.IntegerField(primary_key=True)
    rows = models.IntegerField()
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return str(self.build)


class Settlement(models.Model):
    """What a finding of the field settles about a person, or (`person` null) a keluarga: these kinds of disagreement.

    It holds while the file it went back in (`file`, SHA-256) counts as an edition; `since`: the build from which it does, null
    while it does not. `evidence`: reference of the visit's target. `source`: the list the findings became.
    """

    file = models.CharField(max_length=64)
    source = models.CharField(max_length=40)
    edition = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    evidence = models.CharField(max_length=12)
    person = models.CharField(max_length=13, null=True)
    keluarga = models.CharField(max_length=13)
    kinds = models.JSONField(default=list)
    on = models.DateField()
    kode_desa = models.CharField(max_length=13)
    by = models.BigIntegerField()
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(db_default=Now())
    since = models.IntegerField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["file"], name="discrepancy_settlement_file")]

    def __str__(self) -> str:
        return f"{self.evidence} {self.person or self.keluarga}"


class Closure(models.Model):
    """A case a settlement closed: what it is about and what both sides said, so that it is known again in every later build.

    Editions are no part of it: the same value in a newer list stays closed, another value is another case. `ended`: the
    build in which the findings no longer counted.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="closures")
    kind = models.CharField(max_length=40)
    person = models.CharField(max_length=13, null=True)
    keluarga = models.CharField(max_length=13, null=True)
    field = models.CharField(max_length=40, null=True)
    source_a = models.CharField(max_length=40, null=True)
    value_a = models.TextField(null=True)
    source_b = models.CharField(max_length=40, null=True)
    value_b = models.TextField(null=True)
    kode_desa = models.CharField(max_length=13, null=True)
    build = models.IntegerField()
    ended = models.IntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.person or self.keluarga}"


class Discrepancy(models.Model):
    """Where two lists, or two rows of one, disagree about a person or keluarga. `digest` is that of all it says.

    `closure` is set by `closing.renew` for rows of the active build. Tables of large loads (rooms) are children of this one and
    have no foreign keys.
    """

    build_from = models.IntegerField()
    build_to = models.IntegerField(null=True)
    digest = models.UUIDField()
    kind = models.CharField(max_length=40)
    person = models.CharField(max_length=13, null=True)
    keluarga = models.CharField(max_length=13, null=True)
    pair_a = models.CharField(max_length=40)
    pair_b = models.CharField(max_length=40)
    source_a = models.CharField(max_length=40, null=True)
    edition_a = models.CharField(max_length=60, null=True)
    source_b = models.CharField(max_length=40, null=True)
    edition_b = models.CharField(max_length=60, null=True)
    field = models.CharField(max_length=40, null=True)
    value_a = models.TextField(null=True)
    value_b = models.TextField(null=True)
    size = models.FloatField(null=True)
    kode_desa = models.CharField(max_length=13, null=True)
    closure = models.ForeignKey(
        Closure, null=True, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["closure"], name="discrepancy_closed", condition=NOW & models.Q(closure__isnull=False)
            ),
            models.Index(fields=["kode_desa", "id"], name="discrepancy_desa", condition=NOW),
            models.Index(fields=["kind", "pair_a", "pair_b", "id"], name="discrepancy_kind", condition=NOW),
            models.Index(fields=["keluarga"], name="discrepancy_keluarga", condition=NOW),
            models.Index(fields=["person"], name="discrepancy_person", condition=NOW),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Count(models.Model):
    """How many, by village, kind and pair of lists; "" stands for any. Persons and keluarga count once each.

    `closed`: those a finding of the field closed; they are not among the others.
    """

    build = models.IntegerField()
    closed = models.BooleanField(default=False, db_default=False)
    kind = models.CharField(max_length=40)
    pair_a = models.CharField(max_length=40)
    pair_b = models.CharField(max_length=40)
    kode_desa = models.CharField(max_length=13, null=True)
    cases = models.IntegerField()
    persons = models.IntegerField()
    keluarga = models.IntegerField()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["build", "closed", "kind", "pair_a", "pair_b", "kode_desa"], name="discrepancy_count_by",
                include=["cases", "persons", "keluarga"],
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.build} {self.kode_desa} {self.kind}"


class Held(models.Model):
    """Denominators: what both lists hold in a village; the same list twice: what it holds; "" and "": the registry."""

    build = models.IntegerField()
    pair_a = models.CharField(max_length=40)
    pair_b = models.CharField(max_length=40)
    kode_desa = models.CharField(max_length=13, null=True)
    persons = models.IntegerField()
    keluarga = models.IntegerField()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["build", "pair_a", "pair_b", "kode_desa"],
                name="discrepancy_held",
                include=["persons", "keluarga"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.build} {self.kode_desa} {self.pair_a} {self.pair_b}"


class Worklist(models.Model):
    """Discrepancies somebody wants looked at: the filter, how many it meant then, and what for."""

    reference = models.CharField(max_length=12, unique=True, default=_reference)
    title = models.CharField(max_length=120)
    wilayah = models.CharField(max_length=13, blank=True)
    filter = models.JSONField()
    build = models.IntegerField()
    cases = models.IntegerField()
    keluarga = models.IntegerField()
    purpose = models.CharField(max_length=20)
    agency = models.CharField(max_length=40)
    made_by = models.BigIntegerField()
    made_by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.title


class Padan(models.Model):
    """A list of persons that went out to Dukcapil with full numbers: by whom, what for, why. The file is not kept."""

    reference = models.CharField(max_length=12, unique=True, default=_reference)
    at = models.DateTimeField(db_default=Now())
    wilayah = models.CharField(max_length=13, blank=True)
    filter = models.JSONField()
    build = models.IntegerField()
    persons = models.IntegerField()
    purpose = models.CharField(max_length=20)
    reason = models.CharField(max_length=200)
    agency = models.CharField(max_length=40)
    user = models.BigIntegerField()
    user_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.reference} {self.persons}"
