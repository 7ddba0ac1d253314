"""The address of a shared database, as people and policies write it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from desktop.errors import KnownError

PORT = 5432
SCHEMES = ("postgresql", "postgres")
# What an address may add; everything else is Caseclock's own to set.
OPTIONS = frozenset(
    (
        "channel_binding",
        "gssencmode",
        "host",
        "krbsrvname",
        "port",
        "require_auth",
        "sslcert",
        "sslkey",
        "sslmode",
        "sslrootcert",
    )
)
VERIFIED = ("verify-full", "verify-ca")
_HERE = ("", "localhost", "127.0.0.1", "::1")
_EXAMPLE = "postgresql://your.login@server.council.gov.uk/caseclock"


@dataclass(frozen=True)
class Address:
    """Where a shared database is and who asks.

    Attributes:
        login: the person's own login; "" leaves it to the system's (integrated sign-in).
        host: the server's name, or the folder of a local socket.
        port: its port.
        database: the database's name.
        options: further libpq options, sorted.
    """

    login: str
    host: str
    port: int
    database: str
    options: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read ``postgresql://login@host:5432/name?sslmode=verify-full``.

        Raises:
            KnownError: when it is not such an address, holds a password or an option that is not taken.
        """
        try:
            parts = urlsplit(text.strip())
            port, given = parts.port, dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
        except ValueError:
            raise _unreadable() from None
        database = unquote(parts.path.lstrip("/"))
        host = given.pop("host", "") or parts.hostname or ""
        if parts.scheme not in SCHEMES or not database or "/" in database:
            raise _unreadable()
        if parts.password is not None or "password" in given:
            raise KnownError(
                "The address of the shared database holds a password. Nothing was opened; take it out, and "
                "type the password when Caseclock asks: it is kept in this computer's keychain."
            )
        strange = sorted(set(given) - OPTIONS)
        if strange:
            raise KnownError(
                f"The address of the shared database has a part that is not known ({', '.join(strange)}). "
                "Nothing was opened; take it out."
            )
        number = int(given.pop("port", 0) or port or PORT)
        return cls(unquote(parts.username or ""), host, number, database, tuple(sorted(given.items())))

    @property
    def local(self) -> bool:
        """Whether the server runs on this machine, so that nothing travels."""
        return self.host in _HERE or self.host.startswith(("/", "@"))

    @property
    def text(self) -> str:
        """The address as one line, without any secret; `parse` reads it."""
        more = dict(self.options)
        place = self.host if not self.host.startswith(("/", "@")) else ""
        if not place:
            more = {"host": self.host, "port": str(self.port), **more}
        elif self.port != PORT:
            place = f"{place}:{self.port}"
        login = f"{quote(self.login, safe='')}@" if self.login else ""
        query = f"?{urlencode(more)}" if more else ""
        return f"postgresql://{login}{place}/{quote(self.database, safe='')}{query}"

    @property
    def folder(self) -> str:
        """A name for this laptop's own files of this database and login."""
        host = "local" if self.local else self.host
        return "-".join(re.sub(r"[^\w.]+", "_", part) for part in (host, self.database, self.login or "own"))

    def with_login(self, login: str) -> Address:
        """The same database as somebody else."""
        return Address(login, self.host, self.port, self.database, self.options)


def is_address(text: str) -> bool:
    """Whether a database is named by an address rather than by a path."""
    return text.partition("://")[0].casefold() in SCHEMES and "://" in text


def _unreadable() -> KnownError:
    return KnownError(
        f"That is not the address of a shared database. Nothing was opened; write it like {_EXAMPLE}."
    )
