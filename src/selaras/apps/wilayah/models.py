"""Boundaries an office brought in place of the packaged ones."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class Layer(models.Model):
    """The villages of one kabupaten/kota, packed (pipeline/report/pack.py). Never overwritten; the newest that stands counts."""

    kode_kabupaten = models.CharField(max_length=5)
    origin = models.CharField(max_length=200)
    as_of = models.DateField()
    content = models.BinaryField()
    villages = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    brought_by = models.BigIntegerField()
    brought_at = models.DateTimeField(db_default=Now())
    withdrawn_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kode_kabupaten", "-id"], name="wilayah_layer_newest")]

    def __str__(self) -> str:
        return f"{self.kode_kabupaten} {self.as_of}"
