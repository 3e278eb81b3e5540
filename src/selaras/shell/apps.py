"""The shell as an app of Django."""

from __future__ import annotations

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """Templates, static files and template words. No tables."""

    name = "selaras.shell"
    label = "shell"
