"""Somebody at a laptop, as far as the server can tell: patches in, answers out."""

from __future__ import annotations

from psycopg.types.json import Jsonb

from desktop.domain.changes import Act, ChangeSet, Patch, new_id
from desktop.domain.days import now_ms
from desktop.server import wire

DEVICE = "0" * 31 + "1"


class Laptop:
    """One connection of one login, with one device."""

    def __init__(self, connection, device=DEVICE):
        self.connection = connection
        self.device = device

    def made(self, *patches, verb="test.act", reason="", epoch="", act_id=None, set_id=None, undoes=""):
        """A change set as it travels."""
        change = ChangeSet(set_id or new_id(), patches)
        act = Act(act_id or new_id(), verb, "Something", "ignored", now_ms(), (change,), reason, undoes)
        return wire.change_set(act, change, 0, device=self.device, epoch=epoch)

    def send(self, sent):
        """Push what was made; the answer in the program's form."""
        return wire.answer_in(self.connection.execute("SELECT push(%s)", (Jsonb(sent),)).fetchone()[0])

    def push(self, *patches, **more):
        return self.send(self.made(*patches, **more))

    def done(self, *patches, **more):
        """Push what must be applied."""
        answer = self.push(*patches, **more)
        assert answer["outcome"] == "applied", answer
        return answer

    def pull(self, cursor=(0, "", wire.FIRST), page=1000):
        query = "SELECT pull(%s, %s, %s, %s, '0.1.0', %s)"
        return self.connection.execute(query, (*cursor, page, self.device)).fetchone()[0]

    def lines(self, cursor=(0, "", wire.FIRST), page=1000):
        """Everything after a cursor, page by page: (table, id) -> row or None."""
        found = {}
        while True:
            answer = self.pull(cursor, page)
            for table, row_id, revision, row in answer["lines"]:
                found[table, row_id] = row
                cursor = (revision, table, row_id)
            if not answer["more"]:
                return found

    def case(self, kind="cp", team=None, ref=None):
        """A person with an open case; their ids."""
        person, case = new_id(), new_id()
        values = {"person": person, "kind": kind} | ({"team": team} if team else {})
        self.done(
            Patch("person", person, "insert", {"ref": ref or f"C{person[-6:]}", "initials": "AB"}),
            Patch("case", case, "insert", values),
            Patch("event", new_id(), "insert", {"case": case, "kind": "started", "on": 20_000}),
        )
        return person, case

    def worker(self, name="Ann", **values):
        row = new_id()
        self.done(Patch("worker", row, "insert", {"name": name, "name_key": name.casefold(), **values}))
        return row

    def value(self, query, *values):
        row = self.connection.execute(query, values or None).fetchone()
        return row[0] if row else None


def update(table, row, values, old, version=0):
    return Patch(table, row, "update", values, old, version)


def visit(case, on=20_010, **values):
    row = new_id()
    return row, Patch("event", row, "insert", {"case": case, "kind": "visit", "on": on, "seen": 1, **values})
