"""Envelopes that a phone closes and only the house can open (ECIES: ECDH on P-256, HKDF-SHA256, AES-256-GCM).

SLR1 | number of the data key (2) | point of the phone (65) | nonce (12) | ciphertext with tag; the first three are associated data.
The house's key of each number is derived from its data key (HKDF, a label of its own), so that it is kept and renewed with it.
"""

from __future__ import annotations

import functools

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from selaras.kernel import errors
from selaras.shell import secrets

_MAGIC = b"SLR1"
_POINT, _NONCE, _TAG = 65, 12, 16
_HEAD = len(_MAGIC) + 2 + _POINT
# Order of the group of P-256 (FIPS 186-5, SP 800-186 section 3.2.1.3).
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def public() -> dict[str, object]:
    """What phones close envelopes with: {"number", "point"}; the point uncompressed, in hexadecimal."""
    number = secrets.ring().newest("data")
    return {"number": number, "point": _point(_private(number)).hex()}


def receipts() -> dict[str, str]:
    """Keys that receipts are signed with, by number, in hexadecimal: phones pin them."""
    held = secrets.ring()
    found = {}
    for kind, number in held.keys:
        if kind == "segel":
            key = ed25519.Ed25519PrivateKey.from_private_bytes(held.key(kind, number)).public_key()
            found[str(number)] = key.public_bytes_raw().hex()
    return found


def opened(envelope: bytes, about: str) -> bytes:
    """The contents of an envelope closed for `about` ("kiriman", "kunci"). Raises SelarasError verval_amplop_rusak."""
    head, nonce, body = envelope[:_HEAD], envelope[_HEAD : _HEAD + _NONCE], envelope[_HEAD + _NONCE :]
    if not envelope.startswith(_MAGIC) or len(body) < _TAG:
        raise errors.SelarasError("verval_amplop_rusak")
    theirs = head[len(_MAGIC) + 2 :]
    try:
        key = _private(int.from_bytes(head[len(_MAGIC) : len(_MAGIC) + 2], "big"))
        shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        salt = theirs + _point(key)
        return AESGCM(_derived(shared, salt, f"selaras verval {about}", 32)).decrypt(nonce, body, head)
    except (InvalidTag, ValueError, errors.SelarasError):
        raise errors.SelarasError("verval_amplop_rusak") from None


def _derived(secret: bytes, salt: bytes, info: str, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info.encode()).derive(secret)


def _private(number: int) -> ec.EllipticCurvePrivateKey:
    return _made(secrets.ring().key("data", number))


@functools.lru_cache(maxsize=16)
def _made(data_key: bytes) -> ec.EllipticCurvePrivateKey:
    # 48 bytes modulo the order: no measurable bias (FIPS 186-5 appendix A.2.1).
    wide = int.from_bytes(_derived(data_key, b"", "selaras verval amplop", 48), "big")
    return ec.derive_private_key(wide % (_ORDER - 1) + 1, ec.SECP256R1())


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    form = serialization.PublicFormat.UncompressedPoint
    return key.public_key().public_bytes(serialization.Encoding.X962, form)
