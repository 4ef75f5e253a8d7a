"""An Open Badge as it is written and signed: a verifiable credential in the shape of a JSON Web Token (VC-JWT, EdDSA).

https://www.imsglobal.org/spec/ob/v3p0 names this proof format; the token signs its own bytes, so nothing has to be brought into
one spelling before it can be checked.
"""

import base64
import binascii
import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from server.ladder.dossiers.signing import holds, key_id
from server.wire import Bilingual

CONTEXT = ("https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json")
BELOW = "/api/v1/open-badges"
"""Where everything that a credential points to lies."""
LARGEST = 100_000
"""Characters of a token."""


class Earned(Struct, frozen=True, kw_only=True):
    """What a credential says: who earned which version of a badge in which tier, and when."""

    number: str
    agent: str
    name: Bilingual
    code: str
    version: int
    tier: str
    badge: Bilingual
    sentence: Bilingual
    awarded: str
    """An instant in UTC."""


class Unsound(Exception):
    """Why a token is not what the centre signed."""


def issuer(address: str, centre: Bilingual, logo: str | None) -> dict[str, Any]:
    """The centre as an issuer."""
    profile: dict[str, Any] = {
        "id": f"{address}{BELOW}/issuer",
        "type": ["Profile"],
        "name": _both(centre),
        "url": address,
    }
    return profile if logo is None else profile | {"image": {"id": f"{address}{logo}", "type": "Image"}}


def achievement(address: str, earned: Earned) -> dict[str, Any]:
    """What was earned, as a page of its own too."""
    here = f"{address}{BELOW}/achievements/{earned.code}/{earned.version}/{earned.tier}"
    return {
        "id": here,
        "type": ["Achievement"],
        "achievementType": "Badge",
        "name": _both(earned.badge),
        "description": _both(earned.sentence),
        "criteria": {"narrative": _both(earned.sentence)},
        "image": {"id": f"{here}/image.svg", "type": "Image"},
    }


def credential(address: str, centre: Bilingual, logo: str | None, earned: Earned) -> dict[str, Any]:
    """The credential; of the person it holds the name, and the code only as a digest that says nothing by itself."""
    salt = secrets.token_hex(16)
    code = hashlib.sha256(f"{earned.agent}{salt}".encode()).hexdigest()
    return {
        "@context": list(CONTEXT),
        "id": f"{address}{BELOW}/credentials/{earned.number}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": _both(earned.badge),
        "issuer": issuer(address, centre, logo),
        "validFrom": earned.awarded,
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {"type": "IdentityObject", "hashed": False, "identityHash": _both(earned.name), "identityType": "name"},
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": f"sha256${code}",
                    "identityType": "sourcedId",
                    "salt": salt,
                },
            ],
            "achievement": achievement(address, earned),
        },
        "credentialStatus": {"id": f"{address}{BELOW}/revoked", "type": "1EdTechRevocationList"},
    }


def claims(said: dict[str, Any], awarded: int) -> dict[str, Any]:
    """A credential with the names that tokens have for some of its parts."""
    return said | {"iss": said["issuer"]["id"], "jti": said["id"], "nbf": awarded}


def unsigned(said: dict[str, Any], key: str) -> str:
    """What is signed of a token: its head, which names the key by its address, and the credential."""
    head = {"alg": "EdDSA", "typ": "JWT", "kid": key}
    return f"{_packed(msgspec.json.encode(head))}.{_packed(msgspec.json.encode(said))}"


def token(said: str, signature: bytes) -> str:
    """The whole token."""
    return f"{said}.{_packed(signature)}"


def key_as_json(public: bytes) -> dict[str, str]:
    """The public half of a key as a JSON Web Key."""
    return {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": key_id(public), "x": _packed(public)}


def key_from_json(key: Mapping[str, Any]) -> bytes:
    """The public half of a key out of a JSON Web Key. Raises Unsound."""
    if key.get("kty") != "OKP" or key.get("crv") != "Ed25519" or not isinstance(key.get("x"), str):
        raise Unsound("the key is no Ed25519 key")
    return _unpacked(key["x"])


def check(text: str, keys: Mapping[str, bytes]) -> dict[str, Any]:
    """The credential in a token that one of `keys`, public halves by id, has signed. Raises Unsound."""
    parts = text.strip().split(".")
    if len(parts) != 3 or len(text) > LARGEST:
        raise Unsound("this is no Open Badge in the shape of a token")
    try:
        head, said = (msgspec.json.decode(_unpacked(one)) for one in parts[:2])
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise Unsound("what is inside cannot be read") from problem
    if not isinstance(head, dict) or head.get("alg") != "EdDSA" or "crit" in head:
        raise Unsound("it is not signed with Ed25519")
    public = keys.get(str(head.get("kid", "")).rsplit("/", 1)[-1])
    if public is None:
        raise Unsound("it names a key that this centre never had")
    if not holds(public, _unpacked(parts[2]), f"{parts[0]}.{parts[1]}".encode()):
        raise Unsound("the signature does not hold: something was changed, or somebody else signed")
    if not isinstance(said, dict) or "OpenBadgeCredential" not in (said.get("type") or ()):
        raise Unsound("it holds no Open Badge")
    return said


def _both(words: Bilingual) -> str:
    return words.zh if words.zh == words.en else f"{words.zh} · {words.en}"


def _packed(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _unpacked(text: str) -> bytes:
    try:
        found = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as problem:
        raise Unsound("it is damaged") from problem
    if _packed(found) != text:
        # Several spellings of the same bytes: only ours was signed.
        raise Unsound("it is damaged")
    return found
