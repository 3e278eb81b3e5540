"""Cycles of delivery, the lines in them, and the ledger, which only grows. Whole rupiah everywhere."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from selaras.apps.programmes.models.allocation import Plan
from selaras.apps.programmes.models.catalogue import Programme, Rule


def _reference() -> str:
    return uuid.uuid4().hex[:12]


class Cycle(models.Model):
    """A tranche: its list is frozen with the version of the rule and the build of the registry it was made from.

    `digest`: of the lines as they were frozen. `sample`: the draw of deliveries that are looked into, with its seed.
    """

    reference = models.CharField(max_length=12, unique=True, default=_reference)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, null=True, on_delete=models.PROTECT, related_name="+")
    rule = models.ForeignKey(Rule, null=True, on_delete=models.PROTECT, related_name="+")
    build = models.IntegerField()
    title = models.CharField(max_length=120)
    wilayah = models.CharField(max_length=13)
    period = models.CharField(max_length=20)
    tranche = models.SmallIntegerField(default=1)
    channel = models.CharField(max_length=10)
    amount = models.BigIntegerField()
    state = models.CharField(max_length=12, default="rancangan")
    made_by = models.BigIntegerField()
    made_by_name = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField(db_default=Now())
    frozen_by = models.BigIntegerField(null=True)
    frozen_by_name = models.CharField(max_length=120, blank=True)
    frozen_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    sample = models.JSONField(default=dict)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "wilayah", "period", "tranche"], name="programmes_one_tranche"
            )
        ]


class Line(models.Model):
    """One recipient in a cycle. `number`: what the bank knows it by; no NIK. `instead_of`: whom it replaces.

    `build`: the build of the registry by which the family was last found unchanged. `trouble`: what was found of it, and
    who let it pass with which reason. `parts`: what the amount is made of, where the benefit differs: [component, members, rupiah each].
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="lines")
    number = models.CharField(max_length=20, unique=True)
    keluarga = models.CharField(max_length=13)
    person = models.CharField(max_length=13, blank=True)
    kode_desa = models.CharField(max_length=13, null=True)
    amount = models.BigIntegerField()
    state = models.CharField(max_length=12, default="diputuskan")
    reason = models.CharField(max_length=300, blank=True)
    instead_of = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="+")
    build = models.IntegerField(default=0)
    trouble = models.JSONField(default=list)
    parts = models.JSONField(default=list)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "keluarga", "person"], name="programmes_once_a_cycle"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="programmes_line_not_negative"),
        ]
        indexes: ClassVar = [models.Index(fields=["keluarga"], name="programmes_line_keluarga")]


class BankFile(models.Model):
    """A return file of the bank or PT Pos: once by its hash. `problems`: lines unknown, doubled, altered, and how each was settled."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="files")
    wilayah = models.CharField(max_length=13)
    sha256 = models.CharField(max_length=64)
    rows = models.IntegerField()
    paid = models.BigIntegerField()
    returned = models.BigIntegerField()
    problems = models.JSONField(default=list)
    by = models.BigIntegerField()
    by_name = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "sha256"], name="programmes_one_file")
        ]


class Entry(models.Model):
    """A line of the ledger. Never changed; a mistake is put right by another entry. `day`: when it happened, as the payer says."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="entries")
    kode_desa = models.CharField(max_length=13, null=True)
    kind = models.CharField(max_length=12)
    amount = models.BigIntegerField()
    file = models.ForeignKey(BankFile, null=True, on_delete=models.PROTECT, related_name="+")
    # The same event of a file or a voucher is entered once.
    key = models.CharField(max_length=80, unique=True)
    reason = models.CharField(max_length=300, blank=True)
    day = models.DateField(null=True)
    by = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())


class Proof(models.Model):
    """That it arrived: a signature, a photo, a voucher. The file stands sealed in the vault."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="proofs")
    kode_desa = models.CharField(max_length=13, null=True)
    kind = models.CharField(max_length=12)
    sha256 = models.CharField(max_length=64, blank=True)
    kept = models.CharField(max_length=64, blank=True)
    by = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())


class Voucher(models.Model):
    """A signed voucher without a NIK: used once, whichever phone says so first; a second use is kept as evidence."""

    line = models.OneToOneField(Line, on_delete=models.PROTECT, related_name="voucher")
    kode_desa = models.CharField(max_length=13, null=True)
    digest = models.BinaryField(max_length=32, unique=True)
    expires = models.DateField()
    used_at = models.DateTimeField(null=True)
    used_by = models.BigIntegerField(null=True)
    device = models.CharField(max_length=80, blank=True)
    again = models.JSONField(default=list)


class Check(models.Model):
    """A delivery looked into by somebody else: a sample, as HOPE does."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="checks")
    kode_desa = models.CharField(max_length=13, null=True)
    drawn_at = models.DateTimeField(db_default=Now())
    outcome = models.CharField(max_length=20, blank=True)
    received = models.BigIntegerField(null=True)
    note = models.CharField(max_length=300, blank=True)
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["line"], name="programmes_one_check")]
