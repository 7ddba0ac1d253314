"""Joiners, movers and leavers from an export of the council's directory.

The export is a CSV file with the columns ``login`` and ``group`` and, where there are any, ``name`` and
``staff_ref``; one line for each group that somebody is in. Only groups that `people.map_group` has given a
meaning count. Places that an administrator gave by hand are left alone.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.domain.names import name_key
from desktop.errors import KnownError
from desktop.server import people
from desktop.server.people import Place

if TYPE_CHECKING:
    import psycopg

SOURCE = "directory"
MOST_ENDED = 5  # more than these and than a third at once look like half an export


@dataclass(frozen=True)
class Entry:
    """One person of the directory with the groups that they are in."""

    login: str
    name: str = ""
    staff_ref: str = ""
    groups: tuple[str, ...] = ()


@dataclass
class Report:
    """What following the directory did, or would do: logins, each once."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)  # in two groups that mean different things
    refused: list[tuple[str, str]] = field(default_factory=list)  # with the sentence


def read(path: Path) -> list[Entry]:
    """The people of an export.

    Raises:
        KnownError: when it cannot be read or lacks a column.
    """
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            rows = [
                {(k or "").strip().casefold(): (v or "").strip() for k, v in row.items()}
                for row in _rows(file)
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise KnownError(
            f"{path.name} could not be read as a CSV file in UTF-8. Nothing was changed; export it again.",
            details=type(error).__name__,
        ) from error
    if not rows or not {"login", "group"} <= rows[0].keys():
        raise KnownError(f"{path.name} needs the columns login and group. Nothing was changed.")
    found: dict[str, Entry] = {}
    for row in rows:
        login = row["login"].casefold().rpartition("\\")[2]
        before = found.get(login, Entry(login))
        name, staff_ref = row.get("name") or before.name, row.get("staff_ref") or before.staff_ref
        found[login] = Entry(login, name, staff_ref, (*before.groups, row["group"]))
    found.pop("", None)
    return list(found.values())


def _rows(file: Iterable[str]) -> Iterable[Mapping[str | None, Any]]:
    return csv.DictReader(file, restval="")


def follow(
    db: psycopg.Connection[Any], entries: Iterable[Entry], *, even_many: bool = False, dry_run: bool = False
) -> Report:
    """Give, change and end places as the directory says.

    Args:
        db: an administrator's connection.
        entries: everybody of the export.
        even_many: whether to go on when many would lose their place at once.
        dry_run: say what would be done and do nothing.

    Raises:
        KnownError: when many would lose their place at once; nothing was changed.
    """
    meanings, held = _meanings(db), _held(db)
    wanted = {entry.login: entry for entry in entries}
    report = Report()
    placed = {login: _place(db, entry, meanings, report) for login, entry in wanted.items()}
    leavers = [login for login, (_, source) in held.items() if source == SOURCE and not placed.get(login)]
    leavers = [login for login in leavers if login not in report.unclear]
    managed = sum(source == SOURCE for _, source in held.values())
    if len(leavers) > max(MOST_ENDED, managed // 3) and not even_many:
        raise KnownError(
            f"{len(leavers)} of {managed} people would lose their place, which looks like half an export, so "
            "nothing was changed; check the file, and say --even-many if it is right."
        )
    for login, place in placed.items():
        if place:
            _follow_one(db, login, place, held, report, dry_run=dry_run)
    for login in leavers:
        _tried(report, login, report.ended, None if dry_run else lambda login=login: people.end(db, login))
    return report


def _follow_one(
    db: psycopg.Connection[Any],
    login: str,
    place: Place,
    held: Mapping[str, tuple[Place, str]],
    report: Report,
    *,
    dry_run: bool,
) -> None:
    now = held.get(login)
    if now is not None and now[1] != SOURCE:
        report.by_hand.append(login)
    elif now is None or _means(now[0]) != _means(place):
        done = report.added if now is None else report.changed
        _tried(report, login, done, None if dry_run else lambda: people.put(db, login, place))


def _tried(report: Report, login: str, done: list[str], act: Any) -> None:
    try:
        if act:
            act()
        done.append(login)
    except Exception as error:
        from desktop.errors import AppError

        if not isinstance(error, AppError):
            raise
        report.refused.append((login, error.message))


def _means(place: Place) -> tuple[str, ...]:
    return (place.role, place.team, place.service, place.worker)


def _meanings(db: psycopg.Connection[Any]) -> dict[str, Place]:
    query = "SELECT name, role, team_id, service FROM caseclock.directory_group WHERE NOT deleted"
    return {
        name_key(name): Place(role, team=team.hex if team else "", service=service or "")
        for name, role, team, service in db.execute(query)
    }


def _held(db: psycopg.Connection[Any]) -> dict[str, tuple[Place, str]]:
    query = "SELECT login, role, team_id, worker_id, service, source FROM caseclock.member WHERE NOT deleted"
    return {
        login: (
            Place(role, "", team.hex if team else "", worker.hex if worker else "", service or ""),
            source or "",
        )
        for login, role, team, worker, service, source in db.execute(query)
    }


def _place(
    db: psycopg.Connection[Any], entry: Entry, meanings: Mapping[str, Place], report: Report
) -> Place | None:
    meant = {meanings[name_key(group)] for group in entry.groups if name_key(group) in meanings}
    if len(meant) > 1:
        report.unclear.append(entry.login)
        return None
    for given in meant:
        worker = _worker(db, entry)
        return Place(given.role, entry.name, given.team, worker, given.service, source=SOURCE)
    return None


def _worker(db: psycopg.Connection[Any], entry: Entry) -> str:
    for known in (entry.staff_ref, entry.login, entry.name):
        try:
            if known:
                return people.worker_named(db, known)
        except KnownError:
            continue
    return ""
