"""The health report behind ``caseclock self-test``: versions, parts, and a recomputation of the clocks."""

from __future__ import annotations

import platform
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop import __version__
from desktop.errors import AppError


@dataclass(frozen=True)
class Check:
    """One line of the report; `result` never holds personal data."""

    name: str
    result: str
    ok: bool = True


def report(database: Path | None = None) -> list[Check]:
    """Run every check, in order, stopping at the first that fails."""
    checks: list[Check] = []
    for name, probe in _probes(database):
        try:
            checks.append(Check(name, probe()))
        except AppError as error:
            checks.append(Check(name, error.message, ok=False))
        except Exception as error:  # whatever is broken is the finding
            checks.append(Check(name, f"failed: {type(error).__name__}", ok=False))
        if not checks[-1].ok:
            break
    return checks


def _probes(database: Path | None) -> Iterator[tuple[str, Callable[[], str]]]:
    yield "caseclock", lambda: __version__
    yield "python", platform.python_version
    yield "qt", _qt
    yield "sqlite", _sqlite
    yield "resources", _resources
    yield "timescales", _timescales
    yield "calendar", _calendar
    yield "keychain", _keychain
    yield "new database", _new_database
    if database is not None:
        yield "database", lambda: _existing(database)


def _qt() -> str:
    from PySide6 import __version__ as version

    if tuple(int(part) for part in version.split(".")[:2]) >= (6, 12):
        raise AppError(f"PySide6 {version} is not usable; install one below 6.12.")
    return version


def _sqlite() -> str:
    from sqlcipher3 import dbapi2

    return str(dbapi2.sqlite_version)


def _resources() -> str:
    from desktop.paths import root

    return (
        f"{sum(1 for one in root('resources').rglob('*') if one.is_file())} files, {_migrations()} migrations"
    )


def _migrations() -> int:
    from desktop.paths import root

    return sum(1 for _ in root("sql").rglob("versions/*.py"))


def _timescales() -> str:
    from desktop.domain.timescales import Timescales

    return f"{len(Timescales.shipped().by_id)} rules"


def _calendar() -> str:
    from desktop.domain.calendar import LAST, Calendar
    from desktop.domain.days import date_of

    Calendar.england()
    return f"working days of England to {date_of(LAST).year}"


def _keychain() -> str:
    from desktop.store.keys import KEYCHAINS, keychain

    chain = keychain()
    if chain is None:
        return "none that is trusted here; a passphrase will be asked for"
    return KEYCHAINS[f"{type(chain).__module__}.{type(chain).__qualname__}"]


def _new_database() -> str:
    from desktop.domain.changes import new_id
    from desktop.store.keys import Key
    from desktop.store.store import Store

    with tempfile.TemporaryDirectory() as folder:
        store = Store.create(Path(folder) / f"{new_id()}.caseclock", Key.generate(), author="self-test")
        try:
            rows = len(store.load().case)
        finally:
            store.close()
    return f"made, encrypted, opened, {rows} cases"


def _existing(database: Path) -> str:
    import argparse

    from desktop.cli.opening import open_workspace

    with open_workspace(argparse.Namespace(database=str(database))) as workspace:
        desk = workspace.desk()
        return f"{len(desk.book.case):,} cases, {len(desk.clocks.case):,} clocks recomputed"
