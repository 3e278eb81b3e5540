"""What may stand in a log: where and what kind, never who. A number of sixteen digits never passes."""

from __future__ import annotations

import logging
import re
from typing import Any

# NIK and KK have sixteen digits; people also write them in groups.
_NUMBER = re.compile(r"(?<!\d)\d(?:[ .\-\u00a0]?\d){15}(?!\d)")
# The key of a phone stands in its address (OpenRosa by token): what is logged of a request keeps the rest of it.
_PHONE = re.compile(r"/odk/k/[A-Za-z0-9_-]+")
MASK = "[nomor disamarkan]"


def masked(text: str) -> str:
    """`text` without any number of sixteen digits, and without the key of a phone."""
    return _NUMBER.sub(MASK, _PHONE.sub("/odk/k/[kunci]", text))


class Formatter(logging.Formatter):
    """Formats a record and masks the whole of it, the traceback included.

    Messages of exceptions may quote a value: of an exception only its kind and its places in the code are written.
    """

    def formatException(self, ei: Any) -> str:  # noqa: N802  the name is logging's
        """The kind of an exception and the places in the code it passed."""
        kind, error, trace = ei
        lines = [f"{kind.__module__}.{kind.__qualname__}" if kind else "Exception"]
        while trace is not None:
            code = trace.tb_frame.f_code
            lines.append(f"  {code.co_filename}:{trace.tb_lineno} {code.co_qualname}")
            trace = trace.tb_next
        cause = getattr(error, "__cause__", None) or getattr(error, "__context__", None)
        if cause is not None:
            lines.append(f"karena {type(cause).__qualname__}")
        return "\n".join(lines)

    def format(self, record: logging.LogRecord) -> str:
        """One masked entry."""
        return masked(super().format(record))


SETTINGS: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "selaras": {
            "()": "selaras.config.logs.Formatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "selaras"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "selaras": {"level": "INFO"},
        "procrastinate": {"level": "WARNING"},
        # It tells what stands in a photo, at the level of debugging.
        "PIL": {"level": "WARNING"},
        # Statements carry values of persons: never, at no level.
        "django.db.backends": {"level": "CRITICAL", "propagate": False},
    },
}
