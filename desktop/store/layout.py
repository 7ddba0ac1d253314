"""How `schema.SHAPES` lies in SQL: column names, their order and the raw statements of the hot paths.

Nothing heavy is imported here, so that start-up can read the database without SQLAlchemy or numpy.
A reference ``case`` is the column ``case_id``; every other field keeps its name. What is absent is
NULL in SQL, whatever its form in the casebook. `desktop.store.tables` makes the same columns with
SQLAlchemy; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping

from desktop.domain.days import NEVER, NO_DAY
from desktop.domain.schema import COMMON, FACT, SHAPES, Field, Kind, Table

STORE_TABLES = ("meta", "cache", "act", "change_set", "field_change")
SCHEMA_MAJOR, SCHEMA_MINOR = 1, 0  # of the data; a newer major is refused, a newer minor is not
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


def quoted(name: str) -> str:
    """A name as SQL: ``case`` and ``on`` are reserved words."""
    return f'"{name}"'


def insert_sql(table: Table, revision: int, changed_at: int) -> str:
    """INSERT of one fresh row: id, set id, author, source, recorded_at and superseded_at of a fact, fields.

    The values that all rows of an act share are written into the statement, and absent values become
    NULL there too: both are cheaper than doing it row by row in Python.
    """
    shared = {"version": "1", "revision": str(revision), "deleted": "0", "changed_at": str(changed_at)}
    values = [shared.get(name, "?") for name in ("id", "version", "revision", "deleted", "changed_at")]
    values += ["?", "?", "nullif(?, '')"]  # changed_by, set_id, source
    if table.fact:
        values += ["?", f"nullif(?, {NEVER})"]
    values += [f"nullif(?, {literal(stand_in(field))})" for field in table.fields]
    names = ", ".join(quoted(name) for name in columns_of(table))
    return f"INSERT INTO {quoted(table.name)} ({names}) VALUES ({', '.join(values)})"


def bulk_insert_sql(
    table: Table, given: tuple[str, ...], blank: frozenset[str], shared: Mapping[str, str | int]
) -> str:
    """INSERT of one fresh row that gives only some columns, in the order of `given`.

    Args:
        table: where it goes.
        given: names of fields or of the columns that every table has.
        blank: those of them that hold stand-ins for absent values, which become NULL.
        shared: name -> the value that is the same in every row; written into the statement.
    """
    fields = {field.name: field for field in table.fields}
    names = [column_of(fields[name]) if name in fields else name for name in (*given, *shared)]
    stand_ins = {name: literal(stand_in(field)) for name, field in fields.items()}
    stand_ins["superseded_at"] = str(NEVER)
    values = [f"nullif(?, {stand_ins.get(name, literal(''))})" if name in blank else "?" for name in given]
    values += map(literal, shared.values())
    listed = ", ".join(quoted(name) for name in names)
    return f"INSERT INTO {quoted(table.name)} ({listed}) VALUES ({', '.join(values)})"


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
    names = ", ".join(quoted(name) for name in columns_of(table))
    return f"SELECT {names} FROM {quoted(table.name)} WHERE {where}"
