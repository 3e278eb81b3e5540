"""Agencies, users and the grants they hold."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from selaras.apps.accounts import rules


class Agency(models.Model):
    """An office that takes part. `scope` is the region it answers for; "" is everywhere."""

    code = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=120)
    kind = models.CharField(
        max_length=20, choices=[(kind.value, words) for kind, words in rules.AGENCY_KINDS.items()]
    )
    scope = models.CharField(max_length=13, blank=True)
    # What it answers for by law (rules.Duty), "" for nothing of that kind.
    duty = models.CharField(max_length=20, blank=True, default="")

    def __str__(self) -> str:
        return self.name

    @property
    def duty_words(self) -> rules.Text:
        """The same as it is read; "" for nothing."""
        return rules.DUTIES.get(self.duty, self.duty) if self.duty else ""


class UserManager(BaseUserManager["User"]):
    """Makes users; an e-mail address is the name they sign in with."""

    def create_user(self, *, email: str, name: str, agency: Agency, password: str | None = None) -> User:
        user = self.model(email=self.normalize_email(email).lower(), name=name, agency=agency)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in for one agency. Switched off, never deleted: the trail needs the name."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=2, default="id")
    must_change_password = models.BooleanField(default=False)
    # Off: no page listens to single letters (WCAG 2.1.4).
    single_keys = models.BooleanField(default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """A role held for a region, from a day, given by somebody. Taken back by a date, never deleted."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=[(role.code, role.name) for role in rules.ROLES.values()])
    scope = models.CharField(max_length=13, blank=True)
    since = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "role", "scope"], condition=models.Q(until=None), name="one_open_grant"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.scope or '*'}"


class Token(models.Model):
    """A key to the read-only API, for one person of one agency, one purpose and one region. Only its digest is kept.

    Whoever moves to another agency takes no token along. `scope` "" is every region of the person's grants.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=13, blank=True, default="")
    label = models.CharField(max_length=80)
    purpose = models.CharField(max_length=20)
    digest = models.BinaryField(max_length=32, unique=True)
    since = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.label

    @property
    def last_day(self) -> dt.date:
        """The last day on which it opens the door; it ends with the midnight after it."""
        return timezone.localtime(self.until - dt.timedelta(microseconds=1)).date()

    @property
    def purpose_words(self) -> rules.Text:
        """Its purpose as people say it."""
        return rules.PURPOSES.get(self.purpose, self.purpose)
