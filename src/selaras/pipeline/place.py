"""Puts a folder of results in place whole, or not at all.

The new result grows in a hidden folder beside the target (same disk). When everything stands on the disk, the earlier
result is moved aside, the new one takes its name by a rename, and the earlier one is removed. A run that fails, is
stopped or is killed leaves the earlier result as it was; the next run clears away what the killed one left behind. A
lock that the operating system frees by itself keeps two runs out of one target.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import errno
import fcntl
import os
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from selaras.kernel import errors

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
_LONGEST_SHOWN = 40
_AT_ONCE = 8
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_WORDS = (
    "no space left on device",
    "disk quota exceeded",
    "file too large",
    "os error 27",
    "os error 28",
)


@dataclass(frozen=True, slots=True)
class Room:
    """`fresh`: empty folder to fill. `earlier`: the result that stands there now, or None. Do not change it."""

    fresh: Path
    earlier: Path | None


@contextlib.contextmanager
def replacing(target: Path, mine: frozenset[str]) -> Iterator[Room]:
    """A folder to fill, which becomes `target` when the block ends without an error.

    `mine` are the names of files Selaras writes: these are replaced. Whatever else an office keeps in the folder is
    carried over. Raises SelarasError: keluaran_bukan_folder, keluaran_bukan_hasil, keluaran_dipakai, keluaran_ditolak,
    disk_penuh.
    """
    target = _resolved(target)
    made = _make_parents(target.parent)
    try:
        with _explained(target), _locked(target):
            _recover(target, mine)
            _refuse_foreign(target, mine)
            fresh = _beside(target, "baru")
            fresh.mkdir(mode=PRIVATE_FOLDER)
            try:
                yield Room(fresh, target if target.exists() else None)
                _settle(fresh)
                with _uninterrupted():
                    _swap(fresh, target, mine)
            finally:
                shutil.rmtree(fresh, ignore_errors=True)
    except BaseException:
        for folder in made:
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


def _resolved(target: Path) -> Path:
    """The folder that is meant. Names that are too long and links in a ring raise on the way."""
    try:
        found = target.resolve()
        taken = found.exists() and not found.is_dir()
    except (OSError, RuntimeError) as error:
        raise errors.SelarasError("keluaran_ditolak", folder=target.name[:_LONGEST_SHOWN]) from error
    if taken:
        raise errors.SelarasError("keluaran_bukan_folder", folder=found.name)
    return found


def _beside(target: Path, word: str) -> Path:
    return target.parent / f".{target.name}.selaras-{word}"


def _make_parents(folder: Path) -> list[Path]:
    """Creates the folders that are missing; gives those it made, innermost first."""
    missing = [p for p in (folder, *folder.parents) if not p.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _refused(folder, error) from error
    return missing


def _refused(folder: Path, error: OSError) -> errors.SelarasError:
    """Nothing can be made there, whatever the system calls the reason (/proc says that it does not exist)."""
    return errors.SelarasError("disk_penuh" if is_full(error) else "keluaran_ditolak", folder=folder.name)


@contextlib.contextmanager
def _explained(target: Path) -> Iterator[None]:
    """A full disk or a folder that may not be written becomes a sentence with what to do next."""
    try:
        yield
    except errors.SelarasError:
        raise
    except Exception as error:
        if is_full(error):
            raise errors.SelarasError("disk_penuh", folder=target.name) from error
        if isinstance(error, PermissionError) or getattr(error, "errno", None) == errno.EROFS:
            raise errors.SelarasError("keluaran_ditolak", folder=target.name) from error
        raise


def is_full(error: BaseException | None) -> bool:
    """Whether this error, or one it came from, says that the disk is full. Native writers only say so in words."""
    while error is not None:
        if getattr(error, "errno", None) in _FULL or any(word in str(error).lower() for word in _FULL_WORDS):
            return True
        error = error.__cause__ or error.__context__
    return False


@contextlib.contextmanager
def _locked(target: Path) -> Iterator[None]:
    path = _beside(target, "kunci")
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE)
    except OSError as error:
        raise _refused(target, error) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise errors.SelarasError("keluaran_dipakai", folder=target.name) from error
        # The run before us may have removed the file between our open and our lock.
        if not path.exists() or path.stat().st_ino != os.fstat(handle).st_ino:
            raise errors.SelarasError("keluaran_dipakai", folder=target.name)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)
    finally:
        os.close(handle)


def _recover(target: Path, mine: frozenset[str]) -> None:
    """Clears away what a killed run left: under the lock nobody else can own it."""
    shutil.rmtree(_beside(target, "baru"), ignore_errors=True)
    aside = _beside(target, "lama")
    if not aside.exists():
        return
    if target.exists():
        _carry_over(aside, target, mine)
        shutil.rmtree(aside, ignore_errors=True)
    else:
        aside.rename(target)


def _refuse_foreign(target: Path, mine: frozenset[str]) -> None:
    """A folder that holds files but no result of ours is somebody's work: it is not turned into an output."""
    if target.exists():
        names = {path.name for path in target.iterdir() if not path.name.startswith(".")}
        if names and not names & mine:
            raise errors.SelarasError("keluaran_bukan_hasil", folder=target.name)


def _settle(folder: Path) -> None:
    """Everything on the disk, readable by its owner only."""
    files = []
    for path in folder.rglob("*"):
        if path.is_dir():
            path.chmod(PRIVATE_FOLDER)
        else:
            path.chmod(PRIVATE_FILE)
            files.append(path)
    # The disk is told of all of them at once: it takes as long as the longest, not as all together.
    with concurrent.futures.ThreadPoolExecutor(_AT_ONCE) as pool:
        for _ in pool.map(_sync, files):
            pass
    _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C waits until the two renames are done: afterwards it would say wrongly that nothing had changed."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _swap(fresh: Path, target: Path, mine: frozenset[str]) -> None:
    aside = _beside(target, "lama")
    if target.exists():
        target.rename(aside)
    try:
        fresh.rename(target)
    except OSError:
        if aside.exists():
            aside.rename(target)
        raise
    _sync(target.parent)
    if aside.exists():
        _carry_over(aside, target, mine)
        shutil.rmtree(aside, ignore_errors=True)


def _carry_over(aside: Path, target: Path, mine: frozenset[str]) -> None:
    for path in sorted(aside.iterdir()):
        if path.name not in mine and not (target / path.name).exists():
            path.rename(target / path.name)
