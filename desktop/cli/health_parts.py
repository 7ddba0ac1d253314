"""What the self-test asks of the installation itself: files, libraries, drivers, resources, folders."""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from desktop import __version__
from desktop.errors import KnownError

PARTS = "parts.json"  # in a frozen folder: every file of it with its SHA-256
DRIVERS = ("sqlcipher3.dbapi2", "python_calamine", "xlsxwriter")
DIALECTS = ("sqlalchemy.dialects.sqlite.pysqlite", "sqlalchemy.dialects.postgresql.psycopg")
MIGRATING = ("alembic.command", "alembic.ddl.sqlite", "alembic.ddl.postgresql")


def frozen_folder() -> Path | None:
    """The folder of the installed program; None when run from source."""
    return Path(sys.executable).resolve().parent if getattr(sys, "frozen", False) else None


def kind() -> str:
    """Whether this is an installed program or runs from source."""
    return "installed" if frozen_folder() else "run from source"


def parts() -> str:
    """Every file of the installation, as it left the build.

    Raises:
        KnownError: when one is missing or another, or the list of them is not there.
    """
    folder = frozen_folder()
    if folder is None:
        return "run from source, so there is no list of them"
    listed = json.loads((folder / "_internal" / PARTS).read_text(encoding="utf-8"))
    if listed["version"] != __version__:
        raise KnownError(
            f"files of two versions are mixed ({listed['version']} and {__version__}); reinstall."
        )
    missing = next((name for name in listed["files"] if not (folder / name).is_file()), None)
    if missing:
        raise KnownError(f"the file {missing} is missing; reinstall Caseclock.")
    for name, digest in listed["files"].items():
        with (folder / name).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                raise KnownError(f"the file {name} is not the one that was installed; reinstall Caseclock.")
    return f"{len(listed['files']):,} files as they left the build"


def qt() -> str:
    """The version of Qt's bindings.

    Raises:
        KnownError: when it is one that loses references.
    """
    from PySide6 import __version__ as version
    from PySide6.QtCore import qVersion

    if tuple(int(part) for part in version.split(".")[:2]) >= (6, 12):
        raise KnownError(f"PySide6 {version} is not usable; install one below 6.12.")
    return f"PySide6 {version}, Qt {qVersion()}"


def sqlite() -> str:
    """The linked SQLite and SQLCipher.

    Raises:
        KnownError: when that SQLite can lose commits.
    """
    from sqlcipher3 import dbapi2

    from desktop.store.fast import OLDEST_SQLITE

    if dbapi2.sqlite_version_info < OLDEST_SQLITE:
        raise KnownError(f"SQLite {dbapi2.sqlite_version} can lose saved work; reinstall Caseclock.")
    connection = dbapi2.connect(":memory:")
    try:
        row = connection.execute("PRAGMA cipher_version").fetchone()
    finally:
        connection.close()
    if row is None:
        raise KnownError("the linked SQLite does not encrypt; reinstall Caseclock.")
    return f"SQLite {dbapi2.sqlite_version}, SQLCipher {row[0]}"


def loaded(name: str) -> Any:
    """A module, with every package above it.

    Raises:
        ImportError: when it is not there, or only an empty folder of its name is.
    """
    parts = name.split(".")
    for end in range(1, len(parts) + 1):
        module = importlib.import_module(".".join(parts[:end]))
        if getattr(module, "__file__", None) is None:
            raise ImportError(name=name)
    return module


def drivers() -> str:
    """Everything that is loaded by name, loaded; the driver of the shared database in an installation."""
    for name in (*DRIVERS, *DIALECTS, *MIGRATING):
        loaded(name)
    names = ", ".join(name.partition(".")[0] for name in DRIVERS)
    try:
        server = loaded("psycopg")
    except ModuleNotFoundError:
        if frozen_folder():
            raise
        return f"{names}; no driver for a shared database"
    if frozen_folder() and server.pq.__impl__ != "binary":
        raise KnownError("the driver of the shared database is not the one that was built in; reinstall.")
    return f"{names}, psycopg {server.__version__}"


def keychain() -> str:
    """The backends for this system are there; which of them is usable.

    Raises:
        ImportError: when an installation lacks one.
    """
    from desktop.store.keys import KEYCHAINS, backends_here
    from desktop.store.keys import keychain as usable

    for module in backends_here():
        loaded(module)
    if sys.platform.startswith("linux"):
        loaded("secretstorage")
    chain = usable()
    if chain is None:
        return "none that is trusted is running here; a passphrase will be asked for"
    return KEYCHAINS[f"{type(chain).__module__}.{type(chain).__qualname__}"]


def paths() -> str:
    """This person's folder can be written in and is not on a network; its name is not said.

    Raises:
        KnownError: when it is, or cannot be.
    """
    from desktop.paths import data_dir
    from desktop.store.places import is_network

    folder = data_dir()
    if is_network(folder):
        raise KnownError("the data folder lies on a network, where a database can be damaged.")
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"x")
    long = "supports" if _takes_long_paths(folder) else "does not support"
    return f"the data folder is local and can be written in; the disk {long} long paths"


def _takes_long_paths(folder: Path) -> bool:
    with tempfile.TemporaryDirectory(dir=folder) as base:
        deep = Path(base, *["x" * 60] * 4)
        try:
            deep.mkdir(parents=True)
            (deep / "file").touch()
        except OSError:
            return False
    return True


def policy_set() -> str:
    """Which settings this machine's policy makes; their values are not said."""
    from desktop.policy import Policy, policy

    found, nothing = policy(), Policy()
    names = [one for one in Policy.__dataclass_fields__ if one != "source"]
    changed = [one for one in names if getattr(found, one) != getattr(nothing, one)]
    if found.tls_root and not os.path.isfile(found.tls_root):
        raise KnownError("the certificates that policy names in tls_root are not there.")
    return f"{found.source} sets {', '.join(changed) or 'nothing'}" if found.source else "none is set"


def resources() -> str:
    """Every resource can be read: TOML understood, tables with rows, pictures drawn.

    Raises:
        KnownError: when one cannot.
    """
    from desktop.paths import root

    files = sorted(one for one in root("resources").rglob("*") if one.is_file())
    for path in files:
        if not _readable(path):
            raise KnownError(f"the resource {path.name} cannot be read; reinstall Caseclock.")
    return f"{len(files)} files read"


def _readable(path: Path) -> bool:
    from PySide6.QtSvg import QSvgRenderer

    if path.suffix == ".toml":
        return bool(tomllib.loads(path.read_text(encoding="utf-8")))
    if path.suffix == ".svg":
        return QSvgRenderer(str(path)).isValid()
    return path.stat().st_size > 0


def timescales() -> str:
    """The shipped rules, each with its source."""
    from desktop.domain.timescales import Timescales

    return f"{len(Timescales.shipped().by_id)} rules"


def calendar() -> str:
    """The working days of England, with the bank holidays."""
    from desktop.domain.calendar import LAST, Calendar
    from desktop.domain.days import date_of

    Calendar.england()
    return f"working days of England to {date_of(LAST).year}"
