"""What the self-test asks of the engine: migrations, a database, a tracker, the clocks."""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.errors import KnownError

if TYPE_CHECKING:
    from desktop.commands.workspace import Workspace
    from desktop.domain.clocks import Clocks

HEADINGS = ("Child ID", "Initials", "Status", "Worker", "Plan/care start", "Last visit", "Seen?")
CHILDREN = (  # made up: nobody is called this
    (9000001, "QA", "CP", "Self Test", 200, 20, "Y"),
    (9000002, "QB", "CLA", "Self Test", 400, 90, "Y"),
    (9000003, "QC", "CIN", "Self Test", 100, 10, "Y"),
)


def migrations() -> str:
    """Every migration run on an empty database gives the tables that a new database has.

    Raises:
        KnownError: when one is missing or the two differ.
    """
    from sqlalchemy import create_engine, inspect
    from sqlalchemy.pool import StaticPool

    from desktop.store import layout
    from desktop.store.engine import schema
    from desktop.store.migrate import Target, run_scripts

    engines = [create_engine("sqlite://", module=_driver(), poolclass=StaticPool) for _ in range(2)]
    with engines[0].begin() as stepped, engines[1].begin() as new:
        run_scripts(stepped, Target())
        for statement in schema():
            new.exec_driver_sql(statement)
        tables = set(inspect(stepped).get_table_names()) - {"alembic_version"}
        if tables != set(inspect(new).get_table_names()):
            raise KnownError(
                "the migrations do not lead to the tables of a new database; reinstall Caseclock."
            )
        reached = stepped.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    for engine in engines:
        engine.dispose()
    if reached != layout.HEAD:
        raise KnownError(f"the migrations end at {reached}, not at {layout.HEAD}; reinstall Caseclock.")
    return f"run to {reached}: {len(tables)} tables"


def _driver() -> Any:
    from sqlcipher3 import dbapi2

    return dbapi2


@contextmanager
def council() -> Iterator[Workspace]:
    """A new encrypted database in a folder that is thrown away; no policy has a say in it."""
    from desktop.commands.workspace import Workspace
    from desktop.domain.changes import new_id
    from desktop.store.keys import Key
    from desktop.store.store import Store

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / f"{new_id()}.caseclock"
        with Workspace(Store.create(path, Key.generate(), author="self-test")) as workspace:
            yield workspace


def new_database() -> str:
    """A database is made, encrypted, and opened."""
    with council() as workspace:
        with open(workspace.store.path, "rb") as file:
            if file.read(15) == b"SQLite format 3":
                raise KnownError("a new database is not encrypted; reinstall Caseclock.")
        return f"made, encrypted, opened, {len(workspace.book.case)} cases"


def bring_in(workspace: Workspace) -> int:
    """Write a tracker of three made-up children, read it, and take it in; returns the rows."""
    from desktop.exchange.export import write_table
    from desktop.exchange.read import read_file
    from desktop.exchange.reconcile import plan

    today = dt.date.today()
    rows = [
        [*row[:4], today - dt.timedelta(days=row[4]), today - dt.timedelta(days=row[5]), row[6]]
        for row in CHILDREN
    ]
    path = workspace.store.path.parent / "tracker.xlsx"
    write_table(path, HEADINGS, rows)
    parsed = read_file(path, today=workspace.today)
    made = plan(workspace.book, parsed, author="self-test", today=workspace.today)
    if made is None or made.act is None or made.rejected:
        raise KnownError("a tracker that Caseclock wrote could not be read back; reinstall Caseclock.")
    workspace.run(made.act)
    return len(made.new)


def tracker_read() -> str:
    """A tracker is written, read and imported."""
    with council() as workspace:
        return f"{bring_in(workspace)} rows written, read and taken in"


def clock_cache() -> str:
    """The clocks as kept up to date by an act are those of a recomputation from the file.

    Raises:
        KnownError: when any differs.
    """
    from desktop.commands import visits
    from desktop.domain.clocks import clocks

    with council() as workspace:
        bring_in(workspace)
        kept, today = workspace.desk(), workspace.today
        visit = visits.Visit(today, [visits.Seen(0)])
        workspace.run(visits.record(workspace.book, visit, author="self-test", today=today))
        fresh = clocks(workspace.store.load(), workspace.timescales, today)
        if _lines(kept.clocks) != _lines(fresh) or not len(fresh):
            raise KnownError("clocks kept up to date differ from clocks recomputed; report this.")
        return f"{len(fresh)} clocks, the same recomputed"


def _lines(found: Clocks) -> list[tuple[object, ...]]:
    """Every clock as plain values, in one order."""
    names = [one.name for one in fields(found) if one.name in _COMPARED]
    columns = [getattr(found, name).tolist() for name in names]
    rules = [found.rules[at] for at in found.rule.tolist()]
    return sorted(zip(rules, *columns, strict=True))


_COMPARED = frozenset({"case", "start", "due", "stop", "state", "elapsed", "overdue_by", "left", "why"})


def existing(database: Path) -> str:
    """A database of this machine is opened and its clocks are recomputed."""
    from desktop.cli.opening import open_workspace
    from desktop.domain.clocks import clocks

    with open_workspace(argparse.Namespace(database=str(database))) as workspace:
        desk = workspace.desk()
        fresh = clocks(workspace.store.load(), workspace.timescales, desk.as_at)
        if _lines(desk.clocks) != _lines(fresh):
            raise KnownError("clocks kept up to date differ from clocks recomputed; report this.")
        return f"{len(desk.book.case):,} cases, {len(fresh):,} clocks, the same recomputed"
