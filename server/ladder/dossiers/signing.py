"""The centre's key: it signs what is issued, lies in a file of its own that nobody else may read, and never in the database."""

import hashlib
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from msgspec import Struct

from server.errors import declare

NO_KEY = declare(
    "signing_key_unusable",
    503,
    en="The centre's signing key cannot be used: {why}",
    zh="无法使用中心的签名密钥：{why}",
)


class KeyUnusableError(Exception):
    """Why the key in its file cannot be used; an operator mends it."""


class Signed(Struct, frozen=True):
    """A signature over a digest, and the key that made it."""

    signature: bytes
    key_id: str
    public: bytes


class SigningKey:
    """The key in a file. It is read for every signature, so that a new one is used from the next signature on."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def sign(self, digest: bytes) -> Signed:
        """Sign with the present key, made when there is none yet. Raises KeyUnusableError."""
        private = self._read()
        public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return Signed(private.sign(digest), key_id(public), public)

    def rotate(self) -> str:
        """Put a new key in the place of the old one, whose private half is gone then; returns the new one's id."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = self._path.with_name(f"{self._path.name}.{secrets.token_hex(4)}")
        _write(beside, Ed25519PrivateKey.generate())
        beside.replace(self._path)
        return key_id(self._read().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    def _read(self) -> Ed25519PrivateKey:
        try:
            if not self._path.exists():
                self._begin()
            if self._path.stat().st_mode & 0o077:
                raise KeyUnusableError(f"{self._path}: others can read it; chmod 600")
            private = load_pem_private_key(self._path.read_bytes(), password=None)
        except (OSError, ValueError, TypeError) as problem:
            raise KeyUnusableError(f"{self._path}: {problem}") from problem
        if not isinstance(private, Ed25519PrivateKey):
            raise KeyUnusableError(f"{self._path}: not an Ed25519 key")
        return private

    def _begin(self) -> None:
        """Make the first key. Of two processes that start at once one wins, and both use its key."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = self._path.with_name(f"{self._path.name}.{secrets.token_hex(4)}")
        _write(beside, Ed25519PrivateKey.generate())
        try:
            os.link(beside, self._path)
        except FileExistsError:
            pass
        finally:
            beside.unlink()


def _write(path: Path, private: Ed25519PrivateKey) -> None:
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(pem)


def key_id(public: bytes) -> str:
    """A key's name: the first 16 figures of its public half's SHA-256."""
    return hashlib.sha256(public).hexdigest()[:16]


def holds(public: bytes, signature: bytes, digest: bytes) -> bool:
    """Whether a signature over a digest was made by the key with this public half."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, digest)
    except (InvalidSignature, ValueError):
        return False
    return True
