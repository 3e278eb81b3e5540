"""Figures of a programme as they were published at the end of a period: without names, and never changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from selaras.apps.programmes.models.catalogue import Programme


class Published(models.Model):
    """`shown`: what anybody reads (rules/disclosure.Sheet). `kept`: the counts behind it, sealed, which the next period needs so
    that two editions together tell no more than each alone."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="published")
    period = models.CharField(max_length=7)
    year = models.SmallIntegerField()
    as_of = models.DateField()
    shown = models.JSONField(default=dict)
    kept = models.BinaryField()
    made_by = models.BigIntegerField()
    made_by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["-as_of", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "period"], name="programmes_one_edition")
        ]
