"""The health report behind ``caseclock self-test``: every part of this installation tried once.

No line holds personal data, and nothing of this person's own is changed: what is written goes into a
folder that is thrown away.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop import __version__
from desktop.cli import health_engine, health_parts
from desktop.errors import AppError


@dataclass(frozen=True)
class Check:
    """One line of the report; `result` never holds personal data."""

    name: str
    result: str
    ok: bool = True


Probe = tuple[str, Callable[[], str]]


def report(database: Path | None = None) -> list[Check]:
    """Run every check, in order, stopping at the first that fails."""
    checks: list[Check] = []
    for name, probe in _probes(database):
        checks.append(_tried(name, probe))
        if not checks[-1].ok:
            break
    return checks


def _tried(name: str, probe: Callable[[], str]) -> Check:
    try:
        return Check(name, probe())
    except AppError as error:
        return Check(name, error.message, ok=False)
    except ImportError as error:
        part = f"the module {error.name}" if error.name else "a library"
        return Check(name, f"{part} cannot be loaded; reinstall Caseclock", ok=False)
    except Exception as error:  # whatever is broken is the finding
        return Check(name, f"failed: {type(error).__name__}; reinstall Caseclock", ok=False)


def _probes(database: Path | None) -> Iterator[Probe]:
    yield "caseclock", lambda: f"{__version__}, {health_parts.kind()}"
    yield "python", lambda: f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    yield "parts", health_parts.parts
    yield "qt", health_parts.qt
    yield "sqlite", health_parts.sqlite
    yield "drivers", health_parts.drivers
    yield "keychain", health_parts.keychain
    yield "paths", health_parts.paths
    yield "policy", health_parts.policy_set
    yield "resources", health_parts.resources
    yield "timescales", health_parts.timescales
    yield "calendar", health_parts.calendar
    yield "migrations", health_engine.migrations
    yield "new database", health_engine.new_database
    yield "tracker read", health_engine.tracker_read
    yield "clock cache", health_engine.clock_cache
    yield "painted page", _painted
    if database is not None:
        yield "database", lambda: health_engine.existing(database)


def _painted() -> str:
    from desktop.cli.health_window import painted_page

    return painted_page()


def summary(checks: list[Check]) -> str:
    """The last line: passed, or what was the first thing wrong."""
    if checks[-1].ok:
        return f"Self-test passed: {len(checks)} checks on {sys.platform}."
    return f"Self-test FAILED at “{checks[-1].name}”: {checks[-1].result}"
