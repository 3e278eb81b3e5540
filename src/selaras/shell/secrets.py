"""Secret values at rest: AES-256-GCM bound to table, row and field; blind index for search; signatures of the trail.

Keys are files of 32 bytes in hexadecimal under settings.SELARAS_KEYS, readable by nobody else, never in the
database nor its backups: `data-1.key`, `cari-1.key`, `segel-1.key`. A new number begins a new key; older ones stay for
reading. Associated data is `table|row|field|key` (NIST SP 800-38D section 5.2.1), so that a value moved to another row or
field does not open. The blind index is HMAC-SHA256 under a key of its own: a plain hash of a NIK is broken in seconds.
"""

from __future__ import annotations

import contextlib
import functools
import hmac
import os
import re
import secrets
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from selaras.kernel import errors

KINDS = ("data", "cari", "segel")
_FORMAT = b"\x01"
_NONCE = 12
_KEY = 32
_NAME = re.compile(r"(data|cari|segel)-(\d{1,4})\.key")


@dataclass(frozen=True)
class Ring:
    """The keys of one house, by kind and number."""

    keys: dict[tuple[str, int], bytes]

    def newest(self, kind: str) -> int:
        """The number new values are written with."""
        return max(number for held, number in self.keys if held == kind)

    def key(self, kind: str, number: int) -> bytes:
        """A key. Raises SelarasError kunci_tidak_ada where it is not in the folder."""
        try:
            return self.keys[kind, number]
        except KeyError:
            raise errors.SelarasError("kunci_tidak_ada", berkas=f"{kind}-{number}.key") from None

    @functools.cached_property
    def ciphers(self) -> dict[int, AESGCM]:
        """A cipher for every data key."""
        return {number: AESGCM(key) for (kind, number), key in self.keys.items() if kind == "data"}


def create(folder: Path) -> None:
    """Makes the first key of every kind that has none. Never replaces one; two makers at once agree."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for kind in KINDS:
        if any((match := _NAME.fullmatch(path.name)) and match[1] == kind for path in folder.iterdir()):
            continue
        fresh = folder / f".{kind}.{os.getpid()}.{secrets.token_hex(4)}"
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_hex(_KEY) + "\n")
            handle.flush()
            os.fsync(handle.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(fresh, folder / f"{kind}-1.key")
        fresh.unlink()


def load(folder: Path) -> Ring:
    """Reads the keys. Raises SelarasError where one is missing, open to others, or damaged."""
    keys: dict[tuple[str, int], bytes] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        match = _NAME.fullmatch(path.name)
        if match:
            if stat.S_IMODE(path.stat().st_mode) & 0o077:
                raise errors.SelarasError("kunci_terbuka", berkas=path.name)
            keys[match[1], int(match[2])] = _parsed(path)
    for kind in KINDS:
        if not any(held == kind for held, _ in keys):
            raise errors.SelarasError("kunci_tidak_ada", berkas=f"{kind}-1.key")
    return Ring(keys)


def _parsed(path: Path) -> bytes:
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        key = b""
    if len(key) != _KEY:
        raise errors.SelarasError("kunci_rusak", berkas=path.name)
    return key


@functools.lru_cache(maxsize=4)
def _ring(folder: Path) -> Ring:
    return load(folder)


def ring() -> Ring:
    """The keys of this house (settings.SELARAS_KEYS), read once per process."""
    return _ring(Path(settings.SELARAS_KEYS))


def _bound(table: str, row: str, field: str, number: int) -> bytes:
    return f"{table}|{row}|{field}|{number}".encode()


def seal(text: str, *, table: str, row: str | int, field: str) -> bytes:
    """`text` encrypted for one place. Bytes: format (1), key number (2), nonce (12), ciphertext with tag."""
    return next(seal_many([(row, text)], table=table, field=field))


def seal_many(pairs: Iterable[tuple[str | int, str]], *, table: str, field: str) -> Iterator[bytes]:
    """Encrypts (row, text) pairs for one column, in their order; for loads of a million rows."""
    held = ring()
    number = held.newest("data")
    cipher = held.ciphers[number]
    head = _FORMAT + number.to_bytes(2, "big")
    for row, text in pairs:
        nonce = os.urandom(_NONCE)
        yield head + nonce + cipher.encrypt(nonce, text.encode(), _bound(table, str(row), field, number))


def unseal(sealed: bytes | memoryview, *, table: str, row: str | int, field: str) -> str:
    """The text of a sealed value. Raises SelarasError rahasia_tidak_terbuka when it was changed or moved."""
    value = bytes(sealed)
    number = int.from_bytes(value[1:3], "big")
    held = ring()
    held.key("data", number)
    try:
        if value[:1] != _FORMAT:
            raise InvalidTag
        nonce, body = value[3 : 3 + _NONCE], value[3 + _NONCE :]
        return held.ciphers[number].decrypt(nonce, body, _bound(table, str(row), field, number)).decode()
    except (InvalidTag, ValueError):
        raise errors.SelarasError("rahasia_tidak_terbuka", tabel=table) from None


def blind(text: str, *, field: str) -> bytes:
    """The blind index of a value: 32 bytes, equal for equal values of one field (`nik`, `kk`), else unrelated."""
    held = ring()
    return hmac.digest(held.key("cari", held.newest("cari")), f"{field}|{text}".encode(), "sha256")


def sign(message: bytes) -> tuple[int, bytes]:
    """An Ed25519 signature (RFC 8032) and the number of its key."""
    number = ring().newest("segel")
    return number, _signer(number).sign(message)


def _signer(number: int) -> ed25519.Ed25519PrivateKey:
    return ed25519.Ed25519PrivateKey.from_private_bytes(ring().key("segel", number))


def sign_with(message: bytes, number: int) -> bytes:
    """The same with one key, the newest or an earlier one: the signature of a message never changes (RFC 8032 section 5.1.6)."""
    return _signer(number).sign(message)


def newest_signer() -> int:
    """Number of the key signatures are made with."""
    return ring().newest("segel")


def public_keys() -> dict[int, bytes]:
    """What anybody may check our signatures with: 32 bytes by number of the key."""
    numbers = [number for kind, number in ring().keys if kind == "segel"]
    return {number: _signer(number).public_key().public_bytes_raw() for number in numbers}


def signed(message: bytes, signature: bytes, number: int) -> bool:
    """Whether the signature of `message` was made with key `number`."""
    public = _signer(number).public_key()
    try:
        public.verify(signature, message)
    except InvalidSignature:
        return False
    return True
