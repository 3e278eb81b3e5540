"""DuckDB for one stage: in memory, and what does not fit goes to a folder that nobody else can read and that is removed."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator

import duckdb


@contextlib.contextmanager
def opened(threads: int | None = None, *, ordered: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory. Unless `ordered`, the order of rows is lost: what leaves it is sorted by name.

    Left to itself DuckDB spills into the current folder, in clear and readable by all. The folder here is private
    (0700) and stands where TMPDIR says.
    """
    with tempfile.TemporaryDirectory(prefix="selaras-") as scratch:
        config: dict[str, str | bool | int | float | list[str]] = {"temp_directory": scratch}
        if threads:
            config["threads"] = threads
        with duckdb.connect(config=config) as connection:
            connection.execute(f"SET preserve_insertion_order = {ordered}").fetchall()
            connection.execute("SET enable_progress_bar = false").fetchall()
            yield connection
