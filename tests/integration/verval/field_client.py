"""What the page's scripts do, written a second time: closes an envelope, packs a visit, checks a receipt (RFC 5869, 8032; FIPS 186-5)."""

import hashlib
import json
import os

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_FORM = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def closed(server: dict, plain: bytes, about: str) -> bytes:
    """An envelope only the house can open."""
    once = ec.generate_private_key(ec.SECP256R1())
    ours, theirs = once.public_key().public_bytes(*_FORM), bytes.fromhex(server["point"])
    shared = once.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
    key = HKDF(hashes.SHA256(), 32, ours + theirs, f"selaras verval {about}".encode()).derive(shared)
    head, nonce = b"SLR1" + server["number"].to_bytes(2, "big") + ours, os.urandom(12)
    return head + nonce + AESGCM(key).encrypt(nonce, plain, head)


def packed(
    token: str, instance: str, xml: bytes, files: dict[str, bytes] | None = None, **more: object
) -> bytes:
    """A visit as the page packs it."""
    files = files or {}
    head = json.dumps({
        "token": token, "instance": instance, "digest": hashlib.sha256(xml).hexdigest(), "label": "Uji",
        "sent": "2026-11-22T08:00:00Z", "xml": len(xml),
        "files": [{"name": name, "size": len(data)} for name, data in files.items()], **more,
    }).encode()  # fmt: skip
    return len(head).to_bytes(4, "big") + head + xml + b"".join(files.values())


def signed(keys: dict[str, str], receipt: dict) -> bool:
    """Whether the house signed exactly this receipt."""
    number, signature = receipt["signature"].split(":")
    said = f"verval|{receipt['instance']}|{receipt['digest']}|{receipt['at']}".encode()
    ed25519.Ed25519PublicKey.from_public_bytes(bytes.fromhex(keys[number])).verify(
        bytes.fromhex(signature), said
    )
    return True
