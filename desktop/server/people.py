"""Logins and what they may do: added, changed and ended by an administrator, one audited change set each.

A login is a role of the PostgreSQL server in one of five groups; its place (role, team, worker, service,
dates) is a row of ``member``, written through push like everything else. Whoever installs the database may do
the same without a place of their own: the first administrator could be let in by nobody else.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.domain.changes import Act, ChangeSet, Patch, new_id
from desktop.domain.days import now_ms
from desktop.domain.names import name_key
from desktop.errors import KnownError, Refused
from desktop.server import wire
from desktop.server.rights import RULE, rights
from desktop.server.shapes import SERVER_SHAPES
from desktop.store.layout import column_of

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]

DEVICE = "0" * 32  # what is done from the command line is done on no laptop


@dataclass(frozen=True)
class Place:
    """What somebody may do.

    Attributes:
        role: a word of `rights.Rights.roles`.
        name: as colleagues see it.
        team, worker: ids, blank for none.
        service: ``children``, ``adults`` or blank for both.
        starts_on, ends_on: the first and the last day, None for open.
        source: ``directory`` where a group of the council's directory gave it.
    """

    role: str
    name: str = ""
    team: str = ""
    worker: str = ""
    service: str = ""
    starts_on: int | None = None
    ends_on: int | None = None
    source: str = ""

    def values(self, login: str) -> dict[str, Any]:
        """The fields of its row."""
        return {
            "login": login,
            "name": self.name or login,
            "role": self.role,
            "team": self.team or None,
            "worker": self.worker or None,
            "service": self.service,
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
        }


def put(db: Connection, login: str, place: Place, password: str = "") -> None:
    """Give a login its place, making the login where there is none.

    Args:
        db: an administrator's connection, or that of whoever installs.
        login: small letters, digits, dots, hyphens and @; the name that the directory or the server knows.
        place: what it may do from now on; it takes the place of what it could before.
        password: a new one; blank leaves it (integrated sign-in needs none).

    Raises:
        Refused: when the caller may not, the role needs a team or worker, or there is no such role.
    """
    _refuse_gaps(place)
    verifier = _verifier(db, login, password) if password else ""
    with db.transaction():
        _said(db, "SELECT caseclock.make_login(%s, %s, %s)", login, place.role, verifier)
        held = held_by(db, login)
        values = place.values(login)
        if held is None:
            _write(db, Patch("member", new_id(), "insert", _full(values), source=place.source), "people.put")
        else:
            row, version = held
            _write(db, Patch("member", row, "update", values, version=version), "people.put")


def end(db: Connection, login: str, last_day: int | None = None) -> None:
    """Take somebody's place away: at once, or after a last day of work.

    At once also closes the login and what it has open. Later needs nothing more: the day decides.

    Raises:
        KnownError: when nobody of that login has a place.
        Refused: when the caller may not.
    """
    held = held_by(db, login)
    if held is None:
        raise KnownError(f"Nobody with the login {login} has a place here. Nothing was changed.")
    row, version = held
    with db.transaction():
        if last_day is None:
            _write(db, Patch("member", row, "delete", version=version), "people.end")
        else:
            _write(db, Patch("member", row, "update", {"ends_on": last_day}, version=version), "people.end")
    if last_day is None:
        _said(db, "SELECT caseclock.end_login(%s)", login)


def held_by(db: Connection, login: str) -> tuple[str, int] | None:
    """Id and version of the row that gives a login its place, None when it has none."""
    query = (
        "SELECT id, version FROM caseclock.member WHERE login = %s AND NOT deleted ORDER BY changed_at DESC"
    )
    row = db.execute(f"{query} LIMIT 1", (login,)).fetchone()
    return (row[0].hex, int(row[1])) if row else None


def name_access(
    db: Connection, login: str, *, case: str = "", person: str = "", reason: str, ends_on: int
) -> None:
    """Open a restricted record to one login until a day.

    Raises:
        Refused: when the caller may not, or it is for themselves.
    """
    values = {"login": login, "case": case, "person": person, "reason": reason, "ends_on": ends_on}
    _write(db, Patch("named_access", new_id(), "insert", _full(values)), "people.name_access")


def block(db: Connection, login: str, person: str, reason: str) -> None:
    """Never show a person to a login: own family, a conflict of interest.

    Raises:
        Refused: when the caller may not, or it is for themselves.
    """
    values = {"login": login, "person": person, "reason": reason}
    _write(db, Patch("blocked", new_id(), "insert", values), "people.block")


def hold(db: Connection, person: str, reason: str, ends_on: int | None = None) -> None:
    """Keep a person's data from being disposed of, until a day or until the hold is ended.

    Raises:
        Refused: when the caller may not.
    """
    values = _full({"person": person, "reason": reason, "ends_on": ends_on})
    _write(db, Patch("legal_hold", new_id(), "insert", values), "people.hold")


def end_hold(db: Connection, person: str) -> int:
    """End every hold on a person; how many there were."""
    query = "SELECT id, version FROM caseclock.legal_hold WHERE person_id = %s AND NOT deleted"
    rows = db.execute(query, (uuid.UUID(person),)).fetchall()
    for row, version in rows:
        _write(db, Patch("legal_hold", row.hex, "delete", version=version), "people.end_hold")
    return len(rows)


def map_group(db: Connection, group: str, role: str, team: str = "", service: str = "") -> None:
    """Say what a group of the council's directory stands for.

    Raises:
        Refused: when the caller may not, or the role needs a team.
    """
    _refuse_gaps(Place(role, team=team, service=service), of_group=True)
    values = {"name": group, "role": role, "team": team or None, "service": service}
    query = "SELECT id, version FROM caseclock.directory_group WHERE name = %s AND NOT deleted"
    row = db.execute(query, (group,)).fetchone()
    if row:
        _write(db, Patch("directory_group", row[0].hex, "update", values, version=row[1]), "people.map_group")
    else:
        _write(db, Patch("directory_group", new_id(), "insert", _full(values)), "people.map_group")


def wipe(db: Connection, login: str, device: str = "") -> int:
    """Have a person's laptops (or one) destroy their key at their next contact; how many there are."""
    given = uuid.UUID(device) if device else None
    row = db.execute("SELECT caseclock.wipe_device(%s, %s)", (login, given)).fetchone()
    return int(row[0]) if row else 0


def team_named(db: Connection, name: str) -> str:
    """The id of a team.

    Raises:
        KnownError: when there is none of that name, or several.
    """
    query = "SELECT id FROM caseclock.team WHERE name_key = %s AND NOT deleted"
    return _the_one(db.execute(query, (name_key(name),)).fetchall(), f"team called {name}")


def worker_named(db: Connection, name: str) -> str:
    """The id of a worker, by name or staff reference.

    Raises:
        KnownError: when there is none of that name, or several.
    """
    query = "SELECT id FROM caseclock.worker WHERE (name_key = %s OR staff_ref = %s) AND NOT deleted"
    return _the_one(db.execute(query, (name_key(name), name)).fetchall(), f"worker called {name}")


def person_of(db: Connection, ref: str) -> str:
    """The id of a person of the data by their reference, for whoever may look it up.

    Raises:
        KnownError: when there is nobody of that reference.
    """
    return _the_one(
        db.execute("SELECT caseclock.person_id_of(%s)", (ref,)).fetchall(), "person with that reference"
    )


def case_of(db: Connection, ref: str) -> str:
    """The id of a case by its reference, for whoever may look it up.

    Raises:
        KnownError: when there is none of that reference, or several.
    """
    return _the_one(
        db.execute("SELECT caseclock.case_id_of(%s)", (ref,)).fetchall(), "case with that reference"
    )


def _the_one(rows: list[tuple[Any, ...]], what: str) -> str:
    if len(rows) != 1:
        many = "There is no" if not rows else "There is more than one"
        raise KnownError(f"{many} {what}. Nothing was changed.")
    return str(rows[0][0].hex)


def _refuse_gaps(place: Place, *, of_group: bool = False) -> None:
    role = rights().roles.get(place.role)
    if role is None:
        raise Refused(f"There is no role called {place.role}; there are {', '.join(rights().roles)}.", RULE)
    if role.cases == "team" and not place.team:
        raise Refused(f"A {role.title.lower()} needs a team, so nothing was changed.", RULE)
    if role.cases == "own" and not place.worker and not of_group:
        raise Refused(
            f"A {role.title.lower()} sees the cases that they hold, so the login needs a name on the list of "
            "workers; nothing was changed.",
            RULE,
        )


def _full(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "")}


def _verifier(db: Connection, login: str, password: str) -> str:
    """What the server keeps of a password, made here: the password itself never travels nor is logged."""
    made = db.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")
    return made.decode()


def _said(db: Connection, query: str, *values: str) -> None:
    row = db.execute(query, values).fetchone()
    if row and row[0]:
        raise Refused(str(row[0]))


def _write(db: Connection, patch: Patch, verb: str) -> None:
    row = db.execute("SELECT caseclock.my_role() IS NULL AND caseclock.installs()").fetchone()
    if row and row[0]:
        _write_as_owner(db, patch, verb)
    else:
        _push(db, patch, verb)


def _write_as_owner(db: Connection, patch: Patch, verb: str) -> None:
    import json

    shape = SERVER_SHAPES[patch.table]
    kinds = {field.name: field for field in shape.fields}
    content = {
        column_of(kinds[name]): wire.to_native(kinds[name].kind, given)
        for name, given in patch.values.items()
    }
    if patch.op == "delete":
        content = {"deleted": True}
    values = (patch.table, uuid.UUID(patch.row), json.dumps(content), verb, "Who may do what")
    db.execute("SELECT caseclock.put_row(%s, %s, %s, %s, %s)", values)


def _push(db: Connection, patch: Patch, verb: str) -> None:
    import json

    change = ChangeSet(new_id(), (patch,))
    act = Act(new_id(), verb, "Who may do what", "", now_ms(), (change,))
    row = db.execute("SELECT caseclock.head(%s, %s)", ("", uuid.UUID(DEVICE))).fetchone()
    epoch = row[0]["epoch"] if row else ""
    sent = wire.change_set(act, change, 0, device=DEVICE, epoch=epoch)
    row = db.execute("SELECT caseclock.push(%s)", (json.dumps(sent),)).fetchone()
    answer = row[0] if row else {}
    if answer.get("outcome") != "applied":
        sentence = str(answer.get("sentence", "The shared database did not take it; nothing was changed."))
        raise Refused(sentence, RULE if answer.get("rule") == "right" else "")
