"""A small council with one case of every kind that rights tell apart, and a row of every table about each."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from functools import cache

import psycopg

from desktop.domain.schema_fields import Kind
from desktop.server.connect import connect
from desktop.server.rights import rights
from desktop.server.shapes import SERVER_SHAPES
from desktop.store.layout import column_of, quoted

NAMES = uuid.UUID("8f1d0c52-0000-4000-8000-000000000000")
# name: (kind, team, restricted, family, removed, how long ago the tester's own allocation of it ended)
CASES = {
    "team": ("cp", "T1", False, "", False, None),
    "below": ("cp", "T1a", False, "", False, None),
    "elsewhere": ("cp", "T2", False, "", False, None),
    "no_team": ("cp", None, False, "", False, None),
    "dols": ("dols", "T3", False, "", False, None),
    "dols_held": ("dols", "T3", False, "", False, "open"),
    "held": ("cp", "T2", False, "", False, "open"),
    "held_lately": ("cp", "T2", False, "", False, "2 months"),
    "held_this_year": ("cp", "T2", False, "", False, "6 months"),
    "held_once": ("cp", "T2", False, "", False, "13 months"),
    "secret": ("cp", "T1", True, "", False, None),
    "secret_named": ("cp", "T1", True, "", False, None),
    "secret_held": ("cp", "T2", True, "", False, "open"),
    "family": ("cp", "T1", False, "F1", False, "open"),
    "sibling": ("cp", "T1", False, "F1", False, None),
    "removed": ("cp", "T1", False, "", True, None),
}
WORKERS = {"me": "T1", "colleague": "T1", "lower": "T1a", "far": "T2", "managed": "T2"}
TEAMS = {"T1": None, "T1a": "T1", "T2": None, "T3": None}
OWN = {"held", "held_lately", "held_this_year", "dols_held"}
VISIBLE = {
    "administrator": set(),
    "head_of_service": set(CASES) - {"secret", "secret_held", "family", "sibling"},
    "dols_manager": {"dols"} | OWN,
    "team_manager": {"team", "below", "secret_named", "removed"} | OWN,
    "practice_supervisor": {"team", "below", "secret_named", "removed"} | OWN,
    "worker": OWN,
    "bia": OWN,
    "independent_bia": {"held", "held_lately", "dols_held"},
    "analyst": set(),
    "auditor": {"secret_named"},
}
STAFF = {"team": {"me", "colleague", "lower", "managed"}, "own": {"me"}, "all": set(WORKERS)}
ABOUT_STAFF = ("absence", "posting", "worker_supervision", "assessor", "interest")


def an_id(*parts) -> uuid.UUID:
    """The same id for the same words."""
    return uuid.uuid5(NAMES, "/".join(map(str, parts)))


@cache
def case_tables():
    """Tables that have a case, but for imports and grants, which have rules of their own."""
    return tuple(
        name
        for name, shape in SERVER_SHAPES.items()
        if any(field.name == "case" for field in shape.fields)
        and name not in ("import_issue", "named_access")
    )


@dataclass
class World:
    """The logins of one database, one for each role."""

    base: object
    logins: dict = field(default_factory=dict)

    def connect(self, role) -> psycopg.Connection:
        """A connection of the person with a role."""
        return self.base.connect(self.login(role))

    def login(self, role, **more) -> str:
        """Their login, made when first asked for; the deny-list and the named grant are theirs too."""
        if role not in self.logins or more:
            team = (
                an_id("team", "T1")
                if role in ("team_manager", "practice_supervisor", "worker", "bia")
                else None
            )
            more = {"team": team, "worker": an_id("worker", "me"), **more}
            login = self.base.login(role, **more)
            self.logins.setdefault(role, login)
            with writing(self.base) as db:
                insert(
                    db,
                    "named_access",
                    ("named", login),
                    login=login,
                    case=an_id("case", "secret_named"),
                    reason="r",
                )
                insert(
                    db,
                    "blocked",
                    ("blocked", login),
                    login=login,
                    person=an_id("person", "family"),
                    reason="r",
                )
            return login
        return self.logins[role]


def a_council(cluster) -> World:
    """A council of one's own, in a database that `World.base.drop` removes."""
    if "rights" not in cluster.templates:
        cluster.template("rights", fill)
    return World(cluster.fresh_database("rights"))


def seen(connection, table) -> set:
    """Ids of the rows of a table that a connection sees; none where it may not even ask."""
    try:
        return {row for (row,) in connection.execute(f"SELECT id FROM {quoted(table)}").fetchall()}
    except psycopg.errors.InsufficientPrivilege:
        return set()


class Trial:
    """A superuser's transaction that is taken back at the end, in which one may ask as anybody."""

    def __init__(self, council):
        self.council = council
        self.db = connect(council.base.address())
        self.db.autocommit = False
        self.db.execute("SET LOCAL caseclock.writing = 'yes'")
        self.db.execute("SET LOCAL session_replication_role = replica")

    def close(self):
        self.db.rollback()
        self.db.close()

    def sql(self, statement, *values):
        self.db.execute(statement, values)

    def insert(self, table, key, **values):
        return insert(self.db, table, key, **values)

    def ask(self, login, statement, *values):
        """Rows that a login gets (an error for one that may not ask)."""
        self.db.execute(f'SET LOCAL SESSION AUTHORIZATION "{login}"')
        with self.db.transaction():
            rows = self.db.execute(statement, values).fetchall()
        self.db.execute("RESET SESSION AUTHORIZATION")
        return rows

    def seen(self, login, table):
        return {row for (row,) in self.ask(login, f"SELECT id FROM caseclock.{quoted(table)}")}

    def cases(self, login):
        return self.seen(login, "case")

    def token(self, login):
        return self.ask(login, "SELECT caseclock.scope_token()")[0][0]


class writing:  # noqa: N801
    """A superuser's connection that may write rows past push, as no client can."""

    def __init__(self, base):
        self.base = base

    def __enter__(self):
        self.db = connect(self.base.address())
        self.db.execute("SET caseclock.writing = 'yes'")
        self.db.execute("SET session_replication_role = replica")  # references in any order
        return self.db

    def __exit__(self, *_):
        self.db.close()


def insert(db, table, key, /, *, by="somebody", deleted=False, **values) -> uuid.UUID:
    """A row with what is required of it; references are filled with ids of nobody."""
    shape = SERVER_SHAPES[table]
    row = {
        "id": an_id(table, *key) if isinstance(key, tuple) else key,
        "version": 1,
        "revision": 1,
        "deleted": deleted,
    }
    row |= {"changed_at": "2026-01-01", "changed_by": by, "set_id": an_id("set", by)}
    if shape.fact:
        row["recorded_at"] = "2026-01-01"
    for each in shape.fields:
        if each.name in values:
            row[column_of(each)] = values[each.name]
        elif each.required:
            row[column_of(each)] = _filled(each, row["id"])
    names = ", ".join(map(quoted, row))
    marks = ", ".join(["%s"] * len(row))
    db.execute(f"INSERT INTO caseclock.{quoted(table)} ({names}) VALUES ({marks})", list(row.values()))
    return row["id"]


def _filled(each, row):
    if each.kind is Kind.REF:
        return an_id("nobody", each.to)
    if each.kind is Kind.CODE:
        return each.codes[1]
    if each.kind is Kind.DAY:
        return "2026-01-05"
    return "2026-01-05 00:00" if each.kind is Kind.INSTANT else 1 if each.kind is Kind.INT else f"x{row}"


def fill(address) -> None:
    """Put the council into a new database."""

    class Base:
        def address(self):
            return address

    with writing(Base()) as db:
        for name, parent in TEAMS.items():
            insert(db, "team", (name,), name=name, parent=parent and an_id("team", parent))
        for name, team in WORKERS.items():
            insert(db, "worker", (name,), name=name, name_key=name, team=an_id("team", team))
            for table in ABOUT_STAFF:
                boss = {"manager": an_id("worker", "me")} if (table, name) == ("posting", "managed") else {}
                insert(db, table, (name,), worker=an_id("worker", name), **boss)
        for name in CASES:
            _case(db, name)
        for table in ("setting", "timescale_override", "closure_day", "managing_authority", "import_batch",
                      "indicator_note", "indicator_figure", "scenario", "directory_group"):  # fmt: skip
            insert(db, table, ("only",), key="k")
        insert(db, "legal_hold", ("only",), person=an_id("person", "secret"))


def _case(db, name) -> None:
    kind, team, restricted, family, removed, held = CASES[name]
    insert(
        db, "person", (name,), ref=f"P-{name}", name=f"Name of {name}", nhs_number=f"nhs-{name}",
        born_on="2015-03-04", restricted=restricted, family=family,
    )  # fmt: skip
    insert(
        db,
        "case",
        (name,),
        person=an_id("person", name),
        kind=kind,
        team=team and an_id("team", team),
        deleted=removed,
    )
    for table in case_tables():
        values = {"worker": an_id("worker", "far"), "role": "secondary"} if table == "allocation" else {}
        insert(db, table, (name,), case=an_id("case", name), **{k: v for k, v in values.items() if v})
    insert(db, "import_issue", (name,), case=an_id("case", name))
    insert(db, "person_match", (name,), person=an_id("person", name), other=an_id("person", name))
    if held:
        until = (
            None
            if held == "open"
            else db.execute("SELECT current_date - %s::interval", (held,)).fetchone()[0]
        )
        role = "bia" if kind == "dols" else "worker"
        insert(
            db, "allocation", (name, "me"), case=an_id("case", name), worker=an_id("worker", "me"), role=role,
            on="2025-01-01", ended_on=until,
        )  # fmt: skip


def expected(role, table) -> set:
    """Ids that a role is to see of a table, from the words of resources/rights.toml."""
    kind = rights().tables[table].read.get(role)
    cases = VISIBLE[role]
    if kind is None:
        return set()
    if table in ("case", "person", "person_match"):
        return {an_id(table, name) for name in cases}
    if table in case_tables():
        held = (
            {an_id(table, name, "me") for name in cases if CASES[name][5]} if table == "allocation" else set()
        )
        return {an_id(table, name) for name in cases} | held
    if table == "import_issue":
        return {an_id(table, name) for name in cases}
    if table in ABOUT_STAFF:
        return {an_id(table, name) for name in STAFF[kind]}
    return {an_id(table, name) for name in {"team": TEAMS, "worker": WORKERS}.get(table, ("only",))}


def push(connection, *patches, verb="test.act", of_set=None, **act) -> dict:
    """The answer to a change set as a client sends it that sees every row as it is now.

    Patches are (table, row, op, values).
    """
    (head,) = connection.execute("SELECT caseclock.head('0.1.0', gen_random_uuid())").fetchone()
    sent = {
        "id": str(of_set or uuid.uuid4()),
        "act": {
            "id": str(uuid.uuid4()),
            "verb": verb,
            "summary": "s",
            "made_at": 1,
            "reason": "",
            "seq": 0,
            **act,
        },
        "device": str(uuid.uuid4()),
        "epoch": head["epoch"],
        "client": "0.1.0",
        "schema": "1.0",
        "patches": [
            {"table": table, "row": str(row), "op": op, "values": values, "old": {}, "source": ""}
            | {"version": _version(connection, table, row) if op != "insert" else 0}
            for table, row, op, values in patches
        ],
    }
    return send(connection, sent)


def send(connection, sent) -> dict:
    """The answer to anything sent to push."""
    return connection.execute("SELECT caseclock.push(%s)", (json.dumps(sent, default=str),)).fetchone()[0]


def _version(connection, table, row) -> int:
    try:
        query = f"SELECT version FROM caseclock.{quoted(table)} WHERE id = %s"
        found = connection.execute(query, (str(row),)).fetchone()
    except psycopg.Error:
        return 1
    return found[0] if found else 1
