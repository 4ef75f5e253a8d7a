"""Makes and recognises the secrets people and machines prove themselves with; what is stored never opens anything."""

import asyncio
import hashlib
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

TOKEN_PREFIX = "ech_"  # noqa: S105 - lets secret scanners recognise a leaked token; it is no secret itself

# 19 MiB and two passes: the least that is recommended for argon2id, about 50 ms of one core.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def new_token() -> str:
    """256 random bits, safe in a cookie and in a header."""
    return secrets.token_urlsafe(32)


def new_api_token() -> str:
    """Like `new_token`, recognisable as one of ours."""
    return TOKEN_PREFIX + new_token()


def digest(token: str) -> bytes:
    """What is stored of a random token. It has 256 bits of its own, so a plain hash cannot be searched."""
    return hashlib.sha256(token.encode()).digest()


class Passwords:
    """Hashes and checks passwords in threads, two at a time, so that a storm of logins leaves the loop and a core free.

    Create it inside the running loop's process once and share it: the limit of two is per instance.
    """

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(2)
        self._nobodys: str | None = None

    async def hash(self, password: str) -> str:
        """What to store for a password."""
        async with self._turns:
            return await asyncio.to_thread(_hasher.hash, password)

    async def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password is the stored one. Without a stored one the same work is done and the answer is no."""
        if stored is None:
            if self._nobodys is None:
                self._nobodys = await self.hash(new_token())
            await self._matches(self._nobodys, password)
            return False
        return await self._matches(stored, password)

    async def _matches(self, stored: str, password: str) -> bool:
        async with self._turns:
            return await asyncio.to_thread(_matches, stored, password)


def _matches(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
