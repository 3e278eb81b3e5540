"""Files that were brought, what became of them, and the editions that came of those that were accepted."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from selaras.apps.intake import rules


def _reference() -> str:
    return uuid.uuid4().hex


class Mapping(models.Model):
    """Which column of an office's own layout is which field of ours; kept for the next file of that layout."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=16)
    title = models.CharField(max_length=120)
    source = models.CharField(max_length=31)
    rows = models.CharField(max_length=10)
    columns = models.JSONField()
    text = models.TextField()
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.title


class Delivery(models.Model):
    """One file, as it was brought. `wilayah`: the region it is filed under; "" is everywhere.

    `reference` names the folder of its encrypted files and is bound into them. `frames` names the folder, inside that
    one, of the tables that were read last.
    """

    reference = models.CharField(max_length=32, unique=True, default=_reference)
    wilayah = models.CharField(max_length=13, blank=True)
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(db_default=Now())
    name = models.CharField(max_length=160)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    raw = models.BooleanField(default=False)
    state = models.CharField(max_length=20, default=rules.State.WAITING)
    problem = models.JSONField(default=dict)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    mapping = models.ForeignKey(Mapping, null=True, on_delete=models.PROTECT, related_name="+")
    # What a person said about the file, against what was guessed.
    said_edition = models.CharField(max_length=60, blank=True)
    said_source = models.CharField(max_length=31, blank=True)
    # What reading found.
    profile = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=31, blank=True)
    edition = models.CharField(max_length=60, blank=True)
    as_of = models.DateField(null=True)
    provisional = models.BooleanField(default=True)
    confidence = models.FloatField(default=0)
    parts = models.JSONField(default=list)
    rows_persons = models.IntegerField(default=0)
    rows_keluarga = models.IntegerField(default=0)
    rows_aggregates = models.IntegerField(default=0)
    rows_to_fix = models.IntegerField(default=0)
    rows_outside = models.IntegerField(default=0)
    read = models.JSONField(default=dict)
    frames = models.CharField(max_length=20, blank=True)
    files = models.JSONField(default=dict)
    # What comparing found: counts by kind, changed fields, and the editions it was compared with.
    difference = models.JSONField(default=dict)
    decided_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["sha256"]), models.Index(fields=["state", "-id"])]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class Job(models.Model):
    """Work on a delivery, and how far it is. The only argument of a procrastinate task is the id of such a row."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="jobs")
    work = models.CharField(max_length=10, default=rules.Work.READ)
    state = models.CharField(max_length=10, default=rules.JobState.WAITING)
    stage = models.CharField(max_length=20, blank=True)
    count = models.BigIntegerField(null=True)
    attempts = models.SmallIntegerField(default=0)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    message = models.TextField(blank=True)
    hint = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.pk} {self.work} {self.state}"


class Edition(models.Model):
    """An accepted edition of a source. Undone, never deleted; its files are never written over.

    `file_label` is the name its rows are known by. `places`: the villages it covers; `basis`: hash, rows and key of each file.
    """

    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="accepted")
    wilayah = models.CharField(max_length=13, blank=True)
    source = models.CharField(max_length=31)
    edition = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    file_label = models.CharField(max_length=170)
    parts = models.JSONField(default=list)
    places = models.JSONField(default=list)
    as_of = models.DateField()
    provisional = models.BooleanField(default=True)
    sha256 = models.CharField(max_length=64)
    rows_persons = models.IntegerField(default=0)
    rows_keluarga = models.IntegerField(default=0)
    rows_aggregates = models.IntegerField(default=0)
    files = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default=rules.EditionState.COUNTS)
    accepted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(db_default=Now())
    undone_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["source", "-as_of", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sha256"], condition=models.Q(state="berlaku"), name="intake_same_file_once"
            ),
            models.UniqueConstraint(
                fields=["source", "edition", "file_label"], name="intake_rows_known_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.edition}"
