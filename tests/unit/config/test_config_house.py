"""Settings, logs, health and kind errors."""

import logging
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from selaras.config import environment, logs

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    "text", ["6402064101909001", "6402 0641 0190 9001", "NIK=6402064101909001;", "6402-0641-0190-9001"]
)
def test_a_log_never_carries_sixteen_digits(text):
    record = logging.LogRecord("selaras", logging.ERROR, "", 0, "nilai %s", (text,), None)
    assert "9001" not in logs.Formatter().format(record)


def test_a_log_names_the_place_of_an_error_but_not_its_words():
    try:
        raise ValueError("Siti 6402064101909001")
    except ValueError:
        record = logging.LogRecord("selaras", logging.ERROR, "", 0, "gagal", (), sys.exc_info())
    text = logs.Formatter().format(record)
    assert "ValueError" in text
    assert "test_config_house.py" in text
    assert "Siti" not in text


def test_shorter_and_longer_numbers_stay():
    assert (
        logs.masked("2026-11-22 10:00:00,123 selesai 123456789012345")
        == "2026-11-22 10:00:00,123 selesai 123456789012345"
    )


@pytest.mark.parametrize(
    ("url", "host", "user", "name"),
    [
        ("postgresql://selaras_app@/selaras?host=%2Ftmp%2Fx", "/tmp/x", "selaras_app", "selaras"),
        ("postgresql://a:p%40ss@db.example:5433/b?sslmode=require", "db.example", "a", "b"),
    ],
)
def test_an_address_of_a_database_is_read(url, host, user, name):
    found = environment.database(url)
    assert (found["HOST"], found["USER"], found["NAME"]) == (host, user, name)


def test_another_kind_of_database_is_refused():
    with pytest.raises(ValueError, match="postgresql"):
        environment.database("sqlite:///x")


def test_the_secret_key_is_made_once_and_kept_for_oneself(tmp_path):
    first = environment.secret_key(tmp_path / "baru", {})
    assert environment.secret_key(tmp_path / "baru", {}) == first
    assert len(first) > 50
    assert stat.S_IMODE((tmp_path / "baru" / "rahasia").stat().st_mode) == 0o600
    assert environment.secret_key(None, {}) != environment.secret_key(None, {})


def test_the_house_is_well(db):
    assert Client().get("/sehat/").json() == {"sehat": True}


def test_a_page_that_is_not_there_says_so_kindly(db):
    answer = Client().get("/tidak-ada/")
    assert answer.status_code == 404
    assert "beranda" in answer.content.decode()


def test_production_is_the_default_and_passes_every_check(tmp_path):
    given = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SELARAS", "DJANGO", "DATABASE"))
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env={**given, "SELARAS_DATA": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_a_demo_is_never_production(tmp_path):
    given = {**os.environ, "SELARAS_MODE": "produksi", "SELARAS_DEMO": "1", "SELARAS_DATA": str(tmp_path)}
    code = "from selaras.config import settings as s; print(s.SELARAS_DEMO, s.DEBUG, s.SESSION_COOKIE_SECURE)"
    done = subprocess.run([sys.executable, "-c", code], env=given, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False", "True"]
