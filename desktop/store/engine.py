"""Making a new database file."""

from __future__ import annotations

import os
import re
from contextlib import closing
from pathlib import Path
from typing import Any

from desktop import paths
from desktop.domain.changes import new_id
from desktop.domain.days import now_ms
from desktop.errors import KnownError
from desktop.store import layout, places
from desktop.store.fast import connect
from desktop.store.faults import plain_sentences
from desktop.store.keys import Key

SCHEMA = "sqlite_schema.sql"
_BETWEEN = ";\n\n"  # never inside a statement, as a trigger is one line


def create_file(path: str | Path, key: Key | None, *, author: str) -> Any:
    """A new, empty database and a connection to it; without a key it is marked as a demo file.

    The tables come from ``sql/sqlite_schema.sql`` in one transaction and are stamped with the last
    migration (a test proves both equal to `tables.METADATA`), because importing SQLAlchemy and Alembic
    costs many times as much as making the file.

    Raises:
        KnownError: when the file exists, the folder is missing, read only or on a network.
    """
    path = Path(path)
    places.refuse_network(path)
    if path.exists():
        raise KnownError(f"{path.name} exists already; open it, or choose another name for the new database.")
    if Path(f"{path}-wal").exists():
        raise KnownError(
            f"Beside {path.name} lies {path.name}-wal, which holds saved work of a database that was moved "
            "away. Nothing has been changed; bring the database back beside it, or choose another name."
        )
    if not path.parent.is_dir():
        raise KnownError(f"The folder for {path.name} does not exist; make it first or choose another.")
    if not os.access(path.parent, os.W_OK):
        raise KnownError(f"You may not write in the folder for {path.name}; choose one of your own.")
    made = path.with_name(f"{path.name}.{os.getpid()}.new")
    remove_files(made)
    try:
        db = connect(made, key)
        with closing(db), plain_sentences(path):
            _fill(db, author, demo=key is None)
        _put(made, path)
    finally:
        remove_files(made)
    return connect(path, key)


def _put(made: Path, path: Path) -> None:
    """Give a whole file its name, never over one that another Caseclock has made meanwhile."""
    try:
        os.link(made, path)
    except FileExistsError:
        raise KnownError(f"{path.name} has just been made by another Caseclock; open it.") from None
    except OSError:  # a disk without hard links
        os.rename(made, path)


def _fill(db: Any, author: str, *, demo: bool) -> None:
    db.execute("BEGIN IMMEDIATE")
    for statement in schema():
        db.execute(statement)
    db.execute(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
        "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    db.execute("INSERT INTO alembic_version VALUES (?)", (layout.HEAD,))
    entries = {
        "schema_version": f"{layout.SCHEMA_MAJOR}.{layout.SCHEMA_MINOR}",
        "data_revision": "0",
        "demo": "1" if demo else "0",
        "created_at": str(now_ms()),
        "created_by": author,
        "epoch": new_id(),
    }
    db.executemany("INSERT INTO meta (key, value) VALUES (?, ?)", entries.items())
    db.execute("COMMIT")


def schema() -> list[str]:
    """The statements of ``sql/sqlite_schema.sql``."""
    return (paths.root("sql") / SCHEMA).read_text(encoding="utf-8").removesuffix(_BETWEEN).split(_BETWEEN)


def schema_text() -> str:
    """What ``sql/sqlite_schema.sql`` must hold; ``sql/new_migration.py`` writes it."""
    statements = (re.sub(r"[ \t]+\n", "\n", each.strip()).expandtabs(4) for each in ddl("sqlite"))
    order = {"CREATE TABLE": 0, "CREATE INDEX": 1}  # SQLAlchemy's own order differs from run to run
    return "".join(
        each + _BETWEEN for each in sorted(statements, key=lambda each: (order.get(each[:12], 2), each))
    )


def ddl(dialect: str) -> list[str]:
    """The statements that make every table, index and trigger, for ``sqlite`` or ``postgresql``."""
    from sqlalchemy import create_mock_engine

    from desktop.store.tables import build

    statements: list[str] = []

    def collect(element: Any, *_: Any, **__: Any) -> None:
        statements.append(str(element.compile(dialect=engine.dialect)))

    engine = create_mock_engine(f"{dialect}://", collect)
    # of its own: making PostgreSQL's tables turns a key off in the metadata that it is done from
    build().create_all(engine, checkfirst=False)
    return statements


def remove_files(path: Path) -> None:
    """Remove a database file with what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
