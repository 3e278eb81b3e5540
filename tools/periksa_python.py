"""Say in one sentence when the Python that make found is too old; run before anything is installed."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this file exists for the Pythons that are too old
    found = ".".join(str(part) for part in sys.version_info[:3])
    sys.exit(
        f"Selaras memerlukan Python 3.11 atau lebih baru; python3 di mesin ini versi {found}.\n"
        "Pasang Python 3.11+ lalu jalankan lagi, misalnya: make demo PYTHON=python3.11"
    )
