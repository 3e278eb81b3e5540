"""Starts a program tied to this process (`shell.tether`): `python -m selaras.cli.serve.tether PARENT PROGRAM ARGUMENT ...`
turns into the program."""

from __future__ import annotations

import os
import signal
import sys

from selaras.shell import tether


def main(arguments: list[str]) -> None:
    """Becomes the program, tied to PARENT."""
    parent, *command = arguments
    tether.tie(int(parent), signal.SIGTERM)
    os.execv(command[0], command)  # noqa: S606  the program is ours


if __name__ == "__main__":
    main(sys.argv[1:])
