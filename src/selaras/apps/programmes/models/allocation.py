"""Plans of who gets what, and the awards they propose."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from selaras.apps.programmes.models.catalogue import Programme, Rule
from selaras.apps.programmes.models.sharing import Brought
from selaras.apps.programmes.rules import words


def _reference() -> str:
    return uuid.uuid4().hex[:12]


class Plan(models.Model):
    """One scenario. `settings`: weights, floors, most, seed, factors of budgets; `result`: value, bound, prices, what binds."""

    reference = models.CharField(max_length=12, unique=True, default=_reference)
    title = models.CharField(max_length=120)
    wilayah = models.CharField(max_length=13)
    year = models.SmallIntegerField()
    mode = models.CharField(max_length=20, default=words.Mode.BEST)
    state = models.CharField(max_length=12, default=words.PlanState.DRAFT)
    settings = models.JSONField(default=dict)
    build = models.IntegerField(default=0)
    rules = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    made_by = models.BigIntegerField()
    made_by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField(db_default=Now())
    decided_by = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    number_of_sk = models.CharField(max_length=80, blank=True)
    sk_date = models.DateField(null=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    # Scenarios that were asked for together and are compared side by side.
    family = models.CharField(max_length=12, blank=True, db_index=True)
    scenario = models.CharField(max_length=12, blank=True)
    # How far the reckoning is: state, done, total, error with its parameters.
    progress = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.reference


class Award(models.Model):
    """A keluarga in a plan; of a programme about persons each of them (`person`), of one for villages a village (`keluarga` is its code,
    as `kode_desa`). `given` False: eligible and not served, with its place in the queue.

    `why`: score, cut, position, what it would take; an override says who and why. `cost`: whole rupiah a year where it differs by
    keluarga, None for that of the share.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="awards")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    keluarga = models.CharField(max_length=13)
    person = models.CharField(max_length=13, blank=True)
    kode_desa = models.CharField(max_length=13, null=True)
    given = models.BooleanField()
    place = models.IntegerField(default=0)
    value = models.FloatField(default=0)
    cost = models.BigIntegerField(null=True)
    desil = models.SmallIntegerField(null=True)
    why = models.JSONField(default=dict)
    overridden = models.BooleanField(default=False)
    override_reason = models.CharField(max_length=300, blank=True)
    override_by = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "programme", "keluarga", "person"], name="programmes_one_award"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["plan", "programme", "given", "place"], name="programmes_award_queue"),
            models.Index(fields=["keluarga"], name="programmes_award_keluarga"),
        ]


class PlanStep(models.Model):
    """What was done with a plan, oldest first. `digest`: of the recipients it was done about; `count`: how many there were."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=12)
    came_from = models.CharField(max_length=12)
    went_to = models.CharField(max_length=12)
    reason = models.CharField(max_length=300, blank=True)
    count = models.IntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    by = models.BigIntegerField()
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.act}"


class PlanPaper(models.Model):
    """The decree a plan was approved by, sealed, as it was signed."""

    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, related_name="paper")
    pdf = models.BinaryField()
    size = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    by = models.BigIntegerField()
    by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.sha256[:12]


class Receives(models.Model):
    """An agency's own list said a keluarga has a programme: for the matrix across agencies. From lists, not from plans.

    `brought`, `row`: the list the agency brought and the row of it, by which the agency finds the family in its own file.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    keluarga = models.CharField(max_length=13)
    kode_desa = models.CharField(max_length=13, null=True)
    agency = models.CharField(max_length=40)
    source = models.CharField(max_length=60)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    brought = models.ForeignKey(Brought, null=True, on_delete=models.PROTECT, related_name="families")
    row = models.IntegerField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["brought", "keluarga"], name="programmes_once_a_list")
        ]
        indexes: ClassVar = [models.Index(fields=["keluarga"], name="programmes_receives_keluarga")]


class Applied(models.Model):
    """Which version of which rule was applied to which build, with its counts: what a dry run and a list refer to."""

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="+")
    build = models.IntegerField()
    counts = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())
