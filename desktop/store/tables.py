"""The tables, once for SQLite and PostgreSQL, made from `desktop.domain.schema`.

Decisions:

- Ids are UUIDv7. On PostgreSQL they are ``uuid``, days ``date``, instants ``timestamptz`` and flags
  ``boolean``; on SQLite 16 bytes (as text they were half of the file, and encrypting is what a large
  act costs), day numbers, milliseconds and 0/1, in STRICT tables, so that a wrong type is an error.
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
- What may be there only once (`schema_fields.Unique`) is a partial unique index. No database defers
  those, so an act first ends what it ends and then inserts.
- Few indexes: the casebook answers questions; SQL answers only history (by case, by row) and
  difference (by revision).

Hot paths use raw statements from `desktop.store.layout`: measured, 250,000 rows in one act spend more
time in SQLAlchemy's row handling than in encrypting them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    DDL,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    event,
    text,
)
from sqlalchemy import types as sql

from desktop.domain.schema import TABLES, Field, Kind
from desktop.domain.schema import Table as Shape
from desktop.store import once
from desktop.store.layout import column_of
from desktop.store.types import Day, Flag, Id, Instant, Number

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
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
    Table(shape.name, metadata, *columns, *_unique_indexes(shape), sqlite_strict=True)


def _unique_indexes(shape: Shape) -> list[Index]:
    return [
        Index(
            once.index_name(shape, rule),
            *once.columns(shape, rule),
            unique=True,
            sqlite_where=text(once.where(shape, rule, "deleted = 0")),
            postgresql_where=text(once.where(shape, rule, "NOT deleted")),
        )
        for rule in shape.unique
    ]


def _field_column(shape: Shape, field: Field) -> Column[Any]:
    name = column_of(field)
    if field.kind is not Kind.REF:
        return Column(name, _TYPES[field.kind], nullable=not field.required)
    # Teams name a manager and workers a team: one of the two keys is added after both tables exist.
    later = (shape.name, field.name) == ("team", "manager")
    key = ForeignKey(f"{field.to}.id", deferrable=True, initially="DEFERRED", use_alter=later)
    return Column(name, Id, key, nullable=not field.required, index=name == "case_id" or None)


def _store_tables(metadata: MetaData) -> None:
    Table(
        "meta",
        metadata,
        Column("key", Text, primary_key=True, nullable=False),
        Column("value", Text),
        sqlite_strict=True,
    )
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
