"""Settings for tests: those of the house, without HTTPS, with a quick password hash and keys of their own."""

import os
from pathlib import Path

os.environ["SELARAS_MODE"] = "uji"
for name in (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "SELARAS_DATA",
    "SELARAS_DEMO",
    "SELARAS_KEYS",
    "SELARAS_HOSTS",
):
    os.environ.pop(name, None)
if os.environ.get("SELARAS_TEST_DATABASE_URL"):
    # A process that a test starts beside itself, for example to migrate.
    os.environ["DATABASE_URL"] = os.environ["SELARAS_TEST_DATABASE_URL"]

from selaras.config.settings import *  # noqa: E402, F403
from selaras.config.settings import INSTALLED_APPS, MIDDLEWARE  # noqa: E402

assert INSTALLED_APPS
assert MIDDLEWARE
ROOT = Path(os.environ.get("SELARAS_TEST_ROOT", "/tmp/selaras-uji-tanpa-akar"))
SELARAS_KEYS = ROOT / "kunci"
# Each test process its own: a house that begins anew clears away what was being made, and would clear another's.
SELARAS_FILES = ROOT / f"berkas-{os.environ.get('PYTEST_XDIST_WORKER', 'satu')}"
SELARAS_SECOND_FACTOR = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
SECRET_KEY = "for tests only"
