"""The council of the model: what it is before anything happened, and what is done on its server."""

from __future__ import annotations

import json
import uuid
from typing import ClassVar

import sync_office as office
from psycopg.types.json import Jsonb
from sync_laptops import Laptop

from desktop.domain.changes import Patch, new_id
from desktop.server import wire
from desktop.server.connect import connect
from desktop.sync.state import ALL_ON

# tables of the server that a run changes: those that are emptied before the next, those that return
EMPTIED = ("person", "case", "event", "allocation", "note", "named_access", "blocked")
KEPT = (
    *("act", "change_set", "field_change", "history", "history_part", "feed", "clock_meta"),
    *("member", "device", "team", "worker"),
)


class Council:
    """A database, its teams and people, and a head of service who works on the server itself.

    Subclassed with `base` (the database), `root` (a folder) and, to plant a fault, `guards`.
    """

    base = None
    root = None
    guards = ALL_ON
    lines: ClassVar[dict] = {}

    @classmethod
    def prepare(cls):
        """The council before anything happened, and four laptops that know it; every run begins there."""
        cls.boss = cls.base.login("head_of_service")
        cls.teams, cls.worker = [new_id(), new_id()], new_id()
        for one in cls.teams:
            cls.push(Patch("team", one, "insert", {"name": one[-6:], "name_key": one[-6:]}))
        cls.push(
            Patch("worker", cls.worker, "insert", {"name": "Cat", "name_key": "cat", "team": cls.teams[0]})
        )
        ann = cls.base.login("team_manager", team=cls.teams[0])
        ben = cls.base.login("team_manager", team=cls.teams[1])
        cat = cls.base.login("worker", team=cls.teams[0], worker=cls.worker)
        cls.logins = [ann, ann, ben, cat]
        for at, login in enumerate(cls.logins):
            one = Laptop(cls.base, login, cls.root / f"first{at}", cls.guards)
            one.turn()
            one.close()
        copies = [f'CREATE TABLE first."{table}" AS TABLE caseclock."{table}"' for table in KEPT]
        cls.ask("; ".join(("CREATE SCHEMA first", *copies)))

    @classmethod
    def begin_again(cls):
        """The server as it was before the first run, whatever the last one did."""
        steps = ["SET session_replication_role = replica"]
        steps += [f'DELETE FROM "{table}"' for table in (*EMPTIED, *KEPT)]
        steps += [f'INSERT INTO "{table}" SELECT * FROM first."{table}"' for table in KEPT]
        cls.ask("; ".join((*steps, "SET session_replication_role = origin")))

    @classmethod
    def ask(cls, query, *values):
        """What the database itself says, or does, for its administrator."""
        found = cls.line("postgres").execute(query, values or None)
        return found.fetchall() if found.description else []

    @classmethod
    def line(cls, login):
        """A connection that stays open: making one costs as much as what is said over it."""
        if login not in cls.lines:
            cls.lines[login] = connect(cls.base.address(login))
        return cls.lines[login]

    @classmethod
    def hang_up_all(cls):
        """Close every connection: a database is copied and put back only when nobody is on it."""
        while cls.lines:
            cls.lines.popitem()[1].close()

    @classmethod
    def push(cls, *patches):
        """A change by the head of service, at once and online."""
        act = office.act(*patches)
        sent = wire.change_set(act, act.sets[0], 0, device="0" * 31 + "1", epoch="")
        return cls.line(cls.boss).execute("SELECT caseclock.push(%s)", (Jsonb(sent),)).fetchone()[0]

    def server_act(self, what, which):
        case, person = self.cases[which % len(self.cases)]
        if what == "visit":
            self.push(office.visit(case, 20_200))
        elif what == "grant":
            self.toggle_grant(case)
        else:
            self.toggle_row(what, case, person, which)

    def toggle_row(self, what, case, person, which):
        table, row = ("case", case) if what == "move" else ("person", person)
        found = self.ask(
            f'SELECT version, {"team_id" if what == "move" else "restricted"} FROM "{table}" WHERE id = %s',
            wire.native_id(row),
        )
        if not found:
            return
        version, now = found[0]
        if what == "move":
            old, new = (now.hex if now else None), self.teams[which % 2]
            self.push(Patch("case", case, "update", {"team": new}, {"team": old}, version))
        else:
            self.push(
                Patch(
                    "person",
                    person,
                    "update",
                    {"restricted": 0 if now else 1},
                    {"restricted": None if now is None else int(now)},
                    version,
                )
            )

    def toggle_grant(self, case):
        login = self.logins[0]
        row = self.grants.get(case)
        day = "1999-01-01" if row and row[1] else None
        row_id = row[0] if row else str(uuid.uuid4())
        there = self.ask('SELECT 1 FROM "case" WHERE id = %s', wire.native_id(case))
        if not there:
            return
        content = {"login": login, "case_id": wire.native_id(case), "reason": "cover", "ends_on": day}
        self.ask(
            "SELECT put_row('named_access', %s, %s::jsonb, 'test.put', 'Put')", row_id, json.dumps(content)
        )
        self.grants[case] = (row_id, not (row and row[1]))
