"""Opening the file and reading the first list without SQLAlchemy or numpy: the start-up path."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.errors import KnownError
from desktop.paths import private
from desktop.store import keys, places
from desktop.store.faults import plain_sentences

if TYPE_CHECKING:
    from desktop.store.keys import Key

OLDEST_SQLITE = (3, 51, 3)  # 3.7.0 to 3.51.2 can lose commits with WAL and two connections
BUSY_MS = 5_000
CACHE_KB = 65_536
SMALLEST = 4_096  # bytes: one page


def open_fast(path: str | Path, key: Key | None = None) -> Any:
    """A checked, keyed connection to an existing file, for reading `meta_value` and `cache_value`.

    Without a key it is looked for as `keys.find` does. The connection may be used from any thread, one
    at a time; the caller closes it.

    Raises:
        KnownError: no such file, network path, wrong key, damaged file (one sentence each).
        KeyNeeded: when the file is encrypted and no key is at hand.
    """
    check_path(path)
    return connect(path, key or keys.find(path))


def check_path(path: str | Path) -> None:
    """Refuse what cannot be a database of ours before SQLite touches it.

    Raises:
        KnownError: network path, missing, empty or cut short, a folder, not readable, not writable.
    """
    places.refuse_network(path)
    check_content(path)
    if not os.access(path, os.W_OK) or not os.access(Path(path).resolve().parent, os.W_OK):
        raise KnownError(
            f"{Path(path).name} or its folder is read only, so nothing could be saved; "
            "copy it to a folder of your own."
        )


def check_content(path: str | Path) -> None:
    """Refuse what cannot be one of our files by its size alone.

    Raises:
        KnownError: missing, a folder, not readable, empty or cut short.
    """
    name = Path(path).name
    if not os.path.exists(path):
        raise KnownError(f"There is no database {name} there; choose another file or create a new one.")
    if os.path.isdir(path) or not os.access(path, os.R_OK):
        raise KnownError(f"{name} cannot be read; choose a database file that you may open.")
    if os.path.getsize(path) < SMALLEST:
        raise KnownError(f"{name} is not a Caseclock database: it is empty or cut short.")


def connect(path: str | Path, key: Key | None) -> Any:
    """A connection with key and settings; the file is made when missing.

    Raises:
        KnownError: when the linked SQLite is too old, the key is wrong or the file is damaged.
    """
    import sqlcipher3

    if sqlcipher3.sqlite_version_info < OLDEST_SQLITE:
        raise KnownError(
            f"This installation brings SQLite {sqlcipher3.sqlite_version}, which can lose saved work; "
            "Caseclock needs 3.51.3 or newer. Reinstall Caseclock."
        )
    if not os.path.exists(path):
        _make_private(path)
    with plain_sentences(path):
        connection = sqlcipher3.connect(
            os.fspath(path), isolation_level=None, check_same_thread=False, timeout=BUSY_MS / 1000
        )
        try:
            _prepare(connection, key)
        except BaseException:
            connection.close()
            raise
    return connection


def _make_private(path: str | Path) -> None:
    """An empty file that only its owner may read; SQLite gives its log the same permissions."""
    with suppress(OSError):  # SQLite says better why it cannot be made
        open(path, "xb", opener=private).close()


def _prepare(connection: Any, key: Key | None) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE").fetchall()
    if key is not None:
        connection.execute(key.pragma).fetchall()
    connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # a wrong key shows here
    connection.execute("PRAGMA journal_mode = WAL").fetchone()
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA temp_store = MEMORY")  # nothing of a case in a temporary file


def meta_value(connection: Any, name: str) -> str:
    """One entry of ``meta``, "" when there is none."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (name,)).fetchone()
    return row[0] if row else ""


def data_revision(connection: Any) -> int:
    """The revision of the last act that is in the database."""
    return int(meta_value(connection, "data_revision"))


def cache_value(connection: Any, name: str) -> bytes | None:
    """One derived cache (such as the first list as painted last time), None when there is none."""
    row = connection.execute("SELECT bytes FROM cache WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None
