"""Opening a connection to the shared database, or saying in one sentence why there is none."""

from __future__ import annotations

import ssl
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop import __version__, paths
from desktop.domain.days import now_ms
from desktop.errors import KnownError
from desktop.server import trouble
from desktop.server.address import VERIFIED, Address
from desktop.server.trouble import ServerTrouble as ServerTrouble

if TYPE_CHECKING:
    import psycopg

SCHEMA = "caseclock"


@dataclass(frozen=True)
class Timeouts:
    """How long each step may take, so that a frozen network never freezes a laptop (seconds)."""

    connect: int = 10
    statement: float = 60
    lock: float = 5
    idle_in_transaction: float = 10


def connect(
    address: Address,
    password: str | None = None,
    *,
    tls_root: str = "",
    timeouts: Timeouts | None = None,
    password_until: int = 0,
) -> psycopg.Connection[Any]:
    """An open connection in autocommit mode, on a server that can be written to.

    Args:
        address: where and as whom.
        password: None for integrated sign-in.
        tls_root: file with the certificates that the server must be signed by; blank for the system's own.
        timeouts: see `Timeouts`.
        password_until: instant at which the password ends, as the server said when last asked (0: never),
            because a server calls an expired password simply wrong.

    Raises:
        ServerTrouble: with its kind and one sentence.
    """
    import psycopg

    options = parameters(address, tls_root=tls_root, timeouts=timeouts or Timeouts())
    try:
        connection = psycopg.connect(**options, password=password, autocommit=True)
    except psycopg.Error as error:
        expired = 0 < password_until <= now_ms()
        raise trouble.of_connecting(error, expired=expired) from error
    connection.prepare_threshold = 2  # the same few calls all day; planning them costs more than running
    return connection


def refuse_readers(connection: psycopg.Connection[Any]) -> None:
    """Refuse a login that is for reading with other tools, and say which.

    Raises:
        ServerTrouble: ``refused``, of an analyst's or an auditor's login.
    """
    calls = "to_regprocedure('caseclock.seen(uuid, bigint, uuid, text, text)')"
    query = (
        "SELECT rolname::text FROM pg_roles WHERE rolname = ANY (%s) "
        f"AND pg_has_role(session_user, oid, 'MEMBER') AND NOT has_function_privilege({calls}, 'EXECUTE')"
    )
    found = connection.execute(query, (list(trouble.READERS),)).fetchone()
    if found:
        raise trouble.ServerTrouble("refused", trouble.READERS[found[0]])


def parameters(address: Address, *, tls_root: str = "", timeouts: Timeouts) -> dict[str, Any]:
    """What libpq is told, without the password.

    Raises:
        KnownError: when the address asks for a connection that others could read.
    """
    settings = {
        "statement_timeout": f"{timeouts.statement * 1000:.0f}",
        "lock_timeout": f"{timeouts.lock * 1000:.0f}",
        "idle_in_transaction_session_timeout": f"{timeouts.idle_in_transaction * 1000:.0f}",
        "search_path": SCHEMA,
        "TimeZone": "UTC",
        "DateStyle": "ISO",
        "jit": "off",  # compiling a query of a few thousand rows costs more than running it
    }
    given: dict[str, Any] = {
        "host": address.host,
        "port": address.port,
        "dbname": address.database,
        "application_name": f"caseclock {__version__}",
        "client_encoding": "utf8",
        "connect_timeout": timeouts.connect,
        "keepalives_idle": 20,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "target_session_attrs": "read-write",
        "options": " ".join(f"-c {name}={value}" for name, value in settings.items()),
    }
    if address.login:
        given["user"] = address.login
    return given | _protection(address, tls_root) | _chosen(address)


def _chosen(address: Address) -> dict[str, str]:
    chosen = dict(address.options)
    mode = chosen.get("sslmode", "")
    if mode and not address.local and mode not in VERIFIED:
        raise KnownError(
            f"The address of the shared database asks for sslmode={mode}, with which somebody else could "
            "answer in its place. Nothing was opened; leave it out, or write sslmode=verify-full."
        )
    return chosen


def _protection(address: Address, tls_root: str) -> dict[str, str]:
    """Certificate and name are verified on every network; a socket on this machine has neither."""
    mode = dict(address.options).get("sslmode", "prefer" if address.local and not tls_root else VERIFIED[0])
    if mode not in VERIFIED:
        return {"sslmode": mode}
    return {"sslmode": "verify-full", "sslrootcert": tls_root or _system_roots()}


def _system_roots() -> str:
    """The certificates that this system trusts, as libpq takes them.

    OpenSSL has no way to Windows' own store, so what Python reads of it is written to a file.
    """
    if sys.platform != "win32":
        return "system"
    context = ssl.create_default_context()
    trusted = (ssl.DER_cert_to_PEM_cert(one) for one in context.get_ca_certs(binary_form=True))
    path = paths.data_dir() / "trusted.pem"
    path.write_text("".join(trusted), encoding="ascii")
    return str(path)
