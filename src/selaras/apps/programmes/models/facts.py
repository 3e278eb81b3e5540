"""Which builds have their facts laid out as one sealed table."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class SnapshotFile(models.Model):
    """The facts of a build, sealed in the vault in the room `room`. A row is there exactly when its file is whole."""

    build = models.IntegerField()
    room = models.CharField(max_length=40, unique=True)
    families = models.IntegerField()
    members = models.IntegerField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["build"], name="programmes_snapshot_build")]

    def __str__(self) -> str:
        return self.room
