"""Ties a process to the one that started it: when that one dies, however it dies, the kernel ends this one too.

`python -m selaras.cli.serve.tether PARENT PROGRAM ARGUMENT ...` turns into the program. Linux only; elsewhere the next
start clears up (`leftover`).
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1  # prctl(2)


def main(arguments: list[str]) -> None:
    """Becomes the program, tied to PARENT."""
    parent, *command = arguments
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != int(parent):
        sys.exit(1)  # it died before the knot was tied
    os.execv(command[0], command)  # noqa: S606  the program is ours


if __name__ == "__main__":
    main(sys.argv[1:])
