"""How long tests wait before they give up, in seconds. A wait ends as soon as what is waited for is there.

Several times what a crowded machine of two processors needs: a machine is no fault of the code, and a wait that was too short
tells nothing about it.
"""

import time
from collections.abc import Callable

# What should come at once: an answer, an element of a page.
SOON = 90
# What has to be done first: a job, a process that starts or recovers, a registry that is built.
WORK = 300


def until(true: Callable[[], object], what: str, seconds: float = WORK, beat: float = 0.1) -> None:
    """Waits until something holds; looks every `beat` seconds."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"waited {seconds} seconds: {what}"
        time.sleep(beat)
