"""The log of what should not happen: where in the code it broke, never what the data were."""

from __future__ import annotations

import datetime as dt
import os
import platform
import secrets
import tempfile
import traceback
from pathlib import Path

from selaras.pipeline import versions


def record(error: BaseException) -> tuple[str, Path | None]:
    """Writes the kinds of errors and the places in the code; gives a reference and the file, None where none could
    be written. Messages of errors are left out: they may quote a cell."""
    reference = secrets.token_hex(4)
    lines = [f"{reference} {dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%M:%SZ} python {platform.python_version()}"]
    lines += [f"{name} {version}" for name, version in versions.packages().items()]
    inner: BaseException | None = error
    while inner is not None:
        lines.append(type(inner).__qualname__)
        lines += [
            f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(inner.__traceback__)
        ]
        inner = inner.__cause__ or inner.__context__
    for folder in _folders():
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = folder / f"galat-{reference}.log"
            path.touch(mode=0o600)
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        except OSError:
            continue
        return reference, path
    return reference, None


def _folders() -> list[Path]:
    state = os.environ.get("XDG_STATE_HOME", "")
    home = Path(state) if state else Path("~/.local/state").expanduser()
    return [home / "selaras", Path(tempfile.gettempdir()) / f"selaras-{os.getuid()}"]
