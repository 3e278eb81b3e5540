"""What came back: as it was sent, what it says, and what people decided about it.

What an officer sent stands in Submission as it arrived (sealed), is never changed and never deleted. Observation is what
it says, one row per submission that counts or is held. What a person decided about two answers stands in Decision. The state
of a keluarga is a function of these sets, whatever the order in which they arrived (`rules.findings`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from selaras.apps.verval.models.campaigns import Campaign, Target


class Device(models.Model):
    """A phone or browser an officer works with, by the digest of its token. `lease`: until when its pack may be read."""

    user = models.BigIntegerField()
    name = models.CharField(max_length=120)
    kode_desa = models.CharField(max_length=13)
    channel = models.CharField(max_length=8)
    digest = models.BinaryField(max_length=32, unique=True)
    made_by = models.BigIntegerField()
    made_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(null=True)
    lease = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.pk} {self.channel}"


class Submission(models.Model):
    """What a client sent, sealed, as it was sent. `instance` is the client's own key: one row each, for ever.

    `digest`: SHA-256 of the XML. A later sending with the same key and another digest is kept beside it in Contradiction.
    """

    instance = models.CharField(max_length=80, unique=True)
    digest = models.CharField(max_length=64)
    xml = models.BinaryField()
    channel = models.CharField(max_length=8)
    form_id = models.CharField(max_length=60)
    form_version = models.CharField(max_length=20)
    user = models.BigIntegerField()
    device = models.ForeignKey(Device, null=True, on_delete=models.PROTECT, related_name="+")
    device_label = models.CharField(max_length=80, blank=True)
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Target, null=True, on_delete=models.PROTECT, related_name="submissions")
    kode_desa = models.CharField(max_length=13, null=True)
    standing = models.CharField(max_length=12)
    held = models.CharField(max_length=20, blank=True)
    device_started = models.DateTimeField(null=True)
    device_ended = models.DateTimeField(null=True)
    device_sent = models.DateTimeField(null=True)
    received_at = models.DateTimeField(db_default=Now())
    # Names of files the XML speaks of: what is not yet in Attachment is still on its way.
    expected = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["standing", "-id"], name="verval_submission_standing"),
            models.Index(fields=["campaign", "user"], name="verval_submission_officer"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Contradiction(models.Model):
    """Another XML under a key that is taken: answered 409, kept as evidence, shown to the supervisor."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    kode_desa = models.CharField(max_length=13, null=True)
    digest = models.CharField(max_length=64)
    xml = models.BinaryField()
    user = models.BigIntegerField()
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "digest"], name="verval_one_contradiction")
        ]


class Attachment(models.Model):
    """A photo or file of a submission, by its hash. The picture is re-encoded; `likeness` its perceptual hash."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="attachments")
    kode_desa = models.CharField(max_length=13, null=True)
    name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    kept = models.CharField(max_length=64, blank=True)
    size = models.IntegerField()
    picture = models.BooleanField(default=False)
    problem = models.CharField(max_length=40, blank=True)
    likeness = models.BigIntegerField(null=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    taken_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "name", "sha256"], name="verval_one_attachment")
        ]
        indexes: ClassVar = [models.Index(fields=["sha256"], name="verval_attachment_hash")]


class Observation(models.Model):
    """What a submission says about a keluarga. `answers` is sealed; the rest is what lists and maps count by."""

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="observation")
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Target, null=True, on_delete=models.PROTECT, related_name="observations")
    keluarga = models.CharField(max_length=13, null=True)
    kode_desa = models.CharField(max_length=13, null=True)
    user = models.BigIntegerField()
    outcome = models.CharField(max_length=30)
    detail = models.CharField(max_length=30, blank=True)
    counts = models.BooleanField(default=True)
    back_check = models.BooleanField(default=False)
    answers = models.BinaryField()
    # Keyed digest of all answers but the identifying ones: tells identical interviews without reading them.
    sameness = models.CharField(max_length=64, blank=True)
    started = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    accuracy = models.FloatField(null=True)
    # Codes of what a supervisor should look at, with their figures: {"di_luar_desa": 812.0, ...}.
    flags = models.JSONField(default=dict)
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["keluarga"], name="verval_observation_keluarga"),
            models.Index(fields=["campaign", "kode_desa"], name="verval_observation_place"),
        ]


class Decision(models.Model):
    """A person chose between two answers, or released or set aside a held submission. Append-only; the newest holds."""

    target = models.ForeignKey(Target, null=True, on_delete=models.PROTECT, related_name="decisions")
    submission = models.ForeignKey(Submission, null=True, on_delete=models.PROTECT, related_name="+")
    kode_desa = models.CharField(max_length=13, null=True)
    field = models.CharField(max_length=40, blank=True)
    observation = models.ForeignKey(Observation, null=True, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=20)
    reason = models.CharField(max_length=300)
    # Keys of the submissions the person saw when deciding: what says something else and came later opens the question again.
    seen = models.JSONField(default=list)
    by = models.BigIntegerField()
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(db_default=Now())


class Return(models.Model):
    """Findings that went back into the registry as an edition of their own: which campaign, which delivery of intake."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    wilayah = models.CharField(max_length=13)
    delivery = models.BigIntegerField()
    families = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    by = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())
