"""Identity numbers of a whole load: each distinct number is indexed and sealed once, on several processes when many.

AES and HMAC of short texts hold Python's lock, so threads do not help; processes do.
"""

from __future__ import annotations

import concurrent.futures
import hmac
import multiprocessing
import os
from collections.abc import Sequence
from pathlib import Path

import polars as pl
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from selaras.shell import secrets

TABLE = "registry_number"
MANY = 60_000
PROCESSES = 4


def bound(number: int, blind: bytes) -> bytes:
    """What a sealed number is bound to: its table, its own blind index as the row, its field, the key."""
    return f"{TABLE}|{blind.hex()}|nomor|{number}".encode()


def blinds(texts: Sequence[str]) -> list[bytes]:
    """The blind index of each number. NIK and KK share one field: an exact search may not know which it was given."""
    held = secrets.ring()
    key = held.key("cari", held.newest("cari"))
    digest = hmac.digest
    return [digest(key, b"nomor|" + text.encode(), "sha256") for text in texts]


def seals(texts: Sequence[str], indexes: Sequence[bytes]) -> list[bytes]:
    """Each number sealed for the row of its blind index."""
    held = secrets.ring()
    number = held.newest("data")
    return _seals(texts, indexes, number, held.ciphers[number])


def _seals(texts: Sequence[str], indexes: Sequence[bytes], number: int, cipher: AESGCM) -> list[bytes]:
    head = b"\x01" + number.to_bytes(2, "big")
    encrypt = cipher.encrypt
    noise = os.urandom(12 * len(texts))
    return [
        head + (nonce := noise[12 * i : 12 * i + 12]) + encrypt(nonce, text.encode(), bound(number, blind))
        for i, (text, blind) in enumerate(zip(texts, indexes, strict=True))
    ]


def unseal(sealed: bytes | memoryview, blind: bytes | memoryview) -> str:
    """The number. Raises SelarasError rahasia_tidak_terbuka when it was changed or moved."""
    return secrets.unseal(sealed, table=TABLE, row=bytes(blind).hex(), field="nomor")


def _work(folder: str, texts: list[str]) -> tuple[list[bytes], list[bytes]]:
    held = secrets.load(Path(folder))
    key = held.key("cari", held.newest("cari"))
    number = held.newest("data")
    indexes = [hmac.digest(key, b"nomor|" + text.encode(), "sha256") for text in texts]
    return indexes, _seals(texts, indexes, number, held.ciphers[number])


def rows(numbers: pl.DataFrame) -> pl.DataFrame:
    """Rows of registry_number from `id`, `kind`, `text`, `tail`."""
    indexes, sealed = _all(numbers["text"].to_list(), Path(settings.SELARAS_KEYS))
    columns = (pl.Series("blind", indexes, dtype=pl.Binary), pl.Series("sealed", sealed, dtype=pl.Binary))
    return numbers.drop("text").with_columns(columns)


def _all(texts: list[str], folder: Path) -> tuple[list[bytes], list[bytes]]:
    if len(texts) < MANY:
        indexes = blinds(texts)
        return indexes, seals(texts, indexes)
    step = -(-len(texts) // PROCESSES)
    parts = [texts[start : start + step] for start in range(0, len(texts), step)]
    context = multiprocessing.get_context("forkserver")
    with concurrent.futures.ProcessPoolExecutor(len(parts), mp_context=context) as pool:
        done = list(pool.map(_work, [str(folder)] * len(parts), parts))
    return [blind for part, _ in done for blind in part], [seal for _, part in done for seal in part]
