"""Meetings of a village, proposals and objections, and the packages that are signed up to the decree (SK)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


def _reference() -> str:
    return uuid.uuid4().hex[:12]


class Meeting(models.Model):
    """A musdes or muskel: when, where, led by whom, and its berita acara. `scan`: the signed paper, in the vault."""

    reference = models.CharField(max_length=12, unique=True, default=_reference)
    campaign = models.CharField(max_length=12, blank=True)
    kode_desa = models.CharField(max_length=13)
    kind = models.CharField(max_length=8)
    held_on = models.DateField()
    place = models.CharField(max_length=160)
    chair = models.CharField(max_length=120)
    number = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=12, default="rancangan")
    made_by = models.BigIntegerField()
    made_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    scan = models.JSONField(default=dict)
    # The reference of an earlier, closed meeting that this one corrects.
    corrects = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering: ClassVar = ["-held_on", "-id"]

    def __str__(self) -> str:
        return self.reference


class Attendee(models.Model):
    """Somebody who was there, and as what."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendees")
    kode_desa = models.CharField(max_length=13)
    name = models.CharField(max_length=120)
    capacity = models.CharField(max_length=80)
    signs = models.BooleanField(default=False)


class Item(models.Model):
    """A keluarga, or a proposal, the meeting spoke about. `decision` as an outcome of verval; empty: not yet spoken of."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    kode_desa = models.CharField(max_length=13)
    place = models.IntegerField()
    keluarga = models.CharField(max_length=13, null=True)
    appeal = models.ForeignKey("Appeal", null=True, on_delete=models.PROTECT, related_name="+")
    finding = models.CharField(max_length=30, blank=True)
    decision = models.CharField(max_length=30, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    objection = models.CharField(max_length=300, blank=True)
    decided_by = models.BigIntegerField(default=0)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "keluarga"],
                condition=models.Q(keluarga__isnull=False),
                name="penetapan_once",
            ),
            models.UniqueConstraint(
                fields=["meeting", "appeal"],
                condition=models.Q(appeal__isnull=False),
                name="penetapan_heard_once",
            ),
        ]


class Appeal(models.Model):
    """A proposal (usul) of a keluarga on no list, or an objection (sanggah).

    `code`: digest of the tracking code. `sealed`: whom and what it is about, which only those who answer for the place may
    open. `reporter`: who sends it and how to reach them, sealed apart: of an objection about others only Dinas Sosial reads
    it. `holder`: the office whose turn it is (desa, kecamatan, dinsos). `target`: reference of the visit to this family, one
    for all that is said about it: it was sent to be visited, or an officer met it who found it on no list.
    """

    reference = models.CharField(max_length=12, unique=True, default=_reference)
    kind = models.CharField(max_length=8)
    channel = models.CharField(max_length=8)
    code = models.BinaryField(max_length=32, unique=True)
    kode_desa = models.CharField(max_length=13)
    keluarga = models.CharField(max_length=13, null=True)
    topic = models.CharField(max_length=40)
    sealed = models.BinaryField()
    reporter = models.BinaryField(default=b"")
    holder = models.CharField(max_length=12, default="desa")
    target = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=20, default="diterima")
    due = models.DateField()
    made_by = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["due", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["target"], condition=models.Q(target__gt=""), name="penetapan_one_visit"
            )
        ]

    def __str__(self) -> str:
        return self.reference


class AppealStep(models.Model):
    """What was done with it, when, until when the next step is due, and what the citizen is told."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="steps")
    kode_desa = models.CharField(max_length=13)
    state = models.CharField(max_length=20)
    told = models.CharField(max_length=300)
    due = models.DateField(null=True)
    by = models.BigIntegerField(default=0)
    by_name = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["id"]


class Knock(models.Model):
    """Somebody without sign-in sent a form or asked for a code. `who`: keyed digest of an address or of the beginning of a
    code; neither stands here. Rows older than a day are removed as new ones come."""

    kind = models.CharField(max_length=12)
    who = models.BinaryField(max_length=32)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "who", "at"], name="penetapan_knock_who"),
            models.Index(fields=["at"], name="penetapan_knock_at"),
        ]


class Package(models.Model):
    """A list on its way from the village to the decree. What is in it is locked while it is above the village.

    `left_out`: what was visited or heard and is not in it: {"keluarga", "appeal" (reference), "why", "reason"}.
    """

    reference = models.CharField(max_length=12, unique=True, default=_reference)
    campaign = models.CharField(max_length=12, blank=True)
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.PROTECT, related_name="+")
    kode_desa = models.CharField(max_length=13)
    title = models.CharField(max_length=160)
    left_out = models.JSONField(default=list)
    state = models.CharField(max_length=20, default="desa")
    number_of_sk = models.CharField(max_length=80, blank=True)
    sk_date = models.DateField(null=True)
    made_by = models.BigIntegerField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.reference


class PackageItem(models.Model):
    """A keluarga in a package and what is proposed for it. `finding`: what the visit found, "" where nobody was there;
    `heard`: whether a meeting decided about it."""

    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="items")
    kode_desa = models.CharField(max_length=13)
    keluarga = models.CharField(max_length=13, null=True)
    appeal = models.ForeignKey(Appeal, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=30)
    finding = models.CharField(max_length=30, blank=True)
    heard = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    returned = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["package", "keluarga"],
                condition=models.Q(keluarga__isnull=False),
                name="penetapan_packed_once",
            )
        ]


class Step(models.Model):
    """A package went on or back: who, from where to where, why. Append-only."""

    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="steps")
    kode_desa = models.CharField(max_length=13)
    act = models.CharField(max_length=20)
    came_from = models.CharField(max_length=20)
    went_to = models.CharField(max_length=20)
    reason = models.CharField(max_length=300, blank=True)
    items = models.IntegerField()
    # Rows that were sent back, each with its reason: {number of the row: reason}.
    rows = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    by = models.BigIntegerField()
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["id"]


class Decree(models.Model):
    """The SK of a package as it was signed: the sealed PDF and its hash. Never changed."""

    package = models.OneToOneField(Package, on_delete=models.PROTECT, related_name="decree")
    kode_desa = models.CharField(max_length=13)
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.IntegerField()
    by = models.BigIntegerField()
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(db_default=Now())


class Proposal(models.Model):
    """A file for SIKS-NG or DTSEN that left the portal: whose families, in which layout, why, and its hash. Not kept itself."""

    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="proposals")
    kode_desa = models.CharField(max_length=13)
    layout = models.CharField(max_length=20)
    rows = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    purpose = models.CharField(max_length=20)
    reason = models.CharField(max_length=200)
    by = models.BigIntegerField()
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["-id"]
