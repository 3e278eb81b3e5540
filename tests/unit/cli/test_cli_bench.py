"""The harness of the benchmarks: what it prints, what it measures, what it does with trouble."""

import json
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

HARNESS = Path(__file__).parents[3] / "benchmarks" / "harness.py"


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    """A folder with the harness and a benchmark `coba` of its own."""
    shutil.copy(HARNESS, tmp_path)
    (tmp_path / "bench_coba.py").write_text(
        textwrap.dedent("""
            import harness

            def work(size):
                return len(bytearray(size))

            def broken():
                raise ValueError("x")

            def run(*, rows, set_name):
                if set_name == "rusak":
                    harness.measured(broken)
                small, large = harness.measured(work, 1_000), harness.measured(work, 300_000_000)
                return harness.Result(
                    name="coba", rows=rows or 7, seconds=2.0, peak_mb=large.peak_mb, peer="lain", peer_seconds=5.0,
                    goal="<= 3 s", reached=True, scores={"f1": float("nan"), "lebih_mb": large.peak_mb - small.peak_mb},
                    table=[{"yang": "kita", "detik": 2.0}, {"yang": "lain", "detik": 5.0}],
                )
        """),
        encoding="utf-8",
    )
    return tmp_path


def _run(bench: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(bench / "harness.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_the_last_line_is_one_json_object(bench: Path) -> None:
    done = _run(bench, "coba", "--rows", "12")
    assert done.returncode == 0, done.stderr
    *table, last = done.stdout.splitlines()
    found = json.loads(last)
    assert list(found) == [
        "name", "rows", "seconds", "peak_mb", "peer", "peer_seconds", "ratio", "goal", "reached", "scores",
    ]  # fmt: skip
    assert (found["rows"], found["ratio"], found["reached"]) == (12, 2.5, True)
    assert found["scores"]["f1"] is None
    assert any("kita" in line for line in table)


def test_memory_is_that_of_the_measured_call(bench: Path) -> None:
    found = json.loads(_run(bench, "coba").stdout.splitlines()[-1])
    assert 250 < found["scores"]["lebih_mb"] < 350


def test_an_error_in_the_measured_call_is_an_error(bench: Path) -> None:
    done = _run(bench, "coba", "--set", "rusak")
    assert done.returncode != 0
    assert "ValueError: x" in done.stderr


def test_all_runs_every_benchmark_and_an_unknown_one_is_named(bench: Path) -> None:
    assert json.loads(_run(bench, "all").stdout.splitlines()[-1])["name"] == "coba"
    done = _run(bench, "entah")
    assert done.returncode == 2
    assert "coba" in done.stderr
