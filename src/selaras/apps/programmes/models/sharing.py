"""Lists agencies bring of who has their programme, and agreements of two agencies to compare theirs."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from selaras.apps.programmes.models.catalogue import Programme


def _reference() -> str:
    return uuid.uuid4().hex[:12]


class Brought(models.Model):
    """A list of recipients an agency brought for its own programme. The file is not kept: its hash and what became of its rows.

    `problems`: [row of the file, code of why it was not taken]; no number and no name of anybody.
    """

    reference = models.CharField(max_length=12, unique=True, default=_reference)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    agency = models.CharField(max_length=40)
    agency_name = models.CharField(max_length=120)
    file = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    build = models.IntegerField()
    rows = models.IntegerField()
    matched = models.IntegerField()
    problems = models.JSONField(default=list)
    by = models.BigIntegerField()
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.reference


class Agreement(models.Model):
    """Two owners agree to compare who has their programmes. Until both have, and after it ended, neither sees anything."""

    reference = models.CharField(max_length=12, unique=True, default=_reference)
    one = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20)
    basis = models.CharField(max_length=200)
    state = models.CharField(max_length=12, default="diajukan")
    until = models.DateField()
    asked_by = models.BigIntegerField()
    asked_by_name = models.CharField(max_length=120)
    asked_agency = models.CharField(max_length=40)
    asked_at = models.DateTimeField(db_default=Now())
    answered_by = models.BigIntegerField(null=True)
    answered_by_name = models.CharField(max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.reference
