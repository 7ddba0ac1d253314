"""The council of the model: what it is before anything happened, and what is done on its server."""

from __future__ import annotations

import sync_office as office
import sync_server as server
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
        server.run(cls.base, "; ".join(("CREATE SCHEMA first", *copies)))

    @classmethod
    def begin_again(cls):
        """The server as it was before the first run, whatever the last one did."""
        names = ", ".join(f'"{table}"' for table in (*EMPTIED, *KEPT))
        steps = ["SET session_replication_role = replica", f"TRUNCATE {names} CASCADE"]
        steps += [f'INSERT INTO "{table}" SELECT * FROM first."{table}"' for table in KEPT]
        server.run(cls.base, "; ".join(steps))

    @classmethod
    def push(cls, *patches):
        """A change by the head of service, at once and online."""
        act = office.act(*patches)
        sent = wire.change_set(act, act.sets[0], 0, device="0" * 31 + "1", epoch="")
        with connect(cls.base.address(cls.boss)) as connection:
            return connection.execute("SELECT caseclock.push(%s)", (Jsonb(sent),)).fetchone()[0]

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
        found = server.rows(
            self.base,
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
        row_id = row[0] if row else None
        there = server.rows(self.base, 'SELECT 1 FROM "case" WHERE id = %s', wire.native_id(case))
        if not there:
            return
        content = {"login": login, "case_id": wire.native_id(case), "reason": "cover", "ends_on": day}
        self.grants[case] = (server.put(self.base, "named_access", content, row_id), not (row and row[1]))
