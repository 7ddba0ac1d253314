"""Making a database the shared one, and bringing an older one up to date: all of it or nothing.

Tables come from two chains of migrations: ``sql/alembic`` for the data, the same as in a file, and
``sql/alembic_server`` for what only a server has. Functions, policies, grants and views under
``sql/server`` are made whole each time. Everything is one transaction with a check at its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop import paths
from desktop.errors import KnownError
from desktop.server import trouble
from desktop.server.address import Address
from desktop.server.connect import SCHEMA, Timeouts, connect
from desktop.store import layout, migrate

if TYPE_CHECKING:
    import psycopg
    from sqlalchemy import Connection

SERVER_HEAD = "0001"  # the last revision under sql/alembic_server/versions
OLDEST, NEWEST = 15, 18  # of PostgreSQL
PATIENT = Timeouts(statement=3600, lock=20, idle_in_transaction=600)
_LOCK = 0x0CA5EC10C  # one upgrade at a time


@dataclass(frozen=True)
class Installed:
    """What `install` found and left.

    Attributes:
        before: the migrations that were there, data's and server's; blank for a new database.
        now: those that are there now.
        schema: the version of the data.
        postgresql: the server's major version.
    """

    before: tuple[str, str]
    now: tuple[str, str]
    schema: str
    postgresql: int

    @property
    def new(self) -> bool:
        """Whether there was no Caseclock before."""
        return self.before == ("", "")


def install(
    address: Address, password: str | None = None, *, tls_root: str = "", dry_run: bool = False
) -> Installed:
    """Make or bring up to date; safe to run again at any time.

    Args:
        address: the database, as a login that may make roles and tables in it.
        password: see `connect.connect`.
        tls_root: see `connect.connect`.
        dry_run: do everything, check it, and take it all back.

    Raises:
        KnownError: when this login may not, the database is from a newer Caseclock, somebody else is at
            it, or the check found something; nothing has been changed then.
    """
    from desktop.server import check

    with administering(address, password, tls_root=tls_root) as raw:
        version = raw.info.server_version // 10000
        if version < OLDEST:
            raise KnownError(
                f"This server runs PostgreSQL {version}; Caseclock needs {OLDEST} or newer. "
                "Nothing has been changed; upgrade the server first."
            )
        before = migrations(raw)
        refuse_newer(raw)
        with _whole(raw, keep=not dry_run):
            _prepare(raw)
            _run(raw)
            check.refuse_findings(raw)
            now = migrations(raw)
    return Installed(before, now, f"{layout.SCHEMA_MAJOR}.{layout.SCHEMA_MINOR}", version)


@contextmanager
def administering(
    address: Address, password: str | None = None, *, tls_root: str = ""
) -> Iterator[psycopg.Connection[Any]]:
    """A connection for an administrator's command; what the server says against it is one sentence."""
    import psycopg

    raw = connect(address, password, tls_root=tls_root, timeouts=PATIENT)
    try:
        with raw:
            yield raw
    except psycopg.errors.InsufficientPrivilege as error:
        raise KnownError(
            "This login may not set up the shared database. Nothing has been changed; use one that may make "
            "roles and owns the database.",
            details=str(error).partition("\n")[0],
        ) from error
    except psycopg.Error as error:
        said = trouble.of_statement(error)
        if said.kind != "strange":
            raise said from error
        raise KnownError(
            "A step failed in the database, so all of it was taken back. Report this with the details.",
            details=said.details,
        ) from error


@contextmanager
def _whole(raw: psycopg.Connection[Any], *, keep: bool) -> Iterator[None]:
    with raw.transaction(force_rollback=not keep):
        raw.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        yield


def _prepare(raw: psycopg.Connection[Any]) -> None:
    raw.execute(script("00_roles.sql"))
    raw.execute("SET LOCAL ROLE caseclock_owner")
    raw.execute(f"SET LOCAL search_path = {SCHEMA}, pg_temp")
    raw.execute("SET LOCAL check_function_bodies = off")  # they name each other in any order


def _run(raw: psycopg.Connection[Any]) -> None:
    with _sqlalchemy(raw) as connection:
        migrate.run_scripts(connection, migrate.Target(scripts=paths.root("sql") / "alembic"))
        migrate.run_scripts(connection, migrate.Target(scripts=paths.root("sql") / "alembic_server"))
    for path in scripts():
        raw.execute(path.read_text(encoding="utf-8"))
    _views(raw)
    raw.execute(
        "UPDATE clock_meta SET schema_version = %s, fork = CASE fork WHEN '' THEN fork_now() ELSE fork END, "
        "policy_version = (SELECT version FROM right_version)",
        (f"{layout.SCHEMA_MAJOR}.{layout.SCHEMA_MINOR}",),
    )


def scripts() -> list[Path]:
    """What is run whole each time, in order; ``00_roles.sql`` goes before the migrations."""
    found = sorted((paths.root("sql") / "server").glob("[0-9]*.sql"))
    return [path for path in found if path.name != "00_roles.sql" and not path.name.endswith(".in.sql")]


def script(name: str) -> str:
    """One of the SQL files."""
    return (paths.root("sql") / "server" / name).read_text(encoding="utf-8")


def _views(raw: psycopg.Connection[Any]) -> None:
    """The reporting views; they show nobody more than the tables behind them would."""
    raw.execute((paths.root("sql") / "views" / "postgresql.sql").read_text(encoding="utf-8"))
    query = "SELECT viewname FROM pg_views WHERE schemaname = %s AND viewname LIKE 'rpt\\_%%'"
    for (name,) in raw.execute(query, (SCHEMA,)).fetchall():
        raw.execute(f'ALTER VIEW "{name}" SET (security_invoker = true)')
        raw.execute(f'GRANT SELECT ON "{name}" TO caseclock_member, caseclock_team')


@contextmanager
def _sqlalchemy(raw: psycopg.Connection[Any]) -> Iterator[Connection]:
    """The same connection and transaction for Alembic, which must neither commit nor close it."""
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: raw,
        poolclass=StaticPool,
        pool_reset_on_return=None,
        use_native_hstore=False,
    )
    for name in ("do_commit", "do_rollback"):  # the transaction belongs to whoever lent the connection
        setattr(engine.dialect, name, lambda _: None)
    with engine.connect() as connection:
        yield connection


def migrations(raw: psycopg.Connection[Any]) -> tuple[str, str]:
    """The migrations that a database has had: of the data and of the server; blank where none."""
    return _migration(raw, "alembic_version"), _migration(raw, "alembic_version_server")


def _migration(raw: psycopg.Connection[Any], table: str) -> str:
    if raw.execute("SELECT to_regclass(%s)", (f"{SCHEMA}.{table}",)).fetchone() == (None,):
        return ""
    found = raw.execute(f"SELECT version_num FROM {SCHEMA}.{table}").fetchone()
    return str(found[0]) if found else ""


def refuse_newer(raw: psycopg.Connection[Any]) -> None:
    """Refuse a database that a newer Caseclock has been at.

    Raises:
        KnownError: nothing has been changed.
    """
    data, server = migrations(raw)
    if data > layout.HEAD or server > SERVER_HEAD:
        raise KnownError(
            "This database was set up by a newer Caseclock. Nothing has been changed; use that version, or a "
            "newer one, to look after it."
        )
