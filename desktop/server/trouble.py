"""What can go wrong between a laptop and the shared database, each in one sentence."""

from __future__ import annotations

import re
from typing import Any

from desktop.errors import KnownError

SAFE = "Work goes on from this laptop's copy and nothing is lost"
_TELL = "your IT service desk"

# kind -> (words of libpq or of the server, sentence); the first that fits counts.
_CONNECTING: tuple[tuple[str, str, str], ...] = (
    (
        "strange",
        r"invalid response to SSL negotiation|expected authentication request|received invalid response",
        f"Something other than the shared database answered, perhaps a proxy or a sign-in page. {SAFE}; "
        f"sign in to the network, or tell {_TELL} that port 5432 is answered by something else.",
    ),
    (
        "certificate",
        r"does not match host name|certificate verify failed|self[- ]signed|unable to get .*issuer|"
        r"SSL error|tlsv1 alert|certificate has expired|certificate is not yet valid",
        "The shared database's certificate does not match its name or is not signed by one that this "
        f"computer trusts, so no password was sent. {SAFE}; tell {_TELL}.",
    ),
    (
        "certificate",
        r"does not support SSL|root certificate file|could not read root certificate|"
        r"could not load (private key|certificate)",
        "The connection to the shared database cannot be protected: the server offers no encryption, or the "
        f"certificate file set for it is missing. {SAFE}; tell {_TELL}.",
    ),
    (
        "revoked",
        r"is not permitted to log in|role \".*\" does not exist|permission denied for database",
        "Your access to the shared database has been ended. What you have not sent is kept on this laptop; "
        "ask your manager, and use Unsent work to hand it over.",
    ),
    (
        "password",
        r"no password supplied|password authentication failed|authentication failed",
        f"The shared database did not accept this login and password. {SAFE}; type the password again.",
    ),
    (
        "refused",
        r"no pg_hba\.conf entry|pg_hba\.conf rejects",
        "The shared database takes no connections from this computer or login. "
        f"{SAFE}; connect to the council's network, or tell {_TELL}.",
    ),
    (
        "refused",
        r"too many connections|too many clients|remaining connection slots",
        f"The shared database has too many connections just now. {SAFE}; Caseclock tries again by itself.",
    ),
    (
        "not_ours",
        r"database \".*\" does not exist",
        f"The server has no database of that name. {SAFE}; check the address with {_TELL}.",
    ),
    (
        "offline",
        r"session is read-only|server is in hot standby|not in hot standby",
        "The shared database can only be read at the moment, as its spare server answers. "
        f"{SAFE}; Caseclock tries again by itself.",
    ),
    (
        "offline",
        r"starting up|shutting down|recovery mode|not yet accepting",
        f"The shared database is just being started or stopped. {SAFE}; Caseclock tries again by itself.",
    ),
    (
        "refused",
        r"GSSAPI|SSPI|Kerberos|no credentials",
        "Signing in to the shared database with your Windows account did not work. "
        f"{SAFE}; check the clock of this computer, sign in to Windows again, or tell {_TELL}.",
    ),
)
OFFLINE = f"The shared database cannot be reached. {SAFE}; Caseclock tries again by itself."
EXPIRED = (
    "Your password for the shared database has expired. Work goes on from this laptop's copy and nothing is "
    f"lost; ask {_TELL} for a new one and type it here."
)
NO_MEMBER = (
    "Your login has no place in the council's team list for today, so the shared database shows it nothing. "
    "What you have not sent is kept on this laptop; ask your manager or the Caseclock administrator."
)
NOT_OURS = (
    "There is no Caseclock in that database, or your login may not use it. Nothing was changed; check the "
    f"address, or ask {_TELL} whether the database has been set up."
)
NEWER = (
    "The shared database is from a newer Caseclock than this one. You can go on reading, and what you record "
    "is kept on this laptop until it is updated; install the newer version."
)
OLDER = (
    "The shared database is from an older Caseclock than this one. You can go on reading, and what you "
    f"record is kept on this laptop; ask {_TELL} to run caseclock server upgrade."
)
# group role -> what its logins use in place of the window
READERS = {
    "caseclock_analyst": "An analyst's login has no window, so nothing was opened; use the "
    "pseudonymised views (analyst_...) with Excel, Power BI or another SQL tool.",
    "caseclock_auditor": "An auditor's login has no window, so nothing was opened; use caseclock server "
    "person-export and dispose, and read the logs with an SQL tool.",
}
_BUSY = (
    "The shared database took too long over this, most likely because others are busy with the same records. "
    f"{SAFE}; Caseclock tries again by itself."
)
_STATES: tuple[tuple[str, str, str], ...] = (
    ("timeout", r"57014|55P03|40P01|40001|25P03", _BUSY),
    ("revoked", r"28000", _CONNECTING[3][2]),
    ("password", r"28P01", _CONNECTING[4][2]),
    ("offline", r"57P0.|08...|53300|25006", OFFLINE),
    (
        "refused",
        r"42501",
        f"Your login may not do this in the shared database. {SAFE}; ask the administrator if it should.",
    ),
    ("not_ours", r"42883|42P01|3F000|3D000", NOT_OURS),
    (
        "refused",
        r"53...",
        f"The shared database has run out of room or memory and took nothing. {SAFE}; tell {_TELL}.",
    ),
)


class ServerTrouble(KnownError):
    """The shared database cannot be used just now.

    Attributes:
        kind: offline, password, expired, revoked, certificate, not_ours, newer, older, timeout, refused
            or strange.
    """

    def __init__(self, kind: str, message: str, details: str = "") -> None:
        super().__init__(message, details)
        self.kind = kind

    @property
    def passing(self) -> bool:
        """Whether trying again by itself, without a person, can help."""
        return self.kind in ("offline", "timeout")


def of_connecting(error: Exception, *, expired: bool = False) -> ServerTrouble:
    """Why no connection came about.

    Args:
        error: what psycopg raised.
        expired: whether the password was known to end before now. A server says of an expired password
            only that it is wrong, so that nobody can try passwords; see `connect.connect`.
    """
    text = str(error)
    for kind, words, sentence in _CONNECTING:
        if re.search(words, text, re.I):
            if kind == "password" and expired:
                return ServerTrouble("expired", EXPIRED, _technical(error))
            return ServerTrouble(kind, sentence, _technical(error))
    return ServerTrouble("offline", OFFLINE, _technical(error))


def of_statement(error: Exception) -> ServerTrouble:
    """What went wrong with a statement on an open connection."""
    state = str(getattr(error, "sqlstate", None) or "")
    for kind, states, sentence in _STATES:
        if re.fullmatch(states, state):
            return ServerTrouble(kind, sentence, _technical(error))
    if not state:  # the connection broke: libpq itself speaks
        return of_connecting(error)
    return ServerTrouble(
        "strange",
        f"The shared database answered in a way that this Caseclock does not understand. {SAFE}; "
        "report this with the details.",
        _technical(error),
    )


def refuse_version(schema: str, major: int, minor: int) -> None:
    """Refuse a server whose schema this program cannot write; a newer minor is no hindrance.

    Raises:
        ServerTrouble: ``newer`` or ``older``.
    """
    found = re.fullmatch(r"(\d+)\.(\d+)", schema)
    if not found:
        raise ServerTrouble("not_ours", NOT_OURS, f"schema {schema!r}")
    theirs = (int(found[1]), int(found[2]))
    if theirs[0] > major:
        raise ServerTrouble("newer", NEWER, f"schema {schema}")
    if theirs < (major, minor):
        raise ServerTrouble("older", OLDER, f"schema {schema}")


def _technical(error: Exception) -> str:
    """For "copy details": never the rows or values that a server quotes in DETAIL and CONTEXT."""
    state = getattr(error, "sqlstate", None) or ""
    diagnosis: Any = getattr(error, "diag", None)
    primary = getattr(diagnosis, "message_primary", None) or str(error).partition("\n")[0]
    words = re.sub(r'"[^"]*"', '"..."', primary)  # quoted: names of logins, values of rows
    return f"{type(error).__name__} {state} {words}".strip()
