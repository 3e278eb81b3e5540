"""Programmes, versions of their rules, their money, and what excludes what. No personal data."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from selaras.apps.programmes.rules import words


class Programme(models.Model):
    """A programme. `assumption`: what of it follows no written rule, in a sentence; "" where all does. `receives`: the canonical
    field (terima_pkh, ...) by which lists tell who has it already, "" for none."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    owner_kind = models.CharField(max_length=10)
    agency = models.CharField(max_length=40, blank=True)
    owner_name = models.CharField(max_length=120)
    strategy = models.CharField(max_length=20)
    unit = models.CharField(max_length=10)
    benefit = models.CharField(max_length=12)
    gives = models.CharField(max_length=300)
    wilayah = models.CharField(max_length=13, blank=True)
    begins = models.DateField(null=True)
    ends = models.DateField(null=True)
    cycles = models.SmallIntegerField(default=1)
    basis = models.CharField(max_length=300)
    source = models.CharField(max_length=300, blank=True)
    assumption = models.CharField(max_length=300, blank=True)
    documents = models.JSONField(default=list)
    receives = models.CharField(max_length=30, blank=True)
    public = models.BooleanField(default=True)
    closed_at = models.DateTimeField(null=True)
    closed_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.code


class Rule(models.Model):
    """A version of a programme's rule: clauses and figures as in engine/eligibility/programme.py, dated."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="rules")
    number = models.IntegerField()
    state = models.CharField(max_length=12, default=words.RuleState.DRAFT)
    clauses = models.JSONField(default=list)
    figures = models.JSONField(default=list)
    valid_from = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    # The dry run the second person saw: who enters, who leaves, what it costs.
    dry_run = models.JSONField(default=dict)
    made_by = models.BigIntegerField(default=0)
    made_by_name = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField(db_default=Now())
    # Everybody who wrote in it or proposed it: none of them may publish it.
    authors = models.JSONField(default=list)
    decided_by = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["programme", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "number"], name="programmes_one_version")
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} v{self.number}"


class Funding(models.Model):
    """A line of money of a programme in a year. Whole rupiah. `by_region`: Kemendagri code -> shares at most. `components`: where
    the benefit differs, as rules/components.py reads them; `cost` is then the most that one keluarga may cost."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="funding")
    year = models.SmallIntegerField()
    line = models.CharField(max_length=120)
    source = models.CharField(max_length=20)
    budget = models.BigIntegerField(null=True)
    cost = models.BigIntegerField()
    quota = models.IntegerField(null=True)
    by_region = models.JSONField(default=dict)
    components = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(cost__gte=0)
                & (models.Q(budget=None) | models.Q(budget__gte=0))
                & (models.Q(quota=None) | models.Q(quota__gte=0)),
                name="programmes_no_negative_money",
            )
        ]


class Exclusion(models.Model):
    """Two programmes one keluarga cannot both have, and why."""

    one = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    basis = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="programmes_one_exclusion")
        ]
