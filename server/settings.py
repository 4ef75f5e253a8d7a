"""Every setting of the service, read once from the environment and handed on; nothing else reads the environment."""

from collections.abc import Callable, Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Literal

from msgspec import Struct


class Settings(Struct, frozen=True, kw_only=True):
    """What an operator can choose; the README's table explains each one."""

    host: str = "127.0.0.1"
    port: int = 8000
    data: Path = Path(".echelon")
    """Folder of the embedded engines; unused when both addresses below are set."""
    database_url: str | None = None
    """Own PostgreSQL 18, `postgresql://…`; None starts the embedded one."""
    redis_url: str | None = None
    """Own Redis or Valkey, `redis://…` or `unix://…`; None starts the embedded one."""
    database_connections: int = 12
    """Upper end of the connection pool of one process."""
    demo: bool = False
    """Pour the demo centre into an empty database and keep its simulator running."""
    scorer: bool = True
    """Whether this process may take the scorer's lease."""
    tick_ms: int = 100
    """Shortest time between two messages of one board."""
    log_format: Literal["text", "json"] = "text"
    public_url: str | None = None
    """Address that people type, for QR codes and the Origin check behind a proxy; None: taken from the request."""
    centre: tuple[str, str] = ("客户服务中心", "Customer Service Centre")
    """The centre's name in Chinese and English, as it stands on dossiers and certificates."""
    signing_key: Path | None = None
    """File of the key that signs them; None: `keys/signing.pem` in the data folder. Made when there is none."""
    secure_cookies: bool = False
    """Mark cookies Secure; switch on wherever the service is reached over https."""
    proxies: str = "127.0.0.1"
    """Addresses or networks, parted by commas, whose word about who asks (X-Forwarded-For) is taken."""

    @property
    def key_file(self) -> Path:
        """Where the key lies that signs dossiers and certificates."""
        return self.signing_key or self.data / "keys" / "signing.pem"

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Settings":
        """Read `HOST`, `PORT`, `DATABASE_URL`, `REDIS_URL` and the `ECHELON_…` variables; empty means unset.

        Raises ValueError naming the variable that cannot be read.
        """
        found: dict[str, object] = {}
        for field, (variable, read) in _VARIABLES.items():
            text = env.get(variable, "").strip()
            if not text:
                continue
            try:
                found[field] = read(text)
            except ValueError as error:
                raise ValueError(f"{variable}={text!r}: {error}") from error
        return cls(**found)  # type: ignore[arg-type]  # every reader above returns its field's type


def _switch(text: str) -> bool:
    if text.lower() in {"1", "true", "yes", "on"}:
        return True
    if text.lower() in {"0", "false", "no", "off"}:
        return False
    raise ValueError("say 1 or 0")


def _log_format(text: str) -> str:
    if text not in {"text", "json"}:
        raise ValueError("say text or json")
    return text


def _both_languages(text: str) -> tuple[str, str]:
    zh, bar, en = (part.strip() for part in text.partition("|"))
    if not zh or (bar and not en):
        raise ValueError("say 中文名称|English name")
    return zh, en or zh


def _networks(text: str) -> str:
    found = [ip_network(one.strip()) for one in text.split(",")]
    # Whoever may say who asks may try passwords without end.
    if any(one.prefixlen == 0 for one in found):
        raise ValueError("name the proxies; everybody is none")
    return ",".join(map(str, found))


def _folder(text: str) -> Path:
    return Path(text).expanduser().resolve()


_VARIABLES: dict[str, tuple[str, Callable[[str], object]]] = {
    "host": ("HOST", str),
    "port": ("PORT", int),
    "data": ("ECHELON_DATA", _folder),
    "database_url": ("DATABASE_URL", str),
    "redis_url": ("REDIS_URL", str),
    "database_connections": ("ECHELON_DATABASE_CONNECTIONS", int),
    "demo": ("ECHELON_DEMO", _switch),
    "scorer": ("ECHELON_SCORER", _switch),
    "tick_ms": ("ECHELON_TICK_MS", int),
    "log_format": ("ECHELON_LOG", _log_format),
    "public_url": ("ECHELON_PUBLIC_URL", str),
    "centre": ("ECHELON_CENTRE", _both_languages),
    "signing_key": ("ECHELON_SIGNING_KEY", _folder),
    "secure_cookies": ("ECHELON_SECURE_COOKIES", _switch),
    "proxies": ("ECHELON_PROXIES", _networks),
}
