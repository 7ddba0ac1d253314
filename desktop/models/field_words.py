"""The fields of a row and their values as a person reads them: in the history, and where two disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.domain.days import short
from desktop.domain.schema import SHAPES, Kind

if TYPE_CHECKING:
    from desktop.domain.casebook import Casebook


def field_words(name: str) -> str:
    """A field's name in words."""
    return name.replace("_", " ")


def value_words(book: Casebook, table: str, name: str, value: Any) -> str:
    """A value in words: days as dates, flags as yes or no, references by name; a row as its fields.

    Args:
        book: where references are looked up.
        table, name: the field; its kind decides.
        value: in the form that patches use, or a whole row as a dictionary of such values.
    """
    if value in (None, "", {}):
        return ""
    if isinstance(value, dict):
        said = ((field, value_words(book, table, field, one)) for field, one in value.items())
        return "; ".join(f"{field_words(field)}: {words}" for field, words in said if words)
    kind = next((field for field in SHAPES[table].fields if field.name == name), None)
    if kind is None:
        return str(value)
    if kind.kind is Kind.DAY:
        return short(int(value))
    if kind.kind is Kind.FLAG:
        return "yes" if value == 1 else "no"
    if kind.kind is Kind.REF:
        return _named(book, kind.to, str(value))
    return field_words(str(value)) if kind.kind is Kind.CODE else str(value)


def _named(book: Casebook, table: str, row_id: str) -> str:
    """A reference as a person knows it, never as an id."""
    columns = book.tables[table]
    row = columns.index.get(row_id, -1)
    if row < 0:
        return "(not there any more)"
    for name in ("name", "ref", "initials", "file"):
        if any(field.name == name for field in columns.shape.fields) and getattr(columns, name)[row]:
            return str(getattr(columns, name)[row])
    return ""
