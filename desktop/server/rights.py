"""Who may read and write what in the shared database, as ``resources/rights.toml`` says it.

The database itself decides (``sql/server/rights.generated.sql`` is made from the same file). What is here
tells a person before an act is written that it would be refused; that is kindness, not safety.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from desktop import paths
from desktop.domain.changes import Act, Value
from desktop.errors import Refused
from desktop.server.shapes import SERVER_SHAPES
from desktop.store.layout import column_of, columns_of

RULE = "council rule"
READS = ("all", "case", "person", "team", "own", "importer", "publisher")
WRITES = ("any", "case", "person", "team", "own", "within", "end_own")
CASES = ("none", "service", "dols", "team", "own", "named")


@dataclass(frozen=True)
class Role:
    """What a person of the shared database is.

    Attributes:
        name: the word in ``member.role``.
        title, who: for people.
        group: the database role that their login is in.
        cases: which cases they may see, one of `CASES`.
        keep_months: how long a case stays readable after their allocation of it ended.
        write_days: how long it can be recorded on after that.
    """

    name: str
    title: str
    group: str
    cases: str
    who: str
    keep_months: int = 12
    write_days: int = 28


@dataclass(frozen=True)
class TableRights:
    """Who may do what with one table.

    Attributes:
        words: what it holds, as a person says it.
        title: the group it belongs to on paper.
        read, write: role -> which rows, of `READS` and `WRITES`; a role that is missing has none.
    """

    name: str
    words: str
    title: str
    read: Mapping[str, str]
    write: Mapping[str, str]


@dataclass(frozen=True)
class Limit:
    """Rows of a table that some roles may not write although they may write the others.

    Attributes:
        never, only: words of the field; with neither the field may not be changed at all.
    """

    table: str
    field: str
    roles: tuple[str, ...]
    never: tuple[str, ...]
    only: tuple[str, ...]
    why: str

    @property
    def fixed(self) -> bool:
        """Whether the field may not be changed at all."""
        return not (self.never or self.only)

    def breaks(self, values: Mapping[str, Value]) -> bool:
        """Whether what a row is to hold goes past the limit."""
        if self.field not in values:
            return False
        word = values[self.field]
        return self.fixed or word in self.never or bool(self.only and word not in self.only)


@dataclass(frozen=True)
class Rights:
    """All of ``resources/rights.toml``."""

    version: int
    roles: Mapping[str, Role]
    tables: Mapping[str, TableRights]
    limits: tuple[Limit, ...]
    without: Mapping[str, Mapping[str, tuple[str, ...]]]

    def groups(self) -> tuple[str, ...]:
        """The database's group roles, in the order of the roles."""
        return tuple(dict.fromkeys(role.group for role in self.roles.values()))

    def readable(self, group: str, table: str) -> tuple[str, ...]:
        """The SQL columns of a table that logins of a group role may read; none when no role of it may."""
        read = self.tables[table].read
        if not any(role.group == group and name in read for name, role in self.roles.items()):
            return ()
        shape = SERVER_SHAPES[table]
        hidden = {column_of(shape.field(name)) for name in self.without.get(group, {}).get(table, ())}
        return tuple(column for column in columns_of(shape) if column not in hidden)


@cache
def rights() -> Rights:
    """The rights as shipped, read once.

    Raises:
        ValueError: when the file names a role, table, field or word that does not exist.
    """
    return parse(paths.resource("rights.toml").read_text(encoding="utf-8"))


def parse(text: str) -> Rights:
    """Rights from the text of such a file.

    Raises:
        ValueError: when it names a role, table, field or word that does not exist, or says a thing twice.
    """
    told = tomllib.loads(text)
    roles = {name: Role(name, **said) for name, said in told["role"].items()}
    tables: dict[str, TableRights] = {}
    for group in told["group"]:
        read, write = (_by_role(group.get(verb, {}), told["sets"]) for verb in ("read", "write"))
        for name, words in group["tables"].items():
            if name in tables:
                raise ValueError(f"rights of {name} are given twice")
            tables[name] = TableRights(name, words, group["title"], read, write)
    limits = tuple(_limit(each) for each in told["limit"])
    without = {group: {t: tuple(c) for t, c in hidden.items()} for group, hidden in told["without"].items()}
    made = Rights(told["policy_version"], roles, tables, limits, without)
    _check(made)
    return made


def _by_role(said: Mapping[str, list[str]], sets: Mapping[str, list[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, names in said.items():
        for name in names:
            for role in sets[name[1:]] if name.startswith("@") else [name]:
                if role in found:
                    raise ValueError(f"{role} is given both {found[role]} and {kind}")
                found[role] = kind
    return found


def _limit(said: Mapping[str, Any]) -> Limit:
    words = {verb: tuple(said.get(verb, ())) for verb in ("never", "only")}
    return Limit(said["table"], said["field"], tuple(said["roles"]), why=said["why"], **words)


def _check(made: Rights) -> None:
    for table in made.tables.values():
        _known("table", {table.name}, set(SERVER_SHAPES))
        _known("role", {*table.read, *table.write}, set(made.roles))
        _known("right", set(table.read.values()), set(READS))
        _known("right", set(table.write.values()), set(WRITES))
        _known("writer who may not read", set(table.write), set(table.read))
    _known("table without rights", set(SERVER_SHAPES), set(made.tables))
    _known("kind of cases", {role.cases for role in made.roles.values()}, set(CASES))
    for limit in made.limits:
        _known("role", set(limit.roles), set(made.tables[limit.table].write))
        codes = SERVER_SHAPES[limit.table].field(limit.field).codes
        _known("word", {*limit.never, *limit.only}, set(codes) or {*limit.never, *limit.only})
    for hidden in made.without.values():
        for name, fields in hidden.items():
            _known("field", set(fields), {field.name for field in SERVER_SHAPES[name].fields})


def _known(what: str, given: set[str], all_of_them: set[str]) -> None:
    strange = given - all_of_them
    if strange:
        raise ValueError(f"rights name a {what} that does not fit: {', '.join(sorted(strange))}")


def refuse(act: Act, role: str) -> None:
    """Refuse an act that the shared database would refuse for the kind of thing it is.

    Which cases are one's own the database alone knows; this looks at tables and words only.

    Args:
        act: what is about to be written.
        role: the word in ``member.role``; "" for nobody.

    Raises:
        Refused: council rule, with what the role may not do.
    """
    known = rights()
    if role not in known.roles:
        raise Refused(
            "Your login has no role in the shared database that is in force today, so nothing was saved; ask "
            "whoever looks after users to give you one.",
            RULE,
        )
    for table, values in _written(act):
        if why := barred(role, table, values):
            raise Refused(f"{why}, so nothing was saved; ask somebody who may.", RULE)


def barred(role: str, table: str, values: Mapping[str, Value]) -> str:
    """Why a role may not write such a row, without a full stop; empty when it may for some case or other."""
    known = rights()
    title, given = known.roles[role].title.lower(), known.tables[table]
    if role not in given.write:
        return f"A {title} may not change {given.words}"
    for limit in known.limits:
        if limit.table == table and role in limit.roles and limit.breaks(values):
            return f"A {title} may not change this part of {given.words} ({limit.why})"
    return ""


def _written(act: Act) -> Iterator[tuple[str, Mapping[str, Value]]]:
    """Table and new values of everything that an act writes; rows by column once for each word used."""
    limited = {(limit.table, limit.field) for limit in rights().limits}
    for change in act.sets:
        for patch in change.patches:
            yield patch.table, patch.values
        for rows in change.rows:
            yield rows.table, {}
            for name, column in rows.columns.items():
                if (rows.table, name) in limited:
                    yield from ((rows.table, {name: word}) for word in dict.fromkeys(column) if word)
