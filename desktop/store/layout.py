"""How `schema.SHAPES` lies in SQL: column names, their order and the raw statements of the hot paths.

Nothing heavy is imported here, so that start-up can read the database without SQLAlchemy or numpy.
A reference ``case`` is the column ``case_id``; every other field keeps its name. What is absent is
NULL in SQL, whatever its form in the casebook. Ids are 32 hex digits everywhere but in the file, which
holds their 16 bytes: statements take them through ``unhex`` and give them back through `hexed`.
`desktop.store.tables` makes the same columns with SQLAlchemy; a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from desktop.domain.days import NEVER, NO_DAY
from desktop.domain.schema import COMMON, FACT, SHAPES, Field, Kind, Table

STORE_TABLES = ("meta", "cache", "act", "change_set", "field_change")
SCHEMA_MAJOR, SCHEMA_MINOR = 1, 0  # of the data; a newer major is refused, a newer minor is not
ID_BYTES = 16
HEAD = "0002"  # the last Alembic revision under sql/alembic/versions


def column_of(field: Field) -> str:
    """The SQL column of a field."""
    return f"{field.name}_id" if field.kind is Kind.REF else field.name


def columns_of(table: Table) -> tuple[str, ...]:
    """All SQL columns of a table, in the order of creation."""
    return (*COMMON, *(FACT if table.fact else ()), *(column_of(field) for field in table.fields))


def names_of(table: Table) -> tuple[str, ...]:
    """The names that patches and casebook rows use for `columns_of`, in the same order."""
    return (*COMMON, *(FACT if table.fact else ()), *(field.name for field in table.fields))


def case_column(table: str) -> str | None:
    """The column that says which case a row of this table belongs to (``id`` for a case itself)."""
    if table == "case":
        return "id"
    return "case_id" if any(field.name == "case" for field in SHAPES[table].fields) else None


def is_id(table: Table, name: str) -> bool:
    """Whether a name of `names_of` holds an id."""
    if name in _IDS:
        return True
    return any(field.name == name and field.kind is Kind.REF for field in table.fields)


_IDS = frozenset(("id", "set_id"))


def hexed(column: str) -> str:
    """SQL that gives the id in a column as 32 hex digits, or NULL."""
    return f"nullif(lower(hex({column})), '')"


def is_whole_id(value: object) -> bool:
    """Whether a value is an id as `changes.new_id` makes them."""
    return isinstance(value, str) and _WHOLE_ID.fullmatch(value) is not None


_WHOLE_ID = re.compile("[0-9a-f]{32}")


def quoted(name: str) -> str:
    """A name as SQL: ``case`` and ``on`` are reserved words."""
    return f'"{name}"'


def insert_sql(table: Table, revision: int, changed_at: int) -> str:
    """INSERT of one fresh row: id, set id, author, source, recorded_at and superseded_at of a fact, fields.

    The values that all rows of an act share are written into the statement, and absent values become
    NULL there too: both are cheaper than doing it row by row in Python.
    """
    shared = {"version": "1", "revision": str(revision), "deleted": "0", "changed_at": str(changed_at)}
    values = ["unhex(?)", *(shared[name] for name in ("version", "revision", "deleted", "changed_at"))]
    values += ["?", "unhex(?)", "nullif(?, '')"]  # changed_by, set_id, source
    if table.fact:
        values += ["?", f"nullif(?, {NEVER})"]
    values += [_taken(table, field.name, f"nullif(?, {literal(stand_in(field))})") for field in table.fields]
    names = ", ".join(quoted(name) for name in columns_of(table))
    return f"INSERT INTO {quoted(table.name)} ({names}) VALUES ({', '.join(values)})"


def bulk_insert_sql(
    table: Table,
    packed: tuple[str, ...],
    given: tuple[str, ...],
    blank: frozenset[str],
    shared: Mapping[str, str | int],
    rows: int,
) -> str:
    """INSERT of fresh rows that give only some columns.

    Args:
        table: where they go.
        packed: names of columns of ids; their bytes, all rows of a column in one value, are bound first.
        given: names of fields or of the columns that every table has, bound row by row in this order.
        blank: those of them that hold stand-ins for absent values, which become NULL.
        shared: name -> the value that is the same in every row; written into the statement.
        rows: how many. Many rows in one statement cost half of as many statements, and SQLite works
            through them without Python's lock.
    """
    fields = {field.name: field for field in table.fields}
    every = (*packed, *given, *shared)
    names = [column_of(fields[name]) if name in fields else name for name in every]
    stand_ins = {name: literal(stand_in(field)) for name, field in fields.items()}
    stand_ins["superseded_at"] = str(NEVER)
    values = [f"substr(?{at}, column1, {ID_BYTES})" for at in range(1, len(packed) + 1)]
    for at, name in enumerate(given, 2):
        value = f"column{at}"
        if name in blank:
            value = f"nullif({value}, {stand_ins.get(name, literal(''))})"
        values.append(_taken(table, name, value))
    values += [_taken(table, name, literal(value)) for name, value in shared.items()]
    listed = ", ".join(map(quoted, names))
    marks = ", ?" * len(given)
    places = ", ".join(f"({at}{marks})" for at in range(1, ID_BYTES * rows, ID_BYTES))
    return f"INSERT INTO {quoted(table.name)} ({listed}) SELECT {', '.join(values)} FROM (VALUES {places})"


def _taken(table: Table, name: str, value: str) -> str:
    return f"unhex({value})" if is_id(table, name) else value


def stand_in(field: Field) -> str | int:
    """What is bound for an absent value: binding None costs ten times as much as a number or a text."""
    return _STAND_INS.get(field.kind, "")


_STAND_INS = {Kind.DAY: NO_DAY, Kind.FLAG: -1, Kind.INT: 0, Kind.INSTANT: 0}


def literal(value: str | int) -> str:
    """A value as SQL."""
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def absent(value: object) -> object:
    """A patch value with every way of saying "absent" made None, and numpy's numbers made plain."""
    if hasattr(value, "item"):
        value = value.item()
    return None if value in ("", NO_DAY, NEVER) else value


def select_sql(table: Table, where: str) -> str:
    """SELECT of whole rows in the order of `names_of`."""
    return f"SELECT {given_back(table)} FROM {quoted(table.name)} WHERE {where}"


def given_back(table: Table, alias: str = "") -> str:
    """The columns of whole rows for a SELECT, in the order of `names_of`."""
    listed = []
    for name, column in zip(names_of(table), columns_of(table), strict=True):
        named = f"{alias}.{quoted(column)}" if alias else quoted(column)
        listed.append(hexed(named) if is_id(table, name) else named)
    return ", ".join(listed)
