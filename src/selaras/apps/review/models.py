"""Decisions of people about pairs of rows. Never changed: taken back by a date, or replaced by a newer one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class Decision(models.Model):
    """Two rows are one person, or are not; or their keluarga are one. `a` and `b` are keys "sheet:row:part", a < b. Counts from `settled` on."""

    a = models.CharField(max_length=40)
    b = models.CharField(max_length=40)
    kode_desa = models.CharField(max_length=13, null=True)
    kode_desa_b = models.CharField(max_length=13, null=True)
    person_a = models.CharField(max_length=13)
    person_b = models.CharField(max_length=13)
    decision = models.CharField(max_length=12)
    weight = models.FloatField(null=True)
    note = models.CharField(max_length=200, blank=True)
    by = models.BigIntegerField()
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(db_default=Now())
    second = models.BooleanField(default=False)
    second_by = models.BigIntegerField(null=True)
    second_name = models.CharField(max_length=120, blank=True)
    settled = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person_a"], name="decision_a"),
            models.Index(fields=["person_b"], name="decision_b"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["a", "b"],
                name="one_open_decision",
                condition=models.Q(ended=None, decision__in=["sama", "beda"]),
            ),
            models.UniqueConstraint(
                fields=["a", "b"],
                name="one_family_decision",
                condition=models.Q(ended=None, decision="sekeluarga"),
            ),
            models.UniqueConstraint(
                fields=["a", "b", "by"],
                name="one_doubt_each",
                condition=models.Q(ended=None, decision="ragu"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.a} {self.b} {self.decision}"
