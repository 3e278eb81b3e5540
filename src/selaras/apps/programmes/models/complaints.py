"""Complaints about a programme or a delivery, with dates and what was answered."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.models.delivery import Line


def _reference() -> str:
    return uuid.uuid4().hex[:12]


class Complaint(models.Model):
    """`code`: digest of the tracking code. `sealed`: what is said. `reporter`: who says it and how to reach them, sealed apart.
    `holder`: whose turn it is, the owner of the programme or the coordinator."""

    reference = models.CharField(max_length=12, unique=True, default=_reference)
    code = models.BinaryField(max_length=32, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(Line, null=True, on_delete=models.PROTECT, related_name="+")
    keluarga = models.CharField(max_length=13, blank=True)
    person = models.CharField(max_length=13, blank=True)
    kode_desa = models.CharField(max_length=13)
    topic = models.CharField(max_length=30)
    channel = models.CharField(max_length=10)
    sealed = models.BinaryField()
    reporter = models.BinaryField(default=b"")
    holder = models.CharField(max_length=12, default="pemilik")
    made_by = models.BigIntegerField(default=0)
    state = models.CharField(max_length=12, default="diterima")
    due = models.DateField()
    made_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["due", "id"]


class ComplaintStep(models.Model):
    """What was done with it and what the citizen is told."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="steps")
    kode_desa = models.CharField(max_length=13)
    state = models.CharField(max_length=12)
    told = models.CharField(max_length=500)
    by = models.BigIntegerField(default=0)
    by_name = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["id"]


class Ticket(models.Model):
    """What a citizen may look up without signing in: their own standing, by a code of which only the digest is here."""

    digest = models.BinaryField(max_length=32, unique=True)
    keluarga = models.CharField(max_length=13)
    kode_desa = models.CharField(max_length=13)
    made_by = models.BigIntegerField()
    made_at = models.DateTimeField(db_default=Now())
    expires = models.DateField()
    looked = models.IntegerField(default=0)
