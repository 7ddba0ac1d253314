"""What a table and a field are, and short ways to write them down."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """How a field is held: text in SQL and a list, a day number and an int32 column, and so on."""

    TEXT = "text"  # list[str], "" when absent
    CODE = "code"  # int16 index into Field.codes (0 is "" = not said)
    REF = "ref"  # int32 row of another table, -1 when absent; 32 hex digits in SQL
    DAY = "day"  # int32 day number, NO_DAY when absent
    INSTANT = "instant"  # int64 milliseconds, 0 when absent
    FLAG = "flag"  # int8: 1 yes, 0 no, -1 not said
    INT = "int"  # int32, 0 when absent


@dataclass(frozen=True)
class Field:
    """One column. ``group`` names the fields that mean something together in a conflict."""

    name: str
    kind: Kind
    to: str = ""
    codes: tuple[str, ...] = ()
    required: bool = False
    group: str = ""


@dataclass(frozen=True)
class Unique:
    """At most one row for the same values of some fields, kept by the database itself.

    A removed row never counts, nor a fact that has been superseded.

    Attributes:
        name: what it is called in its table; part of the index's name.
        fields: the fields that may not be the same in two rows.
        where: which rows count: (field, its words), and no words for a field that is absent.
        sentence: what a person is told who would break it.
    """

    name: str
    fields: tuple[str, ...]
    where: tuple[tuple[str, tuple[str, ...]], ...]
    sentence: str


@dataclass(frozen=True)
class Table:
    """One table: its own fields, whether its rows are dated facts, and what may be there only once."""

    name: str
    fields: tuple[Field, ...]
    fact: bool = False
    unique: tuple[Unique, ...] = ()

    def field(self, name: str) -> Field:
        """The field of that name.

        Raises:
            KeyError: when the table has no such field.
        """
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"{self.name}.{name}")


def text(name: str, **more: Any) -> Field:
    """A field that holds words."""
    return Field(name, Kind.TEXT, **more)


def code(name: str, *codes: str, **more: Any) -> Field:
    """A field that holds a word of a list."""
    return Field(name, Kind.CODE, codes=("", *codes), **more)


def ref(name: str, to: str = "", **more: Any) -> Field:
    """A field that holds a row of another table."""
    return Field(name, Kind.REF, to=to or name, **more)


def day(name: str, **more: Any) -> Field:
    """A field that holds a day number."""
    return Field(name, Kind.DAY, **more)


def flag(name: str, **more: Any) -> Field:
    """A field that holds yes, no or not said."""
    return Field(name, Kind.FLAG, **more)


def integer(name: str, **more: Any) -> Field:
    """A field that holds a whole number."""
    return Field(name, Kind.INT, **more)
