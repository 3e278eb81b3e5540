"""Fetches the files of other makers again and checks every hash in src/selaras/shell/vendor.toml.

    python tools/vendor.py            npm pack each package, compare hashes, write the files
    python tools/vendor.py --check    only compare what stands there (no network, no npm)
    python tools/vendor.py --record   after a change of version: write the new hashes into vendor.toml

Needs npm for fetching; nothing of npm runs in the portal.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1] / "src" / "selaras" / "shell"
LIST = ROOT / "vendor.toml"
_MAP = re.compile(rb"\s*(?://[#@]\s*sourceMappingURL=\S+|/\*[#@]\s*sourceMappingURL=[^*]+\*/)\s*$")
_DRAWING = re.compile(r"<(?:path|circle|rect|line|polyline|polygon|ellipse)\b[^>]*/>")


def sha256(content: bytes) -> str:
    """A hash as it stands in the list."""
    return hashlib.sha256(content).hexdigest()


def packages() -> list[dict[str, Any]]:
    """What the list says."""
    return tomllib.loads(LIST.read_text(encoding="utf-8"))["package"]


def wrong() -> list[str]:
    """Files that are missing or differ from the list."""
    expected = {name: entry["sha256"] for package in packages() for name, entry in package["files"].items()}
    return [
        name
        for name, digest in expected.items()
        if not (ROOT / name).is_file() or sha256((ROOT / name).read_bytes()) != digest
    ]


def unlisted() -> list[str]:
    """Files in static/vendor that are not on the list."""
    listed = {name for package in packages() for name in package["files"]}
    there = (
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "static" / "vendor").rglob("*")
        if path.is_file()
    )
    return sorted(set(there) - listed)


def _fetched(package: dict[str, Any], folder: str) -> bytes:
    name = f"{package['npm']}@{package['version']}"
    done = subprocess.run(
        ["npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", folder, name],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return (Path(folder) / done.stdout.split()[-1]).read_bytes()


def _made(package: dict[str, Any], tarball: bytes) -> dict[str, bytes]:
    """Our files of one package, by their path here."""
    with tarfile.open(fileobj=io.BytesIO(tarball)) as archive:
        if "icons" in package:
            (target,) = package["files"]
            folder = package["files"][target]["path"]
            drawings = {
                name: _drawing(_member(archive, f"{folder}/{name}.svg")) for name in package["icons"].split()
            }
            return {target: (json.dumps(drawings, indent=0, sort_keys=True) + "\n").encode()}
        return {
            target: _MAP.sub(b"\n", _member(archive, entry["path"]))
            for target, entry in package["files"].items()
        }


def _member(archive: tarfile.TarFile, path: str) -> bytes:
    handle = archive.extractfile(f"package/{path}")
    if handle is None:
        raise FileNotFoundError(path)
    return handle.read()


def _drawing(svg: bytes) -> str:
    """The strokes of an icon, without its frame and its invisible box."""
    parts = _DRAWING.findall(svg.decode())
    return "".join(part.replace(" />", "/>") for part in parts if 'stroke="none"' not in part)


def fetch(*, record: bool) -> list[str]:
    """Writes every file; returns what does not agree with the list (never, when recording)."""
    text = LIST.read_text(encoding="utf-8")
    differing: list[str] = []
    for package in packages():
        with tempfile.TemporaryDirectory() as folder:
            tarball = _fetched(package, folder)
        if sha256(tarball) != package["tarball_sha256"] and not record:
            differing.append(f"{package['npm']} tarball")
            continue
        text = _with_tarball(text, package, sha256(tarball))
        for target, content in _made(package, tarball).items():
            if sha256(content) != package["files"][target]["sha256"] and not record:
                differing.append(target)
                continue
            text = re.sub(
                rf'("{re.escape(target)}" = .*sha256 = )"[0-9a-f]*"', rf'\g<1>"{sha256(content)}"', text
            )
            (ROOT / target).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / target).write_bytes(content)
    if record:
        LIST.write_text(text, encoding="utf-8")
    return differing


def _with_tarball(text: str, package: dict[str, Any], digest: str) -> str:
    head = re.escape(f'npm = "{package["npm"]}"')
    return re.sub(
        rf'({head}.*?tarball_sha256 = )"[0-9a-f]*"', rf'\g<1>"{digest}"', text, count=1, flags=re.DOTALL
    )


def main(arguments: list[str]) -> int:
    """0 when everything agrees."""
    trouble = wrong() + unlisted() if "--check" in arguments else fetch(record="--record" in arguments)
    for name in trouble:
        print(f"{name}: berbeda dari vendor.toml", file=sys.stderr)
    return 1 if trouble else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
