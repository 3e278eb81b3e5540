"""Ties a process to the one that started it: when that one dies, however it dies, the kernel ends this one too.

Linux only; elsewhere what was left behind is cleared away by the next start. Standard library only: the reader of strangers'
files imports this, too.
"""

from __future__ import annotations

import ctypes
import os
import sys

_PR_SET_PDEATHSIG = 1  # prctl(2)


def tie(parent: int, number: int) -> None:
    """From now on signal `number` comes when the thread that started this process ends. Ends it at once when `parent`,
    the process that should have started it, is gone already."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:
        sys.exit(1)  # it died before the knot was tied
