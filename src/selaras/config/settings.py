"""Settings of Django. Safe for production unless the environment says that this is a desk or a test.

SELARAS_MODE: `produksi` (default: HTTPS only), `lokal` (plain HTTP on this computer, set by `selaras serve`), `uji`.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import Any

from csp import constants as csp
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from selaras.config import environment, logs

MODE = os.environ.get("SELARAS_MODE", "produksi")
if MODE not in {"produksi", "lokal", "uji"}:
    raise ValueError("SELARAS_MODE harus produksi, lokal, atau uji")
HTTPS = MODE == "produksi"
PACKAGE = Path(__file__).resolve().parents[1]
DATA = Path(os.environ["SELARAS_DATA"]) if os.environ.get("SELARAS_DATA") else None

DEBUG = False
SECRET_KEY = environment.secret_key(DATA)
ALLOWED_HOSTS = environment.words("SELARAS_HOSTS", "localhost 127.0.0.1 [::1]")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

# Accounts of the demo stand on the sign-in page; a second factor is offered, not asked. Never in production.
SELARAS_DEMO = environment.yes("SELARAS_DEMO") and MODE != "produksi"
SELARAS_SECOND_FACTOR = not SELARAS_DEMO
# Keys of NIK encryption and of the blind index: outside the database and its backups.
SELARAS_KEYS = Path(os.environ.get("SELARAS_KEYS") or (DATA or Path("/var/lib/selaras")) / "kunci")
# Files that were brought, as encrypted editions, and what pages give to download.
SELARAS_FILES = Path(os.environ.get("SELARAS_FILES") or (DATA or Path("/var/lib/selaras")) / "berkas")

APPS = (
    "accounts", "audit", "wilayah", "intake", "registry", "review", "discrepancies", "verval", "penetapan",
    "programmes", "home",
)  # fmt: skip
INSTALLED_APPS = [
    "selaras.shell",
    *(f"selaras.apps.{app}" for app in APPS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "selaras.shell.answers.trouble_elsewhere",
    "selaras.shell.guard.no_identity_numbers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "selaras.shell.guard.quiet_answers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "selaras.shell.guard.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "selaras.apps.accounts.middleware.Acting",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "selaras.config.urls"
WSGI_APPLICATION = "selaras.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Ours before those of the libraries, so that a page of allauth can be replaced by ours.
        "DIRS": [PACKAGE / "shell" / "templates", PACKAGE / "config" / "templates"],
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", _LOADERS)],
            "builtins": ["django_cotton.templatetags.cotton", "django.templatetags.i18n"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "selaras.apps.accounts.context.portal",
            ],
        },
    }
]
COTTON_DIR = "cotton"

# Database: the server and the worker are not the owner of the tables; only migrations are (manage.py says so).
_URL = os.environ.get("DATABASE_URL", "postgresql://selaras_app@/selaras")
_OWNER_URL = os.environ.get("DATABASE_OWNER_URL", "postgresql://selaras@/selaras")
AS_OWNER = environment.yes("SELARAS_AS_OWNER")
DATABASES = {"default": environment.database(_OWNER_URL if AS_OWNER else _URL)}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        # Searches of a quarter of an hour stand in it; the usual 300 would throw out those of a busy office.
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# Sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "selaras.apps.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "selaras.apps.accounts.passwords.NotOneself"},
    {"NAME": "selaras.apps.accounts.passwords.NotCommon"},
    {"NAME": "selaras.apps.accounts.passwords.NotDigitsOnly"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_ADAPTER = "selaras.apps.accounts.signin.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_USER_DISPLAY = "selaras.apps.accounts.signin.display"
# Wrong passwords are counted by axes, per person and place, in the database; allauth counts wrong codes.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/key,30/5m/ip"}
MFA_ADAPTER = "selaras.apps.accounts.signin.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Selaras"
MFA_TOTP_TOLERANCE = 1
USERSESSIONS_TRACK_ACTIVITY = False
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "selaras.apps.accounts.signin.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_IPWARE_PROXY_COUNT = int(os.environ.get("SELARAS_PROXIES", "0")) or None
AXES_SENSITIVE_PARAMETERS = ["login", "password", "username", "email"]

# Sessions: idle for a quarter of an hour ends them; polling does not count as work (accounts.middleware.Acting).
SESSION_COOKIE_AGE = 15 * 60
SELARAS_LONGEST_SESSION = 10 * 60 * 60
SESSION_COOKIE_NAME = "__Host-selaras" if HTTPS else "selaras"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = HTTPS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "selaras.config.pages.csrf_failure"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Strict"
LANGUAGE_COOKIE_SECURE = HTTPS
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Headers
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^sehat/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not "no-referrer": browsers then send `Origin: null` with every form, and the CSRF check refuses it.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [csp.NONE],
        "script-src": [csp.SELF, csp.NONCE],
        "style-src": [csp.SELF, csp.NONCE],
        "img-src": [csp.SELF, "data:", "blob:"],
        "font-src": [csp.SELF],
        "connect-src": [csp.SELF],
        "worker-src": [csp.SELF],
        "manifest-src": [csp.SELF],
        "form-action": [csp.SELF],
        "frame-ancestors": [csp.NONE],
        "base-uri": [csp.NONE],
        "object-src": [csp.NONE],
    }
}

# What a form may carry; files go to disk at once, in a folder of ours.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
# A folder of ours, never /tmp. Processes of `selaras serve` have it as TMPDIR too; under another launcher it is made here.
FILE_UPLOAD_TEMP_DIR = environment.temporary(DATA)

# Words and time
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Bahasa Inggris"))]
LOCALE_PATHS = [PACKAGE / "shell" / "locale"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = os.environ.get("SELARAS_ZONE", "Asia/Makassar")
USE_TZ = True

# Static files: vendored in shell and apps, served by whitenoise under names that carry their hash.
STATIC_URL = "/static/"
# The letters of the pages are those of the report: one file for both.
STATICFILES_DIRS = [("font", PACKAGE / "pipeline" / "report" / "static")]
STATIC_ROOT = Path(os.environ["SELARAS_STATIC"]) if os.environ.get("SELARAS_STATIC") else None
_STORAGE = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if STATIC_ROOT
    else "django.contrib.staticfiles.storage.StaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": _STORAGE},
}
WHITENOISE_USE_FINDERS = STATIC_ROOT is None

LOGGING = logs.SETTINGS
LOGGING_CONFIG = "logging.config.dictConfig"
SILENCED_SYSTEM_CHECKS: list[str] = []
APPS_WITH_PAGES = [app for app in APPS if importlib.util.find_spec(f"selaras.apps.{app}.urls")]
