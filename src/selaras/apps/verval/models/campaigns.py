"""Forms, campaigns and their targets, and who goes where."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from selaras.apps.verval.rules import words


def _reference() -> str:
    return uuid.uuid4().hex[:12]


class Instrument(models.Model):
    """A version of a form: its XLSForm, the XForm pyxform made of it, and what it asks. Never changed once published."""

    form_id = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    xlsform = models.BinaryField()
    xform = models.TextField()
    md5 = models.CharField(max_length=32)
    # Name, kind, label and choices of each question, in order: for pages, paper and the back-import.
    questions = models.JSONField(default=list)
    # Questions a campaign added to the standard form, as rows of an XLSForm.
    added = models.JSONField(default=list)
    published_at = models.DateTimeField(db_default=Now())
    published_by = models.BigIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["form_id", "version"], name="verval_one_version")
        ]

    def __str__(self) -> str:
        return f"{self.form_id} {self.version}"


class Campaign(models.Model):
    """Who is to be visited, where, when, with which form, and why. `estimate`: families, days, officers, rupiah."""

    reference = models.CharField(max_length=12, unique=True, default=_reference)
    title = models.CharField(max_length=120)
    purpose = models.CharField(max_length=20)
    wilayah = models.CharField(max_length=13)
    begins = models.DateField()
    ends = models.DateField()
    state = models.CharField(max_length=12, default=words.CampaignState.DRAFT)
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+")
    filter = models.JSONField(default=dict)
    worklist = models.CharField(max_length=12, blank=True)
    build = models.IntegerField(default=0)
    estimate = models.JSONField(default=dict)
    # How far making the targets is: {"state", "done", "total", "by", "error"}; written as it goes.
    launch = models.JSONField(default=dict)
    checks = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.CharField(max_length=40)
    made_by = models.BigIntegerField()
    made_by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField(db_default=Now())
    launched_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.title


class Target(models.Model):
    """A keluarga to be visited. `keluarga` null: on no list, met or proposed. `why`: what put it on this place of the list."""

    reference = models.CharField(max_length=12, unique=True, default=_reference)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="targets")
    keluarga = models.CharField(max_length=13, null=True)
    kode_desa = models.CharField(max_length=13)
    rt = models.CharField(max_length=7, blank=True)
    rank = models.IntegerField(default=0)
    desil = models.SmallIntegerField(null=True)
    why = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default=words.TargetState.WAITING)
    # The target of another officer whose visit this one repeats unannounced.
    checks = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "keluarga"], condition=models.Q(checks=None), name="verval_one_target"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["campaign", "kode_desa", "rt", "rank"], name="verval_target_place"),
            models.Index(fields=["keluarga"], name="verval_target_keluarga"),
        ]

    def __str__(self) -> str:
        return self.reference


class Officer(models.Model):
    """Somebody who visits families in a campaign: where, and how many a day."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="officers")
    user = models.BigIntegerField()
    name = models.CharField(max_length=120)
    kode_desa = models.CharField(max_length=13)
    rts = models.JSONField(default=list)
    per_day = models.SmallIntegerField(default=8)
    absent_from = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "user", "kode_desa"], name="verval_one_officer")
        ]

    def __str__(self) -> str:
        return self.name


class Assignment(models.Model):
    """Who has a target from when until when; the open one holds. Earlier ones stay, to know whose visit it was."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="assignments")
    kode_desa = models.CharField(max_length=13)
    user = models.BigIntegerField()
    place = models.IntegerField(default=0)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True)
    made_by = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["target"], condition=models.Q(until=None), name="verval_one_holder"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["user", "target"], name="verval_assignment_user")]

    def __str__(self) -> str:
        return f"{self.target_id} {self.user}"


class Report(models.Model):
    """A weekly page of a region, as it was made: figures only, no names. Kept, so that last week's can be read again."""

    wilayah = models.CharField(max_length=13)
    week = models.DateField()
    figures = models.JSONField(default=dict)
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_by = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["-week", "-id"]

    def __str__(self) -> str:
        return f"{self.wilayah} {self.week}"
