"""Addresses of accounts: sign-in and second factor by allauth under Indonesian addresses; our own pages."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as sessions
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.views.i18n import set_language

from selaras.apps.accounts.views import mine, people
from selaras.shell import frame

OURS = [
    path("akun/", mine.me, name="me"),
    path("akun/tujuan/", mine.purpose, name="purpose"),
    path("akun/pintasan/", mine.keys, name="keys"),
    path("akun/token/<int:token_id>/akhiri/", mine.end_own_token, name="end_own_token"),
    path("peran/", mine.roles, name="roles"),
    path("pengguna/", people.people, name="people"),
    path("pengguna/baru/", people.add_person, name="add_person"),
    path("pengguna/<int:user_id>/", people.person, name="person"),
    path("pengguna/<int:user_id>/peran/", people.give_role, name="give_role"),
    path("pengguna/<int:user_id>/peran/<int:grant_id>/cabut/", people.take_role, name="take_role"),
    path("pengguna/<int:user_id>/aktif/", people.switch, name="switch"),
    path("pengguna/<int:user_id>/sandi/", people.new_password, name="new_password"),
    path("pengguna/<int:user_id>/token/", people.give_token, name="give_token"),
    path("pengguna/<int:user_id>/token/<int:token_id>/akhiri/", people.end_token, name="end_token"),
    path("instansi/", people.agencies, name="agencies"),
    path("instansi/<slug:code>/urusan/", people.agency_duty, name="agency_duty"),
]

urlpatterns = [
    path("", include((OURS, "accounts"))),
    path("bahasa/", set_language, name="set_language"),
    path("masuk/", account.login, name="account_login"),
    path("masuk/kode/", mfa.authenticate, name="mfa_authenticate"),
    path("masuk/kunci/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("masuk/ulang/", account.reauthenticate, name="account_reauthenticate"),
    path("masuk/ulang/kode/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("masuk/ulang/kunci/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("keluar/", account.logout, name="account_logout"),
    path("nonaktif/", account.account_inactive, name="account_inactive"),
    path("akun/sandi/", account.password_change, name="account_change_password"),
    path("akun/sesi/", sessions.list_usersessions, name="usersessions_list"),
    path("akun/faktor/", mfa.index, name="mfa_index"),
    path("akun/faktor/aplikasi/", totp.activate_totp, name="mfa_activate_totp"),
    path("akun/faktor/aplikasi/lepas/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("akun/faktor/cadangan/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("akun/faktor/cadangan/baru/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("akun/faktor/cadangan/unduh/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("akun/faktor/kunci/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("akun/faktor/kunci/baru/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("akun/faktor/kunci/<int:pk>/lepas/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("akun/faktor/kunci/<int:pk>/ubah/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
]
MENU = [
    frame.Entry(_("Pengguna"), "accounts:people", "users", 200, guide="pengelola"),
    frame.Entry(_("Instansi"), "accounts:agencies", "building", 210, guide="pengelola"),
]
