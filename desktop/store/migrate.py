"""Bringing an older file up to date: a backup copy first, then every step in one transaction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop import paths
from desktop.errors import KnownError
from desktop.store import fast, layout
from desktop.store.keys import Key


@dataclass(frozen=True)
class Target:
    """Where an upgrade leads: the schema version and the folder with the Alembic scripts."""

    major: int = layout.SCHEMA_MAJOR
    minor: int = layout.SCHEMA_MINOR
    scripts: Path | None = None


def is_older(db: Any, target: Target) -> bool:
    """Whether a file needs an upgrade.

    Raises:
        KnownError: when the file comes from a newer major version; nothing is touched.
    """
    found = version_of(db)
    if found[0] > target.major:
        raise KnownError(
            f"This database was made by a newer Caseclock (version {found[0]}.{found[1]}; this program "
            f"reads {target.major}); install the newer Caseclock. Nothing has been changed."
        )
    return found < (target.major, target.minor)


def version_of(db: Any) -> tuple[int, int]:
    """Major and minor schema version of an open file.

    Raises:
        KnownError: when the file does not say.
    """
    text = fast.meta_value(db, "schema_version")
    match = re.fullmatch(r"(\d+)\.(\d+)", text)
    if not match:
        raise KnownError("This is not a Caseclock database. Nothing has been changed; choose another file.")
    return int(match[1]), int(match[2])


def upgrade(path: Path, key: Key | None, target: Target) -> Path:
    """Copy the file aside, then bring it up to date in one transaction; returns the copy.

    A crash at any moment leaves the old file or the new one, never one between.

    Raises:
        KnownError: when the copy cannot be made or a step fails; the file is as it was.
    """
    from desktop.store import backup

    copy = backup.copy_aside(path, key, "before-upgrade")
    try:
        with _transaction(path, key) as connection:
            run_scripts(connection, target)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            if broken is not None:
                raise ValueError(f"{broken[0]} would refer to rows that do not exist")
            version = f"{target.major}.{target.minor}"
            connection.exec_driver_sql("UPDATE meta SET value = ? WHERE key = 'schema_version'", (version,))
    except Exception as error:
        raise KnownError(
            "The database could not be brought up to date for this version of Caseclock. Nothing has been "
            f"changed, and a copy is in {copy.name}; use the earlier version and report this.",
            details=f"{type(error).__name__}: {error}",
        ) from error
    return copy


def run_scripts(connection: Any, target: Target) -> None:
    """Run the Alembic steps that a SQLAlchemy connection (SQLite or PostgreSQL) has not had yet."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(target.scripts or paths.root("sql") / "alembic"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@contextmanager
def _transaction(path: Path, key: Key | None) -> Iterator[Any]:
    """One transaction on a keyed file, through SQLAlchemy; foreign keys are off because tables are copied."""
    import sqlcipher3
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import NullPool

    def connect() -> Any:
        connection = fast.connect(path, key)
        connection.execute("PRAGMA foreign_keys = OFF")
        return connection

    engine = create_engine("sqlite://", creator=connect, module=sqlcipher3.dbapi2, poolclass=NullPool)
    # The driver runs in autocommit mode, so SQLAlchemy's begin has to be said aloud.
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()
