"""Django's command line. Commands that change tables run as their owner, all others as the server's role."""

from __future__ import annotations

import os
import sys

from django.core import management

OF_THE_OWNER = {"migrate", "createcachetable", "sqlmigrate", "showmigrations"}


def main(arguments: list[str]) -> None:
    """Runs one of Django's commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selaras.config.settings")
    if len(arguments) > 1 and arguments[1] in OF_THE_OWNER:
        os.environ["SELARAS_AS_OWNER"] = "1"
    management.execute_from_command_line(arguments)


if __name__ == "__main__":
    main(sys.argv)
