"""Column types that are native on PostgreSQL and plain numbers, texts and bytes on SQLite.

Migrations import them too: what a type means may never change, a new meaning is a new type.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import Date, Dialect, Integer, LargeBinary
from sqlalchemy import types as sql
from sqlalchemy.dialects import postgresql

from desktop.domain import days

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Id(sql.TypeDecorator[str]):
    """32 hex digits; ``uuid`` on PostgreSQL, its 16 bytes on SQLite."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sql.TypeEngine[Any]:
        postgres = dialect.name == "postgresql"
        return dialect.type_descriptor(postgresql.UUID(as_uuid=True) if postgres else LargeBinary())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        if not value:
            return None
        return uuid.UUID(value) if dialect.name == "postgresql" else bytes.fromhex(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return value.hex if isinstance(value, uuid.UUID) else value and value.hex()


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
