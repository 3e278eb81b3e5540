"""The trail: events; their places in the sealed order; the seals. All three only ever grow."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from selaras.shell import trail


class Event(models.Model):
    """Who did what, when, to what. Written in the transaction of the deed; ids and codes only."""

    at = models.DateTimeField(db_default=Now())
    user = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    agency = models.CharField(max_length=40, blank=True)
    purpose = models.CharField(max_length=20, blank=True)
    action = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=80, blank=True)
    region = models.CharField(max_length=13, blank=True)
    outcome = models.CharField(max_length=10, default=trail.DONE)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-at"], name="audit_at"),
            models.Index(fields=["user", "-at"], name="audit_user"),
            models.Index(fields=["action", "-at"], name="audit_action"),
            models.Index(fields=["object_kind", "object_id"], name="audit_object"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_kind} {self.object_id}"


class Leaf(models.Model):
    """The place of an event in the sealed order, and the digest of the event as it was then."""

    place = models.BigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    digest = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.place)


class Seal(models.Model):
    """A signed checkpoint: the Merkle root of the leaves since the one before, chained to it."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    key = models.PositiveSmallIntegerField()
    signature = models.BinaryField(max_length=64)

    def __str__(self) -> str:
        return str(self.number)


class Check(models.Model):
    """A verification of the whole trail: asked for, running, done. `faults`: at most the first of them, as (kind, number)."""

    asked_at = models.DateTimeField(db_default=Now())
    asked_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    done_at = models.DateTimeField(null=True)
    events = models.BigIntegerField(default=0)
    seals = models.BigIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list)

    def __str__(self) -> str:
        return str(self.pk)
