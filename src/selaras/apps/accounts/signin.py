"""How sign-in behaves: what allauth and axes ask of us."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from selaras.shell import secrets

JUST_NOW = 5 * 60
_TABLE, _FIELD = "mfa_authenticator", "data"


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up alone: the pengelola adds people. No mail is sent: a desk may have no mail server."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("Surel atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."),
        "too_many_login_attempts": _("Terlalu sering mencoba. Tunggu sebentar, lalu coba lagi."),
        "incorrect_password": _("Kata sandi tidak cocok."),
        "rate_limited": _("Terlalu sering mencoba. Tunggu sebentar, lalu coba lagi."),
    }

    def is_reauthentication_required(self, app: str) -> bool:
        """Asks for the password again before the ways to sign in are changed, unless it was given just now."""
        begun = self.request.session.get("sejak", 0)
        return bool(time.time() - begun > JUST_NOW)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def set_password(self, user: Any, password: str) -> None:
        """A password of one's own choice replaces the temporary one."""
        user.must_change_password = False
        super().set_password(user, password)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing leaves the house."""

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages say themselves what happened."""


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of second factors are sealed at rest."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Kode tidak cocok. Tunggu kode berikutnya, lalu coba lagi."),
        "cannot_delete_authenticator": _("Faktor kedua tidak dapat dilepas."),
    }

    def encrypt(self, text: str) -> str:
        """A secret as it stands in the database."""
        return secrets.seal(text, table=_TABLE, row="", field=_FIELD).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """A secret as it was given."""
        return secrets.unseal(bytes.fromhex(encrypted_text), table=_TABLE, row="", field=_FIELD)


def display(user: AbstractBaseUser) -> str:
    """How a person is called on pages."""
    return str(user)


def locked_out(
    request: HttpRequest, credentials: dict[str, Any] | None, *args: Any, **kwargs: Any
) -> HttpResponse:
    """The answer after too many wrong passwords. The same for people who exist and people who do not."""
    return render(request, "accounts/locked_out.html", status=429)
