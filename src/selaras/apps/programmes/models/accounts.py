"""Accounts of recipients, sealed, and who opened them. Numbers and the names on them are never kept in plain."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.models.delivery import Cycle


def _reference() -> str:
    return uuid.uuid4().hex[:12]


class AccountFile(models.Model):
    """A file of a bank with accounts, once by its hash. `told`: the letter it came with; `problems`: rows that were not taken, by
    place, without numbers of accounts. The file itself is removed once it was taken."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="account_files")
    wilayah = models.CharField(max_length=13)
    sha256 = models.CharField(max_length=64)
    told = models.CharField(max_length=120)
    day = models.DateField()
    rows = models.IntegerField()
    taken = models.IntegerField()
    problems = models.JSONField(default=list)
    by = models.BigIntegerField()
    by_name = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "sha256"], name="programmes_one_account_file")
        ]


class Account(models.Model):
    """Where money of one programme goes for one recipient. `number`, `holder`: sealed for the row `reference`; `mark`: blind
    index of bank and number, to find one account under two families; `opened`: as the bank says, else the day of its file."""

    reference = models.CharField(max_length=12, unique=True, default=_reference)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    keluarga = models.CharField(max_length=13)
    person = models.CharField(max_length=13, blank=True)
    kode_desa = models.CharField(max_length=13, null=True)
    bank = models.CharField(max_length=40)
    number = models.BinaryField()
    holder = models.BinaryField()
    tail = models.CharField(max_length=4)
    mark = models.BinaryField(max_length=32)
    opened = models.DateField()
    file = models.ForeignKey(AccountFile, on_delete=models.PROTECT, related_name="accounts")
    state = models.CharField(max_length=10, default="berlaku")
    reason = models.CharField(max_length=300, blank=True)
    changed_by = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "keluarga", "person", "kode_desa"],
                condition=models.Q(state="berlaku"),
                name="programmes_one_account",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["mark"], name="programmes_account_mark")]


class AccountOpening(models.Model):
    """That somebody saw an account in full: on a page, or in a list that left."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="openings")
    kode_desa = models.CharField(max_length=13, null=True)
    user = models.BigIntegerField()
    name = models.CharField(max_length=120, blank=True)
    agency = models.CharField(max_length=40, blank=True)
    purpose = models.CharField(max_length=20)
    reason = models.CharField(max_length=200)
    in_list = models.BooleanField(default=False)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "at"], name="programmes_account_opened")]
