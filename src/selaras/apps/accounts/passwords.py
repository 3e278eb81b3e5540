"""What a password has to be, told as a person would: Django's rules, our sentences."""

from __future__ import annotations

from django.contrib.auth import password_validation as django_rules
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class LongEnough(django_rules.MinimumLengthValidator):
    """At least so many characters: length protects more than odd signs do (NIST SP 800-63B, 3.1.1.2)."""

    def get_error_message(self) -> str:
        """What is said of a shorter one."""
        return ngettext(
            "Terlalu pendek: sekurangnya %(count)d karakter. Beberapa kata yang mudah Anda ingat sudah cukup.",
            "Terlalu pendek: sekurangnya %(count)d karakter. Beberapa kata yang mudah Anda ingat sudah cukup.",
            self.min_length,
        ) % {"count": self.min_length}

    def get_help_text(self) -> str:
        """What is said before."""
        return ngettext(
            "Sekurangnya %(count)d karakter. Empat kata yang tidak berhubungan lebih kuat daripada satu kata dengan angka.",
            "Sekurangnya %(count)d karakter. Empat kata yang tidak berhubungan lebih kuat daripada satu kata dengan angka.",
            self.min_length,
        ) % {"count": self.min_length}


class NotOneself(django_rules.UserAttributeSimilarityValidator):
    """Not the own name or address."""

    def get_error_message(self) -> str:
        """What is said of one that is."""
        return _("Terlalu mirip dengan nama atau surel Anda. Pilih kata lain.")

    def get_help_text(self) -> str:
        """What is said before."""
        return _("Tidak mirip dengan nama atau surel Anda.")


class NotCommon(django_rules.CommonPasswordValidator):
    """None of those that are tried first."""

    def get_error_message(self) -> str:
        """What is said of one of them."""
        return _("Kata sandi ini ada di daftar yang pertama kali dicoba penebak. Pilih yang lain.")

    def get_help_text(self) -> str:
        """What is said before."""
        return _("Bukan kata sandi yang banyak dipakai orang.")


class NotDigitsOnly(django_rules.NumericPasswordValidator):
    """Not a date or a number of a card."""

    def get_error_message(self) -> str:
        """What is said of digits."""
        return _("Hanya angka mudah ditebak. Tambahkan kata.")

    def get_help_text(self) -> str:
        """What is said before."""
        return _("Bukan angka saja, seperti tanggal lahir atau nomor telepon.")
