"""The tables, once for SQLite and PostgreSQL, made from `desktop.domain.schema`.

Decisions:

- Ids are UUIDv7. On PostgreSQL they are ``uuid``, days ``date``, instants ``timestamptz`` and flags
  ``boolean``; on SQLite 32 hex digits, day numbers, milliseconds and 0/1, in STRICT tables, so that a
  wrong type is an error and loading the casebook converts nothing.
- Rows are never removed. ``deleted`` makes a tombstone, ``superseded_at`` retires a fact.
- An insert's history is the row itself (``set_id`` leads to its change set and act); ``field_change``
  holds updates and tombstones only and refuses UPDATE and DELETE by trigger.
- ``revision`` is the data revision in which a row last changed. It is the cursor of a refresh in
  another process today and of a pull later; ``version`` counts the edits of one row.
- ``change_set`` is the outbox: ``outcome`` is ``final`` at once without a server. ``patches`` is empty
  then, because rows and field lines say it all, and holds what to send while an edit is pending.
- References are deferred foreign keys, so that an act's patches may come in any order.
- Code words are text without CHECK constraints (the store checks them against the schema), so that a
  new word is not a migration.
- Few indexes: the casebook answers questions; SQL answers only history (by case, by row) and
  difference (by revision).

Hot paths use raw statements from `desktop.store.layout`: measured, 250,000 rows in one act spend more
time in SQLAlchemy's row handling than in encrypting them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import (
    DDL,
    Column,
    Date,
    Dialect,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    event,
)
from sqlalchemy import types as sql
from sqlalchemy.dialects import postgresql

from desktop.domain import days
from desktop.domain.schema import TABLES, Field, Kind
from desktop.domain.schema import Table as Shape
from desktop.store.layout import column_of

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
_UTC = dt.UTC
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=_UTC)


class Id(sql.TypeDecorator[str]):
    """32 hex digits; ``uuid`` on PostgreSQL."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sql.TypeEngine[Any]:
        postgres = dialect.name == "postgresql"
        return dialect.type_descriptor(postgresql.UUID(as_uuid=True) if postgres else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        return uuid.UUID(value) if value and dialect.name == "postgresql" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return value.hex if isinstance(value, uuid.UUID) else value


class Day(sql.TypeDecorator[int]):
    """A day number; ``date`` on PostgreSQL."""

    impl = Integer
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sql.TypeEngine[Any]:
        return dialect.type_descriptor(Date() if dialect.name == "postgresql" else Integer())

    def process_bind_param(self, value: int | None, dialect: Dialect) -> Any:
        return days.date_of(value) if value is not None and dialect.name == "postgresql" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> int | None:
        return days.day(value) if isinstance(value, dt.date) else value


class Instant(sql.TypeDecorator[int]):
    """Milliseconds since 1970 UTC; ``timestamptz`` on PostgreSQL."""

    impl = Integer
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sql.TypeEngine[Any]:
        postgres = dialect.name == "postgresql"
        return dialect.type_descriptor(postgresql.TIMESTAMP(timezone=True) if postgres else Integer())

    def process_bind_param(self, value: int | None, dialect: Dialect) -> Any:
        if value is None or dialect.name != "postgresql":
            return value
        return _EPOCH + dt.timedelta(milliseconds=value)

    def process_result_value(self, value: Any, dialect: Dialect) -> int | None:
        if not isinstance(value, dt.datetime):
            return None if value is None else int(value)
        return (value - _EPOCH) // dt.timedelta(milliseconds=1)


class Flag(sql.TypeDecorator[int]):
    """1, 0 or absent; ``boolean`` on PostgreSQL."""

    impl = Integer
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sql.TypeEngine[Any]:
        return dialect.type_descriptor(sql.Boolean() if dialect.name == "postgresql" else Integer())

    def process_bind_param(self, value: int | None, dialect: Dialect) -> Any:
        return bool(value) if value is not None and dialect.name == "postgresql" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> int | None:
        return None if value is None else int(value)


class Number(sql.TypeDecorator[int]):
    """A whole number of up to 64 bits; ``bigint`` on PostgreSQL."""

    impl = Integer
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sql.TypeEngine[Any]:
        return dialect.type_descriptor(sql.BigInteger() if dialect.name == "postgresql" else Integer())


_TYPES: dict[Kind, type[sql.TypeEngine[Any]]] = {
    Kind.TEXT: Text,
    Kind.CODE: Text,
    Kind.REF: Id,
    Kind.DAY: Day,
    Kind.INSTANT: Instant,
    Kind.FLAG: Flag,
    Kind.INT: Integer,
}


def build() -> MetaData:
    """All tables of one database: the data tables of the schema and the store's own."""
    metadata = MetaData(naming_convention=NAMING)
    for shape in TABLES:
        _data_table(metadata, shape)
    _store_tables(metadata)
    return metadata


def _data_table(metadata: MetaData, shape: Shape) -> None:
    columns: list[Column[Any]] = [
        Column("id", Id, primary_key=True, nullable=False),
        Column("version", Integer, nullable=False),
        Column("revision", Number, nullable=False, index=True),
        Column("deleted", Flag, nullable=False),
        Column("changed_at", Instant, nullable=False),
        Column("changed_by", Text, nullable=False),
        Column("set_id", Id, nullable=False),
        Column("source", Text),
    ]
    if shape.fact:
        columns += [Column("recorded_at", Instant, nullable=False), Column("superseded_at", Instant)]
    columns += [_field_column(shape, field) for field in shape.fields]
    Table(shape.name, metadata, *columns, sqlite_strict=True)


def _field_column(shape: Shape, field: Field) -> Column[Any]:
    name = column_of(field)
    if field.kind is not Kind.REF:
        return Column(name, _TYPES[field.kind], nullable=not field.required)
    # Teams name a manager and workers a team: one of the two keys is added after both tables exist.
    later = (shape.name, field.name) == ("team", "manager")
    key = ForeignKey(f"{field.to}.id", deferrable=True, initially="DEFERRED", use_alter=later)
    return Column(name, Id, key, nullable=not field.required, index=name == "case_id" or None)


def _store_tables(metadata: MetaData) -> None:
    Table("meta", metadata, Column("key", Text, primary_key=True, nullable=False), Column("value", Text))
    Table(
        "cache",
        metadata,
        Column("name", Text, primary_key=True, nullable=False),
        Column("bytes", LargeBinary, nullable=False),
        sqlite_strict=True,
    )
    Table(
        "act",
        metadata,
        Column("id", Id, primary_key=True, nullable=False),
        Column("verb", Text, nullable=False),
        Column("summary", Text, nullable=False),
        Column("author", Text, nullable=False),
        Column("made_at", Instant, nullable=False),
        Column("recorded_at", Instant, nullable=False),
        Column("reason", Text, nullable=False),
        Column("undoes", Id, index=True),
        Column("revision", Number, nullable=False, index=True),
        Column("touched", Text, nullable=False),  # JSON: table -> rows inserted, updated, removed
        sqlite_strict=True,
    )
    Table(
        "change_set",
        metadata,
        Column("id", Id, primary_key=True, nullable=False),
        Column("act_id", Id, ForeignKey("act.id"), nullable=False, index=True),
        Column("seq", Integer, nullable=False),
        Column("author", Text, nullable=False),
        Column("made_at", Instant, nullable=False),
        Column("recorded_at", Instant, nullable=False),
        Column("reason", Text, nullable=False),
        Column("outcome", Text, nullable=False),  # final, pending, applied, conflict, rejected
        Column("answer", Text),  # the server's, as JSON
        Column("patches", Text),  # what to send, as JSON, while it is pending
        Column("epoch", Id),  # the server history in which it was acknowledged
        Column("revision", Number),
        sqlite_strict=True,
    )
    _field_change(metadata)


def _field_change(metadata: MetaData) -> None:
    table = Table(
        "field_change",
        metadata,
        Column("set_id", Id, ForeignKey("change_set.id"), nullable=False),
        Column("seq", Integer, nullable=False),
        Column("on_table", Text, nullable=False),
        Column("row_id", Id, nullable=False, index=True),
        Column("case_id", Id, index=True),
        Column("field", Text, nullable=False),
        Column("old", Text),  # JSON value
        Column("new", Text),
        Column("chain", Text),  # hash of this line and the one before; the shared database fills it
        PrimaryKeyConstraint("set_id", "seq"),
        sqlite_strict=True,
    )
    for dialect, statements in APPEND_ONLY.items():
        for statement in statements:
            trigger = DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
            event.listen(table, "after_create", trigger)


APPEND_ONLY = {
    "sqlite": tuple(
        f"CREATE TRIGGER field_change_no_{verb.lower()} BEFORE {verb} ON field_change "
        "BEGIN SELECT RAISE(ABORT, 'field_change is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        "CREATE FUNCTION field_change_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'field_change is append-only'; END $$",
        "CREATE TRIGGER field_change_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON field_change "
        "FOR EACH STATEMENT EXECUTE FUNCTION field_change_refuse()",
    ),
}

METADATA = build()
