"""Workers, teams and homes by name: found where known, made where not, never guessed between two."""

from __future__ import annotations

from typing import Any

import numpy as np

from desktop.domain.casebook import Casebook
from desktop.domain.changes import new_id
from desktop.domain.days import NO_DAY
from desktop.domain.names import name_key, tidy

New = dict[str, dict[str, Any]]  # id -> values, in order of making


class Staff:
    """Looks up names in the casebook and among what this import makes.

    Attributes:
        teams, workers, homes: the rows to insert.
        flags: worker id -> flags to fill on a worker already on record.
        file_day: the day that the file describes, where known.
        leavers: worker id -> the day by which a worker on record had left.
    """

    def __init__(self, book: Casebook, file_day: int | None) -> None:
        self._book = book
        self.file_day = file_day
        self.teams: New = {}
        self.workers: New = {}
        self.homes: New = {}
        self.flags: dict[str, dict[str, int]] = {}
        gone = np.flatnonzero(book.worker.left_on != NO_DAY).tolist()
        self.leavers = {book.worker.ids[row]: int(book.worker.left_on[row]) for row in gone}
        self._team_ids = _by_key(book, "team")
        self._worker_ids = _by_key(book, "worker")
        self._home_ids = _by_key(book, "managing_authority")
        self._seen: dict[tuple[Any, ...], Any] = {}
        self._teams_of: dict[str, dict[str, str]] = {}  # worker id -> teams under which the file names them

    def team(self, name: str, service: str) -> str:
        """The id of a team, "" for a blank name."""
        known: str | None = self._seen.get(("team", name))
        if known is None:
            known = self._seen["team", name] = self._team(name, service)
        return known

    def _team(self, name: str, service: str) -> str:
        key = name_key(name)
        if not key:
            return ""
        if key not in self._team_ids:
            row = new_id()
            self.teams[row] = {"name": tidy(name), "name_key": key, "service": service}
            self._team_ids[key] = [row]
        return self._team_ids[key][0]

    def workers_named(
        self, names: tuple[str, ...], typed: Any, team: str, role: str
    ) -> tuple[str | None, str]:
        """Who a cell names: (worker id, ""), or (None, the cell as typed) when that cannot be said.

        Two names in one cell stay two; a name that two workers bear is theirs only by their team.
        """
        if not names:
            return None, ""
        if len(names) > 1:
            return None, str(typed) if typed else " / ".join(names)
        known: tuple[str | None, str] | None = self._seen.get((role, names[0], team))
        if known is None:
            worker = self._worker(names[0], team, role)
            known = (worker, "") if worker else (None, names[0])
            self._seen[role, names[0], team] = known
        return known

    def _worker(self, name: str, team: str, role: str) -> str | None:
        key = name_key(name)
        rows = self._worker_ids.setdefault(key, [])
        if not rows:
            rows.append(self._make_worker(name, key, team))
        if len(rows) > 1:
            rows = [row for row in rows if self._team_of(row) == team]
        if len(rows) != 1:
            return None
        self._note_role(rows[0], role)
        if team:
            self._teams_of.setdefault(rows[0], {})[team] = name
        return rows[0]

    def _make_worker(self, name: str, key: str, team: str) -> str:
        row = new_id()
        self.workers[row] = {"name": tidy(name), "name_key": key, "team": team or None}
        return row

    def _team_of(self, worker: str) -> str:
        if worker in self.workers:
            return self.workers[worker]["team"] or ""
        table = self._book.worker
        team = int(table.team[table.index[worker]])
        return self._book.team.ids[team] if team >= 0 else ""

    def _note_role(self, worker: str, role: str) -> None:
        flag = {"bia": "is_bia", "mha": "is_mha"}.get(role)
        if flag is None:
            return
        if worker in self.workers:
            self.workers[worker][flag] = 1
        elif getattr(self._book.worker, flag)[self._book.worker.index[worker]] < 0:
            self.flags.setdefault(worker, {})[flag] = 1

    def in_several_teams(self) -> list[tuple[str, list[str]]]:
        """Workers whom the file names under more than one team: (name, team names)."""
        return [
            (next(iter(teams.values())), sorted(map(self.team_name, teams)))
            for teams in self._teams_of.values()
            if len(teams) > 1
        ]

    def team_name(self, team: str) -> str:
        """A team's name; "" for none."""
        return _name(self._book, "team", self.teams, team)

    def worker_name(self, worker: str) -> str:
        """A worker's name; "" for none."""
        return _name(self._book, "worker", self.workers, worker)

    def home_name(self, home: str) -> str:
        """A home's name; "" for none."""
        return _name(self._book, "managing_authority", self.homes, home)

    def home(self, name: str, cqc_location: str) -> str | None:
        """The id of a home or hospital, None for a blank name.

        One name with two CQC locations is two homes. Of several spellings the one that is not all in
        capitals is kept.
        """
        known: str | None = self._seen.get(("home", name, cqc_location))
        if known is None and name:
            known = self._seen["home", name, cqc_location] = self._home(name, cqc_location)
        return known

    def _home(self, name: str, cqc_location: str) -> str:
        rows = self._home_ids.setdefault(name_key(name), [])
        for row in rows:
            held = self._cqc_of(row)
            if not held or not cqc_location or held == cqc_location:
                self._improve(row, name, cqc_location)
                return row
        row = new_id()
        self.homes[row] = {"name": tidy(name), "name_key": name_key(name), "cqc_location": cqc_location}
        rows.append(row)
        return row

    def _cqc_of(self, home: str) -> str:
        if home in self.homes:
            return str(self.homes[home]["cqc_location"])
        table = self._book.managing_authority
        return str(table.cqc_location[table.index[home]])

    def _improve(self, home: str, name: str, cqc_location: str) -> None:
        made = self.homes.get(home)
        if made is None:
            return
        made["cqc_location"] = made["cqc_location"] or cqc_location
        if made["name"].isupper() and not tidy(name).isupper():
            made["name"] = tidy(name)


def _by_key(book: Casebook, table: str) -> dict[str, list[str]]:
    columns = book.tables[table]
    found: dict[str, list[str]] = {}
    for row, name in enumerate(columns.name):
        if columns.live[row]:
            found.setdefault(name_key(name), []).append(columns.ids[row])
    return found


def _name(book: Casebook, table: str, made: New, row_id: str) -> str:
    if row_id in made:
        return str(made[row_id]["name"])
    columns = book.tables[table]
    return columns.name[columns.index[row_id]] if row_id in columns.index else ""
