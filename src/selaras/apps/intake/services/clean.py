"""Keeps the house clean: raw files go after thirty days, and whatever belongs to no row goes at once."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.audit import services as audit
from selaras.apps.intake import rules, vault
from selaras.apps.intake.models import Delivery
from selaras.apps.intake.services import receive

_GONE = (rules.State.REFUSED, rules.State.REPLACED, rules.State.FAILED)
_ORPHAN_SECONDS = 3600
_WORKROOM_SECONDS = 6 * 3600


def clean(*, now: dt.datetime | None = None) -> dict[str, int]:
    """Deletes what need not be kept, and says how much. Files first, then the row that knew of them."""
    moment = now or timezone.now()
    with accounts.acting(access.SYSTEM):
        known = set(Delivery.objects.values_list("reference", flat=True))
        old = list(Delivery.objects.filter(raw=True, sent_at__lt=moment - rules.KEEP_RAW))
    done = {"mentah": 0, "folder": 0, "ruang_kerja": 0}
    for row in old:
        done["mentah"] += _forget(row)
    base = Path(settings.SELARAS_FILES)
    done["folder"] = _sweep(base / "kiriman", _ORPHAN_SECONDS, keep=known)
    done["ruang_kerja"] = _sweep(base / "kerja", _WORKROOM_SECONDS, keep=set())
    return done


def workrooms() -> None:
    """Removes the plain files of jobs that were killed. Only while no job runs."""
    shutil.rmtree(Path(settings.SELARAS_FILES) / "kerja", ignore_errors=True)


def _forget(row: Delivery) -> int:
    with accounts.acting(access.SYSTEM):
        found = Delivery.objects.select_for_update().filter(pk=row.pk, raw=True).first()
        if found is None:
            return 0
        vault.remove(found.reference, receive.RAW)
        found.raw = False
        found.save(update_fields=["raw"])
        if found.state in _GONE and found.frames:
            shutil.rmtree(vault.room(found.reference), ignore_errors=True)
            Delivery.objects.filter(pk=found.pk).update(frames="", files={}, difference={})
        audit.record(
            actor=None, action="kiriman_hapus_mentah", object_kind=receive.KIND, object_id=found.pk,
            region=found.wilayah,
        )  # fmt: skip
    return 1


def _sweep(folder: Path, seconds: int, *, keep: set[str]) -> int:
    """Folders that no row knows and that are not being filled right now."""
    if not folder.is_dir():
        return 0
    count = 0
    for path in folder.iterdir():
        if path.name not in keep and time.time() - path.stat().st_mtime > seconds:
            shutil.rmtree(path, ignore_errors=True)
            count += 1
    return count
